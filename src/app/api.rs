//! The contract of a project on a catalog.

use std::collections::BTreeSet;

use crate::catalog::Catalog;
use crate::contract::{self, Contract, Input};
use crate::manifest::document::{Endpoint, PostgRest, Project};
use crate::workspace::Workspace;

/// What PostgREST's manifest says that the contract depends on.
pub fn postgrest_facts(manifest: Option<&PostgRest>, environment: Option<&str>) -> contract::PostgRest {
    let Some(manifest) = manifest else {
        return contract::PostgRest { extra_search_path: vec!["public".to_owned()], ..contract::PostgRest::default() };
    };
    let value = |key: &str| {
        environment
            .and_then(|environment| manifest.environments.get(environment)?.get(key))
            .or_else(|| manifest.config.get(key))
            .and_then(|setting| setting.value.clone())
    };
    let text = |key: &str| value(key).and_then(|value| value.as_str().map(str::to_owned));
    contract::PostgRest {
        version: manifest.version.clone(),
        anon_role: text("db_anon_role"),
        login_role: manifest.login_role.clone(),
        extra_search_path: value("db_extra_search_path")
            .map_or_else(|| vec!["public".to_owned()], |value| names(&value)),
        max_rows: value("db_max_rows").and_then(|value| value.as_u64()),
        aggregates: value("db_aggregates_enabled").and_then(|value| value.as_bool()),
    }
}

fn names(value: &serde_json::Value) -> Vec<String> {
    match value {
        serde_json::Value::Array(items) => items.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect(),
        serde_json::Value::String(text) => crate::postgrest::setting::split_list(text),
        _ => Vec::new(),
    }
}

/// The contract of a workspace on a catalog.
pub fn contract(workspace: &Workspace, environment: Option<&str>, catalog: &Catalog) -> Contract {
    let endpoints: Vec<Endpoint> = workspace.endpoints().map(|(_, endpoint)| endpoint.clone()).collect();
    let facts = postgrest_facts(workspace.postgrest().map(|(_, manifest)| manifest), environment);
    contract_of(&workspace.project, &endpoints, &facts, catalog)
}

/// The contract of these endpoints on a catalog.
pub fn contract_of(
    project: &Project,
    endpoints: &[Endpoint],
    postgrest: &contract::PostgRest,
    catalog: &Catalog,
) -> Contract {
    contract::contract(&Input {
        catalog,
        schemas: &project.schemas,
        endpoints,
        postgrest,
        roles: None,
        ignore: &project.ignore,
    })
}

/// Roles that a project's manifests name, for messages.
pub fn roles(contract: &Contract) -> BTreeSet<String> {
    contract.roles.iter().cloned().collect()
}
