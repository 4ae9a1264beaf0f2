//! Running a plan: one transaction that ends in the desired state or changes nothing.
//!
//! Inside it: advisory lock; relation locks, each asked for only briefly so that nobody queues behind
//! a waiting apply; only then the check that nothing moved since the plan was made; the steps; reading
//! back what was touched; NOTIFY; COMMIT.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use tokio_postgres::Error;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::Type;

use super::introspect::{ReadError, Touched, Versions, touched};
use super::session::{Purpose, Session, Statement};
use crate::catalog::acl::{PUBLIC, Privilege};
use crate::catalog::{Catalog, Relation, RelationKind};
use crate::plan::{Plan, Step};
use crate::sql::QualifiedName;
use crate::sql::quote::{Keywords, QuoteError, SqlBuilder, literal};

/// What an apply needs beside the plan.
pub struct Order<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// Functions to read back with the relations the plan touches.
    pub touched: &'a Touched,
    /// Row versions the plan was made at.
    pub versions: &'a Versions,
    /// The catalog the plan was made for.
    pub catalog: &'a Catalog,
    /// How long to try for locks.
    pub lock_wait: Duration,
    /// Run everything, then roll back.
    pub dry_run: bool,
    /// PostgREST's channel, where it listens.
    pub channel: &'a str,
    /// Compares what was read back with what is wanted: what differs, in words.
    pub differences: &'a dyn Fn(&Catalog) -> Vec<String>,
}

/// How far an apply has come; outlives it, so that an interruption can be explained.
#[derive(Debug, Default)]
pub struct Progress {
    /// The transaction's id, once it has one.
    pub xid: RefCell<Option<String>>,
    /// COMMIT was sent.
    pub committing: Cell<bool>,
    /// Tries for the locks.
    pub tries: Cell<u32>,
}

/// A finished apply.
#[derive(Debug, Clone, PartialEq)]
pub struct Applied {
    /// The transaction's id.
    pub xid: String,
    /// False after a dry run.
    pub committed: bool,
    /// Time from the first lock to the end of the transaction: what readers may have waited.
    pub held: Duration,
    /// Tries for the locks.
    pub tries: u32,
}

/// Why an apply ended without a change.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    /// Another apply holds the advisory lock.
    #[error("another apply is running{}", pid.map(|pid| format!(" (process {pid})")).unwrap_or_default())]
    Busy {
        /// Its process.
        pid: Option<i32>,
    },
    /// Locks were not to be had in time.
    #[error("locks were not to be had in time")]
    LockWait {
        /// Who holds what: `process 123 of app (psql) on api.orders`.
        blockers: Vec<String>,
    },
    /// Something moved since the plan was made.
    #[error("the database changed while the plan was made")]
    Stale,
    /// A step was refused.
    #[error("step {number} failed")]
    Step {
        /// From 1.
        number: usize,
        /// The statement.
        sql: String,
        /// The server's error.
        #[source]
        error: Error,
    },
    /// What was read back differs from what is wanted.
    #[error("the result differs from the manifests")]
    ReadBack(Vec<String>),
    /// A touched relation cannot be opened.
    #[error("{relation} cannot be read")]
    Open {
        /// The relation.
        relation: QualifiedName,
        /// The server's error.
        #[source]
        error: Error,
    },
    /// A function that was valid is not any more.
    #[error("function {function} would break")]
    Function {
        /// The function.
        function: String,
        /// The server's message.
        message: String,
    },
    /// COMMIT was sent and not answered.
    #[error("the connection was lost during COMMIT")]
    CommitLost(#[source] Error),
    /// A name that cannot be quoted.
    #[error(transparent)]
    Quote(#[from] QuoteError),
    /// The server's error, or a lost connection.
    #[error(transparent)]
    Server(#[from] Error),
    /// Reading back failed.
    #[error(transparent)]
    Read(#[from] ReadError),
}

/// The advisory lock's key: `pgai` in ASCII, the same for every project on a database.
const ADVISORY_KEY: i64 = 0x7067_6169;

/// Runs the plan.
///
/// # Errors
/// See [`ApplyError`]; in every case but `CommitLost` the database is as it was.
pub async fn apply(session: &Session, order: &Order<'_>, progress: &Progress) -> Result<Applied, ApplyError> {
    let mut patience = Patience { deadline: Instant::now() + order.lock_wait, pause: Duration::from_millis(50) };
    loop {
        let outcome = transaction(session, order, progress, &mut patience).await;
        let Err(error) = outcome else { return outcome };
        if progress.committing.get() {
            return Err(error);
        }
        session.rollback().await;
        if !error.passes() || !patience.wait().await {
            return Err(error);
        }
    }
}

/// How long to go on trying, with growing, jittered pauses in which nothing is held.
struct Patience {
    deadline: Instant,
    pause: Duration,
}

impl Patience {
    /// Pauses; false when the time is up.
    async fn wait(&mut self) -> bool {
        if Instant::now() >= self.deadline {
            return false;
        }
        tokio::time::sleep(self.pause.mul_f64(0.75 + fastrand::f64() / 2.0)).await;
        self.pause = (self.pause * 2).min(Duration::from_secs(2));
        true
    }
}

impl ApplyError {
    /// Whether the whole transaction may be tried again: a step met somebody's lock, or somebody changed
    /// the same catalog row (CREATE FUNCTION, and GRANT before 18, take no lock on their object).
    fn passes(&self) -> bool {
        let (Self::Step { error, .. } | Self::Open { error, .. } | Self::Server(error)) = self else { return false };
        // A cancelled step is one that took too long, not one that met a lock.
        passes(error) && error.code() != Some(&SqlState::QUERY_CANCELED)
    }
}

async fn transaction(
    session: &Session,
    order: &Order<'_>,
    progress: &Progress,
    patience: &mut Patience,
) -> Result<Applied, ApplyError> {
    let keywords = Keywords::from_server(order.catalog.server.keywords.iter().map(|word| (word.as_str(), 'R')));
    acquire(session, order, &keywords, progress, patience).await?;
    let locked = Instant::now();
    if !order.versions.unmoved(session).await? {
        return Err(ApplyError::Stale);
    }
    let suspects = suspects(order);
    let broken_before = invalid(session, &suspects).await?;
    steps(session, &order.plan.steps, &keywords).await?;
    read_back(session, order, &keywords).await?;
    let broken_after = invalid(session, &suspects).await?;
    if let Some((function, message)) =
        broken_after.into_iter().find(|(function, _)| !broken_before.iter().any(|(before, _)| before == function))
    {
        return Err(ApplyError::Function { function, message });
    }
    validate(session, order).await?;
    let xid = notify(session, order.channel).await?;
    *progress.xid.borrow_mut() = Some(xid.clone());
    if order.dry_run {
        session.rollback().await;
    } else {
        progress.committing.set(true);
        session.run("COMMIT").await.map_err(commit_error)?;
    }
    Ok(Applied { xid, committed: !order.dry_run, held: locked.elapsed(), tries: progress.tries.get() })
}

/// A COMMIT that the server refuses has rolled back; one without an answer is unknown.
fn commit_error(error: Error) -> ApplyError {
    if error.as_db_error().is_some() { ApplyError::Server(error) } else { ApplyError::CommitLost(error) }
}

/// Opens the transaction and takes the locks, trying again with growing, jittered pauses.
async fn acquire(
    session: &Session,
    order: &Order<'_>,
    keywords: &Keywords,
    progress: &Progress,
    patience: &mut Patience,
) -> Result<(), ApplyError> {
    let block = lock_block(order, keywords)?;
    loop {
        progress.tries.set(progress.tries.get() + 1);
        session.begin(Purpose::Apply).await?;
        let busy = !advisory(session).await?;
        let error = if busy {
            None
        } else {
            match session.run(&block).await {
                Ok(()) => return Ok(()),
                Err(error) if passes(&error) => Some(error),
                Err(error) => return Err(error.into()),
            }
        };
        session.rollback().await;
        if !patience.wait().await {
            return Err(match error {
                None => ApplyError::Busy { pid: holder(session).await? },
                Some(_) => ApplyError::LockWait { blockers: blockers(session, order).await? },
            });
        }
    }
}

async fn advisory(session: &Session) -> Result<bool, Error> {
    let rows = session
        .json::<bool>("SELECT to_json(pg_try_advisory_xact_lock($1))", vec![(&ADVISORY_KEY, Type::INT8)])
        .await?;
    Ok(rows.into_iter().next().unwrap_or(false))
}

async fn holder(session: &Session) -> Result<Option<i32>, Error> {
    let sql = "SELECT to_json(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted \
               AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) \
               AND classid::bigint = $1 >> 32 AND objid::bigint = $1 & 4294967295 AND objsubid = 1";
    Ok(session.json::<i32>(sql, vec![(&ADVISORY_KEY, Type::INT8)]).await?.into_iter().next())
}

/// One block that takes every lock: `ALTER .. OWNER TO <the same owner>` takes ACCESS EXCLUSIVE on the
/// view alone and leaves its row as it was, where LOCK TABLE would lock every table below. Each lock is
/// waited for 150 ms (below deadlock_timeout, so that no reader is ever the victim), all of them 500 ms.
/// Each is taken as its owner, as the steps run: a member that inherits nothing may SET ROLE, not ALTER.
/// Steps wait for what they read 500 ms each, below deadlock_timeout too.
fn lock_block(order: &Order<'_>, keywords: &Keywords) -> Result<String, QuoteError> {
    let mut body = String::from("BEGIN\n");
    for name in &order.plan.locked {
        let Some(relation) = order.catalog.relations.get(name) else { continue };
        let verb = match relation.kind {
            RelationKind::MaterializedView => "ALTER MATERIALIZED VIEW ",
            _ => "ALTER VIEW ",
        };
        let sql = SqlBuilder::new(keywords).push(verb).name(name).push(" OWNER TO ").role(&relation.owner).finish()?;
        let role = SqlBuilder::new(keywords).push("SET LOCAL ROLE ").role(&relation.owner).finish()?;
        body.push_str(&format!("  {role};\n  {sql};\n"));
    }
    body.push_str("  RESET ROLE;\nEND");
    Ok(format!(
        "SET LOCAL lock_timeout = 150; SET LOCAL statement_timeout = 500; DO {}; \
         SET LOCAL lock_timeout = 500; SET LOCAL statement_timeout = 30000",
        literal(&body)?
    ))
}

/// Errors after which the whole transaction can be tried again.
fn passes(error: &Error) -> bool {
    error.as_db_error().is_some_and(|error| {
        [SqlState::LOCK_NOT_AVAILABLE, SqlState::QUERY_CANCELED, SqlState::T_R_DEADLOCK_DETECTED].contains(error.code())
            || (*error.code() == SqlState::INTERNAL_ERROR
                && matches!(error.routine(), Some("simple_heap_update" | "relation_open")))
    })
}

async fn blockers(session: &Session, order: &Order<'_>) -> Result<Vec<String>, Error> {
    let oids: Vec<u32> = order
        .plan
        .locked
        .iter()
        .filter_map(|name| order.catalog.relations.get(name))
        .map(|relation| relation.oid)
        .collect();
    let sql = "SELECT pg_catalog.to_json(pg_catalog.format('process %s of %s%s on %s', l.pid, coalesce(a.usename, '?'), \
                 CASE WHEN a.application_name <> '' THEN pg_catalog.format(' (%s)', a.application_name) ELSE '' END, \
                 l.relation::regclass)) \
               FROM pg_catalog.pg_locks l LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid \
               WHERE l.locktype = 'relation' AND l.relation = ANY ($1) AND l.granted AND l.pid <> pg_backend_pid()";
    session.json(sql, vec![(&oids, Type::OID_ARRAY)]).await
}

/// Runs the steps, each as a single statement under its role.
async fn steps(session: &Session, steps: &[Step], keywords: &Keywords) -> Result<(), ApplyError> {
    let mut statements: Vec<(Option<usize>, String)> = Vec::new();
    let mut role: Option<&str> = None;
    for (at, step) in steps.iter().enumerate() {
        if step.role.as_deref() != role {
            role = step.role.as_deref();
            let sql = SqlBuilder::new(keywords);
            let sql = match role {
                Some(role) => sql.push("SET LOCAL ROLE ").role(role),
                None => sql.push("RESET ROLE"),
            };
            statements.push((None, sql.finish()?.as_str().to_owned()));
        }
        statements.push((Some(at), step.sql.as_str().to_owned()));
    }
    statements.push((None, "RESET ROLE".to_owned()));
    let texts: Vec<&str> = statements.iter().map(|(_, sql)| sql.as_str()).collect();
    let answers = session.singles(&texts).await;
    for ((step, sql), answer) in statements.iter().zip(answers) {
        if let Err(error) = answer {
            let number = step.map_or(0, |at| at + 1);
            return Err(ApplyError::Step { number, sql: sql.clone(), error });
        }
    }
    Ok(())
}

/// Compares the touched objects with what is wanted, and opens each relation as its owner.
async fn read_back(session: &Session, order: &Order<'_>, keywords: &Keywords) -> Result<(), ApplyError> {
    let found = touched(session, order.touched).await?;
    let differences = (order.differences)(&found);
    if !differences.is_empty() {
        return Err(ApplyError::ReadBack(differences));
    }
    let mut statements = Vec::new();
    for relation in found.relations.values() {
        let role = SqlBuilder::new(keywords).push("SET LOCAL ROLE ").role(&relation.owner).finish()?;
        let open = SqlBuilder::new(keywords).push("SELECT * FROM ").name(&relation.name).push(" LIMIT 0").finish()?;
        statements.push((relation, role, open));
    }
    let texts: Vec<&str> = statements
        .iter()
        .flat_map(|(_, role, open)| ["SAVEPOINT pgai_open", role.as_str(), open.as_str(), CLOSE, RELEASE])
        .collect();
    let answers = session.singles(&texts).await;
    for (at, answer) in answers.into_iter().enumerate() {
        let relation = statements[at / OPENING].0;
        match answer {
            Err(error) if !(at % OPENING == 2 && may_be_closed_to_owner(relation, &error)) => {
                return Err(ApplyError::Open { relation: relation.name.clone(), error });
            }
            Ok(()) | Err(_) => {}
        }
    }
    Ok(())
}

/// Statements that open one relation.
const OPENING: usize = 5;
const CLOSE: &str = "ROLLBACK TO SAVEPOINT pgai_open";
const RELEASE: &str = "RELEASE SAVEPOINT pgai_open";

/// An owner may have revoked SELECT from itself, and a view with security_invoker reads what its caller may.
fn may_be_closed_to_owner(relation: &Relation, error: &Error) -> bool {
    let owner_selects = relation.acl.iter().any(|grant| {
        grant.privilege == Privilege::Select
            && grant.column.is_none()
            && [relation.owner.as_str(), PUBLIC].contains(&grant.grantee.as_str())
    });
    let invoker = relation
        .options
        .get("security_invoker")
        .is_some_and(|value| matches!(value.to_ascii_lowercase().as_str(), "true" | "on" | "yes" | "1"));
    error.code() == Some(&SqlState::INSUFFICIENT_PRIVILEGE) && (invoker || !owner_selects)
}

/// Functions with string bodies in SQL that mention a relation or function that changes: PostgreSQL does
/// not track what those name.
fn suspects(order: &Order<'_>) -> Vec<(u32, String, String)> {
    let relations = order.plan.locked.iter().map(|name| name.name.as_str());
    let functions = order.touched.functions.iter().map(|key| key.name.name.as_str());
    let names: BTreeSet<&str> = relations.chain(functions).collect();
    if names.is_empty() {
        return Vec::new();
    }
    order
        .catalog
        .functions
        .values()
        .filter(|function| function.language == "sql" && !function.has_sql_body)
        .filter(|function| {
            let words = crate::sql::references::identifiers(&function.source);
            names.iter().any(|name| words.contains(*name))
        })
        .map(|function| {
            let path = function.config.get("search_path").cloned().unwrap_or_else(|| {
                format!("{}, public, pg_temp", crate::sql::identifier_text(&function.key.name.schema))
            });
            (function.oid, function.key.to_string(), path)
        })
        .collect()
}

/// Bodies that were made or changed, as PostgreSQL's validators of their languages judge them: they were
/// created unchecked, because a body may mention what a later step makes.
async fn validate(session: &Session, order: &Order<'_>) -> Result<(), ApplyError> {
    // Under the search_path that PostgREST would give, unless the function sets its own.
    let made: Vec<(String, String)> = order
        .plan
        .functions
        .iter()
        .map(|key| (key.to_string(), format!("{}, public, pg_temp", crate::sql::identifier_text(&key.name.schema))))
        .collect();
    if made.is_empty() {
        return Ok(());
    }
    let sql = "SELECT to_json(CASE l.lanname WHEN 'sql' THEN pg_catalog.fmgr_sql_validator(p.oid)::text \
                              WHEN 'plpgsql' THEN pg_catalog.plpgsql_validator(p.oid)::text END) \
               FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_language l ON l.oid = p.prolang, \
                    (SELECT set_config('check_function_bodies', 'on', true), set_config('search_path', coalesce( \
                       (SELECT substr(c, 13) FROM pg_catalog.pg_proc q, unnest(q.proconfig) c \
                        WHERE q.oid = $1::text::regprocedure AND c LIKE 'search_path=%'), $2), true)) s \
               WHERE p.oid = $1::text::regprocedure";
    let statements: Vec<Statement<'_>> = made
        .iter()
        .map(|(name, path)| -> Statement<'_> { (sql, vec![(name, Type::TEXT), (path, Type::TEXT)]) })
        .collect();
    for ((name, _), answer) in made.iter().zip(session.json_groups::<serde_json::Value>(&statements).await) {
        if let Err(error) = answer {
            return Err(match error.as_db_error() {
                Some(refused) => ApplyError::Function { function: name.clone(), message: refused.message().to_owned() },
                None => error.into(),
            });
        }
    }
    Ok(())
}

/// Which of the suspects PostgreSQL's validator refuses, each inside a savepoint that is rolled back; all
/// are sent at once, because readers wait meanwhile.
async fn invalid(session: &Session, suspects: &[(u32, String, String)]) -> Result<Vec<(String, String)>, ApplyError> {
    if suspects.is_empty() {
        return Ok(Vec::new());
    }
    let sql = "WITH pinned AS MATERIALIZED (SELECT set_config('search_path', $2, true) AS path, \
                 set_config('check_function_bodies', 'on', true) AS checks) \
               SELECT to_json(fmgr_sql_validator(CASE WHEN path IS NOT NULL AND checks = 'on' THEN $1 END) IS NULL) \
               FROM pinned WHERE EXISTS (SELECT FROM pg_proc WHERE oid = $1)";
    let statements: Vec<Statement<'_>> = suspects
        .iter()
        .map(|(oid, _, path)| -> Statement<'_> { (sql, vec![(oid, Type::OID), (path, Type::TEXT)]) })
        .collect();
    let mut found = Vec::new();
    for ((_, name, _), answer) in suspects.iter().zip(session.json_groups::<serde_json::Value>(&statements).await) {
        match answer {
            Ok(_) => {}
            Err(error) => match error.as_db_error() {
                Some(refused) => found.push((name.clone(), refused.message().to_owned())),
                None => return Err(error.into()),
            },
        }
    }
    Ok(found)
}

/// Tells PostgREST, last, so that COMMIT itself sends it; gives the transaction's id.
async fn notify(session: &Session, channel: &str) -> Result<String, ApplyError> {
    let sql = "SELECT to_json(pg_current_xact_id()::text) FROM pg_notify($1, '')";
    let rows = session.json::<String>(sql, vec![(&channel, Type::TEXT)]).await?;
    rows.into_iter().next().ok_or(ApplyError::Read(ReadError::NoRow("pg_current_xact_id")))
}

/// What became of a transaction: `committed`, `aborted` or `in progress`; none when the server forgot it.
///
/// # Errors
/// The server's.
pub async fn status_of(session: &Session, xid: &str) -> Result<Option<String>, Error> {
    let sql = "SELECT to_json(pg_xact_status($1::text::xid8))";
    session.json::<Option<String>>(sql, vec![(&xid, Type::TEXT)]).await.map(|rows| rows.into_iter().flatten().next())
}
