//! What follows for a view from the relations below it: NULLs, keys, what an insert has to give.
//!
//! Only what is certain. A key is claimed for a view that PostgreSQL updates by itself, since only
//! there each row is one row of one relation; NOT NULL only where no outer join can add NULLs.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::expression::{adds_nulls, rule_event};
use super::names::domain;
use crate::catalog::{Catalog, Column, ConstraintKind, Relation, RelationKind, TypeKind};
use crate::manifest::lock::{ColumnName, Keys, Operation};
use crate::sql::QualifiedName;

/// What follows for one relation.
#[derive(Debug, Default)]
pub(super) struct Facts<'a> {
    /// Columns that are never NULL.
    pub(super) not_null: BTreeSet<&'a str>,
    /// Keys by the relation's own columns.
    pub(super) keys: Keys,
    /// Columns that an insert has to give, with the base column each stands for.
    needed: BTreeMap<&'a str, ColumnName>,
    /// Base columns that an insert would have to give and cannot.
    pub(super) hidden: BTreeSet<ColumnName>,
}

/// The facts of these relations and of all that they read.
pub(super) fn facts<'a>(
    catalog: &'a Catalog,
    names: impl Iterator<Item = &'a QualifiedName>,
) -> HashMap<&'a QualifiedName, Facts<'a>> {
    let mut found: HashMap<&QualifiedName, Facts<'_>> = HashMap::new();
    for relation in bottom_up(catalog, names) {
        let facts = match relation.kind {
            RelationKind::Table | RelationKind::PartitionedTable => of_table(catalog, relation),
            RelationKind::View => of_view(relation, &found),
            // A server elsewhere, or rows of another day: nothing is certain but indexes.
            RelationKind::MaterializedView | RelationKind::ForeignTable => {
                Facts { keys: own_keys(relation), ..Facts::default() }
            }
        };
        found.insert(&relation.name, facts);
    }
    found
}

/// Each relation behind all that it reads.
fn bottom_up<'a>(catalog: &'a Catalog, names: impl Iterator<Item = &'a QualifiedName>) -> Vec<&'a Relation> {
    let mut order = Vec::new();
    let mut seen = BTreeSet::new();
    let mut todo: Vec<(&QualifiedName, bool)> = names.map(|name| (name, false)).collect();
    while let Some((name, below_done)) = todo.pop() {
        let Some(relation) = catalog.relations.get(name) else { continue };
        if below_done {
            order.push(relation);
        } else if seen.insert(name) {
            todo.push((name, true));
            todo.extend(relation.reads.iter().map(|read| (read, false)));
        }
    }
    order
}

fn of_table<'a>(catalog: &Catalog, relation: &'a Relation) -> Facts<'a> {
    let not_null = relation.columns.iter().filter(|column| column.not_null);
    let needed = not_null.clone().filter(|column| !has_default(catalog, column));
    Facts {
        needed: needed
            .map(|column| (column.name.as_str(), ColumnName::new(relation.name.clone(), &column.name)))
            .collect(),
        not_null: not_null.map(|column| column.name.as_str()).collect(),
        keys: own_keys(relation),
        hidden: BTreeSet::new(),
    }
}

fn has_default(catalog: &Catalog, column: &Column) -> bool {
    let of_domain = || matches!(domain(catalog, &column.type_name), Some(TypeKind::Domain { default: Some(_), .. }));
    column.default.is_some() || column.identity.is_some() || column.generated.is_some() || of_domain()
}

/// Keys by constraints and by unique indexes over plain columns.
fn own_keys(relation: &Relation) -> Keys {
    let unique = relation.constraints.values().filter(|constraint| constraint.kind == ConstraintKind::Unique);
    let indexes = relation.indexes.values().filter(|index| index.unique && index.plain && index.constraint.is_none());
    let unique: BTreeSet<&Vec<String>> =
        unique.map(|constraint| &constraint.columns).chain(indexes.map(|index| &index.columns)).collect();
    Keys { primary: relation.primary_key().to_vec(), unique: unique.into_iter().cloned().collect() }
}

fn of_view<'a>(relation: &'a Relation, below: &HashMap<&QualifiedName, Facts<'_>>) -> Facts<'a> {
    let mut facts = Facts { not_null: not_null(relation, below), ..Facts::default() };
    let Writes { own, .. } = writes(relation);
    let base = relation.columns.iter().find_map(|column| column.from.as_ref()).map(|(base, _)| base);
    let Some((base, base_facts)) = base.and_then(|base| Some((base, below.get(base)?))) else { return facts };
    // A row of such a view is a row of one relation (PostgreSQL docs, CREATE VIEW, updatable views).
    if !own.is_empty() {
        facts.keys = Keys {
            primary: handed_through(relation, base, &base_facts.keys.primary).unwrap_or_default(),
            unique: base_facts.keys.unique.iter().filter_map(|key| handed_through(relation, base, key)).collect(),
        };
        facts.keys.unique.sort();
    }
    if own.contains(&Operation::Insert) {
        facts.hidden.clone_from(&base_facts.hidden);
        for (name, needed) in &base_facts.needed {
            match column_of(relation, base, name) {
                None => drop(facts.hidden.insert(needed.clone())),
                Some(column) if column.default.is_none() => {
                    facts.needed.insert(&column.name, needed.clone());
                }
                Some(_) => {}
            }
        }
    }
    facts
}

/// What a view or foreign table lets through.
#[derive(Debug, Default)]
pub(super) struct Writes {
    /// By itself.
    pub(super) own: Vec<Operation>,
    /// By triggers and rules.
    pub(super) by_others: Vec<Operation>,
}

/// PostgreSQL counts rules among what a view does by itself; ON CONFLICT is refused all the same.
pub(super) fn writes(relation: &Relation) -> Writes {
    let Some(operations) = relation.operations else { return Writes::default() };
    let rules = relation.rules.values().filter_map(|rule| rule.definition.as_deref());
    let by_rule: BTreeSet<Operation> = rules.filter_map(rule_event).collect();
    let mut writes = Writes::default();
    for (operation, own, by_trigger) in [
        (Operation::Insert, operations.insert, operations.insert_by_trigger),
        (Operation::Update, operations.update, operations.update_by_trigger),
        (Operation::Delete, operations.delete, operations.delete_by_trigger),
    ] {
        match own && !by_rule.contains(&operation) {
            true => writes.own.push(operation),
            false if own || by_trigger => writes.by_others.push(operation),
            false => {}
        }
    }
    writes
}

fn not_null<'a>(relation: &'a Relation, below: &HashMap<&QualifiedName, Facts<'_>>) -> BTreeSet<&'a str> {
    if relation.view.as_ref().is_none_or(|view| adds_nulls(&view.query)) {
        return BTreeSet::new();
    }
    let proven = |column: &&Column| {
        let Some((base, name)) = &column.from else { return false };
        below.get(base).is_some_and(|facts| facts.not_null.contains(name.as_str()))
    };
    relation.columns.iter().filter(proven).map(|column| column.name.as_str()).collect()
}

fn column_of<'a>(view: &'a Relation, base: &QualifiedName, name: &str) -> Option<&'a Column> {
    view.columns.iter().find(|column| column.from.as_ref().is_some_and(|(from, column)| from == base && column == name))
}

/// The view's columns for all of the base's; nothing where one is hidden.
fn handed_through(view: &Relation, base: &QualifiedName, key: &[String]) -> Option<Vec<String>> {
    key.iter().map(|name| column_of(view, base, name).map(|column| column.name.clone())).collect()
}
