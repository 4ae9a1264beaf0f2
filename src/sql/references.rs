//! References to objects by their qualified names, at the level of tokens.
//!
//! Works on any SQL that can be scanned, also where no parser can follow. What looks
//! like a reference may be a column of an alias with the schema's name; a wrong replacement
//! of such a one fails loudly on the server.

mod chains;
mod replace;
#[cfg(test)]
mod tests;

pub use replace::{map_back, replace_name, replace_schema};

use std::collections::BTreeSet;

use super::QualifiedName;
use super::lex::{significant, string_value};
use chains::chains;

/// Every `schema.name` that the text may refer to: the first two parts of each dotted name, and
/// the second and third, for `database.schema.name`. A superset: `alias.column` is in it too.
pub fn mentions(text: &str) -> BTreeSet<QualifiedName> {
    let mut found = BTreeSet::new();
    for chain in chains(text) {
        for pair in chain.windows(2).take(2) {
            found.insert(QualifiedName::new(&pair[0].value, &pair[1].value));
        }
    }
    found
}

/// Every `schema.name` that starts the content of a string constant: `'api.v'::regclass`. Replacing
/// tokens does not reach these.
pub fn mentions_in_strings(text: &str) -> BTreeSet<QualifiedName> {
    let contents = significant(text).into_iter().filter_map(|token| string_value(&token, text));
    contents.filter_map(|content| leading_name(&content)).collect()
}

fn leading_name(content: &str) -> Option<QualifiedName> {
    let first = chains(content).into_iter().next()?;
    let starts_content = content[..first.first()?.range.start].trim().is_empty();
    match first.as_slice() {
        [schema, name, ..] if starts_content => Some(QualifiedName::new(&schema.value, &name.value)),
        _ => None,
    }
}

/// Every identifier and keyword outside strings and comments, folded as PostgreSQL does. For
/// telling that a function body may depend on a name.
pub fn identifiers(text: &str) -> BTreeSet<String> {
    chains(text).into_iter().flatten().map(|part| part.value).collect()
}
