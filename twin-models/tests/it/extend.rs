//! Behaviours and policies from outside.
#![expect(clippy::expect_used, reason = "a test says what went wrong by failing")]

use sim_core::{Limits, SimDuration, Streams};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use twin_models::Replica;
use twin_models::extend::{
    ExtendError, Fate, MachineBehaviour, MaintenancePolicy, Piece, PolicyEvent, PolicyView,
};
use twin_models::outcome::Outcome;
use twin_models::plant::model::Plant;
use twin_models::state::Leaf;

const LINE: &str = r#"
[plant]
name = "two machines"
start = 2027-01-04
constraint = "press"
condition = "new"
flow = "piece"

[machines.press]
cycle = { lognormal = { mean = "1 min", cv = 0.3 } }
scrap = "2 %"

[machines.weld]
cycle = "55 s"

[buffers.between]
from = "press"
to = "weld"
capacity = 4

[failures.P]
machine = "press"
life = { weibull = { shape = 3, mean = "40 h" } }
repair = { exponential = { mean = "4 h" } }

[failures.W]
machine = "weld"
life = { exponential = { mean = "30 h" } }
repair = "1 h"
"#;

fn plant(text: &str) -> Plant {
    let read = Plant::from_toml("line.toml", text.as_bytes());
    read.unwrap_or_else(|faults| panic!("{faults}")).plant
}

/// The second run of one replica: `begin` has to bring everything back.
fn run(plant: &Plant) -> Outcome {
    let mut replica = Replica::assemble(plant);
    let length = SimDuration::from_hours(2000.0);
    let mut again = || {
        let (luck, limits) = (Streams::new(7, 3), Limits::default());
        replica.run_for(plant, SimDuration::ZERO, length, luck, &limits).expect("runs")
    };
    assert_eq!(again(), again());
    Outcome { events: 0, ..again() }
}

struct Nothing;
impl MachineBehaviour for Nothing {}
impl MaintenancePolicy for Nothing {
    fn on(&mut self, _: PolicyEvent, machine: &mut dyn PolicyView) {
        machine.look_in(3600.0);
    }
}

#[test]
fn what_changes_nothing_gives_the_same_outcome() {
    let before = run(&plant(LINE));
    let mut with = plant(LINE);
    with.add_behaviour("press", || Nothing).expect("a press");
    with.add_behaviour("weld", || Nothing).expect("a weld");
    assert_eq!(run(&with), before);
    let mut with = plant(LINE);
    with.add_policy("press", || Nothing).expect("a press");
    assert_eq!(run(&with), before);
}

/// Two minutes a piece, and every third one is scrap.
struct Third(Arc<AtomicU64>);
impl MachineBehaviour for Third {
    fn begin(&mut self, _: Streams) {
        self.0.store(0, Ordering::Relaxed);
    }
    fn cycle(&mut self, piece: &Piece, drawn: f64) -> f64 {
        assert!(piece.operated <= piece.now && drawn > 0.0);
        120.0
    }
    fn finished(&mut self, piece: &Piece) -> Fate {
        assert_eq!(piece.number, self.0.fetch_add(1, Ordering::Relaxed));
        if piece.number.is_multiple_of(3) { Fate::Scrapped } else { Fate::Passed }
    }
}

#[test]
fn a_behaviour_sets_the_time_and_the_fate_of_every_piece() {
    let mut with = plant(&LINE.replace("scrap = \"2 %\"", ""));
    let seen = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&seen);
    with.add_behaviour("press", move || Third(Arc::clone(&counter))).expect("a press");
    let press = &run(&with).machines[0];
    assert_eq!(press.completed, seen.load(Ordering::Relaxed) as f64);
    assert_eq!(press.scrapped, (press.completed / 3.0).ceil());
    let running = press.ticks[Leaf::Run as usize] as f64 * 1e-6;
    assert!((running - 120.0 * press.completed).abs() <= 120.0, "two minutes a piece");
}

/// Renews at an age, looking every hour.
struct AtAge(f64, Arc<Mutex<Vec<f64>>>);
impl MaintenancePolicy for AtAge {
    fn begin(&mut self, _: Streams) {
        self.1.lock().expect("one thread").clear();
    }
    fn on(&mut self, event: PolicyEvent, machine: &mut dyn PolicyView) {
        let mode = machine.modes()[0];
        match event {
            PolicyEvent::Failed(k) => {
                assert!(k == mode && machine.is_failed());
                self.1.lock().expect("one thread").push(machine.age(mode) / 3600.0);
            }
            PolicyEvent::Look if machine.age(mode) >= self.0 && !machine.is_failed() => {
                machine.order_renewal(mode, 0.5);
            }
            _ => {}
        }
        machine.look_in(3600.0);
    }
}

#[test]
fn a_policy_sees_ages_and_orders_renewals() {
    let failures = Arc::new(Mutex::new(Vec::new()));
    let mut with = plant(LINE);
    let list = Arc::clone(&failures);
    with.add_policy("press", move || AtAge(30.0 * 3600.0, Arc::clone(&list))).expect("a press");
    let outcome = run(&with);
    let before = run(&plant(LINE));
    let ages = failures.lock().expect("one thread").clone();
    assert_eq!(ages.len() as u64, outcome.modes[0].failures);
    assert!(outcome.modes[0].planned > 20, "{:?}", outcome.modes[0]);
    // It looks every hour, so nothing grows older than the age and an hour.
    assert!(ages.iter().all(|age| *age < 31.0), "{ages:?}");
    assert!(outcome.modes[0].failures < before.modes[0].failures);
}

#[test]
fn what_cannot_be_added_is_refused_by_name() {
    let mut with = plant(LINE);
    let missing = ExtendError::NoMachine("pres".to_owned());
    assert_eq!(with.add_policy("pres", || Nothing), Err(missing));
    with.add_behaviour("press", || Nothing).expect("a press");
    let taken = ExtendError::Taken("press".to_owned());
    assert_eq!(with.add_behaviour("press", || Nothing), Err(taken));
    let mut rates = plant(&LINE.replace("\"piece\"", "\"rate\""));
    let flows = ExtendError::NotPieceByPiece("press".to_owned());
    assert_eq!(rates.add_behaviour("press", || Nothing), Err(flows));
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/plants/job_shop.toml");
    let mut shop =
        Plant::from_toml(path, &std::fs::read(path).expect("a file")).expect("a shop").plant;
    let station = shop.machines[0].station.clone();
    let jobs = ExtendError::InShop(station.clone());
    assert_eq!(shop.add_behaviour(&station, || Nothing), Err(jobs));
    shop.add_policy(&station, || Nothing).expect("policies see machines");
}
