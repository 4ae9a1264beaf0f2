-- Relations that a deparse locks beside those a view reads: what policies, rules and SQL bodies name.
SELECT json_build_object('oid', s.oid::bigint, 'function', s.function, 'relations', json_agg(DISTINCT s.rel::bigint))
FROM (
  SELECT p.polrelid AS oid, false AS function, d.refobjid AS rel
  FROM pg_policy p JOIN pg_depend d ON d.classid = 'pg_policy'::regclass AND d.objid = p.oid AND d.refclassid = 'pg_class'::regclass
  UNION ALL
  SELECT r.ev_class, false, d.refobjid
  FROM pg_rewrite r JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_class'::regclass
  WHERE r.rulename <> '_RETURN'
  UNION ALL
  SELECT p.oid, true, d.refobjid
  FROM pg_proc p JOIN pg_depend d ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.refclassid = 'pg_class'::regclass
  WHERE p.prosqlbody IS NOT NULL
) s
WHERE s.function OR s.rel <> s.oid
GROUP BY s.oid, s.function
