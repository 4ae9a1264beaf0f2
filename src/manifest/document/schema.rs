//! Kind Schema.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{DefaultPrivileges, Grants};

/// A schema: ownership, usage, and the API's title in its comment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Schema {
    /// Name, bare.
    pub name: String,
    /// Owning role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// COMMENT ON SCHEMA; its first line is the title of the API.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// USAGE and CREATE by role.
    #[serde(default, skip_serializing_if = "Grants::is_empty")]
    pub grants: Grants,
    /// ALTER DEFAULT PRIVILEGES IN SCHEMA: can only add.
    #[serde(default, skip_serializing_if = "DefaultPrivileges::is_empty")]
    pub default_privileges: DefaultPrivileges,
}
