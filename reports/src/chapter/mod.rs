//! Chapters: what to say. A new one is a file here and a line in [`CHAPTERS`]; every writer prints
//! it at once.

mod assumptions;
mod attacks;
mod baseline;
mod benchmarks;
mod beside;
mod bundle;
mod channels;
mod closed_form;
mod decides;
mod effects;
mod events;
mod evidence;
mod footprint;
mod investment_case;
mod learning;
mod losses;
mod method;
mod money;
mod paths;
mod pessimistic;
mod physics;
mod plan_check;
mod programme;
mod project;
mod tracking;
mod unknowns;

pub(crate) use decides::{input_blocks, races, value_words};
pub(crate) use pessimistic::{compose as pessimistic_chapter, scale as pessimistic_scale};
pub(crate) use project::{approval as approval_words, notes as project_notes};

use crate::document::Section;
use scenarios::study::result::{Benchmark, StudyResult};

/// In a word where a simulated value lies beside its benchmark.
pub(crate) fn benchmark_lies(one: &Benchmark) -> &'static str {
    benchmarks::lies(one).0
}

/// Writes one chapter; none where the result has nothing for it.
type Chapter = fn(&StudyResult) -> Option<Section>;

/// The chapters in reading order: for the CFO, for the planner, for the engineer, for the auditor.
pub(crate) const CHAPTERS: &[Chapter] = &[
    investment_case::compose,
    project::compose,
    baseline::compose,
    tracking::compose,
    pessimistic::compose,
    bundle::compose,
    programme::compose,
    effects::compose,
    decides::compose,
    channels::compose,
    money::compose,
    events::compose,
    attacks::compose,
    closed_form::compose,
    benchmarks::compose,
    beside::compose,
    plan_check::compose,
    unknowns::compose,
    paths::compose,
    evidence::compose,
    physics::compose,
    footprint::compose,
    losses::compose,
    assumptions::compose,
    method::compose,
];

/// A chapter with its anchor, heading and reader.
fn section(id: &str, title: &str, reader: &str) -> Section {
    Section {
        id: id.to_owned(),
        title: title.to_owned(),
        reader: reader.to_owned(),
        blocks: Vec::new(),
    }
}
