//! Temporary: run a plant file.
use sim_core::{Limits, Streams};
use std::sync::Arc;
use twin_models::plant::model::Plant;
use twin_models::{Phase, Replica};
fn main() {
    let path = std::env::args().nth(1).unwrap();
    let months: u32 = std::env::args().nth(2).map_or(60, |a| a.parse().unwrap());
    let reps: u64 = std::env::args().nth(3).map_or(10, |a| a.parse().unwrap());
    let bytes = std::fs::read(&path).unwrap();
    let read = Plant::from_toml(&path, &bytes).unwrap_or_else(|d| panic!("{d}"));
    let plant = read.plant;
    let phases = [Phase { from_month: 0, plant: Arc::new(plant.clone()) }];
    let schema = twin_models::outcome::schema(&plant);
    let mut replica = Replica::assemble(&plant);
    let t = std::time::Instant::now();
    let mut events = 0;
    let mut sum = vec![0.0; schema.len()];
    let mut states = vec![[0.0; twin_models::state::Leaf::COUNT]; plant.machines.len()];
    for r in 0..reps {
        let o = replica.run(&phases, months, Streams::new(1, r), &Limits::default()).unwrap_or_else(|e| panic!("{e}"));
        events += o.events;
        for m in 0..o.months as usize { for q in 0..schema.len() { sum[q] += o.monthly[m * schema.len() + q]; } }
        for (m, s) in o.machines.iter().zip(&mut states) { for (t, s) in m.ticks.iter().zip(s.iter_mut()) { *s += *t as f64 / 3.6e9; } }
    }
    let s = t.elapsed().as_secs_f64();
    let years = f64::from(months) / 12.0 * reps as f64;
    println!("{:.1} ns/event, {} events/rep, {:.2} ms/rep", s * 1e9 / events as f64, events / reps, s * 1e3 / reps as f64);
    for (q, v) in schema.iter().zip(&sum) { println!("{:30} {:14.3} {:?} a year", q.key, v / years, q.unit); }
    for (m, s) in plant.machines.iter().zip(&states) {
        print!("{:10}", m.name);
        for (l, h) in twin_models::state::Leaf::ALL.iter().zip(s) { if *h > 0.0 { print!(" {}={:.0}", l.code(), h / years); } }
        println!();
    }
}
