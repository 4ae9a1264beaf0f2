//! JSON Schemas of the manifests, from the types that read them.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde_json::{Value, json};

use super::document::{self, Project};

/// A schema: its file below `schemas/`, the kind it describes, and what it is.
#[derive(Debug, Clone, PartialEq)]
pub struct KindSchema {
    /// `view` for `schemas/view.schema.json`.
    pub name: &'static str,
    /// The value of `kind:`; none for the project.
    pub kind: Option<&'static str>,
    /// Where the files stand that it describes, as a glob below the project's folder.
    pub files: &'static str,
    /// The schema.
    pub schema: Value,
}

impl KindSchema {
    /// The text of the schema's file.
    pub fn text(&self) -> String {
        format!("{:#}\n", self.schema)
    }
}

/// Every schema, the project's first.
pub fn all() -> Vec<KindSchema> {
    vec![
        of::<Project>("project", None, "pgai.yaml", "pgai project", "pgai.yaml: what is managed, and where it lives."),
        of::<document::Schema>(
            "schema",
            Some("Schema"),
            "pgai/schemas/*.yaml",
            "Schema",
            "A schema: ownership, usage, and the API's title in its comment.",
        ),
        of::<document::View>(
            "view",
            Some("View"),
            "pgai/views/**/*.yaml",
            "View",
            "A view: its query, and everything that hangs on it.",
        ),
        of::<document::MaterializedView>(
            "materialized_view",
            Some("MaterializedView"),
            "pgai/views/**/*.yaml",
            "Materialized view",
            "A materialized view with its indexes and storage.",
        ),
        of::<document::Function>(
            "function",
            Some("Function"),
            "pgai/functions/**/*.yaml",
            "Function",
            "All overloads of one function name: they are one route.",
        ),
        of::<document::Endpoint>(
            "endpoint",
            Some("Endpoint"),
            "pgai/endpoints/**/*.yaml",
            "Endpoint",
            "One exposed name with its versions, oldest first: what the API promises.",
        ),
        of::<document::PostgRest>(
            "postgrest",
            Some("PostgREST"),
            "pgai/postgrest.yaml",
            "PostgREST",
            "PostgREST as deployed by the user. Never a secret.",
        ),
    ]
}

/// The schema of a kind, by its name in any case: `view`, `MaterializedView`, `materialized_view`, `project`.
pub fn find(kind: &str) -> Option<KindSchema> {
    let same = |name: &str| name.eq_ignore_ascii_case(kind) || name.replace('_', "").eq_ignore_ascii_case(kind);
    all().into_iter().find(|schema| same(schema.name))
}

fn of<T: JsonSchema>(
    name: &'static str,
    kind: Option<&'static str>,
    files: &'static str,
    title: &str,
    description: &str,
) -> KindSchema {
    let mut schema: Schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>();
    schema.insert("title".to_owned(), title.into());
    schema.insert("description".to_owned(), description.into());
    if let Some(kind) = kind {
        add_kind(&mut schema, kind);
    }
    let mut schema = schema.to_value();
    as_the_reader_does(&mut schema);
    KindSchema { name, kind, files, schema }
}

/// `kind` is a key of the file and no field of the type.
fn add_kind(schema: &mut Schema, kind: &str) {
    let object = schema.ensure_object();
    let properties = object.entry("properties").or_insert_with(|| json!({}));
    if let Value::Object(properties) = properties {
        properties.insert("kind".to_owned(), json!({"const": kind, "description": "What this file describes."}));
    }
    let required = object.entry("required").or_insert_with(|| json!([]));
    if let Value::Array(required) = required {
        required.insert(0, "kind".into());
    }
}

/// Says what the reader takes: formats of Rust's number types say nothing to an editor, and a value of a map of
/// texts may stand without quotes (`{fillfactor: 90}`).
fn as_the_reader_does(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            let format = fields.get("format").and_then(Value::as_str).unwrap_or_default();
            if format.starts_with("int") || format.starts_with("uint") || format == "double" {
                fields.remove("format");
            }
            if fields.get("additionalProperties") == Some(&json!({"type": "string"})) {
                fields.insert("additionalProperties".to_owned(), json!({"type": ["string", "number", "boolean"]}));
            }
            fields.values_mut().for_each(as_the_reader_does);
        }
        Value::Array(items) => items.iter_mut().for_each(as_the_reader_does),
        _ => {}
    }
}
