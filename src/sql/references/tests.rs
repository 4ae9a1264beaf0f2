use super::*;
use crate::sql::lex::tests::nasty_sql;
use crate::sql::lex::{identifier_value, tokens};
use crate::sql::quote::Keywords;
use proptest::prelude::*;

fn names(found: BTreeSet<QualifiedName>) -> String {
    found.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

#[test]
fn finds_what_may_be_referred_to() {
    for (text, expected) in [
        ("select * from sales.orders", "sales.orders"),
        ("select api.v.id from API . \"V\" -- x.y\n", "api.\"V\" api.v v.id"),
        ("select (x).a.b, a[1].c.d, $1.e.f, 'g.h', $$i.j$$ /* k.l */", ""),
        ("select v.* from a.b v", "a.b"),
        ("select x::api.t[], api.f(1), U&\"\\0061pi\".w, u&\"!0061\" uescape '!' . z", "a.z api.f api.t api.w"),
        ("select * from db.api.v", "api.v db.api"),
        ("select a operator(api.+) b", ""),
    ] {
        assert_eq!(names(mentions(text)), expected, "{text}");
    }
    let strings = "select 'api.v'::regclass, 'api.\"F\"(int)', ' sales . t ', 'see api.v', E'a.b', '', 'x' -- 'c.d'";
    assert_eq!(names(mentions_in_strings(strings)), "a.b api.\"F\" api.v sales.t");
    let body = identifiers("begin perform Api.\"V\" /* no */ || 'no'; end");
    assert_eq!(body.into_iter().collect::<Vec<_>>(), ["V", "api", "begin", "end", "perform"]);
}

fn swap(text: &str) -> String {
    let from = [
        (QualifiedName::new("api", "v"), "pgai_s1".to_owned()),
        (QualifiedName::new("api", "V"), "pgai_s1".to_owned()),
        (QualifiedName::new("Odd", "T"), "Shadow 2".to_owned()),
    ];
    replace_schema(text, Keywords::any_server(), &from)
}

#[test]
fn replaces_only_the_schema_of_references() {
    for (text, expected) in [
        ("select api.v.id from api.v", "select pgai_s1.v.id from pgai_s1.v"),
        ("select api.w, api.v2 from x.api.v", "select api.w, api.v2 from x.api.v"),
        ("API.V, Api . \"V\"", "pgai_s1.V, pgai_s1 . \"V\""),
        ("\"api\".v \"API\".v", "\"pgai_s1\".v \"API\".v"),
        ("'api.v' /* api.v */ $$api.v$$ -- api.v", "'api.v' /* api.v */ $$api.v$$ -- api.v"),
        ("(r).api.v, a[1].api.v", "(r).api.v, a[1].api.v"),
        ("select\"Odd\".\"T\"", "select\"Shadow 2\".\"T\""),
        ("U&\"\\0061pi\" . v, U&\"!0061pi\" UESCAPE '!' . v", "\"pgai_s1\" . v, \"pgai_s1\" . v"),
        ("\"a\"U&\"\\0061pi\".v", "\"a\" \"pgai_s1\".v"),
        ("v.*::api.v, f(api.v), api/*c*/.\n v", "v.*::pgai_s1.v, f(pgai_s1.v), pgai_s1/*c*/.\n v"),
    ] {
        assert_eq!(swap(text), expected, "{text}");
    }
}

#[test]
fn new_tokens_do_not_run_into_neighbours() {
    let from = [(QualifiedName::new("api", "v"), "New".to_owned())];
    for (text, expected) in
        [("u&api.v", "u& \"New\".v"), ("\"a\"api.v", "\"a\" \"New\".v"), ("select api.v", "select \"New\".v")]
    {
        assert_eq!(replace_schema(text, Keywords::any_server(), &from), expected);
    }
    let view = QualifiedName::new("api", "v");
    for (text, to, expected) in [
        (
            "on insert to api.v do insert into api.w values (new.v)",
            "v_2",
            "on insert to api.v_2 do insert into api.w values (new.v)",
        ),
        ("api.v\"a\"", "v2", "api.\"v2\" \"a\""),
        ("api.v'x'", "e", "api.\"e\"'x'"),
        ("api.\"v\".id", "V 2", "api.\"V 2\".id"),
        ("api.v", "select", "api.\"select\""),
    ] {
        assert_eq!(replace_name(text, Keywords::any_server(), &view, to), expected);
    }
}

#[test]
fn maps_deparsed_text_back() {
    let schemas = [("pgai_s1".to_owned(), "api".to_owned()), ("pgai_s2".to_owned(), "Odd".to_owned())];
    let deparsed = " SELECT pgai_s1.f(v.*) AS f, v.x::pgai_s2.\"T\" AS \"pgai_s1.y\", 'pgai_s1.v' FROM pgai_s1.v";
    let expected = " SELECT api.f(v.*) AS f, v.x::\"Odd\".\"T\" AS \"pgai_s1.y\", 'pgai_s1.v' FROM api.v";
    assert_eq!(map_back(deparsed, Keywords::any_server(), &schemas), expected);
}

/// Values of the identifiers, texts of everything else.
fn meaning(text: &str) -> Vec<String> {
    tokens(text)
        .iter()
        .map(|token| identifier_value(token, text, '\\').unwrap_or_else(|| token.text(text).to_owned()))
        .collect()
}

/// SQL whose schema tokens are written as a server prints them.
fn printed_sql() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "api.v",
        "api.V",
        "\"api\".v",
        "\"api\".\"V\"",
        "\"Odd\".\"T\"",
        "api",
        "v",
        ".",
        " ",
        "\n",
        "'api.v'",
        "$$api.v$$",
        "/* api.v */",
        "-- api.v\n",
        "(",
        ")",
        ",",
        "select ",
        "::",
        "*",
        "api.w",
        "x.api.v",
        "[1]",
        "é",
    ]);
    prop::collection::vec(pieces, 0..30).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn replacing_and_mapping_back_is_the_identity(text in printed_sql()) {
        let schemas = [("pgai_s1".to_owned(), "api".to_owned()), ("Shadow 2".to_owned(), "Odd".to_owned())];
        let there = swap(&text);
        prop_assert_eq!(map_back(&there, Keywords::any_server(), &schemas), text);
    }

    #[test]
    fn any_text_keeps_its_meaning(text in nasty_sql()) {
        let schemas = [("pgai_s1".to_owned(), "api".to_owned()), ("Shadow 2".to_owned(), "Odd".to_owned())];
        let back = map_back(&swap(&text), Keywords::any_server(), &schemas);
        prop_assert_eq!(meaning(&back), meaning(&text));
    }

    #[test]
    fn replaced_text_mentions_only_the_new_names(text in nasty_sql()) {
        let there = swap(&text);
        let old = QualifiedName::new("api", "v");
        let first_parts = |text: &str| chains(text).iter().filter(|c| c.len() > 1)
            .map(|c| (c[0].value.clone(), c[1].value.clone())).collect::<Vec<_>>();
        prop_assert!(!first_parts(&there).contains(&(old.schema, old.name)));
        prop_assert_eq!(first_parts(&there).len(), first_parts(&text).len());
    }
}
