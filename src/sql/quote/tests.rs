use super::*;
use crate::sql::lex::{Kind, StringKind, identifier_value, string_value, tokens};
use proptest::prelude::*;

#[test]
fn identifiers_follow_quote_ident() {
    let any = Keywords::any_server();
    for (name, expected) in [
        ("orders", "orders"),
        ("_x1", "_x1"),
        ("Orders", "\"Orders\""),
        ("a$b", "\"a$b\""),
        ("1st", "\"1st\""),
        ("say \"hi\"", "\"say \"\"hi\"\"\""),
        ("select", "\"select\""),
        ("time", "\"time\""),
        ("left", "\"left\""),
        ("json", "\"json\""),
        ("begin", "begin"),
        ("é", "\"é\""),
        ("x; drop table y --", "\"x; drop table y --\""),
    ] {
        assert_eq!(ident(any, name).as_deref(), Ok(expected));
    }
    let old = Keywords::from_server([("json", 'U'), ("select", 'R')]);
    assert_eq!(ident(&old, "json").as_deref(), Ok("json"));
    assert_eq!(ident(&old, "select").as_deref(), Ok("\"select\""));
}

#[test]
fn refuses_what_postgresql_cannot_hold() {
    let any = Keywords::any_server();
    assert_eq!(ident(any, ""), Err(QuoteError::EmptyIdentifier));
    assert!(matches!(ident(any, "a\0"), Err(QuoteError::Nul(_))));
    assert!(matches!(literal("a\0"), Err(QuoteError::Nul(_))));
    assert!(matches!(dollar("a\0"), Err(QuoteError::Nul(_))));
    assert!(ident(any, &"é".repeat(31)).is_ok());
    assert!(matches!(ident(any, &"é".repeat(32)), Err(QuoteError::TooLong { length: 64, limit: 63, .. })));
    let long = Keywords::default().with_max_identifier_length(127);
    assert!(ident(&long, &"é".repeat(32)).is_ok());
}

#[test]
fn roles_know_public() {
    let any = Keywords::any_server();
    for (name, expected) in
        [("public", "PUBLIC"), ("PUBLIC", "\"PUBLIC\""), ("current_user", "\"current_user\""), ("Web", "\"Web\"")]
    {
        assert_eq!(role(any, name).as_deref(), Ok(expected));
    }
    assert_eq!(role(any, "none"), Err(QuoteError::RoleNone));
}

#[test]
fn dollar_tags_do_not_occur() {
    for (body, expected) in [
        ("x", "$body$x$body$"),
        ("x$body", "$body1$x$body$body1$"),
        ("$body$ $body1$", "$body2$$body$ $body1$$body2$"),
        ("x$", "$body$x$$body$"),
    ] {
        assert_eq!(dollar(body).as_deref(), Ok(expected));
    }
}

#[test]
fn the_builder_keeps_the_first_error() {
    let any = Keywords::any_server();
    let sql = SqlBuilder::new(any)
        .push("GRANT SELECT (")
        .columns(["id", "Order"])
        .push(") ON ")
        .name(&QualifiedName::new("api", "v"))
        .push(" TO ")
        .each(["public", "a-b"], ", ", SqlBuilder::role);
    assert_eq!(
        sql.finish().map(|sql| sql.to_string()).as_deref(),
        Ok("GRANT SELECT (id, \"Order\") ON api.v TO PUBLIC, \"a-b\"")
    );
    assert_eq!(SqlBuilder::new(any).ident("").role("none").finish(), Err(QuoteError::EmptyIdentifier));
    let negative = SqlBuilder::new(any).push("-").integer(-5).literal_or_null(None).finish();
    assert_eq!(negative.map(|sql| sql.to_string()).as_deref(), Ok("-(-5)NULL"));
}

fn text_without_nul() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), crate::sql::lex::tests::nasty_sql()].prop_map(|text| text.replace('\0', ""))
}

proptest! {
    #[test]
    fn a_quoted_value_is_one_token_with_its_value(value in text_without_nul()) {
        let quoted = literal(&value).unwrap();
        let found = tokens(&quoted);
        prop_assert_eq!(found.len(), 1);
        prop_assert_eq!(found[0].kind, Kind::String(StringKind::Plain));
        prop_assert_eq!(string_value(&found[0], &quoted), Some(value.clone()));

        let body = dollar(&value).unwrap();
        let found = tokens(&body);
        prop_assert_eq!(found.len(), 1);
        prop_assert_eq!(string_value(&found[0], &body), Some(value.clone()));

        if let Ok(name) = ident(Keywords::any_server(), &value) {
            let found = tokens(&name);
            prop_assert_eq!(found.len(), 1);
            prop_assert_eq!(identifier_value(&found[0], &name, '\\'), Some(value));
        }
    }
}
