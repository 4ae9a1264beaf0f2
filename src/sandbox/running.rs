//! A running sandbox as its users see it: addresses, names, files. No secrets.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::client::Session;
use super::layout;
use super::passwords::Passwords;
use super::state::{InstanceState, PostgresState, State};
use crate::diagnostic::Result;

/// The name of the superuser of every sandbox.
pub(super) const SUPERUSER: &str = "postgres";

/// A sandbox whose server runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Running {
    /// The sandbox folder.
    pub dir: PathBuf,
    /// The server.
    pub postgres: PostgresServer,
    /// The PostgREST instances that run, by name.
    pub postgrest: Vec<Postgrest>,
}

/// The PostgreSQL server of a sandbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PostgresServer {
    /// Always 127.0.0.1.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// The superuser's name.
    pub superuser: String,
    /// The sandbox's database.
    pub database: String,
    /// PostgREST's login role.
    pub authenticator: String,
    /// The role of requests without a token.
    pub anon: String,
    /// PostgreSQL's version, such as `15.18`.
    pub version: String,
    /// The postmaster's process id.
    pub pid: u32,
    /// The passwords of superuser and authenticator, in the format of `PGPASSFILE`.
    pub passfile: PathBuf,
    /// The data folder.
    pub data: PathBuf,
    /// The server's log.
    pub log: PathBuf,
}

/// A PostgREST of a sandbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Postgrest {
    /// The instance's name.
    pub name: String,
    /// Where it serves the API.
    pub url: String,
    /// Where its admin server answers `/live` and `/ready`.
    pub admin_url: String,
    /// The database it serves.
    pub database: String,
    /// PostgREST's version, such as `12.0.2`.
    pub version: String,
    /// Its process id.
    pub pid: u32,
    /// Its log.
    pub log: PathBuf,
}

impl Running {
    /// The sandbox as its state files have it; none unless the server's process lives.
    pub(super) fn read(dir: &Path) -> Result<Option<Self>> {
        let Some(state) = State::read(dir)? else { return Ok(None) };
        let Some((postgres, process)) = state.running() else { return Ok(None) };
        let instances = InstanceState::read_all(dir)?;
        Ok(Some(Self {
            dir: dir.to_owned(),
            postgres: PostgresServer::new(&state.home, postgres, process.pid),
            postgrest: instances.iter().filter_map(|instance| Postgrest::new(dir, instance)).collect(),
        }))
    }

    /// The PostgREST instance with this name, when it runs.
    pub fn instance(&self, name: &str) -> Option<&Postgrest> {
        self.postgrest.iter().find(|instance| instance.name == name)
    }
}

impl PostgresServer {
    pub(super) fn new(home: &Path, state: &PostgresState, pid: u32) -> Self {
        Self {
            host: "127.0.0.1".into(),
            port: state.port,
            superuser: SUPERUSER.into(),
            database: state.database.clone(),
            authenticator: state.authenticator.clone(),
            anon: state.anon.clone(),
            version: state.version.clone(),
            pid,
            passfile: layout::passfile(home),
            data: layout::data(home),
            log: layout::postgres_log(home),
        }
    }

    /// The superuser's address of a database, without the password (that is in `passfile`).
    pub fn superuser_url(&self, database: &str) -> String {
        self.url(&self.superuser, database)
    }

    /// The authenticator's address of a database, without the password.
    pub fn authenticator_url(&self, database: &str) -> String {
        self.url(&self.authenticator, database)
    }

    /// Connects as superuser to a database of the server.
    ///
    /// # Errors
    /// When the server refuses or the password file is gone.
    pub async fn connect(&self, database: &str) -> Result<Session> {
        let passwords = Passwords::read(self.home())?;
        Session::open(self, database, &self.superuser, passwords.of(&self.superuser)?).await
    }

    fn home(&self) -> &Path {
        self.passfile.parent().unwrap_or(Path::new("."))
    }

    fn url(&self, role: &str, database: &str) -> String {
        format!("postgres://{}@{}:{}/{}", percent_encoded(role), self.host, self.port, percent_encoded(database))
    }
}

impl Postgrest {
    pub(super) fn new(dir: &Path, state: &InstanceState) -> Option<Self> {
        let process = state.running()?;
        Some(Self {
            name: state.name.clone(),
            url: local_url(state.port),
            admin_url: local_url(state.admin_port),
            database: state.database.clone(),
            version: state.version.clone(),
            pid: process.pid,
            log: layout::instance_log(dir, &state.name),
        })
    }
}

/// The address of an HTTP server on this machine.
pub(super) fn local_url(port: u16) -> String {
    format!("http://127.0.0.1:{port}")
}

/// A name inside a URL: everything but unreserved characters is escaped (RFC 3986, 2.3).
fn percent_encoded(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::percent_encoded;

    #[test]
    fn names_are_escaped_in_urls() {
        for (name, want) in [("app", "app"), ("a/b c", "a%2Fb%20c"), ("é", "%C3%A9"), ("p@ss:w", "p%40ss%3Aw")] {
            assert_eq!(percent_encoded(name), want);
        }
    }
}
