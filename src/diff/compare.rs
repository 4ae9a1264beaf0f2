//! The comparison as a whole.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Change, Object, What};
use super::grants;
use super::state::{Proof, State};
use super::{function, view};
use crate::catalog::acl::ObjectKind;
use crate::diagnostic::Result;
use crate::manifest::document::Grants;
use crate::sql::QualifiedName;

/// What pgai knows to be its own: only that is ever dropped.
#[derive(Debug, Clone, Default)]
pub struct Managed {
    /// Relations with a lock entry.
    pub relations: BTreeSet<QualifiedName>,
    /// Function names with a lock entry.
    pub functions: BTreeSet<QualifiedName>,
}

/// The outcome.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Comparison {
    /// In order of the objects, and within one in the order of its parts.
    pub changes: Vec<Change>,
    /// Objects in managed schemas that no manifest holds and pgai did not make.
    pub unmanaged: Vec<Object>,
    /// Objects whose equality could not be decided.
    pub not_proven: Vec<Object>,
}

/// Compares. `proofs` holds what was compiled; a query without one is judged by its text.
///
/// # Errors
/// A grant in a manifest that cannot be read.
pub fn compare(
    desired: &State,
    live: &State,
    proofs: &BTreeMap<QualifiedName, Proof>,
    managed: &Managed,
    server: u32,
) -> Result<Comparison> {
    let mut comparison = Comparison::default();
    schemas(desired, live, server, &mut comparison)?;
    views(desired, live, proofs, managed, server, &mut comparison)?;
    materialized_views(desired, live, proofs, managed, server, &mut comparison)?;
    function::compare(desired, live, managed, server, &mut comparison)?;
    tables(desired, live, server, &mut comparison)?;
    comparison.unmanaged.sort();
    Ok(comparison)
}

pub(super) fn text(change: &mut Comparison, object: &Object, what: What, from: Option<&str>, to: Option<&str>) {
    if from != to {
        change.changes.push(Change::new(object, what, from.map(str::to_owned), to.map(str::to_owned)));
    }
}

pub(super) fn acl(
    comparison: &mut Comparison,
    object: &Object,
    kind: ObjectKind,
    live: (&str, &Grants),
    desired: (&str, &Grants),
    server: u32,
) -> Result<()> {
    let from = grants::acl_of(live.1, live.0, kind, server)?;
    let to = grants::acl_of(desired.1, desired.0, kind, server)?;
    comparison.changes.extend(grants::changes(object, desired.0, &from, &to));
    Ok(())
}

/// An owner that nobody names: the schema's, which the caller has filled in.
pub(super) fn owner(owner: Option<&String>) -> &str {
    owner.map_or("", String::as_str)
}

fn schemas(desired: &State, live: &State, server: u32, found: &mut Comparison) -> Result<()> {
    for (name, wanted) in &desired.schemas {
        let object = Object::Schema(name.clone());
        let Some(there) = live.schemas.get(name) else {
            found.changes.push(Change::new(&object, What::Existence, None, Some(object.name())));
            continue;
        };
        text(found, &object, What::Owner, there.owner.as_deref(), wanted.owner.as_deref());
        text(found, &object, What::Comment, there.comment.as_deref(), wanted.comment.as_deref());
        let (from, to) = (owner(there.owner.as_ref()), owner(wanted.owner.as_ref()));
        acl(found, &object, ObjectKind::Schema, (from, &there.grants), (to, &wanted.grants), server)?;
        if there.default_privileges != wanted.default_privileges {
            let (from, to) = (&there.default_privileges, &wanted.default_privileges);
            let shown = |privileges| serde_json::to_string(privileges).unwrap_or_default();
            found.changes.push(Change::new(&object, What::DefaultPrivileges, Some(shown(from)), Some(shown(to))));
        }
    }
    Ok(())
}

fn views(
    desired: &State,
    live: &State,
    proofs: &BTreeMap<QualifiedName, Proof>,
    managed: &Managed,
    server: u32,
    found: &mut Comparison,
) -> Result<()> {
    for (name, wanted) in &desired.views {
        view::view(wanted, live.views.get(name), proofs.get(name), server, found)?;
    }
    for name in live.views.keys().filter(|name| !desired.views.contains_key(*name)) {
        gone(Object::View(name.clone()), managed.relations.contains(name), found);
    }
    Ok(())
}

fn materialized_views(
    desired: &State,
    live: &State,
    proofs: &BTreeMap<QualifiedName, Proof>,
    managed: &Managed,
    server: u32,
    found: &mut Comparison,
) -> Result<()> {
    for (name, wanted) in &desired.materialized_views {
        view::materialized_view(wanted, live.materialized_views.get(name), proofs.get(name), server, found)?;
    }
    for name in live.materialized_views.keys().filter(|name| !desired.materialized_views.contains_key(*name)) {
        gone(Object::MaterializedView(name.clone()), managed.relations.contains(name), found);
    }
    Ok(())
}

/// There, but in no manifest: a drop where pgai made it, else somebody's own.
pub(super) fn gone(object: Object, managed: bool, found: &mut Comparison) {
    if managed {
        let name = object.name();
        found.changes.push(Change::new(&object, What::Existence, Some(name), None));
    } else {
        found.unmanaged.push(object);
    }
}

fn tables(desired: &State, live: &State, server: u32, found: &mut Comparison) -> Result<()> {
    for (name, wanted) in &desired.tables {
        let Some(there) = live.tables.get(name) else { continue };
        let object = Object::Table(name.clone());
        acl(
            found,
            &object,
            ObjectKind::Relation,
            (&there.owner, &there.grants),
            (&wanted.owner, &wanted.grants),
            server,
        )?;
    }
    Ok(())
}
