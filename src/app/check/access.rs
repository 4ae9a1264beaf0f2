//! Grants: every item can be read, and each object's grants stand in one place.

use crate::diagnostic::codes::manifest as manifest_codes;
use crate::diagnostic::codes::workspace as codes;
use crate::diagnostic::{Diagnostic, Place, nearest};
use crate::manifest::document::{Access, DefaultPrivileges, Document, Grants, Route, Version};
use crate::manifest::privilege::{self, Grantable};
use crate::sql::QualifiedName;
use crate::workspace::{Manifest, Workspace};

/// The only call site for grant items: what is wrong with `item`, without a place.
fn privilege_problems(item: &str, on: Grantable) -> Option<Diagnostic> {
    privilege::parse(item, on).err()
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
        Document::View(view) => items(&view.grants, Grantable::Relation, &["grants"], findings, place),
        Document::MaterializedView(view) => items(&view.grants, Grantable::Relation, &["grants"], findings, place),
        Document::Function(function) => {
            for (index, overload) in function.overloads.iter().enumerate() {
                let index = index.to_string();
                items(&overload.grants, Grantable::Function, &["overloads", &index, "grants"], findings, place);
            }
        }
        Document::Schema(schema) => {
            items(&schema.grants, Grantable::Schema, &["grants"], findings, place);
            defaults(&schema.default_privileges, &["default_privileges"], findings, place);
        }
        Document::Endpoint(endpoint) => {
            for (name, version) in &endpoint.versions {
                of_version(manifest, name, version, findings);
            }
        }
        Document::PostgRest(_) => {}
    }
}

/// Access of the wrong shape is told elsewhere, and its items are not read.
fn of_version(manifest: &Manifest, name: &str, version: &Version, findings: &mut Vec<Diagnostic>) {
    let place = |path: &[&str]| manifest.value(path);
    match (&version.route, &version.access) {
        (Route::Relation(_), Access::Relation(grants)) => {
            items(grants, Grantable::Relation, &["versions", name, "access"], findings, place);
        }
        (Route::Rpc(_), Access::Rpc(signatures)) => {
            for (signature, grants) in signatures {
                let path = ["versions", name, "access", signature];
                items(grants, Grantable::Function, &path, findings, place);
            }
        }
        _ => {}
    }
}

fn defaults(
    privileges: &DefaultPrivileges,
    path: &[&str],
    findings: &mut Vec<Diagnostic>,
    place: impl Fn(&[&str]) -> Place,
) {
    for (role, kinds) in privileges {
        for (kind, grants) in kinds {
            let path = [path, &[role.as_str(), kind.as_str()]].concat();
            match Grantable::from_default_privileges_key(kind) {
                Some(on) => items(grants, on, &path, findings, &place),
                None => findings.push(unknown_kind(kind).at(place(&path))),
            }
        }
    }
}

fn unknown_kind(kind: &str) -> Diagnostic {
    const KINDS: [&str; 5] = ["tables", "functions", "sequences", "types", "schemas"];
    let advice = match nearest(kind, KINDS) {
        Some(near) => format!("write `{near}`"),
        None => format!("use one of {}", KINDS.join(", ")),
    };
    Diagnostic::error(&manifest_codes::UNKNOWN_KEY, format!("there are no default privileges on `{kind}`"))
        .advice(advice)
}

fn items(
    grants: &Grants,
    on: Grantable,
    path: &[&str],
    findings: &mut Vec<Diagnostic>,
    place: impl Fn(&[&str]) -> Place,
) {
    for (role, list) in grants {
        for (index, item) in list.iter().enumerate() {
            if let Some(problem) = privilege_problems(item, on) {
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
