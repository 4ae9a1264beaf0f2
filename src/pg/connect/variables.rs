//! `${VAR}` in the connection entries of pgai.yaml.

use super::environment::Environment;
use super::origin::Origin;
use crate::diagnostic::codes::connection as codes;
use crate::diagnostic::{Diagnostic, Result};

/// Replaces each `${NAME}`; `$${` stands for a literal `${`, any other `$` for itself. What a variable holds is not read again.
pub(super) fn replace(text: &str, origin: &Origin, environment: &Environment) -> Result<String> {
    let mut replaced = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("${") {
        let (before, from) = rest.split_at(at);
        if let Some(literal) = before.strip_suffix('$') {
            replaced.push_str(literal);
            replaced.push_str("${");
            rest = &from[2..];
            continue;
        }
        replaced.push_str(before);
        let end = from.find('}').ok_or_else(|| broken(origin, "`${` without `}`"))?;
        let name = &from[2..end];
        if !is_name(name) {
            return Err(broken(origin, "a variable's name is letters, digits and `_`"));
        }
        replaced.push_str(&value_of(name, origin, environment)?);
        rest = &from[end + 1..];
    }
    replaced.push_str(rest);
    Ok(replaced)
}

/// True when the text has a `${NAME}` that would be replaced.
pub(super) fn has_variable(text: &str) -> bool {
    text.match_indices("${").any(|(at, _)| !text[..at].ends_with('$'))
}

/// The variable that is the whole text: `${NAME}`.
pub(super) fn sole_variable(text: &str) -> Option<&str> {
    text.strip_prefix("${")?.strip_suffix('}').filter(|name| is_name(name))
}

/// The value of a variable that somebody named.
pub(super) fn value_of(name: &str, origin: &Origin, environment: &Environment) -> Result<String> {
    environment.variable(name).ok_or_else(|| {
        Diagnostic::error(&codes::VARIABLE_NOT_SET, format!("variable {name}, named in {origin}, is not set"))
            .advice(format!("set {name} to a connection URL or the value it stands for, and run again"))
    })
}

/// True for what a shell takes as a variable's name.
pub(super) fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

fn broken(origin: &Origin, why: &str) -> Diagnostic {
    Diagnostic::error(&codes::VARIABLE_NOT_SET, format!("{origin} names a variable in a way that cannot be read"))
        .because(why)
        .advice("write ${NAME}, or $${ for a literal `${`")
}
