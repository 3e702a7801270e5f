//! A whole study to start from: the block of an investment on the plant and the prices of an example.

use super::Entry;
use crate::study::read::sections::STUDY_FILE;

/// A study file of this investment alone, with the prices and the terms of the example study `example`
/// and the plant file `plant` (its path in the study file).
pub fn complete(entry: &Entry, example: &str, plant: &str) -> String {
    let scorecard = match STUDY_FILE.field("scorecard") {
        Some(_) => format!("\n{}", entry.scorecard),
        None => String::new(),
    };
    format!(
        "# {}: {}\n#\n# Made by `gemba init --investment {}`. Prices and terms are those of an example: replace them,\n\
         # and everything that says `replace me`, by what you know of your plant.\n\n\
         [study]\nname = \"{}\"\nplant = \"{plant}\"\nhorizon = \"60 months\"\nseed = 1\npairs = 200\n\n{}\n{}{scorecard}",
        entry.title,
        entry.question,
        entry.key,
        entry.title,
        money(example),
        entry.study,
    )
}

/// From `[prices]` up to the claims and the sources of the example.
fn money(example: &str) -> String {
    let heading = |line: &str, name: &str| line.trim_start().starts_with(name);
    let lines = example.lines().skip_while(|line| !heading(line, "[prices]"));
    let lines =
        lines.take_while(|line| !heading(line, "[[claims]]") && !heading(line, "[provenance]"));
    lines.map(|line| format!("{line}\n")).collect()
}
