//! The HTTP client: TLS, time limits, base URL. Touches the network.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::{Method, Url};

use super::call::{Request, Response};
use super::problem;
use crate::diagnostic::Result;

/// Time to open a connection.
const CONNECT: Duration = Duration::from_secs(5);
/// Time for one request where it names none.
pub const PATIENCE: Duration = Duration::from_secs(15);
/// More than any root document seen (5.7 MB for 983 relations), less than would hurt.
const LARGEST_BODY: usize = 256 * 1024 * 1024;

/// A client for one PostgREST (or its admin server). Cheap to clone.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    base: Url,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("base", &self.shown_base()).finish()
    }
}

/// Why no answer came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreachable {
    /// Nothing listens there.
    Refused,
    /// The host name has no address.
    Dns,
    /// No answer in time. PostgREST accepts requests and answers late while it has no database.
    Timeout,
    /// The certificate or the TLS handshake.
    Tls(String),
    /// Anything else, in the system's words.
    Other(String),
}

impl Client {
    /// A client for a base URL, which may have a path prefix (`https://example.com/api/`).
    ///
    /// # Errors
    /// PGAI-5017 for what is no http or https URL.
    pub fn new(base: &str) -> Result<Self> {
        let mut base = Url::parse(base).map_err(|error| problem::bad_url(base, &error.to_string()))?;
        if !matches!(base.scheme(), "http" | "https") || !base.has_host() {
            return Err(problem::bad_url(base.as_str(), "it must begin with http:// or https://"));
        }
        base.set_query(None);
        base.set_fragment(None);
        let mut builder = reqwest::Client::builder()
            .connect_timeout(CONNECT)
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("pgai/", env!("CARGO_PKG_VERSION")))
            .tls_backend_preconfigured(tls()?);
        if is_loopback(&base) {
            builder = builder.no_proxy();
        }
        let http = builder.build().map_err(|error| problem::bad_url(base.as_str(), &words(&error)))?;
        Ok(Self { http, base })
    }

    /// Whether a password stands in a URL, where output and pgai.yaml would show it.
    pub fn has_password(base: &str) -> bool {
        Url::parse(base).is_ok_and(|url| url.password().is_some())
    }

    /// The base URL without user and password.
    pub fn shown_base(&self) -> String {
        shown(&self.base).trim_end_matches('/').to_owned()
    }

    /// The URL of a path below the base, every segment percent-encoded, with an encoded query.
    pub(super) fn url(&self, segments: &[&str], query: &str) -> Url {
        let mut url = self.base.clone();
        let mut path = url.path().trim_end_matches('/').to_owned();
        for segment in segments {
            path.push('/');
            path.push_str(&super::call::encode_segment(segment));
        }
        url.set_path(if path.is_empty() { "/" } else { &path });
        url.set_query((!query.is_empty()).then_some(query));
        url
    }

    /// Sends one request and reads the answer, as far as it comes.
    ///
    /// # Errors
    /// [`Unreachable`] when no answer came; a cut body is an incomplete [`Response`].
    pub async fn send(&self, request: &Request) -> std::result::Result<Response, Unreachable> {
        let first = self.send_once(request).await;
        // The server may have closed a kept connection meanwhile; what only reads may be asked again.
        match first {
            Err(Unreachable::Other(_)) if matches!(request.method.as_str(), "GET" | "HEAD" | "OPTIONS") => {
                self.send_once(request).await
            }
            answer => answer,
        }
    }

    async fn send_once(&self, request: &Request) -> std::result::Result<Response, Unreachable> {
        let url = self.url(&request.segments(), &request.query_text());
        let method =
            Method::from_bytes(request.method.as_bytes()).map_err(|error| Unreachable::Other(error.to_string()))?;
        let mut builder = self.http.request(method, url).timeout(request.patience.unwrap_or(PATIENCE));
        for (name, value) in request.headers() {
            builder = builder.header(name, value);
        }
        if let Some(token) = request.token_text() {
            builder = builder.bearer_auth(token);
        }
        if let Some((_, body)) = &request.body {
            builder = builder.body(body.clone());
        }
        let answer = builder.send().await.map_err(|error| classify(&error))?;
        Ok(read(answer).await)
    }
}

async fn read(mut answer: reqwest::Response) -> Response {
    let status = answer.status().as_u16();
    let text = |value: &reqwest::header::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers = answer.headers().iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect();
    let mut body = Vec::new();
    let complete = loop {
        match answer.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() <= LARGEST_BODY => body.extend_from_slice(&chunk),
            Ok(None) => break true,
            Ok(Some(_)) => break false,
            Err(error) => {
                tracing::debug!(error = words(&error), "the answer's body was cut");
                break false;
            }
        }
    };
    Response { status, headers, body, complete }
}

/// rustls with ring and the system's roots, so that nothing has to be installed globally.
fn tls() -> Result<rustls::ClientConfig> {
    let mut roots = rustls::RootCertStore::empty();
    let found = rustls_native_certs::load_native_certs();
    for error in &found.errors {
        tracing::debug!(%error, "a root certificate could not be read");
    }
    roots.add_parsable_certificates(found.certs);
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| problem::bad_url("", &error.to_string()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(config)
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// A URL without user and password.
fn shown(url: &Url) -> String {
    let authority_at = url.as_str().find("://").map_or(0, |at| at + 3);
    let (scheme, rest) = url.as_str().split_at(authority_at);
    let end = rest.find('/').unwrap_or(rest.len());
    let from = rest[..end].rfind('@').map_or(0, |at| at + 1);
    format!("{scheme}{}", &rest[from..])
}

fn classify(error: &reqwest::Error) -> Unreachable {
    if error.is_dns() {
        return Unreachable::Dns;
    }
    if error.is_timeout() {
        return Unreachable::Timeout;
    }
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        if cause.downcast_ref::<rustls::Error>().is_some() {
            return Unreachable::Tls(cause.to_string());
        }
        if let Some(io) = cause.downcast_ref::<std::io::Error>() {
            if io.kind() == std::io::ErrorKind::ConnectionRefused {
                return Unreachable::Refused;
            }
            if let Some(inner) = io.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
                return Unreachable::Tls(inner.to_string());
            }
        }
        source = cause.source();
    }
    Unreachable::Other(words(error))
}

/// The innermost cause: the outer ones repeat the URL, which may hold a password.
fn words(error: &reqwest::Error) -> String {
    let mut last: &dyn std::error::Error = error;
    while let Some(cause) = last.source() {
        last = cause;
    }
    if std::error::Error::source(error).is_some() { last.to_string() } else { "the request failed".to_owned() }
}

impl fmt::Display for Unreachable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused => f.write_str("connection refused"),
            Self::Dns => f.write_str("the host name has no address"),
            Self::Timeout => f.write_str("no answer in time"),
            Self::Tls(words) | Self::Other(words) => f.write_str(words),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_encoded_below_a_prefix() {
        let client = Client::new("https://user:secret@example.com/base/?x=1#y").expect("a client");
        for (segments, expected) in [
            (vec![], "https://example.com/base"),
            (vec!["Server Today"], "https://example.com/base/Server%20Today"),
            (vec!["rpc", "a/b?c#d%e"], "https://example.com/base/rpc/a%2Fb%3Fc%23d%25e"),
            (vec!["موارد"], "https://example.com/base/%D9%85%D9%88%D8%A7%D8%B1%D8%AF"),
        ] {
            assert_eq!(shown(&client.url(&segments, "")), expected);
        }
        assert_eq!(shown(&client.url(&["a"], "select=id,x&b=1")), "https://example.com/base/a?select=id,x&b=1");
        assert!(!format!("{client:?}").contains("secret"));
    }

    #[test]
    fn refuses_what_is_no_base_url() {
        for base in ["", "localhost:3000", "ftp://x", "http://", "postgres://u:secret@h/db"] {
            let error = Client::new(base).expect_err(base);
            assert!(!format!("{error:?}").contains("secret"), "{error:?}");
        }
    }
}
