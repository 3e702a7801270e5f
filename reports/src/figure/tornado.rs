//! Inputs one below the other: how far each moves the value on its own.

use super::axis::{self, Axis};
use super::canvas::{Canvas, DrawError, Side, draw};
use super::theme::{BAND, GRID, INK, LOSS, MAIN, PAPER, QUIET, SMALL, TEXT, WIDTH, text_width};
use crate::number::{Scale, largest};

const ROW: f64 = 38.0;
const TOP: f64 = 4.0;

/// One bar.
#[derive(Clone, Debug)]
pub(crate) struct TornadoBar {
    /// What is moved.
    pub(crate) name: String,
    /// Its lower and its upper value, in words.
    pub(crate) ends: [String; 2],
    /// The value there.
    pub(crate) values: [f64; 2],
    /// Standard error of their difference.
    pub(crate) error: f64,
}

/// The tornado around the value of the base.
pub(crate) fn tornado(bars: &[TornadoBar], base: f64, currency: &str) -> Result<String, DrawError> {
    draw(TOP + ROW * bars.len() as f64 + 46.0, |canvas| paint(canvas, bars, base, currency))
}

fn paint(
    canvas: &Canvas<'_>,
    bars: &[TornadoBar],
    base: f64,
    currency: &str,
) -> Result<(), DrawError> {
    let ends = || bars.iter().flat_map(|bar| bar.values.map(|v| (v, 2.0 * bar.error)));
    let low = ends().map(|(v, e)| v - e).fold(base.min(0.0), f64::min);
    let high = ends().map(|(v, e)| v + e).fold(base.max(0.0), f64::max);
    let air = 0.02 * (high - low).max(1.0);
    let (left, right) = (14.0, WIDTH - 14.0);
    let x = Axis::new((low - air, high + air), (left, right));
    let bottom = TOP + ROW * bars.len() as f64;
    let values = x.ticks(5);
    let most = largest(values.iter().copied());
    let labels = axis::labels(&Scale::money(currency, most, Some(0.02 * most)), &values);
    let values: Vec<_> = values.into_iter().map(|v| (v, labels.bare(v))).collect();
    axis::horizontal(canvas, x, (bottom + 2.0, TOP), &values, false)?;
    for (k, bar) in bars.iter().enumerate() {
        let (words_y, bar_y) = (TOP + ROW * k as f64 + 9.0, TOP + ROW * k as f64 + 25.0);
        canvas.line(&[(left, bar_y), (right, bar_y)], GRID, 0.75)?;
        // The lower value of the input is pale, the upper one dark.
        for (value, colour) in bar.values.into_iter().zip([BAND, MAIN]) {
            let (from, mut to) = (x.at(base), x.at(value));
            if (from - to).abs() < 1.0 {
                to = from + 1.0;
            }
            canvas.fill((from, bar_y - 6.0), (to, bar_y + 6.0), colour)?;
        }
        // The whisker stands at the end that is farther from the base.
        let far = bar
            .values
            .into_iter()
            .reduce(|a, b| if (b - base).abs() > (a - base).abs() { b } else { a });
        if let Some(far) = far.filter(|_| bar.error > 0.0) {
            let (a, b) = (x.at(far - 2.0 * bar.error), x.at(far + 2.0 * bar.error));
            canvas.line(&[(a, bar_y), (b, bar_y)], INK, 1.0)?;
            canvas.line(&[(a, bar_y - 3.0), (a, bar_y + 3.0)], INK, 1.0)?;
            canvas.line(&[(b, bar_y - 3.0), (b, bar_y + 3.0)], INK, 1.0)?;
        }
        canvas.line(&[(x.at(0.0), bar_y - 9.0), (x.at(0.0), bar_y + 9.0)], LOSS, 1.5)?;
        canvas.line(&[(x.at(base), bar_y - 9.0), (x.at(base), bar_y + 9.0)], INK, 1.0)?;
        let ends = format!("{} \u{2192} {}", bar.ends[0], bar.ends[1]);
        let room = right - left - 1.08 * text_width(&ends, SMALL) - 12.0;
        let name = fitting(&bar.name, room);
        let name_ends = left + 1.08 * text_width(&name, TEXT) + 2.0;
        canvas.fill((left - 1.0, words_y - 8.0), (name_ends, words_y + 7.0), PAPER)?;
        canvas.text(&name, (left, words_y), Side::Left, TEXT, INK)?;
        canvas.text(&ends, (right, words_y), Side::Right, SMALL, QUIET)?;
    }
    let title = format!("expected NPV [{}]: pale = lower, dark = upper value", labels.unit());
    canvas.text(&title, (0.5 * WIDTH, bottom + 34.0), Side::Middle, SMALL, QUIET)
}

/// As much of a name as there is room for: of a path its end, because paths differ there; of words
/// their beginning, and as much as fits of what stands in brackets behind them.
fn fitting(name: &str, room: f64) -> String {
    let wide = |text: &str| 1.08 * text_width(text, TEXT) > room;
    if !wide(name) {
        return name.to_owned();
    }
    if name.contains(' ') {
        let close = if name.ends_with(')') { ")" } else { "" };
        let ends = name.char_indices().map(|(at, _)| at).rev();
        let cut = |end: usize| format!("{}\u{2026}{close}", name[..end].trim_end());
        return ends.map(cut).find(|text| !wide(text)).unwrap_or_default();
    }
    let mut rest = name;
    while let Some((at, letter)) = rest.char_indices().next() {
        rest = &rest[at + letter.len_utf8()..];
        let text = format!("\u{2026}{rest}");
        if !wide(&text) {
            return text;
        }
    }
    String::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_too_long_keeps_its_end() {
        assert_eq!(fitting("adoption", 400.0), "adoption");
        let cut = fitting("prices.spares.compressor_kit.emergency_premium", 150.0);
        assert!(cut.starts_with('\u{2026}') && cut.ends_with("premium"), "{cut}");
        let cut = fitting("effectiveness of the technology (Camera behind the washer)", 260.0);
        assert!(cut.starts_with("effectiveness of the"), "{cut}");
        assert!(cut.ends_with("\u{2026})"), "{cut}");
    }
}
