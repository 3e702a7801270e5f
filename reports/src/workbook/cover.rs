//! Sheet `Cover`: what this is, where it comes from, how to read it.

use super::ink::{self, Kind, Page, Role};
use super::{Desk, WorkbookError, audit};
use crate::look;
use crate::number;
use rust_xlsxwriter::{Format, FormatAlign, Worksheet};

/// Name and purpose of every sheet.
const GUIDE: [(&str, &str); 21] = [
    ("Board", "the case on one page"),
    ("Inputs", "rates and switches: change a blue cell, the cash flow follows"),
    (
        "Appraisal",
        "NPV, IRR, MIRR, payback, ROI of the median future: live, and as the run found them",
    ),
    ("Years", "cash flow by finance year"),
    (
        "Months",
        "cash flow by month: benefits x price level x gain factor, costs x budget factor, tax, working capital",
    ),
    ("Benefits", "benefits at prices of the first day, as planned and with slow adoption"),
    ("Costs", "the cost list as drawn in the median future"),
    ("Payments", "every payment with its date, growth and present value"),
    ("Depreciation", "deductions by year of purchase"),
    ("Tax", "taxable income by month, tax by period, losses"),
    ("Rate", "net cash by half month, and the internal rate of return from it"),
    ("TCO", "total cost, planned and drawn, against the vendor's quote"),
    ("Drivers", "benefits by category, with intervals, quantiles and their lines"),
    ("Flags", "sanity flags: what a careful reader asks first"),
    ("Reconciliation", "from the closed form to the simulation, step by step"),
    ("Benchmarks", "what others report beside what was simulated, with source and date"),
    ("Assumptions", "every input with source, owner, kind and date"),
    ("Pairs", "one row per pair of futures: the distribution"),
    ("Ledger", "general ledger of the median future by cost centre, to the cent"),
    ("Audit", "ledger = cash flow, months = years, live = run"),
    ("Charts", "the numbers behind the charts"),
];

pub(super) fn write(desk: &Desk<'_>) -> Result<Worksheet, WorkbookError> {
    let provenance = &desk.result.provenance;
    let mut page = Page::new(
        "Cover",
        &provenance.study,
        "Investment case, written by gemba; nothing in this file depends on clock or machine",
    )?;
    page.sheet.set_portrait();
    page.sheet.set_print_fit_to_pages(1, 1);
    let dates = || desk.result.assumptions.iter().filter_map(|a| a.date.as_deref());
    let (oldest, newest) = (dates().min(), dates().max());
    let as_of = match (oldest, newest) {
        (Some(a), Some(b)) if a == b => a.to_owned(),
        (Some(a), Some(b)) => format!("{a} to {b}"),
        _ => "no input has a date".to_owned(),
    };
    let failed = desk.result.failed_pairs.len();
    let facts = [
        ("Investment", look::title_of(desk.result, &desk.comparison.investment).to_owned()),
        ("Compared with", look::title_of(desk.result, &desk.comparison.reference).to_owned()),
        ("Plant", provenance.plant.clone()),
        ("Horizon", format!("{} months from {}", provenance.horizon_months, provenance.start)),
        ("Currency", provenance.currency.clone()),
        (
            "Pairs of futures",
            match failed {
                0 => number::count(provenance.pairs),
                failed => {
                    format!("{}; {failed} could not be simulated", number::count(provenance.pairs))
                }
            },
        ),
        (
            "Complete",
            if provenance.partial { "no: the run was cut short" } else { "yes" }.to_owned(),
        ),
        ("Seed", provenance.seed.to_string()),
        ("Version", format!("gemba {}", provenance.version)),
        (
            "SHA-256 of the inputs",
            provenance.input_hash.clone().unwrap_or_else(|| "not known".to_owned()),
        ),
        ("Inputs as of", as_of),
        ("Coupling", provenance.coupling.clone()),
        ("Cash flow sheets", super::appraisal::which(desk)),
    ];
    let mut row = 3;
    let projects = desk.result.projects.iter().filter_map(crate::chapter::approval_words);
    let facts = facts.map(|(label, text)| (label.to_owned(), text)).into_iter().chain(projects);
    for (label, text) in facts {
        page.text(row, 0, &label, &ink::bold().set_align(FormatAlign::Top))?;
        page.text(row, 1, &text, &ink::wrapped())?;
        page.high(row, &[(&text, 96.0)])?;
        row += 1;
    }
    page.text(row, 0, "Audit", &ink::bold())?;
    let format = ink::bold().set_align(FormatAlign::Left);
    page.live_as((row, 1), &format!("={}", audit::VERDICT), "OK", &format)?;
    super::appraisal::good_and_bad(&mut page, (row, 1), (row, 1))?;
    row += 2;
    for warning in crate::warnings(desk.result) {
        let loud = ink::wrapped().set_font_color(ink::RED);
        page.text(row, 0, &warning.label, &ink::bold().set_font_color(ink::RED))?;
        page.text(row, 1, &warning.text, &loud)?;
        page.high(row, &[(&warning.text, 96.0)])?;
        row += 1;
    }
    page.text(row, 0, "How to read it", &ink::bold().set_font_color(ink::NAVY))?;
    page.text(row + 1, 0, "Blue on yellow", &ink::format(Kind::Plain, Role::Input))?;
    page.word(row + 1, 1, "an input: change it and the sheets follow")?;
    page.word(row + 2, 0, "Black")?;
    page.word(row + 2, 1, "a formula, or a number it needs")?;
    page.text(row + 3, 0, "Green", &ink::format(Kind::Plain, Role::Found))?;
    page.word(row + 3, 1, "found by the simulation; another value needs another run")?;
    row += 5;
    page.headings(row, 0, &["Sheet", "What it holds"])?;
    for (row, (sheet, what)) in (row + 1..).zip(GUIDE) {
        let link = Format::new()
            .set_font_color(ink::NAVY)
            .set_underline(rust_xlsxwriter::FormatUnderline::Single);
        page.sheet.write_url_with_options(
            row,
            0,
            format!("internal:{sheet}!A1").as_str(),
            sheet,
            "",
            Some(&link),
        )?;
        page.text(row, 1, what, &ink::wrapped())?;
        page.high(row, &[(what, 96.0)])?;
    }
    page.widths(&[24.0, 96.0])?;
    Ok(page.sheet)
}
