SELECT json_build_object(
  'role', pg_get_userbyid(d.defaclrole), 'schema', n.nspname, 'kind', d.defaclobjtype, 'acl', d.defaclacl::text[])
FROM pg_default_acl d
LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace
