-- Objects in user schemas that no manifest kind holds: listed, so that nothing is passed over in silence.
SELECT json_build_object('kind', kind, 'schema', nspname, 'name', name) FROM (
  SELECT 'operator' AS kind, n.nspname, o.oprname || ' (' || format_type(nullif(o.oprleft, 0), NULL) || ', ' || format_type(nullif(o.oprright, 0), NULL) || ')' AS name,
         o.oid, 'pg_operator'::regclass AS class
  FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace
  UNION ALL
  SELECT 'collation', n.nspname, c.collname, c.oid, 'pg_collation'::regclass FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace
  UNION ALL
  SELECT 'text search configuration', n.nspname, c.cfgname, c.oid, 'pg_ts_config'::regclass FROM pg_ts_config c JOIN pg_namespace n ON n.oid = c.cfgnamespace
  UNION ALL
  SELECT 'operator class', n.nspname, c.opcname, c.oid, 'pg_opclass'::regclass FROM pg_opclass c JOIN pg_namespace n ON n.oid = c.opcnamespace
) s
WHERE nspname NOT IN ('pg_catalog', 'information_schema') AND nspname !~ '^pg_(toast|temp_|toast_temp_)'
  AND NOT EXISTS (SELECT FROM pg_depend x WHERE x.objid = s.oid AND x.classid = s.class AND x.deptype = 'e')
