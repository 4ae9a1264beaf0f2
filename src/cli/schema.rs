//! `pgai schema`

use clap::Args;
use serde::Serialize;
use serde_json::Value;

use super::Globals;
use crate::app::Exit;
use crate::diagnostic::codes::usage as codes;
use crate::diagnostic::{Diagnostic, nearest};
use crate::manifest::schema::{KindSchema, all, find};
use crate::output::{Screen, View};

/// Print the JSON Schema of a kind of manifest, for editors
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pgai schema                             the kinds, and the files they describe
  pgai schema view > view.schema.json
  pgai schema project                     pgai.yaml")]
pub struct SchemaCommand {
    /// The kind, such as View, or project; without one all are listed
    kind: Option<String>,
}

#[derive(Serialize)]
struct Schemas {
    schemas: Vec<One>,
}

#[derive(Serialize)]
struct One {
    name: &'static str,
    kind: Option<&'static str>,
    files: &'static str,
    /// Only where one kind was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    schema: Option<Value>,
    #[serde(skip)]
    text: String,
}

impl SchemaCommand {
    pub(super) fn run(self, globals: &Globals) -> Exit {
        let output = globals.output("schema");
        let schemas = match &self.kind {
            None => all().into_iter().map(|schema| One { schema: None, ..One::from(schema) }).collect(),
            Some(kind) => match find(kind) {
                Some(schema) => vec![One::from(schema)],
                None => return output.failure(&unknown(kind).into()),
            },
        };
        output.result(&Schemas { schemas }, Exit::Fine, &[])
    }
}

impl From<KindSchema> for One {
    fn from(schema: KindSchema) -> Self {
        let text = schema.text();
        Self { name: schema.name, kind: schema.kind, files: schema.files, schema: Some(schema.schema), text }
    }
}

fn unknown(kind: &str) -> Diagnostic {
    let problem = Diagnostic::error(&codes::UNKNOWN_NAME, format!("there is no kind `{kind}`"));
    let written = kind.to_lowercase();
    match nearest(&written, all().iter().map(|schema| schema.name)) {
        Some(near) => problem.advice(format!("did you mean {near}?")),
        None => problem.advice("run `pgai schema` for the list"),
    }
}

impl View for Schemas {
    fn view(&self, screen: &mut Screen) {
        match self.schemas.as_slice() {
            [one] => screen.line(one.text.trim_end()),
            several => {
                let rows = several
                    .iter()
                    .map(|one| [one.name.to_owned(), one.kind.unwrap_or_default().to_owned(), one.files.to_owned()]);
                screen.table(["name", "kind", "files"], rows);
            }
        }
    }
}
