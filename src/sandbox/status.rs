//! What a sandbox is doing. Looks, changes nothing.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::running::{PostgresServer, Running, local_url};
use super::state::{InstanceState, State};
use super::{files, http, layout};
use crate::diagnostic::Result;

/// The state of a sandbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Status {
    /// The sandbox folder.
    pub dir: PathBuf,
    /// The server; none when the folder is no sandbox.
    pub postgres: Option<PostgresStatus>,
    /// The PostgREST instances, by name.
    pub postgrest: Vec<InstanceStatus>,
}

/// The state of the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PostgresStatus {
    /// Whether its process lives.
    pub running: bool,
    /// Whether it accepts connections.
    pub accepting: bool,
    /// TCP port on 127.0.0.1, the one of the last run when it does not run.
    pub port: u16,
    /// PostgreSQL's version.
    pub version: String,
    /// The sandbox's database.
    pub database: String,
    /// The postmaster's process id, when it runs.
    pub pid: Option<u32>,
}

/// The state of a PostgREST.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InstanceStatus {
    /// Its name.
    pub name: String,
    /// Whether its process lives.
    pub running: bool,
    /// Whether its admin server says so.
    pub ready: bool,
    /// Where it serves the API.
    pub url: String,
    /// Where its admin server is.
    pub admin_url: String,
    /// The database it serves.
    pub database: String,
    /// PostgREST's version.
    pub version: String,
    /// Its process id, when it runs.
    pub pid: Option<u32>,
}

impl Status {
    /// Whether the server accepts connections and every PostgREST is ready.
    pub fn is_up(&self) -> bool {
        self.postgres.as_ref().is_some_and(|postgres| postgres.accepting)
            && self.postgrest.iter().all(|instance| instance.ready)
    }
}

/// The sandbox in `dir` when its server runs. Reads state files, asks no server.
///
/// # Errors
/// When the state files cannot be read.
pub fn load_state(dir: &Path) -> Result<Option<Running>> {
    if !layout::state(dir).exists() {
        return Ok(None);
    }
    Running::read(&files::canonical(dir)?)
}

/// What the sandbox in `dir` is doing.
///
/// # Errors
/// When the state files cannot be read.
pub async fn status(dir: &Path) -> Result<Status> {
    let state = if layout::state(dir).exists() { State::read(dir)? } else { None };
    let Some(state) = state else {
        return Ok(Status { dir: dir.to_owned(), postgres: None, postgrest: Vec::new() });
    };
    let dir = files::canonical(dir)?;
    let mut postgrest = Vec::new();
    for instance in InstanceState::read_all(&dir)? {
        postgrest.push(instance_status(instance).await);
    }
    Ok(Status { postgres: postgres_status(&state).await, postgrest, dir })
}

async fn postgres_status(state: &State) -> Option<PostgresStatus> {
    let postgres = state.postgres.as_ref()?;
    let pid = state.running().map(|(_, process)| process.pid);
    let accepting = match pid {
        Some(pid) => PostgresServer::new(&state.home, postgres, pid).connect(&postgres.database).await.is_ok(),
        None => false,
    };
    Some(PostgresStatus {
        running: pid.is_some(),
        accepting,
        port: postgres.port,
        version: postgres.version.clone(),
        database: postgres.database.clone(),
        pid,
    })
}

async fn instance_status(state: InstanceState) -> InstanceStatus {
    let pid = state.running().map(|process| process.pid);
    let ready = pid.is_some() && http::get_status(state.admin_port, "/ready").await.is_ok_and(|code| code == 200);
    InstanceStatus {
        running: pid.is_some(),
        ready,
        url: local_url(state.port),
        admin_url: local_url(state.admin_port),
        database: state.database,
        version: state.version,
        name: state.name,
        pid,
    }
}
