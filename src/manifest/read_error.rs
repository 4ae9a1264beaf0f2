//! From the reader's errors to diagnostics: what was expected, what was found, and the nearest name.

use serde_saphyr::{Error, Location};

use super::read::Source;
use super::tree::{Content, Node};
use crate::diagnostic::codes::manifest as codes;
use crate::diagnostic::{Diagnostic, nearest};

/// Says in a person's words what `error` says of the text in `source`.
pub(super) fn explain(source: &Source, error: &Error) -> Diagnostic {
    let error = error.without_snippet();
    let at = error.location().as_ref().and_then(byte_offset);
    match error {
        Error::AliasError { error, .. } => explain(source, error),
        Error::SerdeUnknownField { field, expected, .. } => {
            unknown(source, at, &codes::UNKNOWN_KEY, "key", field, expected)
        }
        Error::SerdeUnknownVariant { variant, expected, .. } => {
            unknown(source, at, &codes::UNKNOWN_VALUE, "value", variant, expected)
        }
        Error::DuplicateMappingKey { key, .. } => duplicate(source, at, key.as_deref().unwrap_or_default()),
        Error::SerdeMissingField { field, .. } => missing(source, at, field),
        Error::Unexpected { expected, .. } => wrong_type(source, at, in_words(expected)),
        Error::SerdeInvalidType { expected, .. } => wrong_type(source, value_behind_key(source, at), expected),
        Error::NullIntoString { .. } => wrong_type(source, at, "text"),
        Error::InvalidBooleanStrict { .. } => wrong_type(source, at, "true or false"),
        Error::InvalidScalar { ty, .. } => wrong_type(source, at, in_words(ty)),
        Error::Budget { .. }
        | Error::AliasReplayLimitExceeded { .. }
        | Error::AliasExpansionLimitExceeded { .. }
        | Error::AliasReplayStackDepthExceeded { .. }
        | Error::AliasReplayCounterOverflow { .. } => {
            Diagnostic::error(&codes::TOO_BIG, "the file is too deep, or its aliases unfold to too much")
                .at_some(place(source, at))
                .advice("write the values out instead of nesting aliases")
        }
        Error::Message { msg, .. } => Diagnostic::error(&codes::INVALID_VALUE, msg.clone()).at_some(place(source, at)),
        other => Diagnostic::error(&codes::INVALID_VALUE, plain_message(other)).at_some(place(source, at)),
    }
}

fn byte_offset(location: &Location) -> Option<usize> {
    usize::try_from(location.span().byte_offset()?).ok()
}

/// The reader's own message without the place it ends with: the diagnostic has its own.
fn plain_message(error: &Error) -> String {
    let text = error.to_string();
    text.rfind(" at line ").map_or(text.clone(), |end| text[..end].to_owned())
}

fn place(source: &Source, at: Option<usize>) -> Option<crate::diagnostic::Place> {
    let at = at?;
    let range = node_at(&source.root, at).map_or(at..at, |node| node.range.clone());
    // Of a collection, its first character is enough.
    let collection = node_at(&source.root, at).is_some_and(|node| node.scalar().is_none());
    Some(source.place(if collection { at..at + 1 } else { range }))
}

fn unknown(
    source: &Source,
    at: Option<usize>,
    code: crate::diagnostic::Code,
    what: &str,
    written: &str,
    known: &[&'static str],
) -> Diagnostic {
    let advice = match nearest(written, known.iter().copied()) {
        Some(near) => format!("write `{near}`"),
        None => format!("use one of {}", known.join(", ")),
    };
    Diagnostic::error(code, format!("unknown {what} `{written}`")).at_some(place(source, at)).advice(advice)
}

pub(super) fn duplicate(source: &Source, at: Option<usize>, key: &str) -> Diagnostic {
    let parent = at.and_then(|at| mapping_with_key_at(&source.root, at, &mut Vec::new()));
    let first = parent.and_then(|(node, _)| node.entry(key)).map(|entry| source.place(entry.key.range.clone()).line);
    let first = first.map_or(String::new(), |line| format!("; first in line {line}"));
    Diagnostic::error(&codes::DUPLICATE_KEY, format!("the key `{key}` stands twice{first}"))
        .at_some(place(source, at))
        .advice("keep one of them")
}

fn missing(source: &Source, at: Option<usize>, field: &str) -> Diagnostic {
    let mut path = Vec::new();
    let found = at.and_then(|at| mapping_with_key_at(&source.root, at, &mut path));
    let (who, place) = match found {
        Some((_, Some(key))) => (format!("`{}`", path.join(".")), Some(source.place(key.range.clone()))),
        _ => {
            let kind = source.root.entry("kind");
            let who =
                kind.and_then(|kind| kind.value.scalar()).map_or("the file".to_owned(), |kind| format!("the {kind}"));
            let first = source.root.entries().first().map_or(0..0, |entry| entry.key.range.clone());
            (who, Some(source.place(kind.map_or(first, |kind| kind.key.range.clone()))))
        }
    };
    Diagnostic::error(&codes::MISSING_KEY, format!("{who} lacks `{field}`"))
        .at_some(place)
        .advice(format!("add `{field}:`"))
}

fn wrong_type(source: &Source, at: Option<usize>, expected: &str) -> Diagnostic {
    let found = at.and_then(|at| node_at(&source.root, at));
    let Some(found) = found else {
        return Diagnostic::error(&codes::WRONG_TYPE, format!("expected {expected}")).at_some(place(source, at));
    };
    let diagnostic = source.wrong_type(found, expected);
    match (expected, &found.content) {
        ("text", Content::Scalar { value, .. }) if !found.is_absent() => {
            diagnostic.advice(format!("put quotes around it if the text `{value}` is meant"))
        }
        ("a list", Content::Scalar { value, .. })
            if !found.is_absent() && value.len() < 40 && !value.contains('\n') =>
        {
            diagnostic.advice(format!("write `[{value}]`"))
        }
        _ => diagnostic,
    }
}

/// Our own visitors' errors carry the place of the key: the value is meant.
fn value_behind_key(source: &Source, at: Option<usize>) -> Option<usize> {
    let Some((mapping, _)) = mapping_with_key_at(&source.root, at?, &mut Vec::new()) else { return at };
    let entry = mapping.entries().iter().find(|entry| Some(entry.key.range.start) == at);
    entry.map(|entry| entry.value.range.start).or(at)
}

/// The reader speaks of its own types; people of theirs.
fn in_words(expected: &'static str) -> &'static str {
    match expected {
        "string scalar" | "string" | "scalar" => "text",
        "mapping start" => "a mapping",
        "sequence start" => "a list",
        "bool" | "boolean" => "true or false",
        "i32" | "i64" | "u32" | "u64" | "i8" | "u8" | "i16" | "u16" | "usize" | "isize" => "a whole number",
        "f64" | "f32" | "float" | "floating point" => "a number",
        other => other,
    }
}

/// The value or key that begins at `at`: the innermost, but for block collections, which begin with their first key.
fn node_at(node: &Node, at: usize) -> Option<&Node> {
    if node.scalar().is_some() || matches!(node.content, Content::Alias) {
        return (node.range.start == at || node.is_absent() && node.range.start == at + 1).then_some(node);
    }
    let flow = matches!(node.content, Content::Mapping { flow: true, .. } | Content::Sequence { flow: true, .. });
    if flow && node.range.start == at {
        return Some(node);
    }
    let found = match &node.content {
        Content::Mapping { entries, .. } => entries.iter().find_map(|entry| {
            // An absent value is reported where its key ends.
            if entry.value.is_absent() && (entry.key.range.end..=entry.value.range.end).contains(&at) {
                return Some(&entry.value);
            }
            node_at(&entry.key, at).or_else(|| node_at(&entry.value, at))
        }),
        Content::Sequence { items, .. } => items.iter().find_map(|item| node_at(item, at)),
        _ => None,
    };
    found.or_else(|| (node.range.start == at).then_some(node))
}

/// The mapping one of whose keys begins at `at`, or that itself begins there; with the key it stands under.
/// `path` becomes the keys that lead to it.
fn mapping_with_key_at<'t>(root: &'t Node, at: usize, path: &mut Vec<String>) -> Option<(&'t Node, Option<&'t Node>)> {
    let own = root.entries().iter().any(|entry| entry.key.range.start == at);
    let begins = root.range.start == at && matches!(root.content, Content::Mapping { .. });
    if own || begins {
        return Some((root, None));
    }
    let children: Vec<(String, Option<&Node>, &Node)> = match &root.content {
        Content::Mapping { entries, .. } => entries
            .iter()
            .map(|entry| (entry.key.scalar().unwrap_or_default().to_owned(), Some(&entry.key), &entry.value))
            .collect(),
        Content::Sequence { items, .. } => {
            items.iter().enumerate().map(|(index, item)| (index.to_string(), None, item)).collect()
        }
        _ => Vec::new(),
    };
    for (step, key, child) in children {
        if !(child.range.start..=child.range.end).contains(&at) {
            continue;
        }
        path.push(step);
        if let Some((node, own_key)) = mapping_with_key_at(child, at, path) {
            return Some((node, own_key.or(key).or(Some(child))));
        }
        path.pop();
    }
    None
}
