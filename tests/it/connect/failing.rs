//! Hosts that do not answer, or not as hoped, and what is tried after them.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::time::{Duration, Instant};

use super::cluster::{Cluster, free_port};
use super::{failure, open, shown};

#[tokio::test]
async fn nobody_there() {
    for (target, code) in [
        (format!("host=127.0.0.1 port={} dbname=x", free_port()), "PGAI-1021"),
        ("host=nothing.invalid dbname=x".to_owned(), "PGAI-1020"),
        ("host=/nonexistent dbname=x".to_owned(), "PGAI-1023"),
    ] {
        let error = failure(&target).await;
        assert_eq!(error.code().id, code, "{}", shown(&error));
        assert!(!error.causes().is_empty() && !error.advices().is_empty(), "{}", shown(&error));
    }
}

#[tokio::test]
async fn a_silent_port_ends_in_time() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = silent.local_addr().unwrap().port();
    let started = Instant::now();
    let error = failure(&format!("host=127.0.0.1 port={port} dbname=x connect_timeout=1")).await;
    assert_eq!(error.code().id, "PGAI-1022", "{}", shown(&error));
    assert!(started.elapsed() < Duration::from_secs(6));
}

#[tokio::test]
async fn another_protocol_is_told() {
    for answer in ["HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n", ""] {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = std::thread::spawn(move || {
            // Once for TLS, once in clear text.
            for _ in 0..2 {
                let (mut stream, _) = listener.accept().unwrap();
                let mut sent = [0; 64];
                let read = stream.read(&mut sent).unwrap();
                assert!(read > 0);
                stream.write_all(answer.as_bytes()).unwrap();
            }
        });
        for mode in ["disable", "require"] {
            let error = failure(&format!("host=127.0.0.1 port={port} dbname=x sslmode={mode}")).await;
            let expected = if mode == "require" && !answer.is_empty() { "PGAI-1040" } else { "PGAI-1024" };
            assert_eq!(error.code().id, expected, "{answer:?} {mode}: {}", shown(&error));
        }
        server.join().unwrap();
    }
}

#[tokio::test]
async fn the_next_host_is_tried() {
    let cluster = Cluster::shared();
    let (dead, port) = (free_port(), cluster.port);
    let connection =
        open(&format!("postgresql://127.0.0.1:{dead},nothing.invalid:1,localhost:{port}/postgres")).await.unwrap();
    assert_eq!(connection.address.to_string(), format!("localhost:{port}"));

    let error = failure(&format!("host=127.0.0.1,127.0.0.1 port={dead},{dead} dbname=x")).await;
    assert_eq!(error.code().id, "PGAI-1021");
    assert!(error.causes().iter().any(|cause| cause.contains("also tried")), "{}", shown(&error));

    // A server that answered decides: nobody goes on trying a wrong password.
    let error =
        failure(&format!("host=127.0.0.1,127.0.0.1 port={port},{dead} dbname=postgres user=scram_user password=x"))
            .await;
    assert_eq!(error.code().id, "PGAI-1030", "{}", shown(&error));
}

#[tokio::test]
async fn the_kind_of_server_counts() {
    let cluster = Cluster::shared();
    let (dead, port) = (free_port(), cluster.port);
    for (user, wanted, fits) in [
        ("trust_user", "any", true),
        ("trust_user", "read-write", true),
        ("trust_user", "primary", true),
        ("trust_user", "read-only", false),
        ("trust_user", "standby", false),
        ("trust_user", "prefer-standby", true),
        ("read_only", "read-only", true),
        ("read_only", "read-write", false),
        ("read_only", "primary", true),
    ] {
        let target = format!(
            "host=127.0.0.1,127.0.0.1 port={dead},{port} dbname=postgres user={user} target_session_attrs={wanted}"
        );
        match open(&target).await {
            Ok(_) => assert!(fits, "{target}"),
            Err(error) => {
                assert!(!fits, "{target}: {}", shown(&error));
                assert_eq!(error.code().id, "PGAI-1050", "{}", shown(&error));
            }
        }
    }
}
