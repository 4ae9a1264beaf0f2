//! The command line: one file per command with its arguments, its help and one call into `app`.

mod apply;
mod check;
mod completions;
mod contract;
mod demo;
mod diff;
mod doctor;
mod explain;
mod globals;
mod init;
mod openapi;
mod plan;
mod pull;
mod sandbox;
mod schema;
mod tree;

use std::ffi::OsString;

use clap::Parser;

pub use globals::Globals;
pub use tree::{Cli, Command};

use crate::app::Exit;
use crate::output;

/// Parses the arguments, runs the command, and says how the process ends.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let cli = match Cli::try_parse_from(&arguments) {
        Ok(cli) => cli,
        Err(error) => return output::usage(&error, asks_for_json(&arguments)),
    };
    cli.globals.start_logging();
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return output::fatal(&format!("the runtime cannot be started: {error}")),
    };
    runtime.block_on(dispatch(cli))
}

async fn dispatch(cli: Cli) -> Exit {
    let globals = cli.globals;
    match cli.command {
        Command::Init(arguments) => arguments.run(&globals).await,
        Command::Pull(arguments) => arguments.run(&globals).await,
        Command::Check(arguments) => arguments.run(&globals).await,
        Command::Diff(arguments) => arguments.run(&globals).await,
        Command::Plan(arguments) => arguments.run(&globals).await,
        Command::Apply(arguments) => arguments.run(&globals).await,
        Command::Contract(arguments) => arguments.run(&globals).await,
        Command::Openapi(arguments) => arguments.run(&globals).await,
        Command::Doctor(arguments) => arguments.run(&globals).await,
        Command::Demo(arguments) => arguments.run(&globals).await,
        Command::Explain(arguments) => arguments.run(&globals),
        Command::Sandbox(arguments) => arguments.run(&globals).await,
        Command::Schema(arguments) => arguments.run(&globals),
        Command::Completions(arguments) => arguments.run(&globals),
    }
}

/// Usage errors come before the format flag is known, so it is looked for by hand.
fn asks_for_json(arguments: &[OsString]) -> bool {
    let text: Vec<&str> = arguments.iter().filter_map(|argument| argument.to_str()).collect();
    text.contains(&"--format=json") || text.windows(2).any(|pair| pair == ["--format", "json"])
}
