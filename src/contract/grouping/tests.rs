use super::*;

fn relation(schema: &str, name: &str, columns: &[&str], tables: &[&str]) -> Named {
    Named {
        name: QualifiedName::new(schema, name),
        kind: RouteKind::Relation,
        parts: columns.iter().map(|column| (*column).to_owned()).collect(),
        base_tables: tables.iter().map(|table| QualifiedName::new("sales", *table)).collect(),
    }
}

fn function(schema: &str, name: &str, arguments: &[&str]) -> Named {
    Named { kind: RouteKind::Function, ..relation(schema, name, arguments, &[]) }
}

fn grouped(names: &[Named], schemas: &[&str], mode: Mode) -> Grouping {
    let schemas: Vec<String> = schemas.iter().map(|schema| (*schema).to_owned()).collect();
    group(names, &schemas, &Options { mode, groups: Vec::new() }).unwrap()
}

/// `endpoint version=name version=name`, for endpoints of several versions.
fn several(grouping: &Grouping) -> Vec<String> {
    grouping
        .endpoints
        .iter()
        .filter(|endpoint| endpoint.versions.len() > 1)
        .map(|endpoint| {
            let versions = endpoint.versions.iter().map(|(name, v)| format!(" {name}={}", v.route.target()));
            format!("{}{}", endpoint.name, versions.collect::<String>())
        })
        .collect()
}

/// Names that a loose rule would take apart; all over one table, so that only the name decides.
const TRAPS: [&str; 29] = [
    "log",
    "log2",
    "ipv4",
    "ipv6",
    "mp3",
    "sha256",
    "sha",
    "utf8",
    "oauth2",
    "s3",
    "covid19",
    "h264",
    "tax",
    "tax_2024",
    "tax_2025",
    "base64",
    "cv_v2",
    "kv_v1",
    "address_v1",
    "orders2",
    "ordersV2",
    "v2_orders",
    "orders_v2_old",
    "orders_v0",
    "orders_v02",
    "_v2",
    "v2",
    "orders_V3",
    "orders_v1000",
];

#[test]
fn a_number_in_a_name_is_no_version() {
    let mut names: Vec<Named> = TRAPS.iter().map(|name| relation("api", name, &["id"], &["orders"])).collect();
    names.push(relation("api", "orders", &["id"], &["orders"]));
    names.push(relation("api", "orders_v2", &["id"], &["orders"]));
    let grouping = grouped(&names, &["api"], Mode::Auto);
    assert_eq!(several(&grouping), ["orders v1=api.orders v2=api.orders_v2"]);
    assert_eq!(grouping.endpoints.len(), TRAPS.len() + 1);
    let candidates: Vec<&str> = grouping.candidates.iter().map(|c| c.route.name.as_str()).collect();
    assert_eq!(
        candidates.join(" "),
        "address_v1 cv_v2 kv_v1 log2 orders2 ordersV2 orders_V3 orders_v0 orders_v02 orders_v1000 orders_v2_old sha256 \
         tax_2024 tax_2025 v2_orders"
    );
}

#[test]
fn a_suffix_needs_evidence() {
    let names = [
        relation("api", "orders", &["id", "a", "b"], &[]),
        relation("api", "orders_v2", &["id", "a", "c", "d"], &[]),
        relation("api", "kv", &["key", "value"], &[]),
        relation("api", "kv_v2", &["x", "y"], &[]),
        function("api", "total", &["order_id"]),
        function("api", "total_v2", &["order_id", "currency"]),
        function("api", "orders_v3", &["id", "a"]),
    ];
    let grouping = grouped(&names, &["api"], Mode::Auto);
    assert_eq!(several(&grouping), ["orders v1=api.orders v2=api.orders_v2", "rpc/total v1=api.total v2=api.total_v2"]);
    let refused: Vec<(&str, &str)> =
        grouping.candidates.iter().map(|c| (c.route.name.as_str(), c.reason.as_str())).collect();
    assert_eq!(
        refused,
        [
            ("kv_v2", "shares no table and too few columns or arguments with kv"),
            ("orders_v3", "no other version of it is there"),
        ]
    );
    let evidence: Vec<&str> = grouping.grouping.iter().filter_map(|g| g.evidence.as_deref()).collect();
    assert_eq!(evidence[1], "shares 2 of 3 columns with orders");
}

#[test]
fn a_base_beside_v1_is_current() {
    let names = ["orders", "orders_v1", "orders_v2"].map(|name| relation("api", name, &["id"], &["orders"]));
    let grouping = grouped(&names, &["api"], Mode::Auto);
    assert_eq!(several(&grouping), ["orders v1=api.orders_v1 v2=api.orders_v2 current=api.orders"]);
    assert_eq!(grouping.endpoints[0].strategy, Some(Strategy::Explicit));
}

#[test]
fn siblings_without_a_base_are_a_group() {
    let names = ["orders_v2", "orders_v3", "orders_v2_v3"].map(|name| relation("api", name, &["id"], &["orders"]));
    let grouping = grouped(&names, &["api"], Mode::Auto);
    assert_eq!(several(&grouping), ["orders v2=api.orders_v2 v3=api.orders_v3"]);
}

#[test]
fn schemas_are_versions_when_they_share_a_name() {
    let names = [
        relation("v1", "orders", &[], &[]),
        relation("v2", "orders", &[], &[]),
        relation("v2", "new", &[], &[]),
        relation("admin", "settings", &[], &[]),
    ];
    let grouping = grouped(&names, &["v1", "v2", "admin"], Mode::Auto);
    assert_eq!(several(&grouping), ["orders v1=v1.orders v2=v2.orders"]);
    let all: Vec<&str> = grouping.endpoints.iter().map(|endpoint| endpoint.name.as_str()).collect();
    assert_eq!(all, ["admin.settings", "new", "orders"]);
    assert_eq!(grouping.endpoints[1].versions.keys().collect::<Vec<_>>(), ["v2"]);

    let bare = [relation("api", "orders", &[], &[]), relation("api_v2", "orders", &[], &[])];
    assert_eq!(several(&grouped(&bare, &["api", "api_v2"], Mode::Auto)), ["orders v1=api.orders v2=api_v2.orders"]);
    assert_eq!(several(&grouped(&bare, &["api", "api_v2"], Mode::Suffix)), Vec::<String>::new());

    let dated = ["api", "api_r2026_11", "api_r2026_02"].map(|schema| relation(schema, "orders", &[], &[]));
    assert_eq!(
        several(&grouped(&dated, &["api", "api_r2026_11", "api_r2026_02"], Mode::Auto)),
        ["orders v1=api.orders 2026_02=api_r2026_02.orders 2026_11=api_r2026_11.orders"]
    );
    let apart = [relation("v1", "a", &[], &[]), relation("v2", "b", &[], &[])];
    assert_eq!(several(&grouped(&apart, &["v1", "v2"], Mode::Auto)), Vec::<String>::new());
}

#[test]
fn one_name_in_two_schemas_is_two_endpoints() {
    let names = [
        relation("api", "stock", &["id"], &["stock"]),
        function("api", "stock", &["product_id"]),
        relation("admin", "stock", &["id"], &["stock"]),
        relation("api", "admin.stock", &["id"], &["stock"]),
    ];
    let grouping = grouped(&names, &["api", "admin"], Mode::Auto);
    let all: Vec<&str> = grouping.endpoints.iter().map(|endpoint| endpoint.name.as_str()).collect();
    assert_eq!(all, ["admin.stock", "api.admin.stock", "rpc/stock", "stock"]);
}

#[test]
fn what_somebody_says_holds() {
    let names = [
        relation("api", "orders", &["id"], &["orders"]),
        relation("api", "ordersV2", &["id"], &["orders"]),
        function("api", "orders", &[]),
        relation("admin", "orders", &["id"], &["orders"]),
    ];
    let schemas = ["api".to_owned(), "admin".to_owned()];
    let said = |text: &str| {
        let groups = text.split(' ').map(parse_group).collect::<Result<Vec<_>>>()?;
        group(&names, &schemas, &Options { mode: Mode::None, groups })
    };
    let grouping = said("orders=orders,ordersV2,admin.orders").unwrap();
    assert_eq!(several(&grouping), ["orders v1=api.orders v2=api.\"ordersV2\" v3=admin.orders"]);
    let code = |text| said(text).map(|_| ()).unwrap_err().code().id;
    assert_eq!(code("orders=order"), "PGAI-7001");
    assert_eq!(code("a=orders b=orders"), "PGAI-7002");
    assert_eq!(code("a=orders,rpc/orders"), "PGAI-7003");
    assert_eq!(code("orders"), "PGAI-7003");
    assert_eq!(code("=orders"), "PGAI-7003");
    assert_eq!(code("a=orders,"), "PGAI-7003");
}

#[test]
fn every_route_has_exactly_one_place() {
    let mut names: Vec<Named> = TRAPS.iter().map(|name| relation("api", name, &["id"], &["t"])).collect();
    names.extend(TRAPS.iter().map(|name| function("v2", name, &["id"])));
    names.extend(TRAPS.iter().map(|name| relation("v1", name, &["id"], &["t"])));
    for mode in [Mode::Auto, Mode::Suffix, Mode::Schema, Mode::None] {
        let grouping = grouped(&names, &["api", "v1", "v2"], mode);
        assert_eq!(grouping.grouping.len(), names.len());
        let placed: HashSet<String> = grouping.grouping.iter().map(|g| format!("{:?}", g.route)).collect();
        assert_eq!(placed.len(), names.len());
        let versions: usize = grouping.endpoints.iter().map(|endpoint| endpoint.versions.len()).sum();
        assert_eq!(versions, names.len());
    }
}
