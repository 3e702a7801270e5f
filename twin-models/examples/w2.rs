//! Temporary: time of the ten-machine line.
use sim_core::{Distribution, Limits, Streams};
use std::sync::Arc;
use twin_models::plant::calendar::Calendar;
use twin_models::plant::model::*;
use twin_models::{Phase, Replica};
fn main() {
    let n = 10u32;
    let machines = (0..n)
        .map(|i| Machine {
            name: format!("m{i}"),
            station: format!("m{i}"),
            cycle: Distribution::constant(60.0),
            inputs: if i == 0 { vec![] } else { vec![BufferIx(i - 1)] },
            takes: Takes::Any,
            outputs: if i == n - 1 { vec![] } else { vec![BufferIx(i)] },
            split: None,
            interrupted: Interrupted::Resume,
            scrap: 0.0,
            startup: None,
            defects: None,
            inspection: None,
            minor_stops: None,
            stops: vec![],
        })
        .collect();
    let plant = Plant {
        name: "w2".into(),
        start: jiff::civil::date(2026, 1, 1),
        constraint: MachineIx(0),
        calendar: Calendar::default(),
        sources: vec![],
        machines,
        buffers: (0..n - 1)
            .map(|i| Buffer {
                name: format!("b{i}"),
                capacity: 10,
                initial: 0,
                from: vec![MachineIx(i)],
                to: vec![MachineIx(i + 1)],
            })
            .collect(),
        modes: (0..n)
            .map(|i| FailureMode {
                name: format!("f{i}"),
                what: String::new(),
                machine: MachineIx(i),
                clock: Clock::Operating,
                life: Life::Whole {
                    life: Distribution::exponential(8.0 * 3600.0).unwrap(),
                    warning: None,
                },
                initial_age: InitialAge::New,
                diagnosis: None,
                repair: Distribution::exponential(1800.0).unwrap(),
                restart: None,
                labour: None,
                part: None,
                secondary: None,
                scraps_part: 0.0,
            })
            .collect(),
        tasks: vec![],
        monitors: vec![],
        crews: vec![],
        parts: vec![],
        demand: None,
    };
    let phases = [Phase { from_month: 0, plant: Arc::new(plant.clone()) }];
    let mut replica = Replica::assemble(&plant);
    let reps: u64 = std::env::args().nth(1).map_or(50, |a| a.parse().unwrap());
    let t = std::time::Instant::now();
    let (mut events, mut good) = (0, 0.0);
    for r in 0..reps {
        let o = replica.run(&phases, 1, Streams::new(1, r), &Limits::default()).unwrap();
        events += o.events;
        good += o.monthly[2];
    }
    let s = t.elapsed().as_secs_f64();
    println!(
        "{:.1} ns/event, {} events/rep, {:.1} good, {:.2} ms/rep",
        s * 1e9 / events as f64,
        events / reps,
        good / reps as f64,
        s * 1e3 / reps as f64
    );
}
