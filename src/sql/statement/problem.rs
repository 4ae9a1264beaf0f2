//! A problem in SQL text, with its place in that text.

use std::fmt;
use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, Place, Severity};

/// What is wrong with a text, and where in it. The caller knows which file the text
/// comes from and makes the `Diagnostic`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SqlProblem {
    /// Stable code.
    pub code: Code,
    /// How serious it is.
    pub severity: Severity,
    /// The bytes of the text it is about.
    pub range: Range<usize>,
    /// A lower-case fragment.
    pub message: String,
    /// What to do, in the imperative.
    pub advice: Option<String>,
}

impl SqlProblem {
    pub(crate) fn error(code: Code, range: Range<usize>, message: impl Into<String>) -> Self {
        Self { code, severity: Severity::Error, range, message: message.into(), advice: None }
    }

    pub(crate) fn warning(code: Code, range: Range<usize>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, range, message) }
    }

    pub(crate) fn with_advice(mut self, advice: impl Into<String>) -> Self {
        self.advice = Some(advice.into());
        self
    }

    /// Where the problem starts, in bytes from the start of the text.
    pub fn offset(&self) -> usize {
        self.range.start
    }

    /// The diagnostic, at a place that the caller worked out from `range`.
    pub fn into_diagnostic(self, place: Option<Place>) -> Diagnostic {
        let diagnostic = match self.severity {
            Severity::Note => Diagnostic::note(self.code, self.message),
            Severity::Warning => Diagnostic::warning(self.code, self.message),
            Severity::Error => Diagnostic::error(self.code, self.message),
        };
        let diagnostic = diagnostic.at_some(place);
        match self.advice {
            Some(advice) => diagnostic.advice(advice),
            None => diagnostic,
        }
    }
}

impl fmt::Display for SqlProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} (at byte {})", self.code.id, self.message, self.range.start)
    }
}

impl std::error::Error for SqlProblem {}
