//! From outcomes to a summary.

use super::{Estimate, MachineSummary, SIMULATE_FORMAT, SimulateSummary};
use scenarios::indicator::{Frame, INDICATORS, View};
use scenarios::study::result::{Better, FlowUsed, LossHours, ModeCounts, StateHours};
use sim_core::TICKS_PER_HOUR;
use sim_core::statistics::{Tally, mean_interval, quantile};
use twin_models::outcome::{MachineOutcome, Outcome, RootKind, schema};
use twin_models::plant::model::Plant;
use twin_models::state::{E10, Iso22400, Leaf};

/// An indicator of one machine.
struct Spec {
    key: &'static str,
    name: &'static str,
    unit: &'static str,
    better: Better,
    definition: &'static str,
    of: fn(&Seen<'_>) -> Option<f64>,
}

/// One machine in one replication.
struct Seen<'a> {
    outcome: &'a MachineOutcome,
    years: f64,
    ideal_h: f64,
}

impl Seen<'_> {
    fn hours(&self, wanted: impl Fn(Leaf) -> bool) -> f64 {
        let ticks =
            Leaf::ALL.iter().filter(|l| wanted(**l)).map(|l| self.outcome.ticks[*l as usize]);
        ticks.sum::<i64>() as f64 / TICKS_PER_HOUR as f64
    }

    fn running(&self) -> f64 {
        self.hours(|l| l.e10() == E10::PRD)
    }

    fn busy(&self) -> f64 {
        self.hours(|l| !matches!(l.iso22400(), Iso22400::PDT | Iso22400::OutsidePOT))
    }

    fn open(&self) -> f64 {
        self.hours(|l| l.e10() != E10::NST)
    }

    fn pieces(&self) -> f64 {
        self.outcome.completed
    }

    fn good(&self) -> f64 {
        self.pieces() - self.outcome.scrapped
    }
}

fn ratio(numerator: f64, denominator: f64) -> Option<f64> {
    (denominator > 0.0).then(|| numerator / denominator)
}

const SPECS: &[Spec] = &[
    Spec {
        key: "availability_technical",
        name: "Availability, technical",
        unit: "share",
        better: Better::Higher,
        definition: "PRD / (PRD + UDT + SDT), SEMI E10: running over running and down, minor stops \
                     and planned work included; blocked and starved left out",
        of: |s| {
            let down = s.hours(|l| matches!(l.e10(), E10::UDT | E10::SDT));
            ratio(s.running(), s.running() + down)
        },
    },
    Spec {
        key: "availability_iso",
        name: "Availability, ISO 22400",
        unit: "share",
        better: Better::Higher,
        definition: "APT / PBT, ISO 22400-2: production over planned busy time; blocked and starved \
                     count as lost",
        of: |s| ratio(s.running(), s.busy()),
    },
    Spec {
        key: "effectiveness",
        name: "Effectiveness",
        unit: "share",
        better: Better::Higher,
        definition: "planned run time x pieces / APT, ISO 22400-2",
        of: |s| ratio(s.ideal_h * s.pieces(), s.running()),
    },
    Spec {
        key: "quality_ratio",
        name: "Quality ratio",
        unit: "share",
        better: Better::Higher,
        definition: "good pieces / pieces, ISO 22400-2",
        of: |s| ratio(s.good(), s.pieces()),
    },
    Spec {
        key: "oee",
        name: "OEE",
        unit: "share",
        better: Better::Higher,
        definition: "planned run time x good pieces / PBT, ISO 22400-2 OEE index",
        of: |s| ratio(s.ideal_h * s.good(), s.busy()),
    },
    Spec {
        key: "output_per_open_h",
        name: "Output per open hour",
        unit: "pieces/h",
        better: Better::Higher,
        definition: "pieces completed / operations time (SEMI E10: total less non-scheduled)",
        of: |s| ratio(s.pieces(), s.open()),
    },
    Spec {
        key: "output_per_running_h",
        name: "Output per running hour",
        unit: "pieces/h",
        better: Better::Higher,
        definition: "pieces completed / APT",
        of: |s| ratio(s.pieces(), s.running()),
    },
    Spec {
        key: "unplanned_down_h",
        name: "Unplanned downtime",
        unit: "h/year",
        better: Better::Lower,
        definition: "UDT inside the schedule, without minor stops",
        of: |s| Some(s.hours(|l| l.e10() == E10::UDT && l != Leaf::Minor) / s.years),
    },
    Spec {
        key: "failures",
        name: "Failures",
        unit: "jobs/year",
        better: Better::Lower,
        definition: "all modes",
        of: |s| Some(s.outcome.failures as f64 / s.years),
    },
    Spec {
        key: "mtbf",
        name: "Running time between failures",
        unit: "h",
        better: Better::Higher,
        definition: "PRD / failures; absent without a failure",
        of: |s| ratio(s.running(), s.outcome.failures as f64),
    },
];

/// Mean, quantiles and half-width of the values that exist.
pub(super) fn estimate(
    (key, name, unit, definition): (&str, &str, &str, &str),
    better: Better,
    values: &[Option<f64>],
) -> Estimate {
    let mut known: Vec<f64> = values.iter().flatten().copied().filter(|v| v.is_finite()).collect();
    let tally: Tally = known.iter().copied().collect();
    known.sort_by(f64::total_cmp);
    Estimate {
        key: key.to_owned(),
        name: name.to_owned(),
        unit: unit.to_owned(),
        definition: definition.to_owned(),
        better,
        n: known.len() as u64,
        not_observed: (values.len() - known.len()) as u64,
        mean: tally.mean(),
        half_width: mean_interval(&tally, 0.95).map(|i| i.half_width()),
        p10: quantile(&known, 0.1),
        p50: quantile(&known, 0.5),
        p90: quantile(&known, 0.9),
    }
}

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
            machines: machines(outcomes, plant, years),
            modes: modes(outcomes, plant, years),
            losses: losses(outcomes, plant, years),
            energy: super::energy::of(outcomes, plant, years),
            outages: super::energy::outages(outcomes, plant, years),
        }
    }
}

fn machines(outcomes: &[Outcome], plant: &Plant, years: f64) -> Vec<MachineSummary> {
    let summary = |(k, machine): (usize, &twin_models::plant::model::Machine)| {
        let ideal_h = machine.cycle.mean() / 3600.0;
        let seen = || {
            let of = outcomes.iter().filter_map(move |o| o.machines.get(k));
            of.map(move |outcome| Seen { outcome, years, ideal_h })
        };
        let indicators = SPECS.iter().map(|spec| {
            let values: Vec<Option<f64>> = seen().map(|s| (spec.of)(&s)).collect();
            estimate((spec.key, spec.name, spec.unit, spec.definition), spec.better, &values)
        });
        let states = Leaf::ALL.iter().filter_map(|leaf| {
            let total: f64 = seen().map(|s| s.hours(|l| l == *leaf)).sum();
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

fn kind(kind: RootKind) -> &'static str {
    match kind {
        RootKind::Failure => "failure",
        RootKind::Minor => "minor",
        RootKind::Planned => "planned",
        RootKind::Setup => "setup",
        RootKind::Utility => "utility",
        RootKind::WarmUp => "warm_up",
        RootKind::Quality => "quality",
        RootKind::Pace => "pace",
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
