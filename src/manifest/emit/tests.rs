use proptest::prelude::*;

use super::*;
use crate::manifest::arbitrary;
use crate::manifest::document::{Document, Project};
use crate::manifest::{read, read_project};

/// Reads with the other YAML reader.
fn read_elsewhere(text: &str) -> Document {
    let mut value: serde_yaml::Value = serde_yaml::from_str(text).unwrap_or_else(|e| panic!("{e}\n{text}"));
    let kind = value.as_mapping_mut().and_then(|fields| fields.remove("kind")).unwrap();
    fn typed<T: serde::de::DeserializeOwned>(value: serde_yaml::Value) -> T {
        serde_yaml::from_value(value).unwrap()
    }
    match kind.as_str().unwrap() {
        "Schema" => Document::Schema(typed(value)),
        "View" => Document::View(typed(value)),
        "MaterializedView" => Document::MaterializedView(typed(value)),
        "Function" => Document::Function(typed(value)),
        "Endpoint" => Document::Endpoint(typed(value)),
        _ => Document::PostgRest(typed(value)),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn documents_read_back_the_same_in_two_readers(document in arbitrary::document()) {
        let text = emit_document(&document);
        let wanted = document_node(&document);
        let ours = read("f.yaml", &text).unwrap_or_else(|e| panic!("{e} {:?}\n{text}", e.place().map(ToString::to_string)));
        prop_assert_eq!(&document_node(&ours), &wanted, "{}", text);
        prop_assert_eq!(&document_node(&read_elsewhere(&text)), &wanted, "{}", text);
        prop_assert_eq!(emit_document(&ours), text);
    }

    #[test]
    fn projects_read_back_the_same(project in arbitrary::project()) {
        let text = emit_project(&project);
        let ours = read_project("pgai.yaml", &text).unwrap_or_else(|e| panic!("{e}\n{text}"));
        prop_assert_eq!(&ours, &project, "{}", text);
        let other: Project = serde_yaml::from_str(&text).unwrap_or_else(|e| panic!("{e}\n{text}"));
        prop_assert_eq!(other, project, "{}", text);
    }

    #[test]
    fn every_string_reads_back_as_key_and_value_in_every_position(text in arbitrary::text()) {
        let string = Node::Text(text.clone());
        let row = Node::Mapping(vec![(text.clone(), string.clone())]);
        let wanted = Node::Mapping(vec![
            ("plain".to_owned(), string.clone()),
            ("query".to_owned(), string.clone()),
            ("columns".to_owned(), Node::Mapping(vec![(text.clone(), row.clone())])),
            ("versions".to_owned(), Node::Sequence(vec![string.clone(), row.clone()])),
            ("list".to_owned(), Node::Sequence(vec![string.clone(), Node::Sequence(vec![string, row])])),
        ]);
        let yaml = wanted.to_yaml();
        let json = |node: &Node| serde_json::to_value(as_json(node)).unwrap();
        let ours: serde_json::Value = serde_saphyr::from_str(&yaml).unwrap_or_else(|e| panic!("{e}\n{yaml}"));
        prop_assert_eq!(ours, json(&wanted), "{}", yaml);
        let other: serde_json::Value = serde_yaml::from_str(&yaml).unwrap_or_else(|e| panic!("{e}\n{yaml}"));
        prop_assert_eq!(other, json(&wanted), "{}", yaml);
    }
}

fn as_json(node: &Node) -> serde_json::Value {
    match node {
        Node::Scalar(text) | Node::Text(text) => text.as_str().into(),
        Node::Sequence(items) => items.iter().map(as_json).collect(),
        Node::Mapping(entries) => entries.iter().map(|(key, value)| (key.clone(), as_json(value))).collect(),
    }
}

#[test]
fn what_other_readers_could_take_for_something_else_is_quoted() {
    for text in [
        "yes",
        "No",
        "ON",
        "off",
        "y",
        "N",
        "null",
        "NULL",
        "~",
        "true",
        "1_000",
        "0x1F",
        "0o17",
        "012",
        "1e3",
        "12:30",
        ".inf",
        "-1",
        "+1",
        "2026-10-01",
        "<<",
        "=",
        " a",
        "a ",
        "a: b",
        "a #b",
        "-",
        "- a",
        "? a",
        "[",
        "{a}",
        "*a",
        "&a",
        "!a",
        "|",
        ">",
        "%a",
        "@a",
        "`a",
        "'a",
        "\"a",
        "",
        "a:",
        "---",
        "...",
        "#a",
        ",a",
    ] {
        assert!(scalar::line_text(text, false).starts_with('"'), "{text}");
        assert!(scalar::key_text(text).starts_with('"'), "{text}");
    }
    for text in [
        "api.orders",
        "Places an order",
        "update(note) with grant option",
        "Customer's orders, all",
        "état",
        "a#b",
        "http://x/y",
    ] {
        assert_eq!(scalar::line_text(text, false), text);
    }
    assert_eq!(scalar::line_text("numeric(12,2)", true), "\"numeric(12,2)\"");
    assert_eq!(scalar::line_text("http://x", true), "\"http://x\"");
}

#[test]
fn long_keys_read_back() {
    let key = "(".to_owned() + &"\"Some Schema\".\"Some Type\", ".repeat(60) + "json)";
    let wanted = Node::Mapping(vec![(
        "access".to_owned(),
        Node::Mapping(vec![(
            key.clone(),
            Node::Mapping(vec![("app".to_owned(), Node::Sequence(vec![Node::Text("execute".to_owned())]))]),
        )]),
    )]);
    let yaml = wanted.to_yaml();
    let read: serde_json::Value = serde_saphyr::from_str(&yaml).unwrap();
    assert_eq!(read["access"][&key]["app"][0], "execute", "{yaml}");
    let read: serde_json::Value = serde_yaml::from_str(&yaml).unwrap();
    assert_eq!(read["access"][&key]["app"][0], "execute", "{yaml}");
}
