//! What it is worth to know before one decides between doing something of uncertain net benefit and
//! doing nothing.

use super::emulator::Emulator;
use super::{Tally, known};
use crate::special::{normal_cdf, normal_density, normal_quantile};
use crate::stream::Streams;
use crate::sums::sum_of_products as dot;

/// Draws of the errors of the coefficients.
const DRAWS: u64 = 200;

/// Expected value of perfect information: E\[max(0, value)\] − max(0, E\[value\]) over equally likely
/// values; 0 without values.
pub fn perfect_information(values: &[f64]) -> f64 {
    let n = values.len().max(1) as f64;
    let best: f64 = values.iter().map(|x| x.max(0.0)).sum();
    let mean = values.iter().sum::<f64>() / n;
    (best / n - mean.max(0.0)).max(0.0)
}

/// The same for a normal value, in closed form: σ φ(μ/σ) − |μ| Φ(−|μ|/σ) (unit normal loss; Raiffa and
/// Schlaifer 1961, Applied Statistical Decision Theory).
pub fn perfect_information_normal(mean: f64, sd: f64) -> f64 {
    if sd <= 0.0 {
        return 0.0;
    }
    let u = mean.abs() / sd;
    sd * (normal_density(u) - u * normal_cdf(-u))
}

/// Worth of information, estimated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Information {
    /// What it is worth at most to know, less `bias`, never below 0.
    pub value: f64,
    /// Its standard error, from the errors of the coefficients.
    pub error: f64,
    /// What was taken off: errors of a formula look like something to be known, so that the plain
    /// estimate is too high by about this.
    pub bias: f64,
    /// Does the decision change for some values that were drawn?
    pub matters: bool,
}

/// Worth of knowing the inputs of `emulator` before the decision, averaged over `points`: the regression
/// method of Strong, Oakley and Brennan (2014, Medical Decision Making 34, 311-326). For some of several
/// inputs, learn an emulator of those inputs alone; for all, of all. Luck that the inputs say nothing of
/// cannot be known before, and is not in it.
///
/// `None` without points.
pub fn value_of_information(
    emulator: &Emulator,
    points: &[Vec<f64>],
    streams: Streams,
) -> Option<Information> {
    let rows: Vec<Vec<f64>> = points.iter().map(|p| emulator.row(p)).collect();
    let at: Vec<f64> = points.iter().map(|p| emulator.at(p)).collect();
    let mean = known(at.iter().sum::<f64>() / at.len() as f64)?;
    let plain = perfect_information(&at);
    let mut tally = Tally::default();
    for draw in 0..DRAWS {
        let stream = streams.stream("information", &draw.to_string());
        let z = (0..rows[0].len() as u64).map(|k| normal_quantile(stream.uniform_at(k)));
        let error = emulator.error_of(z);
        let moved: Vec<f64> = at.iter().zip(&rows).map(|(x, row)| x + dot(row, &error)).collect();
        tally.push(perfect_information(&moved));
    }
    let bias = (tally.mean()? - plain).max(0.0);
    Some(Information {
        value: (plain - bias).max(0.0),
        error: tally.standard_deviation()?,
        bias: bias.min(plain),
        matters: at.iter().any(|x| (*x > 0.0) != (mean > 0.0)),
    })
}

/// Expected value of a measurement that is not perfect: one after which the share `removed` of the
/// variance of what it is about is gone. By moments: what is expected after the measurement varies as
/// under perfect knowledge, drawn together to the mean by √`removed` (Heath, Manolopoulou and Baio 2018,
/// Statistics in Medicine 37, 4025-4041). `values` are the net benefits expected under perfect knowledge.
pub fn measured_information(values: &[f64], removed: f64) -> f64 {
    let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
    let shrink = removed.clamp(0.0, 1.0).sqrt();
    let moved: Vec<f64> = values.iter().map(|x| mean + shrink * (x - mean)).collect();
    perfect_information(&moved)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::design::{Scores, low_discrepancy};

    const STREAMS: Streams = Streams::new(11, 0);

    /// NPV = 50 + 100 x₁ + 40 x₂ + 0 x₃ + luck of standard deviation 200, all inputs standard normal.
    fn sample(n: usize) -> (Vec<Vec<f64>>, Vec<f64>) {
        let scores = Scores::independent(3);
        let points: Vec<Vec<f64>> =
            low_discrepancy(n, 3, STREAMS).iter().map(|u| scores.of_uniforms(u)).collect();
        let luck = STREAMS.stream("luck", "of the test");
        let noise = |k: usize| 200.0 * normal_quantile(luck.uniform_at(k as u64));
        let value = |(k, x): (usize, &Vec<f64>)| 50.0 + 100.0 * x[0] + 40.0 * x[1] + noise(k);
        let values = points.iter().enumerate().map(value).collect();
        (points, values)
    }

    #[test]
    fn the_closed_form_is_the_integral() {
        // Tables of the unit normal loss: N(0) = 0.3989, N(0.5) = 0.1978, N(1) = 0.08332.
        for (mean, wanted) in [(0.0, 0.398_94), (0.5, 0.197_80), (-1.0, 0.083_315)] {
            assert!((perfect_information_normal(mean, 1.0) - wanted).abs() < 1e-5);
        }
        assert_eq!(perfect_information_normal(5.0, 0.0), 0.0);
        let z: Vec<f64> = (0..20_000)
            .map(|k| 5.0 + 10.0 * normal_quantile((k as f64 + 0.5) / 20_000.0))
            .collect();
        let exact = perfect_information_normal(5.0, 10.0);
        assert!((perfect_information(&z) - exact).abs() < 1e-3 * exact);
    }

    #[test]
    fn d30_worth_of_perfect_and_partial_information_in_the_normal_linear_case() {
        let (points, values) = sample(4000);
        let worth = |of: &[usize]| {
            let chosen: Vec<Vec<f64>> =
                points.iter().map(|p| of.iter().map(|k| p[*k]).collect()).collect();
            let emulator = Emulator::learn(&chosen, &values).unwrap();
            value_of_information(&emulator, &chosen, STREAMS).unwrap()
        };
        let exact = |sd: f64| perfect_information_normal(50.0, sd);
        let all = (100.0_f64 * 100.0 + 40.0 * 40.0).sqrt();
        for (of, sd) in [(vec![0, 1, 2], all), (vec![0], 100.0), (vec![1], 40.0)] {
            let found = worth(&of);
            let apart = (found.value - exact(sd)).abs();
            assert!(apart < 3.0 * found.error + 0.2, "{of:?}: {found:?} for {}", exact(sd));
            assert!(found.error < 5.0 && found.matters);
        }
        // Luck must not count: with it, it would be worth four times as much.
        assert!(exact((all * all + 200.0 * 200.0).sqrt()) > 1.7 * worth(&[0, 1, 2]).value);
        let nothing = worth(&[2]);
        assert!(nothing.value < 0.01 && !nothing.matters, "{nothing:?}");
    }

    #[test]
    fn d30_a_measurement_that_is_not_perfect_is_worth_less() {
        let values: Vec<f64> = (0..20_000)
            .map(|k| 50.0 + 100.0 * normal_quantile((k as f64 + 0.5) / 20_000.0))
            .collect();
        // One reading with an error as large as the spread removes half of the variance.
        let exact = perfect_information_normal(50.0, 100.0 * 0.5_f64.sqrt());
        assert!((measured_information(&values, 0.5) - exact).abs() < 0.02);
        assert_eq!(measured_information(&values, 0.0), 0.0);
        let known = measured_information(&values, 1.0);
        assert!((known - perfect_information(&values)).abs() < 1e-9);
    }

    #[test]
    fn what_cannot_change_the_decision_is_worth_nothing() {
        assert_eq!(perfect_information(&[3.0, 1.0, 9.0]), 0.0);
        assert_eq!(perfect_information(&[-3.0, -1.0]), 0.0);
        assert_eq!(perfect_information(&[-2.0, 4.0]), 1.0);
        assert_eq!(perfect_information(&[]), 0.0);
    }
}
