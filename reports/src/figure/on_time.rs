//! Probability of being on time, order by order, with its interval; under stress below it.

use super::axis::{self, Axis};
use super::canvas::{Canvas, DrawError, Side, draw};
use super::theme::{GRID, INK, LOSS, MAIN, PAPER, QUIET, SMALL, WIDTH, text_width};
use scenarios::schedule::result::OrderResult;

const ROW: f64 = 24.0;

/// An order as planned, and in the case with which it is compared.
pub(crate) struct Compared<'a> {
    /// As planned; absent where the order exists in the other case only.
    pub(crate) planned: Option<&'a OrderResult>,
    /// In the other case.
    pub(crate) other: Option<&'a OrderResult>,
}

/// Full dots with intervals as planned, rings in the other case.
pub(crate) fn on_time(orders: &[Compared<'_>]) -> Result<String, DrawError> {
    let height = 24.0 + orders.len() as f64 * ROW + 26.0;
    draw(height, |canvas| paint(canvas, orders, height))
}

fn paint(canvas: &Canvas<'_>, orders: &[Compared<'_>], height: f64) -> Result<(), DrawError> {
    let name = |c: &Compared<'_>| {
        c.planned.or(c.other).map_or_else(String::new, |o| o.order.chars().take(24).collect())
    };
    let left = orders.iter().map(|c| text_width(&name(c), SMALL)).fold(0.0, f64::max) + 10.0;
    let (top, bottom, right) = (24.0, height - 26.0, WIDTH - 16.0);
    let x = Axis::new((0.0, 1.0), (left, right));
    let levels = [0.0, 0.25, 0.5, 0.75, 1.0].map(|v| (v, format!("{:.0} %", 100.0 * v)));
    axis::horizontal(canvas, x, (bottom, top), &levels, true)?;
    for (k, one) in orders.iter().enumerate() {
        let y = top + (k as f64 + 0.5) * ROW;
        canvas.text(&name(one), (left - 8.0, y), Side::Right, SMALL, INK)?;
        canvas.line(&[(left, y), (right, y)], GRID, 0.5)?;
        let apart = if one.planned.is_some() && one.other.is_some() { 4.0 } else { 0.0 };
        for (found, colour, y, is_ring) in
            [(one.planned, MAIN, y - apart, false), (one.other, LOSS, y + apart, true)]
        {
            let Some(found) = found else { continue };
            let interval = found.on_time_interval;
            canvas.line(&[(x.at(interval.low), y), (x.at(interval.high), y)], colour, 1.5)?;
            canvas.dot((x.at(found.on_time), y), 3.6, colour)?;
            if is_ring {
                canvas.dot((x.at(found.on_time), y), 2.0, PAPER)?;
            }
        }
    }
    canvas.text("Finished by the due date", (2.0, 10.0), Side::Left, SMALL, QUIET)
}
