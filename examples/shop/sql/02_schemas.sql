-- Schemas, default privileges, types.

CREATE SCHEMA auth      AUTHORIZATION shop_owner;
CREATE SCHEMA catalog   AUTHORIZATION shop_owner;
CREATE SCHEMA sales     AUTHORIZATION shop_owner;
CREATE SCHEMA warehouse AUTHORIZATION shop_owner;
CREATE SCHEMA private   AUTHORIZATION shop_owner;
CREATE SCHEMA api       AUTHORIZATION shop_owner;
CREATE SCHEMA admin     AUTHORIZATION shop_owner;

-- New functions are executable by PUBLIC unless this is said for the whole database
-- (IN SCHEMA could only add); it holds for objects that shop_owner creates.
ALTER DEFAULT PRIVILEGES FOR ROLE shop_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
-- Staff read whatever the API gets, also what is added later.
ALTER DEFAULT PRIVILEGES FOR ROLE shop_owner IN SCHEMA api GRANT SELECT ON TABLES TO admin_role;

SET ROLE shop_owner;

COMMENT ON SCHEMA api IS E'Shop API\nOrders, customers and products of the shop.';
COMMENT ON SCHEMA admin IS E'Shop administration\nSettings and the audit log, for staff.';
COMMENT ON SCHEMA auth IS 'Users, sessions and the check that runs before each request';
COMMENT ON SCHEMA catalog IS 'What the shop sells';
COMMENT ON SCHEMA sales IS 'Customers, orders and money';
COMMENT ON SCHEMA warehouse IS 'Where the goods are';
COMMENT ON SCHEMA private IS 'Helpers below the API; not exposed';

CREATE TYPE sales.order_status AS ENUM
  ('draft', 'new', 'paid', 'packed', 'shipped', 'delivered', 'cancelled');
CREATE TYPE sales.payment_method AS ENUM ('card', 'transfer', 'invoice', 'voucher');
CREATE TYPE sales.segment AS ENUM ('consumer', 'business', 'reseller');
CREATE TYPE catalog.product_state AS ENUM ('planned', 'active', 'discontinued');
CREATE TYPE warehouse.movement_kind AS ENUM ('receipt', 'issue', 'correction');
COMMENT ON TYPE sales.order_status IS 'Life of an order, in order';

CREATE DOMAIN sales.email AS text
  CONSTRAINT email_format CHECK (VALUE ~ '^[^@[:space:]]+@[^@[:space:]]+[.][^@[:space:]]+$');
CREATE DOMAIN sales.amount AS numeric(12,2)
  CONSTRAINT amount_not_negative CHECK (VALUE >= 0);
CREATE DOMAIN sales.country_code AS character(2)
  CONSTRAINT country_code_upper CHECK (VALUE = upper(VALUE));
CREATE DOMAIN catalog.sku AS text
  CONSTRAINT sku_format CHECK (VALUE ~ '^[A-Z]{2}-[0-9]{4}$');
COMMENT ON DOMAIN sales.email IS 'An e-mail address, as typed by the customer';
COMMENT ON DOMAIN sales.amount IS 'Money in euro';
COMMENT ON DOMAIN catalog.sku IS 'Stock keeping unit, two letters and four digits';

-- The name is a media type: PostgREST serves what returns it as text/plain.
CREATE DOMAIN api."text/plain" AS text;

CREATE TYPE catalog.dimensions AS (
  length_mm integer,
  width_mm  integer,
  height_mm integer,
  weight_g  numeric(10,1)
);
COMMENT ON TYPE catalog.dimensions IS 'Outer size of a packed product';

RESET ROLE;
