//! What a server says: every field of an error or notice, as a value of ours.

use std::error::Error as _;
use std::fmt;

use tokio_postgres::error::{DbError, ErrorPosition};

/// An error or notice of the server. PostgreSQL docs 55.8.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ServerError {
    /// SQLSTATE; empty when the error is not the server's.
    pub sqlstate: String,
    /// `ERROR`, `NOTICE`, ..; in the server's language before 9.6.
    pub severity: String,
    /// The primary message, in the server's language.
    pub message: String,
    /// Detail.
    pub detail: Option<String>,
    /// Hint.
    pub hint: Option<String>,
    /// Character in the statement we sent, from 1.
    pub position: Option<u32>,
    /// Character and text of a statement the server made itself.
    pub internal: Option<(u32, String)>,
    /// Call stack of what ran, innermost first.
    pub context: Option<String>,
    /// Schema of what the error is about.
    pub schema: Option<String>,
    /// Table.
    pub table: Option<String>,
    /// Column.
    pub column: Option<String>,
    /// Data type.
    pub datatype: Option<String>,
    /// Constraint.
    pub constraint: Option<String>,
    /// C function that raised it: the only part of a message that is never translated.
    pub routine: Option<String>,
}

impl ServerError {
    /// True when the server sent it, false for errors of the connection and of pgai's own use of it.
    pub fn is_from_server(&self) -> bool {
        !self.sqlstate.is_empty()
    }
}

impl From<&DbError> for ServerError {
    fn from(error: &DbError) -> Self {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        let (position, internal) = match error.position() {
            None => (None, None),
            Some(ErrorPosition::Original(at)) => (Some(*at), None),
            Some(ErrorPosition::Internal { position, query }) => (None, Some((*position, query.clone()))),
        };
        Self {
            sqlstate: error.code().code().to_owned(),
            severity: error.severity().to_owned(),
            message: error.message().to_owned(),
            detail: owned(error.detail()),
            hint: owned(error.hint()),
            position,
            internal,
            context: owned(error.where_()),
            schema: owned(error.schema()),
            table: owned(error.table()),
            column: owned(error.column()),
            datatype: owned(error.datatype()),
            constraint: owned(error.constraint()),
            routine: owned(error.routine()),
        }
    }
}

impl fmt::Display for ServerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        if self.is_from_server() {
            write!(f, " (SQLSTATE {})", self.sqlstate)?;
        }
        Ok(())
    }
}

/// What the server said, or for errors that are not the server's, their chain of causes as message.
pub fn server_error(error: &tokio_postgres::Error) -> ServerError {
    match error.as_db_error() {
        Some(error) => ServerError::from(error),
        None => ServerError { message: chain(error), ..ServerError::default() },
    }
}

/// An error and its causes in one line; `Display` of tokio_postgres alone leaves the cause out.
pub(super) fn chain(error: &tokio_postgres::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let words = error.to_string();
        if !text.ends_with(&words) {
            text.push_str(": ");
            text.push_str(&words);
        }
        cause = error.source();
    }
    text
}
