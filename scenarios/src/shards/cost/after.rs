//! What is simulated after the pairs, by `gemba run` and `gemba merge` alike: how many simulations of one arm over the
//! horizon, or of futures that are watched, it is worth. The tests themselves say how many they take of a run; most of
//! them stop growing.

use crate::answer::resting;
use crate::probe;
use crate::study::{Study, null_test};
use serde::Serialize;

/// Questions that need simulations of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Work {
    /// What folding minor stops changes.
    Folding,
    /// Does nothing change nothing?
    NullTest,
    /// What rests on the word of vendors.
    RestingOn,
    /// The worst event, and resilience.
    WorstEvent,
    /// What an hour of downtime costs.
    DowntimeHour,
    /// Losses by attacks.
    Attacks,
    /// Forecast of the scorecard by month.
    Tracking,
    /// Higher demand.
    Upside,
    /// Footprint of a piece.
    Footprint,
    /// Effects that come later.
    Stress,
}

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct After {
    /// Which.
    pub work: Work,
    /// A simulation of it, or a future that is watched \[s\].
    pub run_seconds: f64,
    /// Simulations for each pair of the run.
    pub per_pair: f64,
    /// It is left out where fewer simulations than these would be due.
    pub cutoff: f64,
    /// Never fewer.
    pub least: f64,
    /// Never more; infinite where they grow with the pairs.
    #[serde(skip_serializing_if = "is_infinite")]
    pub most: f64,
}

fn is_infinite(most: &f64) -> bool {
    most.is_infinite()
}

impl After {
    /// So many simulations for each pair, without bounds.
    pub const fn new(work: Work, per_pair: f64, run_seconds: f64) -> Self {
        Self { work, run_seconds, per_pair, cutoff: 0.0, least: 0.0, most: f64::INFINITY }
    }

    /// What it takes after so many pairs \[s\].
    pub fn seconds(&self, pairs: u64) -> f64 {
        let due = self.per_pair * pairs as f64;
        if due < self.cutoff {
            return 0.0;
        }
        due.min(self.most).max(self.least) * self.run_seconds
    }
}

/// Of a study: `run` is the time of a simulation of one arm \[s\], `watched` that of a future that is watched, where
/// any is, `attacked` the share of pairs with an attack.
pub(super) fn after(study: &Study, run: f64, watched: Option<f64>, attacked: f64) -> Vec<After> {
    let arms = study.arms.len() as f64;
    let mut all = Vec::new();
    if !study.comparisons.is_empty() {
        let (share, (most, least)) = (null_test::SHARE, null_test::PAIRS);
        all.push(After {
            cutoff: 3.0 * least as f64,
            most: 3.0 * most as f64,
            ..After::new(Work::NullTest, share * arms, run)
        });
    }
    let again = resting::simulations(study) as f64;
    if again > 0.0 {
        let (share, (most, least)) = (resting::SHARE, resting::PAIRS);
        all.push(After {
            cutoff: again * least as f64 * arms,
            most: again * most as f64 * arms,
            ..After::new(Work::RestingOn, share * arms, run)
        });
    }
    if let Some(watched) = watched {
        let (of, most) = probe::OBSERVED;
        all.push(After {
            least: 2.0,
            most: most as f64,
            ..After::new(Work::WorstEvent, arms / of as f64, watched)
        });
    }
    let (of, most) = probe::STOPPED;
    let runs = probe::curve_runs(study.horizon);
    all.push(After {
        least: 2.0 * runs,
        most: runs * most as f64,
        ..After::new(Work::DowntimeHour, runs * arms / of as f64, run)
    });
    if attacked > 0.0 {
        all.push(After::new(Work::Attacks, 2.0 * attacked, run));
    }
    if let Some(plan) = study.tracking.filter(|_| !study.scorecard.is_empty()) {
        let runs = arms * study.draws().rounded_up(plan.futures.max(2)) as f64;
        all.push(After { least: runs, ..After::new(Work::Tracking, 0.0, run) });
    }
    let upside = study.beside.upside.as_ref().is_some_and(|upside| upside.demand.is_some());
    let first = |work, pairs: u64, runs: f64| After {
        most: pairs as f64 * runs,
        ..After::new(work, runs, run)
    };
    all.extend(upside.then(|| first(Work::Upside, probe::FIRST, arms)));
    all.extend(study.beside.footprint.then(|| first(Work::Footprint, probe::FOOTPRINT, 2.0)));
    all.extend(study.beside.stress.is_some().then(|| first(Work::Stress, probe::FIRST, 2.0)));
    all
}
