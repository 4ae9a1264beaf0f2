//! `pgai apply` on the shop: what it does, what it refuses.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod interrupted;
mod locks;
mod refused;
mod served;

use crate::harness::{Shop, on_15, on_15_and_18};

on_15_and_18!(
    a_view_and_its_version_are_created,
    a_query_is_replaced_and_options_stay,
    a_column_is_added_at_the_end,
    options_comments_and_defaults_change,
    rights_come_and_go,
);
on_15!(
    a_drop_needs_a_word,
    a_dry_run_changes_nothing,
    nobody_is_asked_without_a_terminal,
    nothing_to_do,
    a_plan_is_a_script
);

pub(crate) const ORDERS_V2: &str = "\
kind: View
name: api.orders_v2
comment: Orders, short
columns:
  id:     {type: bigint}
  number: {type: text}
  amount: {type: \"numeric(12,2)\", comment: With tax}
query: |
  SELECT id, number, total AS amount FROM sales.orders
";

/// Writes a second version of the orders.
pub(crate) fn add_version(shop: &Shop) {
    shop.write("pgai/views/api/orders_v2.yaml", ORDERS_V2);
    let endpoint = shop.text("pgai/endpoints/orders.yaml");
    let version = "  v2:\n    route: {relation: api.orders_v2}\n    state: active\n    access:\n      \
                   admin_role: [select]\n      app_user: [select, \"update(number)\"]\n      web_anon: [select]\n";
    shop.write("pgai/endpoints/orders.yaml", &(endpoint + version));
}

/// The manifests are in the database, and the files are as pull would write them but for the lock.
#[track_caller]
pub(crate) fn demand_agreement(shop: &Shop) {
    shop.pgai(&["diff", "--exit-code"]).demand(0);
    shop.pgai(&["pull"]).demand(0);
    shop.pgai(&["pull", "--check"]).demand(0);
    shop.pgai(&["check"]).demand(0);
}

fn a_view_and_its_version_are_created(shop: &Shop) {
    add_version(shop);
    shop.pgai(&["check"]).refused(4, "PGAI-4008");
    shop.pgai(&["check", "--fix"]).demand(0);
    shop.snapshot("apply_plan_version", shop.pgai(&["plan"]).demand(0));
    let run = shop.pgai(&["apply", "--yes"]).demand(0);
    shop.snapshot("apply_version", run);
    let owner =
        "SELECT relowner::regrole, obj_description(oid), relacl FROM pg_class WHERE oid = 'api.orders_v2'::regclass";
    shop.snapshot(&format!("apply_version_state_{}", shop.major), shop.value(owner));
    demand_agreement(shop);
    assert!(shop.text("pgai/views/api/orders_v2.yaml").contains("SELECT id, number, total AS amount FROM"));
}

fn a_query_is_replaced_and_options_stay(shop: &Shop) {
    let options =
        "SELECT relname, reloptions FROM pg_class WHERE relnamespace = 'api'::regnamespace AND reloptions IS NOT NULL
                   ORDER BY relname";
    let before = shop.value(options);
    assert!(before.contains("open_orders|{security_barrier=true,check_option=local}"), "{before}");
    for (view, query) in [
        (
            "open_orders",
            "SELECT id, number, customer_id, status, total, note, placed_at FROM api.orders WHERE status = 'new'",
        ),
        (
            "addresses",
            "SELECT customer_id, no, upper(street) AS street, postal_code, city, country FROM sales.addresses",
        ),
        (
            "my_orders",
            "SELECT id, number, customer_id, status, total, note, placed_at FROM sales.orders WHERE customer_id = 1",
        ),
    ] {
        let path = format!("pgai/views/api/{view}.yaml");
        let text = shop.text(&path);
        let (head, _) = text.split_once("query: |\n").unwrap();
        shop.write(&path, &format!("{head}query: |\n  {query}\n"));
    }
    shop.pgai(&["apply", "--yes"]).demand(0);
    let after = shop.value(options);
    let sorted = |text: &str| -> Vec<String> {
        text.lines()
            .map(|line| {
                let (name, options) = line.split_once('|').unwrap();
                let mut options: Vec<&str> = options.trim_matches(['{', '}']).split(',').collect();
                options.sort_unstable();
                format!("{name} {options:?}")
            })
            .collect()
    };
    assert_eq!(sorted(&after), sorted(&before));
    assert!(shop.value("SELECT pg_get_viewdef('api.addresses'::regclass)").contains("upper("));
    assert_eq!(shop.value("SELECT col_description('api.orders'::regclass, 7)"), "Total in euro, VAT included");
    demand_agreement(shop);
}

fn a_column_is_added_at_the_end(shop: &Shop) {
    let shipments = "kind: View\nname: api.shipments\ncolumns:\n  id: {type: bigint}\n  order_id: {type: bigint}\n  \
                     warehouse_id: {type: integer}\n  tracking_code: {type: text}\n  shipped_at: {type: timestamp with time zone}\n  \
                     code_length: {type: integer, comment: For labels}\nquery: |\n  \
                     SELECT id, order_id, warehouse_id, tracking_code, shipped_at, length(tracking_code) AS code_length\n  \
                     FROM warehouse.shipments\n";
    let types = "SELECT string_agg(attname || ' ' || format_type(atttypid, atttypmod), ', ' ORDER BY attnum)
                 FROM pg_attribute WHERE attrelid = 'api.shipments'::regclass AND attnum > 0";
    let base = shop.value("SELECT pg_get_viewdef('api.shipments'::regclass)");
    let table = base.split("FROM ").nth(1).unwrap().trim_end_matches(';').trim().to_owned();
    let before = shop.value(types);
    let mut text = shipments.replace("warehouse.shipments", &table);
    for column in before.split(", ") {
        let (name, type_name) = column.split_once(' ').unwrap();
        let wanted: String = text
            .lines()
            .map(|line| match line.strip_prefix(&format!("  {name}: {{type: ")) {
                Some(_) => format!("  {name}: {{type: {type_name}}}\n"),
                None => format!("{line}\n"),
            })
            .collect();
        text = wanted;
    }
    shop.write("pgai/views/api/shipments.yaml", &text);
    let run = shop.pgai(&["apply", "--yes"]).demand(0);
    shop.snapshot(&format!("apply_column_{}", shop.major), run);
    assert_eq!(shop.value(types), format!("{before}, code_length integer"));
    assert_eq!(shop.value("SELECT col_description('api.shipments'::regclass, 6)"), "For labels");
    demand_agreement(shop);
}

fn options_comments_and_defaults_change(shop: &Shop) {
    shop.edit(
        "pgai/views/api/reviews.yaml",
        "name: api.reviews\n",
        "name: api.reviews\noptions: {security_barrier: true}\n",
    );
    shop.edit("pgai/views/api/my_orders.yaml", "security_barrier: true, ", "");
    shop.edit("pgai/views/api/open_orders.yaml", "check_option: local", "check_option: cascaded");
    shop.edit("pgai/views/api/orders.yaml", "comment: Orders\n", "");
    shop.edit("pgai/views/api/orders.yaml", ", comment: \"Total in euro, VAT included\"", "");
    shop.edit("pgai/views/api/orders.yaml", ", default: \"'new'::sales.order_status\"", "");
    shop.edit(
        "pgai/views/api/orders.yaml",
        "note:        {type: text}",
        "note:        {type: text, default: \"'it''s new'::text\"}",
    );
    shop.edit(
        "pgai/views/api/invoices.yaml",
        "name: api.invoices\n",
        "name: api.invoices\ncomment: \"It's a \\\\ 'receipt'\\nin €\"\n",
    );
    let run = shop.pgai(&["apply", "--yes"]).demand(0);
    shop.snapshot("apply_options", run);
    let of = |name: &str| shop.value(&format!("SELECT reloptions FROM pg_class WHERE oid = 'api.{name}'::regclass"));
    assert_eq!(of("reviews"), "{security_barrier=true}");
    assert!(of("my_orders").contains("check_option=cascaded") && !of("my_orders").contains("barrier"));
    assert!(of("open_orders").contains("security_barrier=true") && of("open_orders").contains("check_option=cascaded"));
    assert_eq!(shop.value("SELECT obj_description('api.invoices'::regclass)"), "It's a \\ 'receipt'\nin €");
    assert_eq!(shop.value("SELECT obj_description('api.orders'::regclass)"), "NULL");
    demand_agreement(shop);
}

fn rights_come_and_go(shop: &Shop) {
    shop.edit(
        "pgai/endpoints/brands.yaml",
        "app_user: [select]",
        "app_user: [select, \"update(name, website) with grant option\"]",
    );
    shop.edit("pgai/endpoints/stock.yaml", "      web_anon: [select]\n", "");
    shop.edit("pgai/endpoints/reviews.yaml", "web_anon: [select]", "public: [select]");
    shop.edit("pgai/endpoints/admin.audit_log.yaml", "admin_role: [select]", "admin_role: [select, delete]");
    shop.edit("pgai/endpoints/rpc/vat.yaml", "web_anon: [execute]", "public: [execute]");
    let before = shop.state();
    let run = shop.pgai(&["apply", "--yes"]).refused(1, "PGAI-4003");
    shop.snapshot("apply_revoke_refused", run);
    assert_eq!(shop.state(), before);
    let run = shop.pgai(&["apply", "--yes", "--allow", "revoke"]).demand(0);
    shop.snapshot("apply_rights", run);
    let may = |role: &str, relation: &str, what: &str| {
        shop.value(&format!("SELECT has_table_privilege('{role}', '{relation}', '{what}')"))
    };
    assert_eq!(may("web_anon", "api.stock", "select"), "f");
    assert_eq!(may("web_anon", "api.reviews", "select"), "t");
    assert_eq!(may("admin_role", "admin.audit_log", "delete"), "t");
    let grantable = "SELECT has_column_privilege('app_user', 'api.brands', 'name', 'update with grant option')";
    assert_eq!(shop.value(grantable), "t");
    assert_eq!(shop.value("SELECT has_function_privilege('web_anon', 'api.vat(numeric, numeric)', 'execute')"), "t");
    assert_eq!(
        shop.value(
            "SELECT relacl::text LIKE '%app_user=a/shop_owner%' FROM pg_class WHERE oid = 'admin.audit_log'::regclass"
        ),
        "f"
    );
    demand_agreement(shop);
}

fn a_drop_needs_a_word(shop: &Shop) {
    shop.remove("pgai/views/api/tax_rates_2026.yaml");
    shop.remove("pgai/endpoints/tax_rates_2026.yaml");
    shop.sql("CREATE VIEW api.of_somebody_else AS SELECT 1 AS a");
    let run = shop.pgai(&["apply", "--yes"]).refused(1, "PGAI-4003");
    shop.snapshot("apply_drop_refused", run);
    shop.pgai(&["apply", "--yes", "--allow", "revoke"]).refused(1, "PGAI-4003");
    let run = shop.pgai(&["apply", "--yes", "--allow", "drop"]).demand(0);
    shop.snapshot("apply_drop", run);
    assert_eq!(
        shop.value("SELECT to_regclass('api.tax_rates_2026'), to_regclass('api.of_somebody_else')"),
        "NULL|api.of_somebody_else"
    );
    shop.pgai(&["diff", "--exit-code"]).demand(0);
}

fn a_dry_run_changes_nothing(shop: &Shop) {
    add_version(shop);
    let before = shop.state();
    let files = shop.files();
    let run = shop.pgai(&["apply", "--dry-run"]).demand(0);
    shop.snapshot("apply_dry_run", run);
    assert_eq!(shop.state(), before);
    assert_eq!(shop.files(), files);
    shop.pgai(&["diff", "--exit-code"]).demand(3);
}

fn nobody_is_asked_without_a_terminal(shop: &Shop) {
    add_version(shop);
    let before = shop.state();
    let run = shop.pgai(&["apply", "--no-input"]).refused(1, "PGAI-0095");
    shop.snapshot("apply_no_input", run);
    shop.pgai(&["apply"]).refused(1, "PGAI-0095");
    let json = shop.pgai(&["apply", "--format", "json"]).demand(1).json();
    assert_eq!(json["diagnostics"][0]["code"], "PGAI-0095");
    assert_eq!(shop.state(), before);
}

fn nothing_to_do(shop: &Shop) {
    let run = shop.pgai(&["apply", "--no-input"]).demand(0);
    shop.snapshot("apply_nothing", run);
    let json = shop.pgai(&["apply", "--yes", "--format", "json"]).demand(0).json();
    assert_eq!(json["result"]["outcome"], "nothing_to_do");
}

/// What `plan --sql` prints does by itself what apply does.
fn a_plan_is_a_script(shop: &Shop) {
    add_version(shop);
    shop.edit("pgai/endpoints/stock.yaml", "      web_anon: [select]\n", "");
    shop.edit(
        "pgai/views/api/reviews.yaml",
        "name: api.reviews\n",
        "name: api.reviews\noptions: {security_barrier: true}\n",
    );
    let run = shop.pgai(&["plan", "--sql", "--allow", "revoke"]).demand(0);
    shop.snapshot("plan_sql", &run.stdout);
    shop.sql(&run.stdout);
    demand_agreement(shop);
}
