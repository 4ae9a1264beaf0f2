-- Who may do what. Nothing is granted to PUBLIC but rpc/ping.

SET ROLE shop_owner;

GRANT USAGE ON SCHEMA api TO web_anon, app_user, admin_role;
GRANT USAGE ON SCHEMA admin TO app_user, admin_role;
-- For the check before each request: no table in there is granted to web_anon.
GRANT USAGE ON SCHEMA auth TO web_anon, app_user, admin_role;
GRANT EXECUTE ON FUNCTION auth.check_request() TO web_anon, app_user, admin_role;
-- Whoever writes a column of a type needs USAGE on the type's schema: PostgREST casts the body to it.
GRANT USAGE ON SCHEMA sales, catalog TO app_user, admin_role;
-- Called below views and policies, as the caller.
GRANT EXECUTE ON FUNCTION private.claim(text), private.current_customer_id(), private.is_staff()
  TO web_anon, app_user, admin_role;

-- Relations that everybody reads.
GRANT SELECT ON api.products, api.products_v2, api.brands, api.categories, api.product_categories,
  api.product_images, api.reviews, api.orders, api.order_items, api.stock, api.product_sales,
  api."Daily Report", api.tax_rates_2026
  TO web_anon, app_user;
-- Not the capacity: a GET without select= is refused.
GRANT SELECT (id, code, name, city) ON api.warehouses TO web_anon;
GRANT SELECT ON api.warehouses TO app_user;

-- Customers of the shop. The id of an order comes from a sequence that the caller has to be allowed to use;
-- identity columns need no such grant.
GRANT INSERT ON api.orders TO app_user;
GRANT USAGE ON SEQUENCE sales.orders_id_seq TO app_user, admin_role;
GRANT UPDATE (note) ON api.orders TO app_user WITH GRANT OPTION;
GRANT INSERT (product_id, customer_id, rating, body), UPDATE (rating, body) ON api.reviews TO app_user;
GRANT SELECT, INSERT, UPDATE (note) ON api.my_orders TO app_user;
GRANT SELECT, INSERT ON api.order_full TO app_user;
GRANT SELECT ON api.open_orders, api.top_customers, api.invoices TO app_user;
GRANT SELECT ON api.customers, api.customers_v2, api.addresses, api."user" TO app_user;
GRANT UPDATE (name, phone) ON api.customers TO app_user;
GRANT UPDATE (full_name, preferences) ON api.customers_v2 TO app_user;
GRANT INSERT, UPDATE (street, postal_code, city, country), DELETE ON api.addresses TO app_user;
-- Rows may be added and not read: POST works with return=minimal only.
GRANT INSERT (action, relation, detail) ON admin.audit_log TO app_user;

-- What views with security_invoker need below, for the same callers.
GRANT SELECT, UPDATE (name, phone, preferences) ON sales.customers TO app_user;
GRANT SELECT, INSERT, UPDATE (street, postal_code, city, country), DELETE ON sales.addresses TO app_user;
GRANT SELECT, INSERT, UPDATE (note) ON sales.orders TO app_user;
GRANT SELECT ON auth.users TO app_user, admin_role;
GRANT SELECT, INSERT, UPDATE, DELETE ON sales.customers, sales.addresses, sales.orders TO admin_role;

-- Staff; SELECT in api comes from the default privileges.
GRANT INSERT, UPDATE, DELETE ON api.products, api.products_v2, api.brands, api.categories, api.product_categories,
  api.product_images, api.price_list, api.customers, api.customers_v2, api.addresses, api.order_items,
  api.order_full, api.warehouses, api.stock
  TO admin_role;
GRANT INSERT, UPDATE (status), DELETE ON api.orders TO admin_role;
GRANT UPDATE (status) ON api.open_orders TO admin_role;
GRANT INSERT ON api.payments TO admin_role;
GRANT USAGE ON SEQUENCE sales.payments_id_seq TO admin_role;
GRANT SELECT, INSERT, UPDATE (value, description) ON admin.settings TO admin_role;
GRANT SELECT ON admin.audit_log TO admin_role;

-- Functions.
GRANT EXECUTE ON FUNCTION api.ping() TO PUBLIC;
GRANT EXECUTE ON FUNCTION
  api.label(api.orders), api.similar_products(api.products),
  api.search_products(text, numeric, integer[]), api.products_by_sku(text[]),
  api.stock(bigint), api.vat(numeric, numeric), api."Exchange Rate"(text, text), api.order_totals(bigint)
  TO web_anon, app_user, admin_role;
GRANT EXECUTE ON FUNCTION
  api.label(api.customers), api.recent_orders(api.customers), api.order_count(bigint), api.receipt(bigint),
  api.cancel_order(bigint, text), api.place_order(bigint, json, text)
  TO app_user, admin_role;
GRANT EXECUTE ON FUNCTION api.place_order(bigint, json) TO app_user;
GRANT EXECUTE ON FUNCTION
  api.place_order(json), api.import_stock(json), api.refresh_top_customers(), api.sales_by_month(date)
  TO admin_role;

-- A grant that the owner did not make: revoking it takes SET ROLE app_user, or CASCADE.
SET ROLE app_user;
GRANT UPDATE (note) ON api.orders TO admin_role;
RESET ROLE;

ANALYZE;
