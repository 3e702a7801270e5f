//! People who are elsewhere for a while, where the course can be computed by hand.

use super::runs::{plant, run_for};
use super::staffing::{quantity, tenths};
use sim_core::{Limits, Streams};
use twin_models::outcome::{Outcome, schema};
use twin_models::plant::model::Plant;
use twin_models::state::Leaf;
use twin_models::{Phase, Replica};

/// Ten hours from repair to failure; the plant starts on a Monday.
fn mended(repair: &str, people: u32, away: &str) -> Plant {
    plant(&format!(
        "[machines.m]\ncycle = \"1 h\"\n[failures.f]\nmachine = \"m\"\nclock = \"calendar\"\n\
         age = \"new\"\nlife = \"10 h\"\nrepair = \"{repair}\"\nskill = \"fix\"\n\
         [crews.hands]\nskills = [\"fix\"]\npeople = {people}\nduty = \"always\"\n{away}\n"
    ))
}

const WAIT_AND_WORK: [Leaf; 2] = [Leaf::WaitCrew, Leaf::Repair];

#[test]
fn a_repair_waits_for_who_is_away() {
    // Failures at 10 h, 21 h (waits until 30 h), 41 h.
    let away = "away = [{ from = \"15 h\", to = \"30 h\" }]";
    let seen = |people: u32, away: &str| {
        tenths(&run_for(&mended("1 h", people, away), 0.0, 45.0), 0, WAIT_AND_WORK)
    };
    assert_eq!(seen(1, away), [90, 30]);
    assert_eq!(seen(1, ""), [0, 40]);
    assert_eq!(seen(2, away), [0, 40]);
    // Both of two at different times, both at once.
    let twice = "away = [{ from = \"15 h\", to = \"30 h\" }, { from = \"18 h\", to = \"24 h\" }]";
    assert_eq!(seen(2, twice), [30, 30]);
}

#[test]
fn on_some_days_of_the_week_only() {
    // Away on Tuesdays, from 24 h to 48 h: the failure at 32 h waits until 48 h.
    let away = "away = [{ from = \"0 h\", to = \"200 d\", days = \"Tue\" }]";
    let outcome = run_for(&mended("1 h", 1, away), 0.0, 70.0);
    assert_eq!(tenths(&outcome, 0, WAIT_AND_WORK), [160, 40]);
}

#[test]
fn a_repair_that_has_begun_is_finished() {
    let plant = mended("5 h", 1, "away = [{ from = \"12 h\", to = \"18 h\" }]");
    let outcome = run_for(&plant, 0.0, 20.0);
    assert_eq!(tenths(&outcome, 0, WAIT_AND_WORK), [0, 50]);
    let hours = |key: &str| quantity(&plant, &outcome, key);
    assert_eq!((hours("labour_ph:hands"), hours("overtime_ph:hands")), (2.0, 3.0));
}

#[test]
fn machines_stand_without_the_operator_who_is_away() {
    let text = "[machines.m]\ncycle = \"1 h\"\noperator = { skill = \"run\" }\n\
                [machines.n]\ncycle = \"1 h\"\noperator = { skill = \"run\" }\n\
                [crews.hands]\nskills = [\"run\"]\npeople = 2\nduty = \"always\"\n";
    let away = "away = [{ from = \"10 h\", to = \"16 h\" }]\n";
    let stands = |text: &str| {
        let outcome = run_for(&plant(text), 0.0, 40.0);
        (0..2).map(|m| tenths(&outcome, m, [Leaf::NoOperator])[0]).sum::<i64>()
    };
    assert_eq!([stands(text), stands(&format!("{text}{away}"))], [0, 60]);
}

fn year(plant: &Plant) -> Outcome {
    let phases = [Phase { from_month: 0, plant: std::sync::Arc::new(plant.clone()) }];
    let mut replica = Replica::assemble(plant);
    let mut run = || {
        let run = replica.run(&phases, 12, Streams::new(3, 0), &Limits::default());
        run.unwrap_or_else(|error| panic!("{error}"))
    };
    let first = run();
    assert_eq!(first, run());
    first
}

/// The same people are absent, whoever is away; before and after nothing is otherwise.
#[test]
fn absences_are_the_same_before_and_after() {
    let text = |away: &str| {
        plant(&format!(
            "[machines.m]\ncycle = \"1 h\"\n[calendar]\n\
             shifts = [{{ days = \"Mon-Fri\", from = \"06:00\", to = \"22:00\" }}]\n\
             overtime = {{ days = \"Sat\", from = \"06:00\", to = \"14:00\", when_below = \"1 weeks\" }}\n\
             [crews.hands]\nskills = [\"fix\"]\nabsence = \"20 %\"\npeople = [\n\
             {{ days = \"Mon-Fri\", from = \"06:00\", to = \"14:00\", people = 4 }},\n\
             {{ days = \"Mon-Fri\", from = \"14:00\", to = \"22:00\", people = 2 }}]\n{away}\n\
             [demand]\nweekly = \"100 pieces\"\nbackorder = \"0 %\"\n"
        ))
    };
    let (all, fewer) = (
        text(""),
        text("away = [{ from = \"3000 h\", to = \"4200 h\", people = 2, days = \"Mon-Thu\" }]"),
    );
    let (all_seen, fewer_seen) = (year(&all), year(&fewer));
    let names = schema(&all);
    let at = names.iter().position(|q| q.key == "absent_ph:hands").unwrap();
    let absent =
        |o: &Outcome| -> Vec<f64> { o.monthly.chunks(names.len()).map(|m| m[at]).collect() };
    let (all_seen, fewer_seen) = (absent(&all_seen), absent(&fewer_seen));
    for month in 0..12 {
        let meanwhile = (4..6).contains(&month);
        assert_eq!(fewer_seen[month] < all_seen[month], meanwhile, "month {month}");
        assert!(meanwhile || fewer_seen[month] == all_seen[month], "month {month}");
    }
}
