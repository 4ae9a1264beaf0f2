//! `pgai/lock/<schema>/functions/<name>.yaml`.
//!
//! Of a function that a manifest holds, only its shape and `verified` stand here.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize, Serializer};

use super::{Verified, is_false};
use crate::manifest::document::{ArgumentMode, Grants, Parallel, Returns, Volatility};
use crate::sql::QualifiedName;

/// The overloads of one name that a manifest reaches.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Function {
    /// Schema and name.
    pub function: QualifiedName,
    /// Everything the database had of a name that a manifest holds when the lock was written, as a hash.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub live: Option<String>,
    /// By signature: `(bigint, json)`.
    pub overloads: BTreeMap<String, Overload>,
}

/// One function.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Overload {
    /// `procedure`, `aggregate` or `window`; a plain function where left out.
    #[serde(default, skip_serializing_if = "FunctionKind::is_default")]
    pub kind: FunctionKind,
    /// What the server typed, for a function that a manifest holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified: Option<Verified>,
    /// Arguments in order, TABLE columns left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub arguments: Vec<Argument>,
    /// Result; left out where OUT arguments say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returns: Option<Returns>,
    /// ROWS, where it is not 1000; PostgREST takes a computed relationship of one row for to-one.
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "whole_where_it_is")]
    pub rows: Option<f64>,
    /// Volatility; volatile where left out.
    #[serde(default, skip_serializing_if = "is_volatile")]
    pub volatility: Volatility,
    /// The relation over whose rows it is a computed field or relationship.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub computed_over: Option<QualifiedName>,
    /// Owning role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Extension it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension: Option<String>,
    /// LANGUAGE
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// STRICT
    #[serde(default, skip_serializing_if = "is_false")]
    pub strict: bool,
    /// SECURITY DEFINER
    #[serde(default, skip_serializing_if = "is_false")]
    pub definer: bool,
    /// Parallel safety; unsafe where left out.
    #[serde(default, skip_serializing_if = "is_parallel_unsafe")]
    pub parallel: Parallel,
    /// SET parameters.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub set: BTreeMap<String, String>,
    /// The body as a hash of 16 hex digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body_hash: Option<String>,
    /// COMMENT ON FUNCTION.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Grants, the owner's own rights left out; PUBLIC is not implied.
    #[serde(default, skip_serializing_if = "Grants::is_empty")]
    pub grants: Grants,
}

/// pg_proc.prokind
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names are PostgreSQL's own")]
pub enum FunctionKind {
    #[default]
    Function,
    Procedure,
    Aggregate,
    Window,
}

impl FunctionKind {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// One argument.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Argument {
    /// in, out, inout or variadic; in where left out.
    #[serde(default, skip_serializing_if = "is_in")]
    pub mode: ArgumentMode,
    /// Name, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Type.
    #[serde(rename = "type")]
    pub type_name: String,
    /// DEFAULT expression, where it was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// It has a default whose expression was not read.
    #[serde(default, skip_serializing_if = "is_false")]
    pub optional: bool,
}

/// `rows: 10`, not `10.0`.
fn whole_where_it_is<S: Serializer>(value: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        #[expect(clippy::cast_possible_truncation, reason = "checked: whole and small")]
        Some(value) if value.fract() == 0.0 && value.abs() < 1e15 => serializer.serialize_i64(*value as i64),
        Some(value) => serializer.serialize_f64(*value),
        None => serializer.serialize_none(),
    }
}

fn is_in(mode: &ArgumentMode) -> bool {
    *mode == ArgumentMode::In
}

fn is_volatile(volatility: &Volatility) -> bool {
    *volatility == Volatility::Volatile
}

fn is_parallel_unsafe(parallel: &Parallel) -> bool {
    *parallel == Parallel::Unsafe
}
