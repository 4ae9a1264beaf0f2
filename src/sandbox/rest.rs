//! One PostgREST: started against the sandbox's server, awaited, stopped.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use nix::sys::signal::Signal;
use tokio::process::{Child, Command};

use super::bin_postgrest::PostgrestBinary;
use super::logs::Log;
use super::options::Instance;
use super::process::{self, Process};
use super::progress::{Listener, Progress};
use super::running::PostgresServer;
use super::state::InstanceState;
use super::user::RunAs;
use super::{access, files, http, layout, ports, server, watchdog};
use crate::diagnostic::codes::sandbox as codes;
use crate::diagnostic::{Diagnostic, Result};

/// How long PostgREST may take to say it is ready.
const READY_LIMIT: Duration = Duration::from_secs(60);

const ATTEMPTS: u32 = 5;

/// What a start needs to know.
pub(super) struct Start<'a> {
    pub(super) dir: &'a Path,
    pub(super) instance: &'a Instance,
    pub(super) server: &'a PostgresServer,
    pub(super) binary: &'a PostgrestBinary,
    pub(super) user: Option<&'a RunAs>,
    pub(super) watch: Option<u32>,
}

/// Starts the instance and waits until it is ready. `before` is what is remembered of it.
pub(super) async fn start(
    start: &Start<'_>,
    before: Option<&InstanceState>,
    listener: Listener<'_>,
) -> Result<InstanceState> {
    let config = start.config()?;
    let mut remembered = before.map(|state| (state.port, state.admin_port)).unzip();
    listener(Progress::StartingPostgrest { name: start.instance.name.clone(), version: start.binary.version.clone() });
    for _ in 0..ATTEMPTS {
        let port = ports::free_or(remembered.0.take())?;
        let admin_port = other_port(remembered.1.take(), port)?;
        let mut state = start.state(port, admin_port);
        let (log, mut child) = start.spawn(&state, config.as_deref())?;
        start.record(&mut state, &child)?;
        match await_ready(&mut child, admin_port, &log).await? {
            Outcome::Ready => return Ok(state),
            Outcome::LostPort => stop(start.dir, &mut state).await?,
            Outcome::Failed(reason) => {
                stop(start.dir, &mut state).await?;
                return Err(not_ready(&reason, &log));
            }
        };
    }
    Err(Diagnostic::error(&codes::NO_PORT, "found no free ports for PostgREST"))
}

fn other_port(remembered: Option<u16>, taken: u16) -> Result<u16> {
    loop {
        let port = ports::free_or(remembered.filter(|port| *port != taken))?;
        if port != taken {
            return Ok(port);
        }
    }
}

impl Start<'_> {
    fn database(&self) -> &str {
        self.instance.database.as_deref().unwrap_or(&self.server.database)
    }

    fn config(&self) -> Result<Option<PathBuf>> {
        let Some(config) = &self.instance.config else { return Ok(None) };
        let config = files::canonical(config)?;
        access::demand_readable(&config, self.user)?;
        Ok(Some(config))
    }

    fn state(&self, port: u16, admin_port: u16) -> InstanceState {
        InstanceState::new(
            &self.instance.name,
            self.database(),
            self.server.port,
            &self.binary.version,
            (port, admin_port),
        )
    }

    fn spawn(&self, state: &InstanceState, config: Option<&Path>) -> Result<(Log, Child)> {
        let (log, file) = Log::open(&layout::instance_log(self.dir, &state.name))?;
        let mut command = process::command(&self.binary.program, self.user, Path::new("/"));
        command.process_group(0);
        self.set_environment(&mut command, state, config.is_some());
        command.args(config);
        process::log_to(&mut command, file).map_err(|e| files::failed("write", &log.path, &e))?;
        let child = command.spawn().map_err(|e| not_ready(&e.to_string(), &log))?;
        Ok((log, child))
    }

    /// The environment wins over PostgREST's configuration file; the sandbox's own part is set last.
    fn set_environment(&self, command: &mut Command, state: &InstanceState, has_config: bool) {
        if !has_config {
            command.env("PGRST_DB_ANON_ROLE", &self.server.anon);
        }
        command.envs(self.instance.env.iter().map(|(name, value)| (name, value)));
        command
            .env("LC_ALL", "C.UTF-8")
            .env("PGPASSFILE", &self.server.passfile)
            .env("PGRST_DB_URI", self.server.authenticator_url(&state.database))
            .env("PGRST_SERVER_HOST", "127.0.0.1")
            .env("PGRST_SERVER_PORT", state.port.to_string())
            .env("PGRST_SERVER_UNIX_SOCKET", "")
            .env("PGRST_ADMIN_SERVER_PORT", state.admin_port.to_string());
    }

    /// Writes down the process before anything else can go wrong, then sets the watchdog on it.
    fn record(&self, state: &mut InstanceState, child: &Child) -> Result<()> {
        state.process = child.id().and_then(Process::find);
        state.write(self.dir)?;
        if let (Some(watched), Some(process)) = (self.watch, &state.process) {
            state.watchdog = Some(watchdog::start(watched, process, [Signal::SIGTERM, Signal::SIGKILL])?);
            state.write(self.dir)?;
        }
        Ok(())
    }
}

enum Outcome {
    Ready,
    LostPort,
    Failed(String),
}

async fn await_ready(child: &mut Child, admin_port: u16, log: &Log) -> Result<Outcome> {
    let deadline = Instant::now() + READY_LIMIT;
    let mut last = String::new();
    while Instant::now() < deadline {
        let ended = child.try_wait().map_err(|e| files::failed("wait for the writer of", &log.path, &e))?;
        // The admin server can lose its port alone: PostgREST then goes on without it.
        if ports::was_taken(&log.news()) {
            return Ok(Outcome::LostPort);
        }
        if let Some(status) = ended {
            return Ok(Outcome::Failed(format!("PostgREST ended with {status}")));
        }
        match http::get_status(admin_port, "/ready").await {
            Ok(200) => return Ok(Outcome::Ready),
            Ok(status) => last = format!("`/ready` answered {status}"),
            Err(e) => last = format!("`/ready` did not answer: {e}"),
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Ok(Outcome::Failed(format!("PostgREST was not ready in 60 s: {last}")))
}

fn not_ready(reason: &str, log: &Log) -> Diagnostic {
    Diagnostic::error(&codes::POSTGREST_NOT_READY, "the sandbox's PostgREST did not become ready")
        .because(reason)
        .because(log.tail())
        .advice(format!("look into `{}`", log.path.display()))
}

/// Stops an instance and waits for its end. True when there was one to stop.
pub(super) async fn stop(dir: &Path, state: &mut InstanceState) -> Result<bool> {
    watchdog::stop(state.watchdog.take().as_ref())?;
    let process = state.process.take().filter(Process::is_alive);
    if let Some(process) = &process {
        server::end(process, [Signal::SIGTERM, Signal::SIGKILL]).await?;
    }
    state.write(dir)?;
    Ok(process.is_some())
}
