//! Luck and ignorance apart: the analysis of variance of nested draws.

use super::groups::Groups;
use super::spread::full_spread;
use crate::study::Study;
use crate::study::result::{Apart, Decision, Ignorance, Interval};
use crate::study::run::Pairs;
use crate::uncertainty::Mode;
use sim_core::special::student_t_quantile;
use std::collections::BTreeMap;

/// What a nested run found; absent in every other run, or with less than two whole draws.
pub fn ignorance(study: &Study, pairs: &Pairs) -> Option<Ignorance> {
    let Mode::Nested { inner, .. } = study.mode else { return None };
    let mut draws: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (k, (pair, _)) in pairs.done.iter().enumerate() {
        draws.entry(pair / inner).or_default().push(k);
    }
    draws.retain(|_, members| members.len() as u64 == inner);
    let numbers: Vec<u64> = draws.keys().copied().collect();
    let groups = Groups::of_draws(study, &numbers);
    let apart = |c: usize| {
        let npv = |k: &usize| pairs.done[*k].1.comparisons[c].rows.first().map_or(0.0, |r| r.npv);
        let values: Vec<Vec<f64>> =
            draws.values().map(|members| members.iter().map(npv).collect()).collect();
        let parts = Parts::of(&values, &blocks(&numbers, study.sampling.unit()))?;
        Some(parts.told(&study.comparisons[c].id, &groups))
    };
    let comparisons: Vec<Apart> = (0..study.comparisons.len()).filter_map(apart).collect();
    let found = !comparisons.is_empty();
    found.then_some(Ignorance { outer: draws.len() as u64, inner, comparisons })
}

/// Draws that depend on each other, as ranges of their places.
fn blocks(numbers: &[u64], unit: u64) -> Vec<std::ops::Range<usize>> {
    let mut blocks: Vec<std::ops::Range<usize>> = Vec::new();
    for (k, number) in numbers.iter().enumerate() {
        let same = k > 0 && numbers[k - 1] / unit == number / unit;
        match blocks.last_mut().filter(|_| same) {
            Some(block) => block.end = k + 1,
            None => blocks.push(k..k + 1),
        }
    }
    blocks
}

/// Sums from which both variances follow, so that a draw can be left out of them.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    draws: f64,
    means: f64,
    squares: f64,
    within: f64,
}

impl Sums {
    fn minus(self, other: Self) -> Self {
        Self {
            draws: self.draws - other.draws,
            means: self.means - other.means,
            squares: self.squares - other.squares,
            within: self.within - other.within,
        }
    }

    fn plus(self, other: Self) -> Self {
        Self {
            draws: self.draws + other.draws,
            means: self.means + other.means,
            squares: self.squares + other.squares,
            within: self.within + other.within,
        }
    }

    /// Variance of the means of the draws.
    fn between(self) -> f64 {
        ((self.squares - self.means * self.means / self.draws) / (self.draws - 1.0)).max(0.0)
    }

    /// Variance between pairs with the same unknowns.
    fn luck(self) -> f64 {
        self.within / self.draws
    }

    /// Variance of the expected value, unbiased: may be below 0 (Searle, Casella and McCulloch,
    /// Variance Components, 1992, section 3.5).
    fn ignorance(self, inner: f64) -> f64 {
        self.between() - self.luck() / inner
    }

    fn reducible(self, inner: f64) -> f64 {
        let (ignorance, luck) = (self.ignorance(inner).max(0.0), self.luck());
        if ignorance > 0.0 { ignorance / (ignorance + luck) } else { 0.0 }
    }
}

/// Values of nested draws taken apart.
struct Parts {
    inner: f64,
    mean: f64,
    means: Vec<f64>,
    sums: Sums,
    ci: Option<Interval>,
}

impl Parts {
    /// `values[o]`: the values with draw `o` of the unknowns, all of the same number, at least 2.
    fn of(values: &[Vec<f64>], blocks: &[std::ops::Range<usize>]) -> Option<Self> {
        let inner = values.first()?.len() as f64;
        if values.len() < 2 || inner < 2.0 {
            return None;
        }
        let means: Vec<f64> = values.iter().map(|v| v.iter().sum::<f64>() / inner).collect();
        let mean = means.iter().sum::<f64>() / means.len() as f64;
        let sums = |(v, m): (&Vec<f64>, &f64)| Sums {
            draws: 1.0,
            // About the mean of all: no digits are lost.
            means: m - mean,
            squares: (m - mean) * (m - mean),
            within: v.iter().map(|x| (x - m) * (x - m)).sum::<f64>() / (inner - 1.0),
        };
        let each: Vec<Sums> = values.iter().zip(&means).map(sums).collect();
        let total = |all: &[Sums]| all.iter().fold(Sums::default(), |a, b| a.plus(*b));
        let all = total(&each);
        let ci = jackknife(all, blocks.iter().map(|b| total(&each[b.clone()])), inner);
        Some(Self { inner, mean, means, sums: all, ci })
    }

    fn told(&self, comparison: &str, groups: &Groups) -> Apart {
        let (luck, ignorance) = (self.sums.luck(), self.sums.ignorance(self.inner));
        let between = self.sums.between();
        let left = if between > 0.0 { (luck / self.inner / between).min(1.0) } else { 0.0 };
        let pull = libm::sqrt((1.0 - left).max(0.0));
        let expected: Vec<f64> =
            self.means.iter().map(|m| self.mean + pull * (m - self.mean)).collect();
        let decision = || Decision {
            positive: groups.share(expected.iter().map(|x| *x > 0.0)),
            npv: full_spread(groups, expected.iter().copied()),
        };
        Apart {
            comparison: comparison.to_owned(),
            luck_sd: libm::sqrt(luck),
            ignorance_sd: (ignorance > 0.0).then(|| libm::sqrt(ignorance)),
            total_sd: libm::sqrt(luck + ignorance.max(0.0)),
            reducible: self.sums.reducible(self.inner),
            reducible_ci: self.ci,
            luck_in_means: left,
            decision: (ignorance > 0.0).then(decision),
        }
    }
}

/// Interval of the reducible share: leave out one block of draws after the other (Efron and
/// Tibshirani, An Introduction to the Bootstrap, chapter 11).
fn jackknife(all: Sums, blocks: impl Iterator<Item = Sums>, inner: f64) -> Option<Interval> {
    let without: Vec<f64> = blocks.map(|block| all.minus(block).reducible(inner)).collect();
    let n = without.len() as f64;
    if n < 3.0 {
        return None;
    }
    let mean = without.iter().sum::<f64>() / n;
    let spread: f64 = without.iter().map(|x| (x - mean) * (x - mean)).sum();
    let half = student_t_quantile(0.975, n - 1.0) * libm::sqrt(spread * (n - 1.0) / n);
    let share = all.reducible(inner);
    Some(Interval { low: (share - half).max(0.0), high: (share + half).min(1.0) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use sim_core::Streams;
    use sim_core::special::normal_quantile;

    fn parts(outer: u64, inner: u64, ignorance: f64, luck: f64, seed: u64) -> Parts {
        let normal = |r: u64, purpose: &str, k: u64| {
            normal_quantile(Streams::new(seed, r).stream("x", purpose).uniform_at(k))
        };
        let values: Vec<Vec<f64>> = (0..outer)
            .map(|o| {
                let expected = 10.0 + ignorance * normal(o, "theta", 0);
                (0..inner).map(|k| expected + luck * normal(o, "luck", k)).collect()
            })
            .collect();
        let blocks: Vec<_> = (0..values.len()).map(|k| k..k + 1).collect();
        Parts::of(&values, &blocks).unwrap()
    }

    #[test]
    fn trap_31_luck_and_ignorance_are_told_apart_without_bias() {
        // 3 : 4, so 36 % of the variance is ignorance; few pairs a draw, so that bias would show.
        let found: Vec<Parts> = (0..60).map(|seed| parts(100, 5, 3.0, 4.0, seed)).collect();
        let mean = |f: &dyn Fn(&Parts) -> f64| found.iter().map(f).sum::<f64>() / 60.0;
        assert!((mean(&|p| p.sums.luck()) - 16.0).abs() < 0.4);
        // The variance of the means without correction would be 9 + 16 / 5 = 12.2.
        assert!((mean(&|p| p.sums.ignorance(5.0)) - 9.0).abs() < 0.6);
        let covers = |p: &&Parts| p.ci.is_some_and(|ci| ci.low <= 0.36 && 0.36 <= ci.high);
        let covered = found.iter().filter(covers).count();
        // 95 % of 60 are 57, with a standard deviation of 1.7.
        assert!(covered >= 52, "{covered}");
    }

    #[test]
    fn trap_31_the_decision_distribution_has_no_luck_in_it() {
        let found = parts(400, 5, 3.0, 12.0, 7).told("x", &Groups::independent());
        let decision = found.decision.unwrap();
        let sd = decision.npv.sd.unwrap();
        assert!((sd - found.ignorance_sd.unwrap()).abs() < 1e-9 * sd);
        // E = 10 ± 3 is positive nearly always; single pairs, 10 ± 12.4, in 79 % only.
        assert!(decision.positive.value > 0.98, "{}", decision.positive.value);
        assert!(found.luck_in_means > 0.5);
    }

    #[test]
    fn where_nothing_is_unknown_no_ignorance_is_claimed() {
        let found: Vec<Apart> = (0..40)
            .map(|seed| parts(50, 4, 0.0, 5.0, seed).told("x", &Groups::independent()))
            .collect();
        let none = found.iter().filter(|a| a.ignorance_sd.is_none()).count();
        assert!(
            (8..=32).contains(&none),
            "an unbiased estimate is below 0 about half the time: {none}"
        );
        assert!(found.iter().all(|a| (0.0..=1.0).contains(&a.reducible)));
        assert!(found.iter().all(|a| a.ignorance_sd.is_some() == a.decision.is_some()));
    }
}
