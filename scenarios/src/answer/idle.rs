//! Wages of people who wait: hours from the states of the machines, times their wage; in no sum.

use super::groups::Groups;
use super::spread::{full_spread, spread};
use crate::indicator::INDICATORS;
use crate::study::Study;
use crate::study::question::ComparisonPlan;
use crate::study::result::IdlePeople;
use crate::study::run::Pairs;

/// What they are; absent without a wage of the line.
pub fn people(
    study: &Study,
    groups: &Groups,
    pairs: &Pairs,
    plan: &ComparisonPlan,
) -> Option<IdlePeople> {
    let wage = Some(study.book.basics.line_wage).filter(|wage| *wage > 0.0)?;
    let k = INDICATORS.iter().position(|spec| spec.key == "idle_people_h")?;
    let of = |arm: usize| pairs.done.iter().map(move |(_, pair)| pair.arms[arm].indicators[k]);
    let (before, after) =
        (spread(groups, of(plan.reference))?, spread(groups, of(plan.investment))?);
    let fewer = of(plan.reference).zip(of(plan.investment)).filter_map(|(a, b)| Some(a? - b?));
    let per_year = full_spread(groups, fewer.map(|hours| wage * hours + 0.0));
    Some(IdlePeople { before, after, wage, per_year })
}
