//! What the manifests stand on: from views, functions and routes down to tables, types and roles.

use std::collections::{BTreeMap, BTreeSet};

use super::expression;
use super::names::{Names, depended_type, domain, is_media_type, overloads};
use crate::catalog::acl::PUBLIC;
use crate::catalog::raise::captures;
use crate::catalog::{Acl, Cast, Catalog, Function, FunctionKey, FunctionKind, Relation, TypeKind};
use crate::manifest::lock::user_type;
use crate::sql::QualifiedName;

/// Where the walk begins.
#[derive(Debug, Clone, Default)]
pub struct Roots {
    /// Schemas that have a manifest.
    pub schemas: BTreeSet<String>,
    /// Views and materialized views that have a manifest.
    pub views: BTreeSet<QualifiedName>,
    /// Function names that have a manifest.
    pub functions: BTreeSet<QualifiedName>,
    /// Relations that endpoints route to.
    pub routed_relations: BTreeSet<QualifiedName>,
    /// Function names that endpoints route to.
    pub routed_functions: BTreeSet<QualifiedName>,
    /// Roles that count whatever they own: PostgREST's login role and anonymous role.
    pub roles: BTreeSet<String>,
}

impl Roots {
    /// Every view and function in these schemas that a manifest can hold, and what endpoints route to.
    pub fn new(
        catalog: &Catalog,
        schemas: &BTreeSet<String>,
        routed_relations: BTreeSet<QualifiedName>,
        routed_functions: BTreeSet<QualifiedName>,
    ) -> Self {
        let views = catalog.relations.values().filter(|relation| {
            relation.kind.is_view() && relation.extension.is_none() && schemas.contains(&relation.name.schema)
        });
        let functions = catalog
            .functions
            .values()
            .filter(|function| captures(function) && schemas.contains(&function.key.name.schema));
        Self {
            schemas: schemas.clone(),
            views: views.map(|relation| relation.name.clone()).collect(),
            functions: functions.map(|function| function.key.name.clone()).collect(),
            routed_relations,
            routed_functions,
            roles: BTreeSet::new(),
        }
    }
}

/// What is reached; `true` where a manifest holds it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reached {
    /// Relations by name.
    pub relations: BTreeMap<QualifiedName, bool>,
    /// Functions.
    pub functions: BTreeMap<FunctionKey, bool>,
    /// Types.
    pub types: BTreeSet<QualifiedName>,
    /// Sequences.
    pub sequences: BTreeSet<QualifiedName>,
    /// Casts that change how PostgREST reads or writes a reached type.
    pub casts: BTreeSet<Cast>,
    /// Aggregates that are media type handlers.
    pub handlers: BTreeSet<FunctionKey>,
    /// Schemas of all of these, those with a manifest left out.
    pub schemas: BTreeSet<String>,
    /// Owners, grantees, grantors and roles of policies, with every role that they are members of.
    pub roles: BTreeSet<String>,
    /// Relations of which only the columns were read: they lie outside of what was asked for.
    pub partial: BTreeSet<QualifiedName>,
    /// Relations and functions that could not be read.
    pub not_read: BTreeSet<String>,
}

/// Walks down from the roots. Each object is looked at once.
pub fn reach(catalog: &Catalog, roots: &Roots) -> Reached {
    let mut walk = Walk::new(catalog, roots);
    walk.begin();
    while let Some(next) = walk.todo.pop() {
        match next {
            Next::Relation(name) => walk.below_relation(name),
            Next::Function(key) => walk.below_function(key),
            Next::Type(name) => walk.below_type(name),
        }
    }
    walk.found.partial = walk.partial();
    walk.schemas();
    walk.roles();
    walk.found
}

enum Next<'a> {
    Relation(&'a QualifiedName),
    Function(&'a FunctionKey),
    Type(&'a QualifiedName),
}

struct Walk<'a> {
    catalog: &'a Catalog,
    roots: &'a Roots,
    names: Names<'a>,
    casts: BTreeMap<QualifiedName, Vec<&'a Cast>>,
    found: Reached,
    todo: Vec<Next<'a>>,
}

impl<'a> Walk<'a> {
    fn new(catalog: &'a Catalog, roots: &'a Roots) -> Self {
        let mut casts: BTreeMap<QualifiedName, Vec<&Cast>> = BTreeMap::new();
        for cast in catalog.casts.iter().filter(|cast| matters(catalog, cast)) {
            for end in [&cast.source, &cast.target] {
                if let Some(name) = user_type(end) {
                    casts.entry(name).or_default().push(cast);
                }
            }
        }
        let not_read = catalog.skipped.iter().map(|skipped| skipped.name.clone()).collect();
        let found = Reached { not_read, ..Reached::default() };
        Self { catalog, roots, names: Names::new(catalog), casts, found, todo: Vec::new() }
    }

    fn begin(&mut self) {
        for name in self.roots.views.iter().chain(&self.roots.routed_relations) {
            self.relation(name);
        }
        self.handlers();
        for name in self.roots.functions.iter().chain(&self.roots.routed_functions) {
            for key in overloads(self.catalog, name) {
                self.function(key);
            }
        }
    }

    fn relation(&mut self, name: &QualifiedName) {
        let Some((name, relation)) = self.catalog.relations.get_key_value(name) else { return };
        if !self.found.relations.contains_key(name) {
            let managed = relation.kind.is_view() && self.roots.views.contains(name);
            self.found.relations.insert(name.clone(), managed);
            self.todo.push(Next::Relation(name));
        }
    }

    fn function(&mut self, key: &'a FunctionKey) {
        let Some(function) = self.catalog.functions.get(key) else { return };
        if !self.found.functions.contains_key(key) {
            let managed = captures(function) && self.roots.functions.contains(&key.name);
            self.found.functions.insert(key.clone(), managed);
            self.todo.push(Next::Function(key));
        }
    }

    /// A type by its name, or the relation whose rows it is.
    fn named(&mut self, name: &QualifiedName) {
        if let Some((name, _)) = self.catalog.types.get_key_value(name) {
            if self.found.types.insert(name.clone()) {
                self.todo.push(Next::Type(name));
            }
        } else {
            self.relation(name);
        }
    }

    fn type_text(&mut self, text: &str) {
        if let Some(name) = user_type(text) {
            self.named(&name);
        }
    }

    fn call(&mut self, call: &str) {
        if let Some(key) = self.names.function(call) {
            self.function(key);
        }
    }

    fn below_relation(&mut self, name: &QualifiedName) {
        let catalog = self.catalog;
        let Some(relation) = catalog.relations.get(name) else { return };
        relation.reads.iter().for_each(|read| self.relation(read));
        relation.calls.iter().for_each(|call| self.call(call));
        for name in &relation.uses_types {
            if let Some(name) = depended_type(catalog, name) {
                self.named(name);
            }
        }
        for column in &relation.columns {
            self.type_text(&column.type_name);
            for sequence in column.default.as_deref().map(expression::sequences).unwrap_or_default() {
                if catalog.sequences.contains_key(&sequence) {
                    self.found.sequences.insert(sequence);
                }
            }
        }
        let owned = self.names.sequences_of(name).iter().map(|sequence| (*sequence).clone());
        self.found.sequences.extend(owned);
        if relation.kind.is_view() {
            self.trigger_functions(relation);
        }
    }

    /// Writes through a view are what its trigger functions do.
    fn trigger_functions(&mut self, relation: &'a Relation) {
        for trigger in relation.triggers.values() {
            if let Some(key) = overloads(self.catalog, &trigger.function).find(|key| key.types.is_empty()) {
                self.function(key);
            }
        }
    }

    fn below_function(&mut self, key: &FunctionKey) {
        let Some(function) = self.catalog.functions.get(key) else { return };
        function.arguments.iter().for_each(|argument| self.type_text(&argument.type_name));
        self.type_text(&function.returns);
    }

    fn below_type(&mut self, name: &QualifiedName) {
        let catalog = self.catalog;
        match catalog.types.get(name).map(|found| &found.kind) {
            Some(TypeKind::Domain { base, .. }) => self.type_text(base),
            Some(TypeKind::Composite(fields)) => fields.iter().for_each(|field| self.type_text(&field.type_name)),
            Some(TypeKind::Range(subtype)) => self.type_text(subtype),
            _ => {}
        }
        for cast in self.casts.remove(name).unwrap_or_default() {
            self.found.casts.insert(cast.clone());
            cast.function.iter().for_each(|function| self.call(function));
        }
    }

    /// Definitions are read in the schemas with manifests and below their views (`pg::introspect::Scope`).
    fn partial(&self) -> BTreeSet<QualifiedName> {
        let asked_for = |name: &&QualifiedName| self.roots.schemas.contains(&name.schema);
        let mut todo: Vec<&QualifiedName> = self.catalog.relations.keys().filter(asked_for).collect();
        let mut whole: BTreeSet<&QualifiedName> = todo.iter().copied().collect();
        while let Some(relation) = todo.pop().and_then(|name| self.catalog.relations.get(name)) {
            todo.extend(relation.reads.iter().filter(|read| whole.insert(read)));
        }
        self.found.relations.keys().filter(|name| !whole.contains(name)).cloned().collect()
    }

    fn handlers(&mut self) {
        for function in self.catalog.functions.values() {
            let exposed = self.roots.schemas.contains(&function.key.name.schema);
            let handles = function.kind == FunctionKind::Aggregate
                && user_type(&function.returns).is_some_and(|name| is_media_type(&name.name))
                && domain(self.catalog, &function.returns).is_some();
            if exposed && handles {
                self.found.handlers.insert(function.key.clone());
                self.type_text(&function.returns);
            }
        }
    }

    fn schemas(&mut self) {
        let found = &self.found;
        let names = found.relations.keys().chain(&found.types).chain(&found.sequences);
        let functions = found.functions.keys().map(|key| &key.name);
        let schemas: BTreeSet<String> = names
            .chain(functions)
            .map(|name| &name.schema)
            .filter(|schema| !self.roots.schemas.contains(*schema) && self.catalog.schemas.contains_key(*schema))
            .cloned()
            .collect();
        self.found.schemas = schemas;
    }

    fn roles(&mut self) {
        let mut roles: BTreeSet<&str> = self.roots.roles.iter().map(String::as_str).collect();
        let catalog = self.catalog;
        let mut add = |owner: &'a str, acl: &'a Acl| {
            roles.insert(owner);
            roles.extend(acl.iter().flat_map(|grant| [grant.grantee.as_str(), grant.grantor.as_str()]));
        };
        let relations: Vec<&Relation> =
            self.found.relations.keys().filter_map(|name| catalog.relations.get(name)).collect();
        relations.iter().for_each(|relation| add(&relation.owner, &relation.acl));
        let keys = self.found.functions.keys().chain(&self.found.handlers);
        let functions: Vec<&Function> = keys.filter_map(|key| catalog.functions.get(key)).collect();
        functions.iter().for_each(|function| add(&function.owner, &function.acl));
        for found in self.found.types.iter().filter_map(|name| catalog.types.get(name)) {
            add(&found.owner, &found.acl);
        }
        for found in self.found.sequences.iter().filter_map(|name| catalog.sequences.get(name)) {
            add(&found.owner, &found.acl);
        }
        let schemas = self.found.schemas.iter().chain(&self.roots.schemas);
        for found in schemas.clone().filter_map(|name| catalog.schemas.get(name)) {
            add(&found.owner, &found.acl);
        }
        let schemas: BTreeSet<&String> = schemas.collect();
        let default = |schema: &Option<String>| schema.as_ref().is_none_or(|schema| schemas.contains(schema));
        for found in catalog.default_acls.iter().filter(|found| default(&found.schema)) {
            add(&found.role, &found.acl);
        }
        let policies = relations.iter().flat_map(|relation| relation.policies.values());
        roles.extend(policies.flat_map(|policy| policy.roles.iter().map(String::as_str)));
        roles.remove(PUBLIC);
        self.found.roles = with_memberships(catalog, roles);
    }
}

/// PostgREST's data representations are casts of domains; `to_json` uses a cast to json of any type.
fn matters(catalog: &Catalog, cast: &Cast) -> bool {
    cast.target == "json" || [&cast.source, &cast.target].into_iter().any(|end| domain(catalog, end).is_some())
}

/// These roles and all that they are members of, as far as the server knows them.
fn with_memberships(catalog: &Catalog, roles: BTreeSet<&str>) -> BTreeSet<String> {
    let mut todo: Vec<&str> = roles.into_iter().collect();
    let mut found = BTreeSet::new();
    while let Some(name) = todo.pop() {
        let Some(role) = catalog.roles.get(name) else { continue };
        if found.insert(name.to_owned()) {
            todo.extend(role.member_of.keys().map(String::as_str));
        }
    }
    found
}
