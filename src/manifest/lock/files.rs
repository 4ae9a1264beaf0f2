//! All lock files of a project: texts out of them, and back.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Cast, Function, Handler, Relation, Role, Schema, Sequence, Type};
use crate::diagnostic::codes::manifest as codes;
use crate::diagnostic::{Diagnostic, Place, Result};
use crate::manifest::emit::{EmitError, emit, emit_rows};
use crate::manifest::read_as;
use crate::sql::QualifiedName;

/// Every lock file but `_postgrest.yaml`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LockFiles {
    /// `pgai/lock/<schema>/<relation>.yaml`
    pub relations: BTreeMap<QualifiedName, Relation>,
    /// `pgai/lock/<schema>/functions/<name>.yaml`
    pub functions: BTreeMap<QualifiedName, Function>,
    /// `_types.yaml`
    pub types: BTreeMap<QualifiedName, Type>,
    /// `_roles.yaml`
    pub roles: BTreeMap<String, Role>,
    /// `_schemas.yaml`: schemas that no manifest holds.
    pub schemas: BTreeMap<String, Schema>,
    /// `_casts.yaml`: source type -> target type.
    pub casts: BTreeMap<String, BTreeMap<String, Cast>>,
    /// `_sequences.yaml`
    pub sequences: BTreeMap<QualifiedName, Sequence>,
    /// `_handlers.yaml`: aggregates by `schema.name(types)`.
    pub handlers: BTreeMap<String, Handler>,
}

/// Which lock file; the path follows from it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum LockPath {
    /// The file of a relation.
    Relation(QualifiedName),
    /// The file of a function name.
    Function(QualifiedName),
    /// One of the small ones.
    Small(Small),
}

/// What a lock file is, as its path tells before it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LockKind {
    /// `<schema>/<relation>.yaml`
    Relation,
    /// `<schema>/functions/<name>.yaml`
    Function,
    /// `_<name>.yaml`
    Small(Small),
}

/// The small files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each holds what its name says")]
pub enum Small {
    Types,
    Roles,
    Schemas,
    Casts,
    Sequences,
    Handlers,
}

impl Small {
    /// Every one of them.
    pub const ALL: [Self; 6] = [Self::Types, Self::Roles, Self::Schemas, Self::Casts, Self::Sequences, Self::Handlers];

    /// `types` of `_types.yaml`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Types => "types",
            Self::Roles => "roles",
            Self::Schemas => "schemas",
            Self::Casts => "casts",
            Self::Sequences => "sequences",
            Self::Handlers => "handlers",
        }
    }

    /// From `types`.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|small| small.name() == name)
    }
}

impl LockFiles {
    /// The text of every file; small files without an entry do not exist.
    ///
    /// # Errors
    /// A value that cannot be written; none of these types has one.
    pub fn texts(&self) -> Result<BTreeMap<LockPath, String>, EmitError> {
        let mut texts = BTreeMap::new();
        for (name, relation) in &self.relations {
            texts.insert(LockPath::Relation(name.clone()), emit(relation)?);
        }
        for (name, function) in &self.functions {
            texts.insert(LockPath::Function(name.clone()), emit(function)?);
        }
        for small in Small::ALL {
            if let Some(text) = self.small(small)? {
                texts.insert(LockPath::Small(small), text);
            }
        }
        Ok(texts)
    }

    fn small(&self, small: Small) -> Result<Option<String>, EmitError> {
        match small {
            Small::Types => rows(&self.types),
            Small::Roles => rows(&self.roles),
            Small::Schemas => rows(&self.schemas),
            Small::Casts => rows(&self.casts),
            Small::Sequences => rows(&self.sequences),
            Small::Handlers => rows(&self.handlers),
        }
    }

    /// Reads one file and adds what it holds. The name inside decides, not the path.
    ///
    /// # Errors
    /// What is wrong in the text, with its place; a second file for the same object.
    pub fn read(&mut self, kind: LockKind, file: &str, text: &str) -> Result<()> {
        refuse_conflict(file, text)?;
        match kind {
            LockKind::Relation => {
                let read: Relation = generated(file, text)?;
                add(&mut self.relations, read.relation.clone(), read, file)
            }
            LockKind::Function => {
                let read: Function = generated(file, text)?;
                add(&mut self.functions, read.function.clone(), read, file)
            }
            LockKind::Small(Small::Types) => into(&mut self.types, file, text),
            LockKind::Small(Small::Roles) => into(&mut self.roles, file, text),
            LockKind::Small(Small::Schemas) => into(&mut self.schemas, file, text),
            LockKind::Small(Small::Casts) => into(&mut self.casts, file, text),
            LockKind::Small(Small::Sequences) => into(&mut self.sequences, file, text),
            LockKind::Small(Small::Handlers) => into(&mut self.handlers, file, text),
        }
    }
}

fn rows<K: Serialize, V: Serialize>(entries: &BTreeMap<K, V>) -> Result<Option<String>, EmitError> {
    if entries.is_empty() { Ok(None) } else { emit_rows(entries).map(Some) }
}

fn into<T: DeserializeOwned>(held: &mut T, file: &str, text: &str) -> Result<()> {
    *held = generated(file, text)?;
    Ok(())
}

fn add<T>(held: &mut BTreeMap<QualifiedName, T>, name: QualifiedName, read: T, file: &str) -> Result<()> {
    if held.contains_key(&name) {
        return Err(Diagnostic::error(&codes::LOCK_TWICE, format!("a second lock file holds {name}: {file}"))
            .advice("delete both and run `pgai pull`"));
    }
    held.insert(name, read);
    Ok(())
}

fn generated<T: DeserializeOwned>(file: &str, text: &str) -> Result<T> {
    read_as(file, text).map_err(|error| error.advice("lock files are generated: run `pgai pull` to write it anew"))
}

/// Marks that git leaves where it could not merge.
fn refuse_conflict(file: &str, text: &str) -> Result<()> {
    let Some(line) = text.lines().position(|line| line.starts_with("<<<<<<< ")) else { return Ok(()) };
    let place = Place { file: file.to_owned(), line: line + 1, column: 1, length: 7, source: Some(text.into()) };
    Err(Diagnostic::error(&codes::LOCK_CONFLICT, "the lock file holds an unresolved merge")
        .at(place)
        .advice("take either side, then run `pgai pull` to write the file anew"))
}
