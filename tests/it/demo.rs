//! `pgai demo` from start to end, with nothing left afterwards.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

use crate::harness::{Program, cache, folder};

#[test]
fn runs_to_its_end_and_leaves_nothing() {
    let home = tempfile::Builder::new()
        .permissions(fs::Permissions::from_mode(0o755))
        .prefix("demo-")
        .tempdir_in(folder())
        .unwrap();
    let (temporary, caches) = (home.path().join("tmp"), home.path().join("cache"));
    for made in [&temporary, &caches] {
        fs::create_dir(made).unwrap();
    }
    fs::create_dir_all(cache()).unwrap();
    symlink(cache(), caches.join("pgai")).unwrap();
    let mut program = Program::new(home.path());
    program.set("TMPDIR", temporary.to_str().unwrap()).set("XDG_CACHE_HOME", caches.to_str().unwrap());
    // None of these leads it anywhere else.
    program.set("PGHOST", "db.invalid").set("DATABASE_URL", "postgres://db.invalid/app").set("PGRST_DB_URI", "nowhere");
    let run = program.run(&["demo", "--postgres-version", "15"]).demand(0);
    for word in ["30 views, 25 functions", "orders_v2", "\"number\":\"SO-000001\"", "openapi.json"] {
        assert!(run.stdout.contains(word), "`{word}` is not shown: {run}");
    }
    let left: Vec<_> = fs::read_dir(&temporary).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(left.is_empty(), "{left:?}");
    assert_eq!(processes_of(home.path()), Vec::<String>::new());

    let json = program.run(&["demo", "--postgres-version", "15", "--dir", "kept", "--format", "json"]).demand(0);
    assert_eq!(json.json()["result"]["kept"], false, "{json}");
    assert_eq!(processes_of(home.path()), Vec::<String>::new());
    // A folder that was named keeps its files, but for the sandbox.
    assert!(home.path().join("kept/api/pgai.yaml").exists() && !home.path().join("kept/sandbox").exists());
    program.run(&["demo", "--dir", "kept"]).refused(1, "PGAI-0008");
}

/// Command lines of processes that work in the folder or were told of it.
fn processes_of(folder: &Path) -> Vec<String> {
    let words = folder.to_str().unwrap();
    let told = |pid: &str| {
        let line = fs::read_to_string(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        let cwd = fs::read_link(format!("/proc/{pid}/cwd")).unwrap_or_default();
        (line.contains(words) || cwd.starts_with(folder)).then_some(line)
    };
    fs::read_dir("/proc").unwrap().flatten().filter_map(|entry| told(entry.file_name().to_str()?)).collect()
}
