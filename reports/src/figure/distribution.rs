//! Histogram of the net present value with its quantiles and the line of zero.

use super::axis::{self, Axis, ticks};
use super::canvas::{Canvas, DrawError, Side, draw};
use super::theme::{INK, LOSS, MAIN, PAPER, QUIET, SMALL, TEXT, WIDTH, text_width};
use crate::number::money_of;
use scenarios::study::result::Spread;

const HEIGHT: f64 = 300.0;

/// The histogram. `values`: one per pair.
pub(crate) fn npv_distribution(
    values: &[f64],
    spread: &Spread,
    currency: &str,
) -> Result<String, DrawError> {
    draw(HEIGHT, |canvas| paint(canvas, values, spread, currency))
}

/// Edges of the boxes, zero being one of them, and how many values each box holds.
fn boxes(values: &[f64], spread: &Spread) -> (Vec<f64>, Vec<u32>) {
    let range = spread.max - spread.min;
    // Freedman and Diaconis (1981), rounded; 8 to 40 boxes.
    let cube = libm::cbrt(values.len().max(1) as f64);
    let wanted = 2.0 * (spread.p75 - spread.p25) / cube;
    let wanted = wanted.clamp(range / 32.0, range / 10.0);
    let narrow = range <= 1e-9 * spread.p50.abs();
    let half = (0.05 * spread.p50.abs()).max(0.5);
    let (first, step) = if narrow {
        (spread.p50 - half, 2.0 * half)
    } else {
        let step = axis::round_step(wanted);
        (libm::floor(spread.min / step) * step, step)
    };
    let count = (libm::floor((spread.max - first) / step) as usize + 1).min(200);
    let edges: Vec<f64> = (0..=count).map(|k| first + k as f64 * step).collect();
    let mut held = vec![0_u32; count];
    for value in values.iter().filter(|v| v.is_finite()) {
        let k = libm::floor((value - first) / step + 1e-9).max(0.0) as usize;
        held[k.min(count - 1)] += 1;
    }
    (edges, held)
}

fn paint(
    canvas: &Canvas<'_>,
    values: &[f64],
    spread: &Spread,
    currency: &str,
) -> Result<(), DrawError> {
    let (edges, held) = boxes(values, spread);
    let (first, last) = (edges[0], edges[edges.len() - 1]);
    let width = last - first;
    // Zero belongs into the picture unless it is far away.
    let low = if first > 0.0 && first < width { 0.0 } else { first };
    let high = if last < 0.0 && -last < width { 0.0 } else { last };

    let most = f64::from(held.iter().copied().max().unwrap_or(1));
    let counts = ticks(0.0, most, 3);
    let counts: Vec<_> = counts.into_iter().map(|c| (c, format!("{c:.0}"))).collect();
    let left = axis::room(&counts) + 4.0;
    let (top, bottom) = (70.0, HEIGHT - 44.0);
    let x = Axis::new((low, high), (left, WIDTH - 16.0));
    let y = Axis::new((0.0, most), (bottom, top));

    axis::vertical(canvas, y, (left, WIDTH - 16.0), &counts)?;
    for (k, count) in held.iter().enumerate().filter(|(_, count)| **count > 0) {
        let middle = 0.5 * (edges[k] + edges[k + 1]);
        let colour = if middle < 0.0 { LOSS } else { MAIN };
        let corner = (x.at(edges[k + 1]), y.at(f64::from(*count)));
        canvas.fill((x.at(edges[k]), bottom), corner, colour)?;
        canvas.outline((x.at(edges[k]), bottom), corner, PAPER)?;
    }
    let values = x.ticks(5);
    let scale = money_of(currency, spread);
    let labels = axis::labels(&scale, &values);
    let values: Vec<_> = values.into_iter().map(|v| (v, labels.bare(v))).collect();
    axis::horizontal(canvas, x, (bottom, top), &values, false)?;
    if low <= 0.0 && high >= 0.0 {
        canvas.line(&[(x.at(0.0), top - 8.0), (x.at(0.0), bottom + 4.0)], INK, 1.75)?;
    }

    let marks = [("P10", spread.p10, 34.0), ("P50", spread.p50, 18.0), ("P90", spread.p90, 50.0)];
    for (name, value, row) in marks {
        let at = x.at(value);
        canvas.dashes((at, row - 6.0), (at, bottom), INK, 1.25)?;
        let words = format!("{name} {}", scale.full(value));
        let size = if name == "P50" { TEXT } else { SMALL };
        let needs = text_width(&words, size) * 1.1 + 5.0;
        let side = match name {
            "P10" if at - needs > 2.0 => Side::Right,
            "P90" | "P50" if at + needs > WIDTH - 2.0 => Side::Right,
            _ => Side::Left,
        };
        let at = if matches!(side, Side::Right) { at - 5.0 } else { at + 5.0 };
        if name == "P50" {
            canvas.bold(&words, (at, row), side, size, INK)?;
        } else {
            canvas.text(&words, (at, row), side, size, INK)?;
        }
    }
    let title = format!("net present value [{}]", labels.unit());
    canvas.text("pairs", (2.0, top - 14.0), Side::Left, SMALL, QUIET)?;
    canvas.text(&title, (0.5 * (left + WIDTH - 16.0), HEIGHT - 10.0), Side::Middle, SMALL, QUIET)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spread(values: &[f64]) -> Spread {
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        let at = |p: f64| sorted[(p * (sorted.len() - 1) as f64) as usize];
        Spread {
            n: values.len() as u64,
            not_observed: 0,
            mean: at(0.5),
            sd: None,
            mean_ci: None,
            min: at(0.0),
            p5: at(0.05),
            p10: at(0.1),
            p25: at(0.25),
            p50: at(0.5),
            p75: at(0.75),
            p90: at(0.9),
            p95: at(0.95),
            max: at(1.0),
            p10_ci: None,
            p50_ci: None,
            p90_ci: None,
        }
    }

    #[test]
    fn every_value_is_in_a_box_and_zero_is_an_edge() {
        let values: Vec<f64> = (-300..500).map(|k| f64::from(k) * 1e3).collect();
        let (edges, held) = boxes(&values, &spread(&values));
        assert_eq!(held.iter().sum::<u32>(), 800);
        assert!(edges.iter().any(|e| e.abs() < 1e-6));
    }

    #[test]
    fn a_placebo_is_one_box() {
        let values = vec![0.0; 50];
        let (_, held) = boxes(&values, &spread(&values));
        assert_eq!(held, vec![50]);
        assert!(npv_distribution(&values, &spread(&values), "USD").is_ok());
    }
}
