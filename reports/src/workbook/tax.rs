//! Sheet `Tax`: taxable income by month, tax by period.

use super::costs::{self, at};
use super::ink::{self, Kind, Page, Role};
use super::{Desk, WorkbookError, depreciation, months};
use rust_xlsxwriter::Worksheet;

/// Row of month 1.
const FIRST: u32 = 4;

/// Cell of the tax of a month (from 1).
pub(super) fn cell(month: u32) -> String {
    format!("Tax!{}", ink::cell(FIRST + month - 1, 11))
}

pub(super) fn write(desk: &Desk<'_>) -> Result<Worksheet, WorkbookError> {
    let mut page = Page::new(
        "Tax",
        "Tax",
        "Income tax on the difference between the two plants; an inflow where the other income of the firm uses the loss.",
    )?;
    page.headings(
        3,
        0,
        &[
            "Month",
            "Finance year",
            "Tax period",
            "Benefits",
            "Costs deducted at once",
            "Depreciation",
            "Salvage",
            "Taxable income",
            "Period ends",
            "Taxable income of the period",
            "Loss brought forward",
            "Tax (cash)",
        ],
    )?;
    let model = desk.model;
    let last = FIRST + model.horizon - 1;
    let column = |col: u16| format!("{}:{}", ink::fixed(FIRST, col), ink::fixed(last, col));
    let (amounts, borne, accounts) =
        (costs::all(desk, at::CASH), costs::all(desk, at::BORNE), costs::all(desk, at::ACCOUNT));
    let length = model.input.tax.period.months();
    for (m, month) in (1..).zip(&model.tax) {
        let row = FIRST + m - 1;
        page.number((row, 0), f64::from(m), Kind::Count, Role::Live)?;
        let here = ink::cell(row, 0);
        let year = (m - 1) / 12 + 1;
        page.live((row, 1), &format!("=INT(({here}-1)/12)+1"), year, Kind::Count)?;
        page.live(
            (row, 2),
            &format!("=INT(({here}-1)/Tax_period_months)+1"),
            (m - 1) / length + 1,
            Kind::Count,
        )?;
        page.live(
            (row, 3),
            &format!("={}", months::place(desk, m, months::Column::Benefits)),
            month.benefits,
            Kind::Cents,
        )?;
        let formula = format!(
            "=SUMIFS({amounts},{borne},{here},{accounts},\"one-off expense\")+SUMIFS({amounts},{borne},{here},{accounts},\"run cost\")"
        );
        page.live((row, 4), &formula, month.costs, Kind::Cents)?;
        let formula = format!(
            "=-INDEX({},1,{})/12-IF(AND({here}=Horizon,Write_off=1),{},0)",
            depreciation::deductions(desk),
            ink::cell(row, 1),
            depreciation::rest(desk)
        );
        page.live((row, 5), &formula, month.depreciation, Kind::Cents)?;
        page.live(
            (row, 6),
            &format!("={}", months::place(desk, m, months::Column::Salvage)),
            month.salvage,
            Kind::Cents,
        )?;
        let formula = format!("=SUM({}:{})", ink::cell(row, 3), ink::cell(row, 6));
        page.live((row, 7), &formula, month.taxable, Kind::Cents)?;
        let formula = format!("=IF(OR(MOD({here},Tax_period_months)=0,{here}=Horizon),1,0)");
        page.live((row, 8), &formula, u32::from(month.ends), Kind::Count)?;
        let formula = format!(
            "=IF({}=1,SUMIFS({},{},{}),0)",
            ink::cell(row, 8),
            column(7),
            column(2),
            ink::cell(row, 2)
        );
        page.live((row, 9), &formula, month.of_period, Kind::Cents)?;
        if m == 1 {
            page.number((row, 10), 0.0, Kind::Cents, Role::Live)?;
        } else {
            let [ends, income, before] = [8, 9, 10].map(|col| ink::cell(row - 1, col));
            let formula =
                format!("=IF({ends}=1,IF(Loss_refund=1,0,MAX(0,{before}-{income})),{before})");
            page.live((row, 10), &formula, month.brought, Kind::Cents)?;
        }
        let [ends, income, before] = [8, 9, 10].map(|col| ink::cell(row, col));
        let formula =
            format!("=-Tax_rate*{ends}*IF(Loss_refund=1,{income},MAX(0,{income}-{before}))");
        page.live((row, 11), &formula, month.tax, Kind::Cents)?;
    }
    let end = last + 1;
    page.text(end, 0, "Sum", &ink::bold())?;
    let sums: [(u16, f64); 5] = [
        (3, model.tax.iter().map(|t| t.benefits).sum()),
        (4, model.tax.iter().map(|t| t.costs).sum()),
        (5, model.tax.iter().map(|t| t.depreciation).sum()),
        (7, model.tax.iter().map(|t| t.taxable).sum()),
        (11, model.tax.iter().map(|t| t.tax).sum()),
    ];
    for (col, sum) in sums {
        let formula = format!("=SUM({}:{})", ink::cell(FIRST, col), ink::cell(last, col));
        page.live_as((end, col), &formula, sum, &ink::format(Kind::Cents, Role::Strong))?;
    }
    page.widths(&[8.0, 9.0, 9.0, 16.0, 16.0, 16.0, 13.0, 16.0, 9.0, 17.0, 16.0, 16.0])?;
    page.sheet.set_row_height(3, 45)?;
    page.freeze(4, 1)?;
    Ok(page.sheet)
}
