-- The functions of the API, served below /rpc, and those that belong to a row.

SET ROLE shop_owner;

-- Computed fields and relationships: functions of a row, selected or embedded by name ----------------------------

CREATE FUNCTION api.label(api.orders) RETURNS text
  LANGUAGE sql STABLE
AS $$ SELECT '#' || $1.number || ' (' || $1.status::text || ')' $$;
COMMENT ON FUNCTION api.label(api.orders) IS 'Computed field: number and status';

CREATE FUNCTION api.label(api.customers) RETURNS text
  LANGUAGE sql STABLE
AS $$ SELECT $1.name || ' <' || $1.email || '>' $$;

CREATE FUNCTION api.recent_orders(api.customers) RETURNS SETOF api.orders
  LANGUAGE sql STABLE ROWS 3
AS $$
  SELECT o.* FROM api.orders AS o
  WHERE o.customer_id = $1.id
  ORDER BY o.placed_at DESC, o.id DESC
  LIMIT 3
$$;
COMMENT ON FUNCTION api.recent_orders(api.customers) IS 'Computed relationship: the last three orders';

CREATE FUNCTION api.similar_products(api.products) RETURNS SETOF api.products
  LANGUAGE sql STABLE ROWS 5
AS $$
  SELECT p.* FROM api.products AS p
  WHERE p.brand_id = $1.brand_id AND p.id <> $1.id
  ORDER BY abs(p.price - $1.price), p.id
  LIMIT 5
$$;

-- Placing orders: one route, three signatures, each with its own grants ------------------------------------------

CREATE FUNCTION private.insert_order(customer_id bigint, items json, coupon text) RETURNS bigint
  LANGUAGE plpgsql
AS $$
DECLARE
  placed bigint;
BEGIN
  IF insert_order.customer_id <> private.current_customer_id() THEN
    RAISE insufficient_privilege USING message = 'customers place orders for themselves only';
  END IF;
  INSERT INTO sales.orders (customer_id, status, coupon_code)
  VALUES (insert_order.customer_id, 'new', insert_order.coupon)
  RETURNING id INTO placed;
  INSERT INTO sales.order_items (order_id, product_id, quantity, unit_price)
  SELECT placed, p.id, coalesce(i.quantity, 1), p.price
  FROM json_to_recordset(insert_order.items) AS i (product_id bigint, quantity integer)
  JOIN private.current_products AS p ON p.id = i.product_id;
  IF NOT FOUND THEN
    RAISE SQLSTATE 'PT422' USING message = 'an order needs at least one known product';
  END IF;
  INSERT INTO sales.order_events (order_id, occurred_at, kind, payload)
  VALUES (placed, now(), 'placed', jsonb_build_object('by', 'api'));
  RETURN placed;
END
$$;

CREATE FUNCTION api.place_order(customer_id bigint, items json) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = sales, pg_temp
AS $$
BEGIN
  RETURN private.insert_order(customer_id, items, NULL);
END
$$;
COMMENT ON FUNCTION api.place_order(bigint, json) IS
  E'Places an order\nItems are an array of {"product_id", "quantity"}; answers the id of the order.';

CREATE FUNCTION api.place_order(customer_id bigint, items json, coupon text) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = sales, pg_temp
AS $$
BEGIN
  RETURN private.insert_order(customer_id, items, upper(coupon));
END
$$;
COMMENT ON FUNCTION api.place_order(bigint, json, text) IS 'Places an order with a coupon';

CREATE FUNCTION api.place_order(json) RETURNS bigint
  LANGUAGE sql SECURITY DEFINER
  SET search_path = sales, pg_temp
AS $$
  SELECT private.insert_order(($1 ->> 'customer')::bigint, $1 -> 'lines', $1 ->> 'voucher')
$$;
COMMENT ON FUNCTION api.place_order(json) IS 'Places an order from the document of the old shop';

CREATE FUNCTION api.cancel_order(order_id bigint, reason text DEFAULT 'on request') RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = sales, pg_temp
AS $$
BEGIN
  UPDATE orders AS o SET status = 'cancelled', note = concat_ws(E'\n', o.note, cancel_order.reason)
  WHERE o.id = cancel_order.order_id
    AND o.status NOT IN ('shipped', 'delivered', 'cancelled')
    AND o.customer_id = coalesce(private.current_customer_id(), o.customer_id);
  IF NOT FOUND THEN
    RAISE SQLSTATE 'PT404' USING message = format('there is no open order %s', order_id);
  END IF;
END
$$;
COMMENT ON FUNCTION api.cancel_order(bigint, text) IS 'Cancels an order that has not been shipped';

-- Reading --------------------------------------------------------------------------------------------------------

CREATE FUNCTION api.search_products(query text, max_price numeric DEFAULT NULL, brands integer[] DEFAULT '{}')
  RETURNS SETOF api.products
  LANGUAGE sql STABLE ROWS 20
AS $$
  SELECT p.* FROM api.products AS p
  WHERE p.name ILIKE '%' || query || '%'
    AND (max_price IS NULL OR p.price <= max_price)
    AND (brands = '{}' OR p.brand_id = ANY (brands))
  ORDER BY p.id
$$;
COMMENT ON FUNCTION api.search_products(text, numeric, integer[]) IS
  E'Searches products\nBy a part of the name, at most so dear, of one of the brands.';

CREATE FUNCTION api.products_by_sku(VARIADIC skus text[]) RETURNS SETOF api.products
  LANGUAGE sql STABLE
AS $$ SELECT p.* FROM api.products AS p WHERE p.sku = ANY (skus) ORDER BY p.id $$;

CREATE FUNCTION api.sales_by_month(since date DEFAULT '2026-01-01')
  RETURNS TABLE (month date, orders bigint, revenue numeric)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = sales, pg_temp
AS $$
  SELECT date_trunc('month', o.placed_at AT TIME ZONE 'UTC')::date, count(*), sum(o.total)
  FROM orders AS o
  WHERE o.placed_at >= since AND o.status <> 'cancelled'
  GROUP BY 1 ORDER BY 1
$$;

CREATE FUNCTION api.order_totals(order_id bigint, OUT net numeric, OUT tax numeric, OUT gross numeric)
  LANGUAGE sql STABLE
AS $$
  SELECT round(o.total / 1.19, 2), o.total - round(o.total / 1.19, 2), o.total
  FROM api.orders AS o WHERE o.id = order_totals.order_id
$$;

-- A body that is parsed once: it depends on api.orders, which cannot be dropped below it.
CREATE FUNCTION api.order_count(customer_id bigint) RETURNS bigint
  LANGUAGE sql STABLE
BEGIN ATOMIC
  SELECT count(*) FROM api.orders AS o WHERE o.customer_id = order_count.customer_id;
END;

-- The same name as the view api.stock: /stock and /rpc/stock are two routes.
CREATE FUNCTION api.stock(product_id bigint) RETURNS bigint
  LANGUAGE sql STABLE
AS $$ SELECT coalesce(sum(s.available), 0) FROM api.stock AS s WHERE s.product_id = stock.product_id $$;
COMMENT ON FUNCTION api.stock(bigint) IS 'How many of a product are available in all warehouses';

CREATE FUNCTION api.vat(amount numeric, percent numeric DEFAULT 19) RETURNS numeric
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN round(amount * percent / 100, 2);

CREATE FUNCTION api."Exchange Rate"("from" text, "to" text) RETURNS numeric
  LANGUAGE sql IMMUTABLE
AS $$ SELECT CASE WHEN "from" = "to" THEN 1.0 WHEN ("from", "to") = ('EUR', 'USD') THEN 1.1 END $$;

CREATE FUNCTION api.receipt(order_id bigint) RETURNS api."text/plain"
  LANGUAGE sql STABLE
AS $$
  SELECT (format('Order %s: %s EUR', o.number, o.total) || E'\n')::api."text/plain"
  FROM api.orders AS o WHERE o.id = receipt.order_id
$$;
COMMENT ON FUNCTION api.receipt(bigint) IS 'A receipt as text/plain';

CREATE FUNCTION api.ping() RETURNS text
  LANGUAGE sql IMMUTABLE
AS $$ SELECT 'pong'::text $$;

-- For staff ------------------------------------------------------------------------------------------------------

CREATE FUNCTION api.import_stock(json) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = warehouse, pg_temp
AS $$
DECLARE
  imported integer;
BEGIN
  INSERT INTO stock AS s (warehouse_id, product_id, on_hand)
  SELECT r.warehouse_id, r.product_id, r.on_hand
  FROM json_to_recordset($1) AS r (warehouse_id integer, product_id bigint, on_hand integer)
  ON CONFLICT (warehouse_id, product_id) DO UPDATE SET on_hand = excluded.on_hand;
  GET DIAGNOSTICS imported = ROW_COUNT;
  RETURN imported;
END
$$;
COMMENT ON FUNCTION api.import_stock(json) IS
  E'Imports stock\nThe body is an array of {"warehouse_id", "product_id", "on_hand"}; answers the number of rows.';

CREATE FUNCTION api.refresh_top_customers() RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = api, pg_temp
AS $$
BEGIN
  REFRESH MATERIALIZED VIEW CONCURRENTLY api.top_customers;
END
$$;

RESET ROLE;
