//! What is checked of a server's certificate: nothing, its chain, or chain and name.

use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{
    CryptoProvider, WebPkiSupportedAlgorithms, verify_tls12_signature, verify_tls13_signature,
    verify_tls13_signature_with_raw_key,
};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};

use super::spki;

/// What is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Check {
    /// Nothing: encryption against listeners only.
    Nothing,
    /// That a trusted authority signed it.
    Chain,
    /// And that it is in the host's name.
    ChainAndName,
}

/// A verifier with libpq's meanings.
#[derive(Debug)]
pub(super) struct Verifier {
    check: Check,
    webpki: Option<Arc<WebPkiServerVerifier>>,
    /// Certificates of the root file: a server that shows one of them itself is trusted.
    pinned: Vec<CertificateDer<'static>>,
    algorithms: WebPkiSupportedAlgorithms,
}

impl Verifier {
    /// A verifier for these roots.
    pub(super) fn new(
        check: Check,
        roots: RootCertStore,
        pinned: Vec<CertificateDer<'static>>,
        provider: &Arc<CryptoProvider>,
    ) -> Result<Self, rustls::server::VerifierBuilderError> {
        let webpki = match check {
            Check::Nothing => None,
            _ => Some(WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(provider)).build()?),
        };
        Ok(Self { check, webpki, pinned, algorithms: provider.signature_verification_algorithms })
    }

    /// A self-signed certificate that is itself in the root file: webpki takes no authority's certificate as a
    /// server's, OpenSSL does. The period of validity has been checked by then.
    fn is_pinned(&self, certificate: &CertificateDer<'_>, error: &Error) -> bool {
        let Error::InvalidCertificate(CertificateError::Other(other)) = error else { return false };
        format!("{other:?}").contains("CaUsedAsEndEntity")
            && self.pinned.iter().any(|pinned| pinned.as_ref() == certificate.as_ref())
    }

    fn check_name(&self, certificate: &CertificateDer<'_>, name: &ServerName<'_>) -> Result<(), Error> {
        match self.check {
            Check::ChainAndName => rustls::client::verify_server_name(&ParsedCertificate::try_from(certificate)?, name),
            Check::Chain | Check::Nothing => Ok(()),
        }
    }
}

/// True for certificates of version 1, which `openssl x509 -req` made for long where no extension was asked for.
fn is_version_1(error: &Error) -> bool {
    let Error::InvalidCertificate(CertificateError::Other(other)) = error else { return false };
    format!("{other:?}").contains("UnsupportedCertVersion")
}

/// The chain is checked before the name, so an error about the name says that the chain is good.
fn is_about_the_name(error: &Error) -> bool {
    matches!(
        error,
        Error::InvalidCertificate(CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. })
    )
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let Some(webpki) = &self.webpki else { return Ok(ServerCertVerified::assertion()) };
        match webpki.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now) {
            Ok(verified) => Ok(verified),
            Err(error) if self.check == Check::Chain && is_about_the_name(&error) => {
                Ok(ServerCertVerified::assertion())
            }
            Err(error) if self.is_pinned(end_entity, &error) => {
                self.check_name(end_entity, server_name).map(|()| ServerCertVerified::assertion())
            }
            Err(error) => Err(error),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, cert, dss, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let verified = verify_tls13_signature(message, cert, dss, &self.algorithms);
        match (verified, self.check) {
            // Nobody trusts the certificate here, but channel binding counts on the server having its key.
            (Err(error), Check::Nothing) if is_version_1(&error) => {
                let key = spki::public_key(cert).ok_or(error)?;
                verify_tls13_signature_with_raw_key(message, &key, dss, &self.algorithms)
            }
            (verified, _) => verified,
        }
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}
