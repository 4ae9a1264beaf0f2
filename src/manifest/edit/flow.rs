//! Changes between brackets and braces.

use std::ops::Range;

use super::super::emit::{Node, flow_text};
use super::super::tree::{Entry, Node as Spot};
use super::block::{begins_line, with_comments_above};
use super::splice::replaced;

pub(super) fn set(text: &str, old: &Spot, value: &Node) -> Option<String> {
    let gap = if old.is_absent() { " " } else { "" };
    replaced(text, old.range.clone(), &format!("{gap}{}", flow_text(value)))
}

pub(super) fn insert(text: &str, mapping: &Spot, behind: Option<usize>, key: &str, value: &Node) -> Option<String> {
    let braced = flow_text(&Node::Mapping(vec![(key.to_owned(), value.clone())]));
    let entry = braced.strip_prefix('{')?.strip_suffix('}')?;
    let entries = mapping.entries();
    match behind {
        Some(index) => {
            let end = entries[index].value.range.end;
            replaced(text, end..end, &format!(", {entry}"))
        }
        None => open(text, mapping, entries.is_empty(), entry),
    }
}

pub(super) fn insert_item(text: &str, sequence: &Spot, index: usize, value: &Node) -> Option<String> {
    let item = flow_text(value);
    match index.checked_sub(1) {
        Some(before) => {
            let end = sequence.child(&before.to_string())?.range.end;
            replaced(text, end..end, &format!(", {item}"))
        }
        None => open(text, sequence, sequence.child("0").is_none(), &item),
    }
}

/// Puts something first.
fn open(text: &str, collection: &Spot, empty: bool, what: &str) -> Option<String> {
    let at = collection.range.start + 1;
    let comma = if empty { "" } else { ", " };
    replaced(text, at..at, &format!("{what}{comma}"))
}

pub(super) fn remove_entry(text: &str, entries: &[Entry], index: usize) -> Option<String> {
    let ranges: Vec<_> = entries.iter().map(|entry| entry.key.range.start..entry.value.range.end).collect();
    remove(text, &ranges, index)
}

pub(super) fn remove_item(text: &str, items: &[Spot], index: usize) -> Option<String> {
    let ranges: Vec<_> = items.iter().map(|item| item.range.clone()).collect();
    remove(text, &ranges, index)
}

/// Takes one of several out, with one of the commas beside it.
fn remove(text: &str, ranges: &[Range<usize>], index: usize) -> Option<String> {
    let own = ranges.get(index)?;
    let range = match (index.checked_sub(1), ranges.get(index + 1)) {
        (Some(before), _) => ranges[before].end..own.end,
        (None, Some(after)) => own.start..after.start,
        (None, None) => own.clone(),
    };
    let outside = [&text[range.start..own.start.max(range.start)], &text[own.end.min(range.end)..range.end]];
    if outside.iter().all(|between| !between.contains('#')) {
        return replaced(text, range, "");
    }
    remove_among_comments(text, ranges, index)
}

/// The comments stay, but for those in the entry's own lines and directly above it.
fn remove_among_comments(text: &str, ranges: &[Range<usize>], index: usize) -> Option<String> {
    let own = ranges.get(index)?;
    let (end, text_before) = match ranges.get(index + 1) {
        Some(after) => (comma(text, own.end..after.start)? + 1, None),
        None => {
            let before = &ranges[index.checked_sub(1)?];
            (own.end, Some(comma(text, before.end..own.start)?))
        }
    };
    let line_end = text[end..].find('\n').map_or(text.len(), |at| end + at);
    let rest = text[end..line_end].trim_start();
    let whole_lines = begins_line(text, own.start) && (rest.is_empty() || rest.starts_with('#'));
    let range =
        if whole_lines { with_comments_above(text, own.start)..(line_end + 1).min(text.len()) } else { own.start..end };
    let shorter = replaced(text, range, "")?;
    match text_before {
        Some(comma) => replaced(&shorter, comma..comma + 1, ""),
        None => Some(shorter),
    }
}

/// The comma in a range, comments left aside.
fn comma(text: &str, range: Range<usize>) -> Option<usize> {
    let mut comment = false;
    let mut before = ' ';
    for (at, c) in text.get(range.clone())?.char_indices() {
        match c {
            '\n' => comment = false,
            '#' if before.is_whitespace() => comment = true,
            ',' if !comment => return Some(range.start + at),
            _ => {}
        }
        before = c;
    }
    None
}
