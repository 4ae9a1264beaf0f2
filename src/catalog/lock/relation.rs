//! Relation entries.

use std::collections::BTreeMap;

use super::derive::{self, Facts};
use super::names::depended_type;
use super::{Reached, expression};
use crate::catalog::raise::{access_of_relation, index_definition, rules, triggers};
use crate::catalog::{self, Catalog, ConstraintKind};
use crate::manifest::lock::{
    Action, Column, ColumnName, Constraint, Definition, Generated, Identity, Index, Keys, Policy, References, Relation,
    RelationKind, Rls, Trigger, query_hash,
};
use crate::sql::QualifiedName;

pub(super) fn relations(catalog: &Catalog, reached: &Reached) -> BTreeMap<QualifiedName, Relation> {
    let facts = derive::facts(catalog, reached.relations.keys());
    let nothing = Facts::default();
    reached
        .relations
        .iter()
        .filter(|(name, _)| !reached.not_read.contains(&name.to_string()))
        .filter_map(|(name, managed)| {
            let found = catalog.relations.get(name)?;
            let facts = facts.get(name).unwrap_or(&nothing);
            let mut entry = derived(catalog, found, facts);
            if !managed {
                whole(catalog, found, &mut entry);
            }
            entry.partial = reached.partial.contains(name);
            Some((name.clone(), entry))
        })
        .collect()
}

/// What the server derives: all that is said of a view that a manifest holds.
fn derived(catalog: &Catalog, found: &catalog::Relation, facts: &Facts<'_>) -> Relation {
    let mut entry = Relation::new(found.name.clone(), kind(found.kind));
    let types = found.uses_types.iter().filter_map(|name| depended_type(catalog, name));
    entry.reads = found.reads.iter().chain(types).cloned().collect();
    entry.reads.sort();
    entry.reads.dedup();
    entry.calls = found.calls.iter().cloned().collect();
    let writes = derive::writes(found);
    entry.writes = writes.own;
    entry.triggers_write = writes.by_others;
    entry.columns = found.columns.iter().map(|column| (column.name.clone(), typed(found, column, facts))).collect();
    if found.kind.is_view() {
        entry.keys = Keys { primary: facts.keys.primary.clone(), unique: facts.keys.unique.clone() };
        entry.insert_needs = facts.hidden.iter().cloned().collect();
    }
    entry
}

fn kind(kind: catalog::RelationKind) -> RelationKind {
    match kind {
        catalog::RelationKind::Table => RelationKind::Table,
        catalog::RelationKind::PartitionedTable => RelationKind::PartitionedTable,
        catalog::RelationKind::View => RelationKind::View,
        catalog::RelationKind::MaterializedView => RelationKind::MaterializedView,
        catalog::RelationKind::ForeignTable => RelationKind::ForeignTable,
    }
}

fn typed(found: &catalog::Relation, column: &catalog::Column, facts: &Facts<'_>) -> Column {
    let proven = facts.not_null.contains(column.name.as_str());
    Column {
        type_name: column.type_name.clone(),
        collation: column.collation.clone(),
        not_null: if found.kind.is_view() { proven } else { column.not_null },
        from: column.from.as_ref().map(|(relation, column)| ColumnName::new(relation.clone(), column)),
        writable: column.updatable.unwrap_or(false),
        ..Column::default()
    }
}

/// The rest, whose home is the manifest where there is one.
fn whole(catalog: &Catalog, found: &catalog::Relation, entry: &mut Relation) {
    entry.owner = Some(found.owner.clone());
    entry.extension.clone_from(&found.extension);
    entry.unlogged = found.persistence == "unlogged";
    entry.partition_of.clone_from(&found.partition_of);
    entry.options.clone_from(&found.options);
    entry.comment.clone_from(&found.comment);
    entry.populated = found.populated || found.kind != catalog::RelationKind::MaterializedView;
    entry.definition =
        found.view.as_ref().map(|view| Definition { postgres: catalog.server.major(), text: query_hash(&view.query) });
    entry.rls = Rls { enabled: found.rls_enabled, forced: found.rls_forced };
    entry.policies = found.policies.iter().map(|(name, found)| (name.clone(), policy(found))).collect();
    for (column, entry) in found.columns.iter().zip(entry.columns.values_mut()) {
        entry.default.clone_from(&column.default);
        entry.comment.clone_from(&column.comment);
        entry.identity = column.identity.map(|identity| match identity {
            catalog::Identity::Always => Identity::Always,
            catalog::Identity::ByDefault => Identity::ByDefault,
        });
        entry.generated = column.generated.map(|generated| match generated {
            catalog::Generated::Stored => Generated::Stored,
            catalog::Generated::Virtual => Generated::Virtual,
        });
    }
    entry.constraints = constraints(found);
    let indexes = found.indexes.iter().filter(|(_, index)| index.constraint.is_none());
    entry.indexes = indexes.map(|(name, found)| (name.clone(), index(found))).collect();
    entry.triggers = triggers_of(found);
    entry.rules = rules(found).into_iter().map(|(name, rule)| (name, rule.definition)).collect();
    entry.grants = access_of_relation(found, catalog.server.version_num);
}

fn policy(found: &catalog::Policy) -> Policy {
    let mut roles = found.roles.clone();
    roles.sort();
    Policy {
        command: found.command.to_owned(),
        roles,
        permissive: found.permissive,
        using: found.using.as_deref().map(|text| expression::unwrapped(text).to_owned()),
        check: found.check.as_deref().map(|text| expression::unwrapped(text).to_owned()),
    }
}

fn constraints(found: &catalog::Relation) -> BTreeMap<String, Constraint> {
    let kept = found.constraints.iter().filter(|(_, constraint)| constraint.kind != ConstraintKind::NotNull);
    kept.map(|(name, found)| (name.clone(), constraint(found))).collect()
}

fn constraint(found: &catalog::Constraint) -> Constraint {
    let mut entry = Constraint { deferrable: found.deferrable, not_valid: !found.validated, ..Constraint::default() };
    let definition = found.definition.as_deref().unwrap_or_default();
    match found.kind {
        ConstraintKind::Primary => entry.primary.clone_from(&found.columns),
        ConstraintKind::Unique => {
            entry.unique.clone_from(&found.columns);
            entry.nulls_not_distinct = definition.starts_with("UNIQUE NULLS NOT DISTINCT");
        }
        ConstraintKind::Foreign => {
            entry.foreign.clone_from(&found.columns);
            if let Some(foreign) = &found.foreign {
                let columns = foreign.columns.clone();
                entry.references = Some(References { relation: foreign.references.clone(), columns });
                entry.on_delete = action(foreign.on_delete);
                entry.on_update = action(foreign.on_update);
            }
        }
        ConstraintKind::Check => entry.check = Some(expression::check(definition)),
        ConstraintKind::Exclusion => {
            entry.exclusion = Some(definition.strip_prefix("EXCLUDE ").unwrap_or(definition).to_owned());
        }
        ConstraintKind::NotNull => {}
    }
    entry
}

fn action(words: &str) -> Action {
    match words {
        "restrict" => Action::Restrict,
        "cascade" => Action::Cascade,
        "set null" => Action::SetNull,
        "set default" => Action::SetDefault,
        _ => Action::NoAction,
    }
}

fn index(found: &catalog::Index) -> Index {
    Index {
        columns: found.columns.iter().take_while(|column| !column.is_empty()).cloned().collect(),
        unique: found.unique,
        partial: found.partial,
        definition: index_definition(found),
    }
}

fn triggers_of(found: &catalog::Relation) -> BTreeMap<String, Trigger> {
    triggers(found)
        .into_iter()
        .map(|(name, said)| {
            let enabled = found.triggers.get(&name).map(|trigger| trigger.enabled).filter(|word| *word != "origin");
            (name, Trigger { when: said.when, execute: said.execute, enabled: enabled.map(str::to_owned) })
        })
        .collect()
}
