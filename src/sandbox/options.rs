//! What a sandbox is asked to be. Plain values; the caller reads flags and environment.

use std::fmt;
use std::path::PathBuf;

/// Where a sandbox lives and what it is made of.
#[derive(Debug, Clone)]
pub struct Options {
    /// The sandbox folder: state, logs and, where the server's user can enter it, the data.
    pub dir: PathBuf,
    /// Where installed binaries are kept, shared by all sandboxes of a user.
    pub cache: PathBuf,
    /// The system's folder for temporary files: the data's home when `dir` is closed to the server's user.
    pub temp: PathBuf,
    /// The wanted PostgreSQL major, 14 to 18. `None` takes what is at hand, and stays with what the data was made by.
    pub postgres_major: Option<u32>,
    /// A folder of PostgreSQL binaries (or its `postgres`), used instead of any search.
    pub postgres_bin: Option<PathBuf>,
    /// A PostgREST binary, used instead of any search.
    pub postgrest_bin: Option<PathBuf>,
    /// The database to create.
    pub database: String,
    /// PostgREST's login role.
    pub authenticator: String,
    /// The role of requests without a token; granted to the authenticator.
    pub anon: String,
    /// The operating system user for the processes. Only root may choose; root's default is `postgres`, then `nobody`.
    pub os_user: Option<String>,
    /// Further server settings, given on the command line of `postgres`.
    pub settings: Vec<(String, String)>,
    /// A process whose end ends what is started here, however it ends.
    pub watch: Option<u32>,
}

impl Options {
    /// A sandbox in `dir` with every default: database `app`, roles `authenticator` and `anon`.
    pub fn new(dir: impl Into<PathBuf>, cache: impl Into<PathBuf>) -> Self {
        Self {
            dir: dir.into(),
            cache: cache.into(),
            temp: PathBuf::from("/tmp"),
            postgres_major: None,
            postgres_bin: None,
            postgrest_bin: None,
            database: "app".into(),
            authenticator: "authenticator".into(),
            anon: "anon".into(),
            os_user: None,
            settings: Vec::new(),
            watch: None,
        }
    }
}

/// One PostgREST of a sandbox. A sandbox may run several against its one PostgreSQL.
#[derive(Clone)]
pub struct Instance {
    /// Its name within the sandbox: letters, digits, `-`, `_` and `.`.
    pub name: String,
    /// The database it serves; `None` is the sandbox's own.
    pub database: Option<String>,
    /// A PostgREST configuration file. Address, ports and `db-uri` of the sandbox win over it.
    pub config: Option<PathBuf>,
    /// `PGRST_*` variables. Address, ports and `PGRST_DB_URI` of the sandbox win over them.
    pub env: Vec<(String, String)>,
    /// A process whose end ends this PostgREST; `None` is the sandbox's.
    pub watch: Option<u32>,
}

impl Instance {
    /// An instance with this name and nothing else said.
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), database: None, config: None, env: Vec::new(), watch: None }
    }
}

/// Without the values of `env`, which may be secrets.
impl fmt::Debug for Instance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.env.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("Instance")
            .field("name", &self.name)
            .field("database", &self.database)
            .field("config", &self.config)
            .field("env", &names)
            .field("watch", &self.watch)
            .finish()
    }
}

impl Default for Instance {
    fn default() -> Self {
        Self::named("main")
    }
}

#[cfg(test)]
mod tests {
    use super::Instance;

    #[test]
    fn debug_shows_no_values() {
        let mut instance = Instance::default();
        instance.env.push(("PGRST_JWT_SECRET".into(), "hush".into()));
        let text = format!("{instance:?}");
        assert!(text.contains("PGRST_JWT_SECRET") && !text.contains("hush"));
    }
}
