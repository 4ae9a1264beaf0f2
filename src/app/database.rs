//! Opening a database and reading it, with every failure turned into words.

use tokio_postgres::Error;

use super::environment::Selected;
use crate::catalog::Catalog;
use crate::diagnostic::codes::database as codes;
use crate::diagnostic::{Diagnostic, Result};
use crate::pg::connect::{self, Canceller, Environment, Parameters};
use crate::pg::introspect::{self, ReadError, Reading, Scope};
use crate::pg::session::Session;
use crate::sql::identifier_text;
use crate::sql::quote::{Keywords, SqlBuilder};

/// Oldest server_version_num whose catalogs the queries know.
const OLDEST: u32 = 140_000;

/// An open database.
pub struct Database {
    /// For running transactions.
    pub session: Session,
    /// `user@host:port/database`.
    pub description: String,
    /// For ending a statement from outside.
    pub canceller: Canceller,
    /// What connecting had to say.
    pub warnings: Vec<Diagnostic>,
    /// For connecting again.
    pub parameters: Parameters,
}

/// Connects.
///
/// # Errors
/// Codes `PGAI-10..`; a server that is too old.
pub async fn open(selected: &Selected, process: &Environment) -> Result<Database> {
    let parameters = Parameters::resolve(&selected.target, process)?;
    open_with(parameters).await
}

/// Connects with parameters that were resolved before.
///
/// # Errors
/// As [`open`].
pub async fn open_with(parameters: Parameters) -> Result<Database> {
    let mut warnings = parameters.warnings().to_vec();
    let connection = connect::connect(&parameters).await?;
    let description = parameters.describe();
    if let Some(version) = connection.reported("server_version")
        && is_too_old(version)
    {
        return Err(Diagnostic::error(&codes::OLD_SERVER, format!("{description} is PostgreSQL {version}"))
            .advice("use PostgreSQL 14 or later"));
    }
    if connection.reported("in_hot_standby") == Some("on") {
        warnings
            .push(Diagnostic::note(&codes::NOT_PROVEN, "the server is a standby: new queries cannot be proven there"));
    }
    let canceller = connection.canceller();
    Ok(Database { session: Session::new(connection), description, canceller, warnings, parameters })
}

fn is_too_old(version: &str) -> bool {
    let major: Option<u32> = version.split(['.', ' ', 'b', 'r', 'd']).next().and_then(|major| major.parse().ok());
    major.is_some_and(|major| major * 10_000 < OLDEST)
}

impl Database {
    /// Reads the catalog, the definitions of `schemas` and of what they stand on.
    ///
    /// # Errors
    /// The server's refusal, or a lost connection.
    pub async fn read<'a>(&self, schemas: impl IntoIterator<Item = &'a String>) -> Result<Reading> {
        introspect::read(&self.session, &Scope::new(schemas)).await.map_err(read_error)
    }
}

/// What a reading skipped, as warnings.
pub fn skipped(catalog: &Catalog) -> Vec<Diagnostic> {
    catalog
        .skipped
        .iter()
        .map(|skipped| {
            Diagnostic::warning(
                &codes::SKIPPED,
                format!("{} {} was skipped: {}", skipped.kind, skipped.name, skipped.reason),
            )
            .advice("run the command again when that is over; the result says nothing about it")
        })
        .collect()
}

/// Schemas whose names the connected role cannot look up, with the GRANT that is missing.
pub fn without_usage<'a>(catalog: &Catalog, schemas: impl IntoIterator<Item = &'a String>) -> Vec<Diagnostic> {
    let user = &catalog.server.user;
    let locked = |name: &&String| catalog.schemas.get(*name).is_some_and(|schema| !schema.usable);
    schemas
        .into_iter()
        .filter(locked)
        .map(|name| {
            let diagnostic = Diagnostic::warning(
                &codes::NO_USAGE,
                format!("{user} has no USAGE on schema {}", identifier_text(name)),
            );
            let builder = SqlBuilder::new(Keywords::any_server());
            match builder.push("GRANT USAGE ON SCHEMA ").ident(name).push(" TO ").role(user).finish() {
                Ok(grant) => diagnostic.advice(format!("run {}", grant.as_str())),
                Err(_) => diagnostic,
            }
        })
        .collect()
}

/// The words for a failed reading.
pub fn read_error(error: ReadError) -> Diagnostic {
    match error {
        ReadError::Server(error) => server_error("the database could not be read", &error),
        other => Diagnostic::error(&codes::CATALOG_UNKNOWN, other.to_string()),
    }
}

/// The words for a server's error.
pub fn server_error(what: &str, error: &Error) -> Diagnostic {
    if let Some(lost) = connect::lost(error) {
        return lost;
    }
    let refused = connect::server_error(error);
    let mut diagnostic =
        Diagnostic::error(&codes::SERVER_ERROR, what).because(format!("{} ({})", refused.message, refused.sqlstate));
    if let Some(detail) = refused.detail {
        diagnostic = diagnostic.because(detail);
    }
    match refused.hint {
        Some(hint) => diagnostic.advice(hint),
        None => diagnostic,
    }
}
