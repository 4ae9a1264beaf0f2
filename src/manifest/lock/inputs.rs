//! The values that a view or function reads, as hashes out of the lock files.
//!
//! A value holds what the server's answer can depend on and no more: a comment or a grant on a
//! table leaves the views over it proven.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::digest::Digest;
use super::names::split_call;
use super::subject::{Subject, shape_hash};
use super::{LockFiles, Overload, Relation, Type};
use crate::manifest::document::Returns;
use crate::sql::{QualifiedName, TypeName};

/// Hashes of values, each computed once.
pub(super) struct Values<'a> {
    locks: &'a LockFiles,
    known: HashMap<String, Option<String>>,
}

impl<'a> Values<'a> {
    pub(super) fn new(locks: &'a LockFiles) -> Self {
        Self { locks, known: HashMap::new() }
    }

    /// What `subject` reads, by name; none where the lock does not hold it.
    /// A view reads what its lock entry lists, a function the user types of its arguments and result.
    pub(super) fn of(&mut self, subject: &Subject<'_>, entry: Option<&Relation>) -> BTreeMap<String, Option<String>> {
        let mut values = BTreeMap::new();
        for name in types_of(subject) {
            let value = self.value(&format!("shape {name}"), |locks| shape(locks, &name));
            values.insert(name.to_string(), value);
        }
        for name in entry.into_iter().flat_map(|entry| &entry.reads) {
            let value = self.value(&name.to_string(), |locks| read(locks, name));
            values.insert(name.to_string(), value);
        }
        for call in entry.into_iter().flat_map(|entry| &entry.calls) {
            let value = self.value(call, |locks| called(locks, call));
            values.insert(call.clone(), value);
        }
        values
    }

    fn value(&mut self, key: &str, compute: impl Fn(&LockFiles) -> Option<String>) -> Option<String> {
        if let Some(known) = self.known.get(key) {
            return known.clone();
        }
        let value = compute(self.locks);
        self.known.insert(key.to_owned(), value.clone());
        value
    }
}

/// The user types and relations in the arguments and the result of a function.
pub(super) fn types_of(subject: &Subject<'_>) -> BTreeSet<QualifiedName> {
    let Subject::Function(_, overload) = subject else { return BTreeSet::new() };
    let arguments = overload.arguments.iter().map(|argument| argument.type_name.as_str());
    arguments.chain(result_types(overload.returns.as_ref())).filter_map(user_type).collect()
}

/// The user type or relation whose name stands in a type's text, array or not.
pub fn user_type(text: &str) -> Option<QualifiedName> {
    let parsed: TypeName = text.contains('.').then(|| text.parse().ok())??;
    let schema = parsed.schema.filter(|schema| schema != "pg_catalog")?;
    Some(QualifiedName::new(schema, parsed.name))
}

fn result_types(returns: Option<&Returns>) -> Vec<&str> {
    match returns {
        None => Vec::new(),
        Some(Returns::Type(name) | Returns::Setof(name)) => vec![name],
        Some(Returns::Table(columns)) => columns.values().map(String::as_str).collect(),
    }
}

/// A relation or type that a query names.
fn read(locks: &LockFiles, name: &QualifiedName) -> Option<String> {
    if let Some(relation) = locks.relations.get(name) {
        return Some(relation_value(locks, relation));
    }
    let found = locks.types.get(name)?;
    let mut digest = Digest::new("type");
    definition(&mut digest, found);
    shapes(&mut digest, locks, type_parts(found));
    Some(digest.finish())
}

/// Columns, keys, and what can be written: all that columns, keys and updatability of a view follow from.
fn relation_value(locks: &LockFiles, relation: &Relation) -> String {
    let mut digest = Digest::new("relation");
    digest.number(relation.kind as usize).number(relation.columns.len());
    for (name, column) in &relation.columns {
        digest.text(name).text(&column.type_name).flag(column.not_null);
        digest.some(column.collation.as_ref().map(ToString::to_string).as_deref());
        digest.flag(column.default.is_some() || column.identity.is_some());
        digest.flag(column.generated.is_some()).flag(column.writable);
    }
    let mut keys: BTreeSet<(bool, bool, &[String])> = BTreeSet::new();
    for constraint in relation.constraints.values() {
        keys.insert((true, constraint.deferrable, &constraint.primary));
        keys.insert((false, constraint.deferrable, &constraint.unique));
    }
    for index in relation.indexes.values().filter(|index| index.unique && !index.partial && index.definition.is_none())
    {
        keys.insert((false, false, &index.columns));
    }
    keys.insert((true, false, &relation.keys.primary));
    keys.extend(relation.keys.unique.iter().map(|key| (false, false, key.as_slice())));
    keys.retain(|(_, _, columns)| !columns.is_empty());
    digest.number(keys.len());
    for (primary, deferrable, columns) in keys {
        digest.flag(primary).flag(deferrable).texts(columns.iter());
    }
    for operations in [&relation.writes, &relation.triggers_write] {
        digest.number(operations.iter().map(|operation| 1 << *operation as usize).sum());
    }
    let needs: Vec<String> = relation.insert_needs.iter().map(ToString::to_string).collect();
    digest.texts(needs.iter());
    shapes(&mut digest, locks, relation.columns.values().map(|column| column.type_name.as_str()));
    digest.finish()
}

fn called(locks: &LockFiles, call: &str) -> Option<String> {
    let (name, signature) = split_call(call)?;
    let overload = locks.functions.get(&name)?.overloads.get(signature)?;
    let mut digest = Digest::new("call");
    digest.number(overload.kind as usize).text(&shape_of(overload));
    shapes(&mut digest, locks, result_types(overload.returns.as_ref()).into_iter());
    Some(digest.finish())
}

/// The shape of an overload as the lock has it.
pub(super) fn shape_of(overload: &Overload) -> String {
    let arguments = overload.arguments.iter();
    shape_hash(
        arguments.map(|a| (a.mode, a.name.as_deref(), a.type_name.as_str(), a.optional || a.default.is_some())),
        overload.returns.as_ref(),
        overload.volatility,
    )
}

fn shape(locks: &LockFiles, name: &QualifiedName) -> Option<String> {
    if !locks.types.contains_key(name) && !locks.relations.contains_key(name) {
        return None;
    }
    let mut digest = Digest::new("shape of type");
    shapes_of(&mut digest, locks, BTreeSet::from([name.clone()]));
    Some(digest.finish())
}

/// Everything a type says.
fn definition(digest: &mut Digest, found: &Type) {
    digest.flag(found.labels.is_some()).texts(found.labels.iter().flatten().collect::<Vec<_>>().into_iter());
    typing(digest, found);
    digest.flag(found.not_null).some(found.default.as_deref()).texts(found.checks.iter());
}

/// What of a type other types follow from. Labels of an enum and checks of a domain change no column's type.
fn typing(digest: &mut Digest, found: &Type) {
    digest.flag(found.labels.is_some()).some(found.domain.as_deref()).some(found.range.as_deref());
    digest.flag(found.composite.is_some());
    for (name, type_name) in found.composite.iter().flatten() {
        digest.text(name).text(type_name);
    }
}

fn type_parts(found: &Type) -> impl Iterator<Item = &str> {
    let fields = found.composite.iter().flat_map(|fields| fields.values().map(String::as_str));
    found.domain.as_deref().into_iter().chain(found.range.as_deref()).chain(fields)
}

/// The shapes of the user types named by these texts and of what they are made of, each once, in order of names.
fn shapes<'t>(digest: &mut Digest, locks: &LockFiles, texts: impl Iterator<Item = &'t str>) {
    shapes_of(digest, locks, texts.filter_map(user_type).collect());
}

fn shapes_of(digest: &mut Digest, locks: &LockFiles, names: BTreeSet<QualifiedName>) {
    let mut todo: Vec<QualifiedName> = names.into_iter().collect();
    let mut seen: BTreeSet<QualifiedName> = todo.iter().cloned().collect();
    while let Some(name) = todo.pop() {
        let parts: Vec<&str> = match (locks.types.get(&name), locks.relations.get(&name)) {
            (Some(found), _) => type_parts(found).collect(),
            (None, Some(relation)) => relation.columns.values().map(|column| column.type_name.as_str()).collect(),
            (None, None) => Vec::new(),
        };
        todo.extend(parts.into_iter().filter_map(user_type).filter(|part| seen.insert(part.clone())));
    }
    digest.number(seen.len());
    for name in seen {
        digest.text(&name.to_string());
        if let Some(found) = locks.types.get(&name) {
            typing(digest, found);
        } else if let Some(relation) = locks.relations.get(&name) {
            digest.number(relation.columns.len());
            for (column, found) in &relation.columns {
                digest.text(column).text(&found.type_name);
            }
        }
    }
}
