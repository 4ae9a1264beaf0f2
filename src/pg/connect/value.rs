//! Typed values of libpq parameters. A value that cannot be read is not quoted: it may be a misplaced password.

use std::fmt;
use std::net::IpAddr;
use std::time::Duration;

use super::settings::Settings;
use crate::diagnostic::codes::connection as codes;
use crate::diagnostic::{Diagnostic, Result};

/// How much TLS is asked for. PostgreSQL docs 34.1.2, `sslmode`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SslMode {
    /// Never.
    Disable,
    /// When the server refuses without.
    Allow,
    /// When the server can.
    Prefer,
    /// Always; the certificate is checked only where a root certificate is at hand.
    Require,
    /// Always, with a certificate of a trusted authority.
    VerifyCa,
    /// Always, with a trusted certificate in the host's name.
    VerifyFull,
}

impl fmt::Display for SslMode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(SSL_MODES.iter().find(|(_, mode)| mode == self).map_or("", |(name, _)| name))
    }
}

pub(super) const SSL_MODES: &[(&str, SslMode)] = &[
    ("disable", SslMode::Disable),
    ("allow", SslMode::Allow),
    ("prefer", SslMode::Prefer),
    ("require", SslMode::Require),
    ("verify-ca", SslMode::VerifyCa),
    ("verify-full", SslMode::VerifyFull),
];

/// Which server will do, of several. PostgreSQL docs 34.1.2, `target_session_attrs`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionAttributes {
    /// Any that answers.
    Any,
    /// One that takes writes.
    ReadWrite,
    /// One whose sessions are read-only.
    ReadOnly,
    /// One that is not in recovery.
    Primary,
    /// One in recovery.
    Standby,
    /// One in recovery, else any.
    PreferStandby,
}

impl fmt::Display for SessionAttributes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(SESSION_ATTRIBUTES.iter().find(|(_, one)| one == self).map_or("", |(name, _)| name))
    }
}

pub(super) const SESSION_ATTRIBUTES: &[(&str, SessionAttributes)] = &[
    ("any", SessionAttributes::Any),
    ("read-write", SessionAttributes::ReadWrite),
    ("read-only", SessionAttributes::ReadOnly),
    ("primary", SessionAttributes::Primary),
    ("standby", SessionAttributes::Standby),
    ("prefer-standby", SessionAttributes::PreferStandby),
];

/// Whether SCRAM is tied to the TLS channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChannelBinding {
    /// Never.
    Disable,
    /// When both sides can.
    Prefer,
    /// Always.
    Require,
}

pub(super) const CHANNEL_BINDINGS: &[(&str, ChannelBinding)] =
    &[("disable", ChannelBinding::Disable), ("prefer", ChannelBinding::Prefer), ("require", ChannelBinding::Require)];

pub(super) const BOOLEANS: &[(&str, bool)] = &[("0", false), ("1", true)];

/// The value of a keyword out of a closed list, or its default.
pub(super) fn choice<T: Copy>(settings: &Settings, name: &str, choices: &[(&str, T)], default: T) -> Result<T> {
    let Some(value) = settings.get(name) else { return Ok(default) };
    choices.iter().find(|(word, _)| *word == value).map(|(_, choice)| *choice).ok_or_else(|| {
        let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
        invalid(name, &format!("it is none of {}", words.join(", ")))
    })
}

/// A whole number, or the default.
pub(super) fn integer(settings: &Settings, name: &str, default: i32) -> Result<i32> {
    let Some(value) = settings.get(name) else { return Ok(default) };
    value.trim().parse().map_err(|_| invalid(name, "it is not a whole number"))
}

/// Whole seconds; zero and less give `None`.
pub(super) fn seconds(settings: &Settings, name: &str, default: i32) -> Result<Option<Duration>> {
    Ok(positive(integer(settings, name, default)?).map(Duration::from_secs))
}

/// Whole milliseconds; zero and less give `None`.
pub(super) fn milliseconds(settings: &Settings, name: &str, default: i32) -> Result<Option<Duration>> {
    Ok(positive(integer(settings, name, default)?).map(Duration::from_millis))
}

fn positive(value: i32) -> Option<u64> {
    u64::try_from(value).ok().filter(|value| *value > 0)
}

/// A port; an empty one is 5432.
pub(super) fn port(text: &str) -> Result<u16> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(5432);
    }
    let port = text.parse().ok().filter(|port| *port > 0);
    port.ok_or_else(|| invalid("port", "it is not a number from 1 to 65535"))
}

/// A numeric address; an empty one is none.
pub(super) fn address(text: &str) -> Result<Option<IpAddr>> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| invalid("hostaddr", "it is not a numeric IP address"))
}

/// A value that cannot be used.
pub(super) fn invalid(name: &str, why: &str) -> Diagnostic {
    Diagnostic::error(&codes::INVALID_VALUE, format!("the value of `{name}` cannot be used"))
        .because(why)
        .advice(format!("correct `{name}` (PostgreSQL docs 34.1.2)"))
}
