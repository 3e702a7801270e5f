//! A few pairs of a plan, simulated, written and read back, step by step.

use super::after::{After, Work, after};
use super::{CostModel, Sample, kept};
use crate::answer::{self, PairRows};
use crate::pairing::record::ArmSums;
use crate::pairing::{Worker, kept as kept_of, run_pair};
use crate::probe;
use crate::shards::{Plan, PlanError};
use crate::store::head::{End, Head};
use crate::store::reader::WHOLE_AT_ONCE;
use crate::store::{FILE, Futures, Keeper, StoreError};
use crate::study::keeping::Keeping;
use crate::study::result::{Stopped, StudyResult};
use crate::study::run::Pairs;
use crate::study::{Study, StudyError, folding};
use serde::Serialize;
use std::path::Path;

/// Pairs at least: the first one is slower, and an error needs more than one of the others.
const LEAST: u64 = 4;
/// Futures that are watched for their time.
const WATCHED: u64 = 1;
/// Futures of the folding check that are timed.
const FOLDED: u64 = 2;

/// Instruments of whoever measures: this library has no clock.
#[derive(Clone, Copy)]
pub struct Gauges<'a> {
    /// Time of this thread on a processor \[s\], from any beginning.
    pub seconds: &'a (dyn Fn() -> f64 + Sync),
    /// Largest memory of the process so far \[byte\], where the system tells it.
    pub peak: &'a (dyn Fn() -> Option<u64> + Sync),
}

/// How precise a figure of the headline is with all pairs of the plan.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Wanted {
    /// The figure, as the stopping rule names it.
    pub what: String,
    /// Half-width with the pairs of the plan, from the spread of the pilot; `None`: the pilot is too small.
    /// Money for the NPV, a share for a probability.
    pub half_width: Option<f64>,
    /// Half-width that the stopping rule of the study (or, without one, the usual rule) allows.
    pub allowed: f64,
    /// Pairs that it needs for this.
    pub pairs: Option<u64>,
}

/// What was measured.
#[derive(Clone, Debug)]
pub struct Pilot {
    /// Time and bytes by step; what writers of reports add is still 0.
    pub model: CostModel,
    /// How precise the plan will be.
    pub wanted: Vec<Wanted>,
    /// Pairs simulated.
    pub pairs: u64,
    /// The answer of these few pairs.
    pub result: StudyResult,
}

/// Why there is no estimate.
#[derive(Debug, thiserror::Error)]
pub enum PilotError {
    /// The plan cannot be used.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// A pair cannot be simulated.
    #[error(transparent)]
    Study(#[from] StudyError),
    /// The file of the pilot cannot be written or read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Simulates pairs of `plan` for so many seconds, at least four, and takes them through all steps of a run in
/// parts, in `folder`. Call it on a pool of one thread.
///
/// # Errors
/// When the plan cannot be used, a pair fails that may not, or the folder cannot be written.
pub fn pilot(
    plan: &Plan,
    folder: &Path,
    seconds: f64,
    gauges: &Gauges<'_>,
) -> Result<Pilot, PilotError> {
    let now = gauges.seconds;
    let begun = now();
    let study = plan.study()?;
    let read = now() - begun;
    let mut worker = Worker::new(&study);
    let assembled = now() - begun;

    // A shard: simulated, priced, written.
    let file = folder.join(FILE);
    let keeper = Keeper::new(file.clone());
    let keeping = Keeping::begin(&keeper, &study).map_err(PilotError::Study)?;
    let size = || {
        let part = crate::store::keeper::part_of(&file);
        part.metadata().map(|found| found.len()).map_err(|error| StoreError::io(&part, error))
    };
    let mut sums: Vec<ArmSums> = Vec::new();
    let (mut each, mut bytes) = (Vec::new(), Vec::new());
    let (first, mut tried, mut open) = (now(), 0, 0);
    while tried < plan.pairs && (tried < LEAST || now() - first < seconds) {
        let (from, before) = (now(), size()?);
        let (record, outcomes) = run_pair(&study, &mut worker, tried).map_err(|failure| {
            StudyError::PairFailed { pair: tried, seed: study.seed, failure, before: 0 }
        })?;
        let told = keeping.codec.write(&kept_of(&study, tried, &record, &outcomes));
        keeper.put(tried, &told, &outcomes);
        sums.resize_with(outcomes.len(), ArmSums::default);
        sums.iter_mut().zip(&outcomes).for_each(|(sums, outcome)| sums.add(outcome));
        each.push(now() - from);
        bytes.push((size()? - before) as f64);
        open = kept::of_outcomes(&outcomes).max(open);
        tried += 1;
    }
    let end = End { asked: None, tried, stopped: Stopped::Fixed, folding_check: None };
    keeping.close(&end, &sums);
    drop(keeping);
    keeper.finish()?;
    let worker_bytes = (gauges.peak)();
    // No line sleeps where somebody watches, and all that happens is written down.
    let from = now();
    let watched = probe::observe(&study, WATCHED, None);
    let watched = watched.map(|_| (now() - from) / WATCHED as f64);
    let peak = (gauges.peak)();
    let watched_bytes =
        peak.zip(worker_bytes).map_or(0, |(peak, before)| peak.saturating_sub(before));
    // The first pair resolves the months of every arm, which the others find.
    let rest = each.split_first().filter(|(_, rest)| !rest.is_empty());
    let (first, rest) = rest.map_or((0.0, &each[..]), |(first, rest)| (*first, rest));
    let none = Sample { mean: 0.0, half_width: None, least: 0.0, most: 0.0, count: 0 };
    let pair_seconds = Sample::of(rest).unwrap_or(none);
    let pair_bytes = Sample::of(&bytes).unwrap_or(none);
    let in_pairs = bytes.iter().sum::<f64>() as u64;
    let whole = file.metadata().map_err(|error| StoreError::io(&file, error))?.len();
    let head = |part| serde_json::to_vec(&Head::of(&study, part)).map_or(0, |json| json.len());
    let futures_bytes = whole.saturating_sub(in_pairs);

    // The merge: checked, laid together, read, priced.
    let from = now();
    Futures::open(&file)?.ended()?;
    Futures::open(&file)?.copy_pairs(&mut std::io::sink())?;
    let keeper = Keeper::new(file).resume();
    let keeping = Keeping::begin(&keeper, &study)?;
    let mut pairs = Pairs::default();
    keeping.take(&study, &mut pairs, 0..tried)?;
    let merged = now() - from;

    let wanted = wanted(&study, plan, &pairs);
    let attacked = attacked(&pairs);
    let records = pairs.done.iter().map(|(_, record)| kept::of_record(record)).sum::<usize>();
    let (part, result) = answers(&study, pairs, now);
    let rows = result.pairs.len() * kept::ROW;
    let count = tried.max(1) as f64;
    let arms = study.arms.len() as u64;
    let run = pair_seconds.mean / arms.max(1) as f64;
    let mut after = after(&study, run, watched, attacked);
    after.extend(folded(&study, now));
    let model = CostModel {
        pair_seconds,
        pair_bytes,
        arms,
        begin_seconds: assembled + (first - pair_seconds.mean).max(0.0),
        task_seconds: 0.0,
        plan_bytes: plan.to_json().map_or(0, |json| json.len() as u64),
        shard_bytes: futures_bytes + (head(Some(plan.part(0))) - head(None)) as u64,
        futures_bytes,
        csv_bytes: 0,
        csv_pair_bytes: 0.0,
        merge_pair_seconds: merged / count,
        answer_pair_seconds: part.0,
        merge_begin_seconds: read + part.1,
        after,
        worker_bytes,
        kept_bytes: (records + rows) as f64 / count,
        watched_bytes,
        open_bytes: open as f64 + pair_bytes.mean,
        open_pairs: WHOLE_AT_ONCE,
    };
    Ok(Pilot { model, wanted, pairs: tried, result })
}

/// Composes the answer of all pairs and of half of them: time of each pair and of the rest \[s\].
fn answers(study: &Study, pairs: Pairs, now: &dyn Fn() -> f64) -> ((f64, f64), StudyResult) {
    let done = pairs.done.len();
    let compose = |pairs: Pairs| {
        let from = now();
        let result = answer::compose(study, pairs, Stopped::Fixed, Vec::new(), PairRows::Made);
        (now() - from, result)
    };
    let less = (done / 2).max(2);
    let half = Pairs { done: pairs.done[..less.min(done)].to_vec(), ..pairs.clone() };
    let (some, _) = compose(half);
    let (all, result) = compose(pairs);
    let each = if done > less { ((all - some) / (done - less) as f64).max(0.0) } else { 0.0 };
    ((each, (all - each * done as f64).max(0.0)), result)
}

/// The folding check has futures of its own length, and one of two plants without folding.
fn folded(study: &Study, now: &dyn Fn() -> f64) -> Option<After> {
    let from = now();
    folding::measured(study, FOLDED, None)?;
    let seconds = (now() - from) / FOLDED as f64;
    let runs = folding::REPLICATIONS as f64;
    Some(After { least: runs, ..After::new(Work::Folding, 0.0, seconds) })
}

/// Share of the pairs in which the headline's plants are attacked.
fn attacked(pairs: &Pairs) -> f64 {
    let is = |attacks: Option<f64>| attacks.is_some_and(|n| n > 0.0);
    let hit = pairs.done.iter().filter(|(_, pair)| pair.arms.iter().any(|arm| is(arm.attacks)));
    hit.count() as f64 / pairs.done.len().max(1) as f64
}

/// Half-widths of the stopping rule shrink with the root of the pairs.
fn wanted(study: &Study, plan: &Plan, pairs: &Pairs) -> Vec<Wanted> {
    let count = pairs.done.len() as f64;
    let of = |criterion: sim_core::statistics::Criterion| {
        let usable = criterion.half_width.filter(|half| half.is_finite() && *half > 0.0);
        let at = |half: f64| half * (count / plan.pairs as f64).sqrt();
        let needed = |half: f64| {
            let share = half / criterion.allowed;
            let pairs = (count * share * share).ceil();
            (criterion.allowed > 0.0 && pairs < 1e15)
                .then(|| study.draws().rounded_up((pairs as u64).max(2)))
        };
        Wanted {
            half_width: usable.map(at),
            pairs: usable.and_then(needed),
            what: criterion.what,
            allowed: criterion.allowed,
        }
    };
    let has = pairs.done.first().is_some_and(|(_, pair)| !pair.comparisons.is_empty());
    if has { study.precision(pairs).into_iter().map(of).collect() } else { Vec::new() }
}
