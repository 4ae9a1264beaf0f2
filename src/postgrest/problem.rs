//! The diagnostics of this room that probes and callers share. Pure.

use super::http::Unreachable;
use super::{ErrorBody, ServerVersion};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::postgrest as codes;

/// No usable base URL. Repeats the URL only up to where a password could stand.
pub fn bad_url(url: &str, why: &str) -> Diagnostic {
    let shown = if url.contains('@') { "the URL" } else { url };
    Diagnostic::error(&codes::BAD_URL, format!("`{shown}` is no URL of a PostgREST: {why}"))
        .advice("write it like http://127.0.0.1:3000 or https://example.com/api")
}

/// A password in the URL.
pub fn password_in_url() -> Diagnostic {
    Diagnostic::error(&codes::BAD_URL, "the URL of PostgREST holds a password")
        .because("output and pgai.yaml would show it")
        .advice("leave user and password out of the URL")
}

/// Nothing answers.
pub fn unreachable(base: &str, why: &Unreachable) -> Diagnostic {
    let diagnostic =
        Diagnostic::error(&codes::UNREACHABLE, format!("PostgREST at {base} does not answer")).because(why.to_string());
    match why {
        Unreachable::Refused => diagnostic.advice("start PostgREST, or correct host and port"),
        Unreachable::Dns => diagnostic.advice("correct the host name"),
        Unreachable::Timeout => diagnostic
            .advice("look at PostgREST's log: it answers late or never while it cannot reach its database")
            .advice("give it more time with --timeout"),
        Unreachable::Tls(_) => {
            diagnostic.advice("add the certificate's authority to the system's store, or name it in SSL_CERT_FILE")
        }
        Unreachable::Other(_) => diagnostic.advice("correct the URL, or look at the proxy between"),
    }
}

/// Something else answers.
pub fn not_postgrest(base: &str, status: u16, server: Option<&str>) -> Diagnostic {
    let who = server.map_or_else(String::new, |server| format!(" (Server: {server})"));
    Diagnostic::error(&codes::NOT_POSTGREST, format!("what answers at {base} is no PostgREST{who}"))
        .because(format!("status {status}, and neither headers nor body are PostgREST's"))
        .advice("name the URL under which PostgREST's paths begin, with the path prefix of a proxy if there is one")
}

/// The admin port was named in place of the API's.
pub fn admin_server(base: &str) -> Diagnostic {
    Diagnostic::error(&codes::NOT_POSTGREST, format!("what answers at {base} is PostgREST's admin server, not its API"))
        .advice("name server-port under `postgrest:` and admin-server-port under `admin:`")
}

/// It runs and has no database or no schema cache.
pub fn no_database(base: &str, status: u16, error: Option<&ErrorBody>) -> Diagnostic {
    let diagnostic =
        Diagnostic::error(&codes::NO_DATABASE, format!("PostgREST at {base} has no usable database connection"));
    let words = error.map_or_else(|| format!("status {status}"), |error| format!("status {status}, {error}"));
    diagnostic.because(words).advice("wait until it has started, or look at its log")
}

/// Its schemas are not those of the database at hand.
pub fn other_schemas(version: Option<ServerVersion>, served: &[String], wanted: &[String]) -> Diagnostic {
    let who = version.map_or_else(|| "PostgREST".to_owned(), |version| format!("PostgREST {version}"));
    let message = match served.len() {
        1 => format!("{who} serves schema {}; this database does not have it", served[0]),
        2 => format!("{who} serves schemas {}; this database has neither", served.join(", ")),
        _ => format!("{who} serves schemas {}; this database has none of them", served.join(", ")),
    };
    let diagnostic = Diagnostic::error(&codes::OTHER_SCHEMAS, message);
    let diagnostic = if wanted.is_empty() {
        diagnostic
    } else {
        diagnostic.because(format!("the project exposes {}", wanted.join(", ")))
    };
    diagnostic
        .advice("name the PostgREST that belongs to the database with --postgrest, or the other database with --db")
}

/// The database is changed and PostgREST still answers from its old cache.
///
/// PostgREST exposes other schemas than the project says; the database may well have them.
pub fn schemas_differ(version: Option<ServerVersion>, served: &[String], wanted: &[String]) -> Diagnostic {
    let who = version.map_or_else(|| "PostgREST".to_owned(), |version| format!("PostgREST {version}"));
    let message = format!("{who} exposes {}; pgai.yaml says {}", served.join(", "), wanted.join(", "));
    Diagnostic::error(&codes::OTHER_SCHEMAS, message)
        .advice(
            "correct `schemas:` in pgai.yaml (the order counts: the first is the default), or db-schemas of PostgREST",
        )
        .advice("or name the PostgREST that belongs to this database with --postgrest")
}

/// `listeners`: how many sessions of PostgREST listen in the database, when anybody could see.
pub fn stale(base: &str, waited: std::time::Duration, open: &[String], listeners: Option<usize>) -> Diagnostic {
    if listeners == Some(0) {
        return no_listener(base, open);
    }
    let diagnostic = Diagnostic::error(
        &codes::STALE_CACHE,
        match waited.as_secs() {
            0 => format!("PostgREST at {base} serves an old schema cache"),
            seconds => format!("PostgREST at {base} still serves the old schema cache after {seconds} s"),
        },
    );
    let diagnostic = open.iter().fold(diagnostic, |diagnostic, line| diagnostic.because(line.clone()));
    let diagnostic = match listeners {
        Some(count) => diagnostic
            .because(format!("{count} PostgREST sessions listen in this database; another instance may have answered")),
        None => diagnostic.because("whether it listens could not be seen: that needs pg_read_all_stats"),
    };
    diagnostic
        .advice("run `pgai apply`, which asks for a reload, and look at PostgREST's log for a failed cache load")
        .advice("send SIGUSR1 to PostgREST where notifications do not reach it")
}

/// Nobody receives NOTIFY.
pub fn no_listener(base: &str, open: &[String]) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        &codes::NO_LISTENER,
        format!("no PostgREST listens for notifications in this database ({base} does not)"),
    );
    open.iter()
        .fold(diagnostic, |diagnostic, line| diagnostic.because(line.clone()))
        .advice("set db-channel-enabled = true and let db-uri name the database itself: LISTEN is lost through a transaction pooler")
        .advice("until then restart PostgREST or send it SIGUSR1 after each change")
}

/// The value in effect is not known, so writing it could switch off the user's own.
pub fn unknown_effective(name: &str, file_key: &str, env: &str) -> Diagnostic {
    Diagnostic::error(
        &codes::UNKNOWN_EFFECTIVE,
        format!("pgai does not know what {name} is set to in PostgREST's file or environment"),
    )
    .because("a setting in the database overrides file and environment, and no probe shows what it overrode")
    .advice("give the configuration: `pgai init --config FILE`, or `postgrest --dump-config | pgai init --config -`")
    .advice(format!("or declare it in postgrest.yaml: `{name}: {{set: false, layer: file}}`"))
    .advice(format!("or set `{file_key}` (or {env}) yourself, and let `layer: file` say so"))
}

/// The role at hand may not set `pgrst.*`.
pub fn may_not_set(role: &str, login_role: &str, names: &[String]) -> Diagnostic {
    let grants = names.iter().map(|name| format!("GRANT SET ON PARAMETER pgrst.{name} TO {role}"));
    let diagnostic = Diagnostic::error(&codes::MAY_NOT_SET, format!("{role} may not set pgrst.* for {login_role}"))
        .because("it takes a superuser, or from PostgreSQL 15 on ADMIN on the login role and SET on each parameter");
    grants
        .fold(diagnostic, |diagnostic, grant| diagnostic.advice(format!("let an administrator run `{grant}`")))
        .advice("or write the settings into the file")
}

/// Anonymous access is off and no token is at hand.
pub fn anonymous_disabled(base: &str) -> Diagnostic {
    Diagnostic::warning(
        &codes::ANONYMOUS_DISABLED,
        format!("PostgREST at {base} answers nobody without a token, so its schemas were not seen"),
    )
    .advice("give a token, or set db-anon-role")
}

/// The root document came in part.
pub fn cut_document(schema: &str, bytes: usize) -> Diagnostic {
    Diagnostic::warning(
        &codes::CUT_DOCUMENT,
        format!("the root document of {schema} is cut after {bytes} bytes; what is not in it was not compared"),
    )
    .because("PostgREST closes the connection when it takes over 60 s to compute its relationships")
    .advice("call it again: the second time the cache is warm")
    .advice("upgrade PostgREST to 14 or newer where many views stand on the same tables")
}
