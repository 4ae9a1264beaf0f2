//! The rooms under `src/` keep to their directions: who may name whom, which crates stand where, what pure
//! rooms leave alone, and how large files grow.

mod code;

use std::collections::BTreeSet;

use crate::source::{expect_none, files_ending, text};
use code::{CodeFile, code_files, paths, words};

/// A room and what its code may name of other rooms: whole rooms, or modules of them (`pg::connect`).
struct Room {
    name: &'static str,
    pure: bool,
    uses: &'static [&'static str],
}

const fn pure(name: &'static str, uses: &'static [&'static str]) -> Room {
    Room { name, pure: true, uses }
}

const fn joined(name: &'static str, uses: &'static [&'static str]) -> Room {
    Room { name, pure: false, uses }
}

/// The picture: data flows down this list, and nothing names what stands below itself.
const ROOMS: &[Room] = &[
    // Pure: values in, values out.
    pure("diagnostic", &[]),
    pure("sql", &["diagnostic"]),
    pure("manifest", &["sql", "diagnostic"]),
    pure("catalog", &["manifest", "sql", "diagnostic"]),
    pure("contract", &["catalog", "manifest", "sql", "diagnostic"]),
    pure("diff", &["contract", "catalog", "manifest", "sql", "diagnostic"]),
    pure("breaking", &["contract", "manifest", "sql", "diagnostic"]),
    pure("lint", &["contract", "catalog", "manifest", "sql", "diagnostic"]),
    pure("openapi", &["contract", "manifest", "sql", "diagnostic"]),
    pure("plan", &["diff", "contract", "catalog", "manifest", "sql", "diagnostic"]),
    // Outer: each touches one part of the world and knows no other outer room.
    joined("pg", &["plan", "diff", "contract", "catalog", "manifest", "sql", "diagnostic"]),
    joined("postgrest", &["contract", "catalog", "manifest", "sql", "diagnostic"]),
    joined("git", &["manifest", "diagnostic"]),
    joined("workspace", &["manifest", "sql", "diagnostic"]),
    joined("sandbox", &["sql", "diagnostic"]),
    // Joining: use cases, their views, the command line.
    joined(
        "app",
        &[
            "pg",
            "postgrest",
            "git",
            "workspace",
            "sandbox",
            "plan",
            "openapi",
            "lint",
            "breaking",
            "diff",
            "contract",
            "catalog",
            "manifest",
            "sql",
            "diagnostic",
        ],
    ),
    joined(
        "output",
        &[
            "app",
            "sandbox",
            "plan",
            "openapi",
            "lint",
            "breaking",
            "diff",
            "contract",
            "catalog",
            "manifest",
            "sql",
            "diagnostic",
        ],
    ),
    // The command line turns arguments into values of the rooms that take them, and calls `app`.
    joined(
        "cli",
        &[
            "output",
            "app",
            "workspace",
            "pg::connect",
            "postgrest::config",
            "sandbox",
            "plan",
            "openapi",
            "contract::grouping",
            "manifest::document",
            "manifest::schema",
            "diagnostic",
        ],
    ),
];

/// Where a crate may be named. Crates that are not listed may stand anywhere.
const CRATES: &[(&str, &[&str])] = &[
    ("anstream", &["output"]),
    ("anstyle", &["cli", "output"]),
    ("clap", &["app", "cli", "output"]),
    ("clap_complete", &["cli"]),
    ("dialoguer", &["cli", "output"]),
    ("fastrand", &["app", "pg", "postgrest", "sandbox"]),
    ("futures_util", &["pg", "postgrest"]),
    ("git2", &["git"]),
    ("indicatif", &["output"]),
    ("jiff", &["app", "git", "pg"]),
    ("keyring", &["app"]),
    ("miette", &["output"]),
    ("nix", &["git", "pg", "sandbox", "workspace"]),
    ("reqwest", &["postgrest"]),
    ("rustls", &["pg", "postgrest", "sandbox"]),
    ("rustls_native_certs", &["pg", "postgrest"]),
    ("schemars", &["manifest", "sql"]),
    ("secrecy", &["app", "pg", "postgrest", "sandbox"]),
    ("serde_saphyr", &["manifest"]),
    ("serde_yaml", &["app", "manifest", "openapi"]),
    ("sha2", &["app", "catalog", "manifest", "plan"]),
    ("similar", &["manifest", "output"]),
    ("sqlparser", &["sql"]),
    ("strsim", &["diagnostic"]),
    ("tabled", &["output"]),
    ("tempfile", &["app", "git", "sandbox", "workspace"]),
    ("tokio", &["app", "cli", "pg", "postgrest", "sandbox"]),
    ("tokio_postgres", &["app", "pg", "sandbox"]),
    ("tokio_postgres_rustls", &["pg"]),
    ("tracing", &["app", "cli", "output", "pg", "postgrest", "git", "workspace", "sandbox"]),
    ("tracing_subscriber", &["cli"]),
    ("yaml_edit", &["manifest"]),
];

/// What pure rooms never name: the world, the clock, the environment, the terminal.
const WORLD: &[&str] = &[
    "std::env",
    "std::fs",
    "std::io::std",
    "std::net",
    "std::process",
    "std::thread::sleep",
    "std::time::Instant",
    "std::time::SystemTime",
    "jiff::Timestamp::now",
    "jiff::Zoned::now",
    "fastrand",
    "tokio",
];

/// Words that mean the same, where they stand as words of the code.
const WORLDLY: &[&str] = &["async", "await", "dbg!", "eprint!", "eprintln!", "print!", "println!", "thread_local!"];

/// No file longer than this is written by hand.
const LONGEST: usize = 900;
/// Half of the files are shorter than this.
const MEDIAN: usize = 200;
/// Nine in ten files are not longer than this.
const NINE_IN_TEN: usize = 500;

fn room(name: &str) -> Option<&'static Room> {
    ROOMS.iter().find(|room| room.name == name)
}

#[test]
fn every_room_is_in_the_picture() {
    let library = text("src/lib.rs");
    let declared: BTreeSet<&str> = library
        .lines()
        .filter_map(|line| line.trim_start_matches("pub ").strip_prefix("mod "))
        .filter_map(|line| line.strip_suffix(';'))
        .collect();
    let unknown = declared.iter().filter(|name| room(name).is_none()).map(|name| name.to_string()).collect();
    expect_none("rooms of src/lib.rs that tests/it/rooms.rs does not know", unknown);
    let undeclared = code_files().into_iter().filter(|file| !file.room.is_empty() && !declared.contains(&*file.room));
    expect_none("files of rooms that src/lib.rs does not declare", undeclared.map(|file| file.path).collect());
}

#[test]
fn rooms_name_only_the_rooms_they_may() {
    let mut wrong = Vec::new();
    for file in code_files() {
        let Some(room) = room(&file.room) else { continue };
        for path in paths(&file.code, "crate") {
            let target = path.split("::").next().unwrap_or_default();
            let allowed = target == room.name
                || room.uses.iter().any(|uses| path == *uses || path.starts_with(&format!("{uses}::")));
            if !allowed {
                wrong.push(format!("{}: `{}` may not name crate::{path}", file.path, room.name));
            }
        }
    }
    expect_none("names against the directions of the rooms", wrong);
}

/// `super::super::..` past the room's own root would be a way around.
#[test]
fn no_path_climbs_out_of_its_room() {
    let climbs = |file: &CodeFile| {
        let depth = file.path.trim_end_matches("/mod.rs").split('/').count() - 1;
        file.code.contains(&"super::".repeat(depth))
    };
    let wrong = code_files().into_iter().filter(|file| !file.room.is_empty() && climbs(file));
    expect_none("paths that climb out of their room", wrong.map(|file| file.path).collect());
}

#[test]
fn directions_have_no_circle() {
    for (index, room) in ROOMS.iter().enumerate() {
        for uses in room.uses {
            let name = uses.split("::").next().unwrap_or_default();
            let place = ROOMS.iter().position(|room| room.name == name);
            assert!(place.is_some_and(|place| place < index), "`{}` stands above `{uses}`", room.name);
            let target = &ROOMS[place.unwrap_or_default()];
            assert!(target.pure || !room.pure, "the pure room `{}` uses `{uses}`", room.name);
        }
    }
}

#[test]
fn crates_stand_in_their_rooms() {
    let mut wrong = Vec::new();
    for file in code_files() {
        for (name, rooms) in CRATES {
            if !rooms.contains(&&*file.room) && !paths(&file.code, name).is_empty() {
                wrong.push(format!("{}: `{}` may not name the crate {name}", file.path, file.room));
            }
        }
    }
    expect_none("crates outside their rooms", wrong);
}

#[test]
fn every_dependency_is_used() {
    let manifest = text("Cargo.toml");
    let normal = manifest.split("[dependencies]").nth(1).unwrap_or_default().split("[dev-dependencies]").next();
    let names = normal.unwrap_or_default().lines().filter_map(|line| line.split_once(" = ")).map(|(name, _)| name);
    let files = code_files();
    let unused = names
        .filter(|name| !name.starts_with('['))
        .filter(|name| files.iter().all(|file| paths(&file.code, &name.replace('-', "_")).is_empty()))
        .map(str::to_owned);
    expect_none("dependencies of Cargo.toml that src/ does not name", unused.collect());
}

#[test]
fn pure_rooms_leave_the_world_alone() {
    let mut wrong = Vec::new();
    for file in code_files().into_iter().filter(|file| room(&file.room).is_some_and(|room| room.pure)) {
        for named in ["std", "jiff", "fastrand", "tokio"]
            .iter()
            .flat_map(|name| paths(&file.code, name).into_iter().map(move |path| format!("{name}::{path}")))
        {
            if WORLD.iter().any(|world| named.starts_with(world)) {
                wrong.push(format!("{}: names {named}", file.path));
            }
        }
        for word in words(&file.code).filter(|word| WORLDLY.contains(word)) {
            wrong.push(format!("{}: says `{word}`", file.path));
        }
    }
    expect_none("pure rooms that touch the world", wrong);
}

#[test]
fn files_stay_small() {
    let mut lengths: Vec<(usize, String)> =
        files_ending("src", ".rs").into_iter().map(|path| (text(&path).lines().count(), path)).collect();
    lengths.sort();
    let long = lengths.iter().filter(|(length, _)| *length > LONGEST).map(|(length, path)| format!("{path}: {length}"));
    expect_none("files of more than 900 lines", long.collect());
    let at = |part: usize| lengths[(lengths.len() * part / 100).min(lengths.len() - 1)].0;
    assert!(at(50) < MEDIAN, "half of the files have {} lines or more", at(50));
    assert!(at(90) <= NINE_IN_TEN, "a tenth of the files has {} lines or more", at(90));
}

#[test]
fn every_file_says_what_it_holds() {
    let silent = files_ending("src", ".rs").into_iter().chain(files_ending("tests", ".rs"));
    // The name of `tests.rs` beside a module says it.
    let silent = silent.filter(|path| !path.ends_with("/tests.rs") && !text(path).starts_with("//! "));
    expect_none("files without a first line that says what they hold", silent.collect());
}
