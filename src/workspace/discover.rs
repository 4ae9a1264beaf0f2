//! Finding the project: upward to the first pgai.yaml, not beyond the git repository.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::PROJECT_FILE;
use crate::diagnostic::codes::workspace as codes;
use crate::diagnostic::{Diagnostic, Result};

/// The root of the project that `start` lies in: the nearest folder, upward, that holds `pgai.yaml`. The search
/// ends at the root of a git repository (a folder with `.git`), or of the file system.
///
/// # Errors
/// When `start` is no folder, a folder cannot be looked into, or there is no project.
pub fn discover(start: &Path) -> Result<PathBuf> {
    let begin = existing_folder(start)?;
    for folder in begin.ancestors() {
        if is_file(&folder.join(PROJECT_FILE))? {
            return Ok(folder.to_owned());
        }
        if folder.join(".git").exists() {
            break;
        }
    }
    Err(Diagnostic::error(
        &codes::NO_PROJECT,
        format!("there is no {PROJECT_FILE} in `{}` or in a folder above it", start.display()),
    )
    .advice("change into the project, or name it with `-C DIR`")
    .advice("begin a project with `pgai init`"))
}

fn existing_folder(start: &Path) -> Result<PathBuf> {
    let refused = |cause: &str| {
        Diagnostic::error(&codes::NO_FOLDER, format!("there is no folder `{}`", start.display()))
            .because(cause)
            .advice("check the path after `-C`")
    };
    let folder = start.canonicalize().map_err(|error| refused(&error.to_string()))?;
    if folder.is_dir() { Ok(folder) } else { Err(refused("it is a file")) }
}

fn is_file(path: &Path) -> Result<bool> {
    match path.metadata() {
        Ok(metadata) => Ok(metadata.is_file()),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(false),
        Err(error) => Err(Diagnostic::error(&codes::UNREADABLE, format!("cannot look for `{}`", path.display()))
            .because(error.to_string())),
    }
}
