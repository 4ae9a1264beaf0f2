//! `pgai plan`: what would run, and why.

use std::collections::BTreeSet;

use serde::Serialize;

use super::diff::{Compared, ContractChange, compare, contract_changes};
use super::environment::{Chosen, Selected, select};
use super::{Exit, Failure, Outcome, api, database};
use crate::diagnostic::Diagnostic;
use crate::diff::Change;
use crate::pg::connect::Environment;
use crate::pg::session::Session;
use crate::plan::{Allow, Input, Plan, plan as plan_steps};
use crate::workspace::Workspace;

/// A plan with what it stands on.
#[derive(Debug, Serialize)]
pub struct Planned {
    /// Environment; none for an ad hoc target.
    pub environment: Option<String>,
    /// `user@host:port/database`.
    pub database: String,
    /// The steps.
    pub plan: Plan,
    /// The differences they remove.
    pub changes: Vec<Change>,
    /// What clients will notice.
    pub contract: Vec<ContractChange>,
    /// Locks the transaction takes, estimated, and the server's whole table of them.
    pub locks: (u64, u64),
}

/// Runs `pgai plan`.
///
/// # Errors
/// What stands in the way of a plan, all of it.
pub async fn plan(
    workspace: &Workspace,
    chosen: &Chosen,
    process: &Environment,
    allow: &BTreeSet<Allow>,
    stage: &dyn Fn(&str),
) -> Result<Outcome<Planned>, Failure> {
    let selected = select(Some(&workspace.project), chosen, process)?;
    stage("connecting");
    let database = database::open(&selected, process).await?;
    let mut diagnostics = database.warnings.clone();
    let compared = compare(workspace, &selected, &database, &BTreeSet::new(), stage).await?;
    diagnostics.extend(compared.diagnostics.iter().cloned());
    let planned = make(workspace, &selected, &database.description, &compared, allow)?;
    Ok(Outcome { result: planned, exit: Exit::Fine, diagnostics })
}

/// Makes the plan of a comparison.
///
/// # Errors
/// Errors of the comparison, what is not proven, and what planning refuses.
pub fn make(
    workspace: &Workspace,
    selected: &Selected,
    description: &str,
    compared: &Compared,
    allow: &BTreeSet<Allow>,
) -> Result<Planned, Failure> {
    let errors: Vec<Diagnostic> = compared.diagnostics.iter().filter(|problem| problem.is_error()).cloned().collect();
    if !errors.is_empty() {
        return Err(errors.into());
    }
    not_proven(compared)?;
    let comparison = &compared.comparison;
    let input = Input {
        changes: &comparison.changes,
        desired: &compared.desired,
        live: &compared.catalog,
        proofs: &compared.proofs,
        allow,
    };
    let plan = plan_steps(&input)?;
    let locks = (plan.lock_estimate(), compared.catalog.server.lock_slots);
    within_budget(locks)?;
    let wanted = compared.wanted()?;
    let environment = selected.name.as_deref();
    let contract = contract_changes(
        &api::contract(workspace, environment, &compared.catalog),
        &api::contract(workspace, environment, &wanted),
    );
    Ok(Planned {
        environment: selected.name.clone(),
        database: description.to_owned(),
        plan,
        changes: comparison.changes.clone(),
        contract,
        locks,
    })
}

fn not_proven(compared: &Compared) -> Result<(), Failure> {
    use crate::diagnostic::codes::database::NOT_PROVEN;
    let objects = &compared.comparison.not_proven;
    if objects.is_empty() {
        return Ok(());
    }
    let names: Vec<String> = objects.iter().map(crate::diff::Object::name).collect();
    Err(Failure {
        exit: Exit::NotProven,
        diagnostics: vec![
            Diagnostic::error(&NOT_PROVEN, format!("not proven: {}", names.join(", ")))
                .advice("nothing is planned on a guess; see `pgai explain PGAI-4007`"),
        ],
    })
}

/// A transaction that fills the server's lock table fails every other session's statements.
fn within_budget((wanted, slots): (u64, u64)) -> Result<(), Failure> {
    if slots == 0 || wanted * 2 <= slots {
        return Ok(());
    }
    Err(Diagnostic::error(
        &crate::diagnostic::codes::database::BEYOND_PLAN,
        format!("the plan takes about {wanted} locks in one transaction; this server has room for {slots}"),
    )
    .advice("raise max_locks_per_transaction, or apply in parts")
    .into())
}

impl Planned {
    /// The plan as a script for psql: one transaction, roles set where steps run as an owner.
    pub fn script(&self) -> String {
        let pinning = Session::pinning().replace("; ", ";\n");
        let mut script = format!("BEGIN;\n{pinning};\nSET LOCAL lock_timeout = 500;\n");
        let mut role: Option<&str> = None;
        for step in &self.plan.steps {
            if step.role.as_deref() != role {
                role = step.role.as_deref();
                match role {
                    Some(role) => script.push_str(&format!("SET LOCAL ROLE {};\n", crate::sql::identifier_text(role))),
                    None => script.push_str("RESET ROLE;\n"),
                }
            }
            // A line end in a name would end the comment.
            let comment = format!("{}: {}", step.object, step.reason).replace(char::is_control, " ");
            script.push_str(&format!("-- {comment}\n{};\n", step.sql));
        }
        script.push_str("RESET ROLE;\nNOTIFY pgrst;\nCOMMIT;\n");
        script
    }
}
