//! Parts of expressions as PostgreSQL prints them.

use crate::manifest::lock::Operation;
use crate::sql::QualifiedName;
use crate::sql::lex::{Kind, significant, string_value};

/// The expression of a printed check constraint: `CHECK ((a > 0)) NOT VALID` gives `a > 0`.
pub(super) fn check(definition: &str) -> String {
    unwrapped(parenthesised(definition).map_or(definition, |(inner, _)| inner)).to_owned()
}

/// An expression without the parentheses that PostgreSQL prints around the whole of it.
pub(super) fn unwrapped(mut expression: &str) -> &str {
    while expression.starts_with('(')
        && let Some((within, "")) = parenthesised(expression)
    {
        expression = within;
    }
    expression
}

/// What stands in the first pair of parentheses, and what follows it.
fn parenthesised(text: &str) -> Option<(&str, &str)> {
    let mut open = None;
    let mut depth = 0_usize;
    for token in significant(text).iter().filter(|token| token.kind == Kind::Punctuation) {
        match token.text(text) {
            "(" => {
                open = open.or(Some(token.range.end));
                depth += 1;
            }
            ")" => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some((&text[open?..token.range.start], text[token.range.end..].trim()));
                }
            }
            _ => {}
        }
    }
    None
}

/// The sequences that a default takes its value from: `nextval('sales.orders_id_seq'::regclass)`.
pub(super) fn sequences(default: &str) -> Vec<QualifiedName> {
    if !default.contains("nextval") {
        return Vec::new();
    }
    let tokens = significant(default);
    tokens
        .windows(3)
        .filter(|window| window[0].is_word(default, "nextval") && window[1].is_symbol(default, "("))
        .filter_map(|window| string_value(&window[2], default)?.parse().ok())
        .collect()
}

/// The command of a printed rule: `CREATE RULE r AS ON insert TO ..`.
pub(super) fn rule_event(definition: &str) -> Option<Operation> {
    let tokens = significant(definition);
    let on = tokens.iter().position(|token| token.is_word(definition, "on"))?;
    let event = tokens.get(on + 1)?;
    [("insert", Operation::Insert), ("update", Operation::Update), ("delete", Operation::Delete)]
        .into_iter()
        .find(|(word, _)| event.is_word(definition, word))
        .map(|(_, operation)| operation)
}

/// Whether a query as PostgreSQL prints it can make NULLs beside the rows it reads: outer joins,
/// grouping sets. Function names that are such words are printed in quotes.
pub(super) fn adds_nulls(query: &str) -> bool {
    const WORDS: [&str; 6] = ["left", "right", "full", "grouping", "rollup", "cube"];
    significant(query).iter().any(|token| WORDS.iter().any(|word| token.is_word(query, word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checks_lose_what_stands_around_them() {
        for (printed, expected) in [
            ("CHECK ((total >= (0)::numeric))", "total >= (0)::numeric"),
            ("CHECK (((a > 0) AND (b > 0))) NOT VALID", "(a > 0) AND (b > 0)"),
            ("CHECK ((VALUE ~ ')'::text)) NO INHERIT", "VALUE ~ ')'::text"),
            ("CHECK (active)", "active"),
            ("CHECK (((\"a)\") IS NOT NULL))", "(\"a)\") IS NOT NULL"),
            ("odd", "odd"),
            ("CHECK ((a", "CHECK ((a"),
        ] {
            assert_eq!(check(printed), expected, "{printed}");
        }
    }

    #[test]
    fn sequences_are_found_in_defaults() {
        let name = |name: &str| QualifiedName::new("s", name);
        assert_eq!(sequences("nextval('s.a'::regclass)"), [name("a")]);
        assert_eq!(sequences("('x'::text || nextval('s.\"O''dd\"'::regclass))"), [name("O'dd")]);
        assert_eq!(sequences("'nextval(''s.a'')'::text"), []);
        assert_eq!(sequences("nextval('bare'::regclass)"), []);
    }

    #[test]
    fn rules_name_their_command() {
        let rule = "CREATE RULE \"on\" AS\n    ON UPDATE TO api.v DO INSTEAD  INSERT INTO s.t (a)\n  VALUES (new.a);";
        assert_eq!(rule_event(rule), Some(Operation::Update));
        assert_eq!(rule_event("CREATE RULE r AS ON SELECT TO x DO INSTEAD SELECT 1"), None);
        assert_eq!(rule_event("ON"), None);
    }

    #[test]
    fn only_real_outer_joins_add_nulls() {
        assert!(adds_nulls("SELECT a.x FROM s.a LEFT JOIN s.b ON true"));
        assert!(adds_nulls("SELECT a.x FROM s.a GROUP BY ROLLUP(a.x)"));
        for query in ["SELECT \"left\"(a.x, 1), 'left join' AS \"full\" FROM s.a", "SELECT 1 -- left"] {
            assert!(!adds_nulls(query), "{query}");
        }
    }
}
