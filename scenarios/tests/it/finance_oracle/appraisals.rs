//! F-09 and F-12: whole appraisals.

use scenarios::finance::appraisal::{Appraisal, appraise};
use scenarios::finance::break_even::{break_even, break_even_life_years};
use scenarios::finance::depreciation::{Depreciation, Method};
use scenarios::finance::input::AppraisalInput;
use scenarios::finance::npv::annuity_factor;
use scenarios::finance::roi::Roi;
use scenarios::finance::tax::TaxRules;
use scenarios::finance::tco::{CostItem, Timing, Treatment};
use scenarios::finance::timing::Convention;

use super::case;
use crate::finance_cases::{benefits, level_case, line, still_prices};

/// An outlay now, benefits and costs at the end of each year.
#[expect(clippy::unwrap_used, reason = "a test helper")]
fn yearly(outlay: Treatment, amounts: (f64, f64, f64), years: u32, wacc: f64) -> AppraisalInput {
    let (invest, benefit, cost) = amounts;
    let mut input = level_case(invest, 0.0, 12 * years);
    input.prices = still_prices(wacc);
    input.convention = Convention::EndMonth;
    input.costs[0] = line(CostItem::Hardware, invest, Timing::AtStart, outlay);
    let at_year_end = |m: u32| if m.is_multiple_of(12) { benefit - cost } else { 0.0 };
    input.benefits = vec![benefits((1..=12 * years).map(at_year_end).collect())];
    assert_eq!(appraise(&input).unwrap().horizon_months, 12 * years);
    input
}

#[test]
fn f_09_tax_shield_and_salvage() {
    let Some(case) = case("F-09") else { return };
    let amounts = (case.number("/I"), 40_000.0, 8_000.0);
    let after_tax = |method: Method| -> Appraisal {
        let treatment = Treatment::Capital(Depreciation::plain(method));
        let mut input = yearly(treatment, amounts, 5, case.number("/rate"));
        input.salvage = case.number("/salvage");
        input.tax = TaxRules { rate: case.number("/tax"), ..TaxRules::none() };
        appraise(&input).unwrap()
    };
    let straight = Method::StraightLine { years: 5, half_year: false, residual_share: 0.1 };
    let declining = Method::DecliningBalance { rate: 0.4, years: 5 };
    let line_down = after_tax(straight);
    case.check("NPV_straight_line", line_down.npv);
    case.check("after_tax_IRR_straight_line", line_down.irr.one());
    case.check("NPV_declining_balance", after_tax(declining).npv);
    let schedule = Depreciation::plain(declining).schedule().unwrap();
    for (year, share) in schedule.shares.iter().enumerate() {
        case.check(&format!("depreciation_declining/{year}"), 100_000.0 * share);
    }
    case.check("book_value_end", 100_000.0 * schedule.book_share);
    let mut before_tax = yearly(Treatment::Expense, amounts, 5, case.number("/rate"));
    before_tax.salvage = case.number("/salvage");
    case.check("pre_tax_NPV", appraise(&before_tax).unwrap().npv);
    case.done("");
}

#[test]
fn f_12_break_even_and_sensitivity() {
    let Some(case) = case("F-12") else { return };
    let [invest, benefit, cost] = ["/I", "/benefit", "/cost"].map(|pointer| case.number(pointer));
    let (years, i) = (6, case.number("/r"));
    let of = |invest: f64, benefit: f64, cost: f64| {
        appraise(&yearly(Treatment::Expense, (invest, benefit, cost), years, i)).unwrap()
    };
    let npv = |invest: f64, benefit: f64, cost: f64| of(invest, benefit, cost).npv;
    let base = of(invest, benefit, cost);
    case.check("NPV", base.npv);
    case.check("IRR", base.irr.one());
    let at = break_even(|benefit| npv(invest, benefit, cost), (0.0, 2e5));
    case.check("break_even_benefit", at);
    let at = break_even(|invest| npv(invest, benefit, cost), (1e5, 1e6));
    case.check("break_even_investment", at);
    case.check("break_even_life_years", break_even_life_years(invest, benefit - cost, i));
    case.check("dNPV_per_1_percent_benefit", npv(invest, 1.01 * benefit, cost) - base.npv);
    case.check("dNPV_per_1_percent_cost", npv(invest, benefit, 1.01 * cost) - base.npv);
    let percent = |roi: Roi| roi.fraction().map(|fraction| 100.0 * fraction);
    case.check("seed_ROI_percent_annual_cost_only", percent(Roi::of(benefit, cost)));
    let annualised = cost + invest / annuity_factor(i, f64::from(years));
    let with_investment = percent(Roi::of(benefit, annualised));
    case.check("seed_ROI_percent_with_annualised_investment", with_investment);
    // The case interpolates inside the year: cash at year ends is spread over the year.
    let yearly: Vec<f64> = base.cash_flow.chunks(12).map(|months| months.iter().sum()).collect();
    assert_eq!(yearly.len(), 7);
    let payback = scenarios::finance::payback::payback(&yearly).payback;
    case.check("simple_payback_years", payback.at());
    case.done("");
}
