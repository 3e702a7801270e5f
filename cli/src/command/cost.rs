//! `gemba plan --explain`: clocks and memory for the pilot, and the texts that only writers know the size of.

use crate::args::Plan as Typed;
use crate::failure::Failure;
use crate::progress;
use reports::workbook::workbook;
use reports::write;
use scenarios::shards::Plan;
use scenarios::shards::cost::{self, Estimate, Explained, Gauges, Pilot, PilotError};
use scenarios::study::{Design, Study, StudyError};

/// The pilot takes so long \[s\], or some pairs.
const PILOT: f64 = 3.0;
/// Cores that are told of, as far as there are shards for them.
const CORES: [u64; 8] = [1, 2, 8, 64, 512, 4096, 32_768, 262_144];

/// Pairs of this plan, measured on one thread.
pub(super) fn pilot(plan: &Plan) -> Result<Pilot, Failure> {
    let folder = tempfile::tempdir()
        .map_err(|error| Failure::run(format!("no room for a pilot: {error}")))?;
    let gauges = Gauges { seconds: &seconds, peak: &peak };
    let measured = || cost::pilot(plan, folder.path(), PILOT, &gauges);
    let (measured, _) = progress::on_threads(Some(1), measured)?;
    measured.map_err(|error| match error {
        PilotError::Plan(_) => Failure::input(error),
        PilotError::Study(StudyError::PairFailed { .. }) => Failure::model(error),
        PilotError::Study(_) | PilotError::Store(_) => Failure::run(error),
    })
}

/// What the plan costs.
pub(super) fn explained(
    pilot: Pilot,
    plan: &Plan,
    study: &Study,
    typed: &Typed,
) -> Result<Explained, Failure> {
    let Pilot { mut model, wanted, pairs, result } = pilot;
    let from = seconds();
    let csv = write::pairs_csv(&result).map_err(Failure::run)?;
    model.answer_pair_seconds += (seconds() - from) / pairs.max(1) as f64;
    // Report and workbook hardly grow with the pairs.
    let from = seconds();
    let _ = write::html(&reports::compose(&result));
    if let Some(case) = plan.study().ok().and_then(|study| study.open_case(&result).ok().flatten())
    {
        let _ = workbook(&result, &case);
    }
    model.merge_begin_seconds += seconds() - from;
    let heading = csv.find('\n').map_or(0, |end| end + 1);
    model.csv_bytes = heading as u64;
    model.csv_pair_bytes = (csv.len() - heading) as f64 / pairs.max(1) as f64;
    model.plan_bytes = plan.to_json().map_err(Failure::run)?.len() as u64;
    model.task_seconds = typed.start;
    let mut cores = typed.cores.clone();
    if cores.is_empty() {
        let shards = plan.shards();
        let enough = CORES.iter().position(|cores| *cores >= shards).unwrap_or(CORES.len() - 1);
        cores = CORES[..=enough].to_vec();
    }
    let stops_between = match study.design {
        Design::Precise { min, max, .. } if plan.asked.is_none() && min < max => Some((min, max)),
        _ => None,
    };
    Ok(Explained {
        study: study.name.clone(),
        currency: result.provenance.currency.clone(),
        pilot_pairs: pairs,
        estimate: Estimate::of(&model, plan.pairs, plan.per_shard, &cores),
        model,
        precision: wanted,
        stops_between,
    })
}

/// Time of this thread on a processor \[s\].
#[cfg(unix)]
fn seconds() -> f64 {
    use rustix::time::{ClockId, clock_gettime};
    let spent = clock_gettime(ClockId::ThreadCPUTime);
    spent.tv_sec as f64 + 1e-9 * spent.tv_nsec as f64
}

/// Where there is no such clock, the wall's.
#[cfg(not(unix))]
#[expect(clippy::disallowed_methods, reason = "what a run costs is no part of a result")]
fn seconds() -> f64 {
    use std::{sync::LazyLock, time::Instant};
    static BEGUN: LazyLock<Instant> = LazyLock::new(Instant::now);
    BEGUN.elapsed().as_secs_f64()
}

/// Largest memory of this process \[byte\], where the system has a file that tells it.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(1024 * kilobytes)
}
