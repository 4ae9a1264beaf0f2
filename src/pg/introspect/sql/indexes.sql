-- `plain`: btree over columns with default operator classes, order and collation, no predicate, no INCLUDE, no options.
SELECT json_build_object(
  'oid', i.indrelid::bigint, 'name', c.relname, 'unique', i.indisunique, 'clustered', i.indisclustered,
  'columns', (SELECT json_agg(coalesce(a.attname, '') ORDER BY k.ord)
              FROM unnest(i.indkey::int2[]) WITH ORDINALITY k(attnum, ord)
              LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum AND k.attnum > 0
              WHERE k.ord <= i.indnkeyatts),
  'partial', i.indpred IS NOT NULL,
  'plain', am.amname = 'btree' AND i.indpred IS NULL AND i.indexprs IS NULL AND i.indnkeyatts = i.indnatts
    AND c.reloptions IS NULL AND NOT EXISTS (SELECT FROM unnest(i.indoption::int2[]) o WHERE o <> 0)
    AND NOT EXISTS (SELECT FROM unnest(i.indclass::oid[]) o JOIN pg_opclass oc ON oc.oid = o WHERE NOT oc.opcdefault)
    AND NOT EXISTS (SELECT FROM unnest(i.indkey::int2[], i.indcollation::oid[]) x(attnum, coll)
                    JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = x.attnum
                    WHERE x.coll <> 0 AND x.coll <> a.attcollation)
    AND coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::bool, false) IS FALSE,
  'tablespace', t.spcname, 'constraint', k.conname, 'comment', d.description)
FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid
JOIN pg_class r ON r.oid = i.indrelid
JOIN pg_namespace n ON n.oid = r.relnamespace
JOIN pg_am am ON am.oid = c.relam
LEFT JOIN pg_tablespace t ON t.oid = c.reltablespace
LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid AND k.conrelid = i.indrelid AND k.contype IN ('p', 'u', 'x')
LEFT JOIN pg_description d ON d.objoid = c.oid AND d.classoid = 'pg_class'::regclass AND d.objsubid = 0
WHERE r.relkind IN ('r', 'p', 'm') AND r.relpersistence <> 't'
  AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp_|toast_temp_)'
  AND ($1::oid[] IS NULL OR i.indrelid = ANY ($1))
