//! What TLS is to look like: mode, roots, client certificate. Files are named here and read when connecting.

use std::path::PathBuf;

use super::environment::Environment;
use super::settings::Settings;
use super::value::{self, SslMode, invalid};
use crate::diagnostic::codes::connection as codes;
use crate::diagnostic::{Diagnostic, Result};

/// Whom the server's certificate has to come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Roots {
    /// Anyone: nothing to check against.
    None,
    /// The authorities of the operating system (`sslrootcert=system`).
    System,
    /// The authorities, or the very certificate, in a file.
    File(PathBuf),
}

/// A client certificate and its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// PEM file with the certificate chain.
    pub certificate: PathBuf,
    /// PEM file with the private key, not encrypted.
    pub key: PathBuf,
}

/// A version of TLS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TlsVersion {
    /// TLS 1.2, the oldest pgai speaks.
    V12,
    /// TLS 1.3
    V13,
}

/// What TLS is to look like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Security {
    /// How much TLS is asked for.
    pub mode: SslMode,
    /// TLS from the first byte, without asking the server (`sslnegotiation=direct`, PostgreSQL 17).
    pub direct: bool,
    /// Whom the certificate has to come from.
    pub roots: Roots,
    /// Client certificate.
    pub identity: Option<Identity>,
    /// Send the host's name in clear text (`sslsni`).
    pub sni: bool,
    /// Oldest version to accept.
    pub oldest: TlsVersion,
    /// Newest version to offer.
    pub newest: TlsVersion,
}

impl Security {
    /// libpq's rules over the TLS parameters. PostgreSQL docs 34.19.
    pub(super) fn resolve(settings: &Settings, environment: &Environment) -> Result<Self> {
        let system = settings.get("sslrootcert") == Some("system");
        let default = if system { SslMode::VerifyFull } else { SslMode::Prefer };
        let mode = value::choice(settings, "sslmode", value::SSL_MODES, default)?;
        if system && mode != SslMode::VerifyFull {
            return Err(invalid("sslmode", "sslrootcert=system asks for sslmode=verify-full"));
        }
        let direct = value::choice(settings, "sslnegotiation", &[("postgres", false), ("direct", true)], false)?;
        if direct && mode < SslMode::Require {
            return Err(invalid("sslnegotiation", "direct asks for sslmode=require or more"));
        }
        let oldest = value::choice(settings, "ssl_min_protocol_version", MINIMA, TlsVersion::V12)?;
        let newest = value::choice(settings, "ssl_max_protocol_version", MAXIMA, TlsVersion::V13)?;
        if newest < oldest {
            return Err(invalid("ssl_max_protocol_version", "it is older than ssl_min_protocol_version"));
        }
        let security = Self {
            mode,
            direct,
            roots: roots(settings, mode, environment)?,
            identity: identity(settings, environment),
            sni: value::choice(settings, "sslsni", value::BOOLEANS, true)?,
            oldest,
            newest,
        };
        security.check_key(environment)?;
        Ok(security)
    }

    /// A private key that others can read is no secret; libpq refuses it too.
    fn check_key(&self, environment: &Environment) -> Result<()> {
        let Some(identity) = &self.identity else { return Ok(()) };
        let Ok(facts) = environment.facts(&identity.key) else { return Ok(()) };
        // Group may read a key that root owns; the owner is not looked at here, so reading alone passes.
        let open = facts.mode.is_some_and(|mode| mode & 0o037 != 0);
        if !open {
            return Ok(());
        }
        let key = identity.key.display();
        Err(Diagnostic::error(&codes::CERTIFICATE_FILE, format!("others may access the private key {key}"))
            .advice(format!("run `chmod 600 {key}`")))
    }
}

const MINIMA: &[(&str, TlsVersion)] = &[
    ("TLSv1", TlsVersion::V12),
    ("TLSv1.1", TlsVersion::V12),
    ("TLSv1.2", TlsVersion::V12),
    ("TLSv1.3", TlsVersion::V13),
];
const MAXIMA: &[(&str, TlsVersion)] = &[("TLSv1.2", TlsVersion::V12), ("TLSv1.3", TlsVersion::V13)];

fn roots(settings: &Settings, mode: SslMode, environment: &Environment) -> Result<Roots> {
    let named = settings.get("sslrootcert");
    if named == Some("system") {
        return Ok(Roots::System);
    }
    let default = || environment.postgresql_folder().map(|folder| folder.join("root.crt"));
    let path = named.map(PathBuf::from).or_else(default);
    if let Some(path) = path.clone().filter(|path| environment.exists(path)) {
        return Ok(Roots::File(path));
    }
    if mode < SslMode::VerifyCa && !(named.is_some() && mode == SslMode::Require) {
        return Ok(Roots::None);
    }
    let shown = path.map_or_else(|| "~/.postgresql/root.crt".to_owned(), |path| path.display().to_string());
    Err(Diagnostic::error(&codes::CERTIFICATE_FILE, format!("the root certificate file {shown} does not exist"))
        .because(format!("sslmode={mode} checks the server's certificate"))
        .advice("name the authority's certificate with sslrootcert=FILE")
        .advice("or use sslrootcert=system for an authority the operating system knows"))
}

fn identity(settings: &Settings, environment: &Environment) -> Option<Identity> {
    if settings.get("sslcertmode") == Some("disable") {
        return None;
    }
    let folder = environment.postgresql_folder();
    let in_folder = |name: &str| folder.as_ref().map(|folder| folder.join(name));
    let named = settings.get("sslcert").map(PathBuf::from);
    let certificate = named.or_else(|| in_folder("postgresql.crt").filter(|path| environment.exists(path)))?;
    let key = settings.get("sslkey").map(PathBuf::from).or_else(|| in_folder("postgresql.key"))?;
    Some(Identity { certificate, key })
}
