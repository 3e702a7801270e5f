//! Outages of shared services, and attacks, whose course is known.

use super::runs::{plant, run_for};
use twin_models::outcome::{Outcome, RootKind, schema};
use twin_models::plant::model::Plant;
use twin_models::state::{Iso22400, Leaf};

fn quantity(plant: &Plant, outcome: &Outcome, key: &str) -> f64 {
    let at = schema(plant).iter().position(|q| q.key == key);
    outcome.monthly[at.unwrap_or_else(|| panic!("no {key}"))]
}

fn hours(outcome: &Outcome, machine: usize, leaf: Leaf) -> f64 {
    outcome.machines[machine].ticks[leaf as usize] as f64 / 3.6e9
}

#[test]
fn c20_an_outage_stops_what_the_service_serves() {
    for flow in ["piece", "rate"] {
        let plant = plant(&format!(
            "flow = {flow:?}\n[machines.m]\ncycle = \"1 min\"\n[machines.n]\ncycle = \"1 min\"\n\
             [machines.o]\ncycle = \"1 min\"\n[buffers.b]\nfrom = \"m\"\nto = \"n\"\ncapacity = 3\n\
             [utilities.air]\nevery = \"10 h\"\nlasts = \"2 h\"\nserves = [\"n\", \"o\"]\n"
        ));
        // Out from 10 to 12, 22 to 24, ... 94 to 96 h.
        let outcome = run_for(&plant, 0.0, 100.0);
        assert_eq!(hours(&outcome, 1, Leaf::Facility), 16.0, "{flow}");
        assert_eq!(hours(&outcome, 2, Leaf::Facility), 16.0);
        assert_eq!(hours(&outcome, 0, Leaf::Facility), 0.0);
        assert_eq!(quantity(&plant, &outcome, "outages:air"), 8.0);
        assert_eq!(quantity(&plant, &outcome, "outage_h:air"), 16.0);
        let lost = |victim: u32| -> f64 {
            let of = |l: &&twin_models::outcome::Loss| {
                l.victim == victim && l.kind == RootKind::Utility && l.root == 1
            };
            outcome.losses.iter().filter(of).map(|l| l.ticks as f64 / 3.6e9).sum()
        };
        assert_eq!(lost(1), 16.0);
        // At first m fills the buffer, for three minutes; piece by piece it also ends the one in
        // hand, in every outage.
        let worked = if flow == "piece" { 3.0 + 8.0 } else { 3.0 };
        assert!((lost(0) - (16.0 - worked / 60.0)).abs() < 1e-6, "{flow}: {}", lost(0));
    }
    assert_eq!(Leaf::Facility.iso22400(), Iso22400::ADET);
}

#[test]
fn closing_beats_an_outage_and_an_outage_beats_a_failure() {
    let plant = plant(
        "[calendar]\nshifts = [{ days = \"Mon-Fri\", from = \"06:00\", to = \"14:00\" }]\n\
         [machines.m]\ncycle = \"1 min\"\n\
         [failures.f]\nmachine = \"m\"\nclock = \"calendar\"\nlife = \"11 h\"\nrepair = \"2 h\"\nage = \"new\"\n\
         [utilities.mains]\nevery = \"12 h\"\nlasts = \"6 h\"\n",
    );
    // Failed from 11 to 13 h, no power from 12 to 18 h, closed from 14 h on.
    let outcome = run_for(&plant, 0.0, 18.0);
    let found =
        [Leaf::Closed, Leaf::Run, Leaf::Repair, Leaf::Facility].map(|l| hours(&outcome, 0, l));
    assert_eq!(found, [10.0, 5.0, 1.0, 2.0]);
}

#[test]
fn an_outage_hits_each_machine_by_its_own_luck() {
    let text = "[machines.m]\ncycle = \"1 min\"\n[machines.n]\ncycle = \"1 min\"\n\
                [utilities.dip]\nevery = \"9 h\"\nlasts = \"1 h\"\nhit = \"30 %\"\n";
    let plant_of_two = plant(text);
    let outcome = run_for(&plant_of_two, 0.0, 10_000.0);
    let two = [0, 1].map(|m| hours(&outcome, m, Leaf::Facility));
    // 1000 outages, 30 %: 300 +- 14.5; four standard deviations.
    for hours in two {
        assert!((hours - 300.0).abs() < 58.0, "{two:?}");
    }
    assert_ne!(two[0], two[1]);
    // Another machine moves nobody's draws.
    let three = text.replacen("[machines.n]", "[machines.k]\ncycle = \"1 min\"\n[machines.n]", 1);
    let outcome = run_for(&plant(&three), 0.0, 10_000.0);
    assert_eq!([0, 2].map(|m| hours(&outcome, m, Leaf::Facility)), two);
}

fn attacked(more: &str) -> Plant {
    plant(&format!(
        "[machines.m]\ncycle = \"1 h\"\n[cyber]\nper_year = 8\nencryption = \"50 %\"\n\
         lasts = \"100 h\"\n{more}"
    ))
}

#[test]
fn d34_d36_trap_25_an_attack_stops_the_floor_only_if_it_encrypts_and_spreads() {
    let hours_of = |more: &str| {
        let plant = attacked(more);
        let outcome = run_for(&plant, 0.0, 876_600.0);
        let of = |key: &str| quantity(&plant, &outcome, key);
        assert_eq!(hours(&outcome, 0, Leaf::Facility), of("outage_h:cyber"));
        (of("compromises"), of("outages:cyber"), of("outage_h:cyber"))
    };
    let (compromises, outages, open) = hours_of("spread = \"60 %\"\n");
    // 800 in a hundred years less those that outages keep out; a Poisson count, four deviations.
    let up = 876_600.0 - open;
    assert!((compromises - 8.0 * up / 8766.0).abs() < 4.0 * 800_f64.sqrt(), "{compromises}");
    let share = outages / compromises;
    assert!((share - 0.3).abs() < 4.0 * (0.21_f64 / compromises).sqrt(), "{share}");
    // Segmentation, monitoring and backups; and what connecting adds.
    let (_, fewer, _) = hours_of("spread = \"15 %\"\n");
    assert!(fewer < 0.4 * outages, "{fewer} of {outages}");
    assert_eq!(hours_of("spread = \"60 %\"\nencryption_x = 0\n").1, 0.0);
    let (_, n, half) = hours_of("spread = \"60 %\"\nlasts_x = 0.5\n");
    assert!((half / n - 50.0).abs() < 1e-3, "{half} in {n}");
    let (more, ..) = hours_of("spread = \"60 %\"\nexposure = \"50 %\"\n");
    assert!(more > 1.3 * compromises, "{more} against {compromises}");
}

#[test]
fn d35_a_ransom_belongs_to_its_attack() {
    let ransoms_of = |more: &str| {
        let plant = attacked(more);
        let outcome = run_for(&plant, 0.0, 876_600.0);
        let of = |key: &str| quantity(&plant, &outcome, key);
        (of("outages:cyber"), of("outage_h:cyber"), of("ransoms"))
    };
    // Asking for one moves no other draw.
    let without = attacked("spread = \"60 %\"\n");
    let outcome = run_for(&without, 0.0, 876_600.0);
    assert!(!schema(&without).iter().any(|q| q.key == "ransoms"));
    let (outages, hours, paid) = ransoms_of("spread = \"60 %\"\nransom_paid = \"30 %\"\n");
    assert_eq!(quantity(&without, &outcome, "outages:cyber"), outages);
    assert_eq!(quantity(&without, &outcome, "outage_h:cyber"), hours);
    // Binomial, four deviations.
    assert!((paid - 0.3 * outages).abs() < 4.0 * (0.21 * outages).sqrt(), "{paid} of {outages}");
    assert_eq!(ransoms_of("spread = \"60 %\"\nransom_paid = \"0 %\"\n").2, 0.0);
    let all = ransoms_of("spread = \"60 %\"\nransom_paid = \"100 %\"\n");
    assert_eq!(all.2, all.0);
}
