//! Is the plan sound? The cheap alternative and the sanity flags.

use super::{money::capital, pessimistic, section};
use crate::document::{Block, Cell, Note, Section, Table, Tone};
use crate::look;
use crate::number::{Scale, largest, payback, percent};
use scenarios::study::result::{Flag, FlagState, Role, StudyResult};

pub(super) fn compose(result: &StudyResult) -> Option<Section> {
    look::headline(result)?;
    let mut section = section("plan-check", "Is the plan sound?", "For the CFO and the planner");
    let minimum = result.arms.iter().find(|a| a.role == Role::DoMinimum);
    if minimum.is_none() {
        section.blocks.push(Block::Note(Note::information(
            "No cheap alternative",
            "The study has no do-minimum arm: what a cheap fix without technology would bring is \
             not known.",
        )));
    }
    if result.comparisons.len() > 1 {
        section.blocks.push(Block::Table(alternatives(result, minimum.is_some())));
    }
    for flag in look::speaking(result, FlagState::Warning) {
        let label = format!("{} {}", flag.id, capital(&flag.title));
        section.blocks.push(Block::Note(Note::warning(label, &flag.text)));
    }
    for flag in look::speaking(result, FlagState::Information) {
        let label = format!("{} {}", flag.id, capital(&flag.title));
        section.blocks.push(Block::Note(Note::information(label, &flag.text)));
    }
    if !result.flags.is_empty() {
        section.blocks.push(Block::Table(flags(&result.flags)));
    }
    Some(section)
}

fn alternatives(result: &StudyResult, minimum: bool) -> Table {
    // Parts of a bundle stand in its own chapter.
    let rows: Vec<_> = result.comparisons.iter().filter(|c| !look::is_part(result, c)).collect();
    let horizon = result.provenance.horizon_months;
    let Some(scale) = look::headline(result).map(|c| pessimistic::scale(result, c)) else {
        return Table::default();
    };
    let most = largest(rows.iter().map(|c| look::cost(c)));
    let costs = Scale::money(&result.provenance.currency, most, Some(0.005 * most));
    let unit = scale.unit();
    let headings = [
        "Investment".to_owned(),
        "Against".to_owned(),
        format!(">Costs [{}]", costs.unit()),
        format!(">NPV P50 [{unit}]"),
        ">P10 to P90".to_owned(),
        ">NPV > 0".to_owned(),
        ">Payback P50".to_owned(),
    ];
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let mut table = Table::new("Every investment against every reference, base case", &headings);
    for comparison in rows {
        let Some(base) = look::base(comparison) else { continue };
        let npv = &base.npv;
        let tone = if npv.p50 > 0.0 { Tone::Good } else { Tone::Bad };
        let cells = vec![
            look::title_of(result, &comparison.investment).into(),
            look::title_of(result, &comparison.reference).into(),
            costs.bare(look::cost(comparison)).into(),
            Cell::toned(scale.bare(npv.p50), tone),
            scale.range(npv.p10, npv.p90).into(),
            percent(base.npv_positive.value).into(),
            payback(base.payback.p50, horizon).into(),
        ];
        if comparison.headline { table.strong(cells) } else { table.row(cells) }
    }
    if !minimum {
        return table;
    }
    table.noted(
        "An investment is worth its price only where it also beats the cheap alternative: see the \
         row in which it is compared against it.",
    )
}

fn flags(flags: &[Flag]) -> Table {
    let mut table =
        Table::new("Sanity flags", &["Flag", "What it looks for", "State", "What it found", "For"]);
    let mut order: Vec<&Flag> = flags.iter().collect();
    let loud = |state| match state {
        FlagState::Warning => 0,
        FlagState::Information => 1,
        FlagState::NotChecked => 2,
        FlagState::Quiet => 3,
    };
    order.sort_by_key(|f| loud(f.state));
    for flag in order {
        let (word, tone) = match flag.state {
            FlagState::Warning => ("warning", Tone::Bad),
            FlagState::Information => ("information", Tone::Plain),
            FlagState::NotChecked => ("not checked", Tone::Quiet),
            FlagState::Quiet => ("quiet", Tone::Good),
        };
        table.row(vec![
            flag.id.as_str().into(),
            capital(&flag.title).into(),
            Cell::toned(word, tone),
            flag.text.as_str().into(),
            Cell::toned(flag.comparison.as_deref().unwrap_or(""), Tone::Quiet),
        ]);
    }
    let count = |state| flags.iter().filter(|f| f.state == state).count();
    let words = format!(
        "All sanity flags: {} warnings, {} for information, {} not checked, {} quiet",
        count(FlagState::Warning),
        count(FlagState::Information),
        count(FlagState::NotChecked),
        count(FlagState::Quiet)
    );
    table.folded(words)
}
