//! How long `pgai init`, `pgai pull` and `pgai diff` take on large databases, as whole processes.
//!
//!     cargo bench --bench catalog
//!     cargo bench --bench catalog -- --views 100,1000,5000 --tables 1000 --runs 3 --postgres-version 15
//!
//! Starts a PostgreSQL in a sandbox of its own, makes a database of `--tables` tables for each number of
//! views (joins, aggregates, views on views to a depth of 4, functions, comments, grants), runs each command
//! `--runs` times against it, and prints one table: least, median and most wall time, the processor time of
//! pgai alone, its peak memory, and beside them the time that the very same catalog queries take through
//! `psql` (through the library's driver where there is no `psql`), with nothing done with their answers.
//! init starts in an empty folder; pull and diff work on what init wrote, so that pull writes nothing and
//! diff finds nothing: both are checked. Everything made is removed at the end.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark prints its figures")]

mod baseline;
mod database;
mod measure;
mod project;
mod statements;
mod table;

use std::error::Error;
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::ExitCode;

use clap::Parser;
use pgai::sandbox::{self, Options, Running, silent};

use crate::measure::Figures;
use crate::project::Project;
use crate::table::Row;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Wall time and memory of `pgai init`, `pull` and `diff` on large databases
///
/// Run it as `cargo bench --bench catalog -- [OPTIONS]`. It needs PostgreSQL's binaries or a way to install
/// them, as `pgai sandbox up` does, and some minutes: the largest database alone takes one to make.
#[derive(Debug, Parser)]
#[command(name = "catalog")]
struct Arguments {
    /// Numbers of views, a database for each
    #[arg(long, value_delimiter = ',', default_value = "100,1000,5000")]
    views: Vec<usize>,
    /// Tables in each database
    #[arg(long, default_value_t = 1000, value_parser = clap::value_parser!(u16).range(8..=9999))]
    tables: u16,
    /// How often each command runs
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u8).range(1..))]
    runs: u8,
    /// PostgreSQL's major, 14 to 18; what is at hand where left out
    #[arg(long)]
    postgres_version: Option<u32>,
    /// Leave the server running and the projects in place, and say where they are
    #[arg(long)]
    keep: bool,
    /// Given by `cargo bench`; without it (`cargo test --all-targets`) nothing is measured
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if !arguments.bench {
        return ExitCode::SUCCESS;
    }
    match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => match runtime.block_on(measured(&arguments)) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("{error}");
                ExitCode::FAILURE
            }
        },
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn measured(arguments: &Arguments) -> Result<()> {
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let mut folder = tempfile::Builder::new()
        .permissions(Permissions::from_mode(0o755))
        .prefix("bench-")
        .disable_cleanup(arguments.keep)
        .tempdir_in(scratch)?;
    let mut options = Options::new(folder.path().join("server"), scratch.join("cache"));
    options.postgres_major = arguments.postgres_version;
    options.watch = Some(std::process::id()).filter(|_| !arguments.keep);
    let running = sandbox::postgres_up(&options, &silent).await?;
    let rows = all_rows(arguments, &running, folder.path()).await;
    if arguments.keep {
        eprintln!("left in place: {}", folder.path().display());
        folder.disable_cleanup(true);
    } else {
        sandbox::remove(&options.dir, &silent).await?;
    }
    table::print(&running.postgres.version, arguments.tables.into(), &rows?);
    Ok(())
}

async fn all_rows(arguments: &Arguments, running: &Running, folder: &Path) -> Result<Vec<Row>> {
    let tables = usize::from(arguments.tables);
    eprintln!("making {tables} tables");
    database::make_tables(running, tables).await?;
    let mut rows = Vec::new();
    for views in &arguments.views {
        eprintln!("making {views} views");
        let database = database::make_views(running, *views, tables).await?;
        rows.extend(rows_of(arguments, running, folder, &database, *views).await?);
    }
    Ok(rows)
}

/// The rows of one database.
async fn rows_of(
    arguments: &Arguments,
    running: &Running,
    folder: &Path,
    database: &str,
    views: usize,
) -> Result<Vec<Row>> {
    let script = statements::Script::new(running, database).await?;
    let runs = 0..arguments.runs;
    let mut queries = Vec::new();
    for _ in runs.clone() {
        queries.push(baseline::run(running, database, folder, &script).await?);
    }
    let mut init = Vec::new();
    let mut project = Project::new(running, database, folder, "run0");
    for run in runs.clone() {
        project = Project::new(running, database, folder, &format!("run{run}"));
        init.push(project.init()?);
    }
    project.commit()?;
    let pull = runs.clone().map(|_| project.pull()).collect::<Result<Vec<_>>>()?;
    let diff = runs.map(|_| project.diff()).collect::<Result<Vec<_>>>()?;
    let queries = Figures::new(&queries);
    Ok([("init", init), ("pull", pull), ("diff", diff)]
        .into_iter()
        .map(|(command, runs)| Row { views, command, figures: Figures::new(&runs), queries: queries.clone() })
        .collect())
}
