//! `pgai check`

use clap::Args;

use super::Globals;
use crate::app::environment::select;
use crate::app::pull::demand_baseline;
use crate::app::{Exit, database, fix};
use crate::pg::connect::Environment;
use crate::workspace::Store;

/// Check manifests: parse every file and compare what they say of each other
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pgai check                    may I merge? needs no database
  pgai check --fix --env dev    have the server write `columns` after a change of `query`
  pgai check --format json      for CI
  pgai check -C services/shop   another project

Exit 4 when something is wrong.")]
pub struct Check {
    /// Write `columns` as the server types the queries (needs the baseline's database)
    #[arg(long)]
    fix: bool,
}

impl Check {
    pub(super) async fn run(self, globals: &Globals) -> Exit {
        if self.fix {
            return with_database(globals).await;
        }
        let output = globals.output("check");
        match crate::app::check::run(&globals.start()) {
            Ok(report) => {
                let exit = if report.is_fine() { Exit::Fine } else { Exit::Findings };
                let diagnostics = report.diagnostics.clone();
                output.result(&report, exit, &diagnostics)
            }
            Err(problem) => output.failure(&problem.into()),
        }
    }
}

async fn with_database(globals: &Globals) -> Exit {
    let work = async |stage: &dyn Fn(&str)| {
        let (root, workspace, _) = globals.workspace()?;
        let (chosen, process) = (globals.chosen(), Environment::process());
        demand_baseline(&workspace, &chosen)?;
        let selected = select(Some(&workspace.project), &chosen, &process)?;
        stage("connecting");
        let database = database::open(&selected, &process).await?;
        fix::fix(&workspace, &Store::new(&root)?, &selected, &database, stage).await
    };
    globals.run("check", work).await
}
