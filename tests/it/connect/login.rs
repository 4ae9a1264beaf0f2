//! Ways to log in, and where the password comes from.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::cluster::Cluster;
use super::{ask, failure, open, open_in, shown, world};

/// The password of `scram_user`.
const SECRET: &str = r"it's: a \ secret";

fn write(path: &Path, mode: u32, text: &str) -> String {
    fs::write(path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    path.to_str().unwrap().to_owned()
}

#[tokio::test]
async fn trust_over_tcp_and_socket() {
    let cluster = Cluster::shared();
    let (port, socket) = (cluster.port, cluster.socket());
    for target in [
        format!("postgresql://trust_user@127.0.0.1:{port}/postgres"),
        format!("postgresql://trust_user@localhost:{port}/postgres"),
        format!("host=localhost hostaddr=127.0.0.1 port={port} dbname=postgres"),
        format!("hostaddr=127.0.0.1 port={port} dbname=postgres user=trust_user"),
        format!("postgresql:///postgres?host={socket}&port={port}&user=trust_user"),
        format!("host={socket} port={port} dbname=postgres sslmode=require"),
    ] {
        let connection = open(&target).await.unwrap_or_else(|error| panic!("{target}: {}", shown(&error)));
        assert_eq!(ask(&connection, "SELECT current_user::text").await, "trust_user", "{target}");
        assert_eq!(connection.tls, !target.contains(&socket), "{target}");
        assert_eq!(ask(&connection, "SHOW application_name").await, "pgai");
        assert!(connection.reported("server_version").unwrap().starts_with("15."));
        connection.close().await;
    }
}

#[tokio::test]
async fn passwords_by_every_method() {
    let cluster = Cluster::shared();
    let port = cluster.port;
    for user in ["md5_user", "clear_user", "tls_user", "plain_user"] {
        for mode in ["allow", "prefer"] {
            let target =
                format!("host=127.0.0.1 port={port} dbname=postgres user={user} password=secret sslmode={mode}");
            let connection = open(&target).await.unwrap_or_else(|error| panic!("{target}: {}", shown(&error)));
            assert_eq!(ask(&connection, "SELECT current_user::text").await, user);
        }
    }
    let bound =
        format!("host=127.0.0.1 port={port} dbname=postgres user=tls_user password=secret channel_binding=require");
    assert!(open(&bound).await.unwrap().tls);
    let unbound = failure(&format!("{bound} sslmode=disable user=scram_user")).await;
    assert_eq!(unbound.code().id, "PGAI-1038", "{}", shown(&unbound));
}

#[tokio::test]
async fn a_password_from_variable_file_and_service() {
    let cluster = Cluster::shared();
    let port = cluster.port;
    let folder = tempfile::tempdir().unwrap();
    let line = format!("127.0.0.1:{port}:*:scram_user:it's\\: a \\\\ secret\n");
    let passfile = write(&folder.path().join("pass"), 0o600, &line);
    let open_file = write(&folder.path().join("open"), 0o644, &line);
    let services =
        format!("[shop]\nhost=127.0.0.1\nport={port}\ndbname=postgres\nuser=scram_user\npassword={SECRET}\n");
    let services = write(&folder.path().join("services"), 0o600, &services);
    let url = format!("postgresql://scram_user@127.0.0.1:{port}/postgres");
    let connection_file =
        write(&folder.path().join("url"), 0o600, &format!("{url}?password=it's%3A%20a%20%5C%20secret\n"));

    for (target, variables) in [
        (url.clone(), vec![("PGPASSWORD", SECRET)]),
        (url.clone(), vec![("PGPASSFILE", passfile.as_str())]),
        (format!("{url}?passfile={passfile}"), vec![]),
        ("service=shop".to_owned(), vec![("PGSERVICEFILE", services.as_str())]),
        ("dbname=postgres".to_owned(), vec![("PGSERVICEFILE", services.as_str()), ("PGSERVICE", "shop")]),
        (format!("@{connection_file}"), vec![]),
    ] {
        let opened = open_in(&target, &world(&variables)).await;
        let connection = opened.unwrap_or_else(|error| panic!("{target}: {}", shown(&error)));
        assert_eq!(ask(&connection, "SELECT current_user::text").await, "scram_user", "{target}");
    }

    let ignored = open_in(&url, &world(&[("PGPASSFILE", &open_file)])).await.unwrap_err();
    assert_eq!(ignored.code().id, "PGAI-1031");
    assert!(shown(&ignored).contains("chmod 600"), "{}", shown(&ignored));
}

#[tokio::test]
async fn refusals_have_their_codes_and_no_secrets() {
    let cluster = Cluster::shared();
    let (port, socket) = (cluster.port, cluster.socket());
    let tcp = format!("host=127.0.0.1 port={port} dbname=postgres");
    for (rest, code) in [
        ("user=scram_user password=hunter2", "PGAI-1030"),
        ("user=md5_user password=hunter2", "PGAI-1030"),
        ("user=nobody_at_all password=hunter2", "PGAI-1032"),
        ("user=scram_user", "PGAI-1031"),
        ("user=unlisted", "PGAI-1032"),
        ("user=tls_user password=hunter2 sslmode=disable", "PGAI-1032"),
        ("user=plain_user password=hunter2 sslmode=require", "PGAI-1032"),
        ("user=absent", "PGAI-1033"),
        ("user=no_login", "PGAI-1033"),
        ("user=trust_user dbname=nothing", "PGAI-1034"),
        ("user=trust_user dbname=closed", "PGAI-1035"),
        ("user=limited", "PGAI-1036"),
        ("user=trust_user options='-c nonsense=1'", "PGAI-1053"),
        ("user=cert_user", "PGAI-1045"),
    ] {
        let error = failure(&format!("{tcp} {rest}")).await;
        assert_eq!(error.code().id, code, "{rest}: {}", shown(&error));
        assert!(!error.advices().is_empty() && !shown(&error).contains("hunter2"), "{}", shown(&error));
    }
    let peer = failure(&format!("host={socket} port={port} dbname=postgres user=peer_user")).await;
    assert_eq!(peer.code().id, "PGAI-1030", "{}", shown(&peer));
}

#[tokio::test]
async fn options_are_sent_only_when_given() {
    let cluster = Cluster::shared();
    let target = format!("host=127.0.0.1 port={} dbname=postgres user=trust_user", cluster.port);
    let given = open(&format!("{target} options='-c work_mem=7MB' application_name=mine")).await.unwrap();
    assert_eq!(ask(&given, "SHOW work_mem").await, "7MB");
    assert_eq!(ask(&given, "SHOW application_name").await, "mine");
    let none = open(&target).await.unwrap();
    assert_eq!(ask(&none, "SHOW work_mem").await, "4MB");
}
