//! What stands in the way of a plan, object by object.

use std::collections::BTreeSet;

use super::{Allow, Input, Object, What, is_create, is_drop, objects, of_object};
use crate::catalog::acl::{Grant, ObjectKind};
use crate::catalog::{Catalog, Relation};
use crate::diagnostic::{Diagnostic, codes::database as codes};
use crate::diff::{Change, ProvenColumn, acl_of};
use crate::sql::QualifiedName;

/// Changes that this version cannot make.
pub(super) fn beyond(input: &Input<'_>) -> Vec<Diagnostic> {
    objects(input.changes)
        .iter()
        .flat_map(|object| {
            let changes = of_object(input.changes, object);
            let mut reasons: BTreeSet<String> =
                changes.iter().filter_map(|change| unsupported(object, change)).collect();
            reasons.extend(shape(input, object, &changes));
            reasons.extend(columns_alone(input, object, &changes));
            reasons.extend(name_taken(input, object, &changes));
            reasons.extend(invoker(input, object, &changes));
            reasons.extend(grantors(input, object, &changes));
            reasons.extend(dependents_of_dropped(input, object, &changes));
            reasons.extend(dependents_of_function(input, object, &changes));
            reasons.extend(grants_lost(input, object, &changes));
            reasons.into_iter().map(|reason| {
                Diagnostic::error(&codes::BEYOND_PLAN, format!("{} {}: {reason}", object.kind(), object.name()))
                    .advice("make this change by hand in a migration, then run `pgai pull`; nothing was changed")
            })
        })
        .collect()
}

/// Facts that no step of this version changes.
fn unsupported(object: &Object, change: &Change) -> Option<String> {
    let new = change.from.is_none();
    Some(match (object, &change.what) {
        (_, What::Grant(_)) => return None,
        (Object::Table(_), _) => return None,
        (Object::View(_), What::Trigger(name)) => format!("trigger {name} differs, and triggers are not planned yet"),
        (Object::View(_), What::Rule(name)) => format!("rule {name} differs, and rules are not planned yet"),
        (Object::View(_), What::Owner) => "its owner differs, and owners are not planned yet".to_owned(),
        (Object::View(_), What::ColumnStatistics(name)) => {
            format!(
                "column {name} has a statistics target, which PostgreSQL keeps for tables and materialized views only"
            )
        }
        (Object::View(_), _) => return None,
        (Object::MaterializedView(_), What::Existence) if new => "materialized views are not created yet".to_owned(),
        (Object::MaterializedView(_), what) => {
            format!("its {} differs, and materialized views are not changed yet", words(what))
        }
        (Object::Function(_), What::Owner) => "its owner differs, and owners are not planned yet".to_owned(),
        (Object::Function(_), _) => return None,
        (Object::Schema(_), What::Existence) => "the schema does not exist, and schemas are not created yet".to_owned(),
        (Object::Schema(_), what) => format!("its {} differs, and schemas are not changed yet", words(what)),
    })
}

fn words(what: &What) -> String {
    match what.part() {
        Some(part) => format!("{} {part}", what.name().replace('_', " ")),
        None => what.name().replace('_', " "),
    }
}

/// A view can be replaced while its columns stay where they are and new ones come last
/// (PostgreSQL docs, CREATE VIEW); anything else means dropping it.
fn shape(input: &Input<'_>, object: &Object, changes: &[&Change]) -> Option<String> {
    let Object::View(name) = object else { return None };
    if is_create(changes) || is_drop(changes) {
        return None;
    }
    let live = input.live.relations.get(name)?;
    let proof = input.proofs.get(name)?;
    let kept = live.columns.iter().zip(&proof.columns).all(|(there, wanted)| same(there, wanted));
    if kept && proof.columns.len() >= live.columns.len() {
        return None;
    }
    let dependents = dependents(input.live, name);
    let standing = if dependents.is_empty() {
        String::new()
    } else {
        format!("; {} on it would have to be recreated: {}", count(dependents.len()), dependents.join(", "))
    };
    Some(format!(
        "its columns are removed, renamed, retyped or moved, which needs the view to be dropped and created{standing}"
    ))
}

/// `columns` that differ where the query does not: what a view returns follows from its query.
fn columns_alone(input: &Input<'_>, object: &Object, changes: &[&Change]) -> Option<String> {
    let Object::View(name) = object else { return None };
    if is_create(changes) || is_drop(changes) || input.proofs.contains_key(name) {
        return None;
    }
    let column = changes
        .iter()
        .find(|change| matches!(change.what, What::Column(_) | What::ColumnType(_) | What::ColumnOrder))?;
    Some(format!(
        "its {} differs although its query is the one of the database, so `columns` is wrong; `pgai pull` writes it",
        words(&column.what)
    ))
}

/// A relation of another kind, or one that is left alone, has the name of a new view.
fn name_taken(input: &Input<'_>, object: &Object, changes: &[&Change]) -> Option<String> {
    let Object::View(name) = object else { return None };
    let there = input.live.relations.get(name).filter(|_| is_create(changes))?;
    Some(format!("a {} of this name is there already", there.kind.words()))
}

fn invoker(input: &Input<'_>, object: &Object, changes: &[&Change]) -> Option<String> {
    let Object::View(name) = object else { return None };
    let wanted = input.desired.views.get(name).is_some_and(|view| view.options.security_invoker);
    (wanted && !is_drop(changes) && input.live.server.version_num < 150_000)
        .then(|| "security_invoker exists from PostgreSQL 15".to_owned())
}

fn count(number: usize) -> String {
    if number == 1 { "1 object that stands".to_owned() } else { format!("{number} objects that stand") }
}

fn same(there: &crate::catalog::Column, wanted: &ProvenColumn) -> bool {
    there.name == wanted.name
        && there.type_name == wanted.type_name
        && there.collation.as_ref().map(ToString::to_string) == wanted.collation
}

/// What stands on a relation: views, and functions over its row type.
pub(super) fn dependents(catalog: &Catalog, name: &QualifiedName) -> Vec<String> {
    let views = catalog
        .relations
        .values()
        .filter(|relation| relation.reads.contains(name))
        .map(|relation| relation.name.to_string());
    let functions = catalog
        .functions
        .values()
        .filter(|function| {
            function.row_argument.as_ref() == Some(name) || function.returns_relation.as_ref() == Some(name)
        })
        .map(|function| function.key.to_string());
    views.chain(functions).collect()
}

fn dependents_of_dropped(input: &Input<'_>, object: &Object, changes: &[&Change]) -> Option<String> {
    if !is_drop(changes) {
        return None;
    }
    let dropped: BTreeSet<String> = input
        .changes
        .iter()
        .filter(|change| change.what == What::Existence && change.to.is_none())
        .map(|change| change.object.name())
        .collect();
    let left: Vec<String> =
        dependents(input.live, object.relation()?).into_iter().filter(|name| !dropped.contains(name)).collect();
    (!left.is_empty()).then(|| format!("it cannot be dropped while {} stand on it", left.join(", ")))
}

/// Views and triggers that stand on a function which is dropped, for good or to be made anew.
fn dependents_of_function(input: &Input<'_>, object: &Object, changes: &[&Change]) -> Option<String> {
    let Object::Function(key) = object else { return None };
    let goes = is_drop(changes) || super::function::needs_recreation(input, key, changes);
    if !goes {
        return None;
    }
    let text = key.to_string();
    let standing: Vec<String> = input
        .live
        .relations
        .values()
        .filter(|relation| {
            relation.calls.contains(&text) || relation.triggers.values().any(|trigger| trigger.function == key.name)
        })
        .map(|relation| relation.name.to_string())
        .chain(input.live.functions.get(key).into_iter().flat_map(|function| function.stored_uses.clone()))
        .collect();
    (!standing.is_empty()).then(|| format!("it would have to be dropped, and {} stand on it", standing.join(", ")))
}

/// Grants that go with a function which is made anew, and that no difference speaks of: of ignored roles.
fn grants_lost(input: &Input<'_>, object: &Object, changes: &[&Change]) -> Option<String> {
    let Object::Function(key) = object else { return None };
    if is_drop(changes) || !super::function::needs_recreation(input, key, changes) {
        return None;
    }
    let overload = super::function::wanted(input, key)?;
    let owner = overload.owner.clone().unwrap_or_default();
    let kept = acl_of(&overload.grants, &owner, ObjectKind::Function, input.live.server.version_num).ok()?;
    let revoked =
        |grant: &Grant| changes.iter().any(|change| matches!(&change.what, What::Grant(gone) if gone == grant));
    let lost: BTreeSet<&str> = acl(input.live, object)?
        .iter()
        .filter(|grant| !kept.contains(grant) && !revoked(grant))
        .map(|grant| grant.grantee.as_str())
        .collect();
    let lost: Vec<&str> = lost.into_iter().collect();
    (!lost.is_empty()).then(|| {
        format!("it would have to be dropped, and the grants of {} are not managed and would go", lost.join(", "))
    })
}

/// Grants by other roles than the owner.
fn grantors(input: &Input<'_>, object: &Object, changes: &[&Change]) -> Option<String> {
    let owner = owner(input, object)?;
    let others: BTreeSet<&str> = changes
        .iter()
        .filter_map(|change| match &change.what {
            What::Grant(grant) if grant.grantor != owner => Some(grant.grantor.as_str()),
            _ => None,
        })
        .collect();
    if !others.is_empty() {
        let others: Vec<&str> = others.into_iter().collect();
        return Some(format!("grants by {} differ, and only grants by the owner are planned yet", others.join(", ")));
    }
    let acl = acl(input.live, object)?;
    let dependent = changes.iter().find_map(|change| match &change.what {
        What::Grant(grant) if change.to.is_none() && grant.grantable => acl
            .iter()
            .find(|other| other.grantor == grant.grantee && other.privilege == grant.privilege)
            .map(|other| format!("{} granted {} to {}", grant.grantee, grant.privilege.word(), other.grantee)),
        _ => None,
    })?;
    Some(format!("{dependent} by a right that would be revoked, and grants by others are not planned yet"))
}

fn acl<'a>(catalog: &'a Catalog, object: &Object) -> Option<&'a crate::catalog::Acl> {
    match object {
        Object::Function(key) => catalog.functions.get(key).map(|function| &function.acl),
        Object::Schema(name) => catalog.schemas.get(name).map(|schema| &schema.acl),
        _ => catalog.relations.get(object.relation()?).map(|relation| &relation.acl),
    }
}

/// The owner an object will have.
pub(super) fn owner(input: &Input<'_>, object: &Object) -> Option<String> {
    match object {
        Object::View(name) => input.desired.views.get(name)?.owner.clone(),
        Object::MaterializedView(name) => input.desired.materialized_views.get(name)?.owner.clone(),
        Object::Table(name) => input.live.relations.get(name).map(|relation| relation.owner.clone()),
        Object::Function(key) => match super::function::wanted(input, key) {
            Some(overload) => overload.owner.clone(),
            None => input.live.functions.get(key).map(|function| function.owner.clone()),
        },
        Object::Schema(name) => input.desired.schemas.get(name)?.owner.clone(),
    }
}

/// Destructive classes that nobody allowed.
pub(super) fn not_allowed(input: &Input<'_>) -> Vec<Diagnostic> {
    let dropped: Vec<String> = input
        .changes
        .iter()
        .filter(|change| change.what == What::Existence && change.to.is_none())
        .map(|change| format!("{} {}", change.object.kind(), change.object.name()))
        .collect();
    let revoked: BTreeSet<String> = input
        .changes
        .iter()
        .filter(|change| matches!(change.what, What::Grant(_)) && change.to.is_none())
        .filter(|change| !is_drop(&of_object(input.changes, &change.object)))
        .map(|change| match &change.what {
            What::Grant(grant) => {
                format!("{} on {} from {}", grant.privilege.word(), change.object.name(), grant.grantee)
            }
            _ => change.object.name(),
        })
        .collect();
    let stored: Vec<String> = objects(input.changes)
        .iter()
        .filter_map(|object| match object {
            Object::Function(key) => Some((object, input.live.functions.get(key)?)),
            _ => None,
        })
        .filter(|(object, function)| {
            let changes = of_object(input.changes, object);
            let defines = changes.iter().any(|change| matches!(change.what, What::Body | What::Attribute(_)));
            defines && !function.stored_uses.is_empty()
        })
        .map(|(object, function)| {
            format!("change {}, whose results are stored in {}", object.name(), function.stored_uses.join(", "))
        })
        .collect();
    let mut problems = Vec::new();
    if !stored.is_empty() && !input.allow.contains(&Allow::StoredData) {
        problems.push(
            Diagnostic::error(&codes::NOT_ALLOWED, format!("the plan would {}", stored.join("; ")))
                .advice("allow it with `--allow stored-data`, then REINDEX, REFRESH or rewrite what is stored: it keeps what the old body computed"),
        );
    }
    for (class, objects) in [(Allow::Drop, dropped), (Allow::Revoke, revoked.into_iter().collect::<Vec<_>>())] {
        if !objects.is_empty() && !input.allow.contains(&class) {
            problems.push(
                Diagnostic::error(
                    &codes::NOT_ALLOWED,
                    format!("the plan would {}: {}", class.word(), objects.join(", ")),
                )
                .advice(format!("allow it with `--allow {}` if that is meant", class.word())),
            );
        }
    }
    problems
}

/// Objects whose owner the connected role cannot act as, roles that do not exist.
pub(super) fn missing_rights(input: &Input<'_>) -> Vec<Diagnostic> {
    let mut problems = missing_roles(input);
    let user = &input.live.server.user;
    let mut missing: std::collections::BTreeMap<String, Vec<String>> = std::collections::BTreeMap::new();
    for object in objects(input.changes) {
        if let Some(owner) = owner(input, &object).filter(|owner| !can_act_as(input.live, owner)) {
            missing.entry(owner).or_default().push(object.name());
        }
    }
    for (owner, objects) in missing {
        problems.push(
            Diagnostic::error(&codes::NOT_OWNER, format!("{} owned by {owner}; you are {user}", are(&objects)))
                .advice(format!("run `GRANT {owner} TO {user}` as an administrator, or connect as {owner}")),
        );
    }
    problems
}

fn are(objects: &[String]) -> String {
    format!("{} {}", objects.join(", "), if objects.len() == 1 { "is" } else { "are" })
}

fn missing_roles(input: &Input<'_>) -> Vec<Diagnostic> {
    let mut named: BTreeSet<String> = objects(input.changes).iter().filter_map(|object| owner(input, object)).collect();
    named.extend(input.changes.iter().filter_map(|change| match (&change.what, &change.to) {
        (What::Grant(grant), Some(_)) if grant.grantee != crate::catalog::acl::PUBLIC => Some(grant.grantee.clone()),
        _ => None,
    }));
    named
        .into_iter()
        .filter(|role| !input.live.roles.contains_key(role))
        .map(|role| {
            Diagnostic::error(&codes::NO_SUCH_ROLE, format!("role {role} does not exist in this database"))
                .advice(format!("create it: CREATE ROLE {}", crate::sql::identifier_text(&role)))
                .advice("or name the role this environment has for it under `roles:` in pgai.yaml")
        })
        .collect()
}

/// Whether the connected role may SET ROLE to `owner`, or is above such things.
pub fn can_act_as(catalog: &Catalog, owner: &str) -> bool {
    let server = &catalog.server;
    // The owner of the database is the one member of this role, and in no catalog row.
    let owns_database = owner == "pg_database_owner"
        && (server.user == server.database_owner || may_set(catalog, &server.user, &server.database_owner));
    server.superuser || owner == server.user || owns_database || may_set(catalog, &server.user, owner)
}

/// Membership with SET, over any number of steps.
fn may_set(catalog: &Catalog, from: &str, to: &str) -> bool {
    let mut seen = BTreeSet::from([from]);
    let mut todo = vec![from];
    while let Some(role) = todo.pop() {
        for (next, membership) in catalog.roles.get(role).into_iter().flat_map(|role| &role.member_of) {
            if membership.set && seen.insert(next) {
                if next == to {
                    return true;
                }
                todo.push(next);
            }
        }
    }
    false
}

/// The relation an object names, where it exists.
pub(super) fn live<'a>(input: &'a Input<'_>, name: &QualifiedName) -> Option<&'a Relation> {
    input.live.relations.get(name)
}
