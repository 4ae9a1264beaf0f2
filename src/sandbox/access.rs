//! Whether the user that runs the servers can reach a path. Reads permissions, changes nothing.

use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::files;
use super::user::RunAs;
use crate::diagnostic::codes::sandbox as codes;
use crate::diagnostic::{Diagnostic, Result};

/// The first folder on the way to `path` (itself included when a folder) that `user` cannot enter.
pub(super) fn closed_folder(path: &Path, user: &RunAs) -> Result<Option<PathBuf>> {
    let path = files::canonical(path)?;
    let mut folders: Vec<&Path> = path.ancestors().filter(|p| p.is_dir()).collect();
    folders.reverse();
    for folder in folders {
        let metadata = folder.metadata().map_err(|e| files::failed("look at", folder, &e))?;
        if !may_execute(&metadata, user) {
            return Ok(Some(folder.to_owned()));
        }
    }
    Ok(None)
}

/// Fails when `user` cannot reach and run the program.
pub(super) fn demand_runnable(program: &Path, user: Option<&RunAs>) -> Result<()> {
    let Some(user) = user else { return Ok(()) };
    if let Some(folder) = closed_folder(program, user)? {
        return Err(closed(program, &folder, user));
    }
    let metadata = program.metadata().map_err(|e| files::failed("look at", program, &e))?;
    if may_execute(&metadata, user) { Ok(()) } else { Err(closed(program, program, user)) }
}

/// Fails when `user` cannot read the file.
pub(super) fn demand_readable(file: &Path, user: Option<&RunAs>) -> Result<()> {
    let Some(user) = user else { return Ok(()) };
    if let Some(folder) = closed_folder(file, user)? {
        return Err(closed(file, &folder, user));
    }
    let metadata = file.metadata().map_err(|e| files::failed("look at", file, &e))?;
    if allowed(metadata.mode() >> 2, &metadata, user) { Ok(()) } else { Err(closed(file, file, user)) }
}

fn closed(what: &Path, folder: &Path, user: &RunAs) -> Diagnostic {
    let what = what.display();
    let reason = format!("`{}` is closed to the user `{}`, who runs the sandbox", folder.display(), user.name);
    Diagnostic::error(&codes::CLOSED_FOLDER, format!("the sandbox cannot use `{what}`"))
        .because(reason)
        .advice("open the folder to that user, or name a place that is open to it")
        .advice("or run pgai as an ordinary user instead of root")
}

fn may_execute(metadata: &Metadata, user: &RunAs) -> bool {
    allowed(metadata.mode(), metadata, user)
}

/// Looks at the lowest bit of the class that `user` falls in. Access lists are not read: they are rare on these folders.
fn allowed(mode: u32, metadata: &Metadata, user: &RunAs) -> bool {
    class_bit(mode, metadata.uid() == user.uid, metadata.gid() == user.gid)
}

fn class_bit(mode: u32, owns: bool, in_group: bool) -> bool {
    let shift = match (owns, in_group) {
        (true, _) => 6,
        (false, true) => 3,
        (false, false) => 0,
    };
    mode >> shift & 1 == 1
}

#[cfg(test)]
mod tests {
    use super::class_bit;

    #[test]
    fn one_class_alone_counts() {
        for (mode, owns, in_group, want) in [
            (0o700, true, false, true),
            (0o700, false, true, false),
            (0o700, false, false, false),
            (0o077, true, true, false),
            (0o710, false, true, true),
            (0o701, false, true, false),
            (0o701, false, false, true),
            (0o644, true, false, false),
        ] {
            assert_eq!(class_bit(mode, owns, in_group), want, "{mode:o} {owns} {in_group}");
        }
    }
}
