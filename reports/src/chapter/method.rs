//! How the numbers came about: enough to repeat them, and to doubt them.

use super::section;
use crate::document::{Block, Note, Section, Table};
use crate::figure;
use crate::look;
use crate::number::{Scale, count, half_width, largest};
use scenarios::study::result::{Comparison, Provenance, Stopped, StudyResult};

pub(super) fn compose(result: &StudyResult) -> Option<Section> {
    let provenance = &result.provenance;
    let mut section = section("method", "Method", "For the engineer and the auditor");
    section.blocks.push(Block::Terms(terms(provenance)));
    if !result.failed_pairs.is_empty() {
        section.blocks.push(Block::Note(Note::warning(
            "Failed pairs",
            format!(
                "{} of {} pairs could not be simulated and are missing in every number.",
                count(result.failed_pairs.len() as u64),
                count(provenance.pairs_tried)
            ),
        )));
        section.blocks.push(Block::Table(failed(result)));
    }
    if !provenance.precision.is_empty() {
        section.blocks.push(Block::Table(precision(provenance)));
    }
    if let Some(comparison) = look::headline(result) {
        if comparison.npv_by_pair.len() >= 60 {
            section.blocks.push(figure::block(
                "convergence",
                "How the mean settles",
                "Mean net present value of the first pairs, with its 95 % interval (normal).",
                figure::convergence(&comparison.npv_by_pair, &provenance.currency),
            ));
        }
        if !comparison.deltas.is_empty() {
            section.blocks.push(Block::Table(coupling(comparison)));
        }
    }
    let definitions = definitions(result);
    if !definitions.rows.is_empty() {
        section.blocks.push(Block::Table(definitions));
    }
    Some(section)
}

fn terms(provenance: &Provenance) -> Vec<(String, String)> {
    let stopped = match provenance.stopped {
        Stopped::Fixed => "the number of pairs was given",
        Stopped::Precise => "the wanted precision was reached",
        Stopped::AtMaximum => "the largest number of pairs was reached before the precision",
        Stopped::Cancelled => "somebody stopped the run",
    };
    let percent = Scale::percent(Some(0.005)).at_most(1);
    let term = |name: &str, text: String| (name.to_owned(), text);
    vec![
        term(
            "Pairs",
            format!(
                "{} futures, each lived through by every arm; {stopped}.",
                count(provenance.pairs)
            ),
        ),
        term("What paired means", provenance.coupling.clone()),
        term(
            "Two kinds of interval",
            "P10 to P90 is the risk: how different the futures are. It does not shrink with more \
             pairs. A 95 % interval is the Monte-Carlo error: how well the simulation knows its own \
             answer. It does."
                .to_owned(),
        ),
        term(
            "Interval methods",
            "Means: Student t. Shares: Wilson. Quantiles: type 7, their intervals from order \
             statistics, free of any assumption on the shape."
                .to_owned(),
        ),
        term(
            "Payback",
            "From the contract, after tax: the last month after which the cumulative cash stays \
             above zero, linear within the month. Pairs not paid back count as never, not as a \
             large number; so quantiles exist where means do not."
                .to_owned(),
        ),
        term(
            "Money",
            format!(
                "{}, nominal, discounted at {} a year, taxed at {}.",
                provenance.currency,
                percent.full(provenance.wacc),
                percent.full(provenance.tax)
            ),
        ),
        term(
            "Seed",
            format!(
                "{}: the same files, version and seed give the same bytes on every machine.",
                provenance.seed
            ),
        ),
    ]
}

fn failed(result: &StudyResult) -> Table {
    let mut table = Table::new("Failed pairs", &[">Pair", ">Seed", "Arm", "Why"]);
    for pair in &result.failed_pairs {
        table.row(vec![
            count(pair.pair).into(),
            pair.seed.to_string().into(),
            pair.arm.as_str().into(),
            pair.reason.as_str().into(),
        ]);
    }
    table
}

fn precision(provenance: &Provenance) -> Table {
    let headings = ["Criterion", "Unit", ">Half-width wanted", ">Half-width reached", "Met"];
    let mut table = Table::new("Precision", &headings);
    for one in &provenance.precision {
        let most = one.wanted.abs();
        let scale = match one.unit.as_str() {
            "share" => Scale::percent(Some(0.05 * most)),
            "money" => Scale::money(&provenance.currency, most, Some(0.05 * most)),
            _ => Scale::plain("", most, Some(0.05 * most)),
        };
        let reached = one.half_width.map_or("too few pairs".to_owned(), |h| scale.full(h));
        let unit = match one.unit.as_str() {
            "share" | "money" => "",
            unit => unit,
        };
        let met = if one.met { "yes" } else { "no" };
        table.row(vec![
            one.name.as_str().into(),
            unit.into(),
            scale.full(one.wanted).into(),
            reached.into(),
            met.into(),
        ]);
    }
    table
}

/// What the common luck is worth, indicator by indicator.
fn coupling(comparison: &Comparison) -> Table {
    let headings = [
        "Indicator",
        "Unit",
        ">Pairs",
        ">Without it",
        ">Standard error of the difference",
        ">Correlation of the arms",
        ">Runs saved by the common luck",
    ];
    let mut table = Table::new("Monte-Carlo diagnostics", &headings);
    for delta in &comparison.deltas {
        let Some(spread) = &delta.spread else { continue };
        let error = half_width(spread.mean_ci).map(|h| h / 1.96);
        let factor = if delta.unit == "share" { 100.0 } else { 1.0 };
        let unit = if delta.unit == "share" { "points" } else { delta.unit.as_str() };
        let error = error.map_or(String::new(), |e| {
            Scale::plain("", largest([factor * e]), Some(factor * e)).full(factor * e)
        });
        let number = |value: Option<f64>, decimals: usize| {
            value.filter(|v| v.is_finite()).map_or(String::new(), |v| format!("{v:.decimals$}"))
        };
        table.row(vec![
            delta.name.as_str().into(),
            unit.into(),
            count(spread.n).into(),
            count(spread.not_observed).into(),
            error.into(),
            number(delta.correlation, 2).replace('-', "\u{2212}").into(),
            number(delta.variance_reduction, 1).into(),
        ]);
    }
    table
        .noted(
            "Runs saved: variance of the difference if the two arms had independent luck, divided by \
             the variance found; 4 means that independent runs would need four times as many.",
        )
        .folded("Monte-Carlo diagnostics: errors, correlations, variance reduction")
}

fn definitions(result: &StudyResult) -> Table {
    let mut table = Table::new("Definitions", &["Indicator", "Unit", "Definition"]);
    if let Some(arm) = result.arms.first() {
        for one in &arm.indicators {
            table.row(vec![
                one.name.as_str().into(),
                one.unit.as_str().into(),
                one.definition.as_str().into(),
            ]);
        }
    }
    table.folded("Definitions of all indicators")
}
