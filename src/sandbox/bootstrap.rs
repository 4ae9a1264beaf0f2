//! Database and roles of a sandbox, created when missing.

use secrecy::{ExposeSecret, SecretString};
use tokio_postgres::Client;

use super::client::refused;
use super::passwords::Passwords;
use super::running::PostgresServer;
use crate::diagnostic::Result;

/// Makes sure that the database, the authenticator and the anon role are there.
pub(super) async fn ensure(server: &PostgresServer, passwords: &Passwords) -> Result<()> {
    let session = server.connect("postgres").await?;
    let client = &session.client;
    // A failing statement must not take the password to the log.
    run(client, "set log_min_error_statement = panic; set log_statement = none; set log_min_duration_statement = -1")
        .await?;
    if !there(client, "select 1 from pg_catalog.pg_database where datname = $1", &server.database).await? {
        run(client, &format!("create database {}", quoted(&server.database))).await?;
    }
    ensure_role(client, &server.anon, "nologin").await?;
    ensure_role(client, &server.authenticator, "noinherit").await?;
    let password = passwords.of(&server.authenticator)?;
    run(client, &login(&server.authenticator, password)).await?;
    run(client, &format!("grant {} to {}", quoted(&server.anon), quoted(&server.authenticator))).await
}

async fn ensure_role(client: &Client, role: &str, options: &str) -> Result<()> {
    if there(client, "select 1 from pg_catalog.pg_roles where rolname = $1", role).await? {
        return Ok(());
    }
    run(client, &format!("create role {} {options}", quoted(role))).await
}

fn login(role: &str, password: &SecretString) -> String {
    // Passwords of a sandbox are hexadecimal: nothing to escape.
    format!("alter role {} login password '{}'", quoted(role), password.expose_secret())
}

async fn there(client: &Client, query: &str, name: &str) -> Result<bool> {
    let row = client.query_opt(query, &[&name]).await.map_err(|e| refused("did not answer", &e))?;
    Ok(row.is_some())
}

async fn run(client: &Client, sql: &str) -> Result<()> {
    client.batch_execute(sql).await.map_err(|e| refused("refused to set up database and roles", &e))
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
