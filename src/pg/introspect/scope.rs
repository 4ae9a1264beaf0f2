//! Which relations are worth deparsing: what is exposed or managed, and what that stands on.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::assemble::Relations;

/// The schemas a reading is about.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    /// Exposed and managed schemas.
    pub schemas: BTreeSet<String>,
}

impl Scope {
    /// A scope of these schemas.
    pub fn new<'a>(schemas: impl IntoIterator<Item = &'a String>) -> Self {
        Self { schemas: schemas.into_iter().cloned().collect() }
    }

    /// Whether objects of this schema are read in full.
    pub fn holds_schema(&self, schema: &str) -> bool {
        self.schemas.contains(schema)
    }
}

/// Object ids of the relations to deparse: those of the scope, and everything below them.
pub(super) fn wanted(relations: &Relations, below: &HashMap<u32, Vec<u32>>, scope: &Scope) -> Vec<u32> {
    let mut todo: Vec<u32> = relations.in_schemas(&scope.schemas);
    let mut seen: HashSet<u32> = todo.iter().copied().collect();
    while let Some(oid) = todo.pop() {
        for next in below.get(&oid).into_iter().flatten() {
            if relations.name(*next).is_some() && seen.insert(*next) {
                todo.push(*next);
            }
        }
    }
    let mut wanted: Vec<u32> = seen.into_iter().collect();
    wanted.sort_unstable();
    wanted
}
