//! The comparison of manifests and database, queries proven where their text leaves it open.

use std::collections::{BTreeMap, BTreeSet};

use super::super::database::{self, Database};
use super::super::environment::Selected;
use super::super::state;
use super::super::unread::Unread;
use super::{below, functions};
use crate::catalog::{Catalog, Function, FunctionKey};
use crate::diagnostic::codes::database as codes;
use crate::diagnostic::{Diagnostic, Result};
use crate::diff::{self, Comparison, Managed, Object, Proof, Proofs, State, wanted_catalog};
use crate::manifest::document::{Column, Project};
use crate::manifest::lock::LockFiles;
use crate::pg::introspect::Versions;
use crate::pg::prove::{self, Item, Refusal};
use crate::plan::sort_by_reference;
use crate::sql::QualifiedName;
use crate::sql::statement::view_query;
use crate::workspace::{Manifest, Workspace};

/// Both sides and their differences.
pub struct Compared {
    /// The database.
    pub catalog: Catalog,
    /// Row versions it was read at.
    pub versions: Versions,
    /// What the manifests want here.
    pub desired: State,
    /// Compiled queries.
    pub proofs: BTreeMap<QualifiedName, Proof>,
    /// Compiled functions.
    pub compiled: BTreeMap<FunctionKey, Function>,
    /// The differences.
    pub comparison: Comparison,
    /// What has to be said; errors mean that nothing may be applied.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads the database and compares. `also` names views to compile although their text is the live one.
///
/// # Errors
/// A database that cannot be read; a grant that cannot be read.
pub async fn compare(
    workspace: &Workspace,
    selected: &Selected,
    database: &Database,
    also: &BTreeSet<QualifiedName>,
    stage: &dyn Fn(&str),
) -> Result<Compared> {
    let project = &workspace.project;
    stage("reading the database");
    let reading = database.read(project.schemas.iter().chain(&project.manage)).await?;
    let catalog = reading.catalog;
    let mut diagnostics = database::skipped(&catalog);
    diagnostics.extend(missing_schemas(workspace, &catalog));
    diagnostics.extend(database::without_usage(&catalog, project.schemas.iter().chain(&project.manage)));
    // Manifests that contradict each other say nothing that could be compared or applied.
    let offline = super::super::check::cross_check(workspace);
    diagnostics.extend(offline.into_iter().filter(|problem| problem.code() != &codes::COLUMNS_UNPROVEN));
    let mut desired = state::desired(workspace, selected.name.as_deref(), selected.drafts, &catalog);
    let mut live = state::live(&catalog, project);
    let tables = tables_without_endpoint(project, &catalog, &desired);
    let left_out = restrict(&mut live, &mut desired, &catalog);

    stage("proving queries");
    let (problems, compiled) = functions::prove(workspace, database, &catalog, &live, &mut desired).await?;
    diagnostics.extend(problems);
    let items = items(&desired, &live, also, &mut diagnostics);
    let outcomes = prove::prove(&database.session, &catalog.server, &items)
        .await
        .map_err(|error| database::server_error("queries could not be proven", &error))?;
    let mut proofs = BTreeMap::new();
    for (name, outcome) in outcomes {
        match outcome {
            prove::Outcome::Proven(proof) => {
                diagnostics.extend(columns_unproven(workspace, &name, &proof));
                proofs.insert(name, proof);
            }
            prove::Outcome::Refused(refusal) => diagnostics.push(refused(workspace, &name, &refusal)),
            prove::Outcome::NotProven(reason) => diagnostics.push(
                Diagnostic::warning(&codes::NOT_PROVEN, format!("{name} is not proven: {reason}"))
                    .advice("see `pgai explain PGAI-4007` for what a proof needs"),
            ),
        }
    }
    let (locked, problems) = super::super::lock::read(workspace);
    diagnostics.extend(problems);
    let environment = selected.name.as_deref();
    diagnostics.extend(below::moved(workspace, environment, &catalog, &locked));
    let defaults = state::default_privileges(project, environment);
    diagnostics.extend(below::default_privileges(project, &defaults, &catalog));
    let managed = managed(locked);
    let mut comparison = diff::compare(&desired, &live, &proofs, &managed, catalog.server.version_num)?;
    comparison.unmanaged.extend(tables);
    comparison.unmanaged.sort();
    comparison.not_proven.extend(left_out);
    Ok(Compared { catalog, versions: reading.versions, desired, proofs, compiled, comparison, diagnostics })
}

impl Compared {
    /// The catalog as it would be with every difference removed.
    ///
    /// # Errors
    /// A grant that cannot be read.
    pub fn wanted(&self) -> Result<Catalog> {
        let proofs = Proofs { queries: &self.proofs, functions: &self.compiled };
        wanted_catalog(&self.catalog, &self.desired, &proofs, &self.comparison.changes)
    }
}

/// What the lock holds as a manifest's is ours to drop; it also holds what those stand on.
fn managed(locks: LockFiles) -> Managed {
    let relations = locks.relations.into_iter().filter(|(_, entry)| entry.live.is_some()).map(|(name, _)| name);
    let functions = locks.functions.into_iter().filter(|(_, entry)| entry.live.is_some()).map(|(name, _)| name);
    Managed { relations: relations.collect(), functions: functions.collect() }
}

/// Tables that PostgREST serves and no endpoint names. Partitions are reached through their table.
fn tables_without_endpoint(project: &Project, catalog: &Catalog, desired: &State) -> Vec<Object> {
    let ignored = state::Ignored::new(project);
    catalog
        .relations
        .values()
        .filter(|relation| !relation.kind.is_view() && relation.extension.is_none() && relation.partition_of.is_none())
        .map(|relation| &relation.name)
        .filter(|name| project.schemas.contains(&name.schema) && !ignored.object(name))
        .filter(|name| !desired.tables.contains_key(*name))
        .map(|name| Object::Table(name.clone()))
        .collect()
}

/// Only what both sides can speak of: tables that an endpoint names, schemas that a manifest holds, and
/// nothing that was skipped while reading. Gives what was left out, of which nothing is known.
fn restrict(live: &mut State, desired: &mut State, catalog: &Catalog) -> BTreeSet<Object> {
    live.tables.retain(|name, _| desired.tables.contains_key(name));
    live.schemas.retain(|name, _| desired.schemas.contains_key(name));
    let unread = Unread::new(catalog);
    let mut left_out = unread.objects_of(live);
    left_out.extend(unread.objects_of(desired));
    unread.remove_from(live);
    unread.remove_from(desired);
    left_out
}

fn missing_schemas(workspace: &Workspace, catalog: &Catalog) -> Vec<Diagnostic> {
    let project = &workspace.project;
    let named =
        project.schemas.iter().map(|name| ("schemas", name)).chain(project.manage.iter().map(|name| ("manage", name)));
    named
        .filter(|(_, name)| !catalog.schemas.contains_key(*name))
        .map(|(key, name)| {
            Diagnostic::error(&codes::NO_SUCH_SCHEMA, format!("schema {name} does not exist in this database"))
                .at(workspace.project_place(&[key]))
                .advice("correct the name in pgai.yaml, or create the schema")
        })
        .collect()
}

/// The queries whose text differs from the live one, or that are new, in an order in which they can be made.
fn items(
    desired: &State,
    live: &State,
    also: &BTreeSet<QualifiedName>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Item> {
    let mut texts: BTreeMap<&QualifiedName, (&str, Option<&str>)> = BTreeMap::new();
    for (name, view) in &desired.views {
        texts.insert(name, (&view.query, live.views.get(name).map(|view| view.query.as_str())));
    }
    for (name, view) in &desired.materialized_views {
        texts.insert(name, (&view.query, live.materialized_views.get(name).map(|view| view.query.as_str())));
    }
    texts.retain(|name, (query, live)| also.contains(name) || live.is_none_or(|live| !state::same_text(live, query)));
    let mut queries: BTreeMap<QualifiedName, Item> = BTreeMap::new();
    for (name, (query, live)) in texts {
        match view_query(query) {
            Ok(checked) => {
                let query = checked.statement.text().to_owned();
                let live = live.map(str::to_owned);
                queries.insert(name.clone(), Item { name: name.clone(), query, live });
            }
            // The cross-check has said what is wrong with it, and where.
            Err(problem) => tracing::debug!(%name, %problem, "no query"),
        }
    }
    match sort_by_reference(queries.keys(), |name| queries.get(name).map(|item| item.query.as_str())) {
        Ok(sorted) => sorted.iter().filter_map(|name| queries.get(name).cloned()).collect(),
        Err(cycle) => {
            diagnostics.push(cycle.into());
            Vec::new()
        }
    }
}

/// The place in `query` that a character offset of the checked statement stands for.
fn refused(workspace: &Workspace, name: &QualifiedName, refusal: &Refusal) -> Diagnostic {
    let mut diagnostic =
        Diagnostic::error(&codes::QUERY_REFUSED, format!("PostgreSQL does not accept the query of {name}"))
            .because(format!("{} ({})", refusal.message, refusal.sqlstate));
    if let Some(detail) = &refusal.detail {
        diagnostic = diagnostic.because(detail.clone());
    }
    if let Some(hint) = &refusal.hint {
        diagnostic = diagnostic.advice(hint.clone());
    }
    if refusal.sqlstate == "42P01" {
        diagnostic = diagnostic.advice("write names with their schema: queries are compiled with an empty search_path");
    }
    match workspace.relation(name) {
        Some(manifest) => diagnostic.at(query_place(manifest, refusal.position)),
        None => diagnostic,
    }
}

fn query_place(manifest: &Manifest, position: Option<usize>) -> crate::diagnostic::Place {
    let query = match &manifest.document {
        crate::manifest::document::Document::View(view) => view.query.as_str(),
        crate::manifest::document::Document::MaterializedView(view) => view.query.as_str(),
        _ => "",
    };
    let before = view_query(query).map_or(0, |checked| query[..checked.statement.offset()].chars().count());
    position
        .and_then(|at| manifest.places.inside(&["query"], before + at, 1))
        .unwrap_or_else(|| manifest.place(&["query"]))
}

/// `columns` says something else than the query gives.
fn columns_unproven(workspace: &Workspace, name: &QualifiedName, proof: &Proof) -> Option<Diagnostic> {
    let (manifest, written) = match (workspace.view(name), workspace.materialized_view(name)) {
        (Some((manifest, view)), _) => (manifest, &view.columns),
        (_, Some((manifest, view))) => (manifest, &view.columns),
        _ => return None,
    };
    let says: Vec<(&str, &Column)> = written.iter().map(|(name, column)| (name.as_str(), column)).collect();
    let same = says.len() == proof.columns.len()
        && says.iter().zip(&proof.columns).all(|((name, column), proven)| {
            *name == proven.name && column.type_name == proven.type_name && column.collation == proven.collation
        });
    if same {
        return None;
    }
    let gives: Vec<String> =
        proof.columns.iter().map(|column| format!("{} {}", column.name, column.type_name)).collect();
    Some(
        Diagnostic::error(&codes::COLUMNS_UNPROVEN, format!("`columns` of {name} does not match its query"))
            .at(manifest.place(&[if written.is_empty() { "query" } else { "columns" }]))
            .because(format!("the query gives: {}", gives.join(", ")))
            .advice("run `pgai check --fix --env NAME` to have the server write `columns`"),
    )
}

/// The objects of a comparison by kind, for messages.
pub(super) fn object_names(objects: &[Object]) -> Vec<String> {
    objects.iter().map(|object| format!("{} {}", object.kind(), object.name())).collect()
}
