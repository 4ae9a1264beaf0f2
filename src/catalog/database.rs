//! A database as a whole.

use std::collections::BTreeMap;

use super::acl::Acl;
use super::{Cast, Function, FunctionKey, Relation, Role, Sequence, Type};
use crate::sql::QualifiedName;

/// Everything pgai knows of one database.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Catalog {
    /// The server and the connection.
    pub server: Server,
    /// Schemas by name, system ones left out.
    pub schemas: BTreeMap<String, Schema>,
    /// Relations by name.
    pub relations: BTreeMap<QualifiedName, Relation>,
    /// Functions by name and input types.
    pub functions: BTreeMap<FunctionKey, Function>,
    /// User types by name; row types of relations left out.
    pub types: BTreeMap<QualifiedName, Type>,
    /// Roles by name, PostgreSQL's own (`pg_*`) included.
    pub roles: BTreeMap<String, Role>,
    /// Sequences by name.
    pub sequences: BTreeMap<QualifiedName, Sequence>,
    /// Casts from or to user types.
    pub casts: Vec<Cast>,
    /// ALTER DEFAULT PRIVILEGES.
    pub default_acls: Vec<DefaultAcl>,
    /// Extensions by name.
    pub extensions: BTreeMap<String, Extension>,
    /// `pgrst.*` settings stored in the database.
    pub postgrest_settings: Vec<PostgRestSetting>,
    /// PostgREST instances connected to this database.
    pub postgrest_instances: Vec<ListeningPostgRest>,
    /// What could not be read, and why.
    pub skipped: Vec<Skipped>,
    /// Objects in the schemas that no manifest kind captures.
    pub uncaptured: Vec<Uncaptured>,
}

/// The server, as the connection sees it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Server {
    /// server_version_num, e.g. 150018.
    pub version_num: u32,
    /// server_version as shown.
    pub version: String,
    /// Current database.
    pub database: String,
    /// current_user
    pub user: String,
    /// Superuser rights.
    pub superuser: bool,
    /// system_identifier, where it can be read.
    pub system: Option<String>,
    /// A standby.
    pub in_recovery: bool,
    /// CREATE on the database: shadow schemas can be made.
    pub can_create: bool,
    /// TEMP on the database.
    pub can_temp: bool,
    /// Owner of the database.
    pub database_owner: String,
    /// max_locks_per_transaction x (max_connections + max_prepared_transactions).
    pub lock_slots: u64,
    /// Keywords that need quotes as identifiers.
    pub keywords: Vec<String>,
}

impl Catalog {
    /// How many PostgREST instances are connected. Each has one listener; where this role may not see queries,
    /// connections of the same release, user and address count as one.
    pub fn postgrest_instance_count(&self) -> usize {
        let listening = self.postgrest_instances.iter().filter(|one| one.listening == Some(true)).count();
        if listening > 0 {
            return listening;
        }
        let distinct: std::collections::BTreeSet<_> =
            self.postgrest_instances.iter().map(|one| (&one.application_name, &one.user, &one.address)).collect();
        distinct.len()
    }

    /// How many of them listen for reloads; none when this role may not see it.
    pub fn postgrest_listeners(&self) -> Option<usize> {
        let seen = self.postgrest_instances.iter().any(|one| one.listening.is_some());
        let listening = self.postgrest_instances.iter().filter(|one| one.listening == Some(true)).count();
        (seen || self.postgrest_instances.is_empty()).then_some(listening)
    }
}

impl Server {
    /// 15 for 150018.
    pub fn major(&self) -> u32 {
        self.version_num / 10_000
    }
}

/// A schema.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Schema {
    /// Owning role.
    pub owner: String,
    /// COMMENT ON SCHEMA: the API's title.
    pub comment: Option<String>,
    /// Grants.
    pub acl: Acl,
    /// The connected role has USAGE.
    pub usable: bool,
    /// Extension it belongs to.
    pub extension: Option<String>,
}

/// One row of pg_default_acl.
#[derive(Debug, Clone, PartialEq)]
pub struct DefaultAcl {
    /// Creating role.
    pub role: String,
    /// Schema; none for the whole database.
    pub schema: Option<String>,
    /// tables, sequences, functions, types or schemas.
    pub kind: &'static str,
    /// Grants.
    pub acl: Acl,
}

/// An extension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extension {
    /// Its schema.
    pub schema: String,
    /// Version.
    pub version: String,
}

/// One `pgrst.*` setting in pg_db_role_setting. Values of secrets are not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostgRestSetting {
    /// Role it is for; none for the database.
    pub role: Option<String>,
    /// It is for this database only.
    pub in_database: bool,
    /// Name without `pgrst.`.
    pub name: String,
    /// Value; none for secrets.
    pub value: Option<String>,
}

/// A connected PostgREST.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListeningPostgRest {
    /// `PostgREST 12.0.2`.
    pub application_name: String,
    /// Login role.
    pub user: Option<String>,
    /// Client address, where visible.
    pub address: Option<String>,
    /// True when its LISTEN was seen, none when this role may not see queries.
    pub listening: Option<bool>,
}

/// An object that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Skipped {
    /// What kind of object.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// Why, and what to do.
    pub reason: String,
}

/// An object that no manifest captures.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Uncaptured {
    /// What kind of object, in PostgreSQL's words.
    pub kind: String,
    /// Its schema.
    pub schema: String,
    /// Its name.
    pub name: String,
}
