//! A live database as the documents that would make it: what pull writes, and what diff
//! compares manifests with. Pure; the inverse of applying.

mod function;
mod grants;
mod schema;
mod text;
mod view;

use std::collections::BTreeSet;

pub use grants::{access_of_function, access_of_relation, default_privileges, of as grants_of};
pub use view::{index_definition, query, rules, triggers};

use super::{Catalog, FunctionKey, FunctionKind, RelationKind};
use crate::manifest::document::{Function, MaterializedView, Schema, View};
use crate::sql::QualifiedName;

/// Reads documents off a catalog.
pub struct Raise<'a> {
    catalog: &'a Catalog,
    /// Relations and functions whose grants stand in an endpoint's `access`.
    routed_relations: BTreeSet<QualifiedName>,
    routed_functions: BTreeSet<QualifiedName>,
}

impl<'a> Raise<'a> {
    /// `routed` names what endpoint versions route to: grants of those stand there.
    pub fn new(
        catalog: &'a Catalog,
        routed_relations: BTreeSet<QualifiedName>,
        routed_functions: BTreeSet<QualifiedName>,
    ) -> Self {
        Self { catalog, routed_relations, routed_functions }
    }

    /// The owner, where it is not the schema's.
    fn owner(&self, schema: &str, owner: &str) -> Option<String> {
        let of_schema = self.catalog.schemas.get(schema).map(|schema| schema.owner.as_str());
        (of_schema != Some(owner)).then(|| owner.to_owned())
    }

    /// Kind Schema.
    pub fn schema(&self, name: &str) -> Option<Schema> {
        schema::raise(self.catalog, name)
    }

    /// Kind View; none where it is no view or its query was not read.
    pub fn view(&self, name: &QualifiedName) -> Option<View> {
        let relation = self.catalog.relations.get(name).filter(|r| r.kind == RelationKind::View)?;
        view::view(self, relation)
    }

    /// Kind MaterializedView; none where it is none or its query was not read.
    pub fn materialized_view(&self, name: &QualifiedName) -> Option<MaterializedView> {
        let relation = self.catalog.relations.get(name).filter(|r| r.kind == RelationKind::MaterializedView)?;
        view::materialized_view(self, relation)
    }

    /// Kind Function: all overloads that a manifest can hold; none where there is none.
    pub fn function(&self, name: &QualifiedName) -> Option<Function> {
        let overloads: Vec<_> = self
            .functions_named(name)
            .filter(|function| captures(function))
            .map(|found| function::overload(self, found))
            .collect();
        (!overloads.is_empty()).then(|| Function { name: name.clone(), overloads })
    }

    /// One overload, whether or not a manifest can hold it.
    pub fn overload(&self, found: &super::Function) -> crate::manifest::document::Overload {
        function::overload(self, found)
    }

    /// Every overload of a name, in order of their signatures.
    pub fn functions_named(&self, name: &QualifiedName) -> impl Iterator<Item = &'a super::Function> + use<'a> {
        let first = FunctionKey { name: name.clone(), types: Vec::new() };
        let name = name.clone();
        self.catalog.functions.range(first..).take_while(move |(key, _)| key.name == name).map(|(_, found)| found)
    }

    fn grants_stand_at_endpoint(&self, name: &QualifiedName, function: bool) -> bool {
        if function { self.routed_functions.contains(name) } else { self.routed_relations.contains(name) }
    }
}

/// Whether kind Function can hold it: no aggregate or procedure, nothing compiled, nothing of an extension.
pub fn captures(function: &super::Function) -> bool {
    matches!(function.kind, FunctionKind::Function | FunctionKind::Window)
        && function.extension.is_none()
        && !matches!(function.language.as_str(), "c" | "internal")
}
