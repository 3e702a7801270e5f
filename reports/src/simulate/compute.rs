//! From outcomes to a summary.

use super::estimate::{estimate, of_kpi};
use super::{MachineSummary, SIMULATE_FORMAT, SimulateSummary};
use scenarios::indicator::{Frame, INDICATORS, View};
use scenarios::kpi::{self, Lens, Of, Sight};
use scenarios::study::result::{FlowUsed, LossHours, ModeCounts, StateHours};
use sim_core::TICKS_PER_HOUR;
use twin_models::outcome::{Outcome, RootKind, schema};
use twin_models::plant::model::Plant;
use twin_models::state::Leaf;

/// The indicators of the catalogue that every machine shows without being asked.
const SHOWN: [&str; 10] = [
    "availability_technical",
    "availability",
    "effectiveness",
    "quality_ratio",
    "oee",
    "throughput_rate",
    "running_rate",
    "unplanned_down_h",
    "failures",
    "mtbf",
];

impl SimulateSummary {
    /// Sums up replications of a plant. Provenance the outcomes do not know is given.
    pub fn of(
        outcomes: &[Outcome],
        plant: &Plant,
        flow: FlowUsed,
        seed: u64,
        version: &str,
    ) -> Self {
        let months = outcomes.first().map_or(0, |o| o.months);
        let columns = schema(plant);
        let frame = Frame::new(plant, plant, &columns, months);
        let years = frame.years.max(f64::MIN_POSITIVE);
        let line = INDICATORS.iter().map(|spec| {
            let value = |o| (spec.of)(&View { frame: &frame, outcome: o });
            let values: Vec<Option<f64>> = outcomes.iter().map(value).collect();
            let words = (spec.key, spec.name, spec.unit, spec.definition);
            estimate(words, spec.better, &values)
        });
        Self {
            format: SIMULATE_FORMAT.to_owned(),
            plant: plant.name.clone(),
            version: version.to_owned(),
            input_hash: None,
            seed,
            start: plant.start.to_string(),
            months,
            replications: outcomes.len() as u64,
            partial: false,
            flow,
            line: line.collect(),
            machines: machines(outcomes, plant, &Lens::new(plant, &columns, months), years),
            modes: modes(outcomes, plant, years),
            losses: losses(outcomes, plant, years),
            energy: super::energy::of(outcomes, plant, years),
            outages: super::energy::outages(outcomes, plant, years),
            kpis: Vec::new(),
        }
    }
}

fn machines(
    outcomes: &[Outcome],
    plant: &Plant,
    lens: &Lens<'_>,
    years: f64,
) -> Vec<MachineSummary> {
    let summary = |(k, machine): (usize, &twin_models::plant::model::Machine)| {
        let seen: Vec<Sight> = outcomes.iter().filter_map(|o| lens.machine(o, k)).collect();
        let shown = SHOWN.iter().filter_map(|id| kpi::find(id).ok());
        let indicators = shown.filter_map(|kpi| match kpi.of {
            Of::Machine(of) => Some(of_kpi(kpi, &seen.iter().map(of).collect::<Vec<_>>())),
            Of::Plant(_) => None,
        });
        let states = Leaf::ALL.iter().filter_map(|leaf| {
            let total: f64 = seen.iter().map(|s| s.hours(|l| l == *leaf)).sum();
            (total > 0.0).then(|| StateHours {
                leaf: leaf.code().to_owned(),
                e10: format!("{:?}", leaf.e10()),
                hours: total / outcomes.len() as f64 / years,
            })
        });
        MachineSummary {
            machine: machine.name.clone(),
            constraint: k == plant.constraint.index(),
            indicators: indicators.collect(),
            states: states.collect(),
        }
    };
    plant.machines.iter().enumerate().map(summary).collect()
}

fn modes(outcomes: &[Outcome], plant: &Plant, years: f64) -> Vec<ModeCounts> {
    let count = outcomes.len().max(1) as f64 * years;
    let mode = |(k, mode): (usize, &twin_models::plant::model::FailureMode)| {
        let sum = |of: fn(&twin_models::outcome::ModeOutcome) -> u64| {
            outcomes.iter().filter_map(|o| o.modes.get(k)).map(of).sum::<u64>() as f64 / count
        };
        let ticks: i64 = outcomes.iter().filter_map(|o| o.modes.get(k)).map(|m| m.down_ticks).sum();
        ModeCounts {
            mode: mode.name.clone(),
            what: mode.what.clone(),
            failures: sum(|m| m.failures),
            planned: sum(|m| m.planned),
            preventive: sum(|m| m.preventive),
            down_hours: ticks as f64 / TICKS_PER_HOUR as f64 / count,
        }
    };
    plant.modes.iter().enumerate().map(mode).collect()
}

pub(crate) fn kind(kind: RootKind) -> &'static str {
    match kind {
        RootKind::Failure => "failure",
        RootKind::Minor => "minor",
        RootKind::Planned => "planned",
        RootKind::Setup => "setup",
        RootKind::Utility => "utility",
        RootKind::WarmUp => "warm_up",
        RootKind::Quality => "quality",
        RootKind::Pace => "pace",
        RootKind::People => "people",
        RootKind::Supply => "supply",
        RootKind::Demand => "demand",
        RootKind::Closed => "closed",
    }
}

fn losses(outcomes: &[Outcome], plant: &Plant, years: f64) -> Vec<LossHours> {
    let mut sums: Vec<((u32, u32, RootKind), i64)> = Vec::new();
    for loss in outcomes.iter().flat_map(|o| &o.losses) {
        let key = (loss.victim, loss.root, loss.kind);
        match sums.binary_search_by(|(known, _)| known.cmp(&key)) {
            Ok(at) => sums[at].1 += loss.ticks,
            Err(at) => sums.insert(at, (key, loss.ticks)),
        }
    }
    let name = |k: u32| plant.machines.get(k as usize).map_or(String::new(), |m| m.name.clone());
    let count = outcomes.len().max(1) as f64 * years * TICKS_PER_HOUR as f64;
    let mut losses: Vec<LossHours> = sums
        .into_iter()
        .map(|((victim, root, of), ticks)| LossHours {
            victim: name(victim),
            root: name(root),
            kind: kind(of).to_owned(),
            hours: ticks as f64 / count,
        })
        .collect();
    losses.sort_by(|a, b| b.hours.total_cmp(&a.hours));
    losses
}
