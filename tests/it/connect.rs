//! Connecting to a real PostgreSQL: every way to log in, TLS in every mode, and what goes wrong, by code.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail as tests do")]

mod cluster;
mod failing;
mod living;
mod login;
mod tls;

use std::path::Path;

use pgai::diagnostic::{Diagnostic, Result};
use pgai::pg::connect::{Connection, Environment, Parameters, Target, connect};

/// The real files, and only these variables. No home, so that nobody's own files count.
fn world(variables: &[(&str, &str)]) -> Environment {
    Environment::process().with_variables(variables.iter().copied()).with_user("trust_user", Path::new("/nonexistent"))
}

async fn open_in(text: &str, environment: &Environment) -> Result<Connection> {
    connect(&Parameters::resolve(&Target::from_flag(text, false, environment)?, environment)?).await
}

async fn open(text: &str) -> Result<Connection> {
    open_in(text, &world(&[])).await
}

async fn failure(text: &str) -> Diagnostic {
    match open(text).await {
        Ok(connection) => panic!("connected to {}: {text}", connection.address),
        Err(error) => error,
    }
}

/// One value of one row.
async fn ask(connection: &Connection, sql: &str) -> String {
    connection.client.query_one(sql, &[]).await.unwrap().get(0)
}

/// Everything an error could show.
fn shown(error: &Diagnostic) -> String {
    format!("{error}; causes {:?}; advice {:?}", error.causes(), error.advices())
}
