use super::*;
use crate::sql::lex::tests::nasty_sql;
use proptest::prelude::*;

#[test]
fn finds_unqualified_relations() {
    use Source::{Parser, Tokens};
    for (text, expected, source) in [
        ("select * from sales.orders o join customers c on true", "customers@34", Parser),
        ("with a as (select 1), b(x) as (select * from a) select * from a, b, \"Other T\"", "Other T@68", Parser),
        ("select 'é', (select 1 from t)\nfrom\n  u", "t@28 u@38", Parser),
        ("select * from generate_series(1, 2) g, sales.f(1)", "", Parser),
        ("select * from (select * from x) s where exists (select from y)", "x@29 y@60", Parser),
        ("table sales.orders", "", Tokens),
        ("table orders", "orders@6", Tokens),
        ("select a is distinct from b, extract(day from d), trim(both from e) from sales.t", "", Tokens),
        // What sqlparser refuses goes by tokens.
        (
            "select extract(day from d), a is distinct from b from only t, (u join s.v on true), w cross join lateral f(1) where x in (select * from y order by 1, z) limit 1, 2",
            "t@59 u@63 w@84 y@136",
            Tokens,
        ),
        ("with recursive a(n) as not materialized (select 1 from only b) select * from a, c", "b@60 c@80", Tokens),
        (
            "select count(*) over (rows between 1 preceding and current row exclude ties) from only a.b, c",
            "c@92",
            Tokens,
        ),
    ] {
        let found = unqualified_relations(text);
        let shown: Vec<String> = found.items.iter().map(|item| format!("{}@{}", item.name, item.range.start)).collect();
        assert_eq!((shown.join(" ").as_str(), found.source), (expected, source), "{text}");
        for item in &found.items {
            assert_eq!(text[item.range.clone()].trim_matches('"'), item.name);
        }
    }
}

#[test]
fn finds_stars() {
    for (text, expected) in [
        ("select * from a", "7!"),
        ("select a.*, b.x, b . * from a", "9! 21!"),
        ("select count(*), a * b, (a)*b, f(a.*), row(a.*), a.*::text, (a.*) is null from a where a.* = b.*", ""),
        ("select distinct on (a, (b)) * from a", "28!"),
        ("select all * from a", "11!"),
        ("with x as (select * from a) select x.id from x where exists (select * from b)", "18 68"),
        ("select 1 union select * from a", "22!"),
        ("(select * from a)", "8!"),
        ("select a operator(pg_catalog.*) b from c", ""),
        ("select '*', \"*\" /* * */ from a", ""),
        ("select x.from, * from x", "15!"),
        ("select *", "7!"),
    ] {
        let found = stars(text);
        let shown: Vec<String> =
            found.iter().map(|star| format!("{}{}", star.range.start, if star.outermost { "!" } else { "" })).collect();
        assert_eq!(shown.join(" "), expected, "{text}");
    }
}

#[test]
fn finds_an_order_without_limit() {
    for (text, expected) in [
        ("select a from b order by a", Some("order by")),
        ("select a from b ORDER /* x */ BY a", Some("ORDER /* x */ BY")),
        ("select a from b order by a limit 3", None),
        ("select a from b order by a fetch first row only", None),
        ("select distinct on (a) a from b order by a", None),
        ("select array_agg(a order by a), sum(x) over (order by y) from (select 1 order by 1) z", None),
        ("select x.order from x", None),
    ] {
        assert_eq!(order_by_without_limit(text).map(|range| &text[range]), expected, "{text}");
    }
}

#[test]
fn names_output_columns() {
    for (text, expected) in [
        ("select id, o.total as \"Total\", c.name N, count(*), (select max(x) from t) from o", "id Total n count max"),
        (
            "select a + 1, 'x', a::text, 1::integer, (r).field, coalesce(a, 1), case when a then 1 end, case when a then 1 else b end from o",
            "?column? ?column? a int4 field coalesce case b",
        ),
        ("select \"A\", api.f(1), array[1], exists (select 1), x.y[1] from o", "A f array exists y"),
        ("values (1, 2), (3, 4)", "column1 column2"),
        ("(select a from b) union select c from d", "a"),
    ] {
        let found = output_columns(text).unwrap().unwrap();
        let shown: Vec<&str> = found.iter().map(|name| name.as_deref().unwrap_or("-")).collect();
        assert_eq!(shown.join(" "), expected, "{text}");
    }
    assert_eq!(output_columns("select *, 1 from a"), Ok(None));
    assert!(output_columns("select * from only a").is_err());
    assert!(output_columns("select 1; select 2").is_err());
    assert!(output_columns("drop table a").is_err());
}

#[test]
fn hostile_nesting_is_refused_not_fatal() {
    let many = 20_000;
    let cases = [
        format!("select {}1{}", "(".repeat(many), ")".repeat(many)),
        format!("select * from {}a{}", "(".repeat(23), ")".repeat(23)),
        format!("select {}1{}", "f(".repeat(23), ")".repeat(23)),
        format!("select {}1", "- ".repeat(many)),
        format!("select {}1", "not ".repeat(many)),
        format!("select 1{}", " + 1".repeat(many)),
        format!("select 1{}", " + 1".repeat(390)),
        format!("select a{}", "::int".repeat(many)),
        format!("select a{}", "[1]".repeat(many)),
        format!("select a::int{}", "[]".repeat(many)),
        format!("select a{}", ".b".repeat(many)),
        format!("select 1{}", " union select 1".repeat(many)),
        format!("select 1{}", " union select 1".repeat(390)),
        format!("select {}1", "case when a then ".repeat(many)),
        format!("select * from a {}", "join b ".repeat(many)),
        format!("select {}'1'", "interval ".repeat(many)),
        format!("select {}1", "select ".repeat(many)),
        format!("{}select 1", "with a as (".repeat(many)),
        format!("{}select 1", "explain ".repeat(many)),
        format!("select a {}", "is null ".repeat(many)),
        format!("select a {}", "at time zone 'x' ".repeat(many)),
        format!("select a {}", "collate c ".repeat(many)),
        format!("select {}", "a, ".repeat(many)),
        format!("select {}1", "prior ".repeat(many)),
        format!("select {}1", "binary ".repeat(many)),
    ];
    for text in cases {
        let _ = output_columns(&text);
        let _ = unqualified_relations(&text);
        let _ = (stars(&text), order_by_without_limit(&text));
    }
}

proptest! {
    #[test]
    fn never_panics(text in prop_oneof![any::<String>(), nasty_sql()]) {
        let found = unqualified_relations(&text);
        for item in found.items {
            prop_assert!(text.get(item.range).is_some());
        }
        let _ = (output_columns(&text), stars(&text), order_by_without_limit(&text));
    }
}
