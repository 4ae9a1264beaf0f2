//! The configuration PostgREST runs with: its layers resolved, each value with where it comes from. Pure.
//!
//! Highest first: `ALTER ROLE .. IN DATABASE`, `ALTER ROLE`, pre-config function, environment, file,
//! default (seen on 12.0.2). Secrets are seen here and go no further.

mod file;
mod login;
mod resolve;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Place};
use crate::manifest::document::Layer;

pub use file::{ConfigFile, parse};
pub use login::{Login, SecretKind};
pub use resolve::{resolve, resolve_probed};

use super::ServerVersion;

/// Where a setting stands in the database. `pg_db_role_setting` holds all three.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// `ALTER DATABASE .. SET`: without effect, unless there is a pre-config function.
    Database,
    /// `ALTER ROLE <login role> SET`.
    Role,
    /// `ALTER ROLE <login role> IN DATABASE .. SET`: the highest.
    RoleInDatabase,
}

/// One `pgrst.*` setting of the login role or the database.
#[derive(Clone)]
pub struct DatabaseRow {
    /// Where it stands.
    pub scope: Scope,
    /// `pgrst.db_max_rows`, with or without the prefix.
    pub name: String,
    /// Its value; may be a secret, so this type has no `Debug` of its fields.
    pub value: String,
}

impl std::fmt::Debug for DatabaseRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DatabaseRow").field("scope", &self.scope).field("name", &self.name).finish_non_exhaustive()
    }
}

/// What the pre-config function sets.
#[derive(Clone, Default)]
pub enum PreConfig {
    /// Nobody looked.
    #[default]
    NotSeen,
    /// No such function is configured.
    Absent,
    /// It is configured and does not exist or fails: PostgREST then drops every in-database setting.
    Broken(String),
    /// Its settings.
    Rows(Vec<(String, String)>),
}

/// The layers that were looked at; `None` is "not seen", which is never "nothing there".
#[derive(Clone, Default)]
pub struct Sources<'a> {
    /// A configuration file, or the output of `--dump-config`.
    pub file: Option<&'a ConfigFile>,
    /// The environment PostgREST runs in; variables that do not begin with `PGRST_` are left alone.
    pub environment: Option<&'a BTreeMap<String, String>>,
    /// Rows of `pg_db_role_setting` for the login role and the database.
    pub database: Option<&'a [DatabaseRow]>,
    /// The pre-config function.
    pub preconfig: PreConfig,
}

/// How a value is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Known {
    /// Read from the layer itself, and no unseen layer can override it.
    Read,
    /// Said in a manifest.
    Declared,
    /// Seen from the answers of the server.
    Probed,
    /// Not known; a value beside it is what the seen layers say.
    Unknown,
}

/// A value, without secrets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// Not set, and PostgREST has no default.
    Unset,
    /// The value as text.
    Text(String),
    /// Set; the value is secret or not known.
    Set {
        /// What kind of secret.
        #[serde(skip_serializing_if = "Option::is_none")]
        kind: Option<SecretKind>,
    },
    /// One of these.
    Among(Vec<&'static str>),
}

/// One setting as it is in effect, as far as known.
#[derive(Debug, Clone, Serialize)]
pub struct Effective {
    /// The value.
    pub value: Value,
    /// Where it stands; `None` when nobody can tell.
    pub layer: Option<Layer>,
    /// How it is known.
    pub known: Known,
    /// Where in the file it stands, for values of the file.
    #[serde(skip)]
    pub place: Option<Place>,
    /// Lower layers that also set it and are overridden.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub shadows: Vec<Layer>,
}

/// All settings of one PostgREST, by in-database spelling.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Settings {
    /// The keys that this release knows.
    pub keys: BTreeMap<&'static str, Effective>,
    /// Names of `app.settings.*`; their values may be secret and are not kept.
    pub app_settings: Vec<String>,
    /// Where PostgREST logs in, from `db-uri`, without the password.
    pub login: Option<Login>,
}

impl Settings {
    /// One setting by its in-database spelling.
    pub fn get(&self, name: &str) -> Option<&Effective> {
        self.keys.get(name)
    }

    /// The text of a setting whose value is known for certain.
    pub fn known_text(&self, name: &str) -> Option<&str> {
        match self.get(name) {
            Some(Effective { value: Value::Text(text), known, .. }) if *known != Known::Unknown => Some(text),
            _ => None,
        }
    }

    /// How many of how many settings are known: "3 of 39".
    pub fn count_known(&self) -> (usize, usize) {
        (self.keys.values().filter(|setting| setting.known != Known::Unknown).count(), self.keys.len())
    }
}

/// Settings, with what is wrong in the layers.
#[derive(Debug, Clone, Default)]
pub struct Resolved {
    /// What is in effect.
    pub settings: Settings,
    /// Bad values, unknown keys, settings without effect, shadowed files.
    pub diagnostics: Vec<Diagnostic>,
}

/// The release to read by when nobody told: the one most keys are described for.
pub const ASSUMED: ServerVersion = ServerVersion::new(12, 0, 2);
