//! Why a connection could not be opened: failures, how they add up, and what may be tried after each.

use std::error::Error;
use std::io;
use std::net::IpAddr;

use super::parameters::{Host, HostName, Parameters};
use super::server_error::chain;
use super::value::{SessionAttributes, SslMode};
use super::{refusal, tls_failure};
use crate::diagnostic::codes::connection as codes;
use crate::diagnostic::{Code, Diagnostic};

/// What may be tried after a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// Another address of the host, then another host.
    Address,
    /// Another host.
    Host,
    /// Nothing: a server answered, and others would be asked the same. PostgreSQL docs 34.1.1.3.
    Stop,
}

/// One failed attempt.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) diagnostic: Diagnostic,
    pub(super) next: Next,
    /// The same server may answer with TLS, or without.
    pub(super) other_encryption: bool,
}

impl Failure {
    pub(super) fn new(diagnostic: Diagnostic, next: Next) -> Self {
        Self { diagnostic, next, other_encryption: false }
    }

    /// Joins the failures with and without TLS. A server that has no TLS is no news when it then refused
    /// for another reason; otherwise the first failure is the one that was asked for.
    pub(super) fn and(self, second: Self) -> Self {
        let next = second.next;
        if self.diagnostic.code() == &codes::TLS_REFUSED {
            return second;
        }
        if self.diagnostic.code() == second.diagnostic.code() {
            let diagnostic = second.diagnostic.causes().iter().fold(self.diagnostic, |told, cause| told.because(cause));
            return Self { diagnostic, next, other_encryption: false };
        }
        let cause = format!("and the other way: {}", second.diagnostic.message());
        Self { diagnostic: self.diagnostic.because(cause), next, other_encryption: false }
    }
}

/// The circumstances of an attempt.
pub(super) struct Attempt<'a> {
    pub(super) host: &'a Host,
    pub(super) address: Option<IpAddr>,
    pub(super) tls: bool,
    pub(super) parameters: &'a Parameters,
}

impl Attempt<'_> {
    /// The host, with the address it was found at.
    fn place(&self) -> String {
        match (&self.host.name, self.address) {
            (HostName::Tcp(name), Some(address)) if *name != address.to_string() => {
                format!("{} ({address})", self.host)
            }
            _ => self.host.to_string(),
        }
    }
}

/// The first error of a type in a chain, looking into `io::Error`s too.
pub(super) fn find<'a, T: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a T> {
    let mut at = Some(error);
    while let Some(error) = at {
        if let Some(found) = error.downcast_ref::<T>() {
            return Some(found);
        }
        if let Some(inner) = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            return find(inner);
        }
        at = error.source();
    }
    None
}

/// The failure behind a driver's error.
pub(super) fn explain(error: &tokio_postgres::Error, attempt: &Attempt<'_>) -> Failure {
    if error.as_db_error().is_some() {
        return refusal::explain(error, attempt);
    }
    if let Some(failure) = tls_failure::explain(error, attempt) {
        return failure;
    }
    let words = chain(error);
    if words.starts_with("invalid configuration") || words.starts_with("authentication error") {
        return refusal::client_side(&words, attempt);
    }
    match find::<io::Error>(error) {
        Some(io) => Failure::new(network(io, attempt), Next::Address),
        None => Failure::new(not_postgresql(attempt).because(words), Next::Host),
    }
}

fn network(error: &io::Error, attempt: &Attempt<'_>) -> Diagnostic {
    let place = attempt.place();
    let socket = matches!(attempt.host.name, HostName::Socket(_));
    let (code, message, advice): (Code, _, _) = match error.kind() {
        io::ErrorKind::ConnectionRefused => (
            &codes::REFUSED,
            format!("{place} refused the connection"),
            "check that PostgreSQL is running there and listens on that port".to_owned(),
        ),
        io::ErrorKind::TimedOut => {
            (&codes::TIMEOUT, format!("{place} did not answer in time"), "check host, port and firewall".to_owned())
        }
        io::ErrorKind::NotFound if socket => (
            &codes::UNREACHABLE,
            format!("there is no server socket at {place}"),
            "check that PostgreSQL is running, or name a host such as localhost".to_owned(),
        ),
        io::ErrorKind::PermissionDenied if socket => (
            &codes::UNREACHABLE,
            format!("this user may not use the server socket at {place}"),
            "ask for access to the socket, or name a host such as localhost".to_owned(),
        ),
        io::ErrorKind::NetworkUnreachable | io::ErrorKind::HostUnreachable => {
            (&codes::UNREACHABLE, format!("there is no way to {place}"), unreachable_advice(attempt))
        }
        io::ErrorKind::ConnectionReset | io::ErrorKind::UnexpectedEof | io::ErrorKind::BrokenPipe => (
            &codes::NOT_POSTGRESQL,
            format!("{place} closed the connection while it was being opened"),
            "check that this port is PostgreSQL's, and look into the server's log".to_owned(),
        ),
        _ => (&codes::UNREACHABLE, format!("no connection to {place}"), "check host, port and network".to_owned()),
    };
    Diagnostic::error(code, message).because(error.to_string()).advice(advice)
}

fn unreachable_advice(attempt: &Attempt<'_>) -> String {
    if attempt.address.is_some_and(|address| address.is_ipv6()) {
        return "this network has no IPv6: use an IPv4 address of the server, or its provider's pooler".to_owned();
    }
    "check network, routes and VPN".to_owned()
}

fn not_postgresql(attempt: &Attempt<'_>) -> Diagnostic {
    Diagnostic::error(&codes::NOT_POSTGRESQL, format!("{} does not speak PostgreSQL's protocol", attempt.place()))
        .advice("check the port: 5432 is PostgreSQL's own; PostgREST's and other HTTP ports do not fit")
}

/// A host whose name leads nowhere.
pub(super) fn unresolved(host: &Host, error: Option<&io::Error>) -> Failure {
    let name = match &host.name {
        HostName::Tcp(name) => name.clone(),
        HostName::Socket(folder) => folder.display().to_string(),
    };
    let mut unresolved =
        Diagnostic::error(&codes::UNRESOLVED_HOST, format!("the host name `{name}` cannot be resolved"));
    if let Some(error) = error {
        unresolved = unresolved.because(error.to_string());
    }
    Failure::new(unresolved.advice("check the spelling, the network and the VPN"), Next::Address)
}

/// An attempt that took longer than `connect_timeout`.
pub(super) fn timeout(host: &Host, parameters: &Parameters) -> Failure {
    let seconds = parameters.connect_timeout.map_or(0, |limit| limit.as_secs());
    Failure::new(
        Diagnostic::error(&codes::TIMEOUT, format!("{host} did not answer within {seconds} s"))
            .advice("check host, port and firewall: a dropped packet is not answered at all")
            .advice("raise connect_timeout for a server that is only slow"),
        Next::Address,
    )
}

/// A server of another kind than the one asked for.
pub(super) fn unwanted(host: &Host, wanted: SessionAttributes) -> Failure {
    Failure::new(
        Diagnostic::error(&codes::UNWANTED_SERVER, format!("{host} is not the kind of server that was asked for"))
            .because(format!("target_session_attrs={wanted}"))
            .advice("name all servers of the cluster, or change target_session_attrs"),
        Next::Host,
    )
}

/// One diagnostic for all hosts: the most telling failure, with the others' messages as causes.
pub(super) fn combine(mut failures: Vec<Failure>, parameters: &Parameters) -> Diagnostic {
    let best = (0..failures.len()).max_by_key(|at| (weight(&failures[*at]), *at)).unwrap_or_default();
    if failures.is_empty() {
        return Diagnostic::error(&codes::UNREACHABLE, format!("no connection to {}", parameters.describe()));
    }
    let mut told = failures.remove(best).diagnostic;
    for other in &failures {
        told = told.because(format!("also tried: {}", other.diagnostic.message()));
    }
    if parameters.security.mode == SslMode::Disable && told.code() == &codes::NO_HBA_ENTRY {
        told = told.advice("the server may ask for TLS: use sslmode=require");
    }
    told
}

/// A server's own answer tells more than silence.
fn weight(failure: &Failure) -> u8 {
    match failure.next {
        Next::Stop => 3,
        Next::Host => 2,
        Next::Address => 1,
    }
}
