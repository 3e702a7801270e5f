//! How long failures wait until somebody comes, and until the repair begins.

use crate::luck::with;
use scenarios::baseline::score::Gauge;
use scenarios::indicator::{Frame, INDICATORS, View};
use scenarios::kpi::{self, Absent, Lens, Of, Reading};
use scenarios::study::RunOptions;
use sim_core::{Limits, Streams};
use std::sync::Arc;
use twin_models::outcome::{Outcome, Schema, schema};
use twin_models::plant::model::Plant;
use twin_models::{Phase, Replica};

struct Seen {
    plant: Plant,
    outcome: Outcome,
    schema: Schema,
}

const MONTHS: u32 = 12;

fn seen(text: &str) -> Seen {
    let head =
        "[plant]\nname = \"small\"\nstart = 2027-01-04\nconstraint = \"m\"\nflow = \"piece\"\n";
    let plant = Plant::from_toml("plant.toml", format!("{head}{text}").as_bytes());
    let plant = plant.unwrap_or_else(|faults| panic!("{faults}")).plant;
    let phases = [Phase { from_month: 0, plant: Arc::new(plant.clone()) }];
    let mut replica = Replica::assemble(&plant);
    replica.record_months();
    let outcome = replica.run(&phases, MONTHS, Streams::new(1, 0), &Limits::default()).unwrap();
    let schema = schema(&plant);
    Seen { plant, outcome, schema }
}

impl Seen {
    /// The indicator of a study, which speaks of the whole plant.
    fn of_plant(&self, key: &str) -> Option<f64> {
        let frame = Frame::new(&self.plant, &self.plant, &self.schema, MONTHS);
        let spec = INDICATORS.iter().find(|spec| spec.key == key).unwrap();
        (spec.of)(&View { frame: &frame, outcome: &self.outcome })
    }

    fn machine(&self, id: &str, k: usize) -> Reading {
        let Of::Machine(of) = kpi::find(id).unwrap().of else { panic!("{id} is of plants") };
        let lens = Lens::new(&self.plant, &self.schema, MONTHS);
        of(&lens.machine(&self.outcome, k).unwrap())
    }

    fn in_month(&self, id: &str, k: usize, month: usize) -> Reading {
        let Of::Machine(of) = kpi::find(id).unwrap().of else { panic!("{id} is of plants") };
        let lens = Lens::new(&self.plant, &self.schema, MONTHS);
        of(&lens.machine_in(&self.outcome, k, month).unwrap())
    }
}

fn near(found: Option<f64>, expected: f64) {
    let found = found.unwrap();
    assert!((found - expected).abs() < 1e-6, "{found}, not {expected}");
}

/// The crew needs half an hour, looks for ten minutes, and waits a day for a part that is never there.
const WAITS: &str = "[machines.m]\ncycle = \"10 min\"\n\
    [machines.quiet]\ncycle = \"1 min\"\n\
    [buffers.b]\nfrom = \"m\"\nto = \"quiet\"\ncapacity = 10\n\
    [crews.crew]\nskills = [\"fitter\"]\npeople = 1\nduty = \"always\"\nresponse = \"30 min\"\n\
    [spares.seal]\nstock = 0\nlead = \"24 h\"\n\
    [failures.leak]\nmachine = \"m\"\nlife = \"200 h\"\ndiagnosis = \"10 min\"\nrepair = \"2 h\"\n\
    skill = \"fitter\"\n";

#[test]
fn c06_alarm_response_ends_at_the_machine_and_the_wait_ends_with_the_repair() {
    let without_part = seen(WAITS);
    let minutes = |m: f64| m / 60.0;
    near(without_part.of_plant("alarm_response_h"), minutes(30.0));
    near(without_part.of_plant("alarm_response_p90_h"), minutes(30.0));
    near(without_part.of_plant("repair_wait_h"), minutes(40.0));
    let with_part = seen(&format!("{WAITS}part = \"seal\"\n"));
    near(with_part.of_plant("alarm_response_h"), minutes(30.0));
    near(with_part.of_plant("repair_wait_h"), minutes(40.0) + 24.0);
    // Repair of two hours: what is left of the time to restoration.
    near(with_part.of_plant("mttr"), minutes(40.0) + 24.0 + 2.0);
    // The same of its machine, in the run and in a month in which it failed.
    near(with_part.machine("alarm_response_h", 0).ok(), minutes(30.0));
    near(with_part.machine("repair_wait_h", 0).ok(), minutes(40.0) + 24.0);
    let months =
        (0..MONTHS as usize).filter_map(|m| with_part.in_month("repair_wait_h", 0, m).ok());
    assert!(months.clone().count() > 6);
    months.for_each(|wait| near(Some(wait), minutes(40.0) + 24.0));
}

#[test]
fn c06_where_nothing_fails_or_nobody_has_to_come_there_is_no_response_and_not_zero() {
    let s = seen(WAITS);
    assert_eq!(s.machine("alarm_response_h", 1), Err(Absent::Nothing("failure")));
    let nobody = seen(&WAITS.replace("skill = \"fitter\"\n", ""));
    for key in ["alarm_response_h", "alarm_response_p90_h", "repair_wait_h"] {
        assert_eq!(nobody.of_plant(key), None, "{key}");
        assert!(matches!(nobody.machine(key, 0), Err(Absent::Nothing(_))), "{key}");
    }
    assert!(nobody.of_plant("mttr").is_some(), "it does fail");
    // One person for two machines that fail together: the second failure waits for the first repair.
    let two = WAITS.to_owned()
        + "[failures.other]\nmachine = \"quiet\"\nclock = \"calendar\"\nlife = \"50 h\"\n\
           repair = \"20 h\"\nskill = \"fitter\"\n";
    let busy = seen(&two);
    assert!(busy.of_plant("alarm_response_h").unwrap() > 0.5 + 1e-6);
}

/// A night without a crew is part of the answer: nobody comes before the morning.
#[test]
fn c06_a_failure_at_night_waits_for_the_morning() {
    let always = seen(WAITS);
    let days = seen(&WAITS.replace(
        "duty = \"always\"",
        "duty = [{ days = \"Mon-Fri\", from = \"06:00\", to = \"14:00\" }]\noff_duty = \"wait\"",
    ));
    let of = |s: &Seen| s.of_plant("alarm_response_h").unwrap();
    assert!(of(&days) > 4.0 * of(&always), "{} and {}", of(&days), of(&always));
    let p90 = days.of_plant("alarm_response_p90_h").unwrap();
    assert!(p90 > of(&days), "{p90}");
}

/// Downtime, defects, energy, alarm response, maintenance labour.
const FIVE: [&str; 5] =
    ["unplanned_down_h", "defect_rate", "energy_kwh", "alarm_response_h", "labour_h"];

#[test]
fn c06_all_five_baseline_indicators_are_selectable_and_measured() {
    let lines: String = FIVE
        .iter()
        .map(|key| {
            assert!(Gauge::find(key, false).is_ok(), "{key}");
            format!(
                "[scorecard.{key}]\nkpi = \"{key}\"\nowner = \"P\"\nsource = \"records\"\n\
                 money = \"wages and margin\"\n"
            )
        })
        .collect();
    let plant = |text: &str| {
        let power = "scrap = \"2 %\"\npower = { processing = \"10 kW\", idle = \"2 kW\", off = \"0 kW\" }\n";
        let text = text.replace("people = 1\n", "people = 1\nresponse = \"20 min\"\n");
        text.replacen("cycle = \"10 min\"\n", &format!("cycle = \"10 min\"\n{power}"), 1)
    };
    let study = with("predictive_press.toml", plant, |text| format!("{text}\n{lines}"));
    let result = study.run(&RunOptions { pairs: Some(4), ..RunOptions::default() }).unwrap();
    let scorecard = &result.baseline.as_ref().unwrap().scorecard;
    assert_eq!(scorecard.len(), 5);
    for (line, key) in scorecard.iter().zip(FIVE) {
        assert_eq!(line.kpi, key);
        assert!(line.before.as_ref().unwrap().mean > 0.0, "{key}");
    }
}
