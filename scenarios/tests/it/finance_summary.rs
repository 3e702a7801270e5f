//! Many replications: what is counted, what is averaged, and what never is.

use scenarios::finance::appraisal::{Appraisal, appraise};
use scenarios::finance::break_even::break_even_of;
use scenarios::finance::payback::Payback;
use scenarios::finance::summary::appraisals::{AppraisalSummary, SummaryError};
use scenarios::finance::tco::{CostItem, Timing, Treatment};
use scenarios::finance::tco_total::{IntegrationBase, integration_share, totals};
use scenarios::finance::{depreciation::Depreciation, tco::missing};
use scenarios::pairing::scenario::Scenario;

use crate::finance_cases::{assert_close, golden, golden_with_release, level_case, line, rate};

/// Replications of the golden case with benefits times 0.30, 0.35, ... 1.25.
#[expect(clippy::unwrap_used, reason = "a test helper")]
fn replications() -> Vec<Appraisal> {
    let scaled = |k: u32| {
        let mut input = golden();
        input.benefit_factor = 0.3 + 0.05 * f64::from(k);
        appraise(&input).unwrap()
    };
    (0..20).map(scaled).collect()
}

#[test]
fn summary_of_many_replications() {
    let summary = AppraisalSummary::of(&replications(), Some(0.8)).unwrap();
    let npv: Vec<f64> = replications().iter().map(|replication| replication.npv).collect();
    assert_eq!(summary.npv.cvar_5, npv[0], "mean of the worst one of twenty");
    assert_close("mean", summary.npv.mean, npv.iter().sum::<f64>() / 20.0, 1e-12);
    assert_close("P50", summary.npv.at(0.5).unwrap(), (npv[9] + npv[10]) / 2.0, 1e-12);
    let positive = npv.iter().filter(|&&npv| npv > 0.0).count();
    assert_eq!(summary.npv_positive.count as usize, positive);
    let never = replications().iter().filter(|r| r.payback.payback.at().is_none()).count();
    assert!(never > 2 && summary.payback.never.count as usize == never);
    assert_eq!(summary.payback.quantiles[6].payback, Payback::Never { horizon: 60 });
    assert_eq!(summary.payback.within.len(), 5);
    assert_eq!(summary.cash.len(), 61);
    assert_eq!(summary.roi_seed.len(), 5);
    let json = serde_json::to_string(&summary).unwrap();
    assert_eq!(serde_json::from_str::<AppraisalSummary>(&json).unwrap(), summary);
    let schema = serde_json::to_value(schemars::schema_for!(AppraisalSummary)).unwrap();
    assert!(schema["properties"]["payback"].is_object());
}

#[test]
fn replications_must_look_at_the_same_time() {
    assert_eq!(AppraisalSummary::of(&[], None), Err(SummaryError::Empty));
    let two = [12, 24].map(|months| appraise(&level_case(1.0, 1.0, months)).unwrap());
    assert_eq!(AppraisalSummary::of(&two, None), Err(SummaryError::Horizons(12, 24)));
}

#[test]
fn break_even_share_of_the_golden_case() {
    let phi = break_even_of(&[golden()]).unwrap().unwrap();
    let mut input = golden();
    input.benefit_factor = phi;
    assert!(appraise(&input).unwrap().npv.abs() < 1e-6);
    assert!((0.7..0.9).contains(&phi), "{phi}");
    assert_eq!(break_even_of(&[]).unwrap(), None);
}

#[test]
fn a42_the_pessimistic_table_of_the_golden_case() {
    // Adoption is simulated again elsewhere; here its rows repeat the plan.
    let npv = Scenario::ALL.map(|row| {
        let mut input = golden_with_release();
        input.cost_factor *= row.cost_factor();
        input.benefit_factor *= row.gain_factor();
        appraise(&input).unwrap().npv
    });
    assert_close("combined", npv[7], -159_789.198, 1e-6);
    for (row, npv) in Scenario::ALL.iter().zip(npv) {
        assert_eq!(npv <= 0.0, row.gains_60, "exactly the rows with 60 % of the gains: {row:?}");
    }
}

#[test]
fn a31_the_full_cost_beside_the_quote() {
    let mut input = golden();
    input.costs[0].in_quote = true;
    input.costs[2].in_quote = true;
    let totals = totals(&input.costs, &input.calendar(), &input.prices);
    assert_close("total", totals.total, 570_968.310_156, 1e-9);
    assert_close("one-off", totals.one_off, 182_000.0, 1e-12);
    assert_close("ratio", totals.total_over_quote.unwrap(), 570_968.31 / 515_968.31, 1e-9);
    assert_eq!(totals.by_item.len(), 3);
    assert_eq!(missing(&input.costs).len(), 8);
}

#[test]
fn a27_integration_is_compared_with_licence_or_three_years_of_subscription() {
    let mut input = golden();
    let share = integration_share(&input.costs, IntegrationBase::Software);
    assert_close("55 of 222", share.share.unwrap(), 55.0 / 222.0, 1e-12);
    assert!(share.unusual);
    let capital = Treatment::Capital(Depreciation::straight_line(3));
    input.costs.push(line(CostItem::Licence, 137_500.0, Timing::AtStart, capital));
    let share = integration_share(&input.costs, IntegrationBase::Software);
    assert!((share.share, share.unusual) == (Some(0.4), false));
    let by_fee = integration_share(&input.costs, IntegrationBase::SubscriptionThreeYears);
    assert!(by_fee.unusual);
    let none = integration_share(&[], IntegrationBase::Licence);
    assert_eq!((none.share, none.unusual), (None, false));
}

#[test]
fn a26_a28_a29_payments_follow_their_timing() {
    let input = level_case(1.0, 1.0, 30);
    let months = |timing| {
        let line = line(CostItem::Support, 12.0, timing, Treatment::Expense);
        let payments = line.payments(&input.calendar(), &input.prices);
        payments.iter().map(|p| (p.date.0, p.bucket, p.amount)).collect::<Vec<_>>()
    };
    assert_eq!(months(Timing::Spread(0, 2)), [(0, 0, 4.0), (1, 1, 4.0), (3, 2, 4.0)]);
    assert_eq!(months(Timing::Month(2)), [(3, 2, 12.0)]);
    assert_eq!(months(Timing::AtEnd), [(60, 30, 12.0)]);
    let yearly = months(Timing::AnnualInAdvance { escalator: rate(0.5) });
    assert_eq!(yearly, [(0, 1, 12.0), (24, 13, 18.0), (48, 25, 27.0)]);
    let monthly =
        Timing::Monthly { escalation: scenarios::finance::inflation::PriceCategory::Wage };
    assert_eq!(months(monthly).len(), 30);
}
