//! Points at which a function of uncertain inputs is asked: spread evenly, inputs hang together.

use crate::special::normal_quantile;
use crate::stream::Streams;

/// `points` points in (0, 1)^`inputs` that fill it more evenly than chance: point k has the coordinates
/// {k √p + shift} with p the first primes (Richtmyer 1951; Niederreiter 1978, Bulletin of the AMS 84,
/// section 5), shifted by a draw keyed by the input (Cranley and Patterson 1976), so that means over the
/// points have no bias. One more input moves none of the others.
pub fn low_discrepancy(points: usize, inputs: usize, streams: Streams) -> Vec<Vec<f64>> {
    let mut primes: Vec<u32> = Vec::with_capacity(inputs);
    let mut next = 2;
    while primes.len() < inputs {
        if primes.iter().all(|p| next % p != 0) {
            primes.push(next);
        }
        next += 1;
    }
    let steps: Vec<f64> = primes.into_iter().map(|p| f64::from(p).sqrt().fract()).collect();
    let shift = |input: usize| streams.stream("design", &input.to_string()).uniform_at(0);
    let shifts: Vec<f64> = (0..inputs).map(shift).collect();
    let place = |k: usize| {
        let of = |(step, shift): (&f64, &f64)| {
            (k as f64 * step + shift).fract().clamp(1e-12, 1.0 - 1e-12)
        };
        steps.iter().zip(&shifts).map(of).collect()
    };
    (0..points).map(place).collect()
}

/// How inputs hang together: normal scores with a correlation matrix (Gaussian copula).
#[derive(Clone, Debug, PartialEq)]
pub struct Scores {
    correlation: Vec<Vec<f64>>,
    /// Lower triangle L with L Lᵀ = correlation.
    root: Vec<Vec<f64>>,
    /// Inverse of the correlation.
    precision: Vec<Vec<f64>>,
}

impl Scores {
    /// Inputs that know nothing of each other.
    pub fn independent(inputs: usize) -> Self {
        let unit: Vec<Vec<f64>> = (0..inputs)
            .map(|i| (0..inputs).map(|j| f64::from(u8::from(i == j))).collect())
            .collect();
        Self { correlation: unit.clone(), root: unit.clone(), precision: unit }
    }

    /// Inputs with these correlations; `None` when the matrix is not square, symmetric, of ones on the
    /// diagonal and positive definite.
    pub fn correlated(correlation: Vec<Vec<f64>>) -> Option<Self> {
        let n = correlation.len();
        let mut root = vec![vec![0.0; n]; n];
        for i in 0..n {
            if correlation[i].len() != n || (correlation[i][i] - 1.0).abs() > 1e-12 {
                return None;
            }
            for j in 0..=i {
                if (correlation[i][j] - correlation.get(j)?.get(i)?).abs() > 1e-12 {
                    return None;
                }
                let sum: f64 = (0..j).map(|k| root[i][k] * root[j][k]).sum();
                let rest = correlation[i][j] - sum;
                if i == j {
                    if !(rest.is_finite() && rest > 1e-10) {
                        return None;
                    }
                    root[i][i] = rest.sqrt();
                } else {
                    root[i][j] = rest / root[j][j];
                }
            }
        }
        let column = |j: usize| {
            // L y = e_j, Lᵀ x = y.
            let mut x = vec![0.0; n];
            for i in 0..n {
                let sum: f64 = (0..i).map(|k| root[i][k] * x[k]).sum();
                x[i] = (f64::from(u8::from(i == j)) - sum) / root[i][i];
            }
            for i in (0..n).rev() {
                let sum: f64 = (i + 1..n).map(|k| root[k][i] * x[k]).sum();
                x[i] = (x[i] - sum) / root[i][i];
            }
            x
        };
        let precision = (0..n).map(column).collect();
        Some(Self { correlation, root, precision })
    }

    /// Number of inputs.
    pub fn inputs(&self) -> usize {
        self.root.len()
    }

    /// Scores from independent uniform numbers.
    pub fn of_uniforms(&self, uniforms: &[f64]) -> Vec<f64> {
        let z: Vec<f64> = uniforms.iter().map(|u| normal_quantile(*u)).collect();
        self.mixed(&z)
    }

    fn mixed(&self, z: &[f64]) -> Vec<f64> {
        self.root.iter().map(|row| row.iter().zip(z).map(|(l, z)| l * z).sum()).collect()
    }

    /// `other`, an independent draw, moved so that it is a draw given input `i` of `scores`: all inputs
    /// but `i` are drawn anew (conditioning by kriging, Matheron's rule).
    pub fn rest_anew(&self, scores: &[f64], other: &[f64], i: usize) -> Vec<f64> {
        let step = scores[i] - other[i];
        let moved = other.iter().zip(&self.correlation).map(|(x, row)| x + row[i] * step);
        let mut moved: Vec<f64> = moved.collect();
        moved[i] = scores[i];
        moved
    }

    /// `scores` with input `i` drawn anew given all others, from the standard normal `z`.
    pub fn one_anew(&self, scores: &[f64], i: usize, z: f64) -> Vec<f64> {
        let row = &self.precision[i];
        let pull: f64 = row.iter().zip(scores).map(|(p, x)| p * x).sum();
        let mut moved = scores.to_vec();
        moved[i] += (z - pull / row[i].sqrt()) / row[i].sqrt();
        moved
    }

    /// Distance of a point from the centre in standard deviations, correlations taken into account
    /// (Mahalanobis); with independent inputs the Euclidean norm.
    pub fn distance(&self, scores: &[f64]) -> f64 {
        let row = |p: &Vec<f64>| p.iter().zip(scores).map(|(p, x)| p * x).sum::<f64>();
        let all = self.precision.iter().zip(scores).map(|(p, x)| x * row(p)).sum::<f64>();
        all.max(0.0).sqrt()
    }

    /// Scores that are independent standard normal numbers where these are not: [`Self::distance`] is
    /// their Euclidean norm.
    pub fn mixed_from(&self, independent: &[f64]) -> Vec<f64> {
        self.mixed(independent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_lie_more_evenly_than_chance() {
        let design = low_discrepancy(1000, 3, Streams::new(1, 0));
        for input in 0..3 {
            let mut sorted: Vec<f64> = design.iter().map(|p| p[input]).collect();
            sorted.sort_unstable_by(f64::total_cmp);
            assert!(sorted.windows(2).all(|pair| pair[1] - pair[0] < 3.0 / 1000.0));
        }
        // Chance would miss the mean of a product, 1/8, by about 0.004.
        let mean = design.iter().map(|p| p[0] * p[1] * p[2]).sum::<f64>() / 1000.0;
        assert!((mean - 0.125).abs() < 0.001, "{mean}");
        let fewer = low_discrepancy(1000, 2, Streams::new(1, 0));
        assert!(design.iter().zip(&fewer).all(|(a, b)| a[..2] == b[..]));
    }

    #[test]
    fn scores_have_the_correlation_asked_for_and_are_drawn_anew_in_law() {
        let r = 0.6;
        let scores = Scores::correlated(vec![vec![1.0, r], vec![r, 1.0]]).unwrap();
        let design = low_discrepancy(20_000, 5, Streams::new(2, 0));
        let (mut rest, mut one) = (0.0, 0.0);
        for u in &design {
            let (a, b) = (scores.of_uniforms(&u[..2]), scores.of_uniforms(&u[2..4]));
            let moved = scores.rest_anew(&a, &b, 0);
            assert_eq!(moved[0], a[0]);
            rest += moved[0] * moved[1] / 20_000.0;
            let moved = scores.one_anew(&a, 1, normal_quantile(u[4]));
            assert_eq!(moved[0], a[0]);
            one += moved[0] * moved[1] / 20_000.0;
        }
        assert!((rest - r).abs() < 0.02 && (one - r).abs() < 0.02, "{rest} {one}");
        assert!((scores.distance(&[1.0, r]) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn what_is_no_correlation_is_refused() {
        assert_eq!(Scores::correlated(vec![vec![1.0, 1.2], vec![1.2, 1.0]]), None);
        assert_eq!(Scores::correlated(vec![vec![1.0, 0.2], vec![0.3, 1.0]]), None);
        assert_eq!(Scores::correlated(vec![vec![2.0]]), None);
    }
}
