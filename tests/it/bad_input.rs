//! What people get wrong: each has its own code, place and advice, and changes nothing.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use crate::harness::{Shop, on_15};

on_15!(
    manifests_that_cannot_be_read,
    queries_that_the_server_refuses,
    statements_hidden_in_a_query,
    servers_that_do_not_let_in,
    a_postgrest_that_does_not_fit,
    an_empty_database,
    names_that_need_care,
    rights_that_read_only,
    command_lines_that_make_no_sense,
);

const BRANDS: &str = "pgai/views/api/brands.yaml";

/// Writes the file, lets diff, apply and check speak, and puts it back.
fn said_of(shop: &Shop, path: &str, text: &str, code: &str) -> String {
    let before = shop.text(path);
    let state = shop.state();
    shop.write(path, text);
    let diff = shop.pgai(&["diff"]);
    let found = shop.pgai(&["apply", "--yes", "--allow", "all"]).refused(1, code);
    assert!(diff.code == Some(1) && diff.stderr.contains(code), "{diff}");
    assert_eq!(shop.state(), state, "{found}");
    shop.write(path, &before);
    found.stderr
}

fn manifests_that_cannot_be_read(shop: &Shop) {
    let text = shop.text(BRANDS);
    let orders = shop.text("pgai/endpoints/orders.yaml");
    let project = shop.text("pgai.yaml");
    let mut said = String::new();
    for (path, text, code) in [
        (BRANDS, text.replace("columns:", "colums:"), "PGAI-2004"),
        (BRANDS, text.replace("columns:", "columns: ["), "PGAI-2001"),
        (BRANDS, text.replace("kind: View", "kind: Veiw"), "PGAI-2009"),
        (BRANDS, text.replace("{type: integer}", "{type: [integer]}"), "PGAI-2006"),
        (BRANDS, text.replace("name: api.brands\n", "name: api.brands\nname: api.brands\n"), "PGAI-2005"),
        (BRANDS, String::new(), "PGAI-2003"),
        ("pgai/endpoints/orders.yaml", orders.replace("web_anon: [select]", "web_anon: [selct]"), "PGAI-2017"),
        ("pgai/endpoints/orders.yaml", orders.replace("web_anon: [select]", "web_anon: [execute]"), "PGAI-2018"),
        ("pgai.yaml", project.replace("schemas:", "schema:"), "PGAI-2004"),
    ] {
        said += &said_of(shop, path, &text, code);
    }
    shop.snapshot("bad_manifests", said);
}

fn with_query(query: &str) -> String {
    let lines: String = query.lines().map(|line| format!("  {line}\n")).collect();
    format!(
        "kind: View\nname: api.brands\ncolumns:\n  id: {{type: integer}}\n  name: {{type: text}}\n  website: {{type: text}}\n\
         query: |\n{lines}"
    )
}

fn queries_that_the_server_refuses(shop: &Shop) {
    let mut said = String::new();
    for (query, code) in [
        ("SELECT id, name, website\nFRM catalog.brands", "PGAI-4006"),
        ("SELECT id, nam AS name, website\nFROM catalog.brands", "PGAI-4006"),
        ("SELECT id, name, website\nFROM brands", "PGAI-4006"),
        ("SELECT id, name || 1/'a' AS name, website\nFROM catalog.brands", "PGAI-4006"),
        ("SELECT id, name FROM catalog.brands", "PGAI-4008"),
        ("SELECT id, 'unfinished AS name, website\nFROM catalog.brands", "PGAI-3002"),
        ("SELECT id, (name AS name, website\nFROM catalog.brands", "PGAI-3003"),
        ("DELETE FROM catalog.brands RETURNING id, name, website", "PGAI-3005"),
        ("WITH gone AS (DELETE FROM catalog.brands RETURNING *) SELECT id, name, website FROM gone", "PGAI-4006"),
        ("-- nothing", "PGAI-3004"),
    ] {
        said += &said_of(shop, BRANDS, &with_query(query), code);
    }
    shop.snapshot("bad_queries", said);
}

fn statements_hidden_in_a_query(shop: &Shop) {
    shop.sql("CREATE TABLE public.victim (a integer)");
    let all = "SELECT id, name, website FROM catalog.brands";
    let path = shop.text(BRANDS);
    for query in [
        format!("{all}; DROP TABLE public.victim"),
        format!("{all}; /* ; */ DROP TABLE public.victim;"),
        format!("{all} -- comment\n; DROP TABLE public.victim"),
        format!("{all}); DROP TABLE public.victim; SELECT (1"),
        format!("{all}\n); DROP TABLE public.victim; --"),
        format!("{all} /* /* */ ); DROP TABLE public.victim; -- */"),
        format!("{all} WHERE name <> $$;$$; DROP TABLE public.victim"),
        format!("{all} WHERE name <> $a$ $b$ $a$; DROP TABLE public.victim; -- $b$"),
        format!("{all} WHERE name <> E'\\'; DROP TABLE public.victim; --'); DROP TABLE public.victim"),
        format!("{all} WHERE name <> '\\'; DROP TABLE public.victim; --'"),
        format!("{all} WHERE name <> U&'\\'; DROP TABLE public.victim; --'"),
        format!("{all} WHERE \"name\"\"; DROP TABLE public.victim; --\" = 1"),
        "COMMIT; DROP TABLE public.victim".to_owned(),
        "SELECT 1 INTO public.mine".to_owned(),
        "TABLE catalog.brands; ROLLBACK; DROP TABLE public.victim; COMMIT".to_owned(),
        "EXECUTE 'DROP TABLE public.victim'".to_owned(),
        "DO $$ BEGIN DROP TABLE public.victim; END $$".to_owned(),
        "COPY (SELECT 1) TO PROGRAM 'touch /tmp/mine'".to_owned(),
    ] {
        shop.write(BRANDS, &with_query(&query));
        for command in [&["pull", "--check"] as &[&str], &["apply", "--yes", "--allow", "all"]] {
            shop.pgai(command);
        }
        assert_eq!(
            shop.value("SELECT to_regclass('public.victim'), to_regclass('public.mine')"),
            "victim|NULL",
            "{query}"
        );
    }
    shop.write(BRANDS, &path);
    // A default and a trigger are SQL too.
    shop.edit("pgai/views/api/orders.yaml", "'new'::sales.order_status", "'new'; DROP TABLE public.victim");
    shop.pgai(&["apply", "--yes"]).demand(1);
    shop.edit("pgai/views/api/orders.yaml", "'new'; DROP TABLE public.victim", "'new'::sales.order_status");
    shop.edit("pgai/views/api/orders.yaml", "comment: Orders\n", "comment: \"'; DROP TABLE public.victim; --\"\n");
    shop.edit(
        "pgai/views/api/reviews.yaml",
        "name: api.reviews\n",
        "name: api.reviews\noptions: {check_option: \"local'); DROP TABLE public.victim; --\"}\n",
    );
    shop.pgai(&["apply", "--yes"]).demand(1);
    shop.edit(
        "pgai/views/api/reviews.yaml",
        "options: {check_option: \"local'); DROP TABLE public.victim; --\"}\n",
        "",
    );
    shop.pgai(&["apply", "--yes"]).demand(0);
    assert_eq!(shop.value("SELECT obj_description('api.orders'::regclass)"), "'; DROP TABLE public.victim; --");
    assert_eq!(shop.value("SELECT to_regclass('public.victim')"), "victim");
}

fn servers_that_do_not_let_in(shop: &Shop) {
    let server = shop.server();
    let (role, program) = shop.login("GRANT USAGE ON SCHEMA api, admin, private TO ROLE");
    let files = shop.files();
    let target = |user: &str, port: u16, database: &str| format!("postgres://{user}@{}:{port}/{database}", server.host);
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mut said = String::new();
    for (url, password, code) in [
        (target(&role, server.port, &shop.database), "wrong", "PGAI-1030"),
        (target("nobody_at_all", server.port, &shop.database), "wrong", "PGAI-1030"),
        (target(&role, server.port, "nowhere"), "tiger-in-the-tank", "PGAI-1034"),
        (target(&role, free, &shop.database), "tiger-in-the-tank", "PGAI-1021"),
        ("postgres://db.invalid/app".to_owned(), "tiger-in-the-tank", "PGAI-1020"),
        ("mysql://localhost/app".to_owned(), "tiger-in-the-tank", "PGAI-1001"),
    ] {
        let mut program = program.clone();
        program.set("DATABASE_URL", &url).set("PGPASSWORD", password);
        for command in [
            &["diff"] as &[&str],
            &["pull"],
            &["apply", "--yes"],
            &["doctor"],
            &["init", "../again", "--schemas", "api"],
        ] {
            let run = program.run(command).refused(1, code);
            if command[0] == "diff" {
                said += &run.stderr.replace(&free.to_string(), "FREE");
            }
        }
    }
    let mut without = program.clone();
    said += &without.unset("PGPASSWORD").run(&["diff"]).refused(1, "PGAI-1031").stderr;
    said += &without.unset("DATABASE_URL").run(&["diff"]).refused(1, "PGAI-1008").stderr;
    shop.snapshot("bad_servers", said);
    assert_eq!(shop.files(), files);
    assert!(!shop.aside().join("again").exists());
}

fn a_postgrest_that_does_not_fit(shop: &Shop) {
    let files = shop.files();
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let down = format!("http://127.0.0.1:{free}");
    shop.pgai(&["diff", "--postgrest", &down]).refused(1, "PGAI-5001");
    shop.pgai(&["init", "../again", "--postgrest", &down]).demand(1).says(&["PGAI-5001", "PGAI-0095"]);
    // The configuration tells what PostgREST cannot.
    shop.pgai(&["init", "../again", "--postgrest", &down, "--config", &Shop::config()]).refused(0, "PGAI-5001");
    shop.pgai(&["diff", "--postgrest", "ftp://127.0.0.1"]).refused(1, "PGAI-5017");
    for command in ["diff", "doctor", "plan"] {
        let secret = "http://me:tiger-in-the-tank@127.0.0.1:1";
        let run = shop.pgai(&[command, "--postgrest", secret]).refused(1, "PGAI-5017");
        assert!(!run.stdout.contains("tiger") && !run.stderr.contains("tiger"), "{run}");
    }
    shop.pgai(&["init", "../bad", "--config", "nowhere.conf"]).refused(1, "PGAI-0002");
    shop.write("bad.conf", "db-schemas = \"api\n");
    shop.pgai(&["init", "../bad", "--config", "bad.conf"]).refused(1, "PGAI-5013");
    shop.remove("bad.conf");
    assert_eq!(shop.files(), files);
}

fn an_empty_database(shop: &Shop) {
    let empty = Shop::empty(15);
    let run = empty.pgai(&["init", "--schemas", "api"]).refused(1, "PGAI-4021");
    empty.snapshot("bad_empty", run);
    assert_eq!(empty.files().len(), 0);
    let run = empty.pgai(&["init", "--schemas", "public"]).demand(0);
    empty.snapshot("bad_empty_public", run);
    empty.pgai(&["diff", "--exit-code"]).demand(0);
    empty.pgai(&["pull", "--check"]).demand(0);
    empty.pgai(&["check"]).demand(0);
    empty.pgai(&["openapi"]).demand(0);
    empty.pgai(&["contract"]).demand(0);
    // The shop's manifests against it.
    let url = empty.server().superuser_url(&empty.database);
    let run = shop.pgai(&["diff", "--db", &url]).refused(1, "PGAI-4021");
    run.says(&["schema api does not exist", "schema private does not exist"]);
    shop.pgai(&["apply", "--db", &url, "--yes"]).refused(1, "PGAI-4021");
    assert_eq!(empty.value("SELECT count(*) FROM pg_namespace WHERE nspname = 'api'"), "0");
}

fn names_that_need_care(shop: &Shop) {
    shop.sql(
        r#"SET ROLE shop_owner;
           CREATE VIEW api."Größe; DROP" AS SELECT 1 AS "a""b", 2 AS "sel.ect", 3 AS "ü {x}: #", 4 AS "$1";
           CREATE VIEW api.".." AS SELECT 1 AS a;
           CREATE VIEW api."CON" AS SELECT 1 AS a;
           CREATE VIEW api."a/b\c" AS SELECT 1 AS a;
           CREATE VIEW api."true" AS SELECT 1 AS "null", 2 AS "1", 3 AS "no";
           CREATE VIEW api."Orders" AS SELECT 1 AS a;
           CREATE VIEW api." lead" AS SELECT 1 AS "x ";
           CREATE VIEW api."line
break" AS SELECT 1 AS "b
c";
           CREATE VIEW api."with ''quote''" AS SELECT $$it's$$::text AS a;
           CREATE FUNCTION api."say; --"("from" text) RETURNS text LANGUAGE sql AS $f$ SELECT $$;'"$$ || "from" $f$;
           COMMENT ON VIEW api."true" IS E'yes: "no" # {}\n\n  indented\ttab\\ \u00e9 \U0001F600 ';
           GRANT SELECT ("null") ON api."true" TO web_anon;"#,
    );
    let run = shop.pgai(&["pull"]).demand(0);
    shop.snapshot("odd_names", run);
    shop.pgai(&["diff", "--exit-code"]).demand(0);
    shop.pgai(&["pull", "--check"]).demand(0);
    shop.pgai(&["check"]).demand(0);
    shop.pgai(&["openapi"]).demand(0);
    let files = shop.files();
    let lower: std::collections::BTreeSet<String> = files.keys().map(|path| path.to_lowercase()).collect();
    assert_eq!(lower.len(), files.len(), "no two paths are one where case does not count");
    // All of it can be made again from the files.
    let before = shop.state();
    shop.sql(
        r#"DROP VIEW api."Größe; DROP", api."..", api."CON", api."a/b\c", api."true", api."Orders", api." lead", api."line
break", api."with ''quote''""#,
    );
    shop.pgai(&["apply", "--yes", "--allow", "revoke"]).demand(0);
    shop.pgai(&["diff", "--exit-code"]).demand(0);
    assert_eq!(shop.state(), before);
}

fn rights_that_read_only(shop: &Shop) {
    let (role, program) = shop.login("GRANT USAGE ON SCHEMA api, admin, private TO ROLE");
    shop.pgai(&["pull"]).demand(0);
    let spelled = with_query("select * from catalog.brands");
    shop.write(BRANDS, &spelled);
    // A text that it may not compile is not called equal, and not different.
    let run = program.run(&["diff", "--exit-code"]).refused(5, "PGAI-4007");
    shop.snapshot("bad_not_proven", run);
    program.run(&["apply", "--yes"]).refused(5, "PGAI-4007");
    program.run(&["pull"]).demand(0);
    assert_eq!(shop.text(BRANDS), spelled);
    // CREATE lets it compile, as long as it may use the schemas below.
    shop.sql(&format!("GRANT CREATE ON DATABASE {} TO {role}", shop.database));
    let run = program.run(&["diff", "--exit-code"]).demand(1);
    shop.snapshot("bad_no_usage_below", run);
    shop.sql(&format!("GRANT USAGE ON SCHEMA catalog TO {role}"));
    program.run(&["diff", "--exit-code"]).demand(0);
    shop.sql(&format!("ALTER ROLE {role} IN DATABASE {} SET default_transaction_read_only = on", shop.database));
    program.run(&["diff", "--exit-code"]).demand(0);
    program.run(&["pull"]).demand(0);
    program.run(&["pull", "--check"]).demand(0);
    assert_eq!(shop.text(BRANDS), spelled);
}

fn command_lines_that_make_no_sense(shop: &Shop) {
    shop.pgai(&["dif"]).demand(2).says(&["diff"]);
    shop.pgai(&["diff", "--exitcode"]).demand(2).says(&["--exit-code"]);
    shop.pgai(&["apply", "--allow", "everything"]).demand(2).says(&["drop", "revoke", "all"]);
    shop.pgai(&["diff", "--env", "prd"]).refused(1, "PGAI-0092");
    shop.pgai(&["-C", "..", "diff"]).refused(1, "PGAI-0001");
    shop.pgai(&["-C", "../nowhere", "diff"]).demand(1);
    let run = shop.pgai(&["diff", "--db", "postgres://me:tiger-in-the-tank@localhost/app", "--no-input"]);
    assert!(run.code == Some(1) && !run.stderr.contains("tiger"), "{run}");
    shop.pgai(&["diff", "--timeout", "0"]).demand(1);
}
