//! What apply refuses by name, and what it takes back.

use super::{add_version, demand_agreement};
use crate::harness::{Shop, on_15};

on_15!(
    what_this_version_cannot_change_is_named,
    a_role_that_does_not_exist_is_named,
    owners_are_named_before_anything_runs,
    a_result_that_is_another_is_rolled_back,
    a_function_that_would_break_stops_it,
    a_step_that_fails_takes_everything_back,
    protection_follows_the_database,
);

fn what_this_version_cannot_change_is_named(shop: &Shop) {
    let before = shop.state();
    let files = shop.files();
    let mut said = String::new();
    let mut case = |path: &str, from: &str, to: &str| {
        shop.edit(path, from, to);
        let run = shop.pgai(&["apply", "--yes", "--allow", "all"]).refused(1, "PGAI-4002");
        said += &run.to_string();
        shop.write(path, &files[path]);
    };
    // Two views and functions stand on the column.
    shop.edit("pgai/views/api/orders.yaml", "  note:        {type: text}\n", "");
    case("pgai/views/api/orders.yaml", "    orders.note,\n", "");
    case("pgai/views/api/brands.yaml", "name: api.brands\n", "name: api.brands\nowner: admin_role\n");
    case("pgai/views/api/order_full.yaml", "instead of insert or delete or update", "instead of insert or delete");
    case("pgai/views/api/top_customers.yaml", "statistics: 500", "statistics: 400");
    case("pgai/endpoints/orders.yaml", ", update(note) granted by app_user", "");
    shop.snapshot("apply_beyond", said);
    assert_eq!(shop.state(), before);
}

fn a_role_that_does_not_exist_is_named(shop: &Shop) {
    shop.edit("pgai/endpoints/brands.yaml", "web_anon: [select]", "web_anno: [select]");
    let run = shop.pgai(&["apply", "--yes", "--allow", "all"]).refused(1, "PGAI-4005");
    shop.snapshot("apply_no_role", run);
    // The environment has another name for it.
    let project = shop.text("pgai.yaml");
    shop.write("pgai.yaml", &format!("{project}roles: {{web_anno: {{dev: web_anon}}}}\n"));
    shop.pgai(&["diff", "--exit-code"]).demand(0);
}

fn owners_are_named_before_anything_runs(shop: &Shop) {
    let (role, program) = shop.login(&format!(
        "GRANT CREATE ON DATABASE {} TO ROLE; GRANT USAGE ON SCHEMA api, admin, private, sales, catalog TO ROLE",
        shop.database
    ));
    shop.pgai(&["pull"]).demand(0);
    add_version(shop);
    shop.edit("pgai/endpoints/brands.yaml", "web_anon: [select]", "web_anon: [select, insert]");
    let before = shop.state();
    let run = program.run(&["apply", "--yes"]).refused(1, "PGAI-4004");
    shop.snapshot("apply_not_owner", run);
    assert_eq!(shop.state(), before);
    shop.sql(&format!("GRANT shop_owner TO {role}"));
    program.run(&["apply", "--yes"]).demand(0);
    shop.sql(&format!("REVOKE shop_owner FROM {role}"));
    assert_eq!(
        shop.value("SELECT relowner::regrole FROM pg_class WHERE oid = 'api.orders_v2'::regclass"),
        "shop_owner"
    );
    shop.pgai(&["diff"]).demand(0).keeps_quiet(&["orders_v2"]);
}

fn a_result_that_is_another_is_rolled_back(shop: &Shop) {
    shop.sql(
        "CREATE FUNCTION public.open_up() RETURNS event_trigger LANGUAGE plpgsql AS
           $$ BEGIN GRANT UPDATE ON api.orders_v2 TO web_anon; END $$;
         CREATE EVENT TRIGGER open_up ON ddl_command_end WHEN TAG IN ('COMMENT') EXECUTE FUNCTION public.open_up()",
    );
    add_version(shop);
    let before = shop.state();
    let run = shop.pgai(&["apply", "--yes"]).refused(1, "PGAI-4013");
    shop.snapshot("apply_read_back", run);
    assert_eq!(shop.state(), before);
    shop.sql("DROP EVENT TRIGGER open_up");
    shop.pgai(&["apply", "--yes"]).demand(0);
    demand_agreement(shop);
}

fn a_function_that_would_break_stops_it(shop: &Shop) {
    shop.remove("pgai/views/api/tax_rates_2026.yaml");
    shop.remove("pgai/endpoints/tax_rates_2026.yaml");
    shop.sql(
        "CREATE FUNCTION private.rate(country text) RETURNS numeric LANGUAGE sql AS
           $$ SELECT percent FROM api.tax_rates_2026 t WHERE t.country = $1 $$",
    );
    shop.pgai(&["pull", "private.rate"]).demand(0);
    shop.remove("pgai/views/api/tax_rates_2026.yaml");
    shop.remove("pgai/endpoints/tax_rates_2026.yaml");
    let run = shop.pgai(&["apply", "--yes", "--allow", "drop"]).refused(1, "PGAI-4020");
    shop.snapshot("apply_function", run);
    assert_eq!(shop.value("SELECT to_regclass('api.tax_rates_2026')"), "api.tax_rates_2026");
}

fn a_step_that_fails_takes_everything_back(shop: &Shop) {
    shop.sql(
        "CREATE FUNCTION public.refuse() RETURNS event_trigger LANGUAGE plpgsql AS
           $$ BEGIN RAISE EXCEPTION 'no grants on Fridays'; END $$;
         CREATE EVENT TRIGGER refuse ON ddl_command_start WHEN TAG IN ('GRANT') EXECUTE FUNCTION public.refuse()",
    );
    add_version(shop);
    let before = shop.state();
    let run = shop.pgai(&["apply", "--yes"]).refused(1, "PGAI-4012");
    shop.snapshot("apply_step", run);
    assert_eq!(shop.state(), before);
}

fn protection_follows_the_database(shop: &Shop) {
    let system = shop.value("SELECT system_identifier FROM pg_control_system()");
    let project = shop.text("pgai.yaml");
    let prod = format!(
        "  prod: {{database: \"${{DATABASE_URL}}\", protected: true, expect: {{system: \"{system}\", database: {}}}}}\n",
        shop.database
    );
    shop.write("pgai.yaml", &(project + &prod));
    add_version(shop);
    let before = shop.state();
    shop.pgai(&["apply", "--yes", "--env", "prod"]).refused(1, "PGAI-0093");
    shop.pgai(&["apply", "--yes"]).refused(1, "PGAI-0093");
    shop.pgai(&["apply", "--yes", "--db", "var:DATABASE_URL"]).refused(1, "PGAI-0093");
    assert_eq!(shop.state(), before);
    shop.pgai(&["diff", "--env", "prod", "--exit-code"]).demand(3);
}
