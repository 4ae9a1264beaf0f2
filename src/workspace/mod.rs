//! The project on disk: finding it, reading pgai.yaml and the manifests, writing files whole or not at all.
//!
//! Touches the file system below the project's folder, and nothing else.

mod attributes;
mod changes;
mod discover;
mod files;
mod index;
mod manifest;
mod open;
mod store;
#[cfg(test)]
mod tests;

pub use attributes::with_attributes;
pub use changes::{Applied, Changes};
pub use discover::discover;
pub use manifest::Manifest;
pub use open::{Texts, Workspace};
pub use store::{Outcome, Store};

/// The project's file; the folder that holds it is the project's root.
pub const PROJECT_FILE: &str = "pgai.yaml";
/// The folder of the manifests, below the root.
pub const MANIFESTS: &str = "pgai";
/// The folder of the lock files, below the root.
pub const LOCK: &str = "pgai/lock";
