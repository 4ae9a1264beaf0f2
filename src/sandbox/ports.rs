//! Free TCP ports on 127.0.0.1.

use std::net::TcpListener;

use crate::diagnostic::codes::sandbox as codes;
use crate::diagnostic::{Diagnostic, Result};

/// A port that nobody listened on a moment ago. Whoever binds it has to expect a lost race.
pub(super) fn free() -> Result<u16> {
    TcpListener::bind(("127.0.0.1", 0))
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(|e| Diagnostic::error(&codes::NO_PORT, "cannot listen on 127.0.0.1").because(e.to_string()))
}

/// The remembered port when it is free, else another one.
pub(super) fn free_or(remembered: Option<u16>) -> Result<u16> {
    match remembered {
        Some(port) if TcpListener::bind(("127.0.0.1", port)).is_ok() => Ok(port),
        _ => free(),
    }
}

/// Whether a server's log says that somebody else had the port (PostgreSQL's and GHC's words).
pub(super) fn was_taken(log: &str) -> bool {
    ["Address already in use", "resource busy", "could not bind"].iter().any(|words| log.contains(words))
}
