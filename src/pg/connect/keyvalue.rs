//! Key/value connection text with libpq's quoting. PostgreSQL docs 34.1.1.1.

use super::keyword;
use super::origin::Origin;
use super::settings::{Settings, unknown_keyword};
use crate::diagnostic::codes::connection as codes;
use crate::diagnostic::{Diagnostic, Result};

/// True when the text has the look of key/value text: something before a `=`.
pub(super) fn is_key_value(text: &str) -> bool {
    text.find('=').is_some_and(|at| at > 0)
}

/// Reads `host=localhost dbname='my db' application_name=it\'s`.
pub(super) fn parse(text: &str, origin: &Origin) -> Result<Settings> {
    let mut reader = Reader { text, at: 0, origin, settings: Settings::default() };
    loop {
        reader.skip_blanks();
        if reader.peek().is_none() {
            return Ok(reader.settings);
        }
        reader.pair()?;
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    origin: &'a Origin,
    settings: Settings,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    fn skip_blanks(&mut self) {
        while self.peek().is_some_and(is_blank) {
            self.next();
        }
    }

    fn pair(&mut self) -> Result<()> {
        let start = self.at;
        while self.peek().is_some_and(|c| c != '=' && !is_blank(c)) {
            self.next();
        }
        let name = self.text[start..self.at].to_owned();
        self.skip_blanks();
        if self.next() != Some('=') {
            return Err(self.malformed(start, "a word without `=` after it"));
        }
        self.skip_blanks();
        let value = self.value()?;
        match keyword::find(&name) {
            Some(keyword) => self.settings.set(keyword, value),
            None => {
                // After a password, a stray word may be the rest of one that was not quoted.
                let quotable = self.settings.password().is_none();
                return Err(unknown_keyword(&name, self.origin, Some(self.character(start)), quotable));
            }
        }
        Ok(())
    }

    fn value(&mut self) -> Result<String> {
        let start = self.at;
        let quoted = self.peek() == Some('\'');
        if quoted {
            self.next();
        }
        let mut value = String::new();
        loop {
            match self.peek() {
                None if quoted => return Err(self.malformed(start, "a quoted value that does not end")),
                Some('\'') if quoted => {
                    self.next();
                    return Ok(value);
                }
                None => return Ok(value),
                Some(c) if !quoted && is_blank(c) => return Ok(value),
                Some('\\') => {
                    self.next();
                    value.extend(self.next());
                }
                Some('\0') => return Err(self.malformed(self.at, "a NUL character")),
                Some(c) => {
                    self.next();
                    value.push(c);
                }
            }
        }
    }

    fn malformed(&self, at: usize, why: &str) -> Diagnostic {
        let place = self.character(at);
        Diagnostic::error(
            &codes::MALFORMED_KEY_VALUE,
            format!("malformed key/value text in {} at character {place}", self.origin),
        )
        .because(why)
        .advice("write host=HOST port=PORT user=USER dbname=DATABASE, values with blanks in single quotes")
    }

    fn character(&self, at: usize) -> usize {
        self.text[..at].chars().count() + 1
    }
}

fn is_blank(c: char) -> bool {
    // C's isspace() in the C locale.
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0b' | '\x0c')
}
