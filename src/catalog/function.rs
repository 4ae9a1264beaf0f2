//! Functions and procedures.

use std::collections::BTreeMap;
use std::fmt;

use super::Acl;
use crate::sql::QualifiedName;

/// A function's identity: its name and the types of its input arguments.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FunctionKey {
    /// Schema and name.
    pub name: QualifiedName,
    /// Input types as PostgreSQL prints them with an empty search_path.
    pub types: Vec<String>,
}

impl FunctionKey {
    /// `(bigint, json)`: what `access` is keyed by.
    pub fn signature(&self) -> String {
        format!("({})", self.types.join(", "))
    }
}

impl serde::Serialize for FunctionKey {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl fmt::Display for FunctionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.name, self.signature())
    }
}

/// A function as the catalogs have it.
#[derive(Debug, Clone, PartialEq)]
pub struct Function {
    /// Object id; 0 where desired.
    pub oid: u32,
    /// Name and input types.
    pub key: FunctionKey,
    /// Kind.
    pub kind: FunctionKind,
    /// Owning role.
    pub owner: String,
    /// LANGUAGE
    pub language: String,
    /// Volatility.
    pub volatility: Volatility,
    /// Parallel safety.
    pub parallel: Parallel,
    /// SECURITY DEFINER
    pub definer: bool,
    /// STRICT
    pub strict: bool,
    /// LEAKPROOF
    pub leakproof: bool,
    /// COST
    pub cost: f64,
    /// ROWS; 0 where it returns no set.
    pub rows: f64,
    /// SUPPORT function.
    pub support: Option<QualifiedName>,
    /// All arguments, TABLE columns included, in order.
    pub arguments: Vec<Argument>,
    /// Result type; the row type for TABLE.
    pub returns: String,
    /// Returns a set.
    pub returns_set: bool,
    /// Relation whose row type it returns.
    pub returns_relation: Option<QualifiedName>,
    /// Relation whose row type its first input argument has: computed field or relationship.
    pub row_argument: Option<QualifiedName>,
    /// SET parameters, as `pg_proc.proconfig` has them.
    pub config: BTreeMap<String, String>,
    /// Body text (or the C symbol).
    pub source: String,
    /// `BEGIN ATOMIC` or `RETURN` body, where it has one and it was read.
    pub sql_body: Option<String>,
    /// It has a `BEGIN ATOMIC` or `RETURN` body.
    pub has_sql_body: bool,
    /// Grants.
    pub acl: Acl,
    /// COMMENT ON FUNCTION.
    pub comment: Option<String>,
    /// Extension it belongs to.
    pub extension: Option<String>,
    /// Objects that hold results of it: indexes, generated columns, checks, statistics, materialized views.
    pub stored_uses: Vec<String>,
}

impl Function {
    /// Input arguments: what callers give.
    pub fn inputs(&self) -> impl Iterator<Item = &Argument> {
        self.arguments.iter().filter(|argument| argument.mode.is_input())
    }

    /// Columns that OUT, INOUT and TABLE arguments make.
    pub fn outputs(&self) -> impl Iterator<Item = &Argument> {
        self.arguments.iter().filter(|argument| argument.mode.is_output())
    }
}

/// pg_proc.prokind
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are PostgreSQL's own")]
pub enum FunctionKind {
    Function,
    Procedure,
    Aggregate,
    Window,
}

/// One argument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Argument {
    /// Mode.
    pub mode: ArgumentMode,
    /// Name, where it has one.
    pub name: Option<String>,
    /// Type.
    pub type_name: String,
    /// It has a default.
    pub has_default: bool,
    /// The default's expression, where it was read.
    pub default: Option<String>,
}

/// pg_proc.proargmodes
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are PostgreSQL's own")]
pub enum ArgumentMode {
    In,
    Out,
    Inout,
    Variadic,
    Table,
}

impl ArgumentMode {
    /// Callers give a value.
    pub fn is_input(self) -> bool {
        matches!(self, Self::In | Self::Inout | Self::Variadic)
    }

    /// Makes a column of the result.
    pub fn is_output(self) -> bool {
        matches!(self, Self::Out | Self::Inout | Self::Table)
    }
}

/// pg_proc.provolatile
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are PostgreSQL's own")]
pub enum Volatility {
    Volatile,
    Stable,
    Immutable,
}

/// pg_proc.proparallel
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are PostgreSQL's own")]
pub enum Parallel {
    Unsafe,
    Restricted,
    Safe,
}
