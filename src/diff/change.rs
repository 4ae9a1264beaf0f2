//! One difference.

use serde::Serialize;

use crate::catalog::{FunctionKey, Grant};
use crate::sql::QualifiedName;

/// What a change is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Object {
    /// A schema.
    Schema(String),
    /// A view.
    View(QualifiedName),
    /// A materialized view.
    MaterializedView(QualifiedName),
    /// A relation that is served directly, whose shape pgai does not manage.
    Table(QualifiedName),
    /// A function.
    Function(FunctionKey),
}

impl Object {
    /// PostgreSQL's words for its kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Schema(_) => "schema",
            Self::View(_) => "view",
            Self::MaterializedView(_) => "materialized view",
            Self::Table(_) => "table",
            Self::Function(_) => "function",
        }
    }

    /// Its name, as manifests write it.
    pub fn name(&self) -> String {
        match self {
            Self::Schema(name) => crate::sql::identifier_text(name).into_owned(),
            Self::View(name) | Self::MaterializedView(name) | Self::Table(name) => name.to_string(),
            Self::Function(key) => key.to_string(),
        }
    }

    /// The relation, where it is one.
    pub fn relation(&self) -> Option<&QualifiedName> {
        match self {
            Self::View(name) | Self::MaterializedView(name) | Self::Table(name) => Some(name),
            Self::Schema(_) | Self::Function(_) => None,
        }
    }
}

/// Which fact of the object differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// The object itself is new, or gone.
    Existence,
    /// The query of a view.
    Query,
    /// A column that is new or gone; the texts are its type.
    Column(String),
    /// The type (or collation) of a column.
    ColumnType(String),
    /// The order of the columns.
    ColumnOrder,
    /// COMMENT ON COLUMN.
    ColumnComment(String),
    /// The default of a view's column.
    ColumnDefault(String),
    /// The statistics target of a column.
    ColumnStatistics(String),
    /// An option in WITH (..).
    ViewOption(&'static str),
    /// The owner.
    Owner,
    /// COMMENT ON the object.
    Comment,
    /// A trigger.
    Trigger(String),
    /// A rule.
    Rule(String),
    /// An index of a materialized view.
    Index(String),
    /// Extended statistics of a materialized view.
    Statistics(String),
    /// Storage of a materialized view.
    Storage,
    /// Whether a materialized view holds data.
    Populated,
    /// The body of a function.
    Body,
    /// Another attribute of a function.
    Attribute(&'static str),
    /// One privilege: `to` grants it, `from` revokes it.
    Grant(Grant),
    /// Default privileges in a schema.
    DefaultPrivileges,
}

impl What {
    /// Stable name for JSON.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Existence => "existence",
            Self::Query => "query",
            Self::Column(_) => "column",
            Self::ColumnType(_) => "column_type",
            Self::ColumnOrder => "column_order",
            Self::ColumnComment(_) => "column_comment",
            Self::ColumnDefault(_) => "column_default",
            Self::ColumnStatistics(_) => "column_statistics",
            Self::ViewOption(_) => "option",
            Self::Owner => "owner",
            Self::Comment => "comment",
            Self::Trigger(_) => "trigger",
            Self::Rule(_) => "rule",
            Self::Index(_) => "index",
            Self::Statistics(_) => "extended_statistics",
            Self::Storage => "storage",
            Self::Populated => "populated",
            Self::Body => "body",
            Self::Attribute(_) => "attribute",
            Self::Grant(_) => "grant",
            Self::DefaultPrivileges => "default_privileges",
        }
    }

    /// The part of the object it is about, where there is one.
    pub fn part(&self) -> Option<&str> {
        match self {
            Self::Column(name)
            | Self::ColumnType(name)
            | Self::ColumnComment(name)
            | Self::ColumnDefault(name)
            | Self::ColumnStatistics(name)
            | Self::Trigger(name)
            | Self::Rule(name)
            | Self::Index(name)
            | Self::Statistics(name) => Some(name),
            Self::ViewOption(name) | Self::Attribute(name) => Some(name),
            Self::Grant(grant) => Some(&grant.grantee),
            _ => None,
        }
    }
}

/// One difference: `from` is there, `to` is wanted; none where there is nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What it is about.
    pub object: Object,
    /// Which fact differs.
    pub what: What,
    /// As it is in the database.
    pub from: Option<String>,
    /// As the manifests want it.
    pub to: Option<String>,
    /// How equality was decided, for queries: `text` or `compiled`.
    pub rung: Option<&'static str>,
}

impl Change {
    pub(super) fn new(object: &Object, what: What, from: Option<String>, to: Option<String>) -> Self {
        Self { object: object.clone(), what, from, to, rung: None }
    }

    /// `create`, `drop` or `alter`; `grant` or `revoke` for privileges.
    pub fn action(&self) -> &'static str {
        match (&self.what, &self.from, &self.to) {
            (What::Grant(_), _, Some(_)) => "grant",
            (What::Grant(_), ..) => "revoke",
            (What::Existence, None, _) => "create",
            (What::Existence, ..) => "drop",
            _ => "alter",
        }
    }
}

impl Serialize for Change {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Shape<'a> {
            kind: &'a str,
            object: String,
            action: &'a str,
            what: &'a str,
            #[serde(skip_serializing_if = "Option::is_none")]
            part: Option<&'a str>,
            from: &'a Option<String>,
            to: &'a Option<String>,
            #[serde(skip_serializing_if = "Option::is_none")]
            rung: Option<&'a str>,
        }
        Shape {
            kind: self.object.kind(),
            object: self.object.name(),
            action: self.action(),
            what: self.what.name(),
            part: self.what.part(),
            from: &self.from,
            to: &self.to,
            rung: self.rung,
        }
        .serialize(serializer)
    }
}
