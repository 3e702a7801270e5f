//! The energy study against what would be absurd, and against what was expected before it was first run
//! (docs/examples/smt_energy.md).

use scenarios::money::tariff::Bill;
use scenarios::study::{Study, read_study_file};
use sim_core::{Limits, Streams};
use std::path::Path;
use std::sync::Arc;
use twin_models::outcome::{Outcome, schema};
use twin_models::plant::model::Plant;
use twin_models::{Phase, Replica};

const MONTHS: u32 = 12;

fn study() -> Study {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/studies/smt_energy.toml");
    read_study_file(&path).unwrap_or_else(|faults| panic!("{faults}"))
}

fn year(plant: &Plant, number: u64) -> Outcome {
    let phases = [Phase { from_month: 0, plant: Arc::new(plant.clone()) }];
    let run =
        Replica::assemble(plant).run(&phases, MONTHS, Streams::new(9, number), &Limits::default());
    run.unwrap_or_else(|error| panic!("{error}"))
}

/// kWh, peak \[kW\], bill \[$\], pieces sold, means of some years.
fn seen(study: &Study, plant: &Plant) -> [f64; 4] {
    const YEARS: u64 = 3;
    let (tariff, _) = study.book.electricity.as_ref().expect("a tariff");
    let columns = schema(plant);
    let at = |key: &str| columns.iter().position(|q| q.key == key).expect("a quantity");
    let mut sums = [0.0; 4];
    for number in 0..YEARS {
        let outcome = year(plant, number);
        let energy = outcome.energy.as_ref().expect("a meter");
        let bill: f64 = tariff.bills(energy).iter().map(Bill::total).sum();
        let sold: f64 = outcome.monthly.chunks(columns.len()).map(|row| row[at("sold")]).sum();
        let peak = energy.peak_kw.iter().copied().fold(0.0, f64::max);
        for (sum, value) in sums.iter_mut().zip([energy.kwh.iter().sum(), peak, bill, sold]) {
            *sum += value / YEARS as f64;
        }
        // What the machines and loads say is what the clock says.
        let by_entity: f64 =
            outcome.monthly.chunks(columns.len()).map(|row| row[at("energy_kwh")]).sum();
        assert!((by_entity / energy.kwh.iter().sum::<f64>() - 1.0).abs() < 1e-3);
    }
    sums
}

#[test]
fn d25_the_energy_programme_saves_what_was_expected_and_nothing_absurd() {
    let study = study();
    let plant = |k: usize| study.arms[k].plant.clone();
    let [kwh, peak, bill, sold] = seen(&study, &plant(0));
    let last = study.arms.len() - 1;
    let [kwh_after, peak_after, bill_after, sold_after] = seen(&study, &plant(last));
    // Expected: 2.19 GWh, 520 kW, 254 k$; within a tenth.
    for (found, expected) in [(kwh, 2.19e6), (peak, 520.0), (bill, 254e3)] {
        assert!((found / expected - 1.0).abs() < 0.10, "{found}, expected {expected}");
    }
    let saved = 1.0 - bill_after / bill;
    let saved_kwh = 1.0 - kwh_after / kwh;
    // Expected: 9.8 % of the bill, 11.8 % of the energy; more than 20 % would be absurd.
    assert!((0.05..0.20).contains(&saved), "{saved} of the bill");
    assert!((0.08..0.20).contains(&saved_kwh), "{saved_kwh} of the energy");
    // The peak falls by less than all three starts, and production does not notice.
    assert!((15.0..105.0).contains(&(peak - peak_after)), "{peak} to {peak_after}");
    assert_eq!(sold, sold_after);
}
