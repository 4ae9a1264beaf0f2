//! An apply and the people who read meanwhile.

use std::time::{Duration, Instant};

use crate::harness::{Shop, on_15};

on_15!(a_long_reader_is_named_and_nobody_queues, a_reader_that_ends_in_time_lets_it_through);

const BRANDS: &str = "kind: View\nname: api.brands\ncolumns:\n  id: {type: integer}\n  name: {type: text}\n  website: {type: text}\n\
                      query: SELECT id, upper(name) AS name, website FROM catalog.brands\n";

fn a_long_reader_is_named_and_nobody_queues(shop: &Shop) {
    shop.write("pgai/views/api/brands.yaml", BRANDS);
    let reader = shop.session();
    reader.run("BEGIN; SELECT count(*) FROM api.brands");
    let before = shop.state();
    let mut child = shop.start(&["apply", "--yes", "--lock-wait", "3"]);
    let other = shop.session();
    let (mut slowest, mut reads) = (Duration::ZERO, 0);
    while !child.has_ended() {
        let began = Instant::now();
        other.run("SELECT count(*) FROM api.brands");
        slowest = slowest.max(began.elapsed());
        reads += 1;
        std::thread::sleep(Duration::from_millis(5));
    }
    let run = child.end().refused(1, "PGAI-4009").says(&[&format!("process {}", reader.pid), "api.brands"]);
    assert!(run.took > Duration::from_secs(3) && reads > 20, "{reads} reads, {run}");
    // Each try asks for a lock for 150 ms; the rest is for a busy machine.
    assert!(slowest < Duration::from_millis(900), "a reader waited for {slowest:?}");
    assert_eq!(shop.state(), before);
    shop.pgai(&["diff", "--exit-code"]).demand(3);
    shop.pgai(&["pull"]).demand(0);
}

fn a_reader_that_ends_in_time_lets_it_through(shop: &Shop) {
    shop.write("pgai/views/api/brands.yaml", BRANDS);
    let reader = shop.session();
    reader.run("BEGIN; SELECT count(*) FROM api.brands");
    let child = shop.start(&["apply", "--yes", "--lock-wait", "60", "--format", "json"]);
    std::thread::sleep(Duration::from_millis(2500));
    reader.run("COMMIT");
    let json = child.end().demand(0).json();
    assert_eq!(json["result"]["outcome"], "committed");
    assert!(json["result"]["tries"].as_u64().unwrap() > 1, "{json}");
    shop.pgai(&["diff", "--exit-code"]).demand(0);
}
