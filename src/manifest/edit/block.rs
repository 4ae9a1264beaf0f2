//! Changes among lines.

use super::super::emit::{Layout, Node, Rendered, entry_lines, item_lines, render_value};
use super::super::tree::{Content, Entry, Node as Spot, first_dash};
use super::splice::replaced;
use serde_saphyr::granit_parser::ScalarStyle;

pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}

/// The end of the line, before its break.
fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |end| at + end)
}

fn column(text: &str, at: usize) -> usize {
    text[line_start(text, at)..at].chars().count()
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

/// True when nothing but blanks stands before `at` in its line.
pub(super) fn begins_line(text: &str, at: usize) -> bool {
    is_blank(&text[line_start(text, at)..at])
}

/// Where the comment lines begin that stand directly above the line of `at`, at its column.
pub(super) fn with_comments_above(text: &str, at: usize) -> usize {
    let own = column(text, at);
    let mut start = line_start(text, at);
    while start > 0 {
        let above = line_start(text, start - 1);
        let line = &text[above..start - 1];
        if !(line.trim_start().starts_with('#') && line.len() - line.trim_start().len() == own) {
            break;
        }
        start = above;
    }
    start
}

/// Behind the last line of a value whose key or dash stands at `column`, and behind the deeper comment lines below it.
pub(super) fn behind(text: &str, end: usize, column: usize) -> usize {
    let mut end = line_end(text, end);
    while end < text.len() {
        let next = line_end(text, end + 1);
        let line = &text[end + 1..next];
        let indent = line.len() - line.trim_start().len();
        if !(line.trim_start().starts_with('#') && indent > column) {
            break;
        }
        end = next;
    }
    (end + 1).min(text.len())
}

/// Sets the value behind a key.
pub(super) fn set(text: &str, entry: &Entry, path: &[String], value: &Node) -> Option<String> {
    let key = &entry.key.range;
    let colon = key.end + text[key.end..].find(':')?;
    if text[..key.start].trim_end_matches(' ').ends_with('?') {
        return None;
    }
    let indent = column(text, key.start);
    let rendered = render_value(path, value, indent, &text[key.start..=colon]);
    replace_value(text, colon + 1, &entry.value, &rendered)
}

/// Replaces what stands behind a colon, keeping a comment in the same line.
fn replace_value(text: &str, from: usize, old: &Spot, new: &Rendered) -> Option<String> {
    let (comment, end) = if is_block(old) {
        let header = header_comment(&text[from..line_end(text, from)]);
        (header.map_or(String::new(), |comment| format!("  {comment}")), line_end(text, old.range.end))
    } else {
        let end = line_end(text, old.range.end.max(from));
        (text[old.range.end.max(from)..end].trim_end().to_owned(), end)
    };
    let gap = match text.get(from..old.range.start) {
        _ if new.head.is_empty() => "",
        Some(gap) if !gap.is_empty() && !is_block(old) && gap.trim_matches(' ').is_empty() => gap,
        _ => " ",
    };
    let rest = text[end..].strip_prefix('\n').unwrap_or_default();
    let rest = if new.body.is_empty() { rest } else { below(&new.body, rest) };
    Some(format!("{}{gap}{}{comment}\n{}{rest}", &text[..from], new.head, new.body))
}

/// What follows new lines: without blank lines where those would become part of a text that keeps its last breaks.
fn below<'t>(lines: &str, mut rest: &'t str) -> &'t str {
    while lines.ends_with("\n\n")
        && let Some((line, next)) = rest.split_once('\n')
        && is_blank(line)
    {
        rest = next;
    }
    rest
}

fn is_block(node: &Spot) -> bool {
    matches!(
        node.content,
        Content::Mapping { flow: false, .. }
            | Content::Sequence { flow: false, .. }
            | Content::Scalar { style: ScalarStyle::Literal | ScalarStyle::Folded, .. }
    )
}

/// The comment in a line that opens a block: behind nothing, or behind `|` and its marks.
fn header_comment(line: &str) -> Option<&str> {
    let at = line.find('#')?;
    let before = line[..at].trim();
    let opens = before.is_empty()
        || before
            .trim_start_matches(['|', '>'])
            .trim_matches(['+', '-', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
            .is_empty();
    opens.then(|| line[at..].trim_end())
}

/// Sets an item of a list.
pub(super) fn set_item(text: &str, sequence: &Spot, index: usize, path: &[String], value: &Node) -> Option<String> {
    let item = sequence.child(&index.to_string())?;
    let dash = dash_of(text, sequence, index)?;
    let parent = path.get(..path.len().checked_sub(1)?)?;
    let lines = item_lines(value, column(text, dash), Layout::at(parent));
    let new = lines.trim_start_matches(' ').strip_prefix("- ")?;
    if !is_block(item) && new.trim_end_matches('\n').lines().count() == 1 && !item.is_absent() {
        return replaced(text, item.range.clone(), new.trim_end_matches('\n'));
    }
    let end = line_end(text, item.range.end.max(dash + 1));
    let rest = text[end..].strip_prefix('\n').unwrap_or_default();
    Some(format!("{} {new}{}", &text[..=dash], below(new, rest)))
}

/// Where the dash of an item stands.
fn dash_of(text: &str, sequence: &Spot, index: usize) -> Option<usize> {
    let Content::Sequence { items, .. } = &sequence.content else { return None };
    let from = match index.checked_sub(1) {
        Some(before) => items.get(before)?.range.end,
        None => sequence.range.start,
    };
    let to = items.get(index)?.range.start.max(from);
    let end = (to + 1).min(text.len());
    first_dash(text.get(from..end).unwrap_or(&text[from..])).map(|at| from + at)
}

/// Puts a new entry behind entry `after`, or first.
pub(super) fn insert(
    text: &str,
    entries: &[Entry],
    after: Option<usize>,
    path: &[String],
    value: &Node,
) -> Option<String> {
    let (key, parent) = path.split_last()?;
    let neighbour = entries.get(after.unwrap_or(0))?;
    let indent = column(text, entries.first()?.key.range.start);
    let layout = Layout::at(parent);
    let lines = entry_lines(key, value, indent, layout, value_column(text, neighbour, entries, layout));
    match after {
        Some(_) => put_lines(text, behind(text, neighbour.value.range.end, indent), &lines),
        None => put_first(text, neighbour.key.range.start, indent, &lines),
    }
}

/// In a table: how wide the neighbours keep their keys.
fn value_column(text: &str, neighbour: &Entry, entries: &[Entry], layout: Layout) -> usize {
    if layout != Layout::Table {
        return 0;
    }
    let wide = |entry: &Entry| {
        let (key, value) = (&entry.key.range, &entry.value.range);
        let one_line = line_start(text, value.start) == line_start(text, key.start) && !is_block(&entry.value);
        one_line.then(|| column(text, value.start).saturating_sub(column(text, key.start) + 2))
    };
    wide(neighbour).or_else(|| entries.iter().find_map(wide)).unwrap_or(0)
}

fn put_lines(text: &str, at: usize, lines: &str) -> Option<String> {
    let missing_break = if at > 0 && !text[..at].ends_with('\n') { "\n" } else { "" };
    Some(format!("{}{missing_break}{lines}{}", &text[..at], below(lines, &text[at..])))
}

/// Puts lines before what stands at `at`: above its comments, or behind the dash that it stands behind.
fn put_first(text: &str, at: usize, indent: usize, lines: &str) -> Option<String> {
    if begins_line(text, at) {
        return put_lines(text, with_comments_above(text, at), lines);
    }
    replaced(text, at..at, &format!("{}{}", lines.get(indent..)?, " ".repeat(indent)))
}

/// Puts a new item into a list.
pub(super) fn insert_item(
    text: &str,
    sequence: &Spot,
    index: usize,
    parent: &[String],
    value: &Node,
) -> Option<String> {
    let indent = column(text, dash_of(text, sequence, 0)?);
    let lines = item_lines(value, indent, Layout::at(parent));
    match index.checked_sub(1) {
        Some(before) => {
            let item = sequence.child(&before.to_string())?;
            put_lines(text, behind(text, item.range.end, indent), &lines)
        }
        None => put_first(text, dash_of(text, sequence, 0)?, indent, &lines),
    }
}

/// Takes an entry out, with the comment lines above it.
pub(super) fn remove_entry(text: &str, entries: &[Entry], index: usize) -> Option<String> {
    let entry = entries.get(index)?;
    let start = entry.key.range.start;
    if !begins_line(text, start) {
        // The first key behind a dash: the next one takes its place.
        return replaced(text, start..entries.get(index + 1)?.key.range.start, "");
    }
    if entries.len() == 1 {
        return None;
    }
    remove_lines(text, start, entry.value.range.end)
}

/// Takes an item out, with the comment lines above it.
pub(super) fn remove_item(text: &str, sequence: &Spot, index: usize) -> Option<String> {
    let dash = dash_of(text, sequence, index)?;
    if !begins_line(text, dash) {
        return None;
    }
    remove_lines(text, dash, sequence.child(&index.to_string())?.range.end.max(dash + 1))
}

fn remove_lines(text: &str, start: usize, end: usize) -> Option<String> {
    let column = column(text, start);
    let before = &text[..with_comments_above(text, start)];
    Some([before, below(before, &text[behind(text, end, column)..])].concat())
}
