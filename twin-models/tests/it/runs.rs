//! Runs of small plants whose course is known.

use sim_core::{Limits, SimDuration, Streams};
use twin_models::Replica;
use twin_models::outcome::{Outcome, schema};
use twin_models::plant::model::Plant;
use twin_models::state::Leaf;

pub(crate) fn plant(text: &str) -> Plant {
    let head = "[plant]\nname = \"small\"\nstart = 2027-01-04\nconstraint = \"m\"\n";
    let read = Plant::from_toml("small", format!("{head}{text}").as_bytes());
    read.unwrap_or_else(|faults| panic!("{faults}")).plant
}

pub(crate) fn run_for(plant: &Plant, warm_up: f64, length: f64) -> Outcome {
    let (warm_up, length) = (SimDuration::from_hours(warm_up), SimDuration::from_hours(length));
    let mut replica = Replica::assemble(plant);
    let run = replica.run_for(plant, warm_up, length, Streams::new(3, 0), &Limits::default());
    run.unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn without_places_an_arrival_goes_straight_to_an_idle_server() {
    let text = |when_full: &str| {
        format!(
            "[machines.m]\ncycle = \"2.5 h\"\nservers = 3\n[buffers.b]\nto = \"m\"\ncapacity = 0\n\
             [sources.s]\nto = \"b\"\nevery = \"1 h\"\nwhen_full = {when_full:?}\n"
        )
    };
    for when_full in ["lost", "wait"] {
        let outcome = run_for(&plant(&text(when_full)), 0.0, 100.5);
        assert_eq!(outcome.arrivals, [(100, 0)], "{when_full}");
    }
    // With one server every third arrival finds it idle.
    let one = text("lost").replace("servers = 3", "");
    assert_eq!(run_for(&plant(&one), 0.0, 99.5).arrivals, [(99, 66)]);
}

#[test]
fn what_comes_after_a_warm_up_adds_up_with_it() {
    let plant = plant(
        "[machines.m]\ncycle = { exponential = { mean = \"1 h\" } }\nscrap = \"5 %\"\n\
         [machines.n]\ncycle = { exponential = { mean = \"0.9 h\" } }\n\
         [buffers.b]\nfrom = \"m\"\nto = \"n\"\ncapacity = 2\n\
         [failures.f]\nmachine = \"n\"\nskill = \"s\"\nlife = { exponential = { mean = \"20 h\" } }\n\
         repair = { exponential = { mean = \"3 h\" } }\n\
         [crews.c]\nskills = [\"s\"]\npeople = 1\nduty = { on = \"8 h\", period = \"24 h\" }\n",
    );
    let (before, after) = (run_for(&plant, 0.0, 333.3), run_for(&plant, 333.3, 700.0));
    let whole = run_for(&plant, 0.0, 1033.3);
    let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-9 * b.abs().max(1.0), "{a}, {b}");
    assert_eq!(before.events + after.events, whole.events);
    near(after.elapsed_h, 700.0);
    for ((b, a), w) in before.monthly.iter().zip(&after.monthly).zip(&whole.monthly) {
        near(b + a, *w);
    }
    for ((b, a), w) in before.machines.iter().zip(&after.machines).zip(&whole.machines) {
        assert_eq!(b.completed + a.completed, w.completed);
        assert_eq!(a.ticks.iter().sum::<i64>(), 700 * 3_600_000_000);
        for ((b, a), w) in b.ticks.iter().zip(&a.ticks).zip(&w.ticks) {
            assert_eq!(b + a, *w);
        }
        near(b.holding_nothing * 333.3 + a.holding_nothing * 700.0, w.holding_nothing * 1033.3);
    }
    near(before.wip_mean * 333.3 + after.wip_mean * 700.0, whole.wip_mean * 1033.3);
    near(
        before.buffer_mean[0] * 333.3 + after.buffer_mean[0] * 700.0,
        whole.buffer_mean[0] * 1033.3,
    );
    let lost = |o: &Outcome| o.losses.iter().map(|l| l.ticks).sum::<i64>();
    assert_eq!(lost(&before) + lost(&after), lost(&whole));
    assert_eq!(before.modes[0].failures + after.modes[0].failures, whole.modes[0].failures);
}

#[test]
fn planned_work_that_stands_still_without_its_crew_is_waiting() {
    let plant = plant(
        "[machines.m]\ncycle = \"1 h\"\n[maintenance.t]\non = \"m\"\npolicy = \"calendar\"\n\
         every = \"30 h\"\nduration = \"4 h\"\nskill = \"s\"\n\
         [crews.c]\nskills = [\"s\"]\npeople = 1\nduty = { on = \"8 h\", period = \"24 h\" }\n",
    );
    // Begun at 30 h, two hours before the crew leaves; done from 48 h to 50 h.
    let seen = &run_for(&plant, 0.0, 55.0).machines[0];
    let hours = |leaf: Leaf| seen.ticks[leaf as usize] / 3_600_000_000;
    assert_eq!([Leaf::Preventive, Leaf::WaitPlanned, Leaf::Run].map(hours), [4, 16, 35]);
}

#[test]
fn a_task_and_a_planned_repair_of_one_mode_do_not_lock_each_other() {
    // The service at age 84 h takes until 87 h; an alert asks for a repair from 85 h on.
    let text = |people: u32| {
        format!(
            "[machines.m]\ncycle = \"1 h\"\n[failures.f]\nmachine = \"m\"\nlife = \"100 h\"\n\
             warning = \"20 h\"\nrepair = \"4 h\"\nskill = \"s\"\nage = \"new\"\n\
             [predictive.p]\non = [\"f\"]\ndetection = 1\ndelay = \"1 h\"\nresponse = \"4 h\"\n\
             [maintenance.t]\non = [\"f\"]\npolicy = \"age\"\nevery = \"84 h\"\n\
             duration = \"3 h\"\nskill = \"s\"\n\
             [crews.c]\nskills = [\"s\"]\npeople = {people}\nduty = \"always\"\n"
        )
    };
    // One fitter: the service has made the repair needless. Two: both work, until 89 h.
    for (people, planned, run) in [(1, 0, 117), (2, 1, 115)] {
        let outcome = run_for(&plant(&text(people)), 0.0, 120.0);
        assert_eq!(outcome.machines[0].ticks[Leaf::Run as usize], run * 3_600_000_000);
        assert_eq!((outcome.modes[0].preventive, outcome.modes[0].planned), (1, planned));
    }
}

/// An alert orders the part; the machine fails before it comes: the part on its way is used.
#[test]
fn a_part_ordered_for_a_prediction_serves_the_failure() {
    let plant = plant(
        r#"
condition = "new"
[machines.m]
cycle = "1 h"
[failures.F]
machine = "m"
clock = "calendar"
onset = "100 h"
delay = "50 h"
repair = "1 h"
part = "p"
[predictive.eye]
on = ["F"]
detection = 1.0
delay = "1 h"
[spares.p]
stock = 0
lead = "60 h"
"#,
    );
    // Onset 100 h, alert and order 101 h, failure 150 h, part 161 h, repair until 162 h.
    let outcome = run_for(&plant, 0.0, 170.0);
    let schema = schema(&plant);
    let of = |key: &str| outcome.monthly[schema.iter().position(|q| q.key == key).unwrap()];
    assert_eq!((of("failures:F"), of("parts_bought:p"), of("parts_used:p")), (1.0, 1.0, 1.0));
    assert!((of("unplanned_down_h:m") - 12.0).abs() < 1e-3, "{}", of("unplanned_down_h:m"));
}

/// A mode that fails in calendar time while a task works on its machine is left to its repair.
#[test]
fn a_task_does_not_swallow_a_failure() {
    let plant = plant(
        r#"
condition = "new"
[machines.m]
cycle = "1 h"
[failures.F]
machine = "m"
clock = "calendar"
life = "100.5 h"
repair = "2 h"
[maintenance.T]
on = ["F"]
policy = "calendar"
every = "50 h"
duration = "1 h"
"#,
    );
    let outcome = run_for(&plant, 0.0, 1000.0);
    assert!(outcome.machines[0].completed > 900.0, "{}", outcome.machines[0].completed);
}

#[test]
fn customers_may_become_less_regular_in_the_middle_of_a_run() {
    let with = |cv: &str| {
        plant(&format!(
            "[machines.m]\ncycle = \"10 min\"\n\
             [demand]\nweekly = \"700 pieces\"\ncv = {cv}\nbackorder = \"0 %\"\n"
        ))
    };
    let phase = |from_month, cv| twin_models::Phase { from_month, plant: with(cv).into() };
    let phases = [phase(0, "0"), phase(2, "0.5")];
    let mut replica = Replica::assemble(&phases[0].plant);
    let outcome = replica.run(&phases, 4, Streams::new(3, 0), &Limits::default()).expect("it runs");
    let schema = schema(&phases[0].plant);
    let at = schema.iter().position(|q| q.key == "demand").expect("a demand");
    let month = |m: usize| outcome.monthly[m * schema.len() + at];
    // 140 pieces on each of five days, as long as all weeks are equal.
    assert_eq!([month(0), month(1)].map(|d| d % 140.0), [0.0, 0.0]);
    assert!(month(2) % 140.0 != 0.0 && month(3) % 140.0 != 0.0, "{} {}", month(2), month(3));
}

#[test]
fn customers_may_want_nothing_on_closed_days() {
    let demand = |closed_days: &str| {
        let plant = plant(&format!(
            "[calendar]\nclosed = [\"2027-01-11..2027-01-13\"]\n[machines.m]\ncycle = \"10 min\"\n\
             [demand]\nweekly = \"700 pieces\"\nbackorder = \"0 %\"\n{closed_days}"
        ));
        let at = schema(&plant).iter().position(|q| q.key == "demand").expect("a demand");
        run_for(&plant, 0.0, 14.0 * 24.0).monthly[at]
    };
    assert_eq!(demand(""), 1400.0);
    assert_eq!(demand("closed_days = \"as usual\"\n"), 1400.0);
    assert_eq!(demand("closed_days = \"no demand\"\n"), 1400.0 - 3.0 * 140.0);
}
