//! What vendors claim beside what was simulated.

use crate::indicator::INDICATORS;
use crate::study::Study;
use crate::study::question::ComparisonPlan;
use crate::study::result::{ArmResult, ClaimCheck, Role};

/// First month of full maturity by plan: the end of the ramp.
pub(crate) fn mature_from(study: &Study, investment: usize) -> u32 {
    let knots = study.investments[investment].ramp.knots();
    let end = knots.iter().find(|(_, share)| *share >= 1.0).or(knots.last()).map_or(0.0, |k| k.0);
    // A slow project is mature later; a year of margin, but never beyond the horizon.
    let late = libm::ceil(end * study.investments[investment].unknown.slow.mean()) as u32;
    late.min(study.horizon.saturating_sub(12))
}

/// Quantities behind the indicators that can be claimed.
fn quantity(indicator: &str) -> &str {
    if indicator == "escapes" { "escaped" } else { indicator }
}

/// Checks the claims about the investment of this comparison, against today's plant only.
pub fn check(study: &Study, arms: &[ArmResult], plan: &ComparisonPlan) -> Vec<ClaimCheck> {
    if study.arms[plan.reference].role != Role::Before {
        return Vec::new();
    }
    let mine = &study.arms[plan.investment].investments;
    study
        .claims
        .iter()
        .filter(|claim| mine.contains(&claim.investment))
        .map(|claim| {
            let from = mature_from(study, claim.investment);
            let sum = |arm: usize| mature_sum(&arms[arm], quantity(&claim.indicator), from);
            let (reference, investment) = (sum(plan.reference), sum(plan.investment));
            let spec = INDICATORS.iter().find(|i| i.key == claim.indicator);
            ClaimCheck {
                indicator: claim.indicator.clone(),
                name: spec.map_or_else(String::new, |i| i.name.to_owned()),
                source: claim.source.clone(),
                claimed: claim.change,
                haircut: claim.haircut,
                after_haircut: claim.change * claim.haircut,
                simulated: (reference > 0.0).then(|| investment / reference - 1.0),
                mature_from_month: from,
            }
        })
        .collect()
}

/// Mean total of a quantity, over its entities, from a month on.
pub fn mature_sum(arm: &ArmResult, key: &str, from: u32) -> f64 {
    arm.monthly
        .iter()
        .filter(|m| m.key.strip_prefix(key).is_some_and(|r| r.is_empty() || r.starts_with(':')))
        .flat_map(|m| m.mean.iter().skip(from as usize))
        .sum()
}
