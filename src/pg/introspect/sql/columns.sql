-- One row per relation: a row per column would repeat the relation 40,000 times on a large database.
SELECT json_build_object('oid', a.attrelid::bigint, 'columns', json_agg(json_build_object(
  'n', a.attnum, 'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
  'collation', CASE WHEN a.attcollation <> ty.typcollation THEN json_build_array(cn.nspname, co.collname) END,
  'not_null', a.attnotnull, 'has_default', a.atthasdef, 'identity', a.attidentity, 'generated', a.attgenerated,
  'comment', d.description, 'statistics', nullif(a.attstattarget, -1), 'acl', a.attacl::text[])
  ORDER BY a.attnum))
FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_type ty ON ty.oid = a.atttypid
LEFT JOIN pg_collation co ON co.oid = a.attcollation AND a.attcollation <> ty.typcollation
LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace
LEFT JOIN pg_description d ON d.objoid = a.attrelid AND d.classoid = 'pg_class'::regclass AND d.objsubid = a.attnum
WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relpersistence <> 't'
  AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp_|toast_temp_)'
  AND ($1::oid[] IS NULL OR a.attrelid = ANY ($1))
GROUP BY a.attrelid
