SELECT json_build_object(
  'oid', t.tgrelid::bigint, 'name', t.tgname, 'type', t.tgtype::int, 'enabled', t.tgenabled,
  'schema', pn.nspname, 'function', p.proname, 'comment', d.description)
FROM pg_trigger t
JOIN pg_proc p ON p.oid = t.tgfoid
JOIN pg_namespace pn ON pn.oid = p.pronamespace
LEFT JOIN pg_description d ON d.objoid = t.oid AND d.classoid = 'pg_trigger'::regclass
WHERE NOT t.tgisinternal
  AND ($1::oid[] IS NULL OR t.tgrelid = ANY ($1))
