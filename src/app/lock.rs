//! Lock files between disk, catalog and manifests.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::compose::routed;
use super::settings::Found;
use super::state::{managed_functions, managed_relations, managed_schemas};
use crate::catalog::Catalog;
use crate::catalog::lock::{Roots, lock, reach};
use crate::catalog::raise::Raise;
use crate::diagnostic::{Diagnostic, Result};
use crate::manifest::document::{Document, Endpoint, Project};
use crate::manifest::emit::emit_rows;
use crate::manifest::emit_document;
use crate::manifest::file_name::{lock_function_path, lock_relation_path, lock_table_path};
use crate::manifest::lock::{LockFiles, LockKind, LockPath, Small, Subject, body_hash};
use crate::workspace::Workspace;

/// The lock of a catalog, without `verified`.
pub fn build(project: &Project, catalog: &Catalog, endpoints: &[Endpoint], roles: &[String]) -> LockFiles {
    let (relations, functions) = routed(endpoints);
    let mut roots = Roots::new(catalog, &managed_schemas(project), relations, functions);
    roots.views = managed_relations(catalog, project).map(|relation| relation.name.clone()).collect();
    roots.functions = managed_functions(catalog, project);
    roots.roles.extend(roles.iter().cloned());
    let mut locks = lock(catalog, &reach(catalog, &roots));
    stamp(&mut locks, catalog, &roots);
    locks
}

/// Notes of each managed object what the database has of it, grants included: a later pull tells by it
/// whether the database changed or the manifest was edited.
fn stamp(locks: &mut LockFiles, catalog: &Catalog, roots: &Roots) {
    let raise = Raise::new(catalog, BTreeSet::new(), BTreeSet::new());
    for name in &roots.views {
        let view = raise.view(name).map(Document::View);
        let document = view.or_else(|| raise.materialized_view(name).map(Document::MaterializedView));
        if let (Some(document), Some(entry)) = (document, locks.relations.get_mut(name)) {
            entry.live = Some(body_hash(&emit_document(&document)));
        }
    }
    for name in &roots.functions {
        if let (Some(document), Some(entry)) = (raise.function(name), locks.functions.get_mut(name)) {
            entry.live = Some(body_hash(&emit_document(&Document::Function(document))));
        }
    }
}

/// Every lock file by path, sealed for these documents.
///
/// # Errors
/// A value that cannot be written.
pub fn files(
    project: &Project,
    catalog: &Catalog,
    documents: &[Document],
    found: Option<&Found>,
) -> Result<BTreeMap<String, String>> {
    let endpoints: Vec<Endpoint> = documents
        .iter()
        .filter_map(|document| match document {
            Document::Endpoint(endpoint) => Some(endpoint.clone()),
            _ => None,
        })
        .collect();
    let roles: Vec<String> = found.and_then(|found| found.login_role.clone()).into_iter().collect();
    let mut locks = build(project, catalog, &endpoints, &roles);
    let subjects: Vec<Subject<'_>> = documents.iter().flat_map(Subject::of).collect();
    locks.seal(&subjects, catalog.server.major());
    let mut texts = texts(&locks)?;
    if let Some(found) = found.filter(|found| !found.settings.keys.is_empty()) {
        texts.insert(lock_table_path("postgrest"), postgrest(found)?);
    }
    Ok(texts)
}

/// Texts of lock files by path.
///
/// # Errors
/// A value that cannot be written.
pub fn texts(locks: &LockFiles) -> Result<BTreeMap<String, String>> {
    let texts = locks.texts().map_err(unwritable)?;
    Ok(texts.into_iter().map(|(path, text)| (path_of(&path), text)).collect())
}

fn unwritable(error: impl ToString) -> Diagnostic {
    Diagnostic::error(&crate::diagnostic::codes::database::CATALOG_UNKNOWN, "a lock file cannot be written")
        .because(error.to_string())
}

fn path_of(path: &LockPath) -> String {
    match path {
        LockPath::Relation(name) => lock_relation_path(name),
        LockPath::Function(name) => lock_function_path(name),
        LockPath::Small(small) => lock_table_path(small.name()),
    }
}

/// How each setting of PostgREST is known: the part of the lock that the catalogs do not hold.
fn postgrest(found: &Found) -> Result<String> {
    #[derive(Serialize)]
    struct Row<'a> {
        known: crate::postgrest::config::Known,
        #[serde(skip_serializing_if = "Option::is_none")]
        layer: Option<crate::manifest::document::Layer>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        shadows: &'a Vec<crate::manifest::document::Layer>,
    }
    let rows: BTreeMap<&str, Row<'_>> = found
        .settings
        .keys
        .iter()
        .map(|(name, setting)| (*name, Row { known: setting.known, layer: setting.layer, shadows: &setting.shadows }))
        .collect();
    emit_rows(&rows).map_err(unwritable)
}

/// The typed lock of a project on disk; files that cannot be read are reported.
pub fn read(workspace: &Workspace) -> (LockFiles, Vec<Diagnostic>) {
    let mut locks = LockFiles::default();
    let mut problems = Vec::new();
    for (path, text) in &workspace.lock_texts {
        let Some(kind) = kind_of(path) else { continue };
        if let Err(problem) = locks.read(kind, path, text) {
            problems.push(problem);
        }
    }
    (locks, problems)
}

/// What a path below `pgai/lock/` holds; none for `_postgrest.yaml` and what pgai does not know.
fn kind_of(path: &str) -> Option<LockKind> {
    let parts: Vec<&str> = path.strip_prefix("pgai/lock/")?.split('/').collect();
    match parts.as_slice() {
        [small] => Small::from_name(small.strip_prefix('_')?.strip_suffix(".yaml")?).map(LockKind::Small),
        [_, _] => Some(LockKind::Relation),
        [_, "functions", _] => Some(LockKind::Function),
        _ => None,
    }
}
