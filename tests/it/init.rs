//! `pgai init` on the shop.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use crate::harness::{Shop, contents, on_15, on_15_and_18, tree};

on_15_and_18!(from_a_configuration, from_the_schemas_alone, with_postgrest);
on_15!(
    an_existing_project_is_left_alone,
    nobody_is_asked_without_a_terminal,
    a_plain_reader_is_enough,
    secrets_stay_where_they_are,
    json_has_one_envelope,
    versions_are_grouped_as_asked,
);

fn from_a_configuration(shop: &Shop) {
    shop.snapshot("init_tree", tree(&shop.root()));
    let run = shop.pgai(&["init", "../again", "--project", "shop", "--config", &Shop::config()]).demand(0);
    shop.snapshot("init_config", run);
    assert_eq!(contents(&shop.aside().join("again")), shop.files());
    shop.snapshot("init_project_file", shop.text("pgai.yaml"));
    shop.snapshot("init_postgrest_file", shop.text("pgai/postgrest.yaml"));
    shop.pgai(&["check"]).demand(0);
}

fn from_the_schemas_alone(shop: &Shop) {
    let run = shop.pgai(&["init", "../again", "--schemas", "admin,api"]).demand(0);
    shop.snapshot("init_schemas", run);
    let again = contents(&shop.aside().join("again"));
    assert!(again["pgai.yaml"].contains("schemas: [admin, api]"), "{}", again["pgai.yaml"]);
    assert!(!again.contains_key("pgai/postgrest.yaml"));
    assert_eq!(again["pgai/views/api/orders.yaml"], shop.text("pgai/views/api/orders.yaml"));
}

fn with_postgrest(shop: &Shop) {
    let url = shop.postgrest();
    let run = shop.pgai(&["init", "../again", "--postgrest", &url, "--config", &Shop::config()]).demand(0);
    shop.snapshot("init_postgrest", run);
    let again = contents(&shop.aside().join("again"));
    assert!(again["pgai.yaml"].contains(&url), "{}", again["pgai.yaml"]);
    assert!(again["pgai/postgrest.yaml"].contains("version: \"12.0.2\""));
    let run = shop.pgai(&["-C", "../again", "diff", "--exit-code"]).demand(0);
    assert!(run.stdout.contains("12.0.2"), "{run}");
}

fn an_existing_project_is_left_alone(shop: &Shop) {
    let before = shop.files();
    let run = shop.pgai(&["init", "--schemas", "api"]).refused(1, "PGAI-0097");
    shop.snapshot("init_again", run);
    assert_eq!(shop.files(), before);
}

fn nobody_is_asked_without_a_terminal(shop: &Shop) {
    let run = shop.pgai(&["init", "../again", "--no-input"]).refused(1, "PGAI-0095");
    shop.snapshot("init_no_input", run);
    assert!(!shop.aside().join("again").exists());
    shop.pgai(&["init", "../again", "--schemas", "nowhere"]).refused(1, "PGAI-4021");
    let mut program = shop.program.clone();
    program.unset("DATABASE_URL").run(&["init", "../again", "--schemas", "api"]).refused(1, "PGAI-0098");
    assert!(!shop.aside().join("again").exists());
}

/// CONNECT comes with PUBLIC, USAGE is granted, nothing else.
fn a_plain_reader_is_enough(shop: &Shop) {
    let (_, program) = shop.login("GRANT USAGE ON SCHEMA api, admin, private TO ROLE");
    program.run(&["init", "../again", "--project", "shop", "--config", &Shop::config()]).demand(0);
    shop.pgai(&["init", "../full", "--project", "shop", "--config", &Shop::config()]).demand(0);
    let (again, files) = (contents(&shop.aside().join("again")), contents(&shop.aside().join("full")));
    assert_eq!(again.keys().collect::<Vec<_>>(), files.keys().collect::<Vec<_>>());
    for (path, text) in &files {
        assert_eq!(&again[path], text, "{path}");
    }
    program.run(&["-C", "../again", "diff", "--exit-code"]).demand(0);
    program.run(&["-C", "../again", "pull", "--check"]).demand(0);
}

fn secrets_stay_where_they_are(shop: &Shop) {
    let (role, mut program) = shop.login("GRANT USAGE ON SCHEMA api, admin TO ROLE");
    let config = "db-uri = \"postgres://authenticator:lion-in-the-yard@localhost/app\"\ndb-schemas = \"api, admin\"\n\
                  db-anon-role = \"web_anon\"\njwt-secret = \"hippo-in-the-river-hippo-in-the-river\"\n";
    let mut said = String::new();
    program.set("PGRST_JWT_SECRET", "bear-in-the-wood-bear-in-the-wood");
    for format in ["human", "json"] {
        let dir = format!("../again-{format}");
        let arguments = ["init", &dir, "--config", "-", "--format", format, "-vvv"];
        said += &program.run_with_input(&arguments, config).demand(0).to_string();
        said += &program.run(&["-C", &dir, "pull", "--format", format, "-vvv"]).demand(0).to_string();
        said += &program.run(&["-C", &dir, "doctor", "--format", format]).to_string();
        said += &program.run(&["-C", &dir, "openapi"]).demand(0).to_string();
    }
    let server = shop.server();
    let url = format!("postgres://{role}:tiger-in-the-tank@{}:{}/{}", server.host, server.port, shop.database);
    said += &program.clone().set("DATABASE_URL", &url).run(&["diff", "-vvv"]).to_string().replace(&url, "");
    program.set("PGPASSWORD", "wolf-in-the-fold");
    said += &program.run(&["diff"]).refused(1, "PGAI-1030").to_string();
    let mut texts = contents(shop.aside());
    texts.insert("what was said".to_owned(), said);
    for (path, text) in texts {
        for secret in ["tiger-in", "lion-in", "hippo-in", "bear-in", "wolf-in"] {
            assert!(!text.contains(secret), "{secret} in {path}: {text}");
        }
    }
    let run = shop.pgai(&["init", "../url", "--db", &url, "--schemas", "api", "--no-input"]).refused(1, "PGAI-1006");
    assert!(!run.stderr.contains("tiger"), "{run}");
}

fn json_has_one_envelope(shop: &Shop) {
    let run = shop.pgai(&["init", "../again", "--schemas", "api", "--format", "json"]).demand(0);
    let json = run.json();
    let keys: Vec<&String> = json.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["schema", "version", "command", "ok", "exit_code", "result", "diagnostics"], "{run}");
    let mut result = json["result"].clone();
    result["grouping"] = serde_json::Value::Null;
    shop.snapshot("init_json", serde_json::to_string_pretty(&result).unwrap());
    let again = shop.pgai(&["init", "../again", "--schemas", "api", "--format", "json"]).demand(1).json();
    assert_eq!((&again["ok"], &again["result"]), (&false.into(), &serde_json::Value::Null));
    assert_eq!(again["diagnostics"][0]["code"], "PGAI-0097");
    let usage = shop.pgai(&["init", "--grouping", "sideways", "--format", "json"]).demand(2).json();
    assert_eq!((&usage["exit_code"], &usage["diagnostics"][0]["code"]), (&2.into(), &"PGAI-0091".into()));
}

fn versions_are_grouped_as_asked(shop: &Shop) {
    let arguments = ["init", "../none", "--schemas", "api,admin", "--grouping", "none"];
    shop.snapshot("init_not_grouped", shop.pgai(&arguments).demand(0));
    let arguments = ["init", "../own", "--schemas", "api,admin", "--group", "orders=orders,my_orders"];
    shop.pgai(&arguments).demand(0);
    let own = contents(&shop.aside().join("own"));
    shop.snapshot("init_own_group", &own["pgai/endpoints/orders.yaml"]);
    assert!(!own.contains_key("pgai/endpoints/my_orders.yaml"));
    shop.pgai(&["init", "../bad", "--schemas", "api", "--group", "orders=ordres"]).refused(1, "PGAI-7001");
    assert!(!shop.aside().join("bad").exists());
}
