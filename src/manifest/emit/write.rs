//! Writing a tree as text.

use super::Node;
use super::layout::{Layout, is_sql};
use super::scalar::{block_text, key_text, line_text, quoted};

/// Lines longer than this are broken into blocks, where they are collections.
const WIDTH: usize = 120;
/// In a table, values stand below each other when no key is longer than this.
const TABLE_KEY: usize = 24;
/// YAML reads a key of up to 1,024 characters in one line; longer ones are written with `?`.
const LONG_KEY: usize = 1000;

/// A value as it stands behind its key: what follows the colon, and whole lines below.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Rendered {
    pub(crate) head: String,
    pub(crate) body: String,
}

/// Renders a value whose key stands at column `indent`. `before` is what stands on the line before it.
pub(crate) fn render(node: &Node, indent: usize, layout: Layout, before: &str) -> Rendered {
    let in_line = |text: String| Rendered { head: text, body: String::new() };
    match node {
        Node::Scalar(text) => in_line(text.clone()),
        Node::Text(text) if text.contains('\n') => text_block(text, indent),
        Node::Text(text) => in_line(line_text(text, false)),
        Node::Mapping(entries) if entries.is_empty() => in_line("{}".to_owned()),
        Node::Sequence(items) if items.is_empty() => in_line("[]".to_owned()),
        _ if layout == Layout::Line
            && let Some(line) = fitting(node, indent, before) =>
        {
            in_line(line)
        }
        Node::Mapping(entries) => {
            let body_indent = if before.is_empty() { indent } else { indent + 2 };
            Rendered { head: String::new(), body: mapping(entries, body_indent, layout) }
        }
        Node::Sequence(items)
            if layout == Layout::Table
                && let Some(line) = fitting(node, indent, before) =>
        {
            debug_assert!(!items.is_empty());
            in_line(line)
        }
        Node::Sequence(items) => Rendered { head: String::new(), body: sequence(items, indent, layout) },
    }
}

/// The value in one line, whatever it holds.
pub(crate) fn flow_text(node: &Node) -> String {
    match node {
        Node::Scalar(text) => text.clone(),
        Node::Text(text) => line_text(text, true),
        Node::Sequence(items) => format!("[{}]", items.iter().map(flow_text).collect::<Vec<_>>().join(", ")),
        Node::Mapping(entries) => {
            let entries: Vec<String> = entries.iter().map(|(key, value)| flow_entry(key, value)).collect();
            format!("{{{}}}", entries.join(", "))
        }
    }
}

fn flow_entry(key: &str, value: &Node) -> String {
    let key = key_text(key);
    let explicit = if key.len() > LONG_KEY { "? " } else { "" };
    format!("{explicit}{key}: {}", flow_text(value))
}

/// Each entry in one line, whatever it holds.
pub(super) fn row_lines(entries: &[(String, Node)]) -> String {
    let line = |(key, value): &(String, Node)| match key_text(key) {
        key if key.len() > LONG_KEY => format!("? {key}\n: {}\n", flow_text(value)),
        key => format!("{key}: {}\n", flow_text(value)),
    };
    entries.iter().map(line).collect()
}

/// The value in one line, when it fits there and nothing in it wants lines of its own.
fn fitting(node: &Node, indent: usize, before: &str) -> Option<String> {
    if wants_lines(node) {
        return None;
    }
    let line = flow_text(node);
    (indent + before.chars().count() + 1 + line.chars().count() <= WIDTH).then_some(line)
}

fn wants_lines(node: &Node) -> bool {
    match node {
        Node::Scalar(_) => false,
        Node::Text(text) => text.contains('\n') && block_text(text, 0).is_some(),
        Node::Sequence(items) => items.iter().any(wants_lines),
        Node::Mapping(entries) => entries.iter().any(|(key, value)| key.len() > LONG_KEY || wants_lines(value)),
    }
}

fn text_block(text: &str, indent: usize) -> Rendered {
    match block_text(text, indent + 2) {
        Some((head, body)) => Rendered { head, body },
        None => Rendered { head: quoted(text), body: String::new() },
    }
}

/// The lines of a block mapping whose keys stand at column `indent`.
fn mapping(entries: &[(String, Node)], indent: usize, layout: Layout) -> String {
    let longest = entries.iter().map(|(key, _)| key_text(key).chars().count()).max().unwrap_or(0);
    let column = if layout == Layout::Table && longest <= TABLE_KEY { longest } else { 0 };
    let mut out = String::new();
    for (name, value) in entries {
        out.push_str(&entry_lines(name, value, indent, layout, column));
    }
    out
}

/// One entry of a block mapping, with its line break. Values start at `column` behind the indent, at the earliest.
pub(crate) fn entry_lines(name: &str, value: &Node, indent: usize, layout: Layout, column: usize) -> String {
    let key = key_text(name);
    let margin = " ".repeat(indent);
    let rendered = entry_value(name, value, indent, layout, &format!("{key}:"));
    if key.len() > LONG_KEY {
        return format!("{margin}? {key}\n{margin}:{}{}\n{}", blank(&rendered.head), rendered.head, rendered.body);
    }
    let gap = match rendered.head.is_empty() {
        true => String::new(),
        false => " ".repeat(1 + column.saturating_sub(key.chars().count())),
    };
    format!("{margin}{key}:{gap}{}\n{}", rendered.head, rendered.body)
}

/// The value behind a path from the top, whose key stands at column `indent`.
pub(crate) fn render_value(path: &[String], value: &Node, indent: usize, before: &str) -> Rendered {
    match path.split_last() {
        Some((key, parent)) => entry_value(key, value, indent, Layout::at(parent), before),
        None => render(value, indent, Layout::Fields, before),
    }
}

fn entry_value(name: &str, value: &Node, indent: usize, layout: Layout, before: &str) -> Rendered {
    match value {
        Node::Text(text) if is_sql(layout, name) && !text.is_empty() => text_block(text, indent),
        _ => render(value, indent, layout.below(name), before),
    }
}

fn blank(head: &str) -> &'static str {
    if head.is_empty() { "" } else { " " }
}

/// The lines of a block sequence whose dashes stand at column `indent`.
fn sequence(items: &[Node], indent: usize, layout: Layout) -> String {
    items.iter().map(|item| item_lines(item, indent, layout)).collect()
}

/// One item of a block sequence, with its line break.
pub(crate) fn item_lines(item: &Node, indent: usize, layout: Layout) -> String {
    let margin = " ".repeat(indent);
    let rendered = match item {
        Node::Text(text) if text.contains('\n') => text_block(text, indent),
        // A collection's own lines begin behind the dash.
        _ => render(item, indent + 2, layout.below(""), ""),
    };
    if rendered.head.is_empty() {
        return format!("{margin}- {}", rendered.body.get(indent + 2..).unwrap_or_default());
    }
    format!("{margin}- {}\n{}", rendered.head, rendered.body)
}
