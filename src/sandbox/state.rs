//! The state files: what was started, so that later commands and crashes can be dealt with.
//!
//! JSON of mode 0600, replaced in one step. They hold no secrets.

use std::fs;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::process::Process;
use super::user::RunAs;
use super::{files, layout};
use crate::diagnostic::codes::sandbox as codes;
use crate::diagnostic::{Diagnostic, Result};

/// Grows when the files change in a way that an older pgai cannot read.
const FORMAT: u32 = 1;

/// The sandbox as a whole.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct State {
    format: u32,
    /// Where data, passwords and logs are.
    pub(super) home: PathBuf,
    /// Who runs the servers; none: the caller.
    pub(super) run_as: Option<RunAs>,
    /// The initdb at work.
    pub(super) initdb: Option<Process>,
    /// The server, once there was one.
    pub(super) postgres: Option<PostgresState>,
}

/// The PostgreSQL server as it was last started.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct PostgresState {
    /// None after a stop.
    pub(super) process: Option<Process>,
    pub(super) port: u16,
    pub(super) version: String,
    pub(super) database: String,
    pub(super) authenticator: String,
    pub(super) anon: String,
    pub(super) watchdog: Option<Process>,
}

/// One PostgREST as it was last started.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct InstanceState {
    format: u32,
    pub(super) name: String,
    /// None after a stop.
    pub(super) process: Option<Process>,
    pub(super) port: u16,
    pub(super) admin_port: u16,
    pub(super) database: String,
    /// The server's port that it was told.
    pub(super) postgres_port: u16,
    pub(super) version: String,
    pub(super) watchdog: Option<Process>,
}

impl State {
    pub(super) fn new(home: PathBuf, run_as: Option<RunAs>) -> Self {
        Self { format: FORMAT, home, run_as, initdb: None, postgres: None }
    }

    /// The state of the sandbox in `dir`; none when there is no sandbox.
    pub(super) fn read(dir: &Path) -> Result<Option<Self>> {
        let state: Option<Self> = read(&layout::state(dir))?;
        state.map(|state| known_format(state.format, dir).map(|()| state)).transpose()
    }

    pub(super) fn write(&self, dir: &Path) -> Result<()> {
        write(&layout::state(dir), self)
    }

    /// The server's process, when it runs.
    pub(super) fn running(&self) -> Option<(&PostgresState, &Process)> {
        let postgres = self.postgres.as_ref()?;
        let process = postgres.process.as_ref().filter(|process| process.is_alive())?;
        Some((postgres, process))
    }
}

impl InstanceState {
    pub(super) fn new(name: &str, database: &str, postgres_port: u16, version: &str, ports: (u16, u16)) -> Self {
        let (port, admin_port) = ports;
        Self {
            format: FORMAT,
            name: name.into(),
            process: None,
            port,
            admin_port,
            database: database.into(),
            postgres_port,
            version: version.into(),
            watchdog: None,
        }
    }

    pub(super) fn read(dir: &Path, name: &str) -> Result<Option<Self>> {
        let state: Option<Self> = read(&layout::instance_state(dir, name))?;
        state.map(|state| known_format(state.format, dir).map(|()| state)).transpose()
    }

    /// Every instance of the sandbox, by name.
    pub(super) fn read_all(dir: &Path) -> Result<Vec<Self>> {
        let folder = layout::instances(dir);
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(e) => return Err(files::failed("read", &folder, &e)),
        };
        let mut states = Vec::new();
        for entry in entries {
            let path = entry.map_err(|e| files::failed("read", &folder, &e))?.path();
            let name = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
            if path.extension().is_some_and(|end| end == "json") {
                states.extend(Self::read(dir, name)?);
            }
        }
        states.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(states)
    }

    pub(super) fn write(&self, dir: &Path) -> Result<()> {
        write(&layout::instance_state(dir, &self.name), self)
    }

    /// Its process, when it runs.
    pub(super) fn running(&self) -> Option<&Process> {
        self.process.as_ref().filter(|process| process.is_alive())
    }
}

fn read<T: DeserializeOwned>(path: &Path) -> Result<Option<T>> {
    let Some(text) = files::read_if_there(path)? else { return Ok(None) };
    serde_json::from_str(&text).map(Some).map_err(|e| unreadable(path).because(e.to_string()))
}

fn write<T: Serialize>(path: &Path, value: &T) -> Result<()> {
    let text = serde_json::to_string_pretty(value).map_err(|e| unreadable(path).because(e.to_string()))?;
    files::write_private(path, &(text + "\n"), None)
}

fn known_format(format: u32, dir: &Path) -> Result<()> {
    if format == FORMAT {
        return Ok(());
    }
    Err(unreadable(&layout::state(dir)).because(format!("its format is {format}, this pgai knows {FORMAT}")))
}

/// The diagnostic of sandbox files that cannot be used.
pub(super) fn unreadable(path: &Path) -> Diagnostic {
    Diagnostic::error(&codes::STATE_UNREADABLE, format!("cannot make sense of `{}`", path.display()))
        .advice("if the sandbox still runs, stop it with the pgai that started it")
        .advice("remove the sandbox folder and start again; its data is lost with it")
}
