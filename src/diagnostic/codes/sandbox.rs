//! Codes of the sandbox area.

use crate::diagnostic::{Code, CodeInfo};

/// No PostgreSQL binaries for the sandbox.
pub static NO_POSTGRES: CodeInfo =
    CodeInfo::new("PGAI-6001", "no PostgreSQL binaries for the sandbox", include_str!("PGAI-6001.md"));
/// No PostgREST for the sandbox.
pub static NO_POSTGREST: CodeInfo =
    CodeInfo::new("PGAI-6002", "no PostgREST for the sandbox", include_str!("PGAI-6002.md"));
/// An npm package could not be installed.
pub static INSTALL_FAILED: CodeInfo =
    CodeInfo::new("PGAI-6003", "an npm package could not be installed", include_str!("PGAI-6003.md"));
/// A given program cannot be used.
pub static UNUSABLE_BINARY: CodeInfo =
    CodeInfo::new("PGAI-6004", "a given program cannot be used", include_str!("PGAI-6004.md"));
/// A folder is closed to the user who runs the sandbox.
pub static CLOSED_FOLDER: CodeInfo =
    CodeInfo::new("PGAI-6005", "a folder is closed to the user who runs the sandbox", include_str!("PGAI-6005.md"));
/// No operating system user to run the sandbox as.
pub static NO_OS_USER: CodeInfo =
    CodeInfo::new("PGAI-6006", "no operating system user to run the sandbox as", include_str!("PGAI-6006.md"));
/// The sandbox's data folder could not be created.
pub static INITDB_FAILED: CodeInfo =
    CodeInfo::new("PGAI-6007", "the sandbox's data folder could not be created", include_str!("PGAI-6007.md"));
/// The sandbox's PostgreSQL did not start.
pub static POSTGRES_NOT_STARTED: CodeInfo =
    CodeInfo::new("PGAI-6008", "the sandbox's PostgreSQL did not start", include_str!("PGAI-6008.md"));
/// The sandbox's PostgREST did not become ready.
pub static POSTGREST_NOT_READY: CodeInfo =
    CodeInfo::new("PGAI-6009", "the sandbox's PostgREST did not become ready", include_str!("PGAI-6009.md"));
/// The sandbox's files make no sense.
pub static STATE_UNREADABLE: CodeInfo =
    CodeInfo::new("PGAI-6010", "the sandbox's files make no sense", include_str!("PGAI-6010.md"));
/// The sandbox holds data of another PostgreSQL major.
pub static OTHER_MAJOR: CodeInfo =
    CodeInfo::new("PGAI-6011", "the sandbox holds data of another PostgreSQL major", include_str!("PGAI-6011.md"));
/// The sandbox does not run.
pub static NOT_RUNNING: CodeInfo = CodeInfo::new("PGAI-6012", "the sandbox does not run", include_str!("PGAI-6012.md"));
/// Another pgai works on the same sandbox.
pub static LOCKED: CodeInfo =
    CodeInfo::new("PGAI-6013", "another pgai works on the same sandbox", include_str!("PGAI-6013.md"));
/// A SQL file could not be loaded into the sandbox.
pub static LOAD_FAILED: CodeInfo =
    CodeInfo::new("PGAI-6014", "a SQL file could not be loaded into the sandbox", include_str!("PGAI-6014.md"));
/// A file of the sandbox could not be read or written.
pub static FOLDER: CodeInfo =
    CodeInfo::new("PGAI-6015", "a file of the sandbox could not be read or written", include_str!("PGAI-6015.md"));
/// A process of the sandbox did not end.
pub static NOT_STOPPED: CodeInfo =
    CodeInfo::new("PGAI-6016", "a process of the sandbox did not end", include_str!("PGAI-6016.md"));
/// The sandbox's PostgreSQL refused.
pub static SERVER_REFUSED: CodeInfo =
    CodeInfo::new("PGAI-6017", "the sandbox's PostgreSQL refused", include_str!("PGAI-6017.md"));
/// Somebody else's server uses the sandbox's data.
pub static FOREIGN_SERVER: CodeInfo =
    CodeInfo::new("PGAI-6018", "somebody else's server uses the sandbox's data", include_str!("PGAI-6018.md"));
/// The folder holds something else.
pub static NOT_A_SANDBOX: CodeInfo =
    CodeInfo::new("PGAI-6019", "the folder holds something else", include_str!("PGAI-6019.md"));
/// Not a name for a PostgREST of the sandbox.
pub static INSTANCE_NAME: CodeInfo =
    CodeInfo::new("PGAI-6020", "not a name for a PostgREST of the sandbox", include_str!("PGAI-6020.md"));
/// No free port for the sandbox.
pub static NO_PORT: CodeInfo = CodeInfo::new("PGAI-6021", "no free port for the sandbox", include_str!("PGAI-6021.md"));
/// The sandbox's processes could not be watched.
pub static NO_WATCHDOG: CodeInfo =
    CodeInfo::new("PGAI-6022", "the sandbox's processes could not be watched", include_str!("PGAI-6022.md"));

/// Every code of this area.
pub static ALL: &[Code] = &[
    &NO_POSTGRES,
    &NO_POSTGREST,
    &INSTALL_FAILED,
    &UNUSABLE_BINARY,
    &CLOSED_FOLDER,
    &NO_OS_USER,
    &INITDB_FAILED,
    &POSTGRES_NOT_STARTED,
    &POSTGREST_NOT_READY,
    &STATE_UNREADABLE,
    &OTHER_MAJOR,
    &NOT_RUNNING,
    &LOCKED,
    &LOAD_FAILED,
    &FOLDER,
    &NOT_STOPPED,
    &SERVER_REFUSED,
    &FOREIGN_SERVER,
    &NOT_A_SANDBOX,
    &INSTANCE_NAME,
    &NO_PORT,
    &NO_WATCHDOG,
];
