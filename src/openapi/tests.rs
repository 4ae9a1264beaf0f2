use serde_json::{Value, json};

use super::*;
use crate::catalog::testing::catalog;
use crate::contract::{Input, PostgRest, contract};

fn contract_of(text: &str, schemas: &[&str]) -> Contract {
    let schemas: Vec<String> = schemas.iter().map(|schema| (*schema).to_owned()).collect();
    let postgrest = PostgRest { anon_role: Some("anon".to_owned()), ..PostgRest::default() };
    let catalog = catalog(text);
    let input =
        Input { catalog: &catalog, schemas: &schemas, endpoints: &[], postgrest: &postgrest, roles: None, ignore: &[] };
    contract(&input)
}

fn json_of(text: &str, schemas: &[&str], options: &Options) -> Value {
    let output = document(&contract_of(text, schemas), options).unwrap();
    serde_json::from_str(&output.document.to_json().unwrap()).unwrap()
}

const SHOP: &str = "
    role anon
    role app_user
    schema api to anon, app_user
    schema admin to app_user
    enum api.state new paid
    table api.orders(id integer pk, state api.state default 'new', at timestamp with time zone default now(), select text, doc jsonb, tags text[])
    table admin.orders(id smallint pk)
    grant select(id, state) on api.orders to anon
    grant select, insert, update, delete on api.orders to app_user
    grant select on admin.orders to app_user
    function api.find(wanted text, select text default '', at date default '2026-01-01') returns setof api.orders stable
    grant execute on api.find to anon
";

fn shop(options: &Options) -> Value {
    json_of(SHOP, &["api", "admin"], options)
}

#[test]
fn a_role_sees_what_it_can_do() {
    let all = shop(&Options::default());
    let methods =
        |document: &Value| document["paths"]["/orders"].as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(methods(&all), ["get", "put", "post", "delete", "head", "patch"]);
    let anon = shop(&Options { roles: Some(vec!["anon".to_owned()]), ..Options::default() });
    assert_eq!(methods(&anon), ["get", "head"]);
    assert_eq!(anon["components"]["schemas"]["Orders"]["properties"].as_object().unwrap().len(), 2);
    assert_eq!(anon["paths"]["/orders"]["get"]["parameters"][0]["$ref"], "#/components/parameters/SelectRequired");
    assert_eq!(anon["paths"]["/orders"]["get"]["security"], json!([{}, {"jwt": []}]));
    assert!(all["paths"]["/orders"]["post"].get("security").is_none());
}

#[test]
fn types_are_what_the_wire_carries() {
    let document = shop(&Options::default());
    let row = &document["components"]["schemas"]["Orders"];
    assert_eq!(row["properties"]["id"]["maximum"], json!(2_147_483_647));
    assert_eq!(row["properties"]["id"]["type"], "integer");
    assert_eq!(row["properties"]["state"]["anyOf"][0]["$ref"], "#/components/schemas/State");
    assert_eq!(row["properties"]["doc"], json!({}));
    assert_eq!(row["properties"]["tags"]["type"], json!(["array", "null"]));
    assert_eq!(row["required"], json!(["id"]));
    let insert = &document["components"]["schemas"]["OrdersInsert"];
    assert_eq!(insert["properties"]["state"]["default"], "new");
    assert!(insert["properties"]["at"].get("default").is_none(), "now() is no literal");
}

#[test]
fn a_column_named_like_a_parameter_makes_no_second_one() {
    let document = shop(&Options::default());
    for operation in
        ["/orders", "/rpc/find"].into_iter().flat_map(|path| document["paths"][path].as_object().unwrap().values())
    {
        let mut seen = HashSet::new();
        for parameter in operation["parameters"].as_array().unwrap() {
            let parameter = match parameter.get("$ref") {
                Some(reference) => {
                    &document["components"]["parameters"][reference.as_str().unwrap().rsplit('/').next().unwrap()]
                }
                None => parameter,
            };
            assert!(seen.insert((parameter["name"].to_string(), parameter["in"].to_string())), "{parameter}");
        }
    }
}

#[test]
fn a_path_of_two_schemas_belongs_to_the_first() {
    let contract = contract_of(SHOP, &["api", "admin"]);
    let output = document(&contract, &Options::default()).unwrap();
    assert_eq!(output.shadowed, [Shadowed { path: "/orders".into(), schema: "admin".into(), by: "api".into() }]);
    let admin = document(&contract, &Options { schema: Some("admin".to_owned()), ..Options::default() }).unwrap();
    let json: Value = serde_json::from_str(&admin.document.to_json().unwrap()).unwrap();
    let profile = &json["components"]["parameters"]["AcceptProfileAdmin"];
    assert_eq!((profile["required"].clone(), profile["schema"]["enum"].clone()), (json!(true), json!(["admin"])));
    assert!(json["components"]["schemas"].get("AdminOrders").is_some());
}

#[test]
fn what_the_contract_does_not_have_is_refused() {
    let contract = contract_of("role anon\nschema api to anon", &["api"]);
    let code = |options: Options| document(&contract, &options).map(|_| ()).unwrap_err().code().id;
    assert_eq!(code(Options { schema: Some("ap".into()), ..Options::default() }), "PGAI-7004");
    assert_eq!(code(Options { roles: Some(vec!["admin".into()]), ..Options::default() }), "PGAI-7005");
    assert_eq!(code(Options { endpoint_version: Some("v2".into()), ..Options::default() }), "PGAI-7006");
}

#[test]
fn both_texts_say_the_same() {
    let output = document(&contract_of(SHOP, &["api", "admin"]), &Options::default()).unwrap();
    let json: Value = serde_json::from_str(&output.document.to_json().unwrap()).unwrap();
    let yaml: Value = serde_yaml::from_str(&output.document.to_yaml().unwrap()).unwrap();
    assert_eq!(json, yaml);
}

#[test]
fn large_schemas_take_linear_time() {
    let mut text = "role anon\nschema api to anon\n".to_owned();
    for n in 0..600 {
        text += &format!("table api.t{n}(id bigint pk, a text, b text, c text)\ngrant select on api.t{n} to anon\n");
    }
    assert_eq!(json_of(&text, &["api"], &Options::default())["paths"].as_object().unwrap().len(), 600);
}
