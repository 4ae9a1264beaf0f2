//! The kinds of manifests and what is common to all of them.

use super::document::Document;

/// Every kind, in the order people meet them.
pub const KINDS: [&str; 6] = ["Schema", "View", "MaterializedView", "Function", "Endpoint", "PostgREST"];

impl Document {
    /// What stands behind `kind:`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Schema(_) => "Schema",
            Self::View(_) => "View",
            Self::MaterializedView(_) => "MaterializedView",
            Self::Function(_) => "Function",
            Self::Endpoint(_) => "Endpoint",
            Self::PostgRest(_) => "PostgREST",
        }
    }

    /// What stands behind `name:`; nothing for PostgREST.
    pub fn name(&self) -> Option<String> {
        match self {
            Self::Schema(schema) => Some(schema.name.clone()),
            Self::View(view) => Some(view.name.to_string()),
            Self::MaterializedView(view) => Some(view.name.to_string()),
            Self::Function(function) => Some(function.name.to_string()),
            Self::Endpoint(endpoint) => Some(endpoint.name.clone()),
            Self::PostgRest(_) => None,
        }
    }
}
