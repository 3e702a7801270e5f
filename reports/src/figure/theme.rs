//! Colours, type and sizes. Readable in grey and without colour vision: the colours of Okabe and Ito
//! differ in lightness too, and nothing is told by colour alone.

use plotters::style::{FontDesc, FontFamily, FontStyle, RGBColor, register_font};
use std::sync::OnceLock;

/// Units of the drawing per point of type: coordinates are whole numbers, so lines would step
/// without it.
pub(super) const FINE: f64 = 8.0;
/// Width of every figure in points: on a phone one point is about 0.8 of a CSS pixel.
pub(super) const WIDTH: f64 = 460.0;
/// Size of most text in points.
pub(super) const TEXT: f64 = 13.0;
/// Size of text of less weight.
pub(super) const SMALL: f64 = 11.5;

/// Text, axes.
pub(super) const INK: RGBColor = RGBColor(0x1d, 0x27, 0x33);
/// Text of less weight.
pub(super) const QUIET: RGBColor = RGBColor(0x55, 0x62, 0x70);
/// Lines of the grid.
pub(super) const GRID: RGBColor = RGBColor(0xdf, 0xe4, 0xe9);
/// The investment, the median.
pub(super) const MAIN: RGBColor = RGBColor(0x00, 0x5b, 0x96);
/// A band around it.
pub(super) const BAND: RGBColor = RGBColor(0xb5, 0xd4, 0xe9);
/// Losses, the wrong side of zero.
pub(super) const LOSS: RGBColor = RGBColor(0xc8, 0x4f, 0x0a);
/// A pale loss.
pub(super) const LOSS_PALE: RGBColor = RGBColor(0xf2, 0xc0, 0x94);
/// What is promised elsewhere.
pub(super) const PROMISED: RGBColor = RGBColor(0xf1, 0xec, 0xdf);
/// Paper.
pub(super) const PAPER: RGBColor = RGBColor(0xff, 0xff, 0xff);

const FAMILY: &str = "sans-serif";
/// Latin, Greek, Cyrillic, arrows: `pyftsubset DejaVuSans.ttf --no-hinting --unicodes=...` of version
/// 2.37; its licence stands beside it.
static FONT: &[u8] = include_bytes!("../../assets/DejaVuSans.ttf");
static READY: OnceLock<bool> = OnceLock::new();

/// Text is measured with our own copy of DejaVu Sans (wider than what browsers have), so that no
/// result depends on the fonts of a machine.
fn ready() -> bool {
    *READY.get_or_init(|| register_font(FAMILY, FontStyle::Normal, FONT).is_ok())
}

/// The type of figures, in units of the drawing.
pub(super) fn font(points: f64, bold: bool) -> FontDesc<'static> {
    ready();
    let style = if bold { FontStyle::Bold } else { FontStyle::Normal };
    // plotters divides by 1.24 to come from the height of a line to the size of the type.
    FontDesc::new(FontFamily::SansSerif, points * FINE * 1.24, style)
}

/// Width of a text in points.
pub(super) fn text_width(text: &str, points: f64) -> f64 {
    let measured = font(points, false).box_size(text).map(|(width, _)| f64::from(width) / FINE);
    // 1.24 / 1.164: the font measures from its own line height.
    measured.map_or(0.62 * points * text.chars().count() as f64, |width| width / 1.065)
}
