//! An indicator month by month: the band of the forecast, today's plant, and what really happened.

use super::axis::{self, Axis, month_ticks, ticks};
use super::canvas::{Canvas, DrawError, Side, draw};
use super::theme::{BAND, INK, LOSS, MAIN, PAPER, QUIET, SMALL, WIDTH};
use crate::number::Scale;
use scenarios::study::result::ForecastBand;

const HEIGHT: f64 = 250.0;

/// The chart over the first `months` months; `actual` counts months from 1.
pub(crate) fn band_chart(
    baseline: &[Option<ForecastBand>],
    forecast: &[Option<ForecastBand>],
    actual: &[(u32, f64)],
    months: usize,
    unit: &str,
) -> Result<String, DrawError> {
    let first = |bands: &[Option<ForecastBand>]| -> Vec<(u32, ForecastBand)> {
        let bands = bands.iter().take(months).enumerate();
        bands.filter_map(|(m, band)| Some((m as u32 + 1, (*band)?))).collect()
    };
    let (baseline, forecast) = (first(baseline), first(forecast));
    draw(HEIGHT, |canvas| paint(canvas, &baseline, &forecast, actual, unit))
}

fn paint(
    canvas: &Canvas<'_>,
    baseline: &[(u32, ForecastBand)],
    forecast: &[(u32, ForecastBand)],
    actual: &[(u32, f64)],
    unit: &str,
) -> Result<(), DrawError> {
    let both = || baseline.iter().chain(forecast);
    let all = || both().flat_map(|(_, b)| [b.p10, b.p50, b.p90]).chain(actual.iter().map(|a| a.1));
    let (low, high) =
        (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max));
    let (low, high) = if low <= high { (low, high) } else { (0.0, 1.0) };
    let air = if high > low { 0.06 * (high - low) } else { 0.5 * high.abs().max(1.0) };
    let levels = ticks(low - air, high + air, 5);
    let base = Scale::of_unit(unit, high.abs().max(low.abs()), None);
    let scale = axis::labels(&base, &levels);
    let levels: Vec<_> = levels.into_iter().map(|v| (v, scale.bare(v))).collect();
    let left = axis::room(&levels) + 4.0;
    let (top, bottom, right) = (28.0, HEIGHT - 44.0, WIDTH - 74.0);
    let last = both().map(|(m, _)| *m).max().unwrap_or(1);
    let x = Axis::new((0.5, f64::from(last) + 0.5), (left, right));
    let y = Axis::new((low - air, high + air), (bottom, top));
    axis::vertical(canvas, y, (left, right), &levels)?;
    let at = |month: u32, value: f64| (x.at(f64::from(month)), y.at(value));
    let mut band: Vec<_> = forecast.iter().map(|(m, b)| at(*m, b.p90)).collect();
    band.extend(forecast.iter().rev().map(|(m, b)| at(*m, b.p10)));
    if band.len() > 2 {
        canvas.shape(&band, BAND)?;
    }
    let median = |bands: &[(u32, ForecastBand)]| {
        bands.iter().map(|(m, b)| at(*m, b.p50)).collect::<Vec<_>>()
    };
    let today = median(baseline);
    for pair in today.windows(2).step_by(2) {
        canvas.line(pair, INK, 1.2)?;
    }
    canvas.line(&median(forecast), MAIN, 2.0)?;
    for (month, value) in actual {
        let inside = forecast.iter().find(|(m, _)| m == month);
        let inside = inside.is_none_or(|(_, b)| (b.p10..=b.p90).contains(value));
        canvas.dot(at(*month, *value), 4.5, if inside { INK } else { LOSS })?;
        if !inside {
            canvas.dot(at(*month, *value), 2.5, PAPER)?;
        }
    }
    let months: Vec<_> =
        month_ticks(last).into_iter().skip(1).map(|m| (m, format!("{m:.0}"))).collect();
    axis::horizontal(canvas, x, (bottom, top), &months, false)?;
    let ends = [
        (forecast.last().map(|(_, b)| y.at(b.p50)), "forecast", MAIN),
        (baseline.last().map(|(_, b)| y.at(b.p50)), "today", INK),
    ];
    let mut taken: Option<f64> = None;
    for (place, word, colour) in ends {
        let Some(place) = place else { continue };
        let place = match taken {
            Some(other) if (place - other).abs() < 15.0 && place <= other => other - 15.0,
            Some(other) if (place - other).abs() < 15.0 => other + 15.0,
            _ => place,
        };
        taken = Some(place);
        canvas.text(word, (right + 6.0, place), Side::Left, SMALL, colour)?;
    }
    canvas.text(&format!("[{}]", scale.unit()), (2.0, 10.0), Side::Left, SMALL, QUIET)?;
    let middle = 0.5 * (left + right);
    canvas.text("months from the contract", (middle, HEIGHT - 10.0), Side::Middle, SMALL, QUIET)
}
