//! Databases of the wanted size, with what real ones have: joins, aggregates, views on views, comments,
//! grants, functions, indexes, triggers, policies.

use std::fmt::{Error, Write};

use pgai::sandbox::Running;

use crate::Result;

/// Database of the tables alone, from which the others are made.
const TABLES: &str = "bench_tables";

/// Objects per transaction: each takes locks, and the server's table of them is finite.
const BATCH: usize = 50;

const NOUNS: [&str; 10] = [
    "orders",
    "customers",
    "invoices",
    "shipments",
    "products",
    "accounts",
    "visits",
    "tickets",
    "contracts",
    "parcels",
];

const SCHEMAS: [&str; 4] = ["sales", "stock", "people", "billing"];

/// Makes the tables.
pub(crate) async fn make_tables(running: &Running, tables: usize) -> Result<()> {
    let owner = running.postgres.connect(&running.postgres.database).await?;
    let roles = "DROP ROLE IF EXISTS web_user, clerk; CREATE ROLE web_user; CREATE ROLE clerk; \
                 GRANT anon, web_user, clerk TO authenticator";
    owner.client.batch_execute(roles).await?;
    owner.client.batch_execute(&format!("CREATE DATABASE {TABLES}")).await?;
    let session = running.postgres.connect(TABLES).await?;
    session.client.batch_execute(&schemas()?).await?;
    for batch in batches(tables) {
        session.client.batch_execute(&written(batch, table)?).await?;
    }
    Ok(())
}

/// Makes a database of the tables and this many views; gives its name.
pub(crate) async fn make_views(running: &Running, views: usize, tables: usize) -> Result<String> {
    let name = format!("bench_{views}");
    let owner = running.postgres.connect(&running.postgres.database).await?;
    owner.client.batch_execute(&format!("CREATE DATABASE {name} TEMPLATE {TABLES}")).await?;
    let session = running.postgres.connect(&name).await?;
    for batch in batches(views) {
        session.client.batch_execute(&written(batch, |text, number| view(text, number, tables))?).await?;
    }
    for batch in batches(views / 10) {
        session.client.batch_execute(&written(batch, |text, number| function(text, number * 10))?).await?;
    }
    session.client.batch_execute("VACUUM ANALYZE").await?;
    Ok(name)
}

fn batches(count: usize) -> impl Iterator<Item = std::ops::Range<usize>> {
    (0..count).step_by(BATCH).map(move |from| from..count.min(from + BATCH))
}

/// One text of several statements: one transaction.
fn written(
    numbers: std::ops::Range<usize>,
    write: impl Fn(&mut String, usize) -> std::result::Result<(), Error>,
) -> std::result::Result<String, Error> {
    let mut text = String::new();
    numbers.into_iter().try_for_each(|number| write(&mut text, number))?;
    Ok(text)
}

fn schemas() -> std::result::Result<String, Error> {
    let mut text =
        String::from("CREATE SCHEMA api; CREATE SCHEMA helpers; GRANT USAGE ON SCHEMA api TO anon, web_user, clerk;\n");
    for schema in SCHEMAS {
        writeln!(text, "CREATE SCHEMA {schema}; GRANT USAGE ON SCHEMA {schema} TO clerk;")?;
        writeln!(text, "CREATE TYPE {schema}.state AS ENUM ('new', 'open', 'done', 'gone');")?;
        writeln!(text, "CREATE DOMAIN {schema}.amount AS numeric(12,2) CHECK (VALUE >= 0);")?;
        writeln!(
            text,
            "CREATE FUNCTION {schema}.touch() RETURNS trigger LANGUAGE plpgsql AS \
             $$BEGIN NEW.changed_at := now(); RETURN NEW; END$$;"
        )?;
    }
    Ok(text)
}

/// Schema and name of a table.
fn table_name(number: usize) -> String {
    format!("{}.{}_{number}", SCHEMAS[number % SCHEMAS.len()], NOUNS[number % NOUNS.len()])
}

fn table(text: &mut String, number: usize) -> std::result::Result<(), Error> {
    let (name, schema) = (table_name(number), SCHEMAS[number % SCHEMAS.len()]);
    let parent = number.checked_sub(1).map(table_name).unwrap_or_else(|| name.clone());
    write!(
        text,
        "CREATE TABLE {name} (
           id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
           parent_id bigint REFERENCES {parent},
           code text NOT NULL UNIQUE,
           title text NOT NULL,
           state {schema}.state NOT NULL DEFAULT 'new',
           amount {schema}.amount,
           tags text[] NOT NULL DEFAULT '{{}}',
           detail jsonb,
           due date CHECK (due > '2000-01-01'),
           created_at timestamptz NOT NULL DEFAULT now(),
           changed_at timestamptz);
         CREATE INDEX ON {name} (parent_id);
         CREATE INDEX ON {name} (lower(title)) WHERE state <> 'gone';
         COMMENT ON TABLE {name} IS 'Number {number} of what the business keeps';
         COMMENT ON COLUMN {name}.code IS 'As printed on paper';
         GRANT SELECT, INSERT, UPDATE ON {name} TO clerk;\n"
    )?;
    if number.is_multiple_of(10) {
        writeln!(text, "CREATE TRIGGER touch BEFORE UPDATE ON {name} FOR EACH ROW EXECUTE FUNCTION {schema}.touch();")?;
    }
    if number.is_multiple_of(20) {
        writeln!(
            text,
            "ALTER TABLE {name} ENABLE ROW LEVEL SECURITY; \
             CREATE POLICY own ON {name} TO clerk USING (code <> current_user);"
        )?;
    }
    Ok(())
}

/// Views come in fours: over tables, over that view, an aggregate over that one, and a join over all three,
/// which is the second version of the second.
fn view_name(number: usize) -> String {
    let (family, noun) = (number / 4, NOUNS[number / 4 % NOUNS.len()]);
    match number % 4 {
        0 => format!("helpers.{noun}_{family}_base"),
        1 => format!("api.{noun}_{family}"),
        2 => format!("api.{noun}_{family}_totals"),
        _ => format!("api.{noun}_{family}_v2"),
    }
}

fn view(text: &mut String, number: usize, tables: usize) -> std::result::Result<(), Error> {
    let name = view_name(number);
    let at = number / 4 * 3 % (tables - 2);
    let (a, b, c) = (table_name(at + 2), table_name(at + 1), table_name(at));
    match number % 4 {
        0 if number.is_multiple_of(8) => write!(
            text,
            "CREATE VIEW {name} WITH (security_barrier) AS
             SELECT t.id, t.parent_id, t.code, t.title, t.state, t.amount, t.tags, t.detail, t.due, t.created_at,
               t.code AS parent_code, t.amount AS paid
             FROM {a} t WHERE t.state <> 'gone';\n"
        )?,
        0 => write!(
            text,
            "CREATE VIEW {name} AS
             SELECT t.id, t.parent_id, t.code, t.title, t.state, t.amount, t.tags, t.detail, t.due, t.created_at,
               p.code AS parent_code, COALESCE(p.amount::numeric, g.amount::numeric, 0::numeric) AS paid
             FROM {a} t JOIN {b} p ON p.id = t.parent_id LEFT JOIN {c} g ON g.id = p.parent_id
             WHERE t.state <> 'gone' AND (p.due IS NULL OR p.due > CURRENT_DATE - 365);\n"
        )?,
        1 => write!(
            text,
            "CREATE VIEW {name} AS
             SELECT id, parent_id, code, title, state, amount, paid, due, upper(title) AS shown,
               CASE WHEN state::text = 'done' THEN 'closed' WHEN due < CURRENT_DATE THEN 'late' ELSE 'running' END AS phase,
               detail ->> 'note' AS note, created_at
             FROM {} WHERE cardinality(tags) < 10;
             GRANT SELECT, UPDATE (code, title, due) ON {name} TO web_user;\n",
            view_name(number - 1)
        )?,
        2 => write!(
            text,
            "CREATE VIEW {name} AS
             SELECT parent_id, phase, count(*) AS number, sum(amount::numeric) AS amount, max(due) AS latest,
               avg(paid::numeric) FILTER (WHERE phase <> 'late') AS paid, array_agg(code ORDER BY code) AS codes
             FROM {} GROUP BY parent_id, phase HAVING count(*) > 0;\n",
            view_name(number - 1)
        )?,
        _ => write!(
            text,
            "CREATE VIEW {name} AS
             WITH latest AS (SELECT parent_id, max(latest) AS due FROM {totals} GROUP BY parent_id)
             SELECT v.id, v.parent_id, v.code, v.title, v.state, v.amount, v.paid, v.due, v.shown, v.phase, v.note,
               v.created_at, b.tags, l.due AS latest, row_number() OVER (PARTITION BY v.phase ORDER BY v.due) AS place
             FROM {first} v JOIN {base} b USING (id) LEFT JOIN latest l ON l.parent_id = v.parent_id
             WHERE EXISTS (SELECT 1 FROM {a} t WHERE t.id = v.id AND t.amount IS NOT NULL);
             GRANT SELECT ON {name} TO web_user, clerk;\n",
            totals = view_name(number - 1),
            first = view_name(number - 2),
            base = view_name(number - 3),
        )?,
    }
    writeln!(text, "COMMENT ON VIEW {name} IS 'View {number}: what callers read'; GRANT SELECT ON {name} TO anon;")?;
    writeln!(text, "COMMENT ON COLUMN {name}.parent_id IS 'What it belongs to';")
}

/// Finds rows of the view after `number` that is an endpoint's first version.
fn function(text: &mut String, number: usize) -> std::result::Result<(), Error> {
    let of = view_name(number / 4 * 4 + 1);
    let name = format!("api.find_{}", of.trim_start_matches("api."));
    let arguments = "search text, most integer DEFAULT 20";
    if number.is_multiple_of(20) {
        writeln!(
            text,
            "CREATE FUNCTION {name}({arguments}) RETURNS SETOF {of} LANGUAGE sql STABLE
             BEGIN ATOMIC SELECT * FROM {of} v WHERE v.title ~ search ORDER BY v.id LIMIT most; END;"
        )?;
    } else {
        writeln!(
            text,
            "CREATE FUNCTION {name}({arguments}) RETURNS TABLE (id bigint, title text) LANGUAGE sql STABLE AS
             $$SELECT id, title FROM {of} WHERE title ~ search ORDER BY id LIMIT most$$;"
        )?;
    }
    writeln!(
        text,
        "COMMENT ON FUNCTION {name} IS 'Finds by title';
         REVOKE EXECUTE ON FUNCTION {name} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {name} TO web_user;"
    )
}
