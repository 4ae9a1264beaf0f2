//! Kind PostgREST: what is known of the server in front of the database. Never a secret.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// PostgREST as deployed by the user.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PostgRest {
    /// Declared or probed; the contract depends on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// The role PostgREST logs in as.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub login_role: Option<String>,
    /// Settings by their in-database spelling (`db_max_rows`).
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub config: IndexMap<String, Setting>,
    /// Settings that differ per environment.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub environments: IndexMap<String, IndexMap<String, Setting>>,
}

/// One setting. How its value is known (read, declared, probed, unknown) stands in the lock.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// The value; never there for secrets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<serde_json::Value>,
    /// Whether it is set at all, where the value is secret or unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set: Option<bool>,
    /// Who writes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub layer: Option<Layer>,
    /// db_pre_request only: the generated function calls this one first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chained: Option<bool>,
}

/// Where a setting is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Layer {
    /// PostgREST's own default.
    Default,
    /// Configuration file.
    File,
    /// `PGRST_*` environment variable.
    Env,
    /// Pre-config function.
    Preconfig,
    /// `ALTER ROLE .. SET pgrst.*`.
    Database,
}
