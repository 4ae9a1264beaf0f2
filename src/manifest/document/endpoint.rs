//! Kind Endpoint: what the API promises.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Grants, Strategy};
use crate::sql::QualifiedName;

/// One exposed name with its versions, oldest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Endpoint {
    /// The exposed name; `rpc/<name>` for functions; `<schema>.<name>` in a further exposed schema that is no version.
    pub name: String,
    /// Who answers for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// What it is, for readers of the documents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// How versions are told apart, where it differs from the project's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strategy: Option<Strategy>,
    /// Versions by name, oldest first.
    pub versions: IndexMap<String, Version>,
}

/// One version of an endpoint.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Version {
    /// The relation, or all overloads of the function, that answer.
    pub route: Route,
    /// The wanted state.
    #[serde(default)]
    pub state: State,
    /// Since when clients are told to move (date).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<String>,
    /// When it will be gone (date).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sunset: Option<String>,
    /// The version to move to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub successor: Option<String>,
    /// The whole ACL except the owner's own rights; an absent role has none.
    #[serde(default, skip_serializing_if = "Access::is_empty")]
    pub access: Access,
    /// Breaking findings that somebody accepted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accepted: Vec<Accepted>,
}

/// `{relation: api.orders}` or `{rpc: api.place_order}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// A view, materialized view, table or foreign table.
    Relation(QualifiedName),
    /// All overloads of a function.
    Rpc(QualifiedName),
}

impl Route {
    /// The object that answers.
    pub fn target(&self) -> &QualifiedName {
        match self {
            Self::Relation(name) | Self::Rpc(name) => name,
        }
    }
}

/// Who may do what: by role for relations, by signature and role for functions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// `web_anon: [select]`
    Relation(Grants),
    /// `"(bigint, json)": {app_user: [execute]}`
    Rpc(IndexMap<String, Grants>),
}

impl Default for Access {
    fn default() -> Self {
        Self::Relation(Grants::new())
    }
}

impl Access {
    /// True when nobody but the owner has any right.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Relation(grants) => grants.is_empty(),
            Self::Rpc(signatures) => signatures.is_empty(),
        }
    }
}

/// State of a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Exists only in environments with `drafts: true`.
    Draft,
    /// Served.
    #[default]
    Active,
    /// Served, with headers that tell clients to move.
    Deprecated,
    /// Answers 410.
    Retired,
}

/// A breaking finding that somebody accepted, with the reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Accepted {
    /// Fingerprint of the finding.
    pub finding: String,
    /// The rule's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// Why it is acceptable.
    pub reason: String,
    /// Until when (date).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}
