//! Processes: who they are, whether they still run, how they are spawned and ended.
//!
//! A process id alone says little, since ids are used again. Every id is kept with the
//! time its process started, and nothing is signalled unless both still agree.

use std::fs::File;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::sys::signal::{Signal, kill, killpg};
use nix::unistd::Pid;
use serde::{Deserialize, Serialize};
use tokio::process::Command;

use super::user::RunAs;
use crate::diagnostic::codes::sandbox as codes;
use crate::diagnostic::{Diagnostic, Result};

/// How often a waiting loop looks.
pub(super) const POLL: Duration = Duration::from_millis(20);

/// A process, told apart from any later one with the same id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Process {
    pub(super) pid: u32,
    /// Start time as the system tells it: clock ticks after boot on Linux, a date elsewhere.
    pub(super) start: String,
    /// Which boot the ticks count from; empty where `start` is a date.
    pub(super) boot: String,
}

impl Process {
    /// The process that has this id now, unless it ended.
    pub(super) fn find(pid: u32) -> Option<Self> {
        Some(Self { pid, start: start_of(pid)?, boot: boot_id() })
    }

    /// Whether this very process still runs. A zombie does not.
    pub(super) fn is_alive(&self) -> bool {
        Self::find(self.pid).as_ref() == Some(self)
    }

    /// Sends a signal to this process, if it still runs.
    pub(super) fn signal(&self, signal: Signal) -> Result<()> {
        if !self.is_alive() {
            return Ok(());
        }
        self.sent(kill(self.nix_pid(), signal))
    }

    /// Sends a signal to the process group this process leads, if it still runs.
    pub(super) fn signal_group(&self, signal: Signal) -> Result<()> {
        if !self.is_alive() {
            return Ok(());
        }
        self.sent(killpg(self.nix_pid(), signal))
    }

    /// Waits for the end; false when the time is over.
    pub(super) async fn wait_end(&self, limit: Duration) -> bool {
        let deadline = Instant::now() + limit;
        while self.is_alive() {
            if Instant::now() > deadline {
                return false;
            }
            tokio::time::sleep(POLL).await;
        }
        true
    }

    fn sent(&self, outcome: nix::Result<()>) -> Result<()> {
        match outcome {
            Ok(()) | Err(Errno::ESRCH) => Ok(()),
            Err(e) => Err(not_stopped(self.pid).because(e.to_string())),
        }
    }

    fn nix_pid(&self) -> Pid {
        Pid::from_raw(i32::try_from(self.pid).unwrap_or(i32::MAX))
    }
}

/// The diagnostic of a process that could not be ended.
pub(super) fn not_stopped(pid: u32) -> Diagnostic {
    Diagnostic::error(&codes::NOT_STOPPED, format!("process {pid} of the sandbox did not end"))
        .advice("run the command as the user who started the sandbox")
}

#[cfg(target_os = "linux")]
fn start_of(pid: u32) -> Option<String> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    start_in_stat(&stat)
}

/// Field 22 of `/proc/PID/stat`, none for a zombie (proc(5)). The name in field 2 may hold anything, so read from its end.
#[cfg(any(target_os = "linux", test))]
fn start_in_stat(stat: &str) -> Option<String> {
    let mut fields = stat[stat.rfind(')')? + 1..].split_whitespace();
    let state = fields.next()?;
    if matches!(state, "Z" | "X") {
        return None;
    }
    fields.nth(18).map(str::to_owned)
}

#[cfg(not(target_os = "linux"))]
fn start_of(pid: u32) -> Option<String> {
    let output =
        std::process::Command::new("ps").args(["-o", "stat=,lstart=", "-p", &pid.to_string()]).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut words = text.split_whitespace();
    let state = words.next()?;
    (!state.starts_with('Z')).then(|| words.collect::<Vec<_>>().join(" "))
}

#[cfg(target_os = "linux")]
fn boot_id() -> String {
    std::fs::read_to_string("/proc/sys/kernel/random/boot_id").map(|id| id.trim().to_owned()).unwrap_or_default()
}

#[cfg(not(target_os = "linux"))]
fn boot_id() -> String {
    String::new()
}

/// Whether the process with this id was started with `path` as one of its arguments.
pub(super) fn has_argument(pid: u32, path: &Path) -> bool {
    command_line(pid).is_some_and(|line| line.iter().any(|word| Path::new(word) == path))
}

#[cfg(target_os = "linux")]
fn command_line(pid: u32) -> Option<Vec<String>> {
    let bytes = std::fs::read(format!("/proc/{pid}/cmdline")).ok()?;
    Some(String::from_utf8_lossy(&bytes).split('\0').map(str::to_owned).collect())
}

#[cfg(not(target_os = "linux"))]
fn command_line(pid: u32) -> Option<Vec<String>> {
    let output = std::process::Command::new("ps").args(["-o", "command=", "-p", &pid.to_string()]).output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).split_whitespace().map(str::to_owned).collect())
}

/// A command that inherits nothing of the caller's environment and runs as `user`.
///
/// What outlives pgai is also given a process group of its own, so that Ctrl-C in a terminal does not reach it.
pub(super) fn command(program: &Path, user: Option<&RunAs>, home: &Path) -> Command {
    let mut command = Command::new(program);
    command.env_clear();
    command.env("PATH", "/usr/local/bin:/usr/bin:/bin").env("HOME", home).env("TZ", "UTC").env("LC_ALL", "C");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.current_dir("/");
    if let Some(user) = user {
        command.uid(user.uid).gid(user.gid);
    }
    command
}

/// Sends a command's output to a log file.
pub(super) fn log_to(command: &mut Command, log: File) -> std::io::Result<()> {
    command.stdout(log.try_clone()?).stderr(log);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn start_time_is_read_past_any_name() {
        let tail = "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 987 20";
        assert_eq!(start_in_stat(&format!("7 (a b) c) S {tail}")), Some("987".into()));
        assert_eq!(start_in_stat(&format!("7 (sh) Z {tail}")), None);
        assert_eq!(start_in_stat("7 (sh) S 1"), None);
        assert_eq!(start_in_stat(""), None);
    }

    #[test]
    fn a_process_knows_itself_and_not_its_successor() {
        let me = Process::find(std::process::id()).unwrap();
        assert!(me.is_alive());
        assert!(!Process { start: "1".into(), ..me.clone() }.is_alive());
        assert!(!Process { boot: "other".into(), ..me }.is_alive());
    }
}
