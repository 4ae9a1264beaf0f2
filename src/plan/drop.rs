//! Steps that drop views, dependents first, by name and never with CASCADE.

use std::collections::BTreeMap;

use super::{Allow, Input, Keywords, Lock, Object, Plan, Step, What};
use crate::diagnostic::Result;
use crate::sql::QualifiedName;
use crate::sql::quote::SqlBuilder;

pub(super) fn steps(input: &Input<'_>, keywords: &Keywords, plan: &mut Plan) -> Result<()> {
    let mut left: BTreeMap<QualifiedName, &'static str> = input
        .changes
        .iter()
        .filter(|change| change.what == What::Existence && change.to.is_none())
        .filter_map(|change| match &change.object {
            Object::View(name) => Some((name.clone(), "DROP VIEW ")),
            Object::MaterializedView(name) => Some((name.clone(), "DROP MATERIALIZED VIEW ")),
            _ => None,
        })
        .collect();
    let mut locked = Vec::new();
    while !left.is_empty() {
        let free = left
            .keys()
            .find(|name| !left.keys().any(|other| other != *name && reads(input, other, name)))
            .or_else(|| left.keys().next())
            .cloned();
        let Some((name, verb)) = free.and_then(|name| left.remove_entry(&name)) else { break };
        let owner = input.live.relations.get(&name).map(|relation| relation.owner.clone());
        plan.steps.push(Step {
            sql: SqlBuilder::new(keywords).push(verb).name(&name).finish()?,
            role: owner,
            object: name.to_string(),
            reason: "no manifest holds it any more".to_owned(),
            lock: Lock::AccessExclusive,
            allowed: Some(Allow::Drop),
        });
        locked.push(name);
    }
    // Dependents before what they stand on: the order in which readers lock.
    locked.append(&mut plan.locked);
    plan.locked = locked;
    Ok(())
}

fn reads(input: &Input<'_>, reader: &QualifiedName, name: &QualifiedName) -> bool {
    input.live.relations.get(reader).is_some_and(|relation| relation.reads.contains(name))
}
