use super::*;
use crate::sql::lex::tests::nasty_sql;
use proptest::prelude::*;

#[test]
fn takes_exactly_one_statement() {
    for (text, expected) in [
        ("SELECT 1", "SELECT 1"),
        ("  SELECT 1 ;\n", "SELECT 1"),
        ("-- before\nSELECT /* in; */ 1;; -- after; all", "SELECT /* in; */ 1"),
        ("SELECT ';' || $$;$$ || \";\" FROM a", "SELECT ';' || $$;$$ || \";\" FROM a"),
        ("CREATE RULE r AS ON INSERT TO v DO INSTEAD (INSERT INTO a VALUES (1); NOTIFY x)", ""),
        ("CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN a THEN 1 END; END;", ""),
        ("create function f() returns int begin atomic end", ""),
        ("CREATE PROCEDURE p() BEGIN ATOMIC SELECT 1 AS end; SELECT 1 end; END", ""),
        ("CREATE FUNCTION f() RETURNS int RETURN (SELECT x.begin)", ""),
    ] {
        let expected = if expected.is_empty() { text.trim_end_matches(';') } else { expected };
        let found = single(text).unwrap();
        assert_eq!(found.text(), expected);
        assert_eq!(&text[found.offset()..found.offset() + expected.len()], expected);
    }
}

#[test]
fn refuses_everything_else() {
    for (text, code, at) in [
        ("", "PGAI-3004", ""),
        (" -- nothing\n;", "PGAI-3004", " -- nothing"),
        ("select 1 a; drop table public.victim", "PGAI-3001", "drop"),
        ("select 1; commit; select 2", "PGAI-3001", "commit"),
        ("select E'a'\n'\\' -- '; drop table x; --'", "PGAI-3001", "drop"),
        ("select 'a\\'; drop table x; --'", "PGAI-3001", "drop"),
        ("select /* /* */ 1; drop table x", "PGAI-3002", "/* /* */"),
        ("select 'a", "PGAI-3002", "'a"),
        ("select \"a", "PGAI-3002", "\"a"),
        ("select $a$ x $A$", "PGAI-3002", "$a$"),
        ("select (1", "PGAI-3003", "("),
        ("select 1)", "PGAI-3003", ")"),
        ("select (1]", "PGAI-3003", "]"),
        ("select (1; drop table x)", "PGAI-3003", "; drop"),
        ("select 1); drop table x; (select 2", "PGAI-3003", "); drop"),
        ("create rule r as on insert to v do also (select (1; 2))", "PGAI-3003", "; 2"),
        ("select 1\0", "PGAI-3009", "\0"),
        ("select 1a", "PGAI-3009", "1a"),
        ("select \\", "PGAI-3009", "\\"),
        ("begin atomic; drop table x; end", "PGAI-3001", "drop"),
        ("create function f() returns int return a.begin atomic; drop table x; select 1 end", "PGAI-3001", "drop"),
        ("create function f() begin atomic select 1; end; drop table x; end", "PGAI-3001", "drop"),
        ("create function f() begin atomic select 1 case; end; drop table x; end", "PGAI-3001", "drop"),
        ("create function f() begin atomic select 1 as end", "PGAI-3003", "begin"),
        ("create function f(a int default (select 1 begin atomic)); drop table x; end", "PGAI-3001", "drop"),
    ] {
        let problem = single(text).unwrap_err();
        assert_eq!(problem.code.id, code, "{text}");
        assert!(text[problem.offset()..].starts_with(at), "{text}: {:?}", problem.range);
        assert!(problem.advice.is_some());
    }
}

#[test]
fn splits_scripts() {
    let script = "create view a as select 1; ;\n/* x; */ create function f() returns int begin atomic select 1; end;\
                  do $$ begin perform 1; end $$; create rule r as on update to a do also (select 1; select 2)";
    let texts: Vec<&str> = split(script).unwrap().iter().map(|s| s.text()).collect();
    assert_eq!(
        texts,
        [
            "create view a as select 1",
            "create function f() returns int begin atomic select 1; end",
            "do $$ begin perform 1; end $$",
            "create rule r as on update to a do also (select 1; select 2)",
        ]
    );
}

#[test]
fn view_queries() {
    for text in [
        "SELECT 1",
        "with a as (select 1) select * from a",
        "VALUES (1)",
        "TABLE sales.orders;",
        "(select 1) union (select 2)",
        "select 1 as into, x.into from (select 1) x",
        "with update as (select 1) select * from update",
        "with a as (select 1), delete as (select 2) select update from a for update",
        "select status = 'now'::text, date '2026-01-01', text 'today' from sales.o",
        "select 'we do it now'",
        "select \"with\" from sales.check_option",
    ] {
        let query = view_query(text).unwrap();
        assert!(query.warnings.is_empty(), "{text}: {:?}", query.warnings);
    }
    for (text, code, at) in [
        ("delete from a", "PGAI-3005", "delete"),
        ("create view a as select 1", "PGAI-3005", "create"),
        ("'a'", "PGAI-3005", "'a'"),
        (" select 1 with check option ;", "PGAI-3006", "with check"),
        ("select 1 WITH LOCAL CHECK /* x */ OPTION", "PGAI-3006", "WITH LOCAL"),
        ("select 1 with cascaded check option -- x", "PGAI-3006", "with cascaded"),
        ("select 1 with no data", "PGAI-3006", "with no"),
        ("select 1 with data", "PGAI-3006", "with data"),
        ("select 1 into x", "PGAI-3007", "into"),
        ("with a as (select 1) insert into t select 1", "PGAI-3007", "insert"),
        ("with a as (select 1) delete from t", "PGAI-3007", "delete"),
        ("select 'now'::timestamptz", "PGAI-3008", "'now'"),
        ("select ' Today 12:00 '::pg_catalog.timestamp(3)", "PGAI-3008", "' Today"),
        ("select timestamp(3) with time zone 'now'", "PGAI-3008", "'now'"),
        ("select date 'yesterday'", "PGAI-3008", "'yesterday'"),
        ("select date 'yester' -- x\n 'day'", "PGAI-3008", "'yester'"),
        ("select cast($$tomorrow$$ as date)", "PGAI-3008", "$$tomorrow"),
        ("select '{now}'::date[]", "PGAI-3008", "'{now}"),
        ("select E'now'::time", "PGAI-3008", "E'now'"),
    ] {
        let problem = view_query(text).unwrap_err();
        assert_eq!(problem.code.id, code, "{text}");
        assert!(text[problem.offset()..].starts_with(at), "{text}: {:?}", problem.range);
    }
    let text = "  select * from a.b where t > 'now'";
    let warnings = view_query(text).unwrap().warnings;
    assert_eq!(warnings.len(), 1);
    assert_eq!(&text[warnings[0].range.clone()], "'now'");
}

proptest! {
    #[test]
    fn never_panics_and_stays_in_the_text(text in prop_oneof![any::<String>(), nasty_sql()]) {
        for found in split(&text).into_iter().flatten() {
            prop_assert_eq!(&text[found.offset()..found.offset() + found.text().len()], found.text());
            // What was cut out is one statement by itself.
            prop_assert_eq!(single(found.text()).map(|s| s.text().to_owned()), Ok(found.text().to_owned()));
        }
        for problem in [single(&text).err(), view_query(&text).err()].into_iter().flatten() {
            prop_assert!(problem.range.end <= text.len());
        }
    }
}
