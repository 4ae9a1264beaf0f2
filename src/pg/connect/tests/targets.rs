//! What text becomes: URLs, key/value, pointers, manifests; what is refused, and that no refusal shows a secret.

use indexmap::IndexMap;
use proptest::prelude::*;

use super::super::{Environment, Parameters, Target};
use super::{password, resolve, resolve_in, shown, world};
use crate::manifest::document::Database;

#[test]
fn urls_are_read() {
    for (url, described) in [
        ("postgresql://", "me@localhost:5432/me"),
        ("postgres://", "me@localhost:5432/me"),
        ("POSTGRES://db", "me@db:5432/me"),
        ("postgresql://db", "me@db:5432/me"),
        ("postgresql://db/", "me@db:5432/me"),
        ("postgresql://db:5433/shop", "me@db:5433/shop"),
        ("postgresql://app@db/shop", "app@db:5432/shop"),
        ("postgresql://app:@db/shop", "app@db:5432/shop"),
        ("postgresql://app:pw@db/shop", "app@db:5432/shop"),
        ("postgresql://app:p@w@db/shop", "app@db:5432/shop"),
        ("postgresql://@db/shop", "me@db:5432/shop"),
        ("postgresql:///shop", "me@localhost:5432/shop"),
        ("postgresql://:5433/shop", "me@localhost:5433/shop"),
        ("postgresql:///shop?host=db&port=5433", "me@db:5433/shop"),
        ("postgresql://db?user=app", "app@db:5432/app"),
        ("postgresql://db/shop?", "me@db:5432/shop"),
        ("postgresql://db/shop?&user=app&", "app@db:5432/shop"),
        ("postgresql://a,b/shop", "me@a:5432,b:5432/shop"),
        ("postgresql://a:1,b:2/shop", "me@a:1,b:2/shop"),
        ("postgresql://a:1,b/shop", "me@a:1,b:5432/shop"),
        ("postgresql://a,b/shop?port=6000", "me@a:6000,b:6000/shop"),
        ("postgresql://[::1]/shop", "me@[::1]:5432/shop"),
        ("postgresql://[2001:db8::7]:6000,db/shop", "me@[2001:db8::7]:6000,db:5432/shop"),
        ("postgresql://127.0.0.1/shop", "me@127.0.0.1:5432/shop"),
        ("postgresql://%2Fvar%2Frun/shop", "me@/var/run:5432/shop"),
        ("postgresql:///shop?host=/var/run", "me@/var/run:5432/shop"),
        ("postgresql://us%65r@db/sh%6Fp", "user@db:5432/shop"),
        ("postgresql://db/a%2Fb", "me@db:5432/a/b"),
        ("postgresql://db/a/b", "me@db:5432/a/b"),
        ("postgresql://db/%C3%A9t%C3%A9", "me@db:5432/été"),
        ("postgresql://db/été", "me@db:5432/été"),
        ("postgresql://a+b@db/c+d", "a+b@db:5432/c+d"),
        ("postgresql://app@db/one?dbname=two&dbname=three", "app@db:5432/three"),
    ] {
        let parameters = resolve(url).unwrap_or_else(|error| panic!("{url}: {}", shown(&error)));
        assert_eq!(parameters.describe(), described, "{url}");
    }
}

#[test]
fn passwords_of_urls_are_decoded() {
    for (url, expected) in [
        ("postgresql://u:pw@db", Some("pw")),
        ("postgresql://u:p%40%3A%2Fw@db", Some("p@:/w")),
        ("postgresql://u:p@w@db", Some("p@w")),
        ("postgresql://u:a:b@db", Some("a:b")),
        ("postgresql://u:@db", None),
        ("postgresql://u@db?password=q%26w", Some("q&w")),
        ("postgresql://u:one@db?password=two", Some("two")),
    ] {
        assert_eq!(password(&resolve(url).unwrap()), expected, "{url}");
    }
}

#[test]
fn malformed_urls_say_where() {
    for (url, place) in [
        ("postgresql://db:x/shop", 17),
        ("postgresql://db:54x2/shop", 17),
        ("postgresql://db%2/shop", 16),
        ("postgresql://db%zz/shop", 16),
        ("postgresql://db/sh%00p", 19),
        ("postgresql://db/sh%ff", 17),
        ("postgresql://[::1/shop", 14),
        ("postgresql://[::1]x/shop", 19),
        ("postgresql://[]/shop", 14),
        ("postgresql://db/shop?user", 22),
        ("postgresql://db/shop?user=a=b", 28),
        ("postgresql://db/shop#x", 21),
        ("postgresql://été:x/", 18),
    ] {
        let error = resolve(url).unwrap_err();
        assert_eq!(error.code().id, "PGAI-1002", "{url}");
        assert!(error.message().ends_with(&format!("at character {place}")), "{url}: {error}");
    }
}

#[test]
fn key_value_text_is_read() {
    for (text, described) in [
        ("host=db", "me@db:5432/me"),
        ("host = db  port= 5433", "me@db:5433/me"),
        ("host=db\n\tdbname=shop\n", "me@db:5432/shop"),
        ("host=db dbname='my db'", "me@db:5432/my db"),
        (r"host=db dbname=my\ db", "me@db:5432/my db"),
        (r"host=db dbname='it\'s'", "me@db:5432/it's"),
        (r"host=db dbname=it\'s", "me@db:5432/it's"),
        (r"host=db dbname='a\\b'", r"me@db:5432/a\b"),
        ("host=db dbname=''", "me@db:5432/me"),
        ("host=db dbname= user=app", "me@db:5432/user=app"),
        ("host=db user=a user=b", "b@db:5432/b"),
        ("host=a,b port=1,2", "me@a:1,b:2/me"),
        ("host=a,,c port=1", "me@a:1,localhost:1,c:1/me"),
        ("host=/tmp/s dbname=a=b", "me@/tmp/s:5432/a=b"),
        ("hostaddr=::1 dbname=x", "me@[::1]:5432/x"),
        ("host=db hostaddr=10.0.0.1", "me@db:5432/me"),
        ("host=db dbname=http://x", "me@db:5432/http://x"),
        ("host=db dbname=x\\", "me@db:5432/x"),
    ] {
        let parameters = resolve(text).unwrap_or_else(|error| panic!("{text}: {}", shown(&error)));
        assert_eq!(parameters.describe(), described, "{text}");
    }
}

#[test]
fn what_cannot_be_read_has_its_code() {
    for (text, code) in [
        ("", "PGAI-1001"),
        ("   ", "PGAI-1001"),
        ("prod", "PGAI-1001"),
        ("db.example.com", "PGAI-1001"),
        ("=x", "PGAI-1001"),
        ("mysql://db/shop", "PGAI-1001"),
        ("http://localhost:3000/?a=b", "PGAI-1001"),
        ("jdbc:postgresql://db/shop?user=a", "PGAI-1001"),
        ("var:", "PGAI-1001"),
        ("var:A-B", "PGAI-1001"),
        ("var:UNSET", "PGAI-1008"),
        ("@/none", "PGAI-1009"),
        ("-", "PGAI-1009"),
        ("host", "PGAI-1001"),
        ("host=db user", "PGAI-1013"),
        ("host=db dbname='x", "PGAI-1013"),
        ("host=db dbname=a\0b", "PGAI-1013"),
        ("hots=db", "PGAI-1003"),
        ("HOST=db", "PGAI-1003"),
        ("postgresql://db?hots=x", "PGAI-1003"),
        ("postgresql://db?pgbouncer=true", "PGAI-1003"),
        ("host=db sslcrl=x", "PGAI-1004"),
        ("host=db requirepeer=postgres", "PGAI-1004"),
        ("host=db require_auth=scram-sha-256", "PGAI-1004"),
        ("host=db gssencmode=require", "PGAI-1004"),
        ("host=db sslpassword=x", "PGAI-1004"),
        ("host=db client_encoding=LATIN1", "PGAI-1004"),
        ("host=db replication=database", "PGAI-1004"),
        ("host=db port=0", "PGAI-1005"),
        ("host=db port=65536", "PGAI-1005"),
        ("host=db port=-1", "PGAI-1005"),
        ("host=db port=1,2", "PGAI-1005"),
        ("host=a,b hostaddr=::1", "PGAI-1005"),
        ("host=db hostaddr=localhost", "PGAI-1005"),
        ("host=@abstract", "PGAI-1005"),
        ("host=db sslmode=yes", "PGAI-1005"),
        ("host=db sslmode=REQUIRE", "PGAI-1005"),
        ("host=db connect_timeout=ten", "PGAI-1005"),
        ("host=db keepalives=2", "PGAI-1005"),
        ("host=db target_session_attrs=leader", "PGAI-1005"),
        ("host=db sslrootcert=system sslmode=require", "PGAI-1005"),
        ("host=db sslnegotiation=direct", "PGAI-1005"),
        ("host=db ssl_max_protocol_version=TLSv1.1", "PGAI-1005"),
        ("host=db ssl_min_protocol_version=TLSv1.3 ssl_max_protocol_version=TLSv1.2", "PGAI-1005"),
        ("host=db sslmode=verify-full", "PGAI-1044"),
        ("host=db sslmode=require sslrootcert=/none", "PGAI-1044"),
        ("service=none", "PGAI-1010"),
    ] {
        let error = resolve(text).map(|found| found.describe()).unwrap_err();
        assert_eq!(error.code().id, code, "{text:?}: {}", shown(&error));
    }
}

#[test]
fn harmless_values_of_refused_parameters_pass() {
    for text in [
        "host=db gssencmode=prefer",
        "host=db gssencmode=disable sslcompression=1 krbsrvname=x",
        "host=db client_encoding=UTF8 replication=off sslcertmode=disable",
        "postgresql://db?ssl=true&sslcrl=&requirepeer=",
    ] {
        assert!(resolve(text).is_ok(), "{text}");
    }
}

#[test]
fn unknown_parameters_name_the_nearest() {
    for (text, advice) in [
        ("hots=db", "did you mean `host`?"),
        ("host=db sslmod=require", "did you mean `sslmode`?"),
        ("postgresql://db?applicationname=x", "did you mean `application_name`?"),
        ("postgresql://db?schema=public", "leave `schema` out"),
    ] {
        assert_eq!(resolve(text).unwrap_err().advices(), [advice], "{text}");
    }
}

#[test]
fn no_refusal_shows_a_piece_of_a_password() {
    for text in [
        "postgresql://u:hun/ter2@db/shop",
        "postgresql://u:hun?ter2@db/shop",
        "postgresql://u:hun?ter2=x@db/shop",
        "postgresql://u:hun#ter2@db/shop",
        "postgresql://u:hun%ter2@db/shop",
        "postgresql://u:hunter2@[db/shop",
        "password=hun ter2=x host=db",
        "password=hun ter2",
        "password='hunter2 host=db",
        "host=db port=hunter2",
        "host=db sslmode=hunter2 password=ter2",
        "hunter2",
        "var:hunter-2",
        "host=db password=hunter2 sslcrl=ter2",
    ] {
        let error = resolve(text).unwrap_err();
        assert!(!shown(&error).contains("hun") && !shown(&error).contains("ter2"), "{text}: {}", shown(&error));
    }
}

#[test]
fn debug_shows_no_password() {
    for text in ["postgresql://u:hunter2@db/shop", "host=db user=u password=hunter2"] {
        let target = Target::from_flag(text, false, &world()).unwrap();
        let parameters = Parameters::resolve(&target, &world()).unwrap();
        assert_eq!(password(&parameters), Some("hunter2"));
        assert!(!format!("{target:?} {parameters:?} {}", parameters.describe()).contains("hunter2"));
    }
}

#[test]
fn a_password_in_the_flag_warns_or_is_refused() {
    for text in ["postgresql://u:pw@db", "host=db password=pw", "postgresql://db?password=pw"] {
        let target = Target::from_flag(text, false, &world()).unwrap();
        assert_eq!(target.warnings()[0].code().id, "PGAI-1006");
        assert!(!target.warnings()[0].is_error());
        let refused = Target::from_flag(text, true, &world()).unwrap_err();
        assert_eq!(refused.code().id, "PGAI-1006");
        assert!(refused.is_error() && refused.advices().join(" ").contains("var:NAME"));
    }
    assert!(Target::from_flag("postgresql://u@db", true, &world()).unwrap().warnings().is_empty());
}

fn pointers() -> Environment {
    world()
        .with_variables([
            ("URL", "postgresql://app:pw@db/shop"),
            ("KV", " host=db dbname=shop user=app "),
            ("FILE", "@/secret"),
            ("LOOP", "var:LOOP"),
            ("DASH", "-"),
            ("PART", "p@ss w/rd"),
            ("USER_NAME", "app"),
        ])
        .with_files([
            ("/secret", 0o600, "postgresql://app:pw@db/shop\n"),
            ("/open", 0o644, "postgresql://app:pw@db/shop\n"),
            ("/bare", 0o644, "host=db user=app dbname=shop\n"),
            ("/empty", 0o600, "\n"),
        ])
        .with_stdin("postgresql://app:pw@db/shop\n")
}

#[test]
fn pointers_are_followed_without_warning() {
    for text in ["var:URL", "var:KV", "var:FILE", "@/secret", "@/bare", "-"] {
        let target = Target::from_flag(text, true, &pointers()).unwrap();
        assert!(target.warnings().is_empty(), "{text}");
        assert_eq!(Parameters::resolve(&target, &pointers()).unwrap().describe(), "app@db:5432/shop", "{text}");
    }
    let open = Target::from_flag("@/open", true, &pointers()).unwrap();
    assert_eq!(open.warnings()[0].advices(), ["run `chmod 600 /open`"]);
    for (text, code) in
        [("var:LOOP", "PGAI-1001"), ("var:DASH", "PGAI-1001"), ("@/empty", "PGAI-1001"), ("@", "PGAI-1009")]
    {
        assert_eq!(Target::from_flag(text, true, &pointers()).unwrap_err().code().id, code, "{text}");
    }
    assert_eq!(Target::from_variable("URL", &pointers()).unwrap().origin().to_string(), "variable URL");
}

fn manifest(text: &str) -> crate::diagnostic::Result<Parameters> {
    let database = Database::Text(text.to_owned());
    let target = Target::from_manifest("dev", Some(&database), &pointers())?;
    Parameters::resolve(&target, &pointers())
}

#[test]
fn entries_of_the_manifest_are_filled() {
    for (text, described, secret) in [
        ("${URL}", "app@db:5432/shop", Some("pw")),
        ("${KV}", "app@db:5432/shop", None),
        ("${FILE}", "app@db:5432/shop", Some("pw")),
        ("var:URL", "app@db:5432/shop", Some("pw")),
        ("@/secret", "app@db:5432/shop", Some("pw")),
        ("postgresql://${USER_NAME}:${PART}@db/shop", "app@db:5432/shop", Some("p@ss w/rd")),
        ("host=db user=${USER_NAME} dbname=shop password=${PART}", "app@db:5432/shop", Some("p@ss w/rd")),
        ("host=db dbname=$${x} user=a$b", "a$b@db:5432/${x}", None),
        ("host=db dbname='$5'", "me@db:5432/$5", None),
    ] {
        let parameters = manifest(text).unwrap_or_else(|error| panic!("{text}: {}", shown(&error)));
        assert_eq!((parameters.describe().as_str(), password(&parameters)), (described, secret), "{text}");
    }
    for (text, code) in [
        ("${UNSET}", "PGAI-1008"),
        ("host=${UNSET}", "PGAI-1008"),
        ("host=${A-B}", "PGAI-1008"),
        ("host=${A", "PGAI-1008"),
        ("postgresql://app:pw@db/shop", "PGAI-1007"),
        ("host=db password=pw", "PGAI-1007"),
        ("host=db password=$${PART}", "PGAI-1007"),
        ("-", "PGAI-1001"),
        ("${URL} sslmode=require", "PGAI-1013"),
    ] {
        assert_eq!(manifest(text).unwrap_err().code().id, code, "{text}");
    }
}

#[test]
fn a_map_of_the_manifest_is_filled() {
    let map = |entries: &[(&str, &str)]| {
        let entries: IndexMap<String, String> =
            entries.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        Target::from_manifest("dev", Some(&Database::Parameters(entries)), &pointers())
    };
    let target = map(&[("host", "db"), ("user", "${USER_NAME}"), ("dbname", "it's shop")]).unwrap();
    assert_eq!(Parameters::resolve(&target, &pointers()).unwrap().describe(), "app@db:5432/it's shop");
    assert_eq!(map(&[("password", "pw")]).unwrap_err().code().id, "PGAI-1007");
    assert_eq!(map(&[("hots", "db")]).unwrap_err().code().id, "PGAI-1003");
}

fn percent(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}

proptest! {
    #[test]
    fn parts_of_urls_round_trip(user in "[^\0]{1,12}", secret in "[^\0]{1,12}", dbname in "[^\0]{1,12}", port in 1u16..) {
        let url = format!("postgresql://{}:{}@db:{port}/{}", percent(&user), percent(&secret), percent(&dbname));
        let parameters = resolve(&url).unwrap();
        prop_assert_eq!(&parameters.user, &user);
        prop_assert_eq!(&parameters.dbname, &dbname);
        prop_assert_eq!(parameters.hosts[0].port, port);
        prop_assert_eq!(password(&parameters), Some(secret.as_str()));
    }

    #[test]
    fn parts_of_key_value_text_round_trip(user in "[^\0]{1,12}", secret in "[^\0]{1,12}", dbname in "[^\0]{1,12}") {
        let text = format!("host=db user={} password = {} dbname={}", quoted(&user), quoted(&secret), quoted(&dbname));
        let parameters = resolve(&text).unwrap();
        prop_assert_eq!(&parameters.user, &user);
        prop_assert_eq!(&parameters.dbname, &dbname);
        prop_assert_eq!(password(&parameters), Some(secret.as_str()));
    }

    #[test]
    fn no_text_panics(text in "(postgres://)?[a-z@:/?#\\[\\]%=&,'\\\\ $\\{\\}é0-9-]{0,40}") {
        let _ = resolve(&text);
        let _ = manifest(&text);
    }

    #[test]
    fn values_of_variables_stay_values(value in "[^\0]{1,20}") {
        let environment = world().with_variables([("V", value.clone())]);
        let database = Database::Text("postgresql://db/${V}?user=app".to_owned());
        let target = Target::from_manifest("dev", Some(&database), &environment).unwrap();
        let parameters = Parameters::resolve(&target, &environment).unwrap();
        prop_assert_eq!(parameters.dbname, value);
        prop_assert_eq!(parameters.user, "app");
    }
}

#[test]
fn variables_named_in_the_flag_are_not_replaced() {
    assert_eq!(resolve_in("host=db dbname=${URL}", &pointers()).unwrap().dbname, "${URL}");
}
