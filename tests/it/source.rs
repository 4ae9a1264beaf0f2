//! The project's own source, as tests of its shape read it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The repository's root.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below a folder of the repository, as paths from the root with `/`, sorted.
pub(crate) fn files(folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(shown(&path));
            }
        }
    }
    found.sort();
    found
}

/// The files below a folder whose names end so.
pub(crate) fn files_ending(folder: &str, end: &str) -> Vec<String> {
    files(folder).into_iter().filter(|path| path.ends_with(end)).collect()
}

/// A path as people write it: from the root, with `/`.
pub(crate) fn shown(path: &Path) -> String {
    let below = path.strip_prefix(root()).unwrap_or(path);
    below.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// A file's text.
pub(crate) fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Whether committed files are rewritten instead of compared: `PGAI_BLESS=1 cargo test`.
pub(crate) fn blessing() -> bool {
    std::env::var_os("PGAI_BLESS").is_some_and(|value| !value.is_empty() && value != "0")
}

/// Compares a committed file with what the code generates, or rewrites it.
pub(crate) fn compare(path: &str, wanted: &str) -> Result<(), String> {
    let committed = fs::read_to_string(root().join(path)).unwrap_or_default();
    if committed == wanted {
        return Ok(());
    }
    if blessing() {
        let path = root().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        fs::write(&path, wanted).expect("a file that can be written");
        return Ok(());
    }
    let line = 1 + committed.lines().zip(wanted.lines()).take_while(|(old, new)| old == new).count();
    Err(format!("{path} is out of date from line {line}: run `PGAI_BLESS=1 cargo test --test it`"))
}

/// Fails with everything that is wrong, a line each.
pub(crate) fn expect_none(what: &str, mut wrong: Vec<String>) {
    wrong.sort();
    wrong.dedup();
    assert!(wrong.is_empty(), "{what}:\n  {}", wrong.join("\n  "));
}

/// The variables of its own that the code names, without those of tests.
pub(crate) fn code_variables() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for path in files_ending("src", ".rs") {
        for literal in text(&path).split('"').filter(|literal| literal.starts_with("PGAI_")) {
            if literal.chars().all(|letter| letter.is_ascii_uppercase() || letter == '_') {
                found.insert(literal.to_owned());
            }
        }
    }
    found
}
