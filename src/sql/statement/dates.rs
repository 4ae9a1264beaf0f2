//! Date/time literals whose value is that of the moment of creation: 'now', 'today', ..

use super::SqlProblem;
use crate::diagnostic::codes::sql as codes;
use crate::sql::lex::{Kind, Token, string_value};

const MOVING: [&str; 4] = ["now", "today", "tomorrow", "yesterday"];
const TYPES: [&str; 5] = ["date", "time", "timetz", "timestamp", "timestamptz"];

/// Refuses moving date/time literals with a date/time type, warns of those whose type only
/// the server knows. PostgreSQL evaluates them when the view is created (docs 8.5.1.4), so that
/// the view shows that moment for ever and never equals its text.
///
/// # Errors
/// A literal with a date/time type before it, after `::`, or in CAST.
pub(super) fn check(text: &str, tokens: &[Token]) -> Result<Vec<SqlProblem>, SqlProblem> {
    let context = Context { text, tokens };
    let mut warnings = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let Some(content) = string_value(token, text) else { continue };
        let Some(word) = moving_word(&content) else { continue };
        let advice = format!("write `{}` instead", instead(word));
        if context.has_date_type(index) {
            let message = format!("`{word}` here means the moment the view is created");
            return Err(SqlProblem::error(&codes::FROZEN_TIME, token.range.clone(), message).with_advice(advice));
        }
        if content.trim().eq_ignore_ascii_case(word) && !context.has_other_type(index) {
            let message = format!("'{word}' means the moment the view is created, where it is read as a date or time");
            warnings.push(
                SqlProblem::warning(&codes::FROZEN_TIME, token.range.clone(), message)
                    .with_advice(format!("{advice}, or add `::text` where it is text")),
            );
        }
    }
    Ok(warnings)
}

fn moving_word(content: &str) -> Option<&'static str> {
    let mut words = content.split(|c: char| !c.is_alphanumeric());
    words.find_map(|word| MOVING.into_iter().find(|moving| word.eq_ignore_ascii_case(moving)))
}

fn instead(word: &str) -> &'static str {
    match word {
        "today" => "CURRENT_DATE",
        "tomorrow" => "CURRENT_DATE + 1",
        "yesterday" => "CURRENT_DATE - 1",
        _ => "now()",
    }
}

struct Context<'a> {
    text: &'a str,
    tokens: &'a [Token],
}

impl Context<'_> {
    fn has_date_type(&self, index: usize) -> bool {
        self.is_date_type(self.type_after(index)) || self.is_date_type(self.type_before(index))
    }

    /// A cast to something else, or `text '..'`.
    fn has_other_type(&self, index: usize) -> bool {
        self.type_after(index).is_some()
            || self.type_before(index).is_some_and(|at| {
                ["text", "varchar", "bpchar", "char", "character", "name", "json", "jsonb"]
                    .iter()
                    .any(|name| self.tokens.get(at).is_some_and(|token| token.is_word(self.text, name)))
            })
    }

    fn is_date_type(&self, at: Option<usize>) -> bool {
        let Some(token) = at.and_then(|at| self.tokens.get(at)) else { return false };
        match token.kind {
            Kind::Word => TYPES.iter().any(|name| token.is_word(self.text, name)),
            Kind::QuotedIdentifier => TYPES.contains(&token.text(self.text).trim_matches('"')),
            _ => false,
        }
    }

    /// The type's last name in `'..'::name` and `CAST('..' AS name)`.
    fn type_after(&self, index: usize) -> Option<usize> {
        let next = self.tokens.get(index + 1)?;
        if next.kind != Kind::Cast && !next.is_word(self.text, "as") {
            return None;
        }
        let qualified = self.tokens.get(index + 3).is_some_and(|token| token.is_symbol(self.text, "."));
        Some(if qualified { index + 4 } else { index + 2 })
    }

    /// The type's name in `name '..'`, `name(3) '..'`, `name(3) with time zone '..'`.
    fn type_before(&self, index: usize) -> Option<usize> {
        let mut at = index.checked_sub(1)?;
        if self.tokens[at].is_word(self.text, "zone") {
            at = at.checked_sub(3)?;
        }
        if self.tokens[at].is_symbol(self.text, ")") {
            at = at.checked_sub(3)?;
        }
        Some(at)
    }
}
