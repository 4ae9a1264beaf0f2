//! One server per PostgreSQL major and test run, started when first asked for. It ends with the test
//! process, however that ends, and its folder goes with it.

use std::collections::BTreeMap;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use pgai::sandbox::{self, Options, Running, silent};

use super::run::{Program, block_on};
use super::sql::Sql;

/// The database that every test's is copied from.
const TEMPLATE: &str = "shop_template";

/// A running server with the shop in a template database, and a project that was imported from it.
pub(super) struct Cluster {
    pub(super) options: Options,
    pub(super) running: Running,
    /// The project as `pgai init` wrote it.
    pub(super) project: PathBuf,
    /// `CREATE DATABASE .. TEMPLATE` wants nobody else on the template.
    copying: Mutex<()>,
    databases: AtomicUsize,
}

/// The server of a major.
pub(super) fn cluster(major: u32) -> Arc<Cluster> {
    type Slot = Arc<OnceLock<Arc<Cluster>>>;
    static CLUSTERS: OnceLock<Mutex<BTreeMap<u32, Slot>>> = OnceLock::new();
    let slot = CLUSTERS.get_or_init(Mutex::default).lock().unwrap().entry(major).or_default().clone();
    slot.get_or_init(|| Arc::new(Cluster::start(major))).clone()
}

/// The folder for everything of this test process.
pub(crate) fn folder() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        // Not below the checkout: whether that is in a git repository must not matter.
        let folder = std::env::temp_dir().join(format!("pgai-it-{}", std::process::id()));
        fs::create_dir(&folder).unwrap();
        // The server's user is not the test's where that is root.
        fs::set_permissions(&folder, Permissions::from_mode(0o755)).unwrap();
        remove_afterwards(&folder);
        folder
    })
}

/// Binaries that were installed once, shared with the sandbox's own tests.
pub(crate) fn cache() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("cache")
}

/// A shell that outlives this process and removes the folder once the servers have ended.
#[expect(clippy::zombie_processes, reason = "it is to outlive this process")]
fn remove_afterwards(folder: &Path) {
    let script = "while kill -0 $1 2>/dev/null; do sleep 0.5; done; \
                  for i in $(seq 60); do ls \"$2\"/*/*/postmaster.pid \"$2\"/*/*/*/postmaster.pid >/dev/null 2>&1 || break; \
                  sleep 0.5; done; rm -rf \"$2\"";
    let mut command = Command::new("/bin/sh");
    command.args(["-c", script, "sh", &std::process::id().to_string()]).arg(folder);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
    command.spawn().unwrap();
}

impl Cluster {
    fn start(major: u32) -> Self {
        let mut options = Options::new(folder().join(major.to_string()), cache());
        options.postgres_major = Some(major);
        options.watch = Some(std::process::id());
        options.database = TEMPLATE.to_owned();
        let running = block_on(async {
            let running = sandbox::postgres_up(&options, &silent).await.unwrap();
            sandbox::load_sql(&running, None, &shop_sql()).await.unwrap();
            running
        });
        let project = folder().join(format!("project-{major}"));
        let cluster = Self { options, running, project, copying: Mutex::default(), databases: AtomicUsize::new(0) };
        cluster.import();
        cluster
    }

    /// Imports the template once; tests copy the files.
    fn import(&self) {
        let mut program = Program::new(folder());
        program.set("DATABASE_URL", &self.running.postgres.superuser_url(TEMPLATE));
        program.set("PGPASSFILE", &self.running.postgres.passfile.display().to_string());
        let config = shop_folder().join("postgrest.conf");
        let dir = self.project.to_str().unwrap();
        program.run(&["init", dir, "--project", "shop", "--config", config.to_str().unwrap()]).demand(0);
    }

    /// A new database with the shop.
    pub(super) fn copy(&self) -> String {
        self.create(&format!("TEMPLATE {TEMPLATE}"))
    }

    /// A new database with nothing.
    pub(super) fn empty(&self) -> String {
        self.create("")
    }

    fn create(&self, rest: &str) -> String {
        let name = format!("shop_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        let _one = self.copying.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        Sql::open(&self.running.postgres, "postgres").run(&format!("CREATE DATABASE {name} {rest}"));
        name
    }
}

/// `examples/shop`.
pub(super) fn shop_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/shop")
}

fn shop_sql() -> Vec<PathBuf> {
    let entries = fs::read_dir(shop_folder().join("sql")).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}
