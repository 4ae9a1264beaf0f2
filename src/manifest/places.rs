//! Places: from a path of keys to where it stands in the file, and from an offset inside a text
//! value (a server's error position in `query`) to the line and column in the file.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use serde_saphyr::granit_parser::ScalarStyle;

use super::tree::{self, Content, Node};
use crate::diagnostic::Place;

/// Where everything stands in one manifest. The text is parsed when the first place is asked for.
///
/// Paths are keys from the top (`["columns", "id", "type"]`); items of lists are numbers from 0
/// (`["overloads", "0", "body"]`).
#[derive(Debug, Clone)]
pub struct Places {
    file: String,
    source: Arc<str>,
    tree: OnceLock<Option<Node>>,
}

impl Places {
    /// For a file's text; `file` is the path as people see it.
    pub fn new(file: impl Into<String>, text: &str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        Self { file: file.into(), source: Arc::from(text), tree: OnceLock::new() }
    }

    /// The file's name.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The file's text, without a byte order mark.
    pub fn source(&self) -> &Arc<str> {
        &self.source
    }

    /// The first character of the file.
    pub fn start(&self) -> Place {
        self.place(0..0)
    }

    /// The place of the value behind `path`. An absent value's place is its key.
    pub fn value<S: AsRef<str>>(&self, path: &[S]) -> Option<Place> {
        self.value_range(path).map(|range| self.place(range))
    }

    /// The place of the last key of `path`; of the item for a list.
    pub fn key<S: AsRef<str>>(&self, path: &[S]) -> Option<Place> {
        self.key_range(path).map(|range| self.place(range))
    }

    /// The place of the deepest part of `path` that is in the file: its key, else the file's start.
    pub fn nearest<S: AsRef<str>>(&self, path: &[S]) -> Place {
        (1..=path.len()).rev().find_map(|length| self.key(&path[..length])).unwrap_or_else(|| self.start())
    }

    /// The byte range of the value behind `path` in [`Places::source`].
    pub fn value_range<S: AsRef<str>>(&self, path: &[S]) -> Option<Range<usize>> {
        let node = self.tree()?.at(path)?;
        if node.is_absent() { self.key_range(path) } else { Some(node.range.clone()) }
    }

    /// The byte range of the last key of `path`; of the item for a list.
    pub fn key_range<S: AsRef<str>>(&self, path: &[S]) -> Option<Range<usize>> {
        let (last, parents) = path.split_last()?;
        let parent = self.tree()?.at(parents)?;
        match &parent.content {
            Content::Mapping { .. } => parent.entry(last.as_ref()).map(|entry| entry.key.range.clone()),
            _ => parent.child(last.as_ref()).map(|item| item.range.clone()),
        }
    }

    /// The place of character `offset` (from 0) of the text value behind `path`, `length` characters long.
    ///
    /// Exact for block text (`|`) and for one-line values. For folded and multi-line quoted text,
    /// the place of the value as a whole.
    pub fn inside<S: AsRef<str>>(&self, path: &[S], offset: usize, length: usize) -> Option<Place> {
        let node = self.tree()?.at(path)?;
        let Content::Scalar { value, style } = &node.content else { return self.value(path) };
        let exact = match style {
            ScalarStyle::Literal => self.inside_block(node, value, offset),
            ScalarStyle::Folded => None,
            ScalarStyle::Plain => self.inside_line(node, 0, offset, None),
            ScalarStyle::SingleQuoted => self.inside_line(node, 1, offset, Some('\'')),
            ScalarStyle::DoubleQuoted => self.inside_line(node, 1, offset, Some('\\')),
        };
        match exact {
            Some(start) => Some(self.place(start..self.advance(start, length))),
            None => self.value(path),
        }
    }

    /// As [`Places::inside`], from a line and column (both from 1, in characters) of the value's text.
    pub fn inside_line_column<S: AsRef<str>>(&self, path: &[S], line: usize, column: usize) -> Option<Place> {
        let value = self.tree()?.at(path)?.scalar()?;
        let before: usize = value.split_inclusive('\n').take(line.saturating_sub(1)).map(|l| l.chars().count()).sum();
        self.inside(path, before + column.saturating_sub(1), 1)
    }

    fn tree(&self) -> Option<&Node> {
        self.tree.get_or_init(|| tree::parse(&self.source).ok().flatten()).as_ref()
    }

    fn place(&self, range: Range<usize>) -> Place {
        Place::from_bytes(self.file.clone(), &self.source, range.start, range.end)
    }

    /// The byte offset `length` characters on, but not beyond the line.
    fn advance(&self, start: usize, length: usize) -> usize {
        let line = self.source[start..].split(['\r', '\n']).next().unwrap_or_default();
        start + line.chars().take(length).map(char::len_utf8).sum::<usize>()
    }

    fn inside_block(&self, node: &Node, value: &str, offset: usize) -> Option<usize> {
        let before: String = value.chars().take(offset).collect();
        let line = before.matches('\n').count();
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count();
        let header_end = node.range.start + self.source[node.range.start..].find('\n')? + 1;
        let indent = block_indent(&self.source[header_end..], value)?;
        let line_start =
            header_end + self.source[header_end..].split_inclusive('\n').take(line).map(str::len).sum::<usize>();
        let text = self.source[line_start..].split(['\r', '\n']).next().unwrap_or_default();
        let within: usize = text.chars().take(indent + column).map(char::len_utf8).sum();
        Some(line_start + within)
    }

    /// Walks a value that stands on one line: `skip` quotes before it, `escape` what doubles or escapes.
    fn inside_line(&self, node: &Node, skip: usize, offset: usize, escape: Option<char>) -> Option<usize> {
        let raw = self.source.get(node.range.clone())?;
        if raw.contains('\n') {
            return None;
        }
        let mut rest = raw.get(skip..)?;
        for _ in 0..offset {
            let mut chars = rest.chars();
            let Some(c) = chars.next() else { break };
            let width = if Some(c) == escape { escape_width(&rest[c.len_utf8()..], c) } else { 0 };
            rest = rest.get(c.len_utf8() + width..)?;
        }
        Some(node.range.end - rest.len())
    }
}

/// Bytes that follow an escape character and belong to it.
fn escape_width(after: &str, escape: char) -> usize {
    let first = after.chars().next().map_or(0, char::len_utf8);
    match (escape, after.chars().next()) {
        ('\\', Some('x')) => 3,
        ('\\', Some('u')) => 5,
        ('\\', Some('U')) => 9,
        _ => first,
    }
}

/// How many blanks stand before each line of block text: those of its first line with content,
/// less the blanks that are content.
fn block_indent(body: &str, value: &str) -> Option<usize> {
    let blanks = |line: &str| line.len() - line.trim_start_matches(' ').len();
    value
        .lines()
        .zip(body.lines())
        .find(|(line, _)| !line.is_empty())
        .map(|(line, raw)| blanks(raw) - blanks(line).min(blanks(raw)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, path: &[&str], offset: usize) -> (usize, usize) {
        let place = Places::new("f.yaml", text).inside(path, offset, 1).unwrap();
        (place.line, place.column)
    }

    #[test]
    fn offsets_inside_values_land_in_the_file() {
        let text = "a: plain\nq: |  # comment\n  SELECT é,\n    b\n\n  FROM t\nd: \"x\\ty\\u00e9z\"\ns: 'it''s'\n";
        assert_eq!(at(text, &["a"], 2), (1, 6));
        assert_eq!(at(text, &["q"], 0), (3, 3));
        assert_eq!(at(text, &["q"], 7), (3, 10));
        assert_eq!(at(text, &["q"], 12), (4, 5), "two blanks of the second line are content");
        assert_eq!(at(text, &["q"], 15), (6, 3));
        assert_eq!(at(text, &["d"], 2), (7, 8));
        assert_eq!(at(text, &["d"], 4), (7, 15));
        assert_eq!(at(text, &["s"], 3), (8, 9));
        let crlf = text.replace('\n', "\r\n");
        assert_eq!(at(&crlf, &["q"], 15), (6, 3));
        let places = Places::new("f", text);
        assert_eq!(places.inside_line_column(&["q"], 4, 6).map(|p| (p.line, p.column)), Some((6, 8)));
    }

    #[test]
    fn keys_values_and_the_nearest_of_them() {
        let places = Places::new(
            "f.yaml",
            "\u{feff}kind: View\ncolumns:\n  id: {type: bigint}\noverloads:\n- body: x\nempty:\n",
        );
        let show = |place: Option<Place>| place.map(|p| (p.line, p.column, p.length));
        assert_eq!(show(places.key(&["columns", "id", "type"])), Some((3, 8, 4)));
        assert_eq!(show(places.value(&["columns", "id", "type"])), Some((3, 14, 6)));
        assert_eq!(show(places.value(&["overloads", "0", "body"])), Some((5, 9, 1)));
        assert_eq!(show(places.value(&["empty"])), Some((6, 1, 5)));
        assert_eq!(show(places.key(&["none"])), None);
        assert_eq!(show(Some(places.nearest(&["columns", "total", "type"]))), Some((2, 1, 7)));
        assert_eq!(show(Some(places.nearest(&["none"]))), Some((1, 1, 0)));
    }
}
