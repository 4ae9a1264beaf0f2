//! Text forms of SQL: one for comparing texts as they stand, one for manifests.
//!
//! Both change only what stands between tokens, never what stands inside quotes.

#[cfg(test)]
mod tests;

use super::lex::{Kind, Token, tokens};

/// A form in which texts that differ only in line ends, trailing blanks and a final
/// semicolon are the same. Says nothing about texts that differ in more.
pub fn comparable(text: &str) -> String {
    let found = without_end(text, tokens(text));
    let mut result = String::with_capacity(text.len());
    for token in &found {
        let slice = token.text(text);
        match token.kind {
            Kind::Whitespace => result.push_str(&tidy_lines(slice)),
            // What follows a line comment is a line end.
            Kind::LineComment => result.push_str(slice.trim_end()),
            Kind::BlockComment => result.push_str(&tidy_lines(slice)),
            _ => result.push_str(slice),
        }
    }
    result
}

/// `\r\n` as `\n`, and no blanks before line ends.
fn tidy_lines(slice: &str) -> String {
    let slice = slice.replace("\r\n", "\n");
    let mut lines: Vec<&str> = slice.split('\n').collect();
    let last = lines.pop().unwrap_or_default();
    let mut result = String::with_capacity(slice.len());
    for line in lines {
        result.push_str(line.trim_end_matches([' ', '\t']));
        result.push('\n');
    }
    result.push_str(last);
    result
}

/// The tokens without blanks and semicolons at the end.
fn without_end(text: &str, mut found: Vec<Token>) -> Vec<Token> {
    while found.last().is_some_and(|last| last.kind == Kind::Whitespace || last.is_symbol(text, ";")) {
        found.pop();
    }
    found
}

/// `pg_get_viewdef(oid, true)` as text for a manifest: without the final semicolon, and without
/// the one blank that PostgreSQL puts before SELECT, VALUES and WITH at the start of a line.
/// All else stays as PostgreSQL printed it.
pub fn block_text(deparsed: &str) -> String {
    let found = without_end(deparsed, tokens(deparsed));
    let mut depth = 0usize;
    let mut result = String::with_capacity(deparsed.len());
    for (index, token) in found.iter().enumerate() {
        let slice = token.text(deparsed);
        match (token.kind, slice) {
            (Kind::Punctuation, "(" | "[") => depth += 1,
            (Kind::Punctuation, ")" | "]") => depth = depth.saturating_sub(1),
            _ => {}
        }
        if index == 0 && token.kind == Kind::Whitespace {
            continue;
        }
        let starts_query = depth == 0
            && found.get(index + 1).is_some_and(|next| {
                ["select", "values", "with", "table"].iter().any(|word| next.is_word(deparsed, word))
            });
        match slice.strip_suffix("\n ") {
            Some(_) if starts_query && token.kind == Kind::Whitespace => result.push_str(&slice[..slice.len() - 1]),
            _ => result.push_str(slice),
        }
    }
    result
}
