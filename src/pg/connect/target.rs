//! What names a database: `--db`, PGAI_DB, an environment of pgai.yaml. Text to settings, no connection yet.

use std::path::Path;

use secrecy::ExposeSecret;

use super::environment::Environment;
use super::keyword;
use super::origin::Origin;
use super::settings::{Settings, unknown_keyword};
use super::{keyvalue, url, variables};
use crate::diagnostic::codes::connection as codes;
use crate::diagnostic::{Diagnostic, Result};
use crate::manifest::document::Database;

/// A named database, before libpq's service files, variables and defaults fill what it leaves open.
#[derive(Debug, Clone)]
pub struct Target {
    origin: Origin,
    pub(super) settings: Settings,
    warnings: Vec<Diagnostic>,
}

impl Target {
    /// The value of `--db`: a URL, key/value text, `var:NAME`, `@FILE` or `-`.
    ///
    /// # Errors
    /// Text that cannot be read, and with `no_input` a password in it, which other users see in the process list.
    pub fn from_flag(text: &str, no_input: bool, environment: &Environment) -> Result<Self> {
        let mut target = Self::parse(text.trim(), Origin::Flag, environment)?;
        if target.origin == Origin::Flag && target.carries_password() {
            let exposed = password_in_flag(no_input);
            if exposed.is_error() {
                return Err(exposed);
            }
            target.warnings.push(exposed);
        }
        Ok(target)
    }

    /// The value of a variable such as `PGAI_DB` or `DATABASE_URL`, in the forms of `--db`. A password in it is nobody else's to see.
    ///
    /// # Errors
    /// A variable that is not set, or text that cannot be read.
    pub fn from_variable(name: &str, environment: &Environment) -> Result<Self> {
        let origin = Origin::Variable(name.to_owned());
        let text = variables::value_of(name, &Origin::Variable(name.to_owned()), environment)?;
        Self::parse(text.trim(), origin, environment)
    }

    /// The `database` of an environment of pgai.yaml; without one, libpq's variables say everything.
    ///
    /// # Errors
    /// A variable that is not set, text that cannot be read, a password written in the file.
    pub fn from_manifest(name: &str, database: Option<&Database>, environment: &Environment) -> Result<Self> {
        let origin = Origin::Environment(name.to_owned());
        match database {
            None => Ok(Self { origin, ..Self::from_libpq() }),
            Some(Database::Text(text)) => Self::from_manifest_text(text.trim(), origin, environment),
            Some(Database::Parameters(parameters)) => {
                let mut settings = Settings::default();
                for (key, value) in parameters {
                    let known = keyword::find(key).ok_or_else(|| unknown_keyword(key, &origin, None, true))?;
                    settings.set(known, value.clone());
                }
                Self::from_template(settings, origin, environment)
            }
        }
    }

    /// No name at all: libpq's variables, service file and defaults.
    pub fn from_libpq() -> Self {
        Self { origin: Origin::Libpq, settings: Settings::default(), warnings: Vec::new() }
    }

    /// Where the parameters were written: the file or variable, where `--db` only points to one.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// True when the text itself holds a password.
    pub fn carries_password(&self) -> bool {
        self.settings.password().is_some()
    }

    /// What is worth saying about the text, for a terminal.
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    /// Reads any of the forms; a variable and a file can hold a target, but not point on for ever.
    fn parse(text: &str, origin: Origin, environment: &Environment) -> Result<Self> {
        if let Some(name) = text.strip_prefix("var:") {
            return Self::from_named_variable(name, &origin, environment);
        }
        if let Some(path) = text.strip_prefix('@') {
            return Self::from_file(path, environment);
        }
        if text == "-" && origin == Origin::Flag {
            let input = environment.stdin().map_err(|error| unreadable("standard input", &error))?;
            return Self::from_text(input.trim(), Origin::Stdin);
        }
        Self::from_text(text, origin)
    }

    fn from_named_variable(name: &str, named_in: &Origin, environment: &Environment) -> Result<Self> {
        if !variables::is_name(name) {
            // What stands there may be a password by mistake, so it is not quoted.
            return Err(not_a_target(named_in, "`var:` is followed by the name of a variable"));
        }
        let text = variables::value_of(name, named_in, environment)?;
        let origin = Origin::Variable(name.to_owned());
        match text.trim().strip_prefix('@') {
            Some(path) => Self::from_file(path, environment),
            None => Self::from_text(text.trim(), origin),
        }
    }

    fn from_file(path: &str, environment: &Environment) -> Result<Self> {
        let text = environment
            .read(Path::new(path))
            .map_err(|error| unreadable(&format!("the connection file {path}"), &error))?;
        let mut target = Self::from_text(text.trim(), Origin::File(path.to_owned()))?;
        let exposed = environment.facts(Path::new(path)).is_ok_and(|facts| facts.open_to_others());
        if exposed && target.carries_password() {
            target.warnings.push(
                Diagnostic::warning(&codes::PASSWORD_EXPOSED, format!("others may read the password in file {path}"))
                    .advice(format!("run `chmod 600 {path}`")),
            );
        }
        Ok(target)
    }

    fn from_text(text: &str, origin: Origin) -> Result<Self> {
        let settings = read(text, &origin)?;
        settings.check_support(&origin)?;
        Ok(Self { origin, settings, warnings: Vec::new() })
    }

    fn from_manifest_text(text: &str, origin: Origin, environment: &Environment) -> Result<Self> {
        // `${DATABASE_URL}`: the variable holds the whole target.
        if let Some(name) = variables::sole_variable(text) {
            let value = variables::value_of(name, &origin, environment)?;
            let target = Self::parse(value.trim(), Origin::Variable(name.to_owned()), environment)?;
            return Ok(target);
        }
        if let Some(name) = text.strip_prefix("var:") {
            return Self::from_named_variable(name, &origin, environment);
        }
        if let Some(path) = text.strip_prefix('@') {
            return Self::from_file(&variables::replace(path, &origin, environment)?, environment);
        }
        // Split first, then replace: a variable's value needs no escapes and cannot add parameters.
        Self::from_template(read(text, &origin)?, origin, environment)
    }

    fn from_template(settings: Settings, origin: Origin, environment: &Environment) -> Result<Self> {
        if settings.password().is_some_and(|password| !variables::has_variable(password.expose_secret())) {
            return Err(password_in_manifest(&origin));
        }
        let settings = settings.map_values(|value| variables::replace(value, &origin, environment))?;
        settings.check_support(&origin)?;
        Ok(Self { origin, settings, warnings: Vec::new() })
    }
}

fn read(text: &str, origin: &Origin) -> Result<Settings> {
    if url::is_url(text) {
        return url::parse(text, origin);
    }
    if text.is_empty() {
        return Err(not_a_target(origin, "it is empty"));
    }
    if text.starts_with("jdbc:") {
        return Err(not_a_target(origin, "it is a JDBC URL: leave `jdbc:` out, and give user and password separately"));
    }
    let equals = text.find('=').filter(|_| keyvalue::is_key_value(text));
    let scheme = text.find("://");
    match (equals, scheme) {
        (Some(equals), scheme) if scheme.is_none_or(|scheme| equals < scheme) => keyvalue::parse(text, origin),
        (_, Some(_)) => Err(not_a_target(origin, "a connection URL starts with postgresql:// or postgres://")),
        _ => Err(not_a_target(origin, "it is neither a URL nor key/value text")),
    }
}

fn not_a_target(origin: &Origin, why: &str) -> Diagnostic {
    Diagnostic::error(&codes::NOT_A_TARGET, format!("{origin} does not name a database"))
        .because(why)
        .advice("write postgresql://USER@HOST:PORT/DATABASE, or host=HOST dbname=DATABASE, or service=NAME")
        .advice("name an environment of pgai.yaml with --env NAME")
}

fn unreadable(what: &str, error: &std::io::Error) -> Diagnostic {
    Diagnostic::error(&codes::UNREADABLE, format!("cannot read {what}"))
        .because(error.to_string())
        .advice("give a file that holds one connection URL or key/value text")
}

fn password_in_flag(no_input: bool) -> Diagnostic {
    let message = "the password in --db is visible to other users of this machine";
    let exposed = if no_input {
        Diagnostic::error(&codes::PASSWORD_EXPOSED, message).because("with --no-input pgai takes no password from --db")
    } else {
        Diagnostic::warning(&codes::PASSWORD_EXPOSED, message)
    };
    exposed
        .advice("put the URL into a variable and pass --db var:NAME, or into a file and pass --db @FILE")
        .advice("or leave the password out, and use PGPASSWORD, a password file (~/.pgpass) or a service")
}

fn password_in_manifest(origin: &Origin) -> Diagnostic {
    Diagnostic::error(&codes::PASSWORD_IN_MANIFEST, format!("{origin} of pgai.yaml holds a password"))
        .advice("replace it by a variable: ${NAME}")
        .advice("or leave it out, and use a password file (~/.pgpass) or a service")
        .advice("change the password if the file was ever committed")
}
