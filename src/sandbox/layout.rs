//! Where the files of a sandbox are. Paths only.
//!
//! `dir` holds the lock, the state and one state file per PostgREST; `home` the data,
//! passwords and logs. They are one folder unless `dir` is closed to the servers' user.

use std::path::{Path, PathBuf};

pub(super) fn lock(dir: &Path) -> PathBuf {
    dir.join("lock")
}

pub(super) fn state(dir: &Path) -> PathBuf {
    dir.join("state.json")
}

pub(super) fn instances(dir: &Path) -> PathBuf {
    dir.join("postgrest")
}

pub(super) fn instance_state(dir: &Path, name: &str) -> PathBuf {
    instances(dir).join(format!("{name}.json"))
}

pub(super) fn instance_lock(dir: &Path, name: &str) -> PathBuf {
    instances(dir).join(format!("{name}.lock"))
}

pub(super) fn instance_log(dir: &Path, name: &str) -> PathBuf {
    instances(dir).join(format!("{name}.log"))
}

pub(super) fn data(home: &Path) -> PathBuf {
    home.join("data")
}

pub(super) fn data_in_the_making(home: &Path) -> PathBuf {
    home.join("data-new")
}

pub(super) fn passfile(home: &Path) -> PathBuf {
    home.join("pgpass")
}

pub(super) fn initdb_log(home: &Path) -> PathBuf {
    home.join("initdb.log")
}

pub(super) fn postgres_log(home: &Path) -> PathBuf {
    home.join("postgres.log")
}
