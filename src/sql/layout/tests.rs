use super::*;
use crate::sql::lex::significant;
use crate::sql::lex::tests::nasty_sql;
use proptest::prelude::*;

#[test]
fn comparable_ignores_only_layout_at_line_ends() {
    for (text, expected) in [
        ("SELECT 1;\n", "SELECT 1"),
        ("SELECT 1  \r\nFROM a ;; \n", "SELECT 1\nFROM a"),
        ("SELECT 1 -- why  \r\n", "SELECT 1 -- why"),
        ("SELECT 1 -- why;", "SELECT 1 -- why;"),
        ("SELECT 'a  \r\n b;'", "SELECT 'a  \r\n b;'"),
        ("SELECT $$a  \n$$, \"b \n\"", "SELECT $$a  \n$$, \"b \n\""),
        ("/* a  \r\n b */ SELECT 1", "/* a\n b */ SELECT 1"),
        ("  SELECT  1", "  SELECT  1"),
        ("SELECT 1; -- end", "SELECT 1; -- end"),
        ("SELECT 'open  \r\n;", "SELECT 'open  \r\n;"),
        (";", ""),
    ] {
        assert_eq!(comparable(text), expected, "{text:?}");
    }
    assert_ne!(comparable("SELECT a b"), comparable("SELECT a  b"));
}

#[test]
fn block_text_drops_the_blank_before_select() {
    for (text, expected) in [
        (" SELECT o.id,\n    o.total\n   FROM sales.orders o;", "SELECT o.id,\n    o.total\n   FROM sales.orders o"),
        (" SELECT 1 AS a\nUNION ALL\n SELECT 2 AS a;", "SELECT 1 AS a\nUNION ALL\nSELECT 2 AS a"),
        (
            " WITH x AS (\n         SELECT 1\n        )\n SELECT 'a\n SELECT;'\n   FROM x;",
            "WITH x AS (\n         SELECT 1\n        )\nSELECT 'a\n SELECT;'\n   FROM x",
        ),
        (
            " SELECT ( SELECT 1) AS a\n   FROM ( SELECT 2\n         UNION\n SELECT 3) b;",
            "SELECT ( SELECT 1) AS a\n   FROM ( SELECT 2\n         UNION\n SELECT 3) b",
        ),
        (" VALUES (1), (2);", "VALUES (1), (2)"),
        ("SELECT $$ ;$$", "SELECT $$ ;$$"),
    ] {
        assert_eq!(block_text(text), expected);
    }
}

fn contents(text: &str) -> Vec<String> {
    significant(text).iter().map(|token| token.text(text).to_owned()).collect()
}

proptest! {
    #[test]
    fn forms_are_stable_and_keep_every_token(text in prop_oneof![any::<String>(), nasty_sql()]) {
        for form in [comparable, block_text] {
            let once = form(&text);
            prop_assert_eq!(form(&once), once.clone());
            let (mut before, mut after) = (contents(&text), contents(&once));
            // Only semicolons at the very end may go.
            while before.len() > after.len() && before.last().is_some_and(|last| last == ";") {
                before.pop();
            }
            prop_assert_eq!(&mut after, &mut before);
        }
        let block = block_text(&text);
        prop_assert_eq!(block_text(&comparable(&block)), comparable(&block));
    }
}
