//! Electricity and attacks in a summary: only of plants that have them.

use super::estimate::estimate;
use super::{Estimate, SimulateSummary};
use crate::document::{Cell, Table};
use crate::number::Scale;
use scenarios::study::result::Better;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use twin_models::outcome::{Outcome, schema};
use twin_models::plant::model::Plant;

/// What the plant draws from the mains.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EnergySummary {
    /// Energy, peak, intensity.
    pub indicators: Vec<Estimate>,
    /// Machines that sleep or could.
    pub sleep: Vec<SleepAdvice>,
}

/// When sleep pays at a machine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SleepAdvice {
    /// The machine.
    pub machine: String,
    /// A wait must last this long for sleep to pay for the start \[min\]: (start-up energy - sleep
    /// power x warm-up) / (idle power - sleep power).
    pub break_even_min: f64,
    /// It is put to sleep after so long \[min\]; absent: never.
    pub sleep_after_min: Option<f64>,
}

/// Sum of a monthly quantity.
struct Sums {
    width: usize,
    columns: Vec<(String, usize)>,
}

impl Sums {
    fn of(plant: &Plant) -> Self {
        let schema = schema(plant);
        let columns = schema.iter().enumerate().map(|(k, q)| (q.key.clone(), k)).collect();
        Self { width: schema.len(), columns }
    }

    fn get(&self, outcome: &Outcome, key: &str) -> Option<f64> {
        let (_, at) = self.columns.iter().find(|(known, _)| known == key)?;
        Some(outcome.monthly.chunks(self.width).map(|row| row[*at]).sum())
    }
}

/// Largest mean of 15 minutes of the whole run \[kW\].
fn peak(outcome: &Outcome) -> Option<f64> {
    Some(outcome.energy.as_ref()?.peak_kw.iter().copied().fold(0.0, f64::max))
}

/// Mean power of the run \[kW\].
fn mean_kw(sums: &Sums, outcome: &Outcome) -> Option<f64> {
    Some(sums.get(outcome, "energy_kwh")? / outcome.elapsed_h)
}

/// A positive denominator, or nothing.
fn per(numerator: Option<f64>, denominator: Option<f64>) -> Option<f64> {
    let denominator = denominator.filter(|d| *d > 0.0)?;
    Some(numerator? / denominator)
}

/// Sums up electricity; `None` without a meter.
pub(super) fn of(outcomes: &[Outcome], plant: &Plant, years: f64) -> Option<EnergySummary> {
    if !plant.is_metered() {
        return None;
    }
    let sums = Sums::of(plant);
    let good = |o: &Outcome| sums.get(o, "good");
    type Words = (&'static str, &'static str, &'static str, &'static str);
    type Of<'a> = &'a dyn Fn(&Outcome) -> Option<f64>;
    let specs: [(Words, Of<'_>); 5] = [
        (("energy_kwh", "Electricity", "kWh/year", "machines and loads together"), &|o| {
            Some(sums.get(o, "energy_kwh")? / years)
        }),
        (("peak_kw", "Peak", "kW", "largest mean of 15 minutes of the clock, whole plant"), &peak),
        (("load_factor", "Load factor", "share", "mean power / peak"), &|o| {
            per(mean_kw(&sums, o), peak(o))
        }),
        (
            (
                "kwh_per_good_piece",
                "Electricity per good piece",
                "kWh/piece",
                "electricity / pieces into finished goods, ISO 22400-2 comprehensive energy consumption",
            ),
            &|o| per(sums.get(o, "energy_kwh"), good(o)),
        ),
        (
            (
                "co2e_per_good_piece",
                "Carbon per good piece",
                "kg/piece",
                "electricity x emission factor / pieces into finished goods",
            ),
            &|o| per(sums.get(o, "co2e_kg"), good(o)),
        ),
    ];
    let has_factor = plant.energy.as_ref().is_some_and(|e| e.emission.is_some());
    let shown = specs.iter().filter(|(words, _)| has_factor || words.0 != "co2e_per_good_piece");
    let indicators = shown.map(|(words, of)| {
        let values: Vec<Option<f64>> = outcomes.iter().map(of).collect();
        estimate(*words, Better::Lower, &values)
    });
    let sleep = plant.machines.iter().filter_map(|m| {
        let power = m.power.as_ref()?;
        let after = power.sleep_after.filter(|after| after.is_finite());
        Some(SleepAdvice {
            machine: m.name.clone(),
            break_even_min: power.break_even()? / 60.0,
            sleep_after_min: after.map(|seconds| seconds / 60.0),
        })
    });
    let mut indicators: Vec<Estimate> = indicators.collect();
    for one in indicators.iter_mut().filter(|one| one.key == "load_factor") {
        one.better = Better::Higher;
    }
    Some(EnergySummary { indicators, sleep: sleep.collect() })
}

/// Outages of shared services and by attacks a year, and in how many replications there was one.
pub(super) fn outages(outcomes: &[Outcome], plant: &Plant, years: f64) -> Vec<Estimate> {
    let sums = Sums::of(plant);
    let names = plant.utilities.iter().map(|u| u.name.as_str());
    let names = names.chain(plant.cyber.iter().map(|_| "cyber"));
    let one = |name: &str| {
        let sum = |o: &Outcome| sums.get(o, &format!("outages:{name}"));
        let seen = outcomes.iter().filter(|o| sum(o).is_some_and(|n| n > 0.0)).count();
        let definition =
            format!("begun, of any length; in {seen} of {} replications", outcomes.len());
        let values: Vec<Option<f64>> = outcomes.iter().map(|o| Some(sum(o)? / years)).collect();
        let (key, words) = (format!("outages:{name}"), format!("Outages: {name}"));
        estimate((&key, &words, "1/year", &definition), Better::Lower, &values)
    };
    names.map(one).collect()
}

/// Tables of electricity and outages; empty ones are left out by the writers.
pub(super) fn tables(summary: &SimulateSummary) -> Vec<Table> {
    let mut tables = Vec::new();
    let cell = |one: &Estimate, value: Option<f64>| {
        Cell::from(value.map_or(String::new(), |v| super::print::scale(one, "").full(v)))
    };
    let estimates = |caption: &str, list: &[Estimate]| {
        let headings = ["Indicator", "Unit", ">Mean", ">P10", ">P90"];
        let mut table = Table::new(caption, &headings);
        for one in list {
            table.row(vec![
                one.name.as_str().into(),
                one.unit.as_str().into(),
                super::print::mean(one).into(),
                cell(one, one.p10),
                cell(one, one.p90),
            ]);
        }
        let text = |one: &Estimate| format!("{}: {}", one.name, one.definition);
        table.noted(list.iter().map(text).collect::<Vec<_>>().join(". ") + ".")
    };
    if let Some(energy) = &summary.energy {
        tables.push(estimates("Electricity", &energy.indicators));
        let headings = ["Machine", ">Sleep pays for waits above", ">Put to sleep after"];
        let mut sleep = Table::new("Sleep while waiting, break-even [min]", &headings);
        let minutes = |v: f64| Scale::plain("", v, Some(0.1)).full(v);
        for one in &energy.sleep {
            let after = one.sleep_after_min.map_or("never".to_owned(), minutes);
            sleep.row(vec![
                one.machine.as_str().into(),
                minutes(one.break_even_min).into(),
                after.into(),
            ]);
        }
        if !energy.sleep.is_empty() {
            tables.push(sleep);
        }
    }
    if !summary.outages.is_empty() {
        tables.push(estimates("Outages of shared services", &summary.outages));
    }
    tables
}
