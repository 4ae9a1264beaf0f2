//! Names within lock files: a column of a relation, what a foreign key refers to.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::sql::{NameError, QualifiedName, identifier_text, split_parts};

/// A column of a relation, written `sales.orders.id`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ColumnName {
    /// The relation.
    pub relation: QualifiedName,
    /// Bare name of the column.
    pub column: String,
}

impl ColumnName {
    /// From its parts.
    pub fn new(relation: QualifiedName, column: impl Into<String>) -> Self {
        Self { relation, column: column.into() }
    }
}

impl fmt::Display for ColumnName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.relation, identifier_text(&self.column))
    }
}

/// Why a text names no column.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ColumnNameError {
    /// Not of three parts.
    #[error("`{0}` is not of the form schema.relation.column")]
    Parts(String),
    /// A part cannot be read.
    #[error(transparent)]
    Name(#[from] NameError),
    /// The parentheses around the columns are missing.
    #[error("`{0}` is not of the form schema.relation(column, ..)")]
    Columns(String),
}

impl FromStr for ColumnName {
    type Err = ColumnNameError;

    fn from_str(text: &str) -> Result<Self, ColumnNameError> {
        match <[String; 3]>::try_from(split_parts(text)?) {
            Ok([schema, name, column]) if ![&schema, &name, &column].into_iter().any(String::is_empty) => {
                Ok(Self::new(QualifiedName::new(schema, name), column))
            }
            _ => Err(ColumnNameError::Parts(text.to_owned())),
        }
    }
}

/// What a foreign key refers to, written `sales.customers(id)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct References {
    /// Referenced relation.
    pub relation: QualifiedName,
    /// Referenced columns, in the order of the key's own.
    pub columns: Vec<String>,
}

impl fmt::Display for References {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let columns: Vec<_> = self.columns.iter().map(|column| identifier_text(column)).collect();
        write!(f, "{}({})", self.relation, columns.join(", "))
    }
}

impl FromStr for References {
    type Err = ColumnNameError;

    fn from_str(text: &str) -> Result<Self, ColumnNameError> {
        let wrong = || ColumnNameError::Columns(text.to_owned());
        let open = outside_quotes(text, '(').next().ok_or_else(wrong)?;
        let inner = text[open + 1..].strip_suffix(')').ok_or_else(wrong)?;
        let mut columns = Vec::new();
        let mut start = 0;
        for comma in outside_quotes(inner, ',').chain([inner.len()]) {
            match <[String; 1]>::try_from(split_parts(&inner[start..comma])?) {
                Ok([column]) if !column.is_empty() => columns.push(column),
                _ => return Err(wrong()),
            }
            start = comma + 1;
        }
        Ok(Self { relation: text[..open].parse()?, columns })
    }
}

/// A function's name and signature out of `schema.name(types)`.
pub(super) fn split_call(call: &str) -> Option<(QualifiedName, &str)> {
    let open = outside_quotes(call, '(').next()?;
    Some((call[..open].parse().ok()?, &call[open..]))
}

/// Places of `mark` outside double quotes.
fn outside_quotes(text: &str, mark: char) -> impl Iterator<Item = usize> {
    let mut quoted = false;
    text.char_indices().filter_map(move |(at, c)| {
        quoted ^= c == '"';
        (!quoted && c == mark).then_some(at)
    })
}

macro_rules! as_text {
    ($($name:ident),*) => {
        $(impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
            }
        })*
    };
}

as_text!(ColumnName, References);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_forms_round_trip() {
        for (schema, relation, column, text) in [
            ("sales", "orders", "id", "sales.orders.id"),
            ("Sales", "or.ders", "a \"b\"", "\"Sales\".\"or.ders\".\"a \"\"b\"\"\""),
        ] {
            let name = ColumnName::new(QualifiedName::new(schema, relation), column);
            assert_eq!(name.to_string(), text);
            assert_eq!(text.parse(), Ok(name));
        }
        for (columns, text) in
            [(vec!["id"], "sales.\"o(x\"(id)"), (vec!["a,b", "c)", "d"], "sales.\"o(x\"(\"a,b\", \"c)\", d)")]
        {
            let columns = columns.into_iter().map(str::to_owned).collect();
            let found = References { relation: QualifiedName::new("sales", "o(x"), columns };
            assert_eq!(found.to_string(), text);
            assert_eq!(text.parse(), Ok(found));
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for text in ["", "a.b", "a.b.c.d", "a..c", "a.b.\"c"] {
            assert!(text.parse::<ColumnName>().is_err(), "{text}");
        }
        for text in ["", "a.b", "a.b(", "a.b()", "a(b)", "a.b(c,)", "a.b(c.d)", "a.b(c)x"] {
            assert!(text.parse::<References>().is_err(), "{text}");
        }
    }
}
