-- Row versions of what a reading stands on: equal before and after means nothing moved in between.
-- Temporary relations of other sessions come and go all the time; so do their attributes and array types.
WITH ours AS (
  SELECT c.oid, c.relkind, c.xmin FROM pg_class c WHERE c.oid >= 16384 AND c.relpersistence <> 't' AND c.relkind IN ('r', 'p', 'v', 'm', 'f'))
SELECT json_build_object('relations', (
    SELECT json_agg(json_build_array(o.oid::bigint, o.xmin::text)) FROM ours o),
  'rest', (SELECT md5(string_agg(k, ',' ORDER BY k)) FROM (
    SELECT 'p' || oid || ':' || xmin AS k FROM pg_proc WHERE oid >= 16384
    UNION ALL SELECT 'r' || r.oid || ':' || r.xmin FROM pg_rewrite r WHERE r.ev_class IN (SELECT oid FROM ours)
    UNION ALL SELECT 't' || t.oid || ':' || t.xmin FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
      WHERE t.oid >= 16384 AND t.typrelid = 0 AND n.nspname !~ '^pg_(toast|temp_|toast_temp_)'
    UNION ALL SELECT 'n' || oid || ':' || xmin FROM pg_namespace WHERE nspname !~ '^pg_(temp|toast_temp)_'
    UNION ALL SELECT 'a' || a.attrelid || ':' || sum(hashtextextended(a.attnum || ':' || a.xmin, 0)) FROM pg_attribute a JOIN ours o ON o.oid = a.attrelid
      WHERE a.attnum > 0 GROUP BY a.attrelid
    UNION ALL SELECT 'f' || oid || ':' || xmin FROM pg_attrdef WHERE adrelid IN (SELECT oid FROM ours)
    UNION ALL SELECT 'g' || oid || ':' || xmin FROM pg_trigger WHERE tgrelid IN (SELECT oid FROM ours)
    UNION ALL SELECT 'l' || oid || ':' || xmin FROM pg_default_acl
    UNION ALL SELECT 'd' || classoid || ':' || objoid || ':' || objsubid || ':' || xmin FROM pg_description WHERE objoid >= 16384
  ) s))
