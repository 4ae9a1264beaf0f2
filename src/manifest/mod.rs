//! Manifests: YAML to typed documents with places, our emitter, edits in place, JSON Schemas.
//!
//! Pure: text in, text out. The disk half is `workspace`.

pub mod document;
