//! What a sandbox tells while it works. The caller renders it.

/// A step that begins or ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// Another process works on the same sandbox or installation; its end is awaited.
    Waiting {
        /// What is locked: a folder or a package.
        on: String,
    },
    /// npm fetches a package.
    Installing {
        /// `name@version`.
        package: String,
    },
    /// initdb makes the data folder.
    Initializing {
        /// PostgreSQL's version.
        version: String,
    },
    /// The server was spawned and is awaited.
    StartingPostgres {
        /// PostgreSQL's version.
        version: String,
        /// TCP port on 127.0.0.1.
        port: u16,
    },
    /// The server answers, database and roles exist.
    PostgresReady {
        /// TCP port on 127.0.0.1.
        port: u16,
    },
    /// PostgREST was spawned and is awaited.
    StartingPostgrest {
        /// The instance's name.
        name: String,
        /// PostgREST's version.
        version: String,
    },
    /// PostgREST says it is ready.
    PostgrestReady {
        /// The instance's name.
        name: String,
        /// Where it serves.
        url: String,
    },
    /// A PostgREST is being stopped.
    StoppingPostgrest {
        /// The instance's name.
        name: String,
    },
    /// The server is being stopped.
    StoppingPostgres,
}

/// Receives every [`Progress`]; called from the task that does the work.
pub type Listener<'a> = &'a (dyn Fn(Progress) + Sync);

/// A listener that does nothing.
pub fn silent(_: Progress) {}
