//! `check --fix`: the server writes `columns`, and the lock says that it did.

use std::collections::BTreeSet;

use serde::Serialize;

use super::check::CheckReport;
use super::database::{self, Database};
use super::diff::{Compared, compare};
use super::environment::Selected;
use super::{Exit, Failure, Outcome, api, files, lock};
use crate::diagnostic::codes::database as codes;
use crate::diagnostic::{Diagnostic, Result};
use crate::diff::Proof;
use crate::manifest::document::{Column, Document, Endpoint};
use crate::manifest::lock::{Subject, verify_all};
use crate::sql::QualifiedName;
use crate::workspace::{Changes, Store, Workspace};

/// What fixing did.
#[derive(Debug, Serialize)]
pub struct Fixed {
    /// Files that were written.
    pub fixed: Vec<String>,
    /// The check afterwards.
    pub report: CheckReport,
}

/// Has the server type every query that is not proven, and writes `columns` and the lock.
///
/// # Errors
/// A database that cannot be read.
pub async fn fix(
    workspace: &Workspace,
    store: &Store,
    selected: &Selected,
    database: &Database,
    stage: &dyn Fn(&str),
) -> std::result::Result<Outcome<Fixed>, Failure> {
    let compared = compare(workspace, selected, database, &unproven(workspace), stage).await?;
    let mut changes = Changes::default();
    let mut documents = Vec::new();
    for manifest in &workspace.manifests {
        if let Some(document) = typed(&manifest.document, &compared.proofs) {
            files::put(&mut changes, Some(workspace), &document);
            documents.push(document);
        }
    }
    seal(workspace, selected, &compared, &documents, &mut changes)?;
    let applied = changes.apply(store)?;
    let mut diagnostics: Vec<Diagnostic> = database.warnings.clone();
    diagnostics.extend(database::skipped(&compared.catalog));
    diagnostics.extend(compared.diagnostics.into_iter().filter(|problem| problem.code() != &codes::COLUMNS_UNPROVEN));
    let report = super::check::run(store.root())?;
    diagnostics.extend(report.diagnostics.iter().cloned());
    let exit = if diagnostics.iter().any(Diagnostic::is_error) { Exit::Findings } else { Exit::Fine };
    let mut fixed = applied.created;
    fixed.extend(applied.updated);
    fixed.sort();
    Ok(Outcome { result: Fixed { fixed, report }, exit, diagnostics })
}

/// Views that the lock does not prove: edited ones, and those that stand on something that changed.
fn unproven(workspace: &Workspace) -> BTreeSet<QualifiedName> {
    let (locks, _) = lock::read(workspace);
    let subjects: Vec<Subject<'_>> =
        workspace.manifests.iter().flat_map(|manifest| Subject::of(&manifest.document)).collect();
    let found = verify_all(&subjects, &locks);
    let name = |subject: &Subject<'_>| match subject {
        Subject::View(view) => Some(view.name.clone()),
        Subject::MaterializedView(view) => Some(view.name.clone()),
        Subject::Function(..) => None,
    };
    subjects
        .iter()
        .zip(found)
        .filter(|(_, found)| !found.is_proven())
        .filter_map(|(subject, _)| name(subject))
        .collect()
}

/// The document with `columns` as the server typed them; comments and defaults of columns that stay are kept.
fn typed(
    document: &Document,
    proofs: &std::collections::BTreeMap<crate::sql::QualifiedName, Proof>,
) -> Option<Document> {
    let mut document = document.clone();
    let (name, columns) = match &mut document {
        Document::View(view) => (&view.name, &mut view.columns),
        Document::MaterializedView(view) => (&view.name, &mut view.columns),
        _ => return None,
    };
    let proof = proofs.get(name)?;
    let written = proof
        .columns
        .iter()
        .map(|proven| {
            let there = columns.get(&proven.name).cloned().unwrap_or_default();
            let column = Column { type_name: proven.type_name.clone(), collation: proven.collation.clone(), ..there };
            (proven.name.clone(), column)
        })
        .collect();
    *columns = written;
    Some(document)
}

/// Lock entries of what was typed, and of what it reads where that is new to the lock. `live` stays what
/// the database had: a later pull tells by it that these are edits.
fn seal(
    workspace: &Workspace,
    selected: &Selected,
    compared: &Compared,
    documents: &[Document],
    changes: &mut Changes,
) -> Result<()> {
    let wanted = compared.wanted()?;
    let endpoints: Vec<Endpoint> = workspace.endpoints().map(|(_, endpoint)| endpoint.clone()).collect();
    let facts = api::postgrest_facts(workspace.postgrest().map(|(_, manifest)| manifest), selected.name.as_deref());
    let roles: Vec<String> = facts.login_role.into_iter().collect();
    let (mut locks, _) = lock::read(workspace);
    let built = lock::build(&workspace.project, &wanted, &endpoints, &roles);
    for (name, mut entry) in built.relations {
        let known = locks.relations.get(&name);
        if compared.proofs.contains_key(&name) {
            entry.live = known.and_then(|known| known.live.clone());
            entry.verified = known.and_then(|known| known.verified.clone());
            locks.relations.insert(name, entry);
        } else if known.is_none() {
            locks.relations.insert(name, entry);
        }
    }
    for (name, entry) in built.functions {
        locks.functions.entry(name).or_insert(entry);
    }
    for (name, entry) in built.types {
        locks.types.entry(name).or_insert(entry);
    }
    for (name, entry) in built.schemas {
        locks.schemas.entry(name).or_insert(entry);
    }
    let subjects: Vec<Subject<'_>> = documents.iter().flat_map(Subject::of).collect();
    locks.seal(&subjects, compared.catalog.server.major());
    for (path, text) in lock::texts(&locks)? {
        if workspace.lock_texts.get(&path) != Some(&text) {
            changes.write(path, text);
        }
    }
    Ok(())
}
