//! `pgai demo`: the main job from end to end, on a private PostgreSQL and PostgREST.

mod shop;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use indexmap::IndexMap;
use serde::Serialize;

use super::apply::{Apply, Done, apply};
use super::diff::{Difference, diff};
use super::environment::{Chosen, select};
use super::init::{Init, Initialized, init};
use super::openapi::{Syntax, document, save};
use super::sandbox::{Up, default_cache};
use super::{Failure, database, files, fix};
use crate::contract::grouping;
use crate::diagnostic::codes::usage;
use crate::diagnostic::{Diagnostic, Result};
use crate::manifest::document::{Access, Database, Document, Endpoint, Route, State, Version};
use crate::pg::connect::Environment;
use crate::postgrest::call::{Request, Target};
use crate::postgrest::{Client, config};
use crate::sandbox::{self, Instance, Running};
use crate::sql::QualifiedName;
use crate::workspace::{Changes, Store, Workspace};

/// What the command line says.
pub struct Demo {
    /// Where it all stands; none: a temporary folder.
    pub dir: Option<PathBuf>,
    /// Leave everything running, and the files in place.
    pub keep: bool,
    /// PostgreSQL's major version.
    pub postgres_major: Option<u32>,
    /// PostgreSQL's programs.
    pub postgres_bin: Option<PathBuf>,
    /// PostgREST's program.
    pub postgrest_bin: Option<PathBuf>,
}

/// What is told while it runs.
pub enum Told<'a> {
    /// A part begins.
    Begins(&'a str),
    /// A part is done, in this time.
    Ends(&'a str, Duration),
    /// init's result.
    Initialized(&'a Initialized),
    /// A manifest that was written.
    Manifest(&'a str, &'a str),
    /// diff's result.
    Difference(&'a Difference),
    /// apply's result.
    Applied(&'a Done),
    /// A request, its status and the first of its answer.
    Called(&'a Called),
}

/// A request through PostgREST.
#[derive(Debug, Clone, Serialize)]
pub struct Called {
    /// As a curl command.
    pub curl: String,
    /// HTTP status.
    pub status: u16,
    /// The answer, cut to a line or so.
    pub answer: String,
}

/// What the demo did.
#[derive(Debug, Serialize)]
pub struct Demonstrated {
    /// PostgreSQL's version.
    pub postgresql: String,
    /// PostgREST's version.
    pub postgrest: String,
    /// Base URL of the API, while it runs.
    pub url: String,
    /// The project's folder.
    pub project: PathBuf,
    /// The sandbox's folder.
    pub sandbox: PathBuf,
    /// Whether everything is left running.
    pub kept: bool,
    /// The parts, with their times in milliseconds.
    pub parts: Vec<(String, u128)>,
    /// The requests.
    pub calls: Vec<Called>,
    /// Paths in the OpenAPI document.
    pub openapi_paths: usize,
}

/// Runs the demo. What it started is stopped again, whatever happens, unless it is to be kept.
///
/// # Errors
/// Whatever part fails.
pub async fn demo(demo: &Demo, tell: &dyn Fn(Told<'_>)) -> std::result::Result<Demonstrated, Failure> {
    let place = Place::new(demo)?;
    let outcome = tokio::select! {
        outcome = run(demo, &place, tell) => outcome,
        _ = tokio::signal::ctrl_c() => Err(Failure {
            exit: super::Exit::Interrupted,
            diagnostics: vec![Diagnostic::error(&usage::INTERRUPTED, "interrupted; the sandbox was stopped")],
        }),
    };
    if outcome.is_err() || !demo.keep {
        sandbox::remove(&place.sandbox(), &sandbox::silent).await?;
        place.remove()?;
    }
    outcome
}

/// The folders of one demo.
struct Place {
    root: PathBuf,
    made: bool,
}

impl Place {
    fn new(demo: &Demo) -> Result<Self> {
        let root = match &demo.dir {
            Some(dir) => dir.clone(),
            None => std::env::temp_dir().join(format!("pgai-demo-{:08x}", fastrand::u32(..))),
        };
        let empty = |root: &Path| std::fs::read_dir(root).map_or(true, |mut entries| entries.next().is_none());
        if !empty(&root) {
            return Err(Diagnostic::error(
                &crate::diagnostic::codes::workspace::NOT_WRITABLE,
                format!("{} is not empty", root.display()),
            )
            .advice("name a new folder with --dir"));
        }
        std::fs::create_dir_all(&root).map_err(|error| {
            Diagnostic::error(&crate::diagnostic::codes::workspace::NOT_WRITABLE, "the demo's folder cannot be made")
                .because(format!("{}: {error}", root.display()))
        })?;
        Ok(Self { root, made: demo.dir.is_none() })
    }

    fn sandbox(&self) -> PathBuf {
        self.root.join("sandbox")
    }

    fn project(&self) -> PathBuf {
        self.root.join("api")
    }

    fn shop(&self) -> PathBuf {
        self.root.join("shop")
    }

    fn remove(&self) -> Result<()> {
        if !self.made {
            return Ok(());
        }
        std::fs::remove_dir_all(&self.root).map_err(|error| {
            Diagnostic::error(&crate::diagnostic::codes::workspace::NOT_WRITABLE, "the demo's folder cannot be removed")
                .because(format!("{}: {error}", self.root.display()))
        })
    }
}

/// Times the parts.
struct Clock<'a> {
    tell: &'a dyn Fn(Told<'_>),
    parts: Vec<(String, u128)>,
}

impl Clock<'_> {
    async fn part<T>(
        &mut self,
        name: &str,
        work: impl Future<Output = std::result::Result<T, Failure>>,
    ) -> std::result::Result<T, Failure> {
        (self.tell)(Told::Begins(name));
        let begun = Instant::now();
        let value = work.await?;
        let took = begun.elapsed();
        (self.tell)(Told::Ends(name, took));
        self.parts.push((name.to_owned(), took.as_millis()));
        Ok(value)
    }
}

async fn run(demo: &Demo, place: &Place, tell: &dyn Fn(Told<'_>)) -> std::result::Result<Demonstrated, Failure> {
    let mut clock = Clock { tell, parts: Vec::new() };
    let running = clock.part("start PostgreSQL and PostgREST with the shop", up(demo, place)).await?;
    let postgrest = running.postgrest.first().cloned().ok_or_else(|| Failure::from(not_running()))?;

    let initialized = clock.part("import the API (pgai init)", import(place, &running, &postgrest.url)).await?;
    tell(Told::Initialized(&initialized));

    let text = clock.part("add version v2 of the endpoint orders", add_version(place)).await?;
    tell(Told::Manifest("pgai/views/api/orders_v2.yaml", &text));

    let difference = clock.part("compare (pgai diff)", compare(place)).await?;
    tell(Told::Difference(&difference));

    let done = clock.part("apply, reload and probe (pgai apply)", change(place)).await?;
    tell(Told::Applied(&done));

    let calls = clock.part("call both versions through PostgREST", call(&postgrest.url)).await?;
    calls.iter().for_each(|called| tell(Told::Called(called)));
    let paths = clock.part("write openapi.json (pgai openapi)", describe(place)).await?;
    Ok(Demonstrated {
        postgresql: running.postgres.version.clone(),
        postgrest: postgrest.version.clone(),
        url: postgrest.url.clone(),
        project: place.project(),
        sandbox: place.sandbox(),
        kept: demo.keep,
        parts: clock.parts,
        calls,
        openapi_paths: paths,
    })
}

fn not_running() -> Diagnostic {
    Diagnostic::error(&crate::diagnostic::codes::sandbox::NOT_RUNNING, "the sandbox has no PostgREST")
}

async fn up(demo: &Demo, place: &Place) -> std::result::Result<Running, Failure> {
    let (load, configuration) = shop::write(&place.shop())?;
    let mut up = Up::new(place.sandbox())?;
    up.options.cache = default_cache()?;
    up.options.database = "shop".to_owned();
    up.options.postgres_major = demo.postgres_major;
    up.options.postgres_bin.clone_from(&demo.postgres_bin);
    up.options.postgrest_bin.clone_from(&demo.postgrest_bin);
    let watch = (!demo.keep).then(std::process::id);
    up.options.watch = watch;
    up.load = load;
    up.postgrest = Some(Instance { config: Some(configuration), watch, ..Instance::default() });
    Ok(up.run(&sandbox::silent).await?)
}

/// The project's environment names the sandbox by libpq's parameters; the password stays in its file.
async fn import(place: &Place, running: &Running, url: &str) -> std::result::Result<Initialized, Failure> {
    let server = &running.postgres;
    let parameters = IndexMap::from([
        ("host".to_owned(), server.host.clone()),
        ("port".to_owned(), server.port.to_string()),
        ("dbname".to_owned(), server.database.clone()),
        ("user".to_owned(), server.superuser.clone()),
        ("passfile".to_owned(), server.passfile.display().to_string()),
    ]);
    let database = Database::Parameters(parameters);
    let process = process();
    let selected = super::environment::Selected {
        name: Some("dev".to_owned()),
        target: crate::pg::connect::Target::from_manifest("dev", Some(&database), &process)?,
        postgrest: Some(url.to_owned()),
        admin: None,
        drafts: true,
        protected: false,
    };
    let opened = database::open(&selected, &process).await?;
    let wanted = Init {
        dir: place.project(),
        schemas: None,
        config: Some(config::parse("postgrest.conf", shop::POSTGREST_CONF, None)?),
        environment: std::collections::BTreeMap::new(),
        project: Some("shop".to_owned()),
        environment_name: "dev".to_owned(),
        database,
        grouping: grouping::Options::default(),
        ask_schemas: &|_| None,
    };
    Ok(init(&wanted, &selected, &opened, &|_| {}).await?.result)
}

/// No variable of the caller's environment leads the demo anywhere else.
fn process() -> Environment {
    Environment::process().with_variables(std::iter::empty::<(String, String)>())
}

fn workspace(place: &Place) -> std::result::Result<Workspace, Failure> {
    Ok(Workspace::open(&place.project())?.0)
}

fn chosen() -> Chosen {
    Chosen { no_input: true, ..Chosen::default() }
}

/// Writes the view and the version as a person would, and lets the server write `columns`.
async fn add_version(place: &Place) -> std::result::Result<String, Failure> {
    let store = Store::new(&place.project())?;
    let before = workspace(place)?;
    let name = QualifiedName::new("api", "orders_v2");
    let mut changes = Changes::default();
    changes.write("pgai/views/api/orders_v2.yaml", VIEW);
    if let Some((_, orders)) = before.endpoint("orders") {
        files::put(&mut changes, Some(&before), &Document::Endpoint(with_version(orders, name)));
    }
    changes.apply(&store)?;
    let (process, chosen) = (process(), chosen());
    let after = workspace(place)?;
    let selected = select(Some(&after.project), &chosen, &process)?;
    let opened = database::open(&selected, &process).await?;
    fix::fix(&after, &store, &selected, &opened, &|_| {}).await?;
    let written = workspace(place)?;
    Ok(written
        .manifests
        .iter()
        .find(|m| m.path.ends_with("orders_v2.yaml"))
        .map(|m| m.text.clone())
        .unwrap_or_default())
}

const VIEW: &str = "\
kind: View
name: api.orders_v2
comment: Orders with what a shop window needs, and no more
query: |
  SELECT o.id, o.number, o.status, o.total AS amount,
         (SELECT count(*) FROM sales.order_items i WHERE i.order_id = o.id) AS items,
         o.placed_at
  FROM sales.orders o
";

fn with_version(orders: &Endpoint, name: QualifiedName) -> Endpoint {
    let mut orders = orders.clone();
    let access = Access::Relation(IndexMap::from([
        ("app_user".to_owned(), vec!["select".to_owned()]),
        ("web_anon".to_owned(), vec!["select".to_owned()]),
    ]));
    let version = Version {
        route: Route::Relation(name),
        state: State::Active,
        deprecated: None,
        sunset: None,
        successor: None,
        access,
        accepted: Vec::new(),
    };
    orders.versions.insert("v2".to_owned(), version);
    orders
}

async fn compare(place: &Place) -> std::result::Result<Difference, Failure> {
    Ok(diff(&workspace(place)?, &chosen(), &process(), false, &|_| {}).await?.result)
}

async fn change(place: &Place) -> std::result::Result<Done, Failure> {
    let progress = super::apply::Progress::default();
    let wanted = Apply {
        allow: std::collections::BTreeSet::from([crate::plan::Allow::Revoke]),
        dry_run: false,
        lock_wait: Duration::from_secs(20),
        serve_wait: Duration::from_secs(15),
        progress: &progress,
        confirm: &|_| Ok(true),
    };
    Ok(apply(&workspace(place)?, &chosen(), &process(), &wanted, &|_| {}).await?.result)
}

async fn call(url: &str) -> std::result::Result<Vec<Called>, Failure> {
    let client = Client::new(url)?;
    let mut calls = Vec::new();
    for name in ["orders", "orders_v2"] {
        let request = Request::get(Target::Relation(name.to_owned())).query("order", "id").query("limit", "1");
        let answer = client
            .send(&request)
            .await
            .map_err(|why| Failure::from(crate::postgrest::problem::unreachable(url, &why)))?;
        let called = Called {
            curl: request.curl(url),
            status: answer.status,
            answer: answer.text().replace('\n', " ").chars().take(200).collect(),
        };
        calls.push(called);
    }
    Ok(calls)
}

async fn describe(place: &Place) -> std::result::Result<usize, Failure> {
    let options = crate::openapi::Options { schema: Some("api".to_owned()), ..Default::default() };
    let written = document(&workspace(place)?, &chosen(), &process(), options, Syntax::Json, &|_| {}).await?;
    save(&place.project().join("openapi.json"), &written.text)?;
    Ok(written.paths)
}
