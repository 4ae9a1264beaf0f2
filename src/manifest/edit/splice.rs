//! Makes one change in a text: finds the node, and leaves the rest to block or flow style.

use super::super::emit::Node;
use super::super::tree::{self, Content, Node as Spot};
use super::changes::Change;
use super::{block, flow, reorder};

/// The text with one change made; nothing where it cannot be made in place.
pub(super) fn apply(text: &str, change: &Change) -> Option<String> {
    let root = tree::parse(text).ok()??;
    match change {
        Change::Set { path, value } => set(text, &root, path, value, false),
        Change::Insert { parent, key, value, before } => insert(text, &root, parent, key, value, before),
        Change::InsertItem { parent, index, value } => insert_item(text, &root, parent, *index, value),
        Change::Remove { path } => remove(text, &root, path),
        Change::Reorder { path, order } => reorder::reorder(text, root.at(path)?, order),
    }
}

/// One top-level key written anew, or taken out where `new` has it no more.
pub(super) fn rewrite_key(text: &str, key: &str, new: &Node) -> Option<String> {
    let root = tree::parse(text).ok()??;
    let path = [key.to_owned()];
    match new.get(key) {
        Some(value) if root.entry(key).is_some() => set(text, &root, &path, value, true),
        Some(value) => {
            let before: Vec<String> =
                new.entries().iter().map(|(key, _)| key.clone()).take_while(|k| k != key).collect();
            insert(text, &root, &[], key, value, &before)
        }
        None => remove(text, &root, &path),
    }
}

/// True when the node behind the path, or one on the way, is written in flow style.
fn in_flow(root: &Spot, path: &[String]) -> bool {
    (0..=path.len()).any(|length| {
        root.at(&path[..length]).is_some_and(|node| {
            matches!(node.content, Content::Mapping { flow: true, .. } | Content::Sequence { flow: true, .. })
        })
    })
}

fn set(text: &str, root: &Spot, path: &[String], value: &Node, anyhow: bool) -> Option<String> {
    let (last, parents) = path.split_last()?;
    let parent = root.at(parents)?;
    let old = parent.child(last)?;
    if old.decorated && !anyhow {
        return None;
    }
    if in_flow(root, parents) {
        return flow::set(text, old, value);
    }
    match &parent.content {
        Content::Mapping { .. } => block::set(text, parent.entry(last)?, path, value),
        _ => block::set_item(text, parent, last.parse().ok()?, path, value),
    }
}

fn insert(text: &str, root: &Spot, parent: &[String], key: &str, value: &Node, before: &[String]) -> Option<String> {
    let mapping = root.at(parent)?;
    let path = [parent, &[key.to_owned()]].concat();
    // A default that somebody wrote out: the key is there.
    if mapping.entry(key).is_some() {
        return set(text, root, &path, value, false);
    }
    let entries = mapping.entries();
    let behind = before.iter().rev().find_map(|sibling| entries.iter().position(|e| e.key.scalar() == Some(sibling)));
    if in_flow(root, parent) {
        return flow::insert(text, mapping, behind, key, value);
    }
    block::insert(text, entries, behind, &path, value)
}

fn insert_item(text: &str, root: &Spot, parent: &[String], index: usize, value: &Node) -> Option<String> {
    let sequence = root.at(parent)?;
    if in_flow(root, parent) {
        return flow::insert_item(text, sequence, index, value);
    }
    block::insert_item(text, sequence, index, parent, value)
}

fn remove(text: &str, root: &Spot, path: &[String]) -> Option<String> {
    let (last, parents) = path.split_last()?;
    let parent = root.at(parents)?;
    let flow = in_flow(root, parents);
    match &parent.content {
        Content::Mapping { entries, .. } => {
            let index = entries.iter().position(|entry| entry.key.scalar() == Some(last))?;
            if flow { flow::remove_entry(text, entries, index) } else { block::remove_entry(text, entries, index) }
        }
        Content::Sequence { items, .. } => {
            let index = last.parse().ok()?;
            if flow { flow::remove_item(text, items, index) } else { block::remove_item(text, parent, index) }
        }
        _ => None,
    }
}

/// The text with a byte range replaced.
pub(super) fn replaced(text: &str, range: std::ops::Range<usize>, with: &str) -> Option<String> {
    Some([text.get(..range.start)?, with, text.get(range.end..)?].concat())
}
