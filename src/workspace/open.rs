//! Opening a project: texts to documents, with every problem of every file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::files::{self, Walk};
use super::index::Index;
use super::{LOCK, MANIFESTS, Manifest, PROJECT_FILE};
use crate::diagnostic::{Diagnostic, Place};
use crate::manifest::document::{Document, Endpoint, Function, MaterializedView, PostgRest, Project, Schema, View};
use crate::manifest::{self, Places, file_name};
use crate::sql::QualifiedName;

/// The texts of a project, from a folder or from a commit. Paths are relative to the root, with `/`.
#[derive(Debug, Clone, Default)]
pub struct Texts {
    /// pgai.yaml.
    pub project: String,
    /// Everything below `pgai/` but the lock.
    pub manifests: BTreeMap<String, String>,
    /// Everything below `pgai/lock/`.
    pub locks: BTreeMap<String, String>,
    /// Paths of what could not be read.
    pub unread: Vec<String>,
}

/// A project: pgai.yaml, the manifests, and the texts of the lock files.
#[derive(Debug, Clone)]
pub struct Workspace {
    /// pgai.yaml.
    pub project: Project,
    /// The text of pgai.yaml.
    pub project_text: String,
    /// The manifests, by path.
    pub manifests: Vec<Manifest>,
    /// Lock files by path, not parsed.
    pub lock_texts: BTreeMap<String, String>,
    /// Paths of manifests that are there but could not be read.
    pub unread: Vec<String>,
    project_places: Places,
    index: Index,
}

impl Workspace {
    /// Opens the project whose root is `root`; its warnings too.
    ///
    /// # Errors
    /// Every problem of every file, when one of them is an error.
    pub fn open(root: &Path) -> Result<(Self, Vec<Diagnostic>), Vec<Diagnostic>> {
        match Self::read(root) {
            (Some(workspace), problems) if !problems.iter().any(Diagnostic::is_error) => Ok((workspace, problems)),
            (_, problems) => Err(problems),
        }
    }

    /// Opens as much as can be read, with every problem of every file. Without pgai.yaml there is nothing.
    pub fn read(root: &Path) -> (Option<Self>, Vec<Diagnostic>) {
        let (texts, mut problems) = read_texts(root);
        let (workspace, further) = Self::from_texts(texts);
        // A project file that could not be read has been reported once.
        if workspace.is_some() || problems.is_empty() {
            problems.extend(further);
        }
        (workspace, problems)
    }

    /// From texts: a folder's or a commit's.
    pub fn from_texts(texts: Texts) -> (Option<Self>, Vec<Diagnostic>) {
        let mut problems = Vec::new();
        let project = manifest::read_project(PROJECT_FILE, &texts.project).map_err(|error| problems.push(error)).ok();
        let mut unread = texts.unread;
        let mut manifests = Vec::with_capacity(texts.manifests.len());
        for (path, text) in texts.manifests {
            match manifest::read(&path, &text) {
                Ok(document) => manifests.push(Manifest { places: Places::new(&path, &text), path, text, document }),
                Err(problem) => {
                    unread.push(path);
                    problems.push(problem);
                }
            }
        }
        let index = Index::new(&manifests, &texts.locks, &mut problems);
        let Some(project) = project else { return (None, problems) };
        let workspace = Self {
            project,
            project_places: Places::new(PROJECT_FILE, &texts.project),
            project_text: texts.project,
            manifests,
            lock_texts: texts.locks,
            unread,
            index,
        };
        (Some(workspace), problems)
    }

    /// The place of a key of pgai.yaml, or of what is nearest to it.
    pub fn project_place<S: AsRef<str>>(&self, path: &[S]) -> Place {
        self.shown(self.project_places.nearest(path))
    }

    /// The place of a value of pgai.yaml, or of what is nearest to it.
    pub fn project_value<S: AsRef<str>>(&self, path: &[S]) -> Place {
        self.shown(self.project_places.value(path).unwrap_or_else(|| self.project_places.nearest(path)))
    }

    /// Lines of pgai.yaml are not shown where one of them may hold a password.
    fn shown(&self, place: Place) -> Place {
        let text = self.project_text.to_ascii_lowercase();
        let secret = text.contains('@') || text.contains("password");
        if secret { Place { source: None, ..place } } else { place }
    }

    /// All views, by path of their files.
    pub fn views(&self) -> impl Iterator<Item = (&Manifest, &View)> {
        self.manifests.iter().filter_map(|manifest| match &manifest.document {
            Document::View(view) => Some((manifest, view)),
            _ => None,
        })
    }

    /// All materialized views, by path of their files.
    pub fn materialized_views(&self) -> impl Iterator<Item = (&Manifest, &MaterializedView)> {
        self.manifests.iter().filter_map(|manifest| match &manifest.document {
            Document::MaterializedView(view) => Some((manifest, view)),
            _ => None,
        })
    }

    /// All functions, by path of their files.
    pub fn functions(&self) -> impl Iterator<Item = (&Manifest, &Function)> {
        self.manifests.iter().filter_map(|manifest| match &manifest.document {
            Document::Function(function) => Some((manifest, function)),
            _ => None,
        })
    }

    /// All endpoints, by path of their files.
    pub fn endpoints(&self) -> impl Iterator<Item = (&Manifest, &Endpoint)> {
        self.manifests.iter().filter_map(|manifest| match &manifest.document {
            Document::Endpoint(endpoint) => Some((manifest, endpoint)),
            _ => None,
        })
    }

    /// All schemas, by path of their files.
    pub fn schemas(&self) -> impl Iterator<Item = (&Manifest, &Schema)> {
        self.manifests.iter().filter_map(|manifest| match &manifest.document {
            Document::Schema(schema) => Some((manifest, schema)),
            _ => None,
        })
    }

    /// The view or materialized view of this name.
    pub fn relation(&self, name: &QualifiedName) -> Option<&Manifest> {
        self.at(self.index.relations.get(name))
    }

    /// The view of this name.
    pub fn view(&self, name: &QualifiedName) -> Option<(&Manifest, &View)> {
        let manifest = self.relation(name)?;
        if let Document::View(view) = &manifest.document { Some((manifest, view)) } else { None }
    }

    /// The materialized view of this name.
    pub fn materialized_view(&self, name: &QualifiedName) -> Option<(&Manifest, &MaterializedView)> {
        let manifest = self.relation(name)?;
        if let Document::MaterializedView(view) = &manifest.document { Some((manifest, view)) } else { None }
    }

    /// The function of this name, all overloads.
    pub fn function(&self, name: &QualifiedName) -> Option<(&Manifest, &Function)> {
        let manifest = self.at(self.index.functions.get(name))?;
        if let Document::Function(function) = &manifest.document { Some((manifest, function)) } else { None }
    }

    /// The endpoint of this name.
    pub fn endpoint(&self, name: &str) -> Option<(&Manifest, &Endpoint)> {
        let manifest = self.at(self.index.endpoints.get(name))?;
        if let Document::Endpoint(endpoint) = &manifest.document { Some((manifest, endpoint)) } else { None }
    }

    /// The schema of this name.
    pub fn schema(&self, name: &str) -> Option<(&Manifest, &Schema)> {
        let manifest = self.at(self.index.schemas.get(name))?;
        if let Document::Schema(schema) = &manifest.document { Some((manifest, schema)) } else { None }
    }

    /// What is said of PostgREST.
    pub fn postgrest(&self) -> Option<(&Manifest, &PostgRest)> {
        let manifest = self.at(self.index.postgrest.as_ref())?;
        if let Document::PostgRest(postgrest) = &manifest.document { Some((manifest, postgrest)) } else { None }
    }

    /// True when the lock has a file for this relation.
    pub fn lock_has_relation(&self, name: &QualifiedName) -> bool {
        self.lock_texts.contains_key(&file_name::lock_relation_path(name)) || self.index.locked_relations.contains(name)
    }

    /// True when the lock has a file for this function.
    pub fn lock_has_function(&self, name: &QualifiedName) -> bool {
        self.lock_texts.contains_key(&file_name::lock_function_path(name)) || self.index.locked_functions.contains(name)
    }

    /// Every relation that a manifest or the lock knows.
    pub fn known_relations(&self) -> impl Iterator<Item = &QualifiedName> {
        self.index.relations.keys().chain(&self.index.locked_relations)
    }

    /// Every function that a manifest or the lock knows.
    pub fn known_functions(&self) -> impl Iterator<Item = &QualifiedName> {
        self.index.functions.keys().chain(&self.index.locked_functions)
    }

    fn at(&self, index: Option<&usize>) -> Option<&Manifest> {
        self.manifests.get(*index?)
    }
}

fn read_texts(root: &Path) -> (Texts, Vec<Diagnostic>) {
    let root: PathBuf = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let Walk { texts, unread, mut problems } = files::walk(&root, MANIFESTS);
    let project = files::read_text(&root.join(PROJECT_FILE), PROJECT_FILE);
    let project = project.map_err(|error| problems.insert(0, error)).unwrap_or_default();
    let lock = format!("{LOCK}/");
    let (locks, manifests) = texts.into_iter().partition(|(path, _)| path.starts_with(&lock));
    (Texts { project, manifests, locks, unread }, problems)
}
