//! What will be measured after the decision: every indicator of the scorecard month by month, with and
//! without the investment, as bands over futures; and whether the difference can be seen at all.
//!
//! A few pairs of the study are lived through once more with the months of every machine recorded. The
//! bands are what one plant may show in one month, luck included: no intervals of means.

pub mod detect;
mod months;
pub mod review;

use crate::baseline::score::{Gauge, Score};
use crate::indicator::{INDICATORS, Spec};
use crate::pairing::{Seen, Worker, lived_by_month};
use crate::study::result::{
    Better, ForecastBand, Interval, MoneyPerUnit, PilotResult, Role, Share, TrackedLine, Tracking,
};
use crate::study::{Study, luck};
use detect::{Question, Windows, detection};
use jiff::ToSpan;
use months::{Line, Months};
use sim_core::special::student_t_quantile;
use sim_core::statistics::{quantile, wilson_interval};
use sim_core::{Plan, replicate};
use std::sync::atomic::AtomicBool;

/// How it is tracked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TrackingPlan {
    /// Futures behind every band.
    pub futures: u64,
    /// Months of history with which the plant compares itself.
    pub history: u32,
}

impl Default for TrackingPlan {
    fn default() -> Self {
        Self { futures: 100, history: 12 }
    }
}

/// Months until day 90.
pub const DAY_90: u32 = 3;

/// One future: values of the tracked lines by arm and month, and money of their lines.
pub(crate) struct Future {
    /// `arms[a].values[line][month]`.
    arms: Vec<Months>,
}

/// A line that is tracked.
pub(crate) enum Tracked<'a> {
    /// Of the scorecard.
    Score(&'a Score),
    /// An indicator that tells why.
    Driver(&'static Spec),
}

impl Study {
    /// Simulates what will be tracked; nothing where there is no scorecard, no comparison, or where a
    /// future failed or somebody stopped it.
    pub fn track(&self, plan: TrackingPlan, cancel: Option<&AtomicBool>) -> Option<Tracking> {
        let head = self.comparisons.first()?;
        if self.scorecard.is_empty() {
            return None;
        }
        let pilots = self.pilot_arms();
        let mut arms = vec![head.reference, head.investment];
        for (_, arm) in &pilots {
            if !arms.contains(arm) {
                arms.push(*arm);
            }
        }
        let only = Self {
            arms: arms.iter().map(|k| self.arms[*k].clone()).collect(),
            tools: arms.iter().map(|k| self.tools[*k].clone()).collect(),
            comparisons: Vec::new(),
            ..self.clone()
        };
        let lines = only.tracked();
        let futures = self.draws().rounded_up(plan.futures.max(2));
        let once = |worker: &mut Worker, pair: u64| {
            lived_by_month(&only, worker, pair, |seen: &Seen<'_>| Future {
                arms: (0..arms.len()).map(|a| Months::of(seen, a, &lines)).collect(),
            })
        };
        let options = Plan { allowed_failures: 0, cancel, progress: None };
        let run = replicate(0..futures, &options, || Worker::by_month(&only), once).ok()?;
        let futures: Vec<Future> = run.results.into_iter().map(|(_, future)| future).collect();
        if run.cancelled || futures.len() < 2 {
            return None;
        }
        let place = |arm: usize| arms.iter().position(|own| *own == arm).unwrap_or(1);
        Some(self.tracking(plan, &lines, &futures, &pilots, &place))
    }

    /// Investments with a pilot, and the arm in which it is tried: alone, or with others.
    fn pilot_arms(&self) -> Vec<(usize, usize)> {
        let has = |k: &usize| self.investments[*k].governance.pilot.is_some();
        let before = |reference: usize| self.arms[reference].role == Role::Before;
        let plans = || self.comparisons.iter().filter(|plan| before(plan.reference));
        let arm = |k: usize| {
            let alone = plans().find(|p| {
                self.arms[p.investment].investments == [k] && self.arms[p.investment].starts == [0]
            });
            let with = || plans().find(|p| self.arms[p.investment].investments.contains(&k));
            alone.or_else(with).map(|plan| (k, plan.investment))
        };
        (0..self.investments.len()).filter(has).filter_map(arm).collect()
    }

    /// The scorecard, then what may explain it: indicators of the plant that it does not name.
    fn tracked(&self) -> Vec<Tracked<'_>> {
        let named = |spec: &&Spec| self.scorecard.iter().all(|s| s.gauge.key() != spec.key);
        let counted = |spec: &&Spec| spec.unit.ends_with("/year");
        let drivers = INDICATORS.iter().filter(counted).filter(named);
        self.scorecard.iter().map(Tracked::Score).chain(drivers.map(Tracked::Driver)).collect()
    }

    fn tracking(
        &self,
        plan: TrackingPlan,
        lines: &[Tracked<'_>],
        futures: &[Future],
        pilots: &[(usize, usize)],
        place: &dyn Fn(usize) -> usize,
    ) -> Tracking {
        let first = |m: u32| self.start.saturating_add(i64::from(m).months()).to_string();
        let all = lines.iter().enumerate();
        let tracked: Vec<TrackedLine> =
            all.map(|(l, line)| self.line(plan, futures, l, line)).collect();
        let (scores, drivers): (Vec<_>, Vec<_>) = tracked.into_iter().partition(|t| !t.driver);
        // What never moves explains nothing.
        let moves = |line: &TrackedLine| {
            let bands = line.baseline.iter().chain(&line.forecast).flatten();
            bands.into_iter().any(|band| band.p90 != 0.0)
        };
        Tracking {
            comparison: self.comparisons.first().map(|c| c.id.clone()).unwrap_or_default(),
            futures: futures.len() as u64,
            luck: luck::word(self.sampling).to_owned(),
            history_months: plan.history,
            months: (0..self.horizon).map(first).collect(),
            lines: scores,
            drivers: drivers.into_iter().filter(moves).collect(),
            pilots: pilots
                .iter()
                .filter_map(|(k, arm)| self.pilot(plan, futures, *k, place(*arm)))
                .collect(),
        }
    }

    fn line(
        &self,
        plan: TrackingPlan,
        futures: &[Future],
        l: usize,
        line: &Tracked<'_>,
    ) -> TrackedLine {
        let bands = |arm: usize| -> Vec<Option<ForecastBand>> {
            let at = |m: usize| band(futures.iter().map(|f| f.arms[arm].values[l][m]));
            (0..self.horizon as usize).map(at).collect()
        };
        let (baseline, forecast) = (bands(0), bands(1));
        match line {
            Tracked::Score(score) => TrackedLine {
                name: score.name.clone(),
                title: score.title.clone(),
                kpi: score.gauge.key().to_owned(),
                on: score.on.clone(),
                unit: Line::of(line).unit(),
                better: score.gauge.better(),
                owner: score.owner.clone(),
                driver: false,
                day_90: Windows::new(0..DAY_90, plan.history, self.horizon).map(|windows| {
                    let question = Question { better: score.gauge.better(), wanted: score.target };
                    detection(futures, (1, l), &windows, question)
                }),
                money: money_per_unit(score, futures, l),
                baseline,
                forecast,
            },
            Tracked::Driver(spec) => TrackedLine {
                name: spec.key.to_owned(),
                title: spec.name.to_owned(),
                kpi: spec.key.to_owned(),
                on: None,
                unit: Line::of(line).unit(),
                better: spec.better,
                owner: None,
                driver: true,
                day_90: None,
                money: None,
                baseline,
                forecast,
            },
        }
    }

    fn pilot(
        &self,
        plan: TrackingPlan,
        futures: &[Future],
        k: usize,
        arm: usize,
    ) -> Option<PilotResult> {
        let investment = &self.investments[k];
        let pilot = investment.governance.pilot.as_ref()?;
        let l = self.scorecard.iter().position(|score| score.name == pilot.metric)?;
        let score = &self.scorecard[l];
        let target = pilot.target.or(score.target)?;
        let wanted = Some(target * pilot.gate);
        let question = Question { better: score.gauge.better(), wanted };
        let windows = Windows::new(pilot.window(), plan.history, self.horizon);
        Some(PilotResult {
            investment: investment.name.clone(),
            title: investment.title.clone(),
            start_month: pilot.start,
            months: pilot.lasts,
            metric: score.title.clone(),
            target,
            gate: pilot.gate,
            seen: windows.map(|windows| detection(futures, (arm, l), &windows, question)),
        })
    }
}

/// The band of the futures in which a value exists; none where it exists in less than half of them.
fn band(values: impl Iterator<Item = Option<f64>>) -> Option<ForecastBand> {
    let all: Vec<Option<f64>> = values.collect();
    let mut sorted: Vec<f64> = all.iter().copied().flatten().map(|x| x + 0.0).collect();
    if 2 * sorted.len() < all.len() {
        return None;
    }
    sorted.sort_unstable_by(f64::total_cmp);
    let at = |p: f64| quantile(&sorted, p);
    let mean = sorted.iter().sum::<f64>() / sorted.len() as f64;
    let futures = sorted.len() as u64;
    Some(ForecastBand { p10: at(0.1)?, p50: at(0.5)?, p90: at(0.9)?, mean, futures })
}

/// A share of futures.
pub(crate) fn share(flags: impl Iterator<Item = bool>) -> Option<Share> {
    let (mut count, mut of) = (0, 0);
    flags.for_each(|flag| {
        of += 1;
        count += u64::from(flag);
    });
    let found = wilson_interval(count, of, 0.95)?;
    let ci = Interval { low: found.lower, high: found.upper };
    Some(Share { count, of, value: found.estimate, ci })
}

/// What a unit of an indicator is worth: over the futures, the difference of its ledger lines over the
/// difference of the indicator, by least squares through the origin (no difference, no money).
fn money_per_unit(score: &Score, futures: &[Future], l: usize) -> Option<MoneyPerUnit> {
    if score.lines.is_empty() {
        return None;
    }
    let point = |future: &Future| {
        let [before, after] = [&future.arms[0], &future.arms[1]];
        Some((after.whole[l]? - before.whole[l]?, after.money[l]? - before.money[l]?))
    };
    let points: Vec<(f64, f64)> = futures.iter().filter_map(point).collect();
    let squares: f64 = points.iter().map(|(x, _)| x * x).sum();
    if points.len() < 3 || squares <= 0.0 {
        return None;
    }
    let slope = points.iter().map(|(x, y)| x * y).sum::<f64>() / squares;
    let left: f64 = points.iter().map(|(x, y)| (y - slope * x) * (y - slope * x)).sum();
    let degrees = (points.len() - 1) as f64;
    let half = student_t_quantile(0.975, degrees) * (left / degrees / squares).sqrt();
    Some(MoneyPerUnit {
        per_unit: slope + 0.0,
        interval: Interval { low: slope - half, high: slope + half },
        lines: score.lines.clone(),
        futures: points.len() as u64,
    })
}

/// Is a change of this size in the wanted direction as large as wanted?
pub(crate) fn reaches(better: Better, change: f64, wanted: f64) -> bool {
    match better {
        Better::Lower => change <= wanted,
        Better::Higher => change >= wanted,
        Better::Neither => change == wanted || (change - wanted).signum() == wanted.signum(),
    }
}

impl Gauge {
    /// Can it be told for a single month? Times to restoration are booked by failure, not by month.
    pub fn is_monthly(&self) -> bool {
        !matches!(self, Self::Indicator(spec) if spec.key == "mttr")
    }
}
