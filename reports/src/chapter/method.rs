//! How the numbers came about: enough to repeat them, and to doubt them.

use super::section;
use crate::document::{Block, Note, Section, Table};
use crate::figure;
use crate::flow;
use crate::look;
use crate::null_test;
use crate::number::{Scale, count, half_width, largest};
use scenarios::study::result::{Comparison, LuckUsed, Provenance, Stopped, StudyResult};
use sim_core::special::student_t_quantile;

pub(super) fn compose(result: &StudyResult) -> Option<Section> {
    let provenance = &result.provenance;
    let mut section = section("method", "Method", "For the engineer and the auditor");
    section.blocks.push(Block::Terms(terms(result)));
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
        let unit = provenance.luck.as_ref().map_or(1, |luck| luck.unit.max(1));
        // With missing pairs nobody can see here which of the others belong together.
        let whole = unit == 1 || result.failed_pairs.is_empty();
        if comparison.npv_by_pair.len() as u64 >= 60.max(3 * unit) && whole {
            let law = if unit == 1 { "normal" } else { "Student" };
            section.blocks.push(figure::block(
                "convergence",
                "How the mean settles",
                format!(
                    "Mean net present value of the first pairs, with its 95 % interval ({law})."
                ),
                figure::convergence(&comparison.npv_by_pair, unit as usize, &provenance.currency),
            ));
        }
        if !comparison.deltas.is_empty() {
            section.blocks.push(Block::Table(coupling(comparison, provenance.luck.as_ref())));
        }
    }
    let definitions = definitions(result);
    if !definitions.rows.is_empty() {
        section.blocks.push(Block::Table(definitions));
    }
    Some(section)
}

fn terms(result: &StudyResult) -> Vec<(String, String)> {
    let provenance = &result.provenance;
    let stopped = match provenance.stopped {
        Stopped::Fixed => "the number of pairs was given",
        Stopped::Precise => "the wanted precision was reached",
        Stopped::AtMaximum => "the largest number of pairs was reached before the precision",
        Stopped::Cancelled => "somebody stopped the run",
    };
    let percent = Scale::percent(Some(0.005)).at_most(1);
    let term = |name: &str, text: String| (name.to_owned(), text);
    let mut terms = vec![
        term(
            "Pairs",
            format!(
                "{} futures, each lived through by every arm; {stopped}.",
                count(provenance.pairs)
            ),
        ),
        term("What paired means", provenance.coupling.clone()),
        term("Luck of the pairs", luck(provenance)),
        term(
            "Two kinds of interval",
            "P10 to P90 is the risk: how different the futures are. It does not shrink with more \
             pairs. A 95 % interval is the Monte-Carlo error: how well the simulation knows its own \
             answer. It does."
                .to_owned(),
        ),
        term(
            "Interval methods",
            interval_methods(provenance.luck.as_ref()),
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
    ];
    if let Some(test) = &result.null_test {
        terms.push(term("Null test", null_test::words(test, &provenance.currency)));
    }
    if let Some(used) = &provenance.flow {
        terms.push(term("How material moves", flow::words(used)));
        if used.is_folded() {
            let measured = flow::folding(result.folding_check.as_ref());
            terms.push(term("Folded minor stops", measured));
        }
    }
    terms
}

/// Couples or blocks, for sentences.
fn group(luck: &LuckUsed) -> &'static str {
    match (luck.inner, luck.kind.as_str(), luck.unit) {
        (Some(_), "independent", _) => "draws",
        (None, _, 2) => "couples",
        _ => "blocks",
    }
}

/// How the luck of pairs hangs together, and what it brought.
fn luck(provenance: &Provenance) -> String {
    let Some(luck) = &provenance.luck else {
        return "Independent: every pair has luck of its own.".to_owned();
    };
    let nested = luck.inner.map_or_else(String::new, |inner| {
        format!(
            "Nested: {} pairs with luck of their own share one draw of what is not known. ",
            count(inner)
        )
    });
    let design = match luck.kind.as_str() {
        "independent" => "The draws are independent.",
        "latin hypercube" => {
            "Latin hypercube: in each block what is drawn once a pair is spread evenly over what is \
             thought possible; all arms of a pair still have the same luck."
        }
        "antithetic" => {
            "Antithetic: pairs come in couples of which one has the luck of the other, mirrored \
             draw for draw; all arms of a pair still have the same luck."
        }
        _ => {
            "Stratified: in each block of pairs the first failures of all modes, and what nobody \
             knows, are spread evenly over what can happen; all arms of a pair \
             still have the same luck."
        }
    };
    let brought = match luck.variance_ratio {
        Some(ratio) if ratio > 0.0 => format!(
            "Measured on the mean net present value over {} {}: {ratio:.2} times the variance of \
             independent pairs, so these {} pairs tell as much about the mean as {} independent \
             ones would (the ratio is an estimate itself).",
            count(luck.groups),
            group(luck),
            count(provenance.pairs),
            count((provenance.pairs as f64 / ratio).round() as u64)
        ),
        _ => "What it brought cannot be told from this run.".to_owned(),
    };
    format!("{nested}{design} {brought}")
}

fn interval_methods(luck: Option<&LuckUsed>) -> String {
    match luck {
        None => "Means: Student t. Shares: Wilson. Quantiles: type 7, their intervals from order \
                 statistics, free of any assumption on the shape."
            .to_owned(),
        Some(luck) => format!(
            "Pairs of one group depend on each other, so the {} are the unit: {} of {} pairs. Means: \
             Student t over them. Shares: Wilson with the number of independent pairs that would \
             have the error found. Quantiles: type 7, their intervals after Woodruff, where the \
             error of the share of pairs below is carried over to the values; unlike those of \
             independent pairs they are approximate.",
            group(luck),
            count(luck.groups),
            luck.unit
        ),
    }
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
fn coupling(comparison: &Comparison, luck: Option<&LuckUsed>) -> Table {
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
        let observations = luck.map_or(spread.n, |luck| luck.groups);
        let t = student_t_quantile(0.975, observations.saturating_sub(1).max(1) as f64);
        let error = half_width(spread.mean_ci).map(|h| h / t);
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
