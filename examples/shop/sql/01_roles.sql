-- Roles belong to the cluster, not to the database: they are made only where absent, nothing about an
-- existing role is changed, and two databases may be loaded at the same time.
--
--   shop_owner     owns every object, never logs in
--   authenticator  the login role of PostgREST; holds no right of its own, only switches to the roles below
--   web_anon       requests without a token
--   app_user       a customer (claim customer_id)
--   admin_role     staff of the shop

DO $roles$
DECLARE
  wanted record;
BEGIN
  FOR wanted IN
    SELECT * FROM (VALUES
      ('shop_owner',    'NOLOGIN',         'Owns everything in the shop',       NULL),
      ('authenticator', 'LOGIN NOINHERIT', 'Login role of PostgREST',           NULL),
      ('web_anon',      'NOLOGIN',         'Requests without a token',          '30s'),
      ('app_user',      'NOLOGIN',         'Customers of the shop',             NULL),
      ('admin_role',    'NOLOGIN',         'Staff of the shop',                 NULL)
    ) AS r (name, attributes, description, statement_timeout)
  LOOP
    CONTINUE WHEN to_regrole(quote_ident(wanted.name)) IS NOT NULL;
    BEGIN
      EXECUTE format('CREATE ROLE %I %s', wanted.name, wanted.attributes);
      EXECUTE format('COMMENT ON ROLE %I IS %L', wanted.name, wanted.description);
      IF wanted.statement_timeout IS NOT NULL THEN
        EXECUTE format('ALTER ROLE %I SET statement_timeout = %L', wanted.name, wanted.statement_timeout);
      END IF;
    EXCEPTION
      WHEN duplicate_object OR unique_violation THEN
        NULL;  -- another session made it between the look and the creation
    END;
  END LOOP;
END
$roles$;

DO $memberships$
DECLARE
  granted_role text;
  attempts integer;
BEGIN
  FOREACH granted_role IN ARRAY ARRAY['web_anon', 'app_user', 'admin_role'] LOOP
    attempts := 0;
    LOOP
      EXIT WHEN EXISTS (
        SELECT FROM pg_auth_members
        WHERE roleid = to_regrole(granted_role) AND member = to_regrole('authenticator'));
      BEGIN
        EXECUTE format('GRANT %I TO authenticator', granted_role);
      EXCEPTION
        WHEN unique_violation OR internal_error THEN  -- "tuple concurrently updated" is an internal_error
          attempts := attempts + 1;
          IF attempts > 50 THEN
            RAISE;
          END IF;
          PERFORM pg_sleep(0.05);
      END;
    END LOOP;
  END LOOP;
END
$memberships$;
