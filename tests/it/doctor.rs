//! `pgai doctor`: the first hour's troubles, as far as a test can make them.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use crate::harness::{Shop, get, on_15, on_15_and_18};

on_15_and_18!(all_is_well);
on_15!(
    without_a_project_or_postgrest,
    rights_that_are_missing,
    another_postgrest,
    settings_in_the_database,
    extensions_in_an_exposed_schema,
    many_tables,
);

fn all_is_well(shop: &Shop) {
    git2::Repository::init(shop.root()).unwrap();
    let url = shop.postgrest();
    let run = shop.pgai(&["doctor", "--postgrest", &url]).demand(0);
    shop.snapshot("doctor_well", run);
}

fn without_a_project_or_postgrest(shop: &Shop) {
    let run = shop.pgai(&["-C", "..", "doctor", "--db", "var:DATABASE_URL"]).demand(0);
    shop.snapshot("doctor_no_project", run);
    // PostgREST with everything in its environment: only what probes show is known.
    let url = shop.postgrest();
    let run = shop.pgai(&["-C", "..", "doctor", "--db", "var:DATABASE_URL", "--postgrest", &url]).demand(0);
    run.says(&["settings known", "--dump-config"]);
}

fn rights_that_are_missing(shop: &Shop) {
    let (role, program) = shop.login("SELECT 1");
    let run = program.run(&["doctor"]).demand(0);
    shop.snapshot("doctor_no_rights", run);
    shop.sql(&format!(
        "GRANT USAGE ON SCHEMA api, admin, private TO {role}; GRANT CREATE ON DATABASE {} TO {role}",
        shop.database
    ));
    let run = program.run(&["doctor"]).demand(0);
    shop.snapshot("doctor_reader", run);
    shop.sql(&format!("GRANT shop_owner TO {role}"));
    let run = program.run(&["doctor", "--format", "json"]).demand(0).json();
    shop.sql(&format!("REVOKE shop_owner FROM {role}"));
    let owners = run["result"]["findings"].as_array().unwrap().iter().find(|one| one["subject"] == "owners").unwrap();
    assert_eq!(owners["state"], "good", "{owners}");
}

fn another_postgrest(shop: &Shop) {
    let other = Shop::empty(15);
    other.sql("CREATE SCHEMA elsewhere; CREATE VIEW elsewhere.a AS SELECT 1 AS a");
    let url = other.postgrest_with(Some("db-schemas = \"elsewhere\"\ndb-anon-role = \"web_anon\"\n"));
    let run = shop.pgai(&["doctor", "--postgrest", &url]).demand(1);
    run.says(&["serves schemas elsewhere; this database has none of them"]);
    let run = shop.pgai(&["init", "../again", "--postgrest", &url]).refused(1, "PGAI-4021");
    run.says(&["serves schemas elsewhere; this database has none of them"]);
    assert!(!shop.aside().join("again").exists());
    // Somebody else's server.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            use std::io::{Read, Write};
            let mut stream = stream.unwrap();
            // The first byte of a request is enough.
            stream.read_exact(&mut [0]).unwrap();
            let answer = "HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi";
            stream.write_all(answer.as_bytes()).unwrap();
        }
    });
    shop.pgai(&["doctor", "--postgrest", &address]).refused(1, "PGAI-5002");
    drop(other);
    shop.pgai(&["doctor", "--postgrest", &url]).refused(1, "PGAI-5001");
}

fn settings_in_the_database(shop: &Shop) {
    // For this database only: the role is every test's.
    shop.sql(&format!(
        "ALTER ROLE authenticator IN DATABASE {} SET pgrst.db_max_rows = '7'; ALTER DATABASE {} SET pgrst.db_aggregates_enabled = 'true'",
        shop.database, shop.database
    ));
    let url = shop.postgrest();
    let (_, body) = get(&url, "/orders?select=id");
    assert_eq!(serde_json::from_str::<Vec<serde_json::Value>>(&body).unwrap().len(), 7);
    let run = shop.pgai(&["doctor", "--postgrest", &url]).demand(0);
    run.says(&["stored in the database, above file and environment", "db_max_rows (for authenticator)"]);
    let again = shop.aside().join("again");
    shop.pgai(&["init", "../again", "--postgrest", &url, "--config", &Shop::config()]).demand(0);
    let manifest = std::fs::read_to_string(again.join("pgai/postgrest.yaml")).unwrap();
    shop.snapshot("doctor_settings_manifest", manifest);
}

fn extensions_in_an_exposed_schema(shop: &Shop) {
    shop.sql("CREATE EXTENSION pgcrypto SCHEMA api");
    let run = shop.pgai(&["doctor"]).demand(0);
    run.says(&["functions of pgcrypto stand in the exposed schema api", "ALTER EXTENSION pgcrypto SET SCHEMA"]);
    let run = shop.pgai(&["init", "../again", "--schemas", "api,admin"]).demand(0);
    run.says(&["25 functions"]);
    shop.pgai(&["pull", "--check"]).demand(0);
    shop.pgai(&["diff", "--exit-code"]).demand(0);
}

fn many_tables(shop: &Shop) {
    shop.sql(
        "CREATE SCHEMA big;
         DO $$ BEGIN FOR n IN 1 .. 1500 LOOP
           EXECUTE format('CREATE TABLE big.t%s (id integer PRIMARY KEY, a text)', n); END LOOP; END $$",
    );
    let run = shop.pgai(&["init", "../again", "--schemas", "api,admin"]).demand(0);
    run.says(&["1559 relations read, 30 views", "80 lock files"]);
    shop.pgai(&["pull"]).demand(0).says(&["nothing changed"]);
}
