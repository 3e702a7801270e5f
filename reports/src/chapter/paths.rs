//! Prices that moved by chance over the years.

use super::section;
use crate::document::{Block, Section, Table};
use scenarios::study::result::{PricePathResult, StudyResult};

pub(super) fn compose(result: &StudyResult) -> Option<Section> {
    let all = &result.price_paths;
    if all.is_empty() {
        return None;
    }
    let mut section = section("price-paths", "Prices that move", "For the CFO and the auditor");
    section.blocks.push(Block::Paragraph(words(all)));
    section.blocks.push(Block::Table(table(all)));
    Some(section)
}

fn words(all: &[PricePathResult]) -> String {
    let one = |path: &PricePathResult| {
        let back = match path.half_life_months {
            Some(months) => format!("half of a deviation is gone after {months:.0} months"),
            None => "a random walk that never returns".to_owned(),
        };
        format!("{} ({:.0} % a year; {back})", path.name, 100.0 * path.volatility)
    };
    let names: Vec<String> = all.iter().map(one).collect();
    format!(
        "These prices move by chance, month by month: {}. Every future has a path of its own, and both plants \
         buy and sell on the same one. On average they are what inflation says.",
        names.join("; ")
    )
}

fn table(all: &[PricePathResult]) -> Table {
    let headings =
        ["Price", ">Year", ">P5", ">P10", ">P50", ">P90", ">P95", ">Mean", ">95 % interval"];
    let mut table =
        Table::new("Factor on the price at the end of a year, beside inflation", &headings);
    let word = |x: f64| format!("{x:.2}");
    for path in all {
        for at in &path.by_year {
            let of = &at.factor;
            let mut row = vec![path.name.as_str().into(), at.year.to_string().into()];
            row.extend([of.p5, of.p10, of.p50, of.p90, of.p95, of.mean].map(|x| word(x).into()));
            let ci =
                of.mean_ci.map_or(String::new(), |ci| format!("{:.2} to {:.2}", ci.low, ci.high));
            row.push(ci.into());
            table.row(row);
        }
    }
    table.noted(
        "1 is the price that inflation alone would give. The first month is that of the first day.",
    )
}
