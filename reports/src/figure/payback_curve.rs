//! Share of the pairs paid back by month; what never pays back has a place of its own.

use super::axis::{self, Axis, month_ticks};
use super::canvas::{Canvas, DrawError, Side, draw};
use super::theme::{
    BAND, INK, LOSS, LOSS_PALE, MAIN, PROMISED, QUIET, SMALL, TEXT, WIDTH, text_width,
};
use crate::number::percent;
use scenarios::catalogue::{FIRST_AVOIDED, PLATFORM};
use scenarios::study::result::{CurvePoint, PaybackTime};

const HEIGHT: f64 = 280.0;

/// The curve, with the month of the median where there is one.
pub(crate) fn payback_curve(
    points: &[CurvePoint],
    median: PaybackTime,
    never: f64,
    horizon: u32,
) -> Result<String, DrawError> {
    draw(HEIGHT, |canvas| paint(canvas, points, median, never, horizon))
}

fn paint(
    canvas: &Canvas<'_>,
    points: &[CurvePoint],
    median: PaybackTime,
    never: f64,
    horizon: u32,
) -> Result<(), DrawError> {
    let shares: Vec<_> =
        [0.0, 0.25, 0.5, 0.75, 1.0].map(|s| (s, format!("{:.0} %", 100.0 * s))).to_vec();
    let left = axis::room(&shares) + 4.0;
    let (top, bottom, right) = (28.0, HEIGHT - 44.0, WIDTH - 16.0);
    let x = Axis::new((0.0, f64::from(horizon.max(1))), (left, right));
    let y = Axis::new((0.0, 1.0), (bottom, top));

    let bands = [(&FIRST_AVOIDED, "one failure"), (&PLATFORM, "a platform")];
    let bands: Vec<_> = bands.into_iter().filter(|(b, _)| b.from < f64::from(horizon)).collect();
    for (band, _) in &bands {
        let to = x.at(band.to.min(f64::from(horizon)));
        canvas.fill((x.at(band.from), top), (to, bottom), PROMISED)?;
    }
    axis::vertical(canvas, y, (left, right), &shares)?;
    let mut curve: Vec<(f64, f64)> = Vec::with_capacity(2 * points.len());
    for point in points {
        let at = x.at(f64::from(point.month));
        if let Some(before) = curve.last().copied() {
            curve.push((at, before.1));
        }
        curve.push((at, y.at(point.share)));
    }
    if let (Some(first), Some(last)) = (curve.first().copied(), curve.last().copied()) {
        let mut below = curve.clone();
        below.extend([(last.0, bottom), (first.0, bottom)]);
        canvas.shape(&below, BAND)?;
        canvas.fill((right, last.1), (right + 6.0, top), LOSS_PALE)?;
        canvas.fill((right, last.1), (right + 6.0, bottom), MAIN)?;
        canvas.line(&curve, MAIN, 2.5)?;
        label_never(canvas, (right, top, last.1), never, horizon)?;
    }
    // Below the share that is never paid back, which stands at the top.
    for (row, (band, what)) in (0_u8..).zip(&bands) {
        let words = format!("promised for {what}: {:.0} to {:.0}", band.from, band.to);
        let at = (x.at(band.from) + 3.0, top + 32.0 + 14.0 * f64::from(row));
        canvas.text(&words, at, Side::Left, SMALL, QUIET)?;
    }
    let months: Vec<_> = month_ticks(horizon).into_iter().map(|m| (m, format!("{m:.0}"))).collect();
    axis::horizontal(canvas, x, (bottom, top), &months, false)?;
    if let PaybackTime::Within(month) = median {
        let (at, half) = (x.at(month), y.at(0.5));
        canvas.dashes((left, half), (at, half), INK, 1.25)?;
        canvas.dashes((at, half), (at, bottom), INK, 1.25)?;
        canvas.dot((at, half), 4.0, INK)?;
        let words = format!("half by month {month:.0}");
        let fits = at - text_width(&words, TEXT) * 1.1 > left + 6.0;
        let place = if fits { (at - 8.0, half - 12.0) } else { (at + 9.0, half + 14.0) };
        let side = if fits { Side::Right } else { Side::Left };
        canvas.bold(&words, place, side, TEXT, INK)?;
    }
    canvas.text("share of pairs paid back", (2.0, 10.0), Side::Left, SMALL, QUIET)?;
    let middle = 0.5 * (left + right);
    canvas.text("months from the contract", (middle, HEIGHT - 10.0), Side::Middle, SMALL, QUIET)
}

fn label_never(
    canvas: &Canvas<'_>,
    (right, top, end): (f64, f64, f64),
    never: f64,
    horizon: u32,
) -> Result<(), DrawError> {
    if never <= 0.0 {
        return Ok(());
    }
    let words = format!("never within {horizon} months: {}", percent(never));
    // In the gap above the curve, or below the curve where the gap is too narrow for words.
    let y = if end - top > 30.0 { top + 14.0 } else { end + 20.0 };
    canvas.bold(&words, (right - 6.0, y), Side::Right, TEXT, LOSS)
}
