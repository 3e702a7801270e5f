//! One case on trial: replications, and the acceptance rule that the case states.

use super::case::{Case, Horizon};
use super::seen::Seen;
use sim_core::statistics::{Tally, mean_interval};
use sim_core::{Limits, Plan, SimDuration, Streams, replicate};
use std::collections::BTreeSet;
use twin_models::Replica;
use twin_models::plant::model::Plant;

/// Two-sided 99.9 % of the normal law, as the cases have it.
const BAND: f64 = 3.29;

/// Named figures of one replication.
pub(crate) type Figures = Vec<(String, f64)>;

/// Named figures of all replications.
pub(crate) type Columns = Vec<(String, Vec<f64>)>;

/// One comparison.
pub(crate) struct Verdict {
    pub(crate) figure: String,
    pub(crate) found: f64,
    pub(crate) expected: f64,
    pub(crate) allowed: f64,
    /// Why it fails; empty if it holds.
    pub(crate) fault: String,
}

/// A case being run.
pub(crate) struct Trial<'c> {
    pub(crate) case: &'c Case,
    pub(crate) seed: u64,
    /// Factor on the number of replications (2 in the one allowed repetition).
    pub(crate) times: u64,
    /// Customers per time, where lengths are counted in customers.
    pub(crate) rate: f64,
    pub(crate) verdicts: Vec<Verdict>,
    /// Figures that no simulation of the product yields, with the reason.
    pub(crate) left_out: Vec<(&'static str, &'static str)>,
    pub(crate) by_plant_file: bool,
    pub(crate) by_core: bool,
}

impl<'c> Trial<'c> {
    pub(crate) fn new(case: &'c Case, seed: u64, times: u64) -> Self {
        Self {
            case,
            seed,
            times,
            rate: 1.0,
            verdicts: Vec::new(),
            left_out: Vec::new(),
            by_plant_file: false,
            by_core: false,
        }
    }

    /// Runs a plant as long as the case says and compares every figure that `measure` names.
    pub(crate) fn plant(&mut self, text: &str, measure: impl Fn(&Seen<'_>) -> Figures + Sync) {
        let horizon = self.case.horizon(self.rate);
        self.plant_for(text, self.case.replications(), horizon, measure);
    }

    /// The same with another number of replications and another length.
    pub(crate) fn plant_for(
        &mut self,
        text: &str,
        replications: u64,
        horizon: Horizon,
        measure: impl Fn(&Seen<'_>) -> Figures + Sync,
    ) {
        let measure = &measure;
        self.judge(horizon, |t, horizon| t.replicate(text, replications, horizon, measure));
    }

    /// Runs, once more and longer where the figures are not precise enough, and compares.
    fn judge(&mut self, mut horizon: Horizon, run: impl Fn(&mut Self, Horizon) -> Columns) {
        let mut columns = run(self, horizon);
        for _ in 0..3 {
            let excess = columns.iter().map(|(name, v)| self.excess(name, &tally(v)));
            let excess = excess.fold(0.0, f64::max);
            if excess <= 1.0 {
                break;
            }
            // "Otherwise run longer."
            horizon.length *= (1.3 * excess * excess).ceil();
            columns = run(self, horizon);
        }
        for (name, values) in columns {
            self.compare(&name, &tally(&values));
        }
    }

    /// The figures of all replications of a plant, one column each.
    pub(crate) fn replicate(
        &mut self,
        text: &str,
        replications: u64,
        horizon: Horizon,
        measure: impl Fn(&Seen<'_>) -> Figures + Sync,
    ) -> Columns {
        self.by_plant_file = true;
        let read = Plant::from_toml(self.case.id(), text.as_bytes());
        let plant = read.unwrap_or_else(|faults| panic!("{faults}\n{text}")).plant;
        let (warm_up, length) = (hours(horizon.warm_up), hours(horizon.length));
        let seed = self.seed;
        let make = || Replica::assemble(&plant);
        let runs = replicate(0..replications * self.times, &Plan::default(), make, |replica, k| {
            let luck = Streams::new(seed, k);
            let outcome = replica.run_for(&plant, warm_up, length, luck, &Limits::default())?;
            Ok::<_, sim_core::RunError>(measure(&Seen { plant: &plant, outcome: &outcome }))
        });
        let runs = runs.unwrap_or_else(|error| panic!("{}: {error}", self.case.id()));
        columns(runs.results.into_iter().map(|r| r.1))
    }

    /// Replications of something written for sim-core alone.
    pub(crate) fn core(
        &mut self,
        replications: u64,
        horizon: Horizon,
        once: impl Fn(Streams, Horizon) -> Figures + Sync,
    ) {
        self.by_core = true;
        self.judge(horizon, |t, horizon| {
            let runs = replicate(
                0..replications * t.times,
                &Plan::default(),
                || (),
                |(), k| Ok::<_, String>(once(Streams::new(t.seed, k), horizon)),
            );
            let runs = runs.unwrap_or_else(|error| panic!("{}: {error}", t.case.id()));
            columns(runs.results.into_iter().map(|r| r.1))
        });
    }

    /// 3.29 SE over what the case allows it to be, where it says so.
    fn excess(&self, name: &str, tally: &Tally) -> f64 {
        let precision = self.case.precision();
        precision.map_or(0.0, |p| BAND * error(tally) / (p * self.case.expects(name).abs()))
    }

    /// The rule of the case for a mean over replications.
    fn compare(&mut self, name: &str, tally: &Tally) {
        let expected = self.case.expects(name);
        let found = tally.mean().expect("replications");
        let root = (self.times as f64).sqrt();
        let metric = self.case.metric(name);
        let rounding = 2e-9 * expected.abs().max(1e-3);
        let allowed = metric.map_or(BAND * error(tally) + rounding, |m| m.accept / root);
        let holds = (found - expected).abs() <= allowed;
        let mut fault = String::new();
        if !holds {
            fault = "beyond the band".into();
        } else if self.excess(name, tally) > 1.0 {
            fault = "not precise enough".into();
        }
        if let Some(reference) = metric.and_then(|m| m.half_width) {
            let own = mean_interval(tally, 0.95).expect("replications").half_width();
            let ratio = own * root / reference;
            if !(0.6..=1.4).contains(&ratio) {
                fault += &format!(" half-width {ratio:.2} times the true one");
            }
        }
        self.verdicts.push(Verdict { figure: name.to_owned(), found, expected, allowed, fault });
    }

    /// A figure that is one number, against the stated or the given tolerance.
    pub(crate) fn value(&mut self, name: &str, found: f64, tolerance: f64) {
        let root = (self.times as f64).sqrt();
        let allowed = self.case.metric(name).map_or(tolerance, |m| m.accept / root);
        self.against(name, found, self.case.expects(name), allowed);
    }

    pub(crate) fn against(&mut self, name: &str, found: f64, expected: f64, allowed: f64) {
        let holds = (found - expected).abs() <= allowed;
        let fault = if holds { String::new() } else { "beyond the band".into() };
        self.verdicts.push(Verdict { figure: name.to_owned(), found, expected, allowed, fault });
    }

    /// Names figures that cannot be checked here.
    pub(crate) fn leave_out(&mut self, reason: &'static str, figures: &[&'static str]) {
        self.left_out.extend(figures.iter().map(|f| (*f, reason)));
    }

    pub(crate) fn failed(&self) -> bool {
        self.verdicts.iter().any(|v| !v.fault.is_empty())
    }

    /// Every figure is checked or left out with a reason, and every required one is checked.
    pub(crate) fn assert_complete(&self) {
        let checked: BTreeSet<&str> = self.verdicts.iter().map(|v| v.figure.as_str()).collect();
        let left_out: BTreeSet<&str> = self.left_out.iter().map(|(f, _)| *f).collect();
        let case = self.case;
        for name in case.metric_names() {
            assert!(checked.contains(name), "{}: {name} is required and not checked", case.id());
        }
        for name in case.expected_names() {
            let known = checked.contains(name) || left_out.contains(name);
            assert!(known, "{}: {name} is neither checked nor left out", case.id());
        }
        for name in left_out {
            assert!(case.expected(name).is_some(), "{}: {name} is not expected", case.id());
        }
    }
}

/// Hours as a duration: one unit of time of a case is one hour in the plant.
pub(crate) fn hours(hours: f64) -> SimDuration {
    SimDuration::from_hours(hours)
}

pub(crate) fn tally(values: &[f64]) -> Tally {
    values.iter().copied().collect()
}

fn error(tally: &Tally) -> f64 {
    tally.standard_error().unwrap_or(0.0)
}

fn columns(runs: impl Iterator<Item = Figures>) -> Columns {
    let mut columns = Columns::new();
    for run in runs {
        if columns.is_empty() {
            columns = run.iter().map(|(name, _)| (name.clone(), Vec::new())).collect();
        }
        for (column, (_, value)) in columns.iter_mut().zip(run) {
            column.1.push(value);
        }
    }
    columns
}

/// Figures from pairs, so that cases read like tables.
pub(crate) fn figures<const N: usize>(pairs: [(&str, f64); N]) -> Figures {
    pairs.map(|(name, value)| (name.to_owned(), value)).into()
}
