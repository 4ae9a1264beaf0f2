//! Lock files: what manifests stand on, as typed documents, and whether views and functions
//! are still what the server verified. Pure: text in, text out.
//!
//! Generated, one file per relation or function that a manifest reaches and a few small sorted
//! ones. PostgreSQL's own facts only, defaults left out, nothing global in any file.

mod constraint;
mod digest;
mod files;
mod function;
mod inputs;
mod names;
mod relation;
mod small;
mod subject;
#[cfg(test)]
mod tests;
mod verify;

pub use constraint::{Action, Constraint, Index};
pub use digest::{body_hash, query_hash};
pub use files::{LockFiles, LockKind, LockPath, Small};
pub use function::{Argument, Function, FunctionKind, Overload};
pub use inputs::user_type;
pub use names::{ColumnName, ColumnNameError, References};
pub use relation::{Column, Generated, Identity, Keys, Operation, Policy, Relation, RelationKind, Rls, Trigger};
pub use small::{Cast, Handler, Membership, Role, Schema, Sequence, Type};
pub use subject::{Subject, signature};
pub use verify::{Verification, verify, verify_all};

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What a view or function was when the server typed it: hashes of 16 hex digits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verified {
    /// Major version of the server.
    pub postgres: u32,
    /// Of the manifest's own words: query or body, columns, options, triggers.
    pub text: String,
    /// Of the values of each thing it reads. One by one, so that two branches that change
    /// different tables merge into a file that is right.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub inputs: BTreeMap<String, String>,
}

/// The text of a view that no manifest holds, as a hash. PostgreSQL prints it, so the major belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// Major version of the server that printed it.
    pub postgres: u32,
    /// 16 hex digits.
    pub text: String,
}

fn is_false(value: &bool) -> bool {
    !*value
}

fn is_true(value: &bool) -> bool {
    *value
}

fn yes() -> bool {
    true
}
