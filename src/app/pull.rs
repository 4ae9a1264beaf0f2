//! `pgai pull`: what did the database become? People's comments, order and formatting stay.
//!
//! What the lock says the database was decides: an object that is as the lock has it keeps its manifest,
//! edited or not; one that moved takes the database's side, except for texts that mean the same.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Serialize;

use super::compose::compose;
use super::database::{self, Database};
use super::environment::{Chosen, Selected, default_name};
use super::state::{self, same_text};
use super::unread::Unread;
use super::{Exit, Failure, Outcome, api, files, lock, uncaptured};
use crate::catalog::{Catalog, Uncaptured};
use crate::contract::grouping::Options;
use crate::diagnostic::codes::usage as codes;
use crate::diagnostic::{Diagnostic, Result, nearest};
use crate::manifest::document::{Document, Endpoint, Route};
use crate::manifest::lock::{LockFiles, Subject, Verification, verify_all};
use crate::pg::prove::{self, Item};
use crate::sql::QualifiedName;
use crate::sql::statement::view_query;
use crate::workspace::{Applied, Changes, Store, Workspace};

/// What pull did.
#[derive(Debug, Serialize)]
pub struct Pulled {
    /// `user@host:port/database`.
    pub database: String,
    /// Files that came.
    pub created: Vec<String>,
    /// Files that changed.
    pub updated: Vec<String>,
    /// Files that went.
    pub removed: Vec<String>,
    /// Manifests with edits that are not in the database, left as they are.
    pub kept: Vec<String>,
    /// Objects that no manifest captures.
    pub uncaptured: Vec<Uncaptured>,
    /// Relations in the database.
    pub relations_read: usize,
}

/// What the command line says.
#[derive(Debug, Default)]
pub struct PullOptions {
    /// Objects or endpoints to take from the database whatever the manifests say.
    pub names: Vec<String>,
    /// Write nothing.
    pub check: bool,
}

/// Refuses an environment that the lock is not read from.
///
/// # Errors
/// `PGAI-0096`.
pub fn demand_baseline(workspace: &Workspace, chosen: &Chosen) -> Result<()> {
    let Some(env) = &chosen.env else { return Ok(()) };
    match default_name(&workspace.project) {
        Some(baseline) if baseline == *env => Ok(()),
        Some(baseline) => {
            Err(Diagnostic::error(&codes::NOT_BASELINE, format!("the lock is read from {baseline}, not from {env}"))
                .at(workspace.project_place(&["baseline"]))
                .advice(format!("use `pgai diff --env {env}` to see what {env} has")))
        }
        None => Ok(()),
    }
}

/// Pulls. Files are written only when everything could be read.
///
/// # Errors
/// A database that cannot be read; files that cannot be written.
pub async fn pull(
    workspace: &Workspace,
    store: &Store,
    selected: &Selected,
    database: &Database,
    options: &PullOptions,
    stage: &dyn Fn(&str),
) -> Result<Outcome<Pulled>, Failure> {
    let mut diagnostics = database.warnings.clone();
    diagnostics.extend(dirty(store)?);
    let project = &workspace.project;
    stage("reading the database");
    let catalog = database.read(project.schemas.iter().chain(&project.manage)).await?.catalog;
    diagnostics.extend(database::skipped(&catalog));
    diagnostics.extend(database::without_usage(&catalog, project.schemas.iter().chain(&project.manage)));

    let facts = api::postgrest_facts(workspace.postgrest().map(|(_, manifest)| manifest), selected.name.as_deref());
    let endpoints: Vec<Endpoint> = workspace.endpoints().map(|(_, endpoint)| endpoint.clone()).collect();
    let composed = compose(project, &catalog, &endpoints, &facts, &Options::default())?;
    let (old_lock, problems) = lock::read(workspace);
    diagnostics.extend(problems);
    let named = names(options, workspace, &composed.documents)?;

    stage("comparing");
    let roles: Vec<String> = facts.login_role.clone().into_iter().collect();
    let final_endpoints: Vec<Endpoint> = composed.documents.iter().filter_map(as_endpoint).collect();
    let unread = Unread::new(&catalog);
    let mut new_lock = lock::build(project, &catalog, &final_endpoints, &roles);
    unread.keep(&mut new_lock, &old_lock);
    let mut merge = Merge {
        workspace,
        old_lock: &old_lock,
        new_lock: &new_lock,
        named: &named,
        kept: Vec::new(),
        undecided: Vec::new(),
    };
    let read: Vec<Document> =
        composed.documents.iter().filter_map(|found| as_read(found, workspace, &unread)).collect();
    let mut documents: Vec<Document> = read.iter().map(|found| merge.document(found)).collect();
    let proven = keep_texts(&mut documents, workspace, database, &catalog).await?;
    let mut kept = std::mem::take(&mut merge.kept);
    kept.extend(edited(&merge.undecided, database, &catalog).await?);
    kept.sort();
    diagnostics.extend(merge.conflicts(&documents));

    let mut changes = Changes::default();
    for document in &documents {
        files::put(&mut changes, Some(workspace), document);
    }
    remove_gone(workspace, &documents, &old_lock, &unread, &mut changes);
    let sealing = Sealing { workspace, documents: &documents, old: &old_lock, catalog: &catalog, proven: &proven };
    sealing.changes(new_lock, &mut changes, &mut diagnostics)?;
    stage("writing");
    let applied = if options.check { preview(workspace, &changes) } else { changes.apply(store)? };
    let exit = if options.check && !applied.is_nothing() { Exit::Differences } else { Exit::Fine };
    let result = Pulled {
        database: database.description.clone(),
        created: applied.created,
        updated: applied.updated,
        removed: applied.removed,
        kept,
        uncaptured: uncaptured::list(project, &catalog),
        relations_read: catalog.relations.len(),
    };
    Ok(Outcome { result, exit, diagnostics })
}

/// What was read of a document. A version that no manifest has yet waits until the view or function that
/// it routes to can be read too.
fn as_read(found: &Document, workspace: &Workspace, unread: &Unread) -> Option<Document> {
    if unread.holds(found) {
        return None;
    }
    let mut found = found.clone();
    if let Document::Endpoint(endpoint) = &mut found {
        let there = workspace.endpoint(&endpoint.name).map(|(_, there)| there);
        let has = |label: &String| there.is_some_and(|there| there.versions.contains_key(label));
        endpoint.versions.retain(|label, version| has(label) || !unread.holds_route(&version.route));
        if endpoint.versions.is_empty() {
            return None;
        }
    }
    Some(found)
}

fn as_endpoint(document: &Document) -> Option<Endpoint> {
    match document {
        Document::Endpoint(endpoint) => Some(endpoint.clone()),
        _ => None,
    }
}

/// A warning when git could not tell people's changes from ours afterwards.
fn dirty(store: &Store) -> Result<Vec<Diagnostic>> {
    let Some(repository) = crate::git::Repository::discover(store.root())? else { return Ok(Vec::new()) };
    let files = repository.dirty(store.root(), &["pgai.yaml", "pgai"])?;
    if files.is_empty() {
        return Ok(Vec::new());
    }
    let shown: Vec<&str> = files.iter().take(5).map(String::as_str).collect();
    let more =
        if files.len() > shown.len() { format!(" and {} more", files.len() - shown.len()) } else { String::new() };
    Ok(vec![
        Diagnostic::warning(
            &codes::DIRTY,
            match files.len() {
                1 => "a file has changes that are not committed".to_owned(),
                count => format!("{count} files have changes that are not committed"),
            },
        )
        .because(format!("{}{more}", shown.join(", ")))
        .advice("commit first, so that git shows what pull changed"),
    ])
}

/// The named objects and endpoints; each has to be known to a manifest or the database.
fn names(options: &PullOptions, workspace: &Workspace, documents: &[Document]) -> Result<BTreeSet<String>> {
    if options.names.is_empty() {
        return Ok(BTreeSet::new());
    }
    let known: BTreeSet<String> = documents
        .iter()
        .filter_map(Document::name)
        .chain(workspace.manifests.iter().filter_map(|manifest| manifest.document.name()))
        .collect();
    for name in &options.names {
        if !known.contains(name) {
            let problem = Diagnostic::error(&codes::UNKNOWN_NAME, format!("nothing is called {name}"));
            return Err(match nearest(name, known.iter().map(String::as_str)) {
                Some(near) => problem.advice(format!("did you mean {near}?")),
                None => problem.advice("names are written with their schema, as in manifests: api.orders"),
            });
        }
    }
    Ok(options.names.iter().cloned().collect())
}

struct Merge<'a> {
    workspace: &'a Workspace,
    old_lock: &'a LockFiles,
    new_lock: &'a LockFiles,
    named: &'a BTreeSet<String>,
    kept: Vec<String>,
    /// Path, name, live text and own text of queries that may mean the same.
    undecided: Vec<(String, QualifiedName, String, String)>,
}

impl Merge<'_> {
    /// The document to write for what the database has.
    fn document(&mut self, found: &Document) -> Document {
        let Some(manifest) = files::existing(self.workspace, found) else { return found.clone() };
        let name = found.name().unwrap_or_default();
        let there = &manifest.document;
        if there == found || self.named.contains(&name) {
            return found.clone();
        }
        if let (Document::Endpoint(found), Document::Endpoint(there)) = (found, there) {
            let merged = Document::Endpoint(self.endpoint(found, there));
            if merged == manifest.document && *found != *there {
                self.kept.push(manifest.path.clone());
            }
            return merged;
        }
        if self.moved(found) {
            return with_own_facts(found, there);
        }
        // The database is as the lock has it: what differs in the manifest is somebody's edit. Whether a
        // query that is spelled otherwise is one, is for PostgreSQL to say.
        match (query_of(found), query_of(there)) {
            (Some((name, live)), Some((_, text))) if only_spelling(found, there) => {
                self.undecided.push((manifest.path.clone(), name.clone(), live.to_owned(), text.to_owned()));
            }
            _ if only_spelling(found, there) => {}
            _ => self.kept.push(manifest.path.clone()),
        }
        there.clone()
    }

    /// Version by version: access of a route that moved is the database's; a version whose route the
    /// database had and has no more goes; one that was never there stays, it is new work.
    fn endpoint(&self, found: &Endpoint, there: &Endpoint) -> Endpoint {
        let mut merged = there.clone();
        merged
            .versions
            .retain(|label, version| found.versions.contains_key(label) || !self.route_was_there(&version.route));
        for (label, version) in &found.versions {
            match merged.versions.get_mut(label) {
                Some(kept) if self.route_moved(&version.route) => kept.access = version.access.clone(),
                Some(_) => {}
                None => drop(merged.versions.insert(label.clone(), version.clone())),
            }
        }
        merged
    }

    fn route_moved(&self, route: &Route) -> bool {
        match route {
            Route::Relation(name) => self.relation_moved(name),
            Route::Rpc(name) => self.function_moved(name),
        }
    }

    fn route_was_there(&self, route: &Route) -> bool {
        match route {
            Route::Relation(name) => was_there(self.old_lock, name),
            Route::Rpc(name) => self.old_lock.functions.contains_key(name),
        }
    }

    /// Whether the database changed since the lock was written. Without an entry nobody knows: it did.
    fn moved(&self, found: &Document) -> bool {
        match found {
            Document::View(view) => self.relation_moved(&view.name),
            Document::MaterializedView(view) => self.relation_moved(&view.name),
            Document::Function(function) => self.function_moved(&function.name),
            Document::Endpoint(_) | Document::Schema(_) | Document::PostgRest(_) => true,
        }
    }

    /// Everything that the entry says but the seal; `live` stands for what only the manifest holds.
    fn relation_moved(&self, name: &QualifiedName) -> bool {
        let bare = |locks: &LockFiles| {
            locks.relations.get(name).cloned().map(|mut entry| {
                entry.verified = None;
                entry
            })
        };
        match (bare(self.old_lock), bare(self.new_lock)) {
            (Some(old), Some(new)) if old.live.is_some() && new.live.is_some() => old.live != new.live,
            (Some(old), Some(new)) => old != new,
            _ => true,
        }
    }

    fn function_moved(&self, name: &QualifiedName) -> bool {
        let bare = |locks: &LockFiles| {
            locks.functions.get(name).cloned().map(|mut entry| {
                entry.overloads.values_mut().for_each(|overload| overload.verified = None);
                entry
            })
        };
        match (bare(self.old_lock), bare(self.new_lock)) {
            (Some(old), Some(new)) if old.live.is_some() && new.live.is_some() => old.live != new.live,
            (Some(old), Some(new)) => old != new,
            _ => true,
        }
    }

    /// Manifests whose own words were edited and whose object moved in the database as well.
    fn conflicts(&self, documents: &[Document]) -> Vec<Diagnostic> {
        let subjects: Vec<Subject<'_>> =
            self.workspace.manifests.iter().flat_map(|manifest| Subject::of(&manifest.document)).collect();
        let edited: BTreeSet<String> = subjects
            .iter()
            .zip(verify_all(&subjects, self.old_lock))
            .filter(|(_, verification)| *verification == Verification::QueryChanged)
            .map(|(subject, _)| subject.name())
            .collect();
        documents
            .iter()
            .filter(|document| !self.named.contains(&document.name().unwrap_or_default()))
            .filter_map(|document| {
                let manifest = files::existing(self.workspace, document)?;
                let was_edited = Subject::of(&manifest.document).iter().any(|subject| edited.contains(&subject.name()));
                (was_edited && manifest.document != *document).then(|| {
                    Diagnostic::warning(
                        &codes::CONFLICT,
                        format!("{} was edited, and the database changed it too", manifest.path),
                    )
                    .advice("the database's side was written; git has the edit if it was committed")
                })
            })
            .collect()
    }
}

/// Facts that only manifests hold survive: argument descriptions. Endpoints were composed from the
/// existing ones and have theirs.
fn with_own_facts(found: &Document, there: &Document) -> Document {
    let (Document::Function(found), Document::Function(there)) = (found, there) else { return found.clone() };
    let mut merged = found.clone();
    for overload in &mut merged.overloads {
        let key = crate::diff::overload_key(&found.name, overload);
        let old = there.overloads.iter().find(|old| crate::diff::overload_key(&there.name, old) == key);
        for (argument, old) in overload.arguments.iter_mut().zip(old.iter().flat_map(|old| &old.arguments)) {
            argument.description.clone_from(&old.description);
        }
    }
    Document::Function(merged)
}

/// The same but for the spelling of the query.
fn only_spelling(found: &Document, there: &Document) -> bool {
    match (found, there) {
        (Document::View(found), Document::View(there)) => {
            let mut found = found.clone();
            found.query.clone_from(&there.query);
            found == *there
        }
        (Document::MaterializedView(found), Document::MaterializedView(there)) => {
            let mut found = found.clone();
            found.query.clone_from(&there.query);
            found == *there
        }
        (Document::Function(_), Document::Function(_)) => with_own_facts(found, there) == *there,
        _ => false,
    }
}

/// Puts people's own texts back where PostgreSQL says that they mean what the database has.
async fn keep_texts(
    documents: &mut [Document],
    workspace: &Workspace,
    database: &Database,
    catalog: &Catalog,
) -> Result<BTreeSet<QualifiedName>> {
    let mut items: Vec<Item> = Vec::new();
    for document in documents.iter() {
        let (Some(found), Some(manifest)) = (query_of(document), files::existing(workspace, document)) else {
            continue;
        };
        let Some((_, there)) = query_of(&manifest.document) else { continue };
        let (name, text) = found;
        if same_text(text, there) {
            continue;
        }
        if let Ok(checked) = view_query(there) {
            let query = checked.statement.text().to_owned();
            items.push(Item { name: name.clone(), query, live: Some(text.to_owned()) });
        }
    }
    let outcomes = prove::prove(&database.session, &catalog.server, &items)
        .await
        .map_err(|error| database::server_error("queries could not be proven", &error))?;
    let mut proven = BTreeSet::new();
    for document in documents.iter_mut() {
        let Some(manifest) = files::existing(workspace, document) else { continue };
        let Some((_, there)) = query_of(&manifest.document).map(|(name, text)| (name.clone(), text.to_owned())) else {
            continue;
        };
        let (name, text) = match document {
            Document::View(view) => (&view.name, &mut view.query),
            Document::MaterializedView(view) => (&view.name, &mut view.query),
            _ => continue,
        };
        if matches!(outcomes.get(name), Some(prove::Outcome::Proven(proof)) if proof.equals_live == Some(true)) {
            proven.insert(name.clone());
            *text = there;
        } else if same_text(text, &there) {
            *text = there;
        }
    }
    Ok(proven)
}

/// Paths of queries that mean something else than what the database has.
async fn edited(
    undecided: &[(String, QualifiedName, String, String)],
    database: &Database,
    catalog: &Catalog,
) -> Result<Vec<String>> {
    let items: Vec<Item> = undecided
        .iter()
        .filter(|(_, _, live, text)| !state::same_text(live, text))
        .filter_map(|(_, name, live, text)| {
            let query = view_query(text).ok()?.statement.text().to_owned();
            Some(Item { name: name.clone(), query, live: Some(live.clone()) })
        })
        .collect();
    let outcomes = prove::prove(&database.session, &catalog.server, &items)
        .await
        .map_err(|error| database::server_error("queries could not be proven", &error))?;
    let same = |name: &QualifiedName| matches!(outcomes.get(name), Some(prove::Outcome::Proven(proof)) if proof.equals_live == Some(true));
    Ok(undecided
        .iter()
        .filter(|(_, name, live, text)| !state::same_text(live, text) && !same(name))
        .map(|(path, ..)| path.clone())
        .collect())
}

fn query_of(document: &Document) -> Option<(&QualifiedName, &str)> {
    match document {
        Document::View(view) => Some((&view.name, &view.query)),
        Document::MaterializedView(view) => Some((&view.name, &view.query)),
        _ => None,
    }
}

/// Manifests of objects that the lock knew and the database has no more. One without a lock entry is
/// new work, and one that could not be read may still be there.
fn remove_gone(workspace: &Workspace, documents: &[Document], old: &LockFiles, unread: &Unread, changes: &mut Changes) {
    let found = files::by_name(documents);
    for manifest in &workspace.manifests {
        let document = &manifest.document;
        let Some(name) = document.name() else { continue };
        if found.contains_key(&(document.kind(), name.clone())) || unread.holds(document) {
            continue;
        }
        let known = match document {
            Document::View(view) => was_there(old, &view.name),
            Document::MaterializedView(view) => was_there(old, &view.name),
            Document::Function(function) => old.functions.contains_key(&function.name),
            Document::Endpoint(endpoint) => endpoint.versions.values().any(|version| match &version.route {
                Route::Relation(name) => was_there(old, name),
                Route::Rpc(name) => old.functions.contains_key(name),
            }),
            Document::Schema(_) | Document::PostgRest(_) => false,
        };
        if known {
            changes.remove(manifest.path.clone());
        }
    }
}

/// Whether the database had it when the lock was written: an entry that only says what a proof gave
/// belongs to a view that was never applied.
fn was_there(old: &LockFiles, name: &QualifiedName) -> bool {
    old.relations
        .get(name)
        .is_some_and(|entry| entry.live.is_some() || entry.definition.is_some() || !entry.kind.is_view())
}

/// Lock files as they are to be.
struct Sealing<'a> {
    workspace: &'a Workspace,
    documents: &'a [Document],
    old: &'a LockFiles,
    catalog: &'a Catalog,
    proven: &'a BTreeSet<QualifiedName>,
}

impl Sealing<'_> {
    /// Sealed where the manifest is what the server typed, with the old seal where the manifest has edits
    /// of its own.
    fn changes(&self, mut locks: LockFiles, changes: &mut Changes, diagnostics: &mut Vec<Diagnostic>) -> Result<()> {
        let Self { workspace, documents, old, catalog, proven } = *self;
        let live = state::live(catalog, &workspace.project);
        let typed = |document: &&Document| match document {
            Document::View(view) => {
                live.views.get(&view.name).is_some_and(|live| columns_match(&live.columns, &view.columns))
            }
            Document::MaterializedView(view) => {
                live.materialized_views.get(&view.name).is_some_and(|live| columns_match(&live.columns, &view.columns))
            }
            _ => true,
        };
        let proven_text = |document: &&Document| {
            let Some((name, text)) = query_of(document) else { return true };
            let live = live
                .views
                .get(name)
                .map(|view| view.query.as_str())
                .or_else(|| live.materialized_views.get(name).map(|view| view.query.as_str()));
            live.is_some_and(|live| same_text(live, text)) || proven.contains(name)
        };
        let subjects: Vec<Subject<'_>> =
            documents.iter().filter(typed).filter(proven_text).flat_map(Subject::of).collect();
        locks.seal(&subjects, catalog.server.major());
        // An edit that is not in the database keeps the entry that `check --fix` gave it, but for what the database has.
        for document in documents.iter() {
            let Some((name, _)) = query_of(document) else { continue };
            let Some(entry) = old.relations.get(name).cloned() else { continue };
            match locks.relations.get_mut(name) {
                Some(new) if new.verified.is_none() => {
                    let live = new.live.take();
                    *new = entry;
                    new.live = live;
                }
                Some(_) => {}
                None if entry.live.is_none() => drop(locks.relations.insert(name.clone(), entry)),
                None => {}
            }
        }
        for manifest in &workspace.manifests {
            let Some((name, _)) = query_of(&manifest.document) else { continue };
            if let Some(entry) = old.relations.get(name).filter(|entry| entry.live.is_none()) {
                locks.relations.entry(name.clone()).or_insert_with(|| entry.clone());
            }
        }
        let texts: BTreeMap<String, String> = lock::texts(&locks)?;
        for (path, text) in &texts {
            if workspace.lock_texts.get(path) != Some(text) {
                changes.write(path.clone(), text.clone());
            }
        }
        for path in workspace.lock_texts.keys() {
            let is_ours = !path.ends_with("/_postgrest.yaml");
            if is_ours && !texts.contains_key(path) {
                changes.remove(path.clone());
            }
        }
        if !catalog.skipped.is_empty() {
            diagnostics.push(Diagnostic::note(
                &crate::diagnostic::codes::database::SKIPPED,
                "lock files of what was skipped are left as they were",
            ));
        }
        Ok(())
    }
}

fn columns_match(
    live: &indexmap::IndexMap<String, crate::manifest::document::Column>,
    written: &indexmap::IndexMap<String, crate::manifest::document::Column>,
) -> bool {
    live.len() == written.len()
        && live.iter().zip(written).all(|((a, live), (b, written))| a == b && live.type_name == written.type_name)
}

/// What `--check` would write.
fn preview(workspace: &Workspace, changes: &Changes) -> Applied {
    let mut texts: HashMap<&str, &String> =
        workspace.lock_texts.iter().map(|(path, text)| (path.as_str(), text)).collect();
    texts.extend(workspace.manifests.iter().map(|manifest| (manifest.path.as_str(), &manifest.text)));
    let mut applied = Applied::default();
    for (path, text) in &changes.writes {
        let there = texts.get(path.as_str()).copied();
        match there {
            None => applied.created.push(path.clone()),
            Some(there) if there != text => applied.updated.push(path.clone()),
            Some(_) => applied.unchanged.push(path.clone()),
        }
    }
    applied.removed.extend(changes.removes.iter().cloned());
    applied
}
