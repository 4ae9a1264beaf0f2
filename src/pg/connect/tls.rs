//! TLS by rustls: the files read, the provider passed explicitly, nothing installed for the process.

use std::path::Path;
use std::sync::Arc;

use rustls::ClientConfig;
use rustls::RootCertStore;
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::{Error as PemError, PemObject};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::security::{Identity, Roots, Security, TlsVersion};
use super::value::SslMode;
use super::verifier::{Check, Verifier};
use crate::diagnostic::codes::connection as codes;
use crate::diagnostic::{Diagnostic, Result};

/// The connector for these settings.
///
/// # Errors
/// Certificate files that cannot be read or used.
pub(super) fn connector(security: &Security) -> Result<MakeRustlsConnect> {
    let provider = Arc::new(ring::default_provider());
    let (roots, pinned) = trusted(&security.roots)?;
    let verifier = Verifier::new(check(security), roots, pinned, &provider).map_err(|error| {
        Diagnostic::error(&codes::CERTIFICATE_FILE, "the root certificates cannot be used").because(error.to_string())
    })?;
    let mut config = base(security, provider, verifier)?;
    config.enable_sni = security.sni;
    if security.direct {
        // Servers take direct TLS only with PostgreSQL's protocol name (docs 55.2.11).
        config.alpn_protocols = vec![b"postgresql".to_vec()];
    }
    Ok(MakeRustlsConnect::new(config))
}

/// With a root certificate at hand every mode checks the chain, as in libpq.
fn check(security: &Security) -> Check {
    match (security.mode, &security.roots) {
        (SslMode::VerifyFull, _) => Check::ChainAndName,
        (SslMode::VerifyCa, _) => Check::Chain,
        (_, Roots::None) => Check::Nothing,
        _ => Check::Chain,
    }
}

fn base(security: &Security, provider: Arc<CryptoProvider>, verifier: Verifier) -> Result<ClientConfig> {
    let unusable = |error: rustls::Error| {
        Diagnostic::error(&codes::CERTIFICATE_FILE, "the TLS settings cannot be used").because(error.to_string())
    };
    let versions: Vec<_> = [(TlsVersion::V13, &rustls::version::TLS13), (TlsVersion::V12, &rustls::version::TLS12)]
        .into_iter()
        .filter(|(version, _)| (security.oldest..=security.newest).contains(version))
        .map(|(_, version)| version)
        .collect();
    let builder = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&versions)
        .map_err(unusable)?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier));
    match &security.identity {
        None => Ok(builder.with_no_client_auth()),
        Some(identity) => {
            let (chain, key) = load_identity(identity)?;
            builder.with_client_auth_cert(chain, key).map_err(|error| {
                let files = format!("{} and {}", identity.certificate.display(), identity.key.display());
                Diagnostic::error(&codes::CERTIFICATE_FILE, format!("the client certificate cannot be used ({files})"))
                    .because(error.to_string())
                    .advice("check that the key belongs to the certificate")
            })
        }
    }
}

/// The authorities, and the certificates of the file as they stand.
fn trusted(roots: &Roots) -> Result<(RootCertStore, Vec<CertificateDer<'static>>)> {
    let certificates = match roots {
        Roots::None => Vec::new(),
        Roots::System => system_certificates()?,
        Roots::File(path) => certificates(path)?,
    };
    let mut store = RootCertStore::empty();
    store.add_parsable_certificates(certificates.iter().cloned());
    if store.is_empty() && *roots != Roots::None {
        return Err(Diagnostic::error(&codes::CERTIFICATE_FILE, "no usable root certificate was found"));
    }
    let pinned = if matches!(roots, Roots::File(_)) { certificates } else { Vec::new() };
    Ok((store, pinned))
}

fn system_certificates() -> Result<Vec<CertificateDer<'static>>> {
    let loaded = rustls_native_certs::load_native_certs();
    for error in &loaded.errors {
        tracing::debug!("system certificate: {error}");
    }
    if loaded.certs.is_empty() {
        let mut none = Diagnostic::error(&codes::CERTIFICATE_FILE, "the operating system has no root certificates");
        if let Some(error) = loaded.errors.first() {
            none = none.because(error.to_string());
        }
        return Err(none.advice("install the ca-certificates package, or name a file with sslrootcert=FILE"));
    }
    Ok(loaded.certs)
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>> {
    let read: Result<Vec<_>, PemError> =
        CertificateDer::pem_file_iter(path).and_then(|items| items.collect::<Result<_, _>>());
    match read {
        Ok(certificates) if !certificates.is_empty() => Ok(certificates),
        Ok(_) => Err(unreadable("certificate", path, &PemError::NoItemsFound)),
        Err(error) => Err(unreadable("certificate", path, &error)),
    }
}

fn load_identity(identity: &Identity) -> Result<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>)> {
    let chain = certificates(&identity.certificate)?;
    let key = PrivateKeyDer::from_pem_file(&identity.key).map_err(|error| {
        unreadable("private key", &identity.key, &error)
            .advice("decrypt an encrypted key first: openssl pkey -in KEY -out PLAIN, then chmod 600 PLAIN")
    })?;
    Ok((chain, key))
}

fn unreadable(what: &str, path: &Path, error: &PemError) -> Diagnostic {
    let why = match error {
        PemError::Io(error) => error.to_string(),
        PemError::NoItemsFound => format!("the file has no PEM {what}"),
        // Details of a broken file could quote key material.
        _ => "the file is no well-formed PEM".to_owned(),
    };
    Diagnostic::error(&codes::CERTIFICATE_FILE, format!("cannot read the {what} file {}", path.display())).because(why)
}
