//! What a bundle brings, and what each of its investments brings to it.

use super::plan::{Bundle, MOST_TAKEN_APART, Set};
use super::shapley::shapley;
use crate::answer::groups::Groups;
use crate::answer::spread::full_spread;
use crate::pairing::record::ComparisonRecord;
use crate::study::Study;
use crate::study::result::{BundleMember, BundlePart, BundleResult, PairRow, Role, Spread};
use crate::study::run::Pairs;

/// A set of investments against today's plant, pair by pair.
pub(super) struct Against<'a> {
    pub(super) study: &'a Study,
    pub(super) pairs: &'a Pairs,
}

impl<'a> Against<'a> {
    /// Index of the comparison of the arm with exactly these investments.
    pub(super) fn comparison(&self, set: &Set) -> Option<usize> {
        let study = self.study;
        let before = study.arm(Role::Before)?;
        let is_it = |plan: &&crate::study::ComparisonPlan| {
            let arm = &study.arms[plan.investment];
            let own = arm.investments.iter().copied().zip(arm.starts.iter().copied());
            plan.reference == before && arm.role != Role::AfterSlow && own.eq(set.iter().copied())
        };
        let found = study.comparisons.iter().find(is_it)?;
        study.comparisons.iter().position(|plan| plan.id == found.id)
    }

    /// Name of its arm.
    pub(super) fn arm(&self, set: &Set) -> Option<String> {
        let plan = &self.study.comparisons[self.comparison(set)?];
        Some(self.study.arms[plan.investment].name.clone())
    }

    /// Its records, pair by pair.
    pub(super) fn records(
        &self,
        set: &Set,
    ) -> Option<impl Iterator<Item = &'a ComparisonRecord> + 'a> {
        let (c, pairs) = (self.comparison(set)?, self.pairs);
        Some(pairs.done.iter().map(move |(_, pair)| &pair.comparisons[c]))
    }

    /// Its net present values, base case; 0 without any investment.
    pub(super) fn npv(&self, set: &Set) -> Option<Vec<f64>> {
        if set.is_empty() {
            return Some(vec![0.0; self.pairs.done.len()]);
        }
        self.records(set)?.map(|record| Some(record.rows.first()?.npv)).collect()
    }
}

/// Distribution of differences, pair by pair.
pub(super) fn minus(groups: &Groups, a: &[f64], b: &[f64]) -> Spread {
    full_spread(groups, a.iter().zip(b).map(|(a, b)| a - b))
}

/// Distribution over pairs.
pub(super) fn of(groups: &Groups, values: &[f64]) -> Spread {
    full_spread(groups, values.iter().copied())
}

/// The result of a bundle; none without one.
pub fn compose(study: &Study, groups: &Groups, pairs: &Pairs) -> Option<BundleResult> {
    result(study.bundle.as_ref()?, &Against { study, pairs }, groups)
}

fn result(bundle: &Bundle, against: &Against<'_>, groups: &Groups) -> Option<BundleResult> {
    let n = bundle.members.len();
    let all = (1_usize << n) - 1;
    let single = |k: usize| bundle.subset(1 << k);
    let together = against.npv(&bundle.whole())?;
    let alone: Vec<Vec<f64>> = (0..n).map(|k| against.npv(&single(k))).collect::<Option<_>>()?;
    let pairs = 0..together.len();
    let sums: Vec<f64> = pairs.clone().map(|p| alone.iter().map(|x| x[p]).sum()).collect();
    // Values of all subsets, where they were simulated.
    let values: Option<Vec<Vec<f64>>> = (n <= MOST_TAKEN_APART)
        .then(|| (0..=all).map(|set| against.npv(&bundle.subset(set))).collect())
        .flatten();
    let shares: Option<Vec<Vec<f64>>> = values.as_ref().and_then(|values| {
        pairs.map(|p| shapley(&values.iter().map(|x| x[p]).collect::<Vec<_>>())).collect()
    });
    let member = |k: usize| {
        let investment = &against.study.investments[bundle.members[k]];
        BundleMember {
            name: investment.name.clone(),
            title: investment.title.clone(),
            alone: of(groups, &alone[k]),
            share: shares.as_ref().map(|s| full_spread(groups, s.iter().map(|pair| pair[k]))),
            last: values.as_ref().map(|v| minus(groups, &v[all], &v[all & !(1 << k)])),
        }
    };
    let hours = |set: &Set| Some(downtime_avoided(against.records(set)?));
    let mut sets: Vec<usize> = match &values {
        Some(_) => (1..=all).collect(),
        None => (0..n).map(|k| 1 << k).chain([all]).collect(),
    };
    sets.sort_by_key(|set| (set.count_ones(), *set));
    let part = |set: &usize| {
        let chosen = bundle.subset(*set);
        let name = |(k, _): &(usize, u32)| against.study.investments[*k].name.clone();
        Some(BundlePart {
            investments: chosen.iter().map(name).collect(),
            npv: of(groups, &against.npv(&chosen)?),
        })
    };
    Some(BundleResult {
        arm: against.arm(&bundle.whole())?,
        members: (0..n).map(member).collect(),
        together: of(groups, &together),
        interaction: minus(groups, &together, &sums),
        sum_of_singles: of(groups, &sums),
        downtime_avoided: [
            (0..n).map(|k| hours(&single(k))).sum::<Option<f64>>()?,
            hours(&bundle.whole())?,
        ],
        combinations: sets.iter().map(part).collect::<Option<_>>()?,
    })
}

/// Unplanned hours that do not happen, mean over the pairs \[h over the horizon\].
fn downtime_avoided<'a>(records: impl Iterator<Item = &'a ComparisonRecord>) -> f64 {
    let at = PairRow::DELTA_KEYS.iter().position(|key| *key == "unplanned_down_h");
    let avoided = |record: &ComparisonRecord| at.map_or(0.0, |k| -record.deltas[k]);
    let (sum, n) = records.fold((0.0, 0.0), |(sum, n), record| (sum + avoided(record), n + 1.0));
    if n > 0.0 { sum / n + 0.0 } else { 0.0 }
}
