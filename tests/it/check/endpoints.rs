//! Endpoints: routes, names, versions, access.

use super::{said, view};

/// An endpoint with `versions` beside three views, a function and a table of the lock.
fn endpoint(name: &str, versions: &str) -> String {
    let views = [view("api.orders"), view("api.orders_v2"), view("admin.settings")];
    let endpoint = format!("kind: Endpoint\nname: {name}\nversions:\n{versions}");
    let function = "kind: Function\nname: api.place\noverloads:\n- {arguments: [{type: bigint}, {name: o, type: text, mode: out}], language: sql, body: SELECT 1}\n- {arguments: [{type: \"numeric\"}], language: sql, body: SELECT 1}\n";
    let mut files = vec![
        ("pgai/e.yaml", endpoint.as_str()),
        ("pgai/f.yaml", function),
        ("pgai/lock/api/products.yaml", "relation: api.products\nkind: table\n"),
    ];
    files.extend(views.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    said(&files)
}

#[test]
fn what_is_meant_is_fine() {
    for (name, versions) in [
        (
            "orders",
            "  v1: {route: {relation: api.orders}, state: deprecated, deprecated: 2026-10-01, sunset: 2027-04-01, successor: v2}\n  v2: {route: {relation: api.orders_v2}}\n",
        ),
        ("orders", "  v2: {route: {relation: api.orders_v2}}\n"),
        ("products", "  v1: {route: {relation: api.products}, access: {web_anon: [select]}}\n"),
        (
            "admin.settings",
            "  v1: {route: {relation: admin.settings}, access: {a: [select, \"update(note) with grant option granted by b\"]}}\n",
        ),
        (
            "rpc/place",
            "  v1: {route: {rpc: api.place}, access: {\"(bigint)\": {public: [execute]}, \"(numeric(12,2))\": {}}}\n",
        ),
        ("orders", "  v1: {route: {relation: api.orders}, state: retired, deprecated: 2026-10-01}\n"),
    ] {
        assert_eq!(endpoint(name, versions), "", "{name}\n{versions}");
    }
}

#[test]
fn routes() {
    insta::assert_snapshot!(endpoint("orders", "  v1: {route: {relation: api.order}}\n  v2: {route: {relation: api.place}}\n  v3: {route: {rpc: api.orders}}\n  v4: {route: {relation: priv.x}}\n  v5: {route: {relation: api.orders}}\n  v6: {route: {relation: api.orders}}\n  v7: {route: {relation: new.x}, state: draft}\n"), @"
    pgai/e.yaml:4:26 error PGAI-0031 there is no relation `api.order` in the manifests or in the lock | write `api.orders`
    pgai/e.yaml:5:26 error PGAI-0031 there is no relation `api.place` in the manifests or in the lock | write `route: {rpc: api.place}`
    pgai/e.yaml:6:21 error PGAI-0031 there is no function `api.orders` in the manifests or in the lock | write `route: {relation: api.orders}`
    pgai/e.yaml:7:26 error PGAI-0031 there is no relation `priv.x` in the manifests or in the lock | write its manifest, or run `pgai pull` when the database has it
    pgai/e.yaml:7:26 error PGAI-0032 the schema `priv` is not exposed | add `priv` to `schemas:` of pgai.yaml, or set `state: draft`
    pgai/e.yaml:9:26 error PGAI-0033 `api.orders` already belongs to version v5 in pgai/e.yaml:8:8 | let only one version route to it
    pgai/e.yaml:10:26 error PGAI-0031 there is no relation `new.x` in the manifests or in the lock | write its manifest, or run `pgai pull` when the database has it
    ");
    insta::assert_snapshot!(endpoint("orders", "  {}\n"), @"pgai/e.yaml:3:1 error PGAI-0038 the endpoint `orders` has no version | write a version with its `route:`, or delete the file");
}

#[test]
fn names() {
    insta::assert_snapshot!(endpoint("order", "  v1: {route: {relation: api.orders}}\n"), @"pgai/e.yaml:2:7 warning PGAI-0037 an endpoint that routes to `api.orders` is called `orders`, not `order` | write `name: orders`");
    insta::assert_snapshot!(endpoint("place", "  v1: {route: {rpc: api.place}}\n"), @"pgai/e.yaml:2:7 warning PGAI-0037 an endpoint that routes to `api.place` is called `rpc/place`, not `place` | write `name: rpc/place`");
    insta::assert_snapshot!(endpoint("settings", "  v1: {route: {relation: admin.settings}}\n"), @"pgai/e.yaml:2:7 warning PGAI-0037 an endpoint that routes to `admin.settings` is called `admin.settings`, not `settings` | write `name: admin.settings`");
}

#[test]
fn states_and_dates() {
    insta::assert_snapshot!(endpoint("orders", "  v1:\n    route: {relation: api.orders}\n    state: deprecated\n    sunset: 2026-02-30\n    successor: v3\n  v2:\n    route: {relation: api.orders_v2}\n    state: deprecated\n    deprecated: 2026-10-01\n    sunset: 2026-10-01\n    successor: v1\n    accepted: [{finding: x, reason: y, until: soon}]\n"), @"
    pgai/e.yaml:6:12 error PGAI-0034 version v1 is deprecated, but does not say since when | add the date: `deprecated: 2026-10-01`
    pgai/e.yaml:7:13 error PGAI-0035 `2026-02-30` is not a date | write year-month-day: `2026-10-01`
    pgai/e.yaml:8:16 error PGAI-0036 the endpoint has no version `v3` | write `successor: v2`
    pgai/e.yaml:13:13 error PGAI-0034 the sunset 2026-10-01 is not after the deprecation 2026-10-01 | give clients time to move: a later `sunset:`
    pgai/e.yaml:14:16 error PGAI-0036 `v1` is not newer than v2: versions stand oldest first | name a version below this one, or put the versions in order
    pgai/e.yaml:15:47 error PGAI-0035 `soon` is not a date | write year-month-day: `2026-10-01`
    ");
    insta::assert_snapshot!(endpoint("orders", "  v1: {route: {relation: api.orders}, sunset: 2027-01-01, successor: v2}\n  v2: {route: {relation: api.orders_v2}, state: retired, access: {a: [select]}}\n"), @"
    pgai/e.yaml:4:39 warning PGAI-0034 `sunset` is not told to clients while version v1 is active | set `state: deprecated`, or remove `sunset:`
    pgai/e.yaml:4:70 error PGAI-0036 `v2` is retired itself | name a version that clients can move to
    pgai/e.yaml:5:49 error PGAI-0034 version v2 is retired, but does not say since when | add the date: `deprecated: 2026-10-01`
    pgai/e.yaml:5:58 error PGAI-0034 version v2 is retired, but its access is not empty | remove `access:`: a retired version answers 410 to everybody
    ");
}

#[test]
fn access() {
    insta::assert_snapshot!(endpoint("rpc/place", "  v1: {route: {rpc: api.place}, access: {web_anon: [execute]}}\n"), @r#"pgai/e.yaml:4:33 error PGAI-0039 the access of this route is keyed by signatures | write `access: {"(bigint)": {app_user: [execute]}}`"#);
    insta::assert_snapshot!(endpoint("orders", "  v1: {route: {relation: api.orders}, access: {\"(bigint)\": {a: [execute]}}}\n"), @"pgai/e.yaml:4:39 error PGAI-0039 the access of this route is keyed by roles | write `access: {web_anon: [select]}`");
    insta::assert_snapshot!(endpoint("rpc/place", "  v1:\n    route: {rpc: api.place}\n    access:\n      \"(bigin)\": {a: [execute]}\n      \"bigint\": {a: [execute]}\n      \"(int8)\": {a: [execute]}\n      \"(bigint)\": {a: [selct]}\n"), @r#"
    pgai/e.yaml:6:5 error PGAI-0041 the overload `(numeric)` is not listed | add `"(numeric)": {}`, or who may call it
    pgai/e.yaml:7:7 error PGAI-0040 the function has no overload `(bigin)` | write `"(bigint)"`
    pgai/e.yaml:8:7 error PGAI-0040 `bigint` is not a list of types in parentheses | write the types of the input arguments in parentheses: `"(bigint, json)"`
    pgai/e.yaml:10:7 error PGAI-0040 `(bigint)` is listed twice | keep one of the keys
    pgai/e.yaml:10:24 error PGAI-2017 there is no privilege `selct` | use one of execute
    "#);
    insta::assert_snapshot!(endpoint("orders", "  v1: {route: {relation: api.orders}, access: {a: [selct, execute, all]}}\n"), @"
    pgai/e.yaml:4:52 error PGAI-2017 there is no privilege `selct` | write `select`
    pgai/e.yaml:4:59 error PGAI-2018 `execute` cannot be granted on a relation | use one of select, insert, update, delete, truncate, references, trigger, maintain
    pgai/e.yaml:4:68 error PGAI-2019 `all` means another set in each version of PostgreSQL | name each privilege: select, insert, update, delete, truncate, references, trigger, maintain
    ");
}

#[test]
fn grants_stand_in_one_place() {
    let said = said(&[
        (
            "pgai/e.yaml",
            "kind: Endpoint\nname: a\nversions:\n  v1: {route: {relation: api.a}, access: {x: [select]}}\n",
        ),
        ("pgai/r.yaml", "kind: Endpoint\nname: rpc/f\nversions:\n  v1: {route: {rpc: api.f}}\n"),
        ("pgai/v.yaml", "kind: View\nname: api.a\nquery: SELECT 1\ngrants: {x: [select]}\n"),
        (
            "pgai/f.yaml",
            "kind: Function\nname: api.f\noverloads:\n- language: sql\n  body: SELECT 1\n  grants: {x: [execute]}\n",
        ),
        (
            "pgai/h.yaml",
            "kind: Function\nname: api.h\noverloads:\n- language: sql\n  body: SELECT 1\n  grants: {x: [execute]}\n",
        ),
    ]);
    insta::assert_snapshot!(said, @"
    pgai/f.yaml:6:3 error PGAI-0042 `api.f` has own grants, but version v1 routes to it: pgai/r.yaml:4:3 | move them into `access:` of version v1 in pgai/r.yaml
    pgai/v.yaml:4:1 error PGAI-0042 `api.a` has own grants, but version v1 routes to it: pgai/e.yaml:4:34 | move them into `access:` of version v1 in pgai/e.yaml
    ");
}
