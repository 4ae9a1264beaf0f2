//! Diagnostics: stable codes with their texts, severity, place and advice.
//!
//! Made everywhere, rendered in `output`. Pure: no I/O, names no other room.

mod code;
pub mod codes;
mod place;

pub use code::{Code, CodeInfo};
pub use place::Place;

use std::fmt;

/// The usual result of a fallible step: a value, or the diagnostic to show.
pub type Result<T, E = Diagnostic> = std::result::Result<T, E>;

/// How serious a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing is wrong.
    Note,
    /// Something was skipped, could not be checked, or will bite later.
    Warning,
    /// The command cannot do what was asked.
    Error,
}

/// One thing to tell the user: what is wrong, where, and what to do.
///
/// The message is a lower-case fragment without a final full stop; advice is in
/// the imperative. Neither ever holds a secret.
#[derive(Clone)]
pub struct Diagnostic(Box<Inner>);

#[derive(Debug, Clone)]
struct Inner {
    code: Code,
    severity: Severity,
    message: String,
    place: Option<Place>,
    causes: Vec<String>,
    advice: Vec<String>,
}

impl Diagnostic {
    /// An error with its code and message.
    pub fn error(code: Code, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, message)
    }

    /// A warning with its code and message.
    pub fn warning(code: Code, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, message)
    }

    /// A note with its code and message.
    pub fn note(code: Code, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Note, message)
    }

    fn new(code: Code, severity: Severity, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            code,
            severity,
            message: message.into(),
            place: None,
            causes: Vec::new(),
            advice: Vec::new(),
        }))
    }

    /// Says where in a file the problem is.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.0.place = Some(place);
        self
    }

    /// Says where, when that is known.
    #[must_use]
    pub fn at_some(mut self, place: Option<Place>) -> Self {
        if place.is_some() {
            self.0.place = place;
        }
        self
    }

    /// Adds what lies behind the message (a server's own words, an OS error).
    #[must_use]
    pub fn because(mut self, cause: impl Into<String>) -> Self {
        self.0.causes.push(cause.into());
        self
    }

    /// Adds what to do about it, in the imperative.
    #[must_use]
    pub fn advice(mut self, advice: impl Into<String>) -> Self {
        self.0.advice.push(advice.into());
        self
    }

    /// The stable code.
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// How serious it is.
    pub fn severity(&self) -> Severity {
        self.0.severity
    }

    /// The message: a lower-case fragment.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Where the problem is, when it is in a file.
    pub fn place(&self) -> Option<&Place> {
        self.0.place.as_ref()
    }

    /// What lies behind the message, outermost first.
    pub fn causes(&self) -> &[String] {
        &self.0.causes
    }

    /// What to do, in the order to try it.
    pub fn advices(&self) -> &[String] {
        &self.0.advice
    }

    /// True for errors, the only severity that fails a command.
    pub fn is_error(&self) -> bool {
        self.severity() == Severity::Error
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code().id, self.message())
    }
}

impl fmt::Debug for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Diagnostic {}

/// The nearest of `candidates` to what somebody wrote, when one is near enough to suggest.
pub fn nearest<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(written, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= 1 + candidate.chars().count() / 4)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}
