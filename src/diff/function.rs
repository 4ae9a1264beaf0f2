//! Functions, overload by overload.

use std::collections::BTreeMap;

use super::change::{Change, Object, What};
use super::compare::Managed;
use super::compare::{Comparison, acl, gone, owner, text};
use super::state::State;
use crate::catalog::FunctionKey;
use crate::catalog::acl::ObjectKind;
use crate::diagnostic::Result;
use crate::manifest::document::{ArgumentMode, Function, Grants, Overload};
use crate::sql::QualifiedName;

/// The identity of an overload: its input types.
pub fn key(name: &QualifiedName, overload: &Overload) -> FunctionKey {
    let types = overload
        .arguments
        .iter()
        .filter(|argument| argument.mode != ArgumentMode::Out)
        .map(|argument| argument.type_name.clone())
        .collect();
    FunctionKey { name: name.clone(), types }
}

fn overloads(functions: &BTreeMap<QualifiedName, Function>) -> BTreeMap<FunctionKey, &Overload> {
    functions
        .values()
        .flat_map(|function| function.overloads.iter().map(|overload| (key(&function.name, overload), overload)))
        .collect()
}

pub(super) fn compare(
    desired: &State,
    live: &State,
    managed: &Managed,
    server: u32,
    found: &mut Comparison,
) -> Result<()> {
    let (wanted, there) = (overloads(&desired.functions), overloads(&live.functions));
    for (key, overload) in &wanted {
        match there.get(key) {
            Some(live) => one(key, live, overload, server, found)?,
            None => {
                let object = Object::Function(key.clone());
                found.changes.push(Change::new(&object, What::Existence, None, Some(object.name())));
                let body = overload.body.as_deref().or(overload.sql_body.as_deref());
                text(found, &object, What::Body, None, body);
                text(found, &object, What::Comment, None, overload.comment.as_deref());
                let owner = owner(overload.owner.as_ref());
                acl(found, &object, ObjectKind::Function, (owner, &Grants::new()), (owner, &overload.grants), server)?;
            }
        }
    }
    for key in there.keys().filter(|key| !wanted.contains_key(key)) {
        let is_managed = managed.functions.contains(&key.name) || desired.functions.contains_key(&key.name);
        gone(Object::Function(key.clone()), is_managed, found);
    }
    Ok(())
}

fn one(key: &FunctionKey, live: &Overload, wanted: &Overload, server: u32, found: &mut Comparison) -> Result<()> {
    let object = Object::Function(key.clone());
    text(found, &object, What::Owner, live.owner.as_deref(), wanted.owner.as_deref());
    let body = |overload: &Overload| overload.body.clone().or_else(|| overload.sql_body.clone());
    if live.body != wanted.body || live.sql_body != wanted.sql_body {
        text(found, &object, What::Body, body(live).as_deref(), body(wanted).as_deref());
    }
    for (name, from, to) in attributes(live, wanted) {
        text(found, &object, What::Attribute(name), Some(&from), Some(&to));
    }
    text(found, &object, What::Comment, live.comment.as_deref(), wanted.comment.as_deref());
    let from = (owner(live.owner.as_ref()), &live.grants);
    acl(found, &object, ObjectKind::Function, from, (owner(wanted.owner.as_ref()), &wanted.grants), server)
}

/// Every attribute of a function, as both sides say it.
fn attributes(live: &Overload, wanted: &Overload) -> Vec<(&'static str, String, String)> {
    fn shown<T: serde::Serialize>(value: &T) -> String {
        serde_json::to_string(value).unwrap_or_default()
    }
    let arguments = |overload: &Overload| -> Vec<_> {
        let mut arguments = overload.arguments.clone();
        // Descriptions are for documents only: PostgreSQL has nowhere to keep them.
        arguments.iter_mut().for_each(|argument| argument.description = None);
        arguments
    };
    let mut found = vec![
        ("arguments", shown(&arguments(live)), shown(&arguments(wanted))),
        ("returns", shown(&live.returns), shown(&wanted.returns)),
        ("language", live.language.clone(), wanted.language.clone()),
        ("volatility", shown(&live.volatility), shown(&wanted.volatility)),
        ("parallel", shown(&live.parallel), shown(&wanted.parallel)),
        ("security", shown(&live.security), shown(&wanted.security)),
        ("strict", shown(&live.strict), shown(&wanted.strict)),
        ("leakproof", shown(&live.leakproof), shown(&wanted.leakproof)),
        ("window", shown(&live.window), shown(&wanted.window)),
        ("cost", shown(&live.cost), shown(&wanted.cost)),
        ("rows", shown(&live.rows), shown(&wanted.rows)),
        ("support", shown(&live.support), shown(&wanted.support)),
        ("set", shown(&live.set), shown(&wanted.set)),
    ];
    found.retain(|(_, from, to)| from != to);
    found
}
