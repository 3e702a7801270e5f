//! Sheet `Footprint`: energy, water and emissions of a good piece.

use super::ink::{self, Kind, Page, Role};
use super::{Desk, WorkbookError};
use rust_xlsxwriter::Worksheet;
use scenarios::study::result::PerPiece;

pub(super) fn write(desk: &Desk<'_>) -> Result<Option<Worksheet>, WorkbookError> {
    let Some(found) = &desk.result.footprint else { return Ok(None) };
    let shared =
        found.shared_by.as_ref().map_or(String::new(), |by| format!(", shared out by the {by}"));
    let subtitle = format!(
        "All electricity of the plant over the good pieces of the horizon{shared}; mean of {} futures.",
        found.futures
    );
    let mut page = Page::new("Footprint", "What a good piece takes", &subtitle)?;
    let headings = [
        "Product",
        "Quantity",
        "Before",
        "With the investment",
        "Difference",
        "95 % interval, low",
        "high",
        "Kind of inputs",
    ];
    page.headings(3, 0, &headings)?;
    let mut row = 4;
    for product in &found.products {
        let rows = [
            ("electricity, kWh", &product.energy_kwh, found.energy_from.join(", ")),
            ("water, m3", &product.water_m3, found.water_from.join(", ")),
            ("CO2e, kg", &product.co2e_kg, found.emission_from.join(", ")),
        ];
        for (what, value, inputs) in rows {
            page.word(row, 0, &product.product)?;
            page.word(row, 1, what)?;
            match value {
                PerPiece::NotObserved => page.text(row, 2, "not observed", &ink::quiet())?,
                PerPiece::Simulated(of) => {
                    page.number((row, 2), of.before.mean, Kind::Factor, Role::Found)?;
                    page.number((row, 3), of.after.mean, Kind::Factor, Role::Found)?;
                    let formula = format!("={}-{}", ink::cell(row, 3), ink::cell(row, 2));
                    page.live((row, 4), &formula, of.after.mean - of.before.mean, Kind::Factor)?;
                    let ci = of.difference.mean_ci;
                    page.maybe((row, 5), ci.map(|ci| ci.low), Kind::Factor, "too few futures")?;
                    page.maybe((row, 6), ci.map(|ci| ci.high), Kind::Factor, "too few futures")?;
                    page.word(row, 7, &inputs)?;
                }
            }
            row += 1;
        }
    }
    page.widths(&[28.0, 20.0, 14.0, 20.0, 14.0, 18.0, 14.0, 30.0])?;
    Ok(Some(page.sheet))
}
