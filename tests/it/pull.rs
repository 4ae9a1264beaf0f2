//! `pgai pull` on the shop.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use git2::{IndexAddOption, Repository, Signature};

use crate::harness::{Shop, on_15, on_15_and_18};

on_15_and_18!(a_second_pull_changes_nothing, changes_of_the_database_arrive, own_words_stay);
on_15!(
    what_was_dropped_goes_and_what_is_new_comes,
    edits_that_are_not_in_the_database_stay,
    check_writes_nothing,
    uncommitted_files_are_warned_of,
    only_the_baseline_is_pulled,
    line_ends_stay,
);

fn a_second_pull_changes_nothing(shop: &Shop) {
    let before = shop.files();
    let run = shop.pgai(&["pull"]).demand(0);
    assert_eq!(shop.files(), before);
    shop.snapshot("pull_nothing", run);
}

fn changes_of_the_database_arrive(shop: &Shop) {
    shop.sql(
        "CREATE OR REPLACE VIEW api.brands AS SELECT id, name, website, upper(name) AS loud FROM catalog.brands;
         COMMENT ON VIEW api.invoices IS 'Receipts'; COMMENT ON COLUMN api.invoices.total IS 'With tax';
         COMMENT ON VIEW api.orders IS NULL;
         ALTER VIEW api.orders ALTER COLUMN status DROP DEFAULT;
         ALTER VIEW api.reviews SET (security_barrier = true);
         REVOKE SELECT ON api.stock FROM web_anon; SET ROLE shop_owner; GRANT UPDATE (name) ON api.brands TO app_user;
         CREATE OR REPLACE FUNCTION api.ping() RETURNS text LANGUAGE sql STABLE AS $$ SELECT 'pong!' $$",
    );
    let before = shop.files();
    let run = shop.pgai(&["pull"]).demand(0);
    shop.snapshot("pull_changes", run);
    assert!(shop.text("pgai/views/api/brands.yaml").contains("loud:    {type: text}"));
    assert!(shop.text("pgai/views/api/invoices.yaml").contains("comment: Receipts\n"));
    assert!(shop.text("pgai/views/api/invoices.yaml").contains("comment: With tax"));
    assert!(!shop.text("pgai/views/api/orders.yaml").contains("comment: Orders"));
    assert!(!shop.text("pgai/views/api/orders.yaml").contains("default"));
    assert!(shop.text("pgai/views/api/reviews.yaml").contains("options: {security_barrier: true}"));
    assert!(!shop.text("pgai/endpoints/stock.yaml").contains("web_anon"));
    assert!(shop.text("pgai/endpoints/brands.yaml").contains("app_user: [select, update(name)]"));
    assert!(shop.text("pgai/functions/api/ping.yaml").contains("pong!"));
    assert_ne!(shop.files(), before);
    shop.pgai(&["diff", "--exit-code"]).demand(0);
    shop.pgai(&["pull", "--check"]).demand(0);
    shop.pgai(&["check"]).demand(0);
}

const OWN: &str = "\
# Everything a brand is.
kind: View   # not a table
columns:
  # the key comes first
  id: {type: integer}

  name:
    type: text   # as printed
  website: {type: text}
name: api.brands
query: |
  -- every brand
  select *
  from catalog.brands
";

fn own_words_stay(shop: &Shop) {
    shop.write("pgai/views/api/brands.yaml", OWN);
    shop.pgai(&["pull"]).demand(0);
    assert_eq!(shop.text("pgai/views/api/brands.yaml"), OWN, "nothing moved");

    shop.sql("COMMENT ON VIEW api.brands IS 'Brands'; COMMENT ON COLUMN api.brands.name IS 'As printed'");
    shop.pgai(&["pull"]).demand(0);
    let text = shop.text("pgai/views/api/brands.yaml");
    shop.snapshot("pull_own_words", &text);
    for own in OWN.lines().filter(|line| line.contains('#') || line.contains("select *") || line.contains("--")) {
        assert!(text.contains(own), "`{own}` is gone:\n{text}");
    }
    shop.pgai(&["diff", "--exit-code"]).demand(0);

    // A spelling of one's own survives the way through apply.
    shop.edit("pgai/views/api/brands.yaml", "select *\n", "select id, name, lower(website) AS website\n");
    shop.pgai(&["apply", "--yes"]).demand(0);
    let before = shop.text("pgai/views/api/brands.yaml");
    shop.pgai(&["pull"]).demand(0);
    assert_eq!(shop.text("pgai/views/api/brands.yaml"), before);
    shop.pgai(&["pull", "--check"]).demand(0);
}

fn what_was_dropped_goes_and_what_is_new_comes(shop: &Shop) {
    shop.sql(
        "DROP VIEW api.tax_rates_2026; DROP FUNCTION api.vat(numeric, numeric); SET ROLE shop_owner;
         CREATE VIEW api.cities AS SELECT DISTINCT city FROM sales.addresses; GRANT SELECT ON api.cities TO web_anon;
         CREATE VIEW api.products_v3 AS SELECT id, name FROM catalog.products;
         CREATE FUNCTION api.hello(name text) RETURNS text LANGUAGE sql AS $$ SELECT 'hello ' || name $$",
    );
    let run = shop.pgai(&["pull"]).demand(0);
    shop.snapshot("pull_new_and_dropped", run);
    let files = shop.files();
    let of_dropped = files.keys().filter(|path| path.contains("tax_rates") || path.contains("vat.yaml"));
    assert_eq!(of_dropped.collect::<Vec<_>>(), Vec::<&String>::new());
    shop.snapshot("pull_new_view", &files["pgai/views/api/cities.yaml"]);
    shop.snapshot("pull_new_endpoint", &files["pgai/endpoints/cities.yaml"]);
    shop.snapshot("pull_new_version", &files["pgai/endpoints/products.yaml"]);
    assert!(files.contains_key("pgai/lock/api/cities.yaml") && files.contains_key("pgai/endpoints/rpc/hello.yaml"));
    shop.pgai(&["diff", "--exit-code"]).demand(0);
    shop.pgai(&["check"]).demand(0);
}

fn edits_that_are_not_in_the_database_stay(shop: &Shop) {
    let edited =
        "kind: View\nname: api.brands\ncolumns:\n  id: {type: integer}\nquery: SELECT id FROM catalog.brands\n";
    shop.write("pgai/views/api/brands.yaml", edited);
    shop.write("pgai/views/api/cities.yaml", "kind: View\nname: api.cities\nquery: SELECT city FROM sales.addresses\n");
    shop.edit("pgai/views/api/invoices.yaml", "name: api.invoices\n", "name: api.invoices\ncomment: Receipts\n");
    let before = shop.files();
    let run = shop.pgai(&["pull"]).demand(0);
    shop.snapshot("pull_kept", run);
    assert_eq!(shop.files(), before);

    // Both sides changed: the database's is written, and that is said.
    shop.sql("COMMENT ON VIEW api.brands IS 'Brands'");
    let run = shop.pgai(&["pull"]).demand(0);
    assert!(run.stderr.contains("PGAI-0101") && run.stderr.contains("brands.yaml"), "{run}");
    assert!(shop.text("pgai/views/api/brands.yaml").contains("website"));
    // By name it is taken, edited or not.
    shop.pgai(&["pull", "api.invoices"]).demand(0);
    assert!(!shop.text("pgai/views/api/invoices.yaml").contains("Receipts"));
    shop.pgai(&["pull", "api.invoces"]).refused(1, "PGAI-0099").says(&["api.invoices"]);
}

fn check_writes_nothing(shop: &Shop) {
    shop.sql("COMMENT ON VIEW api.brands IS 'Brands'; DROP VIEW api.tax_rates_2026");
    let before = shop.files();
    let run = shop.pgai(&["pull", "--check"]).demand(3);
    assert_eq!(shop.files(), before);
    shop.snapshot("pull_check", run);
}

fn uncommitted_files_are_warned_of(shop: &Shop) {
    let repository = Repository::init(shop.root()).unwrap();
    let run = shop.pgai(&["pull"]).demand(0);
    assert!(run.stderr.contains("PGAI-0102"), "{run}");
    let mut index = repository.index().unwrap();
    index.add_all(["."], IndexAddOption::DEFAULT, None).unwrap();
    index.write().unwrap();
    let tree = repository.find_tree(index.write_tree().unwrap()).unwrap();
    let who = Signature::now("tester", "tester@example.com").unwrap();
    repository.commit(Some("HEAD"), &who, &who, "Import", &tree, &[]).unwrap();
    let run = shop.pgai(&["pull"]).demand(0);
    assert!(!run.stderr.contains("PGAI-0102"), "{run}");
    shop.edit("pgai/views/api/brands.yaml", "name: api.brands", "name: api.brands # brands");
    let run = shop.pgai(&["pull"]).demand(0);
    shop.snapshot("pull_dirty", run);
}

fn only_the_baseline_is_pulled(shop: &Shop) {
    let project = shop.text("pgai.yaml");
    shop.write("pgai.yaml", &format!("{project}  prod: {{database: \"${{DATABASE_URL}}\"}}\n"));
    let run = shop.pgai(&["pull", "--env", "prod"]).refused(1, "PGAI-0096");
    shop.snapshot("pull_other_environment", run);
    shop.pgai(&["pull", "--env", "dev"]).demand(0);
    shop.pgai(&["pull", "--env", "stage"]).refused(1, "PGAI-0");
    shop.pgai(&["diff", "--env", "prod", "--exit-code"]).demand(0);
}

fn line_ends_stay(shop: &Shop) {
    let path = "pgai/views/api/brands.yaml";
    shop.write(path, &format!("# mine\n{}", shop.text(path)).replace('\n', "\r\n"));
    let before = shop.text(path);
    shop.pgai(&["diff", "--exit-code"]).demand(0);
    shop.pgai(&["pull"]).demand(0);
    assert_eq!(shop.text(path), before);
    shop.sql("COMMENT ON VIEW api.brands IS E'Brands\\nand more'");
    shop.pgai(&["pull"]).demand(0);
    let text = shop.text(path);
    assert!(text.contains("and more") && text.starts_with("# mine\r\n"), "{text:?}");
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count(), "{text:?}");
    shop.pgai(&["diff", "--exit-code"]).demand(0);
    shop.pgai(&["pull", "--check"]).demand(0);
}
