//! Flags that every command takes.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use crate::app::environment::Chosen;
use crate::app::{Exit, Failure, Outcome};
use crate::diagnostic::Diagnostic;
use crate::output::{Color, Format, Output, View};
use crate::workspace::{self, Workspace};

/// Flags that every command takes.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Everywhere")]
pub struct Globals {
    /// Work in this folder
    #[arg(short = 'C', long = "directory", value_name = "DIR", global = true, value_hint = clap::ValueHint::DirPath)]
    pub directory: Option<PathBuf>,
    /// Environment of pgai.yaml
    #[arg(long, value_name = "NAME", global = true, env = "PGAI_ENV")]
    pub env: Option<String>,
    /// Database: URL or key/value text without a password, service=NAME, var:NAME, @FILE, or - for stdin
    #[arg(long, value_name = "TARGET", global = true)]
    pub db: Option<String>,
    /// Base URL of PostgREST
    #[arg(long, value_name = "URL", global = true, env = "PGAI_POSTGREST")]
    pub postgrest: Option<String>,
    /// How results are written
    #[arg(long, value_enum, default_value_t, global = true)]
    pub format: Format,
    /// When to colour
    #[arg(long, value_enum, default_value_t, global = true)]
    pub color: Color,
    /// Only errors and the result
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Say more of what is being done (-vv: with details)
    #[arg(short, long, action = clap::ArgAction::Count, global = true)]
    pub verbose: u8,
    /// Never ask
    #[arg(long, global = true, env = "PGAI_NO_INPUT", value_parser = clap::builder::BoolishValueParser::new(), num_args = 0..=1, require_equals = true, default_missing_value = "true", default_value = "false", hide_default_value = true, hide_env_values = true)]
    pub no_input: bool,
    /// Give up after this many seconds
    #[arg(long, value_name = "SECONDS", global = true)]
    pub timeout: Option<u64>,
}

impl Globals {
    /// The output of a command.
    pub fn output(&self, command: &'static str) -> Output {
        Output::new(command, self.format, self.color, self.quiet)
    }

    /// What was said of the target.
    pub fn chosen(&self) -> Chosen {
        Chosen {
            env: self.env.clone(),
            db: self.db.clone(),
            postgrest: self.postgrest.clone(),
            no_input: self.no_input || !interactive(),
        }
    }

    /// Where to look for a project.
    pub fn start(&self) -> PathBuf {
        self.directory.clone().unwrap_or_else(|| PathBuf::from("."))
    }

    /// The project that the working folder lies in, with the warnings of reading it.
    ///
    /// # Errors
    /// No project, or files that cannot be read.
    pub fn workspace(&self) -> Result<(PathBuf, Workspace, Vec<Diagnostic>), Failure> {
        let root = workspace::discover(&self.start())?;
        let (workspace, warnings) = Workspace::open(&root)?;
        Ok((root, workspace, warnings))
    }

    /// Runs the work under `--timeout`.
    ///
    /// # Errors
    /// The work's, or that the time is up.
    pub async fn within<T>(&self, work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
        let Some(seconds) = self.timeout else { return work.await };
        match tokio::time::timeout(Duration::from_secs(seconds), work).await {
            Ok(outcome) => outcome,
            Err(_) => Err(Failure {
                exit: Exit::Failed,
                diagnostics: vec![
                    Diagnostic::error(
                        &crate::diagnostic::codes::usage::INTERRUPTED,
                        format!("not done within {seconds} s"),
                    )
                    .advice("give a longer --timeout"),
                ],
            }),
        }
    }

    /// Runs a command's work with progress and time limit, and ends the command with its outcome.
    pub async fn run<T: View>(
        &self,
        command: &'static str,
        work: impl AsyncFnOnce(&dyn Fn(&str)) -> Result<Outcome<T>, Failure>,
    ) -> Exit {
        let output = self.output(command);
        let progress = output.progress();
        let stage = |words: &str| progress.stage(words);
        let outcome = self.within(work(&stage)).await;
        drop(progress);
        match outcome {
            Ok(outcome) => output.result(&outcome.result, outcome.exit, &outcome.diagnostics),
            Err(failure) => output.failure(&failure),
        }
    }

    /// Log lines go to stderr; `-v` chooses how many, `PGAI_LOG` overrides it.
    pub fn start_logging(&self) {
        use tracing_subscriber::EnvFilter;
        let level = match self.verbose {
            0 => "off",
            1 => "pgai=info",
            2 => "pgai=debug",
            _ => "debug",
        };
        let filter = EnvFilter::try_from_env("PGAI_LOG").unwrap_or_else(|_| EnvFilter::new(level));
        let started = tracing_subscriber::fmt()
            .with_env_filter(filter)
            .with_writer(std::io::stderr)
            .with_target(false)
            .without_time()
            .try_init();
        if let Err(error) = started {
            tracing::debug!(%error, "logging was started before");
        }
    }
}

/// Questions can be asked: both ends are a terminal.
pub(super) fn interactive() -> bool {
    use std::io::IsTerminal;
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}
