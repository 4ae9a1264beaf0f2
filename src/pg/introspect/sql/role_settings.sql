-- Secrets stay in the server: a value is left out where its name says secret.
SELECT json_build_object(
  'role', CASE WHEN s.setrole <> 0 THEN pg_get_userbyid(s.setrole) END,
  'in_database', s.setdatabase <> 0, 'name', split_part(c, '=', 1),
  'value', CASE WHEN split_part(c, '=', 1) !~* '(secret|password|db_uri)' THEN substr(c, strpos(c, '=') + 1) END)
FROM pg_db_role_setting s, unnest(s.setconfig) c
WHERE s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
