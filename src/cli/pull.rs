//! `pgai pull`

use clap::Args;

use super::Globals;
use crate::app::environment::select;
use crate::app::pull::{PullOptions as Options, demand_baseline, pull};
use crate::app::{Exit, database};
use crate::pg::connect::Environment;
use crate::workspace::Store;

/// Bring manifests to what the database has
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pgai pull              everything that changed in the database
  pgai pull api.orders   take the database's side of one object, whatever its manifest says
  pgai pull --check      exit 3 when a pull would change files; writes nothing

Comments, order and formatting of what people wrote stay. A query that means the same as the
database's keeps its text. A manifest with edits that are not in the database is left alone.")]
pub struct Pull {
    /// Objects or endpoints to take from the database
    names: Vec<String>,
    /// Write nothing; exit 3 when files would change
    #[arg(long)]
    check: bool,
}

impl Pull {
    pub(super) async fn run(self, globals: &Globals) -> Exit {
        let work = async |stage: &dyn Fn(&str)| {
            let (root, workspace, warnings) = globals.workspace()?;
            let (chosen, process) = (globals.chosen(), Environment::process());
            demand_baseline(&workspace, &chosen)?;
            let selected = select(Some(&workspace.project), &chosen, &process)?;
            stage("connecting");
            let database = database::open(&selected, &process).await?;
            let options = Options { names: self.names.clone(), check: self.check };
            let mut outcome = pull(&workspace, &Store::new(&root)?, &selected, &database, &options, stage).await?;
            outcome.diagnostics.splice(0..0, warnings);
            Ok(outcome)
        };
        globals.run("pull", work).await
    }
}
