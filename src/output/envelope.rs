//! The JSON envelope: the same on every exit path. It only grows.

use serde::Serialize;

use crate::app::Exit;
use crate::diagnostic::Diagnostic;

#[derive(Serialize)]
struct Envelope<'a, T> {
    schema: String,
    version: &'a str,
    command: &'a str,
    ok: bool,
    exit_code: u8,
    result: Option<&'a T>,
    diagnostics: Vec<Shape<'a>>,
}

#[derive(Serialize)]
struct Shape<'a> {
    code: &'a str,
    severity: crate::diagnostic::Severity,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    causes: &'a [String],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    advice: &'a [String],
}

/// The envelope with a line break at its end.
pub(super) fn json<T: Serialize>(command: &str, exit: Exit, result: Option<&T>, diagnostics: &[Diagnostic]) -> String {
    let envelope = Envelope {
        schema: format!("pgai/{}/1", command.replace(' ', "-")),
        version: env!("CARGO_PKG_VERSION"),
        command,
        ok: exit == Exit::Fine,
        exit_code: exit.code(),
        result,
        diagnostics: diagnostics.iter().map(shape).collect(),
    };
    match serde_json::to_string_pretty(&envelope) {
        Ok(text) => text + "\n",
        Err(error) => format!(
            "{{\"schema\": \"pgai/error/1\", \"version\": \"{}\", \"command\": \"{command}\", \"ok\": false, \
             \"exit_code\": 1, \"result\": null, \"diagnostics\": [{{\"message\": {:?}}}]}}\n",
            env!("CARGO_PKG_VERSION"),
            error.to_string()
        ),
    }
}

fn shape(diagnostic: &Diagnostic) -> Shape<'_> {
    let place = diagnostic.place();
    Shape {
        code: diagnostic.code().id,
        severity: diagnostic.severity(),
        message: diagnostic.message(),
        file: place.map(|place| place.file.as_str()),
        line: place.map(|place| place.line),
        column: place.map(|place| place.column),
        causes: diagnostic.causes(),
        advice: diagnostic.advices(),
    }
}
