//! The pessimistic table as dots and intervals.

use super::axis::{self, Axis};
use super::canvas::{Canvas, DrawError, Side, draw};
use super::theme::{BAND, GRID, INK, LOSS, LOSS_PALE, MAIN, QUIET, SMALL, TEXT, WIDTH};
use crate::number::Scale;
use scenarios::study::result::ScenarioRow;

const ROW: f64 = 36.0;
const TOP: f64 = 8.0;

/// One row per scenario: median as a dot, P10 to P90 as a bar.
pub(crate) fn pessimistic(rows: &[ScenarioRow], scale: &Scale) -> Result<String, DrawError> {
    draw(TOP + ROW * rows.len() as f64 + 46.0, |canvas| paint(canvas, rows, scale))
}

fn paint(canvas: &Canvas<'_>, rows: &[ScenarioRow], scale: &Scale) -> Result<(), DrawError> {
    let low = rows.iter().map(|r| r.metrics.npv.p10).fold(0.0, f64::min);
    let high = rows.iter().map(|r| r.metrics.npv.p90).fold(0.0, f64::max);
    let air = 0.03 * (high - low).max(1.0);
    let (left, right) = (14.0, WIDTH - 14.0);
    let x = Axis::new((low - air, high + air), (left, right));
    let bottom = TOP + ROW * rows.len() as f64;
    let values = x.ticks(5);
    let labels = axis::labels(scale, &values);
    let values: Vec<_> = values.into_iter().map(|v| (v, labels.bare(v))).collect();
    axis::horizontal(canvas, x, (bottom + 4.0, TOP + 18.0), &values, false)?;

    for (k, row) in rows.iter().enumerate() {
        let (words_y, bar_y) = (TOP + ROW * k as f64 + 8.0, TOP + ROW * k as f64 + 24.0);
        let npv = &row.metrics.npv;
        let (strong, pale) = if npv.p50 > 0.0 { (MAIN, BAND) } else { (LOSS, LOSS_PALE) };
        canvas.line(&[(left, bar_y), (right, bar_y)], GRID, 0.75)?;
        canvas.fill((x.at(npv.p10), bar_y - 4.5), (x.at(npv.p90), bar_y + 4.5), pale)?;
        canvas.line(&[(x.at(0.0), words_y + 7.0), (x.at(0.0), bar_y + 12.0)], INK, 1.5)?;
        canvas.dot((x.at(npv.p50), bar_y), 5.0, strong)?;
        let (title, value) = (crate::look::row_title(row), scale.full(npv.p50));
        if k == 0 {
            canvas.bold(&title, (left, words_y), Side::Left, TEXT, INK)?;
        } else {
            canvas.text(&title, (left, words_y), Side::Left, TEXT, INK)?;
        }
        canvas.bold(&value, (right, words_y), Side::Right, TEXT, strong)?;
    }
    let title = format!("net present value [{}]: dot = median, bar = P10 to P90", labels.unit());
    canvas.text(&title, (0.5 * WIDTH, bottom + 34.0), Side::Middle, SMALL, QUIET)
}
