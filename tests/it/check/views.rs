//! Views and materialized views: queries with places inside the file, columns, triggers, rules, indexes, renames.

use super::said;

fn view(rest: &str) -> String {
    said(&[("pgai/v.yaml", &format!("kind: View\nname: api.v\n{rest}"))])
}

fn materialized(rest: &str) -> String {
    said(&[("pgai/m.yaml", &format!("kind: MaterializedView\nname: api.m\n{rest}"))])
}

#[test]
fn problems_of_queries_are_shown_where_they_stand() {
    insta::assert_snapshot!(view("query: |\n  SELECT 'é' AS id;\n  DROP TABLE sales.orders\n"), @"pgai/v.yaml:5:3 error PGAI-3001 a second statement starts here | keep exactly one statement; a semicolon may only stand at its end");
    insta::assert_snapshot!(view("query: \"SELECT a.\\\"x\\\" FROM a WHERE d > 'today'::date\"\n"), @"pgai/v.yaml:3:41 error PGAI-3008 `today` here means the moment the view is created | write `CURRENT_DATE` instead");
    insta::assert_snapshot!(view("query: |\n  SELECT 1\n  WHERE a = 'now'\n"), @"pgai/v.yaml:5:13 warning PGAI-3008 'now' means the moment the view is created, where it is read as a date or time | write `now()` instead, or add `::text` where it is text");
    insta::assert_snapshot!(view("query: CREATE VIEW a AS SELECT 1\n"), @"pgai/v.yaml:3:8 error PGAI-3005 a query cannot start with `CREATE` | start the query with SELECT, WITH, VALUES or TABLE, without CREATE VIEW before it");
    insta::assert_snapshot!(view("query: SELECT 1 WITH CHECK OPTION\n"), @"pgai/v.yaml:3:17 error PGAI-3006 the check option is no part of a query | remove it here and write `options: {check_option: cascaded}`");
}

#[test]
fn columns() {
    insta::assert_snapshot!(view("columns:\n  id: {type: int4, default: \"1, 2\", statistics: 5}\n  a: {type: \"Numeric(\"}\n  b: {type: \"numeric(12,2)\", default: \"'x'; SELECT 1\"}\nquery: SELECT 1\n"), @r#"
    pgai/v.yaml:4:14 warning PGAI-0051 PostgreSQL prints this type as `integer` | write `integer`
    pgai/v.yaml:4:31 error PGAI-0044 `,` ends the expression | write exactly one expression
    pgai/v.yaml:4:37 error PGAI-0053 a column of a view has no `statistics` | remove `statistics:`
    pgai/v.yaml:5:13 error PGAI-3010 `Numeric(` is not a type: unexpected `end of text` | write the type as PostgreSQL prints it: `numeric(12,2)`, `sales.status[]`, `"Odd"."T"`
    pgai/v.yaml:6:45 error PGAI-3001 a second statement starts here | keep exactly one statement; a semicolon may only stand at its end
    "#);
    insta::assert_snapshot!(materialized("columns: {id: {type: bigint, default: \"1\", statistics: 5}}\nquery: SELECT 1\n"), @"pgai/m.yaml:3:30 error PGAI-0053 a column of a materialized view has no `default` | remove `default:`");
}

#[test]
fn triggers_and_rules() {
    insta::assert_snapshot!(view("query: SELECT 1\ntriggers:\n  a: {when: instead of insert or updat, execute: private.f()}\n  b: {when: after insert, execute: f()}\nrules:\n  c: {definition: CREATE RULE c AS ON DELETE TO api.w DO INSTEAD NOTHING}\n"), @"
    pgai/v.yaml:5:34 error PGAI-0045 expected `insert`, `update` or `delete`, found `updat` | write for example `instead of insert or update`, or `after delete for each statement`
    pgai/v.yaml:6:25 error PGAI-0045 a BEFORE or AFTER trigger of a view works on statements | add `for each statement`, or write `instead of`
    pgai/v.yaml:6:37 error PGAI-0045 expected `.`, found `(` | write the function with its schema and arguments: `private.write_orders()`
    pgai/v.yaml:8:49 error PGAI-0046 the rule is one of `api.w`, not of `api.v` | let the definition and the file say the same
    ");
}

#[test]
fn indexes() {
    insta::assert_snapshot!(materialized("columns: {customer_id: {type: bigint}}\nquery: SELECT 1\nindexes:\n  a: {columns: [customer_i], cluster: true}\n  b: {}\n  c: {columns: [customer_id], definition: \"btree (x)\", cluster: true}\n  d: {definition: \"btree (x); DROP TABLE y\"}\nextended_statistics: {s: \"(ndistinct) ON a, b; x\"}\n"), @"
    pgai/m.yaml:6:17 error PGAI-0052 `api.m` has no column `customer_i` | write `customer_id`
    pgai/m.yaml:7:3 error PGAI-0052 the index `b` has neither columns nor a definition | write either `columns: [..]` or `definition:`
    pgai/m.yaml:8:3 error PGAI-0052 the index `c` has columns and a definition | write either `columns: [..]` or `definition:`
    pgai/m.yaml:8:56 error PGAI-0052 `a` has the cluster mark already | mark one index only
    pgai/m.yaml:9:31 error PGAI-3001 a second statement starts here | keep exactly one statement; a semicolon may only stand at its end
    pgai/m.yaml:10:48 error PGAI-3001 a second statement starts here | keep exactly one statement; a semicolon may only stand at its end
    ");
}

#[test]
fn renames() {
    let said = said(&[
        ("pgai/a.yaml", "kind: View\nname: api.a\nrenamed_from: api.a\nquery: SELECT 1\n"),
        ("pgai/b.yaml", "kind: View\nname: api.b\nrenamed_from: api.a\nquery: SELECT 1\n"),
        ("pgai/c.yaml", "kind: View\nname: api.c\nrenamed_from: api.old\nquery: SELECT 1\n"),
        ("pgai/d.yaml", "kind: MaterializedView\nname: api.d\nrenamed_from: api.old\nquery: SELECT 1\n"),
    ]);
    insta::assert_snapshot!(said, @"
    pgai/a.yaml:3:15 error PGAI-0047 `api.a` would be renamed to itself | name what it was called before, or remove `renamed_from:`
    pgai/b.yaml:3:15 error PGAI-0047 `api.a` has its own manifest: pgai/a.yaml:2:7 | name what it was called before, or remove `renamed_from:`
    pgai/d.yaml:3:15 error PGAI-0047 `api.old` becomes another one already: pgai/c.yaml:3:15 | name what it was called before, or remove `renamed_from:`
    ");
}
