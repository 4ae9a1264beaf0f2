//! Functions: one body, the language's own rules, and overloads PostgreSQL can tell apart.

use std::collections::HashMap;

use super::{arguments, version};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::workspace as codes;
use crate::manifest::document::{Function, Overload, Returns};
use crate::sql::Signature;
use crate::sql::lex::significant;
use crate::sql::statement::{SqlProblem, single, split};
use crate::workspace::{Manifest, Workspace};

/// Checks every function.
pub(super) fn check(workspace: &Workspace) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (manifest, function) in workspace.functions() {
        if function.overloads.is_empty() {
            findings.push(
                Diagnostic::error(&codes::FUNCTION_BODY, format!("`{}` has no overload", function.name))
                    .at(manifest.place(&["overloads"]))
                    .advice("write one, or delete the file"),
            );
        }
        for (index, found) in function.overloads.iter().enumerate() {
            let checked = OverloadAt { manifest, index: index.to_string(), overload: found };
            checked.language(&mut findings);
            checked.body(&mut findings);
            checked.numbers(&mut findings);
            arguments::check(manifest, &checked.index, found, &mut findings);
        }
        twice(manifest, function, &mut findings);
    }
    findings
}

struct OverloadAt<'w> {
    manifest: &'w Manifest,
    index: String,
    overload: &'w Overload,
}

impl OverloadAt<'_> {
    fn path<'a>(&'a self, key: &'a str) -> [&'a str; 3] {
        ["overloads", &self.index, key]
    }

    fn error(&self, key: &str, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error(&codes::FUNCTION_BODY, message).at(self.manifest.place(&self.path(key)))
    }

    fn is_sql(&self) -> bool {
        self.overload.language.eq_ignore_ascii_case("sql")
    }

    fn language(&self, findings: &mut Vec<Diagnostic>) {
        if self.overload.language.trim().is_empty() {
            findings.push(self.error("language", "the function names no language").advice("write `language: sql`"));
        }
    }

    fn body(&self, findings: &mut Vec<Diagnostic>) {
        let (key, text, problem) = match (&self.overload.body, &self.overload.sql_body) {
            (None, None) => {
                findings.push(self.error("body", "the function has no body").advice("write `body:` or `sql_body:`"));
                return;
            }
            (Some(_), Some(_)) => {
                findings.push(self.error("sql_body", "the function has two bodies").advice("keep one of them"));
                return;
            }
            (Some(body), None) => ("body", body, if self.is_sql() { split(body).err() } else { None }),
            (None, Some(_)) if !self.is_sql() => {
                let message = format!("language {} has no `sql_body`", self.overload.language);
                findings.push(self.error("sql_body", message).advice("write `body:`, or `language: sql`"));
                return;
            }
            (None, Some(body)) => ("sql_body", body, sql_body(body).err()),
        };
        if let Some(problem) = problem {
            findings.push(self.manifest.sql_problem(&self.path(key), text, problem));
        }
    }

    fn numbers(&self, findings: &mut Vec<Diagnostic>) {
        let overload = self.overload;
        let mut bad = |key: &str, message: &str, advice: &str| {
            let place = self.manifest.place(&self.path(key));
            findings.push(Diagnostic::error(&codes::BAD_ARGUMENTS, message).at(place).advice(advice));
        };
        if overload.cost.is_some_and(|cost| !(cost > 0.0 && cost.is_finite())) {
            bad("cost", "`cost` has to be positive", "write a positive number, or remove it");
        }
        if overload.rows.is_some_and(|rows| !(rows > 0.0 && rows.is_finite())) {
            bad("rows", "`rows` has to be positive", "write a positive number, or remove it");
        }
        let set = matches!(overload.returns, Some(Returns::Setof(_) | Returns::Table(_)));
        if overload.rows.is_some() && !set {
            bad("rows", "`rows` is for functions that return sets", "remove it, or return `{setof: ..}`");
        }
    }
}

/// `RETURN expression` or `BEGIN ATOMIC .. END`.
fn sql_body(text: &str) -> Result<(), SqlProblem> {
    // Semicolons inside BEGIN ATOMIC are told apart only within the statement that the body becomes part of.
    let before = "CREATE FUNCTION f() ";
    single(&format!("{before}{text}")).map_err(|problem| SqlProblem {
        range: problem.range.start.saturating_sub(before.len())..problem.range.end.saturating_sub(before.len()),
        ..problem
    })?;
    let tokens = significant(text);
    let word = |at: usize, word: &str| tokens.get(at).is_some_and(|token| token.is_word(text, word));
    if word(0, "return") || word(0, "begin") && word(1, "atomic") {
        return Ok(());
    }
    let range = tokens.first().map_or(0..0, |token| token.range.clone());
    Err(SqlProblem::error(&codes::FUNCTION_BODY, range, "a `sql_body` begins with RETURN or BEGIN ATOMIC")
        .with_advice("write `body:` for a body that is a string to PostgreSQL"))
}

fn twice(manifest: &Manifest, function: &Function, findings: &mut Vec<Diagnostic>) {
    let mut seen: HashMap<Signature, usize> = HashMap::new();
    for (index, overload) in function.overloads.iter().enumerate() {
        let Some(signature) = version::signature(overload) else { continue };
        if let Some(first) = seen.get(&signature) {
            let there = manifest.place(&["overloads", &first.to_string()]).line;
            findings.push(
                Diagnostic::error(
                    &codes::OVERLOAD_TWICE,
                    format!("`{}{signature}` stands in line {there} already", function.name),
                )
                .at(manifest.place(&["overloads", &index.to_string()]))
                .advice("remove one of them, or change its arguments"),
            );
        } else {
            seen.insert(signature, index);
        }
    }
}
