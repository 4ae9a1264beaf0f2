//! The error body of PostgREST. Pure.

use serde::{Deserialize, Serialize};

/// `{code, message, details, hint}`: PostgREST's own `PGRSTnnn` codes or a SQLSTATE.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorBody {
    /// `PGRST106`, `42501`, ..
    pub code: String,
    /// The message.
    #[serde(default)]
    pub message: String,
    /// More; PostgREST may send an object here, kept as its JSON text.
    #[serde(default, deserialize_with = "text")]
    pub details: Option<String>,
    /// What to do.
    #[serde(default, deserialize_with = "text")]
    pub hint: Option<String>,
}

fn text<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(match serde_json::Value::deserialize(deserializer)? {
        serde_json::Value::Null => None,
        serde_json::Value::String(text) => Some(text),
        other => Some(other.to_string()),
    })
}

/// The groups of PostgREST's own codes (PostgREST docs, Errors).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// `PGRST0xx`: no connection to the database, or no schema cache yet.
    Connection,
    /// `PGRST1xx`: the request.
    Request,
    /// `PGRST2xx`: not found in the schema cache.
    SchemaCache,
    /// `PGRST3xx`: token or anonymous access.
    Jwt,
    /// Another code of PostgREST.
    Other,
    /// A SQLSTATE, sent by PostgreSQL.
    Sqlstate,
}

impl ErrorBody {
    /// Reads a response body; `None` when it is no error of PostgREST.
    pub fn parse(body: &[u8]) -> Option<Self> {
        serde_json::from_slice(body).ok()
    }

    /// Which group the code belongs to.
    pub fn group(&self) -> Group {
        let Some(number) = self.code.strip_prefix("PGRST") else { return Group::Sqlstate };
        match number.as_bytes().first() {
            Some(b'0') => Group::Connection,
            Some(b'1') => Group::Request,
            Some(b'2') => Group::SchemaCache,
            Some(b'3') => Group::Jwt,
            _ => Group::Other,
        }
    }

    /// True for PostgREST's own codes, which no other server sends.
    pub fn is_postgrest(&self) -> bool {
        self.code.starts_with("PGRST")
    }

    /// The exposed schemas that `PGRST106` names: in the message up to 13.0.6, in the hint later.
    /// Names are parted by `, `; a schema whose name holds that is told apart by nobody.
    pub fn exposed_schemas(&self) -> Option<Vec<String>> {
        if self.code != "PGRST106" {
            return None;
        }
        let list = |text: &str| {
            text.split_once("following: ").or_else(|| text.split_once("exposed: ")).map(|(_, list)| names(list))
        };
        self.hint.as_deref().and_then(list).or_else(|| list(&self.message))
    }
}

fn names(list: &str) -> Vec<String> {
    list.split(", ").map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}

impl std::fmt::Display for ErrorBody {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.code, self.message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exposed_schemas_stand_in_message_or_hint() {
        let old = br#"{"code":"PGRST106","details":null,"hint":null,"message":"The schema must be one of the following: api, Mixed Case"}"#;
        let new = br#"{"code":"PGRST106","details":null,"hint":"Only the following schemas are exposed: api, admin","message":"Invalid schema: nope"}"#;
        let other = br#"{"code":"42501","details":null,"hint":null,"message":"permission denied"}"#;
        let schemas = |body: &[u8]| ErrorBody::parse(body).and_then(|error| error.exposed_schemas());
        assert_eq!(schemas(old), Some(vec!["api".into(), "Mixed Case".into()]));
        assert_eq!(schemas(new), Some(vec!["api".into(), "admin".into()]));
        assert_eq!(schemas(other), None);
    }

    #[test]
    fn reads_what_12_0_2_sends() {
        let schema = include_bytes!("../../tests/fixtures/postgrest/12.0.2/unknown-schema.json");
        let function = include_bytes!("../../tests/fixtures/postgrest/12.0.2/unknown-function.json");
        assert_eq!(ErrorBody::parse(schema).and_then(|error| error.exposed_schemas()), Some(vec!["api".to_owned()]));
        let error = ErrorBody::parse(function).expect("an error body");
        assert_eq!((error.code.as_str(), error.group()), ("PGRST202", Group::SchemaCache));
        assert!(error.hint.is_some_and(|hint| hint.contains("api.now_fn")));
    }

    #[test]
    fn codes_fall_into_groups() {
        for (code, group) in [
            ("PGRST002", Group::Connection),
            ("PGRST106", Group::Request),
            ("PGRST202", Group::SchemaCache),
            ("PGRST302", Group::Jwt),
            ("PGRSTX00", Group::Other),
            ("42P01", Group::Sqlstate),
        ] {
            let body = format!(r#"{{"code":"{code}","message":"m","details":[{{"a":1}}],"hint":null}}"#);
            let error = ErrorBody::parse(body.as_bytes()).expect("an error body");
            assert_eq!(error.group(), group);
            assert_eq!(error.details.as_deref(), Some(r#"[{"a":1}]"#));
        }
        assert_eq!(ErrorBody::parse(b"{}"), None);
        assert_eq!(ErrorBody::parse(b"<html>"), None);
    }
}
