SELECT json_build_object(
  'oid', p.polrelid::bigint, 'name', p.polname, 'command', p.polcmd, 'permissive', p.polpermissive,
  'roles', (SELECT json_agg(CASE WHEN r = 0 THEN 'public' ELSE pg_get_userbyid(r) END
                            ORDER BY CASE WHEN r = 0 THEN 'public' ELSE pg_get_userbyid(r) END)
            FROM unnest(p.polroles) r))
FROM pg_policy p
WHERE $1::oid[] IS NULL OR p.polrelid = ANY ($1)
