//! PostgREST as served, beside the database.

use std::collections::BTreeSet;

use serde::Serialize;

use super::super::environment::Selected;
use crate::catalog::{Catalog, RelationKind};
use crate::diagnostic::Diagnostic;
use crate::manifest::document::Project;
use crate::postgrest::probe::{Identity, Relation, identify, options};
use crate::postgrest::{Client, problem};
use crate::sql::QualifiedName;

/// How many relations are asked for at most; the rest is said to be unchecked.
const MOST: usize = 50;

/// What is known of the served API.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Served {
    /// What the look found.
    pub state: ServedState,
    /// Base URL.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Exposed schemas, as served.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schemas: Option<Vec<String>>,
    /// Relations of the database that the schema cache does not know.
    pub stale: Vec<String>,
    /// How many relations were asked for.
    pub checked: usize,
    /// How many were not.
    pub unchecked: usize,
    /// What has to be said.
    #[serde(skip)]
    pub diagnostics: Vec<Diagnostic>,
}

/// What a look at PostgREST found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ServedState {
    /// No PostgREST is named: nothing was checked.
    #[default]
    NotNamed,
    /// It does not answer as PostgREST with a database.
    Unavailable,
    /// It serves other schemas.
    OtherSchemas,
    /// Its schema cache lacks relations.
    Stale,
    /// It serves what the database has, as far as it was asked.
    Current,
}

/// Asks PostgREST which schemas it serves and whether its cache knows the relations.
pub async fn look(project: &Project, selected: &Selected, catalog: &Catalog) -> Served {
    let Some(url) = &selected.postgrest else { return Served::default() };
    let client = match Client::new(url) {
        Ok(client) => client,
        Err(problem) => return unavailable(url, vec![problem]),
    };
    let identity = identify(&client, None).await;
    let Identity::Serving(serving) = &identity else {
        return unavailable(url, identity.diagnostic(url).into_iter().collect());
    };
    let mut served = Served {
        state: ServedState::Current,
        url: Some(url.clone()),
        version: serving.version.map(|version| version.to_string()),
        schemas: serving.schemas.clone(),
        diagnostics: identity.diagnostic(url).into_iter().collect(),
        ..Served::default()
    };
    if let Some(schemas) = &serving.schemas
        && *schemas != project.schemas
    {
        served.state = ServedState::OtherSchemas;
        let elsewhere = schemas.iter().all(|name| !catalog.schemas.contains_key(name));
        served.diagnostics.push(if elsewhere {
            problem::other_schemas(serving.version, schemas, &project.schemas)
        } else {
            problem::schemas_differ(serving.version, schemas, &project.schemas)
        });
        return served;
    }
    check_cache(&client, project, catalog, &mut served).await;
    served
}

fn unavailable(url: &str, diagnostics: Vec<Diagnostic>) -> Served {
    Served { state: ServedState::Unavailable, url: Some(url.to_owned()), diagnostics, ..Served::default() }
}

async fn check_cache(client: &Client, project: &Project, catalog: &Catalog, served: &mut Served) {
    let names: Vec<&QualifiedName> = catalog
        .relations
        .values()
        .filter(|relation| project.schemas.contains(&relation.name.schema) && relation.partition_of.is_none())
        .filter(|relation| relation.kind != RelationKind::ForeignTable || relation.extension.is_none())
        .map(|relation| &relation.name)
        .collect();
    let mut stale = BTreeSet::new();
    for name in names.iter().take(MOST) {
        if matches!(options(client, name, None).await, Relation::NotCached) {
            stale.insert(name.to_string());
        }
    }
    served.checked = names.len().min(MOST);
    served.unchecked = names.len() - served.checked;
    if !stale.is_empty() {
        served.state = ServedState::Stale;
        served.stale = stale.into_iter().collect();
        let url = served.url.clone().unwrap_or_default();
        let listeners = catalog.postgrest_listeners();
        served.diagnostics.push(problem::stale(&url, std::time::Duration::ZERO, &served.stale, listeners));
    }
}
