//! Looking at a project's files and editing them as a person would.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Every file below a folder but git's, by its path.
pub(crate) fn contents(root: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    walk(root, root, &mut found);
    found
}

fn walk(root: &Path, folder: &Path, found: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.file_name().is_some_and(|name| name == ".git") {
            continue;
        }
        if path.is_dir() {
            walk(root, &path, found);
        } else {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            found.insert(name, fs::read_to_string(&path).unwrap());
        }
    }
}

/// The paths below a folder, a line each.
pub(crate) fn tree(root: &Path) -> String {
    contents(root).into_keys().map(|path| path + "\n").collect()
}

/// Fails the test with the files that differ.
#[track_caller]
pub(crate) fn demand_same(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) {
    let paths: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let words = |text: Option<&String>| text.map_or("(none)", String::as_str).to_owned();
    let differences: String = paths
        .into_iter()
        .filter(|path| before.get(*path) != after.get(*path))
        .map(|path| format!("{path}\n--- before\n{}\n--- after\n{}\n", words(before.get(path)), words(after.get(path))))
        .collect();
    assert!(differences.is_empty(), "files changed:\n{differences}");
}

/// Replaces text that stands once in a file.
#[track_caller]
pub(super) fn edit(file: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    assert_eq!(text.matches(from).count(), 1, "`{from}` in {}:\n{text}", file.display());
    fs::write(file, text.replacen(from, to, 1)).unwrap();
}

/// Copies a folder.
pub(super) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}
