//! `pgai/lock/<schema>/<relation>.yaml`.
//!
//! Of a view that a manifest holds, only what the server derived stands here: its text, owner,
//! options, comments and grants have their home in the manifest. Everything else is whole.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::{ColumnName, Constraint, Definition, Index, Verified, is_false, is_true, yes};
use crate::manifest::document::Grants;
use crate::sql::QualifiedName;

/// A relation that a manifest reaches.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relation {
    /// Schema and name.
    pub relation: QualifiedName,
    /// What it is.
    pub kind: RelationKind,
    /// Only its columns and keys were read: defaults, checks, triggers and policies are not known.
    #[serde(default, skip_serializing_if = "is_false")]
    pub partial: bool,
    /// Owning role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Extension it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension: Option<String>,
    /// True for an unlogged table.
    #[serde(default, skip_serializing_if = "is_false")]
    pub unlogged: bool,
    /// The partitioned table it is a partition of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partition_of: Option<QualifiedName>,
    /// Options in WITH (..).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub options: BTreeMap<String, String>,
    /// COMMENT ON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// False for a materialized view WITH NO DATA.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub populated: bool,
    /// Relations and user types that the query of a view stands on directly.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reads: Vec<QualifiedName>,
    /// Functions that the query of a view calls: `schema.name(types)`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub calls: Vec<String>,
    /// What the server typed, for a view that a manifest holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified: Option<Verified>,
    /// Everything the database had of a view that a manifest holds when the lock was written, as a hash.
    /// Tells a change in the database from an edit of the manifest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub live: Option<String>,
    /// The query as a hash, for a view that no manifest holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub definition: Option<Definition>,
    /// What a view or foreign table lets through by itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub writes: Vec<Operation>,
    /// What it lets through by INSTEAD OF triggers or rules only: no PUT, no upsert.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub triggers_write: Vec<Operation>,
    /// Row level security.
    #[serde(default, skip_serializing_if = "Rls::is_default")]
    pub rls: Rls,
    /// Policies by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub policies: BTreeMap<String, Policy>,
    /// Columns in order.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub columns: IndexMap<String, Column>,
    /// Keys that rows of a view have.
    #[serde(default, skip_serializing_if = "Keys::is_default")]
    pub keys: Keys,
    /// Base columns, NOT NULL and without default, that an insertable view hides.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub insert_needs: Vec<ColumnName>,
    /// Constraints by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub constraints: BTreeMap<String, Constraint>,
    /// Indexes by name, those of constraints left out.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub indexes: BTreeMap<String, Index>,
    /// Triggers by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub triggers: BTreeMap<String, Trigger>,
    /// Rules by name: the statement as PostgreSQL prints it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub rules: BTreeMap<String, String>,
    /// Grants, the owner's own rights left out.
    #[serde(default, skip_serializing_if = "Grants::is_empty")]
    pub grants: Grants,
}

impl Relation {
    /// An entry that says nothing but its name and kind.
    pub fn new(relation: QualifiedName, kind: RelationKind) -> Self {
        Self {
            relation,
            kind,
            partial: false,
            owner: None,
            extension: None,
            unlogged: false,
            partition_of: None,
            options: BTreeMap::new(),
            comment: None,
            populated: true,
            reads: Vec::new(),
            calls: Vec::new(),
            verified: None,
            live: None,
            definition: None,
            writes: Vec::new(),
            triggers_write: Vec::new(),
            rls: Rls::default(),
            policies: BTreeMap::new(),
            columns: IndexMap::new(),
            keys: Keys::default(),
            insert_needs: Vec::new(),
            constraints: BTreeMap::new(),
            indexes: BTreeMap::new(),
            triggers: BTreeMap::new(),
            rules: BTreeMap::new(),
            grants: Grants::new(),
        }
    }
}

/// Kinds of relations, in PostgreSQL's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names are PostgreSQL's own")]
pub enum RelationKind {
    Table,
    #[serde(rename = "partitioned table")]
    PartitionedTable,
    View,
    #[serde(rename = "materialized view")]
    MaterializedView,
    #[serde(rename = "foreign table")]
    ForeignTable,
}

impl RelationKind {
    /// True for views and materialized views.
    pub fn is_view(self) -> bool {
        matches!(self, Self::View | Self::MaterializedView)
    }
}

/// What clients can do to rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names are PostgreSQL's own")]
pub enum Operation {
    Insert,
    Update,
    Delete,
}

/// Row level security.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rls {
    /// Switched on.
    #[serde(default, skip_serializing_if = "is_false")]
    pub enabled: bool,
    /// For the owner too.
    #[serde(default, skip_serializing_if = "is_false")]
    pub forced: bool,
}

impl Rls {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// A policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// all, select, insert, update or delete.
    pub command: String,
    /// Roles it applies to; `public` is everybody.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
    /// False: AS RESTRICTIVE.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub permissive: bool,
    /// USING
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub using: Option<String>,
    /// WITH CHECK
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check: Option<String>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Type as PostgreSQL prints it with an empty search_path.
    #[serde(rename = "type")]
    pub type_name: String,
    /// Collation, where it is not the type's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collation: Option<QualifiedName>,
    /// NOT NULL; of a view's column: proven by its lineage, unknown where left out.
    #[serde(default, skip_serializing_if = "is_false")]
    pub not_null: bool,
    /// Default expression; of a generated column its expression.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// GENERATED .. AS IDENTITY
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<Identity>,
    /// GENERATED ALWAYS AS (..)
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub generated: Option<Generated>,
    /// The column that a view's column hands through, one layer below.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<ColumnName>,
    /// INSERT and UPDATE can name it, for views and foreign tables.
    #[serde(default, skip_serializing_if = "is_false")]
    pub writable: bool,
    /// COMMENT ON COLUMN.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// GENERATED .. AS IDENTITY
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Identity {
    /// ALWAYS: read-only for clients.
    Always,
    /// BY DEFAULT
    #[serde(rename = "by default")]
    ByDefault,
}

/// GENERATED ALWAYS AS (..)
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Generated {
    /// STORED
    Stored,
    /// VIRTUAL (PostgreSQL 18)
    Virtual,
}

/// Keys of a view's rows, by columns of the view.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keys {
    /// The primary key that reaches through.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub primary: Vec<String>,
    /// Unique keys, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unique: Vec<Vec<String>>,
}

impl Keys {
    pub(super) fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// A trigger on a relation that no manifest holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trigger {
    /// PostgreSQL's words between the name and the function, as in manifests.
    pub when: String,
    /// The function with its arguments.
    pub execute: String,
    /// `disabled`, `replica` or `always`; `origin` where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enabled: Option<String>,
}
