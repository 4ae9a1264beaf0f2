-- Deparse of one group of relations: takes ACCESS SHARE on them and on what they stand on.
SELECT json_build_object(
  'oid', c.oid::bigint,
  'query', CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid, true) END,
  'own', CASE WHEN c.relkind IN ('v', 'f') THEN pg_relation_is_updatable(c.oid, false) END,
  'all', CASE WHEN c.relkind IN ('v', 'f') THEN pg_relation_is_updatable(c.oid, true) END,
  'writable', CASE WHEN c.relkind IN ('v', 'f') AND pg_relation_is_updatable(c.oid, false) & 12 <> 0 THEN (SELECT json_agg(a.attnum) FROM pg_attribute a
    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND pg_column_is_updatable(c.oid, a.attnum, false)) END,
  'defaults', (SELECT json_agg(json_build_array(d.adnum, pg_get_expr(d.adbin, d.adrelid))) FROM pg_attrdef d WHERE d.adrelid = c.oid),
  'constraints', (SELECT json_agg(json_build_array(k.conname, pg_get_constraintdef(k.oid))) FROM pg_constraint k
    WHERE k.conrelid = c.oid AND k.contype IN ('p', 'u', 'f', 'c', 'x')),
  'indexes', (SELECT json_agg(json_build_array(ic.relname, pg_get_indexdef(i.indexrelid))) FROM pg_index i
    JOIN pg_class ic ON ic.oid = i.indexrelid WHERE i.indrelid = c.oid),
  'triggers', (SELECT json_agg(json_build_array(t.tgname, pg_get_triggerdef(t.oid))) FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal),
  'rules', (SELECT json_agg(json_build_array(r.rulename, pg_get_ruledef(r.oid))) FROM pg_rewrite r WHERE r.ev_class = c.oid AND r.rulename <> '_RETURN'),
  'policies', (SELECT json_agg(json_build_array(p.polname, pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)))
    FROM pg_policy p WHERE p.polrelid = c.oid),
  'statistics', (SELECT json_agg(json_build_array(n.nspname, s.stxname, pg_get_statisticsobjdef(s.oid))) FROM pg_statistic_ext s
    JOIN pg_namespace n ON n.oid = s.stxnamespace WHERE s.stxrelid = c.oid),
  'tree', (SELECT r.ev_action::text FROM pg_rewrite r WHERE r.ev_class = c.oid AND r.rulename = '_RETURN'))
FROM pg_class c WHERE c.oid = ANY ($1)
