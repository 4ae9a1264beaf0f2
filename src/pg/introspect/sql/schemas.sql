SELECT json_build_object(
  'name', n.nspname, 'owner', pg_get_userbyid(n.nspowner), 'acl', n.nspacl::text[],
  'comment', d.description, 'usable', has_schema_privilege(n.oid, 'usage'),
  'extension', e.extname)
FROM pg_namespace n
LEFT JOIN pg_description d ON d.objoid = n.oid AND d.classoid = 'pg_namespace'::regclass AND d.objsubid = 0
LEFT JOIN pg_depend x ON x.objid = n.oid AND x.classid = 'pg_namespace'::regclass AND x.deptype = 'e'
LEFT JOIN pg_extension e ON e.oid = x.refobjid
WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp_|toast_temp_)'
