//! Names to manifests, with what stands twice; and the names that lock files stand for.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{LOCK, Manifest};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::workspace as codes;
use crate::manifest::document::Document;
use crate::sql::QualifiedName;

/// Positions in the list of manifests, by name.
#[derive(Debug, Clone, Default)]
pub(super) struct Index {
    pub(super) relations: BTreeMap<QualifiedName, usize>,
    pub(super) functions: BTreeMap<QualifiedName, usize>,
    pub(super) endpoints: BTreeMap<String, usize>,
    pub(super) schemas: BTreeMap<String, usize>,
    pub(super) postgrest: Option<usize>,
    pub(super) locked_relations: BTreeSet<QualifiedName>,
    pub(super) locked_functions: BTreeSet<QualifiedName>,
}

impl Index {
    /// Of two manifests for one name, the first by path counts, and the second is reported.
    pub(super) fn new(
        manifests: &[Manifest],
        locks: &BTreeMap<String, String>,
        problems: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut index = Self::default();
        for (position, manifest) in manifests.iter().enumerate() {
            if let Some(first) = index.insert(position, &manifest.document) {
                problems.push(duplicate(&manifests[first], manifest));
            }
        }
        for (path, text) in locks {
            index.insert_lock(path, text);
        }
        case_collisions(manifests.iter().map(|manifest| &manifest.path).chain(locks.keys()), problems);
        index
    }

    /// The position of another manifest for the same name.
    fn insert(&mut self, position: usize, document: &Document) -> Option<usize> {
        match document {
            Document::View(view) => first_or_insert(&mut self.relations, view.name.clone(), position),
            Document::MaterializedView(view) => first_or_insert(&mut self.relations, view.name.clone(), position),
            Document::Function(function) => first_or_insert(&mut self.functions, function.name.clone(), position),
            Document::Endpoint(endpoint) => first_or_insert(&mut self.endpoints, endpoint.name.clone(), position),
            Document::Schema(schema) => first_or_insert(&mut self.schemas, schema.name.clone(), position),
            Document::PostgRest(_) => {
                let first = self.postgrest;
                self.postgrest = first.or(Some(position));
                first
            }
        }
    }

    fn insert_lock(&mut self, path: &str, text: &str) {
        let Some(rest) = path.strip_prefix(LOCK).and_then(|rest| rest.strip_prefix('/')) else { return };
        let rest = rest.strip_suffix(".yaml").or_else(|| rest.strip_suffix(".yml")).unwrap_or(rest);
        let parts: Vec<&str> = rest.split('/').collect();
        match parts.as_slice() {
            [schema, name] => self.locked_relations.insert(locked_name(schema, name, "relation:", text)),
            [schema, "functions", name] => self.locked_functions.insert(locked_name(schema, name, "function:", text)),
            _ => false,
        };
    }
}

fn first_or_insert<K: Ord>(map: &mut BTreeMap<K, usize>, key: K, position: usize) -> Option<usize> {
    match map.entry(key) {
        std::collections::btree_map::Entry::Occupied(first) => Some(*first.get()),
        std::collections::btree_map::Entry::Vacant(vacant) => {
            vacant.insert(position);
            None
        }
    }
}

/// The name a lock file is about: what it says itself, else what its path stands for.
fn locked_name(schema: &str, name: &str, key: &str, text: &str) -> QualifiedName {
    let said = text.lines().find_map(|line| line.strip_prefix(key)).map(str::trim);
    let plain = said.filter(|said| !said.starts_with(['"', '\'']) && !said.contains(" #"));
    plain.and_then(|said| said.parse().ok()).unwrap_or_else(|| QualifiedName::new(decoded(schema), decoded(name)))
}

/// Undoes `%XX` in a part of a path.
fn decoded(part: &str) -> String {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let [first, after @ ..] = rest {
        let hex = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        match hex.filter(|_| *first == b'%').and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn duplicate(first: &Manifest, second: &Manifest) -> Diagnostic {
    let kind = second.document.kind();
    let what = match second.document.name() {
        Some(name) if first.document.kind() == kind => format!("two {kind} manifests are named `{name}`"),
        Some(name) => format!("a {} and a {kind} are both named `{name}`", first.document.kind()),
        None => format!("two manifests are of kind {kind}"),
    };
    Diagnostic::error(&codes::DUPLICATE_NAME, format!("{what}; the other one is {}", first.value(&["name"])))
        .at(second.value(&["name"]))
        .advice("delete or rename one of them")
}

fn case_collisions<'a>(paths: impl Iterator<Item = &'a String>, problems: &mut Vec<Diagnostic>) {
    let mut seen: HashMap<String, &str> = HashMap::new();
    for path in paths {
        match seen.entry(path.to_lowercase()) {
            std::collections::hash_map::Entry::Occupied(first) => problems.push(
                Diagnostic::warning(
                    &codes::CASE_COLLISION,
                    format!("the file names `{}` and `{path}` differ only in case", first.get()),
                )
                .at(super::files::start_of(path))
                .advice("rename one of them: on some disks they are the same file"),
            ),
            std::collections::hash_map::Entry::Vacant(vacant) => {
                vacant.insert(path);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lock_files_say_their_names() {
        for (schema, name, text, expected) in [
            ("sales", "orders", "relation: sales.orders\nkind: table\n", "sales.orders"),
            ("api", "%4Frders", "relation: 'api.\"Orders\"'\n", "api.\"Orders\""),
            ("api", "%4Frders", "", "api.\"Orders\""),
            ("api", "looooong%~1234", "relation: api.looooooooooooooong\n", "api.looooooooooooooong"),
            ("api", "100%", "", "api.\"100%\""),
        ] {
            assert_eq!(locked_name(schema, name, "relation:", text).to_string(), expected);
        }
    }
}
