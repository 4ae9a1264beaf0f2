//! `pgai contract`

use clap::Args;

use super::Globals;
use crate::app::Exit;
use crate::pg::connect::Environment;

/// Show what exactly the API is: routes, versions, methods per role, columns
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pgai contract                     routes, and who may do what
  pgai contract orders rpc/vat      these endpoints, with their columns and arguments
  pgai contract --format json | jq '.result.routes[] | {name, methods}'")]
pub struct ContractCommand {
    /// Endpoints or routes; all where left out
    names: Vec<String>,
}

impl ContractCommand {
    pub(super) async fn run(self, globals: &Globals) -> Exit {
        let work = async |stage: &dyn Fn(&str)| {
            let (_, workspace, warnings) = globals.workspace()?;
            let process = Environment::process();
            let mut outcome =
                crate::app::contract::contract(&workspace, &globals.chosen(), &process, &self.names, stage).await?;
            outcome.diagnostics.splice(0..0, warnings);
            Ok(outcome)
        };
        globals.run("contract", work).await
    }
}
