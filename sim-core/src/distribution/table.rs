//! Laws given by a table of values: steps (discrete, empirical) and straight pieces.

use super::error::{finite, shares};
use super::text::short;
use super::{Behaviour, Distribution, DistributionError, Law};
use std::sync::Arc;

/// Values with their probabilities, ascending, without those of weight zero.
pub(super) fn sorted_points(
    law: &'static str,
    values: &[f64],
    weights: Option<&[f64]>,
) -> Result<Vec<(f64, f64)>, DistributionError> {
    if values.is_empty() {
        return Err(DistributionError::Empty { law, parameter: "values" });
    }
    for &value in values {
        finite(law, "value", value)?;
    }
    let shares = match weights {
        Some(weights) => shares(law, values.len(), weights)?,
        None => vec![1.0 / values.len() as f64; values.len()],
    };
    let mut points: Vec<(f64, f64)> =
        values.iter().copied().zip(shares).filter(|p| p.1 > 0.0).collect();
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    Ok(points)
}

/// Finitely many values.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Steps {
    law: &'static str,
    /// Ascending, each once.
    values: Vec<f64>,
    /// P(X ≤ value); the last is 1.
    cumulative: Vec<f64>,
    mean: f64,
    variance: f64,
}

impl Steps {
    pub(super) fn new(points: &[(f64, f64)], law: &'static str) -> Self {
        let (mut values, mut cumulative) = (Vec::<f64>::new(), Vec::<f64>::new());
        let mut sum = 0.0;
        for &(value, share) in points {
            sum += share;
            if values.last() == Some(&value) {
                cumulative.pop();
            } else {
                values.push(value);
            }
            cumulative.push(sum);
        }
        if let Some(last) = cumulative.last_mut() {
            *last = 1.0;
        }
        let mean = points.iter().map(|(v, p)| v * p).sum::<f64>();
        let variance = points.iter().map(|(v, p)| p * (v - mean) * (v - mean)).sum();
        Self { law, values, cumulative, mean, variance }
    }
}

impl Behaviour for Steps {
    fn quantile(&self, u: f64) -> f64 {
        let index = self.cumulative.partition_point(|&c| c < u);
        self.values[index.min(self.values.len() - 1)]
    }
    fn upper_quantile(&self, q: f64) -> f64 {
        self.quantile(1.0 - q)
    }
    fn cdf(&self, x: f64) -> f64 {
        let count = self.values.partition_point(|&v| v <= x);
        if count == 0 { 0.0 } else { self.cumulative[count - 1] }
    }
    fn survival(&self, x: f64) -> f64 {
        1.0 - self.cdf(x)
    }
    fn mean(&self) -> f64 {
        self.mean
    }
    fn variance(&self) -> f64 {
        self.variance
    }
    fn support(&self) -> (f64, f64) {
        (self.values[0], self.values[self.values.len() - 1])
    }
    fn limited_mean_inside(&self, x: f64) -> f64 {
        let (mut sum, mut before) = (0.0, 0.0);
        for (value, cumulative) in self.values.iter().zip(&self.cumulative) {
            sum += (cumulative - before) * value.min(x);
            before = *cumulative;
        }
        sum
    }
    fn tail_hazard(&self, _x: f64) -> f64 {
        f64::INFINITY
    }
    fn scaled(&self, factor: f64) -> Result<Distribution, DistributionError> {
        let mut made = self.clone();
        for value in &mut made.values {
            *value = finite(self.law, "value", *value * factor)?;
        }
        made.mean *= factor;
        made.variance *= factor * factor;
        Ok(Distribution(Law::Steps(Arc::new(made))))
    }
    fn describe(&self) -> String {
        let count = self.values.len();
        format!("{}({count} values, mean {})", self.law, short(self.mean))
    }
}

/// A quantile function of straight pieces through the sample: type 7 of Hyndman and Fan (1996),
/// The American Statistician 50, 361-365; with weights, the middles of the weights spread over
/// \[0, 1\].
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Polyline {
    /// Ascending.
    values: Vec<f64>,
    /// Ascending from 0 to 1.
    positions: Vec<f64>,
}

impl Polyline {
    pub(super) fn new(points: &[(f64, f64)]) -> Self {
        let last = points.len() - 1;
        let first_half = 0.5 * points[0].1;
        let span = 1.0 - first_half - 0.5 * points[last].1;
        let mut before = 0.0;
        let mut positions = Vec::with_capacity(points.len());
        for &(_, share) in points {
            positions.push(((before + 0.5 * share - first_half) / span).clamp(0.0, 1.0));
            before += share;
        }
        positions[last] = 1.0;
        Self { values: points.iter().map(|p| p.0).collect(), positions }
    }

    /// (probability, left value, right value) of each piece.
    fn pieces(&self) -> impl Iterator<Item = (f64, f64, f64)> + '_ {
        self.values
            .windows(2)
            .zip(self.positions.windows(2))
            .map(|(value, position)| (position[1] - position[0], value[0], value[1]))
    }
}

impl Behaviour for Polyline {
    fn quantile(&self, u: f64) -> f64 {
        let right = self.positions.partition_point(|&p| p < u).clamp(1, self.values.len() - 1);
        let (p0, p1) = (self.positions[right - 1], self.positions[right]);
        let (v0, v1) = (self.values[right - 1], self.values[right]);
        (v0 + (v1 - v0) * ((u - p0) / (p1 - p0))).clamp(v0, v1)
    }
    fn upper_quantile(&self, q: f64) -> f64 {
        self.quantile(1.0 - q)
    }
    fn cdf(&self, x: f64) -> f64 {
        let right = self.values.partition_point(|&v| v <= x);
        if right == 0 {
            return 0.0;
        }
        if right == self.values.len() {
            return 1.0;
        }
        let (v0, v1) = (self.values[right - 1], self.values[right]);
        let (p0, p1) = (self.positions[right - 1], self.positions[right]);
        p0 + (p1 - p0) * ((x - v0) / (v1 - v0))
    }
    fn survival(&self, x: f64) -> f64 {
        1.0 - self.cdf(x)
    }
    fn mean(&self) -> f64 {
        self.pieces().map(|(p, a, b)| p * 0.5 * (a + b)).sum()
    }
    fn variance(&self) -> f64 {
        let mean = self.mean();
        self.pieces()
            .map(|(p, a, b)| {
                let (a, b) = (a - mean, b - mean);
                p * (a * a + a * b + b * b) / 3.0
            })
            .sum()
    }
    fn support(&self) -> (f64, f64) {
        (self.values[0], self.values[self.values.len() - 1])
    }
    fn limited_mean_inside(&self, x: f64) -> f64 {
        self.pieces()
            .map(|(p, a, b)| {
                if x >= b {
                    p * 0.5 * (a + b)
                } else if x <= a {
                    p * x
                } else {
                    let t = x - a;
                    p * (a + t * (1.0 - 0.5 * t / (b - a)))
                }
            })
            .sum()
    }
    fn tail_hazard(&self, _x: f64) -> f64 {
        f64::INFINITY
    }
    fn scaled(&self, factor: f64) -> Result<Distribution, DistributionError> {
        let mut made = self.clone();
        for value in &mut made.values {
            *value = finite("empirical", "value", *value * factor)?;
        }
        Ok(Distribution(Law::Polyline(Arc::new(made))))
    }
    fn describe(&self) -> String {
        format!(
            "empirical({} values, interpolated, mean {})",
            self.values.len(),
            short(self.mean())
        )
    }
}
