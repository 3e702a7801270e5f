//! People at machines, where the course can be computed by hand.

use super::runs::{plant, run_for};
use twin_models::outcome::{Loss, Outcome, RootKind, schema};
use twin_models::plant::model::Plant;
use twin_models::state::Leaf;

/// Tenths of an hour of a machine in each of these leaves.
pub(super) fn tenths<const N: usize>(
    outcome: &Outcome,
    machine: usize,
    leaves: [Leaf; N],
) -> [i64; N] {
    let ticks = &outcome.machines[machine].ticks;
    leaves.map(|l| {
        assert_eq!(ticks[l as usize] % 360_000_000, 0, "{}", l.code());
        ticks[l as usize] / 360_000_000
    })
}

pub(super) fn quantity(plant: &Plant, outcome: &Outcome, key: &str) -> f64 {
    let at = schema(plant).iter().position(|q| q.key == key);
    outcome.monthly[at.unwrap_or_else(|| panic!("no quantity {key}"))]
}

/// A crew that is always there.
fn crew(people: u32) -> String {
    format!("[crews.hands]\nskills = [\"run\", \"fix\"]\npeople = {people}\nduty = \"always\"\n")
}

fn machines(names: &[&str], more: &str) -> String {
    names.iter().map(|m| format!("[machines.{m}]\ncycle = \"1 h\"\n{more}\n")).collect()
}

#[test]
fn machines_take_turns_piece_by_piece() {
    let text = machines(&["m", "n"], "operator = { skill = \"run\" }") + &crew(1);
    let plant = plant(&text);
    let outcome = run_for(&plant, 0.0, 100.0);
    for m in [0, 1] {
        assert_eq!(tenths(&outcome, m, [Leaf::Run, Leaf::NoOperator]), [500, 500]);
    }
    let lost = |l: &&Loss| l.kind == RootKind::People && l.victim == l.root;
    let lost: i64 = outcome.losses.iter().filter(lost).map(|l| l.ticks).sum();
    assert_eq!(lost, 100 * 3_600_000_000);
    assert_eq!(quantity(&plant, &outcome, "run_ph:hands"), 100.0);
    assert_eq!(quantity(&plant, &outcome, "idle_ph:hands"), 0.0);
    assert_eq!(quantity(&plant, &outcome, "no_operator_h:m"), 50.0);
}

#[test]
fn one_operator_runs_as_many_machines_as_the_share_allows() {
    let names = ["m", "n", "o", "p", "q"];
    for (share, machines_of_one, people) in
        [("\"25 %\"", 4, 1), ("0.333333", 3, 1), ("\"50 %\"", 4, 2)]
    {
        let more = format!("operator = {{ skill = \"run\", share = {share} }}");
        let plant = plant(&(machines(&names, &more) + &crew(people)));
        let outcome = run_for(&plant, 0.0, 100.0);
        let run: i64 = (0..5).map(|m| tenths(&outcome, m, [Leaf::Run])[0]).sum();
        assert_eq!(run, machines_of_one * 1000, "{share}");
        let idle = quantity(&plant, &outcome, "idle_ph:hands");
        assert!(idle.abs() < 1e-3, "{share}: {idle}");
    }
}

#[test]
fn one_after_the_other_is_cleared_and_running_waits_for_clearing() {
    // Both stop at 2 h of work. Clearing comes before running, the longest waiting first.
    let stops = "minor_stops = { every = \"2 h\", lasts = \"30 min\" }\ncleared_by = \"fix\"";
    let text = machines(&["m", "n"], stops);
    let alone = plant(&(text.clone() + &crew(1)));
    // m: cleared 2.0 to 2.5, stops again at 4.5; n: waits, cleared 2.5 to 3.0, stops at 5.0.
    let outcome = run_for(&alone, 0.0, 5.0);
    assert_eq!(tenths(&outcome, 0, [Leaf::Run, Leaf::Minor, Leaf::NoOperator]), [40, 10, 0]);
    assert_eq!(tenths(&outcome, 1, [Leaf::Run, Leaf::Minor, Leaf::NoOperator]), [40, 5, 5]);
    assert_eq!(quantity(&alone, &outcome, "setup_ph:hands"), 1.5);
    assert_eq!(quantity(&alone, &outcome, "idle_ph:hands"), 3.5);
    // A third machine needs the same person to run: it stands while the others are cleared.
    let with = text + "[machines.o]\ncycle = \"1 h\"\noperator = { skill = \"run\" }\n" + &crew(1);
    let outcome = run_for(&plant(&with), 0.0, 5.0);
    assert_eq!(tenths(&outcome, 2, [Leaf::Run, Leaf::NoOperator]), [40, 10]);
}

#[test]
fn a_set_up_waits_for_its_people() {
    let change = "[changeovers]\nevery = \"10 h\"\n[changeovers.kinds.any]\nlasts = \"2 h\"\n";
    let text = machines(&["m", "n"], "set_up_by = { skill = \"fix\", people = 2 }");
    for (people, waits, flow) in
        [(2, 20, ""), (3, 20, ""), (4, 0, ""), (2, 20, "flow = \"rate\"\n")]
    {
        let plant = plant(&format!("{flow}{text}{change}{}", crew(people)));
        let outcome = run_for(&plant, 0.0, 19.0);
        let leaves = [Leaf::Run, Leaf::Setup, Leaf::NoOperator];
        assert_eq!(tenths(&outcome, 0, leaves), [170, 20, 0], "{people}");
        assert_eq!(tenths(&outcome, 1, leaves), [170 - waits, 20, waits], "{people}");
        assert_eq!(quantity(&plant, &outcome, "setup_ph:hands"), 8.0);
    }
}

#[test]
fn a_repair_takes_people_from_running_machines_but_not_from_a_set_up() {
    let failure = "[failures.f]\nmachine = \"o\"\nclock = \"calendar\"\nlife = \"10.5 h\"\n\
                   age = \"new\"\nrepair = \"3 h\"\nskill = \"fix\"\n[machines.o]\ncycle = \"1 h\"\n";
    let text = machines(&["m"], "operator = { skill = \"run\" }\nset_up_by = \"fix\"");
    let plant_of = |more: &str| plant(&format!("{text}{failure}{more}{}", crew(1)));
    // The person leaves the running machine in the middle of a piece, and comes back.
    let outcome = run_for(&plant_of(""), 0.0, 20.0);
    assert_eq!(tenths(&outcome, 0, [Leaf::Run, Leaf::NoOperator]), [170, 30]);
    assert_eq!(tenths(&outcome, 1, [Leaf::Repair, Leaf::WaitCrew]), [30, 0]);
    // The 17th piece ends with the run.
    assert_eq!(outcome.machines[0].completed, 16.0);
    // Set up from 10 h to 12 h: the repair waits, and comes before running.
    let change = "[changeovers]\nevery = \"10 h\"\nstations = [\"m\"]\n\
                  [changeovers.kinds.any]\nlasts = \"2 h\"\n";
    let outcome = run_for(&plant_of(change), 0.0, 19.0);
    let leaves = [Leaf::Run, Leaf::Setup, Leaf::NoOperator];
    assert_eq!(tenths(&outcome, 0, leaves), [140, 20, 30]);
    assert_eq!(tenths(&outcome, 1, [Leaf::Repair, Leaf::WaitCrew]), [30, 15]);
}

#[test]
fn an_operator_is_not_bound_by_a_machine_that_waits() {
    // n takes 30 min a piece and waits for m the other half of the time.
    let text = format!(
        "[machines.m]\ncycle = \"1 h\"\n\
         [machines.n]\ncycle = \"30 min\"\noperator = {{ skill = \"run\" }}\n\
         [buffers.b]\nfrom = \"m\"\nto = \"n\"\ncapacity = 3\n{}",
        crew(1)
    );
    let plant = plant(&text);
    let outcome = run_for(&plant, 0.0, 101.0);
    let leaves = [Leaf::Run, Leaf::Starved, Leaf::NoOperator];
    assert_eq!(tenths(&outcome, 1, leaves), [500, 510, 0]);
    assert_eq!(quantity(&plant, &outcome, "run_ph:hands"), 50.0);
    assert_eq!(quantity(&plant, &outcome, "idle_ph:hands"), 51.0);
}

#[test]
fn people_go_home_with_their_shift() {
    // On duty 8 h of every 24 h; the pieces stand still in between.
    let text = machines(&["m"], "operator = { skill = \"run\", share = \"50 %\" }")
        + "[crews.hands]\nskills = [\"run\"]\npeople = 1\nduty = { on = \"8.5 h\", period = \"24 h\" }\n";
    for flow in ["", "flow = \"rate\"\n"] {
        let plant = plant(&format!("{flow}{text}"));
        let outcome = run_for(&plant, 0.0, 48.0);
        assert_eq!(tenths(&outcome, 0, [Leaf::Run, Leaf::NoOperator]), [170, 310]);
        assert_eq!(outcome.machines[0].completed, 17.0);
        assert_eq!(quantity(&plant, &outcome, "run_ph:hands"), 8.5);
        assert_eq!(quantity(&plant, &outcome, "idle_ph:hands"), 8.5);
    }
}

#[test]
fn waiting_for_an_operator_is_no_long_stop() {
    // Start-up scrap follows the night, not the waiting for the other machine.
    let text = "[calendar]\nshifts = [{ days = \"Mon-Fri\", from = \"06:00\", to = \"14:00\" }]\n"
        .to_owned()
        + &machines(
            &["m", "n"],
            "operator = { skill = \"run\" }\nstartup_scrap = { pieces = 1, after = \"1 h\" }",
        )
        + &crew(1);
    let outcome = run_for(&plant(&text), 0.0, 72.0);
    // Opened three times, the first time after 6 h closed.
    assert_eq!([0, 1].map(|m| outcome.machines[m].scrapped), [3.0, 3.0]);
    assert_eq!([0, 1].map(|m| tenths(&outcome, m, [Leaf::Run])[0]), [120, 120]);
}
