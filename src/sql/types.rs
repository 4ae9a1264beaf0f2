//! Types as PostgreSQL prints them with an empty search_path (`format_type`).

mod builtin;
mod parse;
mod signature;
#[cfg(test)]
mod tests;

pub use signature::Signature;

use std::fmt;

use super::quote::{self, Keywords, QuoteError};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::sql as codes;

/// A type: where it lives, its name, and what follows it.
///
/// Built-in types have no schema. Their name is the SQL one, of several words where
/// PostgreSQL prints several (`timestamp with time zone`, `interval day to second`);
/// Display puts the modifiers where PostgreSQL does.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeName {
    /// Schema; none for types of `pg_catalog`.
    pub schema: Option<String>,
    /// Bare name, never quoted.
    pub name: String,
    /// Type modifiers as printed: `12` and `2` of `numeric(12,2)`.
    pub modifiers: Vec<String>,
    /// How many `[]` follow. PostgreSQL prints one, whatever the dimensions of the values.
    pub dimensions: usize,
}

/// Why a text is no type.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TypeError {
    /// Nothing there.
    #[error("the type is empty")]
    Empty,
    /// Not of the form of a type.
    #[error("`{text}` is not a type: unexpected `{found}`")]
    Unexpected {
        /// The whole text.
        text: String,
        /// What stands where it cannot.
        found: String,
    },
    /// A type of several words that PostgreSQL does not have.
    #[error("`{0}` is not a type PostgreSQL prints")]
    Words(String),
    /// Capitals outside quotes in a name that is not built in.
    #[error("`{0}` has capital letters outside double quotes")]
    Capitals(String),
    /// The parentheses around a signature are missing.
    #[error("`{0}` is not a list of types in parentheses")]
    NotASignature(String),
}

impl TypeName {
    /// A built-in type without modifiers, by the name PostgreSQL prints.
    pub fn built_in(name: impl Into<String>) -> Self {
        Self { schema: None, name: name.into(), modifiers: Vec::new(), dimensions: 0 }
    }

    /// A type of another schema.
    pub fn in_schema(schema: impl Into<String>, name: impl Into<String>) -> Self {
        Self { schema: Some(schema.into()), ..Self::built_in(name) }
    }

    /// The type without its modifiers: what a function's signature and a cast's catalog row keep.
    #[must_use]
    pub fn without_modifiers(&self) -> Self {
        Self { modifiers: Vec::new(), ..self.clone() }
    }

    /// The element type of an array type, the type itself otherwise.
    #[must_use]
    pub fn element(&self) -> Self {
        Self { dimensions: 0, ..self.clone() }
    }

    /// True for array types.
    pub fn is_array(&self) -> bool {
        self.dimensions > 0
    }

    /// How PostgreSQL prints the type, where people write one of its other names (`int` is
    /// printed as `integer`). None when the name is the printed one.
    #[must_use]
    pub fn canonical(&self) -> Option<Self> {
        if self.schema.as_deref().is_some_and(|schema| schema != "pg_catalog") {
            return None;
        }
        let printed = builtin::canonical(&self.name);
        if printed.is_none() && self.schema.is_none() {
            return None;
        }
        let name = printed.map_or_else(|| self.name.clone(), str::to_owned);
        Some(Self { schema: None, name, ..self.clone() })
    }

    /// The type for a server with these keywords.
    ///
    /// # Errors
    /// A name that cannot be written.
    pub fn to_sql(&self, keywords: &Keywords) -> Result<String, QuoteError> {
        let name = match &self.schema {
            Some(schema) => format!("{}.{}", quote::ident(keywords, schema)?, quote::ident(keywords, &self.name)?),
            None if builtin::is_sql_name(&self.name) => self.name.clone(),
            None => quote::ident(keywords, &self.name)?,
        };
        if self.modifiers.iter().any(|modifier| modifier.contains('\0')) {
            return Err(QuoteError::Nul(self.to_string()));
        }
        Ok(self.with_modifiers(name))
    }

    fn with_modifiers(&self, mut name: String) -> String {
        if !self.modifiers.is_empty() {
            let modifiers = format!("({})", self.modifiers.join(","));
            let at = if self.schema.is_none() { builtin::modifier_place(&name) } else { name.len() };
            name.insert_str(at, &modifiers);
        }
        name + &"[]".repeat(self.dimensions)
    }
}

impl fmt::Display for TypeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match &self.schema {
            Some(schema) => format!("{}.{}", quote::shown(schema), quote::shown(&self.name)),
            None if builtin::is_sql_name(&self.name) => self.name.clone(),
            None => quote::shown(&self.name),
        };
        f.write_str(&self.with_modifiers(name))
    }
}

impl serde::Serialize for TypeName {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for TypeName {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl From<TypeError> for Diagnostic {
    fn from(error: TypeError) -> Self {
        Self::error(&codes::BAD_TYPE, error.to_string())
            .advice("write the type as PostgreSQL prints it: `numeric(12,2)`, `sales.status[]`, `\"Odd\".\"T\"`")
    }
}
