//! Telling a lost connection from a failed statement.

use tokio_postgres::error::Severity;

use super::server_error::{chain, server_error};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::connection as codes;

/// The diagnostic for an error that means the connection is gone; `None` for every other error.
///
/// `connection closed` is all a client sees when the server's last words came outside a statement;
/// `Connection::lost` knows those words too.
pub fn lost(error: &tokio_postgres::Error) -> Option<Diagnostic> {
    lost_because(error, None)
}

pub(super) fn lost_because(error: &tokio_postgres::Error, last_words: Option<&str>) -> Option<Diagnostic> {
    if let Some(server) = error.as_db_error() {
        // Errors of class 08 also come from foreign servers, and leave our own connection alone.
        if !matches!(server.parsed_severity(), Some(Severity::Fatal | Severity::Panic)) {
            return None;
        }
        let (message, advice) = ended_by_server(server.code().code());
        return Some(
            Diagnostic::error(&codes::CONNECTION_LOST, message).because(server_error(error).to_string()).advice(advice),
        );
    }
    let broken = error.to_string() == "error communicating with the server";
    if !(error.is_closed() || broken) {
        return None;
    }
    let cause = last_words.map_or_else(|| chain(error), str::to_owned);
    Some(
        Diagnostic::error(&codes::CONNECTION_LOST, "the connection to the database was lost")
            .because(cause)
            .advice("check server and network, and run again; `pgai diff` tells what is there"),
    )
}

/// SQLSTATEs with which the server ends a session.
fn ended_by_server(sqlstate: &str) -> (&'static str, &'static str) {
    match sqlstate {
        "57P01" => ("the server ended the connection", "run again when the server is back"),
        "57P02" => ("the server crashed or was stopped at once", "run again when the server is back"),
        "57P04" => ("the database was dropped", "check which database is meant"),
        "57P05" => ("the server ended the idle connection", "raise idle_session_timeout for this role"),
        "25P03" => (
            "the server ended the connection, its transaction was idle for too long",
            "run again; raise idle_in_transaction_session_timeout if pgai was not suspended",
        ),
        "25P04" => ("the server ended the connection, its transaction took too long", "raise transaction_timeout"),
        _ => ("the server ended the connection", "look into the server's log, and run again"),
    }
}
