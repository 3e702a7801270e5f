//! How the mean settles with the number of pairs.

use super::axis::{self, Axis, money_labels, ticks};
use super::canvas::{Canvas, DrawError, Side, draw};
use super::theme::{BAND, INK, MAIN, QUIET, SMALL, WIDTH};
use sim_core::special::student_t_quantile;

const HEIGHT: f64 = 240.0;
/// Below this many pairs the interval would be too rough to draw.
const FIRST: usize = 30;

/// Pairs so far, mean, half-width of its interval. Of every `unit` pairs, which may depend on each
/// other, the mean is one observation.
fn running(values: &[f64], unit: usize) -> Vec<(f64, f64, f64)> {
    let (mut mean, mut squares) = (0.0, 0.0);
    let mut points = Vec::new();
    let groups = values.len() / unit;
    let first = FIRST.div_ceil(unit).max(3);
    let every = (groups / 200).max(1);
    for (k, group) in values.chunks_exact(unit).enumerate() {
        let value = group.iter().sum::<f64>() / unit as f64;
        // Welford (1962).
        let n = (k + 1) as f64;
        let apart = value - mean;
        mean += apart / n;
        squares += apart * (value - mean);
        let due = k + 1 >= first && (k + 1 - first).is_multiple_of(every);
        if due || k + 1 == groups && k > 0 {
            let t = if unit == 1 { 1.96 } else { student_t_quantile(0.975, n - 1.0) };
            let half = t * (squares / (n - 1.0) / n).max(0.0).sqrt();
            points.push((n * unit as f64, mean, half));
        }
    }
    points
}

/// Running mean of the net present value with its 95 % interval.
pub(crate) fn convergence(
    values: &[f64],
    unit: usize,
    currency: &str,
) -> Result<String, DrawError> {
    draw(HEIGHT, |canvas| paint(canvas, values, &running(values, unit), currency))
}

fn paint(
    canvas: &Canvas<'_>,
    values: &[f64],
    points: &[(f64, f64, f64)],
    currency: &str,
) -> Result<(), DrawError> {
    let low = points.iter().map(|(_, m, h)| m - h).fold(f64::INFINITY, f64::min);
    let high = points.iter().map(|(_, m, h)| m + h).fold(f64::NEG_INFINITY, f64::max);
    let air = (0.05 * (high - low)).max(1.0);
    let levels = ticks(low - air, high + air, 4);
    let scale = money_labels(currency, &levels);
    let levels: Vec<_> = levels.into_iter().map(|v| (v, scale.bare(v))).collect();
    let left = axis::room(&levels) + 4.0;
    let (top, bottom, right) = (28.0, HEIGHT - 44.0, WIDTH - 18.0);
    let most = values.len().max(2) as f64;
    let x = Axis::new((0.0, most), (left, right));
    let y = Axis::new((low - air, high + air), (bottom, top));
    axis::vertical(canvas, y, (left, right), &levels)?;
    let mut band: Vec<_> = points.iter().map(|(n, m, h)| (x.at(*n), y.at(m + h))).collect();
    band.extend(points.iter().rev().map(|(n, m, h)| (x.at(*n), y.at(m - h))));
    canvas.shape(&band, BAND)?;
    let (lowest, highest) = y.ends();
    if lowest < 0.0 && highest > 0.0 {
        canvas.line(&[(left, y.at(0.0)), (right, y.at(0.0))], INK, 1.5)?;
    }
    let mean: Vec<_> = points.iter().map(|(n, m, _)| (x.at(*n), y.at(*m))).collect();
    canvas.line(&mean, MAIN, 2.0)?;
    let pairs: Vec<_> = x.ticks(5).into_iter().map(|n| (n, format!("{n:.0}"))).collect();
    axis::horizontal(canvas, x, (bottom, top), &pairs, false)?;
    let title = format!("mean net present value [{}]", scale.unit());
    canvas.text(&title, (2.0, 10.0), Side::Left, SMALL, QUIET)?;
    let middle = 0.5 * (left + right);
    canvas.text("pairs", (middle, HEIGHT - 10.0), Side::Middle, SMALL, QUIET)
}
