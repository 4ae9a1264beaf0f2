//! A shop of one test: its database, its project, the binary aimed at both.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use pgai::sandbox::{PostgresServer, Postgrest};

use super::cluster::{Cluster, cluster, folder, shop_folder};
use super::run::{Child, Program, Run};
use super::sql::Sql;
use super::{files, postgrest};

/// The shop's database and a project, both this test's own.
pub(crate) struct Shop {
    cluster: Arc<Cluster>,
    /// The database's name.
    pub(crate) database: String,
    folder: tempfile::TempDir,
    /// The binary, with the project's folder as working folder.
    pub(crate) program: Program,
    postgrest: Mutex<Vec<Postgrest>>,
    /// PostgreSQL's major.
    pub(crate) major: u32,
}

impl Shop {
    /// The shop and its imported project.
    pub(crate) fn new(major: u32) -> Self {
        let shop = Self::without_project(major);
        files::copy(&shop.cluster.project, &shop.root());
        shop
    }

    /// The shop, and an empty folder for a project.
    pub(crate) fn without_project(major: u32) -> Self {
        let cluster = cluster(major);
        let database = cluster.copy();
        Self::at(cluster, database, major)
    }

    /// A database with nothing in it, and an empty folder.
    pub(crate) fn empty(major: u32) -> Self {
        let cluster = cluster(major);
        let database = cluster.empty();
        Self::at(cluster, database, major)
    }

    fn at(cluster: Arc<Cluster>, database: String, major: u32) -> Self {
        let folder = tempfile::Builder::new()
            .permissions(std::fs::Permissions::from_mode(0o755))
            .prefix("test-")
            .tempdir_in(folder())
            .unwrap();
        let root = folder.path().join("shop");
        std::fs::create_dir(&root).unwrap();
        let mut program = Program::new(&root);
        program.set("HOME", &folder.path().display().to_string());
        program.set("DATABASE_URL", &cluster.running.postgres.superuser_url(&database));
        program.set("PGPASSFILE", &cluster.running.postgres.passfile.display().to_string());
        Self { cluster, database, folder, program, postgrest: Mutex::default(), major }
    }

    /// The project's folder.
    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().join("shop")
    }

    /// The folder around the project, for other files of the test.
    pub(crate) fn aside(&self) -> &Path {
        self.folder.path()
    }

    /// A file of the project.
    pub(crate) fn file(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    /// The text of a file of the project.
    #[track_caller]
    pub(crate) fn text(&self, path: &str) -> String {
        std::fs::read_to_string(self.file(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Writes a file of the project.
    pub(crate) fn write(&self, path: &str, text: &str) {
        let file = self.file(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, text).unwrap();
    }

    /// Edits a file of the project.
    #[track_caller]
    pub(crate) fn edit(&self, path: &str, from: &str, to: &str) {
        files::edit(&self.file(path), from, to);
    }

    /// Every file of the project.
    pub(crate) fn files(&self) -> std::collections::BTreeMap<String, String> {
        files::contents(&self.root())
    }

    /// The configuration that the shop's PostgREST has.
    pub(crate) fn config() -> String {
        shop_folder().join("postgrest.conf").display().to_string()
    }

    /// The server.
    pub(crate) fn server(&self) -> &PostgresServer {
        &self.cluster.running.postgres
    }

    /// Runs pgai in the project.
    pub(crate) fn pgai(&self, arguments: &[&str]) -> Run {
        self.program.run(arguments)
    }

    /// Starts pgai in the project.
    pub(crate) fn start(&self, arguments: &[&str]) -> Child {
        self.program.start(arguments)
    }

    /// Removes a file of the project.
    #[track_caller]
    pub(crate) fn remove(&self, path: &str) {
        std::fs::remove_file(self.file(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    }

    /// What the managed schemas hold, as text: definitions, options, owners, rights, comments, defaults.
    pub(crate) fn state(&self) -> String {
        self.value(STATE)
    }

    /// Runs SQL as superuser.
    #[track_caller]
    pub(crate) fn sql(&self, sql: &str) {
        self.session().run(sql);
    }

    /// The rows of a query as text.
    #[track_caller]
    pub(crate) fn value(&self, sql: &str) -> String {
        self.session().value(sql)
    }

    /// A connection as superuser.
    pub(crate) fn session(&self) -> Sql {
        Sql::open(self.server(), &self.database)
    }

    /// A login role that no other test has, with the right to connect, and the program as this role.
    pub(crate) fn login(&self, rights: &str) -> (String, Program) {
        let role = format!("login_{}", self.database);
        self.sql(&format!("CREATE ROLE {role} LOGIN PASSWORD 'tiger-in-the-tank'"));
        self.sql(&rights.replace("ROLE", &role));
        let server = self.server();
        let mut program = self.program.clone();
        let url = format!("postgres://{role}@{}:{}/{}", server.host, server.port, self.database);
        program.set("DATABASE_URL", &url).set("PGPASSWORD", "tiger-in-the-tank").unset("PGPASSFILE");
        (role, program)
    }

    /// Starts a PostgREST on the database, with the shop's configuration; gives its URL.
    pub(crate) fn postgrest(&self) -> String {
        self.postgrest_with(None)
    }

    /// Starts a PostgREST with a configuration of the test's.
    pub(crate) fn postgrest_with(&self, config: Option<&str>) -> String {
        let config = config.map(|text| {
            let path = folder().join(format!("{}.conf", self.database));
            std::fs::write(&path, text).unwrap();
            path
        });
        let started = postgrest::start(&self.cluster, &self.database, &self.database, config);
        let url = started.url.clone();
        self.postgrest.lock().unwrap().push(started);
        url
    }

    /// Stops the PostgREST.
    pub(crate) fn stop_postgrest(&self) {
        postgrest::stop(&self.cluster, &self.database);
    }

    /// Compares with a snapshot, what changes from run to run replaced.
    #[track_caller]
    pub(crate) fn snapshot(&self, name: &str, text: impl ToString) {
        let mut settings = insta::Settings::clone_current();
        settings.set_prepend_module_to_snapshot(false);
        settings.set_snapshot_path("../snapshots");
        settings.set_omit_expression(true);
        let server = self.server();
        let version = server.version.replace('.', r"\.");
        let folder = self.folder.path().display().to_string();
        for started in self.postgrest.lock().unwrap().iter() {
            settings.add_filter(&started.url, "http://POSTGREST");
        }
        settings.add_filter(&folder.replace('.', r"\."), "FOLDER");
        settings.add_filter(&shop_folder().display().to_string(), "EXAMPLES");
        settings.add_filter(&format!(r"127\.0\.0\.1:{}", server.port), "HOST:PORT");
        settings.add_filter(&format!(r"\b{}\b", self.database), "DATABASE");
        settings.add_filter(&format!(r"\blogin_{}\b", self.database), "LOGIN");
        settings.add_filter(&format!(r"\b{version}( \([^)]*\))?"), "VERSION");
        settings.add_filter(r"\d+(\.\d+)? ms\b", "TIME");
        settings.add_filter(r"\d+\.\d+ s\b", "TIME");
        settings.add_filter(r"transaction \d+", "transaction XID");
        settings.add_filter(r#""transaction": "\d+""#, r#""transaction": "XID""#);
        settings.add_filter(r"process \d+", "process PID");
        settings.add_filter(r#""(held_ms|tries)": \d+"#, r#""$1": 0"#);
        settings.bind(|| insta::assert_snapshot!(name, text.to_string()));
    }
}

/// Everything of a view that pgai changes.
const STATE: &str = "
    SELECT c.oid::regclass::text, c.relkind, c.relowner::regrole, c.reloptions, c.relacl, pg_get_viewdef(c.oid),
      obj_description(c.oid, 'pg_class'),
      (SELECT string_agg(concat_ws(' ', a.attname, a.atttypid::regtype, a.attacl::text,
          pg_get_expr(d.adbin, d.adrelid), col_description(c.oid, a.attnum)), ', ' ORDER BY a.attnum)
       FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
       WHERE a.attrelid = c.oid AND a.attnum > 0)
    FROM pg_class c
    WHERE c.relnamespace IN (SELECT oid FROM pg_namespace WHERE nspname IN ('api', 'admin', 'private'))
      AND c.relkind IN ('v', 'm')
    ORDER BY 1";

impl Drop for Shop {
    fn drop(&mut self) {
        if !self.postgrest.lock().unwrap().is_empty() {
            self.stop_postgrest();
        }
        if !std::thread::panicking() {
            Sql::open(self.server(), "postgres").run(&format!("DROP DATABASE {} WITH (FORCE)", self.database));
        }
    }
}
