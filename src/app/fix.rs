//! `check --fix`: the server writes `columns`, and the lock says that it did.

use serde::Serialize;

use super::check::CheckReport;
use super::database::{self, Database};
use super::diff::compare;
use super::environment::Selected;
use super::{Exit, Failure, Outcome, files};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::database as codes;
use crate::diff::Proof;
use crate::manifest::document::{Column, Document};
use crate::workspace::{Changes, Store, Workspace};

/// What fixing did.
#[derive(Debug, Serialize)]
pub struct Fixed {
    /// Files whose `columns` were written.
    pub fixed: Vec<String>,
    /// The check afterwards.
    pub report: CheckReport,
}

/// Has the server type every query that is not proven, and writes `columns`.
///
/// # Errors
/// A database that cannot be read.
pub async fn fix(
    workspace: &Workspace,
    store: &Store,
    selected: &Selected,
    database: &Database,
    stage: &dyn Fn(&str),
) -> Result<Outcome<Fixed>, Failure> {
    let compared = compare(workspace, selected, database, stage).await?;
    let mut changes = Changes::default();
    for manifest in &workspace.manifests {
        if let Some(document) = typed(&manifest.document, &compared.proofs) {
            files::put(&mut changes, Some(workspace), &document);
        }
    }
    let applied = changes.apply(store)?;
    let mut diagnostics: Vec<Diagnostic> = database.warnings.clone();
    diagnostics.extend(database::skipped(&compared.catalog));
    diagnostics.extend(compared.diagnostics.into_iter().filter(|problem| problem.code() != &codes::COLUMNS_UNPROVEN));
    let report = super::check::run(store.root())?;
    diagnostics.extend(report.diagnostics.iter().cloned());
    let exit = if diagnostics.iter().any(Diagnostic::is_error) { Exit::Findings } else { Exit::Fine };
    let mut fixed = applied.created;
    fixed.extend(applied.updated);
    Ok(Outcome { result: Fixed { fixed, report }, exit, diagnostics })
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
