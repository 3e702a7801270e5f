//! Inputs the finance tests share.

use scenarios::finance::currency::Currency;
use scenarios::finance::depreciation::{Depreciation, Macrs, Method};
use scenarios::finance::inflation::{Escalation, PriceCategory, Prices};
use scenarios::finance::input::{AppraisalInput, BenefitStream};
use scenarios::finance::ledger::BenefitCategory;
use scenarios::finance::rate::{AnnualRate, Nominal};
use scenarios::finance::tax::TaxRules;
use scenarios::finance::tco::{CostItem, CostLine, Timing, Treatment};

/// A nominal rate.
#[expect(clippy::unwrap_used, reason = "a test helper")]
pub(crate) fn rate(fraction: f64) -> AnnualRate<Nominal> {
    AnnualRate::new(fraction).unwrap()
}

/// Nominal prices that do not move.
pub(crate) fn still_prices(wacc: f64) -> Prices {
    Prices::Nominal { wacc: rate(wacc), escalation: Escalation::uniform(rate(0.0)) }
}

/// A cost line in dollars, outside the vendor's quote, without a life.
pub(crate) fn line(item: CostItem, amount: f64, timing: Timing, treatment: Treatment) -> CostLine {
    CostLine {
        name: format!("{item:?}").into(),
        item,
        amount,
        currency: Currency::USD,
        timing,
        treatment,
        in_quote: false,
        life_months: None,
        begins: 0,
    }
}

/// Benefits in dollars that follow general prices.
pub(crate) fn benefits(monthly: Vec<f64>) -> BenefitStream {
    BenefitStream {
        category: BenefitCategory::Downtime,
        escalation: PriceCategory::Price,
        currency: Currency::USD,
        monthly,
    }
}

/// An outlay now, then a level benefit every month; no tax, no inflation, 10 %.
pub(crate) fn level_case(outlay: f64, monthly: f64, months: u32) -> AppraisalInput {
    let mut input = AppraisalInput::empty(Currency::USD, months, still_prices(0.10));
    input.costs = vec![line(CostItem::Hardware, outlay, Timing::AtStart, Treatment::Expense)];
    input.benefits = vec![benefits(vec![monthly; months as usize])];
    input
}

/// Depreciation by the 5-year table.
pub(crate) fn macrs5() -> Depreciation {
    Depreciation::plain(Method::Macrs(Macrs::FiveYear))
}

/// The golden case: 127 000 capital, 55 000 expensed, 74 000 a year in advance, a ramped benefit.
pub(crate) fn golden() -> AppraisalInput {
    let growth = rate(0.025);
    let prices = Prices::Nominal { wacc: rate(0.10), escalation: Escalation::uniform(growth) };
    let mut input = AppraisalInput::empty(Currency::USD, 60, prices);
    let ramp = |m: u32| match m {
        1..=3 => 0.1,
        4..=12 => 0.4 + f64::from(m - 4) / 15.0,
        _ => 1.0,
    };
    input.costs = vec![
        line(CostItem::Hardware, 127_000.0, Timing::AtStart, Treatment::Capital(macrs5())),
        line(CostItem::Integration, 55_000.0, Timing::AtStart, Treatment::Expense),
        line(
            CostItem::Subscription,
            74_000.0,
            Timing::AnnualInAdvance { escalator: growth },
            Treatment::Expense,
        ),
    ];
    input.benefits = vec![benefits((1..=60).map(|m| 15_000.0 * ramp(m)).collect())];
    input.tax = TaxRules { rate: 0.25, ..TaxRules::none() };
    input
}

/// The golden case with 30 000 of working capital released in month 12.
pub(crate) fn golden_with_release() -> AppraisalInput {
    let mut input = golden();
    input.working_capital =
        (1..=60).map(|month| if month < 12 { 0.0 } else { -30_000.0 }).collect();
    input
}

/// Fails unless `found` is `expected` within relative `tolerance`.
#[track_caller]
pub(crate) fn assert_close(what: &str, found: f64, expected: f64, tolerance: f64) {
    let off = (found - expected).abs();
    assert!(off <= tolerance * expected.abs(), "{what}: {found} instead of {expected}, off {off}");
}
