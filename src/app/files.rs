//! Documents into files: new ones where their name suggests, existing ones changed in place.

use std::collections::BTreeMap;

use crate::manifest::document::Document;
use crate::manifest::file_name::document_path;
use crate::manifest::{emit_document, update};
use crate::workspace::{Changes, Manifest, Workspace};

/// The existing manifest of a document's kind and name.
pub fn existing<'a>(workspace: &'a Workspace, document: &Document) -> Option<&'a Manifest> {
    match document {
        Document::Schema(schema) => workspace.schema(&schema.name).map(|(manifest, _)| manifest),
        Document::View(view) => workspace.view(&view.name).map(|(manifest, _)| manifest),
        Document::MaterializedView(view) => workspace.materialized_view(&view.name).map(|(manifest, _)| manifest),
        Document::Function(function) => workspace.function(&function.name).map(|(manifest, _)| manifest),
        Document::Endpoint(endpoint) => workspace.endpoint(&endpoint.name).map(|(manifest, _)| manifest),
        Document::PostgRest(_) => workspace.postgrest().map(|(manifest, _)| manifest),
    }
}

/// Adds what writing `document` takes.
pub fn put(changes: &mut Changes, workspace: Option<&Workspace>, document: &Document) {
    match workspace.and_then(|workspace| existing(workspace, document)) {
        Some(manifest) if manifest.document == *document => {}
        Some(manifest) => {
            changes.write(manifest.path.clone(), update(&manifest.text, &manifest.document, document).text);
        }
        None => changes.write(free_path(changes, workspace, document), emit_document(document)),
    }
}

/// The suggested path, or the next free one where another document already stands there.
fn free_path(changes: &Changes, workspace: Option<&Workspace>, document: &Document) -> String {
    let path = document_path(document);
    // Manifests stand in order of their paths.
    let taken = |path: &str| {
        changes.writes.contains_key(path)
            || workspace
                .is_some_and(|workspace| workspace.manifests.binary_search_by(|m| m.path.as_str().cmp(path)).is_ok())
    };
    let stem = path.trim_end_matches(".yaml").to_owned();
    std::iter::once(path)
        .chain((2_u32..).map(|number| format!("{stem}-{number}.yaml")))
        .find(|path| !taken(path))
        .unwrap_or_default()
}

/// Documents by kind and name, for looking one up.
pub fn by_name(documents: &[Document]) -> BTreeMap<(&'static str, String), &Document> {
    documents.iter().filter_map(|document| Some(((document.kind(), document.name()?), document))).collect()
}
