//! `pgai contract` and the contract that `openapi` is written from.

use super::environment::{Chosen, select};
use super::{Exit, Failure, Outcome, api, database};
use crate::contract::{Contract, Route, RouteKind};
use crate::diagnostic::codes::usage as codes;
use crate::diagnostic::{Diagnostic, nearest};
use crate::pg::connect::Environment;
use crate::workspace::Workspace;

/// Reads the database and computes the contract of what is there.
///
/// # Errors
/// A database that cannot be read.
pub async fn contract(
    workspace: &Workspace,
    chosen: &Chosen,
    process: &Environment,
    names: &[String],
    stage: &dyn Fn(&str),
) -> Result<Outcome<Contract>, Failure> {
    let selected = select(Some(&workspace.project), chosen, process)?;
    stage("connecting");
    let database = database::open(&selected, process).await?;
    stage("reading the database");
    let project = &workspace.project;
    let catalog = database.read(project.schemas.iter().chain(&project.manage)).await?.catalog;
    let mut diagnostics = database.warnings.clone();
    diagnostics.extend(database::skipped(&catalog));
    let mut contract = api::contract(workspace, selected.name.as_deref(), &catalog);
    keep(&mut contract, names)?;
    Ok(Outcome { result: contract, exit: Exit::Fine, diagnostics })
}

/// How a route can be named: by its endpoint, or as clients see it.
fn names_of(route: &Route) -> [String; 3] {
    let seen = match route.kind {
        RouteKind::Relation => route.name.clone(),
        RouteKind::Function => format!("rpc/{}", route.name),
    };
    [route.promise.endpoint.clone().unwrap_or_default(), seen, route.qualified_name().to_string()]
}

/// Keeps the named routes; all where none is named.
fn keep(contract: &mut Contract, names: &[String]) -> Result<(), Diagnostic> {
    if names.is_empty() {
        return Ok(());
    }
    let known: Vec<String> = contract.routes.iter().flat_map(names_of).collect();
    for name in names {
        if !known.contains(name) {
            let problem = Diagnostic::error(&codes::UNKNOWN_NAME, format!("no route or endpoint is called {name}"));
            return Err(match nearest(name, known.iter().map(String::as_str)) {
                Some(near) => problem.advice(format!("did you mean {near}?")),
                None => problem.advice("run `pgai contract` for the list"),
            });
        }
    }
    contract.routes.retain(|route| names_of(route).iter().any(|name| names.contains(name)));
    Ok(())
}
