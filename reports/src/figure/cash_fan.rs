//! Cumulative cash by month: the median and the band that holds four fifths of the pairs.

use super::axis::{self, Axis, money_labels, month_ticks, ticks};
use super::canvas::{Canvas, DrawError, Side, draw};
use super::theme::{BAND, INK, MAIN, QUIET, SMALL, WIDTH};
use scenarios::study::result::FanPoint;

const HEIGHT: f64 = 290.0;

/// The fan.
pub(crate) fn cash_fan(points: &[FanPoint], currency: &str) -> Result<String, DrawError> {
    draw(HEIGHT, |canvas| paint(canvas, points, currency))
}

fn paint(canvas: &Canvas<'_>, points: &[FanPoint], currency: &str) -> Result<(), DrawError> {
    let low = points.iter().map(|p| p.p10).fold(0.0, f64::min);
    let high = points.iter().map(|p| p.p90).fold(0.0, f64::max);
    let air = 0.04 * (high - low).max(1.0);
    let horizon = points.last().map_or(1, |p| p.month.max(1));
    let values = ticks(low - air, high + air, 5);
    let scale = money_labels(currency, &values);
    let values: Vec<_> = values.into_iter().map(|v| (v, scale.bare(v))).collect();
    let left = axis::room(&values) + 4.0;
    let (top, bottom, right) = (28.0, HEIGHT - 44.0, WIDTH - 58.0);
    let x = Axis::new((0.0, f64::from(horizon)), (left, right));
    let y = Axis::new((low - air, high + air), (bottom, top));

    axis::vertical(canvas, y, (left, right), &values)?;
    let at = |month: u32, value: f64| (x.at(f64::from(month)), y.at(value));
    let mut band: Vec<(f64, f64)> = points.iter().map(|p| at(p.month, p.p90)).collect();
    band.extend(points.iter().rev().map(|p| at(p.month, p.p10)));
    canvas.shape(&band, BAND)?;
    let zero = y.at(0.0);
    canvas.line(&[(left, zero), (right, zero)], INK, 1.5)?;
    let median: Vec<_> = points.iter().map(|p| at(p.month, p.p50)).collect();
    canvas.line(&median, MAIN, 2.5)?;
    let months: Vec<_> = month_ticks(horizon).into_iter().map(|m| (m, format!("{m:.0}"))).collect();
    axis::horizontal(canvas, x, (bottom, top), &months, false)?;

    if let Some(last) = points.last() {
        // Labels of the three ends, pushed apart where the fan is narrow.
        let middle = y.at(last.p50);
        let upper = y.at(last.p90).min(middle - 15.0);
        let lower = y.at(last.p10).max(middle + 15.0);
        canvas.text("P90", (right + 6.0, upper), Side::Left, SMALL, INK)?;
        canvas.bold("median", (right + 6.0, middle), Side::Left, SMALL, MAIN)?;
        canvas.text("P10", (right + 6.0, lower), Side::Left, SMALL, INK)?;
    }
    let title = format!("cumulative cash after tax [{}]", scale.unit());
    canvas.text(&title, (2.0, 10.0), Side::Left, SMALL, QUIET)?;
    let middle = 0.5 * (left + right);
    canvas.text("months from the contract", (middle, HEIGHT - 10.0), Side::Middle, SMALL, QUIET)
}
