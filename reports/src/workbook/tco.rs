//! Sheet `TCO`: the whole cost, planned and drawn, against the vendor's quote.

use super::costs;
use super::ink::{self, Kind, Page, Role};
use super::{Desk, WorkbookError, pairs};
use rust_xlsxwriter::{Format, Worksheet};

const FIRST: u32 = 4;

/// Quote and whole, as planned.
pub(super) fn planned(desk: &Desk<'_>) -> (f64, f64) {
    let quote =
        desk.comparison.costs.iter().filter(|c| in_quote(desk, &c.name)).map(|c| c.planned).sum();
    (quote, desk.comparison.costs.iter().map(|c| c.planned).sum())
}

fn in_quote(desk: &Desk<'_>, name: &str) -> bool {
    desk.model.input.costs.iter().any(|line| line.in_quote && *line.name == *name)
}

pub(super) fn write(desk: &Desk<'_>) -> Result<Worksheet, WorkbookError> {
    let subtitle = format!(
        "Over {} months, {}, money of the day, before tax. Planned: the cost list of the study. Drawn: with overrun, \
         connectivity gap and early end, over all pairs.",
        desk.model.horizon,
        desk.currency()
    );
    let mut page = Page::new("TCO", "Total cost of ownership", &subtitle)?;
    page.headings(
        3,
        0,
        &[
            "Line",
            "Kind",
            "In the vendor's quote",
            "Planned",
            "Drawn, mean",
            "P10",
            "P50",
            "P90",
            "In the median future (live)",
        ],
    )?;
    let lines = &desk.comparison.costs;
    let model = desk.model;
    let names = ink::down(
        "Costs",
        0,
        (costs::FIRST, costs::FIRST + (model.input.costs.len() as u32).max(1) - 1),
    );
    let totals = ink::down(
        "Costs",
        7,
        (costs::FIRST, costs::FIRST + (model.input.costs.len() as u32).max(1) - 1),
    );
    let here = |name: &str| -> f64 {
        model
            .pays
            .iter()
            .filter(|p| *model.input.costs[p.line].name == *name)
            .map(|p| -p.amount)
            .sum()
    };
    for (row, line) in (FIRST..).zip(lines) {
        page.word(row, 0, &line.name)?;
        page.word(row, 1, &line.kind.replace('_', "-"))?;
        page.word(row, 2, if in_quote(desk, &line.name) { "yes" } else { "no" })?;
        page.number((row, 3), line.planned, Kind::Money, Role::Found)?;
        for (col, value) in
            (4..).zip([line.drawn.mean, line.drawn.p10, line.drawn.p50, line.drawn.p90])
        {
            page.number((row, col), value, Kind::Money, Role::Found)?;
        }
        let formula = format!("=SUMIFS({totals},{names},{})", ink::cell(row, 0));
        page.live((row, 8), &formula, here(&line.name), Kind::Money)?;
    }
    let end = FIRST + lines.len() as u32;
    let strong = ink::format(Kind::Money, Role::Strong);
    page.text(end, 0, "Total cost of ownership", &ink::bold())?;
    let column =
        |col: u16| format!("{}:{}", ink::cell(FIRST, col), ink::cell(end.max(FIRST + 1) - 1, col));
    let (quote, whole) = planned(desk);
    let mean: f64 = lines.iter().map(|l| l.drawn.mean).sum();
    page.live_as((end, 3), &format!("=SUM({})", column(3)), whole, &strong)?;
    page.live_as((end, 4), &format!("=SUM({})", column(4)), mean, &strong)?;
    let drawn = pairs::column(desk, pairs::COST);
    let mut costs: Vec<f64> = desk.pairs.iter().map(|p| p.cost).collect();
    costs.sort_by(f64::total_cmp);
    for (col, p) in (5..).zip([0.1, 0.5, 0.9]) {
        let value = pairs::quantile(&costs, p);
        page.live_as((end, col), &format!("=PERCENTILE({drawn},{p})"), value, &strong)?;
    }
    let lived: f64 = lines.iter().map(|l| here(&l.name)).sum();
    page.live_as((end, 8), &format!("=SUM({})", column(8)), lived, &strong)?;
    page.text(end + 1, 0, "Quantiles of the total are those of the sums by pair (sheet Pairs), not sums of quantiles.", &ink::quiet())?;
    page.word(end + 2, 0, "Vendor's quote (planned lines marked yes)")?;
    page.live(
        (end + 2, 3),
        &format!("=SUMIFS({},{},\"yes\")", column(3), column(2)),
        quote,
        Kind::Money,
    )?;
    page.word(end + 3, 0, "Total cost of ownership (planned)")?;
    page.live((end + 3, 3), &format!("={}", ink::cell(end, 3)), whole, Kind::Money)?;
    page.text(end + 4, 0, "Total cost / vendor's quote", &ink::bold())?;
    let (a, b) = (ink::cell(end + 3, 3), ink::cell(end + 2, 3));
    let format = Format::new().set_num_format("0.00\" x\"").set_bold();
    let value: ink::Value = if quote > 0.0 { (whole / quote).into() } else { "no quote".into() };
    page.live_as((end + 4, 3), &format!("=IF({b}>0,{a}/{b},\"no quote\")"), value, &format)?;
    page.widths(&[40.0, 14.0, 13.0, 16.0, 14.0, 14.0, 14.0, 14.0, 18.0])?;
    page.sheet.set_row_height(3, 32)?;
    page.freeze(4, 1)?;
    Ok(page.sheet)
}
