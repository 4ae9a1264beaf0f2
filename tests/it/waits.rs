//! How often pgai waits for the server: a fixed number, whatever the size of the database. Counted by a relay
//! between the two, so that connecting counts as well.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fmt::Write as _;
use std::fs::{self, Permissions};
use std::io::{ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use pgai::sandbox::{self, Options, Running, silent};

/// One each, in this order: the startup message; the start of SCRAM; its proof.
const CONNECTING: usize = 3;

/// BEGIN with the pinned settings; all catalog queries; the relations' definitions, all groups at once; the
/// functions'; the row versions once more; ROLLBACK.
const READING: usize = 6;

/// An answer is handed on once the client has been quiet for this long: what it sends without waiting for
/// an answer then never looks as if it had.
const QUIET: Duration = Duration::from_millis(20);

/// A relay on a port of its own that counts turns: something sent to the server, then something from it.
struct Relay {
    port: u16,
    turns: Arc<AtomicUsize>,
}

impl Relay {
    fn new(server: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (port, turns) = (listener.local_addr().unwrap().port(), Arc::new(AtomicUsize::new(0)));
        let counted = Arc::clone(&turns);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let (server, turns) = (TcpStream::connect(("127.0.0.1", server)).unwrap(), Arc::clone(&counted));
                thread::spawn(move || relay(client, server, &turns));
            }
        });
        Self { port, turns }
    }

    /// Turns since the last call.
    fn taken(&self) -> usize {
        self.turns.swap(0, Ordering::SeqCst)
    }
}

/// Until one end closes. The message that ends a session has no answer and so is no turn.
fn relay(mut client: TcpStream, mut server: TcpStream, turns: &AtomicUsize) {
    for stream in [&client, &server] {
        stream.set_nodelay(true).unwrap();
        stream.set_read_timeout(Some(Duration::from_millis(1))).unwrap();
    }
    let (mut held, mut asked, mut last_heard) = (Vec::new(), false, Instant::now());
    loop {
        let Some(sent) = read(&mut client) else { return };
        if !sent.is_empty() {
            (asked, last_heard) = (true, Instant::now());
            if server.write_all(&sent).is_err() {
                return;
            }
        }
        match read(&mut server) {
            Some(answered) => held.extend(answered),
            None => return,
        }
        if !held.is_empty() && last_heard.elapsed() > QUIET {
            turns.fetch_add(usize::from(asked), Ordering::SeqCst);
            asked = false;
            if client.write_all(&held).is_err() {
                return;
            }
            held.clear();
        }
    }
}

/// What there is to read within a moment; none at the end.
fn read(from: &mut TcpStream) -> Option<Vec<u8>> {
    let mut buffer = [0; 65_536];
    match from.read(&mut buffer) {
        Ok(0) => None,
        Ok(length) => Some(buffer[..length].to_vec()),
        Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => Some(Vec::new()),
        Err(_) => None,
    }
}

struct Place {
    folder: tempfile::TempDir,
    options: Options,
    running: Running,
    relay: Relay,
}

impl Place {
    async fn new() -> Self {
        let scratch = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let folder = tempfile::Builder::new()
            .permissions(Permissions::from_mode(0o755))
            .prefix("waits-")
            .tempdir_in(scratch)
            .unwrap();
        let mut options = Options::new(folder.path().join("server"), scratch.join("cache"));
        options.watch = Some(std::process::id());
        let running = sandbox::postgres_up(&options, &silent).await.unwrap();
        let relay = Relay::new(running.postgres.port);
        Self { folder, options, running, relay }
    }

    /// A database of this many views over a table each, with functions of both sorts.
    async fn database(&self, views: usize) -> String {
        let name = format!("views_{views}");
        let server = &self.running.postgres;
        let owner = server.connect(&server.database).await.unwrap();
        owner.client.batch_execute(&format!("CREATE DATABASE {name}")).await.unwrap();
        let mut text = String::from("CREATE SCHEMA api;");
        for number in 0..views {
            write!(
                text,
                "CREATE TABLE t{number} (id bigint PRIMARY KEY, note text DEFAULT 'none');
                 CREATE VIEW api.v{number}x AS SELECT id, note, count(*) OVER () AS number FROM t{number};
                 CREATE FUNCTION api.f{number}x(note text DEFAULT 'a') RETURNS SETOF api.v{number}x LANGUAGE sql STABLE
                   BEGIN ATOMIC SELECT * FROM api.v{number}x v WHERE v.note = f{number}x.note; END;"
            )
            .unwrap();
        }
        server.connect(&name).await.unwrap().client.batch_execute(&text).await.unwrap();
        name
    }

    /// Runs pgai through the relay; gives how often it waited.
    fn waits(&self, database: &str, command: &[&str]) -> usize {
        let dir = self.dir(database);
        fs::create_dir_all(&dir).unwrap();
        let target = format!("postgres://postgres@127.0.0.1:{}/{database}?sslmode=disable", self.relay.port);
        let mut pgai = Command::new(env!("CARGO_BIN_EXE_pgai"));
        for (name, _) in std::env::vars_os() {
            if ["PG", "PGAI_", "PGRST_"].iter().any(|prefix| name.to_string_lossy().starts_with(prefix)) {
                pgai.env_remove(name);
            }
        }
        pgai.env("PGPASSFILE", &self.running.postgres.passfile).current_dir(dir);
        let output = pgai.args(command).args(["--db", &target, "--no-input", "--format", "json"]).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{command:?}: {said}{}", String::from_utf8_lossy(&output.stderr));
        self.relay.taken()
    }

    fn dir(&self, database: &str) -> PathBuf {
        self.folder.path().join(database)
    }
}

#[tokio::test]
async fn the_number_of_waits_is_the_same_for_any_size() {
    let place = Place::new().await;
    for views in [10, 300] {
        let database = place.database(views).await;
        // The first reading finds out which schemas there are and has no definitions to read.
        assert_eq!(
            place.waits(&database, &["init", "--schemas", "api"]),
            CONNECTING + READING - 2 + READING,
            "init, {views} views"
        );
        assert_eq!(place.waits(&database, &["pull"]), CONNECTING + READING, "pull, {views} views");
        assert_eq!(place.waits(&database, &["diff"]), CONNECTING + READING, "diff, {views} views");
    }
    sandbox::remove(&place.options.dir, &silent).await.unwrap();
}
