//! Desired against live: a flat list of typed changes, each with what is there and what is wanted.
//!
//! Pure, and no SQL: plan, the human view and the contract part all read the same changes.

mod change;
mod compare;
mod function;
mod grants;
mod lower;
mod state;
mod view;

pub use change::{Change, Object, What};
pub use compare::{Comparison, Managed, compare};
pub use function::key as overload_key;
pub use grants::{GrantError, acl_of};
pub use lower::{Proofs, wanted_catalog};
pub use state::{Proof, ProvenColumn, State, Table};
