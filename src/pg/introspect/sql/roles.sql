-- pg_roles, never pg_authid: any role may read it, and it shows no password.
-- `inherit_option` and `set_option` exist from 16; before, the member's own INHERIT and always SET.
SELECT json_build_object(
  'name', r.rolname, 'login', r.rolcanlogin, 'inherit', r.rolinherit, 'super', r.rolsuper,
  'bypass_rls', r.rolbypassrls, 'create_role', r.rolcreaterole, 'create_db', r.rolcreatedb,
  'members', (SELECT json_agg(json_build_object(
      'role', g.rolname, 'admin', m.admin_option,
      'inherit', coalesce((to_jsonb(m) ->> 'inherit_option')::bool, r.rolinherit),
      'set', coalesce((to_jsonb(m) ->> 'set_option')::bool, true)))
    FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid WHERE m.member = r.oid))
FROM pg_roles r
