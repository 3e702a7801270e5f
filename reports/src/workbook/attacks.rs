//! Sheet `Attacks`: yearly loss by attacks against its chance.

use super::ink::{self, Kind, Page, Role};
use super::{Desk, WorkbookError};
use rust_xlsxwriter::{Chart, ChartType, Worksheet};
use scenarios::study::result::{LossExceedance, YearlyLoss};

pub(super) fn write(desk: &Desk<'_>) -> Result<Option<Worksheet>, WorkbookError> {
    let Some(found) = &desk.result.attacks else { return Ok(None) };
    let subtitle = format!(
        "{} at prices of the first day, before tax; {} futures of {} years. Lost output is simulated: the same future with and without its attacks.",
        desk.currency(),
        found.pairs,
        found.years
    );
    let mut page = Page::new("Attacks", "What attacks cost in a year", &subtitle)?;
    page.headings(3, 0, &["Of a year", "Before", "With the investment", "Avoided"])?;
    let end = years(&mut page, found)?;
    curve(&mut page, found, end + 1)?;
    page.widths(&[44.0, 18.0, 28.0, 18.0, 18.0, 18.0, 18.0])?;
    page.sheet.set_row_height(3, 18)?;
    Ok(Some(page.sheet))
}

/// A part of the loss of a year.
type Part = fn(&YearlyLoss) -> f64;

fn years(page: &mut Page, found: &LossExceedance) -> Result<u32, WorkbookError> {
    let (before, after) = (&found.before, &found.after);
    let mut row = 4;
    page.word(row, 0, "Attacks that stop the floor")?;
    for (col, value) in (1..).zip([before.attacks, after.attacks, before.attacks - after.attacks]) {
        page.number((row, col), value, Kind::Cents, Role::Found)?;
    }
    row += 1;
    let parts: [(&str, Part); 3] =
        [("Lost output", |y| y.output), ("Response", |y| y.response), ("Ransoms", |y| y.ransom)];
    let first = row;
    for (name, of) in parts {
        page.word(row, 0, name)?;
        page.number((row, 1), of(before), Kind::Money, Role::Found)?;
        page.number((row, 2), of(after), Kind::Money, Role::Found)?;
        let formula = format!("={}-{}", ink::cell(row, 1), ink::cell(row, 2));
        page.live((row, 3), &formula, of(before) - of(after), Kind::Money)?;
        row += 1;
    }
    page.text(row, 0, "Mean", &ink::bold())?;
    let strong = ink::format(Kind::Money, Role::Strong);
    for (col, value) in (1..).zip([before.mean, after.mean, found.avoided]) {
        let sum = format!("=SUM({}:{})", ink::cell(first, col), ink::cell(row - 1, col));
        page.live_as((row, col), &sum, value, &strong)?;
    }
    row += 1;
    for (name, low) in [("95 % interval of the mean, low", true), ("high", false)] {
        page.word(row, 0, name)?;
        for (col, ci) in (1..).zip([before.mean_ci, after.mean_ci, found.avoided_ci]) {
            let value = ci.map(|ci| if low { ci.low } else { ci.high });
            page.maybe((row, col), value, Kind::Money, "not observed")?;
        }
        row += 1;
    }
    for once in &before.once_in {
        page.word(row, 0, &format!("Surpassed once in {} years", once.years))?;
        page.number((row, 1), once.loss, Kind::Money, Role::Found)?;
        let other = after.once_in.iter().find(|o| o.years == once.years).map(|o| o.loss);
        page.maybe((row, 2), other, Kind::Money, "not observed")?;
        row += 1;
    }
    page.word(row, 0, "Largest of all years seen")?;
    page.number((row, 1), before.largest, Kind::Money, Role::Found)?;
    page.number((row, 2), after.largest, Kind::Money, Role::Found)?;
    Ok(row + 1)
}

fn curve(page: &mut Page, found: &LossExceedance, top: u32) -> Result<(), WorkbookError> {
    let headings = [
        "Loss of a year above",
        "Chance before",
        "Chance with the investment",
        "Difference",
        "Before, 95 % low",
        "high",
        "Years seen",
    ];
    page.headings(top, 0, &headings)?;
    if found.curve.is_empty() {
        return page.text(
            top + 1,
            0,
            "No attack cost anything in the futures of this run.",
            &ink::quiet(),
        );
    }
    for (row, point) in (top + 1..).zip(&found.curve) {
        page.number((row, 0), point.loss, Kind::Money, Role::Found)?;
        page.number((row, 1), point.before.value, Kind::Share, Role::Found)?;
        page.number((row, 2), point.after.value, Kind::Share, Role::Found)?;
        let formula = format!("={}-{}", ink::cell(row, 1), ink::cell(row, 2));
        page.live((row, 3), &formula, point.difference, Kind::Share)?;
        page.number((row, 4), point.before.ci.low, Kind::Share, Role::Found)?;
        page.number((row, 5), point.before.ci.high, Kind::Share, Role::Found)?;
        page.number((row, 6), point.before.of as f64, Kind::Count, Role::Found)?;
    }
    let last = top + found.curve.len() as u32;
    let mut chart = Chart::new(ChartType::ScatterStraight);
    for (col, name) in [(1, "before"), (2, "with the investment")] {
        chart
            .add_series()
            .set_name(name)
            .set_categories(("Attacks", top + 1, 0, last, 0))
            .set_values(("Attacks", top + 1, col, last, col));
    }
    chart.title().set_name("Chance that a year loses more");
    chart.x_axis().set_name("loss of a year by attacks").set_num_format("#,##0").set_min(0);
    chart.y_axis().set_num_format("0 %").set_min(0);
    page.sheet.insert_chart(last + 2, 0, &chart)?;
    Ok(())
}
