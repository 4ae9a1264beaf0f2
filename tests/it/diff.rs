//! `pgai diff` on the shop.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use crate::harness::{Shop, on_15, on_15_and_18};

on_15_and_18!(
    nothing_differs_after_init,
    every_kind_of_change_is_shown,
    other_words_of_the_same_meaning_are_no_difference,
    settings_of_the_session_make_no_difference,
);
on_15!(what_nobody_manages_is_listed, postgrest_is_compared_too);

fn nothing_differs_after_init(shop: &Shop) {
    let run = shop.pgai(&["diff", "--exit-code"]).demand(0);
    shop.snapshot("diff_nothing", run);
}

fn every_kind_of_change_is_shown(shop: &Shop) {
    shop.write(
        "pgai/views/api/brands.yaml",
        "kind: View\nname: api.brands\ncolumns:\n  id: {type: integer}\n  name: {type: text}\n  website: {type: text}\n\
         query: SELECT id, upper(name) AS name, website FROM catalog.brands\n",
    );
    shop.write(
        "pgai/views/api/invoices.yaml",
        "kind: View\nname: api.invoices\ncomment: Receipts\ncolumns:\n  order_id: {type: bigint}\n  number: {type: text}\n  \
         issued_on: {type: date, comment: The day it was sent}\n  total: {type: sales.amount}\n  month: {type: text}\n\
         query: |\n  SELECT order_id, number, issued_on, total, to_char(issued_on, 'YYYY-MM') AS month FROM sales.invoices\n",
    );
    shop.edit(
        "pgai/views/api/reviews.yaml",
        "name: api.reviews\n",
        "name: api.reviews\noptions: {security_barrier: true}\n",
    );
    shop.edit("pgai/views/api/orders.yaml", "default: \"'new'::", "default: \"'draft'::");
    shop.edit("pgai/endpoints/brands.yaml", "web_anon: [select]", "web_anon: [select, insert(name)]");
    shop.edit("pgai/endpoints/stock.yaml", "      web_anon: [select]\n", "");
    shop.write("pgai/views/api/cities.yaml", CITIES);
    shop.remove("pgai/views/api/tax_rates_2026.yaml");
    shop.remove("pgai/endpoints/tax_rates_2026.yaml");

    shop.snapshot(&format!("diff_changes_{}", shop.major), shop.pgai(&["diff"]).demand(0));
    shop.pgai(&["diff", "--exit-code"]).demand(3);
    let run = shop.pgai(&["diff", "--exit-code", "--format", "json"]).demand(3);
    let json = run.json();
    assert_eq!((json["command"].as_str(), json["ok"].as_bool()), (Some("diff"), Some(false)), "{run}");
    assert_eq!(json["exit_code"], 3);
    assert!(run.stderr.is_empty(), "{run}");
    shop.snapshot(&format!("diff_changes_json_{}", shop.major), &run.stdout);
}

const CITIES: &str = "\
kind: View
name: api.cities
columns:
  city: {type: text}
  people: {type: bigint}
query: SELECT city, count(*) AS people FROM sales.addresses GROUP BY city
";

fn other_words_of_the_same_meaning_are_no_difference(shop: &Shop) {
    let query = |name: &str, query: &str| {
        let path = format!("pgai/views/api/{name}.yaml");
        let text = shop.text(&path);
        let (before, rest) = text.split_once("query: |\n").unwrap();
        let after: String =
            rest.lines().skip_while(|line| line.starts_with("  ")).map(|line| format!("{line}\n")).collect();
        let lines: String = query.lines().map(|line| format!("  {line}\n")).collect();
        shop.write(&path, &format!("{before}query: |\n{lines}{after}"));
    };
    query("brands", "-- every one\nselect * from catalog.brands");
    query(
        "open_orders",
        "SELECT id, number, customer_id, status, total, note, placed_at\nFROM api.orders\nWHERE status IN ('new', 'paid', 'packed');",
    );
    query(
        "my_orders",
        "SELECT o.id, o.number, o.customer_id, o.status, o.total, o.note, o.placed_at FROM sales.orders AS o\nWHERE private.current_customer_id() = customer_id or false",
    );
    let run = shop.pgai(&["diff", "--exit-code"]).demand(3);
    // The last one means the same to people and not to PostgreSQL.
    shop.snapshot(&format!("diff_words_{}", shop.major), run);
    query(
        "my_orders",
        "SELECT id, number, customer_id, status, total, note, placed_at /* all */ FROM sales.orders\nWHERE (customer_id = private.current_customer_id())",
    );
    shop.pgai(&["diff", "--exit-code"]).demand(0);
}

fn settings_of_the_session_make_no_difference(shop: &Shop) {
    let session = shop.session();
    for setting in [
        "search_path = sales, api, public",
        "\"DateStyle\" = 'German, DMY'",
        "\"IntervalStyle\" = sql_standard",
        "quote_all_identifiers = on",
        "standard_conforming_strings = off",
        "extra_float_digits = 0",
        "bytea_output = escape",
        "\"TimeZone\" = 'Asia/Kolkata'",
        "row_security = off",
        "plan_cache_mode = force_generic_plan",
        "default_transaction_read_only = on",
    ] {
        session.run(&format!("ALTER DATABASE {} SET {setting}", shop.database));
    }
    shop.pgai(&["diff", "--exit-code"]).demand(0);
    let run = shop.pgai(&["pull", "--check"]).demand(0);
    shop.snapshot("diff_settings", run);
}

fn what_nobody_manages_is_listed(shop: &Shop) {
    shop.sql(
        "CREATE VIEW api.extra AS SELECT 1 AS a; CREATE TABLE api.notes (a integer);
         CREATE AGGREGATE api.last(text) (sfunc = textcat, stype = text)",
    );
    let run = shop.pgai(&["diff", "--exit-code"]).demand(0);
    shop.snapshot("diff_unmanaged", run);
    shop.pgai(&["plan"]).demand(0).keeps_quiet(&["DROP"]);
}

fn postgrest_is_compared_too(shop: &Shop) {
    let url = shop.postgrest();
    let named = ["diff", "--postgrest", &url];
    shop.snapshot("diff_postgrest", shop.pgai(&named).demand(0));
    shop.sql("CREATE VIEW api.fresh AS SELECT 1 AS a");
    shop.pgai(&named).refused(1, "PGAI-5004").says(&["api.fresh"]);
    shop.stop_postgrest();
    shop.pgai(&named).refused(1, "PGAI-5001");
    let config = "db-schemas = \"sales\"\ndb-anon-role = \"web_anon\"\n";
    let other = shop.postgrest_with(Some(config));
    shop.pgai(&["diff", "--postgrest", &other])
        .refused(1, "PGAI-5003")
        .says(&["exposes sales; pgai.yaml says api, admin"]);
}
