//! What a stable code is.

use std::fmt;

/// A stable code with its title and the text that `pgai explain` prints.
pub struct CodeInfo {
    /// `PGAI-` and four digits; the first digit names the area.
    pub id: &'static str,
    /// One line: what the code stands for.
    pub title: &'static str,
    /// Markdown: what happened, why pgai stops there, and what to do.
    pub text: &'static str,
}

/// Codes are passed around by reference; each exists once.
pub type Code = &'static CodeInfo;

impl CodeInfo {
    /// A table row of `diagnostic::codes`.
    pub const fn new(id: &'static str, title: &'static str, text: &'static str) -> Self {
        Self { id, title, text }
    }
}

impl fmt::Debug for CodeInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id)
    }
}

impl PartialEq for CodeInfo {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for CodeInfo {}
