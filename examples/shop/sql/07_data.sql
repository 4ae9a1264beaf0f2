-- A few hundred rows, the same on every load: numbers come from generate_series, never from chance.

INSERT INTO catalog.brands (name, website)
SELECT name, 'https://' || lower(name) || '.example'
FROM unnest(ARRAY['Alpin', 'Borealis', 'Cordura', 'Dunes', 'Everyday']) WITH ORDINALITY AS b (name, n)
ORDER BY n;

INSERT INTO catalog.categories (parent_id, slug, name, "order")
SELECT parent_id, slug, name, n
FROM (VALUES
  (1, NULL, 'outdoor', 'Outdoor'), (2, NULL, 'home', 'Home'), (3, NULL, 'travel', 'Travel'),
  (4, 1, 'tents', 'Tents'), (5, 1, 'lamps', 'Lamps'), (6, 2, 'kitchen', 'Kitchen'),
  (7, 3, 'bags', 'Bags'), (8, 7, 'backpacks', 'Backpacks')
) AS c (n, parent_id, slug, name)
ORDER BY n;

INSERT INTO catalog.products (sku, name, description, brand_id, price, state, tags, attributes, size, created_at, updated_at)
SELECT
  (ARRAY['TE', 'LA', 'KI', 'BA'])[1 + n % 4] || '-' || lpad((n * 37)::text, 4, '0'),
  (ARRAY['Light', 'Sturdy', 'Compact', 'Classic', 'Foldable'])[1 + n % 5] || ' '
    || (ARRAY['Tent', 'Lamp', 'Kettle', 'Backpack'])[1 + n % 4] || ' ' || n,
  CASE WHEN n % 3 > 0 THEN 'Made for people who are outside in every weather.' END,
  1 + n % 5,
  9.90 + (n * 13) % 200,
  CASE WHEN n % 13 = 0 THEN 'discontinued' WHEN n % 11 = 0 THEN 'planned' ELSE 'active' END::catalog.product_state,
  CASE n % 3 WHEN 0 THEN '{}' WHEN 1 THEN '{new}' ELSE '{sale,outdoor}' END::text[],
  jsonb_build_object('colour', (ARRAY['red', 'green', 'blue'])[1 + n % 3], 'waterproof', n % 2 = 0),
  CASE WHEN n % 4 > 0 THEN ROW(100 + n, 50 + n, 20 + n, 250.5 + n)::catalog.dimensions END,
  timestamptz '2025-06-01 08:00+00' + n * interval '31 hours',
  timestamptz '2025-06-01 08:00+00' + n * interval '31 hours'
FROM generate_series(1, 40) AS n
ORDER BY n;

INSERT INTO catalog.product_images (product_id, position, url, alt)
SELECT n, p, format('https://images.example/%s-%s.jpg', n, p), 'Picture ' || p
FROM generate_series(1, 40) AS n, generate_series(1, 2) AS p
WHERE p = 1 OR n % 4 = 0
ORDER BY n, p;
UPDATE catalog.products AS p
SET primary_image_id = i.id
FROM catalog.product_images AS i
WHERE i.product_id = p.id AND i.position = 1;

INSERT INTO catalog.product_categories (product_id, category_id)
SELECT n, 1 + (n + k * 3) % 8
FROM generate_series(1, 40) AS n, generate_series(0, 1) AS k
WHERE k = 0 OR n % 2 = 0;

INSERT INTO catalog.price_history (product_id, valid, price)
SELECT n, daterange('2025-06-01', '2026-01-01'), (12.90 + (n * 13) % 200)::numeric(12,2)
FROM generate_series(1, 40, 2) AS n
UNION ALL
SELECT n, daterange('2026-01-01', NULL), (9.90 + (n * 13) % 200)::numeric(12,2)
FROM generate_series(1, 40) AS n
ORDER BY 1, 2;

INSERT INTO sales.customers (name, email, phone, segment, preferences, created_at)
SELECT
  (ARRAY['Ada', 'Ben', 'Cleo', 'Dina', 'Emil', 'Finn'])[1 + n % 6] || ' '
    || (ARRAY['Abel', 'Brandt', 'Conrad', 'Decker'])[1 + n % 4],
  'customer' || n || '@shop.example',
  CASE WHEN n % 3 = 0 THEN '+49 30 5550' || lpad(n::text, 3, '0') END,
  CASE WHEN n % 8 = 0 THEN 'reseller' WHEN n % 5 = 0 THEN 'business' ELSE 'consumer' END::sales.segment,
  jsonb_build_object('newsletter', n % 2 = 0, 'language', (ARRAY['de', 'en'])[1 + n % 2]),
  timestamptz '2025-07-01 10:00+00' + n * interval '53 hours'
FROM generate_series(1, 24) AS n
ORDER BY n;

INSERT INTO sales.addresses (customer_id, no, street, postal_code, city, country)
SELECT n, a, format('%s street %s', (ARRAY['Long', 'Short', 'High'])[1 + n % 3], n * a), lpad((10115 + n * 7)::text, 5, '0'),
  (ARRAY['Berlin', 'Hamburg', 'Vienna'])[1 + n % 3], (ARRAY['DE', 'DE', 'AT'])[1 + n % 3]
FROM generate_series(1, 24) AS n, generate_series(1, 2) AS a
WHERE a = 1 OR n % 3 = 0;

INSERT INTO sales.coupons (code, percent, valid, segments) VALUES
  ('WELCOME', 10, '[2025-01-01,2030-01-01)', '{consumer,business,reseller}'),
  ('BULK',    15, '[2025-01-01,2030-01-01)', '{business,reseller}'),
  ('SUMMER',   5, '[2026-06-01,2026-09-01)', '{consumer}');

INSERT INTO sales.orders (customer_id, shipping_no, billing_no, status, coupon_code, note, delivery_window, placed_at)
SELECT
  c, 1, CASE WHEN c % 3 = 0 THEN 2 END,
  CASE WHEN n % 9 = 0 THEN 'cancelled' WHEN n <= 30 THEN 'delivered' WHEN n <= 38 THEN 'shipped'
       WHEN n <= 42 THEN 'packed' WHEN n <= 46 THEN 'paid' ELSE 'new' END::sales.order_status,
  CASE WHEN n % 10 = 0 THEN 'WELCOME' WHEN c % 8 = 0 THEN 'BULK' END,
  CASE WHEN n % 7 = 0 THEN 'Please ring twice' END,
  CASE WHEN n % 2 = 0 THEN tstzrange(at + interval '48 hours', at + interval '52 hours') END,
  at
FROM generate_series(1, 48) AS n,
  LATERAL (SELECT 1 + (n * 7) % 24 AS c, timestamptz '2025-11-10 09:00+00' + n * interval '139 hours' AS at) AS x
ORDER BY n;

INSERT INTO sales.order_items (order_id, product_id, quantity, unit_price)
SELECT n, p.id, 1 + (n + k) % 4, p.price
FROM generate_series(1, 48) AS n, generate_series(0, 2) AS k
JOIN catalog.products AS p ON true
WHERE p.id = 1 + (n * 5 + k * 11) % 40 AND k <= n % 3
ORDER BY n, k;

INSERT INTO sales.payments (order_id, method, amount, paid_at, details)
SELECT id, (enum_range(NULL::sales.payment_method))[1 + id % 4], total, placed_at + interval '5 hours',
  CASE WHEN id % 4 = 0 THEN json_build_object('last4', lpad((id * 97)::text, 4, '0')) END
FROM sales.orders
WHERE status IN ('paid', 'packed', 'shipped', 'delivered')
ORDER BY id;

INSERT INTO sales.invoices (order_id, number, issued_on, total)
SELECT id, 'INV-' || lpad(id::text, 6, '0'), ((placed_at + interval '24 hours') AT TIME ZONE 'UTC')::date, total
FROM sales.orders
WHERE status IN ('shipped', 'delivered');

INSERT INTO sales.order_events (order_id, occurred_at, kind, payload)
SELECT o.id, o.placed_at + e.after, e.kind, jsonb_build_object('by', 'import')
FROM sales.orders AS o,
  (VALUES ('placed', interval '0'), ('shipped', interval '40 hours')) AS e (kind, after)
WHERE e.kind = 'placed' OR o.status IN ('shipped', 'delivered')
ORDER BY o.id, e.after;

INSERT INTO catalog.reviews (product_id, customer_id, rating, body, created_at)
SELECT 1 + (n * 3) % 40, 1 + n % 24, 1 + (n * 2) % 5, CASE WHEN n % 2 = 0 THEN 'Does what it should.' END,
  timestamptz '2026-02-01 12:00+00' + n * interval '17 hours'
FROM generate_series(1, 30) AS n
ORDER BY n;

INSERT INTO warehouse.warehouses (code, name, city, capacity) VALUES
  ('BER1', 'Berlin South', 'Berlin', 5000), ('HAM1', 'Hamburg Port', 'Hamburg', 8000);

INSERT INTO warehouse.stock (warehouse_id, product_id, on_hand, reserved)
SELECT w, n, 10 + (n * 7 + w) % 50, n % 5
FROM generate_series(1, 2) AS w, generate_series(1, 40) AS n
WHERE w = 1 OR n % 2 = 0;

INSERT INTO warehouse.movements (warehouse_id, product_id, kind, quantity, moved_at)
SELECT 1, n, CASE WHEN n % 4 = 0 THEN 'issue' ELSE 'receipt' END::warehouse.movement_kind,
  CASE WHEN n % 4 = 0 THEN -n ELSE n END AS quantity, timestamptz '2026-01-15 06:00+00' + n * interval '9 hours'
FROM generate_series(1, 40) AS g (n)
ORDER BY g.n;

INSERT INTO warehouse.suppliers (name, email, contacts) VALUES
  ('North Trading', 'orders@north.example', '[{"name": "Desk", "phone": "+49 40 5550100"}]'),
  ('South Supply', 'hello@south.example', '[]');

INSERT INTO warehouse.supplier_products (supplier_id, product_id, price, lead_time)
SELECT 1 + n % 2, n, (4.50 + n)::numeric(12,2), (3 + n % 10) * interval '1 day'
FROM generate_series(1, 40) AS n;

INSERT INTO sales.shipments (order_id, warehouse_id, tracking_code, shipped_at)
SELECT id, 1 + id % 2, 'TR' || lpad((id * 7919)::text, 9, '0'), placed_at + interval '40 hours'
FROM sales.orders
WHERE status IN ('shipped', 'delivered')
ORDER BY id;

INSERT INTO auth.users (id, email, role, customer_id, created_at)
SELECT format('00000000-0000-4000-8000-%s', lpad(n::text, 12, '0'))::uuid,
  CASE WHEN n <= 5 THEN 'customer' || n ELSE 'staff' END || '@shop.example',
  CASE WHEN n <= 5 THEN 'app_user' ELSE 'admin_role' END,
  CASE WHEN n <= 5 THEN n END,
  timestamptz '2025-07-01 10:00+00' + n * interval '53 hours'
FROM generate_series(1, 6) AS n;

INSERT INTO auth.sessions (id, user_id, address, started_at, expires_at)
SELECT format('00000000-0000-4000-9000-%s', lpad(n::text, 12, '0'))::uuid,
  format('00000000-0000-4000-8000-%s', lpad(n::text, 12, '0'))::uuid,
  inet '192.0.2.0' + n, timestamptz '2026-09-01 08:00+00', timestamptz '2026-09-01 20:00+00'
FROM generate_series(1, 6) AS n;

INSERT INTO private.settings (key, value, description, updated_at) VALUES
  ('shop_name',     '"The Shop"',         'Shown on receipts',                 '2025-07-01 08:00+00'),
  ('vat_percent',   '19',                 'Standard rate',                     '2025-07-01 08:00+00'),
  ('free_shipping', '{"from": 49.00}',    'Order total that ships for free',   '2025-07-01 08:00+00'),
  ('open_hours',    '["09:00", "18:00"]', 'Hours of the hotline',              '2025-07-01 08:00+00');

INSERT INTO admin.audit_log (at, actor, action, relation, detail)
SELECT timestamptz '2026-08-01 07:00+00' + n * interval '5 hours', 'admin_role', 'import', 'catalog.products',
  jsonb_build_object('rows', n * 10)
FROM generate_series(1, 4) AS n
ORDER BY n;
