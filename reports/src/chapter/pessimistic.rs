//! The table every CFO asks for: over budget, slow adoption, 60 % of the gains, and all of them.

use super::section;
use crate::document::{Block, Cell, Note, Section, Table, Tone};
use crate::figure;
use crate::look;
use crate::number::{Scale, count, half_width, largest, money_of, payback_cell, percent, share};
use scenarios::study::result::{Comparison, Judgement, Standing, StudyResult};

pub(crate) fn compose(result: &StudyResult) -> Option<Section> {
    let comparison = look::headline(result).filter(|c| c.rows.len() > 1)?;
    let mut section = section("pessimistic", "If things go worse than planned", "For the CFO");
    section.blocks.push(Block::Paragraph(
        "Every combination of three disappointments: all costs 20 % over budget, adoption twice as \
         slow (simulated again), and only 60 % of every hard benefit."
            .to_owned(),
    ));
    if let Some(found) = &comparison.judgement {
        section.blocks.push(Block::Note(verdict_note(found)));
    }
    section.blocks.push(Block::Table(table(result, comparison)));
    let medians: Vec<String> = {
        let scale = scale(result, comparison);
        let row = |r: &scenarios::study::result::ScenarioRow| {
            format!("{} {}", look::row_title(r), scale.full(r.metrics.npv.p50))
        };
        comparison.rows.iter().map(row).collect()
    };
    section.blocks.push(figure::block(
        "pessimistic-figure",
        "How far each disappointment moves it",
        format!("Median net present value: {}.", medians.join("; ")),
        figure::pessimistic(&comparison.rows, &scale(result, comparison)),
    ));
    for other in result.comparisons.iter().filter(|c| c.id != comparison.id && c.rows.len() > 1) {
        let name = format!(
            "{} against {}",
            look::title_of(result, &other.investment),
            look::title_of(result, &other.reference)
        );
        let mut table = table(result, other);
        table.caption = name.clone();
        section.blocks.push(Block::Table(table.folded(format!("The same table: {name}"))));
    }
    if !result.stresses.is_empty() {
        section.blocks.push(Block::Table(stresses(result)));
    }
    Some(section)
}

/// Stresses that the study asks for beside the eight rows.
fn stresses(result: &StudyResult) -> Table {
    let horizon = result.provenance.horizon_months;
    let headings = [
        "Further stress",
        ">NPV P10",
        ">P50",
        ">P90",
        ">NPV > 0",
        ">Payback P50 [months]",
        ">Change of the NPV, mean",
        ">95 % interval",
    ];
    let mut table = Table::new("Further stresses: in no headline, no verdict", &headings);
    for stress in &result.stresses {
        let scale = money_of(&result.provenance.currency, &stress.npv);
        let ci = stress.change.mean_ci.map_or(String::new(), |ci| scale.range(ci.low, ci.high));
        table.row(vec![
            stress.title.as_str().into(),
            scale.full(stress.npv.p10).into(),
            scale.full(stress.npv.p50).into(),
            scale.full(stress.npv.p90).into(),
            share(&stress.npv_positive).into(),
            payback_cell(stress.payback.p50, horizon).into(),
            scale.signed(stress.change.mean).into(),
            ci.into(),
        ]);
    }
    let pairs = result.stresses.iter().map(|s| s.pairs).max().unwrap_or(0);
    table.noted(format!(
        "Everything is bought and paid as planned; what it does in the plant begins later. The first {} pairs \
         simulated again under the same luck.",
        count(pairs)
    ))
}

/// The verdict in its one sentence.
pub(super) fn verdict_note(found: &Judgement) -> Note {
    let tone = match found.standing {
        Standing::Robust => Tone::Good,
        Standing::Nothing => Tone::Plain,
        Standing::Fragile | Standing::Fails => Tone::Bad,
    };
    Note { label: "Verdict".to_owned(), text: found.sentence.clone(), tone }
}

/// The scale of the headline for the whole table.
pub(crate) fn scale(result: &StudyResult, comparison: &Comparison) -> Scale {
    let npvs = || comparison.rows.iter().map(|r| &r.metrics.npv);
    let error = npvs().find_map(|s| half_width(s.p50_ci.or(s.mean_ci)));
    let most = largest(npvs().take(1).flat_map(|s| [s.p10, s.p50, s.p90]));
    Scale::money(&result.provenance.currency, most, error)
}

fn table(result: &StudyResult, comparison: &Comparison) -> Table {
    let horizon = result.provenance.horizon_months;
    let scale = scale(result, comparison);
    let unit = scale.unit();
    let headings = [
        "Scenario".to_owned(),
        format!(">NPV P10 [{unit}]"),
        format!(">P50 [{unit}]"),
        format!(">P90 [{unit}]"),
        ">NPV > 0".to_owned(),
        ">ROI P50".to_owned(),
        ">Payback P50 [months]".to_owned(),
        format!(">Never in {horizon} months"),
    ];
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let mut table = Table::new("The pessimistic table", &headings);
    for row in &comparison.rows {
        let metrics = &row.metrics;
        let tone = if metrics.npv.p50 > 0.0 { Tone::Good } else { Tone::Bad };
        let roi = metrics.roi_total.as_ref().map_or(String::new(), |roi| {
            Scale::percent(half_width(roi.p50_ci)).at_most(0).full(roi.p50)
        });
        let cells = vec![
            look::row_title(row).into(),
            scale.bare(metrics.npv.p10).into(),
            Cell::toned(scale.bare(metrics.npv.p50), tone),
            scale.bare(metrics.npv.p90).into(),
            percent(metrics.npv_positive.value).into(),
            roi.into(),
            payback_cell(metrics.payback.p50, horizon).into(),
            percent(metrics.payback.never.value).into(),
        ];
        let all = row.over_budget && row.slow_adoption && row.gains_60;
        if row.id == "base" || all { table.strong(cells) } else { table.row(cells) }
    }
    table.noted(
        "ROI: (benefits \u{2212} costs) / costs over the horizon, undiscounted, before tax. \
         All rows use the same pairs, so differences between rows are not luck.",
    )
}
