//! `pgai apply`: do it, verified before the commit, reloaded and probed after.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde::Serialize;

use super::database::{self, Database};
use super::diff::{Compared, ServedState, compare, look};
use super::environment::{Chosen, Selected, select};
use super::plan::{Planned, make};
use super::{Exit, Failure, Outcome, state};
use crate::catalog::Catalog;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::{database as codes, usage};
use crate::diff::{self, Managed, Object, State, What};
pub use crate::pg::apply::Progress;
use crate::pg::apply::{self as pg_apply, Applied, ApplyError, Order};
use crate::pg::connect::Environment;
use crate::pg::introspect::Touched;
use crate::plan::{Allow, Plan};
use crate::postgrest::probe::{Answer, Expectation, Identity, await_served, identify};
use crate::postgrest::{Client, problem};
use crate::workspace::Workspace;

/// What the command line says.
pub struct Apply<'a> {
    /// Allowed classes.
    pub allow: BTreeSet<Allow>,
    /// Run everything, then roll back.
    pub dry_run: bool,
    /// How long to try for locks.
    pub lock_wait: Duration,
    /// How long to wait for PostgREST to serve the change.
    pub serve_wait: Duration,
    /// How far it has come, for whoever ends it from outside.
    pub progress: &'a Progress,
    /// Shows the plan and asks; false ends without a change.
    pub confirm: &'a dyn Fn(&Planned) -> Result<bool, Diagnostic>,
}

/// What apply did.
#[derive(Debug, Serialize)]
pub struct Done {
    /// Environment; none for an ad hoc target.
    pub environment: Option<String>,
    /// `user@host:port/database`.
    pub database: String,
    /// `nothing_to_do`, `declined`, `dry_run` or `committed`.
    pub outcome: &'static str,
    /// The plan.
    pub plan: Planned,
    /// The transaction's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transaction: Option<String>,
    /// How long the locks were held, in milliseconds: what readers may have waited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held_ms: Option<u128>,
    /// Tries for the locks.
    pub tries: u32,
    /// PostgREST after the change.
    pub served: Served,
}

/// PostgREST after the change.
#[derive(Debug, Default, Serialize)]
pub struct Served {
    /// `not_named`, `not_asked`, `proven`, `open` or `unavailable`.
    pub state: &'static str,
    /// How many PostgREST instances are connected to the database.
    pub instances: usize,
    /// How many answered as they should: a probe reaches one.
    pub proven: usize,
    /// What is still to be served.
    pub open: Vec<String>,
    /// What no probe can tell.
    pub not_proven: Vec<String>,
}

/// Applies.
///
/// # Errors
/// What stands in the way; then the database is as it was.
pub async fn apply(
    workspace: &Workspace,
    chosen: &Chosen,
    process: &Environment,
    wanted: &Apply<'_>,
    stage: &dyn Fn(&str),
) -> Result<Outcome<Done>, Failure> {
    let selected = select(Some(&workspace.project), chosen, process)?;
    refuse_protected(&selected)?;
    stage("connecting");
    let database = database::open(&selected, process).await?;
    let mut diagnostics = database.warnings.clone();
    let mut confirmed: Option<Plan> = None;
    // A plan that went stale is made again; it runs only when it is still the plan that was confirmed.
    for _ in 0..3 {
        let compared = compare(workspace, &selected, &database, &BTreeSet::new(), stage).await?;
        refuse_protected_database(workspace, &compared.catalog)?;
        let planned = make(workspace, &selected, &database.description, &compared, &wanted.allow)?;
        if confirmed.is_none() {
            diagnostics.extend(compared.diagnostics.iter().cloned());
        }
        if planned.plan.is_empty() {
            return Ok(finished(
                &selected,
                &database,
                planned,
                "nothing_to_do",
                None,
                serve_again(workspace, &selected, &database, &compared.catalog, wanted, &mut diagnostics).await,
                diagnostics,
            ));
        }
        match &confirmed {
            Some(plan) if *plan == planned.plan => {}
            Some(_) => return Err(stale().into()),
            None => {
                if !(wanted.confirm)(&planned)? {
                    return Ok(finished(
                        &selected,
                        &database,
                        planned,
                        "declined",
                        None,
                        Served::not_asked(),
                        diagnostics,
                    ));
                }
                confirmed = Some(planned.plan.clone());
            }
        }
        let touched = touched(&planned);
        let desired = &compared.desired;
        let proofs = &compared.proofs;
        let project = &workspace.project;
        let schemas = touched_schemas(&planned);
        let differences = |found: &Catalog| remaining(found, desired, proofs, project, &touched, &schemas);
        let order = Order {
            plan: &planned.plan,
            touched: &touched,
            versions: &compared.versions,
            catalog: &compared.catalog,
            lock_wait: wanted.lock_wait,
            dry_run: wanted.dry_run,
            channel: "pgrst",
            differences: &differences,
        };
        stage("applying");
        let progress = wanted.progress;
        match run(&database, &order, progress).await {
            Ok(applied) => {
                let outcome = if applied.committed { "committed" } else { "dry_run" };
                let served = if applied.committed {
                    stage("waiting for PostgREST");
                    prove_served(
                        &selected,
                        &planned,
                        &compared,
                        &workspace.project.schemas,
                        wanted.serve_wait,
                        &mut diagnostics,
                    )
                    .await
                } else {
                    Served::not_asked()
                };
                return Ok(finished(&selected, &database, planned, outcome, Some(applied), served, diagnostics));
            }
            Err(Ended::Error(ApplyError::Stale)) => tracing::debug!("stale: planning again"),
            Err(Ended::Error(ApplyError::CommitLost(error))) => {
                return Err(after_lost_commit(&database, progress, &error).await);
            }
            Err(Ended::Error(error)) => return Err(words(error).into()),
            Err(Ended::Interrupted) => return Err(interrupted(&database, progress).await),
        }
    }
    Err(stale().into())
}

fn stale() -> Diagnostic {
    Diagnostic::error(
        &codes::STALE,
        "the database changed while the plan was made, and the plan would be another one now",
    )
    .advice("run `pgai diff` to see what is there, then `pgai apply` again; nothing was changed")
}

fn refuse_protected(selected: &Selected) -> Result<(), Failure> {
    if !selected.protected {
        return Ok(());
    }
    let name = selected.name.clone().unwrap_or_default();
    Err(Diagnostic::error(&usage::PROTECTED, format!("{name} is protected"))
        .advice("protected environments are applied to from a plan file only, which this version does not have yet")
        .into())
}

/// A database that some environment protects keeps that, whatever way it is reached.
fn refuse_protected_database(workspace: &Workspace, catalog: &Catalog) -> Result<(), Failure> {
    for (name, environment) in &workspace.project.environments {
        let Some(expect) = environment.expect.as_ref().filter(|_| environment.protected) else { continue };
        // Where the server does not tell its identifier, the name decides: better refused than unprotected.
        let same_system = catalog.server.system.as_ref().is_none_or(|system| *system == expect.system);
        if same_system && catalog.server.database == expect.database {
            return Err(Diagnostic::error(&usage::PROTECTED, format!("this database is {name}, which is protected"))
                .advice("protection follows the database, not the flag that reached it")
                .into());
        }
    }
    Ok(())
}

enum Ended {
    Error(ApplyError),
    Interrupted,
}

/// Runs the plan until it ends or a signal comes; a signal cancels the running statement.
async fn run(database: &Database, order: &Order<'_>, progress: &Progress) -> Result<Applied, Ended> {
    let work = pg_apply::apply(&database.session, order, progress);
    tokio::pin!(work);
    tokio::select! {
        outcome = &mut work => outcome.map_err(Ended::Error),
        () = signal() => {
            if let Err(error) = database.canceller.cancel().await {
                tracing::debug!(%error, "cancel");
            }
            Err(Ended::Interrupted)
        }
    }
}

/// Ctrl-C or SIGTERM.
async fn signal() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// What became of the transaction, by the server's own record of it.
async fn after_lost_commit(database: &Database, progress: &Progress, error: &tokio_postgres::Error) -> Failure {
    let state = fate(database, progress).await;
    let problem = Diagnostic::error(&codes::OUTCOME_UNKNOWN, format!("the connection was lost during COMMIT: {state}"))
        .because(error.to_string())
        .advice("run `pgai diff` to see the state the database is in; `pgai apply` again finishes the job");
    problem.into()
}

async fn interrupted(database: &Database, progress: &Progress) -> Failure {
    let state =
        if progress.committing.get() { fate(database, progress).await } else { "nothing was changed".to_owned() };
    Failure {
        exit: Exit::Interrupted,
        diagnostics: vec![
            Diagnostic::error(&usage::INTERRUPTED, format!("interrupted: {state}"))
                .advice("`pgai apply` again does what is left to do"),
        ],
    }
}

async fn fate(database: &Database, progress: &Progress) -> String {
    let Some(xid) = progress.xid.borrow().clone() else { return "nothing was changed".to_owned() };
    for _ in 0..20 {
        if let Ok(again) = database::open_with(database.parameters.clone()).await
            && let Ok(Some(status)) = pg_apply::status_of(&again.session, &xid).await
        {
            match status.as_str() {
                "committed" => return format!("transaction {xid} is committed, the change is there"),
                "aborted" => return format!("transaction {xid} was rolled back, nothing was changed"),
                _ => {}
            }
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    format!("what became of transaction {xid} could not be found out")
}

fn touched(planned: &Planned) -> Touched {
    let functions: BTreeSet<_> = planned
        .changes
        .iter()
        .filter_map(|change| match &change.object {
            Object::Function(key) => Some(key.clone()),
            _ => None,
        })
        .collect();
    Touched { relations: planned.plan.touched.clone(), functions: functions.into_iter().collect() }
}

/// Schemas whose grants change.
fn touched_schemas(planned: &Planned) -> BTreeSet<String> {
    let of_schema = |change: &diff::Change| match &change.object {
        Object::Schema(name) => Some(name.clone()),
        _ => None,
    };
    planned.changes.iter().filter_map(of_schema).collect()
}

/// What still differs among the touched objects, in words.
fn remaining(
    found: &Catalog,
    desired: &State,
    proofs: &BTreeMap<crate::sql::QualifiedName, diff::Proof>,
    project: &crate::manifest::document::Project,
    touched: &Touched,
    schemas: &BTreeSet<String>,
) -> Vec<String> {
    let mut live = state::live(found, project);
    let mut wanted = State::default();
    for name in &touched.relations {
        if let Some(view) = desired.views.get(name) {
            let mut view = view.clone();
            if let Some(proof) = proofs.get(name) {
                view.query = crate::catalog::raise::query(&proof.query);
            }
            wanted.views.insert(name.clone(), view);
        } else if let Some(view) = desired.materialized_views.get(name) {
            wanted.materialized_views.insert(name.clone(), view.clone());
        } else if let Some(table) = desired.tables.get(name) {
            wanted.tables.insert(name.clone(), table.clone());
        }
    }
    live.schemas.retain(|name, _| schemas.contains(name));
    // Only grants of schemas are planned, and no default privileges are read back.
    for (name, schema) in &live.schemas {
        if let Some(wanted_schema) = desired.schemas.get(name) {
            wanted.schemas.insert(
                name.clone(),
                crate::manifest::document::Schema { grants: wanted_schema.grants.clone(), ..schema.clone() },
            );
        }
    }
    let functions = std::mem::take(&mut live.functions);
    let server = found.server.version_num;
    let compared = match diff::compare(&wanted, &live, proofs, &Managed::default(), server) {
        Ok(compared) => compared,
        Err(problem) => return vec![problem.to_string()],
    };
    let mut words: Vec<String> = compared.changes.iter().map(difference).collect();
    words.extend(
        compared.not_proven.iter().map(|object| format!("{} {}: its query differs", object.kind(), object.name())),
    );
    let keys: BTreeSet<_> = touched.functions.iter().collect();
    let only = |state: &BTreeMap<_, crate::manifest::document::Function>| State {
        functions: state.clone(),
        ..State::default()
    };
    if let Ok(compared) =
        diff::compare(&only(&desired.functions), &only(&functions), proofs, &Managed::default(), server)
    {
        let of_touched = compared
            .changes
            .iter()
            .filter(|change| matches!(&change.object, Object::Function(key) if keys.contains(key)));
        words.extend(of_touched.map(difference));
    }
    words
}

fn difference(change: &diff::Change) -> String {
    let part = change.what.part().map(|part| format!(" {part}")).unwrap_or_default();
    format!(
        "{} {}: {}{part} is {}, wanted {}",
        change.object.kind(),
        change.object.name(),
        change.what.name().replace('_', " "),
        change.from.as_deref().unwrap_or("not there"),
        change.to.as_deref().unwrap_or("gone")
    )
}

/// The words for an apply that changed nothing.
fn words(error: ApplyError) -> Diagnostic {
    let nothing = "nothing was changed";
    match error {
        ApplyError::Busy { .. } => Diagnostic::error(&codes::APPLY_BUSY, error.to_string())
            .advice(format!("wait for it to end and apply again, or give a longer --lock-wait; {nothing}")),
        ApplyError::LockWait { blockers } => {
            let mut problem = Diagnostic::error(&codes::LOCK_WAIT, "the locks were not to be had in time");
            for blocker in &blockers {
                problem = problem.because(format!("held by {blocker}"));
            }
            problem.advice(format!("apply again when they are done, or give a longer --lock-wait; {nothing}"))
        }
        ApplyError::Stale => stale(),
        ApplyError::Step { number, sql, error } => {
            let first = sql.lines().next().unwrap_or_default().to_owned();
            let problem = database::server_error(&format!("step {number} failed: {first}"), &error);
            let mut refused = Diagnostic::error(&codes::STEP_FAILED, problem.message().to_owned());
            for cause in problem.causes() {
                refused = refused.because(cause.clone());
            }
            refused.advice(format!("everything was rolled back; {nothing}"))
        }
        ApplyError::ReadBack(differences) => {
            let mut problem = Diagnostic::error(&codes::READ_BACK, "the result was not what the manifests say");
            for difference in differences {
                problem = problem.because(difference);
            }
            problem.advice(format!("look for event triggers and default privileges; {nothing}"))
        }
        ApplyError::Open { relation, error } => {
            let problem = database::server_error("", &error);
            let mut refused =
                Diagnostic::error(&codes::OPEN_FAILED, format!("{relation} compiles but cannot be read by its owner"));
            for cause in problem.causes() {
                refused = refused.because(cause.clone());
            }
            refused.advice(format!("grant the owner what the view reads; {nothing}"))
        }
        ApplyError::Function { function, message } => {
            Diagnostic::error(&codes::INVALID_FUNCTION, format!("function {function} would break"))
                .because(message)
                .advice(format!("change the function with the view; {nothing}"))
        }
        ApplyError::Server(error) => database::server_error(&format!("apply failed; {nothing}"), &error),
        ApplyError::Read(error) => database::read_error(error),
        ApplyError::Quote(error) => error.into(),
        ApplyError::CommitLost(error) => database::server_error("the connection was lost during COMMIT", &error),
    }
}

impl Served {
    fn not_asked() -> Self {
        Self { state: "not_asked", ..Self::default() }
    }
}

/// Nothing to do in the database says nothing of what is served: an earlier apply may have ended with a stale
/// cache. Relations that it does not know are asked for again after a reload.
async fn serve_again(
    workspace: &Workspace,
    selected: &Selected,
    database: &Database,
    catalog: &Catalog,
    wanted: &Apply<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Served {
    let seen = look(&workspace.project, selected, catalog).await;
    let instances = catalog.postgrest_instance_count();
    let state = match seen.state {
        ServedState::NotNamed => "not_named",
        ServedState::Current => "proven",
        ServedState::Unavailable | ServedState::OtherSchemas => "unavailable",
        ServedState::Stale => "open",
    };
    if seen.state != ServedState::Stale || wanted.dry_run {
        diagnostics.extend(seen.diagnostics);
        return Served { state, instances, ..Served::default() };
    }
    if let Err(error) = database.session.run("NOTIFY pgrst").await {
        diagnostics.push(database::server_error("PostgREST could not be told to reload", &error));
    }
    let expectations: Vec<Expectation> = seen
        .stale
        .iter()
        .filter_map(|name| name.parse().ok())
        .map(|relation| Expectation::RelationServed { relation, methods: None })
        .collect();
    settle(selected, expectations, catalog, wanted.serve_wait, diagnostics).await
}

/// Polls PostgREST until it serves the change.
async fn prove_served(
    selected: &Selected,
    planned: &Planned,
    compared: &Compared,
    exposed: &[String],
    limit: Duration,
    diagnostics: &mut Vec<Diagnostic>,
) -> Served {
    let mut expectations = expectations(planned, exposed);
    expectations.extend(of_functions(planned, &compared.desired, exposed));
    settle(selected, expectations, &compared.catalog, limit, diagnostics).await
}

/// Polls PostgREST until the expectations are met or the time is up.
async fn settle(
    selected: &Selected,
    expectations: Vec<Expectation>,
    catalog: &Catalog,
    limit: Duration,
    diagnostics: &mut Vec<Diagnostic>,
) -> Served {
    let instances = catalog.postgrest_instance_count();
    let Some(url) = &selected.postgrest else { return Served { state: "not_named", instances, ..Served::default() } };
    let client = match Client::new(url) {
        Ok(client) => client,
        Err(problem) => {
            diagnostics.push(problem);
            return Served { state: "unavailable", instances, ..Served::default() };
        }
    };
    let identity = identify(&client, None).await;
    let Identity::Serving(serving) = &identity else {
        diagnostics.extend(identity.diagnostic(url));
        return Served { state: "unavailable", instances, ..Served::default() };
    };
    let version = serving.version.unwrap_or(crate::postgrest::config::ASSUMED);
    let outcomes = await_served(&client, &expectations, version, None, limit).await;
    let mut served = Served { state: "proven", instances, proven: 1, ..Served::default() };
    for outcome in outcomes {
        match outcome.answer {
            Answer::Met => {}
            Answer::Open(why) => served.open.push(format!("{}: {why}", expected(&outcome.expectation))),
            Answer::NotProven(why) => served.not_proven.push(format!("{}: {why}", expected(&outcome.expectation))),
        }
    }
    if !served.open.is_empty() {
        served.state = "open";
        served.proven = 0;
        diagnostics.push(problem::stale(url, limit, &served.open, catalog.postgrest_listeners()));
    }
    served
}

fn expected(expectation: &Expectation) -> String {
    match expectation {
        Expectation::RelationServed { relation, .. } => format!("{relation} served"),
        Expectation::RelationGone(relation) => format!("{relation} gone"),
        Expectation::ColumnServed(relation, column) => format!("{relation}.{column} served"),
        Expectation::ColumnGone(relation, column) => format!("{relation}.{column} gone"),
        Expectation::FunctionServed(name, _) => format!("{name} served"),
        Expectation::FunctionGone(name, _) => format!("{name} gone"),
        Expectation::SchemaExposed(name) => format!("schema {name} exposed"),
        Expectation::SchemaHidden(name) => format!("schema {name} hidden"),
    }
}

/// New and dropped functions whose arguments all have names: the probe asks by them.
fn of_functions(planned: &Planned, desired: &State, exposed: &[String]) -> Vec<Expectation> {
    planned
        .changes
        .iter()
        .filter(|change| change.what == What::Existence)
        .filter_map(|change| {
            let Object::Function(key) = &change.object else { return None };
            let new = change.from.is_none();
            let function = desired.functions.get(&key.name).filter(|_| new && exposed.contains(&key.name.schema))?;
            let overload =
                function.overloads.iter().find(|overload| diff::overload_key(&key.name, overload) == *key)?;
            let inputs = overload.arguments.iter().filter(|a| a.mode != crate::manifest::document::ArgumentMode::Out);
            let names = inputs.map(|argument| argument.name.clone()).collect::<Option<Vec<String>>>()?;
            Some(Expectation::FunctionServed(key.name.clone(), names))
        })
        .collect()
}

/// What the schema cache has to know after the change.
fn expectations(planned: &Planned, exposed: &[String]) -> Vec<Expectation> {
    planned
        .changes
        .iter()
        .filter_map(|change| {
            let name = change.object.relation().filter(|name| exposed.contains(&name.schema))?.clone();
            match (&change.what, &change.from, &change.to) {
                (What::Existence, None, _) => Some(Expectation::RelationServed { relation: name, methods: None }),
                (What::Existence, _, None) => Some(Expectation::RelationGone(name)),
                (What::Column(column), None, _) => Some(Expectation::ColumnServed(name, column.clone())),
                (What::Column(column), _, None) => Some(Expectation::ColumnGone(name, column.clone())),
                _ => None,
            }
        })
        .collect()
}

fn finished(
    selected: &Selected,
    database: &Database,
    plan: Planned,
    outcome: &'static str,
    applied: Option<Applied>,
    served: Served,
    diagnostics: Vec<Diagnostic>,
) -> Outcome<Done> {
    let exit = match served.state {
        "open" | "unavailable" => Exit::NotServed,
        _ => Exit::Fine,
    };
    let result = Done {
        environment: selected.name.clone(),
        database: database.description.clone(),
        outcome,
        plan,
        transaction: applied.as_ref().map(|applied| applied.xid.clone()),
        held_ms: applied.as_ref().map(|applied| applied.held.as_millis()),
        tries: applied.map_or(0, |applied| applied.tries),
        served,
    };
    Outcome { result, exit, diagnostics }
}
