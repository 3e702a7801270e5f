//! The plan of a shop: kept, told, made anew.
#![expect(clippy::expect_used, reason = "a test says what went wrong by failing")]

use super::runs::{plant, run_for};
use super::shop::{finished, hours};
use sim_core::{Limits, SimDuration, Streams};
use twin_models::Replica;
use twin_models::outcome::Outcome;
use twin_models::plant::model::{Decides, Dispatch, Planning, Plant};

/// One machine busy until 5 h; then 1 (10 h, due at 40 h) is planned before 2 (2 h, due at 8 h).
fn one(planning: Option<Planning>) -> Plant {
    let mut plant = plant(
        "[machines.m]\nshop.dispatch = \"plan\"\n\
         [products.p]\nroute = [{ station = \"m\", time = \"1 h\" }]\n\
         [orders]\nrecord = true\nbook = [\n\
         { name = \"0\", product = \"p\", quantity = 5, due = \"50 h\" },\n\
         { name = \"1\", product = \"p\", quantity = 10, due = \"40 h\", release = \"30 min\", sequence = 1 },\n\
         { name = \"2\", product = \"p\", quantity = 2, due = \"8 h\", release = \"30 min\", sequence = 2 },\n]\n",
    );
    plant.shop.as_mut().expect("a shop").planning = planning;
    plant
}

fn planning(decides: Decides, frozen: f64, lag: f64) -> Option<Planning> {
    let span = SimDuration::from_hours;
    let (frozen, information_lag) = (span(frozen), span(lag));
    Some(Planning { replan_every: span(1.0), frozen, information_lag, decides })
}

#[test]
fn orders_keep_their_sequence_and_the_others_come_behind_by_due_date() {
    assert_eq!(finished(&run_for(&one(None), 0.0, 60.0)), [5.0, 15.0, 17.0]);
    let mut plant = one(None);
    let book = &mut plant.shop.as_mut().expect("a shop").book;
    (book[1].sequence, book[2].sequence) = (None, None);
    assert_eq!(finished(&run_for(&plant, 0.0, 60.0)), [5.0, 17.0, 7.0]);
    plant.shop.as_mut().expect("a shop").book[1].sequence = Some(900_000);
    assert_eq!(finished(&run_for(&plant, 0.0, 60.0)), [5.0, 15.0, 17.0]);
}

#[test]
fn c30_c31_tested_alternatives_change_the_plan_where_freeze_and_lag_let_them() {
    let kept = [5.0, 15.0, 17.0];
    let better = [5.0, 17.0, 7.0];
    for (decides, frozen, lag, expected) in [
        (Decides::Keep, 0.0, 0.0, kept),
        (Decides::Report, 0.0, 0.0, kept),
        (Decides::Alternatives, 0.0, 0.0, better),
        // At 1 h the plan begins order 1 in 4 h.
        (Decides::Alternatives, 3.5, 0.0, better),
        (Decides::Alternatives, 5.5, 0.0, kept),
        // Made at 1 h, in force at 4 h; in force at 6 h, when order 1 has begun.
        (Decides::Alternatives, 0.0, 3.0, better),
        (Decides::Alternatives, 0.0, 5.0, kept),
    ] {
        let found = finished(&run_for(&one(planning(decides, frozen, lag)), 0.0, 60.0));
        assert_eq!(found, expected, "{decides:?}, frozen {frozen} h, lag {lag} h");
    }
}

fn example(decides: Decides) -> Plant {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/plants/job_shop.toml");
    let text = std::fs::read(path).expect("the example");
    let mut plant = Plant::from_toml("job_shop", &text).expect("a plant").plant;
    let shop = plant.shop.as_mut().expect("a shop");
    shop.stations.iter_mut().for_each(|s| s.dispatch = Dispatch::Plan);
    shop.planning = planning(decides, 2.0, 1.0);
    plant
}

fn run(replica: &mut Replica, plant: &Plant, k: u64) -> Outcome {
    let length = SimDuration::from_hours(60.0 * 24.0);
    let run =
        replica.run_for(plant, SimDuration::ZERO, length, Streams::new(5, k), &Limits::default());
    run.unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn c31_c46_telling_delays_changes_nothing_in_any_field() {
    let (keep, report) = (example(Decides::Keep), example(Decides::Report));
    let (mut a, mut b) = (Replica::assemble(&keep), Replica::assemble(&report));
    let mut told = 0;
    for k in 0..5 {
        let (kept, reported) = (run(&mut a, &keep, k), run(&mut b, &report, k));
        assert!(kept == reported, "replication {k}");
        assert_eq!(a.foreseen_late(), None);
        told += b.foreseen_late().expect("somebody looks");
    }
    assert!(told > 0, "nothing was late in 5 replications");
}

#[test]
fn testing_alternatives_does_not_make_the_example_later() {
    let (keep, test) = (example(Decides::Keep), example(Decides::Alternatives));
    let (mut a, mut b) = (Replica::assemble(&keep), Replica::assemble(&test));
    let late = |outcome: &Outcome| {
        let each = |o: &twin_models::outcome::OrderOutcome| {
            (hours(o.finish).min(60.0 * 24.0) - hours(Some(o.due))).max(0.0)
        };
        outcome.orders.iter().map(each).sum::<f64>() / outcome.orders.len() as f64
    };
    let n = 20;
    let differences: Vec<f64> =
        (0..n).map(|k| late(&run(&mut b, &test, k)) - late(&run(&mut a, &keep, k))).collect();
    let mean = differences.iter().sum::<f64>() / n as f64;
    let square = |d: &f64| (d - mean) * (d - mean);
    let error = (differences.iter().map(square).sum::<f64>() / (n * (n - 1)) as f64).sqrt();
    assert!(differences.iter().any(|d| *d != 0.0), "no plan was ever changed");
    // Student's t for 19 degrees of freedom, 95 %.
    assert!(mean <= 2.093 * error, "later by {mean} h, standard error {error}");
}

#[test]
fn a_replica_forgets_the_plan_of_the_run_before() {
    let plant = example(Decides::Alternatives);
    let mut replica = Replica::assemble(&plant);
    let first = run(&mut replica, &plant, 0);
    run(&mut replica, &plant, 1);
    assert!(run(&mut replica, &plant, 0) == first);
}

#[test]
fn the_file_says_how_the_plan_is_kept() {
    let text = |machine: &str, more: &str| {
        format!(
            "[plant]\nname = \"small\"\nstart = 2027-01-04\nconstraint = \"m\"\n[machines.m]\n{machine}\n\
             [products.p]\nroute = [{{ station = \"m\", time = \"1 h\" }}]\n[orders]\n\
             book = [{{ name = \"1\", product = \"p\", quantity = 1, due = \"1 d\" }}]\n{more}"
        )
    };
    let read =
        |machine: &str, more: &str| Plant::from_toml("small", text(machine, more).as_bytes());
    let by_plan = "shop.dispatch = \"plan\"";
    let every = "[orders.planning]\nreplan_every = \"1 h\"\n";
    let found = read(by_plan, every).expect("a plant");
    assert!(found.warnings.is_empty(), "{}", found.warnings);
    let shop = found.plant.shop.expect("a shop");
    assert_eq!(shop.planning, planning(Decides::Alternatives, 0.0, 0.0));
    let warned = read("", every).expect("a plant").warnings.to_string();
    assert!(warned.contains("no machine works by the plan"), "{warned}");
    let fault = read(by_plan, "[orders.planning]\nreplan_every = \"5 s\"\n").expect_err("a fault");
    assert!(fault.to_string().contains("replan_every"), "{fault}");
}
