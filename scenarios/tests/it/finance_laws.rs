//! Laws that hold for every cash flow.

use proptest::prelude::*;
use scenarios::finance::appraisal::appraise;
use scenarios::finance::break_even::break_even_of;
use scenarios::finance::cash_flow::CashFlow;
use scenarios::finance::irr::{Irr, internal_rates};
use scenarios::finance::ledger::reconcile;
use scenarios::finance::npv::net_present_value;
use scenarios::finance::payback::payback;
use scenarios::finance::rate::{AnnualRate, Nominal};
use scenarios::finance::tax::{Losses, Remainder, TaxPeriod, TaxRules};
use scenarios::finance::tco::{CostItem, Timing, Treatment};

use crate::finance_cases::{benefits, golden, line, macrs5, rate};

fn flows() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(-1e6..1e6_f64, 2..80)
}

#[expect(clippy::unwrap_used, reason = "a test helper")]
fn monthly(c: &[f64]) -> CashFlow<Nominal> {
    CashFlow::from_periods(c, 12).unwrap()
}

proptest! {
    #[test]
    fn npv_is_linear(a in flows(), b in flows(), k in -10.0..10.0_f64, w in -0.5..2.0_f64) {
        let n = a.len().min(b.len());
        let sum: Vec<f64> = a.iter().zip(&b).map(|(a, b)| a + k * b).collect();
        let npv = |c: &[f64]| net_present_value(&monthly(c), rate(w));
        let sizes: Vec<f64> = a.iter().zip(&b).map(|(a, b)| a.abs() + 10.0 * b.abs()).collect();
        let off = npv(&sum) - npv(&a[..n]) - k * npv(&b[..n]);
        prop_assert!(off.abs() <= 1e-12 * npv(&sizes));
    }

    #[test]
    fn npv_at_every_irr_is_zero(c in flows()) {
        let flow = monthly(&c);
        let found = internal_rates(&flow);
        let mut rates = found.set_aside;
        match found.irr {
            Irr::None { .. } => {}
            Irr::One(rate) => rates.push(rate),
            Irr::Several(several) => rates.extend(several),
        }
        for rate in rates {
            let rate = AnnualRate::new(rate).unwrap();
            let size: f64 = flow
                .flows()
                .iter()
                .map(|flow| (flow.amount * rate.discount_factor(flow.date.years())).abs())
                .sum();
            let npv = net_present_value(&flow, rate);
            prop_assert!(npv.abs() <= 1e-9 * size, "{} at {rate:?}, size {size}", npv);
        }
    }

    #[test]
    fn an_ordinary_investment_has_one_rate_above_the_zero_of_its_sum(
        outlay in 1.0..1e6_f64,
        returns in prop::collection::vec(1.0..1e5_f64, 1..60),
    ) {
        let mut c = vec![-outlay];
        c.extend(&returns);
        let gain = returns.iter().sum::<f64>() > outlay;
        match internal_rates(&monthly(&c)).irr {
            Irr::One(rate) => prop_assert_eq!(rate > 0.0, gain),
            Irr::None { .. } => {} // outside -99 % to 1000 %
            Irr::Several(_) => prop_assert!(false, "one change of sign, several rates"),
        }
    }

    #[test]
    fn payback_is_monotone_in_the_outlay(
        outlay in 1.0..1e6_f64,
        more in 0.0..1e6_f64,
        returns in prop::collection::vec(-1e4..5e4_f64, 1..60),
    ) {
        let at = |outlay: f64| {
            let mut c = vec![-outlay];
            c.extend(&returns);
            payback(&c).payback.at().unwrap_or(f64::INFINITY)
        };
        prop_assert!(at(outlay) <= at(outlay + more) + 1e-9);
    }

    #[test]
    fn first_crossing_is_never_after_the_payback(c in flows()) {
        let report = payback(&c);
        if let (Some(first), Some(last)) = (report.first_crossing, report.payback.at()) {
            prop_assert!(first <= last + 1e-9);
            prop_assert!(report.relapses || (first - last).abs() < 1e-9 || last == 0.0);
        }
    }

    #[test]
    fn books_always_balance_and_nothing_is_nan(
        horizon in 1..90_u32,
        start_share in 0.0..1.0_f64,
        monthly in prop::collection::vec(-1e5..1e5_f64, 90),
        balance in prop::collection::vec(-1e5..1e5_f64, 90),
        (capital, expense, run) in (0.0..1e6_f64, 0.0..1e6_f64, 0.0..1e5_f64),
        (carry, quarterly, continued) in any::<(bool, bool, bool)>(),
    ) {
        let mut input = golden();
        input.horizon_months = horizon;
        input.start_month = (f64::from(horizon) * start_share) as u32;
        let yearly = Timing::AnnualInAdvance { escalator: rate(0.03) };
        input.costs = vec![
            line(CostItem::Hardware, capital, Timing::AtStart, Treatment::Capital(macrs5())),
            line(CostItem::Training, expense, Timing::AtEnd, Treatment::Expense),
            line(CostItem::Subscription, run, yearly, Treatment::Expense),
        ];
        input.costs[0].life_months = Some(20);
        input.benefits = vec![benefits(monthly[..horizon as usize].to_vec())];
        input.working_capital = balance[..horizon as usize].to_vec();
        input.tax = TaxRules {
            rate: 0.25,
            losses: if carry { Losses::CarryForward } else { Losses::Refund },
            period: if quarterly { TaxPeriod::Quarter } else { TaxPeriod::Year },
            remainder: if continued { Remainder::Continued } else { Remainder::WrittenOff },
        };
        input.keep_ledger = true;
        let appraisal = appraise(&input).unwrap();
        let lines = appraisal.ledger.clone().unwrap();
        reconcile(&lines, &appraisal.cash_flow, appraisal.after_horizon).unwrap();
        // serde_json writes NaN as null: every number that must exist has to come back.
        let json = serde_json::to_string(&appraisal).unwrap();
        let back: scenarios::finance::appraisal::Appraisal = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(back, appraisal);
    }

    #[test]
    fn tax_of_all_years_is_the_rate_times_the_gain(
        benefit in -1e5..1e5_f64, quarterly in any::<bool>(), horizon in 12..72_u32
    ) {
        let mut input = golden();
        input.horizon_months = horizon;
        input.benefits = vec![benefits(vec![benefit; horizon as usize])];
        input.tax.period = if quarterly { TaxPeriod::Quarter } else { TaxPeriod::Year };
        let taxed = appraise(&input).unwrap();
        input.tax.rate = 0.0;
        let untaxed = appraise(&input).unwrap();
        let sum = |c: &[f64]| c.iter().sum::<f64>();
        let (after, before) = (sum(&taxed.cash_flow), sum(&untaxed.cash_flow));
        prop_assert!((after - 0.75 * before).abs() < 1e-6);
    }

    #[test]
    fn at_the_break_even_share_the_npv_is_zero(carry in any::<bool>(), scale in 0.3..3.0_f64) {
        let mut input = golden();
        input.benefit_factor = scale;
        input.tax.losses = if carry { Losses::CarryForward } else { Losses::Refund };
        let phi = break_even_of(std::slice::from_ref(&input)).unwrap().unwrap();
        input.benefit_factor *= phi;
        prop_assert!(appraise(&input).unwrap().npv.abs() < 1e-4);
    }
}
