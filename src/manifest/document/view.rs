//! Kinds View and MaterializedView.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Grants;
use crate::sql::QualifiedName;

/// A view: its query, and everything that hangs on it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct View {
    /// Schema and name.
    pub name: QualifiedName,
    /// The name this view has in the database now, when the manifest renames it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renamed_from: Option<QualifiedName>,
    /// Owning role; the schema's owner where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Options in WITH (...).
    #[serde(default, skip_serializing_if = "ViewOptions::is_default")]
    pub options: ViewOptions,
    /// COMMENT ON VIEW.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// The contract, in order. Written by pull and by `check --fix` with a database.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub columns: IndexMap<String, Column>,
    /// One SELECT, VALUES or WITH statement; every name qualified.
    pub query: String,
    /// Triggers by name.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub triggers: IndexMap<String, Trigger>,
    /// Rules by name (the query itself is none of them).
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub rules: IndexMap<String, Rule>,
    /// Grants of a view that no endpoint version routes to.
    #[serde(default, skip_serializing_if = "Grants::is_empty")]
    pub grants: Grants,
}

/// A materialized view.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MaterializedView {
    /// Schema and name.
    pub name: QualifiedName,
    /// The name it has in the database now, when the manifest renames it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renamed_from: Option<QualifiedName>,
    /// Owning role; the schema's owner where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// COMMENT ON MATERIALIZED VIEW.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// The contract, in order.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub columns: IndexMap<String, Column>,
    /// One SELECT, VALUES or WITH statement; every name qualified.
    pub query: String,
    /// False: WITH NO DATA.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub populated: bool,
    /// Tablespace, access method, storage parameters.
    #[serde(default, skip_serializing_if = "Storage::is_default")]
    pub storage: Storage,
    /// Indexes by name.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub indexes: IndexMap<String, Index>,
    /// CREATE STATISTICS by name: `(kinds) ON columns`. The name is qualified where its schema is another.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub extended_statistics: IndexMap<String, String>,
    /// Grants of a materialized view that no endpoint version routes to.
    #[serde(default, skip_serializing_if = "Grants::is_empty")]
    pub grants: Grants,
}

/// A column of a view: written by the server, commented by people.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Type as PostgreSQL prints it with an empty search_path.
    #[serde(rename = "type")]
    pub type_name: String,
    /// Collation, where it is not the type's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collation: Option<String>,
    /// COMMENT ON COLUMN.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// ALTER VIEW .. SET DEFAULT expression.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// Statistics target (materialized views only).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statistics: Option<i32>,
}

/// Options of a view, stated as a whole: CREATE OR REPLACE VIEW drops what it is not told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ViewOptions {
    /// security_barrier
    #[serde(default, skip_serializing_if = "is_false")]
    pub security_barrier: bool,
    /// security_invoker (PostgreSQL 15 and later)
    #[serde(default, skip_serializing_if = "is_false")]
    pub security_invoker: bool,
    /// WITH CHECK OPTION
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check_option: Option<CheckOption>,
}

impl ViewOptions {
    /// True when nothing was set.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// WITH CHECK OPTION
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum CheckOption {
    /// Only this view's own condition.
    Local,
    /// The conditions of the views below too.
    Cascaded,
}

/// A trigger on a view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Trigger {
    /// PostgreSQL's words between the name and the function, without `on`: `instead of insert or update`.
    /// Row level where not said otherwise (`.. for each statement`).
    pub when: String,
    /// The function with its arguments: `private.order_full_write()`.
    pub execute: String,
    /// COMMENT ON TRIGGER.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// A rule on a view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The whole CREATE RULE statement as PostgreSQL prints it.
    pub definition: String,
    /// COMMENT ON RULE.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// Where and how a materialized view is stored.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Storage {
    /// Tablespace, where it is not the database's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tablespace: Option<String>,
    /// Access method, where it is not heap.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access_method: Option<String>,
    /// Storage parameters.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub options: IndexMap<String, String>,
}

impl Storage {
    /// True when nothing was set.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// An index of a materialized view: plain columns, or a definition.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Index {
    /// UNIQUE
    #[serde(default, skip_serializing_if = "is_false")]
    pub unique: bool,
    /// Plain columns, btree, default order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
    /// What stands after `USING`, for anything beyond plain columns: `btree (spent DESC) WHERE spent > 0`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub definition: Option<String>,
    /// CLUSTER mark.
    #[serde(default, skip_serializing_if = "is_false")]
    pub cluster: bool,
    /// Tablespace, where it is not the database's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tablespace: Option<String>,
    /// COMMENT ON INDEX.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

pub(super) fn is_false(value: &bool) -> bool {
    !*value
}

pub(super) fn is_true(value: &bool) -> bool {
    *value
}

pub(super) fn yes() -> bool {
    true
}
