//! Sensors first and figure it out later: bought and paid as planned, useful later.

use super::upside::MOST;
use crate::answer::groups::Groups;
use crate::answer::spread::{full_spread, payback_spread, spread};
use crate::finance::appraisal::appraise;
use crate::investment::uncertainty::Luck;
use crate::pairing::record::PairFailure;
use crate::pairing::value::row;
use crate::pairing::{Worker, input_of, live_arm};
use crate::study::Study;
use crate::study::arm::PlantCache;
use crate::study::result::{PaybackTime, StressResult, StudyResult};
use crate::study::structure::same_structure;
use sim_core::{Plan, replicate};
use std::sync::atomic::AtomicBool;
use twin_models::Phase;

/// The stresses that the study asks for.
pub(crate) fn stresses(
    study: &Study,
    result: &StudyResult,
    cancel: Option<&AtomicBool>,
) -> Vec<StressResult> {
    let asked = study.beside.stress.map(|stress| stress.sensors_first);
    asked.and_then(|months| sensors_first(study, result, months, cancel)).into_iter().collect()
}

fn sensors_first(
    study: &Study,
    result: &StudyResult,
    months: u32,
    cancel: Option<&AtomicBool>,
) -> Option<StressResult> {
    let head = result.comparisons.first()?;
    // Pairs are compared by their number: none may be missing.
    if !result.failed_pairs.is_empty() {
        return None;
    }
    may_begin_later(study, months)?;
    let pairs = (head.npv_by_pair.len() as u64).min(MOST);
    let plan = Plan { allowed_failures: 0, cancel, progress: None };
    let once = |worker: &mut Worker, pair| later(study, worker, pair, months);
    let run = replicate(0..pairs, &plan, || Worker::new(study), once);
    let run = run.ok().filter(|run| !run.cancelled)?;
    let found: Vec<(f64, PaybackTime)> = run.results.into_iter().map(|(_, found)| found).collect();
    let groups = Groups::first(study, pairs);
    let change = found.iter().zip(&head.npv_by_pair).map(|((there, _), here)| there - here);
    Some(StressResult {
        id: "sensors_first".to_owned(),
        title: format!("Sensors first: effects {months} months later"),
        comparison: head.id.clone(),
        months,
        pairs,
        npv_positive: groups.share(found.iter().map(|(npv, _)| *npv > 0.0)),
        payback: payback_spread(&groups, found.iter().map(|(_, time)| *time), study.horizon),
        change: full_spread(&groups, change),
        npv: spread(&groups, found.iter().map(|(npv, _)| Some(*npv)))?,
    })
}

/// What is there in full from the first day may be another plant until then; a run cannot follow that.
fn may_begin_later(study: &Study, months: u32) -> Option<()> {
    let drawn = study.draw(0);
    let seen = study.with_drawn(&drawn.values).ok()?;
    let study = seen.as_ref();
    let arm = &study.arms[study.comparisons.first()?.investment];
    let files = (&study.plant_file, &study.study_file);
    let lucks = put_off(&drawn.lucks, months);
    let cache = &mut PlantCache::default();
    let phases = arm.phases(files, &study.investments, &lucks, study.horizon, cache).ok()?;
    let fit = |two: &[Phase]| same_structure(&two[0].plant, &two[1].plant).is_ok();
    phases.windows(2).all(fit).then_some(())
}

fn put_off(lucks: &[Luck], months: u32) -> Vec<Luck> {
    // Not with the gap, which experience may spare a project.
    let later = |luck: &Luck| Luck { review_delay: luck.review_delay + f64::from(months), ..*luck };
    lucks.iter().map(later).collect()
}

/// The headline in one pair, with every effect of its investments so many months later than under the luck
/// of the pair, and every payment when it was planned.
fn later(
    study: &Study,
    worker: &mut Worker,
    pair: u64,
    months: u32,
) -> Result<(f64, PaybackTime), PairFailure> {
    let drawn = study.draw(pair);
    let all = "all".to_owned();
    let seen = study
        .in_future(pair, &drawn.values)
        .map_err(|faults| PairFailure { arm: all.clone(), reason: faults.to_string() })?;
    let study = seen.as_ref();
    if study.plants_are_drawn {
        worker.forget();
    }
    let lucks = put_off(&drawn.lucks, months);
    let plan = study.comparisons.first();
    let plan = plan.ok_or(PairFailure { arm: all, reason: "nothing is compared".to_owned() })?;
    let mut lived = |arm: usize| live_arm(study, worker, pair, arm, &lucks);
    let (investment, reference) = (lived(plan.investment)?, lived(plan.reference)?);
    let bought = |of| -> crate::pairing::Bought<'_> {
        let of: &twin_models::outcome::Outcome = of;
        (&of.monthly, of.energy.as_ref())
    };
    let arms = (bought(&investment), bought(&reference));
    let input = input_of(study, plan, &lucks, arms);
    let appraisal = appraise(&input)
        .map_err(|e| PairFailure { arm: plan.id.clone(), reason: e.to_string() })?;
    let row = row(&appraisal);
    Ok((row.npv, row.payback))
}
