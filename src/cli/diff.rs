//! `pgai diff`

use clap::Args;

use super::Globals;
use crate::app::Exit;
use crate::pg::connect::Environment;

/// Show what differs between manifests, database and PostgREST as served
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pgai diff                       the default environment
  pgai diff --env prod            another one
  pgai diff --exit-code           exit 3 when something differs (for CI)
  pgai diff --db service=staging  the same manifests against another database
  pgai diff --format json | jq '.result.changes'

Queries that differ in their text are compiled by the server in a transaction that cannot commit,
so the SQL of the manifests is code that runs with your rights: do not run diff on a pull request
from strangers.")]
pub struct Diff {
    /// Exit 3 when something differs
    #[arg(long)]
    exit_code: bool,
}

impl Diff {
    pub(super) async fn run(self, globals: &Globals) -> Exit {
        let work = async |stage: &dyn Fn(&str)| {
            let (_, workspace, warnings) = globals.workspace()?;
            let process = Environment::process();
            let mut outcome =
                crate::app::diff::diff(&workspace, &globals.chosen(), &process, self.exit_code, stage).await?;
            outcome.diagnostics.splice(0..0, warnings);
            Ok(outcome)
        };
        globals.run("diff", work).await
    }
}
