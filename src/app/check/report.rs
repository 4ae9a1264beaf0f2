//! What `check` found, in the order of files and lines.

use serde::ser::SerializeSeq;
use serde::{Serialize, Serializer};

use crate::diagnostic::{Diagnostic, Severity};
use crate::workspace::Workspace;

/// The result of `check`. Knows its JSON.
#[derive(Debug, Clone, Default, Serialize)]
pub struct CheckReport {
    /// Files read: pgai.yaml, manifests and lock files.
    pub files: usize,
    /// Views and materialized views.
    pub views: usize,
    /// Function names.
    pub functions: usize,
    /// Endpoints.
    pub endpoints: usize,
    /// By file, line and column.
    #[serde(serialize_with = "as_findings")]
    pub diagnostics: Vec<Diagnostic>,
}

impl CheckReport {
    pub(super) fn new(workspace: Option<&Workspace>, mut diagnostics: Vec<Diagnostic>) -> Self {
        diagnostics.sort_by(|a, b| order(a).cmp(&order(b)));
        let Some(workspace) = workspace else { return Self { diagnostics, ..Self::default() } };
        Self {
            files: 1 + workspace.manifests.len() + workspace.lock_texts.len() + workspace.unread.len(),
            views: workspace.views().count() + workspace.materialized_views().count(),
            functions: workspace.functions().count(),
            endpoints: workspace.endpoints().count(),
            diagnostics,
        }
    }

    /// True when nothing found is an error.
    pub fn is_fine(&self) -> bool {
        !self.diagnostics.iter().any(Diagnostic::is_error)
    }
}

/// Files by name, without a place first; within a line the worst first.
fn order(diagnostic: &Diagnostic) -> impl Ord + '_ {
    let place = diagnostic.place();
    (
        place.map(|place| (place.file.as_str(), place.line, place.column)),
        std::cmp::Reverse(diagnostic.severity()),
        diagnostic.code().id,
        diagnostic.message(),
    )
}

#[derive(Serialize)]
struct Finding<'a> {
    code: &'static str,
    severity: Severity,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    causes: &'a [String],
    advice: &'a [String],
}

fn as_findings<S: Serializer>(diagnostics: &[Diagnostic], serializer: S) -> Result<S::Ok, S::Error> {
    let mut list = serializer.serialize_seq(Some(diagnostics.len()))?;
    for diagnostic in diagnostics {
        let place = diagnostic.place();
        list.serialize_element(&Finding {
            code: diagnostic.code().id,
            severity: diagnostic.severity(),
            message: diagnostic.message(),
            file: place.map(|place| place.file.as_str()),
            line: place.map(|place| place.line),
            column: place.map(|place| place.column),
            causes: diagnostic.causes(),
            advice: diagnostic.advices(),
        })?;
    }
    list.end()
}
