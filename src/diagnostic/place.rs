//! Where in a file a diagnostic points.

use std::fmt;
use std::sync::Arc;

/// A place in a text file. Lines and columns count from 1, columns in characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The path as people wrote or see it, relative to the project where possible.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// How many characters the place covers; 0 when only the point is known.
    pub length: usize,
    /// The whole text of the file, for showing the line. Never a file that may hold secrets.
    pub source: Option<Arc<str>>,
}

impl Place {
    /// A place from a byte range of `source`.
    pub fn from_bytes(file: impl Into<String>, source: &Arc<str>, start: usize, end: usize) -> Self {
        let start = floor_char_boundary(source, start);
        let end = floor_char_boundary(source, end.max(start));
        let before = &source[..start];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Self {
            file: file.into(),
            line: before.matches('\n').count() + 1,
            column: source[line_start..start].chars().count() + 1,
            length: source[start..end].chars().take_while(|c| *c != '\n').count(),
            source: Some(Arc::clone(source)),
        }
    }

    /// The byte offset of the place in its source, for drawing.
    pub fn offset(&self) -> Option<usize> {
        let source = self.source.as_ref()?;
        let mut rest = 0;
        for (number, line) in source.split_inclusive('\n').enumerate() {
            if number + 1 == self.line {
                let within: usize = line.chars().take(self.column.saturating_sub(1)).map(char::len_utf8).sum();
                return Some(rest + within);
            }
            rest += line.len();
        }
        None
    }
}

fn floor_char_boundary(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}
