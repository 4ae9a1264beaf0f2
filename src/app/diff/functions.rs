//! Functions whose text differs from the live ones: compiled, so that both sides are as PostgreSQL prints them.

use std::collections::{BTreeMap, BTreeSet};

use super::super::database::Database;
use super::super::database::server_error;
use crate::catalog::raise::Raise;
use crate::catalog::{Catalog, Function, FunctionKey};
use crate::diagnostic::codes::database as codes;
use crate::diagnostic::{Diagnostic, Result};
use crate::diff::{State, overload_key};
use crate::manifest::document::Overload;
use crate::pg::prove::functions::{Item, Outcome, functions, shadow_name};
use crate::plan::create_function;
use crate::sql::QualifiedName;
use crate::sql::quote::Keywords;
use crate::workspace::Workspace;

/// Puts the compiled form in place of what manifests say, where the two sides differ. What is refused
/// is reported at its place.
///
/// # Errors
/// A lost connection.
pub(super) async fn prove(
    workspace: &Workspace,
    database: &Database,
    catalog: &Catalog,
    live: &State,
    desired: &mut State,
) -> Result<(Vec<Diagnostic>, BTreeMap<FunctionKey, Function>)> {
    let keywords = Keywords::from_server(catalog.server.keywords.iter().map(|word| (word.as_str(), 'R')));
    let mut problems = Vec::new();
    let mut items = Vec::new();
    for function in desired.functions.values() {
        let there = live.functions.get(&function.name);
        for (at, overload) in function.overloads.iter().enumerate() {
            let key = overload_key(&function.name, overload);
            let same =
                there.is_some_and(|there| there.overloads.iter().any(|live| definition(live) == definition(overload)));
            if same {
                continue;
            }
            match create_function(&keywords, &shadow_name(&function.name), overload, false) {
                Ok(create) => items.push(Item { key, create }),
                Err(problem) => problems.push(problem.at_some(place(workspace, &function.name, at))),
            }
        }
    }
    let outcomes = functions(&database.session, &catalog.server, &items)
        .await
        .map_err(|error| server_error("functions could not be compiled", &error))?;
    let mut compiled = BTreeMap::new();
    let raise = Raise::new(catalog, BTreeSet::new(), BTreeSet::new());
    for function in desired.functions.values_mut() {
        let name = function.name.clone();
        for (at, overload) in function.overloads.iter_mut().enumerate() {
            let key = overload_key(&name, overload);
            match outcomes.get(&key) {
                Some(Outcome::Proven(function)) => {
                    *overload = with_own_facts(raise.overload(function), overload);
                    let function = resolved(function, catalog);
                    compiled.insert(function.key.clone(), function);
                }
                Some(Outcome::Refused(refusal)) => problems.push(
                    Diagnostic::error(&codes::QUERY_REFUSED, format!("PostgreSQL does not accept the function {key}"))
                        .because(format!("{} ({})", refusal.message, refusal.sqlstate))
                        .at_some(place(workspace, &name, at)),
                ),
                Some(Outcome::NotProven(reason)) => problems.push(Diagnostic::warning(
                    &codes::NOT_PROVEN,
                    format!("{key} is compared by its text only: {reason}"),
                )),
                None => {}
            }
        }
    }
    Ok((problems, compiled))
}

/// Row types of arguments and results as relations: the compiled function was read without any.
fn resolved(function: &Function, catalog: &Catalog) -> Function {
    let relation = |text: &str| text.parse().ok().filter(|name: &QualifiedName| catalog.relations.contains_key(name));
    let mut function = function.clone();
    function.returns_relation = relation(&function.returns);
    function.row_argument = function.key.types.first().and_then(|text| relation(text));
    function
}

fn place(workspace: &Workspace, name: &QualifiedName, at: usize) -> Option<crate::diagnostic::Place> {
    workspace.function(name).map(|(manifest, _)| manifest.place(&["overloads", &at.to_string()]))
}

/// What CREATE FUNCTION says: all but owner, comment, grants and what only documents read.
fn definition(overload: &Overload) -> Overload {
    let mut bare = overload.clone();
    bare.owner = None;
    bare.comment = None;
    bare.grants.clear();
    bare.arguments.iter_mut().for_each(|argument| argument.description = None);
    bare
}

fn with_own_facts(compiled: Overload, written: &Overload) -> Overload {
    let mut overload = Overload {
        owner: written.owner.clone(),
        comment: written.comment.clone(),
        grants: written.grants.clone(),
        ..compiled
    };
    for (argument, written) in overload.arguments.iter_mut().zip(&written.arguments) {
        argument.description.clone_from(&written.description);
    }
    overload
}
