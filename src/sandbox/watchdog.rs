//! Ends a server when the process it was started for is gone, however that ended.
//!
//! The watchdog is a shell of its own, because nothing inside a process survives kill -9.

use std::path::Path;

use nix::sys::signal::Signal;

use super::process::{self, Process};
use crate::diagnostic::codes::sandbox as codes;
use crate::diagnostic::{Diagnostic, Result};

/// Arguments: watched pid and start, server's pid and start, two signals: the polite one and,
/// ten seconds later, the other. Ends with the server. Start times are compared as `process` does.
const SCRIPT: &str = r#"
start_of() {
  if [ -d /proc/self ]; then
    read -r stat 2>/dev/null < "/proc/$1/stat" || return 0
    set -- ${stat##*) }
    [ "$1" = Z ] || [ "$1" = X ] || echo "${20}"
  else
    set -- $(ps -o stat=,lstart= -p "$1")
    case $1 in Z*) ;; *) shift && echo "$*" ;; esac
  fi
}
alive() { [ "$(start_of "$1" 2>/dev/null)" = "$2" ]; }
while alive "$1" "$2"; do
  alive "$3" "$4" || exit 0
  sleep 1
done
kill -s "$5" "$3"
n=0
while alive "$3" "$4" && [ $n -lt 10 ]; do sleep 1; n=$((n + 1)); done
alive "$3" "$4" && kill -s "$6" "$3"
"#;

/// Starts a watchdog that ends `server` with the process `watched`.
pub(super) fn start(watched: u32, server: &Process, signals: [Signal; 2]) -> Result<Process> {
    let watched =
        Process::find(watched).ok_or_else(|| failed().because(format!("there is no process {watched} to watch")))?;
    let mut command = process::command(Path::new("/bin/sh"), None, Path::new("/"));
    command.process_group(0);
    command.args(["-c", SCRIPT, "pgai-sandbox-watchdog"]);
    command.args([&watched.pid.to_string(), &watched.start, &server.pid.to_string(), &server.start]);
    command.args(signals.map(|signal| signal.as_str().trim_start_matches("SIG").to_owned()));
    let child = command.spawn().map_err(|e| failed().because(e.to_string()))?;
    child.id().and_then(Process::find).ok_or_else(|| failed().because("it ended at once"))
}

/// Ends a watchdog together with the `sleep` it may be in.
pub(super) fn stop(watchdog: Option<&Process>) -> Result<()> {
    watchdog.map_or(Ok(()), |watchdog| watchdog.signal_group(Signal::SIGKILL))
}

fn failed() -> Diagnostic {
    Diagnostic::error(&codes::NO_WATCHDOG, "cannot watch over the sandbox's processes")
}
