-- Objects in user schemas that no manifest kind holds, and settings of materialized views that theirs does not:
-- listed, so that nothing is passed over in silence.
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
  UNION ALL
  SELECT 'settings of column', n.nspname, quote_ident(c.relname) || '.' || quote_ident(a.attname), c.oid, 'pg_class'::regclass
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped JOIN pg_type ty ON ty.oid = a.atttypid
  WHERE c.relkind = 'm' AND (a.attstorage <> ty.typstorage OR a.attcompression <> '' OR a.attoptions IS NOT NULL)
  UNION ALL
  SELECT 'settings of toast table of', n.nspname, quote_ident(c.relname), c.oid, 'pg_class'::regclass
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_class t ON t.oid = c.reltoastrelid
  WHERE c.relkind = 'm' AND t.reloptions IS NOT NULL
  UNION ALL
  SELECT 'settings of index', n.nspname, quote_ident(x.relname), x.oid, 'pg_class'::regclass
  FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_namespace n ON n.oid = x.relnamespace
  WHERE c.relkind = 'm' AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = x.oid AND nullif(a.attstattarget, -1) IS NOT NULL)
  UNION ALL
  SELECT 'settings of extended statistics of', n.nspname, quote_ident(c.relname) || ': ' || e.stxnamespace::regnamespace || '.' || quote_ident(e.stxname),
    c.oid, 'pg_class'::regclass
  FROM pg_statistic_ext e JOIN pg_class c ON c.oid = e.stxrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'm' AND (nullif(e.stxstattarget, -1) IS NOT NULL OR e.stxowner <> c.relowner
    OR EXISTS (SELECT FROM pg_description d WHERE d.objoid = e.oid AND d.classoid = 'pg_statistic_ext'::regclass))
) s
WHERE nspname NOT IN ('pg_catalog', 'information_schema') AND nspname !~ '^pg_(toast|temp_|toast_temp_)'
  AND NOT EXISTS (SELECT FROM pg_depend x WHERE x.objid = s.oid AND x.classid = s.class AND x.deptype = 'e')
