//! Several files as one change: everything is written beside its place before the first is moved there.

use std::collections::{BTreeMap, BTreeSet};

use super::store::{self, Outcome, Staged, Store};
use crate::diagnostic::{Diagnostic, Result};

/// Files to write and to remove, by path relative to the root, with `/`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Texts by path.
    pub writes: BTreeMap<String, String>,
    /// Paths of files to remove; those also written are written.
    pub removes: BTreeSet<String>,
}

/// What changed, sorted by path.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Applied {
    /// Files that were not there.
    pub created: Vec<String>,
    /// Files that had another text.
    pub updated: Vec<String>,
    /// Files that were there and are gone.
    pub removed: Vec<String>,
    /// Files that had their text already.
    pub unchanged: Vec<String>,
}

impl Applied {
    /// True when no file was touched.
    pub fn is_nothing(&self) -> bool {
        self.created.is_empty() && self.updated.is_empty() && self.removed.is_empty()
    }
}

impl Changes {
    /// Adds a file to write.
    pub fn write(&mut self, path: impl Into<String>, text: impl Into<String>) {
        self.writes.insert(path.into(), text.into());
    }

    /// Adds a file to remove.
    pub fn remove(&mut self, path: impl Into<String>) {
        self.removes.insert(path.into());
    }

    /// True when there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.writes.is_empty() && self.removes.is_empty()
    }

    /// Makes the change. Every text is on disk beside its place before the first file is replaced, so that a full
    /// disk or a missing right changes nothing.
    ///
    /// # Errors
    /// The first file that cannot be written or removed. Should that happen after others were replaced, the causes
    /// name those.
    pub fn apply(&self, store: &Store) -> Result<Applied> {
        let removes = self.checked_removes(store)?;
        let (staged, mut applied) = self.staged(store)?;
        self.finish(store, removes, staged, &mut applied).map_err(|error| with_done(error, &applied))?;
        applied.removed.sort();
        Ok(applied)
    }

    fn checked_removes(&self, store: &Store) -> Result<Vec<&str>> {
        let mut removes = Vec::new();
        for path in self.removes.iter().filter(|path| !self.writes.contains_key(*path)) {
            if store.removable(path)?.is_some() {
                removes.push(path.as_str());
            }
        }
        Ok(removes)
    }

    fn staged(&self, store: &Store) -> Result<(Vec<(&str, Staged)>, Applied)> {
        let mut applied = Applied::default();
        let mut staged = Vec::new();
        for (path, text) in &self.writes {
            match store.stage(path, text)? {
                Some(ready) => staged.push((path.as_str(), ready)),
                None => applied.unchanged.push(path.clone()),
            }
        }
        Ok((staged, applied))
    }

    fn finish(
        &self,
        store: &Store,
        removes: Vec<&str>,
        staged: Vec<(&str, Staged)>,
        applied: &mut Applied,
    ) -> Result<()> {
        // `Orders.yaml` becoming `orders.yaml`: where that is the same file, removing it later would lose it.
        let written: BTreeSet<String> = self.writes.keys().map(|path| path.to_lowercase()).collect();
        let (before, after): (Vec<&str>, Vec<&str>) =
            removes.into_iter().partition(|path| written.contains(&path.to_lowercase()));
        for path in before {
            remove(store, path, applied)?;
        }
        let mut folders = BTreeSet::new();
        for (path, ready) in staged {
            let outcome = ready.outcome;
            folders.extend(store::persist(ready, path)?);
            match outcome {
                Outcome::Created => applied.created.push(path.to_owned()),
                Outcome::Updated => applied.updated.push(path.to_owned()),
                Outcome::Unchanged => applied.unchanged.push(path.to_owned()),
            }
        }
        folders.iter().for_each(|folder| store::sync_folder(folder));
        after.into_iter().try_for_each(|path| remove(store, path, applied))
    }
}

fn remove(store: &Store, path: &str, applied: &mut Applied) -> Result<()> {
    if store.remove(path)? {
        applied.removed.push(path.to_owned());
    }
    Ok(())
}

fn with_done(error: Diagnostic, applied: &Applied) -> Diagnostic {
    let done = |verb: &str, paths: &[String]| paths.iter().map(|path| format!("{verb} `{path}`")).collect::<Vec<_>>();
    let all = [done("created", &applied.created), done("updated", &applied.updated), done("removed", &applied.removed)];
    let all = all.concat();
    if all.is_empty() { error } else { error.because(format!("already done: {}", all.join(", "))) }
}
