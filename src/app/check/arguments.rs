//! Arguments and results, by PostgreSQL's rules (docs, CREATE FUNCTION; src/backend/commands/functioncmds.c).

use std::collections::HashSet;

use super::expression;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::workspace as codes;
use crate::manifest::document::{Argument, ArgumentMode, Overload, Returns};
use crate::workspace::Manifest;

/// Checks the arguments and the result of the overload at `index`.
pub(super) fn check(manifest: &Manifest, index: &str, overload: &Overload, findings: &mut Vec<Diagnostic>) {
    let mut checker = Checker { manifest, index, overload, findings };
    checker.texts();
    checker.variadic();
    checker.defaults();
    checker.names();
    checker.result();
}

struct Checker<'a> {
    manifest: &'a Manifest,
    index: &'a str,
    overload: &'a Overload,
    findings: &'a mut Vec<Diagnostic>,
}

impl Checker<'_> {
    fn numbered(&self) -> impl Iterator<Item = (usize, &Argument)> + use<'_> {
        self.overload.arguments.iter().enumerate()
    }

    fn bad(&mut self, path: &[&str], message: impl Into<String>, advice: &str) {
        let path = [&["overloads", self.index], path].concat();
        let place = self.manifest.place(&path);
        self.findings.push(Diagnostic::error(&codes::BAD_ARGUMENTS, message).at(place).advice(advice));
    }

    /// Types and defaults can be read.
    fn texts(&mut self) {
        let mut found = Vec::new();
        for (at, argument) in self.numbered() {
            let at = at.to_string();
            let path = |key| ["overloads", self.index, "arguments", &at, key];
            found.extend(expression::type_problem(self.manifest, &path("type"), &argument.type_name, false));
            if let Some(default) = &argument.default {
                found.extend(expression::problem(self.manifest, &path("default"), default));
            }
        }
        let returns = ["overloads", self.index, "returns"];
        match &self.overload.returns {
            Some(Returns::Type(text)) => {
                found.extend(expression::type_problem(self.manifest, &returns, text, false));
            }
            Some(Returns::Setof(text)) => {
                let path = [&returns[..], &["setof"]].concat();
                found.extend(expression::type_problem(self.manifest, &path, text, false));
            }
            Some(Returns::Table(columns)) => {
                for (name, text) in columns {
                    let path = [&returns[..], &["table", name]].concat();
                    found.extend(expression::type_problem(self.manifest, &path, text, false));
                }
            }
            None => {}
        }
        self.findings.append(&mut found);
    }

    fn variadic(&mut self) {
        let Some((at, argument)) = self.numbered().find(|(_, argument)| argument.mode == ArgumentMode::Variadic) else {
            return;
        };
        let array = argument.type_name.trim_end().ends_with("[]")
            || matches!(argument.type_name.as_str(), "\"any\"" | "anyarray" | "anycompatiblearray");
        let further = self.numbered().skip(at + 1).find(|(_, argument)| argument.mode != ArgumentMode::Out);
        let further = further.map(|(at, _)| at.to_string());
        let at = at.to_string();
        if let Some(further) = further {
            let message = "an input argument stands after the VARIADIC one";
            self.bad(&["arguments", &further], message, "put the VARIADIC argument last");
        }
        if !array {
            self.bad(&["arguments", &at, "type"], "a VARIADIC argument is an array", "write the type with `[]`");
        }
    }

    fn defaults(&mut self) {
        let mut seen = false;
        for at in 0..self.overload.arguments.len() {
            let argument = &self.overload.arguments[at];
            let (out, has) = (argument.mode == ArgumentMode::Out, argument.default.is_some());
            let at = at.to_string();
            if out && has {
                self.bad(&["arguments", &at, "default"], "an OUT argument has no default", "remove `default:`");
            } else if !out && !has && seen {
                let message = "an argument without default stands after one with a default";
                self.bad(&["arguments", &at], message, "give it a default, or put it first");
            }
            seen |= has && !out;
        }
    }

    /// No two inputs and no two outputs share a name. An input and an output may, as far as PostgreSQL goes.
    fn names(&mut self) {
        let (mut inputs, mut outputs) = (HashSet::new(), HashSet::new());
        let mut twice: Vec<(String, String)> = Vec::new();
        for (at, argument) in self.numbered() {
            let Some(name) = argument.name.as_deref() else { continue };
            let input = argument.mode != ArgumentMode::Out;
            let output = matches!(argument.mode, ArgumentMode::Out | ArgumentMode::Inout);
            if input && !inputs.insert(name) || output && !outputs.insert(name) {
                twice.push((at.to_string(), name.to_owned()));
            }
        }
        for (at, name) in twice {
            self.bad(
                &["arguments", &at, "name"],
                format!("the name `{name}` is used twice"),
                "give each argument its own name",
            );
        }
    }

    fn result(&mut self) {
        let outputs: Vec<&Argument> = self
            .overload
            .arguments
            .iter()
            .filter(|argument| matches!(argument.mode, ArgumentMode::Out | ArgumentMode::Inout))
            .collect();
        let (Some(first), Some(returns)) = (outputs.first(), &self.overload.returns) else { return };
        let told = match returns {
            Returns::Table(_) => {
                let message = "OUT arguments and a table are two ways to say the same";
                self.bad(&["returns"], message, "keep one of the two");
                return;
            }
            Returns::Type(told) | Returns::Setof(told) => told,
        };
        let one = outputs.len() == 1;
        let wanted = if one { first.type_name.as_str() } else { "record" };
        let printed = |text: &str| text.parse().map(|found| expression::printed(&found, false)).ok();
        if printed(wanted) != printed(told) {
            let message = format!("the result is `{told}`, but the OUT arguments make it `{wanted}`");
            self.bad(&["returns"], message, &format!("write `{wanted}`, or leave `returns:` out"));
        }
    }
}
