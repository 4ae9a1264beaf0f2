//! Use cases of the sandbox: up, down, status, env. Results know their JSON; nothing is printed here.

use std::env;
use std::path::{Path, PathBuf};

use indexmap::IndexMap;
use serde::Serialize;

use crate::diagnostic::codes::sandbox as codes;
use crate::diagnostic::{Diagnostic, Result};
use crate::sandbox::{self, Instance, Listener, Options, Running, Status, Stopped};

/// The sandbox folder when none is named.
pub const DEFAULT_DIR: &str = ".sandbox";

/// `sandbox up`: what to bring up.
#[derive(Debug, Clone)]
pub struct Up {
    /// The sandbox itself.
    pub options: Options,
    /// Its PostgREST; none: the server alone.
    pub postgrest: Option<Instance>,
    /// SQL files to load as superuser once the server runs, before PostgREST reads the schema.
    pub load: Vec<PathBuf>,
}

impl Up {
    /// Everything at its default in `dir`: a server, and a PostgREST of the default instance.
    ///
    /// # Errors
    /// When there is no folder for the cache.
    pub fn new(dir: impl Into<PathBuf>) -> Result<Self> {
        let mut options = Options::new(dir, default_cache()?);
        options.temp = env::temp_dir();
        Ok(Self { options, postgrest: Some(Instance::default()), load: Vec::new() })
    }

    /// Brings it up. What already runs stays; files are loaded each time.
    ///
    /// # Errors
    /// Codes `PGAI-60..`.
    pub async fn run(&self, listener: Listener<'_>) -> Result<Running> {
        let running = sandbox::postgres_up(&self.options, listener).await?;
        sandbox::load_sql(&running, None, &self.load).await?;
        let Some(instance) = &self.postgrest else { return Ok(running) };
        sandbox::postgrest_up(&self.options, &running, instance, listener).await?;
        demand_running(&running.dir)
    }
}

/// `sandbox down`: what to stop.
#[derive(Debug, Clone)]
pub struct Down {
    /// The sandbox folder.
    pub dir: PathBuf,
    /// Whether the data goes as well.
    pub remove: bool,
}

impl Down {
    /// Stops everything the sandbox started. Nothing to stop is fine.
    ///
    /// # Errors
    /// When a process does not end.
    pub async fn run(&self, listener: Listener<'_>) -> Result<Stopped> {
        match self.remove {
            true => sandbox::remove(&self.dir, listener).await,
            false => sandbox::down(&self.dir, listener).await,
        }
    }
}

/// `sandbox status`: what the sandbox in `dir` is doing.
///
/// # Errors
/// When its state files cannot be read.
pub async fn status(dir: &Path) -> Result<Status> {
    sandbox::status(dir).await
}

/// `sandbox env`: variables that lead libpq, pgai and scripts to the sandbox. No secrets: the password
/// is in the file that `PGPASSFILE` names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Environment(pub IndexMap<&'static str, String>);

impl Environment {
    /// The variables of the sandbox in `dir`, which has to run. The URL of the API is there when an
    /// instance of the default name runs, else the first one's.
    ///
    /// # Errors
    /// When the sandbox does not run.
    pub fn read(dir: &Path) -> Result<Self> {
        Ok(Self::of(&demand_running(dir)?))
    }

    fn of(running: &Running) -> Self {
        let server = &running.postgres;
        let mut variables = IndexMap::from([
            ("PGHOST", server.host.clone()),
            ("PGPORT", server.port.to_string()),
            ("PGUSER", server.superuser.clone()),
            ("PGDATABASE", server.database.clone()),
            ("PGPASSFILE", server.passfile.display().to_string()),
            ("DATABASE_URL", server.superuser_url(&server.database)),
        ]);
        if let Some(postgrest) = running.instance(&Instance::default().name).or(running.postgrest.first()) {
            variables.insert("PGAI_POSTGREST", postgrest.url.clone());
            variables.insert("POSTGREST_ADMIN_URL", postgrest.admin_url.clone());
        }
        Self(variables)
    }

    /// The variables as lines for a POSIX shell: `eval "$(pgai sandbox env)"`.
    pub fn shell(&self) -> String {
        let line = |(name, value): (&&str, &String)| format!("export {name}={}\n", shell_quoted(value));
        self.0.iter().map(line).collect()
    }
}

fn shell_quoted(value: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:@%".contains(c);
    if !value.is_empty() && value.chars().all(plain) {
        value.to_owned()
    } else {
        format!("'{}'", value.replace('\'', r"'\''"))
    }
}

fn demand_running(dir: &Path) -> Result<Running> {
    sandbox::load_state(dir)?.ok_or_else(|| {
        Diagnostic::error(&codes::NOT_RUNNING, format!("the sandbox `{}` does not run", dir.display()))
            .advice("run `pgai sandbox up`")
    })
}

/// The user's cache folder for pgai (XDG base directories).
///
/// # Errors
/// When neither `XDG_CACHE_HOME` nor `HOME` is set.
pub fn default_cache() -> Result<PathBuf> {
    let absolute = |name: &str| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let base = absolute("XDG_CACHE_HOME").or_else(|| absolute("HOME").map(|home| home.join(".cache")));
    base.map(|base| base.join("pgai")).ok_or_else(|| {
        Diagnostic::error(&codes::FOLDER, "there is no folder for the sandbox's binaries")
            .because("neither XDG_CACHE_HOME nor HOME is set")
            .advice("set HOME or XDG_CACHE_HOME")
    })
}

#[cfg(test)]
mod tests {
    use super::shell_quoted;

    #[test]
    fn values_survive_the_shell() {
        for (value, want) in
            [("127.0.0.1", "127.0.0.1"), ("/a b/c", "'/a b/c'"), ("it's", r"'it'\''s'"), ("", "''"), ("$(x)", "'$(x)'")]
        {
            assert_eq!(shell_quoted(value), want);
        }
    }
}
