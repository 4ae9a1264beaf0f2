//! `pgai init`: everything that PostgREST serves, imported.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use indexmap::IndexMap;
use serde::Serialize;

use super::compose::{Composed, compose};
use super::database::{self, Database};
use super::environment::Selected;
use super::settings::{self, Found, Given};
use super::{Failure, Outcome, files, lock, uncaptured};
use crate::catalog::{Catalog, Uncaptured};
use crate::contract::grouping::{Assignment, Candidate, Options};
use crate::diagnostic::codes::usage as codes;
use crate::diagnostic::{Diagnostic, Result};
use crate::manifest::document::{self, Document, Environment, Policy, Project};
use crate::manifest::emit_project;
use crate::postgrest::config::ConfigFile;
use crate::sql::QualifiedName;
use crate::workspace::{Applied, Changes, Store, with_attributes};

/// What the command line says.
pub struct Init<'a> {
    /// The new project's folder.
    pub dir: PathBuf,
    /// `--schemas`.
    pub schemas: Option<Vec<String>>,
    /// `--config`.
    pub config: Option<ConfigFile>,
    /// `PGRST_*` variables of this process.
    pub environment: BTreeMap<String, String>,
    /// Name of the project; the database's where left out.
    pub project: Option<String>,
    /// Name of the first environment.
    pub environment_name: String,
    /// The database as it is to be written to pgai.yaml; none: a variable.
    pub database: document::Database,
    /// How to look for versions.
    pub grouping: Options,
    /// Asks for the exposed schemas where nothing tells; gives none when nobody can answer.
    pub ask_schemas: &'a dyn Fn(&[String]) -> Option<Vec<String>>,
}

/// What init did.
#[derive(Debug, Serialize)]
pub struct Initialized {
    /// The project's folder.
    pub dir: PathBuf,
    /// Project name.
    pub project: String,
    /// `user@host:port/database`.
    pub database: String,
    /// PostgreSQL's version.
    pub postgresql: String,
    /// PostgREST's version, where one answered.
    pub postgrest: Option<String>,
    /// How many of PostgREST's settings are known, of how many.
    pub settings_known: (usize, usize),
    /// Exposed schemas.
    pub schemas: Vec<String>,
    /// Further managed schemas.
    pub manage: Vec<String>,
    /// What was read and written.
    pub counts: Counts,
    /// How routes were grouped.
    pub grouping: Vec<Assignment>,
    /// Routes that look like versions and were not grouped.
    pub candidates: Vec<Candidate>,
    /// Objects that no manifest captures.
    pub uncaptured: Vec<Uncaptured>,
    /// Files.
    #[serde(skip)]
    pub files: Applied,
    /// Whether the folder is in a git repository.
    pub git: bool,
}

/// Numbers for the summary.
#[derive(Debug, Default, Clone, Copy, Serialize)]
pub struct Counts {
    /// Relations in the database.
    pub relations_read: usize,
    /// View manifests.
    pub views: usize,
    /// Function manifests.
    pub functions: usize,
    /// Endpoint manifests.
    pub endpoints: usize,
    /// Versions in them.
    pub versions: usize,
    /// Lock files.
    pub locks: usize,
}

/// Imports. Nothing is written unless everything could be read.
///
/// # Errors
/// A folder that holds a project; a database that cannot be read; schemas that nobody names.
pub async fn init(
    init: &Init<'_>,
    selected: &Selected,
    database: &Database,
    stage: &dyn Fn(&str),
) -> Result<Outcome<Initialized>, Failure> {
    if init.dir.join("pgai.yaml").exists() {
        let message = format!("{} already holds a project", init.dir.display());
        return Err(Diagnostic::error(&codes::ALREADY_A_PROJECT, message)
            .advice("run `pgai pull` there to bring it up to date")
            .into());
    }
    let mut diagnostics = database.warnings.clone();
    stage("looking at the database");
    let first = database.read(&[]).await?.catalog;
    stage("asking PostgREST");
    let given =
        Given { file: init.config.as_ref(), environment: &init.environment, url: selected.postgrest.as_deref() };
    let found = settings::find_out(&given, Some(&first)).await;
    diagnostics.extend(found.diagnostics.iter().cloned());
    let chosen = exposed(init, &found, &first).map(each_once).and_then(|schemas| {
        check_schemas(&schemas, &first, &found, &mut diagnostics)?;
        Ok(schemas)
    });
    // What was found out before says why nobody told the schemas.
    let schemas = match chosen {
        Ok(schemas) => schemas,
        Err(problem) => {
            diagnostics.push(problem);
            return Err(diagnostics.into());
        }
    };

    let mut project = project(init, selected, &found, &first, schemas);
    project.manage = helper_schemas(&project, &first);
    stage("reading definitions");
    let catalog = database.read(project.schemas.iter().chain(&project.manage)).await?.catalog;
    diagnostics.extend(database::skipped(&catalog));
    diagnostics.extend(database::without_usage(&catalog, project.schemas.iter().chain(&project.manage)));
    let facts = settings::facts(&found);
    let composed = compose(&project, &catalog, &[], &facts, &init.grouping)?;
    stage("writing");
    let changes = changes(init, &project, &catalog, &composed, &found, &mut diagnostics)?;
    let counts = counts(&catalog, &composed, &changes);
    std::fs::create_dir_all(&init.dir).map_err(|error| {
        Diagnostic::error(&crate::diagnostic::codes::workspace::NOT_WRITABLE, "the project's folder cannot be made")
            .because(format!("{}: {error}", init.dir.display()))
    })?;
    let files = changes.apply(&Store::new(&init.dir)?)?;
    let git = crate::git::Repository::discover(&init.dir)?.is_some();
    let result = Initialized {
        dir: init.dir.clone(),
        project: project.project.clone(),
        database: database.description.clone(),
        postgresql: catalog.server.version.clone(),
        postgrest: facts.version,
        settings_known: found.settings.count_known(),
        schemas: project.schemas.clone(),
        manage: project.manage.clone(),
        counts,
        grouping: composed.grouping,
        candidates: composed.candidates,
        uncaptured: uncaptured::list(&project, &catalog),
        files,
        git,
    };
    Ok(Outcome { exit: super::Exit::Fine, result, diagnostics })
}

fn exposed(init: &Init<'_>, found: &Found, catalog: &Catalog) -> Result<Vec<String>> {
    if let Some(schemas) = &init.schemas {
        return Ok(schemas.clone());
    }
    if let Some(schemas) = settings::schemas(found) {
        return Ok(schemas);
    }
    let there: Vec<String> = catalog.schemas.keys().cloned().collect();
    (init.ask_schemas)(&there).filter(|schemas| !schemas.is_empty()).ok_or_else(|| {
        Diagnostic::error(&codes::NEEDS_INPUT, "which schemas does PostgREST expose?")
            .because(format!("the database has: {}", there.join(", ")))
            .advice("name them, default first: --schemas api,admin")
            .advice("or name a running PostgREST (--postgrest URL) or its configuration (--config FILE)")
    })
}

/// In order, without repetitions and empty entries: PostgREST takes no notice of either.
fn each_once(schemas: Vec<String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    schemas.into_iter().filter(|name| !name.is_empty() && seen.insert(name.clone())).collect()
}

/// All missing: PostgREST belongs to another database. Some missing: said, and left as they are.
fn check_schemas(
    schemas: &[String],
    catalog: &Catalog,
    found: &Found,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<()> {
    use crate::diagnostic::codes::database as database_codes;
    let missing: Vec<&String> = schemas.iter().filter(|name| !catalog.schemas.contains_key(*name)).collect();
    if missing.len() == schemas.len() {
        let names = schemas.join(", ");
        let who = match found.served.as_ref().and_then(|served| served.version) {
            Some(version) => format!("PostgREST {version} serves schemas {names}; this database has none of them"),
            None => format!("this database has none of the schemas {names}"),
        };
        let there: Vec<&str> = catalog.schemas.keys().map(String::as_str).collect();
        return Err(Diagnostic::error(&database_codes::NO_SUCH_SCHEMA, who)
            .because(format!("it has: {}", there.join(", ")))
            .advice("name the database that this PostgREST serves, or the schemas (--schemas)"));
    }
    diagnostics.extend(missing.into_iter().map(|name| {
        Diagnostic::warning(&database_codes::NO_SUCH_SCHEMA, format!("schema {name} does not exist in this database"))
            .advice("PostgREST 12 serves it as an empty schema; 13 and later refuse to load their cache")
    }));
    Ok(())
}

fn project(init: &Init<'_>, selected: &Selected, found: &Found, catalog: &Catalog, schemas: Vec<String>) -> Project {
    let environment = Environment {
        database: Some(init.database.clone()),
        postgrest: selected.postgrest.clone().filter(|_| found.served.is_some()),
        ..Environment::default()
    };
    let mut project = Project {
        project: init.project.clone().unwrap_or_else(|| catalog.server.database.clone()),
        schemas,
        policy: Policy { branch: Some("main".to_owned()), base: None },
        baseline: Some(init.environment_name.clone()),
        environments: IndexMap::from([(init.environment_name.clone(), environment)]),
        ..Project::default()
    };
    if is_supabase(catalog) {
        project.ignore.push(document::Ignore::Platform("supabase".to_owned()));
    }
    let ignored = super::state::Ignored::new(&project);
    project.default_privileges = crate::catalog::raise::default_privileges(catalog, None);
    project.default_privileges.retain(|role, _| !ignored.role(role));
    project
}

/// The platform's own roles tell it: its schemas and default grants are not the team's.
fn is_supabase(catalog: &Catalog) -> bool {
    ["supabase_admin", "supabase_auth_admin"].iter().all(|role| catalog.roles.contains_key(*role))
}

/// Schemas with helper views below exposed ones, and with functions that those or exposed functions use:
/// views in them are part of the API's shape. Schemas of extensions stay out.
fn helper_schemas(project: &Project, catalog: &Catalog) -> Vec<String> {
    let mut found = BTreeSet::new();
    let mut seen: BTreeSet<&QualifiedName> = BTreeSet::new();
    let mut todo: Vec<&QualifiedName> = catalog
        .relations
        .values()
        .filter(|relation| relation.kind.is_view() && project.schemas.contains(&relation.name.schema))
        .map(|relation| &relation.name)
        .collect();
    while let Some(name) = todo.pop() {
        let Some(relation) = catalog.relations.get(name).filter(|_| seen.insert(name)) else { continue };
        let helper = relation.kind.is_view() && relation.extension.is_none();
        if helper && !project.schemas.contains(&relation.name.schema) {
            found.insert(relation.name.schema.clone());
        }
        todo.extend(relation.reads.iter());
    }
    found.into_iter().collect()
}

fn changes(
    init: &Init<'_>,
    project: &Project,
    catalog: &Catalog,
    composed: &Composed,
    found: &Found,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Changes> {
    let mut changes = Changes::default();
    changes.write("pgai.yaml", emit_project(project));
    for document in &composed.documents {
        files::put(&mut changes, None, document);
    }
    let postgrest = settings::manifest(found);
    if found.served.is_some() || init.config.is_some() {
        files::put(&mut changes, None, &Document::PostgRest(postgrest));
    }
    for (path, text) in lock::files(project, catalog, &composed.documents, Some(found))? {
        changes.write(path, text);
    }
    let attributes = init.dir.join(".gitattributes");
    if let Some(text) = with_attributes(read_optional(&attributes, diagnostics).as_deref()) {
        changes.write(".gitattributes", text);
    }
    Ok(changes)
}

fn read_optional(path: &Path, diagnostics: &mut Vec<Diagnostic>) -> Option<String> {
    match std::fs::read_to_string(path) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => {
            diagnostics.push(
                Diagnostic::warning(&crate::diagnostic::codes::workspace::UNREADABLE, ".gitattributes cannot be read")
                    .because(error.to_string()),
            );
            None
        }
    }
}

fn counts(catalog: &Catalog, composed: &Composed, changes: &Changes) -> Counts {
    let mut counts = Counts {
        relations_read: catalog.relations.len(),
        locks: changes.writes.keys().filter(|path| path.starts_with("pgai/lock/")).count(),
        ..Counts::default()
    };
    for document in &composed.documents {
        match document {
            Document::View(_) | Document::MaterializedView(_) => counts.views += 1,
            Document::Function(_) => counts.functions += 1,
            Document::Endpoint(endpoint) => {
                counts.endpoints += 1;
                counts.versions += endpoint.versions.len();
            }
            Document::Schema(_) | Document::PostgRest(_) => {}
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::each_once;

    #[test]
    fn a_schema_is_exposed_once_and_has_a_name() {
        let given = ["api", "", "v1", "api", "API"].map(str::to_owned).to_vec();
        assert_eq!(each_once(given), ["api", "v1", "API"]);
    }
}
