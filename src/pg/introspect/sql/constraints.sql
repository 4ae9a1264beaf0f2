SELECT json_build_object(
  'oid', k.conrelid::bigint, 'name', k.conname, 'type', k.contype, 'columns', k.conkey,
  'target', nullif(k.confrelid, 0)::bigint, 'target_columns', k.confkey,
  'on_delete', k.confdeltype, 'on_update', k.confupdtype,
  'deferrable', k.condeferrable, 'validated', k.convalidated)
FROM pg_constraint k
JOIN pg_namespace n ON n.oid = k.connamespace
WHERE k.conrelid <> 0 AND k.contype IN ('p', 'u', 'f', 'c', 'x')
  AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp_|toast_temp_)'
  AND ($1::oid[] IS NULL OR k.conrelid = ANY ($1))
