//! The data folder: made by initdb, checked for its major.

use std::fs;
use std::os::unix::fs::chown;
use std::path::Path;

use secrecy::ExposeSecret;

use super::bin_postgres::PostgresBinaries;
use super::logs::Log;
use super::passwords::Passwords;
use super::progress::{Listener, Progress};
use super::running::SUPERUSER;
use super::user::RunAs;
use super::{files, layout, process};
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
    home: &Path,
    binaries: &PostgresBinaries,
    user: Option<&RunAs>,
    passwords: &Passwords,
    listener: Listener<'_>,
) -> Result<()> {
    if major(home)?.is_some() {
        return Ok(());
    }
    listener(Progress::Initializing { version: binaries.version.clone() });
    let making = layout::data_in_the_making(home);
    files::remove_dir_if_there(&making)?;
    files::make_dir(&making, 0o700)?;
    if let Some(user) = user {
        chown(&making, Some(user.uid), Some(user.gid)).map_err(|e| files::failed("hand over", &making, &e))?;
    }
    initdb(home, &making, binaries, user, passwords).await?;
    let data = layout::data(home);
    files::remove_dir_if_there(&data)?;
    fs::rename(&making, &data).map_err(|e| files::failed("create", &data, &e))
}

async fn initdb(
    home: &Path,
    data: &Path,
    binaries: &PostgresBinaries,
    user: Option<&RunAs>,
    passwords: &Passwords,
) -> Result<()> {
    let (log, file) = Log::open(&layout::initdb_log(home))?;
    let password_file = home.join("initdb-password");
    files::write_private(&password_file, passwords.of(SUPERUSER)?.expose_secret(), user)?;
    // Deleted whichever way this ends.
    let password_file =
        tempfile::TempPath::try_from_path(password_file).map_err(|e| files::failed("write in", home, &e))?;
    let mut command = process::command(&binaries.program("initdb"), user, home);
    command.arg("-D").arg(data).arg("--pwfile").arg(&password_file);
    command.args(["-U", SUPERUSER, "-A", "scram-sha-256", "--no-locale", "-E", "UTF8", "--no-sync"]);
    process::log_to(&mut command, file).map_err(|e| files::failed("write", &log.path, &e))?;
    let status = command.kill_on_drop(true).status().await;
    password_file.close().map_err(|e| files::failed("delete the password file in", home, &e))?;
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(failed().because(format!("initdb ended with {status}")).because(log.tail())),
        Err(e) => Err(failed().because(e.to_string())),
    }
}

fn failed() -> Diagnostic {
    Diagnostic::error(&codes::INITDB_FAILED, "cannot create the sandbox's PostgreSQL data folder")
        .advice("check the disk, and that the binaries fit this system")
}
