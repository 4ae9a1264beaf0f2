//! One manifest: its document, with the text and the places diagnostics point to.

use crate::diagnostic::{Diagnostic, Place};
use crate::manifest::Places;
use crate::manifest::document::Document;
use crate::sql::statement::SqlProblem;

/// A manifest below `pgai/`.
#[derive(Debug, Clone)]
pub struct Manifest {
    /// Relative to the root, with `/`.
    pub path: String,
    /// The text as it stands in the file.
    pub text: String,
    /// What it says.
    pub document: Document,
    /// Where it says it.
    pub places: Places,
}

impl Manifest {
    /// The place of the key at the end of `path` (`["columns", "id"]`), or of what is nearest to it.
    pub fn place<S: AsRef<str>>(&self, path: &[S]) -> Place {
        self.shown(self.places.nearest(path))
    }

    /// The place of the value behind `path`, or of what is nearest to it.
    pub fn value<S: AsRef<str>>(&self, path: &[S]) -> Place {
        self.shown(self.places.value(path).unwrap_or_else(|| self.places.nearest(path)))
    }

    /// A problem in the SQL `text` that stands behind `path`, at its place in the file.
    pub fn sql_problem<S: AsRef<str>>(&self, path: &[S], text: &str, problem: SqlProblem) -> Diagnostic {
        let characters = |range: &str| range.chars().count();
        let offset = characters(text.get(..problem.range.start).unwrap_or_default());
        let length = characters(text.get(problem.range.clone()).unwrap_or_default());
        let place = self.places.inside(path, offset, length).unwrap_or_else(|| self.places.nearest(path));
        problem.into_diagnostic(Some(self.shown(place)))
    }

    /// Settings of PostgREST may hold a secret that should not be there: their lines are never shown.
    fn shown(&self, place: Place) -> Place {
        match self.document {
            Document::PostgRest(_) => Place { source: None, ..place },
            _ => place,
        }
    }
}
