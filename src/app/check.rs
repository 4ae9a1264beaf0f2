//! `check`, the part that needs no database: every file is read, and what they say of each other is compared.
//!
//! Joins the workspace with the pure rooms. Prints nothing.

mod access;
mod arguments;
mod endpoint;
mod expression;
mod function;
mod naming;
mod project;
mod report;
mod trigger;
mod version;
mod view;

use std::path::Path;

pub use report::CheckReport;

use crate::diagnostic::codes::database as codes;
use crate::diagnostic::{Diagnostic, Result};
use crate::manifest::lock::{Subject, Verification, verify_all};
use crate::workspace::{self, Manifest, Workspace};

/// Checks the project that `start` lies in.
///
/// # Errors
/// When there is no project. What is wrong within one stands in the report.
pub fn run(start: &Path) -> Result<CheckReport> {
    let root = workspace::discover(start)?;
    let (workspace, mut diagnostics) = Workspace::read(&root);
    if let Some(workspace) = &workspace {
        diagnostics.extend(cross_check(workspace));
    }
    Ok(CheckReport::new(workspace.as_ref(), diagnostics))
}

/// What contradicts itself or another file. Without order.
pub fn cross_check(workspace: &Workspace) -> Vec<Diagnostic> {
    let mut findings = project::check(workspace);
    findings.extend(view::check(workspace));
    findings.extend(function::check(workspace));
    findings.extend(endpoint::check(workspace));
    findings.extend(access::check(workspace));
    findings.extend(columns_unproven(workspace));
    findings
}

/// Columns of views that the server did not type as they stand, told by the
/// hashes in the lock. `check --fix` with a database mends it.
fn columns_unproven(workspace: &Workspace) -> Vec<Diagnostic> {
    let (locks, mut problems) = super::lock::read(workspace);
    let subjects: Vec<(&Manifest, Subject<'_>)> = workspace
        .manifests
        .iter()
        .flat_map(|manifest| Subject::of(&manifest.document).into_iter().map(move |subject| (manifest, subject)))
        .collect();
    let bare: Vec<Subject<'_>> = subjects.iter().map(|(_, subject)| *subject).collect();
    for ((manifest, subject), found) in subjects.iter().zip(verify_all(&bare, &locks)) {
        // Nothing of a function is written by the server: its result is what its own words say.
        if matches!(subject, Subject::Function(..)) {
            continue;
        }
        let why = match found {
            Verification::Proven => continue,
            Verification::NoEntry => "the server never typed it".to_owned(),
            Verification::QueryChanged => "it was edited after the server typed it".to_owned(),
            Verification::InputChanged { what } => {
                let what: Vec<String> = what.into_iter().collect();
                format!("what it reads changed: {}", what.join(", "))
            }
        };
        problems.push(
            Diagnostic::error(
                &codes::COLUMNS_UNPROVEN,
                format!("`columns` of {} is not proven: {why}", subject.name()),
            )
            .at(manifest.place(&["columns"]))
            .advice("run `pgai check --fix` where the baseline's database can be reached"),
        );
    }
    problems
}
