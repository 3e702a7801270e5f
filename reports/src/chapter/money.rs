//! Where the money comes from, where it goes, and when.

use super::section;
use crate::document::{Block, Cell, Section, Table, Tone};
use crate::figure;
use crate::look;
use crate::number::{Scale, half_width, largest, percent};
use scenarios::study::result::{Comparison, Firmness, Spread, StudyResult};

pub(super) fn compose(result: &StudyResult) -> Option<Section> {
    let comparison = look::headline(result)?;
    let currency = &result.provenance.currency;
    let mut section = section("money", "Money", "For the CFO");
    if !comparison.cash_fan.is_empty() {
        section.blocks.push(fan(result, comparison));
    }
    if !comparison.benefits.is_empty() {
        section.blocks.push(Block::Table(benefits(currency, comparison)));
        if !comparison.drivers.is_empty() {
            section.blocks.push(Block::Table(drivers(currency, comparison)));
        }
        if comparison.benefits.iter().any(|b| !b.lines.is_empty()) {
            section.blocks.push(Block::Table(ledger(currency, comparison)));
        }
    }
    if !comparison.costs.is_empty() {
        section.blocks.push(Block::Table(costs(result, comparison)));
    }
    if !comparison.benefit_by_year.is_empty() {
        section.blocks.push(Block::Table(by_year(currency, comparison)));
    }
    Some(section)
}

fn fan(result: &StudyResult, comparison: &Comparison) -> Block {
    let currency = &result.provenance.currency;
    let last = comparison.cash_fan.last();
    let description = last.map_or(String::new(), |last| {
        let deepest = comparison.cash_fan.iter().map(|p| p.p50).fold(f64::INFINITY, f64::min);
        let most = largest([last.p10, last.p50, last.p90, deepest]);
        let scale = Scale::money(currency, most, Some(0.02 * most));
        format!(
            "Cumulative cash after tax. The median sinks to {} and ends at {} in month {} (P10 to \
             P90: {}). Not discounted.",
            scale.full(deepest),
            scale.full(last.p50),
            last.month,
            scale.range(last.p10, last.p90)
        )
    });
    let svg = figure::cash_fan(&comparison.cash_fan, currency);
    figure::block("cash-fan", "Cash over time", description, svg)
}

fn firmness(firmness: Firmness) -> &'static str {
    match firmness {
        Firmness::Hard => "hard",
        Firmness::Soft => "soft, not counted",
        Firmness::Upside => "upside, not counted",
        Firmness::Shadow => "shadow, never added",
    }
}

/// The largest error of some means: the digits of their table.
fn coarsest<'a>(spreads: impl Iterator<Item = &'a Spread>) -> Option<f64> {
    Some(largest(spreads.filter_map(|s| half_width(s.mean_ci)))).filter(|h| *h > 0.0)
}

/// The smallest error of some means.
fn finest<'a>(spreads: impl Iterator<Item = &'a Spread>) -> Option<f64> {
    let errors = spreads.filter_map(|s| half_width(s.mean_ci)).filter(|h| *h > 0.0);
    Some(errors.fold(f64::INFINITY, f64::min)).filter(|h| h.is_finite())
}

fn benefits(currency: &str, comparison: &Comparison) -> Table {
    let hard = || comparison.benefits.iter().filter(|b| b.firmness == Firmness::Hard);
    let spreads = comparison.benefits.iter().map(|b| &b.per_year);
    let total: f64 = hard().map(|b| b.per_year.mean).sum();
    let most = largest(comparison.benefits.iter().map(|b| b.per_year.p90).chain([total]));
    let scale = Scale::money(currency, most, coarsest(spreads));
    let unit = scale.unit();
    let headings = [
        "Category".to_owned(),
        "Firmness".to_owned(),
        format!(">Mean [{unit}/year]"),
        ">95 % interval".to_owned(),
        ">P10 to P90".to_owned(),
        ">Share of its loss pool".to_owned(),
    ];
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let mut table =
        Table::new("Benefit per year, prices of year 1, mean over the horizon", &headings);
    for line in &comparison.benefits {
        let spread = &line.per_year;
        let quiet = if line.firmness == Firmness::Hard { Tone::Plain } else { Tone::Quiet };
        let pool = line.pool.filter(|pool| *pool > 0.0).map_or(String::new(), |pool| {
            format!("{} of {}", percent(spread.mean / pool), scale.bare(pool))
        });
        table.row(vec![
            Cell::toned(capital(&line.category), quiet),
            Cell::toned(firmness(line.firmness), quiet),
            Cell::toned(scale.bare(spread.mean), quiet),
            Cell::toned(
                spread.mean_ci.map_or(String::new(), |ci| scale.range(ci.low, ci.high)),
                quiet,
            ),
            Cell::toned(scale.range(spread.p10, spread.p90), quiet),
            Cell::toned(pool, quiet),
        ]);
    }
    table.strong(vec![
        "Hard benefit".into(),
        "enters cash, NPV and ROI".into(),
        scale.bare(total).into(),
        "".into(),
        "".into(),
        "".into(),
    ]);
    table.noted(
        "The loss pool is what the reference plant spends or loses on the category: a benefit \
         above 100 % of it is not credible.",
    )
}

/// What is promised elsewhere for a plant of middle size \[money/year\].
const PROMISED: (f64, f64) = (0.5e6, 2e6);

fn drivers(currency: &str, comparison: &Comparison) -> Table {
    let all = || comparison.drivers.iter();
    let most = largest(
        all().map(|d| d.per_year.p90).chain(comparison.combined.iter().map(|c| c.per_year.p90)),
    );
    let scale = Scale::money(currency, most, coarsest(all().map(|d| &d.per_year)));
    let mean = format!(">Mean [{}/year]", scale.unit());
    let headings = [
        "Driver",
        &mean,
        ">95 % interval",
        ">P10 to P90",
        ">First year",
        ">Last year",
        ">Moves with the rest",
    ];
    let mut table =
        Table::new("Why: every driver with a ledger of its own, then all of them", &headings);
    for driver in all() {
        let spread = &driver.per_year;
        let year = |k: Option<&f64>| k.map_or(String::new(), |x| scale.bare(*x));
        table.row(vec![
            format!("{}: {}", capital(&driver.category), driver.name.to_lowercase()).into(),
            scale.bare(spread.mean).into(),
            spread.mean_ci.map_or(String::new(), |ci| scale.range(ci.low, ci.high)).into(),
            scale.range(spread.p10, spread.p90).into(),
            year(driver.by_year.first()).into(),
            year(driver.by_year.last()).into(),
            driver
                .with_the_rest
                .map_or(String::new(), |x| Scale::plain("", 1.0, Some(0.02)).signed(x))
                .into(),
        ]);
    }
    let Some(combined) = &comparison.combined else { return table };
    let spread = &combined.per_year;
    table.strong(vec![
        "All drivers together".into(),
        scale.bare(spread.mean).into(),
        spread.mean_ci.map_or(String::new(), |ci| scale.range(ci.low, ci.high)).into(),
        scale.range(spread.p10, spread.p90).into(),
        "".into(),
        "".into(),
        "".into(),
    ]);
    let mut note = "Every line of the ledger belongs to one driver, so nothing is counted twice: in every \
                    pair the drivers add up to the total. Quantiles of parts do not add up. Moves with the \
                    rest: correlation with the sum of the others."
        .to_owned();
    if let Some(ratio) = combined.sd_ratio {
        note += &format!(
            " The total spreads {ratio:.2} times as wide as drivers that knew nothing of each other would."
        );
    }
    let band = |x: f64| Scale::money(currency, x, Some(0.1 * x)).full(x);
    if spread.p50 > PROMISED.1 {
        note += &format!(
            " The median is above {}, the upper end of what suppliers report for plants of middle size.",
            band(PROMISED.1)
        );
    } else {
        note += &format!(
            " Suppliers report {} to {} a year for plants of middle size; no input here.",
            band(PROMISED.0),
            band(PROMISED.1)
        );
    }
    table.noted(note)
}

fn ledger(currency: &str, comparison: &Comparison) -> Table {
    let lines = || comparison.benefits.iter().flat_map(|b| b.lines.iter().map(move |l| (b, l)));
    let most = largest(lines().map(|(_, l)| l.per_year));
    let error = largest(lines().filter_map(|(_, l)| half_width(l.ci)));
    let scale = Scale::money(currency, most, (error > 0.0).then_some(error));
    let mean = format!(">Mean [{}/year]", scale.unit());
    let headings = ["Category", "Line", "Quantities of the plant", &mean, ">95 % interval"];
    let mut table = Table::new("The ledger: quantities times prices", &headings);
    for (benefit, line) in lines() {
        table.row(vec![
            capital(&benefit.category).into(),
            line.name.as_str().into(),
            line.quantities.join(", ").into(),
            scale.bare(line.per_year).into(),
            line.ci.map_or(String::new(), |ci| scale.range(ci.low, ci.high)).into(),
        ]);
    }
    table.folded("Every line of the ledger, with the quantities it prices")
}

fn costs(result: &StudyResult, comparison: &Comparison) -> Table {
    let currency = &result.provenance.currency;
    let counted = || comparison.costs.iter().filter(|c| c.kind != "working_capital");
    let planned: f64 = counted().map(|c| c.planned).sum();
    let drawn: f64 = counted().map(|c| c.drawn.mean).sum();
    let most = largest(comparison.costs.iter().flat_map(|c| [c.planned, c.drawn.p90]));
    let scale = Scale::money(currency, most.max(drawn), Some(0.005 * most.max(drawn)));
    let unit = scale.unit();
    let headings = [
        "Cost".to_owned(),
        "Kind".to_owned(),
        format!(">Planned [{unit}]"),
        format!(">Expected [{unit}]"),
        ">P10 to P90".to_owned(),
    ];
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let horizon = result.provenance.horizon_months;
    let caption = format!("What it costs over {horizon} months, before tax");
    let mut table = Table::new(caption, &headings);
    for line in &comparison.costs {
        table.row(vec![
            capital(&line.name).into(),
            line.kind.replace('_', " ").into(),
            scale.bare(line.planned).into(),
            scale.bare(line.drawn.mean).into(),
            scale.range(line.drawn.p10, line.drawn.p90).into(),
        ]);
    }
    table.strong(vec![
        "All costs".into(),
        "working capital aside".into(),
        scale.bare(planned).into(),
        scale.bare(drawn).into(),
        "".into(),
    ]);
    table.noted("Expected: the mean over the pairs, with overruns and gaps as drawn.")
}

fn by_year(currency: &str, comparison: &Comparison) -> Table {
    let years = &comparison.benefit_by_year;
    let most = largest(years.iter().map(|s| s.p90));
    let scale = Scale::money(currency, most, finest(years.iter()));
    let mean = format!(">Hard benefit, mean [{}]", scale.unit());
    let headings = [
        ">Year",
        &mean,
        ">95 % interval",
        ">P10 to P90",
        ">ROI of the year, P50",
        ">ROI P10 to P90",
    ];
    let mut table = Table::new("Year by year, nominal", &headings);
    for (k, spread) in years.iter().enumerate() {
        let roi = look::base(comparison).and_then(|b| b.roi_by_year.get(k)?.as_ref());
        let percent = Scale::percent(None);
        table.row(vec![
            (k + 1).to_string().into(),
            scale.bare(spread.mean).into(),
            spread.mean_ci.map_or(String::new(), |ci| scale.range(ci.low, ci.high)).into(),
            scale.range(spread.p10, spread.p90).into(),
            roi.map_or(String::new(), |r| percent.full(r.p50)).into(),
            roi.map_or(String::new(), |r| percent.range(r.p10, r.p90)).into(),
        ]);
    }
    table.noted(
        "ROI of a year: (benefits \u{2212} annual cost) / annual cost, one-off costs spread evenly \
         over the horizon.",
    )
}

/// With a capital letter.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}
