//! The small sorted files: `_types`, `_roles`, `_schemas`, `_casts`, `_sequences`, `_handlers`,
//! an entry per line.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::{ColumnName, is_false, is_true, yes};
use crate::manifest::document::{DefaultPrivileges, Grants};

/// A user type. At most one of enum, domain, composite and range is said; none for a base type.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Type {
    /// Labels in order.
    #[serde(rename = "enum", default, skip_serializing_if = "Option::is_none")]
    pub labels: Option<Vec<String>>,
    /// Base type of a domain, with modifiers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// NOT NULL of a domain.
    #[serde(default, skip_serializing_if = "is_false")]
    pub not_null: bool,
    /// Default expression of a domain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// Check expressions of a domain, in order of their names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<String>,
    /// Fields of a composite type with their types, in order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub composite: Option<IndexMap<String, String>>,
    /// Subtype of a range type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<String>,
    /// Owning role.
    pub owner: String,
    /// COMMENT ON TYPE.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Extension it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension: Option<String>,
    /// Grants; left out while they are PostgreSQL's default (USAGE for PUBLIC), `{}` where nobody but the owner has any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grants: Option<Grants>,
}

/// A role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// LOGIN
    #[serde(default, skip_serializing_if = "is_false")]
    pub login: bool,
    /// False: NOINHERIT.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub inherit: bool,
    /// SUPERUSER
    #[serde(default, skip_serializing_if = "is_false")]
    pub superuser: bool,
    /// BYPASSRLS
    #[serde(default, skip_serializing_if = "is_false")]
    pub bypassrls: bool,
    /// Roles it is a direct member of.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub member_of: BTreeMap<String, Membership>,
    /// `ALTER ROLE .. SET`. Values of parameters that are not PostgreSQL's own may be secrets and are not kept: null.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub settings: BTreeMap<String, Option<String>>,
    /// `ALTER ROLE .. IN DATABASE .. SET`, in the same way.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub database_settings: BTreeMap<String, Option<String>>,
}

/// How a role is a member of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Membership {
    /// WITH ADMIN
    #[serde(default, skip_serializing_if = "is_false")]
    pub admin: bool,
    /// WITH INHERIT
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub inherit: bool,
    /// WITH SET
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub set: bool,
}

/// A schema that no manifest holds.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schema {
    /// Owning role.
    pub owner: String,
    /// COMMENT ON SCHEMA.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Extension it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension: Option<String>,
    /// USAGE and CREATE, the owner's own rights left out.
    #[serde(default, skip_serializing_if = "Grants::is_empty")]
    pub grants: Grants,
    /// ALTER DEFAULT PRIVILEGES IN SCHEMA.
    #[serde(default, skip_serializing_if = "DefaultPrivileges::is_empty")]
    pub default_privileges: DefaultPrivileges,
}

/// A cast; its source and target are the keys above it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cast {
    /// Function that does it: `schema.name(types)`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub function: Option<String>,
    /// `implicit`, `assignment` or `explicit`.
    pub context: String,
}

/// A sequence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sequence {
    /// Owning role.
    pub owner: String,
    /// Column it belongs to (serial or identity).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owned_by: Option<ColumnName>,
    /// Grants, the owner's own rights left out.
    #[serde(default, skip_serializing_if = "Grants::is_empty")]
    pub grants: Grants,
}

/// An aggregate that PostgREST uses as a media type handler.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Handler {
    /// The domain named like a media type that it returns.
    pub returns: String,
    /// Owning role.
    pub owner: String,
    /// Grants, the owner's own rights left out; PUBLIC is not implied.
    #[serde(default, skip_serializing_if = "Grants::is_empty")]
    pub grants: Grants,
}
