//! Splits a script into statements, knowing parentheses, quotes and BEGIN ATOMIC bodies.

use std::ops::Range;

use super::{SqlProblem, Statement};
use crate::diagnostic::codes::sql as codes;
use crate::sql::lex::{Kind, LexError, Token, significant};

/// The statements of a script in order, empty ones left out.
///
/// A semicolon ends a statement except inside the parentheses of a rule's actions and
/// inside a routine's `BEGIN ATOMIC .. END` (docs: CREATE RULE, CREATE FUNCTION).
///
/// # Errors
/// Whatever leaves the end of a statement uncertain: unterminated quotes and comments,
/// unbalanced parentheses, characters that PostgreSQL's scanner refuses.
pub fn split(text: &str) -> Result<Vec<Statement<'_>>, SqlProblem> {
    let tokens = significant(text);
    let mut splitter = Splitter { text, tokens: &tokens, start: 0, open: Vec::new(), body: Body::None };
    let mut statements = Vec::new();
    for index in 0..tokens.len() {
        if splitter.step(index)? {
            statements.extend(splitter.cut(index));
        }
    }
    splitter.end_of_text()?;
    statements.extend(splitter.cut(tokens.len()));
    Ok(statements)
}

#[derive(PartialEq, Eq)]
enum Body {
    None,
    /// Within BEGIN ATOMIC, which starts at this token.
    Open(usize),
    Closed,
}

struct Splitter<'a, 't> {
    text: &'a str,
    tokens: &'t [Token],
    /// First token of the current statement.
    start: usize,
    /// Tokens of the parentheses and brackets that are open.
    open: Vec<usize>,
    body: Body,
}

impl<'a> Splitter<'a, '_> {
    /// Takes in a token; true when it ends the statement.
    fn step(&mut self, index: usize) -> Result<bool, SqlProblem> {
        let token = &self.tokens[index];
        match (token.kind, token.text(self.text)) {
            (Kind::Error(error), slice) => return Err(refused(error, token, slice)),
            (Kind::Punctuation, "(" | "[") => self.open.push(index),
            (Kind::Punctuation, close @ (")" | "]")) => self.close(index, close)?,
            (Kind::Punctuation, ";") => return self.semicolon(index),
            (Kind::Word, _) if self.open.is_empty() => self.word(index),
            _ => {}
        }
        Ok(false)
    }

    fn close(&mut self, index: usize, close: &str) -> Result<(), SqlProblem> {
        let expected = if close == ")" { "(" } else { "[" };
        match self.open.pop() {
            Some(opener) if self.slice(opener) == expected => Ok(()),
            Some(opener) => Err(self.unbalanced(index, format!("`{close}` closes `{}`", self.slice(opener)))),
            None => Err(self.unbalanced(index, format!("`{close}` closes nothing"))),
        }
    }

    fn semicolon(&self, index: usize) -> Result<bool, SqlProblem> {
        let Some(opener) = self.open.last() else {
            return Ok(!matches!(self.body, Body::Open(_)));
        };
        let only_parenthesis = self.open.len() == 1 && self.slice(*opener) == "(";
        if only_parenthesis && self.starts_with_create(&["rule"]) {
            return Ok(false);
        }
        let message = format!("a semicolon stands where `{}` is still open", self.slice(*opener));
        Err(self.unbalanced(index, message))
    }

    /// `BEGIN ATOMIC` opens the body of a routine. Its END stands directly after the
    /// semicolon of the last statement (or after ATOMIC), where no CASE and no column label can end.
    fn word(&mut self, index: usize) {
        let before = index.checked_sub(1).filter(|before| *before >= self.start);
        match self.body {
            Body::None => {
                let label = before.is_some_and(|before| self.slice(before) == ".");
                if !label
                    && self.is_word(index, "begin")
                    && self.is_word(index + 1, "atomic")
                    && self.starts_with_create(&["function", "procedure"])
                {
                    self.body = Body::Open(index);
                }
            }
            Body::Open(_) => {
                let at_start = before.is_some_and(|before| {
                    self.slice(before) == ";"
                        || self.is_word(before, "atomic") && self.body == Body::Open(before.wrapping_sub(1))
                });
                if at_start && self.is_word(index, "end") {
                    self.body = Body::Closed;
                }
            }
            Body::Closed => {}
        }
    }

    fn end_of_text(&self) -> Result<(), SqlProblem> {
        if let Some(opener) = self.open.last() {
            return Err(self.unbalanced(*opener, format!("`{}` is never closed", self.slice(*opener))));
        }
        match self.body {
            Body::Open(begin) => {
                Err(SqlProblem::error(&codes::UNBALANCED, self.range(begin), "BEGIN ATOMIC has no END")
                    .with_advice("end the last statement of the body with `;` and the body with END"))
            }
            _ => Ok(()),
        }
    }

    /// The statement before token `end`; the next one starts after it.
    fn cut(&mut self, end: usize) -> Option<Statement<'a>> {
        let first = self.start;
        (self.start, self.body) = (end + 1, Body::None);
        let last = end.checked_sub(1).filter(|last| *last >= first)?;
        let range = self.tokens[first].range.start..self.tokens[last].range.end;
        Some(Statement { text: self.text.get(range.clone())?, offset: range.start })
    }

    /// True for `CREATE [OR REPLACE] <one of kinds>`.
    fn starts_with_create(&self, kinds: &[&str]) -> bool {
        let at = if self.is_word(self.start + 1, "or") && self.is_word(self.start + 2, "replace") { 3 } else { 1 };
        self.is_word(self.start, "create") && kinds.iter().any(|kind| self.is_word(self.start + at, kind))
    }

    fn is_word(&self, index: usize, word: &str) -> bool {
        self.tokens.get(index).is_some_and(|token| token.is_word(self.text, word))
    }

    fn slice(&self, index: usize) -> &'a str {
        self.tokens.get(index).map_or("", |token| token.text(self.text))
    }

    fn range(&self, index: usize) -> Range<usize> {
        self.tokens.get(index).map_or(0..0, |token| token.range.clone())
    }

    fn unbalanced(&self, index: usize, message: String) -> SqlProblem {
        SqlProblem::error(&codes::UNBALANCED, self.range(index), message)
            .with_advice("balance the parentheses and brackets of the statement")
    }
}

fn refused(error: LexError, token: &Token, slice: &str) -> SqlProblem {
    let (code, message, advice) = match error {
        LexError::UnterminatedString => (
            &codes::UNTERMINATED,
            "this string has no closing quote".to_owned(),
            "close it with `'`; write a quote inside it twice",
        ),
        LexError::UnterminatedDollarString => (
            &codes::UNTERMINATED,
            "this dollar-quoted string has no end".to_owned(),
            "repeat its opening tag at its end",
        ),
        LexError::UnterminatedIdentifier => (
            &codes::UNTERMINATED,
            "this quoted identifier has no closing quote".to_owned(),
            "close it with `\"`; write a quote inside it twice",
        ),
        LexError::UnterminatedComment => {
            (&codes::UNTERMINATED, "this comment has no end".to_owned(), "close it with `*/`; comments nest")
        }
        LexError::JunkAfterNumber => (
            &codes::UNEXPECTED_CHARACTER,
            format!("`{slice}` joins a number and letters"),
            "put a blank after the number",
        ),
        LexError::StrayCharacter => (
            &codes::UNEXPECTED_CHARACTER,
            format!("`{}` starts nothing that PostgreSQL knows", slice.escape_debug()),
            "remove the character, or quote the text it belongs to",
        ),
    };
    // Of something unterminated only the start is worth pointing at.
    let end = if code == &codes::UNTERMINATED { token.range.start + 1 } else { token.range.end };
    SqlProblem::error(code, token.range.start..end, message).with_advice(advice)
}
