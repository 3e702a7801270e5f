//! Chance that a year loses more than an amount, before and with the investment.

use super::axis::{self, Axis, ticks};
use super::canvas::{Canvas, DrawError, Side, draw};
use super::theme::{INK, LOSS, LOSS_PALE, MAIN, QUIET, SMALL, TEXT, WIDTH};
use crate::number::percent;
use plotters::style::RGBColor;
use scenarios::study::result::{LossPoint, Share};

const HEIGHT: f64 = 290.0;

/// Both curves with the 95 % band of the first.
pub(crate) fn exceedance(points: &[LossPoint], currency: &str) -> Result<String, DrawError> {
    draw(HEIGHT, |canvas| paint(canvas, points, currency))
}

fn paint(canvas: &Canvas<'_>, points: &[LossPoint], currency: &str) -> Result<(), DrawError> {
    let most = points.last().map_or(1.0, |p| p.loss);
    let high = points.iter().map(|p| p.before.ci.high.max(p.after.ci.high)).fold(0.0, f64::max);
    let high = (1.05 * high).min(1.0);
    let chances = ticks(0.0, high, 5);
    let digits = if high < 0.05 { 1 } else { 0 };
    let labels: Vec<_> =
        chances.into_iter().map(|v| (v, format!("{:.*} %", digits, 100.0 * v))).collect();
    let left = axis::room(&labels) + 4.0;
    let (top, bottom, right) = (46.0, HEIGHT - 46.0, WIDTH - 22.0);
    let (x, y) = (Axis::new((0.0, most), (left, right)), Axis::new((0.0, high), (bottom, top)));
    axis::vertical(canvas, y, (left, right), &labels)?;
    let line = |of: &dyn Fn(&LossPoint) -> f64| -> Vec<(f64, f64)> {
        points.iter().map(|p| (x.at(p.loss), y.at(of(p)))).collect()
    };
    let band = |of: &dyn Fn(&LossPoint) -> Share| {
        let mut shape = line(&|p| of(p).ci.high);
        shape.extend(line(&|p| of(p).ci.low).into_iter().rev());
        shape
    };
    canvas.shape(&band(&|p| p.before), LOSS_PALE)?;
    canvas.line(&line(&|p| p.after.value), MAIN, 2.5)?;
    // Dashed: told apart without colour.
    for pair in line(&|p| p.before.value).windows(2) {
        canvas.dashes(pair[0], pair[1], LOSS, 2.5)?;
    }
    let losses = x.ticks(4);
    let money = axis::money_labels(currency, &losses);
    let losses: Vec<_> = losses.into_iter().map(|v| (v, money.full(v))).collect();
    axis::horizontal(canvas, x, (bottom, top), &losses, false)?;
    canvas.text("chance that a year loses more", (2.0, 10.0), Side::Left, SMALL, QUIET)?;
    let first = |of: &dyn Fn(&LossPoint) -> f64| points.first().map_or(0.0, of);
    let key = |words: String, at: f64, colour: RGBColor| {
        let (from, to) = ((at, 28.0), (at + 18.0, 28.0));
        match colour == LOSS {
            true => canvas.dashes(from, to, colour, 2.5)?,
            false => canvas.line(&[from, to], colour, 2.5)?,
        }
        canvas.bold(&words, (at + 24.0, 28.0), Side::Left, TEXT, INK)
    };
    key(format!("before: {}", percent(first(&|p| p.before.value))), left, LOSS)?;
    key(
        format!("with the investment: {}", percent(first(&|p| p.after.value))),
        left + 0.36 * (right - left),
        MAIN,
    )?;
    let middle = 0.5 * (left + right);
    canvas.text("loss of a year by attacks", (middle, HEIGHT - 10.0), Side::Middle, SMALL, QUIET)
}
