//! What differs between two trees, as single changes in the order they are to be made.

use super::super::emit::Node;

/// One change. Paths are keys from the top, items of lists by number.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Change {
    /// The value behind the path becomes another.
    Set { path: Vec<String>, value: Node },
    /// A key comes into the mapping behind `parent`, behind the last of `before` that is there.
    Insert { parent: Vec<String>, key: String, value: Node, before: Vec<String> },
    /// An item comes into the list behind `parent`, and gets this index.
    InsertItem { parent: Vec<String>, index: usize, value: Node },
    /// A key or an item goes.
    Remove { path: Vec<String> },
    /// The keys of a mapping come into this order.
    Reorder { path: Vec<String>, order: Vec<String> },
}

impl Change {
    /// The top-level key it happens under.
    pub(super) fn top_key(&self) -> &str {
        let (path, key) = match self {
            Self::Set { path, .. } | Self::Remove { path } | Self::Reorder { path, .. } => (path, None),
            Self::Insert { parent, key, .. } => (parent, Some(key)),
            Self::InsertItem { parent, .. } => (parent, None),
        };
        path.first().or(key).map_or("", String::as_str)
    }
}

/// What turns `old` into `new`.
pub(super) fn changes(old: &Node, new: &Node) -> Vec<Change> {
    let mut out = Vec::new();
    compare(old, new, &mut Vec::new(), &mut out);
    out
}

fn compare(old: &Node, new: &Node, path: &mut Vec<String>, out: &mut Vec<Change>) {
    match (old, new) {
        _ if old == new => {}
        (Node::Mapping(a), Node::Mapping(b)) if b.iter().any(|(key, _)| old.get(key).is_some()) => {
            compare_mappings(a, b, path, out);
        }
        (Node::Sequence(a), Node::Sequence(b)) if !a.is_empty() && !b.is_empty() => compare_sequences(a, b, path, out),
        _ => out.push(Change::Set { path: path.clone(), value: new.clone() }),
    }
}

fn compare_mappings(old: &[(String, Node)], new: &[(String, Node)], path: &mut Vec<String>, out: &mut Vec<Change>) {
    let find = |entries: &[(String, Node)], key: &str| entries.iter().position(|(known, _)| known == key);
    for (index, (key, value)) in new.iter().enumerate() {
        match find(old, key) {
            Some(at) => {
                path.push(key.clone());
                compare(&old[at].1, value, path, out);
                path.pop();
            }
            None => out.push(Change::Insert {
                parent: path.clone(),
                key: key.clone(),
                value: value.clone(),
                before: new[..index].iter().map(|(key, _)| key.clone()).collect(),
            }),
        }
    }
    for (key, _) in old.iter().filter(|(key, _)| find(new, key).is_none()) {
        path.push(key.clone());
        out.push(Change::Remove { path: path.clone() });
        path.pop();
    }
    let kept_before = old.iter().map(|(key, _)| key).filter(|key| find(new, key).is_some());
    let kept_after = new.iter().map(|(key, _)| key).filter(|key| find(old, key).is_some());
    if !kept_before.eq(kept_after) {
        let order = new.iter().map(|(key, _)| key.clone()).collect();
        out.push(Change::Reorder { path: path.clone(), order });
    }
}

/// Items that are equal at both ends stay; between them, items are compared in pairs, and the rest comes or goes.
fn compare_sequences(old: &[Node], new: &[Node], path: &mut Vec<String>, out: &mut Vec<Change>) {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let tail = old[head..].iter().rev().zip(new[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    let (old_end, new_end) = (old.len() - tail, new.len() - tail);
    let paired = old_end.min(new_end);
    for index in head..paired {
        path.push(index.to_string());
        compare(&old[index], &new[index], path, out);
        path.pop();
    }
    for (index, value) in new.iter().enumerate().take(new_end).skip(paired) {
        out.push(Change::InsertItem { parent: path.clone(), index, value: value.clone() });
    }
    for index in (paired..old_end).rev() {
        path.push(index.to_string());
        out.push(Change::Remove { path: path.clone() });
        path.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(items: &[&str]) -> Node {
        Node::Sequence(items.iter().map(|item| Node::Text((*item).to_owned())).collect())
    }

    #[test]
    fn only_the_middle_of_a_list_changes() {
        let path = |index: usize| vec![index.to_string()];
        assert_eq!(changes(&list(&["a", "b", "c"]), &list(&["a", "c"])), [Change::Remove { path: path(1) }]);
        assert_eq!(
            changes(&list(&["a", "c"]), &list(&["a", "b", "c"])),
            [Change::InsertItem { parent: vec![], index: 1, value: Node::Text("b".to_owned()) }]
        );
        assert_eq!(
            changes(&list(&["a", "b", "c"]), &list(&["a", "x", "c"])),
            [Change::Set { path: path(1), value: Node::Text("x".to_owned()) }]
        );
        assert_eq!(changes(&list(&["a", "a"]), &list(&["a", "a"])), []);
    }
}
