//! Golden figures: one replication worked out by hand, to 1e-6 relative or to the digits printed.

use scenarios::finance::appraisal::appraise;
use scenarios::finance::depreciation::{Depreciation, Macrs, Method};
use scenarios::finance::payback::Payback;
use scenarios::finance::rate::AnnualRate;
use scenarios::finance::tax::{Remainder, TaxRules};
use scenarios::finance::tco::{CostItem, Timing, Treatment};
use scenarios::finance::timing::Convention;

use crate::finance_cases::{
    assert_close, golden, golden_with_release, level_case, line, macrs5, still_prices,
};

/// Half a unit of the last digit printed.
#[track_caller]
fn assert_digits(what: &str, found: f64, printed: f64, last_digit: f64) {
    assert!((found - printed).abs() <= 0.5 * last_digit, "{what}: {found} instead of {printed}");
}

#[test]
fn a47_golden_case() {
    let appraisal = appraise(&golden()).unwrap();
    assert_close("NPV", appraisal.npv, 119_267.157, 1e-6);
    assert_digits("NPV", appraisal.npv, 119_267.157, 1e-3);
    assert_digits("IRR", appraisal.irr.one().unwrap(), 0.293_78, 1e-5);
    assert_digits("payback", appraisal.payback.payback.at().unwrap(), 38.488, 1e-3);
    assert_digits("roi_total", appraisal.roi_total.fraction().unwrap(), 0.526_7, 1e-4);
    let benefits: f64 = appraisal.benefits_by_year.iter().sum();
    let costs: f64 = appraisal.costs_by_year.iter().sum();
    assert_digits("benefits", benefits, 871_716.65, 1e-2);
    assert_digits("costs", costs, 570_968.31, 1e-2);
}

#[test]
fn golden_case_with_working_capital() {
    let appraisal = appraise(&golden_with_release()).unwrap();
    assert_close("NPV", appraisal.npv, 128_020.767, 1e-6);
    assert_digits("NPV", appraisal.npv, 128_020.767, 1e-3);
    assert_digits("IRR", appraisal.irr.one().unwrap(), 0.331_90, 1e-5);
    assert_digits("payback", appraisal.payback.payback.at().unwrap(), 30.288, 1e-3);
}

#[test]
fn golden_case_combined_pessimistic() {
    let mut input = golden_with_release();
    input.cost_factor = 1.2;
    input.benefit_factor = 0.6;
    let appraisal = appraise(&input).unwrap();
    assert_close("NPV", appraisal.npv, -159_789.198, 1e-6);
    assert_digits("NPV", appraisal.npv, -159_789.198, 1e-3);
    assert_eq!(appraisal.payback.payback, Payback::Never { horizon: 60 });
}

#[test]
fn level_benefit_at_both_conventions() {
    let mid = appraise(&level_case(100_000.0, 3_000.0, 60)).unwrap();
    let mut end_input = level_case(100_000.0, 3_000.0, 60);
    end_input.convention = Convention::EndMonth;
    let end = appraise(&end_input).unwrap();
    assert_digits("NPV end", end.npv, 42_615.50, 1e-2);
    assert_digits("NPV mid", mid.npv, 43_182.99, 1e-2);
    assert_digits("IRR end", end.irr.one().unwrap(), 0.294_6, 1e-4);
    assert_digits("IRR mid", mid.irr.one().unwrap(), 0.301_7, 1e-4);
    assert_digits("payback", mid.payback.payback.at().unwrap(), 33.33, 1e-2);
    assert_digits("payback end", end.payback.payback.at().unwrap(), 33.33, 1e-2);
    assert_digits("discounted mid", mid.discounted_payback.payback.at().unwrap(), 38.72, 1e-2);
    assert_digits("discounted end", end.discounted_payback.payback.at().unwrap(), 38.90, 1e-2);
    assert_digits("MIRR end", end.mirr.unwrap(), 0.180_9, 1e-4);
}

#[test]
fn present_value_of_tax_shields() {
    let shield = |depreciation: Depreciation, years: u32| {
        let mut input = level_case(100_000.0, 0.0, 12 * years);
        input.costs[0] =
            line(CostItem::Hardware, 100_000.0, Timing::AtStart, Treatment::Capital(depreciation));
        input.tax = TaxRules { rate: 0.25, remainder: Remainder::Continued, ..TaxRules::none() };
        appraise(&input).unwrap().npv + 100_000.0
    };
    for years in [5, 6] {
        assert_digits("MACRS5", shield(macrs5(), years), 19_331.51, 1e-2);
        let straight = Depreciation::straight_line(5);
        assert_digits("SL5", shield(straight, years), 18_953.93, 1e-2);
        let seven = Depreciation::plain(Method::Macrs(Macrs::SevenYear));
        assert_digits("MACRS7", shield(seven, years), 18_036.24, 1e-2);
    }
}

#[test]
fn trap_09_real_and_nominal_appraisals_agree_when_all_prices_grow_alike() {
    use scenarios::finance::inflation::{Escalation, Prices};
    let growth = AnnualRate::new(0.025).unwrap();
    let mut nominal = level_case(100_000.0, 3_000.0, 60);
    let wacc = AnnualRate::new(0.10).unwrap();
    nominal.prices = Prices::Nominal { wacc, escalation: Escalation::uniform(growth) };
    let mut real = nominal.clone();
    real.prices = Prices::Real { wacc: wacc.to_real(0.025).unwrap() };
    let (nominal, real) = (appraise(&nominal).unwrap(), appraise(&real).unwrap());
    assert_close("NPV", nominal.npv, real.npv, 1e-12);
    let still = appraise(&level_case(100_000.0, 3_000.0, 60)).unwrap();
    assert!(still.npv < nominal.npv, "a nominal rate on constant prices undervalues");
    assert_eq!(still_prices(0.1).level(scenarios::finance::inflation::PriceCategory::Wage, 9), 1.0);
}
