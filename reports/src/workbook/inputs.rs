//! Sheet `Inputs`: every switch and rate that the cash flow hangs on, under a name of its own.

use super::ink::{self, Kind, Page, Role};
use super::model::PRICES;
use super::{Desk, WorkbookError};
use rust_xlsxwriter::{
    ConditionalFormatCell, ConditionalFormatCellRule, DataValidation, DataValidationRule, Format,
    Worksheet,
};
use scenarios::finance::tax::{Losses, Remainder};
use scenarios::finance::working_capital::AtHorizon;

/// One input.
struct Input {
    name: &'static str,
    label: String,
    value: f64,
    kind: Kind,
    help: &'static str,
    /// Path in the study file.
    path: &'static str,
    /// Values it may take; none: any number above -1.
    words: &'static [f64],
}

const FIRST: u32 = 5;

fn list(desk: &Desk<'_>) -> Vec<Input> {
    let model = desk.model;
    let input = model.input;
    let yes = |is: bool| f64::from(u8::from(is));
    let rules = input.tax;
    let currency = desk.currency();
    let one = |name, label: &str, value, kind, help, path| Input {
        name,
        label: label.to_owned(),
        value,
        kind,
        help,
        path,
        words: &[],
    };
    let switch = |name, label: &str, value, help, path| Input {
        words: &[0.0, 1.0],
        ..one(name, label, value, Kind::Count, help, path)
    };
    let mut all = vec![
        one(
            "WACC",
            "Discount rate (WACC, effective per year)",
            model.wacc,
            Kind::Rate,
            "nominal, as the cash flow is in money of the day",
            "finance.wacc",
        ),
        one(
            "Tax_rate",
            "Tax rate on income",
            rules.rate,
            Kind::Rate,
            "0 % for an appraisal before tax",
            "finance.tax",
        ),
        Input {
            words: &[3.0, 12.0],
            ..one(
                "Tax_period_months",
                "Tax is settled every [months]",
                f64::from(rules.period.months()),
                Kind::Count,
                "3 or 12; a last shorter period ends at the horizon",
                "finance.tax_period",
            )
        },
        switch(
            "Loss_refund",
            "Tax loss: 1 = set against other income at once, 0 = carried forward",
            yes(rules.losses == Losses::Refund),
            "1 or 0",
            "finance.losses",
        ),
        switch(
            "Write_off",
            "Book value at the horizon: 1 = written off, 0 = deducted in later years",
            yes(rules.remainder == Remainder::WrittenOff),
            "1 or 0",
            "finance.book_value",
        ),
        switch(
            "Mid_month",
            "Flows during a month fall: 1 = in its middle, 0 = at its end",
            yes(model.mid()),
            "1 or 0; exponent (m - 1/2)/12 or m/12",
            "finance.convention",
        ),
        switch(
            "WC_reverses",
            "Working capital at the horizon: 1 = reverses, 0 = is kept",
            yes(input.working_capital_at_horizon == AtHorizon::Reverses),
            "1 or 0",
            "finance.working_capital",
        ),
    ];
    for ((name, what, _), value) in PRICES.iter().zip(model.growth) {
        all.push(Input {
            name,
            ..one(
                "",
                &format!("Rise of {what} per year"),
                value,
                Kind::Rate,
                "price level of month m: (1 + g)^((m - 1/2)/12)",
                "finance.inflation",
            )
        });
    }
    all.push(one(
        "Budget_factor",
        "Factor on all costs",
        input.cost_factor,
        Kind::Months,
        "1.2 in the pessimistic table",
        "",
    ));
    all.push(one(
        "Gain_factor",
        "Factor on all hard benefits and working capital",
        input.benefit_factor,
        Kind::Months,
        "0.6 in the pessimistic table",
        "",
    ));
    let slow = if desk.case.slow.is_some() {
        "1 or 0; the slow future was simulated, its months are on sheet Benefits"
    } else {
        "no slow future: the study has no pessimistic table"
    };
    all.push(switch(
        "Slow_adoption",
        "Adoption: 0 = as planned, 1 = twice as slow (simulated again)",
        0.0,
        slow,
        "",
    ));
    all.push(switch(
        "Unpaid_in_ROI",
        "Costs without payment (own people) count in ROI: 1 = yes",
        yes(input.opportunity_in_roi),
        "1 or 0; never in the cash flow",
        "",
    ));
    all.push(one(
        "Salvage",
        &format!("Proceeds at the horizon [{currency}]"),
        input.salvage,
        Kind::Money,
        "taxed in full",
        "",
    ));
    all
}

/// Names of the inputs, and the cell each stands for.
pub(super) fn names(desk: &Desk<'_>) -> Vec<(&'static str, String)> {
    let all = list(desk);
    let place = |row: u32, col: u16| format!("Inputs!{}", ink::fixed(row, col));
    let mut names: Vec<(&'static str, String)> =
        (FIRST..).zip(&all).map(|(row, input)| (input.name, place(row, 1))).collect();
    let end = FIRST + all.len() as u32;
    names.push(("Horizon", place(end + 1, 1)));
    names.push(("Inputs_changed", place(end + 2, 1)));
    names
}

pub(super) fn write(desk: &Desk<'_>) -> Result<Worksheet, WorkbookError> {
    let mut page = Page::new(
        "Inputs",
        "Inputs",
        "Change a blue cell: cash flow, measures and checks follow. The simulation itself does not run again.",
    )?;
    page.text(2, 0, "Blue on yellow = input", &ink::format(Kind::Plain, Role::Input))?;
    page.text(2, 1, "black = formula", &Format::new())?;
    page.text(2, 2, "green = found by the simulation", &ink::format(Kind::Plain, Role::Found))?;
    page.headings(
        4,
        0,
        &[
            "Input",
            "Value",
            "Values and meaning",
            "As run",
            "Changed",
            "Name",
            "Source",
            "Owner",
            "As of",
        ],
    )?;
    let all = list(desk);
    for (row, input) in (FIRST..).zip(&all) {
        page.word(row, 0, &input.label)?;
        page.number((row, 1), input.value, input.kind, Role::Input)?;
        page.text(row, 2, input.help, &ink::quiet().set_indent(1))?;
        page.number((row, 3), input.value, input.kind, Role::Found)?;
        let (value, run) = (ink::cell(row, 1), ink::cell(row, 3));
        page.live((row, 4), &format!("=IF({value}={run},0,1)"), 0.0, Kind::Count)?;
        page.text(row, 5, input.name, &ink::quiet().set_indent(1))?;
        if !input.words.is_empty() {
            let words: Vec<String> = input.words.iter().map(ToString::to_string).collect();
            let valid = DataValidation::new().allow_list_strings(&words)?;
            page.sheet.add_data_validation(row, 1, row, 1, &valid)?;
        } else {
            let valid = DataValidation::new()
                .allow_decimal_number(DataValidationRule::GreaterThan(-1.0))
                .set_error_message("a number above -1 (-100 %)")?;
            if input.name != "Salvage" {
                page.sheet.add_data_validation(row, 1, row, 1, &valid)?;
            }
        }
        let exact = desk.result.assumptions.iter().find(|a| a.path == input.path);
        let below = || {
            let under =
                |path: &str| path.strip_prefix(input.path).is_some_and(|r| r.starts_with('.'));
            desk.result.assumptions.iter().find(|a| !input.path.is_empty() && under(&a.path))
        };
        let said = exact.or_else(below);
        let words = |text: Option<&String>| text.cloned().unwrap_or_else(|| "not said".to_owned());
        if let Some(said) = said {
            page.word(row, 6, &words(said.source.as_ref()))?;
            page.word(row, 7, &words(said.owner.as_ref()))?;
            page.word(row, 8, said.date.as_deref().unwrap_or(""))?;
        } else {
            let text = if input.path.is_empty() {
                "switch of this workbook"
            } else {
                "default of the program"
            };
            page.text(row, 6, text, &ink::quiet())?;
        }
    }
    let end = FIRST + all.len() as u32;
    page.word(end + 1, 0, "Horizon [months]")?;
    page.number((end + 1, 1), f64::from(desk.model.horizon), Kind::Count, Role::Found)?;
    page.text(end + 1, 2, "as simulated; cannot be changed here", &ink::quiet())?;
    page.text(end + 2, 0, "Inputs that differ from the run (here and on Costs)", &ink::bold())?;
    let formula = format!("=SUM({}:{})+Costs!$J$4", ink::cell(FIRST, 4), ink::cell(end - 1, 4));
    page.live_as((end + 2, 1), &formula, 0.0, &ink::format(Kind::Count, Role::Strong))?;
    page.text(
        end + 2,
        2,
        "0: every measure is that of the run, and the audit compares to the cent",
        &ink::quiet(),
    )?;
    let alarm = ConditionalFormatCell::new()
        .set_rule(ConditionalFormatCellRule::NotEqualTo(0))
        .set_format(Format::new().set_font_color(ink::RED).set_bold());
    page.sheet.add_conditional_format(FIRST, 4, end + 2, 4, &alarm)?;
    page.sheet.add_conditional_format(end + 2, 1, end + 2, 1, &alarm)?;
    page.widths(&[58.0, 12.0, 54.0, 12.0, 9.0, 19.0, 28.0, 22.0, 11.0])?;
    page.freeze(5, 1)?;
    page.sheet.set_tab_color(ink::BLUE);
    Ok(page.sheet)
}
