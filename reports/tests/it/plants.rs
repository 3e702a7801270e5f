//! A plant by itself: summary, terminal, JSON.

use reports::simulate::{self, SimulateSummary};
use reports::write::Style;
use scenarios::study::result::FlowUsed;
use sim_core::{Limits, Streams};
use std::sync::Arc;
use twin_models::plant::model::Plant;
use twin_models::text::Document;
use twin_models::{Phase, Replica};

const PLANT: &str = r#"
[plant]
name = "Two machines"
start = 2026-01-05
constraint = "saw"

[calendar]
shifts = [{ days = "Mon-Fri", from = "06:00", to = "22:00" }]

[machines.saw]
cycle = "2 min"

[machines.wash]
cycle = "1.5 min"

[buffers.between]
from = "saw"
to = "wash"
capacity = 5

[failures.S1]
machine = "saw"
what = "blade"
clock = "operating"
life = { exponential = { mean = "40 h" } }
repair = { lognormal = { mean = "2 h", cv = 0.5 } }

[failures.W1]
machine = "wash"
what = "pump"
clock = "operating"
life = { exponential = { mean = "4000 h" } }
repair = { lognormal = { mean = "1 h", cv = 0.5 } }
"#;

fn summary(replications: u64) -> SimulateSummary {
    let plant = Plant::from_toml("two.toml", PLANT.as_bytes()).unwrap().plant;
    let phases = [Phase { from_month: 0, plant: Arc::new(plant.clone()) }];
    let mut replica = Replica::assemble(&plant);
    let run = |r| replica.run(&phases, 6, Streams::new(7, r), &Limits::default()).unwrap();
    let outcomes: Vec<_> = (0..replications).map(run).collect();
    let flow = FlowUsed::of(&plant, &Document::parse("two.toml", PLANT.as_bytes()).unwrap());
    let kpis = simulate::kpis(&outcomes, &plant, simulate::By::Machine);
    SimulateSummary { kpis, ..SimulateSummary::of(&outcomes, &plant, flow, 7, "0.1.0") }
}

#[test]
fn trap_14_both_availabilities_and_the_hours_agree_with_the_plant() {
    let summary = summary(20);
    let saw = &summary.machines[0];
    assert!(saw.constraint);
    let of = |key: &str| saw.indicators.iter().find(|i| i.key == key).unwrap();
    // 40 h of running to 2 h of repair, part of which falls outside the shifts.
    let technical = of("availability_technical");
    let (mean, half) = (technical.mean.unwrap(), technical.half_width.unwrap());
    assert!(mean > 40.0 / 42.0 - half - 0.005 && mean < 0.975, "{mean} ± {half}");
    assert!(of("availability").mean.unwrap() <= mean + 1e-12);
    let hours: f64 = saw.states.iter().map(|s| s.hours).sum();
    assert!((hours - 8_760.0).abs() < 100.0, "{hours}");
    // The pump hardly ever fails: some replications have no time between failures.
    let pump = summary.machines[1].indicators.iter().find(|i| i.key == "mtbf").unwrap();
    assert!(pump.not_observed > 0);
}

#[test]
fn a_summary_prints_and_comes_back() {
    let summary = summary(5);
    let text = simulate::terminal(&summary, &Style::default());
    assert!(!text.contains("NaN"));
    for word in [
        "Piece by piece",
        "by default",
        "Availability, technical",
        "OEE index",
        "saw *",
        "blade",
        "running",
    ] {
        assert!(text.contains(word), "{word} in\n{text}");
    }
    let json = summary.to_json().unwrap();
    assert_eq!(serde_json::from_str::<SimulateSummary>(&json).unwrap(), summary);
    let page = reports::write::html(&simulate::report(&summary));
    assert!(page.contains("Machine by machine") && !page.contains("NaN"));
}

#[test]
fn one_replication_has_no_interval_and_none_is_no_panic() {
    let one = summary(1);
    assert!(one.line.iter().all(|i| i.half_width.is_none()));
    let none = summary(0);
    assert!(none.line.iter().all(|i| i.mean.is_none()));
    assert!(simulate::terminal(&none, &Style::default()).contains("not observed"));
}

#[test]
fn the_catalogue_prints_and_exports_with_reasons_in_place_of_numbers() {
    let summary = summary(3);
    let text = simulate::kpi_terminal(&summary, &Style::default());
    for word in ["tpm_oee", "machine", "saw", "rework_ratio: reworks not recorded", "MTBF [h]"] {
        assert!(text.contains(word), "{word} in\n{text}");
    }
    assert!(!text.contains("NaN"));
    assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
    let csv = simulate::kpi_csv(&summary.kpis).unwrap();
    let rows = scenarios::kpi::of_machines().count() * 3 + scenarios::kpi::of_plants().count();
    assert_eq!(csv.lines().count(), rows + 1);
    let pump = csv.lines().find(|l| l.starts_with("machine:wash,,mtbf,")).unwrap();
    assert!(pump.split(',').count() == 12, "{pump}");
    // The line is its constraint.
    let of = |whose: &str| summary.kpis.iter().find(|r| r.of == whose && r.value.key == "oee");
    assert_eq!(of("line").unwrap().value, of("machine:saw").unwrap().value);
}

#[test]
fn every_indicator_is_explained_and_a_slip_is_seen() {
    use reports::explain;
    for one in explain::all() {
        assert_eq!(explain::find(&one.id), Ok(one.clone()));
        assert!(one.text().contains(&one.id) && explain::list().contains(&one.id));
    }
    assert_eq!(explain::find("oee_constrant"), Err(Some("oee_constraint".into())));
    assert_eq!(explain::find("TEEP").unwrap().id, "teep");
}
