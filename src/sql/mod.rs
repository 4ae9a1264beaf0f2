//! SQL text: qualified names, quoting, tokens, statement splitting, offline analysis.
//!
//! Pure: no I/O. PostgreSQL decides what SQL means; nothing here decides equality.

pub mod analyze;
pub mod layout;
pub mod lex;
mod name;
pub mod quote;
pub mod references;
pub mod statement;
mod types;

pub use name::{NameError, QualifiedName, identifier_text, split_parts};
pub use types::{Signature, TypeError, TypeName};
