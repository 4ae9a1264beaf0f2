//! `pgai doctor`

use clap::Args;

use super::Globals;
use crate::app::environment::select;
use crate::app::{Exit, database, doctor};
use crate::pg::connect::Environment;
use crate::workspace::{self, Workspace};

/// Say what rights, versions and pairing there are, and what is missing
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pgai doctor                                            the default environment
  pgai doctor --env prod
  pgai doctor --db service=app --postgrest http://127.0.0.1:3000   before there is a project")]
pub struct DoctorCommand {}

impl DoctorCommand {
    pub(super) async fn run(self, globals: &Globals) -> Exit {
        let work = async |stage: &dyn Fn(&str)| {
            let start = globals.start();
            let workspace = match workspace::discover(&start) {
                Ok(root) => Some(Workspace::open(&root)?.0),
                Err(_) => None,
            };
            let project = workspace.as_ref().map(|workspace| &workspace.project);
            let process = Environment::process();
            let selected = select(project, &globals.chosen(), &process)?;
            stage("connecting");
            let database = database::open(&selected, &process).await?;
            doctor::doctor(project, &selected, &database, &start, stage).await
        };
        globals.run("doctor", work).await
    }
}
