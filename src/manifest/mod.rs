//! Manifests: YAML to typed documents with places, our emitter, edits in place, JSON Schemas.
//!
//! Pure: text in, text out. The disk half is `workspace`.

#[cfg(test)]
mod arbitrary;
pub mod document;
pub mod edit;
pub mod emit;
pub mod file_name;
mod kind;
mod places;
pub mod privilege;
mod read;
mod read_error;
mod redact;
pub mod schema;
mod tree;

pub use edit::{Updated, update, update_project};
pub use emit::{emit_document, emit_project};
pub use kind::KINDS;
pub use places::Places;
pub use read::{read, read_as, read_project};
