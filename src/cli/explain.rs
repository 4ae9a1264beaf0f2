//! `pgai explain`

use clap::Args;
use serde::Serialize;

use super::Globals;
use crate::app::Exit;
use crate::diagnostic::codes::usage as codes;
use crate::diagnostic::{Diagnostic, codes as all_codes, nearest};
use crate::output::{Screen, View};

/// Explain a code
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pgai explain PGAI-4006
  pgai explain             every code with its title")]
pub struct Explain {
    /// The code; without one all are listed
    code: Option<String>,
}

#[derive(Serialize)]
struct Explained {
    codes: Vec<Text>,
}

#[derive(Serialize)]
struct Text {
    code: &'static str,
    title: &'static str,
    text: &'static str,
}

impl Explain {
    pub(super) fn run(self, globals: &Globals) -> Exit {
        let output = globals.output("explain");
        let found = match &self.code {
            None => all_codes::all(),
            Some(id) => match all_codes::find(id) {
                Some(code) => vec![code],
                None => return output.failure(&unknown(id).into()),
            },
        };
        let codes = found.into_iter().map(|code| Text { code: code.id, title: code.title, text: code.text }).collect();
        output.result(&Explained { codes }, Exit::Fine, &[])
    }
}

fn unknown(id: &str) -> Diagnostic {
    let known: Vec<&str> = all_codes::all().into_iter().map(|code| code.id).collect();
    let problem = Diagnostic::error(&codes::UNKNOWN_CODE, format!("there is no code {id}"));
    match nearest(id, known) {
        Some(near) => problem.advice(format!("did you mean {near}?")),
        None => problem.advice("run `pgai explain` for the list"),
    }
}

impl View for Explained {
    fn view(&self, screen: &mut Screen) {
        match self.codes.as_slice() {
            [one] => {
                screen.line(screen.bold(&format!("{}: {}", one.code, one.title)));
                screen.gap();
                for line in one.text.lines().skip_while(|line| line.starts_with("# ") || line.is_empty()) {
                    screen.line(line);
                }
            }
            several => {
                let rows = several.iter().map(|text| [text.code.to_owned(), text.title.to_owned()]);
                screen.table(["code", "meaning"], rows);
            }
        }
    }
}
