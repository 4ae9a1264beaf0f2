//! `Sql`, and the builder that is the only way to make one.

use std::fmt;

use super::{Keywords, QuoteError};
use crate::sql::statement::Statement;
use crate::sql::{QualifiedName, TypeName};

/// SQL made of static text and quoted parts. No value gets in unquoted.
#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize)]
pub struct Sql(String);

impl Sql {
    /// SQL that holds no values.
    pub fn fixed(text: &'static str) -> Self {
        Self(text.to_owned())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Sql {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Joins parts to `Sql`. The first value that cannot be written fails `finish`.
///
/// ```
/// use pgai::sql::{QualifiedName, quote::{Keywords, SqlBuilder}};
/// let view = QualifiedName::new("api", "order");
/// let sql = SqlBuilder::new(Keywords::any_server()).push("COMMENT ON VIEW ").name(&view).push(" IS ").literal("it's");
/// assert_eq!(sql.finish().unwrap().as_str(), r#"COMMENT ON VIEW api."order" IS 'it''s'"#);
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct SqlBuilder<'k> {
    keywords: &'k Keywords,
    text: String,
    error: Option<QuoteError>,
}

impl<'k> SqlBuilder<'k> {
    /// An empty statement for a server with these keywords.
    pub fn new(keywords: &'k Keywords) -> Self {
        Self { keywords, text: String::new(), error: None }
    }

    /// Static SQL.
    pub fn push(mut self, text: &'static str) -> Self {
        self.text.push_str(text);
        self
    }

    /// An identifier.
    pub fn ident(self, name: &str) -> Self {
        let quoted = super::ident(self.keywords, name);
        self.add(quoted)
    }

    /// A qualified name.
    pub fn name(self, name: &QualifiedName) -> Self {
        let quoted = super::qualified(self.keywords, name);
        self.add(quoted)
    }

    /// A role, or PUBLIC.
    pub fn role(self, name: &str) -> Self {
        let quoted = super::role(self.keywords, name);
        self.add(quoted)
    }

    /// Identifiers joined by `, `.
    pub fn columns<'a>(self, names: impl IntoIterator<Item = &'a str>) -> Self {
        let quoted = super::columns(self.keywords, names);
        self.add(quoted)
    }

    /// A string constant.
    pub fn literal(self, value: &str) -> Self {
        self.add(super::literal(value))
    }

    /// A string constant, or NULL.
    pub fn literal_or_null(self, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.literal(value),
            None => self.push("NULL"),
        }
    }

    /// A dollar-quoted constant (function bodies).
    pub fn dollar(self, body: &str) -> Self {
        self.add(super::dollar(body))
    }

    /// An integer. Negative ones stand in parentheses, so that an operator before it cannot swallow the sign.
    pub fn integer(self, value: i64) -> Self {
        self.add(Ok(if value < 0 { format!("({value})") } else { value.to_string() }))
    }

    /// A type.
    pub fn type_name(self, type_name: &TypeName) -> Self {
        let quoted = type_name.to_sql(self.keywords);
        self.add(quoted)
    }

    /// SQL that was built before.
    pub fn sql(self, part: &Sql) -> Self {
        self.add(Ok(part.0.clone()))
    }

    /// A statement or query from a manifest, checked to be exactly one.
    pub fn statement(self, statement: &Statement<'_>) -> Self {
        self.add(Ok(statement.text().to_owned()))
    }

    /// Text that the server itself printed from its catalogs (a deparsed definition, an expression).
    /// Never text from a manifest: that takes `statement`.
    pub fn server_text(self, text: &str) -> Self {
        self.add(Ok(text.to_owned()))
    }

    /// What `part` adds for each item, with `separator` between.
    pub fn each<T>(
        mut self,
        items: impl IntoIterator<Item = T>,
        separator: &'static str,
        part: impl Fn(Self, T) -> Self,
    ) -> Self {
        for (index, item) in items.into_iter().enumerate() {
            if index > 0 {
                self = self.push(separator);
            }
            self = part(self, item);
        }
        self
    }

    /// What `part` adds, when `condition` holds.
    pub fn when(self, condition: bool, part: impl FnOnce(Self) -> Self) -> Self {
        if condition { part(self) } else { self }
    }

    /// The statement, or the first value that cannot be written.
    pub fn finish(self) -> Result<Sql, QuoteError> {
        match self.error {
            Some(error) => Err(error),
            None => Ok(Sql(self.text)),
        }
    }

    fn add(mut self, part: Result<String, QuoteError>) -> Self {
        match part {
            Ok(text) => self.text.push_str(&text),
            Err(error) => self.error = self.error.or(Some(error)),
        }
        self
    }
}
