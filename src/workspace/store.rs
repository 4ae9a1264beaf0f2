//! Writing files of the project: whole or not at all, in place of what a link leads to, never outside the root.

use std::fs::{self, File, Permissions};
use std::io::{ErrorKind, Write};
use std::path::{Component, Path, PathBuf};

use tempfile::TempPath;

use super::MANIFESTS;
use crate::diagnostic::codes::workspace as codes;
use crate::diagnostic::{Diagnostic, Result};

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// There was none.
    Created,
    /// It had another text.
    Updated,
    /// It had this text already, and was not touched.
    Unchanged,
}

/// The folder of a project, for writing. Paths are relative to it, with `/`.
#[derive(Debug, Clone)]
pub struct Store {
    root: PathBuf,
}

/// A text that lies beside its place, ready to be moved there.
#[derive(Debug)]
pub(super) struct Staged {
    /// Closed: thousands may be staged at once.
    file: TempPath,
    target: PathBuf,
    pub(super) outcome: Outcome,
}

impl Store {
    /// For the project whose root is `root`.
    ///
    /// # Errors
    /// When there is no such folder.
    pub fn new(root: &Path) -> Result<Self> {
        match root.canonicalize() {
            Ok(root) if root.is_dir() => Ok(Self { root }),
            Ok(_) => Err(Diagnostic::error(&codes::NO_FOLDER, format!("`{}` is no folder", root.display()))),
            Err(error) => Err(Diagnostic::error(&codes::NO_FOLDER, format!("there is no folder `{}`", root.display()))
                .because(error.to_string())),
        }
    }

    /// The root, without links in its path.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Writes `text` to `relative`, creating its folders. Readers see the old text or the new one. Permissions
    /// stay; a link stays a link. A file that has this text already is not touched.
    ///
    /// # Errors
    /// When the path leaves the project, or the file cannot be written.
    pub fn write(&self, relative: &str, text: &str) -> Result<Outcome> {
        match self.stage(relative, text)? {
            Some(staged) => {
                let outcome = staged.outcome;
                if let Some(folder) = persist(staged, relative)? {
                    sync_folder(&folder);
                }
                Ok(outcome)
            }
            None => Ok(Outcome::Unchanged),
        }
    }

    /// Removes the file `relative` (of a link, the link), and folders of manifests that become empty. False when
    /// there was none.
    ///
    /// # Errors
    /// When the path leaves the project, or the file cannot be removed.
    pub fn remove(&self, relative: &str) -> Result<bool> {
        let Some(path) = self.removable(relative)? else { return Ok(false) };
        fs::remove_file(&path).map_err(|error| not_writable("remove", relative, &error.to_string()))?;
        let manifests = self.root.join(MANIFESTS);
        for folder in path.ancestors().skip(1).take_while(|folder| folder.starts_with(&manifests)) {
            // A folder that is not empty stays.
            if fs::remove_dir(folder).is_err() {
                break;
            }
        }
        Ok(true)
    }

    /// The path to remove; none when nothing is there.
    pub(super) fn removable(&self, relative: &str) -> Result<Option<PathBuf>> {
        let path = self.inside(relative)?;
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { return Ok(None) };
        let Some(folder) = self.real(folder, relative)? else { return Ok(None) };
        let path = folder.join(name);
        match path.symlink_metadata() {
            Ok(metadata) if metadata.is_dir() => Err(not_writable("remove", relative, "it is a folder")),
            Ok(_) => Ok(Some(path)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(not_writable("remove", relative, &error.to_string())),
        }
    }

    /// Puts `text` beside its place; none when the file has it already.
    pub(super) fn stage(&self, relative: &str, text: &str) -> Result<Option<Staged>> {
        let failed = |error: std::io::Error| not_writable("write", relative, &error.to_string());
        let target = self.target(relative)?;
        let existing = match target.metadata() {
            Ok(metadata) => Some(metadata),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(failed(error)),
        };
        if let Some(metadata) = &existing {
            if !metadata.is_file() {
                return Err(not_writable("write", relative, "it is no file"));
            }
            if metadata.len() == text.len() as u64 && fs::read(&target).map_err(failed)? == text.as_bytes() {
                return Ok(None);
            }
            if metadata.permissions().readonly() {
                return Err(not_writable("write", relative, "it is read-only"));
            }
        }
        let folder = target.parent().unwrap_or(&self.root);
        fs::create_dir_all(folder).map_err(failed)?;
        let outcome = if existing.is_some() { Outcome::Updated } else { Outcome::Created };
        let file = written(folder, text, existing.map(|metadata| metadata.permissions())).map_err(failed)?;
        Ok(Some(Staged { file, target, outcome }))
    }

    /// Where a path really leads: links resolved, below the root.
    fn target(&self, relative: &str) -> Result<PathBuf> {
        let path = self.inside(relative)?;
        if path.symlink_metadata().is_ok() {
            return match self.real(&path, relative)? {
                Some(real) => Ok(real),
                None => Err(not_writable("write", relative, "the symbolic link leads to nothing")),
            };
        }
        // The part that exists is resolved, the rest is added as it stands.
        for folder in path.ancestors().skip(1) {
            if let Some(real) = self.real(folder, relative)? {
                return Ok(path.strip_prefix(folder).map(|rest| real.join(rest)).unwrap_or(path));
            }
        }
        Ok(path)
    }

    /// The real path of what exists; none when nothing does.
    fn real(&self, path: &Path, relative: &str) -> Result<Option<PathBuf>> {
        match path.canonicalize() {
            Ok(real) if real.starts_with(&self.root) => Ok(Some(real)),
            Ok(_) => Err(outside(relative)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(not_writable("write", relative, &error.to_string())),
        }
    }

    fn inside(&self, relative: &str) -> Result<PathBuf> {
        let path = Path::new(relative);
        let plain = path.components().all(|part| matches!(part, Component::Normal(_)));
        let strange = relative.is_empty() || relative.ends_with('/') || relative.contains(['\\', '\0']);
        if plain && !strange { Ok(self.root.join(path)) } else { Err(outside(relative)) }
    }
}

/// Moves a staged text to its place; gives the folder, which is still to be synced.
pub(super) fn persist(staged: Staged, relative: &str) -> Result<Option<PathBuf>> {
    let folder = staged.target.parent().map(Path::to_owned);
    staged.file.persist(&staged.target).map_err(|error| not_writable("write", relative, &error.error.to_string()))?;
    Ok(folder)
}

fn written(folder: &Path, text: &str, permissions: Option<Permissions>) -> std::io::Result<TempPath> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".pgai-").suffix(".tmp");
    if let Some(ordinary) = ordinary_permissions() {
        builder.permissions(ordinary);
    }
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    if let Some(permissions) = permissions {
        file.as_file().set_permissions(permissions)?;
    }
    file.as_file().sync_all()?;
    Ok(file.into_temp_path())
}

/// What a new file gets, less the umask; a temporary file would be readable by its owner only.
#[cfg(unix)]
fn ordinary_permissions() -> Option<Permissions> {
    Some(std::os::unix::fs::PermissionsExt::from_mode(0o666))
}

#[cfg(not(unix))]
fn ordinary_permissions() -> Option<Permissions> {
    None
}

/// Makes the rename last. Where a system cannot do that to a folder, the file itself is whole all the same.
pub(super) fn sync_folder(folder: &Path) {
    if cfg!(unix)
        && let Ok(folder) = File::open(folder)
    {
        drop(folder.sync_all());
    }
}

pub(super) fn not_writable(verb: &str, relative: &str, cause: &str) -> Diagnostic {
    Diagnostic::error(&codes::NOT_WRITABLE, format!("cannot {verb} `{relative}`"))
        .because(cause)
        .at(super::files::start_of(relative))
        .advice("give yourself the right to write there, or make room on the disk")
}

fn outside(relative: &str) -> Diagnostic {
    Diagnostic::error(&codes::OUTSIDE, format!("the path `{relative}` leaves the project"))
        .advice("remove the link, or move what it points to into the project")
}
