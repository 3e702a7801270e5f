//! What a comparison is worth in one pair, and nothing else: for those who ask it often.

use super::added::Added;
use super::record::PairFailure;
use super::scenario::Scenario;
use super::value::{Sides, scenario_input};
use super::{costs_of_comparison, fitting, office};
use crate::finance::appraisal::{AppraisalError, net_present_value_of};
use crate::finance::input::AppraisalInput;
use crate::finance::prepared::Prepared;
use crate::finance::tables::Tables;
use crate::investment::uncertainty::Luck;
use crate::study::Study;
use crate::study::question::ComparisonPlan;
use twin_models::outcome::EnergyOutcome;

/// What money needs of the two arms of a comparison: quantities by month and electricity.
pub type Bought<'a> = (&'a [f64], Option<&'a EnergyOutcome>);

/// Net present value of a comparison in one pair, all costs and all hard benefits times a factor, with
/// the [`tables`](super::tables) of the study. No simulation.
///
/// # Errors
/// When a sum overflows.
pub fn worth(
    study: &Study,
    known: &Tables,
    plan: &ComparisonPlan,
    lucks: &[Luck],
    (investment, reference): (Bought<'_>, Bought<'_>),
    (cost_factor, benefit_factor): (f64, f64),
) -> Result<f64, PairFailure> {
    let mut input = input_of(study, plan, lucks, (investment, reference));
    input.cost_factor *= cost_factor;
    input.benefit_factor *= benefit_factor;
    let tables = fitting(study, known);
    let value = || {
        let prepared = Prepared::of(&input, &tables)?;
        net_present_value_of(&input, &prepared, &prepared.gains(&input)?, 1.0)
    };
    value().map_err(|e: AppraisalError| PairFailure { arm: plan.id.clone(), reason: e.to_string() })
}

/// What the appraisal of a comparison in one pair is made from, base case.
pub(crate) fn input_of(
    study: &Study,
    plan: &ComparisonPlan,
    lucks: &[Luck],
    (investment, reference): (Bought<'_>, Bought<'_>),
) -> AppraisalInput {
    let ledger = |arm: usize, of: Bought<'_>| {
        let mut ledger = study.tools[arm].pricing.ledger(of.0, of.1);
        office(study, lucks, arm, &mut ledger);
        ledger
    };
    let costs = costs_of_comparison(study, plan, lucks);
    let investment = ledger(plan.investment, investment);
    let reference = ledger(plan.reference, reference);
    let [investment, reference] = [&investment, &reference].map(|ledger| Added::of(study, ledger));
    let sides = Sides { investment: &investment, slow: None, reference: &reference, costs };
    scenario_input(study, sides, Scenario::BASE).1
}
