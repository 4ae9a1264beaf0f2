//! `pgai check`

use clap::Args;

use super::Globals;
use crate::app::Exit;

/// Check manifests offline: parse every file and compare what they say of each other
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pgai check                    may I merge? needs no database
  pgai check --format json      for CI
  pgai check -C services/shop   another project

Exit 4 when something is wrong.")]
pub struct Check {}

impl Check {
    pub(super) async fn run(self, globals: &Globals) -> Exit {
        let output = globals.output("check");
        match crate::app::check::run(&globals.start()) {
            Ok(report) => {
                let exit = if report.diagnostics.iter().any(|d| d.is_error()) { Exit::Findings } else { Exit::Fine };
                let diagnostics = report.diagnostics.clone();
                output.result(&report, exit, &diagnostics)
            }
            Err(problem) => output.failure(&problem.into()),
        }
    }
}
