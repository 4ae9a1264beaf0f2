//! Advisory file locks that serialise pgai processes. The kernel lets go of them when a process ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::{Duration, Instant};

use super::files;
use super::progress::{Listener, Progress};
use crate::diagnostic::codes::sandbox as codes;
use crate::diagnostic::{Diagnostic, Result};

/// Held until dropped.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

/// How a lock is shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// Many holders, no exclusive one.
    Shared,
    /// One holder.
    Exclusive,
}

/// How long another holder is waited for: an installation over a slow line may take minutes.
const LIMIT: Duration = Duration::from_secs(600);

/// Takes the lock, waiting for other holders. `what` names it in messages.
pub(super) async fn take(path: &Path, mode: Mode, what: &str, listener: Listener<'_>) -> Result<Lock> {
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .mode(0o600)
        .open(path)
        .map_err(|e| files::failed("open", path, &e))?;
    let deadline = Instant::now() + LIMIT;
    let mut told = false;
    loop {
        let outcome = match mode {
            Mode::Shared => file.try_lock_shared(),
            Mode::Exclusive => file.try_lock(),
        };
        match outcome {
            Ok(()) => return Ok(Lock { _file: file }),
            Err(TryLockError::Error(e)) => return Err(files::failed("lock", path, &e)),
            Err(TryLockError::WouldBlock) if Instant::now() > deadline => return Err(held(what)),
            Err(TryLockError::WouldBlock) => {}
        }
        if !told {
            listener(Progress::Waiting { on: what.to_owned() });
            told = true;
        }
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
}

fn held(what: &str) -> Diagnostic {
    Diagnostic::error(&codes::LOCKED, format!("another pgai has been working on {what} for over ten minutes"))
        .advice("wait for it, or end it, then run the command again")
}
