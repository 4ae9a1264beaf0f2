//! Edits in place: a file that people wrote comes to say something else, and keeps its comments,
//! order, formatting and line ends.
//!
//! Only what differs is touched. After each top-level key the text is read back: where it does not say
//! what was wanted, that key is written anew, at last the whole file, and the result says so.

mod block;
mod changes;
mod flow;
mod reorder;
mod splice;

use super::document::{Document, Project};
use super::emit::{Node, document_node, emit_document, project_node};
use super::{read, read_project};
use changes::{Change, changes};

/// More changes than this under one key, and the key is written anew.
const MOST_CHANGES: usize = 200;

/// A file's new text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Updated {
    /// The text; byte-identical to the old one where nothing differed.
    pub text: String,
    /// What was written anew, losing comments inside it: paths of keys, an empty path for the whole file.
    pub rewrote: Vec<Vec<String>>,
}

/// Makes a manifest's text say `new` where it says `old`.
pub fn update(old_text: &str, old: &Document, new: &Document) -> Updated {
    if old.kind() != new.kind() {
        return Updated { text: emit_document(new), rewrote: vec![Vec::new()] };
    }
    let says = |text: &str| read("", text).ok().map(|document| document_node(&document));
    update_text(old_text, &document_node(old), &document_node(new), &says)
}

/// Makes the text of `pgai.yaml` say `new` where it says `old`.
pub fn update_project(old_text: &str, old: &Project, new: &Project) -> Updated {
    let says = |text: &str| read_project("", text).ok().map(|project| project_node(&project));
    update_text(old_text, &project_node(old), &project_node(new), &says)
}

/// What a text says, as a tree; nothing where it cannot be read.
type Says<'a> = &'a dyn Fn(&str) -> Option<Node>;

fn update_text(old_text: &str, old: &Node, new: &Node, says: Says<'_>) -> Updated {
    if old == new {
        return Updated { text: old_text.to_owned(), rewrote: Vec::new() };
    }
    let form = Form::of(old_text);
    let mut text = form.strip(old_text);
    let mut rewrote = Vec::new();
    let mut expected = old.clone();
    for (key, group) in by_top_key(changes(old, new)) {
        expected = with_key_of(&expected, &key, new);
        let edited = edit(&text, &group).filter(|edited| says(edited).is_some_and(|now| same(&now, &expected)));
        text = match edited {
            Some(edited) => edited,
            None => {
                let anew = splice::rewrite_key(&text, &key, new);
                rewrote.push(vec![key]);
                anew.unwrap_or(text)
            }
        };
    }
    if says(&text).as_ref() != Some(new) {
        return Updated { text: form.dress(&new.to_yaml()), rewrote: vec![Vec::new()] };
    }
    Updated { text: form.dress(&text), rewrote }
}

/// Equal but for the order of the top-level keys, which is the type's.
fn same(a: &Node, b: &Node) -> bool {
    a.entries().len() == b.entries().len() && a.entries().iter().all(|(key, value)| b.get(key) == Some(value))
}

/// `tree` with one top-level key as in `new`, wherever it stands.
fn with_key_of(tree: &Node, key: &str, new: &Node) -> Node {
    let others = tree.entries().iter().filter(|(known, _)| known != key);
    let own = new.entries().iter().filter(|(known, _)| known == key);
    Node::Mapping(others.chain(own).cloned().collect())
}

fn edit(text: &str, group: &[Change]) -> Option<String> {
    if group.len() > MOST_CHANGES {
        return None;
    }
    group.iter().try_fold(text.to_owned(), |text, change| splice::apply(&text, change))
}

/// The changes of each top-level key together, keys in the order of their first change.
fn by_top_key(changes: Vec<Change>) -> Vec<(String, Vec<Change>)> {
    let mut groups: Vec<(String, Vec<Change>)> = Vec::new();
    for change in changes {
        let key = change.top_key().to_owned();
        match groups.iter_mut().find(|(known, _)| *known == key) {
            Some((_, group)) => group.push(change),
            None => groups.push((key, vec![change])),
        }
    }
    groups
}

/// What a file keeps besides its content: byte order mark and line ends.
struct Form {
    mark: bool,
    crlf: bool,
}

impl Form {
    fn of(text: &str) -> Self {
        let lines = text.matches('\n').count();
        Self { mark: text.starts_with('\u{feff}'), crlf: lines > 0 && text.matches("\r\n").count() == lines }
    }

    fn strip(&self, text: &str) -> String {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        if self.crlf { text.replace("\r\n", "\n") } else { text.to_owned() }
    }

    fn dress(&self, text: &str) -> String {
        let mark = if self.mark { "\u{feff}" } else { "" };
        let text = if self.crlf { text.replace('\n', "\r\n") } else { text.to_owned() };
        format!("{mark}{text}")
    }
}

#[cfg(test)]
mod tests;
