//! Codes of the database area: reading, proving, planning, applying.

use crate::diagnostic::{Code, CodeInfo};

/// Every code of this area.
pub static ALL: &[Code] = &[
    &VIEW_CYCLE,
    &BEYOND_PLAN,
    &NOT_ALLOWED,
    &NOT_OWNER,
    &NO_SUCH_ROLE,
    &QUERY_REFUSED,
    &NOT_PROVEN,
    &COLUMNS_UNPROVEN,
    &LOCK_WAIT,
    &APPLY_BUSY,
    &STALE,
    &STEP_FAILED,
    &READ_BACK,
    &OPEN_FAILED,
    &OUTCOME_UNKNOWN,
    &CATALOG_UNKNOWN,
    &SERVER_ERROR,
    &SKIPPED,
    &OLD_SERVER,
    &INVALID_FUNCTION,
    &NO_SUCH_SCHEMA,
    &NO_USAGE,
    &MOVED_BELOW,
];

/// Views read each other in a circle.
pub static VIEW_CYCLE: CodeInfo =
    CodeInfo::new("PGAI-4001", "views read each other in a circle", include_str!("PGAI-4001.md"));

/// A change that this version does not plan.
pub static BEYOND_PLAN: CodeInfo =
    CodeInfo::new("PGAI-4002", "a change that this version does not plan", include_str!("PGAI-4002.md"));

/// A destructive step that nobody allowed.
pub static NOT_ALLOWED: CodeInfo =
    CodeInfo::new("PGAI-4003", "a destructive step that nobody allowed", include_str!("PGAI-4003.md"));

/// Objects owned by a role you cannot act as.
pub static NOT_OWNER: CodeInfo =
    CodeInfo::new("PGAI-4004", "objects owned by a role you cannot act as", include_str!("PGAI-4004.md"));

/// A role does not exist.
pub static NO_SUCH_ROLE: CodeInfo = CodeInfo::new("PGAI-4005", "a role does not exist", include_str!("PGAI-4005.md"));

/// PostgreSQL does not accept a query.
pub static QUERY_REFUSED: CodeInfo =
    CodeInfo::new("PGAI-4006", "PostgreSQL does not accept a query", include_str!("PGAI-4006.md"));

/// A difference could not be decided.
pub static NOT_PROVEN: CodeInfo =
    CodeInfo::new("PGAI-4007", "a difference could not be decided", include_str!("PGAI-4007.md"));

/// `columns` does not match what the query gives.
pub static COLUMNS_UNPROVEN: CodeInfo =
    CodeInfo::new("PGAI-4008", "`columns` does not match what the query gives", include_str!("PGAI-4008.md"));

/// Another session holds what the plan needs.
pub static LOCK_WAIT: CodeInfo =
    CodeInfo::new("PGAI-4009", "another session holds what the plan needs", include_str!("PGAI-4009.md"));

/// Another apply is running.
pub static APPLY_BUSY: CodeInfo = CodeInfo::new("PGAI-4010", "another apply is running", include_str!("PGAI-4010.md"));

/// The database changed while the plan was made.
pub static STALE: CodeInfo =
    CodeInfo::new("PGAI-4011", "the database changed while the plan was made", include_str!("PGAI-4011.md"));

/// A step failed and everything was rolled back.
pub static STEP_FAILED: CodeInfo =
    CodeInfo::new("PGAI-4012", "a step failed and everything was rolled back", include_str!("PGAI-4012.md"));

/// The result was not what the manifests say.
pub static READ_BACK: CodeInfo =
    CodeInfo::new("PGAI-4013", "the result was not what the manifests say", include_str!("PGAI-4013.md"));

/// A view compiles but cannot be read.
pub static OPEN_FAILED: CodeInfo =
    CodeInfo::new("PGAI-4014", "a view compiles but cannot be read", include_str!("PGAI-4014.md"));

/// The connection was lost during the commit.
pub static OUTCOME_UNKNOWN: CodeInfo =
    CodeInfo::new("PGAI-4015", "the connection was lost during the commit", include_str!("PGAI-4015.md"));

/// The catalogs hold something pgai does not know.
pub static CATALOG_UNKNOWN: CodeInfo =
    CodeInfo::new("PGAI-4016", "the catalogs hold something pgai does not know", include_str!("PGAI-4016.md"));

/// The server refused a catalog query.
pub static SERVER_ERROR: CodeInfo =
    CodeInfo::new("PGAI-4017", "the server refused a catalog query", include_str!("PGAI-4017.md"));

/// An object could not be looked at.
pub static SKIPPED: CodeInfo =
    CodeInfo::new("PGAI-4018", "an object could not be looked at", include_str!("PGAI-4018.md"));

/// The server is too old.
pub static OLD_SERVER: CodeInfo = CodeInfo::new("PGAI-4019", "the server is too old", include_str!("PGAI-4019.md"));

/// A function would break.
pub static INVALID_FUNCTION: CodeInfo =
    CodeInfo::new("PGAI-4020", "a function would break", include_str!("PGAI-4020.md"));

/// A schema does not exist.
pub static NO_SUCH_SCHEMA: CodeInfo =
    CodeInfo::new("PGAI-4021", "a schema does not exist", include_str!("PGAI-4021.md"));

/// A schema cannot be used.
pub static NO_USAGE: CodeInfo = CodeInfo::new("PGAI-4022", "a schema cannot be used", include_str!("PGAI-4022.md"));

/// What the manifests stand on moved.
pub static MOVED_BELOW: CodeInfo =
    CodeInfo::new("PGAI-4023", "the database moved below the manifests", include_str!("PGAI-4023.md"));
