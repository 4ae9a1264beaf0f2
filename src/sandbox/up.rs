//! Bringing a sandbox up: the order of things, under locks.

use std::fs;
use std::path::{Path, PathBuf};

use super::lock::{self, Mode};
use super::options::{Instance, Options};
use super::passwords::Passwords;
use super::progress::{Listener, Progress};
use super::running::{PostgresServer, Postgrest, Running, SUPERUSER};
use super::state::{InstanceState, State};
use super::{
    access, bin_postgres, bin_postgrest, bootstrap, cluster, files, http, layout, process, rest, server, user,
};
use crate::diagnostic::codes::sandbox as codes;
use crate::diagnostic::{Diagnostic, Result};

/// Brings up the server and one PostgREST. What already runs is left as it is.
///
/// # Errors
/// As [`postgres_up`] and [`postgrest_up`].
pub async fn up(options: &Options, instance: &Instance, listener: Listener<'_>) -> Result<Running> {
    let running = postgres_up(options, listener).await?;
    postgrest_up(options, &running, instance, listener).await?;
    Running::read(&running.dir)?.ok_or_else(|| not_running(&running.dir))
}

/// Brings up the server alone, with its database and roles. One that runs is left as it is;
/// one that crashed is started again on its data.
///
/// # Errors
/// When there are no binaries, a folder is closed or foreign, or the server does not start.
pub async fn postgres_up(options: &Options, listener: Listener<'_>) -> Result<Running> {
    let dir = prepare_dir(options)?;
    let label = format!("the sandbox `{}`", dir.display());
    {
        let _lock = lock::take(&layout::lock(&dir), Mode::Shared, &label, listener).await?;
        if let Some(running) = as_wanted(&dir, options).await? {
            return Ok(running);
        }
    }
    let _lock = lock::take(&layout::lock(&dir), Mode::Exclusive, &label, listener).await?;
    let mut state = load_or_create(&dir, options)?;
    server::recover(&state)?;
    let wanted = cluster::wanted_major(&state.home, options.postgres_major)?;
    let mut passwords = Passwords::read(&state.home)?;
    passwords.ensure(&[SUPERUSER, &options.authenticator], state.run_as.as_ref())?;
    if !is_answering(&state).await {
        server::recover(&state)?;
    }
    if state.running().is_none() {
        let binaries = bin_postgres::find(options, wanted, state.run_as.as_ref(), listener).await?;
        cluster::make(&dir, &mut state, &binaries, &passwords, listener).await?;
        server::start(&dir, options, &mut state, &binaries, listener).await?;
    }
    let server = settle(&dir, options, &mut state, &passwords).await?;
    listener(Progress::PostgresReady { port: server.port });
    Running::read(&dir)?.ok_or_else(|| not_running(&dir))
}

/// Whether the server lives and answers. One that is starting, or dying, is given some time to get there.
async fn is_answering(state: &State) -> bool {
    for _ in 0..100 {
        let Some((postgres, process)) = state.running() else { return false };
        if PostgresServer::new(&state.home, postgres, process.pid).connect("postgres").await.is_ok() {
            return true;
        }
        tokio::time::sleep(process::POLL * 5).await;
    }
    false
}

/// Creates database and roles, then says in the state file what they are called.
async fn settle(dir: &Path, options: &Options, state: &mut State, passwords: &Passwords) -> Result<PostgresServer> {
    let pid = state.running().map(|(_, process)| process.pid).ok_or_else(|| not_running(dir))?;
    let postgres = state.postgres.as_mut().ok_or_else(|| not_running(dir))?;
    postgres.database.clone_from(&options.database);
    postgres.authenticator.clone_from(&options.authenticator);
    postgres.anon.clone_from(&options.anon);
    let server = PostgresServer::new(&state.home, postgres, pid);
    bootstrap::ensure(&server, passwords).await?;
    state.write(dir)?;
    Ok(server)
}

/// The sandbox when it runs, answers and is what is asked for.
async fn as_wanted(dir: &Path, options: &Options) -> Result<Option<Running>> {
    let Some(running) = Running::read(dir)? else { return Ok(None) };
    let state = State::read(dir)?.ok_or_else(|| not_running(dir))?;
    cluster::wanted_major(&state.home, options.postgres_major)?;
    let server = &running.postgres;
    let same = server.database == options.database
        && server.authenticator == options.authenticator
        && server.anon == options.anon;
    let answers = same && server.connect(&server.database).await.is_ok();
    Ok(answers.then_some(running))
}

/// The folder, created when missing, with every link followed. Refused when it holds something else.
fn prepare_dir(options: &Options) -> Result<PathBuf> {
    // Root's servers run as somebody else, who has to pass through.
    let mode = if user::choose(options.os_user.as_deref())?.is_some() { 0o711 } else { 0o700 };
    let new = !options.dir.exists();
    files::make_dir(&options.dir, mode)?;
    let dir = files::canonical(&options.dir)?;
    if new {
        // Keeps the folder out of git wherever it is.
        let ignore = dir.join(".gitignore");
        fs::write(&ignore, "*\n").map_err(|e| files::failed("write", &ignore, &e))?;
    } else if !layout::state(&dir).exists() && holds_something_else(&dir)? {
        return Err(Diagnostic::error(
            &codes::NOT_A_SANDBOX,
            format!("`{}` holds files that are no sandbox", dir.display()),
        )
        .advice("name a folder that is empty or does not exist"));
    }
    Ok(dir)
}

fn holds_something_else(dir: &Path) -> Result<bool> {
    let fail = |e: std::io::Error| files::failed("read", dir, &e);
    for entry in fs::read_dir(dir).map_err(fail)? {
        let name = entry.map_err(fail)?.file_name();
        // A temporary file may be a state file that is being written this moment.
        if ![".gitignore", "lock"].iter().any(|ours| name == *ours) && !name.to_string_lossy().starts_with(".tmp") {
            return Ok(!layout::state(dir).exists());
        }
    }
    Ok(false)
}

fn load_or_create(dir: &Path, options: &Options) -> Result<State> {
    let state = match State::read(dir)? {
        Some(state) if state.home.is_dir() => {
            demand_same_user(&state, options)?;
            state
        }
        // None yet, or the system cleaned its temporary folder.
        _ => {
            let run_as = user::choose(options.os_user.as_deref())?;
            let home = match &run_as {
                Some(user) if access::closed_folder(dir, user)?.is_some() => home_elsewhere(options, user)?,
                _ => dir.to_owned(),
            };
            State::new(home, run_as)
        }
    };
    // First of all files, since it tells a sandbox from any other folder.
    state.write(dir)?;
    files::make_dir(&layout::instances(dir), 0o700)?;
    Ok(state)
}

fn demand_same_user(state: &State, options: &Options) -> Result<()> {
    let now = user::choose(options.os_user.as_deref())?;
    let asked = options.os_user.is_some() || now.is_none() != state.run_as.is_none();
    if !asked || now == state.run_as {
        return Ok(());
    }
    let who = |user: &Option<user::RunAs>| user.as_ref().map_or("its owner".to_owned(), |u| format!("`{}`", u.name));
    Err(Diagnostic::error(
        &codes::NO_OS_USER,
        format!("the sandbox was made to run as {}, not as {}", who(&state.run_as), who(&now)),
    )
    .advice("run the command as the user who made the sandbox, or take another folder"))
}

/// The start of the name of a data folder outside the sandbox folder.
pub(super) const HOME_PREFIX: &str = "pgai-sandbox-";

/// A folder below the system's temporary one, for data whose sandbox folder is closed to the servers' user.
fn home_elsewhere(options: &Options, user: &user::RunAs) -> Result<PathBuf> {
    let temp = files::canonical(&options.temp)?;
    if let Some(folder) = access::closed_folder(&temp, user)? {
        return Err(Diagnostic::error(
            &codes::CLOSED_FOLDER,
            format!("`{}` and `{}` are closed to the user `{}`", options.dir.display(), folder.display(), user.name),
        )
        .advice("name a sandbox folder that this user can enter, or run pgai as an ordinary user"));
    }
    let home = tempfile::Builder::new()
        .prefix(HOME_PREFIX)
        .permissions(<fs::Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o711))
        .tempdir_in(&temp)
        .map_err(|e| files::failed("create a folder in", &temp, &e))?;
    Ok(home.keep())
}

/// Brings up one PostgREST against a running server. One that runs as asked is left as it is.
///
/// # Errors
/// When there is no binary, the configuration is refused, or it is not ready in time.
pub async fn postgrest_up(
    options: &Options,
    running: &Running,
    instance: &Instance,
    listener: Listener<'_>,
) -> Result<Postgrest> {
    demand_plain_name(&instance.name)?;
    let dir = &running.dir;
    let label = format!("the sandbox `{}`", dir.display());
    let _shared = lock::take(&layout::lock(dir), Mode::Shared, &label, listener).await?;
    let _lock = lock::take(&layout::instance_lock(dir, &instance.name), Mode::Exclusive, &label, listener).await?;
    let state = State::read(dir)?.ok_or_else(|| not_running(dir))?;
    let (postgres, process) = state.running().ok_or_else(|| not_running(dir))?;
    let server = PostgresServer::new(&state.home, postgres, process.pid);
    let mut before = InstanceState::read(dir, &instance.name)?;
    let database = instance.database.as_deref().unwrap_or(&server.database);
    if let Some(known) = &mut before {
        if known.database == database && known.postgres_port == server.port && answers(known).await {
            return Postgrest::new(dir, known).ok_or_else(|| not_running(dir));
        }
        rest::stop(dir, known).await?;
    }
    let binary = bin_postgrest::find(options, state.run_as.as_ref(), listener).await?;
    let user = state.run_as.as_ref();
    let watch = instance.watch.or(options.watch);
    let start = rest::Start { dir, instance, server: &server, binary: &binary, user, watch };
    let started = rest::start(&start, before.as_ref(), listener).await?;
    let postgrest = Postgrest::new(dir, &started).ok_or_else(|| not_running(dir))?;
    listener(Progress::PostgrestReady { name: postgrest.name.clone(), url: postgrest.url.clone() });
    Ok(postgrest)
}

/// Whether the instance lives and is ready. One that lost the server for a moment is given some time.
async fn answers(state: &InstanceState) -> bool {
    for _ in 0..40 {
        if state.running().is_none() {
            return false;
        }
        if http::get_status(state.admin_port, "/ready").await.is_ok_and(|status| status == 200) {
            return true;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    false
}

/// Names become file names.
fn demand_plain_name(name: &str) -> Result<()> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    if !name.is_empty() && name.len() <= 100 && !name.starts_with('.') && name.chars().all(plain) {
        return Ok(());
    }
    Err(Diagnostic::error(&codes::INSTANCE_NAME, format!("`{name}` cannot name a PostgREST of the sandbox"))
        .advice("use letters, digits, `-`, `_` and `.`"))
}

/// The diagnostic of a sandbox that would have to run.
pub(super) fn not_running(dir: &Path) -> Diagnostic {
    Diagnostic::error(&codes::NOT_RUNNING, format!("the sandbox `{}` does not run", dir.display()))
        .advice("run `pgai sandbox up`")
}

/// The folder of PostgreSQL's programs that a sandbox with these options would run, installed when the machine
/// has none.
///
/// # Errors
/// Where none can be had.
pub async fn postgres_folder(options: &Options, listener: Listener<'_>) -> Result<PathBuf> {
    let run_as = user::choose(options.os_user.as_deref())?;
    let found = bin_postgres::find(options, options.postgres_major, run_as.as_ref(), listener).await?;
    Ok(found.folder)
}
