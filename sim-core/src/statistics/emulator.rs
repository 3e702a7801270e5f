//! A formula for the mean of a noisy function of several inputs, found from one sample.

use super::basis::{Axis, Factor, Shape, candidates};
use super::design::{Scores, low_discrepancy};
use super::known;
use super::least_squares::{LeastSquares, take};
use crate::special::normal_quantile;
use crate::stream::Streams;
use crate::sums::sum_of_products as dot;

/// Most terms of a formula.
const TERMS: usize = 30;
/// Observations for every term.
const FOR_A_TERM: usize = 10;
/// F that one candidate exceeds by chance in 1 % of cases.
const SURE: f64 = 6.63;
/// Parts of the sample that are foretold from the others.
const PARTS: usize = 5;

/// A regression on Legendre polynomials and products of two of them, terms chosen one by one.
///
/// Every input has its straight line, so that no input that was seen too little of seems to have no
/// effect without error (left out where there are fewer than 20 observations for each). A further term is
/// taken as long as it lowers the residuals by more than chance would for the best of so many candidates:
/// F > 2 ln(candidates), the risk inflation criterion (Foster and George 1994, Annals of Statistics 22,
/// 1947-1975), and never below the 1 % point of one. How good the formula is, is measured by foretelling fifths of the sample
/// from formulas chosen on the other four fifths. A formula that foretells nothing (its share is not above its
/// standard error) keeps its straight lines only: in a small sample a curve follows single observations, and its
/// ends say the opposite of what is true. Inputs beyond those of the sample are taken at its
/// edge: nothing is extrapolated.
#[derive(Clone, Debug)]
pub struct Emulator {
    axes: Vec<Axis>,
    /// The constant is not among them.
    terms: Vec<Vec<Factor>>,
    coefficients: Vec<f64>,
    /// Root of the covariance of the coefficients, by columns.
    root: Vec<Vec<f64>>,
    observations: usize,
    fitted: f64,
    foretold: f64,
    foretold_error: f64,
    residual_variance: f64,
}

impl Emulator {
    /// Learns from points and the values seen there; the fifths are consecutive, so that observations
    /// that share luck should stand together. `None` with fewer than 20 observations, points of
    /// unequal length, values that are not finite or have no spread.
    pub fn learn(points: &[Vec<f64>], values: &[f64]) -> Option<Self> {
        let inputs = points.first()?.len();
        let whole = points.len() == values.len() && points.iter().all(|p| p.len() == inputs);
        let finite = values.iter().chain(points.iter().flatten()).all(|x| x.is_finite());
        if values.len() < 20 || !whole || !finite {
            return None;
        }
        let axes: Vec<Axis> = (0..inputs).map(|k| Axis::of(points.iter().map(|p| p[k]))).collect();
        let all: Vec<usize> = (0..values.len()).collect();
        let (mut terms, mut fit) = choose(&axes, points, values, &all, Bends::Taken);
        let (mut foretold, mut foretold_error) = foretell(&axes, points, values, Bends::Taken)?;
        let bent = terms.iter().any(|term| !is_line(term));
        if bent && foretold <= foretold_error && lines_fit(values.len(), inputs) {
            (terms, fit) = choose(&axes, points, values, &all, Bends::Left);
            (foretold, foretold_error) = foretell(&axes, points, values, Bends::Left)?;
        }
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let spread: f64 = values.iter().map(|y| (y - mean) * (y - mean)).sum();
        let residual_variance = fit.variance()?;
        let rest = dot(fit.residuals(), fit.residuals());
        let sd = residual_variance.sqrt();
        let scaled = |column: Vec<f64>| column.into_iter().map(|x| sd * x).collect();
        let fitted = known(1.0 - rest / spread)?;
        Some(Self {
            coefficients: fit.coefficients(),
            root: fit.inverse().into_iter().map(scaled).collect(),
            observations: values.len(),
            fitted,
            foretold,
            foretold_error,
            residual_variance,
            axes,
            terms,
        })
    }

    /// The value that the formula gives for these inputs.
    pub fn at(&self, point: &[f64]) -> f64 {
        dot(&self.row(point), &self.coefficients)
    }

    /// Standard error of that value, as far as it comes from the coefficients.
    pub fn error_at(&self, point: &[f64]) -> f64 {
        let row = self.row(point);
        let along = self.root.iter().map(|column| dot(column, &row));
        along.map(|x| x * x).sum::<f64>().sqrt()
    }

    /// Standard error of the difference of the values at two points, as far as it comes from the
    /// coefficients.
    pub fn error_between(&self, a: &[f64], b: &[f64]) -> f64 {
        let apart: Vec<f64> = self.row(a).iter().zip(self.row(b)).map(|(a, b)| a - b).collect();
        let along = self.root.iter().map(|column| dot(column, &apart));
        along.map(|x| x * x).sum::<f64>().sqrt()
    }

    /// Values of the terms, the constant first.
    pub(super) fn row(&self, point: &[f64]) -> Vec<f64> {
        row(&self.axes, &self.terms, point)
    }

    /// The coefficients moved by an error as large as theirs, from independent standard normal numbers.
    pub(super) fn error_of(&self, z: impl Iterator<Item = f64>) -> Vec<f64> {
        let mut error = vec![0.0; self.coefficients.len()];
        for (column, z) in self.root.iter().zip(z) {
            error.iter_mut().zip(column).for_each(|(e, c)| *e += c * z);
        }
        error
    }

    /// Number of inputs.
    pub fn inputs(&self) -> usize {
        self.axes.len()
    }

    /// Terms beside the constant.
    pub fn terms(&self) -> usize {
        self.terms.len()
    }

    /// Observations it learned from.
    pub fn observations(&self) -> usize {
        self.observations
    }

    /// Share of the variance of the sample that the formula follows (R²); too good, because the formula
    /// has seen these values.
    pub fn fitted(&self) -> f64 {
        self.fitted
    }

    /// The same for values that it has not seen (cross-validated), and its standard error. The rest is
    /// noise and what the formula does not catch; may be negative.
    pub fn foretold(&self) -> (f64, f64) {
        (self.foretold, self.foretold_error)
    }

    /// Variance of what the formula leaves open: noise, and what it does not catch.
    pub fn residual_variance(&self) -> f64 {
        self.residual_variance
    }

    /// Does input `k` stand in the formula?
    pub fn uses(&self, k: usize) -> bool {
        self.terms.iter().flatten().any(|factor| factor.input == k)
    }

    /// Shares of the variance of the formula for inputs whose normal scores hang together as `scores`
    /// says; `point_of` turns scores into inputs. Every group is the number of a score, followed by
    /// scores that go with it and hang together with no other. First order: what goes when the group is
    /// known; total: what stays when all others are (Kucherenko, Tarantola and Annoni 2012, Computer
    /// Physics Communications 183, 937-946: with correlated inputs the first may exceed the second).
    /// What the errors of the coefficients add to every square on average is taken out; the standard
    /// errors are those of the coefficients, from 200 draws.
    ///
    /// `None` when nothing is left beyond these errors.
    pub fn variance_shares(
        &self,
        scores: &Scores,
        groups: &[Vec<usize>],
        points: usize,
        streams: Streams,
        point_of: impl Fn(&[f64]) -> Vec<f64>,
    ) -> Option<super::VarianceShares> {
        let (k, n, t) = (groups.len(), scores.inputs(), self.coefficients.len());
        let design = low_discrepancy(points, 3 * n, streams);
        let mut squares = vec![Square::new(t); 2 * k];
        let mut mean = vec![0.0; t];
        let mut second = Square::new(t);
        for u in &design {
            let a = scores.of_uniforms(&u[..n]);
            let b = scores.of_uniforms(&u[n..2 * n]);
            let here = self.row(&point_of(&a));
            mean.iter_mut().zip(&here).for_each(|(m, x)| *m += x / points as f64);
            second.add(&here, 1.0 / points as f64);
            for (i, group) in groups.iter().enumerate() {
                let Some((first, with)) = group.split_first() else { continue };
                let mut rest = scores.rest_anew(&a, &b, *first);
                let mut one = scores.one_anew(&a, *first, normal_quantile(u[2 * n + first]));
                for other in with {
                    rest[*other] = a[*other];
                    one[*other] = b[*other];
                }
                for (to, other) in [(i, rest), (k + i, one)] {
                    let there = self.row(&point_of(&other));
                    let apart: Vec<f64> = here.iter().zip(&there).map(|(x, y)| x - y).collect();
                    squares[to].add(&apart, 0.5 / points as f64);
                }
            }
        }
        second.add(&mean, -1.0);
        let shares = |c: &[f64], error: f64| -> Option<(f64, Vec<(f64, f64)>)> {
            let of = |square: &Square| square.along(c) - error * square.trace(&self.root);
            let variance = known(of(&second)).filter(|v| *v > 0.0)?;
            let one = |i: usize| (1.0 - of(&squares[i]) / variance, of(&squares[k + i]) / variance);
            Some((variance, (0..k).map(one).collect()))
        };
        let (variance, found) = shares(&self.coefficients, 1.0)?;
        let mut tallies = vec![(super::Tally::default(), super::Tally::default()); k];
        for draw in 0..200_u64 {
            let stream = streams.stream("coefficients", &draw.to_string());
            let z = (0..t as u64).map(|j| normal_quantile(stream.uniform_at(j)));
            let mut c = self.error_of(z);
            c.iter_mut().zip(&self.coefficients).for_each(|(c, known)| *c += known);
            // A draw carries the error twice: that of the estimate and its own.
            let Some((_, drawn)) = shares(&c, 2.0) else { continue };
            for (tally, (first, total)) in tallies.iter_mut().zip(drawn) {
                tally.0.push(first);
                tally.1.push(total);
            }
        }
        let sd = |tally: &super::Tally| tally.standard_deviation().unwrap_or(0.0);
        let share = |((first, total), tally): ((f64, f64), &(super::Tally, super::Tally))| {
            let (first_error, total_error) = (sd(&tally.0), sd(&tally.1));
            super::VarianceShare { first, first_error, total, total_error }
        };
        Some(super::VarianceShares {
            inputs: found.into_iter().zip(&tallies).map(share).collect(),
            variance,
            noise_share: self.residual_variance / (self.residual_variance + variance),
            evaluations: points * (2 * k + 1),
        })
    }
}

/// A sum of outer products.
#[derive(Clone)]
struct Square(Vec<Vec<f64>>);

impl Square {
    fn new(n: usize) -> Self {
        Self(vec![vec![0.0; n]; n])
    }

    fn add(&mut self, v: &[f64], weight: f64) {
        for (row, x) in self.0.iter_mut().zip(v).filter(|(_, x)| **x != 0.0) {
            row.iter_mut().zip(v).for_each(|(sum, y)| *sum += weight * x * y);
        }
    }

    fn along(&self, c: &[f64]) -> f64 {
        self.0.iter().zip(c).map(|(row, x)| x * dot(row, c)).sum()
    }

    /// Mean of [`Self::along`] over draws with this root of the covariance.
    fn trace(&self, root: &[Vec<f64>]) -> f64 {
        root.iter().map(|column| self.along(column)).sum()
    }
}

fn row(axes: &[Axis], terms: &[Vec<Factor>], point: &[f64]) -> Vec<f64> {
    let term = |factors: &Vec<Factor>| {
        factors.iter().map(|f| axes[f.input].value(f.shape, point[f.input])).product()
    };
    std::iter::once(1.0).chain(terms.iter().map(term)).collect()
}

/// What bends, and what acts together, beside the straight lines.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bends {
    Taken,
    Left,
}

fn is_line(term: &[Factor]) -> bool {
    matches!(term, [Factor { shape: Shape::Power(1), .. }])
}

/// Are there enough observations for a straight line of every input?
fn lines_fit(observations: usize, inputs: usize) -> bool {
    observations >= 2 * FOR_A_TERM * inputs
}

/// Terms and fit on the observations `of`.
fn choose(
    axes: &[Axis],
    points: &[Vec<f64>],
    values: &[f64],
    of: &[usize],
    bends: Bends,
) -> (Vec<Vec<Factor>>, LeastSquares) {
    let y: Vec<f64> = of.iter().map(|k| values[*k]).collect();
    let mut mains = candidates(axes, &[]);
    if bends == Bends::Left {
        mains.retain(|term| is_line(term));
        return forward(axes, points, of, &y, mains);
    }
    let (terms, fit) = forward(axes, points, of, &y, mains);
    let all: Vec<usize> = (0..axes.len()).collect();
    // With many inputs only those that stand in the formula already may act together.
    let used = || {
        let mut used: Vec<usize> = terms.iter().flatten().map(|f| f.input).collect();
        used.sort_unstable();
        used.dedup();
        used
    };
    let together = if axes.len() <= 12 { all } else { used() };
    if together.len() < 2 {
        return (terms, fit);
    }
    forward(axes, points, of, &y, candidates(axes, &together))
}

fn forward(
    axes: &[Axis],
    points: &[Vec<f64>],
    of: &[usize],
    y: &[f64],
    mut left: Vec<Vec<Factor>>,
) -> (Vec<Vec<Factor>>, LeastSquares) {
    let mut fit = LeastSquares::new(y);
    fit.push(&vec![1.0; y.len()]);
    let shape = |f: &Factor, k: usize| axes[f.input].value(f.shape, points[k][f.input]);
    let column = |term: &Vec<Factor>| -> Vec<f64> {
        of.iter().map(|k| term.iter().map(|f| shape(f, *k)).product()).collect()
    };
    let whole: Vec<Vec<f64>> = left.iter().map(column).collect();
    // Candidates less what the chosen terms explain of them.
    let mut rest = whole.clone();
    let constant = fit.last().map(<[f64]>::to_vec).unwrap_or_default();
    rest.iter_mut().for_each(|column| {
        take(column, &constant);
    });
    let lengths: Vec<f64> = whole.iter().map(|c| dot(c, c)).collect();
    let mut at: Vec<usize> = (0..left.len()).collect();
    let threshold = (2.0 * libm::log(left.len().max(2) as f64)).max(SURE);
    let mut terms = Vec::new();
    if lines_fit(y.len(), axes.len()) {
        for k in 0..left.len() {
            if is_line(&left[k]) && fit.push(&whole[k]) {
                let q = fit.last().map(<[f64]>::to_vec).unwrap_or_default();
                rest.iter_mut().for_each(|column| {
                    take(column, &q);
                });
                terms.push(left[k].clone());
            }
        }
    }
    while terms.len() < TERMS.min(y.len() / FOR_A_TERM) {
        let Some(q) = fit.last().map(<[f64]>::to_vec) else { break };
        at.iter().for_each(|k| {
            take(&mut rest[*k], &q);
        });
        at.retain(|k| dot(&rest[*k], &rest[*k]) > 1e-8 * lengths[*k]);
        let gain = |k: usize| {
            let part = dot(&rest[k], fit.residuals());
            part * part / dot(&rest[k], &rest[k])
        };
        // Of equal gains the first candidate, so that the choice does not hang on an order.
        let best = at.iter().map(|k| (gain(*k), *k)).reduce(|a, b| if b.0 > a.0 { b } else { a });
        let Some((gain, k)) = best else { break };
        let freedom = y.len().saturating_sub(fit.columns() + 1) as f64;
        let residual = dot(fit.residuals(), fit.residuals()) - gain;
        // What is left is rounding.
        if gain <= 1e-18 * dot(y, y) || gain * freedom <= threshold * residual.max(0.0) {
            break;
        }
        at.retain(|other| *other != k);
        if fit.push(&whole[k]) {
            terms.push(std::mem::take(&mut left[k]));
        }
    }
    (terms, fit)
}

/// Cross-validated share of the variance, and its standard error.
fn foretell(
    axes: &[Axis],
    points: &[Vec<f64>],
    values: &[f64],
    bends: Bends,
) -> Option<(f64, f64)> {
    let n = values.len();
    let part = |k: usize| k * PARTS / n;
    let (mut gains, mut spread) = (super::Tally::default(), 0.0);
    for left_out in 0..PARTS {
        let (out, of): (Vec<usize>, Vec<usize>) = (0..n).partition(|k| part(*k) == left_out);
        let mean = of.iter().map(|k| values[*k]).sum::<f64>() / of.len() as f64;
        let (terms, fit) = choose(axes, points, values, &of, bends);
        let coefficients = fit.coefficients();
        for k in out {
            let missed = values[k] - dot(&row(axes, &terms, &points[k]), &coefficients);
            let plain = values[k] - mean;
            gains.push(plain * plain - missed * missed);
            spread += plain * plain;
        }
    }
    let share = known(gains.mean()? * n as f64 / spread)?;
    Some((share, known(gains.standard_deviation()? * (n as f64).sqrt() / spread)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    const STREAMS: Streams = Streams::new(5, 0);

    fn noise(k: usize) -> f64 {
        normal_quantile(STREAMS.stream("noise", "of the test").uniform_at(k as u64))
    }

    fn uniforms(n: usize, k: usize) -> Vec<Vec<f64>> {
        low_discrepancy(n, k, STREAMS)
    }

    #[test]
    fn a_formula_of_its_own_kind_is_found_exactly() {
        let points = uniforms(200, 3);
        let f = |p: &[f64]| 3.0 + 2.0 * p[0] - p[1] * p[1] + 4.0 * p[0] * p[1];
        let values: Vec<f64> = points.iter().map(|p| f(p)).collect();
        let emulator = Emulator::learn(&points, &values).unwrap();
        assert!(emulator.foretold().0 > 1.0 - 1e-9, "{emulator:?}");
        assert!((emulator.at(&[0.3, 0.6, 0.9]) - emulator.at(&[0.3, 0.6, 0.1])).abs() < 1e-9);
        assert!((emulator.at(&[0.3, 0.6, 0.5]) - f(&[0.3, 0.6])).abs() < 1e-6);
        assert!(emulator.terms() <= 7, "{}", emulator.terms());
    }

    #[test]
    fn trap_29_a_formula_for_pure_noise_foretells_nothing() {
        let points = uniforms(400, 8);
        let values: Vec<f64> = (0..400).map(noise).collect();
        let emulator = Emulator::learn(&points, &values).unwrap();
        let (foretold, error) = emulator.foretold();
        assert!(foretold < 2.0 * error && foretold < 0.02, "{foretold} ± {error}");
        assert!(emulator.terms() <= 9, "{}", emulator.terms());
        assert!(emulator.fitted() >= foretold);
    }

    #[test]
    fn a_formula_that_foretells_nothing_stays_straight() {
        // One wild value at the edge of a small sample of noise pulls a curve to itself.
        let points: Vec<Vec<f64>> = (0..40).map(|k| vec![f64::from(k * 27 % 40)]).collect();
        let wild = |k: usize| if points[k][0] == 39.0 { 12.0 } else { noise(k) };
        let values: Vec<f64> = (0..40).map(wild).collect();
        let axes = [Axis::of(points.iter().map(|p| p[0]))];
        let all: Vec<usize> = (0..40).collect();
        let (bent, _) = choose(&axes, &points, &values, &all, Bends::Taken);
        assert!(bent.iter().any(|term| !is_line(term)), "{bent:?}");
        let emulator = Emulator::learn(&points, &values).unwrap();
        assert_eq!(emulator.terms(), 1, "{emulator:?}");
        assert!(emulator.terms.iter().all(|term| is_line(term)));
    }

    #[test]
    fn too_little_to_learn_from_is_no_formula() {
        let points = uniforms(19, 1);
        assert!(Emulator::learn(&points, &[1.0; 19]).is_none());
        let points = uniforms(40, 1);
        assert!(Emulator::learn(&points, &[1.0; 40]).is_none(), "no spread");
        assert!(Emulator::learn(&points, &[f64::NAN; 40]).is_none());
        assert!(Emulator::learn(&points, &[1.0; 30]).is_none());
    }

    #[test]
    fn shares_of_a_noisy_product_are_those_of_the_product() {
        // Means 1000, 0.02, 300; coefficients of variation 0.1, 0.3, 0.2; noise as large as the spread.
        let normal = Scores::independent(3);
        let point_of = |z: &[f64]| -> Vec<f64> {
            let law = [(1000.0, 0.1), (0.02, 0.3), (300.0, 0.2)];
            z.iter().zip(law).map(|(z, (mean, cv))| mean * (1.0 + cv * z)).collect()
        };
        let n = 4000;
        let points: Vec<Vec<f64>> =
            uniforms(n, 3).iter().map(|u| point_of(&normal.of_uniforms(u))).collect();
        let product = |p: &Vec<f64>| p[0] * p[1] * p[2];
        let values: Vec<f64> =
            points.iter().enumerate().map(|(k, p)| product(p) + 2284.0 * noise(k)).collect();
        let emulator = Emulator::learn(&points, &values).unwrap();
        let shares = emulator
            .variance_shares(&normal, &[vec![0], vec![1], vec![2]], 2048, STREAMS, point_of)
            .unwrap();
        let first = [0.068_996, 0.620_964, 0.275_984];
        let total = [0.078_214, 0.652_260, 0.303_831];
        for (k, share) in shares.inputs.iter().enumerate() {
            let apart = (share.first - first[k]).abs();
            assert!(apart < 3.0 * share.first_error + 0.01, "{k}: {share:?}");
            let apart = (share.total - total[k]).abs();
            assert!(apart < 3.0 * share.total_error + 0.015, "{k}: {share:?}");
        }
        assert!((shares.noise_share - 0.5).abs() < 0.05, "{}", shares.noise_share);
    }

    #[test]
    fn correlated_inputs_have_the_shares_of_the_closed_form() {
        // f = x₁ + x₂ with correlation r: S = (1 + r)/2, S_T = (1 − r)/2 (Kucherenko et al. 2012).
        let r = 0.6;
        let scores = Scores::correlated(vec![vec![1.0, r], vec![r, 1.0]]).unwrap();
        let points: Vec<Vec<f64>> =
            uniforms(300, 2).iter().map(|u| scores.of_uniforms(u)).collect();
        let values: Vec<f64> = points.iter().map(|x| x[0] + x[1]).collect();
        let emulator = Emulator::learn(&points, &values).unwrap();
        // A wide range, so that hardly a point lies beyond it.
        let shares = emulator
            .variance_shares(&scores, &[vec![0], vec![1]], 8192, STREAMS, |z| {
                z.iter().map(|z| z.clamp(-2.5, 2.5)).collect()
            })
            .unwrap();
        for share in &shares.inputs {
            assert!((share.first - 0.8).abs() < 0.02, "{share:?}");
            assert!((share.total - 0.2).abs() < 0.01, "{share:?}");
        }
    }
}
