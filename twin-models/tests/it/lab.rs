//! Repairs that do not renew, computed by hand.

use super::runs::{plant, run_for};
use sim_core::statistics::Tally;
use sim_core::{Limits, SimDuration, Streams};
use twin_models::Replica;
use twin_models::outcome::{Outcome, schema};
use twin_models::plant::model::Plant;

const MACHINE: &str = "condition = \"new\"\n[machines.m]\ncycle = \"1 h\"\n";

/// One machine, one mode repaired at once, and what is said besides.
fn one(mode: &str, more: &str) -> Plant {
    plant(&format!("{MACHINE}[failures.f]\nmachine = \"m\"\nrepair = \"0 h\"\n{mode}\n{more}"))
}

fn failures(plant: &Plant, hours: f64) -> u64 {
    run_for(plant, 0.0, hours).modes[0].failures
}

fn quantity(plant: &Plant, outcome: &Outcome, key: &str) -> f64 {
    let at = schema(plant).iter().position(|q| q.key == key);
    outcome.monthly[at.unwrap_or_else(|| panic!("no {key}"))]
}

#[test]
fn half_of_the_age_stays() {
    // Fails at 100 h with age 100, repaired to 50: from then on every 50 h.
    let plant = one("life = \"100 h\"\neffect = { kijima_2 = 0.5 }", "");
    assert_eq!([99.0, 101.0, 151.0, 399.0, 401.0].map(|h| failures(&plant, h)), [0, 1, 2, 6, 7]);
}

#[test]
fn a_service_takes_away_half_of_the_age() {
    let service = "[maintenance.t]\non = [\"f\"]\npolicy = \"operating\"\nevery = \"80 h\"\n\
                   duration = \"0 h\"\neffect = { kijima_2 = 0.5 }\n";
    let plant = one("life = \"100 h\"", service);
    // Age 80 at 80 h becomes 40; fails at 140 h, new; 20 becomes 10 at 160 h; 90 becomes 45 at
    // 240 h; fails at 295 h.
    assert_eq!([139.0, 141.0, 294.0, 296.0].map(|h| failures(&plant, h)), [0, 1, 1, 2]);
}

#[test]
fn an_age_task_follows_the_age_that_is_left() {
    let task = "[maintenance.t]\non = [\"f\"]\npolicy = \"age\"\nevery = \"100 h\"\n\
                duration = \"0 h\"\neffect = { kijima_2 = 0.6 }\n";
    // 60 h are left at 100 h: due again every 40 h.
    let done = |plant: &Plant| quantity(plant, &run_for(plant, 0.0, 290.0), "tasks:t");
    assert_eq!(done(&one("life = \"1000 h\"", task)), 5.0);
    // Minimal repairs leave the age, so the task does not move; perfect ones begin it anew.
    let life = "life = { weibull = { shape = 2, mean = \"40 h\" } }\neffect = \"minimal\"";
    let renewing = task.replace("effect = { kijima_2 = 0.6 }", "");
    let plant = one(life, &renewing);
    assert!(failures(&plant, 290.0) > 5, "hardly any failure");
    assert_eq!(done(&plant), 2.0);
    assert!(done(&one(&life.replace("minimal", "perfect"), &renewing)) < 2.0);
}

#[test]
fn a_mistake_brings_an_early_failure() {
    let plant = one("life = \"100 h\"\ninduced = { chance = 1, life = \"10 h\" }", "");
    assert_eq!([101.0, 109.0, 111.0, 131.0].map(|h| failures(&plant, h)), [1, 1, 2, 4]);
    // It never prolongs a life.
    let late = one("life = \"100 h\"\ninduced = { chance = 1, life = \"250 h\" }", "");
    assert_eq!(failures(&late, 1001.0), failures(&one("life = \"100 h\"", ""), 1001.0));
}

#[test]
fn effects_without_effect_change_nothing() {
    let life = "life = { weibull = { shape = 2, mean = \"90 h\" } }\nwarning = \"9 h\"";
    let run = |more: &str| run_for(&one(&format!("{life}\n{more}"), ""), 0.0, 5000.0);
    let base = run("");
    assert!(base.modes[0].failures > 40);
    for more in [
        "effect = { kijima_1 = 0 }",
        "effect = { kijima_2 = 0 }",
        "effect = { brown_proschan = 1 }",
        "induced = { chance = 0, life = \"1 h\" }",
    ] {
        assert_eq!(run(more), base, "{more}");
    }
    let minimal = run("effect = \"minimal\"");
    assert_ne!(minimal, base);
    for more in [
        "effect = { kijima_1 = 1 }",
        "effect = { kijima_2 = 1 }",
        "effect = { brown_proschan = 0 }",
    ] {
        assert_eq!(run(more), minimal, "{more}");
    }
}

#[test]
fn effects_are_the_same_at_rates() {
    let text = |flow: &str| {
        plant(&format!(
            "flow = \"{flow}\"\n{MACHINE}[failures.f]\nmachine = \"m\"\nrepair = \"2 h\"\n\
             life = {{ weibull = {{ shape = 2, mean = \"90 h\" }} }}\n\
             effect = {{ kijima_1 = 0.3 }}\n\
             [maintenance.t]\non = [\"f\"]\npolicy = \"age\"\nevery = \"120 h\"\nduration = \"1 h\"\n"
        ))
    };
    let (pieces, rates) = (text("piece"), text("rate"));
    let (a, b) = (run_for(&pieces, 0.0, 5000.0), run_for(&rates, 0.0, 5000.0));
    assert_eq!(a.modes, b.modes);
    assert_eq!(a.machines[0].ticks, b.machines[0].ticks);
    assert!(a.modes[0].failures > 40 && a.modes[0].preventive > 5, "{:?}", a.modes);
}

/// Barlow and Proschan: a life without memory is as good as new at any age.
#[test]
fn trap_05_renewing_an_exponential_mode_prevents_nothing() {
    let life = "life = { exponential = { mean = \"100 h\" } }";
    let task = "[maintenance.t]\non = [\"f\"]\npolicy = \"age\"\nevery = \"50 h\"\n\
                duration = \"0 h\"\n";
    let per_hour = |plant: &Plant, k| {
        let mut replica = Replica::assemble(plant);
        let hours = SimDuration::from_hours(2000.0);
        let luck = Streams::new(11, k);
        let run = replica.run_for(plant, SimDuration::ZERO, hours, luck, &Limits::default());
        run.expect("it runs").modes[0].failures as f64
    };
    let (plain, renewed) = (one(life, ""), one(life, task));
    let gain: Tally = (0..400).map(|k| per_hour(&plain, k) - per_hour(&renewed, k)).collect();
    let (mean, error) = (gain.mean().expect("runs"), gain.standard_error().expect("runs"));
    assert!(mean.abs() < 3.29 * error, "{mean} failures prevented, standard error {error}");
    assert!(error < 0.4, "too few runs to tell: {error} of 20");
}

/// An alert that comes with the failure helps nobody: the same future to the last bit.
#[test]
fn c46_trap_04_prediction_without_warning_brings_nothing() {
    let mode = "life = { weibull = { shape = 2, mean = \"90 h\" } }\nwarning = \"1 s\"";
    let monitor = |acted: &str| {
        format!(
            "[predictive.p]\non = [\"f\"]\ndetection = 1\ndelay = \"0 %\"\nresponse = \"2 h\"\n\
             acted_on = \"{acted}\"\n"
        )
    };
    let plain = run_for(&one(mode, ""), 0.0, 5000.0);
    for acted in ["0 %", "100 %"] {
        let watched = run_for(&one(mode, &monitor(acted)), 0.0, 5000.0);
        assert!(plain.modes[0].failures > 40);
        assert_eq!((&watched.modes, &watched.machines), (&plain.modes, &plain.machines));
    }
}

const STATES: &str = "degrades = { states = [{ name = \"good\", stays = \"60 h\" }, \
                      { name = \"worn\", stays = \"40 h\" }], visible_at = \"worn\" }";

#[test]
fn states_follow_each_other_and_their_hours_are_counted() {
    let plant = one(STATES, "");
    let outcome = run_for(&plant, 0.0, 270.0);
    assert_eq!((outcome.modes[0].failures, outcome.modes[0].defects), (2, 3));
    let hours = |state: &str| quantity(&plant, &outcome, &format!("state_h:f/{state}"));
    assert_eq!([hours("good"), hours("worn")], [180.0, 90.0]);
}

/// Continuously, in steps of measurement, and by an inspection that stops the machine.
#[test]
fn a_task_by_condition_comes_when_its_level_is_reached() {
    let condition = |every: &str| {
        format!(
            "[maintenance.t]\non = [\"f\"]\npolicy = \"condition\"\nlevel = {{ from = \"worn\" }}\n\
             duration = \"0 h\"\n{every}"
        )
    };
    for clock in ["operating", "calendar"] {
        let mode = format!("{STATES}\nclock = {clock:?}");
        let preventive = |every: &str| {
            let outcome = run_for(&one(&mode, &condition(every)), 0.0, 361.0);
            assert_eq!(outcome.modes[0].failures, 0);
            outcome.modes[0].preventive
        };
        // At 60, 120 .. 360 h; measured every 25 h: at 75, 150 .. 300 h.
        assert_eq!([preventive(""), preventive("every = \"25 h\"\n")], [6, 4], "{clock}");
    }
    let looks = "[maintenance.t]\non = [\"f\"]\npolicy = \"operating\"\nevery = \"30 h\"\n\
                 duration = \"1 h\"\ninspects = { detects = 1, fix = \"2 h\", \
                 level = { from = \"worn\" } }\n";
    // Worn after 60 h of work: found by the second look, and two later again.
    let plant = one(STATES, looks);
    let outcome = run_for(&plant, 0.0, 135.0);
    assert_eq!((outcome.modes[0].failures, outcome.modes[0].planned), (0, 2));
    assert_eq!(quantity(&plant, &outcome, "tasks:t"), 4.0);
}

#[test]
fn work_may_leave_a_state_behind() {
    let task = "[maintenance.t]\non = [\"f\"]\npolicy = \"condition\"\n\
                level = { from = \"bad\", back_to = \"worn\" }\nduration = \"0 h\"\n";
    let states = "degrades = { states = [{ name = \"good\", stays = \"60 h\" }, \
                  { name = \"worn\", stays = \"40 h\" }, { name = \"bad\", stays = \"9 h\" }] }";
    // Bad at 100 h, then every 40 h.
    let outcome = run_for(&one(states, task), 0.0, 221.0);
    assert_eq!((outcome.modes[0].failures, outcome.modes[0].preventive), (0, 4));
}

/// Mean and variance of the first passage (inverse Gaussian law), with steps a tenth of the life.
#[test]
fn a_wiener_process_fails_when_its_maximum_says_so() {
    let plant = one(
        "degrades = { wiener = { fails_at = 50, mean = \"100 h\", sd = \"20 h\", step = \"10 h\" } }",
        "",
    );
    let mut replica = Replica::assemble(&plant);
    let hours = SimDuration::from_hours(20_000.0);
    let mut rates = Tally::default();
    for k in 0..40 {
        let luck = Streams::new(5, k);
        let run = replica.run_for(&plant, SimDuration::ZERO, hours, luck, &Limits::default());
        rates.push(run.expect("it runs").modes[0].failures as f64);
    }
    // A renewal process: mean t/m + (c^2 - 1)/2, variance t s^2/m^3.
    let (mean, variance) = (rates.mean().expect("runs"), rates.variance().expect("runs"));
    let error = rates.standard_error().expect("runs");
    assert!((mean - (200.0 - 0.48)).abs() < 3.29 * error + 0.05, "{mean} +- {error}");
    assert!((variance - 8.0).abs() < 8.0 * 3.29 * (2.0_f64 / 39.0).sqrt(), "{variance}");
}

#[test]
fn a_hidden_failure_stops_nothing_until_it_is_found() {
    let looks = "[maintenance.t]\non = [\"f\"]\npolicy = \"operating\"\nevery = \"30 h\"\n\
                 duration = \"0 h\"\ninspects = { detects = 1, fix = \"2 h\" }\n";
    // Fails at 100 h, found at 120 h; new at 120 h of work, fails at 220 h, found at 240 h.
    let plant = one("life = \"100 h\"\nhidden = true", looks);
    let outcome = run_for(&plant, 0.0, 243.0);
    assert_eq!((outcome.modes[0].failures, outcome.modes[0].planned), (2, 0));
    assert_eq!(quantity(&plant, &outcome, "hidden_h:f"), 40.0);
    assert_eq!(quantity(&plant, &outcome, "unplanned_down_h:m"), 0.0);
    // Nobody looks.
    let plant = one("life = \"100 h\"\nhidden = true", "");
    let outcome = run_for(&plant, 0.0, 243.0);
    assert_eq!(quantity(&plant, &outcome, "hidden_h:f"), 143.0);
    assert_eq!(outcome.modes[0].failures, 1);
}

#[test]
fn two_of_three_units_are_enough() {
    // Each unit fails after 100 h and is repaired in 30 h; one fitter: 100 to 130, 160, 190 h.
    let plant = plant(&format!(
        "{MACHINE}[failures.f]\nmachine = \"m\"\nclock = \"calendar\"\nlife = \"100 h\"\n\
         repair = \"30 h\"\nskill = \"s\"\nunits = {{ of = 3, needed = 2 }}\n\
         [crews.c]\nskills = [\"s\"]\npeople = 1\nduty = \"always\"\n"
    ));
    let outcome = run_for(&plant, 0.0, 200.0);
    assert_eq!(outcome.modes.iter().map(|m| m.failures).collect::<Vec<_>>(), [1, 1, 1]);
    // All down at 100 h, two work again from 160 h on: one stop of 60 h.
    assert_eq!(outcome.machines[0].failures, 1);
    assert_eq!(quantity(&plant, &outcome, "unplanned_down_h:m"), 60.0);
}

/// A failure of one mode is the opportunity for the task of another.
#[test]
fn a_task_joins_a_repair_and_shares_its_set_up() {
    let text = |early: &str| {
        plant(&format!(
            "{MACHINE}[failures.f]\nmachine = \"m\"\nlife = \"100 h\"\nrepair = \"3 h\"\n\
             [failures.g]\nmachine = \"m\"\nlife = \"1000 h\"\nrepair = \"9 h\"\n\
             [maintenance.t]\non = [\"g\"]\npolicy = \"age\"\nevery = \"120 h\"\n\
             duration = \"2 h\"\nset_up = \"1 h\"\n{early}"
        ))
    };
    let early = "opportunities = { stops = [\"m\"], from = \"80 %\", at_least = \"3 h\" }\n";
    let down = |plant: &Plant| {
        let outcome = run_for(plant, 0.0, 130.0);
        let run = outcome.machines[0].ticks[twin_models::state::Leaf::Run as usize] / 3_600_000_000;
        (run, outcome.modes[1].preventive, quantity(plant, &outcome, "maintenance_stops:m"))
    };
    // At 100 h, beside the repair of 3 h; or at 120 h of work by itself, for 2 h more.
    assert_eq!(down(&text(early)), (127, 1, 1.0));
    assert_eq!(down(&text("")), (125, 1, 2.0));
    assert_eq!(down(&text(&early.replace("\"3 h\"", "\"4 h\""))), (125, 1, 2.0));
    assert_eq!(down(&text(&early.replace("80 %", "90 %"))), (125, 1, 2.0));
}

/// An opportunity that never comes, a level that is never reached: the same to the last bit.
#[test]
fn opportunities_that_never_come_change_nothing() {
    let text = |more: &str| {
        plant(&format!(
            "{MACHINE}[machines.n]\ncycle = \"50 min\"\n[buffers.b]\nfrom = \"m\"\nto = \"n\"\n\
             capacity = 5\n[failures.f]\nmachine = \"n\"\nrepair = \"3 h\"\n\
             life = {{ weibull = {{ shape = 2, mean = \"90 h\" }} }}\n\
             [maintenance.t]\non = [\"f\"]\npolicy = \"age\"\nevery = \"80 h\"\n\
             duration = \"1 h\"\n{more}"
        ))
    };
    let base = run_for(&text(""), 0.0, 5000.0);
    let never = run_for(&text("opportunities = { at_least = \"9 h\" }\n"), 0.0, 5000.0);
    assert!(base.modes[0].failures > 10 && base.modes[0].preventive > 10);
    assert_eq!((&never.modes, &never.machines), (&base.modes, &base.machines));
    let often = run_for(&text("opportunities = { outside = \"7 h\" }\n"), 0.0, 5000.0);
    assert!(often.modes[0].preventive > base.modes[0].preventive);
}

/// A defect from 100 h to 150 h, an alert at 101 h.
fn watched(monitor: &str, more: &str) -> Plant {
    plant(&format!(
        "{MACHINE}[failures.f]\nmachine = \"m\"\nclock = \"calendar\"\nonset = \"100 h\"\n\
         delay = \"50 h\"\nrepair = \"1 h\"\n{more}\n[predictive.p]\non = [\"f\"]\n\
         detection = 1\ndelay = \"1 h\"\n{monitor}\n"
    ))
}

#[test]
fn d09_a_part_ordered_at_the_alert_comes_in_time() {
    let ended = |part_at: &str| {
        let monitor = format!(
            "response = \"20 h\"\npart_at = {part_at:?}\n[spares.kit]\nstock = 0\nlead = \"35 h\""
        );
        let outcome = run_for(&watched(&monitor, "part = \"kit\""), 0.0, 160.0);
        (outcome.modes[0].failures, outcome.modes[0].planned)
    };
    // Ordered at 121 h for 156 h, after the failure; or at 101 h for 136 h.
    assert_eq!([ended("order"), ended("alert")], [(1, 0), (0, 1)]);
}

/// Nothing is detected before the first failure, half of all until the second, then all.
#[test]
fn a40_a_monitor_learns_from_failures() {
    let plant = watched("learning = 2", "");
    let outcome = run_for(&plant, 0.0, 20_000.0);
    assert_eq!(outcome.modes[0].failures, 2);
    assert!(outcome.modes[0].planned > 150, "{:?}", outcome.modes);
    let missed = quantity(&plant, &outcome, "missed:p");
    assert_eq!(missed, 2.0);
}

#[test]
fn c48_trap_22_false_alarms_tire_people() {
    let run = |fatigue: &str| {
        let plant =
            watched(&format!("fatigue = {fatigue}\nfalse_alarms = {{ every = \"2 h\" }}"), "");
        let outcome = run_for(&plant, 0.0, 5000.0);
        let of = |key: &str| quantity(&plant, &outcome, &format!("{key}:p"));
        (of("ignored"), of("too_late"), outcome.modes[0].planned)
    };
    let (ignored, _, planned) = run("1");
    assert!(ignored > 30.0 && planned == 0, "{ignored} ignored, {planned} planned");
    // Too small to be felt, but its steps are recorded.
    let (ignored, _, planned) = run("0.000001");
    assert!(ignored == 0.0 && planned > 40, "{ignored} ignored, {planned} planned");
}

#[test]
fn a_known_remaining_life_does_not_wait_for_the_window() {
    let shifts = "[calendar]\nshifts = [{ days = \"Mon-Sun\", from = \"00:00\", to = \"24:00\" }]\n\
                  planned_slots = [{ days = \"Sun\", from = \"20:00\", to = \"24:00\" }]";
    let run = |monitor: &str| {
        let plant = watched(
            &format!("window = \"planned slot\"\npart_at = \"alert\"\n{monitor}\n{shifts}"),
            "",
        );
        let outcome = run_for(&plant, 0.0, 149.0);
        let of = |key: &str| quantity(&plant, &outcome, &format!("{key}:p"));
        let steps = ["accepted", "part_ready", "crew_begun", "in_time", "forced"].map(of);
        (steps, outcome.modes[0].planned)
    };
    // The slot is on Sunday at 164 h, after the failure at 150 h.
    assert_eq!(run("remaining_life = 0"), ([1.0; 5], 1));
    assert_eq!(run(""), ([1.0, 1.0, 0.0, 0.0, 0.0], 0));
}
