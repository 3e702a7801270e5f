//! What more could come: the headline investment in a market that wants more, and a premium on what it
//! sells. Simulated or multiplied apart; nothing of it reaches another number.

use crate::answer::groups::Groups;
use crate::answer::spread::{full_spread, spread};
use crate::investment::edit::{Edit, Mechanism, Op};
use crate::investment::progress::Reach;
use crate::pairing::{Worker, run_pair};
use crate::study::Study;
use crate::study::beside::Upside;
use crate::study::read_study;
use crate::study::result::{DemandUpside, GreenUpside, Spread, StudyResult, UpsideResult};
use sim_core::{Plan, replicate};
use std::sync::atomic::AtomicBool;
use twin_models::text::Path;

/// Pairs simulated again, at most.
pub(super) const MOST: u64 = 200;
/// An edit that is there in full.
const ALL: Reach = Reach { tech: 1.0, people: 1.0, adoption: 1.0, live: true };

/// The scenarios that the study asks for.
pub(crate) fn upside(
    study: &Study,
    result: &StudyResult,
    cancel: Option<&AtomicBool>,
) -> Option<UpsideResult> {
    let asked = study.beside.upside.as_ref()?;
    let demand = asked.demand.and_then(|multiple| demand(study, result, multiple, cancel));
    let green = green(study, result, asked);
    (demand.is_some() || green.is_some()).then_some(UpsideResult { demand, green })
}

/// The same study in a market that wants `multiple` times as much.
fn wanting(study: &Study, multiple: f64) -> Option<Study> {
    let mut plant = study.plant_file.clone();
    let edit = Edit {
        path: Path::of(&["demand", "weekly"]),
        op: Op::Multiply(multiple),
        mechanism: Mechanism::Tech,
        start_month: 0,
        span: None,
    };
    edit.apply(&mut plant, &ALL).ok()?;
    let read = read_study(study.study_file.clone(), &|_| Ok(plant.clone())).ok()?;
    let kinds: Vec<&str> = study.without.iter().map(String::as_str).collect();
    let read = if kinds.is_empty() { read } else { read.without(&kinds).ok()? };
    Some(Study { seed: study.seed, sampling: study.sampling, ..read })
}

fn demand(
    study: &Study,
    result: &StudyResult,
    multiple: f64,
    cancel: Option<&AtomicBool>,
) -> Option<DemandUpside> {
    let head = result.comparisons.first()?;
    // Pairs are compared by their number: none may be missing.
    if !result.failed_pairs.is_empty() {
        return None;
    }
    let market = wanting(study, multiple)?;
    let pairs = (head.npv_by_pair.len() as u64).min(MOST);
    let plan = Plan { allowed_failures: 0, cancel, progress: None };
    let npv = |worker: &mut Worker, k| {
        let (record, _) = run_pair(&market, worker, k)?;
        Ok::<_, crate::pairing::record::PairFailure>(
            record.comparisons.first().and_then(|c| c.rows.first()).map(|row| row.npv),
        )
    };
    let run = replicate(0..pairs, &plan, || Worker::new(&market), npv);
    let run = run.ok().filter(|run| !run.cancelled)?;
    let npv = run.results.into_iter().map(|(_, npv)| npv).collect::<Option<Vec<f64>>>()?;
    let groups = Groups::first(study, pairs);
    let more = npv.iter().zip(&head.npv_by_pair).map(|(there, here)| there - here);
    Some(DemandUpside {
        multiple,
        pairs,
        npv_positive: groups.share(npv.iter().map(|x| *x > 0.0)),
        more: full_spread(&groups, more),
        npv: spread(&groups, npv.iter().copied().map(Some))?,
    })
}

fn green(study: &Study, result: &StudyResult, asked: &Upside) -> Option<GreenUpside> {
    let factor = study.book.basics.price * asked.green_premium * asked.eligible * asked.stated;
    let head = result.comparisons.first()?;
    let arm = result.arms.iter().find(|arm| arm.name == head.investment)?;
    let sold = arm.indicators.iter().find(|indicator| indicator.key == "sold")?;
    let sold = sold.spread.as_ref().filter(|sold| sold.max > 0.0 && factor > 0.0)?;
    Some(GreenUpside {
        premium: asked.green_premium,
        eligible: asked.eligible,
        stated: asked.stated,
        per_year: times(sold, factor),
    })
}

/// A distribution of multiples: every figure of it, with a positive factor.
fn times(spread: &Spread, factor: f64) -> Spread {
    let interval = |ci: Option<crate::study::result::Interval>| {
        ci.map(|ci| crate::study::result::Interval { low: ci.low * factor, high: ci.high * factor })
    };
    Spread {
        n: spread.n,
        not_observed: spread.not_observed,
        mean: spread.mean * factor,
        sd: spread.sd.map(|sd| sd * factor),
        mean_ci: interval(spread.mean_ci),
        min: spread.min * factor,
        p5: spread.p5 * factor,
        p10: spread.p10 * factor,
        p25: spread.p25 * factor,
        p50: spread.p50 * factor,
        p75: spread.p75 * factor,
        p90: spread.p90 * factor,
        p95: spread.p95 * factor,
        max: spread.max * factor,
        p10_ci: interval(spread.p10_ci),
        p50_ci: interval(spread.p50_ci),
        p90_ci: interval(spread.p90_ci),
    }
}
