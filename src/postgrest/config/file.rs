//! Reads PostgREST's configuration files and `--dump-config` output. Pure; values may be secret.
//!
//! The file language is that of configurator-pg: `key = value`, `#` comments, strings in double
//! quotes, whole numbers, `on/off/true/false`, lists, groups `app { settings { .. } }`, `import`.
//! In files `$` is doubled and `$(NAME)` is an environment variable; a dump is plain.

use std::collections::BTreeMap;

use crate::diagnostic::codes::postgrest as codes;
use crate::diagnostic::{Diagnostic, Place, Result};
use crate::postgrest::setting;

/// A parsed file. Its values may hold secrets: no `Debug` of them, no source text in places.
#[derive(Clone)]
pub struct ConfigFile {
    /// How the file is called in messages.
    pub(super) name: String,
    pub(super) entries: Vec<Entry>,
    /// True for the output of `--dump-config`, in which all layers are resolved already.
    pub is_dump: bool,
}

/// One assignment.
#[derive(Clone)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) value: Raw,
    pub(super) line: usize,
    pub(super) column: usize,
}

/// A value as the file writes it.
#[derive(Clone, PartialEq)]
pub(super) enum Raw {
    /// A string, a number, or a boolean: its text.
    Text(String),
    /// A list, which PostgREST takes for no value of any key.
    List,
    /// A string that names an environment variable which is not known here.
    Interpolated,
}

impl std::fmt::Debug for ConfigFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let keys: Vec<_> = self.entries.iter().map(|entry| entry.key.as_str()).collect();
        f.debug_struct("ConfigFile")
            .field("name", &self.name)
            .field("is_dump", &self.is_dump)
            .field("keys", &keys)
            .finish()
    }
}

impl ConfigFile {
    /// The last assignment of a key, which is the one that counts.
    pub(super) fn last(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().rev().find(|entry| entry.key == key)
    }

    pub(super) fn place(&self, entry: &Entry) -> Place {
        Place {
            file: self.name.clone(),
            line: entry.line,
            column: entry.column,
            length: entry.key.chars().count(),
            source: None,
        }
    }
}

/// How many keys make a text without comments a dump: files of that size by hand have comments or aliases.
const DUMP_KEYS: usize = 25;

/// Parses a file; `name` is for messages, `environment` for `$(NAME)`.
///
/// # Errors
/// Syntax that PostgREST refuses too, with the place and without the line's text (it may be secret).
pub fn parse(name: &str, text: &str, environment: Option<&BTreeMap<String, String>>) -> Result<ConfigFile> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let is_dump = looks_like_dump(text);
    let mut parser =
        Parser { name, environment, is_dump, rest: text, line: 1, column: 1, groups: Vec::new(), entries: Vec::new() };
    parser.file()?;
    Ok(ConfigFile { name: name.to_owned(), entries: parser.entries, is_dump })
}

fn looks_like_dump(text: &str) -> bool {
    let lines: Vec<&str> = text.lines().filter(|line| !is_log_line(line)).collect();
    let known = |line: &&&str| {
        line.split_once(" = ").is_some_and(|(key, _)| setting::find(key).is_some_and(|info| info.file == key))
    };
    lines.iter().filter(known).count() >= DUMP_KEYS && !lines.iter().any(|line| line.trim_start().starts_with('#'))
}

/// PostgREST's log lines (`24/Nov/2026:10:00:00 +0000: ..`) get into dumps through `2>&1`.
fn is_log_line(line: &str) -> bool {
    let mut parts = line.splitn(3, '/');
    let number =
        |part: Option<&str>| part.is_some_and(|part| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit()));
    number(parts.next()) && parts.next().is_some_and(|month| month.len() == 3)
}

struct Parser<'a> {
    name: &'a str,
    environment: Option<&'a BTreeMap<String, String>>,
    is_dump: bool,
    rest: &'a str,
    line: usize,
    column: usize,
    groups: Vec<String>,
    entries: Vec<Entry>,
}

impl Parser<'_> {
    fn file(&mut self) -> Result<()> {
        loop {
            self.skip_blank();
            if self.rest.is_empty() {
                return if self.groups.is_empty() {
                    Ok(())
                } else {
                    Err(self.error("a group that began with `{` does not end"))
                };
            }
            if self.rest.starts_with('}') && self.groups.pop().is_some() {
                self.advance(1);
                self.end_of_line()?;
                continue;
            }
            self.directive()?;
        }
    }

    fn directive(&mut self) -> Result<()> {
        if self.is_dump && is_log_line(self.rest.lines().next().unwrap_or("")) {
            self.advance(self.rest.find('\n').unwrap_or(self.rest.len()));
            return Ok(());
        }
        let (line, column) = (self.line, self.column);
        let key = self.key()?;
        self.skip_spaces();
        if key == "import" && self.rest.starts_with('"') {
            return Err(self.error("`import` is not followed").advice("give `postgrest --dump-config` output instead"));
        }
        if self.rest.starts_with('{') {
            self.advance(1);
            self.groups.push(key);
            return Ok(());
        }
        if !self.rest.starts_with('=') {
            return Err(self.error("a key must be followed by `=`"));
        }
        self.advance(1);
        self.skip_blank();
        let value = self.value()?;
        self.end_of_line()?;
        let mut path = self.groups.clone();
        path.push(key);
        self.entries.push(Entry { key: path.join("."), value, line, column });
        Ok(())
    }

    fn key(&mut self) -> Result<String> {
        let is_key = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
        let end = self.rest.find(|c| !is_key(c)).unwrap_or(self.rest.len());
        if end == 0 || !self.rest.starts_with(char::is_alphabetic) {
            return Err(self.error("expected a key like `db-schemas`"));
        }
        let key = self.rest[..end].to_owned();
        self.advance(end);
        Ok(key)
    }

    fn value(&mut self) -> Result<Raw> {
        if self.rest.starts_with('"') {
            return self.string();
        }
        if self.rest.starts_with('[') {
            return self.list();
        }
        let end = self
            .rest
            .find(|c: char| c.is_whitespace() || matches!(c, ',' | ']' | '}' | '#'))
            .unwrap_or(self.rest.len());
        let word = &self.rest[..end];
        let text = match word {
            "true" | "on" => "true".to_owned(),
            "false" | "off" => "false".to_owned(),
            number if self.is_number(number) => number.to_owned(),
            _ => {
                return Err(self
                    .error("a value must be text in double quotes, a number, true or false")
                    .advice("put double quotes around the value"));
            }
        };
        self.advance(end);
        Ok(Raw::Text(text))
    }

    /// Bare numbers have no sign in files; a dump shows what was read, signs included.
    fn is_number(&self, word: &str) -> bool {
        let digits = if self.is_dump { word.strip_prefix('-').unwrap_or(word) } else { word };
        digits.starts_with(|c: char| c.is_ascii_digit()) && digits.parse::<f64>().is_ok()
    }

    fn list(&mut self) -> Result<Raw> {
        self.advance(1);
        loop {
            self.skip_blank();
            if self.rest.starts_with(']') {
                self.advance(1);
                return Ok(Raw::List);
            }
            if self.rest.starts_with(',') {
                self.advance(1);
                continue;
            }
            self.value()?;
        }
    }

    fn string(&mut self) -> Result<Raw> {
        self.advance(1);
        let mut text = String::new();
        let mut complete = true;
        loop {
            let Some(c) = self.rest.chars().next() else {
                return Err(self.error("a string that began with a double quote does not end"));
            };
            self.advance(c.len_utf8());
            match c {
                '"' => return Ok(if complete { Raw::Text(text) } else { Raw::Interpolated }),
                '\\' if self.is_dump && !self.rest.starts_with('"') => text.push('\\'),
                '\\' => text.push(self.escape()?),
                '$' if !self.is_dump => complete &= self.dollar(&mut text)?,
                c => text.push(c),
            }
        }
    }

    fn escape(&mut self) -> Result<char> {
        let Some(c) = self.rest.chars().next() else { return Err(self.error("a string ends in a backslash")) };
        self.advance(c.len_utf8());
        match c {
            'n' => Ok('\n'),
            'r' => Ok('\r'),
            't' => Ok('\t'),
            'b' => Ok('\u{8}'),
            '"' | '\\' => Ok(c),
            'u' => self.unicode(),
            _ => Err(self.error("a string holds an unknown escape after a backslash").advice("double the backslash")),
        }
    }

    fn unicode(&mut self) -> Result<char> {
        let first = self.hex()?;
        if !(0xD800..0xDC00).contains(&first) {
            return char::from_u32(first).ok_or_else(|| self.error("a string holds half a Unicode pair"));
        }
        if !self.rest.starts_with("\\u") {
            return Err(self.error("a string holds half a Unicode pair"));
        }
        self.advance(2);
        let second = self.hex()?;
        let code = second.checked_sub(0xDC00).map(|low| 0x10000 + ((first - 0xD800) << 10) + low);
        code.and_then(char::from_u32).ok_or_else(|| self.error("a string holds half a Unicode pair"))
    }

    fn hex(&mut self) -> Result<u32> {
        let code = self.rest.get(..4).and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let code = code.ok_or_else(|| self.error("\\u must be followed by four hexadecimal digits"))?;
        self.advance(4);
        Ok(code)
    }

    /// After a `$`: another one, or `(NAME)`. False when the variable is not known.
    fn dollar(&mut self, text: &mut String) -> Result<bool> {
        if self.rest.starts_with('$') {
            self.advance(1);
            text.push('$');
            return Ok(true);
        }
        let name = self.rest.strip_prefix('(').and_then(|rest| rest.split_once(')')).map(|(name, _)| name.to_owned());
        let name = name
            .ok_or_else(|| self.error("a single `$` in a string").advice("double every `$` that stands for itself"))?;
        self.advance(name.len() + 2);
        let value = self.environment.and_then(|environment| environment.get(&name));
        text.push_str(value.map_or("", String::as_str));
        Ok(value.is_some())
    }

    fn end_of_line(&mut self) -> Result<()> {
        self.skip_spaces();
        if self.rest.is_empty() || self.rest.starts_with(['\n', '\r', '}']) {
            return Ok(());
        }
        Err(self.error("expected the end of the line after a value"))
    }

    fn skip_spaces(&mut self) {
        let end = self.rest.find(|c: char| c != ' ' && c != '\t').unwrap_or(self.rest.len());
        self.advance(end);
        if self.rest.starts_with('#') {
            self.advance(self.rest.find('\n').unwrap_or(self.rest.len()));
        }
    }

    fn skip_blank(&mut self) {
        loop {
            self.skip_spaces();
            let end = self.rest.find(|c: char| !c.is_whitespace()).unwrap_or(self.rest.len());
            if end == 0 {
                return;
            }
            self.advance(end);
        }
    }

    /// Moves on by `bytes`, counting lines and columns.
    fn advance(&mut self, bytes: usize) {
        let (passed, rest) = self.rest.split_at(bytes);
        for c in passed.chars() {
            (self.line, self.column) = if c == '\n' { (self.line + 1, 1) } else { (self.line, self.column + 1) };
        }
        self.rest = rest;
    }

    fn error(&self, message: &str) -> Diagnostic {
        Diagnostic::error(&codes::CONFIG_SYNTAX, message).at(Place {
            file: self.name.to_owned(),
            line: self.line,
            column: self.column,
            length: 0,
            source: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn value(text: &str) -> Option<Raw> {
        let file = parse("postgrest.conf", text, None).ok()?;
        file.entries.first().map(|entry| entry.value.clone())
    }

    /// Accepted and refused as 12.0.2 does (`postgrest --dump-config FILE`).
    #[test]
    fn reads_values_as_postgrest_does() {
        for (text, expected) in [
            ("db-max-rows = 100", Some("100")),
            ("db-plan-enabled = on", Some("true")),
            ("db-plan-enabled = off # why", Some("false")),
            ("db-schemas = \"api, Mixed Case\"   # trailing", Some("api, Mixed Case")),
            ("jwt-secret = \"re\\\"ally$$really\\u0041\"", Some("re\"ally$reallyA")),
            ("x = \"\\ud83d\\ude00\"", Some("😀")),
            ("db-schemas=\"a\"", Some("a")),
            ("db-schemas =\n  \"a\"", Some("a")),
            ("db-pool = 1.5", Some("1.5")),
            ("db-max-rows = abc", None),
            ("db-max-rows = -1", None),
            ("db-schemas = api", None),
            ("db-plan-enabled = yes", None),
            ("db-schemas = \"a$b\"", None),
            ("db-schemas = \"a\" db-pool = 3", None),
            ("db-schemas \"a\"", None),
            ("db-schemas = \"a", None),
            ("import \"other.conf\"", None),
            ("app { settings { x = \"y\"", None),
        ] {
            let found = value(text);
            assert!(found == expected.map(|text| Raw::Text(text.to_owned())), "{text}");
        }
        assert!(value("db-schemas = [\"a\", \"b\"]") == Some(Raw::List));
        assert!(value("db-schemas = \"$(X)\"") == Some(Raw::Interpolated));
    }

    #[test]
    fn groups_are_dotted_keys_and_places_are_counted() {
        let text = "# c\n\napp { settings {\n  x = \"y\" } }\n  max-rows = 7\n";
        let file = parse("f", text, None).expect("parses");
        let seen: Vec<_> = file.entries.iter().map(|e| (e.key.as_str(), e.line, e.column)).collect();
        assert_eq!(seen, [("app.settings.x", 4, 3), ("max-rows", 5, 3)]);
    }

    #[test]
    fn syntax_errors_have_a_place_and_no_text_of_the_file() {
        let error = parse("postgrest.conf", "db-pool = 1\njwt-secret = hunter2\n", None).expect_err("refused");
        let place = error.place().expect("a place");
        assert_eq!((place.line, place.column, place.source.is_none()), (2, 14, true));
        assert!(!format!("{error:?}").contains("hunter2"));
    }

    #[test]
    fn a_dump_is_told_from_a_file_and_read_without_escapes() {
        let dump = include_str!("../../../tests/fixtures/postgrest/12.0.2/dump-config.conf");
        let file = parse("-", dump, None).expect("parses");
        assert!(file.is_dump);
        assert!(
            file.last("db-uri").expect("there").value
                == Raw::Text("postgres://authenticator:pa$ss@127.0.0.1:5432/app".into())
        );
        assert!(file.last("jwt-role-claim-key").expect("there").value == Raw::Text(".\"realm\".\"roles\"[0]".into()));
        let logged = format!("24/Nov/2026:10:00:00 +0000: Attempting to connect\n{dump}");
        assert_eq!(parse("-", &logged, None).expect("parses").entries.len(), file.entries.len());
        let commented =
            parse("-", include_str!("../../../tests/fixtures/postgrest/12.0.2/example.conf"), None).expect("parses");
        assert!(!commented.is_dump);
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,80}|([a-z-]+ ?= ?[\"\\\\$\\[{}\\]#a-z0-9 \n]{0,20}\n){0,4}") {
            let _ = parse("f", &text, None);
        }

        #[test]
        fn quoted_text_comes_back(text in "[^\\p{Cc}]{0,40}") {
            let quoted = text.replace('\\', "\\\\").replace('"', "\\\"").replace('$', "$$");
            let line = format!("k = \"{quoted}\"");
            prop_assert!(value(&line) == Some(Raw::Text(text)));
        }
    }
}
