SELECT json_build_object('application', application_name, 'user', usename, 'address', client_addr::text,
  'listening', CASE WHEN query = '<insufficient privilege>' THEN NULL ELSE query ~* '^\s*LISTEN ' END)
FROM pg_stat_activity
WHERE datname = current_database() AND application_name ~ '^PostgREST' AND backend_type = 'client backend'
