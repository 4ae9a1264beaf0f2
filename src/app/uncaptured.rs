//! Objects in managed schemas that no manifest captures: listed, never passed over in silence.

use std::collections::BTreeMap;

use super::state::{Ignored, managed_schemas};
use crate::catalog::raise::captures;
use crate::catalog::{Catalog, FunctionKind, Uncaptured};
use crate::manifest::document::Project;

/// The list, in order. Objects of extensions are counted, not listed one by one.
pub fn list(project: &Project, catalog: &Catalog) -> Vec<Uncaptured> {
    let (schemas, ignored) = (managed_schemas(project), Ignored::new(project));
    let mut found: Vec<Uncaptured> =
        catalog.uncaptured.iter().filter(|object| schemas.contains(&object.schema)).cloned().collect();
    let mut of_extensions: BTreeMap<(String, String), usize> = BTreeMap::new();
    for function in catalog.functions.values() {
        let name = &function.key.name;
        if !schemas.contains(&name.schema) || ignored.object(name) || captures(function) {
            continue;
        }
        if let Some(extension) = &function.extension {
            *of_extensions.entry((name.schema.clone(), extension.clone())).or_default() += 1;
            continue;
        }
        let kind = match function.kind {
            FunctionKind::Procedure => "procedure",
            FunctionKind::Aggregate => "aggregate",
            FunctionKind::Function | FunctionKind::Window => "function in C",
        };
        let identity = format!("{}{}", crate::sql::identifier_text(&name.name), function.key.signature());
        found.push(Uncaptured { kind: kind.to_owned(), schema: name.schema.clone(), name: identity });
    }
    for relation in catalog.relations.values() {
        let name = &relation.name;
        if !schemas.contains(&name.schema) || ignored.object(name) {
            continue;
        }
        if let Some(extension) = &relation.extension {
            *of_extensions.entry((name.schema.clone(), extension.clone())).or_default() += 1;
        }
    }
    found.extend(of_extensions.into_iter().map(|((schema, extension), count)| Uncaptured {
        kind: format!("{count} objects of extension"),
        schema,
        name: extension,
    }));
    found.sort();
    found
}
