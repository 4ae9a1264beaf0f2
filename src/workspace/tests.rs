//! Projects in temporary folders.

use std::fs;
use std::path::Path;

use super::*;
use crate::diagnostic::Diagnostic;

const PROJECT: &str = "project: shop\nschemas: [api]\n";

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    dir
}

fn show(problem: &Diagnostic) -> String {
    let place = problem.place().map(ToString::to_string).unwrap_or_default();
    format!("{} {place} {}", problem.code().id, problem.message())
}

fn problems(root: &Path) -> Vec<String> {
    Workspace::read(root).1.iter().map(show).collect()
}

fn code<T: std::fmt::Debug>(result: crate::diagnostic::Result<T>) -> &'static str {
    result.unwrap_err().code().id
}

#[test]
fn the_nearest_project_upward_counts() {
    let dir = folder(&[
        ("pgai.yaml", PROJECT),
        ("services/shop/pgai.yaml", PROJECT),
        ("services/shop/src/x", ""),
        ("services/other/src/x", ""),
        ("tool/.git/config", ""),
        ("tool/src/x", ""),
    ]);
    let root = dir.path().canonicalize().unwrap();
    for (start, expected) in
        [("services/shop/src", "services/shop"), ("services/shop", "services/shop"), ("services/other/src", "")]
    {
        assert_eq!(discover(&dir.path().join(start)).unwrap(), root.join(expected), "{start}");
    }
    assert_eq!(code(discover(&dir.path().join("tool/src"))), "PGAI-0001", "stops at the git root");
    assert_eq!(code(discover(&dir.path().join("none"))), "PGAI-0010");
    assert_eq!(code(discover(&dir.path().join("pgai.yaml"))), "PGAI-0010");
}

#[test]
fn every_file_is_read_and_every_problem_reported() {
    let view = |name: &str| format!("kind: View\nname: {name}\nquery: SELECT 1\n");
    let dir = folder(&[
        ("pgai.yaml", PROJECT),
        ("pgai/views/api/a.yaml", &view("api.a")),
        ("pgai/views/api/b.YML", &view("api.b")),
        ("pgai/views/api/.#b.yaml", "lock of an editor"),
        ("pgai/views/README.md", "# not a manifest"),
        ("pgai/views/api/broken.yaml", "kind: Veiw\n"),
        ("pgai/views/api/broken2.yaml", "kind: View\n"),
        ("pgai/functions/api/a.yaml", "kind: Function\nname: api.a\noverloads: []\n"),
        ("pgai/lock/sales/orders.yaml", "relation: sales.orders\n"),
        ("pgai/lock/api/functions/f.yaml", "x: y\n"),
        ("pgai/lock/_types.yaml", "{}\n"),
    ]);
    assert_eq!(
        problems(dir.path()),
        [
            "PGAI-2009 pgai/views/api/broken.yaml:1:7 there is no kind `Veiw`",
            "PGAI-2007 pgai/views/api/broken2.yaml:1:1 the View lacks `name`",
        ]
    );
    let (workspace, _) = Workspace::read(dir.path());
    let workspace = workspace.unwrap();
    assert_eq!(workspace.unread, ["pgai/views/api/broken.yaml", "pgai/views/api/broken2.yaml"]);
    assert_eq!(workspace.views().count(), 2);
    let (manifest, _) = workspace.view(&"api.b".parse().unwrap()).unwrap();
    assert_eq!(manifest.path, "pgai/views/api/b.YML");
    assert_eq!(manifest.value(&["query"]).to_string(), "pgai/views/api/b.YML:3:8");
    assert!(workspace.function(&"api.a".parse().unwrap()).is_some());
    assert!(workspace.materialized_view(&"api.a".parse().unwrap()).is_none());
    assert!(workspace.lock_has_relation(&"sales.orders".parse().unwrap()));
    assert!(workspace.lock_has_function(&"api.f".parse().unwrap()));
    assert_eq!(workspace.lock_texts.len(), 3);
    assert_eq!(Workspace::open(dir.path()).unwrap_err().len(), 2);
}

#[test]
fn two_files_for_one_name_are_errors_that_name_both() {
    let dir = folder(&[
        ("pgai.yaml", PROJECT),
        ("pgai/a.yaml", "kind: View\nname: api.a\nquery: SELECT 1\n"),
        ("pgai/b.yaml", "kind: MaterializedView\nname: api.a\nquery: SELECT 1\n"),
        ("pgai/c.yaml", "kind: Function\nname: api.a\noverloads: []\n"),
        ("pgai/d.yaml", "kind: Endpoint\nname: a\nversions: {}\n"),
        ("pgai/e.yaml", "kind: Endpoint\nversions: {}\nname: a\n"),
        ("pgai/E.yaml", "kind: Schema\nname: a\n"),
        ("pgai/f.yaml", "kind: PostgREST\n"),
        ("pgai/g.yaml", "kind: PostgREST\n"),
    ]);
    let mut found = problems(dir.path());
    found.sort();
    assert_eq!(
        found,
        [
            "PGAI-0006 pgai/b.yaml:2:7 a View and a MaterializedView are both named `api.a`; the other one is pgai/a.yaml:2:7",
            "PGAI-0006 pgai/e.yaml:3:7 two Endpoint manifests are named `a`; the other one is pgai/d.yaml:2:7",
            "PGAI-0006 pgai/g.yaml:1:1 two manifests are of kind PostgREST; the other one is pgai/f.yaml:1:1",
            "PGAI-0007 pgai/e.yaml:1:1 the file names `pgai/E.yaml` and `pgai/e.yaml` differ only in case",
        ]
    );
}

#[test]
fn a_project_file_that_cannot_be_read_is_reported_once() {
    let dir = folder(&[("pgai.yaml", "schemas: [api]\n"), ("pgai/a.yaml", "kind: Veiw\n")]);
    assert_eq!(
        problems(dir.path()),
        ["PGAI-2007 pgai.yaml:1:1 the file lacks `project`", "PGAI-2009 pgai/a.yaml:1:7 there is no kind `Veiw`"]
    );
    fs::write(dir.path().join("pgai.yaml"), b"project: a\nschemas: [\xff]\n").unwrap();
    assert!(problems(dir.path())[0].starts_with("PGAI-0003 pgai.yaml:2:11 "), "{:?}", problems(dir.path()));
    assert!(Workspace::read(dir.path()).0.is_none());
}

#[cfg(unix)]
#[test]
fn links_and_what_is_no_file() {
    use std::os::unix::fs::symlink;
    let dir = folder(&[
        ("pgai.yaml", PROJECT),
        ("shared/a.yaml", "kind: Schema\nname: a\n"),
        ("pgai/views/x.txt", ""),
        ("pgai/latin.yaml", ""),
    ]);
    let outside = folder(&[("secret.yaml", "kind: Schema\nname: s\n")]);
    fs::write(dir.path().join("pgai/latin.yaml"), b"kind: Schema\nname: \xe9\n").unwrap();
    symlink("../shared", dir.path().join("pgai/linked")).unwrap();
    symlink("../../pgai", dir.path().join("pgai/views/loop")).unwrap();
    symlink("itself.yaml", dir.path().join("pgai/itself.yaml")).unwrap();
    symlink("nothing.yaml", dir.path().join("pgai/dangling.yaml")).unwrap();
    symlink(outside.path().join("secret.yaml"), dir.path().join("pgai/outside.yaml")).unwrap();
    nix::unistd::mkfifo(&dir.path().join("pgai/pipe.yaml"), nix::sys::stat::Mode::S_IRWXU).unwrap();
    let big = fs::File::create(dir.path().join("pgai/big.yaml")).unwrap();
    big.set_len(17 << 20).unwrap();
    assert_eq!(
        problems(dir.path()),
        [
            "PGAI-0004 pgai/big.yaml:1:1 `pgai/big.yaml` has more than 16 MiB",
            "PGAI-0005 pgai/dangling.yaml:1:1 the symbolic link `pgai/dangling.yaml` cannot be followed",
            "PGAI-0005 pgai/itself.yaml:1:1 the symbolic link `pgai/itself.yaml` cannot be followed",
            "PGAI-0003 pgai/latin.yaml:2:7 `pgai/latin.yaml` is not UTF-8 text",
            "PGAI-0005 pgai/outside.yaml:1:1 the symbolic link `pgai/outside.yaml` leaves the project",
            "PGAI-0002 pgai/pipe.yaml:1:1 cannot read `pgai/pipe.yaml`",
            "PGAI-0005 pgai/views/loop:1:1 the symbolic link `pgai/views/loop` leads back to a folder above it",
        ]
    );
    let workspace = Workspace::read(dir.path()).0.unwrap();
    assert_eq!(workspace.schema("a").unwrap().0.path, "pgai/linked/a.yaml");
}

#[test]
fn passwords_in_the_project_file_are_never_shown() {
    let secret = "project: p\nschemas: [api, api]\nenvironments: {dev: {database: \"postgres://u:hunter2@h/d\"}}\n";
    let dir = folder(&[("pgai.yaml", secret)]);
    let workspace = Workspace::read(dir.path()).0.unwrap();
    assert!(workspace.project_value(&["schemas", "1"]).source.is_none());
}

#[test]
fn files_are_written_whole_and_only_when_they_differ() {
    let dir = folder(&[("pgai/a.yaml", "old")]);
    let store = Store::new(dir.path()).unwrap();
    assert_eq!(store.write("pgai/a.yaml", "old").unwrap(), Outcome::Unchanged);
    assert_eq!(store.write("pgai/a.yaml", "new").unwrap(), Outcome::Updated);
    assert_eq!(store.write("pgai/views/api/b.yaml", "b").unwrap(), Outcome::Created);
    assert_eq!(fs::read_to_string(dir.path().join("pgai/a.yaml")).unwrap(), "new");
    assert!(store.remove("pgai/views/api/b.yaml").unwrap());
    assert!(!store.remove("pgai/views/api/b.yaml").unwrap());
    assert!(!dir.path().join("pgai/views").exists(), "empty folders go");
    assert!(dir.path().join("pgai").exists());
    for path in ["../x", "/etc/x", "pgai/../../x", "", ".", "pgai/", "a\\..\\x", "pgai/a.yaml/../../../x"] {
        assert_eq!(code(store.write(path, "x")), "PGAI-0009", "{path}");
        assert_eq!(code(store.remove(path)), "PGAI-0009", "{path}");
    }
    assert_eq!(code(store.write("pgai", "x")), "PGAI-0008");
    assert_eq!(code(store.write("pgai/a.yaml/b", "x")), "PGAI-0008");
}

#[cfg(unix)]
#[test]
fn permissions_and_links_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let dir = folder(&[("shared/a.yaml", "a"), ("pgai/x.yaml", "x")]);
    let outside = folder(&[("s.yaml", "s")]);
    let mode = |path: &str| fs::metadata(dir.path().join(path)).unwrap().permissions().mode() & 0o777;
    fs::set_permissions(dir.path().join("shared/a.yaml"), PermissionsExt::from_mode(0o640)).unwrap();
    symlink("../shared/a.yaml", dir.path().join("pgai/a.yaml")).unwrap();
    symlink("nothing", dir.path().join("pgai/dangling.yaml")).unwrap();
    symlink(outside.path(), dir.path().join("pgai/out")).unwrap();
    symlink(outside.path().join("s.yaml"), dir.path().join("pgai/s.yaml")).unwrap();
    let store = Store::new(dir.path()).unwrap();
    assert_eq!(store.write("pgai/a.yaml", "new").unwrap(), Outcome::Updated);
    assert_eq!(fs::read_to_string(dir.path().join("shared/a.yaml")).unwrap(), "new");
    assert!(dir.path().join("pgai/a.yaml").symlink_metadata().unwrap().is_symlink());
    assert_eq!(mode("shared/a.yaml"), 0o640);
    store.write("pgai/new.yaml", "n").unwrap();
    assert_eq!(mode("pgai/new.yaml"), mode("pgai/x.yaml"), "as any new file");
    for path in ["pgai/out/s.yaml", "pgai/out/new/deep.yaml", "pgai/s.yaml"] {
        assert_eq!(code(store.write(path, "x")), "PGAI-0009", "{path}");
    }
    assert_eq!(code(store.remove("pgai/out/s.yaml")), "PGAI-0009");
    assert_eq!(code(store.write("pgai/dangling.yaml", "x")), "PGAI-0008");
    assert!(store.remove("pgai/s.yaml").unwrap(), "the link goes");
    assert_eq!(fs::read_to_string(outside.path().join("s.yaml")).unwrap(), "s", "what it led to stays");
}

#[test]
fn a_change_is_reported_sorted_and_made_at_the_end() {
    let dir = folder(&[("pgai/a.yaml", "a"), ("pgai/b.yaml", "b"), ("pgai/old.yaml", "o"), ("pgai/c.yaml/x", "")]);
    let store = Store::new(dir.path()).unwrap();
    let mut changes = Changes::default();
    changes.write("pgai/new/z.yaml", "z");
    changes.write("pgai/a.yaml", "a");
    changes.write("pgai/b.yaml", "bb");
    changes.remove("pgai/old.yaml");
    changes.remove("pgai/none.yaml");
    changes.remove("pgai/b.yaml");
    let mut bad = changes.clone();
    bad.write("pgai/c.yaml", "a folder");
    assert_eq!(code(bad.apply(&store)), "PGAI-0008");
    assert_eq!(fs::read_to_string(dir.path().join("pgai/b.yaml")).unwrap(), "b", "nothing was changed");
    assert!(!dir.path().join("pgai/new/z.yaml").exists() && dir.path().join("pgai/old.yaml").exists());

    let applied = changes.apply(&store).unwrap();
    assert_eq!(
        serde_json::to_string(&applied).unwrap(),
        r#"{"created":["pgai/new/z.yaml"],"updated":["pgai/b.yaml"],"removed":["pgai/old.yaml"],"unchanged":["pgai/a.yaml"]}"#
    );
    assert!(!changes.apply(&store).unwrap().updated.contains(&"pgai/b.yaml".to_owned()));
    assert!(changes.apply(&store).unwrap().is_nothing());
    let left: Vec<_> = fs::read_dir(dir.path().join("pgai")).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().contains("tmp")), "{left:?}");
}

#[test]
fn a_read_only_file_stops_the_change_before_it_begins() {
    let dir = folder(&[("pgai/a.yaml", "a"), ("pgai/z.yaml", "z")]);
    let path = dir.path().join("pgai/z.yaml");
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    let store = Store::new(dir.path()).unwrap();
    let mut changes = Changes::default();
    changes.write("pgai/a.yaml", "new");
    changes.write("pgai/z.yaml", "new");
    let error = changes.apply(&store).unwrap_err();
    assert_eq!((error.code().id, error.causes().join("; ").as_str()), ("PGAI-0008", "it is read-only"));
    assert_eq!(fs::read_to_string(dir.path().join("pgai/a.yaml")).unwrap(), "a");
    let left: Vec<_> = fs::read_dir(dir.path().join("pgai")).unwrap().collect();
    assert_eq!(left.len(), 2, "nothing is left beside the files");
}

#[test]
fn thousands_of_files_are_one_change() {
    let dir = folder(&[("pgai.yaml", PROJECT)]);
    let store = Store::new(dir.path()).unwrap();
    let mut changes = Changes::default();
    for number in 0..2000 {
        changes.write(format!("pgai/views/api/v{number}.yaml"), "kind: View\n");
    }
    assert_eq!(changes.apply(&store).unwrap().created.len(), 2000, "more files than a process may open");
    assert_eq!(changes.apply(&store).unwrap().unchanged.len(), 2000);
}
