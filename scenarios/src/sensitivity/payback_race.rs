//! Which investment is paid back first, pair by pair.

use super::result::PaybackRace;
use crate::answer::groups::Groups;
use crate::study::Study;
use crate::study::result::PaybackTime;
use crate::study::run::Pairs;
use std::cmp::Ordering;

/// Months that are the same instant: half a second.
const SAME: f64 = 2e-7;

/// Who comes first; `None` when neither ever does.
fn order(a: PaybackTime, b: PaybackTime) -> Option<Ordering> {
    match (a, b) {
        (PaybackTime::Never, PaybackTime::Never) => None,
        (_, PaybackTime::Never) => Some(Ordering::Less),
        (PaybackTime::Never, _) => Some(Ordering::Greater),
        (PaybackTime::Within(a), PaybackTime::Within(b)) if (a - b).abs() <= SAME => {
            Some(Ordering::Equal)
        }
        (PaybackTime::Within(a), PaybackTime::Within(b)) => a.partial_cmp(&b),
    }
}

/// Every two investments that are measured against the first arm.
pub fn races(study: &Study, groups: &Groups, pairs: &Pairs) -> Vec<PaybackRace> {
    let Some(reference) = study.comparisons.first().map(|plan| plan.reference) else {
        return Vec::new();
    };
    let plans: Vec<usize> = (0..study.comparisons.len())
        .filter(|c| study.comparisons[*c].reference == reference)
        .collect();
    let name = |c: usize| study.arms[study.comparisons[c].investment].name.clone();
    let mut races = Vec::new();
    for (k, a) in plans.iter().enumerate() {
        for b in &plans[k + 1..] {
            let payback = |pair: &crate::pairing::record::PairRecord, c: usize| {
                pair.comparisons[c].rows.first().map_or(PaybackTime::Never, |row| row.payback)
            };
            let found: Vec<Option<Ordering>> = pairs
                .done
                .iter()
                .map(|(_, pair)| order(payback(pair, *a), payback(pair, *b)))
                .collect();
            let share = |wanted| groups.share(found.iter().map(|order| *order == wanted));
            races.push(PaybackRace {
                first: name(*a),
                second: name(*b),
                reference: study.arms[reference].name.clone(),
                first_before: share(Some(Ordering::Less)),
                second_before: share(Some(Ordering::Greater)),
                together: share(Some(Ordering::Equal)),
                neither: share(None),
            });
        }
    }
    races
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a17_never_is_later_than_every_month_and_two_nevers_are_no_tie() {
        use PaybackTime::{Never, Within};
        assert_eq!(order(Within(10.0), Within(12.0)), Some(Ordering::Less));
        assert_eq!(order(Never, Within(59.0)), Some(Ordering::Greater));
        assert_eq!(order(Within(59.0), Never), Some(Ordering::Less));
        assert_eq!(order(Within(12.0), Within(12.0)), Some(Ordering::Equal));
        assert_eq!(order(Never, Never), None);
    }
}
