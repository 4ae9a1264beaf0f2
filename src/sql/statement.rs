//! Exactly one statement, and scripts split into statements.
//!
//! Text from manifests reaches a server only through here: what could be a second
//! statement is refused, as is anything whose end cannot be told for certain.

mod dates;
mod problem;
mod query;
mod split;
#[cfg(test)]
mod tests;

pub use problem::SqlProblem;
pub use query::{ViewQuery, view_query};
pub use split::split;

use crate::diagnostic::codes::sql as codes;

/// One statement within a text, without the blanks, comments and semicolons around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement<'a> {
    text: &'a str,
    offset: usize,
}

impl<'a> Statement<'a> {
    /// The statement, from its first to its last token. Comments within it are kept.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// Where it starts in the text it was taken from, in bytes. Add it to places within the statement.
    pub fn offset(&self) -> usize {
        self.offset
    }
}

/// The one statement that `text` holds. Comments and semicolons may stand around it.
///
/// # Errors
/// No statement or more than one; something unterminated or unbalanced; a character that
/// PostgreSQL's scanner refuses.
pub fn single(text: &str) -> Result<Statement<'_>, SqlProblem> {
    let mut statements = split(text)?.into_iter();
    let Some(first) = statements.next() else {
        return Err(SqlProblem::error(&codes::NO_STATEMENT, 0..text.len(), "there is no SQL statement here")
            .with_advice("write the statement, or remove the key"));
    };
    match statements.next() {
        None => Ok(first),
        Some(second) => {
            let range = second.offset..second.offset + second.text.len();
            Err(SqlProblem::error(&codes::SECOND_STATEMENT, range, "a second statement starts here")
                .with_advice("keep exactly one statement; a semicolon may only stand at its end"))
        }
    }
}
