//! Making a lock: what stands against it, and the measurement of today's plant.

use super::lint;
use super::lock::{DataFile, LOCK_FORMAT, Lock, LockError, LockedKpi, Window};
use super::score::Score;
use crate::answer::baseline::{measured, money_of};
use crate::answer::groups::Groups;
use crate::answer::spread::spread;
use crate::pairing::record::PairFailure;
use crate::pairing::{Worker, run_pair};
use crate::study::luck;
use crate::study::result::{Interval, Role};
use crate::study::{Design, Study};
use sim_core::{Plan, replicate};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Most inputs that are named in one sentence.
const NAMED: usize = 12;

/// Why there is no lock.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum NoLock {
    /// Something must be said first.
    #[error("the baseline cannot be locked:\n{}", list(.0))]
    Gaps(Vec<String>),
    /// Today's plant cannot be simulated.
    #[error("pair {pair}: {failure}")]
    Failed {
        /// Number of the pair.
        pair: u64,
        /// Why.
        failure: PairFailure,
    },
    /// Somebody stopped it.
    #[error("stopped before the baseline was measured")]
    Stopped,
    /// It could not be written.
    #[error(transparent)]
    Lock(#[from] LockError),
}

fn list(gaps: &[String]) -> String {
    gaps.iter().map(|gap| format!("  - {gap}")).collect::<Vec<_>>().join("\n")
}

/// How to measure.
#[derive(Clone, Copy, Default)]
pub struct Measuring<'a> {
    /// So many pairs; absent: as many as the study begins with.
    pub pairs: Option<u64>,
    /// Once true, it stops.
    pub cancel: Option<&'a AtomicBool>,
    /// Told after every pair: pairs done, pairs planned.
    pub progress: Option<&'a (dyn Fn(u64, u64) + Sync)>,
}

/// Number of a pair and its scorecard.
type Measured = (u64, Arc<[Option<f64>]>);

impl Study {
    /// What stands against a lock, one sentence each; empty: nothing.
    pub fn gaps(&self) -> Vec<String> {
        let mut gaps = Vec::new();
        if self.scorecard.is_empty() {
            gaps.push(
                "there is no scorecard: name the three to five indicators that the technology is \
                 designed to move, [scorecard.NAME] (`gemba lock --suggest` writes a first one)"
                    .to_owned(),
            );
        }
        for score in &self.scorecard {
            let missing: Vec<&str> = [
                ("an owner", score.owner.is_none()),
                ("a source", score.source.is_none()),
                ("the way it turns into margin (`money`)", score.money.is_none()),
            ]
            .into_iter()
            .filter_map(|(what, missing)| missing.then_some(what))
            .collect();
            if !missing.is_empty() {
                gaps.push(format!(
                    "scorecard.{}: {} is missing",
                    score.name,
                    missing.join(" and ")
                ));
            }
        }
        for file in ["study", "plant"] {
            let orphans: Vec<&str> = self
                .assumptions
                .iter()
                .filter(|a| a.file == file && a.owner.is_none())
                .map(|a| a.path.as_str())
                .collect();
            if orphans.is_empty() {
                continue;
            }
            let more = match orphans.len().saturating_sub(NAMED) {
                0 => String::new(),
                n => format!(" and {n} more"),
            };
            let (count, named) = (orphans.len(), orphans[..orphans.len().min(NAMED)].join(", "));
            gaps.push(format!(
                "nobody answers for {count} input{} of the {file} file: {named}{more}; name source \
                 and owner in its [provenance]",
                if count == 1 { "" } else { "s" },
            ));
        }
        gaps
    }

    /// What is odd about the scorecard, though it can be locked.
    pub fn scorecard_size(&self) -> Option<String> {
        let n = self.scorecard.len();
        (n > 0 && !(3..=5).contains(&n)).then(|| {
            format!(
                "a scorecard of {n}: three to five indicators show what a technology does; fewer hide \
                 what it costs elsewhere, more hide what it is for"
            )
        })
    }

    /// Pairs of a lock unless others are asked for.
    fn pairs_of_lock(&self) -> u64 {
        match self.design {
            Design::Fixed(n) => n,
            Design::Precise { min, .. } => min,
        }
    }

    /// Measures today's plant under the luck of the study and locks it.
    ///
    /// # Errors
    /// Everything that is missing, at once; or why today's plant cannot be simulated.
    pub fn lock_baseline(
        &self,
        locked: &str,
        data: Vec<DataFile>,
        measuring: &Measuring<'_>,
    ) -> Result<Lock, NoLock> {
        let gaps = self.gaps();
        let before = self.arm(Role::Before).filter(|_| gaps.is_empty());
        let Some(before) = before else { return Err(NoLock::Gaps(gaps)) };
        let pairs = self.draws().rounded_up(measuring.pairs.unwrap_or(self.pairs_of_lock()));
        let values = self.measure(before, pairs, measuring)?;
        let groups = Groups::over(self, values.iter().map(|(pair, _)| *pair));
        let line = |(k, score): (usize, &Score)| {
            let column = || values.iter().map(|(_, row)| row[k]);
            let found = spread(&groups, column());
            let observed = found.as_ref();
            LockedKpi {
                name: score.name.clone(),
                title: score.title.clone(),
                kpi: score.gauge.key().to_owned(),
                definition: score.gauge.definition().to_owned(),
                standard: score.gauge.standard().map(str::to_owned),
                on: score.on.clone(),
                unit: score.gauge.unit().to_owned(),
                better: score.gauge.better(),
                owner: score.owner.clone().unwrap_or_default(),
                source: score.source.clone().unwrap_or_default(),
                money: score.money.clone().unwrap_or_default(),
                formulas: money_of(self, score),
                value: observed.map(|s| s.mean),
                interval_90: groups.mean_ci_at(column(), 0.90),
                futures_90: observed.map(|s| Interval { low: s.p5, high: s.p95 }),
                not_observed: observed.map_or(pairs, |s| s.not_observed),
                measured: measured(score, observed),
                target: score.target,
                checkpoint: score.checkpoint,
                day_90: score.day_90.clone(),
            }
        };
        let lock = Lock {
            format: LOCK_FORMAT.to_owned(),
            study: self.name.clone(),
            plant: self.plant.clone(),
            locked: locked.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            seed: self.seed,
            luck: luck::word(self.sampling).to_owned(),
            pairs,
            window: Window { from: self.start.to_string(), months: self.horizon },
            currency: self.terms.currency.to_string(),
            wacc: self.terms.wacc.fraction(),
            scorecard: self.scorecard.iter().enumerate().map(line).collect(),
            inputs: self.baseline_inputs(),
            data,
            sha256: String::new(),
        };
        Ok(lock.sealed()?)
    }

    /// The scorecard of today's plant in every pair, as in a run.
    fn measure(
        &self,
        before: usize,
        pairs: u64,
        measuring: &Measuring<'_>,
    ) -> Result<Vec<Measured>, NoLock> {
        // Today's plant alone, with the luck and the draws of a run.
        let only = Self {
            arms: vec![self.arms[before].clone()],
            tools: vec![self.tools[before].clone()],
            comparisons: Vec::new(),
            ..self.clone()
        };
        let tell = |done: u64| {
            if let Some(progress) = measuring.progress {
                progress(done, pairs);
            }
        };
        let plan = Plan { allowed_failures: 0, cancel: measuring.cancel, progress: Some(&tell) };
        let run = replicate(
            0..pairs,
            &plan,
            || Worker::new(&only),
            |worker, pair| {
                let (mut record, _) = run_pair(&only, worker, pair)?;
                let before = record.arms.first_mut();
                Ok::<_, PairFailure>(
                    before.map(|a| std::mem::take(&mut a.scores)).unwrap_or_default(),
                )
            },
        );
        let run = run.map_err(|failures| NoLock::Failed {
            pair: failures.last.replication,
            failure: failures.last.error,
        })?;
        if run.cancelled {
            return Err(NoLock::Stopped);
        }
        Ok(run.results.into_iter().collect())
    }
}

/// Why an indicator may not stand in a scorecard, by its names.
pub fn vanity(names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| lint::vanity(name)).map(lint::reason)
}
