//! Connections to the sandbox's own server.

use std::error::Error;

use secrecy::{ExposeSecret, SecretString};
use tokio_postgres::{Client, Config, NoTls};

use super::running::PostgresServer;
use crate::diagnostic::codes::sandbox as codes;
use crate::diagnostic::{Diagnostic, Result};

/// A connection; its end closes it.
#[derive(Debug)]
pub struct Session {
    /// The client to run statements with.
    pub client: Client,
}

impl Session {
    /// Connects to a database of the sandbox's server.
    pub(super) async fn open(
        server: &PostgresServer,
        database: &str,
        role: &str,
        password: &SecretString,
    ) -> Result<Self> {
        let mut config = Config::new();
        config.host("127.0.0.1").port(server.port).dbname(database).user(role);
        config.password(password.expose_secret()).application_name("pgai sandbox");
        config.connect_timeout(std::time::Duration::from_secs(10));
        let (client, connection) = config.connect(NoTls).await.map_err(|e| refused("refused the connection", &e))?;
        // The connection ends with its client; its error then reaches the client's caller.
        tokio::spawn(connection);
        Ok(Self { client })
    }
}

/// The diagnostic of a server that did not do what the sandbox needs.
pub(super) fn refused(what: &str, error: &tokio_postgres::Error) -> Diagnostic {
    let cause = match (error.as_db_error(), error.source()) {
        (Some(server), _) => format!("{}: {}", server.severity(), server.message()),
        (None, Some(source)) => format!("{error}: {source}"),
        (None, None) => error.to_string(),
    };
    Diagnostic::error(&codes::SERVER_REFUSED, format!("the sandbox's PostgreSQL {what}"))
        .because(cause)
        .advice("look into `postgres.log` in the sandbox folder")
}
