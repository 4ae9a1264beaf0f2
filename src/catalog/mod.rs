//! The model of a database: what `pg` reads, what manifests are lowered to, what the lock keeps.
//!
//! Pure: values only. Everything is keyed by name and sorted, so that two readings
//! of the same database are equal whatever order the server answered in.

pub mod acl;
mod database;
mod function;
pub mod lock;
pub mod raise;
mod relation;
mod role;
#[cfg(test)]
pub(crate) mod testing;
mod types;

pub use acl::{Acl, Grant, ObjectKind, Privilege};
pub use database::{
    Catalog, DefaultAcl, Extension, ListeningPostgRest, PostgRestSetting, Schema, Server, Skipped, Uncaptured,
};
pub use function::{Argument, ArgumentMode, Function, FunctionKey, FunctionKind, Parallel, Volatility};
pub use relation::{
    Column, Constraint, ConstraintKind, ForeignKey, Generated, Identity, Index, Operations, Policy, Relation,
    RelationKind, Rule, Statistics, Trigger, ViewDefinition,
};
pub use role::{Membership, Role};
pub use types::{Cast, CompositeField, Sequence, Type, TypeKind};
