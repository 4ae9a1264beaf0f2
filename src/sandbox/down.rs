//! Stopping and removing a sandbox. Only what the sandbox started is stopped.

use std::path::Path;

use serde::Serialize;

use super::lock::{self, Mode};
use super::progress::{Listener, Progress};
use super::state::{InstanceState, State, unreadable};
use super::up::HOME_PREFIX;
use super::{files, layout, rest, server};
use crate::diagnostic::Result;

/// What was running and is no longer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Stopped {
    /// Whether the server ran.
    pub postgres: bool,
    /// The PostgREST instances that ran.
    pub postgrest: Vec<String>,
}

/// Stops every PostgREST, then the server, and waits for their ends. The data stays.
///
/// # Errors
/// When a process does not end or may not be signalled.
pub async fn down(dir: &Path, listener: Listener<'_>) -> Result<Stopped> {
    if !layout::state(dir).exists() {
        return Ok(Stopped::default());
    }
    let dir = files::canonical(dir)?;
    let _lock = exclusive(&dir, listener).await?;
    stop_all(&dir, listener).await
}

/// Stops one PostgREST and forgets it. True when it ran.
///
/// # Errors
/// As [`down`].
pub async fn postgrest_down(dir: &Path, name: &str, listener: Listener<'_>) -> Result<bool> {
    if !layout::instance_state(dir, name).exists() {
        return Ok(false);
    }
    let dir = files::canonical(dir)?;
    let label = label(&dir);
    let _shared = lock::take(&layout::lock(&dir), Mode::Shared, &label, listener).await?;
    let _lock = lock::take(&layout::instance_lock(&dir, name), Mode::Exclusive, &label, listener).await?;
    let Some(mut state) = InstanceState::read(&dir, name)? else { return Ok(false) };
    let stopped = stop_one(&dir, &mut state, listener).await?;
    files::remove_if_there(&layout::instance_state(&dir, name))?;
    Ok(stopped)
}

/// Stops the sandbox and deletes it, data included.
///
/// # Errors
/// As [`down`], and when a file cannot be deleted.
pub async fn remove(dir: &Path, listener: Listener<'_>) -> Result<Stopped> {
    if !layout::state(dir).exists() {
        return Ok(Stopped::default());
    }
    let dir = files::canonical(dir)?;
    let _lock = exclusive(&dir, listener).await?;
    let stopped = stop_all(&dir, listener).await?;
    if let Some(home) = State::read(&dir)?.map(|state| state.home).filter(|home| *home != dir) {
        demand_own_home(&dir, &home)?;
        files::remove_dir_if_there(&home)?;
    }
    files::remove_dir_if_there(&dir)?;
    Ok(stopped)
}

/// A state file that names any other folder was tampered with: nothing is deleted on its word.
fn demand_own_home(dir: &Path, home: &Path) -> Result<()> {
    let ours = home.file_name().is_some_and(|name| name.to_string_lossy().starts_with(HOME_PREFIX));
    if ours { Ok(()) } else { Err(unreadable(&layout::state(dir))) }
}

async fn stop_all(dir: &Path, listener: Listener<'_>) -> Result<Stopped> {
    let mut stopped = Stopped::default();
    for mut instance in InstanceState::read_all(dir)? {
        if stop_one(dir, &mut instance, listener).await? {
            stopped.postgrest.push(instance.name);
        }
    }
    let Some(mut state) = State::read(dir)? else { return Ok(stopped) };
    server::recover(dir, &mut state)?;
    if state.running().is_some() {
        listener(Progress::StoppingPostgres);
    }
    stopped.postgres = server::stop(dir, &mut state).await?;
    Ok(stopped)
}

async fn stop_one(dir: &Path, instance: &mut InstanceState, listener: Listener<'_>) -> Result<bool> {
    if instance.running().is_some() {
        listener(Progress::StoppingPostgrest { name: instance.name.clone() });
    }
    rest::stop(dir, instance).await
}

async fn exclusive(dir: &Path, listener: Listener<'_>) -> Result<lock::Lock> {
    lock::take(&layout::lock(dir), Mode::Exclusive, &label(dir), listener).await
}

fn label(dir: &Path) -> String {
    format!("the sandbox `{}`", dir.display())
}
