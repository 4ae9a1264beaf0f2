//! Which database and which PostgREST a command is about.

use crate::diagnostic::codes::usage as codes;
use crate::diagnostic::{Diagnostic, Result, nearest};
use crate::manifest::document::{self, Project};
use crate::pg::connect::{Environment, Target};
use crate::postgrest::{Client, problem};

/// What the command line says of the target.
#[derive(Debug, Clone, Default)]
pub struct Chosen {
    /// `--env` or `PGAI_ENV`.
    pub env: Option<String>,
    /// `--db`.
    pub db: Option<String>,
    /// `--postgrest` or `PGAI_POSTGREST`.
    pub postgrest: Option<String>,
    /// `--no-input`.
    pub no_input: bool,
}

/// The database and PostgREST of one command.
#[derive(Debug)]
pub struct Selected {
    /// Name in pgai.yaml; none for an ad hoc target, to which no environment's rules are lent.
    pub name: Option<String>,
    /// The database.
    pub target: Target,
    /// Base URL of PostgREST, where one is named.
    pub postgrest: Option<String>,
    /// Base URL of its admin server, where one is named.
    pub admin: Option<String>,
    /// Whether draft versions exist there.
    pub drafts: bool,
    /// Only applied to from a plan file.
    pub protected: bool,
}

/// Finds the target: flag, `PGAI_*`, pgai.yaml, libpq's variables, in this order.
///
/// # Errors
/// An environment that is not there; nothing that names a database; a password in PostgREST's URL.
pub fn select(project: Option<&Project>, chosen: &Chosen, process: &Environment) -> Result<Selected> {
    let selected = find(project, chosen, process)?;
    match &selected.postgrest {
        Some(url) if Client::has_password(url) => Err(problem::password_in_url()),
        _ => Ok(selected),
    }
}

fn find(project: Option<&Project>, chosen: &Chosen, process: &Environment) -> Result<Selected> {
    if let Some(db) = &chosen.db {
        return Ok(ad_hoc(Target::from_flag(db, chosen.no_input, process)?, chosen));
    }
    if chosen.env.is_none() && process.variable("PGAI_DB").is_some() {
        return Ok(ad_hoc(Target::from_variable("PGAI_DB", process)?, chosen));
    }
    match project {
        Some(project) => named(project, chosen, process),
        None => match &chosen.env {
            Some(name) => Err(no_environment(name, &[])),
            None => without_project(chosen, process),
        },
    }
}

fn ad_hoc(target: Target, chosen: &Chosen) -> Selected {
    Selected { name: None, target, postgrest: chosen.postgrest.clone(), admin: None, drafts: true, protected: false }
}

fn named(project: &Project, chosen: &Chosen, process: &Environment) -> Result<Selected> {
    let name = match &chosen.env {
        Some(name) => name.clone(),
        None => match default_name(project) {
            Some(name) => name,
            None => return without_project(chosen, process),
        },
    };
    let Some(environment) = project.environments.get(&name) else {
        return Err(no_environment(&name, &project.environments.keys().map(String::as_str).collect::<Vec<_>>()));
    };
    if chosen.env.is_none() && environment.protected {
        return Err(Diagnostic::error(&codes::PROTECTED, format!("{name} is protected and never the default"))
            .advice(format!("name it: --env {name}")));
    }
    Ok(Selected {
        target: Target::from_manifest(&name, environment.database.as_ref(), process)?,
        postgrest: chosen.postgrest.clone().or_else(|| environment.postgrest.clone()),
        admin: environment.admin.clone(),
        drafts: environment.drafts.unwrap_or(!environment.protected),
        protected: environment.protected,
        name: Some(name),
    })
}

/// The baseline, else the first that is not protected.
pub fn default_name(project: &Project) -> Option<String> {
    let open = |(_, environment): &(&String, &document::Environment)| !environment.protected;
    project
        .baseline
        .clone()
        .or_else(|| project.environments.iter().find(open).map(|(name, _)| name.clone()))
        .or_else(|| project.environments.keys().next().cloned())
}

fn without_project(chosen: &Chosen, process: &Environment) -> Result<Selected> {
    let said = ["PGSERVICE", "PGHOST", "PGHOSTADDR", "PGDATABASE"].iter().any(|name| process.variable(name).is_some());
    if !said {
        return Err(Diagnostic::error(&codes::NO_DATABASE, "no database is named")
            .advice("name one: --db postgres://user@host/database, --db service=NAME or --db var:DATABASE_URL"));
    }
    Ok(ad_hoc(Target::from_libpq(), chosen))
}

fn no_environment(name: &str, there: &[&str]) -> Diagnostic {
    let diagnostic = Diagnostic::error(&codes::NO_ENVIRONMENT, format!("there is no environment `{name}`"));
    let diagnostic = match nearest(name, there.iter().copied()) {
        Some(near) => diagnostic.advice(format!("did you mean `{near}`?")),
        None => diagnostic,
    };
    if there.is_empty() {
        diagnostic.advice("pgai.yaml names no environments")
    } else {
        diagnostic.advice(format!("there are: {}", there.join(", ")))
    }
}
