//! Indicators of the investment minus those of the reference, and what the common luck saved.

use super::groups::Groups;
use super::spread::{mean_of, spread};
use crate::indicator::{INDICATORS, is_of_some};
use crate::study::Study;
use crate::study::question::ComparisonPlan;
use crate::study::result::{Better, Delta};
use crate::study::run::Pairs;
use sim_core::statistics::{Tally, correlation};

/// All indicators.
pub fn all(study: &Study, groups: &Groups, pairs: &Pairs, plan: &ComparisonPlan) -> Vec<Delta> {
    debug_assert!(plan.investment < study.arms.len());
    INDICATORS
        .iter()
        .enumerate()
        .map(|(k, spec)| {
            let of = |arm: usize| pairs.done.iter().map(move |(_, p)| p.arms[arm].indicators[k]);
            let both: Vec<Option<(f64, f64)>> =
                of(plan.investment).zip(of(plan.reference)).map(|(a, b)| a.zip(b)).collect();
            let (a, b): (Vec<f64>, Vec<f64>) = both.iter().copied().flatten().unzip();
            let difference = spread(groups, both.iter().map(|ab| ab.map(|(a, b)| a - b)));
            let moved = difference.as_ref().map_or(0.0, |d| d.mean);
            Delta {
                key: spec.key.to_owned(),
                name: spec.name.to_owned(),
                unit: spec.unit.to_owned(),
                better: spec.better,
                reference: mean(of(plan.reference)),
                investment: mean(of(plan.investment)),
                improves: match spec.better {
                    Better::Higher if moved != 0.0 => Some(moved > 0.0),
                    Better::Lower if moved != 0.0 => Some(moved < 0.0),
                    _ => None,
                },
                correlation: correlation(&a, &b),
                variance_reduction: variance_reduction(&a, &b),
                spread: difference,
            }
        })
        .filter(|delta| delta.spread.is_some() || !is_of_some(&delta.key))
        .collect()
}

fn mean(values: impl Iterator<Item = Option<f64>>) -> Option<f64> {
    let mut values = values.flatten().peekable();
    values.peek()?;
    Some(mean_of(&Groups::independent(), values).0)
}

/// Variance that independent arms would have, over the variance of the paired difference; `None` where this is
/// no more than rounding.
fn variance_reduction(a: &[f64], b: &[f64]) -> Option<f64> {
    let (left, right) = (Tally::of(a), Tally::of(b));
    let apart: Vec<f64> = a.iter().zip(b).map(|(a, b)| a - b).collect();
    let paired = Tally::of(&apart);
    let moves = paired.standard_deviation()? > left.rounding().max(right.rounding());
    moves.then_some((left.variance()? + right.variance()?) / paired.variance()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_moves_nothing() {
        let a = [0.1 + 0.2, 0.3, 0.5 - 0.2];
        assert_eq!(variance_reduction(&a, &[0.3; 3]), None);
        let found = variance_reduction(&[1.0, 2.0, 4.0], &[1.0, 2.0, 3.0]).unwrap();
        // Variances 7/3, 1 and 1/3.
        assert!((found - 10.0).abs() < 1e-12, "{found}");
    }
}
