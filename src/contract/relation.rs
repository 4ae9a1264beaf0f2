//! Relations: columns, keys, what an INSERT needs.

use crate::catalog::{Column, Privilege, Relation, RelationKind};

use super::model::{self, Detail, Origin, RelationDetail, Way};
use super::types::Types;
use super::world::{World, is_read_only, way, writes};

/// A relation as a route's detail; computed fields and access are added by others.
pub(super) fn detail<'a>(world: &World<'a>, types: &mut Types<'a>, relation: &'a Relation) -> Detail {
    let operations = writes(relation);
    Detail::Relation(Box::new(RelationDetail {
        relation_kind: relation.kind,
        partition: relation.partition_of.is_some(),
        columns: relation.columns.iter().map(|column| describe(world, types, relation, column)).collect(),
        primary_key: world.lineage.primary_key(relation),
        operations,
        insert_needs: insert_needs(world, relation),
        computed: Vec::new(),
        column_access: std::collections::BTreeMap::new(),
        base_tables: world.lineage.tables(relation).iter().map(|name| (*name).clone()).collect(),
    }))
}

fn describe<'a>(world: &World<'a>, types: &mut Types<'a>, relation: &'a Relation, column: &'a Column) -> model::Column {
    types.mention(&column.type_name);
    let (labels, domain_base) = (types.labels(&column.type_name), types.domain_base(&column.type_name));
    let roots = world.lineage.roots(relation);
    let root = roots.get(column.name.as_str());
    model::Column {
        name: column.name.clone(),
        type_name: column.type_name.clone(),
        not_null: not_null(world, relation, column),
        default: insert_default(world, relation, column).map(str::to_owned),
        comment: column.comment.clone(),
        from: root.map(|root| Origin {
            relation: root.relation.name.clone(),
            column: root.column.to_owned(),
            seen: root.seen,
        }),
        writable: is_writable(world, relation, column),
        required: is_required(world, relation, column),
        labels,
        domain_base,
    }
}

/// Proven for tables; for views where a NOT NULL column is handed through and no layer can lose it.
fn not_null<'a>(world: &World<'a>, relation: &'a Relation, column: &'a Column) -> Option<bool> {
    let of_table = |relation: &Relation, column: &Column| match relation.kind {
        RelationKind::ForeignTable if column.not_null => None,
        _ => Some(world.is_not_null(column)),
    };
    if !relation.kind.is_view() {
        return of_table(relation, column);
    }
    let roots = world.lineage.roots(relation);
    let root = roots.get(column.name.as_str()).filter(|root| root.kept)?;
    of_table(root.relation, root.relation.column(root.column)?).filter(|proven| *proven)
}

/// A statement that the relation lets through can give it a value.
fn is_writable<'a>(world: &World<'a>, relation: &'a Relation, column: &'a Column) -> bool {
    let ways = [way(relation, Privilege::Insert), way(relation, Privilege::Update)];
    if ways.contains(&Way::Trigger) {
        return true;
    }
    if ways == [Way::No, Way::No] || column.updatable == Some(false) {
        return false;
    }
    let roots = world.lineage.roots(relation);
    let at_root = roots.get(column.name.as_str()).and_then(|root| root.relation.column(root.column));
    !is_read_only(at_root.unwrap_or(column))
}

/// The default of the outermost layer that has one.
fn insert_default<'a>(world: &World<'a>, relation: &'a Relation, column: &'a Column) -> Option<&'a str> {
    world
        .layers(relation, column)
        .into_iter()
        .filter(|(_, column)| column.generated.is_none())
        .find_map(|(_, column)| column.default.as_deref().or_else(|| world.domain(&column.type_name)?.1))
}

/// NOT NULL, and nothing else gives a value: no default, identity, generation or trigger on the way.
fn is_required<'a>(world: &World<'a>, relation: &'a Relation, column: &'a Column) -> bool {
    if way(relation, Privilege::Insert) != Way::Yes || insert_default(world, relation, column).is_some() {
        return false;
    }
    let layers = world.layers(relation, column);
    layers.last().is_some_and(|(table, column)| must_be_given(world, table, column))
}

fn must_be_given(world: &World<'_>, table: &Relation, column: &Column) -> bool {
    let filled = column.default.is_some() || column.identity.is_some() || column.generated.is_some();
    let by_trigger =
        table.triggers.values().any(|trigger| trigger.events.contains(&"insert") && trigger.enabled != "disabled");
    let real_table = matches!(table.kind, RelationKind::Table | RelationKind::PartitionedTable);
    real_table && world.is_not_null(column) && !filled && !by_trigger
}

/// Base columns that must be given and that the view does not show.
fn insert_needs<'a>(world: &World<'a>, relation: &'a Relation) -> Vec<String> {
    if !relation.kind.is_view() || way(relation, Privilege::Insert) != Way::Yes {
        return Vec::new();
    }
    let Some(base) = world.base(relation) else { return Vec::new() };
    let shown: std::collections::HashSet<&str> = relation
        .columns
        .iter()
        .filter(|column| column.updatable != Some(false))
        .filter_map(|column| column.from.as_ref())
        .filter(|(name, _)| *name == base.name)
        .map(|(_, column)| column.as_str())
        .collect();
    let hidden = base.columns.iter().filter(|column| !shown.contains(column.name.as_str()));
    let mut needs: Vec<String> = hidden
        .filter(|column| is_required(world, base, column))
        .map(|column| format!("{}.{}", base.name, crate::sql::identifier_text(&column.name)))
        .collect();
    needs.extend(insert_needs(world, base));
    needs.sort();
    needs
}
