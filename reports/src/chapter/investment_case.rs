//! The first page: does it pay, when, how surely, and on what does it hang.

use super::pessimistic::verdict_note;
use super::section;
use crate::document::{Block, Fact, Section, Table, Tone};
use crate::figure::{self, npv_distribution, payback_curve};
use crate::headline::headline;
use crate::look;
use crate::number::{
    self, Scale, half_width, largest, money_of, payback, payback_cell, percent, rate,
};
use scenarios::catalogue::{FIRST_AVOIDED, PLATFORM};
use scenarios::study::result::{Comparison, Metrics, PaybackTime, Standing, StudyResult};

pub(super) fn compose(result: &StudyResult) -> Option<Section> {
    let comparison = look::headline(result)?;
    let base = look::base(comparison)?;
    let answers = headline(result)?;
    let mut section = section("case", "The investment case", "For the CFO");
    section.blocks.push(Block::Lead(answers.sentence));
    section.blocks.push(Block::Facts(facts(result, comparison, base)));
    let questions = [
        ("The worst event?", answers.worst),
        ("Does it pay?", Some(answers.pays)),
        ("When?", Some(answers.when)),
        ("How surely?", Some(answers.surely)),
        ("What does it hang on?", Some(answers.hangs_on)),
    ];
    let questions = questions.into_iter().filter_map(|(name, text)| Some((name.to_owned(), text?)));
    section.blocks.push(Block::Terms(questions.collect()));
    if let Some(found) = &comparison.judgement {
        section.blocks.push(Block::Note(verdict_note(found)));
    }
    section.blocks.push(distribution(result, comparison, base));
    section.blocks.push(curve(result, comparison, base));
    section.blocks.push(Block::Table(metrics(result, base)));
    Some(section)
}

fn facts(result: &StudyResult, comparison: &Comparison, base: &Metrics) -> Vec<Fact> {
    let horizon = result.provenance.horizon_months;
    let scale = money_of(&result.provenance.currency, &base.npv);
    let percent = Scale::percent(None);
    let tone = |good: bool| if good { Tone::Good } else { Tone::Bad };
    let fact = |label: &str, value: String, detail: String, tone| Fact {
        label: label.to_owned(),
        value,
        detail,
        tone,
    };
    let mut facts = vec![
        fact(
            "Net present value, median",
            scale.full(base.npv.p50),
            format!("P10 to P90: {}", scale.range(base.npv.p10, base.npv.p90)),
            tone(base.npv.p50 > 0.0),
        ),
        fact(
            "Chance that it pays",
            number::percent(base.npv_positive.value),
            format!(
                "of pairs have an NPV above 0 (95 % interval {})",
                percent.range(base.npv_positive.ci.low, base.npv_positive.ci.high)
            ),
            tone(base.npv_positive.value > 0.5),
        ),
        fact(
            "Payback, median",
            payback(base.payback.p50, horizon),
            format!("never within {horizon} months: {}", number::percent(base.payback.never.value)),
            tone(matches!(base.payback.p50, PaybackTime::Within(_))),
        ),
    ];
    if let Some(found) = &comparison.judgement {
        let (value, good) = match found.standing {
            Standing::Robust => ("Robust", Tone::Good),
            Standing::Fragile => ("Fragile", Tone::Bad),
            Standing::Fails => ("Fails", Tone::Bad),
            Standing::Nothing => ("No verdict", Tone::Plain),
        };
        let all = &found.combined;
        let detail = format!(
            "{} of pairs have an NPV above 0 with everything pessimistic (95 % interval {})",
            number::percent(all.value),
            percent.range(all.ci.low, all.ci.high)
        );
        facts.push(fact("Under pessimistic assumptions", value.to_owned(), detail, good));
    }
    facts
}

fn distribution(result: &StudyResult, comparison: &Comparison, base: &Metrics) -> Block {
    let currency = &result.provenance.currency;
    let scale = money_of(currency, &base.npv);
    let description = format!(
        "Histogram of the net present value of {} pairs: P10 {}, median {}, P90 {}; {} of the pairs \
         are above zero.",
        base.npv.n,
        scale.full(base.npv.p10),
        scale.full(base.npv.p50),
        scale.full(base.npv.p90),
        percent(base.npv_positive.value),
    );
    let svg = npv_distribution(&comparison.npv_by_pair, &base.npv, currency);
    figure::block("npv-distribution", "What the investment is worth", description, svg)
}

fn curve(result: &StudyResult, comparison: &Comparison, base: &Metrics) -> Block {
    let horizon = result.provenance.horizon_months;
    let never = base.payback.never.value;
    let within: Vec<String> = base
        .payback
        .within
        .iter()
        .map(|w| format!("{} by month {}", percent(w.share.value), w.months))
        .collect();
    let description = format!(
        "Share of pairs paid back: {}; {} never within {horizon} months. Promised elsewhere, and no \
         input here: {} to {} months for prediction on critical equipment, {} to {} months for a whole \
         platform.",
        within.join(", "),
        percent(never),
        FIRST_AVOIDED.from,
        FIRST_AVOIDED.to,
        PLATFORM.from,
        PLATFORM.to,
    );
    let svg = payback_curve(&comparison.payback_curve, base.payback.p50, never, horizon);
    figure::block("payback-curve", "When the money is back", description, svg)
}

/// Every measure of the base case.
fn metrics(result: &StudyResult, base: &Metrics) -> Table {
    let currency = &result.provenance.currency;
    let horizon = result.provenance.horizon_months;
    let mut table =
        Table::new("All measures, base case", &["Measure", ">P10", ">P50", ">P90", ">Mean"]);
    let npv = &base.npv;
    let scale = money_of(currency, npv);
    table.strong(vec![
        "Net present value, after tax".into(),
        scale.full(npv.p10).into(),
        scale.full(npv.p50).into(),
        scale.full(npv.p90).into(),
        scale.full(npv.mean).into(),
    ]);
    let rates = [
        ("ROI over the horizon, before tax", &base.roi_total, 0),
        ("ROI of the first year, all cash of that year as cost", &base.roi_first_year, 0),
        ("Modified IRR, per year", &base.mirr, 1),
    ];
    for (name, spread, decimals) in rates {
        if let Some(spread) = spread {
            let scale = Scale::percent(half_width(spread.p50_ci)).at_most(decimals);
            let cells = [spread.p10, spread.p50, spread.p90, spread.mean];
            let mut row = vec![name.into()];
            row.extend(cells.map(|v| scale.full(v).into()));
            table.row(row);
        }
    }
    let irr = |r| rate(r).into();
    table.row(vec![
        "IRR, per year".into(),
        irr(base.irr.p10.as_ref()),
        irr(base.irr.p50.as_ref()),
        irr(base.irr.p90.as_ref()),
        "".into(),
    ]);
    if let Some(index) = &base.profitability_index {
        let most = largest([index.p10, index.p50, index.p90]);
        let scale = Scale::plain("", most, half_width(index.p50_ci)).at_most(2);
        let mut row = vec!["Profitability index".into()];
        row.extend([index.p10, index.p50, index.p90, index.mean].map(|v| scale.full(v).into()));
        table.row(row);
    }
    for (name, spread) in [
        ("Payback, months", &base.payback),
        ("Discounted payback, months", &base.discounted_payback),
    ] {
        table.row(vec![
            name.into(),
            payback_cell(spread.p10, horizon).into(),
            payback_cell(spread.p50, horizon).into(),
            payback_cell(spread.p90, horizon).into(),
            "".into(),
        ]);
    }
    let irr = &base.irr;
    let mut note = "Payback: the last month after which the cumulative cash stays above zero, also where \
                    money comes in first. P10 is exceeded by 9 futures of 10, P90 by 1 of 10 (the other way round for \
                    payback). A mean of payback or of IRR does not exist."
        .to_owned();
    let without = irr.none_losing + irr.none_gaining;
    if without + irr.several > 0 {
        note += &format!(
            " Of {} pairs, {} have one IRR, {} have none, {} have several.",
            irr.one + without + irr.several,
            irr.one,
            without,
            irr.several
        );
    }
    table.noted(note)
}
