//! Emitting: documents to YAML text, the same for ever, so that a pull without a change writes the same bytes.

mod layout;
mod scalar;
mod serialize;
mod write;

pub(crate) use layout::Layout;
pub use serialize::{EmitError, from_serialize};
use write::row_lines;
pub(crate) use write::{Rendered, entry_lines, flow_text, item_lines, render, render_value};

use serde::Serialize;

use super::document::{Document, Project};

/// What is to be written: order as it stands, layout decided by the writer.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// A number, a boolean or null, written as it stands.
    Scalar(String),
    /// A string, quoted where YAML 1.1 or 1.2 could read it as anything else.
    Text(String),
    /// A list.
    Sequence(Vec<Node>),
    /// Keys with their values, in order.
    Mapping(Vec<(String, Node)>),
}

impl Node {
    /// The value of a key of a mapping.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries().iter().find(|(known, _)| known == key).map(|(_, value)| value)
    }

    /// The entries of a mapping; none for anything else.
    pub fn entries(&self) -> &[(String, Node)] {
        match self {
            Self::Mapping(entries) => entries,
            _ => &[],
        }
    }

    /// As YAML text: a top-level mapping of fields.
    pub fn to_yaml(&self) -> String {
        match self {
            Self::Mapping(entries) if !entries.is_empty() => render(self, 0, Layout::Fields, "").body,
            _ => format!("{}\n", flow_text(self)),
        }
    }
}

/// The text of a manifest, `kind` first.
pub fn emit_document(document: &Document) -> String {
    document_node(document).to_yaml()
}

/// The text of `pgai.yaml`.
pub fn emit_project(project: &Project) -> String {
    project_node(project).to_yaml()
}

/// The text of a lock file or any other value without a `kind`.
///
/// # Errors
/// When the value's own `Serialize` refuses.
pub fn emit<T: Serialize>(value: &T) -> Result<String, EmitError> {
    from_serialize(value).map(|node| node.to_yaml())
}

/// The text of a mapping with each entry in a line of its own, however long: what merges best.
///
/// # Errors
/// When the value's own `Serialize` refuses.
pub fn emit_rows<T: Serialize>(value: &T) -> Result<String, EmitError> {
    from_serialize(value).map(|node| row_lines(node.entries()))
}

/// A manifest as a tree, `kind` first.
pub(crate) fn document_node(document: &Document) -> Node {
    let node = match document {
        Document::Schema(schema) => node(schema),
        Document::View(view) => node(view),
        Document::MaterializedView(view) => node(view),
        Document::Function(function) => node(function),
        Document::Endpoint(endpoint) => node(endpoint),
        Document::PostgRest(postgrest) => node(postgrest),
    };
    let mut entries = vec![("kind".to_owned(), Node::Text(document.kind().to_owned()))];
    if let Node::Mapping(fields) = node {
        entries.extend(fields);
    }
    Node::Mapping(entries)
}

pub(crate) fn project_node(project: &Project) -> Node {
    node(project)
}

/// Documents cannot fail to serialize; if one did, its text would say so and not read back.
fn node<T: Serialize>(value: &T) -> Node {
    from_serialize(value)
        .unwrap_or_else(|error| Node::Mapping(vec![("error".to_owned(), Node::Text(error.to_string()))]))
}

#[cfg(test)]
mod tests;
