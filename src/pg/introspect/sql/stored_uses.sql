-- Functions whose results are stored: replacing one leaves what its old body computed.
SELECT json_build_object('oid', d.refobjid::bigint, 'objects', json_agg(DISTINCT pg_describe_object(d.classid, d.objid, d.objsubid)))
FROM pg_depend d
LEFT JOIN pg_class c ON d.classid = 'pg_class'::regclass AND c.oid = d.objid
LEFT JOIN pg_rewrite r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid
LEFT JOIN pg_class m ON m.oid = r.ev_class AND m.relkind = 'm'
LEFT JOIN pg_attrdef ad ON d.classid = 'pg_attrdef'::regclass AND ad.oid = d.objid
LEFT JOIN pg_attribute a ON a.attrelid = ad.adrelid AND a.attnum = ad.adnum AND a.attgenerated <> ''
LEFT JOIN pg_constraint k ON d.classid = 'pg_constraint'::regclass AND k.oid = d.objid AND k.contype IN ('c', 'x')
WHERE d.refclassid = 'pg_proc'::regclass AND d.refobjid >= 16384
  AND (c.relkind IN ('i', 'I', 'p') OR m.oid IS NOT NULL OR a.attnum IS NOT NULL OR k.oid IS NOT NULL
       OR d.classid = 'pg_statistic_ext'::regclass)
GROUP BY d.refobjid
