//! `pgai doctor`: what rights, versions and pairing there are, and what is missing.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::database::{self, Database};
use super::environment::Selected;
use super::settings::{self, Found, Given};
use super::{Exit, Failure, Outcome};
use crate::catalog::Catalog;
use crate::diagnostic::Diagnostic;
use crate::manifest::document::Project;
use crate::plan::can_act_as;
use crate::sql::identifier_text;

/// What doctor found.
#[derive(Debug, Serialize)]
pub struct Diagnosis {
    /// `user@host:port/database`.
    pub database: String,
    /// Findings, in the order they were looked for.
    pub findings: Vec<Finding>,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What was looked at: connection, rights, schemas, owners, postgrest, settings, extensions, git.
    pub subject: &'static str,
    /// How it is.
    pub state: Health,
    /// In words.
    pub words: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub advice: Vec<String>,
}

/// How something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Health {
    /// As it should be.
    Good,
    /// Works, with something missing.
    Limited,
    /// Does not work.
    Bad,
    /// Could not be found out.
    Unknown,
}

impl Finding {
    fn new(subject: &'static str, state: Health, words: impl Into<String>) -> Self {
        Self { subject, state, words: words.into(), advice: Vec::new() }
    }

    fn advice(mut self, advice: impl Into<String>) -> Self {
        self.advice.push(advice.into());
        self
    }
}

/// Looks at everything. With a project its schemas count, else those that PostgREST serves.
///
/// # Errors
/// A database that cannot be read.
pub async fn doctor(
    project: Option<&Project>,
    selected: &Selected,
    database: &Database,
    root: &std::path::Path,
    stage: &dyn Fn(&str),
) -> Result<Outcome<Diagnosis>, Failure> {
    stage("reading the database");
    let managed: BTreeSet<String> = project.map(super::state::managed_schemas).unwrap_or_default();
    let catalog = database.read(&managed).await?.catalog;
    stage("asking PostgREST");
    let environment = BTreeMap::new();
    let given = Given { file: None, environment: &environment, url: selected.postgrest.as_deref() };
    let found = settings::find_out(&given, Some(&catalog)).await;
    let exposed: Vec<String> = match project {
        Some(project) => project.schemas.clone(),
        None => settings::schemas(&found).unwrap_or_default(),
    };
    let mut findings = vec![connection(database, &catalog)];
    findings.extend(rights(&catalog));
    findings.extend(schemas(&catalog, &exposed, &managed));
    findings.extend(owners(&catalog, &exposed, &managed));
    findings.extend(extensions(&catalog, &exposed));
    findings.extend(postgrest(selected, &found, &catalog, &exposed));
    findings.extend(stored_settings(&catalog));
    findings.push(git(root));
    let mut diagnostics = database.warnings.clone();
    diagnostics.extend(database::skipped(&catalog));
    diagnostics.extend(found.diagnostics.iter().filter(|problem| problem.is_error()).cloned());
    let bad = findings.iter().any(|finding| finding.state == Health::Bad);
    let exit = if bad || diagnostics.iter().any(Diagnostic::is_error) { Exit::Failed } else { Exit::Fine };
    Ok(Outcome { result: Diagnosis { database: database.description.clone(), findings }, exit, diagnostics })
}

fn connection(database: &Database, catalog: &Catalog) -> Finding {
    let server = &catalog.server;
    let role = if server.in_recovery { ", a standby" } else { "" };
    let words = format!("{}: PostgreSQL {}{role}", database.description, server.version);
    match server.major() {
        14..=18 => Finding::new("connection", Health::Good, words),
        major => Finding::new("connection", Health::Limited, words)
            .advice(format!("pgai is written for PostgreSQL 14 to 18; {major} has not been tried")),
    }
}

fn rights(catalog: &Catalog) -> Vec<Finding> {
    let server = &catalog.server;
    let user = identifier_text(&server.user);
    let database = identifier_text(&server.database);
    let mut found = Vec::new();
    if server.superuser {
        found.push(Finding::new(
            "rights",
            Health::Good,
            format!("{user} is a superuser: everything can be read and applied"),
        ));
        return found;
    }
    found.push(
        Finding::new("rights", Health::Limited, format!("{user} may not set pgrst.* in the database: settings stay in PostgREST's file or environment"))
            .advice("views, grants and the contract work without it; an administrator could GRANT SET ON PARAMETER (PostgreSQL 15 and later)"),
    );
    found.push(match (server.can_create, server.in_recovery) {
        (_, true) => Finding::new("rights", Health::Limited, "a standby: new queries cannot be proven there"),
        (true, _) => {
            Finding::new("rights", Health::Good, format!("{user} has CREATE on {database}: queries can be proven"))
        }
        (false, _) => Finding::new(
            "rights",
            Health::Limited,
            format!("{user} has no CREATE on {database}: queries with new text stay not proven"),
        )
        .advice(format!("GRANT CREATE ON DATABASE {database} TO {user}")),
    });
    found
}

fn schemas(catalog: &Catalog, exposed: &[String], managed: &BTreeSet<String>) -> Vec<Finding> {
    let user = identifier_text(&catalog.server.user);
    let names: BTreeSet<&String> = exposed.iter().chain(managed).collect();
    let mut found = Vec::new();
    for name in &names {
        match catalog.schemas.get(*name) {
            None => found.push(
                Finding::new("schemas", Health::Bad, format!("schema {name} does not exist"))
                    .advice("correct `schemas:` in pgai.yaml, or create it"),
            ),
            Some(schema) if !schema.usable => found.push(
                Finding::new("schemas", Health::Limited, format!("{user} has no USAGE on schema {name}"))
                    .advice(format!("GRANT USAGE ON SCHEMA {} TO {user}", identifier_text(name))),
            ),
            Some(_) => {}
        }
    }
    // What exposed views stand on has to be usable for proofs too.
    let below: BTreeSet<&str> = catalog
        .relations
        .values()
        .filter(|relation| names.contains(&relation.name.schema))
        .flat_map(|relation| relation.reads.iter().map(|name| name.schema.as_str()))
        .filter(|name| catalog.schemas.get(*name).is_some_and(|schema| !schema.usable))
        .collect();
    for name in below.into_iter().filter(|name| !names.iter().any(|known| known == name)) {
        found.push(
            Finding::new(
                "schemas",
                Health::Limited,
                format!("{user} has no USAGE on schema {name}, which views read: their queries cannot be proven"),
            )
            .advice(format!("GRANT USAGE ON SCHEMA {} TO {user}", identifier_text(name))),
        );
    }
    if found.is_empty() && !names.is_empty() {
        let names: Vec<&str> = names.into_iter().map(String::as_str).collect();
        found.push(Finding::new("schemas", Health::Good, format!("{} can be used", names.join(", "))));
    }
    found
}

/// Who owns what is managed, and whether this role can act for them.
fn owners(catalog: &Catalog, exposed: &[String], managed: &BTreeSet<String>) -> Vec<Finding> {
    let mut by_owner: BTreeMap<&str, usize> = BTreeMap::new();
    let ours = |schema: &String| exposed.contains(schema) || managed.contains(schema);
    for relation in
        catalog.relations.values().filter(|relation| ours(&relation.name.schema) && relation.extension.is_none())
    {
        *by_owner.entry(&relation.owner).or_default() += 1;
    }
    for function in catalog.functions.values().filter(|f| ours(&f.key.name.schema) && f.extension.is_none()) {
        *by_owner.entry(&function.owner).or_default() += 1;
    }
    let user = &catalog.server.user;
    let missing: Vec<(&str, usize)> = by_owner
        .iter()
        .filter(|(owner, _)| !can_act_as(catalog, owner))
        .map(|(owner, count)| (*owner, *count))
        .collect();
    if missing.is_empty() {
        let names: Vec<&str> = by_owner.into_keys().collect();
        if names.is_empty() {
            return Vec::new();
        }
        return vec![Finding::new("owners", Health::Good, format!("{user} can act for {}", names.join(", ")))];
    }
    missing
        .into_iter()
        .map(|(owner, count)| {
            Finding::new(
                "owners",
                Health::Limited,
                format!("{count} objects are owned by {owner}; you are {user}: reading works, applying does not"),
            )
            .advice(format!("GRANT {} TO {}", identifier_text(owner), identifier_text(user)))
            .advice(format!("or run pgai as {owner}"))
        })
        .collect()
}

fn extensions(catalog: &Catalog, exposed: &[String]) -> Vec<Finding> {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for function in catalog.functions.values().filter(|f| exposed.contains(&f.key.name.schema)) {
        if let Some(extension) = &function.extension {
            *counts.entry((&function.key.name.schema, extension)).or_default() += 1;
        }
    }
    counts
        .into_iter()
        .map(|((schema, extension), count)| {
            Finding::new("extensions", Health::Limited, format!("{count} functions of {extension} stand in the exposed schema {schema}: PostgREST serves them, pgai leaves them alone"))
                .advice(format!("move the extension to a schema of its own: ALTER EXTENSION {} SET SCHEMA extensions", identifier_text(extension)))
        })
        .collect()
}

fn postgrest(selected: &Selected, found: &Found, catalog: &Catalog, exposed: &[String]) -> Vec<Finding> {
    let Some(url) = &selected.postgrest else {
        return vec![
            Finding::new("postgrest", Health::Unknown, "no PostgREST is named: what is served is not checked")
                .advice("name it: `postgrest:` in pgai.yaml, or --postgrest URL"),
        ];
    };
    let Some(served) = &found.served else {
        return vec![Finding::new(
            "postgrest",
            Health::Bad,
            format!("{url} does not answer as PostgREST with a database"),
        )];
    };
    let version = served.version.map_or_else(|| "of unknown version".to_owned(), |version| version.to_string());
    let mut findings = Vec::new();
    match &served.schemas {
        Some(schemas) if schemas.iter().all(|name| !catalog.schemas.contains_key(name)) => findings.push(
            Finding::new(
                "postgrest",
                Health::Bad,
                format!(
                    "PostgREST {version} at {url} serves schemas {}; this database has none of them",
                    schemas.join(", ")
                ),
            )
            .advice("it belongs to another database: correct `postgrest:` or `database:`"),
        ),
        Some(schemas) if !exposed.is_empty() && schemas != exposed => findings.push(
            Finding::new(
                "postgrest",
                Health::Bad,
                format!(
                    "PostgREST {version} at {url} serves {}; pgai.yaml says {}",
                    schemas.join(", "),
                    exposed.join(", ")
                ),
            )
            .advice("correct `schemas:` in pgai.yaml, or db-schemas of PostgREST"),
        ),
        Some(schemas) => findings.push(Finding::new(
            "postgrest",
            Health::Good,
            format!("PostgREST {version} at {url} serves {}", schemas.join(", ")),
        )),
        None => findings.push(Finding::new(
            "postgrest",
            Health::Unknown,
            format!("PostgREST {version} at {url} does not tell its schemas without a token"),
        )),
    }
    findings.push(pairing(catalog, served.version.map(|version| version.to_string())));
    let (known, all) = found.settings.count_known();
    findings.push(
        Finding::new(
            "settings",
            if known == all { Health::Good } else { Health::Limited },
            format!("{known} of {all} settings known"),
        )
        .advice("postgrest --dump-config | pgai init --config -   tells the rest when a project is set up"),
    );
    findings
}

/// Whether the PostgREST that answers is one that is connected here.
fn pairing(catalog: &Catalog, version: Option<String>) -> Finding {
    let instances = &catalog.postgrest_instances;
    let expected = version.map(|version| format!("PostgREST {version}"));
    let same = instances.iter().filter(|one| Some(&one.application_name) == expected.as_ref()).count();
    match (catalog.postgrest_instance_count(), same) {
        (0, _) => Finding::new(
            "postgrest",
            Health::Unknown,
            "no PostgREST is connected to this database: not proven to be the same",
        )
        .advice("PostgREST before 11.2 or behind a pooler does not show; else it serves another database"),
        (_, 0) => Finding::new(
            "postgrest",
            Health::Limited,
            "a PostgREST of another version is connected here: not proven to be the same",
        ),
        (1, _) => Finding::new("postgrest", Health::Good, "one such PostgREST is connected to this database"),
        (count, _) => Finding::new(
            "postgrest",
            Health::Limited,
            format!("{count} instances of PostgREST are connected: a probe reaches one of them"),
        ),
    }
}

/// In-database settings shadow files and environments.
fn stored_settings(catalog: &Catalog) -> Vec<Finding> {
    let mut names: BTreeSet<String> = BTreeSet::new();
    for row in &catalog.postgrest_settings {
        let role = row.role.as_deref().unwrap_or("the database");
        names.insert(format!("{} (for {role})", row.name));
    }
    if names.is_empty() {
        return Vec::new();
    }
    let names: Vec<String> = names.into_iter().collect();
    vec![Finding::new(
        "settings",
        Health::Limited,
        format!("stored in the database, above file and environment: {}", names.join(", ")),
    )]
}

fn git(root: &std::path::Path) -> Finding {
    match crate::git::Repository::discover(root) {
        Ok(Some(_)) => Finding::new("git", Health::Good, "the folder is in a git repository"),
        Ok(None) => Finding::new("git", Health::Limited, "no git repository: nothing tracks changes of the manifests")
            .advice("git init"),
        Err(problem) => Finding::new("git", Health::Limited, problem.message().to_owned()),
    }
}
