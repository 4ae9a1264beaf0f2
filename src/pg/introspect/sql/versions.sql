-- Row versions of what a reading stands on: equal before and after means nothing moved in between.
SELECT json_build_object('relations', (
    SELECT json_agg(json_build_array(c.oid::bigint, c.xmin::text)) FROM pg_class c
    WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relpersistence <> 't'),
  'rest', (SELECT md5(string_agg(k, ',' ORDER BY k)) FROM (
    SELECT 'p' || oid || ':' || xmin AS k FROM pg_proc WHERE oid >= 16384
    UNION ALL SELECT 'r' || oid || ':' || xmin FROM pg_rewrite WHERE oid >= 16384
    UNION ALL SELECT 't' || oid || ':' || xmin FROM pg_type WHERE oid >= 16384 AND typrelid = 0
    UNION ALL SELECT 'n' || oid || ':' || xmin FROM pg_namespace WHERE nspname !~ '^pg_(temp|toast_temp)_'
    UNION ALL SELECT 'a' || attrelid || ':' || attnum || ':' || xmin FROM pg_attribute WHERE attrelid >= 16384 AND attnum > 0 AND attacl IS NOT NULL
    UNION ALL SELECT 'f' || oid || ':' || xmin FROM pg_attrdef WHERE adrelid >= 16384
    UNION ALL SELECT 'g' || oid || ':' || xmin FROM pg_trigger WHERE tgrelid >= 16384
    UNION ALL SELECT 'l' || oid || ':' || xmin FROM pg_default_acl
    UNION ALL SELECT 'd' || classoid || ':' || objoid || ':' || objsubid || ':' || xmin FROM pg_description WHERE objoid >= 16384
  ) s))
