//! A project folder and the three commands on it.

use std::path::{Path, PathBuf};
use std::process::Command;

use git2::{Repository, Signature};
use pgai::sandbox::Running;
use serde_json::Value;

use crate::Result;
use crate::measure::{self, Run};

/// A folder that init writes to.
pub(crate) struct Project {
    dir: PathBuf,
    target: String,
    passfile: PathBuf,
}

impl Project {
    pub(crate) fn new(running: &Running, database: &str, folder: &Path, name: &str) -> Self {
        let target = format!("{}?sslmode=disable", running.postgres.superuser_url(database));
        let dir = folder.join(format!("{database}-{name}"));
        Self { dir, target, passfile: running.postgres.passfile.clone() }
    }

    /// The result of a command, of which the envelope has to say that all is well.
    fn run(&self, arguments: &[&str]) -> Result<(Run, Value)> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pgai"));
        command.args(arguments).args(["--db", &self.target, "--no-input", "--format", "json"]);
        command.arg("-C").arg(&self.dir);
        for (name, _) in std::env::vars_os() {
            if ["PG", "PGAI_", "PGRST_"].iter().any(|prefix| name.to_string_lossy().starts_with(prefix)) {
                command.env_remove(name);
            }
        }
        command.env("PGPASSFILE", &self.passfile);
        let (run, output) = measure::run(&mut command)?;
        let mut envelope: Value = serde_json::from_str(&output)?;
        Ok((run, envelope["result"].take()))
    }

    pub(crate) fn init(&self) -> Result<Run> {
        std::fs::create_dir_all(&self.dir)?;
        Repository::init(&self.dir)?;
        Ok(self.run(&["init", "--schemas", "api"])?.0)
    }

    /// Commits what init wrote, as its user would.
    pub(crate) fn commit(&self) -> Result<()> {
        let repository = Repository::open(&self.dir)?;
        let mut index = repository.index()?;
        index.add_all(["*"], git2::IndexAddOption::DEFAULT, None)?;
        index.write()?;
        let tree = repository.find_tree(index.write_tree()?)?;
        let somebody = Signature::now("bench", "bench@example.org")?;
        repository.commit(Some("HEAD"), &somebody, &somebody, "Import", &tree, &[])?;
        Ok(())
    }

    /// Has to change nothing.
    pub(crate) fn pull(&self) -> Result<Run> {
        let (run, result) = self.run(&["pull"])?;
        for key in ["created", "updated", "removed"] {
            demand_none(&result, key)?;
        }
        Ok(run)
    }

    /// Has to find nothing.
    pub(crate) fn diff(&self) -> Result<Run> {
        let (run, result) = self.run(&["diff"])?;
        for key in ["changes", "not_proven"] {
            demand_none(&result, key)?;
        }
        Ok(run)
    }
}

fn demand_none(result: &Value, key: &str) -> Result<()> {
    match result[key].as_array() {
        Some(list) if list.is_empty() => Ok(()),
        Some(list) => Err(format!("{} {key}, the first: {}", list.len(), list[0]).into()),
        None => Err(format!("the result has no {key}").into()),
    }
}
