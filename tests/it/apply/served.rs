//! PostgREST after an apply.

use super::add_version;
use crate::harness::{Shop, get, on_15, on_15_and_18};

on_15_and_18!(both_versions_answer_at_once);
on_15!(
    a_postgrest_that_is_down_is_a_state_of_its_own,
    a_postgrest_that_does_not_listen_is_found,
    dropped_views_are_gone
);

fn both_versions_answer_at_once(shop: &Shop) {
    let url = shop.postgrest();
    assert_eq!(get(&url, "/orders_v2?limit=1").0, 404);
    let (status, before) = get(&url, "/orders?order=id&limit=2");
    assert_eq!(status, 200, "{before}");
    add_version(shop);
    let run = shop.pgai(&["apply", "--yes", "--postgrest", &url]).demand(0);
    // No waiting here: apply ended when PostgREST served the change.
    let (status, body) = get(&url, "/orders_v2?order=id&limit=1");
    assert_eq!(status, 200, "{body}");
    let row: serde_json::Value = serde_json::from_str(&body).unwrap();
    assert_eq!(row[0]["number"], "SO-000001", "{body}");
    assert_eq!(get(&url, "/orders?order=id&limit=2"), (200, before));
    shop.snapshot("apply_served", run);
    shop.pgai(&["diff", "--exit-code", "--postgrest", &url]).demand(0);
}

fn a_postgrest_that_is_down_is_a_state_of_its_own(shop: &Shop) {
    let url = shop.postgrest();
    shop.stop_postgrest();
    add_version(shop);
    let run = shop.pgai(&["apply", "--yes", "--postgrest", &url, "--serve-wait", "1"]).refused(6, "PGAI-5001");
    shop.snapshot("apply_not_served", run);
    assert_eq!(shop.value("SELECT to_regclass('api.orders_v2')"), "api.orders_v2");
}

fn a_postgrest_that_does_not_listen_is_found(shop: &Shop) {
    let config = std::fs::read_to_string(Shop::config()).unwrap() + "\ndb-channel-enabled = false\n";
    let url = shop.postgrest_with(Some(&config));
    add_version(shop);
    let run = shop.pgai(&["apply", "--yes", "--postgrest", &url, "--serve-wait", "1"]).demand(6);
    shop.snapshot("apply_no_listener", run);
    shop.pgai(&["diff", "--postgrest", &url]).demand(1).says(&["api.orders_v2"]);
}

fn dropped_views_are_gone(shop: &Shop) {
    let url = shop.postgrest();
    assert_eq!(get(&url, "/tax_rates_2026").0, 200);
    shop.remove("pgai/views/api/tax_rates_2026.yaml");
    shop.remove("pgai/endpoints/tax_rates_2026.yaml");
    shop.pgai(&["apply", "--yes", "--allow", "drop", "--postgrest", &url]).demand(0);
    assert_eq!(get(&url, "/tax_rates_2026").0, 404);
}
