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
fn renewing_an_exponential_mode_prevents_nothing() {
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
fn prediction_without_warning_brings_nothing() {
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
