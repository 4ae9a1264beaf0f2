//! Exit codes, and how a use case ends.

use crate::diagnostic::Diagnostic;

/// How a command ends. The numbers are part of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 0
    Fine,
    /// 1: could not do it.
    Failed,
    /// 2: the command line makes no sense.
    Usage,
    /// 3: differences, with `--exit-code`.
    Differences,
    /// 4: breaking changes or findings against the policy.
    Findings,
    /// 5: not proven.
    NotProven,
    /// 6: the database changed and PostgREST did not.
    NotServed,
    /// 7: tests failed.
    TestsFailed,
    /// 130: interrupted.
    Interrupted,
}

impl Exit {
    /// The process's exit code.
    pub fn code(self) -> u8 {
        match self {
            Self::Fine => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Differences => 3,
            Self::Findings => 4,
            Self::NotProven => 5,
            Self::NotServed => 6,
            Self::TestsFailed => 7,
            Self::Interrupted => 130,
        }
    }

    /// Which of two counts: 1, 6, 4, 5, 7, 3, in this order.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        let rank = |exit: Self| match exit {
            Self::Interrupted => 0,
            Self::Usage => 1,
            Self::Failed => 2,
            Self::NotServed => 3,
            Self::Findings => 4,
            Self::NotProven => 5,
            Self::TestsFailed => 6,
            Self::Differences => 7,
            Self::Fine => 8,
        };
        if rank(other) < rank(self) { other } else { self }
    }
}

/// A use case that gives no result.
#[derive(Debug, Clone)]
pub struct Failure {
    /// How the command ends.
    pub exit: Exit,
    /// Why.
    pub diagnostics: Vec<Diagnostic>,
}

impl From<Diagnostic> for Failure {
    fn from(diagnostic: Diagnostic) -> Self {
        Self { exit: Exit::Failed, diagnostics: vec![diagnostic] }
    }
}

impl From<Vec<Diagnostic>> for Failure {
    fn from(diagnostics: Vec<Diagnostic>) -> Self {
        Self { exit: Exit::Failed, diagnostics }
    }
}

/// A result with what has to be said about it.
#[derive(Debug, Clone)]
pub struct Outcome<T> {
    /// The result.
    pub result: T,
    /// How the command ends.
    pub exit: Exit,
    /// Warnings and notes.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Outcome<T> {
    /// A result that is fine.
    pub fn fine(result: T) -> Self {
        Self { result, exit: Exit::Fine, diagnostics: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heavier_exit_counts() {
        assert_eq!(Exit::Differences.or(Exit::NotProven), Exit::NotProven);
        assert_eq!(Exit::Findings.or(Exit::NotProven), Exit::Findings);
        assert_eq!(Exit::NotServed.or(Exit::Findings), Exit::NotServed);
        assert_eq!(Exit::Failed.or(Exit::NotServed), Exit::Failed);
        assert_eq!(Exit::Fine.or(Exit::Fine), Exit::Fine);
    }
}
