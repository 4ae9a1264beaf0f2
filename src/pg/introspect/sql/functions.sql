-- Bodies come as stored; nothing is deparsed here.
SELECT json_build_object(
  'oid', p.oid::bigint, 'schema', n.nspname, 'name', p.proname, 'kind', p.prokind,
  'owner', pg_get_userbyid(p.proowner), 'language', l.lanname, 'volatile', p.provolatile,
  'parallel', p.proparallel, 'definer', p.prosecdef, 'strict', p.proisstrict, 'leakproof', p.proleakproof,
  'cost', p.procost, 'rows', p.prorows, 'returns_set', p.proretset,
  'returns', format_type(p.prorettype, NULL),
  'returns_relation', CASE WHEN rc.relkind IN ('r', 'p', 'v', 'm', 'f') THEN rt.typrelid::bigint END,
  'input_types', (SELECT json_agg(format_type(t, NULL) ORDER BY o) FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY x(t, o)),
  'first_relation', (SELECT c.oid::bigint FROM pg_type t JOIN pg_class c ON c.oid = t.typrelid AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
                     WHERE t.oid = p.proargtypes[0]),
  'all_types', (SELECT json_agg(format_type(t, NULL) ORDER BY o) FROM unnest(p.proallargtypes) WITH ORDINALITY x(t, o)),
  'modes', p.proargmodes, 'names', p.proargnames, 'defaults', p.pronargdefaults, 'variadic', p.provariadic <> 0,
  'config', p.proconfig, 'source', p.prosrc, 'has_sql_body', p.prosqlbody IS NOT NULL,
  'acl', p.proacl::text[], 'comment', d.description, 'extension', e.extname,
  'support', CASE WHEN p.prosupport <> 0 THEN (SELECT json_build_array(sn.nspname, s.proname) FROM pg_proc s
             JOIN pg_namespace sn ON sn.oid = s.pronamespace WHERE s.oid = p.prosupport::oid) END)
FROM pg_proc p
JOIN pg_namespace n ON n.oid = p.pronamespace
JOIN pg_language l ON l.oid = p.prolang
JOIN pg_type rt ON rt.oid = p.prorettype
LEFT JOIN pg_class rc ON rc.oid = rt.typrelid
LEFT JOIN pg_description d ON d.objoid = p.oid AND d.classoid = 'pg_proc'::regclass
LEFT JOIN pg_depend x ON x.objid = p.oid AND x.classid = 'pg_proc'::regclass AND x.deptype = 'e'
LEFT JOIN pg_extension e ON e.oid = x.refobjid
WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp_|toast_temp_)'
  AND ($1::oid[] IS NULL OR p.oid = ANY ($1))
