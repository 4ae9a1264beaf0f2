-- Deparse of one group of functions: argument defaults and SQL-standard bodies.
SELECT json_build_object(
  'oid', p.oid::bigint,
  'defaults', CASE WHEN p.pronargdefaults > 0 THEN (SELECT json_agg(json_build_array(i, pg_get_function_arg_default(p.oid, i)))
    FROM generate_series(1, coalesce(array_length(p.proallargtypes, 1), p.pronargs)) i
    WHERE pg_get_function_arg_default(p.oid, i) IS NOT NULL) END,
  'sql_body', CASE WHEN p.prosqlbody IS NOT NULL THEN pg_get_function_sqlbody(p.oid) END)
FROM pg_proc p WHERE p.oid = ANY ($1)
