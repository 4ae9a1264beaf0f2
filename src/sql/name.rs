//! Qualified names as PostgreSQL writes them.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

/// A schema-qualified name. Parts are the names themselves, never quoted text.
///
/// The text form is PostgreSQL's: parts that are not plain lower-case identifiers
/// stand in double quotes (`api."Server Today"`). It does not depend on any
/// server's keyword list, so that it is stable in files; SQL is written with
/// `sql::quote`, which knows the target's keywords.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct QualifiedName {
    /// Schema.
    pub schema: String,
    /// Name within the schema.
    pub name: String,
}

impl QualifiedName {
    /// From the two bare names.
    pub fn new(schema: impl Into<String>, name: impl Into<String>) -> Self {
        Self { schema: schema.into(), name: name.into() }
    }
}

/// An identifier in its stable text form: bare when it is `[a-z_][a-z0-9_$]*`, else quoted.
pub fn identifier_text(name: &str) -> Cow<'_, str> {
    let plain = name.starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '$');
    if plain { Cow::Borrowed(name) } else { Cow::Owned(format!("\"{}\"", name.replace('"', "\"\""))) }
}

impl fmt::Display for QualifiedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", identifier_text(&self.schema), identifier_text(&self.name))
    }
}

/// Why a text is no qualified name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// There is no schema, or there are more than two parts.
    #[error("`{0}` is not of the form schema.name")]
    NotQualified(String),
    /// A quoted part does not end, or something stands beside it.
    #[error("`{0}` has an unbalanced double quote")]
    Quotes(String),
    /// A part is empty or holds a NUL.
    #[error("`{0}` has an empty part")]
    Empty(String),
}

impl FromStr for QualifiedName {
    type Err = NameError;

    /// Reads the text form. Unquoted parts keep their case: manifests are not SQL,
    /// and folding `Orders` to `orders` would name another object.
    fn from_str(text: &str) -> Result<Self, NameError> {
        let parts = split_parts(text)?;
        match <[String; 2]>::try_from(parts) {
            Ok([schema, name]) if !schema.is_empty() && !name.is_empty() => Ok(Self { schema, name }),
            Ok(_) => Err(NameError::Empty(text.to_owned())),
            Err(_) => Err(NameError::NotQualified(text.to_owned())),
        }
    }
}

/// Splits dotted identifiers: `sales.orders."Total"` gives three bare parts.
pub fn split_parts(text: &str) -> Result<Vec<String>, NameError> {
    let mut parts = Vec::new();
    let mut rest = text.trim();
    loop {
        let (part, after) = if let Some(quoted) = rest.strip_prefix('"') {
            quoted_part(quoted).ok_or_else(|| NameError::Quotes(text.to_owned()))?
        } else {
            let end = rest.find('.').unwrap_or(rest.len());
            (rest[..end].to_owned(), &rest[end..])
        };
        if part.contains('\0') {
            return Err(NameError::Empty(text.to_owned()));
        }
        parts.push(part);
        match after.strip_prefix('.') {
            Some(next) => rest = next,
            None if after.is_empty() => return Ok(parts),
            None => return Err(NameError::Quotes(text.to_owned())),
        }
    }
}

fn quoted_part(text: &str) -> Option<(String, &str)> {
    let mut part = String::new();
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c != '"' {
            part.push(c);
        } else if chars.peek().is_some_and(|(_, next)| *next == '"') {
            part.push('"');
            chars.next();
        } else {
            return Some((part, &text[at + 1..]));
        }
    }
    None
}

impl serde::Serialize for QualifiedName {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for QualifiedName {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl schemars::JsonSchema for QualifiedName {
    fn schema_name() -> Cow<'static, str> {
        "QualifiedName".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "schema.name, as PostgreSQL prints it: other than plain lower-case parts stand in double quotes",
            "pattern": "^(\"([^\"]|\"\")+\"|[^.\"]+)\\.(\"([^\"]|\"\")+\"|[^.\"]+)$"
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_form_round_trips() {
        for (schema, name, text) in [
            ("api", "orders", "api.orders"),
            ("api", "Orders", "api.\"Orders\""),
            ("Mixed Case", "a.b", "\"Mixed Case\".\"a.b\""),
            ("api", "say \"hi\"", "api.\"say \"\"hi\"\"\""),
            ("api", "1st", "api.\"1st\""),
            ("تست", "موارد", "\"تست\".\"موارد\""),
        ] {
            let name = QualifiedName::new(schema, name);
            assert_eq!(name.to_string(), text);
            assert_eq!(text.parse(), Ok(name));
        }
    }

    #[test]
    fn refuses_what_is_no_qualified_name() {
        for text in ["orders", "a.b.c", ".b", "a.", "a.\"b", "a.\"b\"c", "", "\"\".x"] {
            assert!(text.parse::<QualifiedName>().is_err(), "{text}");
        }
    }
}
