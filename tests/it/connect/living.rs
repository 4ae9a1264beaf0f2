//! An open connection: notices, cancelling, closing, being lost, server errors.

use std::time::{Duration, Instant};

use pgai::pg::connect::{lost, server_error};

use super::cluster::Cluster;
use super::{ask, open};

fn target(cluster: &Cluster, rest: &str) -> String {
    format!("host=localhost port={} dbname=postgres user=postgres {rest}", cluster.port)
}

async fn until_gone(cluster: &Cluster, application: &str) -> Duration {
    let started = Instant::now();
    let count = format!("SELECT count(*) FROM pg_stat_activity WHERE application_name = '{application}'");
    while cluster.psql("postgres", &count) != "0" {
        assert!(started.elapsed() < Duration::from_secs(20), "{application} is still there");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    started.elapsed()
}

#[tokio::test]
async fn notices_arrive() {
    let cluster = Cluster::shared();
    let mut connection = open(&target(&cluster, "")).await.unwrap();
    let raise = "DO $$ BEGIN RAISE NOTICE 'hello' USING DETAIL = 'more', HINT = 'do'; RAISE WARNING 'second'; END $$";
    connection.client.batch_execute(raise).await.unwrap();
    let notices = connection.take_notices();
    let messages: Vec<_> = notices.iter().map(|notice| (notice.severity.as_str(), notice.message.as_str())).collect();
    assert_eq!(messages, [("NOTICE", "hello"), ("WARNING", "second")]);
    assert_eq!((notices[0].detail.as_deref(), notices[0].hint.as_deref()), (Some("more"), Some("do")));
    assert_eq!(notices[0].sqlstate, "00000");
}

#[tokio::test]
async fn many_notices_do_not_stop_the_connection() {
    let cluster = Cluster::shared();
    let mut connection = open(&target(&cluster, "")).await.unwrap();
    let raise = "DO $$ BEGIN FOR i IN 1..5000 LOOP RAISE NOTICE '%', i; END LOOP; END $$";
    connection.client.batch_execute(raise).await.unwrap();
    assert_eq!(connection.take_notices().len(), 1024);
    assert_eq!(ask(&connection, "SELECT 'alive'").await, "alive");
}

#[tokio::test]
async fn server_errors_keep_their_fields() {
    let cluster = Cluster::shared();
    let connection = open(&target(&cluster, "")).await.unwrap();
    let error = connection.client.batch_execute("SELECT nothing FROM pg_class").await.unwrap_err();
    let server = server_error(&error);
    assert_eq!((server.sqlstate.as_str(), server.position), ("42703", Some(8)));
    assert_eq!(server.routine.as_deref(), Some("errorMissingColumn"));
    assert_eq!(server.to_string(), "column \"nothing\" does not exist (SQLSTATE 42703)");
    assert!(server.is_from_server() && lost(&error).is_none() && connection.lost(&error).is_none());
    let inner = connection.client.batch_execute("DO $$ BEGIN PERFORM nothing; END $$").await.unwrap_err();
    let inner = server_error(&inner);
    assert_eq!(inner.internal.unwrap().1, "SELECT nothing");
    assert!(inner.context.unwrap().contains("PL/pgSQL"));
}

#[tokio::test]
async fn a_running_statement_can_be_cancelled() {
    let cluster = Cluster::shared();
    for mode in ["disable", "require"] {
        let connection = open(&target(&cluster, &format!("sslmode={mode}"))).await.unwrap();
        let canceller = connection.canceller();
        let started = Instant::now();
        let (slept, cancelled) = tokio::join!(connection.client.batch_execute("SELECT pg_sleep(30)"), async {
            tokio::time::sleep(Duration::from_millis(300)).await;
            canceller.cancel().await
        });
        cancelled.unwrap();
        let error = slept.unwrap_err();
        assert_eq!(server_error(&error).sqlstate, "57014");
        assert!(lost(&error).is_none() && started.elapsed() < Duration::from_secs(10));
        assert_eq!(ask(&connection, "SELECT 'alive'").await, "alive");
    }
}

#[tokio::test]
async fn a_lost_connection_is_told_from_a_failed_statement() {
    let cluster = Cluster::shared();
    let connection = open(&target(&cluster, "")).await.unwrap();
    let pid = connection.backend_pid().await.unwrap();
    let terminate = format!("SELECT pg_terminate_backend({pid})");
    let (error, _) = tokio::join!(connection.client.batch_execute("SELECT pg_sleep(30)"), async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        cluster.psql("postgres", &terminate)
    });
    let told = lost(&error.unwrap_err()).unwrap();
    assert_eq!((told.code().id, told.message()), ("PGAI-1051", "the server ended the connection"));
}

#[tokio::test]
async fn the_last_words_of_a_server_are_kept() {
    let cluster = Cluster::shared();
    let connection = open(&target(&cluster, "")).await.unwrap();
    let pid = connection.backend_pid().await.unwrap();
    cluster.psql("postgres", &format!("SELECT pg_terminate_backend({pid})"));
    tokio::time::sleep(Duration::from_millis(300)).await;
    let error = connection.client.batch_execute("SELECT 1").await.unwrap_err();
    let told = connection.lost(&error).unwrap();
    assert_eq!(told.code().id, "PGAI-1051");
    assert!(told.causes().join(" ").contains("57P01"), "{:?}", told.causes());
}

#[tokio::test]
async fn dropping_closes() {
    let cluster = Cluster::shared();
    let idle = open(&target(&cluster, "application_name=idle_one")).await.unwrap();
    drop(idle);
    assert!(until_gone(&cluster, "idle_one").await < Duration::from_secs(3));

    let polite = open(&target(&cluster, "application_name=polite")).await.unwrap();
    polite.close().await;
    assert!(until_gone(&cluster, "polite").await < Duration::from_secs(3));

    // The server looks for a client that is gone only when told to.
    let busy = open(&target(&cluster, "application_name=busy")).await.unwrap();
    busy.client.batch_execute("SET client_connection_check_interval = '200ms'").await.unwrap();
    let sleep =
        tokio::time::timeout(Duration::from_millis(300), busy.client.batch_execute("SELECT pg_sleep(30)")).await;
    assert!(sleep.is_err());
    drop(busy);
    assert!(until_gone(&cluster, "busy").await < Duration::from_secs(6));
}

#[tokio::test]
async fn an_error_of_class_08_inside_a_statement_loses_nothing() {
    let cluster = Cluster::shared();
    let connection = open(&target(&cluster, "")).await.unwrap();
    let raise = "DO $$ BEGIN RAISE EXCEPTION 'a foreign server is gone' USING ERRCODE = '08006'; END $$";
    let error = connection.client.batch_execute(raise).await.unwrap_err();
    assert!(connection.lost(&error).is_none());
    assert_eq!(ask(&connection, "SELECT 'alive'").await, "alive");
}

#[tokio::test]
async fn an_idle_transaction_that_was_ended_is_told() {
    let cluster = Cluster::shared();
    let connection = open(&target(&cluster, "")).await.unwrap();
    connection.client.batch_execute("SET idle_in_transaction_session_timeout = '100ms'; BEGIN").await.unwrap();
    tokio::time::sleep(Duration::from_millis(600)).await;
    let error = connection.client.batch_execute("SELECT 1").await.unwrap_err();
    let told = connection.lost(&error).unwrap();
    assert!(told.causes().join(" ").contains("25P03"), "{:?}", told.causes());
}
