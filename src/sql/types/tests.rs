use super::*;
use proptest::prelude::*;

fn parse(text: &str) -> Result<TypeName, TypeError> {
    text.parse()
}

#[test]
fn printed_types_come_back_the_same() {
    for text in [
        "bigint",
        "text",
        "\"char\"",
        "\"any\"",
        "character(10)",
        "character varying",
        "character varying(20)[]",
        "numeric(12,2)",
        "numeric(3,-2)",
        "bit varying(5)",
        "double precision[]",
        "timestamp with time zone",
        "timestamp(3) with time zone",
        "time(0) without time zone[]",
        "interval",
        "interval(3)",
        "interval day to second(3)",
        "interval second(2)",
        "interval year to month",
        "json",
        "sales.status[]",
        "\"Odd Schema\".\"T\"[]",
        "\"a.b\".\"c[]\"",
        "public.geometry(Point,4326)",
        "public.\"select\"",
        "api.\"integer\"",
        "api.t$",
        "regclass",
        "xid8",
        "record",
    ] {
        let found = parse(text).unwrap();
        let expected = if text == "api.t$" { "api.\"t$\"" } else { text };
        assert_eq!(found.to_string(), expected);
        assert_eq!(parse(expected), Ok(found));
    }
}

#[test]
fn parts_are_bare() {
    let odd = parse("\"Odd Schema\".\"T\"[]").unwrap();
    assert_eq!((odd.schema.as_deref(), odd.name.as_str(), odd.dimensions), (Some("Odd Schema"), "T", 1));
    let stamp = parse("TIMESTAMP (3)  with time zone").unwrap();
    assert_eq!((stamp.name.as_str(), stamp.modifiers.as_slice()), ("timestamp with time zone", &["3".to_owned()][..]));
    assert_eq!(stamp.to_string(), "timestamp(3) with time zone");
    assert_eq!(parse("CHAR(3)").unwrap().to_string(), "character(3)");
    assert_eq!(parse("numeric( 12 , 2 )").unwrap().to_string(), "numeric(12,2)");
    assert_eq!(stamp.without_modifiers().to_string(), "timestamp with time zone");
    assert_eq!(odd.element().to_string(), "\"Odd Schema\".\"T\"");
    assert!(odd.is_array());
}

#[test]
fn other_names_have_a_printed_form() {
    for (text, printed) in [
        ("int", Some("integer")),
        ("timestamptz(3)[]", Some("timestamp(3) with time zone[]")),
        ("varchar(5)", Some("character varying(5)")),
        ("pg_catalog.int4", Some("integer")),
        ("pg_catalog.regclass", Some("regclass")),
        ("integer", None),
        ("api.int", None),
        ("\"char\"", None),
    ] {
        let found = parse(text).unwrap().canonical();
        assert_eq!(found.map(|found| found.to_string()).as_deref(), printed, "{text}");
    }
}

#[test]
fn refuses_what_is_no_type() {
    for text in [
        "",
        "  ",
        "api.",
        ".a",
        "a.b.c",
        "text)",
        "text[",
        "text[1]",
        "numeric(",
        "numeric()",
        "numeric(1,)",
        "numeric(1;2)",
        "text; drop table x",
        "int(select 1)",
        "interval day(3) to second",
        "with time zone",
        "timestamp with time zone(3)",
        "no such type",
        "api.Orders",
        "Api.orders",
        "\"a",
        "'a'",
        "1",
        "\"\"",
        "text -- x\n y",
    ] {
        assert!(parse(text).is_err(), "{text}");
    }
}

#[test]
fn signatures() {
    for (text, count) in
        [("()", 0), ("(bigint, json)", 2), ("(numeric(12,2), \"a,b\".\"c)\"[])", 2), ("(timestamp with time zone)", 1)]
    {
        let found: Signature = text.parse().unwrap();
        assert_eq!(found.0.len(), count);
        assert_eq!(found.to_string(), text);
    }
    for text in ["", "bigint", "(bigint", "(,)", "(bigint,)", "(bigint) (json)"] {
        assert!(text.parse::<Signature>().is_err(), "{text}");
    }
}

proptest! {
    #[test]
    fn any_name_round_trips(schema in "[^\0]{1,12}", name in "[^\0]{1,12}", dimensions in 0usize..3) {
        let original = TypeName { dimensions, ..TypeName::in_schema(schema, name) };
        prop_assert_eq!(parse(&original.to_string()), Ok(original));
    }

    #[test]
    fn never_panics(text in prop_oneof![any::<String>(), crate::sql::lex::tests::nasty_sql()]) {
        if let Ok(found) = parse(&text) {
            let printed = found.to_string();
            prop_assert_eq!(parse(&printed), Ok(found));
        }
        let _ = text.parse::<Signature>();
    }
}
