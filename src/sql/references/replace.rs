//! Replaces single tokens of references; everything else stays as it is, byte by byte.

use std::collections::HashMap;

use super::chains::{Part, chains};
use crate::sql::QualifiedName;
use crate::sql::quote::{Keywords, in_quotes, quoted_if_needed};

/// Replaces the schema of references to the given objects: `(object, new schema)`.
///
/// A reference is the schema's identifier, quoted or not, then `.` and the object's name, where no
/// `.` stands before (so `schema.name.column` too). Strings and comments are left alone.
pub fn replace_schema(text: &str, keywords: &Keywords, from: &[(QualifiedName, String)]) -> String {
    let wanted: HashMap<(&str, &str), &str> =
        from.iter().map(|(name, schema)| ((name.schema.as_str(), name.name.as_str()), schema.as_str())).collect();
    let mut edits = Vec::new();
    for chain in chains(text) {
        if let [schema, name, ..] = chain.as_slice()
            && let Some(new) = wanted.get(&(schema.value.as_str(), name.value.as_str()))
        {
            edits.push(edit(text, keywords, schema, new));
        }
    }
    apply(text, &edits)
}

/// The way back for text that the server printed: every reference into a schema of `schemas`
/// (`(shadow schema, schema)`) gets the schema it stands for, quoted as the server would.
/// The names of shadow schemas must occur nowhere else.
pub fn map_back(text: &str, keywords: &Keywords, schemas: &[(String, String)]) -> String {
    let wanted: HashMap<&str, &str> =
        schemas.iter().map(|(shadow, schema)| (shadow.as_str(), schema.as_str())).collect();
    let mut edits = Vec::new();
    for chain in chains(text) {
        if let [schema, _, ..] = chain.as_slice()
            && let Some(new) = wanted.get(schema.value.as_str())
        {
            edits.push(edit(text, keywords, schema, new));
        }
    }
    apply(text, &edits)
}

/// Replaces the name of references to `from` by `to`: the object of a rule or trigger that is
/// copied along with its view. Columns written with the bare old name are left alone.
pub fn replace_name(text: &str, keywords: &Keywords, from: &QualifiedName, to: &str) -> String {
    let mut edits = Vec::new();
    for chain in chains(text) {
        if let [schema, name, ..] = chain.as_slice()
            && schema.value == from.schema
            && name.value == from.name
        {
            edits.push(edit(text, keywords, name, to));
        }
    }
    apply(text, &edits)
}

struct Edit {
    start: usize,
    end: usize,
    new: String,
}

/// The new token: quoted where the old one was or where the name needs it, with a blank where it
/// would otherwise run into a neighbour (`"a"` and `"b"` would join to `"a""b"`).
fn edit(text: &str, keywords: &Keywords, old: &Part, new: &str) -> Edit {
    let (start, end) = (old.range.start, old.range.end);
    let (before, slice, after) = (&text[..start], &text[start..end], &text[end..]);
    let was_quoted = slice.contains('"');
    let prefix_of_string = after.starts_with(['\'', '"', '&']);
    let mut token = if was_quoted || prefix_of_string { in_quotes(new) } else { quoted_if_needed(keywords, new) };
    if token.starts_with('"') && !slice.starts_with('"') {
        if before.ends_with('"') || before.ends_with("u&") || before.ends_with("U&") {
            token.insert(0, ' ');
        }
        if after.starts_with('"') && !slice.ends_with('"') {
            token.push(' ');
        }
    }
    Edit { start, end, new: token }
}

fn apply(text: &str, edits: &[Edit]) -> String {
    let mut result = String::with_capacity(text.len());
    let mut from = 0;
    for edit in edits {
        result.push_str(&text[from..edit.start]);
        result.push_str(&edit.new);
        from = edit.end;
    }
    result.push_str(&text[from..]);
    result
}
