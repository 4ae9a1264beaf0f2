//! Endpoints: each routes to something that is there and exposed, and nothing is routed to twice.

use std::collections::HashMap;

use super::{access, naming, version};
use crate::diagnostic::codes::workspace as codes;
use crate::diagnostic::{Diagnostic, nearest};
use crate::manifest::document::{Document, Endpoint, Route, State, Version};
use crate::manifest::file_name;
use crate::sql::QualifiedName;
use crate::workspace::{Manifest, Workspace};

/// How many unknown names get the nearest known one: looking for it takes all of them.
const MOST_NEAREST: usize = 50;

/// Checks every endpoint.
pub(super) fn check(workspace: &Workspace) -> Vec<Diagnostic> {
    let mut checker = Checker { workspace, routes: HashMap::new(), unknown: 0, findings: Vec::new() };
    for (manifest, endpoint) in workspace.endpoints() {
        checker.endpoint(manifest, endpoint);
    }
    checker.findings
}

struct Checker<'w> {
    workspace: &'w Workspace,
    /// Which version a relation (false) or function (true) belongs to.
    routes: HashMap<(bool, &'w QualifiedName), (&'w Manifest, &'w str)>,
    unknown: usize,
    findings: Vec<Diagnostic>,
}

impl<'w> Checker<'w> {
    fn endpoint(&mut self, manifest: &'w Manifest, endpoint: &'w Endpoint) {
        if endpoint.versions.is_empty() {
            self.findings.push(
                Diagnostic::error(&codes::NO_VERSIONS, format!("the endpoint `{}` has no version", endpoint.name))
                    .at(manifest.place(&["versions"]))
                    .advice("write a version with its `route:`, or delete the file"),
            );
        }
        self.findings.extend(naming::check(self.workspace, manifest, endpoint));
        for (name, version) in &endpoint.versions {
            self.route(manifest, name, version);
            self.findings.extend(version::check(manifest, endpoint, name, version));
            self.findings.extend(version::access(self.workspace, manifest, name, version));
        }
    }

    fn route(&mut self, manifest: &'w Manifest, name: &'w str, version: &'w Version) {
        let target = version.route.target();
        let key = (matches!(version.route, Route::Rpc(_)), target);
        if let Some((first, first_name)) = self.routes.get(&key) {
            let there = first.place(&["versions", first_name, "route"]);
            self.findings.push(
                Diagnostic::error(
                    &codes::ROUTE_TWICE,
                    format!("`{target}` already belongs to version {first_name} in {there}"),
                )
                .at(route_place(manifest, name, &version.route))
                .advice("let only one version route to it"),
            );
            return;
        }
        self.routes.insert(key, (manifest, name));
        self.exposed(manifest, name, version);
        self.known(manifest, name, version);
        self.findings.extend(access::second_place(self.workspace, manifest, name, &version.route));
    }

    fn exposed(&mut self, manifest: &Manifest, name: &str, version: &Version) {
        let schemas = &self.workspace.project.schemas;
        let schema = &version.route.target().schema;
        if version.state == State::Draft || schemas.contains(schema) {
            return;
        }
        let finding = Diagnostic::error(&codes::ROUTE_NOT_EXPOSED, format!("the schema `{schema}` is not exposed"))
            .at(route_place(manifest, name, &version.route));
        let advice = match nearest(schema, schemas.iter().map(String::as_str)) {
            Some(near) => format!("write `{near}.{}`", version.route.target().name),
            None => format!("add `{schema}` to `schemas:` of pgai.yaml, or set `state: draft`"),
        };
        self.findings.push(finding.advice(advice));
    }

    fn known(&mut self, manifest: &Manifest, name: &str, version: &Version) {
        let target = version.route.target();
        let (relation, function) = (self.has_relation(target), self.has_function(target));
        let (there, other) = match version.route {
            Route::Relation(_) => (relation, function),
            Route::Rpc(_) => (function, relation),
        };
        // A file that could not be read may be the one: it has its own error.
        if there || self.may_be_unread(target) {
            return;
        }
        let (what, other_form) = match version.route {
            Route::Relation(_) => ("relation", format!("route: {{rpc: {target}}}")),
            Route::Rpc(_) => ("function", format!("route: {{relation: {target}}}")),
        };
        let finding = Diagnostic::error(
            &codes::ROUTE_UNKNOWN,
            format!("there is no {what} `{target}` in the manifests or in the lock"),
        )
        .at(route_place(manifest, name, &version.route));
        self.unknown += 1;
        let advice = if other {
            format!("write `{other_form}`")
        } else if let Some(near) = self.near(&version.route) {
            format!("write `{near}`")
        } else {
            "write its manifest, or run `pgai pull` when the database has it".to_owned()
        };
        self.findings.push(finding.advice(advice));
    }

    fn has_relation(&self, name: &QualifiedName) -> bool {
        self.workspace.relation(name).is_some() || self.workspace.lock_has_relation(name)
    }

    fn has_function(&self, name: &QualifiedName) -> bool {
        self.workspace.function(name).is_some() || self.workspace.lock_has_function(name)
    }

    fn may_be_unread(&self, name: &QualifiedName) -> bool {
        let usual = [file_name::view_path(name), file_name::function_path(name)];
        self.workspace.unread.iter().any(|path| {
            let file = path.rsplit('/').next().unwrap_or_default();
            let stem = file.rsplit_once('.').map(|(stem, _)| stem);
            // Without an extension it is a folder.
            usual.contains(path) || stem.is_none_or(|stem| stem == name.name)
        })
    }

    fn near(&self, route: &Route) -> Option<String> {
        if self.unknown > MOST_NEAREST {
            return None;
        }
        let known: Vec<String> = match route {
            Route::Relation(_) => self.workspace.known_relations().map(ToString::to_string).collect(),
            Route::Rpc(_) => self.workspace.known_functions().map(ToString::to_string).collect(),
        };
        nearest(&route.target().to_string(), known.iter().map(String::as_str)).map(str::to_owned)
    }
}

fn route_place(manifest: &Manifest, version: &str, route: &Route) -> crate::diagnostic::Place {
    let form = if matches!(route, Route::Rpc(_)) { "rpc" } else { "relation" };
    manifest.value(&["versions", version, "route", form])
}

/// A manifest's name, when it is one whose schema has to be kept.
pub(super) fn qualified(document: &Document) -> Option<&QualifiedName> {
    match document {
        Document::View(view) => Some(&view.name),
        Document::MaterializedView(view) => Some(&view.name),
        Document::Function(function) => Some(&function.name),
        _ => None,
    }
}
