//! The JSON Schemas in `schemas/` are what the types say, and agree with the reader.
//! `PGAI_BLESS=1 cargo test` rewrites them.

#![expect(clippy::unwrap_used, reason = "a test stops where something is not as it should be")]

use std::fs;
use std::path::{Path, PathBuf};

use pgai::manifest::schema::{KindSchema, all, find};
use pgai::manifest::{emit_document, emit_project, read, read_project};
use serde_json::Value;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn samples() -> Vec<(String, String)> {
    let mut samples: Vec<(String, String)> = fs::read_dir(root().join("tests/fixtures/manifests"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read_to_string(path).unwrap()))
        .collect();
    samples.sort();
    samples
}

/// The schema that a sample has to satisfy.
fn schema_for(value: &Value) -> KindSchema {
    find(value["kind"].as_str().unwrap_or("project")).unwrap()
}

fn errors(schema: &Value, value: &Value) -> Vec<String> {
    let validator = jsonschema::draft202012::new(schema).unwrap();
    validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

/// YAML as an editor sees it.
fn as_json(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap()
}

#[test]
fn schemas_are_up_to_date() {
    let folder = root().join("schemas");
    for schema in all() {
        let path = folder.join(format!("{}.schema.json", schema.name));
        if std::env::var_os("PGAI_BLESS").is_some() {
            fs::create_dir_all(&folder).unwrap();
            fs::write(&path, schema.text()).unwrap();
        }
        let committed = fs::read_to_string(&path).unwrap_or_default();
        assert!(committed == schema.text(), "{} is out of date: run `PGAI_BLESS=1 cargo test`", shown(&path));
    }
}

fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

#[test]
fn schemas_are_schemas() {
    for schema in all() {
        assert!(jsonschema::meta::is_valid(&schema.schema), "{}", schema.name);
        assert_eq!(schema.schema["additionalProperties"], false, "{}", schema.name);
        assert_eq!(schema.kind.is_some(), schema.schema["properties"].get("kind").is_some());
    }
}

#[test]
fn samples_of_every_kind_are_valid_and_read() {
    let mut seen = Vec::new();
    for (file, text) in samples() {
        let value = as_json(&text);
        let schema = schema_for(&value);
        assert_eq!(errors(&schema.schema, &value), Vec::<String>::new(), "{file}");
        let written = if schema.kind.is_some() {
            emit_document(&read(&file, &text).unwrap_or_else(|error| panic!("{file}: {error:?}")))
        } else {
            emit_project(&read_project(&file, &text).unwrap_or_else(|error| panic!("{file}: {error:?}")))
        };
        assert_eq!(errors(&schema.schema, &as_json(&written)), Vec::<String>::new(), "{file} as pgai writes it");
        seen.push(schema.name);
    }
    for schema in all() {
        assert!(seen.contains(&schema.name), "no sample of {}", schema.name);
    }
}

/// Puts an unknown key into every mapping that has fixed keys, one at a time: schema and reader refuse the same ones.
#[test]
fn unknown_keys_are_refused_by_schema_and_reader_alike() {
    for (file, text) in samples() {
        let value = as_json(&text);
        let schema = schema_for(&value);
        let validator = jsonschema::draft202012::new(&schema.schema).unwrap();
        for pointer in mappings(&value, String::new()) {
            let mut changed = value.clone();
            let mapping = changed.pointer_mut(&pointer).and_then(Value::as_object_mut).unwrap();
            mapping.insert("unknown_key".to_owned(), Value::Bool(true));
            let text = serde_yaml::to_string(&changed).unwrap();
            let reads =
                if schema.kind.is_some() { read(&file, &text).is_ok() } else { read_project(&file, &text).is_ok() };
            // A reader of text takes `true` for text; the schema does not.
            if !reads || pointer.is_empty() {
                assert!(!reads, "{file} reads with an unknown key at {pointer}");
                assert!(!validator.is_valid(&changed), "{file} is valid with an unknown key at `{pointer}`");
            }
        }
    }
}

fn mappings(value: &Value, at: String) -> Vec<String> {
    match value {
        Value::Object(fields) => {
            let below = fields.iter().flat_map(|(key, value)| {
                mappings(value, format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")))
            });
            std::iter::once(at.clone()).chain(below).collect()
        }
        Value::Array(items) => {
            items.iter().enumerate().flat_map(|(index, item)| mappings(item, format!("{at}/{index}"))).collect()
        }
        _ => Vec::new(),
    }
}
