//! What a reading had to skip: neither side of a comparison may speak of it, and its files stay as they are.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::Catalog;
use crate::diff::{Object, State, overload_key};
use crate::manifest::document::{Document, Route};
use crate::manifest::lock::LockFiles;
use crate::sql::QualifiedName;

/// Names of relations and functions that were skipped.
#[derive(Debug, Default)]
pub struct Unread {
    relations: BTreeSet<QualifiedName>,
    /// A function counts when one of its overloads was skipped: they share a manifest.
    functions: BTreeSet<QualifiedName>,
}

impl Unread {
    /// From the list of the reading.
    pub fn new(catalog: &Catalog) -> Self {
        let names: BTreeSet<&str> = catalog.skipped.iter().map(|skipped| skipped.name.as_str()).collect();
        if names.is_empty() {
            return Self::default();
        }
        let skipped = |name: String| names.contains(name.as_str());
        Self {
            relations: catalog.relations.keys().filter(|name| skipped(name.to_string())).cloned().collect(),
            functions: catalog
                .functions
                .keys()
                .filter(|key| skipped(key.to_string()))
                .map(|key| key.name.clone())
                .collect(),
        }
    }

    /// Whether everything was read.
    pub fn is_empty(&self) -> bool {
        self.relations.is_empty() && self.functions.is_empty()
    }

    /// Whether a document's object was skipped. Endpoints stand on grants, which are read without locks.
    pub fn holds(&self, document: &Document) -> bool {
        match document {
            Document::View(view) => self.relations.contains(&view.name),
            Document::MaterializedView(view) => self.relations.contains(&view.name),
            Document::Function(function) => self.functions.contains(&function.name),
            Document::Endpoint(_) | Document::Schema(_) | Document::PostgRest(_) => false,
        }
    }

    /// Whether what a route leads to was skipped.
    pub fn holds_route(&self, route: &Route) -> bool {
        match route {
            Route::Relation(name) => self.relations.contains(name),
            Route::Rpc(name) => self.functions.contains(name),
        }
    }

    /// The objects of one side of a comparison that were skipped: nothing is known of them.
    pub fn objects_of(&self, state: &State) -> BTreeSet<Object> {
        let relations = |name: &&QualifiedName| self.relations.contains(*name);
        let views = state.views.keys().filter(relations).cloned().map(Object::View);
        let materialized = state.materialized_views.keys().filter(relations).cloned().map(Object::MaterializedView);
        let tables = state.tables.keys().filter(relations).cloned().map(Object::Table);
        let functions = state.functions.values().filter(|function| self.functions.contains(&function.name));
        let overloads = functions.flat_map(|function| {
            function.overloads.iter().map(|overload| Object::Function(overload_key(&function.name, overload)))
        });
        views.chain(materialized).chain(tables).chain(overloads).collect()
    }

    /// Takes what was skipped out of one side of a comparison.
    pub fn remove_from(&self, state: &mut State) {
        state.views.retain(|name, _| !self.relations.contains(name));
        state.materialized_views.retain(|name, _| !self.relations.contains(name));
        state.tables.retain(|name, _| !self.relations.contains(name));
        state.functions.retain(|name, _| !self.functions.contains(name));
    }

    /// The lock after a reading that skipped something: entries of what was skipped as they were, and
    /// nothing removed, because what was skipped may stand on it.
    pub fn keep(&self, new: &mut LockFiles, old: &LockFiles) {
        if self.is_empty() {
            return;
        }
        new.relations.retain(|name, _| !self.relations.contains(name));
        new.functions.retain(|name, _| !self.functions.contains(name));
        keep(&mut new.relations, &old.relations);
        keep(&mut new.functions, &old.functions);
        keep(&mut new.types, &old.types);
        keep(&mut new.roles, &old.roles);
        keep(&mut new.schemas, &old.schemas);
        keep(&mut new.sequences, &old.sequences);
        keep(&mut new.handlers, &old.handlers);
        for (source, targets) in &old.casts {
            keep(new.casts.entry(source.clone()).or_default(), targets);
        }
    }
}

fn keep<K: Ord + Clone, V: Clone>(new: &mut BTreeMap<K, V>, old: &BTreeMap<K, V>) {
    for (name, entry) in old {
        new.entry(name.clone()).or_insert_with(|| entry.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Skipped;

    fn unread(skipped: &str) -> Unread {
        let mut catalog = crate::catalog::testing::catalog(
            "schema api\n\
             table api.t(id bigint pk)\n\
             view api.orders on api.t(id)\n\
             function api.f(a integer) returns integer\n\
             function api.f(a text) returns integer",
        );
        let name = skipped.to_owned();
        catalog.skipped = vec![Skipped { kind: String::new(), name, reason: String::new() }];
        Unread::new(&catalog)
    }

    #[test]
    fn one_overload_stands_for_the_name() {
        let unread = unread("api.f(integer)");
        let mut state = State::default();
        let name: QualifiedName = "api.f".parse().unwrap();
        let function = crate::manifest::document::Function { name: name.clone(), overloads: Vec::new() };
        assert!(unread.holds(&Document::Function(function.clone())));
        state.functions.insert(name, function);
        unread.remove_from(&mut state);
        assert!(state.functions.is_empty());
    }

    #[test]
    fn entries_of_what_was_skipped_and_of_what_it_may_stand_on_stay() {
        let catalog = crate::catalog::testing::catalog(
            "schema api\ntable api.t(id bigint pk)\nview api.orders on api.t(id)\nview api.below on api.t(id)",
        );
        let views: Vec<QualifiedName> = vec!["api.orders".parse().unwrap(), "api.below".parse().unwrap()];
        let roots = crate::catalog::lock::Roots { views: views.iter().cloned().collect(), ..Default::default() };
        let lock = |catalog| crate::catalog::lock::lock(catalog, &crate::catalog::lock::reach(catalog, &roots));
        let old = lock(&catalog);
        assert_eq!(old.relations.len(), 3);
        let mut new = LockFiles::default();
        unread("api.orders").keep(&mut new, &old);
        assert_eq!(new, old);
        let mut whole = LockFiles::default();
        unread("api.elsewhere").keep(&mut whole, &old);
        assert_eq!(whole, LockFiles::default());
    }
}
