//! From two ledgers to the value of their difference, row by row.

use super::record::{ComparisonRecord, PairFailure, RowRecord};
use super::scenario::Scenario;
use crate::finance::appraisal::{Appraisal, AppraisalError, appraise_row};
use crate::finance::cash_flow::cumulative as running_sum;
use crate::finance::input::{Apart, AppraisalInput, BenefitStream};
use crate::finance::irr::{Irr, Sign};
use crate::finance::payback::Payback;
use crate::finance::prepared::Prepared;
use crate::finance::roi::Roi;
use crate::finance::sums::{sum, sum_of_products};
use crate::finance::tables::Tables;
use crate::finance::tco::CostLine;
use crate::money::ledger::Ledger;
use crate::study::Study;
use crate::study::result::{Firmness, PaybackTime, RateOfReturn};
use std::sync::Arc;

/// Largest difference between two sums of the same money: half a cent per million.
fn is_same_money(a: f64, b: f64) -> bool {
    (a - b).abs() <= 0.01_f64.max(1e-9 * a.abs())
}

/// Ledgers of one comparison in one pair.
pub struct Sides<'a> {
    /// Of the investment.
    pub investment: &'a Ledger,
    /// Of its slow twin.
    pub slow: Option<&'a Ledger>,
    /// Of the reference.
    pub reference: &'a Ledger,
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
    let base = sides.investment.minus(sides.reference);
    let mut input = input(study, &base, sides.costs);
    let wrong = |error: AppraisalError| fail(error.to_string());
    let prepared = Prepared::of(&input, tables).map_err(wrong)?;
    let mut gains = |ledger: &Ledger| {
        input.benefits = streams(study, ledger);
        input.working_capital.clone_from(&ledger.working_capital);
        let booked = prepared.gains(&input).map_err(wrong)?;
        Ok((booked, hard_total(study, tables, ledger)))
    };
    let slow = sides.slow.map(|slow| gains(&slow.minus(sides.reference))).transpose()?;
    let as_planned = gains(&base)?;
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
    let sum_lines = |ledger: &Ledger| ledger.lines().map(sum).collect();
    Ok(ComparisonRecord {
        rows: rows.into(),
        cumulative,
        lines: sum_lines(&base),
        pool: sum_lines(sides.reference),
        benefit_by_year,
        early_and_steady: early_and_steady(study, &base),
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
fn early_and_steady(study: &Study, ledger: &Ledger) -> [f64; 2] {
    let months = study.horizon as usize;
    let hard = || {
        let all = study.book.lines.iter().zip(ledger.lines());
        all.filter(|(line, _)| line.firmness == Firmness::Hard).map(|(_, months)| months)
    };
    let mean = |from: usize, until: usize| {
        let sum: f64 = hard().map(|line| sum(&line[from..until])).sum();
        sum / until.saturating_sub(from).max(1) as f64 + 0.0
    };
    [mean(0, months.min(3)), mean(months.saturating_sub(12), months)]
}

/// The ledger of a row of the pessimistic table, investment minus reference, and what its appraisal
/// is made from.
pub fn scenario_input(
    study: &Study,
    sides: &Sides<'_>,
    scenario: Scenario,
) -> (Ledger, AppraisalInput) {
    let slow = sides.slow.filter(|_| scenario.slow_adoption);
    let ledger = slow.unwrap_or(sides.investment).minus(sides.reference);
    let mut input = input(study, &ledger, sides.costs.clone());
    input.benefits = streams(study, &ledger);
    input.working_capital.clone_from(&ledger.working_capital);
    input.cost_factor = scenario.cost_factor();
    input.benefit_factor = scenario.gain_factor();
    (ledger, input)
}

fn input(study: &Study, ledger: &Ledger, costs: Vec<CostLine>) -> AppraisalInput {
    let terms = &study.terms;
    let mut input = AppraisalInput::empty(terms.currency, study.horizon, terms.prices());
    input.convention = terms.convention;
    input.tax = terms.tax;
    input.costs = costs;
    input.working_capital_at_horizon = terms.working_capital;
    input.apart = Apart {
        upside: sum_of(study, ledger, Firmness::Upside),
        shadow: sum_of(study, ledger, Firmness::Shadow),
        ..Apart::default()
    };
    input
}

/// Hard lines, added up by category and by the price they follow.
fn streams(study: &Study, ledger: &Ledger) -> Vec<BenefitStream> {
    let mut streams: Vec<BenefitStream> = Vec::new();
    let hard = study.book.lines.iter().zip(ledger.lines());
    for (line, months) in hard.filter(|(line, _)| line.firmness == Firmness::Hard) {
        let same =
            |s: &&mut BenefitStream| s.category == line.category && s.escalation == line.prices;
        match streams.iter_mut().find(same) {
            Some(stream) => {
                stream.monthly.iter_mut().zip(months).for_each(|(sum, x)| *sum += x);
            }
            None => streams.push(BenefitStream {
                category: line.category,
                escalation: line.prices,
                currency: study.terms.currency,
                monthly: months.to_vec(),
            }),
        }
    }
    streams
}

fn sum_of(study: &Study, ledger: &Ledger, firmness: Firmness) -> Vec<f64> {
    let mut sum = Vec::new();
    for (line, months) in study.book.lines.iter().zip(ledger.lines()) {
        if line.firmness == firmness {
            sum.resize(months.len(), 0.0);
            sum.iter_mut().zip(months).for_each(|(s, x)| *s += x);
        }
    }
    sum
}

/// Hard benefit over the horizon at the prices of its months: the ledger's side of the balance.
fn hard_total(study: &Study, tables: &Tables, ledger: &Ledger) -> f64 {
    let mut total = 0.0;
    for (line, months) in study.book.lines.iter().zip(ledger.lines()) {
        if line.firmness == Firmness::Hard {
            total += sum_of_products(months, tables.levels(line.prices));
        }
    }
    total
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
