//! Words and ink: what a study found, for three readers (engineer, planner, CFO).
//!
//! [`compose`] turns a result into a [`document::Report`]; the writers in [`mod@write`] turn that, or the
//! result itself, into bytes. Nothing here draws a random number, reads a clock or opens a file.

pub mod baseline;
pub mod cost;
pub mod diary;
pub mod document;
pub mod explain;
pub mod figure;
pub mod headline;
pub mod laboratory;
pub mod number;
pub mod proof;
pub mod review;
pub mod schedule;
pub mod screen;
pub mod sensitivity;
pub mod simulate;
pub mod workbook;
pub mod write;

mod chapter;
mod flow;
mod look;
mod null_test;
mod resting;

use document::{Note, Report};
use scenarios::study::result::{Stopped, StudyResult};

/// The report of a study.
pub fn compose(result: &StudyResult) -> Report {
    let provenance = &result.provenance;
    let hash = provenance.input_hash.as_ref();
    let inputs = hash.map_or(String::new(), |h| format!(" · inputs {}", &h[..h.len().min(16)]));
    Report {
        title: provenance.study.clone(),
        subtitle: format!(
            "{} · {} months from {} · {} pairs of futures",
            provenance.plant,
            provenance.horizon_months,
            provenance.start,
            number::count(provenance.pairs)
        ),
        warnings: warnings(result).into_iter().chain(chapter::project_notes(result)).collect(),
        sections: chapter::CHAPTERS.iter().filter_map(|compose| compose(result)).collect(),
        colophon: format!(
            "gemba {} · seed {}{inputs} · format {}",
            provenance.version, provenance.seed, result.format
        ),
    }
}

/// What must be known before the first number is read.
pub(crate) fn warnings(result: &StudyResult) -> Vec<Note> {
    let provenance = &result.provenance;
    let mut notes = Vec::new();
    if provenance.partial || provenance.stopped == Stopped::Cancelled {
        notes.push(Note::warning(
            "Partial result",
            format!(
                "the run was cut short after {} pairs; every number is valid for those, but less \
                 precise than asked.",
                number::count(provenance.pairs)
            ),
        ));
    }
    if !result.failed_pairs.is_empty() {
        notes.push(Note::warning(
            "Failed pairs",
            format!(
                "{} of {} pairs could not be simulated and are missing in every number.",
                number::count(result.failed_pairs.len() as u64),
                number::count(provenance.pairs_tried)
            ),
        ));
    }
    if let Some(baseline) = &result.baseline {
        notes.push(baseline::statement(baseline));
    }
    if provenance.pairs < 30 {
        notes.push(Note::warning(
            "Few pairs",
            format!("{} pairs are too few for a chance or a quantile.", provenance.pairs),
        ));
    }
    notes
}
