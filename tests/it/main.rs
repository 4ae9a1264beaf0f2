mod postgrest;
