//! pgai beside sessions that hold locks or change the schema: it ends, it names them, nobody waits for it.

use std::time::{Duration, Instant};

use crate::harness::{Shop, demand_same, on_15, on_15_and_18};

on_15_and_18!(a_table_below_is_held);
on_15!(a_view_is_held, nobody_waits_for_a_reading_pgai, an_empty_apply_needs_no_lock);

/// Holds ACCESS EXCLUSIVE while commands run; each has to end in this time and name the holder.
const PATIENCE: Duration = Duration::from_secs(20);

fn a_table_below_is_held(shop: &Shop) {
    let holder = shop.session();
    holder.run("BEGIN; LOCK TABLE sales.orders IN ACCESS EXCLUSIVE MODE");
    let files = shop.files();
    for command in [&["diff", "--exit-code"] as &[&str], &["pull"], &["contract"], &["doctor"]] {
        let run = shop.pgai(command);
        assert!(run.took < PATIENCE, "{run}");
        assert!(run.code.is_some(), "{run}");
        if run.code == Some(0) && run.stderr.is_empty() {
            // It needed no lock and has the whole answer.
            continue;
        }
        assert!(run.stderr.contains(&holder.pid), "the holder {} is not named: {run}", holder.pid);
    }
    demand_same(&files, &shop.files());
    holder.run("ROLLBACK");
    shop.pgai(&["diff", "--exit-code"]).demand(0);
    shop.pgai(&["pull", "--check"]).demand(0);
}

fn a_view_is_held(shop: &Shop) {
    let holder = shop.session();
    holder.run("BEGIN; LOCK TABLE api.open_orders IN ACCESS EXCLUSIVE MODE");
    shop.write(
        "pgai/views/api/brands.yaml",
        "kind: View\nname: api.brands\ncolumns:\n  id: {type: integer}\n  name: {type: text}\n  website: {type: text}\n\
         query: SELECT id, upper(name) AS name, website FROM catalog.brands\n",
    );
    let files = shop.files();
    let run = shop.pgai(&["diff", "--exit-code"]);
    assert!(run.took < PATIENCE, "{run}");
    assert!(run.stderr.contains("PGAI-4018") && run.stderr.contains("api.open_orders"), "{run}");
    assert!(run.stderr.contains(&holder.pid), "the holder {} is not named: {run}", holder.pid);
    assert!(run.stdout.contains("api.brands") && !run.stdout.contains("api.open_orders (to be dropped)"), "{run}");
    let run = shop.pgai(&["pull"]).demand(0);
    assert!(run.stderr.contains("PGAI-4018"), "{run}");
    demand_same(&files, &shop.files());
    // Nothing is planned over what was not looked at.
    let run = shop.pgai(&["apply", "--yes", "--lock-wait", "1"]).refused(5, "PGAI-4007");
    assert!(run.took < PATIENCE, "{run}");
    holder.run("ROLLBACK");
    shop.pgai(&["apply", "--yes"]).demand(0);
    shop.pgai(&["diff", "--exit-code"]).demand(0);
}

/// While pgai reads and proves, a migration gets its locks within pgai's own lock timeout.
fn nobody_waits_for_a_reading_pgai(shop: &Shop) {
    shop.write(
        "pgai/views/api/brands.yaml",
        "kind: View\nname: api.brands\ncolumns:\n  id: {type: integer}\n  name: {type: text}\n  website: {type: text}\n\
         query: SELECT id, upper(name) AS name, website FROM catalog.brands\n",
    );
    let mut children: Vec<_> = (0..3).map(|_| shop.start(&["diff"])).collect();
    let session = shop.session();
    let mut slowest = Duration::ZERO;
    while !children.iter_mut().all(|child| child.has_ended()) {
        let began = Instant::now();
        session.run("BEGIN; LOCK TABLE catalog.brands, sales.orders, api.orders, api.brands; COMMIT");
        slowest = slowest.max(began.elapsed());
        std::thread::sleep(Duration::from_millis(5));
    }
    for child in children {
        // A proof that had to give way says that it is none.
        let run = child.end();
        assert!(run.code == Some(0) || run.code == Some(5), "{run}");
    }
    assert!(slowest < Duration::from_secs(5), "a migration waited for {slowest:?}");
}

fn an_empty_apply_needs_no_lock(shop: &Shop) {
    let holder = shop.session();
    holder.run("BEGIN; LOCK TABLE sales.orders IN SHARE UPDATE EXCLUSIVE MODE; SELECT count(*) FROM api.orders");
    shop.pgai(&["apply", "--yes", "--lock-wait", "0"]).demand(0).says(&["nothing to do"]);
}
