//! Axes: round numbers, no label over another.

use super::canvas::{Canvas, DrawError, Side};
use super::theme::{GRID, INK, QUIET, SMALL, text_width};
use crate::number::Scale;

/// Numbers along a line of the paper.
#[derive(Clone, Copy, Debug)]
pub(super) struct Axis {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
}

impl Axis {
    /// From `low` at the point `from` to `high` at the point `to`.
    pub(super) fn new((low, high): (f64, f64), (from, to): (f64, f64)) -> Self {
        let safe = low.is_finite() && high.is_finite() && high > low;
        let (low, high) = if safe { (low, high) } else { (0.0, 1.0) };
        Self { low, high, from, to }
    }

    /// Where a number lies on the paper; numbers beyond the ends lie at the ends.
    pub(super) fn at(&self, value: f64) -> f64 {
        let share = ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0);
        self.from + share * (self.to - self.from)
    }

    /// About this many round numbers between the ends.
    pub(super) fn ticks(&self, about: usize) -> Vec<f64> {
        ticks(self.low, self.high, about)
    }

    /// Lowest and highest number.
    pub(super) fn ends(&self) -> (f64, f64) {
        (self.low, self.high)
    }
}

/// Round numbers between two ends, about this many.
pub(super) fn ticks(low: f64, high: f64, about: usize) -> Vec<f64> {
    let rough = (high - low) / about.max(1) as f64;
    if !(rough.is_finite() && rough > 0.0) {
        return Vec::new();
    }
    let step = round_step(rough);
    let first = libm::ceil(low / step - 1e-9) as i64;
    let last = libm::floor(high / step + 1e-9) as i64;
    (first..=last).map(|k| k as f64 * step).collect()
}

/// The round number (1, 2 or 5 times a power of ten) nearest to a step.
pub(super) fn round_step(rough: f64) -> f64 {
    let power = libm::pow(10.0, libm::floor(libm::log10(rough)));
    match rough / power {
        // The borders are the geometric means of neighbours.
        r if r < 1.414 => power,
        r if r < 3.162 => 2.0 * power,
        r if r < 7.071 => 5.0 * power,
        _ => 10.0 * power,
    }
}

/// Months: years where there are many.
pub(super) fn month_ticks(horizon: u32) -> Vec<f64> {
    let step = match horizon {
        0..=12 => 3,
        13..=36 => 6,
        37..=84 => 12,
        85..=168 => 24,
        _ => 60,
    };
    (0..=horizon).step_by(step).map(f64::from).collect()
}

/// The same scale with as many digits as tell these ticks apart.
pub(super) fn labels(scale: &Scale, ticks: &[f64]) -> Scale {
    match ticks {
        [a, b, ..] => scale.for_step((b - a).abs()),
        _ => scale.clone(),
    }
}

/// The scale for labels of these ticks.
pub(super) fn money_labels(currency: &str, ticks: &[f64]) -> Scale {
    let largest = crate::number::largest(ticks.iter().copied());
    labels(&Scale::money(currency, largest, Some(0.02 * largest)), ticks)
}

/// Labels under a horizontal axis at `y`, grid lines from `y` up to `top`.
pub(super) fn horizontal(
    canvas: &Canvas<'_>,
    axis: Axis,
    (y, top): (f64, f64),
    labels: &[(f64, String)],
    grid: bool,
) -> Result<(), DrawError> {
    let mut end = f64::NEG_INFINITY;
    for (value, label) in labels {
        let x = axis.at(*value);
        if grid {
            canvas.line(&[(x, top), (x, y)], GRID, 0.75)?;
        }
        canvas.line(&[(x, y), (x, y + 4.0)], QUIET, 0.75)?;
        let half = 0.5 * text_width(label, SMALL);
        if x - half > end + 4.0 {
            canvas.text(label, (x, y + 13.0), Side::Middle, SMALL, INK)?;
            end = x + half;
        }
    }
    let (low, high) = axis.ends();
    canvas.line(&[(axis.at(low), y), (axis.at(high), y)], QUIET, 0.75)
}

/// Labels left of a vertical axis at `x`, grid lines from `x` to `right`.
pub(super) fn vertical(
    canvas: &Canvas<'_>,
    axis: Axis,
    (x, right): (f64, f64),
    labels: &[(f64, String)],
) -> Result<(), DrawError> {
    for (value, label) in labels {
        let y = axis.at(*value);
        canvas.line(&[(x, y), (right, y)], GRID, 0.75)?;
        canvas.text(label, (x - 5.0, y), Side::Right, SMALL, INK)?;
    }
    Ok(())
}

/// Room that the labels of a vertical axis need.
pub(super) fn room(labels: &[(f64, String)]) -> f64 {
    labels.iter().map(|(_, label)| text_width(label, SMALL)).fold(0.0, f64::max) + 8.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_inside() {
        assert_eq!(ticks(-390.0, 429.0, 5), vec![-200.0, 0.0, 200.0, 400.0]);
        assert_eq!(ticks(0.0, 1.0, 4).len(), 6);
        assert!(ticks(1.0, 1.0, 4).is_empty());
        assert!(ticks(f64::NAN, 1.0, 4).is_empty());
        assert_eq!(month_ticks(60).len(), 6);
    }

    #[test]
    fn an_axis_without_width_is_still_an_axis() {
        let axis = Axis::new((3.0, 3.0), (0.0, 100.0));
        assert!(axis.at(3.0).is_finite());
    }
}
