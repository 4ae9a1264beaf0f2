//! `pgai apply`

use std::time::Duration;

use clap::Args;

use super::Globals;
use super::plan::{Class, classes};
use crate::app::apply::{Apply, Progress, apply};
use crate::app::plan::Planned;
use crate::app::{Exit, Failure};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::{database::OUTCOME_UNKNOWN, usage as codes};
use crate::output::Output;
use crate::pg::connect::Environment;

/// Make the database what the manifests say, in one transaction, and prove that it is served
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pgai apply                     shows the plan and asks
  pgai apply --yes               without asking (CI)
  pgai apply --dry-run           runs everything and rolls back
  pgai apply --allow drop        with a destructive class

Locks are asked for briefly and again, so that nobody queues behind a waiting apply. Before the
commit every touched object is read back and compared; afterwards PostgREST is probed until it
serves the change.
Exit 6: the database changed, and PostgREST does not serve it yet.")]
pub struct ApplyCommand {
    /// Do not ask
    #[arg(long)]
    yes: bool,
    /// Run everything, then roll back
    #[arg(long)]
    dry_run: bool,
    /// Classes of destructive steps to allow
    #[arg(long, value_name = "CLASS", value_delimiter = ',', value_enum)]
    allow: Vec<Class>,
    /// How long to try for locks, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    lock_wait: u64,
    /// How long to wait for PostgREST to serve the change, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 15)]
    serve_wait: u64,
}

impl ApplyCommand {
    pub(super) async fn run(self, globals: &Globals) -> Exit {
        let output = globals.output("apply");
        let progress = output.progress();
        let stage = |words: &str| progress.stage(words);
        let chosen = globals.chosen();
        let confirm = |planned: &Planned| {
            progress.pause(|| confirmed(&output, planned, self.yes || self.dry_run, chosen.no_input))
        };
        let come = Progress::default();
        let wanted = Apply {
            allow: classes(&self.allow),
            dry_run: self.dry_run,
            lock_wait: Duration::from_secs(self.lock_wait),
            serve_wait: Duration::from_secs(self.serve_wait),
            confirm: &confirm,
            progress: &come,
        };
        let work = async {
            let (_, workspace, warnings) = globals.workspace()?;
            let process = Environment::process();
            let mut outcome = apply(&workspace, &chosen, &process, &wanted, &stage).await?;
            outcome.diagnostics.splice(0..0, warnings);
            Ok(outcome)
        };
        let outcome = globals.within(work).await;
        drop(progress);
        match outcome {
            Ok(outcome) => output.result(&outcome.result, outcome.exit, &outcome.diagnostics),
            Err(failure) => output.failure(&out_of_time(failure, &come)),
        }
    }
}

/// `--timeout` may end an apply whose change is there already.
fn out_of_time(mut failure: Failure, come: &Progress) -> Failure {
    let in_time = failure.diagnostics.iter().all(|problem| problem.code() != &codes::INTERRUPTED);
    if failure.exit == Exit::Failed && !in_time && come.committing.get() {
        let transaction = come.xid.borrow().clone().unwrap_or_default();
        failure.diagnostics.push(
            Diagnostic::error(
                &OUTCOME_UNKNOWN,
                format!("COMMIT had been sent (transaction {transaction}): the change is most likely in the database"),
            )
            .advice("run `pgai diff` to see the state the database is in, and reload PostgREST"),
        );
    }
    failure
}

fn confirmed(output: &Output, planned: &Planned, yes: bool, no_input: bool) -> Result<bool, Diagnostic> {
    if yes {
        return Ok(true);
    }
    if no_input {
        return Err(Diagnostic::error(&codes::NEEDS_INPUT, "apply needs a confirmation")
            .advice("give --yes, or --dry-run to see that it would work"));
    }
    output.show(planned);
    dialoguer::Confirm::new()
        .with_prompt(format!("Apply this to {}?", planned.database))
        .default(false)
        .interact()
        .map_err(|error| Diagnostic::error(&codes::NEEDS_INPUT, "no answer").because(error.to_string()))
}
