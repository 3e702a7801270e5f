//! The way along a plain line gives what the way through any network gives.

use crate::{Phase, Replica};
use sim_core::{Limits, Streams};
use std::sync::Arc;

#[test]
fn a_line_is_a_network() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/plants/bottling_line.toml");
    let text = std::fs::read_to_string(path).unwrap();
    for folding in ["folded", "events"] {
        let more = format!("[plant]\nflow = \"rate\"\nminor_stops = {folding:?}");
        let text = text.replacen("[plant]", &more, 1);
        let plant = crate::plant::model::Plant::from_toml("line", text.as_bytes()).unwrap().plant;
        let phases = [Phase { from_month: 0, plant: Arc::new(plant.clone()) }];
        let run = |replica: &mut Replica, k| {
            replica.run(&phases, 3, Streams::new(9, k), &Limits::default()).unwrap()
        };
        let mut by_line = Replica::assemble(&plant);
        let mut by_network = Replica::assemble(&plant).without_lines();
        for k in 0..4 {
            assert_eq!(run(&mut by_line, k), run(&mut by_network, k), "{folding} {k}");
        }
    }
}
