//! Which input the spread comes from: Sobol' indices of a function of independent inputs.

use super::design::low_discrepancy;
use super::known;
use crate::stream::Streams;

/// Resamples for the errors.
const RESAMPLES: u64 = 200;

/// A value that is known up to noise: the mean of some replications, say.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Noisy {
    /// The value.
    pub value: f64,
    /// Variance of its noise: s²/n for a mean of n replications, 0 for an exact value. The noise of
    /// different points must be independent.
    pub noise: f64,
}

impl From<f64> for Noisy {
    fn from(value: f64) -> Self {
        Self { value, noise: 0.0 }
    }
}

/// A share of the variance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VarianceShare {
    /// First-order index: share of the variance that would go if this input were known.
    pub first: f64,
    /// Its standard error.
    pub first_error: f64,
    /// Total index: share that would stay if everything but this input were known.
    pub total: f64,
    /// Its standard error.
    pub total_error: f64,
}

/// What the variance of a function is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct VarianceShares {
    /// Input by input.
    pub inputs: Vec<VarianceShare>,
    /// Variance of the function, without noise.
    pub variance: f64,
    /// Noise over the variance that was seen.
    pub noise_share: f64,
    /// Evaluations it took.
    pub evaluations: usize,
}

/// Sums over the points from which the indices follow.
#[derive(Clone, Default)]
struct Sums {
    count: f64,
    values: f64,
    squares: f64,
    noise: f64,
    /// Σ(f_B − f_ABi)² and Σ(f_A − f_ABi)², each less the noise in it.
    first: Vec<f64>,
    total: Vec<f64>,
}

impl Sums {
    fn add(&mut self, row: &[Noisy], centre: f64) {
        let (a, b, mixed) = (row[0], row[1], &row[2..]);
        self.count += 1.0;
        for of in [a, b] {
            self.values += of.value - centre;
            self.squares += (of.value - centre) * (of.value - centre);
            self.noise += of.noise;
        }
        self.first.resize(mixed.len(), 0.0);
        self.total.resize(mixed.len(), 0.0);
        for (k, ab) in mixed.iter().enumerate() {
            let apart = |of: Noisy| {
                let difference = of.value - ab.value;
                difference * difference - of.noise - ab.noise
            };
            self.first[k] += apart(b);
            self.total[k] += apart(a);
        }
    }

    /// Variance seen, and without noise.
    fn variances(&self) -> (f64, f64) {
        let n = 2.0 * self.count;
        let seen = (self.squares - self.values * self.values / n) / (n - 1.0);
        (seen, seen - self.noise / n)
    }

    fn indices(&self) -> Option<Vec<(f64, f64)>> {
        let variance = known(self.variances().1).filter(|v| *v > 0.0)?;
        let share = |sum: &f64| sum / (2.0 * self.count * variance);
        Some(self.first.iter().zip(&self.total).map(|(f, t)| (1.0 - share(f), share(t))).collect())
    }
}

/// First-order and total indices of `f` on (0, 1)^`inputs`, from `points` base points: matrices A, B
/// and A with a column of B (Saltelli et al. 2010, Computer Physics Communications 181, 259-270), both
/// with the estimators of Jansen (1999), from points of low
/// discrepancy; `points` × (`inputs` + 2) evaluations.
/// The variance of the noise is taken out of every square, else shares of noisy functions are too small
/// (first order) or too large (total). Errors by bootstrap of the base points, as if
/// they had been drawn by chance: on the safe side; at small samples an
/// index may lie outside 0 to 1 by its error and is not cut off.
///
/// `None` below two points, or when the function shows no variance beyond its noise.
pub fn variance_shares<N: Into<Noisy>>(
    points: usize,
    inputs: usize,
    streams: Streams,
    mut f: impl FnMut(&[f64]) -> N,
) -> Option<VarianceShares> {
    if points < 2 {
        return None;
    }
    let design = low_discrepancy(points, 2 * inputs, streams);
    let mut rows: Vec<Vec<Noisy>> = Vec::with_capacity(points);
    for point in &design {
        let (a, b) = point.split_at(inputs);
        let mut row = vec![f(a).into(), f(b).into()];
        for k in 0..inputs {
            let mut mixed = a.to_vec();
            mixed[k] = b[k];
            row.push(f(&mixed).into());
        }
        rows.push(row);
    }
    // Squares of differences from a value in the middle lose no digits.
    let centre = rows[0][0].value;
    let all = |chosen: &mut dyn Iterator<Item = usize>| {
        let mut sums = Sums::default();
        chosen.for_each(|k| sums.add(&rows[k], centre));
        sums
    };
    let whole = all(&mut (0..points));
    let (seen, variance) = whole.variances();
    let found = whole.indices()?;
    let mut moments = vec![[0.0; 4]; inputs];
    let mut done = 0.0;
    for resample in 0..RESAMPLES {
        let stream = streams.stream("bootstrap", &resample.to_string());
        let mut draw = (0..points as u64).map(|k| (stream.uniform_at(k) * points as f64) as usize);
        let Some(indices) = all(&mut draw).indices() else { continue };
        done += 1.0;
        for ((m, (first, total)), (f0, t0)) in moments.iter_mut().zip(indices).zip(&found) {
            let (df, dt) = (first - f0, total - t0);
            *m = [m[0] + df, m[1] + df * df, m[2] + dt, m[3] + dt * dt];
        }
    }
    let error =
        |sum: f64, squares: f64| (squares / done - sum * sum / (done * done)).max(0.0).sqrt();
    let share = |((first, total), m): ((f64, f64), [f64; 4])| VarianceShare {
        first,
        first_error: error(m[0], m[1]),
        total,
        total_error: error(m[2], m[3]),
    };
    (done > 1.0).then(|| VarianceShares {
        inputs: found.into_iter().zip(moments).map(share).collect(),
        variance,
        noise_share: 1.0 - variance / seen,
        evaluations: points * (inputs + 2),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::special::normal_quantile;
    use std::f64::consts::PI;

    const STREAMS: Streams = Streams::new(7, 0);

    fn ishigami(u: &[f64]) -> f64 {
        let x = |k: usize| PI * (2.0 * u[k] - 1.0);
        let (s1, s2) = (libm::sin(x(0)), libm::sin(x(1)));
        s1 + 7.0 * s2 * s2 + 0.1 * x(2) * x(2) * x(2) * x(2) * s1
    }

    const FIRST: [f64; 3] = [0.313_905_191_1, 0.442_411_144_8, 0.0];
    const TOTAL: [f64; 3] = [0.557_588_855_2, 0.442_411_144_8, 0.243_683_664_1];

    fn check(found: &VarianceShares, first: &[f64], total: &[f64], limit: f64) {
        for (k, share) in found.inputs.iter().enumerate() {
            for (got, error, wanted) in [
                (share.first, share.first_error, first[k]),
                (share.total, share.total_error, total[k]),
            ] {
                let apart = (got - wanted).abs();
                assert!(apart <= limit, "input {k}: {got} for {wanted}");
                assert!(apart <= 4.0 * error + 1e-4, "input {k}: {got} for {wanted} ± {error}");
            }
        }
    }

    #[test]
    fn s_09_ishigami_function() {
        let found = variance_shares(16_384, 3, STREAMS, ishigami).unwrap();
        assert!((found.variance / 13.844_587_94 - 1.0).abs() < 0.02, "{}", found.variance);
        assert_eq!((found.noise_share, found.evaluations), (0.0, 16_384 * 5));
        check(&found, &FIRST, &TOTAL, 0.02);
    }

    #[test]
    fn s_09_g_function() {
        let a = [0.0, 1.0, 4.5, 9.0, 99.0, 99.0];
        let g = |u: &[f64]| {
            u.iter().zip(a).map(|(u, a)| ((4.0 * u - 2.0).abs() + a) / (1.0 + a)).product::<f64>()
        };
        let found = variance_shares(16_384, 6, STREAMS, g).unwrap();
        let first = [0.716_342_5, 0.179_085_6, 0.023_680_7, 0.007_163_4, 0.000_071_6, 0.000_071_6];
        let total = [0.787_256_9, 0.242_232_9, 0.034_321_8, 0.010_461_9, 0.000_105, 0.000_105];
        check(&found, &first, &total, 0.02);
    }

    #[test]
    fn noise_is_taken_out_and_its_share_is_told() {
        // Every evaluation has noise of standard deviation 3 of its own; told truthfully.
        let noise = STREAMS.stream("noise", "of the test");
        let mut k = 0;
        let mut noisy = |u: &[f64], told: f64| {
            k += 1;
            Noisy { value: ishigami(u) + 3.0 * normal_quantile(noise.uniform_at(k)), noise: told }
        };
        let found = variance_shares(16_384, 3, STREAMS, |u| noisy(u, 9.0)).unwrap();
        check(&found, &FIRST, &TOTAL, 0.05);
        assert!((found.noise_share - 9.0 / 22.845).abs() < 0.02, "{}", found.noise_share);
        // Not taken out, it makes first-order shares too small and totals too large.
        let blind = variance_shares(16_384, 3, STREAMS, |u| noisy(u, 0.0)).unwrap();
        assert!(blind.inputs[1].first < 0.3 && blind.inputs[2].total > 0.45, "{blind:?}");
    }

    #[test]
    fn without_variance_there_are_no_shares() {
        assert_eq!(variance_shares(64, 2, STREAMS, |_| 5.0), None);
        assert_eq!(variance_shares(1, 2, STREAMS, ishigami), None);
        assert_eq!(variance_shares(64, 2, STREAMS, |_| Noisy { value: 5.0, noise: 1.0 }), None);
    }
}
