-- The relations of the API. All of them belong to shop_owner, so a view without security_invoker
-- reads its tables as their owner, past row level security.

SET ROLE shop_owner;

-- Products: two versions over one helper view. PostgREST follows keys through a view only if the view lies
-- in db-schemas or db-extra-search-path: `private` is in the latter for this one. -----------------------------

CREATE VIEW private.current_products AS
SELECT id, sku, name, description, brand_id, price, state, tags, attributes, size, primary_image_id, created_at
FROM catalog.products
WHERE state <> 'discontinued';
COMMENT ON VIEW private.current_products IS 'What can be shown: everything but discontinued products';

CREATE VIEW api.products AS
SELECT id, sku, name, description, price, brand_id
FROM private.current_products;
COMMENT ON VIEW api.products IS E'Products\nWhat the shop sells. New clients use products_v2.';
COMMENT ON COLUMN api.products.price IS 'Price in euro, VAT included';

CREATE VIEW api.products_v2 AS
SELECT p.id, p.sku, p.name, p.description, p.price, 'EUR'::text AS currency, p.brand_id,
  p.state, p.tags, p.attributes, p.size,
  (SELECT i.url FROM catalog.product_images AS i WHERE i.id = p.primary_image_id) AS image_url,
  p.created_at
FROM private.current_products AS p;
COMMENT ON VIEW api.products_v2 IS E'Products\nWith tags, attributes, size and picture.';
COMMENT ON COLUMN api.products_v2.image_url IS 'The primary picture';

CREATE VIEW api.brands AS SELECT id, name, website FROM catalog.brands;
CREATE VIEW api.categories AS SELECT id, parent_id, slug, name, "order" FROM catalog.categories;
CREATE VIEW api.product_categories AS SELECT product_id, category_id FROM catalog.product_categories;
CREATE VIEW api.product_images AS SELECT id, product_id, position, url, alt FROM catalog.product_images;
CREATE VIEW api.reviews AS
SELECT id, product_id, customer_id, rating, body, created_at FROM catalog.reviews;
COMMENT ON VIEW api.categories IS 'Categories';
COMMENT ON VIEW api.reviews IS 'Reviews';

CREATE VIEW api.price_list AS SELECT id, product_id, valid, price FROM catalog.price_history;
-- PostgREST deletes with RETURNING, so the rule has to say what comes back.
CREATE RULE price_list_keeps_history AS ON DELETE TO api.price_list DO INSTEAD
  UPDATE catalog.price_history
  SET valid = daterange(lower(valid), greatest(lower(valid) + 1, least(upper(valid), current_date)))
  WHERE id = OLD.id
  RETURNING id, product_id, valid, price;
COMMENT ON RULE price_list_keeps_history ON api.price_list IS 'Ends a price today instead of deleting it';
COMMENT ON VIEW api.price_list IS 'Prices over time; a DELETE ends the price';

-- Customers: two versions over one table, as the caller (see the end of this file) ------------------------------

CREATE VIEW api.customers AS
SELECT id, name, email, phone FROM sales.customers;
COMMENT ON VIEW api.customers IS E'Customers\nCustomers see themselves, staff see all.';
COMMENT ON COLUMN api.customers.email IS 'Login and address for receipts';

CREATE VIEW api.customers_v2 AS
SELECT id, name AS full_name, email, segment, preferences, created_at FROM sales.customers;
COMMENT ON VIEW api.customers_v2 IS E'Customers\nWith segment and preferences; name is now full_name.';

CREATE VIEW api.addresses AS
SELECT customer_id, no, street, postal_code, city, country FROM sales.addresses;

-- Orders --------------------------------------------------------------------------------------------------------

CREATE VIEW api.orders AS
SELECT id, number, customer_id, shipping_no, billing_no, status, total, coupon_code, note, placed_at
FROM sales.orders;
-- The table says 'draft'; what comes through the API is meant.
ALTER VIEW api.orders ALTER COLUMN status SET DEFAULT 'new';
COMMENT ON VIEW api.orders IS 'Orders';
COMMENT ON COLUMN api.orders.total IS 'Total in euro, VAT included';

-- A junction: its primary key is its two foreign keys, and both sides are exposed. A second view that shows
-- both columns would make orders?select=products(name) ambiguous for every client.
CREATE VIEW api.order_items AS
SELECT order_id, product_id, quantity, unit_price, line_total FROM sales.order_items;
COMMENT ON VIEW api.order_items IS 'Lines of the orders';

CREATE VIEW api.open_orders WITH (security_barrier = true) AS
SELECT id, number, customer_id, status, total, note, placed_at
FROM api.orders
WHERE status IN ('new', 'paid', 'packed')
WITH LOCAL CHECK OPTION;
COMMENT ON VIEW api.open_orders IS 'Orders that still have to leave the house';

CREATE VIEW api.my_orders WITH (security_barrier = true) AS
SELECT id, number, customer_id, status, total, note, placed_at
FROM sales.orders
WHERE customer_id = private.current_customer_id()
WITH CASCADED CHECK OPTION;
ALTER VIEW api.my_orders ALTER COLUMN customer_id SET DEFAULT private.current_customer_id();
COMMENT ON VIEW api.my_orders IS 'Orders of the calling customer';

CREATE VIEW api.order_overview AS
SELECT o.id, o.number, o.status, o.total, o.customer_id, c.name AS customer, c.email,
  a.city, o.delivery_window
FROM sales.orders AS o
JOIN sales.customers AS c ON c.id = o.customer_id
LEFT JOIN sales.addresses AS a ON a.customer_id = o.customer_id AND a.no = o.shipping_no;
COMMENT ON VIEW api.order_overview IS 'Orders with their customer, for staff';

CREATE VIEW api.order_events AS
SELECT id, order_id, occurred_at, kind, payload FROM sales.order_events;
CREATE VIEW api.payments AS
SELECT id, order_id, method, amount, paid_at, details FROM sales.payments;
CREATE VIEW api.invoices AS
SELECT order_id, number, issued_on, total FROM sales.invoices;
CREATE VIEW api.shipments AS
SELECT id, order_id, warehouse_id, tracking_code, shipped_at FROM sales.shipments;

-- Whole orders, written by a trigger -----------------------------------------------------------------------------

CREATE VIEW api.order_full AS
SELECT o.id, o.number, o.status, o.total, o.note, c.name AS customer_name, c.email AS customer_email,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('sku', p.sku, 'quantity', i.quantity) ORDER BY p.sku), '[]')
   FROM sales.order_items AS i JOIN catalog.products AS p ON p.id = i.product_id
   WHERE i.order_id = o.id) AS lines
FROM sales.orders AS o
JOIN sales.customers AS c ON c.id = o.customer_id
WHERE o.customer_id = private.current_customer_id() OR private.is_staff();
COMMENT ON VIEW api.order_full IS E'Whole orders\nAn order with customer and lines, read and written at once.';
COMMENT ON COLUMN api.order_full.lines IS 'Array of {"sku", "quantity"}';

CREATE FUNCTION private.order_full_write() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = sales, catalog, pg_temp
AS $$
DECLARE
  buyer bigint;
BEGIN
  IF TG_OP = 'DELETE' THEN
    UPDATE orders SET status = 'cancelled' WHERE id = OLD.id;
    RETURN OLD;
  END IF;

  IF TG_OP = 'UPDATE' THEN
    UPDATE orders SET status = NEW.status, note = NEW.note WHERE id = OLD.id;
    RETURN NEW;
  END IF;

  SELECT c.id INTO buyer FROM customers AS c WHERE c.email = NEW.customer_email;
  IF buyer IS NULL THEN
    INSERT INTO customers (name, email)
    VALUES (coalesce(NEW.customer_name, NEW.customer_email), NEW.customer_email)
    RETURNING id INTO buyer;
  END IF;
  IF buyer <> private.current_customer_id() THEN
    RAISE insufficient_privilege USING message = 'customers place orders for themselves only';
  END IF;
  INSERT INTO orders (customer_id, status, note)
  VALUES (buyer, coalesce(NEW.status, 'new'), NEW.note)
  RETURNING id, number, status INTO NEW.id, NEW.number, NEW.status;
  INSERT INTO order_items (order_id, product_id, quantity, unit_price)
  SELECT NEW.id, p.id, l.quantity, p.price
  FROM jsonb_to_recordset(coalesce(NEW.lines, '[]')) AS l (sku text, quantity integer)
  JOIN products AS p ON p.sku = l.sku;
  SELECT o.total INTO NEW.total FROM orders AS o WHERE o.id = NEW.id;
  RETURN NEW;
END
$$;
CREATE TRIGGER order_full_write INSTEAD OF INSERT OR UPDATE OR DELETE ON api.order_full
  FOR EACH ROW EXECUTE FUNCTION private.order_full_write();
COMMENT ON TRIGGER order_full_write ON api.order_full IS 'Writes through to customers, orders and lines';

-- Warehouse: `stock` is also a function (09_functions.sql) ---------------------------------------------------------

CREATE VIEW api.warehouses AS SELECT id, code, name, city, capacity FROM warehouse.warehouses;
CREATE VIEW api.stock AS
SELECT warehouse_id, product_id, on_hand, reserved, available FROM warehouse.stock;
COMMENT ON VIEW api.stock IS 'How many of a product lie where';

-- Reports --------------------------------------------------------------------------------------------------------

CREATE VIEW api.product_sales AS
SELECT i.product_id, sum(i.quantity) AS sold, sum(i.line_total) AS revenue, max(o.placed_at) AS last_sold_at
FROM sales.order_items AS i
JOIN sales.orders AS o ON o.id = i.order_id
WHERE o.status <> 'cancelled'
GROUP BY i.product_id;
COMMENT ON VIEW api.product_sales IS 'Units and revenue per product';

CREATE VIEW api."Daily Report" AS
SELECT (placed_at AT TIME ZONE 'UTC')::date AS "Order Date",
  count(*) AS "select",
  sum(total) AS "Revenue (€)"
FROM sales.orders
WHERE status <> 'cancelled'
GROUP BY 1;
COMMENT ON VIEW api."Daily Report" IS E'Daily Report\nKept for a spreadsheet, with the names it expects.';
COMMENT ON COLUMN api."Daily Report"."select" IS 'Number of orders';

CREATE MATERIALIZED VIEW api.top_customers AS
SELECT o.customer_id, c.name, count(*) AS orders, sum(o.total) AS spent
FROM sales.orders AS o
JOIN sales.customers AS c ON c.id = o.customer_id
WHERE o.status <> 'cancelled'
GROUP BY o.customer_id, c.name;
CREATE UNIQUE INDEX top_customers_pk ON api.top_customers (customer_id);
CREATE INDEX top_customers_spent ON api.top_customers (spent DESC) WHERE spent > 0;
ALTER MATERIALIZED VIEW api.top_customers ALTER COLUMN customer_id SET STATISTICS 500;
CREATE STATISTICS api.top_customers_stats (ndistinct) ON orders, spent FROM api.top_customers;
COMMENT ON MATERIALIZED VIEW api.top_customers IS 'Customers by what they spent; refreshed by rpc/refresh_top_customers';

-- Ends in a year, which is no version; and has no table below.
CREATE VIEW api.tax_rates_2026 (country, percent) AS
VALUES ('DE'::text, 19.0::numeric(4,1)), ('AT', 20.0), ('FR', 20.0);

CREATE VIEW api."user" AS
SELECT id, email, role, customer_id, created_at
FROM auth.users
WHERE email = private.claim('email');
COMMENT ON VIEW api."user" IS 'The user of the token';

-- Administration -------------------------------------------------------------------------------------------------

CREATE VIEW admin.settings AS
SELECT key, value, description, updated_at FROM private.settings;
COMMENT ON VIEW admin.settings IS 'Settings of the shop';

-- PostgreSQL 14 has no security_invoker: these views run as their owner there, and row level security
-- does not reach their callers.
DO $invoker$
DECLARE
  view regclass;
BEGIN
  IF current_setting('server_version_num')::integer >= 150000 THEN
    FOREACH view IN ARRAY
      '{api.customers, api.customers_v2, api.addresses, api.my_orders, "api.\"user\""}'::regclass[]
    LOOP
      EXECUTE format('ALTER VIEW %s SET (security_invoker = true)', view);
    END LOOP;
  END IF;
END
$invoker$;

RESET ROLE;
