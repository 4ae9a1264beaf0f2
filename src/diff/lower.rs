//! The catalog as it would be: the live one with the changes in it, for the contract that clients would see.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Change, Object, What};
use super::grants::acl_of;
use super::state::{Proof, State};
use crate::catalog::acl::ObjectKind;
use crate::catalog::{Catalog, Column, Function, FunctionKey, Relation, RelationKind, ViewDefinition};
use crate::diagnostic::Result;
use crate::manifest::document::View;
use crate::sql::QualifiedName;

/// What the server compiled.
#[derive(Debug, Clone, Copy)]
pub struct Proofs<'a> {
    /// Queries of views.
    pub queries: &'a BTreeMap<QualifiedName, Proof>,
    /// Functions.
    pub functions: &'a BTreeMap<FunctionKey, Function>,
}

/// The live catalog with `changes` made. What this version cannot plan stays as it is.
///
/// # Errors
/// A grant that cannot be read.
pub fn wanted_catalog(live: &Catalog, desired: &State, proofs: &Proofs<'_>, changes: &[Change]) -> Result<Catalog> {
    let mut catalog = live.clone();
    let proven = proofs.queries.keys().map(|name| Object::View(name.clone()));
    let objects: BTreeSet<Object> = changes.iter().map(|change| change.object.clone()).chain(proven).collect();
    let dropped = |object: &Object| {
        changes.iter().any(|change| change.object == *object && change.what == What::Existence && change.to.is_none())
    };
    for object in &objects {
        match object {
            Object::View(name) | Object::MaterializedView(name) if dropped(object) => {
                catalog.relations.remove(name);
            }
            Object::View(name) => {
                if let Some(view) = desired.views.get(name) {
                    let there = catalog.relations.remove(name);
                    let relation = view_relation(there, view, proofs.queries.get(name), live)?;
                    catalog.relations.insert(name.clone(), relation);
                }
            }
            Object::Table(name) => {
                if let (Some(table), Some(relation)) = (desired.tables.get(name), catalog.relations.get_mut(name)) {
                    let server = live.server.version_num;
                    relation.acl = acl_of(&table.grants, &table.owner, ObjectKind::Relation, server)?;
                }
            }
            Object::Function(key) if dropped(object) => drop(catalog.functions.remove(key)),
            Object::Function(key) => {
                if let Some(compiled) = proofs.functions.get(key) {
                    catalog.functions.insert(key.clone(), compiled.clone());
                }
                let overload = desired.functions.get(&key.name).and_then(|function| {
                    function.overloads.iter().find(|overload| super::overload_key(&key.name, overload) == *key)
                });
                if let (Some(overload), Some(function)) = (overload, catalog.functions.get_mut(key)) {
                    let server = live.server.version_num;
                    if let Some(owner) = &overload.owner {
                        function.owner.clone_from(owner);
                    }
                    function.comment.clone_from(&overload.comment);
                    function.acl = acl_of(&overload.grants, &function.owner, ObjectKind::Function, server)?;
                }
            }
            Object::MaterializedView(_) | Object::Schema(_) => {}
        }
    }
    Ok(catalog)
}

fn view_relation(there: Option<Relation>, view: &View, proof: Option<&Proof>, live: &Catalog) -> Result<Relation> {
    let owner = view.owner.clone().unwrap_or_default();
    let acl = acl_of(&view.grants, &owner, ObjectKind::Relation, live.server.version_num)?;
    let mut relation = there.unwrap_or_else(|| empty(&view.name, &owner));
    relation.acl = acl;
    relation.comment = view.comment.clone();
    if let Some(proof) = proof {
        relation.columns = columns(view, proof);
        relation.operations = proof.operations.or(relation.operations);
        relation.view = Some(ViewDefinition { query: proof.query.clone() });
        relation.reads.clone_from(&proof.reads);
        relation.calls = proof.calls.iter().map(ToString::to_string).collect();
        relation.uses_types.clone_from(&proof.uses_types);
    }
    Ok(relation)
}

fn columns(view: &View, proof: &Proof) -> Vec<Column> {
    proof
        .columns
        .iter()
        .zip(1_i16..)
        .map(|(proven, number)| {
            let written = view.columns.get(&proven.name);
            Column {
                number,
                name: proven.name.clone(),
                type_name: proven.type_name.clone(),
                comment: written.and_then(|column| column.comment.clone()),
                default: written.and_then(|column| column.default.clone()),
                updatable: Some(proven.updatable),
                from: proven.from.clone(),
                ..Column::default()
            }
        })
        .collect()
}

fn empty(name: &QualifiedName, owner: &str) -> Relation {
    Relation {
        oid: 0,
        name: name.clone(),
        kind: RelationKind::View,
        owner: owner.to_owned(),
        persistence: "permanent",
        partition_of: None,
        options: BTreeMap::new(),
        comment: None,
        rls_enabled: false,
        rls_forced: false,
        populated: true,
        access_method: None,
        tablespace: None,
        extension: None,
        columns: Vec::new(),
        constraints: BTreeMap::new(),
        indexes: BTreeMap::new(),
        triggers: BTreeMap::new(),
        rules: BTreeMap::new(),
        policies: BTreeMap::new(),
        statistics: BTreeMap::new(),
        acl: BTreeSet::new(),
        view: None,
        operations: None,
        reads: BTreeSet::new(),
        calls: BTreeSet::new(),
        uses_types: BTreeSet::new(),
        row_estimate: -1.0,
    }
}
