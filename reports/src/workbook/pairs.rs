//! Sheet `Pairs`: one row per pair of futures.

use super::ink::{self, Kind, Page, Role};
use super::{Desk, WorkbookError};
use rust_xlsxwriter::{Format, Worksheet};
use scenarios::study::result::{PairRow, PaybackTime, RateOfReturn};

pub(super) const FIRST: u32 = 4;
pub(super) const NPV: u16 = 1;
pub(super) const COST: u16 = 8;

/// A column of all pairs.
pub(super) fn column(desk: &Desk<'_>, col: u16) -> String {
    ink::down("Pairs", col, (FIRST, FIRST + (desk.pairs.len() as u32).max(1) - 1))
}

/// Linear interpolation of order statistics, the PERCENTILE of spreadsheets.
pub(super) fn quantile(sorted: &[f64], p: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return 0.0 };
    let at = p * last as f64;
    let k = (libm::floor(at) as usize).min(last);
    let next = sorted[(k + 1).min(last)];
    sorted[k] + (at - k as f64) * (next - sorted[k])
}

fn months(time: PaybackTime) -> Result<f64, &'static str> {
    match time {
        PaybackTime::Within(months) => Ok(months),
        PaybackTime::Never => Err("never"),
    }
}

pub(super) fn write(desk: &Desk<'_>) -> Result<Worksheet, WorkbookError> {
    let subtitle = format!(
        "Base case of {}: every pair lives through the same luck with and without the investment. {}. The other \
         rows of the pessimistic table are in pairs.csv.",
        desk.comparison.id,
        super::appraisal::which(desk)
    );
    let mut page = Page::new("Pairs", "Distribution over pairs of futures", &subtitle)?;
    let currency = desk.currency();
    let mut titles = vec![
        "Pair".to_owned(),
        format!("NPV [{currency}]"),
        "IRR".to_owned(),
        "MIRR".to_owned(),
        "ROI".to_owned(),
        "Payback [months]".to_owned(),
        "Discounted payback [months]".to_owned(),
        format!("Hard benefits [{currency}]"),
        format!("Costs [{currency}]"),
    ];
    titles.extend(PairRow::DELTA_KEYS.map(|key| format!("change of {}", key.replace('_', " "))));
    let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    page.headings(3, 0, &titles)?;
    for (row, pair) in (FIRST..).zip(&desk.pairs) {
        let strong = pair.pair == desk.case.pair;
        if strong {
            page.sheet.set_row_format(row, &Format::new().set_background_color(0xE3ECF7))?;
        }
        let look = |kind| {
            let format = ink::format(kind, Role::Found);
            if strong { format.set_background_color(0xE3ECF7).set_bold() } else { format }
        };
        let number = |page: &mut Page, col: u16, value: f64, kind| -> Result<(), WorkbookError> {
            page.sheet.write_number_with_format(row, col, value + 0.0, &look(kind))?;
            Ok(())
        };
        number(&mut page, 0, pair.pair as f64, Kind::Count)?;
        number(&mut page, NPV, pair.npv, Kind::Cents)?;
        match &pair.irr {
            RateOfReturn::One(rate) => number(&mut page, 2, *rate, Kind::Rate)?,
            RateOfReturn::NoneLosing => page.text(row, 2, "none (loses)", &look(Kind::Plain))?,
            RateOfReturn::NoneGaining => page.text(row, 2, "none (gains)", &look(Kind::Plain))?,
            RateOfReturn::Several(_) => page.text(row, 2, "several", &look(Kind::Plain))?,
        }
        for (col, value, words) in [(3, pair.mirr, "none"), (4, pair.roi_total, "no cost")] {
            match value {
                Some(value) => number(&mut page, col, value, Kind::Rate)?,
                None => page.text(row, col, words, &look(Kind::Plain))?,
            }
        }
        for (col, time) in [(5, pair.payback), (6, pair.discounted_payback)] {
            match months(time) {
                Ok(months) => number(&mut page, col, months, Kind::Months)?,
                Err(word) => page.text(row, col, word, &look(Kind::Plain))?,
            }
        }
        number(&mut page, 7, pair.benefit, Kind::Cents)?;
        number(&mut page, COST, pair.cost, Kind::Cents)?;
        for (col, delta) in (9..).zip(pair.deltas) {
            number(&mut page, col, delta, Kind::Months)?;
        }
    }
    let last = FIRST + (desk.pairs.len() as u32).max(1) - 1;
    page.sheet.autofilter(3, 0, last, 8 + PairRow::DELTA_KEYS.len() as u16)?;
    page.widths(&[8.0, 16.0, 13.0, 11.0, 11.0, 12.0, 13.0, 16.0, 16.0])?;
    page.sheet.set_column_range_width(9, 8 + PairRow::DELTA_KEYS.len() as u16, 12)?;
    page.sheet.set_row_height(3, 45)?;
    page.freeze(4, 1)?;
    Ok(page.sheet)
}
