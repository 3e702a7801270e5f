//! Figures: plotters behind one small face. Every one is an `svg` element that scales to the width
//! it gets, drawn in the same type on the same paper.

mod axis;
mod band_chart;
mod canvas;
mod cash_fan;
mod convergence;
mod curve;
mod distribution;
mod exceedance;
mod heat_map;
mod on_time;
mod payback_curve;
mod pessimistic;
mod ranking;
mod ribbon;
mod state_bars;
mod theme;
mod tornado;
mod waterfall;

pub(crate) use band_chart::band_chart;
pub use canvas::DrawError;
pub(crate) use cash_fan::cash_fan;
pub(crate) use convergence::convergence;
pub(crate) use curve::curve;
pub(crate) use distribution::npv_distribution;
pub(crate) use exceedance::exceedance;
pub(crate) use heat_map::heat_map;
pub(crate) use on_time::{Compared, on_time};
pub(crate) use payback_curve::payback_curve;
pub(crate) use pessimistic::pessimistic;
pub(crate) use ranking::ranking;
pub(crate) use ribbon::{Ribbon, Span, Stretches, minutes, ribbons};
pub(crate) use state_bars::{GROUPS, group_of, state_bars};
pub(crate) use tornado::{TornadoBar, tornado};
pub(crate) use waterfall::waterfall;

use crate::document::{Block, Figure, Note};

/// A drawing as a block; what could not be drawn says so in its place.
pub(crate) fn block(
    id: impl Into<String>,
    title: impl Into<String>,
    description: impl Into<String>,
    svg: Result<String, DrawError>,
) -> Block {
    match svg {
        Ok(svg) => Block::Figure(Figure {
            id: id.into(),
            title: title.into(),
            description: description.into(),
            svg,
        }),
        Err(error) => Block::Note(Note::warning(title, error.to_string())),
    }
}
