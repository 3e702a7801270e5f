//! F-01 to F-08: values, rates, payback, annuities.

use scenarios::finance::break_even::break_even_life_years;
use scenarios::finance::cash_flow::{CashFlow, cumulative};
use scenarios::finance::irr::{Irr, internal_rates};
use scenarios::finance::mirr::modified_irr;
use scenarios::finance::npv::{
    annuity_factor, continuous_annuity_factor, growing_annuity_factor, net_present_value,
    profitability_index,
};
use scenarios::finance::payback::payback;
use scenarios::finance::rate::{AnnualRate, Nominal};

use super::case;
use crate::finance_cases::rate;

#[expect(clippy::unwrap_used, reason = "a test helper")]
fn annual(c: &[f64]) -> CashFlow<Nominal> {
    CashFlow::from_periods(c, 1).unwrap()
}

fn irr(c: &[f64]) -> Irr {
    internal_rates(&annual(c)).irr
}

fn npv(c: &[f64], i: f64) -> f64 {
    net_present_value(&annual(c), rate(i))
}

#[test]
fn f_01_npv_and_the_excel_trap() {
    let Some(case) = case("F-01") else { return };
    let c = case.numbers("/cash_flows");
    let i = case.number("/rate");
    let value = npv(&c, i);
    case.check("NPV", value);
    case.check("NPV_0_percent", npv(&c, 0.0));
    case.check("IRR", irr(&c).one());
    case.check("payback_years", payback(&c).payback.at());
    let discounted = annual(&c).discounted_buckets(rate(i));
    case.check("discounted_payback_years", payback(&discounted).payback.at());
    case.check("profitability_index", profitability_index(value, -c[0]));
    case.done("");
}

#[test]
fn f_02_irr_and_mirr_of_published_spreadsheets() {
    let Some(case) = case("F-02") else { return };
    let c = case.numbers("/irr_flows");
    case.check("IRR_5_years", irr(&c).one());
    case.check("IRR_4_years", irr(&c[..5]).one());
    case.check("IRR_2_years", irr(&c[..3]).one());
    let c = case.numbers("/mirr_flows");
    let mirr = |c: &[f64], again: f64| modified_irr(&annual(c), rate(0.10), rate(again));
    case.check("MIRR_5_years", mirr(&c, 0.12));
    case.check("MIRR_3_years", mirr(&c[..4], 0.12));
    case.check("MIRR_reinvest_14", mirr(&c, 0.14));
    case.done("");
}

#[test]
fn f_03_multiple_irrs() {
    let Some(case) = case("F-03") else { return };
    for (name, count) in [("a", 2), ("b", 2), ("c", 3)] {
        let Irr::Several(rates) = irr(&case.numbers(&format!("/{name}"))) else {
            panic!("F-03 {name}: not several rates")
        };
        assert_eq!(rates.len(), count);
        for (index, found) in rates.iter().enumerate() {
            case.check(&format!("IRR_{name}/{index}"), *found);
        }
    }
    for index in 0..3 {
        assert_eq!(case.expected["unique"][index], false);
        case.checked.set(case.checked.get() + 1);
    }
    let a = case.numbers("/a");
    case.check("NPV_a_15", npv(&a, 0.15));
    case.check("NPV_a_5", npv(&a, 0.05));
    case.check("MIRR_a_10_10", modified_irr(&annual(&a), rate(0.1), rate(0.1)));
    case.done("");
}

#[test]
fn f_04_no_irr_and_never_pays_back() {
    let Some(case) = case("F-04") else { return };
    for name in ["a", "b", "c", "d", "e"] {
        let c = case.numbers(&format!("/{name}"));
        case.check(&format!("IRR_{name}"), irr(&c).one());
        case.check(&format!("payback_{name}"), payback(&c).payback.at());
        assert!(!matches!(irr(&c), Irr::Several(_)));
    }
    let a = case.numbers("/a");
    assert!(payback(&a).relapses, "positive at once, short later: must be flagged");
    case.check("NPV_a_10", npv(&a, 0.10));
    case.check("NPV_c_10", npv(&case.numbers("/c"), 0.10));
    case.done("");
}

#[test]
fn f_05_payback_within_a_month() {
    let Some(case) = case("F-05") else { return };
    let level = |invest: f64, monthly: f64, months: usize| {
        let mut c = vec![monthly; months + 1];
        c[0] = -invest;
        c
    };
    let discounted = |c: &[f64], i_m: f64| {
        let i = AnnualRate::from_monthly(i_m).unwrap();
        let flow = CashFlow::<Nominal>::from_periods(c, 12).unwrap();
        payback(&flow.discounted_buckets(i)).payback.at()
    };
    let (invest, monthly) = (case.number("/a/invest"), case.number("/a/monthly"));
    let a = level(invest, monthly, 24);
    let months = payback(&a).payback.at().unwrap();
    case.check("payback_a_months", months);
    case.check("payback_a_years", months / 12.0);
    case.check("first_full_month_paid_back_a", months.ceil());
    let i_m = case.number("/b_rate");
    case.check("discounted_payback_b_months", discounted(&a, i_m));
    let by_logarithm = break_even_life_years(invest, monthly, i_m);
    case.check("discounted_payback_b_by_annuity_log_formula", by_logarithm);
    let c = level(case.number("/c/invest"), case.number("/c/monthly"), 1200);
    case.check("simple_payback_c_months", payback(&c).payback.at());
    case.check("discounted_payback_c", discounted(&c, case.number("/c/rate")));
    case.check("payback_d_months", payback(&case.numbers("/d")).payback.at());
    case.done("");
}

#[test]
fn f_06_payback_crossed_twice() {
    let Some(case) = case("F-06") else { return };
    let c = case.numbers("/cash_flows");
    let report = payback(&c);
    case.check("payback_first_crossing", report.first_crossing);
    case.check("payback_final_crossing", report.payback.at());
    assert!(report.relapses);
    for (index, sum) in cumulative(&c).into_iter().enumerate() {
        case.check(&format!("cumulative/{index}"), sum);
    }
    case.check("NPV_10", npv(&c, 0.10));
    case.check("IRRs/0", irr(&c).one());
    case.done("");
}

#[test]
fn f_08_annual_and_monthly_rates() {
    let Some(case) = case("F-08") else { return };
    let w = rate(case.number("/annual_rate"));
    let (i, i_m) = (w.fraction(), w.monthly_equivalent());
    case.check("monthly_equivalent", i_m);
    case.check("PV_36_months", 5_000.0 * annuity_factor(i_m, 36.0));
    case.check("PV_36_months_nominal_1_percent", 5_000.0 * annuity_factor(0.01, 36.0));
    case.check("PV_growing_annuity", 50_000.0 * growing_annuity_factor(i, 0.03, 5.0));
    case.check("EAC_80000_7_years", 80_000.0 / annuity_factor(i, 7.0));
    case.check("PV_continuous_60000_5_years", 60_000.0 * continuous_annuity_factor(i, 5.0));
    let mut mid_year = CashFlow::<Nominal>::over_months(60);
    let mut end_year = mid_year.clone();
    for year in 0..5 {
        let date = |month: u32| scenarios::finance::timing::HalfMonths::end_of_month(month);
        mid_year.add(date(12 * year + 6), 60_000.0, 12 * year + 6).unwrap();
        end_year.add(date(12 * year + 12), 60_000.0, 12 * year + 12).unwrap();
    }
    case.check("PV_mid_year_60000_5_years", net_present_value(&mid_year, w));
    case.check("PV_end_year_60000_5_years", net_present_value(&end_year, w));
    case.check("real_rate_with_4_percent_inflation", w.to_real(0.04).unwrap().fraction());
    case.done("");
}
