//! Breaks, ends of shifts, headcount and absence, where the course can be computed by hand.

use super::runs::{plant, run_for};
use super::staffing::{quantity, tenths};
use twin_models::plant::model::Plant;
use twin_models::state::Leaf;

const SHIFTS: &str = "shifts = [{ days = \"Mon-Fri\", from = \"06:00\", to = \"14:00\" }]";
const BREAK: &str = "breaks = [{ days = \"Mon-Fri\", from = \"10:00\", to = \"10:30\" }]";

/// One shift of 8 h from Monday to Friday, with more in the calendar.
fn shift(more: &str, text: &str) -> Plant {
    plant(&format!("[calendar]\n{SHIFTS}\n{more}\n{text}"))
}

fn hands(people: &str) -> String {
    format!("[crews.hands]\nskills = [\"run\", \"fix\"]\npeople = {people}\n")
}

#[test]
fn an_unattended_machine_runs_through_the_break() {
    let operator = "operator = { skill = \"run\" }\n";
    let text = format!(
        "[calendar]\n{SHIFTS}\n{BREAK}\n\
         [machines.m]\ncycle = \"1.5 h\"\nunattended = true\n{operator}\
         [machines.n]\ncycle = \"1.5 h\"\n{operator}{}",
        hands("2")
    );
    for flow in ["", "flow = \"rate\"\n"] {
        let plant = plant(&format!("{flow}{text}"));
        let outcome = run_for(&plant, 0.0, 24.0);
        let leaves = [Leaf::Run, Leaf::Break, Leaf::NoOperator];
        assert_eq!(tenths(&outcome, 0, leaves), [80, 0, 0]);
        assert_eq!(tenths(&outcome, 1, leaves), [75, 5, 0]);
        // Both operators have their break.
        assert_eq!(quantity(&plant, &outcome, "run_ph:hands"), 15.0);
        assert_eq!(quantity(&plant, &outcome, "idle_ph:hands"), 1.0);
    }
}

#[test]
fn until_somebody_must_clear_a_stop() {
    // The stop at 10:12 waits until 10:30 and is cleared by 11:00; 3 h of work follow.
    let text = format!(
        "[machines.m]\ncycle = \"1 h\"\nunattended = true\ncleared_by = \"fix\"\n\
         minor_stops = {{ every = \"4.2 h\", lasts = \"0.5 h\" }}\n{}",
        hands("1")
    );
    let leaves = [Leaf::Run, Leaf::NoOperator, Leaf::Minor, Leaf::Break, Leaf::Closed];
    let outcome = run_for(&shift(BREAK, &text), 0.0, 24.0);
    assert_eq!(tenths(&outcome, 0, leaves), [72, 3, 5, 0, 160]);
    // A stop that needs nobody ends in the break.
    let alone = text.replace("cleared_by = \"fix\"\n", "");
    let outcome = run_for(&shift(BREAK, &alone), 0.0, 24.0);
    assert_eq!(tenths(&outcome, 0, leaves), [75, 0, 5, 0, 160]);
}

#[test]
fn the_piece_in_hand_is_finished_after_the_shift() {
    // Pieces end at 09:00, 12:00 and 15:00.
    let machine = "[machines.m]\ncycle = \"3 h\"\nshift_end = \"finish\"\nunattended = true\n";
    let operator = format!("operator = {{ skill = \"run\" }}\n{}", hands("1"));
    for people in ["", &operator] {
        let plant = shift(BREAK, &format!("{machine}{people}"));
        let outcome = run_for(&plant, 0.0, 48.0);
        assert_eq!(tenths(&outcome, 0, [Leaf::Run, Leaf::Closed]), [180, 300]);
        assert_eq!(outcome.machines[0].completed, 6.0);
        assert_eq!(quantity(&plant, &outcome, "past_shift_h:m"), 2.0);
        if !people.is_empty() {
            assert_eq!(quantity(&plant, &outcome, "overtime_ph:hands"), 2.0);
            assert_eq!(quantity(&plant, &outcome, "run_ph:hands"), 15.0);
            assert_eq!(quantity(&plant, &outcome, "idle_ph:hands"), 1.0);
        }
    }
}

#[test]
fn what_stops_a_machine_after_its_shift_leaves_the_rest_to_the_next() {
    let text = "[machines.m]\ncycle = \"3 h\"\nshift_end = \"finish\"\n\
                [failures.f]\nmachine = \"m\"\nclock = \"calendar\"\nlife = \"14.5 h\"\n\
                age = \"new\"\nrepair = \"4 h\"\n";
    // Repaired from 14:30 to 18:30; the piece is done at 06:30 on Tuesday.
    let plant = shift("", text);
    let outcome = run_for(&plant, 0.0, 31.0);
    let leaves = [Leaf::Run, Leaf::OffShiftRepair, Leaf::Closed];
    assert_eq!(tenths(&outcome, 0, leaves), [95, 40, 175]);
    assert_eq!(outcome.machines[0].completed, 3.0);
    assert_eq!(quantity(&plant, &outcome, "past_shift_h:m"), 0.5);
}

#[test]
fn with_fewer_people_the_last_to_begin_gives_back() {
    let operator = "operator = { skill = \"run\" }\n";
    let people = "[{ days = \"Mon-Fri\", from = \"06:00\", to = \"10:00\", people = 2 }, \
                  { days = \"Mon-Fri\", from = \"10:00\", to = \"14:00\", people = 1 }]";
    let text = format!(
        "[machines.m]\ncycle = \"3 h\"\n{operator}[machines.n]\ncycle = \"3 h\"\n{operator}{}",
        hands(people)
    );
    let plant = shift("", &text);
    // n stops at 10:00 in the middle of a piece; m's ends at 12:00, then n goes on until 14:00.
    let outcome = run_for(&plant, 0.0, 24.0);
    for m in [0, 1] {
        assert_eq!(tenths(&outcome, m, [Leaf::Run, Leaf::NoOperator]), [60, 20], "{m}");
        assert_eq!(outcome.machines[m].completed, 2.0);
    }
    assert_eq!(quantity(&plant, &outcome, "run_ph:hands"), 12.0);
    assert_eq!(quantity(&plant, &outcome, "idle_ph:hands"), 0.0);
}

#[test]
fn the_same_people_are_absent_in_every_arm() {
    let with = |cycle: &str, people: u32| {
        let text = format!(
            "[machines.m]\ncycle = {cycle:?}\noperator = {{ skill = \"run\" }}\n{}\
             absence = \"30 %\"\n",
            hands(&people.to_string())
        );
        let plant = shift("", &text);
        let outcome = run_for(&plant, 0.0, 24.0 * 364.0);
        ["absent_ph", "run_ph", "idle_ph"]
            .map(|key| quantity(&plant, &outcome, &format!("{key}:hands")))
    };
    let [absent, run, idle] = with("1 h", 3);
    let [faster, ..] = with("0.7 h", 3);
    assert_eq!(absent, faster);
    // 260 shifts of three people.
    let hours = 260.0 * 8.0;
    assert!((absent + run + idle - 3.0 * hours).abs() < 1e-6, "{absent} {run} {idle}");
    let share = absent / (3.0 * hours);
    let error = (0.3_f64 * 0.7 / 780.0).sqrt();
    assert!((share - 0.3).abs() < 3.29 * error, "{share}");
    // A fourth person is absent or not; the others are as before.
    let [four, ..] = with("1 h", 4);
    assert!(four > absent && four < absent + 0.5 * hours, "{absent}, {four}");
}

#[test]
fn overtime_on_another_day_has_the_people_of_the_same_hour() {
    let people = "[{ days = \"Mon-Fri\", from = \"06:00\", to = \"10:00\", people = 2 }, \
                  { days = \"Mon-Fri\", from = \"10:00\", to = \"14:00\", people = 1 }]";
    let overtime = "overtime = { days = \"Sat\", from = \"08:00\", to = \"12:00\", \
                    when_below = \"1 weeks\" }";
    let text = format!(
        "[machines.m]\ncycle = \"1 h\"\n[machines.n]\ncycle = \"1 h\"\n\
         operator = {{ skill = \"run\" }}\n\
         [demand]\nweekly = \"500 pieces\"\nbackorder = \"0 %\"\n{}",
        hands(people)
    );
    let plant = shift(overtime, &text);
    let outcome = run_for(&plant, 0.0, 24.0 * 7.0);
    let [run, idle] =
        ["run_ph", "idle_ph"].map(|key| quantity(&plant, &outcome, &format!("{key}:hands")));
    // Five days of 12 person hours, and Saturday 2 h of two and 2 h of one.
    assert_eq!((run, run + idle), (44.0, 66.0));
}

#[test]
fn a_crew_that_waits_for_its_shift_waits_with_planned_work_too() {
    let text = "[machines.m]\ncycle = \"1 h\"\n[maintenance.t]\non = \"m\"\n\
                policy = \"calendar\"\nevery = \"12 h\"\nduration = \"4 h\"\nskill = \"fix\"\n";
    let plant = shift("", &format!("{text}{}", hands("1")));
    // Begun on Monday at 12:00, done on Tuesday at 08:00; what fell due meanwhile is dropped.
    let outcome = run_for(&plant, 0.0, 35.0);
    let leaves = [Leaf::Preventive, Leaf::Run, Leaf::Closed];
    assert_eq!(tenths(&outcome, 0, leaves), [40, 90, 220]);
    assert_eq!(quantity(&plant, &outcome, "labour_ph:hands"), 4.0);
    assert_eq!(quantity(&plant, &outcome, "overtime_ph:hands"), 0.0);
}

#[test]
fn only_the_job_that_calls_a_crew_out_is_a_call_out() {
    let failure = |name: &str, life: &str| {
        format!(
            "[failures.{name}]\nmachine = \"m\"\nclock = \"calendar\"\nlife = {life:?}\n\
             age = \"new\"\nrepair = \"3 h\"\nskill = \"fix\"\n"
        )
    };
    // One repair from 13:00 to 16:00 by one person, another called at 15:00 for 16:00 to 19:00.
    let text = format!(
        "[machines.m]\ncycle = \"1 h\"\n{}{}{}off_duty = {{ call_out = \"1 h\" }}\n",
        failure("a", "13 h"),
        failure("b", "15 h"),
        hands("2")
    );
    let plant = shift("", &text);
    let outcome = run_for(&plant, 0.0, 24.0);
    let of = |key: &str| quantity(&plant, &outcome, &format!("{key}:hands"));
    assert_eq!(
        ["labour_ph", "overtime_ph", "callout_ph", "callouts"].map(of),
        [1.0, 2.0, 4.0, 1.0]
    );
}
