//! From two ledgers to the value of their difference, row by row.

use super::added::Added;
use super::record::{ComparisonRecord, PairFailure, RowRecord};
use super::scenario::Scenario;
use crate::finance::appraisal::{Appraisal, AppraisalError, appraise_row};
use crate::finance::cash_flow::cumulative as running_sum;
use crate::finance::input::{AppraisalInput, BenefitStream};
use crate::finance::irr::{Irr, Sign};
use crate::finance::payback::Payback;
use crate::finance::prepared::Prepared;
use crate::finance::roi::Roi;
use crate::finance::tables::Tables;
use crate::finance::tco::CostLine;
use crate::money::ledger::Ledger;
use crate::study::Study;
use crate::study::result::{PaybackTime, RateOfReturn};
use sim_core::sums::sum;
use std::sync::Arc;

/// Largest difference between two sums of the same money: half a cent per million.
fn is_same_money(a: f64, b: f64) -> bool {
    (a - b).abs() <= 0.01_f64.max(1e-9 * a.abs())
}

/// Ledgers of one comparison in one pair.
pub struct Sides<'a> {
    /// Of the investment.
    pub investment: &'a Added<'a>,
    /// Of its slow twin.
    pub slow: Option<&'a Added<'a>>,
    /// Of the reference.
    pub reference: &'a Added<'a>,
    /// What the investment costs, less what the reference costs.
    pub costs: Vec<CostLine>,
}

/// Values every row of the comparison.
///
/// # Errors
/// When the books do not balance to the cent or a sum overflows.
pub fn value(
    study: &Study,
    tables: &Tables,
    sides: Sides<'_>,
    fail: &dyn Fn(String) -> PairFailure,
) -> Result<ComparisonRecord, PairFailure> {
    let Sides { investment, slow, reference, costs } = sides;
    let mut input = input(study, investment, reference, costs);
    let wrong = |error: AppraisalError| fail(error.to_string());
    let prepared = Prepared::of(&input, tables).map_err(wrong)?;
    let mut gains = |side: &Added<'_>| {
        input.benefits = side.benefits_over(reference);
        input.working_capital = side.working_capital_over(reference);
        let booked = prepared.gains(&input).map_err(wrong)?;
        Ok((booked, side.hard(study, tables) - reference.hard(study, tables)))
    };
    let slow = slow.map(&mut gains).transpose()?;
    let as_planned = gains(investment)?;
    let early_and_steady = early_and_steady(&input.benefits, study.horizon as usize);
    let mut rows = Vec::with_capacity(Scenario::ALL.len());
    let mut cumulative = Box::default();
    let mut benefit_by_year = Box::default();
    let mut first_year_cost = 0.0;
    for scenario in Scenario::ALL {
        if scenario != Scenario::BASE && slow.is_none() {
            break;
        }
        let slowly = slow.as_ref().filter(|_| scenario.slow_adoption);
        let (gains, hard) = slowly.unwrap_or(&as_planned);
        input.cost_factor = scenario.cost_factor();
        input.benefit_factor = scenario.gain_factor();
        let appraisal = appraise_row(&input, &prepared, gains).map_err(wrong)?;
        let expected = *hard * scenario.gain_factor();
        let found: f64 = appraisal.benefits_by_year.iter().sum();
        if !is_same_money(expected, found) {
            let row = scenario.id();
            return Err(fail(format!(
                "row {row}: the ledger has benefits of {expected:.2}, the cash flow {found:.2}"
            )));
        }
        let paid: f64 = appraisal.costs_by_year.iter().sum();
        let owed = prepared.totals().sum::<f64>() * scenario.cost_factor();
        if !is_same_money(owed, paid) {
            let row = scenario.id();
            return Err(fail(format!(
                "row {row}: the cost list comes to {owed:.2}, the cash flow has {paid:.2}"
            )));
        }
        if scenario == Scenario::BASE {
            cumulative = running_sum(&appraisal.cash_flow).into();
            benefit_by_year = appraisal.benefits_by_year.as_slice().into();
            first_year_cost = appraisal.costs_by_year.first().copied().unwrap_or(0.0);
        }
        rows.push(row(&appraisal));
    }
    let paid: Vec<(&CostLine, f64)> = input.costs.iter().zip(prepared.totals()).collect();
    let lines = investment.lines().iter().zip(reference.lines());
    Ok(ComparisonRecord {
        rows: rows.into(),
        cumulative,
        lines: lines.map(|(a, b)| a - b + 0.0).collect(),
        pool: reference.lines().into(),
        benefit_by_year,
        early_and_steady,
        one_off: paid.iter().filter(|(l, _)| l.timing.is_one_off()).map(|(_, x)| x).sum(),
        costs: paid.iter().map(|(line, x)| (Arc::clone(&line.name), *x)).collect(),
        ramped: 0.0,
        ramped_first_year: 0.0,
        first_year_cost,
        deltas: Default::default(),
        slow_deltas: Default::default(),
    })
}

/// Hard benefit of a month at prices of the first day: mean of months 1 to 3, and of the last twelve.
fn early_and_steady(benefits: &[BenefitStream], months: usize) -> [f64; 2] {
    let mean = |from: usize, until: usize| {
        let total: f64 = benefits.iter().map(|stream| sum(&stream.monthly[from..until])).sum();
        total / until.saturating_sub(from).max(1) as f64 + 0.0
    };
    [mean(0, months.min(3)), mean(months.saturating_sub(12), months)]
}

/// The ledger of a row of the pessimistic table, investment minus reference, and what its appraisal
/// is made from.
pub fn scenario_input(
    study: &Study,
    sides: Sides<'_>,
    scenario: Scenario,
) -> (Ledger, AppraisalInput) {
    let Sides { investment, slow, reference, costs } = sides;
    let side = slow.filter(|_| scenario.slow_adoption).unwrap_or(investment);
    let mut input = input(study, side, reference, costs);
    input.benefits = side.benefits_over(reference);
    input.working_capital = side.working_capital_over(reference);
    input.cost_factor = scenario.cost_factor();
    input.benefit_factor = scenario.gain_factor();
    (side.ledger().minus(reference.ledger()), input)
}

fn input(
    study: &Study,
    side: &Added<'_>,
    reference: &Added<'_>,
    costs: Vec<CostLine>,
) -> AppraisalInput {
    let terms = &study.terms;
    let mut input = AppraisalInput::empty(terms.currency, study.horizon, terms.prices());
    input.convention = terms.convention;
    input.tax = terms.tax;
    input.costs = costs;
    input.working_capital_at_horizon = terms.working_capital;
    input.apart = side.apart_over(reference);
    input
}

/// Sums of nothing are -0.0; `+ 0.0` makes them 0.0.
pub(crate) fn row(appraisal: &Appraisal) -> RowRecord {
    let roi = |roi: &Roi| roi.fraction();
    let time = |payback: Payback| match payback {
        Payback::At(months) => PaybackTime::Within(months),
        Payback::Never { .. } => PaybackTime::Never,
    };
    RowRecord {
        npv: appraisal.npv + 0.0,
        irr: match &appraisal.irr {
            Irr::One(rate) => RateOfReturn::One(*rate),
            Irr::Several(rates) => RateOfReturn::Several(rates.clone()),
            Irr::None { sign: Sign::Negative } => RateOfReturn::NoneLosing,
            Irr::None { .. } => RateOfReturn::NoneGaining,
        },
        mirr: appraisal.mirr,
        roi_total: roi(&appraisal.roi_total),
        roi_by_year: appraisal.roi_seed.iter().map(roi).collect(),
        roi_first_year: roi(&appraisal.roi_seed_first_year),
        profitability_index: appraisal.profitability_index,
        payback: time(appraisal.payback.for_good),
        discounted_payback: time(appraisal.discounted_payback.for_good),
        benefit: appraisal.benefits_by_year.iter().sum::<f64>() + 0.0,
        cost: appraisal.costs_by_year.iter().sum::<f64>() + 0.0,
    }
}
