//! What we do not know: the list of unknowns, and luck and ignorance told apart.

use super::section;
use crate::document::{Block, Note, Section, Table, Tone};
use crate::look;
use crate::null_test;
use crate::number::{Scale, count, half_width, largest, percent, share};
use scenarios::study::result::{
    Acts, Apart, Comparison, Decision, DrawnAs, Ignorance, StudyResult, Unknown,
};

pub(super) fn compose(result: &StudyResult) -> Option<Section> {
    let unknowns = &result.unknowns;
    if unknowns.is_empty() {
        return None;
    }
    let mut section = section("unknowns", "What we do not know", "For the CFO and the auditor");
    section.blocks.push(Block::Paragraph(
        "Luck is what differs between two futures of the same plant: when something breaks, how long \
         the repair takes. Nobody can take it away by knowing more. Ignorance is what is the same in \
         all futures and still unknown: better data take it away before the decision. Each unknown \
         is drawn once a pair and is the same in all arms."
            .to_owned(),
    ));
    section.blocks.push(Block::Table(list(&unknowns.items)));
    match (&result.ignorance, unknowns.drawn) {
        (Some(ignorance), _) => apart(result, ignorance, &mut section.blocks),
        (None, DrawnAs::Fixed) => section.blocks.push(Block::Note(Note::warning(
            "Unknowns at their medians",
            "In this run every unknown has its median, and what is less likely than not does not \
             happen: the distributions show luck alone. They say nothing of how sure the case is.",
        ))),
        (None, _) => section.blocks.push(Block::Paragraph(mixed(result))),
    }
    if let Some(test) = result.null_test.as_ref().filter(|test| test.only_the_decision()) {
        section.blocks.push(Block::Note(Note::warning(
            "Probabilities of single pairs",
            null_test::warning(test, result.ignorance.is_some()),
        )));
    }
    Some(section)
}

fn list(items: &[Unknown]) -> Table {
    let headings =
        ["Unknown", "Acts on", "Law", ">P10", ">P50", ">P90", "Unit", "Knowledge", "Owner"];
    let mut table = Table::new("What is not known, and who answers for it", &headings);
    for item in items {
        let most = largest([item.p10, item.p90, item.p50]);
        let unit = if item.unit == "share" { "share" } else { "" };
        let step = if item.unit == "share" { 0.01 } else { 0.002 * most };
        let scale = Scale::of_unit(unit, most, Some(step));
        let acts = match item.acts {
            Acts::Physics => "plant",
            Acts::Money => "money",
            Acts::Both => "plant and money",
        };
        let unit = if item.unit == "share" { "" } else { item.unit.as_str() };
        let words = |text: &Option<String>| text.clone().unwrap_or_else(|| "not said".to_owned());
        table.row(vec![
            item.title.as_str().into(),
            acts.into(),
            item.law.as_str().into(),
            scale.full(item.p10).into(),
            scale.full(item.p50).into(),
            scale.full(item.p90).into(),
            unit.into(),
            words(&item.kind).into(),
            words(&item.owner).into(),
        ]);
    }
    table
}

/// What a run with luck and unknowns mixed can say.
fn mixed(result: &StudyResult) -> String {
    let why = "In this run every pair has luck and unknowns of its own, so its distribution holds \
               both, and the share of pairs with a positive net present value is not the probability \
               that the project is good.";
    let known = result.decides.as_ref().map_or_else(String::new, |decides| {
        let found = &decides.formula;
        format!(
            " A formula of the unknowns foretells {} of the variance (standard error {}): so much, \
             at least, is ignorance.",
            percent(found.foretold.max(0.0)),
            percent(found.foretold_error)
        )
    });
    format!(
        "{why}{known} The distribution for a decision, with luck averaged out, needs a nested run: \
         uncertainty = {{ nested = {{ outer = 200, inner = 20 }} }} in [study]."
    )
}

fn apart(result: &StudyResult, ignorance: &Ignorance, blocks: &mut Vec<Block>) {
    let of = |apart: &Apart| result.comparisons.iter().find(|c| c.id == apart.comparison);
    let all: Vec<(&Apart, &Comparison)> =
        ignorance.comparisons.iter().filter_map(|a| Some((a, of(a)?))).collect();
    let most = largest(all.iter().map(|(a, _)| a.total_sd));
    let scale = Scale::money(&result.provenance.currency, most, Some(0.01 * most));
    let unit = scale.unit();
    let headings = [
        "Comparison".to_owned(),
        format!(">Luck [{unit}]"),
        format!(">Ignorance [{unit}]"),
        format!(">Both [{unit}]"),
        ">Reducible by better data".to_owned(),
        ">95 % interval".to_owned(),
    ];
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let mut table = Table::new("Luck and ignorance: standard deviations of the NPV", &headings);
    for (apart, comparison) in &all {
        let ci = apart.reducible_ci;
        let ignorance = apart.ignorance_sd.map(|sd| scale.bare(sd));
        table.row(vec![
            versus(result, comparison).into(),
            scale.bare(apart.luck_sd).into(),
            ignorance.unwrap_or_else(|| "not told from 0".to_owned()).into(),
            scale.bare(apart.total_sd).into(),
            percent(apart.reducible).into(),
            ci.map_or_else(String::new, |ci| {
                format!("{} to {}", percent(ci.low), percent(ci.high))
            })
            .into(),
        ]);
    }
    blocks.push(Block::Table(table.noted(format!(
        "{} draws of the unknowns, {} pairs with each. Reducible is the share of the variance that \
         is ignorance (unbiased estimate; interval by jackknife over the draws).",
        count(ignorance.outer),
        count(ignorance.inner)
    ))));
    for (apart, comparison) in all {
        if let (Some(decision), Some(base)) = (&apart.decision, look::base(comparison)) {
            let table = side_by_side(result, (apart, comparison), decision, base);
            blocks.push(Block::Table(table));
        }
    }
}

fn versus(result: &StudyResult, comparison: &Comparison) -> String {
    let title = |name| look::title_of(result, name);
    format!("{} against {}", title(&comparison.investment), title(&comparison.reference))
}

/// Both distributions, each with what it means.
fn side_by_side(
    result: &StudyResult,
    (apart, comparison): (&Apart, &Comparison),
    decision: &Decision,
    base: &scenarios::study::result::Metrics,
) -> Table {
    let most = largest([base.npv.p10, base.npv.p90, decision.npv.p10, decision.npv.p90]);
    let scale = Scale::money(&result.provenance.currency, most, half_width(base.npv.mean_ci));
    let unit = scale.unit();
    let headings = [
        "Distribution".to_owned(),
        format!(">P10 [{unit}]"),
        format!(">P50 [{unit}]"),
        format!(">P90 [{unit}]"),
        ">Positive".to_owned(),
        "What it means".to_owned(),
    ];
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let caption = format!("{}: two distributions of the NPV", versus(result, comparison));
    let mut table = Table::new(caption, &headings);
    let (world, mean) = (&base.npv, &decision.npv);
    table.row(vec![
        "Same world, pair by pair".into(),
        scale.bare(world.p10).into(),
        scale.bare(world.p50).into(),
        scale.bare(world.p90).into(),
        share(&base.npv_positive).into(),
        "What we could experience against the road not taken: luck, diverging courses and \
         ignorance together. For risk: P10, payback, liquidity."
            .into(),
    ]);
    let tone = if decision.positive.value >= 0.5 { Tone::Good } else { Tone::Bad };
    table.strong(vec![
        "Decision: expected NPV".into(),
        scale.bare(mean.p10).into(),
        scale.bare(mean.p50).into(),
        scale.bare(mean.p90).into(),
        crate::document::Cell::toned(share(&decision.positive), tone),
        "How sure we are that the project is good: luck averaged out, ignorance left. For the \
         capital committee."
            .into(),
    ]);
    table.noted(format!(
        "The expected NPVs are means of pairs; of their variance {} is luck that the number of pairs \
         has left, and they are drawn together by as much.{}",
        percent(apart.luck_in_means),
        if apart.luck_in_means > 0.5 {
            " That is more than half: take more pairs with each draw (inner) before relying on the \
             probability."
        } else {
            ""
        }
    ))
}
