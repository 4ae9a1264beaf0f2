//! `pgai openapi`

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::Globals;
use crate::app::openapi::{Syntax, Written, check, document, save};
use crate::app::{Exit, Failure};
use crate::openapi::Options;
use crate::output::{Screen, View};
use crate::pg::connect::Environment;

/// Write the OpenAPI 3.1 document of the API as the contract has it
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pgai openapi                          JSON on stdout
  pgai openapi -o openapi.yaml          YAML by the file's name
  pgai openapi --role web_anon          what one role can do
  pgai openapi --schema admin
  pgai openapi --check openapi.json     exit 1 when the committed document is out of date")]
pub struct OpenapiCommand {
    /// Write to this file
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Compare with this file and write nothing
    #[arg(long, value_name = "FILE", conflicts_with = "output")]
    check: Option<PathBuf>,
    /// JSON or YAML; by the file's name where left out
    #[arg(long, value_enum)]
    syntax: Option<Syntax>,
    /// What these roles can do; all where left out
    #[arg(long, value_name = "ROLE", value_delimiter = ',')]
    role: Vec<String>,
    /// One exposed schema
    #[arg(long, value_name = "NAME")]
    schema: Option<String>,
    /// Routes of this endpoint version only
    #[arg(long, value_name = "VERSION")]
    api_version: Option<String>,
    /// URL of the API; the environment's PostgREST where left out
    #[arg(long, value_name = "URL")]
    server: Vec<String>,
}

impl OpenapiCommand {
    pub(super) async fn run(self, globals: &Globals) -> Exit {
        let output = globals.output("openapi");
        let progress = output.progress();
        let stage = |words: &str| progress.stage(words);
        let file = self.output.as_ref().or(self.check.as_ref());
        let by_name = file.and_then(|file| file.extension()).is_some_and(|end| end == "yaml" || end == "yml");
        let syntax = self.syntax.unwrap_or(if by_name { Syntax::Yaml } else { Syntax::Json });
        let options = Options {
            roles: (!self.role.is_empty()).then(|| self.role.clone()),
            schema: self.schema.clone(),
            endpoint_version: self.api_version.clone(),
            servers: self.server.clone(),
            ..Options::default()
        };
        let work = async {
            let (_, workspace, _) = globals.workspace()?;
            let process = Environment::process();
            document(&workspace, &globals.chosen(), &process, options, syntax, &stage).await
        };
        let written = globals.within(work).await;
        drop(progress);
        let written = match written {
            Ok(written) => written,
            Err(failure) => return output.failure(&failure),
        };
        if output.is_human() {
            output.diagnostics(&written.diagnostics);
        }
        if let Some(path) = &self.check {
            return match check(path, &written.text) {
                Ok(()) => output.result(&Document::new(Some(path), &written), Exit::Fine, &[]),
                Err(problem) => output.failure(&Failure::from(problem)),
            };
        }
        match &self.output {
            None if output.is_human() => output.raw(&written.text),
            None => output.result(&Document::new(None, &written), Exit::Fine, &written.diagnostics),
            Some(path) => match save(path, &written.text) {
                Ok(()) => output.result(&Document::new(Some(path), &written), Exit::Fine, &[]),
                Err(problem) => output.failure(&Failure::from(problem)),
            },
        }
    }
}

/// The document as a result; in JSON within the envelope where it went to no file.
#[derive(Serialize)]
struct Document {
    file: Option<PathBuf>,
    paths: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    document: Option<String>,
}

impl Document {
    fn new(file: Option<&PathBuf>, written: &Written) -> Self {
        let document = file.is_none().then(|| written.text.clone());
        Self { file: file.cloned(), paths: written.paths, document }
    }
}

impl View for Document {
    fn view(&self, screen: &mut Screen) {
        if let Some(file) = &self.file {
            screen.line(format!("{}: {} paths", file.display(), self.paths));
        }
    }
}
