//! What values a key takes, as PostgREST reads them. Pure.
//!
//! PostgREST refuses a bad word of a closed list, but takes an unreadable number or boolean for
//! "not set" in silence (seen on 12.0.2: `db-max-rows = "abc"` is no limit at all).

use crate::postgrest::ServerVersion;

/// The type of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `true`, `false`, in any case; `on`, `off` only bare in files; numbers, above 0 is true.
    Bool,
    /// A whole number of rows, connections or seconds.
    Count {
        /// The least value that makes sense.
        least: i64,
    },
    /// A TCP port.
    Port,
    /// Any text; empty is "not set".
    Text,
    /// A comma-separated list; empty is an empty list.
    List,
    /// The exposed schemas: a comma-separated list with at least one name.
    Schemas,
    /// A function's name, `schema.name` or `name`.
    Function,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// `http://` or `https://` with a host.
    ProxyUri,
    /// Path to the role claim: `.realm.roles[0]`, in 16 JSONPath (`$.role`).
    ClaimKey,
    /// A text, or a URI when it holds a colon.
    Audience,
    /// HMAC secret, JWK, JWK set or `@file`.
    JwtSecret,
    /// Octal file mode from 600 to 777.
    SocketMode,
    /// Text in 13 (`disabled`, `main-query`), boolean from 14.
    LogQuery,
}

/// What PostgREST does with a bad value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// It does not start; on reload it logs one line and keeps the old configuration.
    Stops,
    /// It takes the default and says nothing.
    Ignored,
    /// It takes the value, and requests fail or go wrong.
    Fails,
}

/// Why a value is bad, without the value where it is secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invalid {
    /// Continues "KEY ..": `must be one of commit, rollback; not "x"`.
    pub reason: String,
    /// What PostgREST does with it.
    pub effect: Effect,
}

fn invalid(reason: impl Into<String>, effect: Effect) -> Result<(), Invalid> {
    Err(Invalid { reason: reason.into(), effect })
}

/// A boolean as PostgREST reads text: letters only and in any case, else a number above 0.
pub fn parse_bool(text: &str) -> Option<bool> {
    let letters: String = text.chars().filter(|c| c.is_alphabetic()).collect();
    match letters.to_lowercase().as_str() {
        "true" => Some(true),
        "false" => Some(false),
        _ => text.trim().parse::<i64>().ok().map(|number| number > 0),
    }
}

/// Splits a list as PostgREST does: at commas, blanks around names dropped.
pub fn split_list(text: &str) -> Vec<String> {
    if text.trim().is_empty() { Vec::new() } else { text.split(',').map(|part| part.trim().to_owned()).collect() }
}

impl Kind {
    /// Checks a value as `version` reads it. Empty text means "not set" for most kinds and is fine.
    ///
    /// # Errors
    /// What is wrong, and what PostgREST would do.
    pub fn check(self, value: &str, version: ServerVersion) -> Result<(), Invalid> {
        if value.contains('\0') {
            return invalid("holds a NUL character", Effect::Stops);
        }
        if value.is_empty() && !matches!(self, Self::Schemas) {
            return Ok(());
        }
        match self {
            Self::Bool => bool_value(value),
            Self::Count { least } => count(value, least, i64::MAX),
            Self::Port => count(value, 1, 65_535),
            Self::Text | Self::List => Ok(()),
            Self::Schemas => schemas(value, version),
            Self::Function => function(value),
            Self::OneOf(words) => one_of(value, words),
            Self::ProxyUri => proxy_uri(value),
            Self::ClaimKey => claim_key(value, version),
            Self::Audience => audience(value),
            Self::JwtSecret => jwt_secret(value, version),
            Self::SocketMode => socket_mode(value),
            Self::LogQuery if version.major >= 14 => bool_value(value),
            Self::LogQuery => one_of(value, &["disabled", "main-query"]),
        }
    }
}

fn bool_value(value: &str) -> Result<(), Invalid> {
    match parse_bool(value) {
        Some(_) => Ok(()),
        None => invalid(format!("must be true or false, not {value:?}"), Effect::Ignored),
    }
}

fn count(value: &str, least: i64, most: i64) -> Result<(), Invalid> {
    match value.trim().parse::<i64>() {
        Err(_) => invalid(format!("must be a whole number, not {value:?}"), Effect::Ignored),
        Ok(number) if number < least => invalid(format!("must be at least {least}, not {number}"), Effect::Fails),
        Ok(number) if number > most => invalid(format!("must be at most {most}, not {number}"), Effect::Fails),
        Ok(_) => Ok(()),
    }
}

fn one_of(value: &str, words: &[&str]) -> Result<(), Invalid> {
    if words.contains(&value) {
        return Ok(());
    }
    invalid(format!("must be one of {}; not {value:?}", words.join(", ")), Effect::Stops)
}

fn schemas(value: &str, version: ServerVersion) -> Result<(), Invalid> {
    let names = split_list(value);
    if names.is_empty() {
        return invalid("names no schema, and PostgREST would expose public", Effect::Ignored);
    }
    for (at, name) in names.iter().enumerate() {
        if name.is_empty() {
            return invalid("has an empty name between its commas", Effect::Fails);
        }
        if names[..at].contains(name) {
            return invalid(format!("names {name:?} twice"), Effect::Fails);
        }
        if version.major >= 16 && (name == "pg_catalog" || name == "information_schema") {
            return invalid(format!("must not expose {name}"), Effect::Stops);
        }
    }
    Ok(())
}

fn function(value: &str) -> Result<(), Invalid> {
    match value.split('.').any(|part| part.trim().is_empty()) {
        true => invalid(format!("must be a function's name, not {value:?}"), Effect::Fails),
        false => Ok(()),
    }
}

/// `isMalformedProxyUri`: scheme http or https, a host, and no query or fragment.
fn proxy_uri(value: &str) -> Result<(), Invalid> {
    let good = reqwest::Url::parse(value)
        .is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host() && url.fragment().is_none());
    if good {
        return Ok(());
    }
    invalid("must be a URI like https://example.com:8443/basePath", Effect::Stops)
}

fn claim_key(value: &str, version: ServerVersion) -> Result<(), Invalid> {
    let json_path = value.starts_with('$');
    match (json_path, version >= ServerVersion::new(16, 0, 0)) {
        (true, true) => Ok(()),
        (true, false) => invalid("is JSONPath, which PostgREST reads from 16 on; write `.role`", Effect::Stops),
        (false, true) if version < ServerVersion::new(16, 2, 0) => {
            invalid("must be JSONPath in 16.0 and 16.1; write `$.role`", Effect::Stops)
        }
        (false, _) if value.starts_with(['.', '[']) => Ok(()),
        (false, _) => invalid(format!("must begin with a full stop, like `.role`; not {value:?}"), Effect::Stops),
    }
}

fn audience(value: &str) -> Result<(), Invalid> {
    if !value.contains(':') || (reqwest::Url::parse(value).is_ok() && !value.contains(char::is_whitespace)) {
        return Ok(());
    }
    invalid("holds a colon and is no valid URI", Effect::Stops)
}

fn jwt_secret(value: &str, version: ServerVersion) -> Result<(), Invalid> {
    let key = value.trim_start().starts_with('{') && serde_json::from_str::<serde_json::Value>(value).is_ok();
    if value.starts_with('@') || key || value.len() >= 32 {
        return Ok(());
    }
    let effect = if version.major >= 13 { Effect::Stops } else { Effect::Fails };
    invalid("must be at least 32 characters long", effect)
}

fn socket_mode(value: &str) -> Result<(), Invalid> {
    match u32::from_str_radix(value, 8) {
        Ok(mode) if (0o600..=0o777).contains(&mode) => Ok(()),
        Ok(_) => invalid("must be between 600 and 777", Effect::Stops),
        Err(_) => invalid("must be an octal mode like 660", Effect::Stops),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::postgrest::setting::find;

    fn effect(key: &str, value: &str, version: &str) -> Option<Effect> {
        let version = ServerVersion::parse(version).expect("a version");
        find(key).expect("a key").check(value, version).err().map(|invalid| invalid.effect)
    }

    /// Values and what 12.0.2 does with them; the other releases by their source.
    #[test]
    fn values() {
        for (key, value, version, expected) in [
            ("db-max-rows", "100", "12.0.2", None),
            ("db-max-rows", "", "12.0.2", None),
            ("db-max-rows", "abc", "12.0.2", Some(Effect::Ignored)),
            ("db-max-rows", "-1", "12.0.2", Some(Effect::Fails)),
            ("db-plan-enabled", "TRUE", "12.0.2", None),
            ("db-plan-enabled", "2", "12.0.2", None),
            ("db-plan-enabled", "yes", "12.0.2", Some(Effect::Ignored)),
            ("db-schemas", "api, Mixed Case", "12.0.2", None),
            ("db-schemas", "", "12.0.2", Some(Effect::Ignored)),
            ("db-schemas", "api,,x", "12.0.2", Some(Effect::Fails)),
            ("db-schemas", "api,api", "12.0.2", Some(Effect::Fails)),
            ("db-schemas", "pg_catalog", "12.0.2", None),
            ("db-schemas", "pg_catalog", "16.0", Some(Effect::Stops)),
            ("openapi-mode", "off", "12.0.2", Some(Effect::Stops)),
            ("log-level", "loud", "12.0.2", Some(Effect::Stops)),
            ("db-tx-end", "x", "12.0.2", Some(Effect::Stops)),
            ("openapi-server-proxy-uri", "x", "12.0.2", Some(Effect::Stops)),
            ("openapi-server-proxy-uri", "https://example.com:8443/basePath", "12.0.2", None),
            ("jwt-role-claim-key", "role", "12.0.2", Some(Effect::Stops)),
            ("jwt-role-claim-key", ".realm.roles[0]", "12.0.2", None),
            ("jwt-role-claim-key", "$.role", "12.0.2", Some(Effect::Stops)),
            ("jwt-role-claim-key", ".role", "16.0", Some(Effect::Stops)),
            ("jwt-role-claim-key", ".role", "16.2", None),
            ("jwt-role-claim-key", "$.role", "16.2", None),
            ("jwt-secret", "short", "12.0.2", Some(Effect::Fails)),
            ("jwt-secret", "short", "13.0", Some(Effect::Stops)),
            ("jwt-secret", r#"{"kty":"oct"}"#, "13.0", None),
            ("jwt-secret", "@secret.txt", "13.0", None),
            ("jwt-aud", "a:b c", "12.0.2", Some(Effect::Stops)),
            ("jwt-aud", "https://example.com", "12.0.2", None),
            ("server-unix-socket-mode", "888", "12.0.2", Some(Effect::Stops)),
            ("server-unix-socket-mode", "400", "12.0.2", Some(Effect::Stops)),
            ("server-port", "99999", "12.0.2", Some(Effect::Fails)),
            ("db-pre-request", "auth.check", "12.0.2", None),
            ("db-pre-request", "auth.", "12.0.2", Some(Effect::Fails)),
            ("log-query", "main-query", "13.0", None),
            ("log-query", "main-query", "14.0", Some(Effect::Ignored)),
        ] {
            assert_eq!(effect(key, value, version), expected, "{key} = {value} on {version}");
        }
    }

    #[test]
    fn reasons_never_repeat_a_secret() {
        let reason = find("jwt-secret")
            .expect("a key")
            .check("hunter2", ServerVersion::new(13, 0, 0))
            .expect_err("short")
            .reason;
        assert!(!reason.contains("hunter2"));
    }
}
