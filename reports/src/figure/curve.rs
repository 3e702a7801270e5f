//! A goal over the values of one axis, with its band.

use super::axis::{self, Axis, ticks};
use super::canvas::{Canvas, DrawError, Side, draw};
use super::theme::{BAND, INK, LOSS, MAIN, PAPER, QUIET, SMALL, TEXT, WIDTH, text_width};
use crate::number::Scale;
use scenarios::laboratory::result::{AxisVaried, Found, Standing, SweepResult};

const HEIGHT: f64 = 300.0;

/// Mean of every point with its 95 % band; the best is ringed.
pub(crate) fn curve(
    result: &SweepResult,
    varied: &AxisVaried,
    name: &str,
    scale: &Scale,
) -> Result<String, DrawError> {
    let found: Vec<&Found> = result.points.iter().map(|p| &p.found).collect();
    draw(HEIGHT, |canvas| paint(canvas, &found, varied, name, scale))
}

/// Where the values stand: at their numbers, or one beside the other.
fn places(varied: &AxisVaried) -> Vec<f64> {
    match (&varied.numbers, varied.log) {
        (Some(numbers), true) => numbers.iter().map(|x| libm::log10(*x)).collect(),
        (Some(numbers), false) => numbers.clone(),
        (None, _) => (0..varied.values.len()).map(|k| k as f64).collect(),
    }
}

fn half(one: &Found) -> f64 {
    one.half_width.unwrap_or(0.0)
}

fn paint(
    canvas: &Canvas<'_>,
    found: &[&Found],
    varied: &AxisVaried,
    name: &str,
    scale: &Scale,
) -> Result<(), DrawError> {
    let low = found.iter().map(|f| f.mean - half(f)).fold(f64::INFINITY, f64::min);
    let high = found.iter().map(|f| f.mean + half(f)).fold(f64::NEG_INFINITY, f64::max);
    let air = if high > low { 0.08 * (high - low) } else { 0.5 * high.abs().max(1.0) };
    let (low, high) = (low - air, high + air);
    let levels = ticks(low, high, 5);
    let digits = axis::labels(scale, &levels);
    let levels: Vec<_> = levels.into_iter().map(|v| (v, digits.bare(v))).collect();
    let left = axis::room(&levels) + 4.0;
    let (top, bottom, right) = (30.0, HEIGHT - 46.0, WIDTH - 22.0);
    let places = places(varied);
    let first = places.iter().copied().fold(f64::INFINITY, f64::min);
    let last = places.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let margin = if last > first { 0.03 * (last - first) } else { 1.0 };
    let x = Axis::new((first - margin, last + margin), (left, right));
    let y = Axis::new((low, high), (bottom, top));
    axis::vertical(canvas, y, (left, right), &levels)?;
    // Numbers join to a curve, words stand alone.
    let mut order: Vec<usize> = (0..places.len().min(found.len())).collect();
    order.sort_by(|a, b| places[*a].total_cmp(&places[*b]));
    if varied.numbers.is_some() && order.len() > 1 {
        let up = order.iter().map(|k| (x.at(places[*k]), y.at(found[*k].mean + half(found[*k]))));
        let down = order.iter().rev();
        let down = down.map(|k| (x.at(places[*k]), y.at(found[*k].mean - half(found[*k]))));
        let band: Vec<_> = up.chain(down).collect();
        canvas.shape(&band, BAND)?;
        let line: Vec<_> = order.iter().map(|k| (x.at(places[*k]), y.at(found[*k].mean))).collect();
        canvas.line(&line, MAIN, 1.5)?;
    }
    for (place, one) in places.iter().zip(found) {
        let at = (x.at(*place), y.at(one.mean));
        let ends = [(at.0, y.at(one.mean - half(one))), (at.0, y.at(one.mean + half(one)))];
        canvas.line(&ends, MAIN, 1.0)?;
        match one.standing {
            Standing::Best => {
                canvas.dot(at, 7.0, LOSS)?;
                canvas.dot(at, 5.0, PAPER)?;
                canvas.dot(at, 3.0, LOSS)?;
            }
            Standing::Equal | Standing::Open | Standing::AsGood => {
                canvas.dot(at, 4.5, MAIN)?;
                canvas.dot(at, 2.8, PAPER)?;
            }
            Standing::Out => canvas.dot(at, 3.0, MAIN)?,
        }
    }
    let labels: Vec<_> = order.iter().map(|k| (places[*k], label(varied, *k))).collect();
    axis::horizontal(canvas, x, (bottom, top), &labels, false)?;
    canvas.text(name, (2.0, 11.0), Side::Left, SMALL, QUIET)?;
    best_label(canvas, (x, y), &places, found, varied, (top, right))?;
    let unit = varied.unit.as_deref().filter(|u| !u.is_empty() && varied.numbers.is_some());
    let below = unit.map_or(varied.path.clone(), |unit| format!("{} [{unit}]", varied.path));
    canvas.text(&below, (0.5 * (left + right), HEIGHT - 11.0), Side::Middle, SMALL, QUIET)
}

fn label(varied: &AxisVaried, k: usize) -> String {
    match varied.numbers.as_ref().and_then(|n| n.get(k)) {
        Some(number) => number.to_string(),
        None => varied.values.get(k).cloned().unwrap_or_default(),
    }
}

/// The value of the best stands above its ring.
fn best_label(
    canvas: &Canvas<'_>,
    (x, y): (Axis, Axis),
    places: &[f64],
    found: &[&Found],
    varied: &AxisVaried,
    (top, right): (f64, f64),
) -> Result<(), DrawError> {
    let Some(k) = found.iter().position(|f| f.standing == Standing::Best) else { return Ok(()) };
    let words = varied.values.get(k).cloned().unwrap_or_default();
    let half_text = 0.5 * text_width(&words, TEXT);
    let at = x.at(places[k]).clamp(half_text + 40.0, right - half_text);
    let above = (y.at(found[k].mean + half(found[k])) - 14.0).max(top + 6.0);
    canvas.bold(&words, (at, above), Side::Middle, TEXT, INK)
}
