//! Where programs are looked for. The one place of this room that reads `PATH`.

use std::env;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tokio::process::Command;

use super::process;
use super::user::RunAs;
use crate::diagnostic::codes::sandbox as codes;
use crate::diagnostic::{Diagnostic, Result};

/// Every program of this name on `PATH`, in its order, as absolute paths.
pub(super) fn on_path(name: &str) -> Vec<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path)
        .filter_map(|folder| std::path::absolute(folder.join(name)).ok())
        .filter(|file| is_program(file))
        .collect()
}

/// Whether the path is a file with an execute bit.
pub(super) fn is_program(path: &Path) -> bool {
    path.metadata().is_ok_and(|metadata| metadata.is_file() && metadata.permissions().mode() & 0o111 != 0)
}

/// What the program prints for `--version`, run as the user who will run it later.
pub(super) async fn version_line(program: &Path, user: Option<&RunAs>) -> Result<String> {
    let mut command: Command = process::command(program, user, Path::new("/"));
    command.arg("--version").stdout(Stdio::piped()).kill_on_drop(true);
    let output = match tokio::time::timeout(Duration::from_secs(20), command.output()).await {
        Ok(Ok(output)) => output,
        Ok(Err(e)) => return Err(unusable(program).because(e.to_string())),
        Err(_) => return Err(unusable(program).because("`--version` did not answer in 20 s")),
    };
    if !output.status.success() {
        return Err(unusable(program).because(format!("`--version` ended with {}", output.status)));
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The diagnostic of a program that is there but does not serve.
pub(super) fn unusable(program: &Path) -> Diagnostic {
    Diagnostic::error(&codes::UNUSABLE_BINARY, format!("the sandbox cannot use `{}`", program.display()))
}

/// The platform as npm's binary packages spell it.
pub(super) fn platform() -> Option<&'static str> {
    match (env::consts::OS, env::consts::ARCH) {
        ("linux", "x86_64") => Some("linux-x64"),
        ("linux", "aarch64") => Some("linux-arm64"),
        ("macos", "x86_64") => Some("darwin-x64"),
        ("macos", "aarch64") => Some("darwin-arm64"),
        _ => None,
    }
}
