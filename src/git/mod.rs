//! The git repository around a project: whether it is clean, and which commit it is at.
//!
//! Reads the repository and the working tree; writes nothing, and never uses the network.

mod repository;
#[cfg(test)]
mod tests;

pub use repository::{Head, Repository};
