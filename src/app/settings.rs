//! PostgREST's settings: layers that were given, what the database stores, what the server shows.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use crate::catalog::Catalog;
use crate::contract;
use crate::diagnostic::Diagnostic;
use crate::manifest::document::{PostgRest, Setting};
use crate::postgrest::config::{
    ASSUMED, ConfigFile, DatabaseRow, Known, PreConfig, Resolved, Scope, Settings, Sources, Value, resolve,
    resolve_probed,
};
use crate::postgrest::probe::{Identity, Served, identify, settings as probe_settings};
use crate::postgrest::setting::{SETTINGS, find, parse_bool, split_list};
use crate::postgrest::{Client, ServerVersion};

/// What init and doctor found out about one PostgREST.
#[derive(Debug, Default)]
pub struct Found {
    /// What is in effect, as far as known.
    pub settings: Settings,
    /// Who answers, where a URL is named and PostgREST is at work.
    pub served: Option<Served>,
    /// The role it logs in as.
    pub login_role: Option<String>,
    /// What has to be said.
    pub diagnostics: Vec<Diagnostic>,
}

/// The layers a user can hand over.
pub struct Given<'a> {
    /// A configuration file, or the output of `--dump-config`.
    pub file: Option<&'a ConfigFile>,
    /// `PGRST_*` variables of this process.
    pub environment: &'a BTreeMap<String, String>,
    /// Base URL.
    pub url: Option<&'a str>,
}

/// Puts the layers together. `catalog` is there once the database has been read.
pub async fn find_out(given: &Given<'_>, catalog: Option<&Catalog>) -> Found {
    let mut found = Found::default();
    let client = match given.url.map(Client::new) {
        Some(Ok(client)) => Some(client),
        Some(Err(problem)) => {
            found.diagnostics.push(problem);
            None
        }
        None => None,
    };
    if let (Some(client), Some(url)) = (&client, given.url) {
        let identity = identify(client, None).await;
        found.diagnostics.extend(identity.diagnostic(url));
        if let Identity::Serving(served) = identity {
            found.served = Some(served);
        }
    }
    let version = found.served.as_ref().and_then(|served| served.version).unwrap_or(ASSUMED);
    let resolved = layers(given, catalog, version);
    found.settings = resolved.settings;
    found.diagnostics.extend(resolved.diagnostics);
    if let (Some(client), Some(_)) = (&client, &found.served) {
        let probed = probe_settings(client, None, None).await;
        resolve_probed(&mut found.settings, &probed);
    }
    let of_instances =
        || catalog.and_then(|catalog| catalog.postgrest_instances.iter().find_map(|one| one.user.clone()));
    found.login_role = found.settings.login.as_ref().and_then(|login| login.user.clone()).or_else(of_instances);
    found
}

fn layers(given: &Given<'_>, catalog: Option<&Catalog>, version: ServerVersion) -> Resolved {
    let user = given
        .file
        .and_then(|file| resolve(&Sources { file: Some(file), ..Sources::default() }, version).settings.login)
        .and_then(|login| login.user);
    let instance = || catalog.and_then(|catalog| catalog.postgrest_instances.iter().find_map(|one| one.user.clone()));
    let login = user.or_else(instance);
    let rows = catalog.map(|catalog| database_rows(catalog, login.as_deref()));
    // With a file at hand the deployment has been described; an empty environment then says something.
    let environment = (given.file.is_some() || !given.environment.is_empty()).then_some(given.environment);
    resolve(
        &Sources { file: given.file, environment, database: rows.as_deref(), preconfig: PreConfig::Absent },
        version,
    )
}

fn database_rows(catalog: &Catalog, login: Option<&str>) -> Vec<DatabaseRow> {
    catalog
        .postgrest_settings
        .iter()
        .filter(|row| row.role.is_none() || row.role.as_deref() == login)
        .map(|row| DatabaseRow {
            scope: match (&row.role, row.in_database) {
                (None, _) => Scope::Database,
                (Some(_), true) => Scope::RoleInDatabase,
                (Some(_), false) => Scope::Role,
            },
            name: row.name.clone(),
            value: row.value.clone().unwrap_or_default(),
        })
        .collect()
}

/// The manifest of what was found: values that differ from PostgREST's defaults, secrets only as set or not.
pub fn manifest(found: &Found) -> PostgRest {
    let version = found.served.as_ref().and_then(|served| served.version).map(|version| version.to_string());
    let mut config = IndexMap::new();
    for info in SETTINGS.iter() {
        let Some(effective) = found.settings.get(info.name) else { continue };
        if matches!(info.name, "db_schemas" | "db_uri") {
            continue;
        }
        if let Some(setting) = setting(effective, info.default) {
            config.insert(info.name.to_owned(), setting);
        }
    }
    PostgRest { version, login_role: found.login_role.clone(), config, environments: IndexMap::new() }
}

fn setting(effective: &crate::postgrest::config::Effective, default: Option<&str>) -> Option<Setting> {
    if effective.known == Known::Unknown {
        return None;
    }
    let layer = effective.layer;
    match &effective.value {
        Value::Text(text) if Some(text.as_str()) == default => None,
        Value::Text(text) => Some(Setting { value: Some(typed(text)), layer, ..Setting::default() }),
        Value::Set { .. } => Some(Setting { set: Some(true), layer, ..Setting::default() }),
        Value::Unset | Value::Among(_) => None,
    }
}

/// Numbers and booleans as such, lists as lists, anything else as text.
fn typed(text: &str) -> serde_json::Value {
    if let Ok(number) = text.parse::<i64>() {
        return number.into();
    }
    match text {
        "true" | "false" => return serde_json::Value::Bool(text == "true"),
        _ => {}
    }
    if text.contains(',') && !text.contains("://") {
        return split_list(text).into();
    }
    text.into()
}

/// What the contract depends on.
pub fn facts(found: &Found) -> contract::PostgRest {
    let text = |name: &str| found.settings.known_text(name);
    contract::PostgRest {
        version: found.served.as_ref().and_then(|served| served.version).map(|version| version.to_string()),
        anon_role: text("db_anon_role").map(str::to_owned),
        login_role: found.login_role.clone(),
        extra_search_path: text("db_extra_search_path")
            .or_else(|| find("db_extra_search_path").and_then(|info| info.default))
            .map(split_list)
            .unwrap_or_default(),
        max_rows: text("db_max_rows").and_then(|rows| rows.parse().ok()),
        aggregates: text("db_aggregates_enabled").and_then(parse_bool),
    }
}

/// Exposed schemas: said by a layer, else as served.
pub fn schemas(found: &Found) -> Option<Vec<String>> {
    found
        .settings
        .known_text("db_schemas")
        .map(split_list)
        .or_else(|| found.served.as_ref().and_then(|served| served.schemas.clone()))
}
