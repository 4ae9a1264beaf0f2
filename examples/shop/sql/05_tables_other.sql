-- Tables of the warehouse, of authentication and of administration.

SET ROLE shop_owner;

CREATE TABLE warehouse.warehouses (
  id       integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code     character varying(8) NOT NULL UNIQUE,
  name     text NOT NULL,
  city     text NOT NULL,
  capacity integer NOT NULL CHECK (capacity > 0)
);

CREATE TABLE warehouse.stock (
  warehouse_id integer NOT NULL REFERENCES warehouse.warehouses (id),
  product_id   bigint NOT NULL REFERENCES catalog.products (id) ON DELETE CASCADE,
  on_hand      integer NOT NULL DEFAULT 0,
  reserved     integer NOT NULL DEFAULT 0 CHECK (reserved >= 0),
  available    integer GENERATED ALWAYS AS (on_hand - reserved) STORED,
  PRIMARY KEY (warehouse_id, product_id),
  CONSTRAINT stock_reserved_in_stock CHECK (reserved <= on_hand)
);
COMMENT ON TABLE warehouse.stock IS 'How many of a product lie where';
CREATE INDEX stock_product_id_idx ON warehouse.stock (product_id);

CREATE TABLE warehouse.movements (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  warehouse_id integer NOT NULL,
  product_id   bigint NOT NULL,
  kind         warehouse.movement_kind NOT NULL,
  quantity     integer NOT NULL CHECK (quantity <> 0),
  moved_at     timestamptz NOT NULL DEFAULT now(),
  FOREIGN KEY (warehouse_id, product_id) REFERENCES warehouse.stock (warehouse_id, product_id)
);

CREATE TABLE warehouse.suppliers (
  id       integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name     text NOT NULL UNIQUE,
  email    sales.email,
  contacts jsonb NOT NULL DEFAULT '[]'
);

CREATE TABLE warehouse.supplier_products (
  supplier_id integer NOT NULL REFERENCES warehouse.suppliers (id),
  product_id  bigint NOT NULL REFERENCES catalog.products (id) ON DELETE CASCADE,
  price       sales.amount NOT NULL,
  lead_time   interval NOT NULL DEFAULT '7 days',
  PRIMARY KEY (supplier_id, product_id)
);

CREATE TABLE sales.shipments (
  id            integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  order_id      bigint NOT NULL REFERENCES sales.orders (id),
  warehouse_id  integer NOT NULL REFERENCES warehouse.warehouses (id),
  tracking_code text UNIQUE,
  shipped_at    timestamptz NOT NULL
);

CREATE TABLE auth.users (
  id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  email       sales.email NOT NULL UNIQUE,
  role        name NOT NULL CHECK (role IN ('app_user', 'admin_role')),
  customer_id bigint REFERENCES sales.customers (id),
  locked      boolean NOT NULL DEFAULT false,
  created_at  timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE auth.users IS 'Who may get a token; tokens are made elsewhere';

CREATE TABLE auth.sessions (
  id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id    uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  address    inet,
  started_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  CHECK (expires_at > started_at)
);

CREATE TABLE private.settings (
  key         text PRIMARY KEY,
  value       jsonb NOT NULL,
  description text,
  updated_at  timestamptz NOT NULL DEFAULT now()
);

-- Served as it stands: admin is an exposed schema.
CREATE TABLE admin.audit_log (
  id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at       timestamptz NOT NULL DEFAULT now(),
  actor    name NOT NULL DEFAULT current_user,
  action   text NOT NULL,
  relation text,
  detail   jsonb
);
COMMENT ON TABLE admin.audit_log IS E'Audit log\nWho changed what; rows are only ever added.';
COMMENT ON COLUMN admin.audit_log.actor IS 'Database role that acted';

RESET ROLE;
