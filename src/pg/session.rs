//! A connection with pinned settings, used a transaction at a time, so that it works through
//! transaction poolers: nothing is set beyond a transaction, and no prepared statement outlives one.

use futures_util::future::{join_all, try_join_all};
use serde::de::DeserializeOwned;
use tokio_postgres::types::{Json, ToSql, Type};
use tokio_postgres::{Client, Error};

use super::connect::Connection;

/// Settings that change what a text means or how it is deparsed, pinned in every transaction.
/// `search_path` names pg_temp last: left out, it would come first.
const PINNED: &str = "\
SET LOCAL search_path = pg_catalog, pg_temp; SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, YMD'; \
SET LOCAL IntervalStyle = postgres; SET LOCAL bytea_output = hex; SET LOCAL extra_float_digits = 1; \
SET LOCAL lc_monetary = 'C'; SET LOCAL standard_conforming_strings = on; SET LOCAL quote_all_identifiers = off; \
SET LOCAL array_nulls = on; SET LOCAL transform_null_equals = off; SET LOCAL backslash_quote = safe_encoding; \
SET LOCAL xmloption = content; SET LOCAL default_text_search_config = 'pg_catalog.simple'; \
SET LOCAL row_security = on; SET LOCAL jit = off; SET LOCAL client_min_messages = warning; \
SET LOCAL client_encoding = 'UTF8'";

/// What a transaction is for; decides its time limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Reading catalogs: waits for a lock at most `lock_timeout`.
    Read {
        /// Milliseconds.
        lock_timeout: u64,
    },
    /// Compiling queries in schemas that are rolled back, also where sessions are read-only by default.
    Prove {
        /// Milliseconds.
        lock_timeout: u64,
    },
    /// Applying: a lost or stopped client must not hold locks.
    Apply,
}

/// A connection used a transaction at a time.
pub struct Session {
    connection: Connection,
    waits: std::cell::Cell<usize>,
}

/// One statement of a flight: text, and parameters with their types (so that nothing is prepared first).
pub type Statement<'a> = (&'a str, Vec<(&'a (dyn ToSql + Sync), Type)>);

impl Session {
    /// Takes over an open connection.
    pub fn new(connection: Connection) -> Self {
        Self { connection, waits: std::cell::Cell::new(0) }
    }

    /// How often this session has waited for the server: flights, not statements.
    pub fn waits(&self) -> usize {
        self.waits.get()
    }

    /// The client, for what sessions do not offer.
    pub fn client(&self) -> &Client {
        &self.connection.client
    }

    fn wait(&self) {
        self.waits.set(self.waits.get() + 1);
    }

    /// The text that pins every setting that changes what a text means, for the open transaction.
    pub fn pinning() -> &'static str {
        PINNED
    }

    /// The text that opens a transaction of this purpose: READ COMMITTED, settings pinned, limits set.
    pub fn opening(purpose: Purpose) -> String {
        match purpose {
            Purpose::Read { lock_timeout } => Self::reading("", lock_timeout),
            Purpose::Prove { lock_timeout } => Self::reading(" READ WRITE", lock_timeout),
            Purpose::Apply => format!(
                "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; {PINNED}; SET LOCAL check_function_bodies = off; \
                 SET LOCAL idle_in_transaction_session_timeout = 10000; \
                 SET LOCAL client_connection_check_interval = 1000"
            ),
        }
    }

    fn reading(mode: &str, lock_timeout: u64) -> String {
        format!(
            "BEGIN ISOLATION LEVEL READ COMMITTED{mode}; {PINNED}; SET LOCAL lock_timeout = {lock_timeout}; \
             SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 60000"
        )
    }

    /// Opens a transaction.
    ///
    /// # Errors
    /// The server's.
    pub async fn begin(&self, purpose: Purpose) -> Result<(), Error> {
        self.run(&Self::opening(purpose)).await
    }

    /// Ends the transaction, keeping nothing. A connection that is gone has nothing to roll back.
    pub async fn rollback(&self) {
        self.wait();
        if let Err(error) = self.client().batch_execute("ROLLBACK").await {
            tracing::debug!(%error, "rollback");
        }
    }

    /// Runs statements written by pgai, without parameters.
    ///
    /// # Errors
    /// The server's.
    pub async fn run(&self, sql: &str) -> Result<(), Error> {
        self.wait();
        self.client().batch_execute(sql).await
    }

    /// Sends several statements at once and waits once; each gives its rows of one JSON column.
    ///
    /// # Errors
    /// The first statement's that failed.
    pub async fn json_flight<T: DeserializeOwned + Send + 'static>(
        &self,
        statements: &[Statement<'_>],
    ) -> Result<Vec<Vec<T>>, Error> {
        self.wait();
        try_join_all(statements.iter().map(|statement| json_rows(self.client(), statement))).await
    }

    /// One statement whose rows are one JSON column.
    ///
    /// # Errors
    /// The server's.
    pub async fn json<T: DeserializeOwned + Send + 'static>(
        &self,
        sql: &str,
        parameters: Vec<(&(dyn ToSql + Sync), Type)>,
    ) -> Result<Vec<T>, Error> {
        self.wait();
        json_rows(self.client(), &(sql, parameters)).await
    }

    /// Runs groups, each inside a savepoint that is rolled back, all sent at once: the locks of one
    /// group are gone before the next begins, and one that fails does not fail the others.
    pub async fn json_groups<T: DeserializeOwned + Send + 'static>(
        &self,
        statements: &[Statement<'_>],
    ) -> Vec<Result<Vec<T>, Error>> {
        self.wait();
        join_all(statements.iter().map(|statement| async move {
            let (opened, rows, closed) = futures_util::future::join3(
                self.client().batch_execute("SAVEPOINT pgai_group"),
                json_rows(self.client(), statement),
                self.client().batch_execute("ROLLBACK TO SAVEPOINT pgai_group; RELEASE SAVEPOINT pgai_group"),
            )
            .await;
            opened?;
            let rows = rows?;
            closed?;
            Ok(rows)
        }))
        .await
    }

    /// Counts one wait for work that is sent at once.
    pub(super) async fn count<T>(&self, work: impl Future<Output = T>) -> T {
        self.wait();
        work.await
    }

    /// One statement of the extended protocol: the server refuses a second one in the text.
    ///
    /// # Errors
    /// The server's.
    pub async fn single(&self, sql: &str) -> Result<u64, Error> {
        self.wait();
        let rows = self.client().query_typed(sql, &[]).await?;
        Ok(rows.len() as u64)
    }

    /// Several single statements, sent at once; the first that fails fails the transaction and so the rest.
    pub async fn singles(&self, statements: &[&str]) -> Vec<Result<(), Error>> {
        self.wait();
        join_all(statements.iter().map(|sql| async { self.client().query_typed(sql, &[]).await.map(drop) })).await
    }
}

async fn json_rows<T: DeserializeOwned + Send + 'static>(
    client: &Client,
    (sql, parameters): &Statement<'_>,
) -> Result<Vec<T>, Error> {
    let rows = client.query_typed(sql, parameters).await?;
    rows.iter().map(|row| row.try_get::<_, Json<T>>(0).map(|json| json.0)).collect()
}
