//! Changes to phases of ordered steps, each with its SQL, its lock and its reason.
//!
//! Pure. A plan that could not do everything is no plan: what is beyond this version, or needs a
//! word that was not given, is refused by name before anything runs.

mod drop;
mod function;
mod function_sql;
mod grant;
mod order;
mod refuse;
mod step;
#[cfg(test)]
mod tests;
mod view;

use std::collections::{BTreeMap, BTreeSet};

pub use function_sql::create_function;
pub use order::{Cycle, sort as sort_by_reference};
pub use refuse::can_act_as;
pub use step::{Allow, Lock, Plan, Step};

use crate::catalog::Catalog;
use crate::diagnostic::Diagnostic;
use crate::diff::{Change, Object, Proof, State, What};
use crate::sql::QualifiedName;
use crate::sql::quote::Keywords;

/// What planning stands on.
pub struct Input<'a> {
    /// The differences, as `diff::compare` lists them.
    pub changes: &'a [Change],
    /// What is wanted.
    pub desired: &'a State,
    /// The database as it is.
    pub live: &'a Catalog,
    /// Compiled queries.
    pub proofs: &'a BTreeMap<QualifiedName, Proof>,
    /// Classes that were allowed.
    pub allow: &'a BTreeSet<Allow>,
}

/// Makes the plan, or says everything that stands in its way.
///
/// # Errors
/// One diagnostic per object that cannot be planned.
pub fn plan(input: &Input<'_>) -> Result<Plan, Vec<Diagnostic>> {
    let keywords = Keywords::from_server(input.live.server.keywords.iter().map(|word| (word.as_str(), 'R')));
    let mut problems = refuse::beyond(input);
    problems.extend(refuse::not_allowed(input));
    problems.extend(refuse::missing_rights(input));
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut plan = Plan::default();
    let mut made = BTreeSet::new();
    functions(input, &keywords, false, &mut made, &mut plan).map_err(|problem| vec![problem])?;
    for name in order::views(input).map_err(|cycle| vec![cycle.into()])? {
        let changes = of_object(input.changes, &Object::View(name.clone()));
        if !is_drop(&changes) {
            view::steps(input, &keywords, &name, &changes, &mut plan).map_err(|problem| vec![problem])?;
        }
    }
    functions(input, &keywords, true, &mut made, &mut plan).map_err(|problem| vec![problem])?;
    for object in objects(input.changes) {
        let changes = of_object(input.changes, &object);
        if !is_drop(&changes) {
            let new = is_create(&changes) || matches!(&object, Object::Function(key) if made.contains(key));
            grant::steps(input, &keywords, &object, &changes, new, &mut plan).map_err(|problem| vec![problem])?;
        }
    }
    function::drops(input, &keywords, true, &mut plan).map_err(|problem| vec![problem])?;
    drop::steps(input, &keywords, &mut plan).map_err(|problem| vec![problem])?;
    function::drops(input, &keywords, false, &mut plan).map_err(|problem| vec![problem])?;
    plan.locked = order::dependents_first(input.live, &plan.locked.into_iter().collect());
    Ok(plan)
}

/// Functions that can be made before the views, or those that mention a view which is made first. `made`
/// collects those that exist anew, with no grants but the default ones.
fn functions(
    input: &Input<'_>,
    keywords: &Keywords,
    after_views: bool,
    made: &mut BTreeSet<crate::catalog::FunctionKey>,
    plan: &mut Plan,
) -> crate::diagnostic::Result<()> {
    let views: BTreeSet<&QualifiedName> = input
        .changes
        .iter()
        .filter_map(|change| match &change.object {
            Object::View(name) => Some(name),
            _ => None,
        })
        .collect();
    for object in objects(input.changes) {
        let Object::Function(key) = &object else { continue };
        let changes = of_object(input.changes, &object);
        if is_drop(&changes) {
            continue;
        }
        let text = function::wanted(input, key)
            .map(|overload| create_function(keywords, &key.name, overload, true))
            .transpose()?;
        let mentions = text.map(|sql| crate::sql::references::mentions(sql.as_str())).unwrap_or_default();
        let waits = views.iter().any(|view| mentions.contains(*view));
        if waits == after_views && function::steps(input, keywords, key, &changes, plan)? {
            made.insert(key.clone());
        }
    }
    Ok(())
}

/// The objects that change, in order.
fn objects(changes: &[Change]) -> Vec<Object> {
    changes.iter().map(|change| change.object.clone()).collect::<BTreeSet<_>>().into_iter().collect()
}

fn of_object<'a>(changes: &'a [Change], object: &Object) -> Vec<&'a Change> {
    changes.iter().filter(|change| change.object == *object).collect()
}

fn is_drop(changes: &[&Change]) -> bool {
    changes.iter().any(|change| change.what == What::Existence && change.to.is_none())
}

fn is_create(changes: &[&Change]) -> bool {
    changes.iter().any(|change| change.what == What::Existence && change.from.is_none())
}
