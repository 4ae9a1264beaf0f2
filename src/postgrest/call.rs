//! One request to PostgREST and its answer. Values; `http` sends them.

use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;

use super::ErrorBody;

/// What a request goes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// The root document.
    Root,
    /// A relation by its bare name.
    Relation(String),
    /// A function by its bare name.
    Function(String),
    /// A path of the admin server (`ready`, `live`).
    Admin(&'static str),
}

/// One request. Its `Debug` shows no token.
#[derive(Debug, Clone)]
pub struct Request {
    /// `GET`, `POST`, ..
    pub method: String,
    /// Where it goes.
    pub target: Target,
    /// Query parameters in order, decoded.
    pub query: Vec<(String, String)>,
    /// The schema: `Accept-Profile` for GET and HEAD, else `Content-Profile`.
    pub profile: Option<String>,
    /// `Prefer` items.
    pub prefer: Vec<String>,
    /// Further headers.
    pub extra: Vec<(String, String)>,
    /// Content type and body.
    pub body: Option<(String, Vec<u8>)>,
    /// Time limit; [`super::http::PATIENCE`] when absent.
    pub patience: Option<Duration>,
    token: Option<SecretString>,
}

impl Request {
    /// A request without anything beside method and target.
    pub fn new(method: &str, target: Target) -> Self {
        Self {
            method: method.to_ascii_uppercase(),
            target,
            query: Vec::new(),
            profile: None,
            prefer: Vec::new(),
            extra: Vec::new(),
            body: None,
            patience: None,
            token: None,
        }
    }

    /// GET.
    pub fn get(target: Target) -> Self {
        Self::new("GET", target)
    }

    /// Adds a query parameter.
    #[must_use]
    pub fn query(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.query.push((key.into(), value.into()));
        self
    }

    /// Chooses the schema.
    #[must_use]
    pub fn profile(mut self, schema: Option<&str>) -> Self {
        self.profile = schema.map(str::to_owned);
        self
    }

    /// Adds a preference (`return=minimal`).
    #[must_use]
    pub fn prefer(mut self, preference: &str) -> Self {
        self.prefer.push(preference.to_owned());
        self
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.extra.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Sets a JSON body.
    #[must_use]
    pub fn json(mut self, value: &serde_json::Value) -> Self {
        self.body = Some(("application/json".to_owned(), value.to_string().into_bytes()));
        self
    }

    /// Sets any body.
    #[must_use]
    pub fn body(mut self, content_type: &str, bytes: Vec<u8>) -> Self {
        self.body = Some((content_type.to_owned(), bytes));
        self
    }

    /// Sends a bearer token.
    #[must_use]
    pub fn token(mut self, token: Option<&SecretString>) -> Self {
        self.token = token.cloned();
        self
    }

    /// Sets the time limit.
    #[must_use]
    pub fn patience(mut self, limit: Duration) -> Self {
        self.patience = Some(limit);
        self
    }

    pub(super) fn segments(&self) -> Vec<&str> {
        match &self.target {
            Target::Root => Vec::new(),
            Target::Relation(name) => vec![name],
            Target::Function(name) => vec!["rpc", name],
            Target::Admin(path) => vec![path],
        }
    }

    pub(super) fn token_text(&self) -> Option<&str> {
        self.token.as_ref().map(|token| token.expose_secret())
    }

    /// The path below the base URL: `/rpc/place_order`, `/Server%20Today`.
    pub fn path(&self) -> String {
        let segments: Vec<_> = self.segments().into_iter().map(encode_segment).collect();
        format!("/{}", segments.join("/"))
    }

    pub(super) fn query_text(&self) -> String {
        let pairs: Vec<_> =
            self.query.iter().map(|(key, value)| format!("{}={}", encode_query(key), encode_query(value))).collect();
        pairs.join("&")
    }

    /// Every header but the token.
    pub fn headers(&self) -> Vec<(String, String)> {
        let mut headers = Vec::new();
        if let Some(schema) = &self.profile {
            let reads = matches!(self.method.as_str(), "GET" | "HEAD");
            headers.push((if reads { "Accept-Profile" } else { "Content-Profile" }.to_owned(), schema.clone()));
        }
        if !self.prefer.is_empty() {
            headers.push(("Prefer".to_owned(), self.prefer.join(", ")));
        }
        if let Some((content_type, _)) = &self.body {
            headers.push(("Content-Type".to_owned(), content_type.clone()));
        }
        headers.extend(self.extra.iter().cloned());
        headers
    }

    /// The same request for a shell; a token stands as `$TOKEN`, for the reader to fill in.
    pub fn curl(&self, base: &str) -> String {
        let query = self.query_text();
        let mark = if query.is_empty() { "" } else { "?" };
        let url = format!("{}{}{mark}{query}", base.trim_end_matches('/'), self.path());
        let mut words = vec!["curl".to_owned()];
        match self.method.as_str() {
            "GET" => {}
            "HEAD" => words.push("-I".to_owned()),
            method => words.extend(["-X".to_owned(), method.to_owned()]),
        }
        words.push(shell(&url));
        for (name, value) in self.headers() {
            words.extend(["-H".to_owned(), shell(&format!("{name}: {value}"))]);
        }
        if self.token.is_some() {
            words.extend(["-H".to_owned(), "\"Authorization: Bearer $TOKEN\"".to_owned()]);
        }
        if let Some((_, body)) = &self.body {
            words.extend(["--data-binary".to_owned(), shell(&String::from_utf8_lossy(body))]);
        }
        words.join(" ")
    }
}

/// In single quotes unless it is plain.
fn shell(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:,=%@".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}

/// A name as one path segment (RFC 3986: everything but unreserved characters is encoded).
pub fn encode_segment(name: &str) -> String {
    encode(name, b"-_.~")
}

/// A query key or value; what PostgREST's own syntax uses stays readable.
fn encode_query(text: &str) -> String {
    encode(text, b"-_.~,:()*!$'/@")
}

fn encode(text: &str, keep: &[u8]) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || keep.contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// An answer.
#[derive(Debug, Clone, Serialize)]
pub struct Response {
    /// HTTP status.
    pub status: u16,
    /// Headers, names in lower case, in order.
    pub headers: Vec<(String, String)>,
    /// The body as far as it came.
    #[serde(skip)]
    pub body: Vec<u8>,
    /// False when the connection ended inside the body (PostgREST cuts slow root documents at 60 s).
    pub complete: bool,
}

impl Response {
    /// A header by its name, in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The body as JSON.
    ///
    /// # Errors
    /// The body is cut or no JSON.
    pub fn json(&self) -> serde_json::Result<serde_json::Value> {
        serde_json::from_slice(&self.body)
    }

    /// The body as text, bad bytes replaced.
    pub fn text(&self) -> std::borrow::Cow<'_, str> {
        String::from_utf8_lossy(&self.body)
    }

    /// PostgREST's error, when the status is one and the body is one.
    pub fn error(&self) -> Option<ErrorBody> {
        (self.status >= 400).then(|| ErrorBody::parse(&self.body)).flatten()
    }

    /// PostgREST's error code, or nothing.
    pub fn code(&self) -> String {
        self.error().map(|error| error.code).unwrap_or_default()
    }

    /// True for 2xx.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Whether a preference was applied (`Preference-Applied`).
    pub fn applied(&self, preference: &str) -> bool {
        self.header("preference-applied").is_some_and(|list| list.split(',').any(|item| item.trim() == preference))
    }

    /// `Content-Range: 0-24/100`: rows in this answer, and the total where it was counted.
    pub fn content_range(&self) -> Option<(u64, Option<u64>)> {
        let (range, total) = self.header("content-range")?.split_once('/')?;
        let rows = match range.split_once('-') {
            Some((first, last)) => last.parse::<u64>().ok()?.checked_sub(first.parse().ok()?)? + 1,
            None => 0,
        };
        Some((rows, total.parse().ok()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curl_shows_no_token_and_quotes_what_it_must() {
        let token = SecretString::from("eyJhbGciOiJIUzI1NiJ9.secret");
        let read = Request::get(Target::Relation("Server Today".into())).query("select", "id,a->b").token(Some(&token));
        assert_eq!(
            read.curl("http://127.0.0.1:3000/"),
            "curl http://127.0.0.1:3000/Server%20Today?select=id,a-%3Eb -H \"Authorization: Bearer $TOKEN\"".replace(
                "http://127.0.0.1:3000/Server%20Today?select=id,a-%3Eb",
                "'http://127.0.0.1:3000/Server%20Today?select=id,a-%3Eb'"
            )
        );
        let write = Request::new("post", Target::Function("say".into()))
            .profile(Some("api"))
            .prefer("tx=rollback")
            .json(&serde_json::json!({"text": "it's"}));
        assert_eq!(
            write.curl("https://example.com/v1"),
            "curl -X POST https://example.com/v1/rpc/say -H 'Content-Profile: api' -H 'Prefer: tx=rollback' \
             -H 'Content-Type: application/json' --data-binary '{\"text\":\"it'\\''s\"}'"
        );
        assert!(!format!("{read:?}").contains("secret"));
    }

    #[test]
    fn content_ranges() {
        let range = |text: &str| {
            let headers = vec![("content-range".to_owned(), text.to_owned())];
            Response { status: 200, headers, body: Vec::new(), complete: true }.content_range()
        };
        for (text, expected) in [
            ("0-24/100", Some((25, Some(100)))),
            ("3-3/*", Some((1, None))),
            ("*/3", Some((0, Some(3)))),
            ("*/*", Some((0, None))),
            ("x", None),
            ("5-3/*", None),
        ] {
            assert_eq!(range(text), expected, "{text}");
        }
    }
}
