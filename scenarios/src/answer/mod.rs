//! From all pairs to the answer.

pub mod arms;
mod at_risk;
pub mod baseline;
pub mod benchmarks;
pub mod channels;
pub mod claims;
pub mod closed_form;
pub mod comparison;
pub mod deltas;
pub mod drivers;
pub mod effects;
pub mod flags;
pub mod groups;
pub mod idle;
pub mod ignorance;
pub mod metrics;
pub mod paths;
pub mod pools;
pub mod projects;
pub mod require;
pub mod resting;
pub mod spread;
pub mod verdict;
pub mod waterfall;

use crate::programme::{bundle, sequence};
use crate::sensitivity::{decide, payback_race};
use crate::study::Study;
use crate::study::luck;
use crate::study::result::{
    Comparison, FORMAT, FlowUsed, LuckUsed, Precision, Provenance, Stopped, StudyResult,
};
use crate::study::run::Pairs;
use crate::uncertainty::Mode;
use groups::Groups;
use rayon::prelude::*;
use sim_core::statistics::Criterion;

/// How the two worlds are coupled: part of the meaning of every distribution.
const COUPLING: &str = "same-world pairs: both plants live through the same failures, repairs, demand \
    and luck of the project, draw for draw; the distributions show what we could experience against \
    the road not taken, not the uncertainty of the mean";

/// Rows of `pairs.csv`: seventeen a pair of a usual study, a large part of a result's memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PairRows {
    /// The result has them.
    Made,
    /// Nobody writes them: [`StudyResult::pairs`] stays empty.
    Left,
}

/// Composes the result.
pub fn compose(
    study: &Study,
    pairs: Pairs,
    stopped: Stopped,
    criteria: Vec<Criterion>,
    rows: PairRows,
) -> StudyResult {
    let groups = Groups::of(study, &pairs);
    let compared = || {
        let arms = (0..study.arms.len()).into_par_iter();
        let arms = arms.map(|k| arms::arm(study, &groups, &pairs, k)).collect::<Vec<_>>();
        let comparisons = (0..study.comparisons.len()).into_par_iter();
        let comparisons = comparisons
            .map(|c| comparison::comparison(study, &groups, &pairs, &arms, c))
            .collect::<Vec<_>>();
        (arms, comparisons)
    };
    let ((arms, comparisons), (decides, rows)) = rayon::join(compared, || {
        let rows = || match rows {
            PairRows::Made => comparison::rows(study, &pairs),
            PairRows::Left => Vec::new(),
        };
        rayon::join(|| decide::decides(study, &pairs), rows)
    });
    let done = pairs.done.len() as u64;
    let unit = |what: &str| if what.contains("P(") { "share" } else { "money" };
    let provenance = Provenance {
        study: study.name.clone(),
        plant: study.plant.clone(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        input_hash: None,
        seed: study.seed,
        start: study.start.to_string(),
        horizon_months: study.horizon,
        currency: study.terms.currency.to_string(),
        wacc: study.terms.wacc.fraction(),
        tax: study.terms.tax.rate,
        pairs: done,
        pairs_tried: done + pairs.failed.len() as u64,
        stopped,
        partial: stopped == Stopped::Cancelled,
        precision: criteria
            .into_iter()
            .map(|c| Precision {
                unit: unit(&c.what).to_owned(),
                met: c.is_met(),
                name: c.what,
                half_width: c.half_width,
                wanted: c.allowed,
            })
            .collect(),
        coupling: COUPLING.to_owned(),
        luck: luck_used(study, &groups, &comparisons),
        without: study.without.clone(),
        flow: study.arms.first().map(|arm| FlowUsed::of(&arm.plant, &study.plant_file)),
    };
    let baseline = baseline::baseline(study, &groups, &pairs);
    let at_risk = at_risk::all(study, &groups, &pairs, &arms, &comparisons);
    let channels = channels::all(study, &groups, &pairs, &arms, &comparisons, &at_risk);
    let price_paths = paths::all(study, &groups, &pairs);
    let result = StudyResult {
        format: FORMAT.to_owned(),
        flags: flags::all(study, &pairs, &arms, &comparisons, &baseline),
        benchmarks: benchmarks::all(study, &arms, &comparisons),
        failed_pairs: pairs.failed.clone(),
        effects: effects::all(study),
        bundle: bundle::compose(study, &groups, &pairs),
        programme: sequence::compose(study, &groups, &pairs),
        unknowns: study.unknowns_drawn(&pairs),
        ignorance: ignorance::ignorance(study, &pairs),
        null_test: None,
        resting_on: None,
        decides,
        payback_races: payback_race::races(study, &groups, &pairs),
        tracking: None,
        projects: projects::all(study, &groups, &pairs),
        pairs: rows,
        provenance,
        arms,
        comparisons,
        assumptions: study.assumptions.clone(),
        worst_event: None,
        downtime_hour: None,
        resilience: None,
        attacks: None,
        channels,
        soft: study.beside.soft.clone(),
        references: study.beside.references.clone(),
        upside: None,
        stresses: Vec::new(),
        price_paths,
        footprint: None,
        at_risk,
        folding_check: None,
        baseline: Some(baseline),
    };
    // Thousands of records are given back while others go on; nobody waits for it.
    rayon::spawn(move || drop(pairs.done));
    result
}

/// What the design of the luck brought for the mean of the headline; absent for independent pairs.
fn luck_used(study: &Study, groups: &Groups, comparisons: &[Comparison]) -> Option<LuckUsed> {
    let npv = comparisons.first().map_or(&[][..], |head| &head.npv_by_pair);
    let found = groups.clustered(npv.iter().copied());
    let unit = study.draws().unit();
    (unit > 1).then(|| LuckUsed {
        kind: luck::word(study.sampling).to_owned(),
        unit,
        inner: match study.mode {
            Mode::Nested { inner, .. } => Some(inner),
            Mode::Mixed | Mode::Fixed => None,
        },
        groups: found.map_or(0, |found| found.clusters),
        variance_ratio: found.and_then(|found| found.variance_ratio),
    })
}
