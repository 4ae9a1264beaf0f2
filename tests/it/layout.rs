//! No file is forgotten: test modules are declared, snapshots have their test, the top level is what it is meant to be.

use std::collections::BTreeSet;
use std::process::Command;

use crate::source::{expect_none, files, files_ending, root, text};

/// A test file that no `mod` names is never compiled, and nobody notices.
#[test]
fn every_test_file_is_declared() {
    let forgotten =
        files_ending("tests/it", ".rs").into_iter().filter(|path| path != "tests/it/main.rs").filter(|path| {
            let (folder, file) = path.rsplit_once('/').expect("a folder");
            let (folder, name) = match file {
                "mod.rs" => folder.rsplit_once('/').expect("a folder above"),
                file => (folder, file.trim_end_matches(".rs")),
            };
            let parents = [format!("{folder}/main.rs"), format!("{folder}/mod.rs"), format!("{folder}.rs")];
            let declares = |parent: &String| {
                root().join(parent).is_file() && text(parent).lines().any(|line| declared(line) == Some(name))
            };
            !parents.iter().any(declares)
        });
    expect_none("test files that are not declared", forgotten.collect());
}

/// The module that a line declares in a file of its own.
fn declared(line: &str) -> Option<&str> {
    let line = line.trim();
    let line = line.strip_prefix("pub(crate) ").or(line.strip_prefix("pub(super) ")).unwrap_or(line);
    line.strip_prefix("mod ")?.strip_suffix(';')
}

/// A snapshot whose test was renamed or removed stays behind: its file names the test, so it can be looked for.
#[test]
fn every_snapshot_has_its_test() {
    let mut wrong = Vec::new();
    for snapshot in files_ending("src", ".snap").into_iter().chain(files_ending("tests", ".snap")) {
        let head: Vec<String> = text(&snapshot).lines().take(8).map(str::to_owned).collect();
        let source = head.iter().find_map(|line| line.strip_prefix("source: ")).unwrap_or_default();
        let name = snapshot.rsplit('/').next().unwrap_or_default().trim_end_matches(".snap");
        let test = name.rsplit("__").next().unwrap_or_default();
        // A second snapshot of one test has a number at its end.
        let unnumbered = test.trim_end_matches(|letter: char| letter.is_ascii_digit()).trim_end_matches('-');
        // The harness names snapshots itself; those of one server have its major at the end.
        let named = test.trim_end_matches("_15").trim_end_matches("_18");
        if source.contains("harness") && files_ending("tests/it", ".rs").iter().any(|file| text(file).contains(named)) {
            continue;
        }
        match std::fs::read_to_string(root().join(source)) {
            Ok(code) if code.contains(test) || code.contains(unnumbered) => {}
            Ok(_) => wrong.push(format!("{snapshot}: {source} has no test `{test}`")),
            Err(_) => wrong.push(format!("{snapshot}: there is no {source}")),
        }
    }
    expect_none("snapshots without their test", wrong);
}

#[test]
fn no_snapshot_waits_for_review() {
    let waiting = files("src").into_iter().chain(files("tests"));
    let waiting = waiting.filter(|path| path.ends_with(".snap.new") || path.ends_with(".pending-snap"));
    expect_none("snapshots that wait for review", waiting.collect());
}

/// What stands at the top level, beside what git does not track.
#[test]
fn the_top_level_stays_as_it_is() {
    const MEANT: &[&str] = &[
        "CHANGELOG.md",
        "Cargo.lock",
        "Cargo.toml",
        "LICENSE-APACHE",
        "LICENSE-MIT",
        "README.md",
        "clippy.toml",
        "completions",
        "deny.toml",
        "examples",
        "rustfmt.toml",
        "schemas",
        "src",
        "tests",
    ];
    let listed = Command::new("git").current_dir(root()).args(["ls-files", "-z"]).output();
    let Some(listed) = listed.ok().filter(|listed| listed.status.success()) else {
        eprintln!("not a git checkout: the top level is not compared");
        return;
    };
    let listed = String::from_utf8(listed.stdout).expect("names in UTF-8");
    let there: BTreeSet<&str> = listed.split('\0').filter_map(|path| path.split('/').next()).collect();
    let others = there.into_iter().filter(|name| !name.is_empty() && !name.starts_with('.') && !MEANT.contains(name));
    expect_none("files at the top level that are not meant to be there", others.map(str::to_owned).collect());
}
