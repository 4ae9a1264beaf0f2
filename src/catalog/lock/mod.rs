//! Lock documents off a catalog: what the manifests reach, and what the lock says of each.
//!
//! Pure and linear in what is reached. Every file follows from PostgreSQL's own facts alone, so
//! that two readings of the same database give the same bytes.

mod derive;
mod expression;
mod function;
mod names;
mod reach;
mod relation;
mod small;
#[cfg(test)]
mod tests;

pub use reach::{Reached, Roots, reach};

use super::Catalog;
use crate::manifest::lock::LockFiles;

/// Builds the lock of everything reached. Entries say nothing of `verified` yet: the manifests that pull
/// keeps may be written otherwise than PostgreSQL prints them, so [`LockFiles::seal`] gets them afterwards.
///
/// What could not be read (`Reached::not_read`) has no entry; a pull keeps the one it had.
pub fn lock(catalog: &Catalog, reached: &Reached) -> LockFiles {
    LockFiles {
        relations: relation::relations(catalog, reached),
        functions: function::functions(catalog, reached),
        types: small::types(catalog, reached),
        roles: small::roles(catalog, reached),
        schemas: small::schemas(catalog, reached),
        casts: small::casts(catalog, reached),
        sequences: small::sequences(catalog, reached),
        handlers: small::handlers(catalog, reached),
    }
}
