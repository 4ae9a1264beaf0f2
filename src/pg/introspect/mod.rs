//! Reading a database into the catalog model, without ever standing in anybody's way.
//!
//! Catalog rows come first, in one flight of queries that lock no user relation. What needs deparsing
//! (queries of views, defaults, bodies) comes in groups inside savepoints that are rolled back, so
//! that few locks are held at a time, and each wait for a lock is short. Relations that somebody
//! holds exclusively are read last, at most three times, and then listed as skipped with the holder.

mod assemble;
mod definitions;
mod functions;
mod lineage;
mod rows;
mod scope;
mod touched;
mod versions;
mod waits;

use std::collections::{BTreeMap, HashMap};

use tokio_postgres::Error;
use tokio_postgres::types::{ToSql, Type};

pub(super) use functions::FunctionRows;
pub(super) use lineage::origins;
pub use scope::Scope;
pub use touched::{Touched, touched};
pub use versions::Versions;

use self::assemble::{Relations, Unknown};
use self::functions::Functions;
use self::rows::{
    CastRow, DefaultAclRow, ExtensionRow, InstanceRow, LockRow, RoleRow, RoleSettingRow, ServerRow, UncapturedRow,
    VersionsRow, WaitRow,
};
use self::waits::Waits;
use super::session::{Purpose, Session};
use crate::catalog::{
    Cast, Catalog, DefaultAcl, Extension, ListeningPostgRest, Membership, ObjectKind, PostgRestSetting, Role, Server,
    Skipped, Uncaptured,
};

/// Why a reading failed as a whole.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The server's error, or a lost connection.
    #[error(transparent)]
    Server(#[from] Error),
    /// The catalogs hold something pgai does not know.
    #[error(transparent)]
    Unknown(#[from] Unknown),
    /// A query that always gives one row gave none.
    #[error("the server gave no answer to {0}")]
    NoRow(&'static str),
}

/// Milliseconds a reading waits for a lock before it gives way: a wait holds up a whole group, and what
/// waits longer is tried again on its own.
pub const READ_LOCK_TIMEOUT: u64 = 500;

/// Times a reading starts again when the catalogs move under it.
const ATTEMPTS: usize = 3;

/// A catalog, and the row versions it was read at.
pub struct Reading {
    /// What was read.
    pub catalog: Catalog,
    /// For telling later whether anything moved.
    pub versions: Versions,
}

/// Reads the catalog of the connected database.
///
/// All relations and functions are read; definitions only for what `scope` exposes or manages and
/// for what those stand on.
///
/// # Errors
/// See [`ReadError`]; a relation that stays locked or keeps changing is no error but listed in
/// `skipped`.
pub async fn read(session: &Session, scope: &Scope) -> Result<Reading, ReadError> {
    let mut attempt = 1;
    loop {
        session.begin(Purpose::Read { lock_timeout: READ_LOCK_TIMEOUT }).await?;
        let outcome = attempt_read(session, scope, attempt == ATTEMPTS).await;
        session.rollback().await;
        match outcome {
            Ok(Outcome::Whole(reading)) => return Ok(*reading),
            Ok(Outcome::Moved) => tracing::debug!(attempt, "the catalogs moved while they were read"),
            Err(ReadError::Server(error)) if attempt < ATTEMPTS && definitions::is_transient(&error) => {
                tracing::debug!(attempt, %error, "reading again");
            }
            Err(error) => return Err(error),
        }
        attempt += 1;
    }
}

enum Outcome {
    Whole(Box<Reading>),
    Moved,
}

async fn attempt_read(session: &Session, scope: &Scope, last: bool) -> Result<Outcome, ReadError> {
    let rows = Rows::read(session).await?;
    let before = rows.versions;
    let (locks, waits) = (rows.locks, Waits::new(&rows.depends, rows.waits));
    let mut catalog = rows.catalog;
    let mut relations = rows.relations;
    let mut functions = rows.functions;

    let wanted = scope::wanted(&relations, &rows.depends, scope);
    let wanted_functions = functions.to_deparse(|function| scope.holds_schema(&function.key.name.schema));
    let skipped = definitions::read(
        session,
        &mut relations,
        &mut functions,
        definitions::Wanted { relations: wanted, functions: wanted_functions, waits },
        locks,
    )
    .await?;
    catalog.skipped.extend(skipped);

    let after: VersionsRow = one(session.json(include_str!("sql/versions.sql"), vec![]).await?, "versions.sql")?;
    let moved = definitions::moved(&before, &after);
    if !moved.is_nothing() && !last {
        return Ok(Outcome::Moved);
    }
    catalog.skipped.extend(moved.skipped(&relations, scope));
    catalog.relations = relations.finish();
    catalog.functions = functions.finish();
    catalog.skipped.sort();
    catalog.skipped.dedup();
    Ok(Outcome::Whole(Box::new(Reading { catalog, versions: Versions(before) })))
}

fn one<T>(rows: Vec<T>, query: &'static str) -> Result<T, ReadError> {
    rows.into_iter().next().ok_or(ReadError::NoRow(query))
}

/// The first flight.
struct Rows {
    catalog: Catalog,
    relations: Relations,
    functions: Functions,
    depends: HashMap<u32, Vec<u32>>,
    waits: Vec<WaitRow>,
    locks: Vec<LockRow>,
    versions: VersionsRow,
}

impl Rows {
    /// All catalog queries, sent at once; the answers are taken in order.
    async fn read(session: &Session) -> Result<Self, ReadError> {
        let mut flight = Flight::send(session).await?;
        let versions = one(flight.take()?, "versions.sql")?;
        let server = server(one(flight.take::<ServerRow>()?, "server.sql")?);
        let version = server.version_num;
        let schemas = assemble::schemas(flight.take()?, version)?;
        let mut relations = Relations::new(flight.take()?, version)?;
        relations.add_columns(flight.take()?)?;
        relations.add_constraints(flight.take()?);
        relations.add_indexes(flight.take()?);
        relations.add_triggers(flight.take()?);
        relations.add_rules(flight.take()?);
        relations.add_policies(flight.take()?);
        let mut functions = Functions::new(flight.take()?, &relations, version)?;
        let types = assemble::types(flight.take()?, version)?;
        let mut roles = roles(flight.take()?);
        let postgrest_settings = role_settings(flight.take()?, &mut roles);
        let sequences = assemble::sequences(flight.take()?, &relations, version)?;
        let casts = casts(flight.take()?);
        let default_acls = default_acls(flight.take()?, version)?;
        let extensions = extensions(flight.take()?);
        let depends = flight.take()?;
        relations.add_depends(&depends, &functions.names());
        functions.add_stored_uses(flight.take()?);
        let postgrest_instances = instances(flight.take()?);
        let uncaptured = uncaptured(flight.take()?);
        let waits = flight.take()?;
        let locks = flight.take()?;
        let catalog = Catalog {
            server,
            schemas,
            types,
            roles,
            sequences,
            casts,
            default_acls,
            extensions,
            postgrest_settings,
            postgrest_instances,
            uncaptured,
            ..Catalog::default()
        };
        let depends = depends.into_iter().map(|row| (row.oid, row.relations.unwrap_or_default())).collect();
        Ok(Self { catalog, relations, functions, depends, waits, locks, versions })
    }
}

/// The queries of the first flight, in the order in which `Rows::read` takes their answers. Each sees the
/// catalogs a little later than the one before; row versions come first, so that whatever moves after is noticed.
const QUERIES: [(&str, &str); 24] = [
    ("versions.sql", include_str!("sql/versions.sql")),
    ("server.sql", include_str!("sql/server.sql")),
    ("schemas.sql", include_str!("sql/schemas.sql")),
    ("relations.sql", include_str!("sql/relations.sql")),
    ("columns.sql", include_str!("sql/columns.sql")),
    ("constraints.sql", include_str!("sql/constraints.sql")),
    ("indexes.sql", include_str!("sql/indexes.sql")),
    ("triggers.sql", include_str!("sql/triggers.sql")),
    ("rules.sql", include_str!("sql/rules.sql")),
    ("policies.sql", include_str!("sql/policies.sql")),
    ("functions.sql", include_str!("sql/functions.sql")),
    ("types.sql", include_str!("sql/types.sql")),
    ("roles.sql", include_str!("sql/roles.sql")),
    ("role_settings.sql", include_str!("sql/role_settings.sql")),
    ("sequences.sql", include_str!("sql/sequences.sql")),
    ("casts.sql", include_str!("sql/casts.sql")),
    ("default_acls.sql", include_str!("sql/default_acls.sql")),
    ("extensions.sql", include_str!("sql/extensions.sql")),
    ("depends.sql", include_str!("sql/depends.sql")),
    ("stored_uses.sql", include_str!("sql/stored_uses.sql")),
    ("instances.sql", include_str!("sql/instances.sql")),
    ("uncaptured.sql", include_str!("sql/uncaptured.sql")),
    ("waits.sql", include_str!("sql/waits.sql")),
    ("locks.sql", include_str!("sql/locks.sql")),
];

struct Flight {
    answers: std::vec::IntoIter<Vec<Box<serde_json::value::RawValue>>>,
}

impl Flight {
    async fn send(session: &Session) -> Result<Self, ReadError> {
        let everything: Option<Vec<u32>> = None;
        let statements: Vec<_> = QUERIES
            .iter()
            .map(|(_, sql)| {
                let parameter: (&(dyn ToSql + Sync), Type) = (&everything, Type::OID_ARRAY);
                (*sql, if sql.contains("$1") { vec![parameter] } else { Vec::new() })
            })
            .collect();
        Ok(Self::of(session.json_flight(&statements).await?))
    }

    fn of(answers: Vec<Vec<Box<serde_json::value::RawValue>>>) -> Self {
        Self { answers: answers.into_iter() }
    }

    fn take<T: serde::de::DeserializeOwned>(&mut self) -> Result<Vec<T>, ReadError> {
        let rows = self.answers.next().ok_or(ReadError::NoRow("a catalog query"))?;
        rows.iter()
            .map(|row| {
                serde_json::from_str(row.get()).map_err(|error| {
                    ReadError::Unknown(Unknown {
                        what: "a row",
                        object: "a catalog query".to_owned(),
                        value: error.to_string(),
                    })
                })
            })
            .collect()
    }
}

fn server(row: ServerRow) -> Server {
    Server {
        version_num: row.version_num,
        version: row.version,
        database: row.database,
        user: row.user,
        superuser: row.superuser.unwrap_or(false),
        system: row.system,
        in_recovery: row.in_recovery,
        can_create: row.can_create,
        can_temp: row.can_temp,
        database_owner: row.database_owner.unwrap_or_default(),
        lock_slots: row.lock_slots,
        keywords: row.keywords,
    }
}

fn roles(rows: Vec<RoleRow>) -> BTreeMap<String, Role> {
    rows.into_iter()
        .map(|row| {
            let member_of = row
                .members
                .into_iter()
                .flatten()
                .map(|m| (m.role, Membership { admin: m.admin, inherit: m.inherit, set: m.set }))
                .collect();
            let role = Role {
                login: row.login,
                inherit: row.inherit,
                superuser: row.superuser,
                bypass_rls: row.bypass_rls,
                create_role: row.create_role,
                create_db: row.create_db,
                member_of,
                ..Role::default()
            };
            (row.name, role)
        })
        .collect()
}

/// Settings of roles go to the roles; `pgrst.*` settings are PostgREST's.
fn role_settings(rows: Vec<RoleSettingRow>, roles: &mut BTreeMap<String, Role>) -> Vec<PostgRestSetting> {
    let mut postgrest = Vec::new();
    for row in rows {
        if let Some(name) = row.name.strip_prefix("pgrst.") {
            postgrest.push(PostgRestSetting {
                role: row.role,
                in_database: row.in_database,
                name: name.to_owned(),
                value: row.value,
            });
        } else if let (Some(role), Some(value)) = (row.role.and_then(|role| roles.get_mut(&role)), row.value) {
            let settings = if row.in_database { &mut role.database_settings } else { &mut role.settings };
            settings.insert(row.name, value);
        }
    }
    postgrest.sort_by(|a, b| (&a.role, a.in_database, &a.name).cmp(&(&b.role, b.in_database, &b.name)));
    postgrest
}

fn casts(rows: Vec<CastRow>) -> Vec<Cast> {
    let mut casts: Vec<Cast> = rows
        .into_iter()
        .map(|row| Cast {
            source: row.source,
            target: row.target,
            function: row.function.map(|(schema, name, types)| {
                let key = crate::catalog::FunctionKey {
                    name: crate::sql::QualifiedName::new(schema, name),
                    types: types.unwrap_or_default(),
                };
                key.to_string()
            }),
            context: match row.context.as_str() {
                "i" => "implicit",
                "a" => "assignment",
                _ => "explicit",
            },
        })
        .collect();
    casts.sort();
    casts
}

fn default_acls(rows: Vec<DefaultAclRow>, version: u32) -> Result<Vec<DefaultAcl>, Unknown> {
    let mut acls = rows
        .into_iter()
        .filter_map(|row| {
            let (kind, object) = match row.kind.as_str() {
                "r" => ("tables", ObjectKind::Relation),
                "S" => ("sequences", ObjectKind::Sequence),
                "f" => ("functions", ObjectKind::Function),
                "T" => ("types", ObjectKind::Type),
                "n" => ("schemas", ObjectKind::Schema),
                _ => return None,
            };
            Some((kind, object, row))
        })
        .map(|(kind, object, row)| {
            let acl = assemble::grants(row.acl.as_deref(), object, &row.role, version, &row.role)?;
            Ok(DefaultAcl { role: row.role, schema: row.schema, kind, acl })
        })
        .collect::<Result<Vec<_>, Unknown>>()?;
    acls.sort_by(|a, b| (&a.role, &a.schema, a.kind).cmp(&(&b.role, &b.schema, b.kind)));
    Ok(acls)
}

fn extensions(rows: Vec<ExtensionRow>) -> BTreeMap<String, Extension> {
    rows.into_iter().map(|row| (row.name, Extension { schema: row.schema, version: row.version })).collect()
}

fn instances(rows: Vec<InstanceRow>) -> Vec<ListeningPostgRest> {
    rows.into_iter()
        .map(|row| ListeningPostgRest {
            application_name: row.application,
            user: row.user,
            address: row.address,
            listening: row.listening,
        })
        .collect()
}

fn uncaptured(rows: Vec<UncapturedRow>) -> Vec<Uncaptured> {
    let mut uncaptured: Vec<Uncaptured> = rows
        .into_iter()
        .map(|row| Uncaptured { kind: row.kind, schema: row.schema, name: row.name.unwrap_or_default() })
        .collect();
    uncaptured.sort();
    uncaptured
}

/// A skipped relation.
fn skipped_relation(relations: &Relations, oid: u32, reason: String) -> Option<Skipped> {
    Some(Skipped { kind: "relation".to_owned(), name: relations.name(oid)?.to_string(), reason })
}
