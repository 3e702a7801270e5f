//! A goal over two axes: one cell a point.

use super::canvas::{Canvas, DrawError, Side, draw};
use super::theme::{INK, LOSS, MAIN, PAPER, QUIET, SMALL, WIDTH, text_width};
use crate::number::Scale;
use plotters::style::RGBColor;
use scenarios::laboratory::result::{AxisVaried, Point, Standing, SweepResult};
use scenarios::study::result::Better;

/// Height of a row in points.
const ROW: f64 = 26.0;
/// The lightest cell.
const PALE: RGBColor = RGBColor(0xee, 0xf5, 0xfa);

/// Every point as a cell: the darker, the better.
pub(crate) fn heat_map(
    result: &SweepResult,
    down: &AxisVaried,
    across: &AxisVaried,
    name: &str,
    scale: &Scale,
) -> Result<String, DrawError> {
    let rows = down.values.len() as f64;
    let height = 34.0 + rows * (320.0 / rows).min(ROW) + 40.0;
    draw(height, |canvas| paint(canvas, result, (down, across), (name, scale), height))
}

/// Between two colours.
fn between(from: RGBColor, to: RGBColor, share: f64) -> RGBColor {
    let mix =
        |a: u8, b: u8| libm::round(f64::from(a) + share * (f64::from(b) - f64::from(a))) as u8;
    RGBColor(mix(from.0, to.0), mix(from.1, to.1), mix(from.2, to.2))
}

fn paint(
    canvas: &Canvas<'_>,
    result: &SweepResult,
    (down, across): (&AxisVaried, &AxisVaried),
    (name, scale): (&str, &Scale),
    height: f64,
) -> Result<(), DrawError> {
    let widest = down.values.iter().map(|v| text_width(v, SMALL)).fold(0.0, f64::max);
    let (left, top, right, bottom) = (widest + 10.0, 34.0, WIDTH - 4.0, height - 40.0);
    let (columns, rows) = (across.values.len() as f64, down.values.len() as f64);
    let (wide, high) = ((right - left) / columns, (bottom - top) / rows);
    let means = || result.points.iter().map(|p| p.found.mean);
    let (least, most) =
        (means().fold(f64::INFINITY, f64::min), means().fold(f64::NEG_INFINITY, f64::max));
    let goodness = |mean: f64| {
        let share = if most > least { (mean - least) / (most - least) } else { 0.5 };
        if result.goal.better == Better::Higher { share } else { 1.0 - share }
    };
    let corner = |p: &Point| {
        let at = |k: usize| p.at.get(k).copied().unwrap_or(0) as f64;
        (left + at(1) * wide, top + at(0) * high)
    };
    for point in &result.points {
        let (x, y) = corner(point);
        // The best differ least: the square brings them apart.
        let good = goodness(point.found.mean);
        let share = good * good;
        canvas.fill((x, y), (x + wide - 1.0, y + high - 1.0), between(PALE, MAIN, share))?;
        let ink = if share > 0.45 { PAPER } else { INK };
        let words = scale.bare(point.found.mean);
        if text_width(&words, SMALL) < wide - 12.0 && high > 14.0 {
            let middle = (x + 0.5 * wide, y + 0.5 * high);
            canvas.text(&words, middle, Side::Middle, SMALL, ink)?;
        }
        if matches!(point.found.standing, Standing::Equal | Standing::Open | Standing::AsGood) {
            canvas.dot((x + wide - 6.0, y + 6.0), 2.5, ink)?;
        }
    }
    for point in result.points.iter().filter(|p| p.found.standing == Standing::Best) {
        let (x, y) = corner(point);
        let (a, b) = ((x, y), (x + wide - 1.0, y + high - 1.0));
        canvas.line(&[a, (b.0, a.1), b, (a.0, b.1), a], LOSS, 2.5)?;
    }
    for (k, value) in down.values.iter().enumerate() {
        let y = top + (k as f64 + 0.5) * high;
        canvas.text(value, (left - 5.0, y), Side::Right, SMALL, INK)?;
    }
    let mut end = f64::NEG_INFINITY;
    for (k, value) in across.values.iter().enumerate() {
        let x = left + (k as f64 + 0.5) * wide;
        let half = 0.5 * text_width(value, SMALL);
        if x - half > end + 4.0 {
            canvas.text(value, (x, bottom + 10.0), Side::Middle, SMALL, INK)?;
            end = x + half;
        }
    }
    canvas.text(name, (2.0, 10.0), Side::Left, SMALL, QUIET)?;
    canvas.text(&down.path, (2.0, 25.0), Side::Left, SMALL, QUIET)?;
    let middle = 0.5 * (left + right);
    canvas.text(&across.path, (middle, height - 10.0), Side::Middle, SMALL, QUIET)
}
