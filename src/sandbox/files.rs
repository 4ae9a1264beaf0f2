//! Small file operations with this room's errors: folders, atomic writes.

use std::fs::{self, Permissions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt, fchown};
use std::path::Path;

use nix::unistd::geteuid;

use super::user::RunAs;
use crate::diagnostic::codes::sandbox as codes;
use crate::diagnostic::{Diagnostic, Result};

/// The diagnostic of a file operation that failed.
pub(super) fn failed(action: &str, path: &Path, error: &std::io::Error) -> Diagnostic {
    Diagnostic::error(&codes::FOLDER, format!("cannot {action} `{}`", path.display()))
        .because(error.to_string())
        .advice("check that the folder can be written and the disk is not full")
}

/// Creates a folder with its parents; `mode` is the last one's, and an existing folder is left as it is.
pub(super) fn make_dir(path: &Path, mode: u32) -> Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(|e| failed("create", parent, &e))?;
    }
    match fs::DirBuilder::new().mode(mode).create(path) {
        // Said again because the umask may have taken bits away.
        Ok(()) => fs::set_permissions(path, Permissions::from_mode(mode)).map_err(|e| failed("open up", path, &e)),
        Err(e) if e.kind() == ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
        Err(e) => Err(failed("create", path, &e)),
    }
}

/// Writes a file of mode 0600 in one step: readers see the old text or the new one.
///
/// Without an `owner`, a file that root replaces stays its owner's.
pub(super) fn write_private(path: &Path, text: &str, owner: Option<&RunAs>) -> Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let fail = |e: std::io::Error| failed("write", path, &e);
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(fail)?;
    file.write_all(text.as_bytes()).map_err(fail)?;
    let before = path.metadata().ok().filter(|_| geteuid().is_root()).map(|metadata| (metadata.uid(), metadata.gid()));
    if let Some((uid, gid)) = owner.map(|owner| (owner.uid, owner.gid)).or(before) {
        fchown(file.as_file(), Some(uid), Some(gid)).map_err(fail)?;
    }
    file.persist(path).map_err(|e| fail(e.error))?;
    Ok(())
}

/// The text of a file, or `None` when there is none.
pub(super) fn read_if_there(path: &Path) -> Result<Option<String>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
        Err(e) => Err(failed("read", path, &e)),
    }
}

/// Removes a file; one that is not there is fine.
pub(super) fn remove_if_there(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(e) if e.kind() != ErrorKind::NotFound => Err(failed("remove", path, &e)),
        _ => Ok(()),
    }
}

/// Removes a folder and all below it; one that is not there is fine.
pub(super) fn remove_dir_if_there(path: &Path) -> Result<()> {
    match fs::remove_dir_all(path) {
        Err(e) if e.kind() != ErrorKind::NotFound => Err(failed("remove", path, &e)),
        _ => Ok(()),
    }
}

/// The absolute path with every symbolic link followed.
pub(super) fn canonical(path: &Path) -> Result<std::path::PathBuf> {
    fs::canonicalize(path).map_err(|e| failed("open", path, &e))
}
