//! TLS that did not come about: not offered, not trusted, in another name, not accepted.

use rustls::{AlertDescription, CertificateError, Error};

use super::failure::{Attempt, Failure, Next, find};
use super::server_error::chain;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::connection as codes;

/// The failure, when the error is about TLS.
pub(super) fn explain(error: &tokio_postgres::Error, attempt: &Attempt<'_>) -> Option<Failure> {
    if !attempt.tls {
        return None;
    }
    let words = chain(error);
    let diagnostic = if let Some(tls) = find::<Error>(error) {
        by_rustls(tls, attempt)
    } else if words.contains("server does not support TLS") {
        Diagnostic::error(&codes::TLS_REFUSED, format!("{} does not offer TLS", attempt.host))
            .because(format!("sslmode={} asks for it", attempt.parameters.security.mode))
            .advice("switch `ssl` on in the server, or use sslmode=prefer where the network is trusted")
    } else if words.starts_with("error performing TLS handshake") {
        let advice = if attempt.parameters.security.direct {
            "leave sslnegotiation=direct out: PostgreSQL takes it from version 17 on"
        } else {
            "check that this port is PostgreSQL's"
        };
        Diagnostic::error(&codes::TLS_HANDSHAKE, format!("TLS with {} failed", attempt.host))
            .because(words)
            .advice(advice)
    } else {
        return None;
    };
    Some(Failure { diagnostic, next: Next::Host, other_encryption: true })
}

fn by_rustls(error: &Error, attempt: &Attempt<'_>) -> Diagnostic {
    let told = match error {
        Error::InvalidCertificate(certificate) => by_certificate(certificate, attempt),
        Error::AlertReceived(alert) if is_about_our_certificate(*alert) => {
            let message = format!("{} did not accept our client certificate, or asks for one", attempt.host);
            Diagnostic::error(&codes::CLIENT_CERTIFICATE, message)
                .advice("name a certificate of the server's authority with sslcert=FILE and sslkey=FILE")
        }
        _ => Diagnostic::error(&codes::TLS_HANDSHAKE, format!("TLS with {} failed", attempt.host))
            .advice("check that the server speaks TLS 1.2 or 1.3"),
    };
    told.because(error.to_string())
}

fn by_certificate(error: &CertificateError, attempt: &Attempt<'_>) -> Diagnostic {
    let host = attempt.host;
    match error {
        CertificateError::NotValidForNameContext { presented, .. } if presented.is_empty() => {
            Diagnostic::error(&codes::NO_SUBJECT_ALTERNATIVE_NAME, format!("the certificate of {host} names no host"))
                .because("it has no subjectAltName; the old way, a host in the common name, is not looked at")
                .advice("issue it again with subjectAltName=DNS:HOST, or use sslmode=verify-ca")
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            Diagnostic::error(&codes::NAME_MISMATCH, format!("the certificate of {host} is in another name"))
                .advice("connect by a name of the certificate; hostaddr=ADDRESS says where that is")
        }
        CertificateError::UnknownIssuer => Diagnostic::error(
            &codes::UNTRUSTED_CERTIFICATE,
            format!("the certificate of {host} is not from a trusted authority"),
        )
        .advice("name the certificate of its authority with sslrootcert=FILE"),
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            Diagnostic::error(&codes::UNTRUSTED_CERTIFICATE, format!("the certificate of {host} has expired"))
                .advice("have the server's certificate renewed, and check the clock of this machine")
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            Diagnostic::error(&codes::UNTRUSTED_CERTIFICATE, format!("the certificate of {host} is not valid yet"))
                .advice("check the clock of this machine")
        }
        CertificateError::Other(other) if format!("{other:?}").contains("CaUsedAsEndEntity") => {
            Diagnostic::error(&codes::UNTRUSTED_CERTIFICATE, format!("the certificate of {host} is self-signed"))
                .advice("name that very certificate with sslrootcert=FILE")
        }
        CertificateError::Other(other) if format!("{other:?}").contains("UnsupportedCertVersion") => {
            Diagnostic::error(&codes::UNTRUSTED_CERTIFICATE, format!("the certificate of {host} is of version 1"))
                .advice("issue it again as version 3: openssl x509 -req -extfile EXTENSIONS ..")
        }
        _ => Diagnostic::error(&codes::UNTRUSTED_CERTIFICATE, format!("the certificate of {host} cannot be used")),
    }
}

fn is_about_our_certificate(alert: AlertDescription) -> bool {
    matches!(
        alert,
        AlertDescription::CertificateRequired
            | AlertDescription::BadCertificate
            | AlertDescription::UnsupportedCertificate
            | AlertDescription::CertificateRevoked
            | AlertDescription::CertificateExpired
            | AlertDescription::CertificateUnknown
            | AlertDescription::UnknownCA
            | AlertDescription::AccessDenied
    )
}
