//! The PostgreSQL server: started, recovered after a crash, stopped.

use std::path::Path;
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tokio::process::Child;

use super::bin_postgres::PostgresBinaries;
use super::logs::Log;
use super::options::Options;
use super::process::{self, POLL, Process};
use super::progress::{Listener, Progress};
use super::state::{PostgresState, State};
use super::{files, layout, ports, watchdog};
use crate::diagnostic::codes::sandbox as codes;
use crate::diagnostic::{Diagnostic, Result};

/// How long a start may take, recovery after a crash included.
const START_LIMIT: Duration = Duration::from_secs(60);

/// How often a start is tried when ports are lost or a dead server's memory lingers.
const ATTEMPTS: u32 = 10;

/// Fast and unsafe on purpose: the data of a sandbox may be lost with the machine. It outlives the server's
/// own crash, so `synchronous_commit` stays on.
const SETTINGS: [&str; 5] = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "fsync=off",
    "full_page_writes=off",
    "max_connections=100",
];

/// Looks at what a crash may have left, before a start. Fails when somebody else's server uses the data folder.
pub(super) fn recover(dir: &Path, state: &mut State) -> Result<()> {
    if state.running().is_some() {
        return Ok(());
    }
    let data = layout::data(&state.home);
    let Some(file) = PidFile::read(&data)? else { return Ok(()) };
    match Process::find(file.pid).filter(|_| process::has_argument(file.pid, &data)) {
        Some(process) => adopt(dir, state, process, file.port),
        None if is_free_pid(file.pid) => Ok(()),
        // A zombie, or the id is somebody else's by now: PostgreSQL would refuse to start.
        None => files::remove_if_there(&data.join("postmaster.pid")),
    }
}

/// Takes over a server whose start was cut short before its process id was written down.
fn adopt(dir: &Path, state: &mut State, process: Process, port: u16) -> Result<()> {
    match &mut state.postgres {
        Some(postgres) if postgres.starting => {
            postgres.process = Some(process);
            postgres.starting = false;
            postgres.port = port;
            state.write(dir)
        }
        _ => Err(Diagnostic::error(
            &codes::FOREIGN_SERVER,
            format!("process {} serves the sandbox's data folder, and the sandbox did not start it", process.pid),
        )
        .advice("stop that server yourself, then run the command again")),
    }
}

fn is_free_pid(pid: u32) -> bool {
    i32::try_from(pid).is_ok_and(|pid| kill(Pid::from_raw(pid), None) == Err(Errno::ESRCH))
}

/// Starts the server and waits until it accepts connections.
pub(super) async fn start(
    dir: &Path,
    options: &Options,
    state: &mut State,
    binaries: &PostgresBinaries,
    listener: Listener<'_>,
) -> Result<()> {
    let mut remembered = state.postgres.as_ref().map(|postgres| postgres.port);
    for attempt in 1..=ATTEMPTS {
        let port = ports::free_or(remembered.take())?;
        state.postgres = Some(intended(options, binaries, port));
        state.write(dir)?;
        let (log, mut child) = spawn(options, state, binaries, port)?;
        if attempt == 1 {
            listener(Progress::StartingPostgres { version: binaries.version.clone(), port });
        }
        record(dir, options, state, &child)?;
        match await_ready(&mut child, &layout::data(&state.home)).await? {
            Outcome::Ready => return Ok(()),
            Outcome::Late => {
                stop(dir, state).await?;
                return Err(not_started("it was not ready in 60 s", &log));
            }
            Outcome::Ended(_) if attempt < ATTEMPTS && ports::was_taken(&log.news()) => {}
            Outcome::Ended(_) if attempt < ATTEMPTS && log.news().contains("shared memory block") => {
                remembered = Some(port);
                tokio::time::sleep(Duration::from_millis(500)).await;
            }
            Outcome::Ended(how) => return Err(not_started(&how, &log)),
        }
    }
    Err(Diagnostic::error(&codes::NO_PORT, "found no free port for PostgreSQL"))
}

fn intended(options: &Options, binaries: &PostgresBinaries, port: u16) -> PostgresState {
    PostgresState {
        process: None,
        starting: true,
        port,
        version: binaries.version.clone(),
        database: options.database.clone(),
        authenticator: options.authenticator.clone(),
        anon: options.anon.clone(),
        watchdog: None,
    }
}

fn spawn(options: &Options, state: &State, binaries: &PostgresBinaries, port: u16) -> Result<(Log, Child)> {
    let (log, file) = Log::open(&layout::postgres_log(&state.home))?;
    let mut command = process::command(&binaries.program("postgres"), state.run_as.as_ref(), &state.home);
    command.process_group(0);
    command.arg("-D").arg(layout::data(&state.home)).args(["-p", &port.to_string()]);
    for setting in SETTINGS {
        command.args(["-c", setting]);
    }
    for (name, value) in &options.settings {
        command.args(["-c", &format!("{name}={value}")]);
    }
    process::log_to(&mut command, file).map_err(|e| files::failed("write", &log.path, &e))?;
    let child = command.spawn().map_err(|e| not_started(&e.to_string(), &log))?;
    Ok((log, child))
}

/// Writes down the process before anything else can go wrong, then sets the watchdog on it.
fn record(dir: &Path, options: &Options, state: &mut State, child: &Child) -> Result<()> {
    let process = child.id().and_then(Process::find);
    let Some(postgres) = &mut state.postgres else { return Ok(()) };
    postgres.starting = false;
    postgres.process.clone_from(&process);
    state.write(dir)?;
    if let (Some(watched), Some(process)) = (options.watch, &process)
        && let Some(postgres) = &mut state.postgres
    {
        postgres.watchdog = Some(watchdog::start(watched, process, [Signal::SIGINT, Signal::SIGQUIT])?);
        state.write(dir)?;
    }
    Ok(())
}

enum Outcome {
    Ready,
    Ended(String),
    Late,
}

/// Waits as `pg_ctl -w` does: until the pid file of this very process says `ready`.
async fn await_ready(child: &mut Child, data: &Path) -> Result<Outcome> {
    let pid = child.id();
    let deadline = Instant::now() + START_LIMIT;
    while Instant::now() < deadline {
        if let Some(status) = child.try_wait().map_err(|e| files::failed("wait for the server of", data, &e))? {
            return Ok(Outcome::Ended(format!("postgres ended with {status}")));
        }
        let file = PidFile::read(data)?;
        if file.is_some_and(|file| file.ready && Some(file.pid) == pid) {
            return Ok(Outcome::Ready);
        }
        tokio::time::sleep(POLL).await;
    }
    Ok(Outcome::Late)
}

fn not_started(reason: &str, log: &Log) -> Diagnostic {
    Diagnostic::error(&codes::POSTGRES_NOT_STARTED, "the sandbox's PostgreSQL did not start")
        .because(reason)
        .because(log.tail())
        .advice(format!("look into `{}`", log.path.display()))
}

/// Stops the server in fast mode and waits for its end. True when there was one to stop.
pub(super) async fn stop(dir: &Path, state: &mut State) -> Result<bool> {
    let Some(postgres) = &mut state.postgres else { return Ok(false) };
    watchdog::stop(postgres.watchdog.take().as_ref())?;
    let process = postgres.process.take().filter(Process::is_alive);
    if let Some(process) = &process {
        end(process, [Signal::SIGINT, Signal::SIGQUIT]).await?;
    }
    state.write(dir)?;
    Ok(process.is_some())
}

/// Ends a process politely, then less so.
pub(super) async fn end(process: &Process, signals: [Signal; 2]) -> Result<()> {
    for signal in signals {
        process.signal(signal)?;
        if process.wait_end(Duration::from_secs(20)).await {
            return Ok(());
        }
    }
    Err(process::not_stopped(process.pid))
}

/// `postmaster.pid`: line 1 the process id, 4 the port, 8 the state (PostgreSQL source, `pidfile.h`).
struct PidFile {
    pid: u32,
    port: u16,
    ready: bool,
}

impl PidFile {
    fn read(data: &Path) -> Result<Option<Self>> {
        Ok(files::read_if_there(&data.join("postmaster.pid"))?.and_then(|text| Self::parse(&text)))
    }

    fn parse(text: &str) -> Option<Self> {
        let line = |number: usize| text.lines().nth(number - 1).unwrap_or_default().trim();
        Some(Self { pid: line(1).parse().ok()?, port: line(4).parse().unwrap_or_default(), ready: line(8) == "ready" })
    }
}

#[cfg(test)]
mod tests {
    use super::PidFile;

    #[test]
    fn pid_files_are_read_even_unfinished() {
        let whole = "123\n/data\n1700000000\n5555\n\n127.0.0.1\n 1 2\nready   \n";
        let file = PidFile::parse(whole).unwrap();
        assert_eq!((file.pid, file.port, file.ready), (123, 5555, true));
        assert!(!PidFile::parse(&whole.replace("ready", "starting")).unwrap().ready);
        let file = PidFile::parse("123\n/data\n").unwrap();
        assert_eq!((file.pid, file.port, file.ready), (123, 0, false));
        assert!(PidFile::parse("").is_none());
    }
}
