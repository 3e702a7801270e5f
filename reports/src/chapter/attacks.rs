//! What attacks cost in a year: the curve of loss against its chance, before and with the investment.

use super::section;
use crate::document::{Block, Section, Table};
use crate::figure;
use crate::number::{Scale, count, half_width, largest, percent, share};
use scenarios::study::result::{LossExceedance, StudyResult, YearlyLoss};

pub(super) fn compose(result: &StudyResult) -> Option<Section> {
    let found = result.attacks.as_ref()?;
    let mut section = section("attacks", "What attacks cost", "For the CFO and the auditor");
    let currency = &result.provenance.currency;
    let scale = scale(currency, found);
    section.blocks.push(Block::Paragraph(words(found, &scale)));
    section.blocks.push(Block::Table(years(found, &scale)));
    if !found.curve.is_empty() {
        section.blocks.push(figure::block(
            "loss-exceedance",
            "Yearly loss by attacks against its chance",
            described(found, &scale),
            figure::exceedance(&found.curve, currency),
        ));
        section.blocks.push(Block::Table(curve(found, &scale)));
    }
    Some(section)
}

fn scale(currency: &str, found: &LossExceedance) -> Scale {
    let error = half_width(found.before.mean_ci);
    let most = largest([found.before.mean, found.after.mean]);
    Scale::money(currency, most.max(1.0), error)
}

/// Losses of rare years, in three digits of the largest.
fn rare(found: &LossExceedance, scale: &Scale) -> Scale {
    let most = largest([found.before.largest, found.after.largest]);
    scale.for_step(0.02 * most.max(1.0))
}

fn words(found: &LossExceedance, scale: &Scale) -> String {
    let of = |year: &YearlyLoss| {
        let range = year.mean_ci.map_or(String::new(), |ci| {
            format!(" (95 % interval of the mean: {})", scale.range(ci.low, ci.high))
        });
        format!("{}{range}", scale.full(year.mean))
    };
    if found.pairs_attacked == 0 {
        return format!(
            "No attack reached the shop floor in {} futures of {} years: what one costs is not observed. That \
             does not make the loss zero.",
            count(found.pairs),
            found.years
        );
    }
    let mut text = format!(
        "Attacks that stop the shop floor cost {} a year on average today and {} with the investment.",
        of(&found.before),
        of(&found.after)
    );
    if let Some(first) = found.curve.first() {
        text += &format!(
            " A year loses something with a chance of {} today, {} with the investment. The mean says \
             little of such a loss: most years lose nothing, a few a great deal.",
            share(&first.before),
            share(&first.after)
        );
    }
    text
}

fn years(found: &LossExceedance, scale: &Scale) -> Table {
    let unit = scale.unit();
    let headings = [
        "A year".to_owned(),
        ">Before".to_owned(),
        ">With the investment".to_owned(),
        ">Avoided".to_owned(),
    ];
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let mut table = Table::new(format!("Loss of a year by attacks [{unit}]"), &headings);
    let (before, after) = (&found.before, &found.after);
    let rates = Scale::plain("", largest([before.attacks, after.attacks]), Some(0.002));
    table.row(vec![
        "Attacks that stop the floor (number a year)".into(),
        rates.full(before.attacks).into(),
        rates.full(after.attacks).into(),
        rates.full(before.attacks - after.attacks).into(),
    ]);
    let mut row = |name: &str, of: &dyn Fn(&YearlyLoss) -> f64| {
        let (b, a) = (of(before), of(after));
        let cells = [b, a, b - a].map(|x| scale.bare(x).into());
        let mut all = vec![name.into()];
        all.extend(cells);
        table.row(all);
    };
    row("Lost output, as simulated", &|y| y.output);
    row("Response", &|y| y.response);
    row("Ransoms", &|y| y.ransom);
    table.strong(vec![
        "Mean of a year".into(),
        scale.bare(before.mean).into(),
        scale.bare(after.mean).into(),
        scale.bare(found.avoided).into(),
    ]);
    let range = |ci: Option<scenarios::study::result::Interval>| {
        ci.map_or("not observed".to_owned(), |ci| scale.range(ci.low, ci.high))
    };
    table.row(vec![
        "95 % interval of the mean".into(),
        range(before.mean_ci).into(),
        range(after.mean_ci).into(),
        range(found.avoided_ci).into(),
    ]);
    let rare = rare(found, scale);
    for once in &before.once_in {
        let other = after.once_in.iter().find(|o| o.years == once.years);
        let cell = |of: &scenarios::study::result::OnceIn| match of.ci {
            Some(ci) => format!("{} ({})", rare.bare(of.loss), rare.range(ci.low, ci.high)),
            None => rare.bare(of.loss),
        };
        table.row(vec![
            format!("Surpassed once in {} years", once.years).into(),
            cell(once).into(),
            other.map_or(String::new(), cell).into(),
            other.map_or(String::new(), |o| rare.bare(once.loss - o.loss)).into(),
        ]);
    }
    table.row(vec![
        "Largest of all years seen".into(),
        rare.bare(before.largest).into(),
        rare.bare(after.largest).into(),
        "".into(),
    ]);
    table.noted(format!(
        "{} futures of {} years, {} of them with an attack; each of these simulated once more without it. \
         Lost output is hard money of the plant, after what stock and overtime recover up to three months \
         later; prices of the first day, before tax. Response and ransoms stand in the cash flow too.",
        count(found.pairs),
        found.years,
        count(found.pairs_attacked)
    ))
}

fn described(found: &LossExceedance, scale: &Scale) -> String {
    let first = found.curve.first();
    let chance = first.map_or((0.0, 0.0), |p| (p.before.value, p.after.value));
    format!(
        "Share of years that lose more than an amount. Today {} of the years lose something, with the \
         investment {}; largest losses seen: {} and {}.",
        percent(chance.0),
        percent(chance.1),
        scale.full(found.before.largest),
        scale.full(found.after.largest)
    )
}

fn curve(found: &LossExceedance, scale: &Scale) -> Table {
    let rare = rare(found, scale);
    let headings = [
        format!(">Loss of a year above [{}]", rare.unit()),
        ">Chance before".to_owned(),
        ">Chance with the investment".to_owned(),
        ">Difference [points]".to_owned(),
        ">95 % interval".to_owned(),
    ];
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let mut table = Table::new("Loss exceedance", &headings);
    let points = Scale::plain("", 1.0, Some(0.05));
    for point in &found.curve {
        let ci = point
            .difference_ci
            .map_or(String::new(), |ci| points.range(100.0 * ci.low, 100.0 * ci.high));
        table.row(vec![
            rare.bare(point.loss).into(),
            share(&point.before).into(),
            share(&point.after).into(),
            points.full(100.0 * point.difference).into(),
            ci.into(),
        ]);
    }
    table.folded("The curve in numbers")
}
