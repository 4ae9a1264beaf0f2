//! Repositories made by the git program, read by libgit2.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::*;

fn git(folder: &Path, arguments: &[&str]) {
    let status = Command::new("git")
        .args(["-c", "user.name=Tester", "-c", "user.email=tester@example.com", "-c", "init.defaultBranch=main"])
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(status.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&status.stderr));
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

const OWN: [&str; 2] = ["pgai.yaml", "pgai"];

#[test]
fn no_repository_is_a_value() {
    let dir = tempfile::tempdir().unwrap();
    assert!(Repository::discover(dir.path()).unwrap().is_none());
}

#[test]
fn head_and_dirty_paths_of_a_project_in_a_folder() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("services/[shop]");
    fs::create_dir_all(&root).unwrap();
    git(dir.path(), &["init", "-q"]);
    let repository = Repository::discover(&root).unwrap().unwrap();
    assert_eq!(repository.head().unwrap(), None);
    assert_eq!(repository.workdir(), dir.path().canonicalize().unwrap());

    write(&root, "pgai.yaml", "project: shop\n");
    write(&root, "pgai/views/api/é.yaml", "a\n");
    write(&root, "pgai/views/api/b.yaml", "b\n");
    write(&root, "src/main.c", "other\n");
    write(dir.path(), "pgai.yaml", "another project\n");
    write(dir.path(), "services/s/pgai.yaml", "matches as a pattern only\n");
    assert_eq!(repository.dirty(&root, &OWN).unwrap(), ["pgai.yaml", "pgai/views/api/b.yaml", "pgai/views/api/é.yaml"]);

    git(dir.path(), &["add", "."]);
    git(dir.path(), &["commit", "-q", "-m", "first"]);
    assert_eq!(repository.dirty(&root, &OWN).unwrap(), Vec::<String>::new());
    let head = repository.head().unwrap().unwrap();
    assert_eq!((head.branch.as_deref(), head.commit.len()), (Some("main"), 40));

    write(&root, ".gitignore", "*.tmp\n");
    write(&root, "pgai/x.tmp", "ignored\n");
    write(&root, "pgai/views/api/b.yaml", "changed\n");
    write(&root, "src/main.c", "changed\n");
    fs::remove_file(root.join("pgai/views/api/é.yaml")).unwrap();
    git(dir.path(), &["add", "."]);
    assert_eq!(repository.dirty(&root, &OWN).unwrap(), ["pgai/views/api/b.yaml", "pgai/views/api/é.yaml"]);

    git(dir.path(), &["checkout", "-q", "--detach"]);
    assert_eq!(repository.head().unwrap().unwrap().branch, None);
    let outside = tempfile::tempdir().unwrap();
    assert_eq!(repository.dirty(outside.path(), &OWN).unwrap_err().code().id, "PGAI-0024");
}

#[test]
fn worktrees_have_their_own_head() {
    let dir = tempfile::tempdir().unwrap();
    let main = dir.path().join("main");
    fs::create_dir(&main).unwrap();
    git(&main, &["init", "-q"]);
    write(&main, "pgai.yaml", "x\n");
    git(&main, &["add", "."]);
    git(&main, &["commit", "-q", "-m", "first"]);
    git(&main, &["worktree", "add", "-q", "-b", "feature/a", "../side"]);
    let side = dir.path().join("side");
    write(&side, "pgai/a.yaml", "x\n");
    let repository = Repository::discover(&side).unwrap().unwrap();
    assert_eq!(repository.head().unwrap().unwrap().branch.as_deref(), Some("feature/a"));
    assert_eq!(repository.dirty(&side, &OWN).unwrap(), ["pgai/a.yaml"]);
}

fn code(folder: &Path) -> String {
    let diagnostic = Repository::discover(folder).map(|_| ()).unwrap_err();
    format!("{} {} | {}", diagnostic.code().id, diagnostic.message(), diagnostic.causes().join("; "))
}

#[test]
fn bare_and_unknown_formats_have_their_codes() {
    let dir = tempfile::tempdir().unwrap();
    git(dir.path(), &["init", "-q", "--bare", "bare.git"]);
    assert!(code(&dir.path().join("bare.git")).starts_with("PGAI-0022 "), "{}", code(&dir.path().join("bare.git")));
    git(dir.path(), &["init", "-q", "odd"]);
    let odd = dir.path().join("odd");
    git(&odd, &["config", "core.repositoryformatversion", "1"]);
    git(&odd, &["config", "extensions.refstorage", "reftable"]);
    assert!(code(&odd).starts_with("PGAI-0023 "), "{}", code(&odd));
    fs::write(odd.join(".git/config"), "[core\n").unwrap();
    assert!(code(&odd).starts_with("PGAI-0024 "), "{}", code(&odd));
}

#[cfg(unix)]
#[test]
fn a_repository_of_somebody_else_is_refused() {
    if !nix::unistd::geteuid().is_root() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    git(dir.path(), &["init", "-q"]);
    let nobody = Some(nix::unistd::Uid::from_raw(65534));
    for path in [dir.path().to_owned(), dir.path().join(".git"), dir.path().join(".git/config")] {
        nix::unistd::chown(&path, nobody, None).unwrap();
    }
    assert!(code(dir.path()).starts_with("PGAI-0021 "), "{}", code(dir.path()));
}
