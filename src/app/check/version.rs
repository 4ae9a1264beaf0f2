//! One version of an endpoint: its state, its dates, its successor, and the shape of its access.

use std::collections::HashSet;

use jiff::civil::Date;

use super::expression::printed;
use crate::diagnostic::codes::workspace as codes;
use crate::diagnostic::{Diagnostic, nearest};
use crate::manifest::document::{Access, ArgumentMode, Endpoint, Overload, Route, State, Version};
use crate::sql::{Signature, TypeName};
use crate::workspace::{Manifest, Workspace};

/// State, dates and successor.
pub(super) fn check(manifest: &Manifest, endpoint: &Endpoint, name: &str, version: &Version) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let at = |key: &'static str| manifest.value(&["versions", name, key]);
    let mut date = |key: &'static str, text: Option<&String>| {
        let text = text?;
        let parsed = read_date(text);
        if parsed.is_none() {
            findings.push(bad_date(text).at(at(key)));
        }
        parsed
    };
    let deprecated = date("deprecated", version.deprecated.as_ref());
    let sunset = date("sunset", version.sunset.as_ref());
    if let (Some(deprecated), Some(sunset)) = (deprecated, sunset)
        && sunset <= deprecated
    {
        findings.push(
            Diagnostic::error(
                &codes::VERSION_STATE,
                format!("the sunset {sunset} is not after the deprecation {deprecated}"),
            )
            .at(at("sunset"))
            .advice("give clients time to move: a later `sunset:`"),
        );
    }
    findings.extend(state(manifest, name, version));
    findings.extend(successor(manifest, endpoint, name, version));
    for (index, accepted) in version.accepted.iter().enumerate() {
        if let Some(until) = accepted.until.as_ref().filter(|until| read_date(until).is_none()) {
            let index = index.to_string();
            findings.push(bad_date(until).at(manifest.value(&["versions", name, "accepted", &index, "until"])));
        }
    }
    findings
}

/// `2026-10-01`, and nothing beside it.
fn read_date(text: &str) -> Option<Date> {
    let date: Date = text.parse().ok()?;
    (date.to_string() == text).then_some(date)
}

fn bad_date(text: &str) -> Diagnostic {
    Diagnostic::error(&codes::BAD_DATE, format!("`{text}` is not a date")).advice("write year-month-day: `2026-10-01`")
}

fn state(manifest: &Manifest, name: &str, version: &Version) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let word = match version.state {
        State::Draft => "draft",
        State::Active => "active",
        State::Deprecated => "deprecated",
        State::Retired => "retired",
    };
    match version.state {
        State::Deprecated | State::Retired if version.deprecated.is_none() => findings.push(
            Diagnostic::error(&codes::VERSION_STATE, format!("version {name} is {word}, but does not say since when"))
                .at(manifest.value(&["versions", name, "state"]))
                .advice("add the date: `deprecated: 2026-10-01`"),
        ),
        State::Draft | State::Active => {
            let dates = [("deprecated", &version.deprecated), ("sunset", &version.sunset)];
            for (key, _) in dates.into_iter().filter(|(_, date)| date.is_some()) {
                findings.push(
                    Diagnostic::warning(
                        &codes::VERSION_STATE,
                        format!("`{key}` is not told to clients while version {name} is {word}"),
                    )
                    .at(manifest.place(&["versions", name, key]))
                    .advice(format!("set `state: deprecated`, or remove `{key}:`")),
                );
            }
        }
        _ => {}
    }
    if version.state == State::Retired && grants_something(&version.access) {
        findings.push(
            Diagnostic::error(&codes::VERSION_STATE, format!("version {name} is retired, but its access is not empty"))
                .at(manifest.place(&["versions", name, "access"]))
                .advice("remove `access:`: a retired version answers 410 to everybody"),
        );
    }
    findings
}

fn grants_something(access: &Access) -> bool {
    match access {
        Access::Relation(grants) => !grants.is_empty(),
        Access::Rpc(signatures) => signatures.values().any(|grants| !grants.is_empty()),
    }
}

fn successor(manifest: &Manifest, endpoint: &Endpoint, name: &str, version: &Version) -> Option<Diagnostic> {
    let successor = version.successor.as_ref()?;
    let said = |message: String| {
        Diagnostic::error(&codes::BAD_SUCCESSOR, message).at(manifest.value(&["versions", name, "successor"]))
    };
    let (Some(own), Some((position, _, found))) =
        (endpoint.versions.get_index_of(name), endpoint.versions.get_full(successor))
    else {
        let known = endpoint.versions.keys().map(String::as_str).filter(|known| *known != name);
        let advice = match nearest(successor, known.clone()) {
            Some(near) => format!("write `successor: {near}`"),
            None => format!("name one of {}, or remove the key", known.collect::<Vec<_>>().join(", ")),
        };
        return Some(said(format!("the endpoint has no version `{successor}`")).advice(advice));
    };
    if position <= own {
        let message = format!("`{successor}` is not newer than {name}: versions stand oldest first");
        return Some(said(message).advice("name a version below this one, or put the versions in order"));
    }
    (found.state == State::Retired)
        .then(|| said(format!("`{successor}` is retired itself")).advice("name a version that clients can move to"))
}

/// The form of the access, and of a function's its signatures.
pub(super) fn access(workspace: &Workspace, manifest: &Manifest, name: &str, version: &Version) -> Vec<Diagnostic> {
    match (&version.route, &version.access) {
        (_, access) if access.is_empty() => Vec::new(),
        (Route::Relation(_), Access::Relation(_)) => Vec::new(),
        (Route::Relation(_), Access::Rpc(_)) => {
            vec![wrong_shape(manifest, name, "roles", "access: {web_anon: [select]}")]
        }
        (Route::Rpc(_), Access::Relation(_)) => {
            vec![wrong_shape(manifest, name, "signatures", "access: {\"(bigint)\": {app_user: [execute]}}")]
        }
        (Route::Rpc(target), Access::Rpc(signatures)) => {
            let overloads = workspace.function(target).map(|(_, function)| function.overloads.as_slice());
            let keys: Vec<&str> = signatures.keys().map(String::as_str).collect();
            overload_access(manifest, name, &keys, overloads)
        }
    }
}

fn wrong_shape(manifest: &Manifest, name: &str, keyed_by: &str, example: &str) -> Diagnostic {
    Diagnostic::error(&codes::ACCESS_SHAPE, format!("the access of this route is keyed by {keyed_by}"))
        .at(manifest.place(&["versions", name, "access"]))
        .advice(format!("write `{example}`"))
}

/// Keys against overloads; without the function's manifest only their form can be checked.
fn overload_access(manifest: &Manifest, name: &str, keys: &[&str], overloads: Option<&[Overload]>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let known: Vec<Signature> = overloads.unwrap_or_default().iter().filter_map(signature).collect();
    let mut listed: HashSet<Signature> = HashSet::new();
    for key in keys {
        let place = || manifest.place(&["versions", name, "access", key]);
        let parsed = match key.parse::<Signature>() {
            Ok(parsed) => plain(&parsed),
            Err(error) => {
                findings.push(
                    Diagnostic::error(&codes::UNKNOWN_SIGNATURE, error.to_string())
                        .at(place())
                        .advice("write the types of the input arguments in parentheses: `\"(bigint, json)\"`"),
                );
                continue;
            }
        };
        if overloads.is_some() && !known.contains(&parsed) {
            findings.push(unknown_signature(key, &known).at(place()));
        }
        if listed.contains(&parsed) {
            findings.push(
                Diagnostic::error(&codes::UNKNOWN_SIGNATURE, format!("`{parsed}` is listed twice"))
                    .at(place())
                    .advice("keep one of the keys"),
            );
        }
        listed.insert(parsed);
    }
    for missing in known.iter().filter(|signature| !listed.contains(signature)) {
        findings.push(
            Diagnostic::error(&codes::OVERLOAD_WITHOUT_ACCESS, format!("the overload `{missing}` is not listed"))
                .at(manifest.place(&["versions", name, "access"]))
                .advice(format!("add `\"{missing}\": {{}}`, or who may call it")),
        );
    }
    findings
}

fn unknown_signature(key: &str, known: &[Signature]) -> Diagnostic {
    let finding = Diagnostic::error(&codes::UNKNOWN_SIGNATURE, format!("the function has no overload `{key}`"));
    let texts: Vec<String> = known.iter().map(ToString::to_string).collect();
    match nearest(key, texts.iter().map(String::as_str)) {
        Some(near) => finding.advice(format!("write `\"{near}\"`")),
        None if texts.is_empty() => finding.advice("write the overload in the function's manifest"),
        None => finding.advice(format!("write one of {}", texts.join(", "))),
    }
}

/// The input types of an overload as PostgreSQL prints them; none when one of them is no type.
pub(super) fn signature(overload: &Overload) -> Option<Signature> {
    let inputs = overload.arguments.iter().filter(|argument| argument.mode != ArgumentMode::Out);
    let types: Option<Vec<TypeName>> = inputs.map(|argument| argument.type_name.parse().ok()).collect();
    Some(plain(&Signature(types?)))
}

fn plain(signature: &Signature) -> Signature {
    Signature(signature.0.iter().map(|found| printed(found, false)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_days_of_the_calendar() {
        assert!(read_date("2026-10-01").is_some() && read_date("2028-02-29").is_some());
        for text in
            ["2026-02-29", "2026-13-01", "2026-1-1", "20261001", "2026-10-01T00:00", "tomorrow", "", "01.10.2026"]
        {
            assert!(read_date(text).is_none(), "{text}");
        }
    }
}
