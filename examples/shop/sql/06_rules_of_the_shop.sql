-- Helper functions, triggers and row level security.

SET ROLE shop_owner;

-- Claims of the token --------------------------------------------------------------------------------------------

CREATE FUNCTION private.claim(name text) RETURNS text
  LANGUAGE sql STABLE
  RETURN nullif(current_setting('request.jwt.claims', true), '')::json ->> name;
COMMENT ON FUNCTION private.claim(text) IS 'A claim of the token of this request; null without a token';

CREATE FUNCTION private.current_customer_id() RETURNS bigint
  LANGUAGE sql STABLE
  RETURN private.claim('customer_id')::bigint;

CREATE FUNCTION private.is_staff() RETURNS boolean
  LANGUAGE sql STABLE
  RETURN pg_has_role(current_user, 'admin_role', 'usage');

-- Runs before each request: db-pre-request in postgrest.conf, and only there.
CREATE FUNCTION auth.check_request() RETURNS void
  LANGUAGE plpgsql STABLE
AS $$
BEGIN
  IF nullif(current_setting('request.headers', true), '')::json ->> 'x-block' = 'yes' THEN
    RAISE SQLSTATE 'PT403' USING
      message = 'this request is blocked',
      hint = 'Leave out the header x-block.';
  END IF;
END
$$;
COMMENT ON FUNCTION auth.check_request() IS 'Refuses requests with the header x-block: yes';

-- Triggers -------------------------------------------------------------------------------------------------------

CREATE FUNCTION private.touch() RETURNS trigger
  LANGUAGE plpgsql
AS $$
BEGIN
  NEW.updated_at := now();
  RETURN NEW;
END
$$;
-- A new picture is no new product.
CREATE TRIGGER products_touch
  BEFORE UPDATE OF sku, name, description, price, state, tags, attributes, size ON catalog.products
  FOR EACH ROW EXECUTE FUNCTION private.touch();
CREATE TRIGGER settings_touch BEFORE UPDATE ON private.settings
  FOR EACH ROW EXECUTE FUNCTION private.touch();

CREATE FUNCTION private.audit() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = admin, pg_temp
AS $$
BEGIN
  INSERT INTO admin.audit_log (actor, action, relation, detail)
  VALUES (coalesce(nullif(current_setting('role'), 'none'), session_user), lower(TG_OP),
          TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME, to_jsonb(OLD));
  RETURN NULL;
END
$$;
CREATE TRIGGER settings_audit AFTER UPDATE OR DELETE ON private.settings
  FOR EACH ROW EXECUTE FUNCTION private.audit();

CREATE FUNCTION private.refresh_order_total() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = sales, pg_temp
AS $$
DECLARE
  changed bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.order_id ELSE NEW.order_id END;
BEGIN
  UPDATE sales.orders AS o
  SET total = (SELECT coalesce(sum(i.line_total), 0) FROM sales.order_items AS i WHERE i.order_id = o.id)
    * (1 - coalesce((SELECT c.percent FROM sales.coupons AS c WHERE c.code = o.coupon_code), 0) / 100)
  WHERE o.id = changed;
  RETURN NULL;
END
$$;
CREATE TRIGGER order_items_total AFTER INSERT OR UPDATE OR DELETE ON sales.order_items
  FOR EACH ROW EXECUTE FUNCTION private.refresh_order_total();

-- Row level security: what views with security_invoker rely on ---------------------------------------------------

ALTER TABLE sales.customers ENABLE ROW LEVEL SECURITY;
CREATE POLICY customers_own ON sales.customers FOR SELECT TO app_user
  USING (id = private.current_customer_id());
CREATE POLICY customers_change_own ON sales.customers FOR UPDATE TO app_user
  USING (id = private.current_customer_id()) WITH CHECK (id = private.current_customer_id());
CREATE POLICY customers_staff ON sales.customers TO admin_role USING (true) WITH CHECK (true);
COMMENT ON POLICY customers_own ON sales.customers IS 'Customers see themselves only';

ALTER TABLE sales.addresses ENABLE ROW LEVEL SECURITY;
CREATE POLICY addresses_own ON sales.addresses TO app_user
  USING (customer_id = private.current_customer_id());
CREATE POLICY addresses_staff ON sales.addresses TO admin_role USING (true);

ALTER TABLE sales.orders ENABLE ROW LEVEL SECURITY;
CREATE POLICY orders_own ON sales.orders TO app_user
  USING (customer_id = private.current_customer_id());
CREATE POLICY orders_closed_stay ON sales.orders AS RESTRICTIVE FOR UPDATE TO app_user
  USING (status NOT IN ('delivered', 'cancelled'));
CREATE POLICY orders_staff ON sales.orders TO admin_role USING (true);

ALTER TABLE auth.users ENABLE ROW LEVEL SECURITY;
CREATE POLICY users_own ON auth.users FOR SELECT TO app_user, admin_role
  USING (email = private.claim('email'));

-- Forced: not even the owner reads sessions.
ALTER TABLE auth.sessions ENABLE ROW LEVEL SECURITY;
ALTER TABLE auth.sessions FORCE ROW LEVEL SECURITY;

RESET ROLE;
