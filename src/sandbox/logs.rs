//! Log files of the servers: opened for appending, quoted in errors.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use super::files;
use crate::diagnostic::Result;

/// A log that somebody is about to write to.
#[derive(Debug)]
pub(super) struct Log {
    pub(super) path: PathBuf,
    start: u64,
}

/// How much of a log an error quotes.
const LINES: usize = 12;

impl Log {
    /// Opens the log for appending and remembers where the new part begins.
    pub(super) fn open(path: &Path) -> Result<(Self, File)> {
        let file = OpenOptions::new()
            .create(true)
            .append(true)
            .mode(0o600)
            .open(path)
            .map_err(|e| files::failed("open", path, &e))?;
        let start = file.metadata().map_err(|e| files::failed("look at", path, &e))?.len();
        Ok((Self { path: path.to_owned(), start }, file))
    }

    /// What was written since the log was opened.
    pub(super) fn news(&self) -> String {
        let mut bytes = Vec::new();
        let read = File::open(&self.path).and_then(|mut file| {
            file.seek(SeekFrom::Start(self.start))?;
            file.read_to_end(&mut bytes)
        });
        match read {
            Ok(_) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(e) => format!("(the log cannot be read: {e})"),
        }
    }

    /// The last lines of what was written since the log was opened.
    pub(super) fn tail(&self) -> String {
        last_lines(&self.news())
    }
}

/// The last few lines of a text.
pub(super) fn last_lines(text: &str) -> String {
    let lines: Vec<&str> = text.trim_end().lines().collect();
    lines[lines.len().saturating_sub(LINES)..].join("\n")
}

#[cfg(test)]
mod tests {
    use super::last_lines;

    #[test]
    fn only_the_end_is_quoted() {
        let text = (1..=40).map(|n| n.to_string()).collect::<Vec<_>>().join("\n");
        assert_eq!(last_lines(&text).lines().count(), 12);
        assert!(last_lines(&text).ends_with("40"));
        assert_eq!(last_lines("one\n\n"), "one");
        assert_eq!(last_lines(""), "");
    }
}
