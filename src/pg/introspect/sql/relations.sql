-- No deparse here: nothing in this query locks a relation.
SELECT json_build_object(
  'oid', c.oid::bigint, 'schema', n.nspname, 'name', c.relname, 'kind', c.relkind,
  'owner', pg_get_userbyid(c.relowner), 'persistence', c.relpersistence, 'options', c.reloptions,
  'acl', c.relacl::text[], 'rls', c.relrowsecurity, 'rls_forced', c.relforcerowsecurity,
  'populated', c.relispopulated, 'access_method', am.amname, 'tablespace', t.spcname,
  'comment', d.description, 'extension', e.extname, 'parent', CASE WHEN c.relispartition THEN i.inhparent::bigint END,
  'estimate', c.reltuples)
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_am am ON am.oid = c.relam
LEFT JOIN pg_tablespace t ON t.oid = c.reltablespace
LEFT JOIN pg_description d ON d.objoid = c.oid AND d.classoid = 'pg_class'::regclass AND d.objsubid = 0
LEFT JOIN pg_depend x ON x.objid = c.oid AND x.classid = 'pg_class'::regclass AND x.objsubid = 0 AND x.deptype = 'e'
LEFT JOIN pg_extension e ON e.oid = x.refobjid
LEFT JOIN pg_inherits i ON i.inhrelid = c.oid AND c.relispartition
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relpersistence <> 't'
  AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp_|toast_temp_)'
  AND ($1::oid[] IS NULL OR c.oid = ANY ($1))
