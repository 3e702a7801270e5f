//! From the closed form to the simulation, step by step, downwards.

use super::axis::{self, Axis};
use super::canvas::{Canvas, DrawError, Side, draw};
use super::theme::{GRID, INK, LOSS, MAIN, PAPER, QUIET, SMALL, TEXT, WIDTH, text_width};
use crate::number::{Scale, largest};
use plotters::style::RGBColor;
use scenarios::study::result::WaterfallStep;

const ROW: f64 = 36.0;
const TOP: f64 = 4.0;
const ADDED: RGBColor = RGBColor(0x5f, 0xa8, 0xd3);

/// The waterfall.
pub(crate) fn waterfall(steps: &[WaterfallStep], currency: &str) -> Result<String, DrawError> {
    draw(TOP + ROW * steps.len() as f64 + 46.0, |canvas| paint(canvas, steps, currency))
}

/// Beginning and end of every bar.
fn bars(steps: &[WaterfallStep]) -> Vec<(f64, f64)> {
    let mut level = 0.0;
    let bar = |step: &WaterfallStep| {
        let from = if step.total { 0.0 } else { level };
        level = if step.total { step.amount } else { level + step.amount };
        (from, level)
    };
    steps.iter().map(bar).collect()
}

fn paint(canvas: &Canvas<'_>, steps: &[WaterfallStep], currency: &str) -> Result<(), DrawError> {
    let bars = bars(steps);
    let low = bars.iter().map(|(a, b)| a.min(*b)).fold(0.0, f64::min);
    let high = bars.iter().map(|(a, b)| a.max(*b)).fold(0.0, f64::max);
    let (left, right) = (14.0, WIDTH - 14.0);
    let x = Axis::new((low, high.max(low + 1.0)), (left, right));
    let bottom = TOP + ROW * steps.len() as f64;
    let values = x.ticks(5);
    let most = largest(steps.iter().map(|s| s.amount));
    let scale = Scale::money(currency, most, Some(0.02 * most));
    let labels = axis::labels(&scale, &values);
    let values: Vec<_> = values.into_iter().map(|v| (v, labels.bare(v))).collect();
    axis::horizontal(canvas, x, (bottom + 2.0, TOP), &values, false)?;
    for (k, (step, (from, to))) in steps.iter().zip(&bars).enumerate() {
        let (words_y, bar_y) = (TOP + ROW * k as f64 + 9.0, TOP + ROW * k as f64 + 18.0);
        let colour = match step {
            s if s.total => MAIN,
            s if s.amount < 0.0 => LOSS,
            _ => ADDED,
        };
        canvas.line(&[(x.at(0.0), words_y - 6.0), (x.at(0.0), bar_y + 14.0)], GRID, 1.0)?;
        let end = x.at(*to);
        let width = if (x.at(*from) - end).abs() < 1.0 { 1.0 } else { 0.0 };
        canvas.fill((x.at(*from), bar_y), (end + width, bar_y + 12.0), colour)?;
        if k + 1 < steps.len() {
            canvas.dashes((end, bar_y + 12.0), (end, bar_y + ROW), QUIET, 0.75)?;
        }
        let amount = if step.total { scale.full(step.amount) } else { scale.signed(step.amount) };
        // Paper behind the words, so that they are not struck through.
        let name_ends = left + 1.08 * text_width(&step.name, TEXT) + 2.0;
        let amount_begins = right - 1.08 * text_width(&amount, TEXT) - 2.0;
        canvas.fill((left - 1.0, words_y - 8.0), (name_ends, words_y + 8.0), PAPER)?;
        canvas.fill((amount_begins, words_y - 8.0), (right + 1.0, words_y + 8.0), PAPER)?;
        if step.total {
            canvas.bold(&step.name, (left, words_y), Side::Left, TEXT, INK)?;
            canvas.bold(&amount, (right, words_y), Side::Right, TEXT, INK)?;
        } else {
            canvas.text(&step.name, (left, words_y), Side::Left, TEXT, INK)?;
            canvas.text(&amount, (right, words_y), Side::Right, TEXT, INK)?;
        }
    }
    let title = format!("benefit per year [{}]", labels.unit());
    canvas.text(&title, (0.5 * WIDTH, bottom + 34.0), Side::Middle, SMALL, QUIET)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_hang_on_each_other() {
        let step = |amount, total| WaterfallStep {
            key: "k".into(),
            name: "n".into(),
            amount,
            total,
            explanation: String::new(),
        };
        let steps = [step(10.0, true), step(-4.0, false), step(1.0, false), step(7.0, true)];
        assert_eq!(bars(&steps), vec![(0.0, 10.0), (10.0, 6.0), (6.0, 7.0), (0.0, 7.0)]);
    }
}
