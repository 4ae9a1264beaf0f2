//! A YAML text as a tree of nodes with their byte ranges; the ground of places and edits.
//!
//! Aliases stay aliases here, so that the tree never grows beyond its text.

use std::ops::Range;

use serde_saphyr::granit_parser::{Event, Parser, ScalarStyle, ScanError, Span, StructureStyle};

/// Why a text gives no tree.
#[derive(Debug)]
pub(crate) enum TreeError {
    /// No YAML: the scanner's or parser's own words, and where.
    Syntax { message: String, at: usize },
    /// `*name` without an `&name` before it.
    UnknownAnchor { at: usize },
    /// A second document begins.
    SecondDocument { at: usize },
}

/// A node and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    /// From the first to behind the last character of the value. Block text begins at its `|`;
    /// an absent value is empty and stands behind the colon or dash.
    pub(crate) range: Range<usize>,
    pub(crate) content: Content,
    /// An anchor or a tag stands before it.
    pub(crate) decorated: bool,
}

/// What a node holds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Content {
    Scalar { value: String, style: ScalarStyle },
    Alias,
    Sequence { items: Vec<Node>, flow: bool },
    Mapping { entries: Vec<Entry>, flow: bool },
}

/// A key with its value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    pub(crate) key: Node,
    pub(crate) value: Node,
}

impl Node {
    /// The text of a scalar.
    pub(crate) fn scalar(&self) -> Option<&str> {
        match &self.content {
            Content::Scalar { value, .. } => Some(value),
            _ => None,
        }
    }

    /// True for `key:` with nothing behind it.
    pub(crate) fn is_absent(&self) -> bool {
        self.range.is_empty() && matches!(self.content, Content::Scalar { style: ScalarStyle::Plain, .. })
    }

    /// The entries of a mapping; none for anything else.
    pub(crate) fn entries(&self) -> &[Entry] {
        match &self.content {
            Content::Mapping { entries, .. } => entries,
            _ => &[],
        }
    }

    /// The entry with this key.
    pub(crate) fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.key.scalar() == Some(key))
    }

    /// The child behind one step of a path: a key, or an index as number.
    pub(crate) fn child(&self, step: &str) -> Option<&Node> {
        match &self.content {
            Content::Mapping { .. } => self.entry(step).map(|entry| &entry.value),
            Content::Sequence { items, .. } => items.get(step.parse::<usize>().ok()?),
            _ => None,
        }
    }

    /// The node behind a path.
    pub(crate) fn at<S: AsRef<str>>(&self, path: &[S]) -> Option<&Node> {
        path.iter().try_fold(self, |node, step| node.child(step.as_ref()))
    }

    /// What it is, in a person's words.
    pub(crate) fn describe(&self) -> &'static str {
        match &self.content {
            _ if self.is_absent() => "nothing",
            Content::Scalar { style: ScalarStyle::Plain, value } => match value.as_str() {
                "true" | "false" => "true or false",
                "null" | "~" => "null",
                number if number.parse::<f64>().is_ok() => "a number",
                _ => "text",
            },
            Content::Scalar { .. } => "text",
            Content::Alias => "an alias",
            Content::Sequence { .. } => "a list",
            Content::Mapping { .. } => "a mapping",
        }
    }
}

/// Reads the one document of `text`; `None` when there is nothing but blanks and comments.
pub(crate) fn parse(text: &str) -> Result<Option<Node>, TreeError> {
    let mut builder = Builder { text, open: Vec::new(), root: None, last_end: 0, documents: 0 };
    for next in Parser::new_from_str(text) {
        let (event, span) = next.map_err(|error| syntax(&error))?;
        builder.event(event, span)?;
    }
    Ok(builder.root.filter(|root| !root.is_absent()))
}

fn syntax(error: &ScanError) -> TreeError {
    let at = error.marker().byte_offset().unwrap_or(0);
    match error.kind() {
        serde_saphyr::granit_parser::ErrorKind::UnknownAnchor => TreeError::UnknownAnchor { at },
        _ => TreeError::Syntax { message: error.info(), at },
    }
}

/// A collection that is still open, with a key that waits for its value.
struct Open {
    node: Node,
    key: Option<Node>,
}

struct Builder<'t> {
    text: &'t str,
    open: Vec<Open>,
    root: Option<Node>,
    last_end: usize,
    documents: usize,
}

impl Builder<'_> {
    fn event(&mut self, event: Event<'_>, span: Span) -> Result<(), TreeError> {
        let range = span.byte_range().unwrap_or(0..0);
        match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents > 1 {
                    return Err(TreeError::SecondDocument { at: range.start });
                }
            }
            Event::Scalar(value, style, anchor, tag) => {
                let range = self.scalar_range(range, style, &value);
                self.last_end = self.last_end.max(range.end);
                let content = Content::Scalar { value: value.into_owned(), style };
                self.close(Node { range, content, decorated: anchor != 0 || tag.is_some() });
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                self.last_end = range.end;
                self.close(Node { range, content: Content::Alias, decorated: false });
            }
            Event::SequenceStart(style, anchor, tag) => {
                let content = Content::Sequence { items: Vec::new(), flow: style == StructureStyle::Flow };
                self.start(Node { range, content, decorated: anchor != 0 || tag.is_some() });
            }
            Event::MappingStart(style, anchor, tag) => {
                let content = Content::Mapping { entries: Vec::new(), flow: style == StructureStyle::Flow };
                self.start(Node { range, content, decorated: anchor != 0 || tag.is_some() });
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(&range),
            _ => {}
        }
        Ok(())
    }

    fn start(&mut self, mut node: Node) {
        if matches!(node.content, Content::Sequence { flow: false, .. }) {
            let from = self.last_end.min(node.range.start);
            node.range.start = from + first_dash(&self.text[from..]).unwrap_or(node.range.start - from);
        }
        self.last_end = self.last_end.max(node.range.end);
        self.open.push(Open { node, key: None });
    }

    fn end(&mut self, range: &Range<usize>) {
        let Some(Open { mut node, .. }) = self.open.pop() else { return };
        // A block collection ends with its last child; a flow collection with its bracket.
        node.range.end = match &node.content {
            Content::Sequence { flow: true, .. } | Content::Mapping { flow: true, .. } => range.end,
            Content::Sequence { items, .. } => items.last().map_or(range.end, |item| item.range.end),
            Content::Mapping { entries, .. } => entries.last().map_or(range.end, |entry| entry.value.range.end),
            _ => range.end,
        };
        self.last_end = self.last_end.max(node.range.end);
        self.close(node);
    }

    /// Puts a finished node into its parent.
    fn close(&mut self, node: Node) {
        let Some(parent) = self.open.last_mut() else {
            self.root.get_or_insert(node);
            return;
        };
        match &mut parent.node.content {
            Content::Sequence { items, .. } => items.push(node),
            Content::Mapping { entries, .. } => match parent.key.take() {
                Some(key) => entries.push(Entry { key, value: node }),
                None => parent.key = Some(node),
            },
            _ => {}
        }
    }

    fn scalar_range(&self, range: Range<usize>, style: ScalarStyle, value: &str) -> Range<usize> {
        match style {
            ScalarStyle::Literal | ScalarStyle::Folded => {
                let start = self.block_header(range.start).unwrap_or(range.start);
                start..self.block_end(start, range.end)
            }
            ScalarStyle::Plain if range.is_empty() && (value.is_empty() || value == "~") => {
                let at = self.behind_indicator(range.start);
                at..at
            }
            _ => range,
        }
    }

    /// The `|` or `>` that opens the block text whose content begins at `content`.
    fn block_header(&self, content: usize) -> Option<usize> {
        let mut before = ' ';
        let mut comment = false;
        for (at, c) in self.text.get(self.last_end..content)?.char_indices() {
            match c {
                '\n' => comment = false,
                '#' if before.is_whitespace() => comment = true,
                '|' | '>' if !comment && before.is_whitespace() => return Some(self.last_end + at),
                _ => {}
            }
            before = c;
        }
        None
    }

    /// The end of block text without its final line break (and, where they do not count, blank lines).
    fn block_end(&self, header: usize, end: usize) -> usize {
        let mut text = &self.text[header..end];
        let keep = text.lines().next().is_some_and(|line| line.split(" #").next().is_some_and(|h| h.contains('+')));
        // The parser's end may lie behind the indentation of what follows.
        if end < self.text.len()
            && let Some(last) = text.rfind('\n').filter(|last| text[last + 1..].trim().is_empty())
        {
            text = &text[..=last];
        }
        let text = if keep {
            text.strip_suffix('\n').map_or(text, |text| text.strip_suffix('\r').unwrap_or(text))
        } else {
            text.trim_end_matches(['\n', '\r'])
        };
        header + text.len()
    }

    /// Behind the colon that follows an absent value's key, when the parser points before it.
    fn behind_indicator(&self, at: usize) -> usize {
        let rest = &self.text[at..];
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        if rest[blanks..].starts_with(':') { at + blanks + 1 } else { at }
    }
}

/// The first `-` that opens an item, comments left aside.
pub(crate) fn first_dash(text: &str) -> Option<usize> {
    let mut before = ' ';
    let mut comment = false;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '\n' => comment = false,
            '#' if before.is_whitespace() => comment = true,
            '-' if !comment && chars.peek().is_none_or(|(_, next)| next.is_whitespace()) => return Some(at),
            _ => {}
        }
        before = c;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_hold_what_was_written() {
        let text = "# head\nkind: View # c\nq: |2 # hi | no\n   a\n  b\n\nn:\nf: {a: [1, 2], b: 'x'}\nm: # | x\n  - |-\n    t\n  - u: v\nlast: |+\n  a\n\n";
        let root = parse(text).unwrap().unwrap();
        let show = |path: &[&str]| &text[root.at(path).unwrap().range.clone()];
        assert_eq!(show(&["kind"]), "View");
        assert_eq!(show(&["q"]), "|2 # hi | no\n   a\n  b");
        assert_eq!(root.at(&["n"]).unwrap().range, text.find("n:\n").unwrap() + 2..text.find("n:\n").unwrap() + 2);
        assert_eq!(show(&["f"]), "{a: [1, 2], b: 'x'}");
        assert_eq!(show(&["f", "a", "1"]), "2");
        assert_eq!(show(&["m", "0"]), "|-\n    t");
        assert_eq!(show(&["m"]), "- |-\n    t\n  - u: v");
        assert_eq!(show(&["last"]), "|+\n  a\n");
    }
}
