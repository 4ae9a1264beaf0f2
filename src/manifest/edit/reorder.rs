//! Brings the keys of a mapping into another order; what belongs to a key moves with it.

use std::ops::Range;

use super::super::tree::{Content, Entry, Node as Spot};
use super::block::{begins_line, behind, line_start, with_comments_above};
use super::splice::replaced;

/// The entries of `mapping` in the order of `order`; nothing where another key is among them.
pub(super) fn reorder(text: &str, mapping: &Spot, order: &[String]) -> Option<String> {
    let Content::Mapping { entries, flow } = &mapping.content else { return None };
    let indexes: Vec<usize> = order
        .iter()
        .map(|key| entries.iter().position(|entry| entry.key.scalar() == Some(key)))
        .collect::<Option<_>>()?;
    if indexes.len() != entries.len() {
        return None;
    }
    if *flow { in_flow(text, entries, &indexes) } else { in_block(text, entries, &indexes) }
}

fn in_flow(text: &str, entries: &[Entry], order: &[usize]) -> Option<String> {
    let ranges: Vec<Range<usize>> = entries.iter().map(|entry| entry.key.range.start..entry.value.range.end).collect();
    let whole = ranges.first()?.start..ranges.last()?.end;
    // What stands between the entries stays where it is; comments there would come to other entries.
    let between: Vec<&str> = ranges.windows(2).map(|pair| &text[pair[0].end..pair[1].start]).collect();
    if between.iter().any(|between| between.contains('#')) {
        return None;
    }
    let mut out = String::new();
    for (place, &index) in order.iter().enumerate() {
        out.push_str(&text[ranges[index].clone()]);
        out.push_str(between.get(place).copied().unwrap_or_default());
    }
    replaced(text, whole, &out)
}

fn in_block(text: &str, entries: &[Entry], order: &[usize]) -> Option<String> {
    if entries.iter().any(|entry| !begins_line(text, entry.key.range.start)) {
        return None;
    }
    let starts: Vec<usize> = entries.iter().map(|entry| with_comments_above(text, entry.key.range.start)).collect();
    let last = entries.last()?;
    let column = last.key.range.start - line_start(text, last.key.range.start);
    let end = behind(text, last.value.range.end, column);
    let mut out = String::new();
    for &index in order {
        let chunk = &text[starts[index]..starts.get(index + 1).copied().unwrap_or(end)];
        out.push_str(chunk);
        if !chunk.ends_with('\n') {
            out.push('\n');
        }
    }
    replaced(text, *starts.first()?..end, &out)
}
