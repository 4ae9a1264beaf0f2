//! pgai.yaml and postgrest.yaml: schemas, environments, roles, what is ignored; and schemas of manifests against them.

use std::collections::{HashMap, HashSet};

use super::endpoint::qualified;
use crate::diagnostic::codes::workspace as codes;
use crate::diagnostic::{Diagnostic, nearest};
use crate::manifest::document::{Document, Ignore, State};
use crate::sql::QualifiedName;
use crate::workspace::Workspace;

/// Platforms that pgai knows the objects of.
const PLATFORMS: [&str; 1] = ["supabase"];
/// Settings of PostgREST whose value is a secret (PostgREST docs, Configuration).
const SECRETS: [&str; 3] = ["jwt_secret", "db_uri", "app_settings_jwt_secret"];

/// Checks the project's own files.
pub(super) fn check(workspace: &Workspace) -> Vec<Diagnostic> {
    let mut findings = schema_lists(workspace);
    findings.extend(environments(workspace));
    findings.extend(roles(workspace));
    findings.extend(ignores(workspace));
    findings.extend(postgrest(workspace));
    findings.extend(schemas_of_manifests(workspace));
    findings
}

fn schema_lists(workspace: &Workspace) -> Vec<Diagnostic> {
    let project = &workspace.project;
    let mut findings = Vec::new();
    let mut seen: HashMap<&str, &str> = HashMap::new();
    for (key, list) in [("schemas", &project.schemas), ("manage", &project.manage)] {
        for (index, schema) in list.iter().enumerate() {
            let wrong = |message: String, advice: &str| {
                Diagnostic::error(&codes::SCHEMA_LIST, message)
                    .at(workspace.project_value(&[key, &index.to_string()]))
                    .advice(advice)
            };
            if schema.is_empty() {
                findings.push(wrong("a schema has a name".to_owned(), "remove the entry"));
            } else if schema.starts_with("pg_") || schema == "information_schema" {
                let message = format!("`{schema}` is PostgreSQL's own schema");
                findings.push(wrong(message, "remove the entry"));
            } else if let Some(first) = seen.insert(schema, key) {
                let message = format!("the schema `{schema}` stands in `{first}:` already");
                findings.push(wrong(message, "keep one of the entries"));
            }
        }
    }
    if project.schemas.is_empty() {
        findings.push(
            Diagnostic::error(&codes::SCHEMA_LIST, "no schema is exposed")
                .at(workspace.project_place(&["schemas"]))
                .advice("name the schemas that PostgREST serves, default first: `schemas: [api]`"),
        );
    }
    findings
}

fn environments(workspace: &Workspace) -> Vec<Diagnostic> {
    let project = &workspace.project;
    let mut findings = Vec::new();
    if let Some(baseline) = &project.baseline {
        let unknown = unknown_environment(workspace, baseline);
        findings.extend(unknown.map(|finding| finding.at(workspace.project_value(&["baseline"]))));
    }
    for (name, environment) in &project.environments {
        if environment.protected && environment.expect.is_none() {
            let message = format!("the protected environment `{name}` does not say which database it is");
            findings.push(
                Diagnostic::warning(&codes::NO_EXPECT, message)
                    .at(workspace.project_place(&["environments", name]))
                    .advice("add `expect: {system: .., database: ..}`"),
            );
        }
    }
    findings
}

fn unknown_environment(workspace: &Workspace, name: &str) -> Option<Diagnostic> {
    let environments = &workspace.project.environments;
    if environments.contains_key(name) {
        return None;
    }
    let finding = Diagnostic::error(&codes::UNKNOWN_ENVIRONMENT, format!("there is no environment `{name}`"));
    let advice = match nearest(name, environments.keys().map(String::as_str)) {
        Some(near) => format!("write `{near}`"),
        None => format!("add `{name}` to `environments:` of pgai.yaml"),
    };
    Some(finding.advice(advice))
}

fn roles(workspace: &Workspace) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut there: HashMap<(&str, &str), &str> = HashMap::new();
    for (role, names) in &workspace.project.roles {
        for (environment, name) in names {
            let unknown = unknown_environment(workspace, environment);
            findings.extend(
                unknown.map(|finding| finding.at(workspace.project_place(&["roles", role, environment.as_str()]))),
            );
            if let Some(first) = there.insert((environment, name), role) {
                findings.push(
                    Diagnostic::error(
                        &codes::ROLE_MAPPING,
                        format!("`{first}` and `{role}` are both `{name}` in {environment}"),
                    )
                    .at(workspace.project_value(&["roles", role, environment.as_str()]))
                    .advice("give each role its own name there"),
                );
            }
        }
    }
    findings
}

fn ignores(workspace: &Workspace) -> Vec<Diagnostic> {
    let project = &workspace.project;
    let kept: HashSet<&str> = project.schemas.iter().chain(&project.manage).map(String::as_str).collect();
    let mut findings = Vec::new();
    for (index, ignore) in project.ignore.iter().enumerate() {
        let index = index.to_string();
        let place = || workspace.project_value(&["ignore", &index]);
        let wrong = |message: String| Diagnostic::error(&codes::IGNORE_PATTERN, message).at(place());
        match ignore {
            Ignore::Object(pattern) => match pattern.parse::<QualifiedName>() {
                Err(_) => findings.push(
                    wrong(format!("`{pattern}` is not of the form schema.name"))
                        .advice("write for example `api.spatial_ref_sys` or `\"api.tmp_*\"`"),
                ),
                Ok(name) if !name.schema.contains('*') && !kept.contains(name.schema.as_str()) => findings.push(
                    Diagnostic::warning(
                        &codes::IGNORE_PATTERN,
                        format!("`{pattern}` matches nothing: pgai does not read the schema `{}`", name.schema),
                    )
                    .at(place())
                    .advice("remove it, or correct the schema"),
                ),
                Ok(_) => {}
            },
            Ignore::Extension(name) | Ignore::Role(name) if name.trim().is_empty() => {
                findings.push(wrong("an empty name matches nothing".to_owned()).advice("write the name"));
            }
            Ignore::Platform(name) if !PLATFORMS.contains(&name.as_str()) => {
                let advice = match nearest(name, PLATFORMS) {
                    Some(near) => format!("write `{{platform: {near}}}`"),
                    None => "ignore its roles and objects one by one".to_owned(),
                };
                findings.push(
                    Diagnostic::error(&codes::UNKNOWN_PLATFORM, format!("pgai knows no platform `{name}`"))
                        .at(place())
                        .advice(advice),
                );
            }
            _ => {}
        }
    }
    findings
}

fn postgrest(workspace: &Workspace) -> Vec<Diagnostic> {
    let Some((manifest, postgrest)) = workspace.postgrest() else { return Vec::new() };
    let mut findings = Vec::new();
    let here = postgrest.config.iter().map(|(name, setting)| (vec!["config"], name, setting));
    let there = postgrest.environments.iter().flat_map(|(environment, settings)| {
        settings.iter().map(move |(name, setting)| (vec!["environments", environment.as_str()], name, setting))
    });
    for (mut path, name, setting) in here.chain(there) {
        if SECRETS.contains(&name.as_str()) && setting.value.is_some() {
            path.extend([name.as_str(), "value"]);
            findings.push(
                Diagnostic::error(&codes::SECRET_VALUE, format!("`{name}` is a secret, and has its value here"))
                    .at(manifest.place(&path))
                    .advice(format!("write `{name}: {{set: true}}`, and change the secret")),
            );
        }
    }
    for environment in postgrest.environments.keys() {
        let unknown = unknown_environment(workspace, environment);
        findings.extend(unknown.map(|finding| finding.at(manifest.place(&["environments", environment.as_str()]))));
    }
    findings
}

fn schemas_of_manifests(workspace: &Workspace) -> Vec<Diagnostic> {
    let project = &workspace.project;
    let kept: HashSet<&str> = project.schemas.iter().chain(&project.manage).map(String::as_str).collect();
    let drafts = schemas_of_drafts(workspace);
    let mut findings = Vec::new();
    for manifest in &workspace.manifests {
        let schema = match &manifest.document {
            Document::Schema(schema) => schema.name.as_str(),
            document => match qualified(document) {
                Some(name) => name.schema.as_str(),
                None => continue,
            },
        };
        if kept.contains(schema) || drafts.contains(schema) {
            continue;
        }
        let advice = match nearest(schema, kept.iter().copied()) {
            Some(near) => format!("write `{near}`, or add `{schema}` to `manage:` of pgai.yaml"),
            None => format!("add `{schema}` to `schemas:` or `manage:` of pgai.yaml"),
        };
        let message = format!("the schema `{schema}` is neither in `schemas:` nor in `manage:`");
        findings
            .push(Diagnostic::error(&codes::SCHEMA_NOT_MANAGED, message).at(manifest.value(&["name"])).advice(advice));
    }
    findings
}

/// A draft may live in a schema that is not exposed yet.
fn schemas_of_drafts(workspace: &Workspace) -> HashSet<&str> {
    let versions = workspace.endpoints().flat_map(|(_, endpoint)| endpoint.versions.values());
    let drafts = versions.filter(|version| version.state == State::Draft);
    drafts.map(|version| version.route.target().schema.as_str()).collect()
}
