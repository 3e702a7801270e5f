//! A replication on a worker that has run before takes no memory: what the first left is enough.

use sim_core::{Limits, Streams};
use std::sync::Arc;
use twin_models::outcome::Outcome;
use twin_models::plant::model::Plant;
use twin_models::{Phase, Replica};

/// What each replication of a list asked of the allocator, one after the other.
fn asked(plant: &str, replications: &[u64]) -> Vec<u64> {
    let path = format!("{}/../examples/plants/{plant}.toml", env!("CARGO_MANIFEST_DIR"));
    let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let read = Plant::from_toml(&path, &bytes).unwrap_or_else(|faults| panic!("{faults}"));
    let phases = [Phase { from_month: 0, plant: Arc::new(read.plant) }];
    let mut replica = Replica::assemble(&phases[0].plant);
    let mut outcome = Outcome::default();
    let run = |k| {
        let streams = Streams::new(1, k);
        let asked = allocation_counter::measure(|| {
            let done = replica.run_into(&phases, 12, streams, &Limits::default(), &mut outcome);
            done.unwrap_or_else(|error| panic!("{error}"));
        });
        asked.count_total
    };
    replications.iter().copied().map(run).collect()
}

#[test]
fn replications_after_the_first_take_no_memory() {
    for plant in ["machining_line", "ten_machine_line", "bottling_line", "cnc_cell"] {
        let asked = asked(plant, &[0, 1, 2, 3, 4, 5, 6, 7]);
        assert!(asked[0] > 0, "the counter counts");
        assert_eq!(asked[1..], [0; 7], "{plant}");
    }
}

/// The lists of a shop, and of a stock, are as long as ever orders were there; then they are long
/// enough.
#[test]
fn orders_take_memory_only_where_a_list_grows() {
    for plant in ["job_shop", "supplied_line"] {
        let asked = asked(plant, &[0, 1, 2, 3, 0, 1, 2, 3]);
        assert!(asked[0] > 0, "the counter counts");
        assert_eq!(asked[4..], [0; 4], "{plant}");
    }
}
