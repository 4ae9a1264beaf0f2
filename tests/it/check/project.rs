//! pgai.yaml, postgrest.yaml, and schemas of manifests.

use super::said;

#[test]
fn the_project_file() {
    insta::assert_snapshot!(said(&[(
        "pgai.yaml",
        "project: shop\nschemas: [api, api, pg_temp]\nmanage: [api]\nbaseline: dve\nignore:\n- spatial_ref_sys\n- api.tmp_*\n- apii.x\n- {platform: superbase}\n- {role: \"\"}\nroles:\n  a: {prod: x, qa: y}\n  b: {prod: x}\nenvironments:\n  dev: {database: \"${DATABASE_URL}\"}\n  prod: {protected: true}\ndefault_privileges:\n  owner: {tabels: {a: [select]}, functions: {public: [select]}}\n",
    )]), @r#"
    pgai.yaml:2:16 error PGAI-0061 the schema `api` stands in `schemas:` already | keep one of the entries
    pgai.yaml:2:21 error PGAI-0061 `pg_temp` is PostgreSQL's own schema | remove the entry
    pgai.yaml:3:10 error PGAI-0061 the schema `api` stands in `schemas:` already | keep one of the entries
    pgai.yaml:4:11 error PGAI-0062 there is no environment `dve` | write `dev`
    pgai.yaml:6:3 error PGAI-0064 `spatial_ref_sys` is not of the form schema.name | write for example `api.spatial_ref_sys` or `"api.tmp_*"`
    pgai.yaml:8:3 warning PGAI-0064 `apii.x` matches nothing: pgai does not read the schema `apii` | remove it, or correct the schema
    pgai.yaml:9:3 error PGAI-0065 pgai knows no platform `superbase` | write `{platform: supabase}`
    pgai.yaml:10:3 error PGAI-0064 an empty name matches nothing | write the name
    pgai.yaml:12:16 error PGAI-0062 there is no environment `qa` | add `qa` to `environments:` of pgai.yaml
    pgai.yaml:13:13 error PGAI-0066 `a` and `b` are both `x` in prod | give each role its own name there
    pgai.yaml:16:3 warning PGAI-0063 the protected environment `prod` does not say which database it is | add `expect: {system: .., database: ..}`
    pgai.yaml:18:19 error PGAI-2004 there are no default privileges on `tabels` | write `tables`
    pgai.yaml:18:55 error PGAI-2018 `select` cannot be granted on a function | use one of execute
    "#);
    insta::assert_snapshot!(said(&[("pgai.yaml", "project: shop\nschemas: []\n")]), @"pgai.yaml:2:1 error PGAI-0061 no schema is exposed | name the schemas that PostgREST serves, default first: `schemas: [api]`");
}

#[test]
fn postgrest_and_its_secrets() {
    let files = [(
        "pgai/postgrest.yaml",
        "kind: PostgREST\nconfig:\n  jwt_secret: {value: hunter2hunter2}\n  db_max_rows: {value: 5}\nenvironments: {prod: {db_uri: {value: x}}}\n",
    )];
    insta::assert_snapshot!(said(&files), @"
    pgai/postgrest.yaml:3:16 error PGAI-0067 `jwt_secret` is a secret, and has its value here | write `jwt_secret: {set: true}`, and change the secret
    pgai/postgrest.yaml:5:16 error PGAI-0062 there is no environment `prod` | add `prod` to `environments:` of pgai.yaml
    pgai/postgrest.yaml:5:32 error PGAI-0067 `db_uri` is a secret, and has its value here | write `db_uri: {set: true}`, and change the secret
    ");
    assert!(!format!("{:?}", super::report(&files).diagnostics).contains("hunter2"));
}

#[test]
fn schemas_of_manifests() {
    insta::assert_snapshot!(said(&[
        ("pgai/a.yaml", "kind: View\nname: apj.v\nquery: SELECT 1\n"),
        ("pgai/b.yaml", "kind: Function\nname: elsewhere.f\noverloads:\n- {language: sql, body: SELECT 1}\n"),
        ("pgai/c.yaml", "kind: Schema\nname: sales\ngrants: {a: [usage, selct]}\n"),
        ("pgai/d.yaml", "kind: View\nname: v2.a\nquery: SELECT 1\n"),
        ("pgai/e.yaml", "kind: Endpoint\nname: a\nstrategy: schema\nversions:\n  v2: {route: {relation: v2.a}, state: draft}\n"),
    ]), @"
    pgai/a.yaml:2:7 error PGAI-0043 the schema `apj` is neither in `schemas:` nor in `manage:` | write `api`, or add `apj` to `manage:` of pgai.yaml
    pgai/b.yaml:2:7 error PGAI-0043 the schema `elsewhere` is neither in `schemas:` nor in `manage:` | add `elsewhere` to `schemas:` or `manage:` of pgai.yaml
    pgai/c.yaml:2:7 error PGAI-0043 the schema `sales` is neither in `schemas:` nor in `manage:` | add `sales` to `schemas:` or `manage:` of pgai.yaml
    pgai/c.yaml:3:21 error PGAI-2017 there is no privilege `selct` | use one of usage, create
    ");
}
