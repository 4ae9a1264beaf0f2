//! Dotted names in a text.

use std::ops::Range;

use crate::sql::lex::{Token, identifier_value, significant, string_value};

/// One part of a dotted name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    /// The name it stands for.
    pub(super) value: String,
    /// Its bytes, a UESCAPE clause included.
    pub(super) range: Range<usize>,
}

/// The dotted names of a text in order. One starts at an identifier that no `.` precedes, so that
/// `(x).field` and `a[1].field` give none. Blanks and comments may stand between the parts.
pub(super) fn chains(text: &str) -> Vec<Vec<Part>> {
    let tokens = significant(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let (chain, end) = chain_at(text, &tokens, at);
        let after_dot = at > 0 && tokens[at - 1].is_symbol(text, ".");
        if !chain.is_empty() && !after_dot {
            found.push(chain);
        }
        at = end.max(at + 1);
    }
    found
}

/// The parts from token `at` on, and the token after them.
fn chain_at(text: &str, tokens: &[Token], mut at: usize) -> (Vec<Part>, usize) {
    let mut chain = Vec::new();
    while let Some((part, end)) = part_at(text, tokens, at) {
        chain.push(part);
        at = end;
        match tokens.get(end) {
            Some(dot) if dot.is_symbol(text, ".") => at = end + 1,
            _ => break,
        }
    }
    (chain, at)
}

fn part_at(text: &str, tokens: &[Token], at: usize) -> Option<(Part, usize)> {
    let token = tokens.get(at)?;
    let slice = token.text(text);
    let unicode = slice.len() > 2 && slice.as_bytes()[1] == b'&' && token.is_identifier();
    if unicode && tokens.get(at + 1).is_some_and(|next| next.is_word(text, "uescape")) {
        let clause = tokens.get(at + 2)?;
        let escape = string_value(clause, text)?.chars().next()?;
        let value = identifier_value(token, text, escape)?;
        return Some((Part { value, range: token.range.start..clause.range.end }, at + 3));
    }
    let value = identifier_value(token, text, '\\')?;
    Some((Part { value, range: token.range.clone() }, at + 1))
}
