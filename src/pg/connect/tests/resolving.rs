//! What fills the gaps: service, variables, password file, defaults.

use std::path::PathBuf;
use std::time::Duration;

use super::super::{Environment, HostName, Parameters, Roots, SessionAttributes, SslMode, Target};
use super::{password, resolve, resolve_in, world};
use crate::manifest::document::Database;

const SERVICES: &str = "[shop]\nhost=service.host\nuser=service_user\nport=7000\n[bad]\nsslcrl=x\n";

fn layered() -> Environment {
    world()
        .with_variables([
            ("PGHOST", "variable.host"),
            ("PGHOSTADDR", "10.9.9.9"),
            ("PGUSER", "variable_user"),
            ("PGDATABASE", "variable_db"),
            ("PGPASSWORD", "variable_password"),
            ("PGAPPNAME", "app"),
            ("PGSSLMODE", "disable"),
            ("PGCONNECT_TIMEOUT", "3"),
            ("PGTARGETSESSIONATTRS", "read-write"),
            ("PGCLIENTENCODING", "LATIN1"),
        ])
        .with_files([("/home/me/.pg_service.conf", 0o600, SERVICES)])
}

#[test]
fn text_comes_before_service_before_variables_before_defaults() {
    for (text, described) in [
        ("service=shop", "service_user@service.host:7000/variable_db"),
        ("service=shop user=text_user", "text_user@service.host:7000/variable_db"),
        ("service=shop host=text.host", "service_user@text.host:7000/variable_db"),
        ("host=text.host", "variable_user@text.host:5432/variable_db"),
        ("dbname=text_db", "variable_user@variable.host:5432/text_db"),
    ] {
        assert_eq!(resolve_in(text, &layered()).unwrap().describe(), described, "{text}");
    }
    let parameters = Parameters::resolve(&Target::from_libpq(), &layered()).unwrap();
    assert_eq!(parameters.describe(), "variable_user@variable.host:5432/variable_db");
    assert_eq!(parameters.hosts[0].address, Some("10.9.9.9".parse().unwrap()));
    assert_eq!(password(&parameters), Some("variable_password"));
    assert_eq!(parameters.application_name, "app");
    assert_eq!(parameters.security.mode, SslMode::Disable);
    assert_eq!(parameters.connect_timeout, Some(Duration::from_secs(3)));
    assert_eq!(parameters.session, SessionAttributes::ReadWrite);
}

#[test]
fn variables_never_redirect_a_named_host() {
    let database = Database::Text("host=entry.host dbname=shop".to_owned());
    let target = Target::from_manifest("prod", Some(&database), &layered()).unwrap();
    let parameters = Parameters::resolve(&target, &layered()).unwrap();
    assert_eq!(parameters.describe(), "variable_user@entry.host:5432/shop");
    assert_eq!(parameters.hosts[0].address, None, "PGHOSTADDR would lead elsewhere");
}

#[test]
fn an_entry_without_a_database_is_libpqs() {
    let target = Target::from_manifest("dev", None, &layered()).unwrap();
    assert_eq!(Parameters::resolve(&target, &layered()).unwrap().hosts[0].to_string(), "variable.host:5432");
}

#[test]
fn a_service_by_variable_fills_gaps() {
    let environment =
        world().with_variables([("PGSERVICE", "shop")]).with_files([("/home/me/.pg_service.conf", 0o600, SERVICES)]);
    assert_eq!(resolve_in("dbname=x", &environment).unwrap().describe(), "service_user@service.host:7000/x");
    assert_eq!(resolve_in("service=bad", &environment).unwrap_err().code().id, "PGAI-1004");
}

#[test]
fn refused_variables_are_refused_too() {
    for variable in ["PGSSLCRL", "PGREQUIREPEER", "PGREQUIREAUTH"] {
        let error = resolve_in("host=db", &world().with_variables([(variable, "x")])).unwrap_err();
        assert_eq!(error.code().id, "PGAI-1004");
        assert!(error.message().contains("libpq's variables"), "{error}");
    }
}

#[test]
fn defaults_are_those_of_the_manual() {
    let parameters = resolve("host=db").unwrap();
    assert_eq!(parameters.application_name, "pgai");
    assert_eq!(parameters.options, None);
    assert_eq!(parameters.connect_timeout, Some(Duration::from_secs(10)));
    assert_eq!(parameters.keepalive.idle, Duration::from_secs(30));
    assert_eq!(parameters.keepalive.interval, Duration::from_secs(10));
    assert_eq!(parameters.keepalive.retries, 3);
    assert_eq!(parameters.keepalive.user_timeout, Some(Duration::from_secs(60)));
    assert_eq!(parameters.session, SessionAttributes::Any);
    assert_eq!(parameters.security.mode, SslMode::Prefer);
    assert_eq!(parameters.security.roots, Roots::None);
    assert!(parameters.security.identity.is_none() && parameters.warnings().is_empty());
    assert_eq!(resolve("host=db connect_timeout=0").unwrap().connect_timeout, None);
    assert_eq!(resolve("host=db fallback_application_name=x").unwrap().application_name, "x");
}

#[test]
fn a_local_server_is_found_by_its_socket() {
    for (socket, text, host) in [
        ("/var/run/postgresql/.s.PGSQL.5432", "dbname=x", "/var/run/postgresql:5432"),
        ("/tmp/.s.PGSQL.5433", "port=5433", "/tmp:5433"),
        ("/tmp/.s.PGSQL.5433", "dbname=x", "localhost:5432"),
    ] {
        let environment = world().with_files([(socket, 0o777, "")]);
        assert_eq!(resolve_in(text, &environment).unwrap().hosts[0].to_string(), host);
    }
    assert_eq!(resolve("host=/s hostaddr=::1").unwrap().hosts[0].name, HostName::Tcp("::1".to_owned()));
}

#[test]
fn the_password_file_knows_each_host() {
    let lines = "a:1:shop:app:for_a\nb:*:shop:app:for_b\nlocalhost:*:shop:app:local\n/s:*:*:*:socket\n";
    let environment = world().with_files([("/home/me/.pgpass", 0o600, lines), ("/other", 0o600, "*:*:*:*:other")]);
    let passwords = |text: &str| -> Vec<String> {
        let parameters = resolve_in(text, &environment).unwrap();
        parameters
            .hosts
            .iter()
            .map(|host| host.password.as_ref().map(secrecy::ExposeSecret::expose_secret).unwrap_or_default().to_owned())
            .collect()
    };
    for (text, expected) in [
        ("postgresql://app@a:1,b:2,c/shop", &["for_a", "for_b", ""][..]),
        ("postgresql://app@a:2/shop", &[""]),
        ("postgresql://app:given@a:1/shop", &["given"]),
        ("postgresql://app@a:1/shop?passfile=/other", &["other"]),
        ("postgresql://app@a:1/shop?passfile=/none", &[""]),
        ("host=/var/run/postgresql user=app dbname=shop", &["local"]),
        ("host=/s user=app dbname=shop", &["socket"]),
        ("user=app dbname=shop", &["local"]),
    ] {
        assert_eq!(passwords(text), expected, "{text}");
    }
    let open = world().with_files([("/home/me/.pgpass", 0o644, lines)]);
    let parameters = resolve_in("postgresql://app@a:1/shop", &open).unwrap();
    assert_eq!(parameters.warnings()[0].code().id, "PGAI-1012");
    assert!(password(&parameters).is_none());
    assert!(resolve_in("postgresql://app:given@a:1/shop", &open).unwrap().passfile_warning().is_none());
}

#[test]
fn certificates_are_where_libpq_has_them() {
    let file = |name: &str| PathBuf::from("/home/me/.postgresql").join(name);
    let environment = world().with_files([
        (file("root.crt"), 0o644, ""),
        (file("postgresql.crt"), 0o644, ""),
        (file("postgresql.key"), 0o600, ""),
    ]);
    let security = resolve_in("host=db sslmode=verify-full", &environment).unwrap().security;
    assert_eq!(security.roots, Roots::File(file("root.crt")));
    assert_eq!(security.identity.unwrap().key, file("postgresql.key"));
    assert!(resolve_in("host=db sslcertmode=disable", &environment).unwrap().security.identity.is_none());
    let system = resolve("host=db sslrootcert=system").unwrap().security;
    assert_eq!((system.mode, system.roots), (SslMode::VerifyFull, Roots::System));
    let open = world().with_files([("/c", 0o644, ""), ("/k", 0o644, "")]);
    assert_eq!(resolve_in("host=db sslcert=/c sslkey=/k", &open).unwrap_err().code().id, "PGAI-1044");
}

#[test]
fn a_transaction_pooler_is_noted() {
    let noted = |text: &str| resolve(text).unwrap().warnings().iter().any(|note| note.code().id == "PGAI-1052");
    assert!(noted("postgresql://postgres.ref@aws-0-eu-central-1.pooler.supabase.com:6543/postgres"));
    assert!(!noted("postgresql://postgres.ref@aws-0-eu-central-1.pooler.supabase.com:5432/postgres"));
    assert!(!noted("postgresql://me@supabase.com.example:6543/postgres"));
}

#[test]
fn no_user_at_all_is_an_error() {
    let target = Target::from_flag("host=db", false, &Environment::empty()).unwrap();
    assert_eq!(Parameters::resolve(&target, &Environment::empty()).unwrap_err().code().id, "PGAI-1005");
}
