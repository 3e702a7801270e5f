//! Edge rules: what must not be clipped, averaged away, or turned into a number.

use scenarios::finance::appraisal::{Appraisal, AppraisalError, Note, appraise};
use scenarios::finance::currency::Currency;
use scenarios::finance::depreciation::{Depreciation, Macrs, Method};
use scenarios::finance::input::{Apart, AppraisalInput, SoftBenefit};
use scenarios::finance::input_fault::InputFault;
use scenarios::finance::irr::{Irr, Sign};
use scenarios::finance::ledger::{Account, Hardness, by_category};
use scenarios::finance::payback::{Payback, PaybackReport};
use scenarios::finance::roi::Roi;
use scenarios::finance::tax::{Losses, Remainder, TaxRules};
use scenarios::finance::tco::{CostItem, Timing, Treatment, horizon_cut_to_lives};
use scenarios::finance::working_capital::AtHorizon;

use crate::finance_cases::{
    assert_close, benefits, golden, golden_with_release, level_case, line, macrs5, rate,
    still_prices,
};

fn fault(input: &AppraisalInput) -> InputFault {
    match appraise(input) {
        Err(AppraisalError::Input(mut faults)) if faults.len() == 1 => faults.remove(0),
        other => panic!("not one fault: {other:?}"),
    }
}

fn account(appraisal: &Appraisal, wanted: Account) -> Vec<(u32, f64)> {
    let lines = appraisal.ledger.iter().flatten().filter(|line| line.account == wanted);
    lines.map(|line| (line.month, line.amount)).collect()
}

#[test]
fn edge_without_one_off_outlay() {
    let mut input = level_case(0.0, 1_500.0, 24);
    let yearly = Timing::AnnualInAdvance { escalator: rate(0.0) };
    input.costs = vec![line(CostItem::Subscription, 12_000.0, yearly, Treatment::Expense)];
    let appraisal = appraise(&input).unwrap();
    assert_eq!(appraisal.roi_total, Roi::Of(0.5));
    assert_eq!(appraisal.irr, Irr::None { sign: Sign::Positive });
    assert_eq!(appraisal.payback.payback, Payback::At(0.0), "C_0 is 0");
    assert!(appraisal.payback.relapses, "short in month 1 all the same");
    assert_eq!(appraisal.profitability_index, None);
    assert!(appraisal.notes.contains(&Note::NoOneOffOutlay));
}

#[test]
fn edge_year_without_cost() {
    let appraisal = appraise(&level_case(0.0, 1_000.0, 24)).unwrap();
    assert_eq!(appraisal.roi_seed, [Roi::NoCost, Roi::NoCost]);
    assert_eq!((appraisal.roi_total, appraisal.roi_seed_first_year), (Roi::NoCost, Roi::NoCost));
    let json = serde_json::to_value(&appraisal).unwrap();
    assert_eq!(json["roi_seed"][0], serde_json::json!({"fraction": null, "note": "no cost"}));
}

#[test]
fn edge_negative_benefit_is_kept() {
    let mut input = level_case(10_000.0, 0.0, 12);
    input.benefits = vec![benefits((1..=12).map(|m| if m == 5 { -700.0 } else { 0.0 }).collect())];
    let appraisal = appraise(&input).unwrap();
    assert_eq!(appraisal.cash_flow[5], -700.0);
    assert_eq!(appraisal.roi_total, Roi::Of(-1.07));
    assert!(appraisal.npv < -10_000.0);
}

#[test]
fn edge_horizon_not_a_multiple_of_twelve() {
    let mut input = level_case(120_000.0, 4_000.0, 54);
    let capital = Treatment::Capital(macrs5());
    input.costs = vec![line(CostItem::Hardware, 120_000.0, Timing::AtStart, capital)];
    input.keep_ledger = true;
    input.tax = TaxRules { rate: 0.25, ..TaxRules::none() };
    let written_off = appraise(&input).unwrap();
    let last = |appraisal: &Appraisal| *account(appraisal, Account::Tax).last().unwrap();
    // Six months of benefit, less all that is left: 11.52 % and 5.76 %.
    let (month, tax) = last(&written_off);
    assert_eq!(month, 54);
    assert_close("tax", tax, -0.25 * (24_000.0 - 0.1728 * 120_000.0), 1e-12);
    input.tax.remainder = Remainder::Continued;
    let continued = appraise(&input).unwrap();
    let taxes = account(&continued, Account::Tax);
    let months: Vec<u32> = taxes.iter().map(|(month, _)| *month).collect();
    assert_eq!(months, [12, 24, 36, 48, 54, 60, 72]);
    assert_close("half a year", taxes[4].1, -0.25 * (24_000.0 - 0.0576 * 120_000.0), 1e-12);
    assert_close("after", continued.after_horizon, 0.25 * 0.1152 * 120_000.0, 1e-12);
    assert_eq!(continued.roi_seed.len(), 5);
    assert_eq!(continued.cash_flow.len(), 55);
    assert!(continued.npv < written_off.npv, "later shields are worth less");
}

#[test]
fn edge_investment_starts_mid_study() {
    let starting = |start: u32| {
        let mut input = golden();
        input.prices = still_prices(0.10);
        input.horizon_months = 60 + start;
        input.start_month = start;
        let before = std::iter::repeat_n(0.0, start as usize);
        let monthly = before.chain(golden().benefits[0].monthly.clone()).collect();
        input.benefits = vec![benefits(monthly)];
        appraise(&input).unwrap()
    };
    let (now, later) = (starting(0), starting(12));
    assert_eq!(later.cash_flow[12], now.cash_flow[0]);
    assert!(later.cash_flow[..12].iter().all(|cash| *cash == 0.0), "nothing before the start");
    let months = |report: PaybackReport| report.payback.at().unwrap();
    let from_now = months(now.payback);
    assert!((months(later.payback_from_first_outlay) - from_now).abs() < 1e-9);
    assert!((months(later.payback) - from_now - 12.0).abs() < 1e-9);
    assert_close("NPV", later.npv * 1.1, now.npv, 1e-12);
    assert_close("IRR", later.irr.one().unwrap(), now.irr.one().unwrap(), 1e-9);
    assert_eq!(later.roi_total, now.roi_total);
    let mut late = golden();
    late.start_month = 60;
    assert_eq!(
        fault(&late).to_string().split(':').next(),
        Some("the investment must start before the horizon")
    );
}

#[test]
fn edge_life_shorter_than_the_horizon() {
    let mut input = level_case(10_000.0, 500.0, 60);
    input.costs[0].life_months = Some(24);
    input.keep_ledger = true;
    let appraisal = appraise(&input).unwrap();
    let outlays = account(&appraisal, Account::OneOffExpense);
    assert_eq!(outlays, [(0, -10_000.0), (24, -10_000.0), (48, -10_000.0)]);
    input.costs[0].life_months = Some(60);
    input.costs[0].timing = Timing::AtStart;
    assert_eq!(account(&appraise(&input).unwrap(), Account::OneOffExpense).len(), 1);
    assert_eq!(horizon_cut_to_lives(60, &[84, 36]), 36);
    assert_eq!(horizon_cut_to_lives(60, &[]), 60);
}

#[test]
fn edge_same_input_same_figures_to_the_last_bit() {
    let (a, b) = (appraise(&golden()).unwrap(), appraise(&golden()).unwrap());
    assert_eq!(a, b);
    assert_eq!(a.npv.to_bits(), b.npv.to_bits());
}

#[test]
fn edge_identical_arms_differ_by_exactly_nothing() {
    for tax in [TaxRules::none(), TaxRules { rate: 0.25, ..TaxRules::none() }] {
        let mut input = level_case(0.0, 0.0, 60);
        input.tax = tax;
        input.working_capital = vec![0.0; 60];
        let appraisal = appraise(&input).unwrap();
        assert_eq!(appraisal.npv.to_bits(), 0.0_f64.to_bits(), "not even a minus sign");
        assert_eq!(appraisal.cash_flow, vec![0.0; 61]);
        assert_eq!(appraisal.irr, Irr::None { sign: Sign::Zero });
        assert_eq!(appraisal.mirr, None);
        assert_eq!(appraisal.payback.payback, Payback::At(0.0));
        assert_eq!(appraisal.equivalent_annual_value, 0.0);
    }
}

#[test]
fn edge_stock_that_rises_is_an_outflow() {
    let mut input = level_case(10_000.0, 1_000.0, 24);
    input.working_capital = (1..=24).map(|m| if m < 6 { 0.0 } else { 8_000.0 }).collect();
    input.keep_ledger = true;
    let reversed = appraise(&input).unwrap();
    let cash = account(&reversed, Account::WorkingCapital);
    assert_eq!(cash, [(6, -8_000.0), (24, 8_000.0)]);
    assert_eq!(reversed.roi_total, appraise(&level_case(10_000.0, 1_000.0, 24)).unwrap().roi_total);
    input.working_capital_at_horizon = AtHorizon::Kept;
    assert!(appraise(&input).unwrap().npv < reversed.npv);
}

#[test]
fn edge_life_of_nothing_is_an_error() {
    let mut input = level_case(10_000.0, 500.0, 60);
    input.costs[0].life_months = Some(0);
    assert_eq!(fault(&input), InputFault::NoLife { line: "Hardware".to_owned() });
}

#[test]
fn edge_two_currencies_are_an_error() {
    let mut input = level_case(10_000.0, 500.0, 12);
    input.costs[0].currency = Currency::EUR;
    let text = fault(&input).to_string();
    assert_eq!(text, "Hardware is in EUR, the study in USD; convert it, one currency per study");
    let mut input = level_case(10_000.0, 500.0, 12);
    input.benefits[0].currency = Currency::EUR;
    assert!(matches!(fault(&input), InputFault::CurrencyMix { .. }));
}

#[test]
fn edge_every_fault_is_told_at_once() {
    let mut input = level_case(f64::NAN, 500.0, 12);
    input.benefits[0].monthly.pop();
    input.tax.rate = 25.0;
    input.overrun_factor = -1.0;
    input.salvage = f64::INFINITY;
    input.costs.push(line(CostItem::Exit, 1.0, Timing::Month(13), Treatment::Expense));
    input.costs.push(line(CostItem::Training, 1.0, Timing::Spread(5, 2), Treatment::Expense));
    let no_years = Treatment::Capital(Depreciation::straight_line(0));
    input.costs.push(line(CostItem::Licence, 1.0, Timing::AtStart, no_years));
    let Err(AppraisalError::Input(faults)) = appraise(&input) else { panic!("no fault") };
    assert_eq!(faults.len(), 8, "{faults:#?}");
    input.horizon_months = 0;
    assert!(matches!(appraise(&input), Err(AppraisalError::Input(_))));
}

#[test]
fn edge_loss_is_refunded_or_carried_forward() {
    let mut input = golden();
    let refunded = appraise(&input).unwrap();
    input.tax.losses = Losses::CarryForward;
    let carried = appraise(&input).unwrap();
    assert!(refunded.cash_flow[12] > carried.cash_flow[12], "the first year is a loss");
    assert!(refunded.npv > carried.npv);
    let sum = |appraisal: &Appraisal| *appraisal.cumulative.last().unwrap();
    assert_close("same tax in the end", sum(&carried), sum(&refunded), 1e-12);
}

#[test]
fn a37_b28_edge_soft_upside_risk_and_shadow_stay_out_of_cash() {
    let plain = appraise(&golden()).unwrap();
    let mut input = golden();
    input.keep_ledger = true;
    let soft = SoftBenefit { name: "faster close".to_owned(), quantity: 3.0, unit: "d".to_owned() };
    let apart = vec![1_000.0; 60];
    input.apart = Apart {
        upside: apart.clone(),
        risk: apart.clone(),
        shadow: apart,
        soft: vec![soft.clone()],
    };
    let with = appraise(&input).unwrap();
    assert_eq!((with.npv, &with.cash_flow), (plain.npv, &plain.cash_flow));
    assert_eq!(with.apart.soft, [soft]);
    assert!(with.apart.upside_pv > 45_000.0 && with.apart.shadow_pv == with.apart.upside_pv);
    let lines = with.ledger.unwrap();
    let of = |hardness| lines.iter().filter(|line| line.hardness == hardness).count();
    assert_eq!((of(Hardness::Upside), of(Hardness::Risk), of(Hardness::Shadow)), (60, 60, 60));
    input.include_risk = true;
    let opted_in = appraise(&input).unwrap();
    assert_close("after tax", opted_in.npv - plain.npv, 0.75 * opted_in.apart.risk_pv, 0.02);
}

#[test]
fn edge_opportunity_cost_is_a_cost_but_no_cash() {
    let mut input = golden();
    let own_people = Timing::Spread(0, 9);
    input.costs.push(line(
        CostItem::InternalResources,
        40_000.0,
        own_people,
        Treatment::Opportunity,
    ));
    let with = appraise(&input).unwrap();
    let without = appraise(&golden()).unwrap();
    assert_eq!(with.cash_flow, without.cash_flow);
    let Roi::Of(roi) = with.roi_total else { panic!("no cost") };
    assert_close("roi", roi, 871_716.647_426 / 610_968.310_156 - 1.0, 1e-9);
    input.opportunity_in_roi = false;
    assert_eq!(appraise(&input).unwrap().roi_total, without.roi_total);
}

#[test]
fn edge_late_capital_needs_the_mid_quarter_convention() {
    let mut input = golden();
    let late = Treatment::Capital(Depreciation::plain(Method::Macrs(Macrs::SevenYear)));
    input.costs.push(line(CostItem::Connectivity, 100_000.0, Timing::Month(11), late));
    let notes = appraise(&input).unwrap().notes;
    assert!(notes.contains(&Note::MidQuarterConvention { year: 1 }));
}

#[test]
fn edge_negative_rate_near_minus_one_is_set_aside_and_told() {
    let notes = appraise(&golden_with_release()).unwrap().notes;
    let aside = notes.iter().find_map(|note| match note {
        Note::NegativeRatesSetAside(rates) => Some(rates.as_slice()),
        _ => None,
    });
    assert!(matches!(aside, Some([rate]) if (rate + 0.969_47).abs() < 1e-4), "{aside:?}");
}

#[test]
fn edge_overflow_is_an_error_and_no_nan() {
    let mut input = level_case(1e308, 1e308, 24);
    input.prices = still_prices(-0.5);
    assert!(appraise(&input).is_err());
}

#[test]
fn a24_ledger_adds_up_to_the_cash_flow_by_category() {
    let mut input = golden_with_release();
    input.keep_ledger = true;
    input.overrun_factor = 1.1;
    let appraisal = appraise(&input).unwrap();
    let lines = appraisal.ledger.unwrap();
    let by_category: f64 = by_category(&lines).iter().map(|(_, sum)| sum).sum();
    assert_close("sum", by_category, *appraisal.cumulative.last().unwrap(), 1e-12);
    let outlay: f64 = lines.iter().filter(|line| line.month == 0).map(|line| line.amount).sum();
    assert_close("overrun", outlay, -1.1 * 182_000.0, 1e-12);
}
