-- The server, the connection, and what this role may do here.
SELECT json_build_object(
  'version_num', current_setting('server_version_num')::int,
  'version', current_setting('server_version'),
  'database', current_database(),
  'user', current_user,
  'superuser', (SELECT rolsuper FROM pg_roles WHERE rolname = current_user),
  -- The right to execute a function is checked when a statement that names it starts, whatever CASE says:
  -- only a statement within the statement can be left out.
  'system', CASE WHEN has_function_privilege('pg_control_system()', 'execute')
                 THEN substring(query_to_xml('SELECT system_identifier AS s FROM pg_catalog.pg_control_system()', false, true, '')::text
                                FROM '<s>(\d+)</s>') END,
  'in_recovery', pg_is_in_recovery(),
  'can_create', has_database_privilege(current_database(), 'create'),
  'can_temp', has_database_privilege(current_database(), 'temp'),
  'database_owner', (SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()),
  'lock_slots', current_setting('max_locks_per_transaction')::bigint
    * (current_setting('max_connections')::bigint + current_setting('max_prepared_transactions')::bigint),
  'keywords', (SELECT json_agg(word ORDER BY word) FROM pg_get_keywords() WHERE catcode <> 'U'))
