//! A connection as superuser, for what a test does behind pgai's back.

use pgai::sandbox::PostgresServer;
use tokio::runtime::Runtime;
use tokio_postgres::{Client, Config, NoTls, SimpleQueryMessage};

use super::run::runtime;

/// A connection that stands until it is dropped; what it locked stays locked meanwhile.
pub(crate) struct Sql {
    runtime: Runtime,
    client: Client,
    /// The server's process.
    pub(crate) pid: String,
}

impl Sql {
    /// Connects as superuser.
    pub(super) fn open(server: &PostgresServer, database: &str) -> Self {
        let mut config = Config::new();
        config.host(&server.host).port(server.port).dbname(database).user(&server.superuser);
        config.password(password(server)).application_name("test");
        let runtime = runtime();
        let client = runtime.block_on(async {
            let (client, connection) = config.connect(NoTls).await.unwrap();
            tokio::spawn(connection);
            client
        });
        let mut sql = Self { runtime, client, pid: String::new() };
        sql.pid = sql.value("SELECT pg_backend_pid()");
        sql
    }

    /// Runs statements.
    pub(crate) fn run(&self, sql: &str) {
        if let Err(error) = self.runtime.block_on(self.client.batch_execute(sql)) {
            panic!("{sql}: {}", error.as_db_error().map_or_else(|| error.to_string(), ToString::to_string));
        }
    }

    /// Rows as text, columns by `|`.
    pub(crate) fn rows(&self, sql: &str) -> Vec<String> {
        let messages = self.runtime.block_on(self.client.simple_query(sql)).unwrap();
        let line = |message: &SimpleQueryMessage| match message {
            SimpleQueryMessage::Row(row) => {
                let fields: Vec<&str> = (0..row.len()).map(|at| row.get(at).unwrap_or("NULL")).collect();
                Some(fields.join("|"))
            }
            _ => None,
        };
        messages.iter().filter_map(line).collect()
    }

    /// The rows of a query, a line each.
    pub(crate) fn value(&self, sql: &str) -> String {
        self.rows(sql).join("\n")
    }
}

/// The superuser's password, from the sandbox's password file.
fn password(server: &PostgresServer) -> String {
    let text = std::fs::read_to_string(&server.passfile).unwrap();
    let of_superuser = |line: &str| {
        let fields: Vec<&str> = line.splitn(5, ':').collect();
        (fields.get(3) == Some(&server.superuser.as_str())).then(|| fields[4].to_owned())
    };
    text.lines().find_map(of_superuser).unwrap()
}
