//! A server, or the driver before it, refusing to let us in. Told by SQLSTATE and routine: messages are translated.

use super::failure::{Attempt, Failure, Next};
use super::pooler;
use super::server_error::{ServerError, server_error};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::connection as codes;

/// The failure behind a server's error while connecting.
pub(super) fn explain(error: &tokio_postgres::Error, attempt: &Attempt<'_>) -> Failure {
    let server = server_error(error);
    let next = match server.sqlstate.as_str() {
        // A server that is starting or shutting down: another host may be up. So does libpq since 14.
        "57P03" => Next::Host,
        _ => Next::Stop,
    };
    let diagnostic = because(diagnose(&server, attempt), &server);
    Failure { diagnostic, next, other_encryption: server.sqlstate == "28000" }
}

fn because(diagnostic: Diagnostic, server: &ServerError) -> Diagnostic {
    let diagnostic = diagnostic.because(server.to_string());
    [&server.detail, &server.hint].into_iter().flatten().fold(diagnostic, |told, line| told.because(line))
}

fn diagnose(server: &ServerError, attempt: &Attempt<'_>) -> Diagnostic {
    let (host, parameters) = (attempt.host, attempt.parameters);
    let (user, dbname) = (&parameters.user, &parameters.dbname);
    match server.sqlstate.as_str() {
        "28P01" => wrong_password(attempt),
        "28000" => not_authorized(server, attempt),
        "3D000" => Diagnostic::error(&codes::NO_DATABASE, format!("{host} has no database `{dbname}`"))
            .advice(format!("list them: psql -h HOST -U {user} -l")),
        "42501" => {
            Diagnostic::error(&codes::NO_CONNECT_PRIVILEGE, format!("`{user}` may not connect to database `{dbname}`"))
                .advice(format!("let its owner run: GRANT CONNECT ON DATABASE \"{dbname}\" TO \"{user}\""))
        }
        "53300" => {
            Diagnostic::error(&codes::TOO_MANY_CONNECTIONS, format!("{host} has no connection left for `{user}`"))
                .advice("end idle sessions, raise max_connections or the role's limit, or go through a pooler")
        }
        "57P03" | "57P01" | "57P02" => {
            Diagnostic::error(&codes::NOT_READY, format!("{host} is starting up, shutting down or recovering"))
                .advice("try again in a moment")
        }
        "42704" | "22023" if parameters.options.is_some() => {
            Diagnostic::error(&codes::REFUSED_OTHERWISE, format!("{host} does not take the startup options"))
                .advice("correct `options` or PGOPTIONS")
        }
        _ => other(server, attempt),
    }
}

/// What poolers say; they have few SQLSTATEs and no routines, and one language.
fn other(server: &ServerError, attempt: &Attempt<'_>) -> Diagnostic {
    let host = attempt.host;
    let words = server.message.to_ascii_lowercase();
    if words.contains("unsupported startup parameter") {
        return Diagnostic::error(
            &codes::POOLER_REFUSED,
            format!("{host} is a pooler that refuses a startup parameter"),
        )
        .advice("leave `options` and PGOPTIONS out, or use the pooler's session port or the database's own host")
        .advice("or add the parameter to ignore_startup_parameters in pgbouncer.ini");
    }
    if words.contains("tenant or user not found") {
        return Diagnostic::error(&codes::NO_ROLE, format!("the pooler {host} knows no such project or role"))
            .advice("on Supabase's poolers the user is `ROLE.PROJECT_REF`, as in postgres.abcdefghij");
    }
    if words.contains("no such database") {
        return Diagnostic::error(
            &codes::NO_DATABASE,
            format!("{host} has no database `{}`", attempt.parameters.dbname),
        )
        .advice("a pooler serves only the databases of its configuration");
    }
    let refused = Diagnostic::error(&codes::REFUSED_OTHERWISE, format!("{host} did not accept the connection"));
    if pooler::is_transaction_pooler(host) {
        return refused.advice("use the session port of the pooler (5432), or the database's own host");
    }
    refused.advice("look into the server's log")
}

fn wrong_password(attempt: &Attempt<'_>) -> Diagnostic {
    let user = &attempt.parameters.user;
    Diagnostic::error(&codes::WRONG_PASSWORD, format!("{} refused the password of `{user}`", attempt.host))
        .advice("check user and password; a role that does not exist is refused in the same words")
        .advice("see whether PGPASSWORD or a line of the password file is older than the password")
}

fn not_authorized(server: &ServerError, attempt: &Attempt<'_>) -> Diagnostic {
    let (host, user) = (attempt.host, &attempt.parameters.user);
    match server.routine.as_deref() {
        Some("ClientAuthentication") if server.message.contains("client certificate") => {
            Diagnostic::error(&codes::CLIENT_CERTIFICATE, format!("{host} asks for a client certificate"))
                .advice("name one with sslcert=FILE and sslkey=FILE")
        }
        Some("ClientAuthentication") => {
            Diagnostic::error(&codes::NO_HBA_ENTRY, format!("pg_hba.conf of {host} does not let `{user}` in from here"))
                .advice("have an entry for this user, database, address and encryption added, and the server reloaded")
        }
        Some("InitializeSessionUserId") => {
            Diagnostic::error(&codes::NO_ROLE, format!("`{user}` is no role that may log in at {host}"))
                .advice("check the user, or have it made: CREATE ROLE .. LOGIN")
        }
        Some("auth_failed") => {
            Diagnostic::error(&codes::WRONG_PASSWORD, format!("{host} did not believe that we are `{user}`"))
                .advice("log in as the role of your operating system user, or name a host and use a password")
        }
        _ => Diagnostic::error(&codes::REFUSED_OTHERWISE, format!("{host} does not let `{user}` in"))
            .advice("check user, database and pg_hba.conf"),
    }
}

/// What the driver refuses by itself: a password that is not there, methods nobody speaks.
pub(super) fn client_side(words: &str, attempt: &Attempt<'_>) -> Failure {
    let host = attempt.host;
    if words.contains("password missing") {
        let mut missing = Diagnostic::error(
            &codes::NO_PASSWORD,
            format!("{host} asks for the password of `{}`, and there is none", attempt.parameters.user),
        );
        if let Some(warning) = attempt.parameters.passfile_warning() {
            missing = warning.advices().iter().fold(missing.because(warning.message()), |told, line| told.advice(line));
        }
        return Failure::new(
            missing.advice("set PGPASSWORD, or add a line to ~/.pgpass, or name a service that holds it"),
            Next::Stop,
        );
    }
    let unsupported = if words.contains("channel binding") {
        Diagnostic::error(&codes::AUTHENTICATION_METHOD, format!("{host} did not bind the password to the TLS channel"))
            .advice("use sslmode=require or more, or channel_binding=prefer")
    } else {
        Diagnostic::error(&codes::AUTHENTICATION_METHOD, format!("{host} asks for a login method pgai does not speak"))
            .advice("have scram-sha-256, or a client certificate, allowed in pg_hba.conf")
    };
    Failure::new(unsupported.because(words), Next::Stop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pg::connect::{Environment, Parameters, Target};

    #[test]
    fn answers_no_local_server_gives() {
        let session = "postgresql://app@aws-0-x.pooler.supabase.com:5432/shop";
        let transaction = "postgresql://app@aws-0-x.pooler.supabase.com:6543/shop";
        for (sqlstate, message, target, code, advice) in [
            ("08P01", "unsupported startup parameter: options", session, "PGAI-1039", "PGOPTIONS"),
            ("08P01", "unsupported startup parameter in options: work_mem", session, "PGAI-1039", "PGOPTIONS"),
            ("XX000", "Tenant or user not found", transaction, "PGAI-1033", "ROLE.PROJECT_REF"),
            ("08P01", "no such database: shop", session, "PGAI-1034", "pooler"),
            ("57P03", "the database system is starting up", session, "PGAI-1037", "again"),
            ("53300", "sorry, too many clients already", session, "PGAI-1036", "max_connections"),
            ("XX000", "something else", transaction, "PGAI-1053", "session port"),
            ("XX000", "something else", session, "PGAI-1053", "log"),
        ] {
            let environment = Environment::empty();
            let target = Target::from_flag(target, true, &environment).unwrap();
            let parameters = Parameters::resolve(&target, &environment).unwrap();
            let attempt = Attempt { host: &parameters.hosts[0], address: None, tls: true, parameters: &parameters };
            let server = ServerError { sqlstate: sqlstate.into(), message: message.into(), ..ServerError::default() };
            let told = diagnose(&server, &attempt);
            assert_eq!(told.code().id, code, "{message}");
            assert!(told.advices().join(" ").contains(advice), "{message}: {:?}", told.advices());
        }
    }
}
