//! Both sides in one normal form: documents with owners, roles and access resolved.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::{FunctionKey, Operations};
use crate::manifest::document::{Function, Grants, MaterializedView, Schema, View};
use crate::sql::QualifiedName;

/// Everything that pgai manages, as one side has it.
///
/// Grants stand on the objects: `access` of endpoint versions has been moved there, role names are
/// those of the environment, and every owner is said.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct State {
    /// Schemas by name.
    pub schemas: BTreeMap<String, Schema>,
    /// Views by name.
    pub views: BTreeMap<QualifiedName, View>,
    /// Materialized views by name.
    pub materialized_views: BTreeMap<QualifiedName, MaterializedView>,
    /// Functions by name, all overloads in each.
    pub functions: BTreeMap<QualifiedName, Function>,
    /// Grants of relations whose shape is not managed (tables that an endpoint routes to).
    pub tables: BTreeMap<QualifiedName, Table>,
}

/// A relation served directly.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    /// Its owner.
    pub owner: String,
    /// Its grants.
    pub grants: Grants,
}

/// What the server said of a query that was compiled.
#[derive(Debug, Clone, PartialEq)]
pub struct Proof {
    /// The columns, in order.
    pub columns: Vec<ProvenColumn>,
    /// The query as PostgreSQL prints it, names mapped back.
    pub query: String,
    /// Relations it reads directly.
    pub reads: BTreeSet<QualifiedName>,
    /// Functions it calls directly.
    pub calls: BTreeSet<FunctionKey>,
    /// User types it mentions directly.
    pub uses_types: BTreeSet<QualifiedName>,
    /// What PostgreSQL would let through.
    pub operations: Option<Operations>,
    /// Compiled equality with the live query; none where there is no live one.
    pub equals_live: Option<bool>,
}

/// A column of a compiled query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProvenColumn {
    /// Name.
    pub name: String,
    /// Type as PostgreSQL prints it with an empty search_path.
    pub type_name: String,
    /// Collation, where it is not the type's own.
    pub collation: Option<String>,
    /// Base column it hands through, when it does.
    pub from: Option<(QualifiedName, String)>,
    /// Whether INSERT and UPDATE can name it.
    pub updatable: bool,
}
