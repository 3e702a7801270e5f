//! Selecting the best of several systems, with a stated probability of selecting correctly.

use super::Tally;

/// What is asked of a selection.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct IndifferenceZone {
    /// Smallest difference of means that matters \[unit of the values\], above 0.
    pub delta: f64,
    /// Least probability of selecting the best where it is better than every other by `delta`,
    /// above 1/k for k systems and below 1.
    pub confidence: f64,
    /// Replications of the first stage, from which variances are estimated; at least 2.
    pub first: u64,
}

/// A selection that cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum Unselectable {
    /// Nothing to select from.
    #[error("there is nothing to select from")]
    NoSystem,
    /// The indifference zone is no positive number.
    #[error("the smallest difference that matters must be above 0, not {0}")]
    Delta(f64),
    /// The confidence is not above what guessing reaches, or not below 1.
    #[error("the probability must lie between {0} (guessing) and 1")]
    Confidence(f64),
    /// Too few replications for a variance.
    #[error("the first stage needs at least 2 replications, not {0}")]
    First(u64),
}

/// How far a selection has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// More replications are needed.
    Open,
    /// This one.
    One(usize),
    /// These had the same value in every replication: none is better.
    Equal(Vec<usize>),
}

/// The fully sequential procedure KN of Kim and Nelson (2001), A fully sequential procedure for
/// indifference-zone selection in simulation, ACM TOMACS 11(3), 251-273, with c = 1. Larger is
/// better.
///
/// Every surviving system is observed once a replication. After the first stage a system goes as
/// soon as its sum falls behind that of any survivor by more than h²S²/(2δ) − δr/2, where S² is the
/// first-stage variance of the *paired* difference, r counts replications, h² = 2η(n₀ − 1) and
/// η = ½[(2α/(k − 1))^(−2/(n₀ − 1)) − 1].
///
/// **Promise**: replications that are independent of each other and jointly normal across systems
/// give P(the best is selected) ≥ `confidence` whenever the best mean exceeds every other by at
/// least δ. Systems may share luck (common random numbers) in any way: the bound over pairs is
/// Bonferroni's, and shared luck makes S², and with it the work, smaller. Where several are within
/// δ of the best, one of the good ones is selected in practice, but that is not part of the proof.
#[derive(Clone, Debug)]
pub struct Selection {
    zone: IndifferenceZone,
    /// h².
    factor: f64,
    systems: usize,
    survivors: Vec<usize>,
    /// When each system went \[replications\].
    gone: Vec<Option<u64>>,
    observed: u64,
    /// Differences x_i − x_j for i < j.
    differences: Vec<Tally>,
    /// Their first-stage variances.
    variances: Vec<f64>,
}

impl Selection {
    /// Of this many systems.
    ///
    /// # Errors
    /// When the question makes no sense.
    pub fn new(systems: usize, zone: IndifferenceZone) -> Result<Self, Unselectable> {
        let IndifferenceZone { delta, confidence, first } = zone;
        if systems == 0 {
            return Err(Unselectable::NoSystem);
        }
        if !(delta.is_finite() && delta > 0.0) {
            return Err(Unselectable::Delta(delta));
        }
        let guessing = 1.0 / systems as f64;
        if systems > 1 && !(confidence > guessing && confidence < 1.0) {
            return Err(Unselectable::Confidence(guessing));
        }
        if first < 2 {
            return Err(Unselectable::First(first));
        }
        let degrees = (first - 1) as f64;
        let rivals = (systems.max(2) - 1) as f64;
        let eta =
            0.5 * (libm::pow(2.0 * (1.0 - confidence) / rivals, -2.0 / degrees) - 1.0).max(0.0);
        let pairs = systems * (systems - 1) / 2;
        Ok(Self {
            zone,
            factor: 2.0 * eta * degrees,
            systems,
            survivors: (0..systems).collect(),
            gone: vec![None; systems],
            observed: 0,
            differences: vec![Tally::default(); pairs],
            variances: Vec::new(),
        })
    }

    /// Systems still in the running, in their order.
    pub fn survivors(&self) -> &[usize] {
        &self.survivors
    }

    /// The replication after which a system went; `None` while it is in the running.
    pub fn gone_after(&self, system: usize) -> Option<u64> {
        self.gone.get(system).copied().flatten()
    }

    /// Replications so far.
    pub const fn observed(&self) -> u64 {
        self.observed
    }

    /// Place of the pair i < j.
    fn pair(&self, i: usize, j: usize) -> usize {
        i * (2 * self.systems - i - 1) / 2 + (j - i - 1)
    }

    /// Takes the values of one replication, one for each survivor in the order of
    /// [`survivors`](Self::survivors); values must be finite.
    pub fn observe(&mut self, values: &[f64]) {
        debug_assert_eq!(values.len(), self.survivors.len(), "one value a survivor");
        let survivors = std::mem::take(&mut self.survivors);
        for (a, (i, x)) in survivors.iter().zip(values).enumerate() {
            for (j, y) in survivors.iter().zip(values).skip(a + 1) {
                let pair = self.pair(*i, *j);
                self.differences[pair].push(x - y);
            }
        }
        self.survivors = survivors;
        self.observed += 1;
        if self.observed < self.zone.first {
            return;
        }
        if self.observed == self.zone.first {
            let spread = |d: &Tally| d.variance().unwrap_or(0.0);
            self.variances = self.differences.iter().map(spread).collect();
        }
        self.screen();
    }

    /// Sends home who has fallen too far behind anybody.
    fn screen(&mut self) {
        let r = self.observed;
        let behind = |i: usize| {
            self.survivors.iter().any(|j| {
                let (i, j, sign) = if i < *j { (i, *j, -1.0) } else { (*j, i, 1.0) };
                i != j && {
                    let pair = self.pair(i, j);
                    sign * self.differences[pair].sum() > self.width(pair)
                }
            })
        };
        let (out, stay): (Vec<usize>, Vec<usize>) =
            self.survivors.iter().partition(|i| behind(**i));
        for i in out {
            self.gone[i] = Some(r);
        }
        self.survivors = stay;
    }

    /// How far a sum may be behind.
    fn width(&self, pair: usize) -> f64 {
        let delta = self.zone.delta;
        let at_first = self.factor * self.variances[pair] / (2.0 * delta);
        (at_first - 0.5 * delta * self.observed as f64).max(0.0)
    }

    /// Pairs of survivors.
    fn open_pairs(&self) -> impl Iterator<Item = usize> + '_ {
        let s = &self.survivors;
        s.iter().enumerate().flat_map(move |(a, i)| s[a + 1..].iter().map(|j| self.pair(*i, *j)))
    }

    /// How far the selection has come.
    pub fn choice(&self) -> Choice {
        match self.survivors.as_slice() {
            [one] if self.observed >= self.zone.first || self.systems == 1 => Choice::One(*one),
            all if self.needed().is_some_and(|n| self.observed >= n) => Choice::Equal(all.to_vec()),
            _ => Choice::Open,
        }
    }

    /// After so many replications the selection is made at the latest; `None` before the end of
    /// the first stage.
    pub fn needed(&self) -> Option<u64> {
        let square = self.zone.delta * self.zone.delta;
        let largest = self.largest_variance()?;
        Some((libm::ceil(self.factor * largest / square) as u64).max(self.zone.first))
    }

    /// The indifference zone for which the replications so far would have been enough; `None`
    /// before the end of the first stage.
    pub fn supported_delta(&self) -> Option<f64> {
        Some((self.factor * self.largest_variance()? / self.observed as f64).sqrt())
    }

    fn largest_variance(&self) -> Option<f64> {
        let known = !self.variances.is_empty() || self.systems == 1;
        known.then(|| self.open_pairs().map(|pair| self.variances[pair]).fold(0.0, f64::max))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(delta: f64, first: u64) -> IndifferenceZone {
        IndifferenceZone { delta, confidence: 0.95, first }
    }

    #[test]
    fn the_constant_is_that_of_the_paper() {
        // k = 2, n0 = 10, alpha = 0.05: eta = (0.1^(-2/9) - 1) / 2.
        let two = Selection::new(2, zone(1.0, 10)).unwrap();
        assert!((two.factor - 9.0 * (libm::pow(0.1, -2.0 / 9.0) - 1.0)).abs() < 1e-12);
        // For many degrees of freedom h² tends to 2 ln((k - 1) / (2 alpha)).
        let many = Selection::new(11, zone(1.0, 1_000_000)).unwrap();
        assert!((many.factor - 2.0 * libm::log(100.0)).abs() < 1e-3);
    }

    #[test]
    fn equal_systems_are_named_together_and_never_one_of_them_alone() {
        let mut selection = Selection::new(3, zone(0.5, 2)).unwrap();
        for x in [3.0, 1.0, 2.0] {
            assert_eq!(selection.choice(), Choice::Open);
            selection.observe(&[x, x, x - 40.0][..selection.survivors().len()]);
            if selection.observed() == 2 {
                break;
            }
        }
        assert_eq!(selection.choice(), Choice::Equal(vec![0, 1]));
        assert_eq!(selection.gone_after(2), Some(2));
        assert_eq!(selection.needed(), Some(2));
    }

    #[test]
    fn one_system_is_the_best_of_itself() {
        assert_eq!(Selection::new(1, zone(1.0, 2)).unwrap().choice(), Choice::One(0));
    }

    #[test]
    fn questions_without_sense_are_refused() {
        assert_eq!(Selection::new(0, zone(1.0, 9)).unwrap_err(), Unselectable::NoSystem);
        assert_eq!(Selection::new(3, zone(0.0, 9)).unwrap_err(), Unselectable::Delta(0.0));
        assert!(Selection::new(3, zone(f64::NAN, 9)).is_err());
        assert_eq!(Selection::new(3, zone(1.0, 1)).unwrap_err(), Unselectable::First(1));
        let guess = IndifferenceZone { confidence: 0.25, ..zone(1.0, 9) };
        assert_eq!(Selection::new(4, guess).unwrap_err(), Unselectable::Confidence(0.25));
    }
}
