//! Conveyors, curing and limits of dwell for drawn plants that move piece by piece.

use sim_core::{Limits, Streams};
use std::fmt::Write;
use twin_models::Replica;
use twin_models::outcome::schema;
use twin_models::plant::model::Plant;

/// The plant, in half of the cases with time that passes in its buffers.
pub(crate) fn with_dwell(number: u64, text: String) -> String {
    let mut luck = Streams::new(9, number).stream("plant", "dwell");
    let mut chance = |p: f64| luck.uniform() < p;
    if chance(0.5) {
        return text;
    }
    let unlimited = text.contains("[buffers.raw]") && chance(0.5);
    let mut timed = String::new();
    let mut buffer = "";
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("[buffers.") {
            buffer = name.trim_end_matches(']');
        } else if line.starts_with('[') {
            buffer = "";
        }
        let places = line.strip_prefix("capacity = ").filter(|_| !buffer.is_empty());
        let raw = buffer == "raw";
        match places {
            Some(_) if raw && unlimited => timed += "capacity = \"unlimited\"\n",
            _ => writeln!(timed, "{line}").expect("text"),
        }
        if places.is_none_or(|p| p == "0") || chance(0.3) {
            continue;
        }
        if chance(0.7) {
            timed += "transit = \"4 min\"\n";
            if !raw && chance(0.5) {
                timed += "accumulating = false\n";
            }
        }
        if chance(0.4) {
            timed += "min_dwell = \"11 min\"\n";
        }
        if chance(0.6) {
            timed += "max_dwell = \"25 min\"\n";
            if unlimited && !raw && chance(0.8) {
                timed += "then = \"rework\"\nrework_to = \"raw\"\n";
            }
        }
    }
    timed
}

/// What is drawn scraps, sends back and stops conveyors often enough to be a test.
#[test]
fn drawn_dwell_happens() {
    let mut sums = [0.0; 3];
    for number in 0..100 {
        let text = with_dwell(number, crate::conservation::draw(number));
        let read = Plant::from_toml("drawn", text.as_bytes());
        let plant = read.unwrap_or_else(|faults| panic!("plant {number}: {faults}\n{text}")).plant;
        let month = sim_core::SimDuration::from_hours(720.0);
        let luck = Streams::new(6, number);
        let run = Replica::assemble(&plant).run_for(
            &plant,
            sim_core::SimDuration(0),
            month,
            luck,
            &Limits::default(),
        );
        let outcome = run.unwrap_or_else(|error| panic!("plant {number}: {error}\n{text}"));
        for (quantity, value) in schema(&plant).iter().zip(&outcome.monthly) {
            let kinds = ["dwell_scrap:", "dwell_rework:", "conveyor_stood_h:"];
            if let Some(k) = kinds.iter().position(|k| quantity.key.starts_with(k)) {
                sums[k] += value;
            }
        }
    }
    // Pieces and hours, one for each plant and more.
    assert!(sums.iter().all(|sum| *sum > 100.0), "{sums:?}");
}
