//! Views and materialized views.

use indexmap::IndexMap;

use super::change::{Change, Object, What};
use super::compare::{Comparison, acl, owner, text};
use super::state::Proof;
use crate::catalog::acl::ObjectKind;
use crate::diagnostic::Result;
use crate::manifest::document::{CheckOption, Column, MaterializedView, View, ViewOptions};
use crate::sql::layout::comparable;

pub(super) fn view(
    wanted: &View,
    live: Option<&View>,
    proof: Option<&Proof>,
    server: u32,
    found: &mut Comparison,
) -> Result<()> {
    let object = Object::View(wanted.name.clone());
    let nothing = empty_view(wanted);
    let there = live.unwrap_or(&nothing);
    let columns = desired_columns(&wanted.columns, proof);
    if live.is_none() {
        found.changes.push(Change::new(&object, What::Existence, None, Some(object.name())));
    } else {
        text(found, &object, What::Owner, there.owner.as_deref(), wanted.owner.as_deref());
    }
    query(found, &object, live.map(|live| live.query.as_str()), &wanted.query, proof);
    shape(found, &object, &there.columns, &columns);
    options(found, &object, there.options, wanted.options);
    text(found, &object, What::Comment, there.comment.as_deref(), wanted.comment.as_deref());
    hanging(found, &object, &there.triggers, &wanted.triggers, What::Trigger);
    hanging(found, &object, &there.rules, &wanted.rules, What::Rule);
    let from = (owner(there.owner.as_ref()), &there.grants);
    acl(found, &object, ObjectKind::Relation, from, (owner(wanted.owner.as_ref()), &wanted.grants), server)
}

pub(super) fn materialized_view(
    wanted: &MaterializedView,
    live: Option<&MaterializedView>,
    proof: Option<&Proof>,
    server: u32,
    found: &mut Comparison,
) -> Result<()> {
    let object = Object::MaterializedView(wanted.name.clone());
    let nothing = empty_materialized_view(wanted);
    let there = live.unwrap_or(&nothing);
    let columns = desired_columns(&wanted.columns, proof);
    if live.is_none() {
        found.changes.push(Change::new(&object, What::Existence, None, Some(object.name())));
    } else {
        text(found, &object, What::Owner, there.owner.as_deref(), wanted.owner.as_deref());
        if there.populated != wanted.populated {
            let words = |populated| Some(if populated { "populated" } else { "not populated" }.to_owned());
            found.changes.push(Change::new(&object, What::Populated, words(there.populated), words(wanted.populated)));
        }
    }
    query(found, &object, live.map(|live| live.query.as_str()), &wanted.query, proof);
    shape(found, &object, &there.columns, &columns);
    if there.storage != wanted.storage {
        let shown = |storage| serde_json::to_string(storage).ok();
        found.changes.push(Change::new(&object, What::Storage, shown(&there.storage), shown(&wanted.storage)));
    }
    text(found, &object, What::Comment, there.comment.as_deref(), wanted.comment.as_deref());
    hanging(found, &object, &there.indexes, &wanted.indexes, What::Index);
    hanging(found, &object, &there.extended_statistics, &wanted.extended_statistics, What::Statistics);
    let from = (owner(there.owner.as_ref()), &there.grants);
    acl(found, &object, ObjectKind::Relation, from, (owner(wanted.owner.as_ref()), &wanted.grants), server)
}

fn empty_view(wanted: &View) -> View {
    View {
        name: wanted.name.clone(),
        renamed_from: None,
        owner: wanted.owner.clone(),
        options: ViewOptions::default(),
        comment: None,
        columns: IndexMap::new(),
        query: String::new(),
        triggers: IndexMap::new(),
        rules: IndexMap::new(),
        grants: Default::default(),
    }
}

fn empty_materialized_view(wanted: &MaterializedView) -> MaterializedView {
    MaterializedView {
        name: wanted.name.clone(),
        renamed_from: None,
        owner: wanted.owner.clone(),
        comment: None,
        columns: IndexMap::new(),
        query: String::new(),
        populated: wanted.populated,
        storage: Default::default(),
        indexes: IndexMap::new(),
        extended_statistics: IndexMap::new(),
        grants: Default::default(),
    }
}

/// The manifest's columns, with names, order and types as the server compiled them.
fn desired_columns(written: &IndexMap<String, Column>, proof: Option<&Proof>) -> IndexMap<String, Column> {
    let Some(proof) = proof else { return written.clone() };
    proof
        .columns
        .iter()
        .map(|proven| {
            let column = written.get(&proven.name).cloned().unwrap_or_default();
            let column = Column { type_name: proven.type_name.clone(), collation: proven.collation.clone(), ..column };
            (proven.name.clone(), column)
        })
        .collect()
}

fn query(found: &mut Comparison, object: &Object, live: Option<&str>, wanted: &str, proof: Option<&Proof>) {
    let Some(live) = live else {
        found.changes.push(Change::new(object, What::Query, None, Some(wanted.to_owned())));
        return;
    };
    if comparable(live) == comparable(wanted) {
        return;
    }
    match proof.and_then(|proof| proof.equals_live) {
        Some(true) => {}
        Some(false) => {
            let mut change = Change::new(object, What::Query, Some(live.to_owned()), Some(wanted.to_owned()));
            change.rung = Some("compiled");
            found.changes.push(change);
        }
        None => found.not_proven.push(object.clone()),
    }
}

/// Columns by name: gone, new, retyped, reordered; then what hangs on each.
fn shape(found: &mut Comparison, object: &Object, live: &IndexMap<String, Column>, wanted: &IndexMap<String, Column>) {
    for (name, column) in live.iter().filter(|(name, _)| !wanted.contains_key(*name)) {
        let gone = Change::new(object, What::Column(name.clone()), Some(column.type_name.clone()), None);
        found.changes.push(gone);
    }
    for (name, column) in wanted {
        let Some(there) = live.get(name) else {
            let new = Change::new(object, What::Column(name.clone()), None, Some(column.type_name.clone()));
            found.changes.push(new);
            hanging_on_column(found, object, name, &Column::default(), column);
            continue;
        };
        let (from, to) = (typed(there), typed(column));
        text(found, object, What::ColumnType(name.clone()), Some(&from), Some(&to));
        hanging_on_column(found, object, name, there, column);
    }
    let kept = |columns: &IndexMap<String, Column>, other: &IndexMap<String, Column>| -> Vec<String> {
        columns.keys().filter(|name| other.contains_key(*name)).cloned().collect()
    };
    let (from, to) = (kept(live, wanted), kept(wanted, live));
    if from != to {
        found.changes.push(Change::new(object, What::ColumnOrder, Some(from.join(", ")), Some(to.join(", "))));
    }
}

fn typed(column: &Column) -> String {
    match &column.collation {
        Some(collation) => format!("{} collate {collation}", column.type_name),
        None => column.type_name.clone(),
    }
}

fn hanging_on_column(found: &mut Comparison, object: &Object, name: &str, live: &Column, wanted: &Column) {
    let name = name.to_owned();
    let (from, to) = (live.comment.as_deref(), wanted.comment.as_deref());
    text(found, object, What::ColumnComment(name.clone()), from, to);
    let (from, to) = (live.default.as_deref(), wanted.default.as_deref());
    text(found, object, What::ColumnDefault(name.clone()), from, to);
    let number = |column: &Column| column.statistics.map(|target| target.to_string());
    let (from, to) = (number(live), number(wanted));
    text(found, object, What::ColumnStatistics(name), from.as_deref(), to.as_deref());
}

fn options(found: &mut Comparison, object: &Object, live: ViewOptions, wanted: ViewOptions) {
    let flag = |on: bool| on.then_some("true");
    let check = |option: Option<CheckOption>| {
        option.map(|option| match option {
            CheckOption::Local => "local",
            CheckOption::Cascaded => "cascaded",
        })
    };
    let pairs = [
        ("security_barrier", flag(live.security_barrier), flag(wanted.security_barrier)),
        ("security_invoker", flag(live.security_invoker), flag(wanted.security_invoker)),
        ("check_option", check(live.check_option), check(wanted.check_option)),
    ];
    for (name, from, to) in pairs {
        text(found, object, What::ViewOption(name), from, to);
    }
}

/// Named parts that are equal or not as a whole.
fn hanging<T: PartialEq + serde::Serialize>(
    found: &mut Comparison,
    object: &Object,
    live: &IndexMap<String, T>,
    wanted: &IndexMap<String, T>,
    what: impl Fn(String) -> What,
) {
    let shown = |part: Option<&T>| part.and_then(|part| serde_json::to_string(part).ok());
    for (name, part) in live.iter().filter(|(name, _)| !wanted.contains_key(*name)) {
        found.changes.push(Change::new(object, what(name.clone()), shown(Some(part)), None));
    }
    for (name, part) in wanted.iter().filter(|(name, part)| live.get(*name) != Some(part)) {
        found.changes.push(Change::new(object, what(name.clone()), shown(live.get(name)), shown(Some(part))));
    }
}
