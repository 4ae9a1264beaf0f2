//! PostgREST's configuration: which layer wins, and what is said of layers that are wrong or unseen.

use std::collections::BTreeMap;

use pgai::manifest::document::Layer;
use pgai::postgrest::ServerVersion;
use pgai::postgrest::config::{
    ASSUMED, ConfigFile, DatabaseRow, Known, PreConfig, Resolved, Scope, Sources, Value, parse, resolve, resolve_probed,
};

fn file(text: &str) -> ConfigFile {
    parse("postgrest.conf", text, None).expect("the file parses")
}

fn environment(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn row(scope: Scope, name: &str, value: &str) -> DatabaseRow {
    DatabaseRow { scope, name: format!("pgrst.{name}"), value: value.to_owned() }
}

fn text(value: &str) -> Value {
    Value::Text(value.to_owned())
}

fn said(resolved: &Resolved) -> Vec<String> {
    resolved.diagnostics.iter().map(ToString::to_string).collect()
}

/// The order seen on 12.0.2, one layer taken away after the other.
#[test]
fn layers_override_each_other_in_order() {
    let conf = file("db-max-rows = 1\n");
    let env = environment(&[("PGRST_DB_MAX_ROWS", "2")]);
    let preconfig = || PreConfig::Rows(vec![("pgrst.db_max_rows".into(), "3".into())]);
    let role = row(Scope::Role, "db_max_rows", "4");
    let in_database = row(Scope::RoleInDatabase, "db_max_rows", "5");
    let none = environment(&[]);
    let empty = file("");
    type Case<'a> = (&'a [DatabaseRow], PreConfig, &'a BTreeMap<String, String>, &'a ConfigFile, Value, Layer);
    let cases: [Case<'_>; 6] = [
        (&[role.clone(), in_database], preconfig(), &env, &conf, text("5"), Layer::Database),
        (&[role], preconfig(), &env, &conf, text("4"), Layer::Database),
        (&[], preconfig(), &env, &conf, text("3"), Layer::Preconfig),
        (&[], PreConfig::Absent, &env, &conf, text("2"), Layer::Env),
        (&[], PreConfig::Absent, &none, &conf, text("1"), Layer::File),
        (&[], PreConfig::Absent, &none, &empty, Value::Unset, Layer::Default),
    ];
    for (database, preconfig, environment, file, value, layer) in cases {
        let sources = Sources { file: Some(file), environment: Some(environment), database: Some(database), preconfig };
        let resolved = resolve(&sources, ASSUMED);
        let setting = resolved.settings.get("db_max_rows").expect("the key");
        assert_eq!((&setting.value, setting.layer, setting.known), (&value, Some(layer), Known::Read));
    }
}

#[test]
fn an_unseen_layer_that_could_override_makes_the_value_unknown() {
    let conf = file("db-max-rows = 1\ndb-pool = 3\n");
    let env = environment(&[]);
    let resolved = resolve(&Sources { file: Some(&conf), environment: Some(&env), ..Sources::default() }, ASSUMED);
    let known = |name: &str| resolved.settings.get(name).expect("the key").known;
    assert_eq!(known("db_max_rows"), Known::Unknown, "the database may hold it");
    assert_eq!(known("db_pool"), Known::Read, "the database never holds it");
    let nothing = resolve(&Sources::default(), ASSUMED);
    assert_eq!(nothing.settings.count_known().0, 0);
    let off = file("db-config = false\ndb-max-rows = 1\n");
    let resolved = resolve(&Sources { file: Some(&off), environment: Some(&env), ..Sources::default() }, ASSUMED);
    assert_eq!(resolved.settings.known_text("db_max_rows"), Some("1"), "db-config = false switches the database off");
}

#[test]
fn aliases_count_only_where_the_key_is_set_nowhere() {
    let conf = file("max-rows = 7\nrole-claim-key = \".a\"\njwt-role-claim-key = \".b\"\n");
    let env = environment(&[]);
    let sources =
        Sources { file: Some(&conf), environment: Some(&env), database: Some(&[]), preconfig: PreConfig::Absent };
    let resolved = resolve(&sources, ASSUMED);
    assert_eq!(resolved.settings.known_text("db_max_rows"), Some("7"));
    assert_eq!(resolved.settings.known_text("jwt_role_claim_key"), Some(".b"));
    let empty = [row(Scope::Role, "db_max_rows", "")];
    let resolved = resolve(&Sources { database: Some(&empty), ..sources }, ASSUMED);
    assert_eq!(resolved.settings.known_text("db_max_rows"), Some("7"), "an empty value is none");
}

#[test]
fn a_dump_tells_everything_and_no_secret_stays() {
    let dump = file(include_str!("../fixtures/postgrest/12.0.2/dump-config.conf"));
    let resolved = resolve(&Sources { file: Some(&dump), ..Sources::default() }, ASSUMED);
    let (known, all) = resolved.settings.count_known();
    assert_eq!(known, all);
    assert!(said(&resolved).is_empty(), "{:?}", said(&resolved));
    assert_eq!(resolved.settings.known_text("db_schemas"), Some("api,Mixed Case"));
    assert_eq!(resolved.settings.get("db_pool").and_then(|setting| setting.layer), Some(Layer::Default));
    let login = resolved.settings.login.clone().expect("a login");
    assert_eq!((login.user.as_deref(), login.dbname.as_deref()), (Some("authenticator"), Some("app")));
    let everything = format!("{resolved:?} {} {dump:?}", serde_json::to_string(&resolved.settings).expect("JSON"));
    assert!(!everything.contains("verysafe") && !everything.contains("pa$ss"));
    assert!(everything.contains("\"hs\""));
    assert_eq!(resolved.settings.app_settings, ["app.settings.foo"]);
}

#[test]
fn wrong_layers_are_named_with_their_place() {
    let conf = file("db-max-row = 1\ndb-plan-enabled = \"yes\"\ndb-tx-end = \"x\"\njwt-cache-max-entries = 1\n");
    let env = environment(&[("PGRST_DB_SCHEMA", "api"), ("PGRST_OPENAPI_MODUS", "x"), ("PATH", "/bin")]);
    let database = [
        row(Scope::Database, "db_max_rows", "9"),
        row(Scope::Role, "db_pool", "9"),
        row(Scope::Role, "db_tx_end", "commit"),
    ];
    let sources =
        Sources { file: Some(&conf), environment: Some(&env), database: Some(&database), preconfig: PreConfig::Absent };
    let resolved = resolve(&sources, ASSUMED);
    let mut lines: Vec<_> = resolved
        .diagnostics
        .iter()
        .map(|d| format!("{} {d}", d.place().map_or("-".into(), |place| place.line.to_string())))
        .collect();
    lines.sort();
    insta::assert_snapshot!(lines.join("\n"), @r#"
    - PGAI-5007: PostgREST has no setting `PGRST_OPENAPI_MODUS`
    - PGAI-5014: ALTER DATABASE .. SET pgrst.db_max_rows has no effect: PostgREST reads the settings of its login role
    - PGAI-5014: pgrst.db_pool has no effect: PostgREST 12.0.2 does not read it from the database
    1 PGAI-5007: PostgREST has no setting `db-max-row`
    2 PGAI-5006: db-plan-enabled must be true or false, not "yes"
    3 PGAI-5006: db-tx-end must be one of commit, commit-allow-override, rollback, rollback-allow-override; not "x"
    3 PGAI-5009: db_tx_end in the database overrides the value in the file
    4 PGAI-5007: PostgREST 12.0.2 does not know `jwt-cache-max-entries`: it came with 14.0
    "#);
    // An unreadable boolean is PostgREST's default, not an error of its own.
    assert_eq!(resolved.settings.known_text("db_plan_enabled"), Some("false"));
    assert_eq!(resolved.settings.known_text("db_schemas"), Some("api"));
}

#[test]
fn a_broken_preconfig_function_drops_the_whole_database_layer() {
    let env = environment(&[("PGRST_DB_PRE_CONFIG", "auth.gone")]);
    let conf = file("");
    let database = [row(Scope::Role, "db_max_rows", "9")];
    let preconfig = PreConfig::Broken("auth.gone".into());
    let sources = Sources { file: Some(&conf), environment: Some(&env), database: Some(&database), preconfig };
    let resolved = resolve(&sources, ASSUMED);
    assert_eq!(resolved.settings.get("db_max_rows").map(|setting| &setting.value), Some(&Value::Unset));
    assert_eq!(said(&resolved), ["PGAI-5006: the pre-config function auth.gone does not work"]);
}

#[test]
fn probes_fill_what_is_unknown_and_touch_nothing_else() {
    let conf = file("db-pool = 3\ndb-schemas = \"api\"\n");
    let env = environment(&[]);
    let sources = Sources { file: Some(&conf), environment: Some(&env), ..Sources::default() };
    let mut settings = resolve(&sources, ServerVersion::new(12, 0, 2)).settings;
    let probed = BTreeMap::from([("db_schemas", text("api,admin")), ("db_pool", text("9"))]);
    resolve_probed(&mut settings, &probed);
    assert_eq!(settings.known_text("db_schemas"), Some("api,admin"));
    assert_eq!(settings.get("db_schemas").map(|setting| (setting.known, setting.layer)), Some((Known::Probed, None)));
    assert_eq!(settings.known_text("db_pool"), Some("3"));
}
