//! What differs: manifests, database, PostgREST as served.

mod below;
mod compare;
mod delta;
mod functions;
mod result;
mod served;

pub use compare::{Compared, compare};
pub use delta::{ContractChange, contract_changes};
pub use result::{Difference, Skip};
pub use served::{Served, ServedState, look};

use std::collections::BTreeSet;

use super::environment::{Chosen, select};
use super::{Exit, Failure, Outcome, database};
use crate::pg::connect::Environment;
use crate::workspace::Workspace;

/// Runs `pgai diff`.
///
/// # Errors
/// What keeps the comparison from being made.
pub async fn diff(
    workspace: &Workspace,
    chosen: &Chosen,
    process: &Environment,
    exit_code: bool,
    stage: &dyn Fn(&str),
) -> Result<Outcome<Difference>, Failure> {
    let selected = select(Some(&workspace.project), chosen, process)?;
    stage("connecting");
    let database = database::open(&selected, process).await?;
    let mut diagnostics = database.warnings.clone();
    let compared = compare(workspace, &selected, &database, &BTreeSet::new(), stage).await?;
    diagnostics.extend(compared.diagnostics.iter().cloned());
    stage("asking PostgREST");
    let served = look(&workspace.project, &selected, &compared.catalog).await;
    diagnostics.extend(served.diagnostics.iter().cloned());
    let result = Difference::new(workspace, &selected, &database.description, compared, served);
    let mut exit = Exit::Fine;
    if result.has_changes() && exit_code {
        exit = Exit::Differences;
    }
    if !result.not_proven.is_empty() {
        exit = exit.or(Exit::NotProven);
    }
    if diagnostics.iter().any(crate::diagnostic::Diagnostic::is_error) {
        exit = exit.or(Exit::Failed);
    }
    Ok(Outcome { result, exit, diagnostics })
}
