DO $pgai$
DECLARE
  input json := current_setting('pgai.prove_input')::json;
  item json;
  text_of text;
  oid_of oid;
  first text;
  second text;
  live text;
  answer jsonb;
  answers jsonb := '[]';
  state text;
  message text;
  detail text;
  hint text;
BEGIN
  BEGIN
    FOR text_of IN SELECT json_array_elements_text(input -> 'setup') LOOP
      EXECUTE text_of;
    END LOOP;
    FOR item IN SELECT json_array_elements(input -> 'items') LOOP
      BEGIN
        EXECUTE item ->> 'create';
        oid_of := (item ->> 'name')::regclass;
        first := pg_get_viewdef(oid_of, true);
        answer := jsonb_build_object('query', first,
          'own', pg_relation_is_updatable(oid_of, false), 'all', pg_relation_is_updatable(oid_of, true),
          'writable', (SELECT jsonb_agg(a.attnum) FROM pg_attribute a WHERE a.attrelid = oid_of AND a.attnum > 0
            AND pg_column_is_updatable(oid_of, a.attnum, false)),
          'tree', (SELECT r.ev_action::text FROM pg_rewrite r WHERE r.ev_class = oid_of AND r.rulename = '_RETURN'),
          'bases', (SELECT jsonb_agg(jsonb_build_array(c.oid::bigint, n.nspname, c.relname, (
                SELECT jsonb_agg(jsonb_build_array(a.attnum, a.attname)) FROM pg_attribute a
                WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)))
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.oid IN (SELECT d.refobjid FROM pg_rewrite r JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass
              AND d.objid = r.oid AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> oid_of
              WHERE r.ev_class = oid_of)),
          'columns', (SELECT jsonb_agg(jsonb_build_array(a.attname, format_type(a.atttypid, a.atttypmod),
              CASE WHEN a.attcollation <> ty.typcollation THEN
                (SELECT jsonb_build_array(n.nspname, c.collname) FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace
                 WHERE c.oid = a.attcollation) END) ORDER BY a.attnum)
            FROM pg_attribute a JOIN pg_type ty ON ty.oid = a.atttypid
            WHERE a.attrelid = oid_of AND a.attnum > 0 AND NOT a.attisdropped));
        answer := answer || (SELECT jsonb_build_object(
            'calls', jsonb_agg(DISTINCT jsonb_build_array(pn.nspname, p.proname, (SELECT jsonb_agg(format_type(t, NULL) ORDER BY o)
              FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY x(t, o)))) FILTER (WHERE p.oid IS NOT NULL),
            'types', jsonb_agg(DISTINCT jsonb_build_array(tn.nspname, t.typname)) FILTER (WHERE t.oid >= 16384))
          FROM pg_rewrite r
          JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid AND d.deptype = 'n'
          LEFT JOIN pg_proc p ON d.refclassid = 'pg_proc'::regclass AND p.oid = d.refobjid
          LEFT JOIN pg_namespace pn ON pn.oid = p.pronamespace
          LEFT JOIN pg_type t ON d.refclassid = 'pg_type'::regclass AND t.oid = d.refobjid
          LEFT JOIN pg_namespace tn ON tn.oid = t.typnamespace
          WHERE r.ev_class = oid_of AND r.rulename = '_RETURN');
        -- The second round: a first deparse is no fixpoint for every query. Nothing reads what is made
        -- here, so its locks are given back at once.
        IF item ->> 'again' IS NOT NULL THEN
          BEGIN
            EXECUTE (item ->> 'again') || first;
            second := pg_get_viewdef((item ->> 'again_name')::regclass, true);
            EXECUTE item ->> 'live';
            live := pg_get_viewdef((item ->> 'live_name')::regclass, true);
            RAISE EXCEPTION SQLSTATE 'PGAI1';
          EXCEPTION WHEN SQLSTATE 'PGAI1' THEN NULL;
          END;
          answer := answer || jsonb_build_object('second', second, 'live', live);
        END IF;
      EXCEPTION WHEN OTHERS THEN
        GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
        answer := jsonb_build_object('sqlstate', state, 'message', message, 'detail', nullif(detail, ''), 'hint', nullif(hint, ''));
      END;
      answers := answers || jsonb_build_array(answer);
    END LOOP;
    -- Nothing made here can outlive the block.
    RAISE EXCEPTION SQLSTATE 'PGAI0';
  EXCEPTION WHEN SQLSTATE 'PGAI0' THEN NULL;
  END;
  PERFORM set_config('pgai.prove_output', answers::text, true);
END
$pgai$
