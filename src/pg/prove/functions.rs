//! Compiling functions that do not exist yet: created in a shadow schema, read back by the same queries
//! that read live ones, rolled back. What comes back is the manifest's function as PostgreSQL would have it.
//!
//! Each statement is sent by itself by the extended protocol, and begins with CREATE FUNCTION: none can commit.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use futures_util::future::join_all;
use tokio_postgres::Error;
use tokio_postgres::types::Json;

use super::Refusal;
use crate::catalog::{Function, FunctionKey, Server};
use crate::pg::introspect::FunctionRows;
use crate::pg::session::{Purpose, Session};
use crate::sql::QualifiedName;
use crate::sql::quote::{Keywords, Sql, SqlBuilder};

/// The schema they are created in: of this process alone, so that two of them do not wait for each other.
fn shadow() -> &'static str {
    static SHADOW: OnceLock<String> = OnceLock::new();
    SHADOW.get_or_init(|| format!("pgai_f{:08x}", fastrand::u32(..)))
}

/// A function to compile: its key, and its CREATE FUNCTION in the shadow schema.
#[derive(Debug, Clone)]
pub struct Item {
    /// Name and input types.
    pub key: FunctionKey,
    /// The statement.
    pub create: Sql,
}

/// The outcome for one function.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Compiled: as it would be, under its own name.
    Proven(Box<Function>),
    /// Refused.
    Refused(Refusal),
    /// Could not be tried: the reason.
    NotProven(String),
}

/// The name of a function in the shadow schema.
pub fn shadow_name(name: &QualifiedName) -> QualifiedName {
    QualifiedName::new(shadow(), &name.name)
}

/// Compiles the functions; one wait for the server, whatever their number.
///
/// # Errors
/// A lost connection; a server that refuses the shadow schema.
pub async fn functions(
    session: &Session,
    server: &Server,
    items: &[Item],
) -> Result<BTreeMap<FunctionKey, Outcome>, Error> {
    if items.is_empty() {
        return Ok(BTreeMap::new());
    }
    if let Some(reason) = super::cannot(server) {
        return Ok(items.iter().map(|item| (item.key.clone(), Outcome::NotProven(reason.to_owned()))).collect());
    }
    session.begin(Purpose::Read { lock_timeout: super::LOCK_TIMEOUT }).await?;
    let proven = in_transaction(session, server, items).await;
    session.rollback().await;
    proven
}

async fn in_transaction(
    session: &Session,
    server: &Server,
    items: &[Item],
) -> Result<BTreeMap<FunctionKey, Outcome>, Error> {
    let keywords = Keywords::from_server(server.keywords.iter().map(|word| (word.as_str(), 'R')));
    let schema = SqlBuilder::new(&keywords).push("CREATE SCHEMA ").ident(shadow()).finish();
    let Ok(schema) = schema else { return Ok(BTreeMap::new()) };
    session.run(&format!("SET LOCAL check_function_bodies = off; {schema}")).await?;
    let queries = FunctionRows::queries_of_schema(shadow());
    let answers = session.count(join_all(items.iter().map(|item| one(session, &item.create, &queries)))).await;
    items
        .iter()
        .zip(answers)
        .map(|(item, answer)| {
            let outcome = match answer {
                Ok(rows) => compiled(rows, &item.key, server),
                Err(error) => match error.as_db_error() {
                    Some(refused) => Outcome::Refused(Refusal {
                        sqlstate: refused.code().code().to_owned(),
                        message: real(refused.message(), &item.key),
                        detail: refused.detail().map(|detail| real(detail, &item.key)),
                        hint: refused.hint().map(str::to_owned),
                        position: None,
                    }),
                    None => return Err(error),
                },
            };
            Ok((item.key.clone(), outcome))
        })
        .collect()
}

/// The server's words with the function's own schema: the shadow's name stands for nothing else.
fn real(words: &str, key: &FunctionKey) -> String {
    words.replace(shadow(), &key.name.schema)
}

fn compiled(rows: FunctionRows, key: &FunctionKey, server: &Server) -> Outcome {
    match rows.into_function(server.version_num) {
        Ok(Some(mut function)) => {
            function.key.name = key.name.clone();
            Outcome::Proven(Box::new(function))
        }
        Ok(None) => Outcome::NotProven("it could not be read back".to_owned()),
        Err(unknown) => Outcome::NotProven(unknown.to_string()),
    }
}

/// One function inside a savepoint that is rolled back.
async fn one(session: &Session, create: &Sql, (rows, definitions): &(String, String)) -> Result<FunctionRows, Error> {
    let client = session.client();
    let (opened, created, rows, definitions, closed) = futures_util::future::join5(
        client.batch_execute("SAVEPOINT pgai_function"),
        client.query_typed(create.as_str(), &[]),
        client.query_typed(rows, &[]),
        client.query_typed(definitions, &[]),
        client.batch_execute("ROLLBACK TO SAVEPOINT pgai_function; RELEASE SAVEPOINT pgai_function"),
    )
    .await;
    opened?;
    created?;
    let read = FunctionRows::from_rows(
        rows?.iter().map(|row| row.try_get::<_, Json<_>>(0).map(|json| json.0)).collect::<Result<_, _>>()?,
        definitions?.iter().map(|row| row.try_get::<_, Json<_>>(0).map(|json| json.0)).collect::<Result<_, _>>()?,
    );
    closed?;
    Ok(read)
}
