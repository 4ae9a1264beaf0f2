//! Grants: every item can be read, and each object's grants stand in one place.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::workspace as codes;
use crate::manifest::document::{Access, DefaultPrivileges, Document, Grants, Route};
use crate::sql::QualifiedName;
use crate::workspace::{Manifest, Workspace};

/// What a grant is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum On<'a> {
    Relation,
    Function,
    Schema,
    /// The kind of object that default privileges are for: `tables`, `functions`, ..
    Default(&'a str),
}

/// SEAM, the only call site for grant items: `manifest::privilege` reads them once it is there, and this gives what
/// it says of `item`. Nothing yet.
fn privilege_problems(_item: &str, _on: On<'_>) -> Vec<Diagnostic> {
    Vec::new()
}

/// Reads every grant item of the project.
pub(super) fn check(workspace: &Workspace) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for manifest in &workspace.manifests {
        of_document(manifest, &mut findings);
    }
    defaults(&workspace.project.default_privileges, &["default_privileges"], &mut findings, |path| {
        workspace.project_value(path)
    });
    findings
}

fn of_document(manifest: &Manifest, findings: &mut Vec<Diagnostic>) {
    let place = |path: &[&str]| manifest.value(path);
    match &manifest.document {
        Document::View(view) => items(&view.grants, On::Relation, &["grants"], findings, place),
        Document::MaterializedView(view) => items(&view.grants, On::Relation, &["grants"], findings, place),
        Document::Function(function) => {
            for (index, overload) in function.overloads.iter().enumerate() {
                let index = index.to_string();
                items(&overload.grants, On::Function, &["overloads", &index, "grants"], findings, place);
            }
        }
        Document::Schema(schema) => {
            items(&schema.grants, On::Schema, &["grants"], findings, place);
            defaults(&schema.default_privileges, &["default_privileges"], findings, place);
        }
        Document::Endpoint(endpoint) => {
            for (name, version) in &endpoint.versions {
                match &version.access {
                    Access::Relation(grants) => {
                        items(grants, On::Relation, &["versions", name, "access"], findings, place);
                    }
                    Access::Rpc(signatures) => {
                        for (signature, grants) in signatures {
                            let path = ["versions", name, "access", signature];
                            items(grants, On::Function, &path, findings, place);
                        }
                    }
                }
            }
        }
        Document::PostgRest(_) => {}
    }
}

fn defaults(
    privileges: &DefaultPrivileges,
    path: &[&str],
    findings: &mut Vec<Diagnostic>,
    place: impl Fn(&[&str]) -> crate::diagnostic::Place,
) {
    for (role, kinds) in privileges {
        for (kind, grants) in kinds {
            let path = [path, &[role.as_str(), kind.as_str()]].concat();
            items(grants, On::Default(kind), &path, findings, &place);
        }
    }
}

fn items(
    grants: &Grants,
    on: On<'_>,
    path: &[&str],
    findings: &mut Vec<Diagnostic>,
    place: impl Fn(&[&str]) -> crate::diagnostic::Place,
) {
    for (role, list) in grants {
        for (index, item) in list.iter().enumerate() {
            for problem in privilege_problems(item, on) {
                let index = index.to_string();
                findings.push(problem.at(place(&[path, &[role.as_str(), index.as_str()]].concat())));
            }
        }
    }
}

/// The own `grants` of what `manifest` routes to in `version`: the endpoint's `access` is the only place for them.
pub(super) fn second_place(
    workspace: &Workspace,
    endpoint: &Manifest,
    version: &str,
    route: &Route,
) -> Vec<Diagnostic> {
    let said = |manifest: &Manifest, path: &[&str], name: &QualifiedName| {
        let there = endpoint.place(&["versions", version, "access"]);
        Diagnostic::error(
            &codes::GRANTS_TWICE,
            format!("`{name}` has own grants, but version {version} routes to it: {there}"),
        )
        .at(manifest.place(path))
        .advice(format!("move them into `access:` of version {version} in {}", endpoint.path))
    };
    match route {
        Route::Relation(name) => {
            let Some(manifest) = workspace.relation(name) else { return Vec::new() };
            let own = match &manifest.document {
                Document::View(view) => &view.grants,
                Document::MaterializedView(view) => &view.grants,
                _ => return Vec::new(),
            };
            if own.is_empty() { Vec::new() } else { vec![said(manifest, &["grants"], name)] }
        }
        Route::Rpc(name) => {
            let Some((manifest, function)) = workspace.function(name) else { return Vec::new() };
            let own = function.overloads.iter().enumerate().filter(|(_, overload)| !overload.grants.is_empty());
            own.map(|(index, _)| said(manifest, &["overloads", &index.to_string(), "grants"], name)).collect()
        }
    }
}
