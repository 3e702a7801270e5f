//! What attacks that stop the shop floor cost in a year: every future with one is simulated once more in
//! which none reaches the floor, under the same luck.

use crate::answer::groups::Groups;
use crate::answer::spread::mean_of;
use crate::pairing::{Worker, live_arm, live_arm_as};
use crate::study::Study;
use crate::study::result::{Firmness, Interval, LossExceedance, LossPoint, OnceIn, YearlyLoss};
use crate::study::run::Pairs;
use sim_core::statistics::quantile;
use sim_core::{Plan, replicate};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use twin_models::Phase;
use twin_models::outcome::Outcome;

/// Months after an attack in which its cost may still come.
const AFTERWARDS: usize = 3;
/// Points of the curve beyond the first, about.
const POINTS: f64 = 24.0;
/// Return periods that are asked for \[years\], and years of which one each is needed at least beyond.
const PERIODS: [u32; 6] = [10, 20, 50, 100, 200, 500];
const BEYOND: f64 = 5.0;

/// Losses of the years of one arm in one pair: all, of it response, of it ransoms.
type Years = Vec<[f64; 3]>;

/// The curve of the headline; `None` where no plant has attacks, the run is stopped, or a future fails.
pub(crate) fn attacks(
    study: &Study,
    pairs: &Pairs,
    cancel: Option<&AtomicBool>,
) -> Option<LossExceedance> {
    let head = study.comparisons.first()?;
    let arms = [head.reference, head.investment];
    let seen = |pair: usize, arm: usize| pairs.done[pair].1.arms[arm].attacks;
    let first = pairs.done.first()?;
    arms.iter().any(|arm| first.1.arms[*arm].attacks.is_some()).then_some(())?;
    let attacked = |pair: usize| arms.map(|arm| seen(pair, arm).is_some_and(|n| n > 0.0));
    let again: Vec<usize> =
        (0..pairs.done.len()).filter(|pair| attacked(*pair).contains(&true)).collect();
    let plan = Plan { allowed_failures: 0, cancel, progress: None };
    let once = |worker: &mut Worker, k: u64| {
        let pair = again[k as usize];
        lost(study, arms, attacked(pair), worker, pairs.done[pair].0)
    };
    let run = replicate(0..again.len() as u64, &plan, || Worker::new(study), once);
    let run = run.ok().filter(|run| !run.cancelled)?;
    let years = (study.horizon / 12) as usize;
    (years > 0).then_some(())?;
    let nothing = || [vec![[0.0; 3]; years], vec![[0.0; 3]; years]];
    let mut losses: Vec<[Years; 2]> = pairs.done.iter().map(|_| nothing()).collect();
    for (k, of) in run.results {
        losses[again[k as usize]] = of;
    }
    let count = |arm: usize| {
        let all: f64 = (0..pairs.done.len()).filter_map(|pair| seen(pair, arm)).sum();
        all / (pairs.done.len() as f64 * f64::from(study.horizon) / 12.0) + 0.0
    };
    let groups = Groups::of(study, pairs);
    let table = Table { groups, losses, years };
    let totals = [0, 1].map(|side| table.totals(side));
    let (avoided, avoided_ci) = table.difference(|all| all);
    Some(LossExceedance {
        comparison: head.id.clone(),
        pairs: pairs.done.len() as u64,
        pairs_attacked: again.len() as u64,
        years: years as u32,
        before: table.yearly(0, count(arms[0])),
        after: table.yearly(1, count(arms[1])),
        avoided,
        avoided_ci,
        curve: table.curve(&totals),
    })
}

/// The losses of one pair, simulated with and without attacks where an arm has some.
fn lost(
    study: &Study,
    arms: [usize; 2],
    attacked: [bool; 2],
    worker: &mut Worker,
    pair: u64,
) -> Result<[Years; 2], String> {
    let drawn = study.draw(pair);
    let seen = study.in_future(pair, &drawn.values).map_err(|faults| faults.to_string())?;
    let study = seen.as_ref();
    if study.plants_are_drawn {
        worker.forget();
    }
    let mut all = [Vec::new(), Vec::new()];
    for (side, arm) in arms.into_iter().enumerate() {
        all[side] = if attacked[side] {
            let with = live_arm(study, worker, pair, arm, &drawn.lucks);
            let with = with.map_err(|failure| failure.to_string())?;
            let spared = live_arm_as(study, worker, pair, arm, &drawn.lucks, &spared);
            let spared = spared.map_err(|failure| failure.to_string())?;
            losses(study, arm, &with, &spared)
        } else {
            vec![[0.0; 3]; (study.horizon / 12) as usize]
        };
    }
    Ok(all)
}

/// The same plants; attacks come in, but never reach the shop floor.
fn spared(phases: Vec<Phase>) -> Vec<Phase> {
    let spare = |phase: Phase| {
        let mut plant = phase.plant.as_ref().clone();
        plant.cyber.iter_mut().for_each(|cyber| cyber.spread = 0.0);
        Phase { plant: Arc::new(plant), ..phase }
    };
    phases.into_iter().map(spare).collect()
}

/// Loss by year: months up to three after an attack, in the year of the attack.
fn losses(study: &Study, arm: usize, with: &Outcome, spared: &Outcome) -> Years {
    let tools = &study.tools[arm];
    let months = study.horizon as usize;
    let ledger = |of: &Outcome| tools.pricing.ledger(&of.monthly, of.energy.as_ref());
    let (bad, good) = (ledger(with), ledger(spared));
    let column = |key: &str| tools.schema.iter().position(|q| q.key == key);
    let hit = |month: usize| {
        let at =
            |key: &str| column(key).map_or(0.0, |q| with.monthly[month * tools.schema.len() + q]);
        (at("outages:cyber") > 0.0, at("outage_h:cyber") > 0.0)
    };
    let mut years = vec![[0.0; 3]; months / 12];
    let (mut began, mut last): (Option<usize>, usize) = (None, 0);
    for month in 0..months {
        let (begins, goes_on) = hit(month);
        if begins {
            began = Some(month);
        }
        if begins || goes_on {
            last = month;
        }
        let Some(year) = began.filter(|_| month <= last + AFTERWARDS) else { continue };
        let Some(sums) = years.get_mut(year / 12) else { continue };
        for (k, line) in study.book.lines.iter().enumerate() {
            if line.firmness != Firmness::Hard {
                continue;
            }
            let lost = good.line(k)[month] - bad.line(k)[month];
            sums[0] += lost;
            match line.terms.first().map(|(key, _)| key.as_str()) {
                Some("outages:cyber") => sums[1] += lost,
                Some("ransoms") => sums[2] += lost,
                _ => {}
            }
        }
    }
    years
}

/// Losses of all pairs, years and arms.
struct Table {
    groups: Groups,
    losses: Vec<[Years; 2]>,
    years: usize,
}

impl Table {
    /// Loss of every year, pair by pair.
    fn totals(&self, side: usize) -> Vec<f64> {
        self.losses.iter().flat_map(|pair| pair[side].iter().map(|year| year[0] + 0.0)).collect()
    }

    /// Mean over the years of each pair.
    fn by_pair(&self, side: usize, of: &dyn Fn(&[f64; 3]) -> f64) -> Vec<f64> {
        let mean = |years: &Years| years.iter().map(of).sum::<f64>() / self.years as f64;
        self.losses.iter().map(|pair| mean(&pair[side])).collect()
    }

    /// Mean of before less after, of what `of` makes of a year's loss.
    fn difference(&self, of: impl Fn(f64) -> f64) -> (f64, Option<Interval>) {
        let [before, after] = [0, 1].map(|side| self.by_pair(side, &|year| of(year[0])));
        let apart: Vec<f64> = before.iter().zip(&after).map(|(b, a)| b - a).collect();
        known(&self.groups, apart)
    }

    fn yearly(&self, side: usize, attacks: f64) -> YearlyLoss {
        let (mean, mean_ci) = known(&self.groups, self.by_pair(side, &|year| year[0]));
        let part = |k: usize| mean_of(&self.groups, self.by_pair(side, &|y| y[k]).into_iter()).0;
        let (response, ransom) = (part(1), part(2));
        let all = self.totals(side);
        let mut sorted = all.clone();
        sorted.sort_unstable_by(f64::total_cmp);
        let enough = |years: &&u32| sorted.len() as f64 >= BEYOND * f64::from(**years);
        let once_in = PERIODS.iter().filter(enough).filter_map(|years| {
            let p = 1.0 - 1.0 / f64::from(*years);
            let ci = self.groups.quantile_of_several(&all, self.years, p);
            Some(OnceIn { years: *years, loss: quantile(&sorted, p)?, ci })
        });
        YearlyLoss {
            attacks,
            mean,
            mean_ci,
            output: mean - response - ransom + 0.0,
            response,
            ransom,
            largest: sorted.last().copied().unwrap_or(0.0),
            once_in: once_in.collect(),
        }
    }

    fn curve(&self, totals: &[Vec<f64>; 2]) -> Vec<LossPoint> {
        let most = totals.iter().flatten().copied().fold(0.0, f64::max);
        let levels = levels(most);
        let point = |loss: f64| {
            let [before, after] =
                [0, 1].map(|side: usize| self.groups.share_above(&totals[side], self.years, loss));
            let (difference, difference_ci) =
                self.difference(|all| f64::from(u8::from(all > loss)));
            LossPoint { loss, before, after, difference, difference_ci }
        };
        let mut points: Vec<LossPoint> = levels.into_iter().map(point).collect();
        // A larger loss is no more likely than a smaller one: what bounds this bounds that.
        for k in 1..points.len() {
            let [before, after] = [points[k - 1].before.ci.high, points[k - 1].after.ci.high];
            let point = &mut points[k];
            point.before.ci.high = point.before.ci.high.min(before);
            point.after.ci.high = point.after.ci.high.min(after);
        }
        points
    }
}

/// A mean, and its interval where the values differ at all.
fn known(groups: &Groups, values: Vec<f64>) -> (f64, Option<Interval>) {
    let differ = values.iter().any(|x| *x != values[0]);
    let (mean, ci) = mean_of(groups, values.into_iter());
    (mean, ci.filter(|_| differ))
}

/// From 0 in round steps to beyond the largest loss.
fn levels(most: f64) -> Vec<f64> {
    if !(most > 0.0 && most.is_finite()) {
        return Vec::new();
    }
    let rough = most / POINTS;
    let power = libm::pow(10.0, libm::floor(libm::log10(rough)));
    let step = [1.0, 2.0, 5.0, 10.0].map(|k| k * power).into_iter().find(|step| *step >= rough);
    let step = step.unwrap_or(10.0 * power);
    (0..=libm::ceil(most / step) as u32).map(|k| f64::from(k) * step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_round_and_reach_beyond_the_largest_loss() {
        assert!(levels(0.0).is_empty());
        let all = levels(480_000.0);
        assert_eq!((all[0], all[1], all.last().copied()), (0.0, 20_000.0, Some(480_000.0)));
        assert!(levels(1.0).last().is_some_and(|last| *last >= 1.0));
    }
}
