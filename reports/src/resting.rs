//! How much of the answer rests on the word of others, in words and as a table.

use crate::document::{Block, Cell, Note, Table};
use crate::number::{Scale, count, half_width, largest};
use scenarios::study::result::{RestingFigure, RestingOn, RestingRow};

/// For the chapter on assumptions.
pub(crate) fn blocks(resting: &RestingOn, currency: &str) -> Vec<Block> {
    let mut blocks = vec![
        Block::Heading("How much of it rests on vendors and industry averages".to_owned()),
        Block::Paragraph(sentence(resting)),
    ];
    if !resting.untold.is_empty() {
        let n = resting.untold.len() as u64;
        blocks.push(Block::Note(Note::warning(
            "Kind not told",
            format!(
                "Of {} of {} parts of the effect no record tells the kind; they count as neither, and may \
                 be a vendor's all the same: {}.",
                count(n),
                count(resting.effects),
                resting.untold.join(", ")
            ),
        )));
    }
    blocks.push(Block::Table(table(resting, currency)));
    blocks
}

/// The share of vendor and industry together.
fn sentence(resting: &RestingOn) -> String {
    let both = resting.rows.iter().max_by_key(|row| row.kinds.len());
    let share = match both {
        Some(row) if row.effects.is_empty() => {
            "No part of the effect is recorded as a vendor's word or an industry average: 0 % of the NPV \
             rests on such an effect."
                .to_owned()
        }
        Some(row) => match (&row.benefit_share, &row.npv_share) {
            (Some(benefit), Some(npv)) => format!(
                "{} of the mean hard benefit and {} of the mean NPV are gone without the effects that rest \
                 on a vendor's word or an industry average.",
                percent(benefit),
                percent(npv)
            ),
            (Some(benefit), None) => format!(
                "{} of the mean hard benefit is gone without the effects that rest on a vendor's word or \
                 an industry average; the mean NPV is not clearly positive, so there is no share of it.",
                percent(benefit)
            ),
            (None, _) if row.pairs == 0 => {
                "Some effects rest on a vendor's word or an industry average; their share needs a run of \
                 more pairs (gemba run --without vendor tells it at any size)."
                    .to_owned()
            }
            (None, _) => {
                "Some effects rest on a vendor's word or an industry average; the hard benefit cannot be \
                 told from 0, so there is no share of it."
                    .to_owned()
            }
        },
        None => String::new(),
    };
    format!(
        "{share} It is not the probability that they are wrong. An edit, programme or formula goes whole, \
         if one of its inputs is of the kind. What stays: costs, installation, prices, today's plant, and \
         unknowns such as adoption, which scale what is left; what of them is of the kind stands beside."
    )
}

fn percent(figure: &RestingFigure) -> String {
    let scale = Scale::percent(half_width(figure.ci)).at_most(1);
    match figure.ci.filter(|ci| ci.high > ci.low) {
        Some(ci) => scale.with_range(figure.value, ci.low, ci.high),
        None => scale.full(figure.value),
    }
}

fn table(resting: &RestingOn, currency: &str) -> Table {
    let figures = resting.rows.iter().flat_map(|row| [row.npv, row.npv_without]);
    let most = largest(figures.flatten().map(|figure| figure.value));
    let scale = Scale::money(currency, most, Some(0.005 * most));
    let money = |figure: Option<RestingFigure>| match figure {
        Some(figure) => match half_width(figure.ci).filter(|half| *half > 0.0) {
            Some(half) => format!("{} ±{}", scale.full(figure.value), scale.bare(half)),
            None => scale.full(figure.value),
        },
        None => "too few pairs".to_owned(),
    };
    let share = |row: &RestingRow, figure: &Option<RestingFigure>| match figure {
        Some(figure) => percent(figure),
        None if row.pairs == 0 => "too few pairs".to_owned(),
        None => "not above 0".to_owned(),
    };
    let kinds = resting.rows.iter().map(|row| row.kinds.join(" and "));
    let headings: Vec<String> =
        std::iter::once("Without the effects of".to_owned()).chain(kinds).collect();
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let mut table = Table::new("What rests on vendors and industry averages", &headings);
    let mut line = |name: &str, of: &dyn Fn(&RestingRow) -> String| {
        let cells = resting.rows.iter().map(|row| Cell::from(of(row).as_str()));
        table.row(std::iter::once(Cell::from(name)).chain(cells).collect());
    };
    line("Effects taken away", &|row| {
        format!("{} of {}", count(row.effects.len() as u64), count(resting.effects))
    });
    line("Share of the mean hard benefit", &|row| share(row, &row.benefit_share));
    line("Share of the mean NPV", &|row| share(row, &row.npv_share));
    line("Mean NPV", &|row| money(row.npv));
    line("Mean NPV without them", &|row| money(row.npv_without));
    line("Pairs valued both ways", &|row| count(row.pairs));
    line("Stays: prices of that kind", &|row| count(row.stays.prices));
    line("Stays: benefit of the lines they price", &|row| scale.full(row.stays.priced_benefit));
    line("Stays: costs of that kind", &|row| count(row.stays.costs));
    line("Stays: their present value after tax", &|row| match row.stays.cost_present {
        Some(present) => scale.full(present),
        None => "not valued".to_owned(),
    });
    line("Stays: unknowns and plan of that kind", &|row| count(row.stays.others));
    line("Stays: numbers of today's plant", &|row| count(row.stays.plant));
    table.noted(
        "± and ranges: 95 % interval of the Monte-Carlo error. Benefit of lines: mean over the horizon at \
         prices of the first day. A share of the NPV above 100 % means that what is left loses money.",
    )
}
