//! Offline analysis of queries for lint and check. Decides nothing about equality.
//!
//! What tokens can tell is told from tokens; the rest takes sqlparser, which reads most
//! everyday queries but not all of PostgreSQL's SQL: callers must live with [`Unparsed`].

mod columns;
mod parse;
mod relations;
#[cfg(test)]
mod tests;
mod tokens;

pub use relations::{Relations, Source, UnqualifiedRelation};
pub use tokens::{Star, order_by_without_limit, stars};

/// A query that the parser cannot read, or that is too nested to let it try. No error: the
/// server may well understand it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the query could not be analyzed offline: {reason}")]
pub struct Unparsed {
    /// A lower-case fragment.
    pub reason: String,
}

/// Names of relations without a schema that are not CTEs, in order.
///
/// Manifests must qualify names, because pgai compiles with an empty search path. Functions in
/// FROM are left out, relations of `pg_catalog` are not. Falls back to tokens where the
/// parser fails; [`Relations::source`] says so.
pub fn unqualified_relations(query: &str) -> Relations {
    match parse::query(query) {
        Ok(parsed) => relations::from_parser(query, &parsed),
        Err(_) => relations::from_tokens(query),
    }
}

/// Names of the columns that the query returns, by PostgreSQL's rules for columns without alias.
///
/// `Ok(None)` when they depend on other relations (`*`); a column is None where its
/// name depends on what only the server knows.
///
/// # Errors
/// [`Unparsed`] where the parser cannot follow.
pub fn output_columns(query: &str) -> Result<Option<Vec<Option<String>>>, Unparsed> {
    let parsed = parse::query(query)?;
    Ok(columns::of_query(&parsed))
}
