//! An apply that is stopped in the middle: the database is as before or as wanted.

use std::time::{Duration, Instant};

use nix::sys::signal::Signal;

use super::{add_version, demand_agreement};
use crate::harness::{Shop, on_15};

on_15!(
    kill_9_in_the_middle_changes_nothing,
    ctrl_c_in_the_middle_changes_nothing,
    a_lost_server_process_changes_nothing,
    kill_9_at_any_moment_leaves_old_or_new,
    two_at_once_leave_one_result,
);

/// Makes each COMMENT step take two seconds.
fn slow_down(shop: &Shop) {
    shop.sql(
        "CREATE FUNCTION public.slow() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(2); END $$;
         CREATE EVENT TRIGGER slow ON ddl_command_end WHEN TAG IN ('COMMENT') EXECUTE FUNCTION public.slow()",
    );
}

/// Waits until the apply is in the middle of its steps; gives the server's process.
fn await_middle(shop: &Shop) -> String {
    let session = shop.session();
    let deadline = Instant::now() + Duration::from_secs(30);
    loop {
        let pid = session.value(
            "SELECT pid FROM pg_stat_activity
             WHERE datname = current_database() AND wait_event = 'PgSleep' AND query LIKE 'COMMENT%'",
        );
        if !pid.is_empty() {
            return pid;
        }
        assert!(Instant::now() < deadline, "apply does not get to its steps");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Waits until nobody but the caller is connected.
fn await_alone(shop: &Shop) {
    let session = shop.session();
    let others = "SELECT count(*) FROM pg_stat_activity
                  WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'";
    let deadline = Instant::now() + Duration::from_secs(30);
    while session.value(others) != "0" {
        assert!(Instant::now() < deadline, "a session of apply is left");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn kill_9_in_the_middle_changes_nothing(shop: &Shop) {
    add_version(shop);
    slow_down(shop);
    let before = shop.state();
    let child = shop.start(&["apply", "--yes"]);
    await_middle(shop);
    child.signal(Signal::SIGKILL);
    assert_eq!(child.end().code, None);
    await_alone(shop);
    assert_eq!(shop.state(), before);
    shop.sql("DROP EVENT TRIGGER slow");
    shop.pgai(&["apply", "--yes"]).demand(0);
    demand_agreement(shop);
}

fn ctrl_c_in_the_middle_changes_nothing(shop: &Shop) {
    add_version(shop);
    slow_down(shop);
    let before = shop.state();
    for signal in [Signal::SIGINT, Signal::SIGTERM] {
        let child = shop.start(&["apply", "--yes"]);
        await_middle(shop);
        let sent = Instant::now();
        child.signal(signal);
        let run = child.end().refused(130, "PGAI-0094");
        assert!(sent.elapsed() < Duration::from_millis(1500), "the statement is cancelled: {:?}", sent.elapsed());
        shop.snapshot("apply_interrupted", run);
        await_alone(shop);
        assert_eq!(shop.state(), before);
    }
}

fn a_lost_server_process_changes_nothing(shop: &Shop) {
    add_version(shop);
    slow_down(shop);
    let before = shop.state();
    let child = shop.start(&["apply", "--yes"]);
    let pid = await_middle(shop);
    shop.sql(&format!("SELECT pg_terminate_backend({pid})"));
    let run = child.end().demand(1);
    shop.snapshot("apply_terminated", run);
    await_alone(shop);
    assert_eq!(shop.state(), before);
}

fn kill_9_at_any_moment_leaves_old_or_new(shop: &Shop) {
    add_version(shop);
    let before = shop.state();
    let began = Instant::now();
    shop.pgai(&["apply", "--dry-run"]).demand(0);
    let whole = began.elapsed();
    for part in 1..=6 {
        let child = shop.start(&["apply", "--yes"]);
        std::thread::sleep(whole.mul_f64(f64::from(part) / 6.0));
        child.signal(Signal::SIGKILL);
        child.end();
        await_alone(shop);
        if shop.state() == before {
            continue;
        }
        shop.pgai(&["diff", "--exit-code"]).demand(0);
        return;
    }
}

fn two_at_once_leave_one_result(shop: &Shop) {
    add_version(shop);
    let both = [shop.start(&["apply", "--yes"]), shop.start(&["apply", "--yes"])];
    let [one, two] = both.map(|child| child.end());
    for run in [&one, &two] {
        let is_told = run.code == Some(0) || run.stderr.contains("PGAI-4010") || run.stderr.contains("PGAI-4011");
        assert!(is_told, "{run}");
    }
    assert!([one.code, two.code].contains(&Some(0)), "{one}\n{two}");
    demand_agreement(shop);

    // One that is in the middle keeps the other waiting for as long as that was told to.
    shop.edit("pgai/views/api/orders_v2.yaml", "comment: Orders, short", "comment: Orders, shorter");
    slow_down(shop);
    let first = shop.start(&["apply", "--yes"]);
    await_middle(shop);
    shop.pgai(&["apply", "--yes", "--lock-wait", "0"]).refused(1, "PGAI-4010").says(&["(process "]);
    first.end().demand(0);
    shop.pgai(&["diff", "--exit-code"]).demand(0);
}
