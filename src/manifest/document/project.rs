//! pgai.yaml.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::DefaultPrivileges;
use super::view::is_false;

/// The project: what is managed, and where it lives.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Project {
    /// Identity in the ledger, with the database's system identifier.
    pub project: String,
    /// Exposed schemas, default first; order is contract.
    pub schemas: Vec<String>,
    /// Further schemas whose views and functions pgai keeps.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub manage: Vec<String>,
    /// What is left alone: `api.spatial_ref_sys`, `{extension: postgis}`, `{role: x}`, `{platform: supabase}`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ignore: Vec<Ignore>,
    /// Rules of the team.
    #[serde(default, skip_serializing_if = "Policy::is_default")]
    pub policy: Policy,
    /// True: plan grants what views require below them.
    #[serde(default, skip_serializing_if = "is_false")]
    pub manage_base_grants: bool,
    /// ALTER DEFAULT PRIVILEGES for the whole database, by creating role; `[]` is revoked.
    #[serde(default, skip_serializing_if = "DefaultPrivileges::is_empty")]
    pub default_privileges: DefaultPrivileges,
    /// How versions of an endpoint are told apart.
    #[serde(default, skip_serializing_if = "Strategy::is_default")]
    pub versioning: Strategy,
    /// The one environment that the lock is read from; the first where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<String>,
    /// Name used here -> environment -> name there.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub roles: IndexMap<String, IndexMap<String, String>>,
    /// Databases and the PostgREST before each.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub environments: IndexMap<String, Environment>,
}

/// Something pgai leaves alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ignore {
    /// One object: `api.spatial_ref_sys`; `*` stands for any run of characters.
    Object(String),
    /// `{extension: postgis}`
    Extension(String),
    /// `{role: dashboard_user}`: its grants are listed, never revoked.
    Role(String),
    /// `{platform: supabase}`
    Platform(String),
}

/// Rules of the team.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Branch that protected environments are applied from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub branch: Option<String>,
    /// What `check` compares with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<String>,
}

impl Policy {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// How versions of an endpoint are told apart: scaffolding, detection on import, lint. It never hides a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Strategy {
    /// `orders`, `orders_v2`
    #[default]
    Suffix,
    /// `v1.orders`, `v2.orders`
    Schema,
    /// As listed.
    Explicit,
}

impl Strategy {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// One database and the PostgREST before it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Environment {
    /// How to reach the database.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub database: Option<Database>,
    /// Base URL of PostgREST.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postgrest: Option<String>,
    /// Base URL of its admin server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub admin: Option<String>,
    /// Whether draft versions exist here; by default where the environment is not protected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drafts: Option<bool>,
    /// Never the default, and applied to only from a plan file.
    #[serde(default, skip_serializing_if = "is_false")]
    pub protected: bool,
    /// The database this environment must be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expect: Option<Expect>,
}

/// How to reach a database, without a password: `"${DATABASE_URL}"`, a URL, key/value text, or libpq's parameters as a map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Database {
    /// A URL, key/value text, or `${VAR}`; variables are replaced when it is used.
    Text(String),
    /// libpq parameters: `{service: shop-prod}`, `{host: .., dbname: .., user: ..}`. `password` is refused.
    Parameters(IndexMap<String, String>),
}

/// What a protected environment's database must be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    /// `system_identifier` of pg_control_system().
    pub system: String,
    /// Database name.
    pub database: String,
}
