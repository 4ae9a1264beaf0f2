//! The documents of a database: what init writes and pull merges.

use std::collections::{BTreeMap, BTreeSet};

use super::api;
use super::state::{Ignored, managed_functions, managed_relations, managed_schemas};
use crate::catalog::raise::{Raise, access_of_function, access_of_relation, captures};
use crate::catalog::{Catalog, RelationKind};
use crate::contract::grouping::{self, Assignment, Candidate, Options};
use crate::contract::{self, RouteKind};
use crate::diagnostic::Result;
use crate::manifest::document::{Access, Document, Endpoint, Grants, Project, Route, State, Version};
use crate::sql::QualifiedName;

/// Documents by the path that their name suggests.
#[derive(Debug, Clone)]
pub struct Composed {
    /// Every document.
    pub documents: Vec<Document>,
    /// How routes were grouped into endpoints.
    pub grouping: Vec<Assignment>,
    /// Routes that look like versions and were not grouped.
    pub candidates: Vec<Candidate>,
    /// Versions whose route the database does not have.
    pub unserved: Vec<(String, String)>,
}

/// Composes the documents. `endpoints` are the ones there are; routes they do not name are grouped anew.
///
/// # Errors
/// An explicit group that names no route.
pub fn compose(
    project: &Project,
    catalog: &Catalog,
    endpoints: &[Endpoint],
    postgrest: &contract::PostgRest,
    options: &Options,
) -> Result<Composed> {
    let grouped = endpoints_of(project, catalog, endpoints, postgrest, options)?;
    let (routed_relations, routed_functions) = routed(&grouped.endpoints);
    let raise = Raise::new(catalog, routed_relations, routed_functions);
    let ignored = Ignored::new(project);
    let mut documents = Vec::new();
    for name in managed_schemas(project) {
        if let Some(mut schema) = raise.schema(&name) {
            schema.grants.retain(|role, _| !ignored.role(role));
            schema.default_privileges.retain(|role, _| !ignored.role(role));
            documents.push(Document::Schema(schema));
        }
    }
    for relation in managed_relations(catalog, project) {
        if relation.kind == RelationKind::View {
            documents.extend(raise.view(&relation.name).map(|mut view| {
                view.grants.retain(|role, _| !ignored.role(role));
                Document::View(view)
            }));
        } else {
            documents.extend(raise.materialized_view(&relation.name).map(|mut view| {
                view.grants.retain(|role, _| !ignored.role(role));
                Document::MaterializedView(view)
            }));
        }
    }
    for name in managed_functions(catalog, project) {
        documents.extend(raise.function(&name).map(Document::Function));
    }
    documents.extend(grouped.endpoints.into_iter().map(Document::Endpoint));
    Ok(Composed { documents, grouping: grouped.grouping, candidates: grouped.candidates, unserved: grouped.unserved })
}

/// Relations and functions that a version routes to.
pub fn routed(endpoints: &[Endpoint]) -> (BTreeSet<QualifiedName>, BTreeSet<QualifiedName>) {
    let (mut relations, mut functions) = (BTreeSet::new(), BTreeSet::new());
    for version in endpoints.iter().flat_map(|endpoint| endpoint.versions.values()) {
        match &version.route {
            Route::Relation(name) => relations.insert(name.clone()),
            Route::Rpc(name) => functions.insert(name.clone()),
        };
    }
    (relations, functions)
}

struct Grouped {
    endpoints: Vec<Endpoint>,
    grouping: Vec<Assignment>,
    candidates: Vec<Candidate>,
    unserved: Vec<(String, String)>,
}

fn endpoints_of(
    project: &Project,
    catalog: &Catalog,
    existing: &[Endpoint],
    postgrest: &contract::PostgRest,
    options: &Options,
) -> Result<Grouped> {
    let contract = api::contract_of(project, existing, postgrest, catalog);
    let partitions: BTreeSet<QualifiedName> = catalog
        .relations
        .values()
        .filter(|relation| relation.partition_of.is_some())
        .map(|relation| relation.name.clone())
        .collect();
    let extension: BTreeSet<QualifiedName> =
        contract.routes.iter().filter(|route| route.extension.is_some()).map(contract::Route::qualified_name).collect();
    let names: Vec<grouping::Named> = grouping::names(&contract)
        .into_iter()
        .filter(|named| !partitions.contains(&named.name) && !extension.contains(&named.name))
        .collect();
    let grouped = grouping::group(&names, &project.schemas, options)?;
    let mut endpoints: BTreeMap<String, Endpoint> =
        existing.iter().map(|endpoint| (endpoint.name.clone(), endpoint.clone())).collect();
    let (relations, functions) = routed(existing);
    for found in grouped.endpoints {
        add(&mut endpoints, found, &relations, &functions);
    }
    let mut unserved = Vec::new();
    for endpoint in endpoints.values_mut() {
        fill(endpoint, catalog, project, &mut unserved);
    }
    endpoints.retain(|_, endpoint| !endpoint.versions.is_empty());
    Ok(Grouped {
        endpoints: endpoints.into_values().collect(),
        grouping: grouped.grouping,
        candidates: grouped.candidates,
        unserved,
    })
}

/// Adds the versions whose route nobody names yet, to the endpoint of the same name where there is one.
fn add(
    endpoints: &mut BTreeMap<String, Endpoint>,
    found: Endpoint,
    relations: &BTreeSet<QualifiedName>,
    functions: &BTreeSet<QualifiedName>,
) {
    let is_new = |version: &Version| match &version.route {
        Route::Relation(name) => !relations.contains(name),
        Route::Rpc(name) => !functions.contains(name),
    };
    let versions: Vec<(String, Version)> =
        found.versions.iter().filter(|(_, version)| is_new(version)).map(|(k, v)| (k.clone(), v.clone())).collect();
    if versions.is_empty() {
        return;
    }
    let endpoint = endpoints
        .entry(found.name.clone())
        .or_insert_with(|| Endpoint { versions: indexmap::IndexMap::new(), ..found.clone() });
    for (name, version) in versions {
        let taken = endpoint.versions.contains_key(&name);
        let name = if taken { version.route.target().name.clone() } else { name };
        endpoint.versions.insert(name, version);
    }
}

/// Access as the database has it; versions whose route is gone are reported, drafts kept as they are.
fn fill(endpoint: &mut Endpoint, catalog: &Catalog, project: &Project, unserved: &mut Vec<(String, String)>) {
    let name = endpoint.name.clone();
    endpoint.versions.retain(|label, version| {
        match access(catalog, project, &version.route) {
            Some(access) => version.access = access,
            None if version.state == State::Draft => {}
            None => {
                unserved.push((name.clone(), label.clone()));
                return false;
            }
        }
        true
    });
}

/// The access of a route; none where the database does not have it.
pub fn access(catalog: &Catalog, project: &Project, route: &Route) -> Option<Access> {
    let server = catalog.server.version_num;
    let ignored = Ignored::new(project);
    let without_ignored = |mut grants: Grants| {
        grants.retain(|role, _| !ignored.role(role));
        grants
    };
    match route {
        Route::Relation(name) => {
            let relation = catalog.relations.get(name)?;
            Some(Access::Relation(without_ignored(access_of_relation(relation, server))))
        }
        Route::Rpc(name) => {
            let raise = Raise::new(catalog, BTreeSet::new(), BTreeSet::new());
            let signatures: indexmap::IndexMap<String, Grants> = raise
                .functions_named(name)
                .filter(|function| captures(function))
                .map(|function| (function.key.signature(), without_ignored(access_of_function(function, server))))
                .collect();
            (!signatures.is_empty()).then_some(Access::Rpc(signatures))
        }
    }
}

/// Words for a kind of route.
pub fn route_words(kind: RouteKind) -> &'static str {
    match kind {
        RouteKind::Relation => "relation",
        RouteKind::Function => "function",
    }
}
