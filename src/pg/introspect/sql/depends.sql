-- What the query of a view, or the SQL body of a function, stands on.
SELECT json_build_object('oid', s.oid::bigint, 'relations', json_agg(DISTINCT s.rel) FILTER (WHERE s.rel IS NOT NULL),
  'functions', json_agg(DISTINCT s.fun) FILTER (WHERE s.fun IS NOT NULL),
  'types', json_agg(DISTINCT s.typ) FILTER (WHERE s.typ IS NOT NULL))
FROM (
  SELECT r.ev_class AS oid,
    CASE WHEN d.refclassid = 'pg_class'::regclass AND d.refobjid <> r.ev_class THEN d.refobjid::bigint END AS rel,
    CASE WHEN d.refclassid = 'pg_proc'::regclass THEN d.refobjid::bigint END AS fun,
    CASE WHEN d.refclassid = 'pg_type'::regclass THEN t.ident END AS typ
  FROM pg_rewrite r
  JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid AND d.deptype = 'n'
  LEFT JOIN LATERAL (
    SELECT n.nspname || E'\t' || ty.typname AS ident FROM pg_type ty JOIN pg_namespace n ON n.oid = ty.typnamespace
    WHERE ty.oid = d.refobjid AND ty.oid >= 16384) t ON d.refclassid = 'pg_type'::regclass
  WHERE r.rulename = '_RETURN' AND r.ev_class >= 16384
    AND d.refclassid IN ('pg_class'::regclass, 'pg_proc'::regclass, 'pg_type'::regclass)
) s
GROUP BY s.oid
