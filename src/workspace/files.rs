//! Reading every YAML file below a folder: sorted, links followed within the root, nothing passed over silently.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use crate::diagnostic::codes::workspace as codes;
use crate::diagnostic::{Diagnostic, Place, Result};

/// Bytes; a manifest has a few thousand.
const MAX_BYTES: u64 = 16 << 20;
/// Folders within folders.
const MAX_DEPTH: usize = 32;

/// What a walk found: texts by path (relative to the root, with `/`), and what could not be read.
#[derive(Debug, Default)]
pub(super) struct Walk {
    pub(super) texts: BTreeMap<String, String>,
    pub(super) unread: Vec<String>,
    pub(super) problems: Vec<Diagnostic>,
}

/// Reads all `*.yaml` and `*.yml` files below `folder` (relative to `root`); names that begin with `.` belong to
/// editors and systems. A folder that is not there is empty.
pub(super) fn walk(root: &Path, folder: &str) -> Walk {
    let mut walk = Walk::default();
    match root.join(folder).symlink_metadata() {
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        _ => Walker { root, within: vec![root.to_owned()], walk: &mut walk }.entry(folder),
    }
    walk
}

/// Reads one text file.
///
/// # Errors
/// When it is not there, is no file, is too big, or holds other bytes than UTF-8.
pub(super) fn read_text(path: &Path, shown: &str) -> Result<String> {
    let unreadable = |cause: String| {
        Diagnostic::error(&codes::UNREADABLE, format!("cannot read `{shown}`"))
            .because(cause)
            .at(start_of(shown))
            .advice("restore the file, remove it, or give yourself the right to read it")
    };
    // Looked at before it is opened: a named pipe would wait for ever.
    let metadata = path.metadata().map_err(|error| unreadable(error.to_string()))?;
    if !metadata.is_file() {
        return Err(unreadable("it is neither a file nor a folder".to_owned()));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len().min(MAX_BYTES)).unwrap_or_default());
    let file = File::open(path).map_err(|error| unreadable(error.to_string()))?;
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(|error| unreadable(error.to_string()))?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(Diagnostic::error(&codes::FILE_TOO_BIG, format!("`{shown}` has more than 16 MiB"))
            .at(start_of(shown))
            .advice("move it out of the project's manifests"));
    }
    String::from_utf8(bytes).map_err(|error| not_utf8(shown, error.as_bytes(), error.utf8_error().valid_up_to()))
}

fn not_utf8(shown: &str, bytes: &[u8], valid: usize) -> Diagnostic {
    let before = String::from_utf8_lossy(&bytes[..valid]);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let place = Place { file: shown.to_owned(), line, column, length: 0, source: None };
    Diagnostic::error(&codes::NOT_UTF8, format!("`{shown}` is not UTF-8 text")).at(place).advice("save it as UTF-8")
}

/// A file as a whole, whose text cannot be shown.
pub(super) fn start_of(file: &str) -> Place {
    Place { file: file.to_owned(), line: 1, column: 1, length: 0, source: None }
}

struct Walker<'a> {
    root: &'a Path,
    /// The real paths of the folders that the walk is in, outermost first.
    within: Vec<PathBuf>,
    walk: &'a mut Walk,
}

impl Walker<'_> {
    fn entry(&mut self, relative: &str) {
        if let Err(problem) = self.try_entry(relative) {
            self.walk.unread.push(relative.to_owned());
            self.walk.problems.push(problem);
        }
    }

    fn try_entry(&mut self, relative: &str) -> Result<()> {
        let path = self.root.join(relative);
        let own = path.symlink_metadata().map_err(|error| unreadable(relative, &error))?;
        let real = if own.is_symlink() { Some(self.follow(&path, relative)?) } else { None };
        let metadata = if real.is_some() { path.metadata() } else { Ok(own) };
        let metadata = metadata.map_err(|error| unreadable(relative, &error))?;
        if metadata.is_dir() {
            return self.folder(&path, real, relative);
        }
        if is_yaml(relative) {
            let text = read_text(&path, relative)?;
            self.walk.texts.insert(relative.to_owned(), text);
        }
        Ok(())
    }

    /// Where a link leads: to something that exists, below the root, and not back to a folder it is in.
    fn follow(&self, path: &Path, relative: &str) -> Result<PathBuf> {
        let bad = |message: String| {
            Diagnostic::error(&codes::BAD_LINK, message)
                .at(start_of(relative))
                .advice("replace the link by what it means, or remove it")
        };
        let real = path.canonicalize().map_err(|error| {
            bad(format!("the symbolic link `{relative}` cannot be followed")).because(error.to_string())
        })?;
        if !real.starts_with(self.root) {
            return Err(bad(format!("the symbolic link `{relative}` leaves the project")));
        }
        if self.within.iter().any(|folder| folder.starts_with(&real)) {
            return Err(bad(format!("the symbolic link `{relative}` leads back to a folder above it")));
        }
        Ok(real)
    }

    fn folder(&mut self, path: &Path, real: Option<PathBuf>, relative: &str) -> Result<()> {
        if self.within.len() > MAX_DEPTH {
            return Err(Diagnostic::error(
                &codes::FILE_TOO_BIG,
                format!("folders are nested too deep at `{relative}`"),
            )
            .advice("move them out of the project's manifests"));
        }
        let mut names = Vec::new();
        for entry in fs::read_dir(path).map_err(|error| unreadable(relative, &error))? {
            let name = entry.map_err(|error| unreadable(relative, &error))?.file_name();
            match name.into_string() {
                Ok(name) if name.starts_with('.') => {}
                Ok(name) => names.push(name),
                Err(name) => self.walk.problems.push(
                    Diagnostic::error(
                        &codes::NOT_UTF8,
                        format!("the file name `{relative}/{}` is not UTF-8", name.to_string_lossy()),
                    )
                    .advice("rename the file"),
                ),
            }
        }
        names.sort();
        // The names of links count as folders of their own, the place they lead to does.
        self.within.push(real.unwrap_or_else(|| path.to_owned()));
        for name in names {
            self.entry(&format!("{relative}/{name}"));
        }
        self.within.pop();
        Ok(())
    }
}

fn unreadable(relative: &str, error: &std::io::Error) -> Diagnostic {
    Diagnostic::error(&codes::UNREADABLE, format!("cannot read `{relative}`"))
        .because(error.to_string())
        .at(start_of(relative))
        .advice("restore it, remove it, or give yourself the right to read it")
}

fn is_yaml(path: &str) -> bool {
    let extension = Path::new(path).extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    extension.eq_ignore_ascii_case("yaml") || extension.eq_ignore_ascii_case("yml")
}
