//! `pgai plan`

use std::collections::BTreeSet;

use clap::Args;

use super::Globals;
use crate::app::Exit;
use crate::pg::connect::Environment;
use crate::plan::Allow;

/// Show what apply would run: steps, locks, reasons, and what clients notice
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pgai plan                      what would run, and why
  pgai plan --allow drop         with the destructive class that apply would be given
  pgai plan --sql > change.sql   a script for psql, in one transaction")]
pub struct PlanCommand {
    /// Classes of destructive steps to allow
    #[arg(long, value_name = "CLASS", value_delimiter = ',', value_enum)]
    allow: Vec<Class>,
    /// Write the plan as a script for psql
    #[arg(long)]
    sql: bool,
}

/// A class of destructive steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Class {
    /// Dropping objects
    Drop,
    /// Taking privileges away
    Revoke,
    /// Changing functions whose results are stored
    StoredData,
    /// Every class
    All,
}

/// The classes behind `--allow`.
pub(super) fn classes(named: &[Class]) -> BTreeSet<Allow> {
    named
        .iter()
        .flat_map(|class| match class {
            Class::Drop => vec![Allow::Drop],
            Class::Revoke => vec![Allow::Revoke],
            Class::StoredData => vec![Allow::StoredData],
            Class::All => Allow::ALL.to_vec(),
        })
        .collect()
}

impl PlanCommand {
    pub(super) async fn run(self, globals: &Globals) -> Exit {
        let output = globals.output("plan");
        let progress = output.progress();
        let stage = |words: &str| progress.stage(words);
        let work = async {
            let (_, workspace, warnings) = globals.workspace()?;
            let process = Environment::process();
            let allow = classes(&self.allow);
            let mut outcome = crate::app::plan::plan(&workspace, &globals.chosen(), &process, &allow, &stage).await?;
            outcome.diagnostics.splice(0..0, warnings);
            Ok(outcome)
        };
        let outcome = globals.within(work).await;
        drop(progress);
        match outcome {
            Ok(outcome) if self.sql && output.is_human() => {
                output.diagnostics(&outcome.diagnostics);
                output.raw(&outcome.result.script()).or(outcome.exit)
            }
            Ok(outcome) => output.result(&outcome.result, outcome.exit, &outcome.diagnostics),
            Err(failure) => output.failure(&failure),
        }
    }
}
