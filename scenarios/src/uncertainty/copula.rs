//! Rank correlations of unknowns by a Gaussian copula.
//!
//! A rank correlation (Spearman) of s needs normal numbers with a correlation of 2 sin(pi s / 6)
//! (Pearson 1907; Iman and Conover 1982, Communications in Statistics B11, 311-334).

use sim_core::special::{normal_cdf, normal_quantile};
use std::f64::consts::PI;

/// Smallest pivot that counts as positive: below it two unknowns are one.
const PIVOT: f64 = 1e-9;

/// How the uniform numbers of unknowns hang together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Copula {
    /// Rows of the Cholesky factor, up to the diagonal; empty: that unknown is drawn alone.
    rows: Vec<Vec<f64>>,
    /// Pairs of unknowns that are correlated, with the rank correlation.
    pairs: Vec<(usize, usize, f64)>,
}

impl Copula {
    /// Of `n` unknowns, pairs of which have these rank correlations.
    ///
    /// # Errors
    /// When no numbers can be correlated like this: the largest share of all these correlations, to
    /// two digits, at which it is possible.
    pub fn new(n: usize, pairs: &[(usize, usize, f64)]) -> Result<Self, f64> {
        let factor = |share: f64| {
            let mut matrix = vec![vec![0.0; n]; n];
            (0..n).for_each(|k| matrix[k][k] = 1.0);
            for (i, j, rank) in pairs {
                let r = 2.0 * libm::sin(PI * share * rank / 6.0);
                (matrix[*i][*j], matrix[*j][*i]) = (r, r);
            }
            cholesky(&matrix)
        };
        let Some(mut rows) = factor(1.0) else {
            let possible = (0..100).rev().map(|k| f64::from(k) / 100.0);
            return Err(possible.into_iter().find(|s| factor(*s).is_some()).unwrap_or(0.0));
        };
        for (k, row) in rows.iter_mut().enumerate() {
            row.truncate(k + 1);
            // Alone: its number is passed on bit by bit.
            if row[..k].iter().all(|weight| *weight == 0.0) {
                row.clear();
            }
        }
        let pairs = pairs.iter().filter(|(.., rank)| *rank != 0.0).copied().collect();
        Ok(Self { rows, pairs })
    }

    /// Unknowns that are correlated with unknown `u`.
    pub fn with(&self, u: usize) -> impl Iterator<Item = usize> + '_ {
        self.pairs.iter().filter_map(move |(i, j, _)| match (*i == u, *j == u) {
            (true, _) => Some(*j),
            (_, true) => Some(*i),
            _ => None,
        })
    }

    /// Correlation of the normal numbers of two different unknowns.
    pub fn normal_correlation(&self, i: usize, j: usize) -> f64 {
        let same = |(a, b, _): &&(usize, usize, f64)| (*a, *b) == (i, j) || (*a, *b) == (j, i);
        let rank = self.pairs.iter().find(same).map_or(0.0, |(.., rank)| *rank);
        2.0 * libm::sin(PI * rank / 6.0)
    }

    /// Turns independent uniform numbers into correlated ones.
    pub fn join(&self, uniforms: &mut [f64]) {
        if self.pairs.is_empty() {
            return;
        }
        let normal: Vec<f64> = uniforms.iter().map(|u| normal_quantile(*u)).collect();
        for (row, u) in self.rows.iter().zip(uniforms) {
            if !row.is_empty() {
                *u = normal_cdf(row.iter().zip(&normal).map(|(weight, z)| weight * z).sum());
            }
        }
    }
}

/// The lower factor L of a matrix L Lᵀ; `None`: the matrix is not positive definite.
fn cholesky(matrix: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let n = matrix.len();
    let mut factor = vec![vec![0.0; n]; n];
    for i in 0..n {
        for j in 0..=i {
            let known: f64 = (0..j).map(|k| factor[i][k] * factor[j][k]).sum();
            let rest = matrix[i][j] - known;
            factor[i][j] = match i == j {
                true if rest > PIVOT => libm::sqrt(rest),
                true => return None,
                false => rest / factor[j][j],
            };
        }
    }
    Some(factor)
}

#[cfg(test)]
mod tests {
    use super::*;
    use sim_core::Streams;

    #[test]
    fn ranks_are_correlated_as_written_and_the_rest_is_untouched() {
        let copula = Copula::new(4, &[(0, 2, 0.6), (2, 3, -0.5)]).unwrap();
        let n = 4000;
        let draw = |r: u64| -> Vec<f64> {
            let one =
                |k: usize| Streams::new(5, r).stream(&format!("u{k}"), "unknown").uniform_at(0);
            (0..4).map(one).collect()
        };
        let (mut sums, mut cross) = ([0.0; 4], [[0.0; 4]; 4]);
        for r in 0..n {
            let alone = draw(r);
            let mut u = alone.clone();
            copula.join(&mut u);
            assert_eq!(u[..2], alone[..2]);
            for i in 0..4 {
                sums[i] += u[i];
                (0..4).for_each(|j| cross[i][j] += u[i] * u[j]);
            }
        }
        let n = n as f64;
        // Of uniform margins the correlation is the rank correlation.
        let corr = |i: usize, j: usize| 12.0 * (cross[i][j] / n - sums[i] / n * sums[j] / n);
        for (i, j, rank) in [(0, 2, 0.6), (2, 3, -0.5), (0, 1, 0.0), (1, 3, 0.0)] {
            assert!((corr(i, j) - rank).abs() < 0.05, "{i} {j}: {}", corr(i, j));
        }
        assert_eq!(copula.with(2).collect::<Vec<_>>(), [0, 3]);
    }

    #[test]
    fn correlations_that_contradict_each_other_are_refused_with_what_would_do() {
        let all = [(0, 1, 0.9), (1, 2, 0.9), (0, 2, -0.9)];
        let share = Copula::new(3, &all).unwrap_err();
        let shrunk = |s: f64| all.map(|(i, j, rank)| (i, j, s * rank));
        assert!(share > 0.3 && share < 0.7, "{share}");
        assert!(
            Copula::new(3, &shrunk(share)).is_ok()
                && Copula::new(3, &shrunk(share + 0.02)).is_err()
        );
    }
}
