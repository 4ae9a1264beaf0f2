//! `pgai contract` and `pgai openapi` on the shop.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use crate::apply::add_version;
use crate::harness::{Shop, on_15, on_15_and_18};

on_15_and_18!(the_contract_of_two_endpoints, the_document_is_valid);
on_15!(a_document_out_of_date_is_found, every_route_is_listed);

fn the_contract_of_two_endpoints(shop: &Shop) {
    let run = shop.pgai(&["contract", "orders", "rpc/place_order"]).demand(0);
    shop.snapshot("contract", &run);
    let json = shop.pgai(&["contract", "orders", "rpc/place_order", "--format", "json"]).demand(0).json();
    let routes = json["result"]["routes"].as_array().unwrap();
    let keys: Vec<String> = routes.iter().flat_map(|route| keys(route, "")).collect();
    shop.snapshot("contract_keys", keys.join("\n"));
    shop.pgai(&["contract", "ordres"]).demand(1).says(&["orders"]);
    // What the manifests say and the database does not have yet is no part of it, and that is said by diff.
    add_version(shop);
    shop.pgai(&["contract", "orders"]).demand(0);
}

/// The paths of all keys.
fn keys(value: &serde_json::Value, path: &str) -> Vec<String> {
    match value {
        serde_json::Value::Object(map) => map
            .iter()
            .flat_map(|(key, value)| {
                let path = format!("{path}.{key}");
                std::iter::once(path.clone()).chain(keys(value, &path))
            })
            .collect(),
        serde_json::Value::Array(list) => {
            list.first().map(|first| keys(first, &format!("{path}[]"))).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

fn every_route_is_listed(shop: &Shop) {
    let run = shop.pgai(&["contract"]).demand(0);
    shop.snapshot("contract_all", run);
    let json = shop.pgai(&["contract", "--format", "json"]).demand(0).json();
    let served = "SELECT relname FROM pg_class WHERE relnamespace IN ('api'::regnamespace, 'admin'::regnamespace)
                  AND relkind IN ('r', 'v', 'm') ORDER BY relname COLLATE \"C\"";
    let mut relations: Vec<&str> = json["result"]["routes"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|route| route["kind"] == "relation")
        .map(|route| route["name"].as_str().unwrap())
        .collect();
    relations.sort_unstable();
    assert_eq!(relations.join("\n"), shop.value(served));
}

fn the_document_is_valid(shop: &Shop) {
    for arguments in [&["openapi"] as &[&str], &["openapi", "--role", "web_anon"], &["openapi", "--schema", "admin"]] {
        let text = shop.pgai(arguments).demand(0).stdout;
        let document = oas3::from_json(&text).unwrap();
        assert!(document.openapi.starts_with("3.1"));
        assert!(document.validate_version().is_ok());
        assert!(!document.paths.unwrap().is_empty());
    }
    let run = shop.pgai(&["openapi", "-o", "openapi.yaml"]).demand(0);
    assert_eq!(run.stdout, "openapi.yaml: 44 paths\n");
    let document = oas3::from_json(as_json(&shop.text("openapi.yaml"))).unwrap();
    assert_eq!(document.info.title, "Shop API");
    let paths: Vec<String> = document.paths.unwrap().keys().cloned().collect();
    shop.snapshot("openapi_paths", paths.join("\n"));
    shop.pgai(&["openapi", "--role", "nobody"]).refused(1, "PGAI-7005");
    shop.pgai(&["openapi", "--schema", "sales"]).refused(1, "PGAI-7004");
}

fn as_json(yaml: &str) -> String {
    let value: serde_json::Value = serde_yaml::from_str(yaml).unwrap();
    value.to_string()
}

fn a_document_out_of_date_is_found(shop: &Shop) {
    shop.pgai(&["openapi", "-o", "openapi.json"]).demand(0);
    shop.pgai(&["openapi", "--check", "openapi.json"]).demand(0);
    shop.sql("REVOKE SELECT ON api.stock FROM web_anon, app_user, admin_role");
    let before = shop.text("openapi.json");
    let run = shop.pgai(&["openapi", "--check", "openapi.json"]).refused(1, "PGAI-0104");
    shop.snapshot("openapi_out_of_date", run);
    assert_eq!(shop.text("openapi.json"), before);
    shop.pgai(&["openapi", "--check", "nowhere.json"]).demand(1);
}
