//! The password file: `host:port:database:user:password`. PostgreSQL docs 34.16.

use std::path::{Path, PathBuf};

use secrecy::SecretString;

use super::environment::Environment;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::connection as codes;

/// Whom a password is looked up for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted<'a> {
    /// Host name, address or `localhost` for a default socket folder.
    pub(super) host: &'a str,
    /// Port.
    pub(super) port: u16,
    /// Database name.
    pub(super) dbname: &'a str,
    /// User name.
    pub(super) user: &'a str,
}

/// The text of a password file that may be used.
pub(super) struct Passfile(String);

impl Passfile {
    /// Opens the file that was named, else PGPASSFILE's, else the user's own.
    /// A file that cannot be used gives a warning, as in libpq; one that is not there gives nothing.
    pub(super) fn open(named: Option<&str>, environment: &Environment) -> (Option<Self>, Option<Diagnostic>) {
        let Some(path) = named.map(PathBuf::from).or_else(|| default_path(environment)) else { return (None, None) };
        let Ok(facts) = environment.facts(&path) else { return (None, None) };
        if !facts.regular {
            return (None, Some(ignored(&path, "it is not a regular file")));
        }
        if facts.open_to_others() {
            let mode = facts.mode.unwrap_or_default();
            let warning = ignored(&path, &format!("group or others may access it (mode {mode:04o})"))
                .advice(format!("run `chmod 600 {}`", path.display()));
            return (None, Some(warning));
        }
        match environment.read(&path) {
            Ok(text) => (Some(Self(text)), None),
            Err(error) => (None, Some(ignored(&path, &error.to_string()))),
        }
    }

    /// The password of the first line that fits.
    pub(super) fn password(&self, wanted: &Wanted<'_>) -> Option<SecretString> {
        self.0.lines().find_map(|line| password_of(line, wanted)).map(SecretString::from)
    }
}

fn default_path(environment: &Environment) -> Option<PathBuf> {
    if cfg!(windows) {
        return environment.postgresql_folder().map(|folder| folder.join("pgpass.conf"));
    }
    environment.home().map(|home| home.join(".pgpass"))
}

fn ignored(path: &Path, why: &str) -> Diagnostic {
    Diagnostic::warning(&codes::PASSFILE_IGNORED, format!("the password file {} is ignored", path.display()))
        .because(why)
}

fn password_of(line: &str, wanted: &Wanted<'_>) -> Option<String> {
    if line.starts_with('#') {
        return None;
    }
    let port = wanted.port.to_string();
    let mut rest = line;
    for value in [wanted.host, &port, wanted.dbname, wanted.user] {
        let (field, after) = field(rest);
        if !matches(field, value) {
            return None;
        }
        rest = after?;
    }
    Some(unescape(field(rest).0)).filter(|password| !password.is_empty())
}

/// Splits at the first `:` that is not escaped.
fn field(text: &str) -> (&str, Option<&str>) {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            ':' => return (&text[..at], Some(&text[at + 1..])),
            _ => {}
        }
    }
    (text, None)
}

fn matches(field: &str, value: &str) -> bool {
    field == "*" || unescape(field) == value
}

fn unescape(field: &str) -> String {
    let mut plain = String::with_capacity(field.len());
    let mut chars = field.chars();
    while let Some(c) = chars.next() {
        // A lone backslash at the end stands for itself.
        plain.push(if c == '\\' { chars.next().unwrap_or('\\') } else { c });
    }
    plain
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use secrecy::ExposeSecret;

    use super::*;

    const WANTED: Wanted<'static> = Wanted { host: "db", port: 5432, dbname: "app", user: "me" };

    fn look_up(text: &str) -> Option<String> {
        Passfile(text.to_owned()).password(&WANTED).map(|password| password.expose_secret().to_owned())
    }

    #[test]
    fn the_first_fitting_line_counts() {
        for (text, password) in [
            ("db:5432:app:me:one", Some("one")),
            ("db:5432:app:me:one\ndb:5432:app:me:two", Some("one")),
            ("# c\n\nother:5432:app:me:no\n*:*:*:*:any", Some("any")),
            ("*:*:*:me:x", Some("x")),
            ("*:5433:*:me:x", None),
            ("db:5432:app:me", None),
            ("db:5432:app:me:", None),
            ("db:5432:app:me:a\\:b\\\\c", Some("a:b\\c")),
            ("db:5432:app:me:a:b", Some("a")),
            ("d\\b:5432:app:me:x", Some("x")),
            ("db:5432:app:me:x\\", Some("x\\")),
            ("db:5432:app:me:x\r\n", Some("x")),
            ("**:5432:app:me:x", None),
            ("db:5432:ap*:me:x", None),
            ("\\*:5432:app:me:x", None),
            ("db:5432:app:me: blank ", Some(" blank ")),
            ("", None),
            (":::::", None),
        ] {
            assert_eq!(look_up(text).as_deref(), password, "{text:?}");
        }
    }

    #[test]
    fn a_file_open_to_others_is_ignored_with_a_warning() {
        for (mode, usable) in
            [(0o600, true), (0o400, true), (0o640, false), (0o604, false), (0o666, false), (0o610, false)]
        {
            let environment =
                Environment::empty().with_user("me", "/home/me").with_files([("/home/me/.pgpass", mode, "*:*:*:*:x")]);
            let (file, warning) = Passfile::open(None, &environment);
            assert_eq!(file.is_some(), usable, "{mode:o}");
            assert_eq!(warning.is_none(), usable, "{mode:o}");
        }
        let (file, warning) = Passfile::open(None, &Environment::empty().with_user("me", "/home/me"));
        assert!(file.is_none() && warning.is_none());
    }

    proptest! {
        #[test]
        fn any_password_round_trips(host in "[^\n\r\0]{1,12}", password in "[^\n\r\0]{1,12}") {
            let escape = |text: &str| text.replace('\\', "\\\\").replace(':', "\\:");
            // `*` alone and a leading `#` are the format's own.
            prop_assume!(!host.starts_with('#') && host != "*");
            let file = Passfile(format!("{}:1:d:u:{}", escape(&host), escape(&password)));
            let found = file.password(&Wanted { host: &host, port: 1, dbname: "d", user: "u" });
            prop_assert_eq!(found.map(|one| one.expose_secret().to_owned()), Some(password));
        }

        #[test]
        fn no_line_panics(line in ".{0,40}") {
            look_up(&line);
        }
    }
}
