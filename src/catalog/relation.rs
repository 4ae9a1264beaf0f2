//! Relations: tables, views, materialized views, foreign tables, and what hangs on them.

use std::collections::{BTreeMap, BTreeSet};

use super::Acl;
use crate::sql::QualifiedName;

/// A relation as the catalogs have it.
#[derive(Debug, Clone, PartialEq)]
pub struct Relation {
    /// Object id in the database it was read from; 0 where desired.
    pub oid: u32,
    /// Schema and name.
    pub name: QualifiedName,
    /// Kind.
    pub kind: RelationKind,
    /// Owning role.
    pub owner: String,
    /// `permanent`, `unlogged` or `temporary`.
    pub persistence: &'static str,
    /// The partitioned table it is a partition of.
    pub partition_of: Option<QualifiedName>,
    /// Options in WITH (..), by name.
    pub options: BTreeMap<String, String>,
    /// COMMENT ON.
    pub comment: Option<String>,
    /// Row level security switched on.
    pub rls_enabled: bool,
    /// Row level security for the owner too.
    pub rls_forced: bool,
    /// False for a materialized view WITH NO DATA.
    pub populated: bool,
    /// Access method, for tables and materialized views.
    pub access_method: Option<String>,
    /// Tablespace, where it is not the database's.
    pub tablespace: Option<String>,
    /// Extension it belongs to.
    pub extension: Option<String>,
    /// Columns in order.
    pub columns: Vec<Column>,
    /// Constraints by name.
    pub constraints: BTreeMap<String, Constraint>,
    /// Indexes by name.
    pub indexes: BTreeMap<String, Index>,
    /// Triggers by name, internal ones left out.
    pub triggers: BTreeMap<String, Trigger>,
    /// Rules by name, the view's own query left out.
    pub rules: BTreeMap<String, Rule>,
    /// Policies by name.
    pub policies: BTreeMap<String, Policy>,
    /// Extended statistics on it, by name.
    pub statistics: BTreeMap<QualifiedName, Statistics>,
    /// Grants on the relation and its columns.
    pub acl: Acl,
    /// For views and materialized views whose definition was read.
    pub view: Option<ViewDefinition>,
    /// What PostgreSQL lets through: by itself, and by triggers and rules too.
    pub operations: Option<Operations>,
    /// Relations its query reads directly.
    pub reads: BTreeSet<QualifiedName>,
    /// Functions its query calls directly: signatures as `schema.name(types)`.
    pub calls: BTreeSet<String>,
    /// User types its query mentions directly.
    pub uses_types: BTreeSet<QualifiedName>,
    /// Estimated rows; negative when never analyzed.
    pub row_estimate: f64,
}

/// Kinds of relations that PostgREST can serve.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are PostgreSQL's own")]
pub enum RelationKind {
    Table,
    PartitionedTable,
    View,
    MaterializedView,
    ForeignTable,
}

impl RelationKind {
    /// From pg_class.relkind.
    pub fn from_relkind(relkind: &str) -> Option<Self> {
        Some(match relkind {
            "r" => Self::Table,
            "p" => Self::PartitionedTable,
            "v" => Self::View,
            "m" => Self::MaterializedView,
            "f" => Self::ForeignTable,
            _ => return None,
        })
    }

    /// PostgreSQL's words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::PartitionedTable => "partitioned table",
            Self::View => "view",
            Self::MaterializedView => "materialized view",
            Self::ForeignTable => "foreign table",
        }
    }

    /// True for views and materialized views.
    pub fn is_view(self) -> bool {
        matches!(self, Self::View | Self::MaterializedView)
    }
}

impl Relation {
    /// The column of this name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// The columns of the primary key, in order; empty where there is none.
    pub fn primary_key(&self) -> &[String] {
        self.constraints
            .values()
            .find(|constraint| constraint.kind == ConstraintKind::Primary)
            .map_or(&[], |constraint| &constraint.columns)
    }
}

/// A column.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Column {
    /// pg_attribute.attnum.
    pub number: i16,
    /// Name.
    pub name: String,
    /// Type as format_type prints it with an empty search_path.
    pub type_name: String,
    /// Collation, where it is not the type's own.
    pub collation: Option<QualifiedName>,
    /// NOT NULL.
    pub not_null: bool,
    /// Default expression.
    pub default: Option<String>,
    /// Identity kind.
    pub identity: Option<Identity>,
    /// Generated kind; the expression stands in `default`.
    pub generated: Option<Generated>,
    /// COMMENT ON COLUMN.
    pub comment: Option<String>,
    /// Statistics target, where one was set.
    pub statistics: Option<i32>,
    /// Base column this view column hands through, when it does.
    pub from: Option<(QualifiedName, String)>,
    /// Whether INSERT and UPDATE can name it.
    pub updatable: Option<bool>,
}

/// GENERATED .. AS IDENTITY
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Identity {
    /// ALWAYS: read-only for clients.
    Always,
    /// BY DEFAULT
    ByDefault,
}

/// GENERATED ALWAYS AS (..)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Generated {
    /// STORED
    Stored,
    /// VIRTUAL (PostgreSQL 18)
    Virtual,
}

/// A constraint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Constraint {
    /// Kind.
    pub kind: ConstraintKind,
    /// Its columns, in the constraint's order.
    pub columns: Vec<String>,
    /// For foreign keys.
    pub foreign: Option<ForeignKey>,
    /// pg_get_constraintdef, where it was read.
    pub definition: Option<String>,
    /// DEFERRABLE
    pub deferrable: bool,
    /// Not NOT VALID.
    pub validated: bool,
}

/// Kinds of constraints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are PostgreSQL's own")]
pub enum ConstraintKind {
    Primary,
    Unique,
    Foreign,
    Check,
    Exclusion,
    NotNull,
}

/// What a foreign key refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignKey {
    /// Referenced relation.
    pub references: QualifiedName,
    /// Referenced columns.
    pub columns: Vec<String>,
    /// ON DELETE action, in words.
    pub on_delete: &'static str,
    /// ON UPDATE action, in words.
    pub on_update: &'static str,
}

/// An index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Index {
    /// UNIQUE
    pub unique: bool,
    /// Key columns by name; an expression is an empty string.
    pub columns: Vec<String>,
    /// It has a predicate.
    pub partial: bool,
    /// It is a plain btree over plain columns: `columns` says all.
    pub plain: bool,
    /// CLUSTER mark.
    pub clustered: bool,
    /// Tablespace, where it is not the database's.
    pub tablespace: Option<String>,
    /// Belongs to the constraint of this name.
    pub constraint: Option<String>,
    /// pg_get_indexdef, where it was read.
    pub definition: Option<String>,
    /// COMMENT ON INDEX.
    pub comment: Option<String>,
}

/// A trigger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trigger {
    /// pg_get_triggerdef, where it was read.
    pub definition: Option<String>,
    /// INSTEAD OF.
    pub instead: bool,
    /// Events in the order insert, update, delete, truncate.
    pub events: Vec<&'static str>,
    /// The function it calls.
    pub function: QualifiedName,
    /// `origin`, `disabled`, `replica` or `always`.
    pub enabled: &'static str,
    /// COMMENT ON TRIGGER.
    pub comment: Option<String>,
}

/// A rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// select, insert, update or delete.
    pub event: &'static str,
    /// pg_get_ruledef, where it was read.
    pub definition: Option<String>,
    /// COMMENT ON RULE.
    pub comment: Option<String>,
}

/// A row level security policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// all, select, insert, update or delete.
    pub command: &'static str,
    /// PERMISSIVE.
    pub permissive: bool,
    /// Roles it applies to.
    pub roles: Vec<String>,
    /// USING, where it was read.
    pub using: Option<String>,
    /// WITH CHECK, where it was read.
    pub check: Option<String>,
}

/// Extended statistics.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statistics {
    /// `(kinds) ON columns`.
    pub definition: Option<String>,
}

/// The query of a view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewDefinition {
    /// pg_get_viewdef(oid, true): the readable form.
    pub query: String,
}

/// `pg_relation_is_updatable` without and with triggers and rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Operations {
    /// INSERT by itself.
    pub insert: bool,
    /// UPDATE by itself.
    pub update: bool,
    /// DELETE by itself.
    pub delete: bool,
    /// INSERT through a trigger or rule.
    pub insert_by_trigger: bool,
    /// UPDATE through a trigger or rule.
    pub update_by_trigger: bool,
    /// DELETE through a trigger or rule.
    pub delete_by_trigger: bool,
}

impl Operations {
    /// From the bits 4 update, 8 insert, 16 delete of both calls.
    pub fn from_bits(own: i32, with_triggers: i32) -> Self {
        let has = |bits: i32, bit: i32| bits & bit != 0;
        let through = |bit: i32| has(with_triggers, bit) && !has(own, bit);
        Self {
            insert: has(own, 8),
            update: has(own, 4),
            delete: has(own, 16),
            insert_by_trigger: through(8),
            update_by_trigger: through(4),
            delete_by_trigger: through(16),
        }
    }

    /// The same with what rules provide counted as by trigger: `pg_relation_is_updatable` takes a rule for
    /// the view's own doing, and a rule replaces the statement.
    #[must_use]
    pub fn through_rules<'a>(mut self, events: impl IntoIterator<Item = &'a str>) -> Self {
        for event in events {
            match event {
                "insert" => self.insert_by_trigger |= std::mem::take(&mut self.insert),
                "update" => self.update_by_trigger |= std::mem::take(&mut self.update),
                "delete" => self.delete_by_trigger |= std::mem::take(&mut self.delete),
                _ => {}
            }
        }
        self
    }

    /// INSERT in either way.
    pub fn any_insert(self) -> bool {
        self.insert || self.insert_by_trigger
    }

    /// UPDATE in either way.
    pub fn any_update(self) -> bool {
        self.update || self.update_by_trigger
    }

    /// DELETE in either way.
    pub fn any_delete(self) -> bool {
        self.delete || self.delete_by_trigger
    }
}
