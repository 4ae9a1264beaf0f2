use proptest::prelude::*;

use super::*;
use crate::manifest::arbitrary;
use crate::manifest::tree::{self, Content, Node as Spot};

const VIEW: &str = r#"# Orders of the shop
kind: View            # a view
name: api.orders

# who may
owner: shop_owner     # never the login role
options: {security_barrier: true}   # leakproof
comment: Orders

columns:
  # the key
  id:     {type: bigint}
  # what it costs
  total:  {type: "numeric(12,2)", comment: incl. VAT}  # in EUR
  note:
    type: text        # free
    # said by people
    comment: |        # long
      First line
      Second line
query: |  # the SQL
  SELECT id, total, note
  FROM sales.orders   -- all of them

# below
triggers:
  t1: {when: instead of insert, execute: private.f()}
# the end
"#;

fn view(text: &str) -> Document {
    read("f.yaml", text).unwrap_or_else(|e| panic!("{e:?}\n{text}"))
}

/// Changes `VIEW` through `change` and shows the lines that differ, `-` and `+`.
fn diff(change: impl Fn(&mut crate::manifest::document::View)) -> String {
    let old = view(VIEW);
    let mut new = old.clone();
    let Document::View(fields) = &mut new else { panic!() };
    change(fields);
    let updated = update(VIEW, &old, &new);
    assert_eq!(updated.rewrote, Vec::<Vec<String>>::new(), "{}", updated.text);
    assert_eq!(document_node(&view(&updated.text)), document_node(&new), "{}", updated.text);
    let crlf = update(&VIEW.replace('\n', "\r\n"), &old, &new);
    assert_eq!(crlf.text, updated.text.replace('\n', "\r\n"));
    let diff = similar::TextDiff::from_lines(VIEW, &updated.text);
    let lines = diff.iter_all_changes().filter(|change| change.tag() != similar::ChangeTag::Equal);
    lines.map(|change| format!("{}{}", change.tag(), change.value())).collect()
}

#[test]
fn a_change_touches_its_line_and_nothing_else() {
    assert_eq!(diff(|_| {}), "");
    assert_eq!(
        diff(|view| view.owner = Some("other".to_owned())),
        "-owner: shop_owner     # never the login role\n+owner: other     # never the login role\n"
    );
    assert_eq!(
        diff(|view| view.options.security_invoker = true),
        "-options: {security_barrier: true}   # leakproof\n+options: {security_barrier: true, security_invoker: true}   # leakproof\n"
    );
    assert_eq!(diff(|view| view.comment = None), "-comment: Orders\n");
    assert_eq!(
        diff(|view| view.comment = Some("Orders\nof the shop".to_owned())),
        "-comment: Orders\n+comment: |-\n+  Orders\n+  of the shop\n"
    );
    assert_eq!(
        diff(|view| drop(view.columns.shift_remove("total"))),
        "-  # what it costs\n-  total:  {type: \"numeric(12,2)\", comment: incl. VAT}  # in EUR\n"
    );
    assert_eq!(
        diff(|view| view.columns["id"].comment = Some("Key: own".to_owned())),
        "-  id:     {type: bigint}\n+  id:     {type: bigint, comment: \"Key: own\"}\n"
    );
    assert_eq!(
        diff(|view| view.columns["note"].comment = None),
        "-    # said by people\n-    comment: |        # long\n-      First line\n-      Second line\n"
    );
    assert_eq!(
        diff(|view| view.columns["note"].comment = Some("Short".to_owned())),
        "-    comment: |        # long\n-      First line\n-      Second line\n+    comment: Short  # long\n"
    );
    assert_eq!(
        diff(|view| view.query = "SELECT 1 AS id\n".to_owned()),
        "-  SELECT id, total, note\n-  FROM sales.orders   -- all of them\n+  SELECT 1 AS id\n"
    );
    assert_eq!(
        diff(|view| drop(view.grants.insert("app_user".to_owned(), vec!["select".to_owned()]))),
        "+grants:\n+  app_user: [select]\n"
    );
    assert_eq!(
        diff(|view| view.triggers["t1"].comment = Some("x".to_owned())),
        "-  t1: {when: instead of insert, execute: private.f()}\n+  t1: {when: instead of insert, execute: private.f(), comment: x}\n"
    );
}

#[test]
fn columns_come_aligned_and_in_order() {
    let column =
        |type_name: &str| crate::manifest::document::Column { type_name: type_name.to_owned(), ..Default::default() };
    assert_eq!(
        diff(|view| drop(view.columns.insert("vat".to_owned(), column("numeric")))),
        "+  vat:    {type: numeric}\n"
    );
    assert_eq!(
        diff(|view| drop(view.columns.shift_insert(1, "vat".to_owned(), column("numeric")))),
        "+  vat:    {type: numeric}\n"
    );
    assert_eq!(
        diff(|view| drop(view.columns.shift_insert(0, "vat".to_owned(), column("numeric")))),
        "+  vat:    {type: numeric}\n"
    );
    assert_eq!(
        diff(|view| view.columns.move_index(0, 1)),
        "+  # what it costs\n+  total:  {type: \"numeric(12,2)\", comment: incl. VAT}  # in EUR\n-  # what it costs\n-  total:  {type: \"numeric(12,2)\", comment: incl. VAT}  # in EUR\n"
    );
}

#[test]
fn lists_of_blocks_keep_their_other_items() {
    let text = "kind: Function\nname: api.f\noverloads:\n# one\n- arguments:\n  - {type: bigint}   # first\n  - type: text       # second\n  language: sql\n  body: |\n    SELECT 1\n# two\n- language: sql      # nothing\n  body: |\n    SELECT 2\n";
    let old = view(text);
    let edited = |change: &dyn Fn(&mut crate::manifest::document::Function)| {
        let mut new = old.clone();
        let Document::Function(function) = &mut new else { panic!() };
        change(function);
        let updated = update(text, &old, &new);
        assert_eq!(updated.rewrote, Vec::<Vec<String>>::new(), "{}", updated.text);
        assert_eq!(view(&updated.text), new, "{}", updated.text);
        updated.text
    };
    assert_eq!(
        edited(&|f| drop(f.overloads.remove(0))),
        "kind: Function\nname: api.f\noverloads:\n# two\n- language: sql      # nothing\n  body: |\n    SELECT 2\n"
    );
    assert!(
        edited(&|f| f.overloads[1].body = Some("SELECT 3\n".to_owned())).contains("  - type: text       # second\n")
    );
    let argument = crate::manifest::document::Argument { type_name: "json".to_owned(), ..Default::default() };
    assert!(
        edited(&|f| f.overloads[0].arguments.push(argument.clone()))
            .contains("  - type: text       # second\n  - {type: json}\n  language")
    );
    assert!(
        edited(&|f| f.overloads[0].arguments.insert(0, argument.clone()))
            .contains("- arguments:\n  - {type: json}\n  - {type: bigint}   # first\n")
    );
    assert!(
        edited(&|f| f.overloads[1].arguments.push(argument.clone()))
            .contains("# two\n- arguments:\n  - {type: json}\n  language: sql      # nothing\n")
    );
    let overload = crate::manifest::document::Overload { language: "c".to_owned(), ..Default::default() };
    assert!(edited(&|f| f.overloads.push(overload.clone())).ends_with("    SELECT 2\n- language: c\n"));
}

#[test]
fn what_cannot_be_done_in_place_is_written_anew_and_said() {
    let text = "kind: View\nname: a.b\ncolumns:\n  a: &t {type: int}\n  b: *t # same\nquery: x # keep\n";
    let old = view(text);
    let mut new = old.clone();
    let Document::View(fields) = &mut new else { panic!() };
    fields.columns["b"].comment = Some("x".to_owned());
    let updated = update(text, &old, &new);
    assert_eq!(updated.rewrote, [["columns"]]);
    assert_eq!(view(&updated.text), new);
    assert!(updated.text.ends_with("query: x # keep\n"), "{}", updated.text);
}

#[test]
fn project_files_keep_their_comments() {
    let text =
        "project: shop  # identity\nschemas: [api]\nenvironments:\n  dev: {database: \"${DATABASE_URL}\"} # mine\n";
    let old = read_project("pgai.yaml", text).unwrap();
    let mut new = old.clone();
    new.schemas.push("admin".to_owned());
    new.environments["dev"].drafts = Some(true);
    assert_eq!(
        update_project(text, &old, &new).text,
        "project: shop  # identity\nschemas: [api, admin]\nenvironments:\n  dev: {database: \"${DATABASE_URL}\", drafts: true} # mine\n"
    );
}

/// Takes each part from one of two trees, as the dice fall.
fn mix(a: &Node, b: &Node, dice: &mut impl FnMut() -> u8) -> Node {
    match (a, b, dice() % 4) {
        (_, _, 0) => a.clone(),
        (_, _, 1) => b.clone(),
        (Node::Mapping(x), Node::Mapping(y), _) => {
            let mut entries = Vec::new();
            for (key, value) in x {
                match b.get(key) {
                    Some(other) => entries.push((key.clone(), mix(value, other, dice))),
                    None if dice().is_multiple_of(2) => entries.push((key.clone(), value.clone())),
                    None => {}
                }
            }
            for (key, value) in y.iter().filter(|(key, _)| a.get(key).is_none()) {
                if dice().is_multiple_of(2) {
                    let at = usize::from(dice()) % (entries.len() + 1);
                    entries.insert(at, (key.clone(), value.clone()));
                }
            }
            Node::Mapping(entries)
        }
        (Node::Sequence(x), Node::Sequence(y), _) => {
            let longer = x.len().max(y.len());
            let items = (0..longer).filter_map(|i| match (x.get(i), y.get(i)) {
                (Some(x), Some(y)) => Some(mix(x, y, dice)),
                (one, other) => one.or(other).filter(|_| dice().is_multiple_of(2)).cloned(),
            });
            Node::Sequence(items.collect())
        }
        _ => b.clone(),
    }
}

/// Puts comments wherever one may stand, each naming the top-level key it belongs to.
fn commented(text: &str) -> String {
    let root = tree::parse(text).unwrap().unwrap();
    let mut marks: Vec<(usize, String)> = Vec::new();
    for entry in root.entries() {
        mark(text, &entry.key, &entry.value, entry.key.scalar().unwrap(), &mut marks);
    }
    marks.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    let mut text = text.to_owned();
    for (at, mark) in marks {
        text.insert_str(at, &mark);
    }
    text
}

fn mark(text: &str, key: &Spot, value: &Spot, top: &str, marks: &mut Vec<(usize, String)>) {
    let number = marks.len();
    let start = block::line_start(text, key.range.start);
    let margin = &text[start..key.range.start];
    if margin.trim().is_empty() {
        let blank = if number.is_multiple_of(3) && !text[..start].ends_with("\n\n") { "\n" } else { "" };
        marks.push((start, format!("{blank}{margin}#@§{top}/{number}>\n")));
    }
    match &value.content {
        Content::Mapping { entries, flow: false } => {
            entries.iter().for_each(|entry| mark(text, &entry.key, &entry.value, top, marks));
        }
        Content::Sequence { items, flow: false } => {
            for item in items {
                item.entries().iter().for_each(|entry| mark(text, &entry.key, &entry.value, top, marks));
            }
        }
        _ if text[value.range.end..].starts_with('\n') && !text[value.range.clone()].contains('\n') => {
            marks.push((value.range.end, format!(" #@§{top}/{number}+>")));
        }
        _ => {}
    }
}

/// The same document in the hand of others: block style throughout with single quotes, or JSON over many lines.
fn restyled(node: &Node, style: u8) -> String {
    match style % 4 {
        0 => serde_yaml::to_string(&elsewhere(node)).unwrap(),
        1 => json_lines(node, 0) + "\n",
        2 => deeper(&node.to_yaml()),
        _ => node.to_yaml(),
    }
}

fn elsewhere(node: &Node) -> serde_yaml::Value {
    match node {
        Node::Scalar(text) => serde_yaml::from_str(text).unwrap(),
        Node::Text(text) => text.as_str().into(),
        Node::Sequence(items) => items.iter().map(elsewhere).collect::<Vec<_>>().into(),
        Node::Mapping(entries) => {
            let entries = entries.iter().map(|(key, value)| (key.as_str().into(), elsewhere(value)));
            entries.collect::<serde_yaml::Mapping>().into()
        }
    }
}

fn json_lines(node: &Node, indent: usize) -> String {
    let margin = " ".repeat(indent + 2);
    let end = " ".repeat(indent);
    let text = |text: &str| serde_json::to_string(text).unwrap();
    match node {
        Node::Scalar(text) => text.clone(),
        Node::Text(value) => text(value),
        Node::Sequence(items) if items.is_empty() => "[]".to_owned(),
        Node::Mapping(entries) if entries.is_empty() => "{}".to_owned(),
        Node::Sequence(items) => {
            let items: Vec<_> = items.iter().map(|item| format!("{margin}{}", json_lines(item, indent + 2))).collect();
            format!("[\n{}\n{end}]", items.join(",\n"))
        }
        Node::Mapping(entries) => {
            let entry =
                |(key, value): &(String, Node)| format!("{margin}{}: {}", text(key), json_lines(value, indent + 2));
            format!("{{\n{}\n{end}}}", entries.iter().map(entry).collect::<Vec<_>>().join(",\n"))
        }
    }
}

/// Everything indented by four more below each top-level key, and values on lines of their own.
fn deeper(text: &str) -> String {
    let lines = text.lines().map(|line| match line.split_once(": ") {
        _ if line.is_empty() => String::new(),
        _ if line.starts_with([' ', '-']) => format!("    {line}"),
        Some((key, value)) if !value.starts_with('|') && !key.contains('"') => format!("{key}:\n      {value}"),
        _ => line.to_owned(),
    });
    lines.map(|line| line + "\n").collect()
}

fn comments(text: &str) -> Vec<&str> {
    text.match_indices("#@§").filter_map(|(at, _)| text[at..].find('>').map(|end| &text[at..=at + end])).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_edits_say_what_was_wanted_and_keep_comments(
        (old, other) in arbitrary::pair(), dice in prop::collection::vec(any::<u8>(), 64), crlf in any::<bool>(), style in any::<u8>(),
    ) {
        let mut throw = dice.iter().cycle().copied().enumerate().map(|(i, d)| d.wrapping_add((i / 64) as u8));
        let mixed = mix(&document_node(&old), &document_node(&other), &mut || throw.next().unwrap());
        let new = read("", &mixed.to_yaml()).unwrap_or(other);
        let mut text = restyled(&document_node(&old), style);
        // Other emitters have faults of their own.
        prop_assume!(read("", &text).is_ok_and(|read| document_node(&read) == document_node(&old)));
        text = commented(&text);
        if crlf {
            text = text.replace('\n', "\r\n");
        }
        prop_assert_eq!(document_node(&view(&text)), document_node(&old), "the test's own comments\n{}", text);
        let updated = update(&text, &old, &new);
        let (before, after) = (document_node(&old), document_node(&new));
        prop_assert_eq!(document_node(&view(&updated.text)), after.clone(), "{}", updated.text);
        let again = update(&updated.text, &new, &new);
        prop_assert_eq!(&again.text, &updated.text);
        prop_assert!(!crlf || !updated.text.replace("\r\n", "").contains('\n'));
        prop_assert!(!updated.rewrote.contains(&Vec::new()), "the whole file\n{}\n=>\n{}", text, updated.text);
        let kept = comments(&updated.text);
        for comment in comments(&text) {
            let top = comment.trim_start_matches("#@§").split('/').next().unwrap();
            if before.get(top) == after.get(top) {
                prop_assert!(kept.contains(&comment), "{} is gone\n{}\n=>\n{}", comment, text, updated.text);
            }
        }
    }

    #[test]
    fn no_difference_no_byte(document in arbitrary::document()) {
        let text = commented(&emit_document(&document));
        prop_assert_eq!(update(&text, &document, &document), Updated { text, rewrote: Vec::new() });
    }
}
