//! Service files: named sets of parameters. PostgreSQL docs 34.17.

use std::io;
use std::path::{Path, PathBuf};

use super::environment::Environment;
use super::keyword;
use super::origin::Origin;
use super::settings::{Settings, unknown_keyword};
use crate::diagnostic::codes::connection as codes;
use crate::diagnostic::{Diagnostic, Result, nearest};

/// Folders of the system-wide file where PGSYSCONFDIR is not set: Debian's, and what most other builds use.
const SYSTEM_FOLDERS: [&str; 2] = ["/etc/postgresql-common", "/etc"];

/// The parameters of a service: from the user's file, else from the system's.
pub(super) fn load(name: &str, environment: &Environment) -> Result<Settings> {
    let mut seen = Vec::new();
    let mut known = Vec::new();
    for (path, required) in candidates(environment) {
        let text = match environment.read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound && !required => continue,
            Err(error) => {
                return Err(Diagnostic::error(
                    &codes::UNREADABLE,
                    format!("cannot read the service file {}", path.display()),
                )
                .because(error.to_string())
                .advice("correct PGSERVICEFILE, or make the file readable"));
            }
        };
        if let Some(settings) = section(&text, name, &path)? {
            return Ok(settings);
        }
        known.extend(names(&text));
        seen.push(path.display().to_string());
    }
    Err(unknown_service(name, &seen, &known))
}

fn candidates(environment: &Environment) -> Vec<(PathBuf, bool)> {
    let mut paths = Vec::new();
    match environment.variable("PGSERVICEFILE") {
        Some(path) => paths.push((PathBuf::from(path), true)),
        None if cfg!(windows) => {
            paths.extend(environment.postgresql_folder().map(|folder| (folder.join(".pg_service.conf"), false)));
        }
        None => paths.extend(environment.home().map(|home| (home.join(".pg_service.conf"), false))),
    }
    match environment.variable("PGSYSCONFDIR") {
        Some(folder) => paths.push((Path::new(&folder).join("pg_service.conf"), false)),
        None => paths.extend(SYSTEM_FOLDERS.map(|folder| (Path::new(folder).join("pg_service.conf"), false))),
    }
    paths
}

/// The parameters below `[name]`, or `None` where the file has no such section.
fn section(text: &str, name: &str, path: &Path) -> Result<Option<Settings>> {
    let origin = Origin::Service(name.to_owned());
    let mut found: Option<Settings> = None;
    for (number, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if line.starts_with('[') {
            if found.is_some() {
                break;
            }
            if header(line) == Some(name) {
                found = Some(Settings::default());
            }
            continue;
        }
        if let Some(settings) = &mut found {
            entry(line, settings, &origin).map_err(|error| in_file(error, path, number + 1))?;
        }
    }
    Ok(found)
}

fn entry(line: &str, settings: &mut Settings, origin: &Origin) -> Result<()> {
    if line.starts_with("ldap") {
        return Err(malformed(origin, "LDAP look-ups are not supported"));
    }
    let Some((key, value)) = line.split_once('=') else { return Err(malformed(origin, "a line without `=`")) };
    if key == "service" {
        return Err(malformed(origin, "a service cannot name another service"));
    }
    let keyword = keyword::find(key.trim_end()).ok_or_else(|| unknown_keyword(key.trim_end(), origin, None, true))?;
    // The first value counts, as in libpq.
    if settings.get(keyword.name).is_none() {
        settings.set(keyword, value.trim_start().to_owned());
    }
    Ok(())
}

fn header(line: &str) -> Option<&str> {
    line.strip_prefix('[')?.split_once(']').map(|(name, _)| name)
}

fn names(text: &str) -> impl Iterator<Item = String> + '_ {
    text.lines().filter_map(|line| header(line.trim())).map(str::to_owned)
}

fn malformed(origin: &Origin, why: &str) -> Diagnostic {
    Diagnostic::error(&codes::MALFORMED_SERVICE, format!("{origin} cannot be read"))
        .because(why)
        .advice("write one `keyword=value` per line below `[name]`")
}

fn in_file(error: Diagnostic, path: &Path, line: usize) -> Diagnostic {
    error.because(format!("{}, line {line}", path.display()))
}

fn unknown_service(name: &str, seen: &[String], known: &[String]) -> Diagnostic {
    let unknown = Diagnostic::error(&codes::UNKNOWN_SERVICE, format!("service `{name}` is not defined"));
    let unknown = if seen.is_empty() {
        unknown.because("there is no service file")
    } else {
        unknown.because(format!("not in {}", seen.join(", ")))
    };
    match nearest(name, known.iter().map(String::as_str)) {
        Some(near) => unknown.advice(format!("did you mean `{near}`?")),
        None => unknown.advice(format!("add [{name}] to ~/.pg_service.conf, or set PGSERVICEFILE")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# teams\n[shop]\nhost=db.example.com\n port = 5433 \nuser=app\nuser=second\n\n[shop-prod]\nhost=prod.example.com\npassword=s3cret\n[nested]\nservice=shop\n[ldap]\nldap://x\n[odd]\nhots=x\n[bare]\nhost\n";

    fn load_from(name: &str) -> Result<Settings> {
        load(
            name,
            &Environment::empty().with_user("me", "/home/me").with_files([("/home/me/.pg_service.conf", 0o600, FILE)]),
        )
    }

    #[test]
    fn a_section_gives_its_parameters() {
        let shop = load_from("shop").unwrap();
        assert_eq!(shop.get("host"), Some("db.example.com"));
        assert_eq!(shop.get("port"), Some("5433"));
        assert_eq!(shop.get("user"), Some("app"), "the first value counts");
        assert!(load_from("shop-prod").unwrap().password().is_some());
    }

    #[test]
    fn what_is_wrong_has_its_code() {
        for (name, code, cause) in [
            ("shpo", "PGAI-1010", "not in /home/me/.pg_service.conf"),
            ("nested", "PGAI-1011", "another service"),
            ("ldap", "PGAI-1011", "LDAP"),
            ("odd", "PGAI-1003", "line 16"),
            ("bare", "PGAI-1011", "without `=`"),
        ] {
            let error = load_from(name).unwrap_err();
            assert_eq!(error.code().id, code, "{name}");
            assert!(error.causes().join("; ").contains(cause), "{name}: {:?}", error.causes());
        }
        assert_eq!(load_from("shpo").unwrap_err().advices(), ["did you mean `shop`?"]);
    }

    #[test]
    fn the_system_file_comes_after_the_users() {
        let environment =
            Environment::empty().with_user("me", "/home/me").with_variables([("PGSYSCONFDIR", "/sys")]).with_files([
                ("/home/me/.pg_service.conf", 0o600, "[a]\nhost=user\n"),
                ("/sys/pg_service.conf", 0o644, "[a]\nhost=system\n[b]\nhost=system\n"),
            ]);
        assert_eq!(load("a", &environment).unwrap().get("host"), Some("user"));
        assert_eq!(load("b", &environment).unwrap().get("host"), Some("system"));
    }

    #[test]
    fn a_named_file_has_to_be_there() {
        let environment = Environment::empty().with_variables([("PGSERVICEFILE", "/none")]);
        assert_eq!(load("a", &environment).unwrap_err().code().id, "PGAI-1009");
        assert_eq!(load("a", &Environment::empty()).unwrap_err().code().id, "PGAI-1010");
    }
}
