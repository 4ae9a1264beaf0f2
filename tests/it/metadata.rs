//! The dependencies: their licences, their number, duplicates, and crates that stay out. `deny.toml` says the
//! same to cargo-deny; this needs nothing but cargo.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

use crate::source::{expect_none, root, text};

/// Licences that may come in. `deny.toml` has the same list.
const LICENCES: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Packages of Cargo.lock on all platforms, our own and those for tests among them. A new dependency that needs more
/// raises this in the same commit, on purpose.
const MOST_PACKAGES: usize = 385;

/// Crates that are there in more than one version, and how many.
const DUPLICATES: &[(&str, usize)] = &[
    ("base64", 2),
    ("const-oid", 2),
    ("core-foundation", 2),
    ("getrandom", 3),
    ("r-efi", 2),
    ("similar", 2),
    ("syn", 2),
    ("unicode-width", 2),
    ("wasi", 2),
    ("windows-sys", 2),
];

/// TLS is rustls with ring; YAML is read by crates that are kept.
const UNWANTED: &[&str] = &[
    "aws-lc-rs",
    "aws-lc-sys",
    "cmake",
    "libyaml",
    "native-tls",
    "openssl",
    "openssl-sys",
    "openssl-src",
    "pg_query",
    "serde_yaml",
];

struct Package {
    name: String,
    version: String,
    licence: String,
}

fn packages() -> Vec<Package> {
    let metadata = metadata(&["--offline"]).or_else(|_| metadata(&[])).unwrap_or_else(|error| panic!("{error}"));
    let text = |package: &Value, key: &str| package[key].as_str().unwrap_or_default().to_owned();
    let packages = metadata["packages"].as_array().expect("packages");
    packages
        .iter()
        .map(|package| Package {
            name: text(package, "name"),
            version: text(package, "version"),
            licence: text(package, "license"),
        })
        .collect()
}

fn metadata(more: &[&str]) -> Result<Value, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .current_dir(root())
        .args(["metadata", "--format-version", "1", "--locked"])
        .args(more)
        .output()
        .map_err(|error| format!("cargo does not run: {error}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    serde_json::from_slice(&output.stdout).map_err(|error| error.to_string())
}

/// Whether an expression can be met: one side of an `OR`, both of an `AND`.
fn allowed(expression: &str) -> bool {
    let expression = expression.trim();
    if let Some((left, right)) = split(expression, &[" OR ", "/"]) {
        return allowed(left) || allowed(right);
    }
    if let Some((left, right)) = split(expression, &[" AND "]) {
        return allowed(left) && allowed(right);
    }
    match expression.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
        Some(inner) => allowed(inner),
        None => LICENCES.contains(&expression),
    }
}

/// The two sides of the first separator that stands outside parentheses.
fn split<'a>(expression: &'a str, separators: &[&str]) -> Option<(&'a str, &'a str)> {
    let mut depth = 0;
    for (at, letter) in expression.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if let Some(separator) = separators.iter().find(|it| depth == 0 && expression[at..].starts_with(*it)) {
            return Some((&expression[..at], &expression[at + separator.len()..]));
        }
    }
    None
}

#[test]
fn licences_are_allowed() {
    let wrong = packages().into_iter().filter(|package| !allowed(&package.licence));
    expect_none(
        "packages whose licence is not allowed",
        wrong.map(|package| format!("{} {}: `{}`", package.name, package.version, package.licence)).collect(),
    );
}

#[test]
fn licence_expressions_are_understood() {
    for fine in ["MIT", "GPL-3.0 OR MIT", "MIT/Apache-2.0", "(MIT OR GPL-3.0) AND Unicode-3.0", "Apache-2.0 / MIT"] {
        assert!(allowed(fine), "{fine}");
    }
    for other in ["", "GPL-3.0", "MIT AND GPL-3.0", "(GPL-3.0 OR MIT) AND AGPL-3.0"] {
        assert!(!allowed(other), "{other}");
    }
}

#[test]
fn there_are_not_too_many() {
    let number = text("Cargo.lock").matches("[[package]]").count();
    assert!(number <= MOST_PACKAGES, "{number} packages in Cargo.lock; the limit is {MOST_PACKAGES}");
}

#[test]
fn duplicates_are_known() {
    let mut versions: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in packages() {
        versions.entry(package.name).or_default().insert(package.version);
    }
    let found: BTreeMap<&str, usize> =
        versions.iter().filter(|(_, there)| there.len() > 1).map(|(name, there)| (&**name, there.len())).collect();
    let known: BTreeMap<&str, usize> = DUPLICATES.iter().copied().collect();
    let more = found.iter().filter(|(name, number)| known.get(*name).is_none_or(|known| known < number));
    expect_none(
        "crates in more versions than tests/it/metadata.rs knows",
        more.map(|(n, v)| format!("{n}: {v}")).collect(),
    );
    let fewer = known.iter().filter(|(name, number)| found.get(*name).is_none_or(|found| found < number));
    expect_none("crates that are no duplicates any more", fewer.map(|(n, v)| format!("{n}: {v}")).collect());
}

#[test]
fn unwanted_crates_stay_out() {
    let wrong = packages().into_iter().filter(|package| UNWANTED.contains(&&*package.name));
    expect_none("crates that are not wanted", wrong.map(|package| package.name).collect());
}

/// cargo-deny reads another file; it has to say the same.
#[test]
fn deny_toml_says_the_same() {
    let deny = text("deny.toml");
    let list = |key: &str| -> BTreeSet<String> {
        let (_, rest) = deny.split_once(&format!("\n{key} = [")).unwrap_or_else(|| panic!("no {key}"));
        let inner = rest.split_once("\n]").map_or("", |(inner, _)| inner);
        inner.split('"').skip(1).step_by(2).map(str::to_owned).collect()
    };
    let owned = |names: &[&str]| names.iter().map(|name| name.to_string()).collect::<BTreeSet<_>>();
    assert_eq!(list("allow"), owned(LICENCES), "licences");
    assert_eq!(list("deny"), owned(UNWANTED), "unwanted crates");
    let tolerated: Vec<&str> = DUPLICATES.iter().map(|(name, _)| *name).collect();
    assert_eq!(list("skip"), owned(&tolerated), "duplicates");
}
