//! Sheet `Audit`: two ways to every sum, and whether they agree.

use super::costs::{self, at};
use super::ink::{self, Kind, Page, Role};
use super::ledger;
use super::months::{self, Column};
use super::{Desk, WorkbookError, appraisal, findings, pairs, rate, years};
use rust_xlsxwriter::{Format, FormatAlign, Worksheet};
use scenarios::finance::ledger::{Account, Hardness};

const FIRST: u32 = 6;

/// Cell of the one word about all checks.
pub(super) const VERDICT: &str = "Audit!$B$4";

/// One check: two formulas that must give the same.
struct Check {
    label: String,
    left: String,
    right: String,
    value: [f64; 2],
    tolerance: f64,
    /// Holds only while the inputs are those of the run.
    as_run: bool,
}

fn checks(desk: &Desk<'_>) -> Vec<Check> {
    let mut all = by_account(desk);
    let model = desk.model;
    let always = |label: &str, left: String, right: String, value: [f64; 2], tolerance: f64| {
        Check { label: label.to_owned(), left, right, value, tolerance, as_run: false }
    };
    let cash: f64 =
        model.months.iter().map(|m| m.cash).sum::<f64>() + model.shields.iter().sum::<f64>();
    let total = months::total(desk, Column::Cash);
    let [_, net, _] = rate::flows(desk);
    all.push(always(
        "Cash flow: sum of months = sum of half months",
        total.clone(),
        format!("SUM({net})"),
        [cash, desk.solved.total],
        0.005,
    ));
    all.push(always(
        "Cash flow: sum of months = sum of years",
        total,
        years::cash_total(desk),
        [cash, cash],
        0.005,
    ));
    let present = months::total(desk, Column::Present);
    all.push(always(
        "NPV: by half months = by months",
        "Case_NPV".to_owned(),
        present,
        [desk.solved.npv, model.npv()],
        0.005,
    ));
    let amounts = format!("-SUM({})", costs::all(desk, at::AMOUNT));
    let paid: f64 = model.pays.iter().map(|p| -p.amount).sum();
    let of = [Column::Capital, Column::OneOff, Column::Run, Column::Unpaid]
        .map(|c| months::total(desk, c));
    let by_month = format!("-({})", of.join("+"));
    all.push(always("Costs: payments = months", amounts, by_month, [paid, paid], 0.005));
    if let Some((cells, amount)) = findings::closing(desk) {
        let [total, sum] = cells;
        all.push(always(
            "Reconciliation: the steps end at the simulated benefit",
            total,
            sum,
            [amount, amount],
            0.01,
        ));
    }
    let npv = pairs::column(desk, pairs::NPV);
    for (p, found) in [(0.1, desk.base.npv.p10), (0.5, desk.base.npv.p50), (0.9, desk.base.npv.p90)]
    {
        let label = format!(
            "Distribution: P{:.0} of sheet Pairs = P{:.0} of the report",
            100.0 * p,
            100.0 * p
        );
        all.push(always(
            &label,
            format!("PERCENTILE({npv},{p})"),
            found.to_string(),
            [found, found],
            0.005,
        ));
    }
    let keys = pairs::column(desk, 0);
    let here = desk.case.planned.appraisal.npv;
    let mut last = always(
        "Median future: NPV here = NPV of the pair in the run",
        "Case_NPV".to_owned(),
        format!("SUMIFS({npv},{keys},{})", desk.case.pair),
        [desk.solved.npv, here],
        0.005,
    );
    last.as_run = true;
    all.push(last);
    all
}

/// The general ledger of the run against the live sheet, account by account.
fn by_account(desk: &Desk<'_>) -> Vec<Check> {
    let (amounts, accounts, paid) = (
        ledger::all(desk, ledger::at::AMOUNT),
        ledger::all(desk, ledger::at::ACCOUNT),
        ledger::all(desk, ledger::at::PAID),
    );
    let accounts_of = [
        (Account::Benefit, vec![Column::Benefits]),
        (Account::Capital, vec![Column::Capital]),
        (Account::OneOffExpense, vec![Column::OneOff]),
        (Account::RunCost, vec![Column::Run]),
        (Account::Tax, vec![Column::Tax]),
        (Account::WorkingCapital, vec![Column::Moves, Column::AtHorizon]),
        (Account::Salvage, vec![Column::Salvage]),
    ];
    let hard = || desk.case.ledger.iter().filter(|l| l.hardness == Hardness::Hard);
    accounts_of
        .into_iter()
        .map(|(account, columns)| {
            let name = ledger::account(account);
            let sum: i64 = hard().filter(|l| l.account == account).map(|l| l.cents).sum();
            let exact: f64 = hard().filter(|l| l.account == account).map(|l| l.amount).sum();
            let entries = hard().filter(|l| l.account == account).count();
            let places: Vec<String> = columns.iter().map(|c| months::total(desk, *c)).collect();
            Check {
                label: format!("Ledger = cash flow: {name}"),
                left: format!("SUMIFS({amounts},{accounts},\"{name}\",{paid},\"cash\")"),
                right: places.join("+"),
                value: [ledger::money(sum), exact],
                // No entry is more than a cent away from its amount.
                tolerance: 0.01 * (entries.max(1) as f64),
                as_run: true,
            }
        })
        .collect()
}

pub(super) fn write(desk: &Desk<'_>) -> Result<Worksheet, WorkbookError> {
    let mut page = Page::new(
        "Audit",
        "Audit",
        "Every sum is reached in two ways. Where an input differs from the run, comparisons with the run wait until it is set back.",
    )?;
    let all = checks(desk);
    let end = FIRST + all.len() as u32;
    let table = end + 3;
    let months = table + 1;
    let horizon = desk.model.horizon;
    let verdict = format!(
        "=IF(COUNTIF({checks},\"CHECK\")+COUNTIF({by_month},\"CHECK\")+COUNTIF({measures},\"CHECK\")>0,\"CHECK\",\
         IF(Inputs_changed>0,\"inputs changed: sums agree, the run is not compared\",\"OK\"))",
        checks = format_args!("{}:{}", ink::fixed(FIRST, 5), ink::fixed(end - 1, 5)),
        by_month =
            format_args!("{}:{}", ink::fixed(months, 5), ink::fixed(months + horizon + 1, 5)),
        measures = appraisal::checks(),
    );
    page.text(3, 0, "All checks", &ink::bold())?;
    let loud = Format::new().set_bold().set_font_size(14).set_align(FormatAlign::Left);
    page.live_as((3, 1), &verdict, "OK", &loud)?;
    page.headings(
        FIRST - 1,
        0,
        &["Check", "One way", "Another way", "Difference", "Allowed", "Result"],
    )?;
    for (row, check) in (FIRST..).zip(&all) {
        page.word(row, 0, &check.label)?;
        page.live((row, 1), &format!("={}", check.left), check.value[0], Kind::Cents)?;
        page.live((row, 2), &format!("={}", check.right), check.value[1], Kind::Cents)?;
        let (a, b) = (ink::cell(row, 1), ink::cell(row, 2));
        page.live((row, 3), &format!("={a}-{b}"), check.value[0] - check.value[1], Kind::Tiny)?;
        page.number((row, 4), check.tolerance, Kind::Cents, Role::Live)?;
        let test =
            format!("IF(ABS({})<={},\"OK\",\"CHECK\")", ink::cell(row, 3), ink::cell(row, 4));
        let formula = if check.as_run {
            format!("=IF(Inputs_changed>0,\"inputs changed\",{test})")
        } else {
            format!("={test}")
        };
        page.live_as((row, 5), &formula, "OK", &ink::centred())?;
    }
    page.text(end + 1, 0, "Month by month: general ledger = cash flow, to the cent", &ink::bold())?;
    page.headings(
        table,
        0,
        &[
            "Month",
            "General ledger of the run",
            "Cash flow (live)",
            "Difference",
            "Cash flow of the run",
            "Result",
        ],
    )?;
    by_month(&mut page, desk, months)?;
    appraisal::good_and_bad(&mut page, (3, 1), (months + horizon + 1, 5))?;
    page.widths(&[58.0, 24.0, 24.0, 16.0, 20.0, 18.0])?;
    page.sheet.set_freeze_panes(4, 0)?;
    page.sheet.set_tab_color(ink::GREEN);
    Ok(page.sheet)
}

fn by_month(page: &mut Page, desk: &Desk<'_>, first: u32) -> Result<(), WorkbookError> {
    let (amounts, keys, paid) = (
        ledger::all(desk, ledger::at::AMOUNT),
        ledger::all(desk, ledger::at::MONTH),
        ledger::all(desk, ledger::at::PAID),
    );
    let run = &desk.case.planned.appraisal;
    let horizon = desk.model.horizon;
    let cents = |is: &dyn Fn(u32) -> bool| -> i64 {
        let here = desk.case.ledger.iter().filter(|l| l.hardness == Hardness::Hard && is(l.month));
        here.map(|l| l.cents).sum()
    };
    for m in 0..=horizon + 1 {
        let row = first + m;
        let after = m > horizon;
        let (month, live, booked, value) = if after {
            page.word(row, 0, "after the horizon")?;
            let [cash, _] = months::after(desk);
            (format!("\">\"&{horizon}"), cash, run.after_horizon, desk.model.shields.iter().sum())
        } else {
            page.number((row, 0), f64::from(m), Kind::Count, Role::Live)?;
            let booked = run.cash_flow.get(m as usize).copied().unwrap_or(0.0);
            (
                ink::cell(row, 0),
                months::place(desk, m, Column::Cash),
                booked,
                desk.model.months[m as usize].cash,
            )
        };
        let sum = ledger::money(if after { cents(&|k| k > horizon) } else { cents(&|k| k == m) });
        page.live(
            (row, 1),
            &format!("=SUMIFS({amounts},{keys},{month},{paid},\"cash\")"),
            sum,
            Kind::Cents,
        )?;
        page.live((row, 2), &format!("={live}"), value, Kind::Cents)?;
        let (a, b) = (ink::cell(row, 1), ink::cell(row, 2));
        page.live(
            (row, 3),
            &format!("={a}-ROUND({b},2)"),
            sum - (100.0 * value).round() / 100.0,
            Kind::Cents,
        )?;
        page.number((row, 4), booked, Kind::Cents, Role::Found)?;
        let formula = format!(
            "=IF(Inputs_changed>0,\"inputs changed\",IF(AND(ABS({a}-{b})<0.0051,ABS({b}-{})<0.005),\"OK\",\"CHECK\"))",
            ink::cell(row, 4)
        );
        page.live_as((row, 5), &formula, "OK", &ink::centred())?;
    }
    Ok(())
}
