//! Whether a view or function is still what the server typed: told from manifests and lock files alone.

use std::collections::{BTreeSet, HashMap};

use super::inputs::{self, Values};
use super::subject::{Subject, shape_of, signature, written_signature};
use super::{LockFiles, Overload, Relation, Verified};
use crate::manifest::document as doc;
use crate::sql::QualifiedName;

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verification {
    /// The server typed exactly this.
    Proven,
    /// The manifest says something else than when the server typed it.
    QueryChanged,
    /// What it reads has changed.
    InputChanged {
        /// Relations, types, and functions with their types; sorted, never empty.
        what: BTreeSet<String>,
    },
    /// The server never typed it.
    NoEntry,
}

impl Verification {
    /// True where nothing has to be asked of a server.
    pub fn is_proven(&self) -> bool {
        *self == Self::Proven
    }
}

/// Judges one subject by its own words and by the values it reads. Whether another *manifest* that it
/// reads is proven is not asked: [`verify_all`] does.
pub fn verify(subject: &Subject<'_>, locks: &LockFiles) -> Verification {
    judge(subject, locks, &mut Values::new(locks))
}

/// Judges all subjects of a project, in their order. A view over an unproven view is unproven too.
pub fn verify_all(subjects: &[Subject<'_>], locks: &LockFiles) -> Vec<Verification> {
    let mut values = Values::new(locks);
    let mut found: Vec<Verification> = subjects.iter().map(|subject| judge(subject, locks, &mut values)).collect();
    let mut readers: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, subject) in subjects.iter().enumerate() {
        for name in reads(subject, locks) {
            readers.entry(name).or_default().push(index);
        }
    }
    let mut todo: Vec<usize> =
        (0..subjects.len()).filter(|index| spreads(&subjects[*index], &found[*index], locks)).collect();
    while let Some(index) = todo.pop() {
        let name = locked_name(&subjects[index], locks);
        for reader in readers.get(&name).into_iter().flatten() {
            match &mut found[*reader] {
                Verification::Proven => {
                    found[*reader] = Verification::InputChanged { what: BTreeSet::from([name.clone()]) };
                    if !matches!(subjects[*reader], Subject::Function(..)) {
                        todo.push(*reader);
                    }
                }
                Verification::InputChanged { what } => drop(what.insert(name.clone())),
                Verification::QueryChanged | Verification::NoEntry => {}
            }
        }
    }
    found
}

/// Whether what reads `subject` is unproven with it. A function's body is its own business.
fn spreads(subject: &Subject<'_>, found: &Verification, locks: &LockFiles) -> bool {
    match subject {
        _ if found.is_proven() => false,
        Subject::Function(name, overload) => locked_overload(name, overload, locks)
            .is_none_or(|(_, locked)| inputs::shape_of(locked) != shape_of(overload)),
        _ => true,
    }
}

/// Names of what a subject reads, as subjects are named.
fn reads(subject: &Subject<'_>, locks: &LockFiles) -> Vec<String> {
    match subject {
        Subject::Function(..) => inputs::types_of(subject).iter().map(ToString::to_string).collect(),
        _ => entry(subject, locks)
            .map(|entry| entry.reads.iter().map(ToString::to_string).chain(entry.calls.iter().cloned()).collect())
            .unwrap_or_default(),
    }
}

fn judge(subject: &Subject<'_>, locks: &LockFiles, values: &mut Values<'_>) -> Verification {
    let (entry, verified) = match subject {
        Subject::Function(name, overload) => {
            (None, locked_overload(name, overload, locks).and_then(|(_, locked)| locked.verified.as_ref()))
        }
        _ => {
            let entry = entry(subject, locks);
            (entry, entry.and_then(|entry| entry.verified.as_ref()))
        }
    };
    let Some(verified) = verified else { return Verification::NoEntry };
    if verified.text != subject.text_hash() {
        return Verification::QueryChanged;
    }
    let now = values.of(subject, entry);
    let names = now.keys().chain(verified.inputs.keys());
    let what: BTreeSet<String> = names
        .filter(|name| match (now.get(*name), verified.inputs.get(*name)) {
            (Some(Some(now)), Some(then)) => now != then,
            // Neither then nor now in the lock: a type that is nobody's. A view is never sealed over one.
            (Some(None), None) => false,
            _ => true,
        })
        .cloned()
        .collect();
    if what.is_empty() { Verification::Proven } else { Verification::InputChanged { what } }
}

/// The lock entry of a view, by the name it has in the manifest or, while that renames it, in the database.
fn entry<'l>(subject: &Subject<'_>, locks: &'l LockFiles) -> Option<&'l Relation> {
    let (name, renamed) = match subject {
        Subject::View(view) => (&view.name, view.renamed_from.as_ref()),
        Subject::MaterializedView(view) => (&view.name, view.renamed_from.as_ref()),
        Subject::Function(..) => return None,
    };
    locks.relations.get(name).or_else(|| locks.relations.get(renamed?))
}

/// The lock entry of an overload, with its signature there: as the manifest writes it, which pull took
/// from the server, or as a person may have written it.
fn locked_overload<'l>(
    name: &QualifiedName,
    overload: &doc::Overload,
    locks: &'l LockFiles,
) -> Option<(&'l String, &'l Overload)> {
    let overloads = &locks.functions.get(name)?.overloads;
    overloads.get_key_value(&written_signature(overload)).or_else(|| overloads.get_key_value(&signature(overload)))
}

/// The name under which lock entries speak of a subject.
fn locked_name(subject: &Subject<'_>, locks: &LockFiles) -> String {
    match subject {
        Subject::Function(name, overload) => match locked_overload(name, overload, locks) {
            Some((signature, _)) => format!("{name}{signature}"),
            None => subject.name(),
        },
        _ => subject.name(),
    }
}

impl LockFiles {
    /// Writes down that a server of this major typed these subjects as they stand. The entries have to be
    /// there, built from the same server. What could not be sealed comes back by name: it has no entry, or
    /// the lock lacks something that its entry says it reads.
    pub fn seal(&mut self, subjects: &[Subject<'_>], postgres: u32) -> Vec<String> {
        let mut values = Values::new(self);
        let sealed: Vec<Option<Verified>> = subjects
            .iter()
            .map(|subject| {
                let inputs = values.of(subject, entry(subject, self));
                let function = matches!(subject, Subject::Function(..));
                let whole = function || inputs.values().all(Option::is_some);
                let inputs = inputs.into_iter().filter_map(|(name, value)| Some((name, value?))).collect();
                whole.then(|| Verified { postgres, text: subject.text_hash(), inputs })
            })
            .collect();
        let mut left = Vec::new();
        for (subject, verified) in subjects.iter().zip(sealed) {
            match (self.verified_of(subject), verified) {
                (Some(held), Some(verified)) => *held = Some(verified),
                _ => left.push(subject.name()),
            }
        }
        left
    }

    fn verified_of(&mut self, subject: &Subject<'_>) -> Option<&mut Option<Verified>> {
        if let Subject::Function(name, overload) = subject {
            let signature = locked_overload(name, overload, self)?.0.clone();
            return Some(&mut self.functions.get_mut(*name)?.overloads.get_mut(&signature)?.verified);
        }
        let name = entry(subject, self)?.relation.clone();
        Some(&mut self.relations.get_mut(&name)?.verified)
    }
}
