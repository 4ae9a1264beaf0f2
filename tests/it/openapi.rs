//! OpenAPI documents against the specification: read by oas3, and their schemas compiled and used by jsonschema.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::HashSet;

use pgai::contract::{Contract, Input, PostgRest, contract};
use pgai::openapi::{Options, document};
use serde_json::{Value, json};

use crate::catalog::testing;

/// Names and types that documents have stumbled over.
const HOSTILE: &str = r#"
    role anon
    role app_user
    schema api to anon, app_user
    schema admin to app_user
    enum api.state no on yes
    domain api.email text
    composite api.size width integer, parts api.state[]
    table api.orders(id integer pk, select text, order text, limit text, and text, not.or text, columns text, on_conflict text)
    table api."Server Today"("Revenue (€)" numeric, "line-no 1" smallint, "$weird" text, "a.b" text, no boolean)
    table api."a/b{c}?"(id uuid pk, size api.size, sizes api.size[], mail api.email not null, state api.state default 'on')
    table api.error(id bigint pk, code character varying(3) default 'abc', at date default '2026-01-01', n numeric default 1.5)
    table api."Error"(id bigint pk)
    table api.orders_insert(id bigint pk, generated integer generated, always integer always)
    table api."موارد"("مو" text, "مو2" text)
    table api.empty()
    table admin.orders(id bigint pk)
    grant select, insert, update, delete on api.orders to anon, app_user
    grant select, insert, update, delete on api."Server Today" to app_user
    grant select, insert, update, delete on api."a/b{c}?" to app_user
    grant select, insert, update, delete on api.error to app_user
    grant select on api."Error" to app_user
    grant insert, delete on api.orders_insert to app_user
    grant select, insert on api."موارد" to app_user
    grant select on api.empty to app_user
    grant select on admin.orders to app_user
    function api.orders(id integer, state api.state) returns setof api.orders stable
    function api.orders(id integer, name text default 'x') returns api.size stable
    function api.orders($json) returns void
    function api.raw($text) returns text
    function api.none() returns setof text immutable
    function api.many(variadic ids bigint[]) returns bigint[]
    function api.outs(a integer, out b integer, out no text) returns record stable
    function api."odd name"(select text, limit integer default 3) returns setof admin.orders stable
    grant execute on api.orders to anon
    grant execute on api.raw to app_user
    grant execute on api.none to anon
    grant execute on api.many to anon
    grant execute on api.outs to anon
    grant execute on api."odd name" to app_user
"#;

fn hostile() -> Contract {
    let catalog = testing::catalog(HOSTILE);
    let schemas = ["api".to_owned(), "admin".to_owned()];
    let postgrest = PostgRest { anon_role: Some("anon".to_owned()), max_rows: Some(1000), ..PostgRest::default() };
    contract(&Input {
        catalog: &catalog,
        schemas: &schemas,
        endpoints: &[],
        postgrest: &postgrest,
        roles: None,
        ignore: &[],
    })
}

fn documents() -> Vec<Value> {
    let contract = hostile();
    let of = |options: Options| {
        let output = document(&contract, &options).unwrap();
        let json: Value = serde_json::from_str(&output.document.to_json().unwrap()).unwrap();
        let yaml: Value = serde_yaml::from_str(&output.document.to_yaml().unwrap()).unwrap();
        assert_eq!(json, yaml, "JSON and YAML say the same");
        json
    };
    vec![
        of(Options::default()),
        of(Options { schema: Some("admin".to_owned()), ..Options::default() }),
        of(Options { roles: Some(vec!["anon".to_owned()]), ..Options::default() }),
    ]
}

#[test]
fn oas3_reads_every_document() {
    for document in documents() {
        let spec = oas3::from_json(document.to_string()).unwrap();
        assert_eq!(spec.paths.unwrap().len(), document["paths"].as_object().unwrap().len());
    }
}

#[test]
fn references_names_and_parameters_hold() {
    for document in documents() {
        let mut references = Vec::new();
        collect_references(&document, &mut references);
        assert!(references.iter().all(|reference| document.pointer(&reference[1..]).is_some()));
        let mut names = HashSet::new();
        for name in document["components"]["schemas"].as_object().unwrap().keys() {
            assert!(name.chars().all(|c| c.is_ascii_alphanumeric()) && !name.starts_with(|c: char| c.is_ascii_digit()));
            assert!(name != "Error" && names.insert(name.to_lowercase()), "{name}");
        }
        let mut ids = HashSet::new();
        for (path, item) in document["paths"].as_object().unwrap() {
            assert!(path.is_ascii() && !path.contains(['{', '}', ' ', '?']), "{path}");
            for operation in item.as_object().unwrap().values() {
                assert!(ids.insert(operation["operationId"].as_str().unwrap().to_owned()));
                let parameters = operation.get("parameters").and_then(Value::as_array).cloned().unwrap_or_default();
                let mut seen = HashSet::new();
                for parameter in &parameters {
                    let parameter = resolve(&document, parameter);
                    assert!(seen.insert((parameter["name"].to_string(), parameter["in"].to_string())), "{path}");
                }
            }
        }
    }
}

#[test]
fn schemas_take_what_postgrest_sends() {
    let document = &documents()[0];
    for (component, value, expected) in [
        ("Orders", json!({"id": 1, "select": null}), true),
        ("Orders", json!({"id": 2_147_483_648_i64}), false),
        ("ABC", json!({"id": "x", "mail": "a@b", "state": "no", "size": {"width": 1, "parts": ["on"]}}), true),
        ("ABC", json!({"id": "x", "mail": "a@b", "state": null, "sizes": [{"width": null}]}), true),
        ("ABC", json!({"id": "x", "mail": "a@b", "state": "off"}), false),
        ("ABCInsert", json!({"id": "x"}), false),
        ("ServerToday", json!({"Revenue (€)": 1.5, "no": true}), true),
        ("ApiError", json!({"code": "PGRST116", "message": "m", "details": null, "hint": null}), true),
    ] {
        let mut schema = document.clone();
        schema["$ref"] = json!(format!("#/components/schemas/{component}"));
        let validator = jsonschema::draft202012::new(&schema).unwrap();
        assert_eq!(validator.is_valid(&value), expected, "{component}: {value}");
    }
}

#[test]
fn defaults_are_literals_that_fit() {
    let document = &documents()[0];
    // `ErrorRow` is the relation "Error".
    let insert = &document["components"]["schemas"]["ErrorRow2Insert"];
    assert_eq!(insert["properties"]["code"]["default"], "abc");
    assert_eq!(insert["properties"]["n"]["default"], 1.5);
    assert!(insert["properties"]["at"].get("default").is_none());
}

fn resolve<'a>(document: &'a Value, parameter: &'a Value) -> &'a Value {
    match parameter.get("$ref").and_then(Value::as_str) {
        Some(reference) => document.pointer(&reference[1..]).unwrap(),
        None => parameter,
    }
}

fn collect_references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            found.extend(map.get("$ref").and_then(Value::as_str).map(str::to_owned));
            map.values().for_each(|value| collect_references(value, found));
        }
        Value::Array(items) => items.iter().for_each(|value| collect_references(value, found)),
        _ => {}
    }
}
