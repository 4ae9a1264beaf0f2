//! The quoting of identifiers, literals and bodies; the only place where SQL text is joined from values.
//!
//! `Sql` can only be made from static text and quoted parts, so that text taken in
//! as it stands is visible by the name of the method that takes it.

mod builder;
mod keywords;
#[cfg(test)]
mod tests;

pub use builder::{Sql, SqlBuilder};
pub use keywords::Keywords;

use super::QualifiedName;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::sql as codes;

/// Why a value cannot be written as SQL.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuoteError {
    /// PostgreSQL has no empty identifiers (docs 4.1.1).
    #[error("an identifier is empty")]
    EmptyIdentifier,
    /// No text in PostgreSQL can hold the character with code zero.
    #[error("`{0}` holds a NUL character")]
    Nul(String),
    /// The server would cut the name off and mean another object.
    #[error("`{name}` has {length} bytes, more than the {limit} PostgreSQL keeps of a name")]
    TooLong {
        /// The name.
        name: String,
        /// Its length in bytes.
        length: usize,
        /// The server's `max_identifier_length`.
        limit: usize,
    },
    /// `none` is no role name (docs: CREATE ROLE).
    #[error("`none` is reserved and cannot name a role")]
    RoleNone,
}

/// An identifier, in double quotes where it is not a plain lower-case word or is a keyword
/// of the target (the rule of `quote_ident`).
pub fn ident(keywords: &Keywords, name: &str) -> Result<String, QuoteError> {
    if name.is_empty() {
        return Err(QuoteError::EmptyIdentifier);
    }
    refuse_nul(name)?;
    if name.len() > keywords.max_identifier_length() {
        let (length, limit) = (name.len(), keywords.max_identifier_length());
        return Err(QuoteError::TooLong { name: name.to_owned(), length, limit });
    }
    Ok(quoted_if_needed(keywords, name))
}

/// `schema.name`
pub fn qualified(keywords: &Keywords, name: &QualifiedName) -> Result<String, QuoteError> {
    Ok(format!("{}.{}", ident(keywords, &name.schema)?, ident(keywords, &name.name)?))
}

/// A role in GRANT, ALTER OWNER and the like. `public` is PUBLIC, quoted or not: no role can
/// have that name (a role named `PUBLIC` in capitals can exist).
pub fn role(keywords: &Keywords, name: &str) -> Result<String, QuoteError> {
    match name {
        "public" => Ok("PUBLIC".to_owned()),
        "none" => Err(QuoteError::RoleNone),
        _ => ident(keywords, name),
    }
}

/// Identifiers joined by `, `.
pub fn columns<'a>(keywords: &Keywords, names: impl IntoIterator<Item = &'a str>) -> Result<String, QuoteError> {
    let quoted: Result<Vec<String>, QuoteError> = names.into_iter().map(|name| ident(keywords, name)).collect();
    Ok(quoted?.join(", "))
}

/// A string constant for a session with `standard_conforming_strings` on.
pub fn literal(value: &str) -> Result<String, QuoteError> {
    refuse_nul(value)?;
    Ok(format!("'{}'", value.replace('\'', "''")))
}

/// A dollar-quoted constant. The tag is the first of `body`, `body1`, .. that the text does not hold,
/// not even without its closing `$`, which could join with what follows.
pub fn dollar(text: &str) -> Result<String, QuoteError> {
    refuse_nul(text)?;
    let mut tag = "body".to_owned();
    let mut number = 0usize;
    while text.contains(&format!("${tag}")) {
        number += 1;
        tag = format!("body{number}");
    }
    Ok(format!("${tag}${text}${tag}$"))
}

pub(super) fn quoted_if_needed(keywords: &Keywords, name: &str) -> String {
    let plain = name.starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if plain && !keywords.need_quotes(name) { name.to_owned() } else { in_quotes(name) }
}

pub(super) fn in_quotes(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// An identifier for text that is only shown or compared: never fails, any PostgreSQL's keywords quoted.
pub(super) fn shown(name: &str) -> String {
    quoted_if_needed(Keywords::any_server(), name)
}

fn refuse_nul(value: &str) -> Result<(), QuoteError> {
    if value.contains('\0') { Err(QuoteError::Nul(value.replace('\0', "\\0"))) } else { Ok(()) }
}

impl From<QuoteError> for Diagnostic {
    fn from(error: QuoteError) -> Self {
        Self::error(&codes::BAD_NAME, error.to_string()).advice("shorten or correct the name")
    }
}
