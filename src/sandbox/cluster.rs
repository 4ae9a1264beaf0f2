//! The data folder: made by initdb, checked for its major.

use std::fs;
use std::os::unix::fs::chown;
use std::path::Path;
use std::time::Duration;

use nix::sys::signal::Signal;
use secrecy::ExposeSecret;

use super::bin_postgres::PostgresBinaries;
use super::logs::Log;
use super::passwords::Passwords;
use super::process::{self, POLL, Process};
use super::progress::{Listener, Progress};
use super::running::SUPERUSER;
use super::state::State;
use super::{files, layout};
use crate::diagnostic::codes::sandbox as codes;
use crate::diagnostic::{Diagnostic, Result};

/// The major of the data in `home`; none when there is no data.
pub(super) fn major(home: &Path) -> Result<Option<u32>> {
    let text = files::read_if_there(&layout::data(home).join("PG_VERSION"))?;
    Ok(text.and_then(|text| text.trim().parse().ok()))
}

/// The major to look for: the data's, which has to be the one that is asked for.
pub(super) fn wanted_major(home: &Path, asked: Option<u32>) -> Result<Option<u32>> {
    match (major(home)?, asked) {
        (Some(there), Some(asked)) if there != asked => Err(Diagnostic::error(
            &codes::OTHER_MAJOR,
            format!("the sandbox holds data of PostgreSQL {there}, and {asked} is wanted"),
        )
        .advice("take another folder for the other major, or remove this sandbox first")),
        (there, asked) => Ok(there.or(asked)),
    }
}

/// Makes the data folder unless it is there. It appears whole or not at all.
pub(super) async fn make(
    dir: &Path,
    state: &mut State,
    binaries: &PostgresBinaries,
    passwords: &Passwords,
    listener: Listener<'_>,
) -> Result<()> {
    if major(&state.home)?.is_some() {
        return Ok(());
    }
    listener(Progress::Initializing { version: binaries.version.clone() });
    let making = layout::data_in_the_making(&state.home);
    remove_unfinished(dir, state).await?;
    files::make_dir(&making, 0o700)?;
    if let Some(user) = &state.run_as {
        chown(&making, Some(user.uid), Some(user.gid)).map_err(|e| files::failed("hand over", &making, &e))?;
    }
    initdb(dir, state, &making, binaries, passwords).await?;
    let data = layout::data(&state.home);
    files::remove_dir_if_there(&data)?;
    fs::rename(&making, &data).map_err(|e| files::failed("create", &data, &e))
}

/// Ends an initdb whose pgai was killed, and removes what it made.
pub(super) async fn remove_unfinished(dir: &Path, state: &mut State) -> Result<()> {
    if let Some(initdb) = state.initdb.take() {
        initdb.signal_group(Signal::SIGKILL)?;
        initdb.wait_end(Duration::from_secs(10)).await;
        state.write(dir)?;
    }
    // A child of initdb may still write for a moment.
    let making = layout::data_in_the_making(&state.home);
    for _ in 0..50 {
        if files::remove_dir_if_there(&making).is_ok() {
            return Ok(());
        }
        tokio::time::sleep(POLL).await;
    }
    files::remove_dir_if_there(&making)
}

async fn initdb(
    dir: &Path,
    state: &mut State,
    data: &Path,
    binaries: &PostgresBinaries,
    passwords: &Passwords,
) -> Result<()> {
    let user = state.run_as.as_ref();
    let (log, file) = Log::open(&layout::initdb_log(&state.home))?;
    let password_file = state.home.join("initdb-password");
    files::write_private(&password_file, passwords.of(SUPERUSER)?.expose_secret(), user)?;
    // Deleted whichever way this ends.
    let password_file =
        tempfile::TempPath::try_from_path(password_file).map_err(|e| failed().because(e.to_string()))?;
    let mut command = process::gated(&binaries.program("initdb"), user, &state.home);
    command.arg("-D").arg(data).arg("--pwfile").arg(&password_file);
    command.args(["-U", SUPERUSER, "-A", "scram-sha-256", "--no-locale", "-E", "UTF8", "--no-sync"]);
    process::log_to(&mut command, file).map_err(|e| files::failed("write", &log.path, &e))?;
    let mut child = command.kill_on_drop(true).spawn().map_err(|e| failed().because(e.to_string()))?;
    state.initdb = child.id().and_then(Process::find);
    state.write(dir)?;
    process::release(&mut child).await.map_err(|e| failed().because(e.to_string()))?;
    let status = child.wait().await.map_err(|e| failed().because(e.to_string()))?;
    state.initdb = None;
    state.write(dir)?;
    if status.success() {
        return Ok(());
    }
    Err(failed().because(format!("initdb ended with {status}")).because(log.tail()))
}

fn failed() -> Diagnostic {
    Diagnostic::error(&codes::INITDB_FAILED, "cannot create the sandbox's PostgreSQL data folder")
        .advice("check the disk, and that the binaries fit this system")
}
