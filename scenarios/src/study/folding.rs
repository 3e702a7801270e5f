//! What folding minor stops into rates changes: measured on today's plant in every study.

use super::question::Study;
use super::result::{FlowUsed, FoldingCheck, MeasuredDifference, Role};
use crate::indicator::View;
use sim_core::statistics::{Tally, mean_interval};
use sim_core::{Limits, Plan, RunError, Streams, replicate};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use twin_models::plant::model::{Folding, Plant};
use twin_models::{Phase, Replica};

/// Replications of each of the two plants.
pub(crate) const REPLICATIONS: u64 = 20;
/// Months of each, at most.
const MONTHS: u32 = 12;
/// Largest mean difference of the output that is called usable: half a percent.
const ALLOWED: f64 = 0.005;

/// Today's plant, folded and with every minor stop as an event, under the same luck.
///
/// `None` where nothing is folded, when the run is stopped, and where a replication fails or makes
/// nothing, so that there is no difference to tell.
pub(super) fn check(study: &Study, cancel: Option<&AtomicBool>) -> Option<FoldingCheck> {
    measured(study, REPLICATIONS, cancel)
}

/// The same with so many futures of each.
pub(crate) fn measured(
    study: &Study,
    futures: u64,
    cancel: Option<&AtomicBool>,
) -> Option<FoldingCheck> {
    let before = study.arm(Role::Before)?;
    let folded = &study.arms[before].plant;
    if !FlowUsed::of(folded, &study.plant_file).is_folded() {
        return None;
    }
    let events = Arc::new(Plant { folding: Folding::Events, ..(**folded).clone() });
    let phases = |plant: &Arc<Plant>| [Phase { from_month: 0, plant: Arc::clone(plant) }];
    let (folded_phases, events_phases) = (phases(folded), phases(&events));
    let months = study.horizon.min(MONTHS);
    let limits = Limits::default();
    let plan = Plan { allowed_failures: 0, cancel, progress: None };
    let run = replicate(
        0..futures,
        &plan,
        || (Replica::assemble(folded), Replica::assemble(&events)),
        |(folded, events), k| {
            let streams = Streams::new(study.seed, k);
            let folded = folded.run(&folded_phases, months, streams, &limits)?;
            let events = events.run(&events_phases, months, streams, &limits)?;
            let made = |outcome| View { frame: &study.tools[before].frame, outcome }.total("good");
            Ok::<_, RunError>(made(&folded) / made(&events) - 1.0)
        },
    );
    let run = run.ok().filter(|run| !run.cancelled)?;
    let tally: Tally = run.results.iter().map(|(_, difference)| *difference).collect();
    let interval = mean_interval(&tally, 0.95)?;
    Some(FoldingCheck {
        output_difference: MeasuredDifference {
            mean: interval.estimate,
            half_width: interval.half_width(),
            replications: tally.count(),
        },
        allowed: ALLOWED,
        months,
    })
}
