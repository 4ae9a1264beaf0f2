//! TLS modes against the certificates a server may show.

use super::cluster::Cluster;
use super::{ask, failure, open, shown};

const ENCRYPTED: &str = "SELECT ssl::text FROM pg_stat_ssl WHERE pid = pg_backend_pid()";

/// Opens, and says whether it is encrypted, or which code refused it.
async fn outcome(target: &str) -> String {
    match open(target).await {
        Ok(connection) => {
            let encrypted = ask(&connection, ENCRYPTED).await;
            assert_eq!(encrypted, connection.tls.to_string(), "{target}");
            if connection.tls { "tls" } else { "plain" }.to_owned()
        }
        Err(error) => {
            assert!(!error.causes().is_empty(), "{}", shown(&error));
            error.code().id.to_owned()
        }
    }
}

#[tokio::test]
async fn each_mode_against_each_certificate() {
    let cluster = Cluster::start();
    let file = |name: &str| cluster.path(&format!("run/{name}")).to_str().unwrap().to_owned();
    let (ca, stranger, selfsigned) = (file("ca.crt"), file("stranger.crt"), file("selfsigned.crt"));
    let by_name = format!("host=localhost port={} dbname=postgres user=trust_user", cluster.port);
    let by_address = format!("host=127.0.0.1 port={} dbname=postgres user=trust_user", cluster.port);
    let elsewhere =
        format!("host=db.example.com hostaddr=127.0.0.1 port={} dbname=postgres user=trust_user", cluster.port);
    let unnamed = format!("hostaddr=127.0.0.1 port={} dbname=postgres user=trust_user", cluster.port);

    for (certificate, target, rest, expected) in [
        ("server", &by_name, "sslmode=disable", "plain"),
        ("server", &by_name, "sslmode=allow", "plain"),
        ("server", &by_name, "sslmode=prefer", "tls"),
        ("server", &by_name, "sslmode=require", "tls"),
        ("server", &unnamed, "sslmode=require", "tls"),
        ("server", &by_name, &format!("sslmode=verify-ca sslrootcert={ca}"), "tls"),
        ("server", &by_name, &format!("sslmode=verify-full sslrootcert={ca}"), "tls"),
        ("server", &by_address, &format!("sslmode=verify-full sslrootcert={ca}"), "tls"),
        ("server", &by_name, &format!("sslmode=verify-full sslrootcert={ca} sslsni=0"), "tls"),
        ("server", &by_name, &format!("sslmode=verify-full sslrootcert={ca} ssl_min_protocol_version=TLSv1.3"), "tls"),
        ("server", &by_name, &format!("sslmode=verify-full sslrootcert={ca} ssl_max_protocol_version=TLSv1.2"), "tls"),
        ("server", &elsewhere, &format!("sslmode=verify-full sslrootcert={ca}"), "PGAI-1042"),
        ("server", &elsewhere, &format!("sslmode=verify-ca sslrootcert={ca}"), "tls"),
        ("server", &by_name, &format!("sslmode=verify-full sslrootcert={stranger}"), "PGAI-1041"),
        ("server", &by_name, &format!("sslmode=verify-ca sslrootcert={stranger}"), "PGAI-1041"),
        ("server", &by_name, &format!("sslmode=require sslrootcert={stranger}"), "PGAI-1041"),
        ("server", &by_name, &format!("sslmode=prefer sslrootcert={stranger}"), "plain"),
        ("server", &by_name, "sslmode=verify-full sslrootcert=system", "PGAI-1041"),
        ("server", &by_name, "sslmode=require sslnegotiation=direct", "PGAI-1046"),
        ("named", &elsewhere, &format!("sslmode=verify-full sslrootcert={ca}"), "tls"),
        ("named", &by_name, &format!("sslmode=verify-full sslrootcert={ca}"), "PGAI-1042"),
        ("named", &by_name, &format!("sslmode=verify-ca sslrootcert={ca}"), "tls"),
        ("nosan", &by_name, &format!("sslmode=verify-full sslrootcert={ca}"), "PGAI-1043"),
        ("nosan", &by_name, &format!("sslmode=verify-ca sslrootcert={ca}"), "tls"),
        ("selfsigned", &by_name, "sslmode=require", "tls"),
        ("selfsigned", &by_name, &format!("sslmode=verify-full sslrootcert={selfsigned}"), "tls"),
        ("selfsigned", &by_address, &format!("sslmode=verify-full sslrootcert={selfsigned}"), "PGAI-1042"),
        ("selfsigned", &by_address, &format!("sslmode=verify-ca sslrootcert={selfsigned}"), "tls"),
        ("selfsigned", &by_name, &format!("sslmode=verify-full sslrootcert={ca}"), "PGAI-1041"),
        ("version1", &by_name, "sslmode=require", "tls"),
        ("version1", &by_name, "sslmode=prefer", "tls"),
        ("version1", &by_name, "user=tls_user password=secret sslmode=require channel_binding=require", "tls"),
        ("expired", &by_name, "sslmode=require", "tls"),
        ("expired", &by_name, &format!("sslmode=verify-ca sslrootcert={ca}"), "PGAI-1041"),
        ("off", &by_name, "sslmode=prefer", "plain"),
        ("off", &by_name, "sslmode=allow", "plain"),
        ("off", &by_name, "sslmode=require", "PGAI-1040"),
        ("off", &by_name, &format!("sslmode=verify-full sslrootcert={ca}"), "PGAI-1040"),
        ("off", &by_name, "user=unlisted sslmode=prefer", "PGAI-1032"),
    ] {
        cluster.show_certificate(certificate);
        assert_eq!(outcome(&format!("{target} {rest}")).await, expected, "{certificate}: {target} {rest}");
    }
}

#[tokio::test]
async fn client_certificates() {
    let cluster = Cluster::shared();
    let file = |name: &str| cluster.path(&format!("run/{name}")).to_str().unwrap().to_owned();
    let target = format!("host=localhost port={} dbname=postgres user=cert_user sslmode=require", cluster.port);
    let with = |name: &str| {
        format!("{target} sslcert={} sslkey={}", file(&format!("{name}.crt")), file(&format!("{name}.key")))
    };
    let connection = open(&with("client")).await.unwrap();
    assert_eq!(ask(&connection, "SELECT current_user::text").await, "cert_user");
    for (target, code) in [
        (target.clone(), "PGAI-1045"),
        (with("wrong_client"), "PGAI-1030"),
        (with("stranger"), "PGAI-1045"),
        (format!("{target} sslcert={} sslkey={}", file("client.crt"), file("wrong_client.key")), "PGAI-1044"),
        (format!("{target} sslcert={} sslkey={}", file("client.crt"), file("none.key")), "PGAI-1044"),
        (format!("{target} sslcert={} sslkey={}", file("client.key"), file("client.key")), "PGAI-1044"),
        (format!("{target} sslrootcert={}", file("ca.key")), "PGAI-1044"),
    ] {
        let error = failure(&target).await;
        assert_eq!(error.code().id, code, "{target}: {}", shown(&error));
    }
}
