//! Steps that drop views, dependents first, by name and never with CASCADE.

use std::collections::{BTreeMap, BTreeSet};

use super::order::dependents_first;
use super::{Allow, Input, Keywords, Lock, Object, Plan, Step, What};
use crate::diagnostic::Result;
use crate::sql::QualifiedName;
use crate::sql::quote::SqlBuilder;

pub(super) fn steps(input: &Input<'_>, keywords: &Keywords, plan: &mut Plan) -> Result<()> {
    let dropped: BTreeMap<QualifiedName, &'static str> = input
        .changes
        .iter()
        .filter(|change| change.what == What::Existence && change.to.is_none())
        .filter_map(|change| match &change.object {
            Object::View(name) => Some((name.clone(), "DROP VIEW ")),
            Object::MaterializedView(name) => Some((name.clone(), "DROP MATERIALIZED VIEW ")),
            _ => None,
        })
        .collect();
    let names: BTreeSet<QualifiedName> = dropped.keys().cloned().collect();
    for name in dependents_first(input.live, &names) {
        let Some(verb) = dropped.get(&name) else { continue };
        let owner = input.live.relations.get(&name).map(|relation| relation.owner.clone());
        plan.steps.push(Step {
            sql: SqlBuilder::new(keywords).push(verb).name(&name).finish()?,
            role: owner,
            object: name.to_string(),
            reason: "no manifest holds it any more".to_owned(),
            lock: Lock::AccessExclusive,
            allowed: Some(Allow::Drop),
        });
        plan.locked.push(name);
    }
    Ok(())
}
