//! Least squares, column by column.

use super::known;
use crate::sums::sum_of_products as dot;

/// What is left of a column, over its length, below which it is the others over again.
const DEPENDENT: f64 = 1e-9;

/// A least squares fit that grows by columns: modified Gram-Schmidt, every column twice (Björck 1996,
/// Numerical Methods for Least Squares Problems, section 2.4), so no normal equations and no loss of
/// half the digits.
#[derive(Clone, Debug)]
pub struct LeastSquares {
    /// Orthonormal columns.
    basis: Vec<Vec<f64>>,
    /// What every column is made of: upper triangle, by column.
    triangle: Vec<Vec<f64>>,
    /// The observations along the basis.
    along: Vec<f64>,
    residuals: Vec<f64>,
}

impl LeastSquares {
    /// Observations without a column.
    pub fn new(observations: &[f64]) -> Self {
        Self {
            basis: Vec::new(),
            triangle: Vec::new(),
            along: Vec::new(),
            residuals: observations.to_vec(),
        }
    }

    /// Adds a column; false (and nothing changes) when it is a combination of those that are there,
    /// not finite, or of another length.
    pub fn push(&mut self, column: &[f64]) -> bool {
        let length = dot(column, column).sqrt();
        if column.len() != self.residuals.len() || !(length.is_finite() && length > 0.0) {
            return false;
        }
        let mut left = column.to_vec();
        let mut made_of = vec![0.0; self.basis.len()];
        for _ in 0..2 {
            for (part, q) in made_of.iter_mut().zip(&self.basis) {
                *part += take(&mut left, q);
            }
        }
        let rest = dot(&left, &left).sqrt();
        if rest <= DEPENDENT * length {
            return false;
        }
        left.iter_mut().for_each(|x| *x /= rest);
        made_of.push(rest);
        let along = take(&mut self.residuals, &left);
        self.along.push(along);
        self.basis.push(left);
        self.triangle.push(made_of);
        true
    }

    /// Number of columns.
    pub fn columns(&self) -> usize {
        self.basis.len()
    }

    /// The orthonormal column added last.
    pub fn last(&self) -> Option<&[f64]> {
        self.basis.last().map(Vec::as_slice)
    }

    /// Observation minus fit.
    pub fn residuals(&self) -> &[f64] {
        &self.residuals
    }

    /// Variance of the residuals; `None` without a degree of freedom.
    pub fn variance(&self) -> Option<f64> {
        let freedom = self.residuals.len().checked_sub(self.columns()).filter(|f| *f > 0)?;
        known(dot(&self.residuals, &self.residuals) / freedom as f64)
    }

    /// Coefficients of the columns as they were given.
    pub fn coefficients(&self) -> Vec<f64> {
        self.solve(&self.along)
    }

    /// `R⁻¹ v` for the triangle R of this fit: with independent standard normal `v`, times the standard
    /// deviation of the residuals, it is a draw of the error of the coefficients.
    pub fn solve(&self, v: &[f64]) -> Vec<f64> {
        let n = self.columns();
        let mut x: Vec<f64> = v.iter().take(n).copied().collect();
        x.resize(n, 0.0);
        for j in (0..n).rev() {
            x[j] /= self.triangle[j][j];
            let xj = x[j];
            x.iter_mut().zip(&self.triangle[j]).take(j).for_each(|(xi, r)| *xi -= r * xj);
        }
        x
    }

    /// `R⁻¹`, by columns; times its transpose it is the covariance of the coefficients over the
    /// variance of the residuals.
    pub fn inverse(&self) -> Vec<Vec<f64>> {
        let n = self.columns();
        let unit = |j: usize| (0..n).map(|i| f64::from(u8::from(i == j))).collect::<Vec<f64>>();
        (0..n).map(|j| self.solve(&unit(j))).collect()
    }
}

/// Takes the part along `q` out of `v` and says how much it was.
pub(super) fn take(v: &mut [f64], q: &[f64]) -> f64 {
    let part = dot(v, q);
    v.iter_mut().zip(q).for_each(|(x, q)| *x -= part * q);
    part
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_polynomial_is_found_again_and_a_copy_of_a_column_is_refused() {
        let x: Vec<f64> = (0..50).map(f64::from).collect();
        let y: Vec<f64> = x.iter().map(|x| 3.0 - 2.0 * x + 0.5 * x * x).collect();
        let mut fit = LeastSquares::new(&y);
        assert!(fit.push(&vec![1.0; 50]) && fit.push(&x));
        assert!(fit.push(&x.iter().map(|x| x * x).collect::<Vec<_>>()));
        assert!(!fit.push(&x.iter().map(|x| 4.0 * x - 1.0).collect::<Vec<_>>()));
        for (found, wanted) in fit.coefficients().iter().zip([3.0, -2.0, 0.5]) {
            assert!((found - wanted).abs() < 1e-9, "{found} for {wanted}");
        }
        assert!(fit.residuals().iter().all(|e| e.abs() < 1e-9));
    }

    #[test]
    fn the_error_of_a_slope_is_that_of_the_textbook() {
        // y = 0, 2, 1, 3 at x = 0, 1, 2, 3: slope 0.8, residual variance 0.9, var(slope) = 0.9 / 5.
        let mut fit = LeastSquares::new(&[0.0, 2.0, 1.0, 3.0]);
        assert!(fit.push(&[1.0; 4]) && fit.push(&[0.0, 1.0, 2.0, 3.0]));
        assert!((fit.coefficients()[1] - 0.8).abs() < 1e-12);
        let variance = fit.variance().unwrap();
        assert!((variance - 0.9).abs() < 1e-12);
        let of_slope: f64 = fit.inverse().iter().map(|column| column[1] * column[1]).sum();
        assert!((variance * of_slope - 0.18).abs() < 1e-12);
        assert_eq!(LeastSquares::new(&[]).variance(), None);
    }
}
