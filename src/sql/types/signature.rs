//! The argument types that tell overloads apart.

use std::fmt;
use std::str::FromStr;

use super::{TypeError, TypeName};
use crate::sql::lex::{Kind, significant};

/// The input argument types of a function: `(bigint, json)`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Signature(pub Vec<TypeName>);

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let types: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        write!(f, "({})", types.join(", "))
    }
}

impl FromStr for Signature {
    type Err = TypeError;

    /// Reads `(type, type)`. Types may hold commas of their own: `(numeric(12,2), "a,b"."c")`.
    fn from_str(text: &str) -> Result<Self, TypeError> {
        let inner = text.trim().strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
        let inner = inner.ok_or_else(|| TypeError::NotASignature(text.to_owned()))?;
        if inner.trim().is_empty() {
            return Ok(Self::default());
        }
        let types: Result<Vec<TypeName>, TypeError> = split_at_commas(inner).into_iter().map(str::parse).collect();
        Ok(Self(types?))
    }
}

/// Splits at the commas outside parentheses, brackets and quotes.
pub(super) fn split_at_commas(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut depth) = (0, 0usize);
    for token in significant(text).iter().filter(|token| token.kind == Kind::Punctuation) {
        match token.text(text) {
            "(" | "[" => depth += 1,
            ")" | "]" => depth = depth.saturating_sub(1),
            "," if depth == 0 => {
                parts.push(&text[start..token.range.start]);
                start = token.range.end;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

impl serde::Serialize for Signature {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Signature {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
