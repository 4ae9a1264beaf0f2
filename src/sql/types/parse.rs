//! Reads a type from its text.

use std::str::FromStr;

use super::{TypeError, TypeName, builtin};
use crate::sql::lex::{Kind, Token, identifier_value, significant};

impl FromStr for TypeName {
    type Err = TypeError;

    /// Reads what PostgreSQL prints, and the other names of built-in types (kept as written;
    /// see [`TypeName::canonical`]). Built-in names are folded to lower case; in other names
    /// capital letters must be quoted, so that nobody's `api.Orders` becomes `api.orders`.
    fn from_str(text: &str) -> Result<Self, TypeError> {
        Parser { text, tokens: significant(text), at: 0 }.parse()
    }
}

struct Parser<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    at: usize,
}

impl Parser<'_> {
    fn parse(mut self) -> Result<TypeName, TypeError> {
        if self.tokens.is_empty() {
            return Err(TypeError::Empty);
        }
        let first = self.name()?;
        let mut found = if self.take(".") {
            self.refuse_capitals()?;
            let name = self.name()?;
            let modifiers = self.modifiers()?;
            TypeName { modifiers, ..TypeName::in_schema(first, name) }
        } else if self.tokens[0].kind == Kind::Word {
            self.built_in(first)?
        } else {
            let modifiers = self.modifiers()?;
            TypeName { modifiers, ..TypeName::built_in(first) }
        };
        while self.take("[") {
            if !self.take("]") {
                return Err(self.unexpected());
            }
            found.dimensions += 1;
        }
        if self.at < self.tokens.len() { Err(self.unexpected()) } else { Ok(found) }
    }

    /// Words with modifiers among them: `timestamp(3) with time zone`, `interval day to second(3)`.
    fn built_in(&mut self, first: String) -> Result<TypeName, TypeError> {
        let mut words = vec![first];
        let mut modifiers = self.modifiers()?;
        while let Some(token) = self.tokens.get(self.at).filter(|token| token.kind == Kind::Word) {
            words.push(token.text(self.text).to_ascii_lowercase());
            self.at += 1;
            if modifiers.is_empty() {
                modifiers = self.modifiers()?;
            }
        }
        let name = words.join(" ");
        // Without quotes `char` is SQL's; with quotes it is a type of its own.
        let name = if name == "char" { "character".to_owned() } else { name };
        let found = TypeName { modifiers, ..TypeName::built_in(name) };
        // Modifiers stand in one place; in another one the text is not what was meant.
        if words.len() > 1 && (!builtin::is_known_phrase(&found.name) || !self.modifiers_in_place(&found)) {
            return Err(TypeError::Words(self.text.trim().to_owned()));
        }
        Ok(found)
    }

    fn modifiers_in_place(&self, found: &TypeName) -> bool {
        let Some(open) = self.tokens.iter().position(|token| token.is_symbol(self.text, "(")) else { return true };
        let words_before = open;
        let expected = found.name[..builtin::modifier_place(&found.name)].split(' ').count();
        words_before == expected
    }

    fn name(&mut self) -> Result<String, TypeError> {
        let Some(token) = self.tokens.get(self.at) else { return Err(self.unexpected()) };
        match identifier_value(token, self.text, '\\') {
            Some(name) if !name.is_empty() => {
                self.at += 1;
                Ok(name)
            }
            _ => Err(self.unexpected()),
        }
    }

    /// Called after `schema.`: both parts of a qualified name are looked at.
    fn refuse_capitals(&self) -> Result<(), TypeError> {
        let parts = [self.at.checked_sub(2), Some(self.at)];
        let words = parts.into_iter().flatten().filter_map(|at| self.tokens.get(at));
        for token in words.filter(|token| token.kind == Kind::Word) {
            if token.text(self.text).bytes().any(|byte| byte.is_ascii_uppercase()) {
                return Err(TypeError::Capitals(self.text.trim().to_owned()));
            }
        }
        Ok(())
    }

    /// `(12,2)`: constants and words, as type modifier output functions print them.
    fn modifiers(&mut self) -> Result<Vec<String>, TypeError> {
        let mut modifiers = Vec::new();
        if !self.take("(") {
            return Ok(modifiers);
        }
        loop {
            let sign = if self.take("-") { "-" } else { "" };
            let part = self.tokens.get(self.at).filter(|token| is_modifier(token)).ok_or_else(|| self.unexpected())?;
            modifiers.push(format!("{sign}{}", part.text(self.text)));
            self.at += 1;
            if self.take(")") {
                return Ok(modifiers);
            }
            if !self.take(",") {
                return Err(self.unexpected());
            }
        }
    }

    fn take(&mut self, symbol: &str) -> bool {
        let found = self.tokens.get(self.at).is_some_and(|token| token.is_symbol(self.text, symbol));
        self.at += usize::from(found);
        found
    }

    fn unexpected(&self) -> TypeError {
        let found = self.tokens.get(self.at).map_or("end of text", |token| token.text(self.text));
        TypeError::Unexpected { text: self.text.trim().to_owned(), found: found.to_owned() }
    }
}

fn is_modifier(token: &Token) -> bool {
    matches!(token.kind, Kind::Number | Kind::Word | Kind::QuotedIdentifier | Kind::String(_))
}
