SELECT json_build_object(
  'source', format_type(k.castsource, NULL), 'target', format_type(k.casttarget, NULL), 'context', k.castcontext,
  'function', (SELECT json_build_array(n.nspname, p.proname,
                 (SELECT json_agg(format_type(t, NULL) ORDER BY o) FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY x(t, o)))
               FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE p.oid = k.castfunc))
FROM pg_cast k
WHERE k.oid >= 16384
