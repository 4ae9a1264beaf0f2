//! Hosts that are known to be transaction poolers.

use super::parameters::{Host, HostName};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::connection as codes;

/// What is worth saying when a host looks like a transaction pooler.
pub(super) fn note(hosts: &[Host]) -> Option<Diagnostic> {
    hosts.iter().find(|host| is_transaction_pooler(host)).map(|host| {
        Diagnostic::note(&codes::TRANSACTION_POOLER, format!("{host} looks like a transaction pooler"))
            .because(
                "sessions are shared there: no LISTEN, no session locks, and a cancelled statement may be another's",
            )
            .advice("use the session port of the pooler (5432), or the database's own host")
    })
}

/// Supabase serves sessions on 5432 and transactions on 6543 of its poolers.
pub(super) fn is_transaction_pooler(host: &Host) -> bool {
    let HostName::Tcp(name) = &host.name else { return false };
    let name = name.to_ascii_lowercase();
    host.port == 6543 && [".supabase.com", ".supabase.co", ".supabase.net"].iter().any(|tail| name.ends_with(tail))
}
