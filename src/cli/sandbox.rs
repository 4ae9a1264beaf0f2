//! `pgai sandbox`

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Globals;
use crate::app::sandbox::{self as app, DEFAULT_DIR, Down, Environment, Up};
use crate::app::{Exit, Failure};
use crate::sandbox::{Instance, Progress as Event};

/// Run a private PostgreSQL and PostgREST in a folder
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pgai sandbox up --load examples/shop/sql/*.sql --config examples/shop/postgrest.conf
  eval \"$(pgai sandbox env)\" && psql
  pgai sandbox down --remove")]
pub struct Sandbox {
    /// The sandbox's folder
    #[arg(long, value_name = "DIR", default_value = DEFAULT_DIR, global = true)]
    dir: PathBuf,
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Start what does not run
    Up(UpArguments),
    /// Stop what runs
    Down {
        /// Delete the data as well
        #[arg(long)]
        remove: bool,
    },
    /// Say what runs
    Status,
    /// Print variables that lead libpq and pgai to it
    Env,
}

#[derive(Debug, Args)]
struct UpArguments {
    /// PostgreSQL's major version, 14 to 18; what is there where left out, else 17
    #[arg(long, value_name = "MAJOR", value_parser = clap::value_parser!(u32).range(14..=18))]
    postgres_version: Option<u32>,
    /// Folder with PostgreSQL's programs
    #[arg(long, value_name = "DIR", env = "PGAI_POSTGRES_BIN")]
    postgres: Option<PathBuf>,
    /// PostgREST's program
    #[arg(long, value_name = "FILE", env = "PGAI_POSTGREST_BIN")]
    postgrest_bin: Option<PathBuf>,
    /// SQL files to load as superuser, in this order
    #[arg(long, value_name = "FILE", num_args = 1..)]
    load: Vec<PathBuf>,
    /// PostgREST's configuration file
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Start PostgreSQL alone
    #[arg(long)]
    no_postgrest: bool,
}

impl Sandbox {
    pub(super) async fn run(self, globals: &Globals) -> Exit {
        let dir = globals.start().join(&self.dir);
        match self.action {
            Action::Up(arguments) => up(arguments, dir, globals).await,
            Action::Down { remove } => {
                let output = globals.output("sandbox down");
                let outcome = globals.within(async { Ok(Down { dir, remove }.run(&|_| {}).await?) }).await;
                match outcome {
                    Ok(stopped) => output.result(&stopped, Exit::Fine, &[]),
                    Err(failure) => output.failure(&failure),
                }
            }
            Action::Status => {
                let output = globals.output("sandbox status");
                match app::status(&dir).await {
                    Ok(status) => {
                        let exit = if status.is_up() { Exit::Fine } else { Exit::Failed };
                        output.result(&status, exit, &[])
                    }
                    Err(problem) => output.failure(&problem.into()),
                }
            }
            Action::Env => {
                let output = globals.output("sandbox env");
                match Environment::read(&dir) {
                    Ok(environment) => output.result(&environment, Exit::Fine, &[]),
                    Err(problem) => output.failure(&problem.into()),
                }
            }
        }
    }
}

async fn up(arguments: UpArguments, dir: PathBuf, globals: &Globals) -> Exit {
    let output = globals.output("sandbox up");
    let progress = output.progress();
    let words = std::sync::Mutex::new(Vec::<Event>::new());
    let listener = |event: Event| {
        tracing::info!(?event, "sandbox");
        if let Ok(mut events) = words.lock() {
            events.push(event);
        }
    };
    progress.stage("starting the sandbox");
    let work = async {
        let mut up = Up::new(dir)?;
        up.options.postgres_major = arguments.postgres_version;
        up.options.postgres_bin = arguments.postgres;
        up.options.postgrest_bin = arguments.postgrest_bin;
        up.load = arguments.load;
        up.postgrest = (!arguments.no_postgrest).then(|| Instance { config: arguments.config, ..Instance::default() });
        Ok::<_, Failure>(up.run(&listener).await?)
    };
    let outcome = globals.within(work).await;
    drop(progress);
    match outcome {
        Ok(running) => output.result(&running, Exit::Fine, &[]),
        Err(failure) => output.failure(&failure),
    }
}
