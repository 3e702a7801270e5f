//! Questions that a few futures more can answer: what an hour of downtime costs, what the worst event
//! costs, how the plant stands its worst week. They are simulated after the pairs of the study, under the
//! luck of its first pairs, at about a twentieth of the effort; no number of the study depends on them.

mod attacks;
mod curve;
mod downtime_hour;
mod footprint;
mod futures;
mod sensors_first;
mod upside;
mod worst;

pub(crate) use attacks::attacks;
pub(crate) use footprint::footprint;
pub(crate) use futures::observe;
pub(crate) use sensors_first::stresses;
pub(crate) use upside::upside;

use crate::answer::{channels, flags};
use crate::study::Study;
use crate::study::result::{DowntimeHour, Resilience, StudyResult, WorstEvent};
use serde::{Deserialize, Serialize};
use std::sync::atomic::AtomicBool;

/// What was found; absent where the study has nothing to ask, or a future failed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Probes {
    /// The cost of an hour of downtime over the length of the stop.
    pub downtime_hour: Option<DowntimeHour>,
    /// The most expensive single event.
    pub worst_event: Option<WorstEvent>,
    /// Worst week, recovery, service.
    pub resilience: Option<Resilience>,
}

/// Futures that are watched: one of so many pairs and arms, and the most of them.
pub(crate) const OBSERVED: (u64, u64) = (80, 60);
/// Futures into which stops are inserted.
pub(crate) const STOPPED: (u64, u64) = (100, 40);
/// First pairs whose higher demand, or later effects, are simulated.
pub(crate) const FIRST: u64 = upside::MOST;
/// First pairs whose footprint is told.
pub(crate) const FOOTPRINT: u64 = footprint::MOST;
pub(crate) use downtime_hour::runs as curve_runs;

/// Futures of each question: one of `of` pairs and arms, at least two, at most `most`.
fn share(study: &Study, pairs: u64, (of, most): (u64, u64)) -> u64 {
    let arms = study.arms.len() as u64;
    (pairs.saturating_mul(arms) / of).clamp(2, most).min(pairs)
}

impl Study {
    /// Simulates the probes of a study of which `pairs` pairs were run.
    /// `first_year_cost` is the mean cash of the investment's first year.
    pub fn probes(&self, pairs: u64, first_year_cost: f64, cancel: Option<&AtomicBool>) -> Probes {
        let observed = futures::observe(self, share(self, pairs, OBSERVED), cancel);
        let (worst_event, resilience) = match &observed {
            Some(observed) => {
                (worst::event(self, observed, first_year_cost), worst::resilience(self, observed))
            }
            None => (None, None),
        };
        Probes {
            downtime_hour: downtime_hour::curve(self, share(self, pairs, STOPPED), cancel),
            worst_event,
            resilience,
        }
    }
}

impl Probes {
    /// Puts them into the result, and lets the flags speak of them.
    pub fn join(self, study: &Study, result: &mut StudyResult) {
        result.downtime_hour =
            self.downtime_hour.map(|hour| downtime_hour::beside(hour, study, result));
        result.worst_event = self.worst_event;
        result.resilience = self.resilience;
        channels::after_probes(result);
        flags::after_probes(result);
    }
}
