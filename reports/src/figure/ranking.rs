//! Variants one below the other, each with its interval.

use super::axis::{self, Axis, ticks};
use super::canvas::{Canvas, DrawError, Side, draw};
use super::theme::{GRID, INK, LOSS, MAIN, PAPER, QUIET, SMALL, WIDTH, text_width};
use crate::number::Scale;
use scenarios::laboratory::policies::result::PolicyVariant;
use scenarios::laboratory::result::{Found, Standing};

const ROW: f64 = 26.0;

/// Mean and 95 % interval of every variant.
pub(crate) fn ranking(
    variants: &[&PolicyVariant],
    name: &str,
    scale: &Scale,
) -> Result<String, DrawError> {
    let height = 24.0 + variants.len() as f64 * ROW + 26.0;
    draw(height, |canvas| paint(canvas, variants, (name, scale), height))
}

fn half(one: &Found) -> f64 {
    one.half_width.unwrap_or(0.0)
}

fn paint(
    canvas: &Canvas<'_>,
    variants: &[&PolicyVariant],
    (name, scale): (&str, &Scale),
    height: f64,
) -> Result<(), DrawError> {
    let found = || variants.iter().map(|v| &v.found);
    let low = found().map(|f| f.mean - half(f)).fold(f64::INFINITY, f64::min);
    let high = found().map(|f| f.mean + half(f)).fold(f64::NEG_INFINITY, f64::max);
    let air = if high > low { 0.06 * (high - low) } else { 0.5 * high.abs().max(1.0) };
    let left = variants.iter().map(|v| text_width(&v.name, SMALL)).fold(0.0, f64::max) + 10.0;
    let (top, bottom, right) = (24.0, height - 26.0, WIDTH - 16.0);
    let x = Axis::new((low - air, high + air), (left, right));
    let levels = x.ticks(5);
    let digits = axis::labels(scale, &ticks(low - air, high + air, 5));
    let levels: Vec<_> = levels.into_iter().map(|v| (v, digits.bare(v))).collect();
    axis::horizontal(canvas, x, (bottom, top), &levels, true)?;
    for (k, variant) in variants.iter().enumerate() {
        let one = &variant.found;
        let y = top + (k as f64 + 0.5) * ROW;
        canvas.text(&variant.name, (left - 8.0, y), Side::Right, SMALL, INK)?;
        canvas.line(&[(left, y), (right, y)], GRID, 0.5)?;
        canvas.line(
            &[(x.at(one.mean - half(one)), y), (x.at(one.mean + half(one)), y)],
            MAIN,
            1.5,
        )?;
        let at = (x.at(one.mean), y);
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
            Standing::Out => canvas.dot(at, 3.5, MAIN)?,
        }
    }
    canvas.text(name, (2.0, 10.0), Side::Left, SMALL, QUIET)
}
