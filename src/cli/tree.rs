//! The command tree.

use clap::{Parser, Subcommand};

use super::{
    Globals, apply, check, completions, contract, demo, diff, doctor, explain, init, openapi, plan, pull, sandbox,
    schema,
};

/// A PostgreSQL database behind PostgREST as a versioned REST API managed in git
#[derive(Debug, Parser)]
#[command(
    name = "pgai",
    version,
    propagate_version = true,
    arg_required_else_help = true,
    disable_help_subcommand = false,
    max_term_width = 100,
    after_help = TABLE,
    styles = styles()
)]
pub struct Cli {
    /// Flags that every command takes.
    #[command(flatten)]
    pub globals: Globals,
    /// The command.
    #[command(subcommand)]
    pub command: Command,
}

/// Which command answers which question.
const TABLE: &str = "\
Which command answers what:
  init       what does this API consist of?                   reads the database, writes manifests
  pull       what did the database become?                    reads the database, writes manifests
  check      may I merge?                                     needs nothing (--env: the database)
  diff       what differs from the manifests?                 reads database and PostgREST
  plan       what would run, with locks and reasons?          reads the database
  apply      do it, verified and probed                       writes the database
  contract   what exactly is the API?                         reads the database
  openapi    the document                                     reads the database
  doctor     what rights, versions, pairing are there?        reads database and PostgREST
  demo       what is this about?                              needs Node's npm, or installed servers
  sandbox    a private PostgreSQL and PostgREST to try things on

Exit codes: 0 fine, 1 failed, 2 usage, 3 differences (--exit-code), 4 findings, 5 not proven,
6 database changed but PostgREST not, 7 tests failed, 130 interrupted.";

fn styles() -> clap::builder::Styles {
    use anstyle::{AnsiColor, Style};
    clap::builder::Styles::styled()
        .header(Style::new().bold())
        .usage(Style::new().bold())
        .literal(AnsiColor::Cyan.on_default())
}

/// Commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Import everything that PostgREST serves into manifests
    Init(init::Init),
    /// Bring manifests to what the database has, keeping comments and formatting
    Pull(pull::Pull),
    /// Check manifests offline: parse, cross-check
    Check(check::Check),
    /// Show what differs between manifests, database and PostgREST
    Diff(diff::Diff),
    /// Show what apply would run
    Plan(plan::PlanCommand),
    /// Make the database what the manifests say, and prove that it is served
    Apply(apply::ApplyCommand),
    /// Show what exactly the API is
    Contract(contract::ContractCommand),
    /// Write the OpenAPI document of the API
    Openapi(openapi::OpenapiCommand),
    /// Say what rights, versions and pairing there are, and what is missing
    Doctor(doctor::DoctorCommand),
    /// Explain a code such as PGAI-4006
    Explain(explain::Explain),
    /// See the main job from end to end
    Demo(demo::DemoCommand),
    /// Run a private PostgreSQL and PostgREST
    Sandbox(sandbox::Sandbox),
    /// Print the JSON Schema of a kind of manifest
    Schema(schema::SchemaCommand),
    /// Print the completions of a shell
    Completions(completions::Completions),
}
