//! Codes of the command line: usage, environments, interruption.

use crate::diagnostic::{Code, CodeInfo};

/// Every code of this area.
pub static ALL: &[Code] = &[
    &USAGE,
    &NO_ENVIRONMENT,
    &PROTECTED,
    &INTERRUPTED,
    &NEEDS_INPUT,
    &NOT_BASELINE,
    &ALREADY_A_PROJECT,
    &NO_DATABASE,
    &UNKNOWN_NAME,
    &UNKNOWN_CODE,
    &CONFLICT,
    &DIRTY,
    &OUT_OF_DATE,
];

/// The command line makes no sense.
pub static USAGE: CodeInfo =
    CodeInfo::new("PGAI-0091", "the command line makes no sense", include_str!("PGAI-0091.md"));

/// There is no such environment.
pub static NO_ENVIRONMENT: CodeInfo =
    CodeInfo::new("PGAI-0092", "there is no such environment", include_str!("PGAI-0092.md"));

/// The environment is protected.
pub static PROTECTED: CodeInfo =
    CodeInfo::new("PGAI-0093", "the environment is protected", include_str!("PGAI-0093.md"));

/// Interrupted.
pub static INTERRUPTED: CodeInfo = CodeInfo::new("PGAI-0094", "interrupted", include_str!("PGAI-0094.md"));

/// A question that nobody can answer.
pub static NEEDS_INPUT: CodeInfo =
    CodeInfo::new("PGAI-0095", "a question that nobody can answer", include_str!("PGAI-0095.md"));

/// The lock is read from another environment.
pub static NOT_BASELINE: CodeInfo =
    CodeInfo::new("PGAI-0096", "the lock is read from another environment", include_str!("PGAI-0096.md"));

/// The folder already holds a project.
pub static ALREADY_A_PROJECT: CodeInfo =
    CodeInfo::new("PGAI-0097", "the folder already holds a project", include_str!("PGAI-0097.md"));

/// No database is named.
pub static NO_DATABASE: CodeInfo = CodeInfo::new("PGAI-0098", "no database is named", include_str!("PGAI-0098.md"));

/// A name that nothing has.
pub static UNKNOWN_NAME: CodeInfo = CodeInfo::new("PGAI-0099", "a name that nothing has", include_str!("PGAI-0099.md"));

/// There is no such code.
pub static UNKNOWN_CODE: CodeInfo = CodeInfo::new("PGAI-0100", "there is no such code", include_str!("PGAI-0100.md"));

/// Both the manifest and the database changed.
pub static CONFLICT: CodeInfo =
    CodeInfo::new("PGAI-0101", "both the manifest and the database changed", include_str!("PGAI-0101.md"));

/// Files with changes that are not committed.
pub static DIRTY: CodeInfo =
    CodeInfo::new("PGAI-0102", "files with changes that are not committed", include_str!("PGAI-0102.md"));

/// A document is out of date.
pub static OUT_OF_DATE: CodeInfo =
    CodeInfo::new("PGAI-0104", "a document is out of date", include_str!("PGAI-0104.md"));
