//! `pgai init`

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;

use super::Globals;
use super::globals::interactive;
use crate::app::environment::{Chosen, select};
use crate::app::init::{self, Initialized};
use crate::app::{Exit, Failure, Outcome, database};
use crate::contract::grouping::{self, Mode};
use crate::diagnostic::codes::usage as codes;
use crate::diagnostic::{Diagnostic, Result};
use crate::manifest::document::Database;
use crate::output::Output;
use crate::pg::connect::Environment;
use crate::postgrest::config::{self, ConfigFile};

/// Import everything that PostgREST serves into manifests
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pgai init                                              asks for what it cannot find
  pgai init api --db service=app --postgrest http://127.0.0.1:3000
  pgai init --db var:DATABASE_URL --config postgrest.conf
  docker exec postgrest postgrest --dump-config | pgai init --db service=app --config -
  pgai init --db service=app --schemas api,admin         from the database alone

A role that may connect and has USAGE on the schemas is enough; SELECT on tables is not needed.")]
pub struct Init {
    /// The project's folder
    #[arg(value_name = "DIR")]
    dir: Option<PathBuf>,
    /// Exposed schemas, default first
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    schemas: Option<Vec<String>>,
    /// PostgREST's configuration file or `--dump-config` output; - for stdin
    #[arg(long, value_name = "FILE")]
    config: Option<String>,
    /// Name of the project; the database's where left out
    #[arg(long, value_name = "NAME")]
    project: Option<String>,
    /// How versions are looked for
    #[arg(long, value_enum, default_value_t = Grouping::Auto)]
    grouping: Grouping,
    /// Routes of one endpoint, oldest first: 'orders=orders,ordersV2'
    #[arg(long, value_name = "NAME=ROUTES")]
    group: Vec<String>,
}

/// How versions are looked for.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Grouping {
    /// By schemas, then by suffix
    Auto,
    /// By suffix only
    Suffix,
    /// By schemas only
    Schema,
    /// Not at all
    None,
}

impl Init {
    pub(super) async fn run(self, globals: &Globals) -> Exit {
        let output = globals.output("init");
        let outcome = globals.within(self.work(globals, &output)).await;
        match outcome {
            Ok(outcome) => output.result(&outcome.result, outcome.exit, &outcome.diagnostics),
            Err(failure) => output.failure(&failure),
        }
    }

    async fn work(self, globals: &Globals, output: &Output) -> std::result::Result<Outcome<Initialized>, Failure> {
        let process = Environment::process();
        let dir = globals.start().join(self.dir.clone().unwrap_or_default());
        let mut chosen = globals.chosen();
        let can_ask = !chosen.no_input;
        ask_database(&mut chosen, &process, can_ask)?;
        if can_ask && chosen.postgrest.is_none() && self.config.is_none() && self.schemas.is_none() {
            chosen.postgrest = ask_postgrest()?;
        }
        let config = self.config.as_deref().map(|from| read_config(from, &process)).transpose()?;
        let environment_name = chosen.env.take().unwrap_or_else(|| "dev".to_owned());
        let selected = select(None, &chosen, &process)?;
        let progress = output.progress();
        let stage = |words: &str| progress.stage(words);
        stage("connecting");
        let database = database::open(&selected, &process).await?;
        let ask = |there: &[String]| if can_ask { ask_schemas(there) } else { None };
        let init = init::Init {
            dir,
            schemas: self.schemas,
            config,
            environment: postgrest_variables(),
            project: self.project,
            environment_name,
            database: written(&chosen, &process),
            grouping: options(self.grouping, &self.group)?,
            ask_schemas: &ask,
        };
        init::init(&init, &selected, &database, &stage).await
    }
}

fn options(mode: Grouping, groups: &[String]) -> Result<grouping::Options> {
    let groups = groups.iter().map(|text| grouping::parse_group(text)).collect::<Result<Vec<_>>>()?;
    let mode = match mode {
        Grouping::Auto => Mode::Auto,
        Grouping::Suffix => Mode::Suffix,
        Grouping::Schema => Mode::Schema,
        Grouping::None => Mode::None,
    };
    Ok(grouping::Options { mode, groups })
}

/// Asks for the database when neither a flag nor a variable names one.
fn ask_database(chosen: &mut Chosen, process: &Environment, can_ask: bool) -> Result<()> {
    let named = chosen.db.is_some()
        || ["PGAI_DB", "PGSERVICE", "PGHOST", "PGHOSTADDR", "PGDATABASE"]
            .iter()
            .any(|name| process.variable(name).is_some());
    if named {
        return Ok(());
    }
    if process.variable("DATABASE_URL").is_some() {
        chosen.db = Some("var:DATABASE_URL".to_owned());
        return Ok(());
    }
    if can_ask {
        let typed: std::result::Result<String, _> = dialoguer::Input::new()
            .with_prompt("Database (postgres://user@host/database, or service=NAME)")
            .interact_text();
        chosen.db = Some(
            typed.map_err(|error| Diagnostic::error(&codes::NEEDS_INPUT, "no answer").because(error.to_string()))?,
        );
    }
    Ok(())
}

fn ask_postgrest() -> Result<Option<String>> {
    let typed: std::result::Result<String, _> = dialoguer::Input::new()
        .with_prompt("Base URL of PostgREST (empty: none at hand)")
        .allow_empty(true)
        .interact_text();
    let url = typed.map_err(|error| Diagnostic::error(&codes::NEEDS_INPUT, "no answer").because(error.to_string()))?;
    Ok((!url.trim().is_empty()).then(|| url.trim().to_owned()))
}

fn ask_schemas(there: &[String]) -> Option<Vec<String>> {
    if !interactive() {
        return None;
    }
    let typed: String = dialoguer::Input::new()
        .with_prompt(format!("Schemas that PostgREST exposes, default first (there are: {})", there.join(", ")))
        .interact_text()
        .ok()?;
    Some(typed.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect())
}

/// How the target is written to pgai.yaml: never with a password.
fn written(chosen: &Chosen, process: &Environment) -> Database {
    match chosen.db.as_deref() {
        Some(text) if text.starts_with("var:") => Database::Text(format!("${{{}}}", &text["var:".len()..])),
        Some(text) if !text.starts_with('@') && text != "-" => {
            match crate::pg::connect::Target::from_flag(text, true, process) {
                Ok(_) => Database::Text(text.to_owned()),
                Err(_) => Database::Text("${DATABASE_URL}".to_owned()),
            }
        }
        Some(_) => Database::Text("${DATABASE_URL}".to_owned()),
        None if process.variable("PGAI_DB").is_some() => Database::Text("${PGAI_DB}".to_owned()),
        None => Database::Parameters(indexmap::IndexMap::new()),
    }
}

fn postgrest_variables() -> BTreeMap<String, String> {
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .filter(|(name, _)| name.starts_with("PGRST_"))
        .collect()
}

fn read_config(from: &str, process: &Environment) -> Result<ConfigFile> {
    use crate::diagnostic::codes::workspace::UNREADABLE;
    let text = if from == "-" { process.stdin() } else { process.read(Path::new(from)) };
    let text = text
        .map_err(|error| Diagnostic::error(&UNREADABLE, format!("{from} cannot be read")).because(error.to_string()))?;
    config::parse(if from == "-" { "standard input" } else { from }, &text, None)
}
