//! From texts in the catalog to the objects they name.

use std::collections::{BTreeMap, HashMap};

use crate::catalog::{Catalog, FunctionKey, Sequence, TypeKind};
use crate::manifest::lock::user_type;
use crate::sql::QualifiedName;

/// Indexes over a catalog, built once.
pub(super) struct Names<'a> {
    calls: HashMap<String, &'a FunctionKey>,
    owned: HashMap<&'a QualifiedName, Vec<&'a QualifiedName>>,
}

impl<'a> Names<'a> {
    pub(super) fn new(catalog: &'a Catalog) -> Self {
        let mut owned: HashMap<&QualifiedName, Vec<&QualifiedName>> = HashMap::new();
        for (name, sequence) in &catalog.sequences {
            if let Sequence { owned_by: Some((relation, _)), .. } = sequence {
                owned.entry(relation).or_default().push(name);
            }
        }
        Self { calls: catalog.functions.keys().map(|key| (key.to_string(), key)).collect(), owned }
    }

    /// The function named `schema.name(types)`.
    pub(super) fn function(&self, call: &str) -> Option<&'a FunctionKey> {
        self.calls.get(call).copied()
    }

    /// Sequences of a relation's serial and identity columns.
    pub(super) fn sequences_of(&self, relation: &QualifiedName) -> &[&'a QualifiedName] {
        self.owned.get(relation).map(Vec::as_slice).unwrap_or_default()
    }
}

/// Keys of the functions of one name, in order of their signatures.
pub(super) fn overloads<'a>(catalog: &'a Catalog, name: &QualifiedName) -> impl Iterator<Item = &'a FunctionKey> {
    let first = FunctionKey { name: name.clone(), types: Vec::new() };
    let name = name.clone();
    catalog.functions.range(first..).map(|(key, _)| key).take_while(move |key| key.name == name)
}

/// The type or relation that a dependency names: array types (`_status`) are their elements.
pub(super) fn depended_type<'a>(catalog: &'a Catalog, name: &QualifiedName) -> Option<&'a QualifiedName> {
    let known = |name: &QualifiedName| -> Option<&'a QualifiedName> {
        key(&catalog.types, name).or_else(|| key(&catalog.relations, name))
    };
    known(name).or_else(|| {
        let element = name.name.strip_prefix('_')?;
        known(&QualifiedName::new(name.schema.clone(), element))
    })
}

fn key<'a, T>(map: &'a BTreeMap<QualifiedName, T>, name: &QualifiedName) -> Option<&'a QualifiedName> {
    map.get_key_value(name).map(|(key, _)| key)
}

/// The domain that a type's text names.
pub(super) fn domain<'a>(catalog: &'a Catalog, text: &str) -> Option<&'a TypeKind> {
    let found = &catalog.types.get(&user_type(text)?)?.kind;
    matches!(found, TypeKind::Domain { .. }).then_some(found)
}

/// Whether a domain of this name makes its functions media type handlers
/// (PostgREST 12, SchemaCache.hs, `mediaHandlers`).
pub(super) fn is_media_type(name: &str) -> bool {
    let Some((kind, subtype)) = name.split_once('/') else { return false };
    let of = |part: &str, marks: &[char]| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || marks.contains(&c))
    };
    name == "*/*" || (of(kind, &['.', '-']) && of(subtype, &['.', '-', '+']))
}
