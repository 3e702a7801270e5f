//! The small face behind which plotters draws: points, lines, boxes and words in points of type,
//! from the upper left corner.

use super::theme::{self, FINE, WIDTH};
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// Why a figure could not be drawn.
#[derive(Debug, thiserror::Error)]
#[error("the figure could not be drawn: {0}")]
pub struct DrawError(String);

type Area<'a> = DrawingArea<SVGBackend<'a>, plotters::coord::Shift>;

/// A sheet of paper.
pub(super) struct Canvas<'a> {
    area: Area<'a>,
}

/// Side of a text on which its anchor lies.
#[derive(Clone, Copy, Debug)]
pub(super) enum Side {
    /// The text begins at the point.
    Left,
    /// The text is centred on the point.
    Middle,
    /// The text ends at the point.
    Right,
}

/// Draws on a sheet of this height and returns the SVG.
pub(super) fn draw(
    height: f64,
    paint: impl FnOnce(&Canvas<'_>) -> Result<(), DrawError>,
) -> Result<String, DrawError> {
    let mut text = String::new();
    {
        let size = ((WIDTH * FINE) as u32, (height * FINE) as u32);
        let area = SVGBackend::with_string(&mut text, size).into_drawing_area();
        let canvas = Canvas { area };
        paint(&canvas)?;
        canvas.area.present().map_err(|e| DrawError(e.to_string()))?;
    }
    Ok(tidy(&text))
}

/// Only the viewBox gives the size, so the drawing scales; lines without breaks inside texts.
fn tidy(svg: &str) -> String {
    let (Some(open), Some(start)) = (svg.find("viewBox"), svg.find(">\n")) else {
        return svg.to_owned();
    };
    let view = svg[open..start].split('"').nth(1).unwrap_or_default();
    let body = svg[start + 1..].replace("\n</text>", "</text>");
    let mut out = String::with_capacity(svg.len());
    out.push_str(&format!("<svg viewBox=\"{view}\" role=\"img\">"));
    let mut in_text = false;
    for line in body.lines() {
        // plotters writes the words of a text on a line of their own.
        if in_text {
            out.push_str(line);
        } else {
            out.push('\n');
            out.push_str(line);
        }
        in_text = line.starts_with("<text");
    }
    out.trim_end().replace(" opacity=\"1\"", "")
}

fn place(x: f64, y: f64) -> (i32, i32) {
    (libm::round(x * FINE) as i32, libm::round(y * FINE) as i32)
}

impl Canvas<'_> {
    /// A line through points.
    pub(super) fn line(
        &self,
        points: &[(f64, f64)],
        colour: RGBColor,
        width: f64,
    ) -> Result<(), DrawError> {
        let points: Vec<_> = points.iter().map(|(x, y)| place(*x, *y)).collect();
        let style = colour.stroke_width(libm::round(width * FINE) as u32);
        self.area.draw(&PathElement::new(points, style)).map_err(|e| DrawError(e.to_string()))
    }

    /// A dashed straight line.
    pub(super) fn dashes(
        &self,
        from: (f64, f64),
        to: (f64, f64),
        colour: RGBColor,
        width: f64,
    ) -> Result<(), DrawError> {
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let length = libm::hypot(dx, dy);
        let mut at = 0.0;
        while at < length {
            let (a, b) = (at / length, (at + 4.0).min(length) / length);
            let ends = [(from.0 + a * dx, from.1 + a * dy), (from.0 + b * dx, from.1 + b * dy)];
            self.line(&ends, colour, width)?;
            at += 7.0;
        }
        Ok(())
    }

    /// A filled box between two corners.
    pub(super) fn fill(
        &self,
        a: (f64, f64),
        b: (f64, f64),
        colour: RGBColor,
    ) -> Result<(), DrawError> {
        let corners = [place(a.0.min(b.0), a.1.min(b.1)), place(a.0.max(b.0), a.1.max(b.1))];
        self.area
            .draw(&Rectangle::new(corners, colour.filled()))
            .map_err(|e| DrawError(e.to_string()))
    }

    /// The outline of a box.
    pub(super) fn outline(
        &self,
        a: (f64, f64),
        b: (f64, f64),
        colour: RGBColor,
    ) -> Result<(), DrawError> {
        self.line(&[a, (b.0, a.1), b, (a.0, b.1), a], colour, 0.75)
    }

    /// A filled shape.
    pub(super) fn shape(&self, points: &[(f64, f64)], colour: RGBColor) -> Result<(), DrawError> {
        let points: Vec<_> = points.iter().map(|(x, y)| place(*x, *y)).collect();
        self.area.draw(&Polygon::new(points, colour.filled())).map_err(|e| DrawError(e.to_string()))
    }

    /// A dot.
    pub(super) fn dot(
        &self,
        at: (f64, f64),
        radius: f64,
        colour: RGBColor,
    ) -> Result<(), DrawError> {
        let radius = libm::round(radius * FINE) as i32;
        self.area
            .draw(&Circle::new(place(at.0, at.1), radius, colour.filled()))
            .map_err(|e| DrawError(e.to_string()))
    }

    /// Words; `at.1` is the middle of their height.
    pub(super) fn text(
        &self,
        words: &str,
        at: (f64, f64),
        side: Side,
        points: f64,
        colour: RGBColor,
    ) -> Result<(), DrawError> {
        self.words(words, at, side, points, colour, false)
    }

    /// Words in bold.
    pub(super) fn bold(
        &self,
        words: &str,
        at: (f64, f64),
        side: Side,
        points: f64,
        colour: RGBColor,
    ) -> Result<(), DrawError> {
        self.words(words, at, side, points, colour, true)
    }

    fn words(
        &self,
        words: &str,
        at: (f64, f64),
        side: Side,
        points: f64,
        colour: RGBColor,
        bold: bool,
    ) -> Result<(), DrawError> {
        let h = match side {
            Side::Left => HPos::Left,
            Side::Middle => HPos::Center,
            Side::Right => HPos::Right,
        };
        // Baseline by hand: browsers disagree about `ex`.
        let style = theme::font(points, bold).color(&colour).pos(Pos::new(h, VPos::Center));
        let at = place(at.0, at.1);
        self.area.draw_text(words, &style, at).map_err(|e| DrawError(e.to_string()))
    }
}
