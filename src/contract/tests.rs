use super::*;
use crate::catalog::testing::catalog;
use crate::manifest::document::Endpoint;

const SHOP: &str = "
    role web_anon
    role staff in clerk
    role clerk
    role app_user
    role authenticator noinherit in web_anon, staff, app_user
    schema api to web_anon, staff, app_user
    schema sales to staff
    schema private
    enum sales.status new paid
    domain sales.email text
    table sales.orders(id bigint pk serial, code text not null, status sales.status default 'new', note text, mail sales.email)
    table sales.notes(id bigint pk always, body text)
    view api.orders on sales.orders(id, code, status as state, note, mail, age interval) SELECT 1
    view api.hidden on sales.orders(id, note) SELECT 1
    view private.helper on sales.orders(id, code) SELECT 1
    view api.through on private.helper(id, code) SELECT 1
    view api.joined on sales.orders(id, code) SELECT 1 FROM a LEFT JOIN b
    matview api.top on sales.orders(id)
    view api.whole on sales.orders(id, code) SELECT 1
    instead api.whole insert update delete
    table api.plain(id integer pk, label text)
    view api.notes on sales.notes(id, body) SELECT 1
    function api.total(order_id bigint, currency text default 'EUR') returns numeric stable
    function api.total(order_id bigint) returns setof api.orders stable
    function api.take($json) returns void
    function api.odd(a integer, $integer) returns void
    function api.label($api.orders) returns text stable
    function api.touch() returns trigger
    procedure api.proc(a integer)
";

fn shop(more: &str) -> crate::catalog::Catalog {
    catalog(&format!("{SHOP}\n{more}"))
}

fn computed_with(catalog: &crate::catalog::Catalog, postgrest: &PostgRest, endpoints: &[Endpoint]) -> Contract {
    let schemas = ["api".to_owned()];
    contract(&Input { catalog, schemas: &schemas, endpoints, postgrest, roles: None, ignore: &[] })
}

fn computed(more: &str) -> Contract {
    let postgrest = PostgRest {
        login_role: Some("authenticator".to_owned()),
        anon_role: Some("web_anon".to_owned()),
        ..PostgRest::default()
    };
    computed_with(&shop(more), &postgrest, &[])
}

fn route<'a>(contract: &'a Contract, kind: RouteKind, name: &str) -> &'a Route {
    contract.routes.iter().find(|route| route.kind == kind && route.name == name).unwrap()
}

/// Methods of a relation, `G`et `H`ead `P`ost p`A`tch p`U`t `D`elete.
fn methods(contract: &Contract, name: &str, role: &str) -> String {
    let methods = route(contract, RouteKind::Relation, name).methods.get(role).cloned().unwrap_or_default();
    methods
        .into_iter()
        .map(|method| match method {
            Method::Get => 'G',
            Method::Head => 'H',
            Method::Post => 'P',
            Method::Patch => 'A',
            Method::Put => 'U',
            Method::Delete => 'D',
        })
        .collect()
}

#[test]
fn methods_follow_grants_and_what_the_relation_lets_through() {
    for (grants, name, role, expected) in [
        ("", "orders", "web_anon", ""),
        ("grant select on api.orders to web_anon", "orders", "web_anon", "GH"),
        ("grant select on api.orders to public", "orders", "web_anon", "GH"),
        ("grant select(id) on api.orders to web_anon", "orders", "web_anon", "GH"),
        // Through a membership that inherits; the login role's own do not.
        ("grant select on api.orders to clerk", "orders", "staff", "GH"),
        // Everything, but the sequence below is closed: the id has to be given, which it can.
        ("grant select, insert, update, delete on api.orders to app_user", "orders", "app_user", "GHPAUD"),
        // Without the right to give the id, the closed sequence refuses.
        ("grant insert(code) on api.orders to app_user", "orders", "app_user", ""),
        (
            "grant insert(code) on api.orders to app_user\ngrant usage on sales.orders_id_seq to app_user",
            "orders",
            "app_user",
            "P",
        ),
        // The required column cannot be given.
        (
            "grant insert(note) on api.orders to app_user\ngrant usage on sales.orders_id_seq to app_user",
            "orders",
            "app_user",
            "",
        ),
        // The view hides it.
        ("grant select, insert on api.hidden to app_user", "hidden", "app_user", "GH"),
        ("grant update(note) on api.orders to app_user", "orders", "app_user", "A"),
        ("grant select, insert, update, delete on api.top to app_user", "top", "app_user", "GH"),
        // No upsert through triggers.
        ("grant select, insert, update, delete on api.whole to app_user", "whole", "app_user", "GHPAD"),
        ("grant select, insert, update, delete on api.plain to app_user", "plain", "app_user", "GHPAUD"),
        // GENERATED ALWAYS cannot be given, so a row cannot be put.
        ("grant select, insert, update, delete on api.notes to app_user", "notes", "app_user", "GHPAD"),
        // The key is not seen through a schema that PostgREST does not read.
        (
            "grant select, insert, update on api.through to app_user\ngrant usage on sales.orders_id_seq to app_user",
            "through",
            "app_user",
            "GHPA",
        ),
        // security_invoker asks the caller for rights below.
        ("option api.orders security_invoker true\ngrant select on api.orders to app_user", "orders", "app_user", ""),
        (
            "option api.orders security_invoker on\ngrant select on api.orders to app_user\ngrant select on sales.orders to app_user",
            "orders",
            "app_user",
            "GH",
        ),
        // The owner of the view has lost his rights on the table.
        ("owner api.orders app_user\ngrant select on api.orders to web_anon", "orders", "web_anon", ""),
        // No USAGE on the schema.
        ("role lost\nrole authenticator noinherit in lost\ngrant select on api.orders to lost", "orders", "lost", ""),
    ] {
        assert_eq!(methods(&computed(grants), name, role), expected, "{grants}");
    }
}

#[test]
fn types_in_a_closed_schema_cannot_be_written() {
    let contract = computed(
        "grant update(state, note) on api.orders to app_user, staff\ngrant select on api.orders to app_user, staff",
    );
    let orders = route(&contract, RouteKind::Relation, "orders").relation().unwrap();
    assert_eq!(orders.column_access["app_user"].update, Some(vec!["note".to_owned()]));
    assert_eq!(orders.column_access["staff"].update, Some(vec!["state".to_owned(), "note".to_owned()]));
}

#[test]
fn columns_tell_what_reaches_through() {
    let contract = computed("");
    let orders = route(&contract, RouteKind::Relation, "orders").relation().unwrap();
    let column = |name: &str| orders.columns.iter().find(|column| column.name == name).unwrap();
    assert_eq!(column("id").not_null, Some(true));
    assert!(column("code").required && !column("id").required && !column("note").required);
    assert_eq!(column("note").not_null, None);
    assert_eq!(column("state").labels.as_deref(), Some(&["new".to_owned(), "paid".to_owned()][..]));
    assert_eq!(column("state").default.as_deref(), Some("'new'"));
    assert_eq!(column("mail").domain_base.as_deref(), Some("text"));
    assert!(!column("age").writable && column("age").from.is_none());
    assert_eq!(orders.primary_key, ["id"]);
    assert_eq!(orders.computed.iter().map(|computed| computed.name.as_str()).collect::<Vec<_>>(), ["label"]);
    let joined = route(&contract, RouteKind::Relation, "joined").relation().unwrap();
    assert_eq!(joined.columns[0].not_null, None, "an outer join may lose it");
    let through = route(&contract, RouteKind::Relation, "through").relation().unwrap();
    assert_eq!((through.primary_key.len(), through.columns[0].from.as_ref().unwrap().seen), (0, false));
    let hidden = route(&contract, RouteKind::Relation, "hidden").relation().unwrap();
    assert_eq!(hidden.insert_needs, ["sales.orders.code"]);
    assert_eq!(contract.types.keys().collect::<Vec<_>>(), ["api.orders", "sales.email", "sales.status"]);
}

#[test]
fn an_extra_search_path_lets_keys_through() {
    let postgrest = PostgRest { extra_search_path: vec!["private".to_owned()], ..PostgRest::default() };
    let contract = computed_with(&shop(""), &postgrest, &[]);
    assert_eq!(route(&contract, RouteKind::Relation, "through").relation().unwrap().primary_key, ["id"]);
}

#[test]
fn functions_are_routed_as_postgrest_does() {
    let contract = computed("grant execute on api.total to web_anon\ngrant execute on api.take to app_user");
    let total = route(&contract, RouteKind::Function, "total");
    assert_eq!(total.function().unwrap().overloads.len(), 2);
    assert_eq!(total.methods["web_anon"], [Method::Get, Method::Head, Method::Post]);
    let take = route(&contract, RouteKind::Function, "take");
    assert_eq!(take.methods["app_user"], [Method::Post]);
    let reasons: Vec<(&str, &str)> =
        contract.not_routed.iter().map(|object| (object.name.as_str(), object.reason.as_str())).collect();
    assert_eq!(
        reasons,
        [
            ("label", "a computed field or relationship"),
            ("odd", "has an unnamed argument that is not a single json, jsonb, text, xml or bytea"),
            ("proc", "a procedure"),
            ("touch", "a trigger function"),
        ]
    );
}

#[test]
fn volatile_functions_lose_get_from_13_0_5() {
    let catalog = shop("function api.write() returns integer\ngrant execute on api.write to web_anon");
    for (version, expected) in [("12.0.2", 3), ("13.0.4", 3), ("13.0.5", 1), ("16.2", 1)] {
        let postgrest = PostgRest { version: Some(version.to_owned()), ..PostgRest::default() };
        let contract = computed_with(&catalog, &postgrest, &[]);
        assert_eq!(route(&contract, RouteKind::Function, "write").methods["web_anon"].len(), expected, "{version}");
    }
}

#[test]
fn without_a_login_role_grants_name_the_roles() {
    let contract = computed_with(&shop("grant select on api.orders to clerk"), &PostgRest::default(), &[]);
    assert_eq!(contract.roles, ["app_user", "clerk", "staff", "web_anon"]);
}

#[test]
fn endpoints_promise_routes_and_miss_some() {
    let names: Vec<_> = grouping::names(&computed(""));
    let options = grouping::Options::default();
    let mut endpoints = grouping::group(&names, &["api".to_owned()], &options).unwrap().endpoints;
    let mut gone = endpoints[0].clone();
    gone.name = "gone".to_owned();
    for version in gone.versions.values_mut() {
        version.route = crate::manifest::document::Route::Relation("api.gone".parse().unwrap());
    }
    endpoints.push(gone);
    let contract = computed_with(&shop(""), &PostgRest::default(), &endpoints);
    assert!(contract.routes.iter().all(|route| route.promise.endpoint.is_some()));
    assert_eq!(contract.unserved.len(), 1);
    assert_eq!(contract.unserved[0].reason, "no such object in the database");
}

#[test]
fn the_json_has_the_promised_form() {
    let json = serde_json::to_value(computed("grant select on api.orders to web_anon")).unwrap();
    let orders = json["routes"].as_array().unwrap().iter().find(|route| route["name"] == "orders").unwrap();
    assert_eq!(orders["kind"], "relation");
    assert_eq!(orders["methods"]["web_anon"], serde_json::json!(["GET", "HEAD"]));
    assert_eq!(orders["columns"][0]["type"], "bigint");
    assert!(orders["endpoint"].is_null());
}

#[test]
fn deep_and_wide_schemas_take_linear_time() {
    let mut text = "schema api to web_anon\nrole web_anon\ntable api.v0(id bigint pk, a text)\n".to_owned();
    for n in 1..800 {
        text += &format!("view api.v{n} on api.v{}(id, a) SELECT 1\ngrant select on api.v{n} to web_anon\n", n - 1);
    }
    let catalog = catalog(&text);
    let contract = computed_with(&catalog, &PostgRest::default(), &[]);
    assert_eq!(route(&contract, RouteKind::Relation, "v799").relation().unwrap().primary_key, ["id"]);
}
