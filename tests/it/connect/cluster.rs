//! A PostgreSQL of our own for the connection tests: TLS on, several ways to log in, gone when dropped.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Arc, Mutex, OnceLock, Weak};

use tempfile::TempDir;

/// Debian's binaries; another folder by PGAI_TEST_PG_BIN.
const BINARIES: &str = "/usr/lib/postgresql/15/bin";

const HBA: &str = "\
local   all  peer_user                peer
local   all  all                      trust
hostssl all  cert_user  127.0.0.1/32  cert
hostssl all  tls_user   127.0.0.1/32  scram-sha-256
hostnossl all plain_user 127.0.0.1/32 scram-sha-256
host    all  scram_user 127.0.0.1/32  scram-sha-256
host    all  md5_user   127.0.0.1/32  md5
host    all  clear_user 127.0.0.1/32  password
host    all  absent     127.0.0.1/32  trust
host    all  trust_user,limited,read_only,no_login,postgres 127.0.0.1/32 trust
";

const ROLES: &str = "
SET password_encryption = 'scram-sha-256';
CREATE ROLE trust_user LOGIN; CREATE ROLE peer_user LOGIN; CREATE ROLE cert_user LOGIN;
CREATE ROLE scram_user LOGIN PASSWORD 'it''s: a \\ secret'; CREATE ROLE tls_user LOGIN PASSWORD 'secret';
CREATE ROLE plain_user LOGIN PASSWORD 'secret'; CREATE ROLE clear_user LOGIN PASSWORD 'secret';
CREATE ROLE unlisted LOGIN; CREATE ROLE no_login; CREATE ROLE limited LOGIN CONNECTION LIMIT 0;
CREATE ROLE read_only LOGIN; ALTER ROLE read_only SET default_transaction_read_only = on;
SET password_encryption = 'md5'; CREATE ROLE md5_user LOGIN PASSWORD 'secret';
";

/// A running server and the folder with its certificates.
pub(crate) struct Cluster {
    folder: TempDir,
    /// TCP port on 127.0.0.1, and the number of the socket.
    pub(crate) port: u16,
}

impl Cluster {
    /// The server that tests share while one of them runs; for tests that do not change it.
    pub(crate) fn shared() -> Arc<Self> {
        static SHARED: Mutex<Weak<Cluster>> = Mutex::new(Weak::new());
        let mut shared = SHARED.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        shared.upgrade().unwrap_or_else(|| {
            let started = Arc::new(Self::start());
            *shared = Arc::downgrade(&started);
            started
        })
    }

    /// A server of one's own.
    pub(crate) fn start() -> Self {
        let cluster = Self { folder: TempDir::new().unwrap(), port: free_port() };
        cluster.make_certificates();
        cluster.own_folder();
        let data = cluster.path("data");
        cluster
            .server("initdb", &["-D", text(&data), "-U", "postgres", "-A", "trust", "-N", "-E", "UTF8", "--locale=C"]);
        fs::write(data.join("pg_hba.conf"), HBA).unwrap();
        cluster.launch();
        cluster.psql("postgres", ROLES);
        cluster.psql("postgres", "CREATE DATABASE closed");
        cluster.psql("postgres", "REVOKE CONNECT ON DATABASE closed FROM PUBLIC");
        cluster
    }

    fn launch(&self) {
        let options = format!(
            "-p {} -c listen_addresses=127.0.0.1 -c unix_socket_directories={} -F -c ssl_ca_file={}",
            self.port,
            text(&self.path("run")),
            text(&self.path("run/ca.crt")),
        );
        self.set_certificate("server");
        let (data, log) = (self.path("data"), self.path("run/log"));
        self.server("pg_ctl", &["-D", text(&data), "-l", text(&log), "-w", "-s", "-o", &options, "start"]);
    }

    /// Changes the certificate the server shows; `off` switches TLS off.
    pub(crate) fn show_certificate(&self, name: &str) {
        if self.set_certificate(name) {
            let loaded = self.psql("postgres", "SELECT pg_conf_load_time()");
            self.psql("postgres", "SELECT pg_reload_conf()");
            while self.psql("postgres", "SELECT pg_conf_load_time()") == loaded {
                std::thread::sleep(std::time::Duration::from_millis(20));
            }
        }
    }

    /// Writes the settings; false when they were so already.
    fn set_certificate(&self, name: &str) -> bool {
        let file = self.path("data/postgresql.auto.conf");
        let settings = if name == "off" { "ssl = off\n".to_owned() } else { self.certificate_settings(name) };
        let differs = fs::read_to_string(&file).unwrap_or_default() != settings;
        fs::write(file, settings).unwrap();
        differs
    }

    fn certificate_settings(&self, name: &str) -> String {
        let file = |extension: &str| self.path(&format!("run/{name}.{extension}"));
        format!("ssl = on\nssl_cert_file = '{}'\nssl_key_file = '{}'\n", text(&file("crt")), text(&file("key")))
    }

    /// A file of this cluster.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The folder of its socket.
    pub(crate) fn socket(&self) -> String {
        text(&self.path("run")).to_owned()
    }

    /// Runs SQL as superuser.
    pub(crate) fn psql(&self, database: &str, sql: &str) -> String {
        let (socket, port, database, sql) = (self.socket(), self.port, database.to_owned(), sql.to_owned());
        // On a thread of its own: tests call this from inside a runtime too.
        let work = move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let mut config = tokio_postgres::Config::new();
                config.host_path(socket).port(port).user("postgres").dbname(database);
                let (client, connection) = config.connect(tokio_postgres::NoTls).await.unwrap();
                let connection = tokio::spawn(connection);
                let answers = client.simple_query(&sql).await.unwrap();
                drop(client);
                connection.await.unwrap().unwrap();
                let first = |answer| match answer {
                    tokio_postgres::SimpleQueryMessage::Row(row) => Some(row.get(0).unwrap_or_default().to_owned()),
                    _ => None,
                };
                answers.into_iter().find_map(first).unwrap_or_default()
            })
        };
        std::thread::spawn(work).join().unwrap()
    }

    fn make_certificates(&self) {
        fs::create_dir(self.path("run")).unwrap();
        fs::create_dir(self.path("data")).unwrap();
        let subject = |name: &str| format!("/CN={name}");
        self.openssl(
            &["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=pgai test CA"],
            "ca",
        );
        self.openssl(
            &["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=another CA"],
            "stranger",
        );
        let selfsigned = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"];
        self.openssl(&[&selfsigned[..], &["-addext", "subjectAltName=DNS:localhost"]].concat(), "selfsigned");
        for (name, common, alternative) in [
            ("server", "localhost", Some("DNS:localhost,IP:127.0.0.1")),
            ("named", "db.example.com", Some("DNS:db.example.com")),
            ("nosan", "localhost", None),
            ("version1", "localhost", None),
            ("expired", "localhost", Some("DNS:localhost")),
            ("client", "cert_user", Some("email:a@example.com")),
            ("wrong_client", "somebody", Some("email:a@example.com")),
        ] {
            self.openssl(&["req", "-new", "-newkey", "rsa:2048", "-nodes", "-subj", &subject(common)], name);
            self.sign(name, alternative);
        }
    }

    /// A key and a certificate, or where nothing signs it yet, a request in the certificate's place.
    fn openssl(&self, arguments: &[&str], name: &str) {
        let (key, out) = (self.path(&format!("run/{name}.key")), self.path(&format!("run/{name}.crt")));
        let mut command = Command::new("openssl");
        check(command.args(arguments).args(["-keyout", text(&key), "-out", text(&out)]).output().unwrap());
    }

    fn sign(&self, name: &str, alternative: Option<&str>) {
        let file = |file: &str| text(&self.path(&format!("run/{file}"))).to_owned();
        let extensions = alternative.map(|one| format!("subjectAltName={one}\n")).unwrap_or_default();
        fs::write(file("ext"), format!("basicConstraints=CA:FALSE\n{extensions}")).unwrap();
        let request = file(&format!("{name}.csr"));
        fs::rename(file(&format!("{name}.crt")), &request).unwrap();
        let days = if name == "expired" { "-1" } else { "2" };
        let mut command = Command::new("openssl");
        command.args(["x509", "-req", "-days", days, "-CAcreateserial", "-in", &request, "-CA", &file("ca.crt")]);
        command.args(["-CAkey", &file("ca.key"), "-out", &file(&format!("{name}.crt"))]);
        // Without extensions OpenSSL before 3.2 writes version 1.
        if name != "version1" {
            command.args(["-extfile", &file("ext")]);
        }
        check(command.output().unwrap());
    }

    /// PostgreSQL does not run as root: then the folder belongs to `postgres`, and is open to the tests.
    fn own_folder(&self) {
        if is_root() {
            check(Command::new("chmod").arg("755").arg(self.folder.path()).output().unwrap());
            check(Command::new("chown").args(["-R", server_user()]).arg(self.folder.path()).output().unwrap());
        }
    }

    fn server(&self, program: &str, arguments: &[&str]) {
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", server_user(), "--"]).arg(binary(program));
            command
        } else {
            Command::new(binary(program))
        };
        let ran = command.args(arguments).current_dir(self.folder.path()).output().unwrap();
        let log = fs::read_to_string(self.path("run/log")).unwrap_or_default();
        assert!(ran.status.success(), "{program}: {}{log}", String::from_utf8_lossy(&ran.stderr));
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if self.path("data/postmaster.pid").exists() {
            self.server("pg_ctl", &["-D", text(&self.path("data")), "-m", "immediate", "-w", "-s", "stop"]);
        }
    }
}

/// A port nobody listens on.
pub(crate) fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port()
}

/// A program of the server: from the folder that is named, of Debian, else what a sandbox would run.
fn binary(program: &str) -> PathBuf {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    let find = || match std::env::var("PGAI_TEST_PG_BIN") {
        Ok(named) => PathBuf::from(named),
        Err(_) if Path::new(BINARIES).join("initdb").exists() => PathBuf::from(BINARIES),
        Err(_) => std::thread::spawn(of_sandbox).join().unwrap(),
    };
    FOLDER.get_or_init(find).join(program)
}

fn of_sandbox() -> PathBuf {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let cache = pgai::app::sandbox::default_cache().unwrap();
    let options = pgai::sandbox::Options { postgres_major: Some(15), ..pgai::sandbox::Options::new(".", cache) };
    runtime.block_on(pgai::sandbox::postgres_folder(&options, &pgai::sandbox::silent)).unwrap()
}

/// The user the server runs as when the tests run as root.
fn server_user() -> &'static str {
    match nix::unistd::User::from_name("postgres") {
        Ok(Some(_)) => "postgres",
        _ => "nobody",
    }
}

fn is_root() -> bool {
    nix::unistd::geteuid().is_root()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn check(output: Output) -> Output {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output
}
