//! What stops the plant: failure modes, and lost hours by root cause.

use super::section;
use crate::document::{Block, Section, Table};
use crate::look;
use crate::number::Scale;
use scenarios::study::result::{ArmResult, LossHours, StudyResult};

/// Rows of the table of lost hours that are shown unfolded.
const SHOWN: usize = 12;

pub(super) fn compose(result: &StudyResult) -> Option<Section> {
    let comparison = look::headline(result)?;
    let before = look::arm(result, &comparison.reference)?;
    let after = look::arm(result, &comparison.investment)?;
    let mut section = section("losses", "What stops the plant", "For the engineer");
    if !before.modes.is_empty() {
        section.blocks.push(Block::Table(modes(before, after)));
    }
    let losses = losses(before, after);
    if !losses.is_empty() {
        let shown = losses.len().min(SHOWN);
        section
            .blocks
            .push(Block::Table(table(&losses[..shown], "Hours lost by root, largest first")));
        if losses.len() > shown {
            let rest = table(&losses[shown..], "Hours lost by root, the rest");
            let words = format!("{} smaller losses", losses.len() - shown);
            section.blocks.push(Block::Table(rest.folded(words)));
        }
    }
    (!section.blocks.is_empty()).then_some(section)
}

fn one(value: f64, error: f64) -> String {
    if value == 0.0 { "0".to_owned() } else { Scale::plain("", 0.0, Some(error)).full(value) }
}

fn modes(before: &ArmResult, after: &ArmResult) -> Table {
    let headings = [
        "Mode",
        "What",
        ">Failures before",
        ">after",
        ">Planned repairs before",
        ">after",
        ">Preventive before",
        ">after",
        ">Hours down before",
        ">after",
    ];
    let mut table = Table::new("Failure modes, mean per year", &headings);
    for mode in &before.modes {
        let other = after.modes.iter().find(|m| m.mode == mode.mode);
        let pair = |of: fn(&scenarios::study::result::ModeCounts) -> f64, error: f64| {
            [one(of(mode), error), other.map_or(String::new(), |m| one(of(m), error))]
        };
        let mut cells = vec![mode.mode.as_str().into(), mode.what.as_str().into()];
        let numbers = [
            pair(|m| m.failures, 0.02),
            pair(|m| m.planned, 0.02),
            pair(|m| m.preventive, 0.2),
            pair(|m| m.down_hours, 0.2),
        ];
        cells.extend(numbers.into_iter().flatten().map(Into::into));
        table.row(cells);
    }
    table.noted("Hours down: from failure to restart, nights and weekends included.")
}

/// A loss before beside the same loss after.
struct Beside<'a> {
    loss: &'a LossHours,
    before: f64,
    after: f64,
}

fn losses<'a>(before: &'a ArmResult, after: &'a ArmResult) -> Vec<Beside<'a>> {
    let same =
        |a: &LossHours, b: &LossHours| a.victim == b.victim && a.root == b.root && a.kind == b.kind;
    let hours = |of: &ArmResult, loss: &LossHours| -> f64 {
        of.losses.iter().filter(|l| same(l, loss)).map(|l| l.hours).sum()
    };
    let mut all: Vec<Beside<'a>> = Vec::new();
    for loss in before.losses.iter().chain(&after.losses) {
        if !all.iter().any(|known| same(known.loss, loss)) {
            all.push(Beside { loss, before: hours(before, loss), after: hours(after, loss) });
        }
    }
    // A stable sort: equal losses keep the order of the plant.
    all.sort_by(|a, b| b.before.max(b.after).total_cmp(&a.before.max(a.after)));
    all
}

fn table(losses: &[Beside<'_>], caption: &str) -> Table {
    let headings = [
        "Root",
        "Cause",
        "Machine that lost the time",
        ">Before [h/year]",
        ">After [h/year]",
        ">Difference",
    ];
    let mut table = Table::new(caption, &headings);
    for beside in losses {
        let difference = beside.after - beside.before;
        let victim = if beside.loss.victim == beside.loss.root {
            "itself"
        } else {
            beside.loss.victim.as_str()
        };
        table.row(vec![
            beside.loss.root.as_str().into(),
            beside.loss.kind.replace('_', " ").into(),
            victim.into(),
            one(beside.before, 0.2).into(),
            one(beside.after, 0.2).into(),
            Scale::plain("", difference.abs(), Some(0.2)).signed(difference).into(),
        ]);
    }
    table.noted(
        "Every lost hour has one root: the machine where the cause lay, not the one that stood.",
    )
}
