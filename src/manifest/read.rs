//! Reading: text to typed documents. `kind` is read first, then the kind's own struct,
//! so that every error has a place (serde loses places behind tags and flattened fields).

use std::borrow::Cow;
use std::ops::Range;

use serde::de::DeserializeOwned;

use super::document::{Document, Project};
use super::kind::KINDS;
use super::places::Places;
use super::read_error;
use super::redact::redact_passwords;
use super::tree::{self, Content, Node, TreeError};
use crate::diagnostic::codes::manifest as codes;
use crate::diagnostic::{Diagnostic, Place, Result, nearest};

/// Reads a manifest below `pgai/` by its `kind`. `file` is the path as people see it.
///
/// # Errors
/// The first thing that is wrong, with its place.
pub fn read(file: &str, text: &str) -> Result<Document> {
    let source = Source::open(file, text)?;
    let entry = source.root.entry("kind").ok_or_else(|| source.missing_kind())?;
    let Some(kind) = entry.value.scalar() else {
        return Err(source.wrong_type(&entry.value, "the name of a kind"));
    };
    let again = source.root.entries().iter().filter(|entry| entry.key.scalar() == Some("kind")).nth(1);
    if let Some(again) = again {
        return Err(read_error::duplicate(&source, Some(again.key.range.start), "kind"));
    }
    let typed = source.without("kind");
    match kind {
        "Schema" => source.typed(&typed).map(Document::Schema),
        "View" => source.typed(&typed).map(Document::View),
        "MaterializedView" => source.typed(&typed).map(Document::MaterializedView),
        "Function" => source.typed(&typed).map(Document::Function),
        "Endpoint" => source.typed(&typed).map(Document::Endpoint),
        "PostgREST" => source.typed(&typed).map(Document::PostgRest),
        _ => Err(source.unknown_kind(kind, &entry.value)),
    }
}

/// Reads `pgai.yaml`. Passwords never reach the diagnostics.
///
/// # Errors
/// The first thing that is wrong, with its place.
pub fn read_project(file: &str, text: &str) -> Result<Project> {
    let source = Source::open(file, &redact_passwords(text))?;
    source.refuse_passwords()?;
    // The places come from the redacted text, the values from what was written.
    let written = text.strip_prefix('\u{feff}').unwrap_or(text);
    source.typed(written)
}

/// Reads any other document without a `kind`: lock files.
///
/// # Errors
/// The first thing that is wrong, with its place.
pub fn read_as<T: DeserializeOwned>(file: &str, text: &str) -> Result<T> {
    let source = Source::open(file, text)?;
    let whole = source.text().to_owned();
    source.typed(&whole)
}

/// A parsed text with what its diagnostics need.
pub(super) struct Source {
    places: Places,
    pub(super) root: Node,
}

impl Source {
    fn open(file: &str, text: &str) -> Result<Self> {
        let places = Places::new(file, text);
        match tree::parse(places.source()) {
            Ok(Some(root)) if matches!(root.content, Content::Mapping { .. }) => Ok(Self { places, root }),
            Ok(Some(root)) => Err(Diagnostic::error(
                &codes::NO_MAPPING,
                format!("a manifest is a mapping of keys to values, this file holds {}", root.describe()),
            )
            .at(place(&places, root.range))),
            Ok(None) => Err(Diagnostic::error(&codes::EMPTY, "the file says nothing")
                .at(places.start())
                .advice("write the manifest, or delete the file")),
            Err(error) => Err(tree_error(&places, error)),
        }
    }

    fn text(&self) -> &str {
        self.places.source()
    }

    pub(super) fn place(&self, range: Range<usize>) -> Place {
        place(&self.places, range)
    }

    fn typed<T: DeserializeOwned>(&self, text: &str) -> Result<T> {
        let options = serde_saphyr::options! {
            with_snippet: false,
            budget: serde_saphyr::budget! { max_depth: 100, max_aliases: 10_000, max_anchors: 10_000 },
            alias_limits: serde_saphyr::alias_limits! { max_total_replayed_events: 200_000 },
        };
        serde_saphyr::from_str_with_options(text, options).map_err(|error| read_error::explain(self, &error))
    }

    /// The text with one top-level entry blanked out, every other byte at its place.
    fn without(&self, key: &str) -> Cow<'_, str> {
        let text = self.text();
        let Some(entry) = self.root.entry(key) else { return Cow::Borrowed(text) };
        let flow = matches!(self.root.content, Content::Mapping { flow: true, .. });
        let range = entry_range(text, entry.key.range.start..entry.value.range.end, flow);
        let blank: String =
            text[range.clone()].bytes().map(|b| if matches!(b, b'\n' | b'\r') { b as char } else { ' ' }).collect();
        let rest = format!("{}{blank}{}", &text[..range.start], &text[range.end..]);
        // With nothing left, an empty mapping still says which keys are missing.
        if !flow && self.root.entries().len() == 1 {
            return Cow::Owned(format!("{}{{}}{}", &rest[..range.start], &rest[range.start + 2..]));
        }
        Cow::Owned(rest)
    }

    fn missing_kind(&self) -> Diagnostic {
        let keys = self.root.entries().iter().filter_map(|entry| Some((entry, entry.key.scalar()?)));
        let near = keys.into_iter().find(|(_, key)| nearest(key, ["kind"]).is_some());
        let diagnostic = Diagnostic::error(&codes::NO_KIND, "the file does not say its kind");
        match near {
            Some((entry, key)) => {
                diagnostic.at(self.place(entry.key.range.clone())).advice(format!("write `kind` instead of `{key}`"))
            }
            None => diagnostic
                .at(self.place(0..0))
                .advice(format!("begin the file with `kind:` and one of {}", KINDS.join(", "))),
        }
    }

    fn unknown_kind(&self, kind: &str, value: &Node) -> Diagnostic {
        let exact_but_case = KINDS.into_iter().find(|known| known.eq_ignore_ascii_case(kind));
        let advice = match exact_but_case.or_else(|| nearest(kind, KINDS)) {
            Some(near) => format!("write `kind: {near}`"),
            None => format!("choose one of {}", KINDS.join(", ")),
        };
        Diagnostic::error(&codes::UNKNOWN_KIND, format!("there is no kind `{kind}`"))
            .at(self.place(value.range.clone()))
            .advice(advice)
    }

    pub(super) fn wrong_type(&self, found: &Node, expected: &str) -> Diagnostic {
        let place = self.place_of(found);
        Diagnostic::error(&codes::WRONG_TYPE, format!("expected {expected}, found {}", found.describe())).at(place)
    }

    fn place_of(&self, node: &Node) -> Place {
        self.place(node.range.clone())
    }

    /// A password has no business in a file that git keeps. The place is told, the line is not shown.
    fn refuse_passwords(&self) -> Result<()> {
        let environments = self.root.entry("environments").map(|entry| entry.value.entries()).unwrap_or_default();
        for environment in environments {
            let Some(database) = environment.value.entry("database") else { continue };
            if let Some(entry) = database.value.entry("password") {
                let mut place = self.place(entry.key.range.clone());
                place.source = None;
                return Err(Diagnostic::error(&codes::PASSWORD, "a password in a file")
                    .at(place)
                    .advice("take it out, change it in the database, and use `passfile`, `service`, or `${VAR}`"));
            }
        }
        Ok(())
    }
}

fn place(places: &Places, range: Range<usize>) -> Place {
    Place::from_bytes(places.file(), places.source(), range.start, range.end)
}

/// Widens an entry's range by what would be left of it: a `?` before an explicit key, one comma in flow style.
fn entry_range(text: &str, range: Range<usize>, flow: bool) -> Range<usize> {
    let before = text[..range.start].trim_end_matches([' ', '\t']);
    let start = if before.ends_with('?') { before.len() - 1 } else { range.start };
    if !flow {
        return start..range.end;
    }
    let after = text[range.end..].trim_start();
    if after.starts_with(',') {
        return start..text.len() - after.len() + 1;
    }
    let before = text[..start].trim_end();
    if before.ends_with(',') { before.len() - 1..range.end } else { start..range.end }
}

fn tree_error(places: &Places, error: TreeError) -> Diagnostic {
    match error {
        TreeError::Syntax { message, at } => {
            let diagnostic = Diagnostic::error(&codes::INVALID_YAML, "the file is no YAML").because(message);
            match tab_near(places.source(), at) {
                Some(tab) => {
                    diagnostic.at(place(places, tab..tab + 1)).advice("indent with spaces: YAML knows no tabs there")
                }
                None => diagnostic
                    .at(place(places, at..at))
                    .advice("put double quotes around text that holds `: `, ` #` or begins with one of `[]{}*&!|>%@`"),
            }
        }
        TreeError::UnknownAnchor { at } => {
            Diagnostic::error(&codes::UNKNOWN_ANCHOR, "the alias names an anchor that does not stand before it")
                .at(place(places, at..at))
                .advice("put the anchor (`&name`) first, or quotes around a text that begins with `*`")
        }
        TreeError::SecondDocument { at } => Diagnostic::error(&codes::SECOND_DOCUMENT, "a second document begins here")
            .at(place(places, at..at + 3))
            .advice("move it into a file of its own: one manifest, one file"),
    }
}

/// A tab in the indentation of the line of `at` or of the one below it.
fn tab_near(text: &str, at: usize) -> Option<usize> {
    let line = text[..at.min(text.len())].rfind('\n').map_or(0, |end| end + 1);
    let mut start = line;
    for line in text[line..].split_inclusive('\n').take(2) {
        let blanks = line.len() - line.trim_start_matches(' ').len();
        if line[blanks..].starts_with('\t') {
            return Some(start + blanks);
        }
        start += line.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What went wrong, as `CODE line:column message | advice`.
    fn fails(text: &str) -> String {
        show(&read("f.yaml", text).expect_err(text))
    }

    fn show(d: &Diagnostic) -> String {
        let place = d.place().map(|p| format!("{}:{}", p.line, p.column)).unwrap_or_default();
        format!("{} {place} {} | {}", d.code().id, d.message(), d.advices().join("; "))
    }

    #[test]
    fn every_sort_of_error_has_its_code_and_place() {
        let quotes = "put double quotes around text that holds `: `, ` #` or begins with one of `[]{}*&!|>%@`";
        for (text, expected) in [
            ("", "PGAI-2003 1:1 the file says nothing | write the manifest, or delete the file"),
            ("# only a comment\n\n", "PGAI-2003 1:1 the file says nothing | write the manifest, or delete the file"),
            ("\u{feff}", "PGAI-2003 1:1 the file says nothing | write the manifest, or delete the file"),
            ("- kind: View\n", "PGAI-2014 1:1 a manifest is a mapping of keys to values, this file holds a list | "),
            ("kind: View\nname: a.b\nquery: x: y\n", &format!("PGAI-2001 3:9 the file is no YAML | {quotes}")),
            (
                "kind: View\nquery: x\n\tname: a.b\n",
                "PGAI-2001 3:1 the file is no YAML | indent with spaces: YAML knows no tabs there",
            ),
            (
                "kind: View\nname: a.b\nquery: x\n---\nkind: View\n",
                "PGAI-2002 4:1 a second document begins here | move it into a file of its own: one manifest, one file",
            ),
            (
                "kind: View\nname: *x\n",
                "PGAI-2013 2:7 the alias names an anchor that does not stand before it | put the anchor (`&name`) first, or quotes around a text that begins with `*`",
            ),
            (
                "name: a.b\n",
                "PGAI-2008 1:1 the file does not say its kind | begin the file with `kind:` and one of Schema, View, MaterializedView, Function, Endpoint, PostgREST",
            ),
            ("knd: View\nname: a.b\n", "PGAI-2008 1:1 the file does not say its kind | write `kind` instead of `knd`"),
            ("name: a.b\nkind: Veiw\n", "PGAI-2009 2:7 there is no kind `Veiw` | write `kind: View`"),
            ("kind: postgrest\n", "PGAI-2009 1:7 there is no kind `postgrest` | write `kind: PostgREST`"),
            (
                "kind: Table\n",
                "PGAI-2009 1:7 there is no kind `Table` | choose one of Schema, View, MaterializedView, Function, Endpoint, PostgREST",
            ),
            ("kind: [View]\n", "PGAI-2006 1:7 expected the name of a kind, found a list | "),
            ("kind: View\nname: a.b\nqery: x\n", "PGAI-2004 3:1 unknown key `qery` | write `query`"),
            (
                "kind: View\nname: a.b\ncolumns:\n  id: {type: int, komment: x}\nquery: x\n",
                "PGAI-2004 4:19 unknown key `komment` | write `comment`",
            ),
            (
                "kind: View\nname: a.b\nquery: x\nzzzzzzzzz: 1\n",
                "PGAI-2004 4:1 unknown key `zzzzzzzzz` | use one of name, renamed_from, owner, options, comment, columns, query, triggers, rules, grants",
            ),
            (
                "kind: View\nname: a.b\nquery: x\nname: c.d\n",
                "PGAI-2005 4:1 the key `name` stands twice; first in line 2 | keep one of them",
            ),
            (
                "kind: View\nkind: View\nname: a.b\nquery: x\n",
                "PGAI-2005 2:1 the key `kind` stands twice; first in line 1 | keep one of them",
            ),
            ("kind: View\nname: a.b\nquery: [x]\n", "PGAI-2006 3:8 expected text, found a list | "),
            (
                "kind: View\nname: a.b\nquery: null\n",
                "PGAI-2006 3:8 expected text, found null | put quotes around it if the text `null` is meant",
            ),
            ("kind: View\nname: a.b\nquery:\n", "PGAI-2006 3:7 expected text, found nothing | "),
            ("kind: View\nname: a.b\nquery: x\noptions: [a]\n", "PGAI-2006 4:10 expected a mapping, found a list | "),
            (
                "kind: View\nname: a.b\nquery: x\ngrants: {a: select}\n",
                "PGAI-2006 4:13 expected a list, found text | write `[select]`",
            ),
            (
                "kind: View\nname: a.b\nquery: x\noptions: {security_barrier: maybe}\n",
                "PGAI-2006 4:29 expected true or false, found text | ",
            ),
            (
                "kind: MaterializedView\nname: a.b\ncolumns: {c: {type: int, statistics: many}}\nquery: x\n",
                "PGAI-2006 3:38 expected a whole number, found text | ",
            ),
            ("kind: View\nname: a.b\n", "PGAI-2007 1:1 the View lacks `query` | add `query:`"),
            ("kind: View", "PGAI-2007 1:1 the View lacks `name` | add `name:`"),
            (
                "kind: View\nname: a.b\ncolumns:\n  c:\n    comment: x\n  d: {comment: y}\nquery: x\n",
                "PGAI-2007 4:3 `columns.c` lacks `type` | add `type:`",
            ),
            (
                "kind: View\nname: a.b\ncolumns:\n  d: {comment: y}\nquery: x\n",
                "PGAI-2007 4:3 `columns.d` lacks `type` | add `type:`",
            ),
            (
                "kind: View\nname: a.b\noptions: {check_option: cascade}\nquery: x\n",
                "PGAI-2010 3:25 unknown value `cascade` | write `cascaded`",
            ),
            ("kind: View\nname: orders\nquery: x\n", "PGAI-2011 2:7 `orders` is not of the form schema.name | "),
            (
                "kind: Endpoint\nname: a\nversions: {v1: {route: {table: a.b}}}\n",
                "PGAI-2004 3:25 unknown key `table` | use one of relation, rpc",
            ),
            (
                "kind: Endpoint\nname: a\nversions: {v1: {route: {relation: a.b}, access: {x: y}}}\n",
                "PGAI-2006 3:53 expected a list of privileges, or (under a function's signature) roles with their privileges, found text | ",
            ),
        ] {
            assert_eq!(fails(text), expected, "{text}");
        }
    }

    #[test]
    fn anchors_and_merge_keys_are_read_within_budgets() {
        let text =
            "kind: View\nname: a.b\ncolumns:\n  a: &t {type: int}\n  b: *t\n  c: {<<: *t, comment: x}\nquery: x\n";
        let Document::View(view) = read("f", text).unwrap() else { panic!() };
        assert_eq!(view.columns["c"].type_name, "int");
        let mut bomb = "kind: View\nname: a.b\nquery: x\ncolumns:\n  a: &a0 {type: x}\n".to_owned();
        for level in 0..30 {
            let aliases = vec![format!("*a{level}"); 10].join(", ");
            bomb += &format!("  b{level}: &a{} {{<<: [{aliases}]}}\n", level + 1);
        }
        assert_eq!(read("f", &bomb).unwrap_err().code().id, "PGAI-2012");
        let deep = format!("kind: View\nname: {}{}\n", "[".repeat(200), "]".repeat(200));
        assert!(read("f", &deep).is_err());
        let deeper = format!("kind: View\nname: {}\n", "[".repeat(200_000));
        assert_eq!(read("f", &deeper).unwrap_err().code().id, "PGAI-2001");
    }

    #[test]
    fn kind_may_stand_anywhere_and_in_any_form() {
        for text in [
            "name: a.b\nquery: x\nkind: View # last\n",
            "\u{feff}kind: View\r\nname: a.b\r\nquery: x\r\n",
            "{kind: View, name: a.b, query: x}",
            "{name: a.b, query: x, kind: View}",
            "{name: a.b, query: x, kind: View,}",
            "? kind\n: View\nname: a.b\nquery: x\n",
            "--- # manifest\n\"kind\": 'View'\nname: a.b\nquery: x\n...\n",
            "kind:\n  View\nname: a.b\nquery: x\n",
        ] {
            assert!(matches!(read("f", text), Ok(Document::View(_))), "{text}");
        }
    }

    #[test]
    fn passwords_never_reach_a_diagnostic() {
        let head = "project: p\nschemas: [api]\nenvironments:\n";
        for body in [
            "  dev: {database: {service: x, password: hunter2}}\n",
            "  dev: {database: \"postgres://u:hunter2@h/db\", nonsense: 1}\n",
            "  dev: {database: \"host=h password=hunter2 dbname=x\", nonsense: 1}\n",
            "  dev: {database: \"host=h password='hunter2'\", nonsense: 1}\n",
            "  dev: {database: [\"postgres://u:hunter2@h/db\"]}\n",
        ] {
            let error = read_project("pgai.yaml", &format!("{head}{body}")).unwrap_err();
            assert!(!format!("{error:?} {error}").contains("hunter2"), "{error:?}");
        }
        let refused = format!("{head}  dev: {{database: {{password: hunter2}}}}\n");
        assert_eq!(read_project("pgai.yaml", &refused).unwrap_err().code().id, "PGAI-2015");
        let role = "project: p\nschemas: [api]\nroles: {password: {prod: x}}\n";
        assert!(read_project("pgai.yaml", role).is_ok());
        let fine = format!("{head}  dev: {{database: \"postgres://u:hunter2@h/db\"}}\n");
        let project = read_project("pgai.yaml", &fine).unwrap();
        assert!(format!("{:?}", project.environments["dev"].database).contains("hunter2"), "the value is as written");
    }
}
