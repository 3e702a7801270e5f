//! Which pairs depend on each other, and what may be concluded from values over pairs.

use crate::study::Study;
use crate::study::result::{Interval, Share};
use crate::study::run::Pairs;
use sim_core::Sampling;
use sim_core::statistics::{
    ClusteredMean, Member, QuantileRanks, StoppingRule, Tally, clustered_mean,
    clustered_quantile_bounds, clustered_share, mean_interval, quantile_ranks, wilson_interval,
};
use std::sync::OnceLock;

/// Level of every interval in a result.
const LEVEL: f64 = 0.95;

/// The pairs of a run, in order, by couple or block.
#[derive(Clone, Debug)]
pub struct Groups {
    sampling: Sampling,
    /// Pairs with one draw of the unknowns; 1 unless draws are nested.
    inner: u64,
    /// Number of the couple or block of each pair; empty where pairs are independent.
    clusters: Vec<u64>,
    /// For the first number of values that somebody asked for, which is nearly always that of the pairs.
    ranks: OnceLock<(usize, [Option<QuantileRanks>; 3])>,
}

/// Half-widths of the figures of the stopping rule; `None`: cannot be told yet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HalfWidths {
    /// Of the mean.
    pub mean: Option<f64>,
    /// Of the share of positive values.
    pub positive: Option<f64>,
    /// Of the 10 % quantile.
    pub p10: Option<f64>,
    /// Of the 90 % quantile.
    pub p90: Option<f64>,
}

fn interval(found: sim_core::statistics::Interval) -> Interval {
    Interval { low: found.lower, high: found.upper }
}

impl Groups {
    /// The quantiles whose intervals are told.
    pub const BOUNDED: [f64; 3] = [0.10, 0.50, 0.90];

    /// Those of a run.
    pub fn of(study: &Study, pairs: &Pairs) -> Self {
        Self::over(study, pairs.done.iter().map(|(pair, _)| *pair))
    }

    /// Those of these pairs, in order.
    pub fn over(study: &Study, pairs: impl Iterator<Item = u64>) -> Self {
        let unit = study.draws().unit();
        let inner = unit / study.sampling.unit().max(1);
        let clusters = if unit == 1 { Vec::new() } else { pairs.map(|pair| pair / unit).collect() };
        Self { sampling: study.sampling, inner, clusters, ranks: OnceLock::new() }
    }

    /// The first `pairs` pairs of a run.
    pub fn first(study: &Study, pairs: u64) -> Self {
        let unit = study.draws().unit();
        let inner = unit / study.sampling.unit().max(1);
        let clusters =
            if unit == 1 { Vec::new() } else { (0..pairs).map(|pair| pair / unit).collect() };
        Self { sampling: study.sampling, inner, clusters, ranks: OnceLock::new() }
    }

    /// Draws of the unknowns in a nested run, by their numbers, each told as one value.
    pub fn of_draws(study: &Study, numbers: &[u64]) -> Self {
        let unit = study.sampling.unit();
        let clusters = match unit {
            1 => Vec::new(),
            _ => numbers.iter().map(|draw| draw / unit).collect(),
        };
        Self { sampling: study.sampling, inner: 1, clusters, ranks: OnceLock::new() }
    }

    /// Pairs that know nothing of each other.
    pub const fn independent() -> Self {
        Self {
            sampling: Sampling::Independent,
            inner: 1,
            clusters: Vec::new(),
            ranks: OnceLock::new(),
        }
    }

    fn dependent(&self) -> bool {
        self.inner * self.sampling.unit() > 1
    }

    /// The values that exist, each with its couple or block; empty where pairs are independent.
    pub fn members(&self, values: impl Iterator<Item = Option<f64>>) -> Vec<Member> {
        let all = self.clusters.iter().zip(values);
        all.filter_map(|(cluster, value)| Some((*cluster, value?))).collect()
    }

    /// The mean and its error over couples or blocks; `None` where pairs are independent.
    pub fn clustered(&self, values: impl Iterator<Item = f64>) -> Option<ClusteredMean> {
        clustered_mean(&self.members(values.map(Some)))
    }

    /// Student's interval of the mean of the values in `tally`, which are also `members`.
    pub fn mean_ci(&self, tally: &Tally, members: &[Member]) -> Option<Interval> {
        match self.dependent() {
            false => mean_interval(tally, LEVEL).map(interval),
            true => clustered_mean(members)?.interval(LEVEL).map(interval),
        }
    }

    /// Student's interval, at this level, of the mean of the values that exist, one a pair.
    pub fn mean_ci_at(
        &self,
        values: impl Iterator<Item = Option<f64>>,
        level: f64,
    ) -> Option<Interval> {
        let values: Vec<Option<f64>> = values.collect();
        let tally: Tally = values.iter().copied().flatten().collect();
        match self.dependent() {
            false => mean_interval(&tally, level).map(interval),
            true => {
                clustered_mean(&self.members(values.into_iter()))?.interval(level).map(interval)
            }
        }
    }

    /// Between which order statistics of so many values the quantiles [`BOUNDED`](Self::BOUNDED) lie, where
    /// pairs are independent.
    pub fn ranks(&self, count: usize) -> [Option<QuantileRanks>; 3] {
        let of = |count: usize| Self::BOUNDED.map(|p| quantile_ranks(count as u64, p, LEVEL).ok());
        let (known, ranks) = self.ranks.get_or_init(|| (count, of(count)));
        if *known == count { *ranks } else { of(count) }
    }

    /// Intervals of the quantiles [`BOUNDED`](Self::BOUNDED) of the values in `sorted`, which are also
    /// `members`; the order statistics at [`ranks`](Self::ranks) are in their places.
    pub fn quantile_cis(&self, sorted: &[f64], members: &[Member]) -> [Option<Interval>; 3] {
        if self.dependent() {
            return Self::BOUNDED
                .map(|p| clustered_quantile_bounds(members, p, LEVEL).map(interval));
        }
        self.ranks(sorted.len()).map(|ranks| {
            let bounds = ranks?.bounds(sorted);
            Some(Interval { low: bounds.lower, high: bounds.upper })
        })
    }

    /// The share of pairs with a property; one flag a pair.
    pub fn share(&self, flags: impl Iterator<Item = bool>) -> Share {
        let flags: Vec<bool> = flags.collect();
        let count = flags.iter().filter(|flag| **flag).count() as u64;
        let of = flags.len() as u64;
        let value = if of == 0 { 0.0 } else { count as f64 / of as f64 };
        let found = match self.dependent() {
            false => wilson_interval(count, of, LEVEL),
            true => self.share_interval(&flags, LEVEL),
        };
        let ci = found.map_or(Interval { low: 0.0, high: 1.0 }, interval);
        Share { count, of, value, ci }
    }

    fn share_interval(&self, flags: &[bool], level: f64) -> Option<sim_core::statistics::Interval> {
        let one = |flag: &bool| Some(f64::from(u8::from(*flag)));
        let members = self.members(flags.iter().map(one));
        clustered_share(&members, self.trials_at_least(flags.len()), level)
    }

    /// Independent pairs that are worth as much, at least: couples that are twins count once; a
    /// stratified block of n is never worse than n - 1 (Owen 1997, SIAM Journal on Numerical
    /// Analysis 34, 1884-1910).
    fn trials_at_least(&self, pairs: usize) -> f64 {
        // Pairs with the same unknowns may all be the same.
        let (n, unit) = (pairs as f64 / self.inner as f64, self.sampling.unit() as f64);
        match self.sampling {
            Sampling::Independent => n,
            Sampling::Antithetic => n / unit,
            Sampling::Stratified { .. } => n * (unit - 1.0).max(1.0) / unit,
        }
    }

    /// The members of values of which each pair has several, one after the other: the couple or block,
    /// or else the pair, is the unit.
    pub fn several(&self, values: &[f64], each: usize) -> Vec<Member> {
        let unit = |pair: usize| self.clusters.get(pair).copied().unwrap_or(pair as u64);
        values.iter().enumerate().map(|(k, x)| (unit(k / each.max(1)), *x)).collect()
    }

    /// The share of values above a level, where each pair has several.
    pub fn share_above(&self, values: &[f64], each: usize, level: f64) -> Share {
        let flags: Vec<f64> = values.iter().map(|x| f64::from(u8::from(*x > level))).collect();
        let (count, of) = (flags.iter().sum::<f64>() as u64, flags.len() as u64);
        let value = if of == 0 { 0.0 } else { count as f64 / of as f64 };
        let pairs = flags.len() / each.max(1);
        let trials = self.trials_at_least(pairs);
        let found = clustered_share(&self.several(&flags, each), trials, LEVEL);
        Share { count, of, value, ci: found.map_or(Interval { low: 0.0, high: 1.0 }, interval) }
    }

    /// Interval of the `p` quantile of values of which each pair has several.
    pub fn quantile_of_several(&self, values: &[f64], each: usize, p: f64) -> Option<Interval> {
        clustered_quantile_bounds(&self.several(values, each), p, LEVEL).map(interval)
    }

    /// How precise the figures of the stopping rule are: `values` pair by pair, and in order.
    pub fn half_widths(&self, values: &[f64], sorted: &[f64], rule: &StoppingRule) -> HalfWidths {
        let positive = || values.iter().map(|x| *x > 0.0);
        if !self.dependent() {
            let tally: Tally = values.iter().copied().collect();
            let count = positive().filter(|flag| *flag).count() as u64;
            return HalfWidths {
                mean: rule.mean_half_width(&tally),
                positive: rule.share_half_width(count, values.len() as u64),
                p10: rule.quantile_half_width(sorted, 0.1),
                p90: rule.quantile_half_width(sorted, 0.9),
            };
        }
        let members = self.members(values.iter().copied().map(Some));
        let flags: Vec<bool> = positive().collect();
        let half = |found: Option<sim_core::statistics::Interval>| Some(found?.half_width());
        let level = rule.level();
        HalfWidths {
            mean: half(clustered_mean(&members).and_then(|m| m.interval(level))),
            positive: half(self.share_interval(&flags, level)),
            p10: half(clustered_quantile_bounds(&members, 0.1, level)),
            p90: half(clustered_quantile_bounds(&members, 0.9, level)),
        }
    }
}
