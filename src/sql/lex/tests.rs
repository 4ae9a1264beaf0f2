use super::*;
use proptest::prelude::*;

/// `kind:text` of each significant token, joined by blanks.
fn shown(text: &str) -> String {
    let name = |kind: Kind| match kind {
        Kind::Word => "w".to_owned(),
        Kind::QuotedIdentifier => "q".to_owned(),
        Kind::String(kind) => format!("{kind:?}"),
        Kind::DollarString => "$".to_owned(),
        Kind::Number => "n".to_owned(),
        Kind::Parameter => "p".to_owned(),
        Kind::Operator => "o".to_owned(),
        Kind::Error(error) => format!("{error:?}"),
        other => format!("{other:?}"),
    };
    let parts: Vec<String> = significant(text).iter().map(|t| format!("{}:{}", name(t.kind), t.text(text))).collect();
    parts.join(" ")
}

#[test]
fn follows_postgresql_rules() {
    for (text, expected) in [
        ("a$b$c", "w:a$b$c"),
        ("'it''s'", "Plain:'it''s'"),
        ("'a\\' b", "Plain:'a\\' w:b"),
        ("e'a\\'b' c", "Escape:e'a\\'b' w:c"),
        ("E'a'\n'\\' x'", "Escape:E'a'\n'\\' x'"),
        ("'a' -- it's\n 'b' c", "Plain:'a' -- it's\n 'b' w:c"),
        ("'a' 'b'", "Plain:'a' Plain:'b'"),
        ("'a' /* x */\n 'b'", "Plain:'a' Plain:'b'"),
        ("b'01''11'", "Bits:b'01' Plain:'11'"),
        ("X'1F' n'x'", "Hex:X'1F' National:n'x'"),
        ("U&'\\0061' uescape '!'", "Unicode:U&'\\0061' w:uescape Plain:'!'"),
        ("u&\"d\\0061t\" u & \"x\"", "q:u&\"d\\0061t\" w:u o:& q:\"x\""),
        ("\"a\"\"b\".c", "q:\"a\"\"b\" Punctuation:. w:c"),
        ("$$a$b$c$$", "$:$$a$b$c$$"),
        ("$é1$ $$ $é1$x", "$:$é1$ $$ $é1$ w:x"),
        ("$1$$a$$", "p:$1 $:$$a$$"),
        ("$a b", "StrayCharacter:$ w:a w:b"),
        ("$1a", "JunkAfterNumber:$1a"),
        ("1_000 0x1F 0b_1 .5 1. 1e-3 1..2", "n:1_000 n:0x1F n:0b_1 n:.5 n:1. n:1e-3 n:1 DotDot:.. n:2"),
        ("1a 1e 0x", "JunkAfterNumber:1a JunkAfterNumber:1e JunkAfterNumber:0x"),
        ("1E'\\''", "JunkAfterNumber:1E UnterminatedString:'\\''"),
        ("a<-1", "w:a o:< o:- n:1"),
        ("a@-1", "w:a o:@- n:1"),
        ("a*-1 +- 2", "w:a o:* o:- n:1 o:+ o:- n:2"),
        ("a->>'b'", "w:a o:->> Plain:'b'"),
        ("a@>--x\nb", "w:a o:@> w:b"),
        ("a+/*x*/b", "w:a o:+ w:b"),
        (
            "x::int y:=1 z=>2 a[1:2]",
            "w:x Cast::: w:int w:y Assign::= n:1 w:z o:=> n:2 w:a Punctuation:[ n:1 Punctuation:: n:2 Punctuation:]",
        ),
        ("/* a /* b */ c */ d", "w:d"),
        ("/* /*/ */ */ d", "w:d"),
        ("/* a /* b */ c", "UnterminatedComment:/* a /* b */ c"),
        ("'a", "UnterminatedString:'a"),
        ("E'a\\", "UnterminatedString:E'a\\"),
        ("\"a", "UnterminatedIdentifier:\"a"),
        ("$x$ a $y$", "UnterminatedDollarString:$x$ a $y$"),
        ("a\\b\0", "w:a StrayCharacter:\\ w:b StrayCharacter:\0"),
        ("تست.موارد", "w:تست Punctuation:. w:موارد"),
        ("a\u{a0}b", "w:a\u{a0}b"),
    ] {
        assert_eq!(shown(text), expected, "{text}");
    }
}

#[test]
fn decodes_names_and_strings() {
    let value = |text: &str| identifier_value(&tokens(text)[0], text, '\\');
    assert_eq!(value("API").as_deref(), Some("api"));
    assert_eq!(value("ÄB").as_deref(), Some("Äb"));
    assert_eq!(value("\"A\"\"b\"").as_deref(), Some("A\"b"));
    assert_eq!(value("U&\"d\\0061t\\+000061\\\\\"").as_deref(), Some("data\\"));
    assert_eq!(value("U&\"\\00\"").as_deref(), None);
    let content = |text: &str| string_value(&tokens(text)[0], text);
    assert_eq!(content("'no' -- 'x\n 'w''s'").as_deref(), Some("now's"));
    assert_eq!(content("$a$ $ $a$").as_deref(), Some(" $ "));
    assert_eq!(content("E'a\\n'"), None);
    assert_eq!(content("E'a'").as_deref(), Some("a"));
}

/// Texts made of the pieces that scanners stumble over.
pub(crate) fn nasty_sql() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "'",
        "''",
        "\"",
        "$",
        "$$",
        "$a$",
        "\\",
        "E'",
        "U&\"",
        "U&'",
        "b'",
        "--",
        "/*",
        "*/",
        "\n",
        "\r\n",
        " ",
        ";",
        "(",
        ")",
        "[",
        "]",
        ".",
        ",",
        "::",
        ":=",
        "api",
        "orders",
        "API",
        "\"api\"",
        "é",
        "1",
        "0x",
        "1e",
        "_",
        "+",
        "-",
        "@",
        "*",
        "select",
        "from",
        "case",
        "end",
        "begin atomic",
        "create function",
        "as",
        "now",
        "\0",
        "with",
        "check option",
        "date",
    ]);
    prop::collection::vec(pieces, 0..40).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn is_lossless_on_any_text(text in any::<String>()) {
        let joined: String = tokens(&text).iter().map(|token| token.text(&text)).collect();
        prop_assert_eq!(joined, text);
    }

    #[test]
    fn is_lossless_on_nasty_text(text in nasty_sql()) {
        let found = tokens(&text);
        let joined: String = found.iter().map(|token| token.text(&text)).collect();
        prop_assert_eq!(joined, text.clone());
        for token in &found {
            prop_assert!(!token.range.is_empty());
            let _ = (identifier_value(token, &text, '\\'), string_value(token, &text));
        }
    }
}
