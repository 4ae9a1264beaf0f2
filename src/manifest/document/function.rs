//! Kind Function: one file per name, every overload in it.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize, Serializer};

use super::Grants;
use super::view::is_false;
use crate::sql::QualifiedName;

/// All overloads of one function name: they are one route.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Function {
    /// Schema and name.
    pub name: QualifiedName,
    /// In order of their signatures when pull writes them.
    pub overloads: Vec<Overload>,
}

/// One function.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Overload {
    /// A list, because several arguments may have no name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub arguments: Vec<Argument>,
    /// Result; void where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returns: Option<Returns>,
    /// LANGUAGE
    pub language: String,
    /// Volatility; volatile where left out.
    #[serde(default, skip_serializing_if = "Volatility::is_default")]
    pub volatility: Volatility,
    /// Parallel safety; unsafe where left out.
    #[serde(default, skip_serializing_if = "Parallel::is_default")]
    pub parallel: Parallel,
    /// Whose rights it runs with; the caller's where left out.
    #[serde(default, skip_serializing_if = "Security::is_default")]
    pub security: Security,
    /// STRICT: null on null input.
    #[serde(default, skip_serializing_if = "is_false")]
    pub strict: bool,
    /// LEAKPROOF
    #[serde(default, skip_serializing_if = "is_false")]
    pub leakproof: bool,
    /// WINDOW function.
    #[serde(default, skip_serializing_if = "is_false")]
    pub window: bool,
    /// COST, where it is not the language's default.
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "whole_where_it_is")]
    pub cost: Option<f64>,
    /// ROWS, where it is not 1000.
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "whole_where_it_is")]
    pub rows: Option<f64>,
    /// SUPPORT function.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub support: Option<String>,
    /// SET parameters.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub set: IndexMap<String, String>,
    /// Owning role; the schema's owner where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// COMMENT ON FUNCTION.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Body as a string, byte for byte.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// `BEGIN ATOMIC .. END` or `RETURN expression` (language sql, PostgreSQL 14 and later).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sql_body: Option<String>,
    /// Grants of a function that no endpoint version routes to. PUBLIC is not implied.
    #[serde(default, skip_serializing_if = "Grants::is_empty")]
    pub grants: Grants,
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

/// One argument.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Argument {
    /// in, out, inout or variadic; in where left out.
    #[serde(default, skip_serializing_if = "ArgumentMode::is_default")]
    pub mode: ArgumentMode,
    /// Name, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Type as PostgreSQL prints it with an empty search_path.
    #[serde(rename = "type")]
    pub type_name: String,
    /// DEFAULT expression.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// For the documents only: PostgreSQL has no comments on arguments.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// Argument mode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ArgumentMode {
    /// IN
    #[default]
    In,
    /// OUT
    Out,
    /// INOUT
    Inout,
    /// VARIADIC
    Variadic,
}

impl ArgumentMode {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// What a function returns: `bigint`, `void`, `{setof: api.orders}` or `{table: {id: bigint}}`.
/// Left out where OUT arguments say it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Returns {
    /// One value.
    Type(String),
    /// SETOF type.
    Setof(String),
    /// TABLE (name type, ..).
    Table(IndexMap<String, String>),
}

/// Volatility.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Volatility {
    /// VOLATILE
    #[default]
    Volatile,
    /// STABLE
    Stable,
    /// IMMUTABLE
    Immutable,
}

impl Volatility {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// Parallel safety.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Parallel {
    /// PARALLEL UNSAFE
    #[default]
    Unsafe,
    /// PARALLEL RESTRICTED
    Restricted,
    /// PARALLEL SAFE
    Safe,
}

impl Parallel {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// Whose rights a function runs with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// SECURITY INVOKER
    #[default]
    Invoker,
    /// SECURITY DEFINER
    Definer,
}

impl Security {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}
