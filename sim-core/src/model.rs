//! The smallest frame a model needs: a loop over events, and what can go wrong in it.

use crate::clock::SimTime;
use crate::event_list::{EventList, Slot};

/// Why a run cannot go on. Its results are void; the study may continue without it, but must say
/// so.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum RunError {
    /// Events without end at one instant.
    #[error(
        "at {at} {place} went through {events} events without time passing; \
         give at least one step of the loop a duration above zero"
    )]
    Runaway {
        /// When.
        at: SimTime,
        /// Where: the name of the entity.
        place: String,
        /// Events at this instant.
        events: u64,
    },
    /// Nothing can happen any more, though work is left.
    #[error(
        "at {at} {place} waits for something that can never come; \
         look for a closed loop of full buffers or a resource nobody returns"
    )]
    Deadlock {
        /// When.
        at: SimTime,
        /// Where: the name of the entity.
        place: String,
    },
    /// A queue without end.
    #[error(
        "at {at} {place} holds {size} entries and grows; \
         more arrives than leaves: add capacity, limit the queue, or reduce the arrivals"
    )]
    Unbounded {
        /// When.
        at: SimTime,
        /// Where: the name of the entity.
        place: String,
        /// Entries it holds.
        size: u64,
    },
    /// Something was lost or made from nothing: an error of the program, not of the input.
    #[error(
        "the balance of {what} does not close: expected {expected}, found {found}; \
         please report this with the plant file and the seed"
    )]
    Balance {
        /// What was counted, and where.
        what: String,
        /// What should be there.
        expected: f64,
        /// What is there.
        found: f64,
    },
}

/// Bounds beyond which a run is given up rather than left to run forever.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Most events at one instant.
    pub events_at_one_instant: u64,
    /// Most entries in one queue.
    pub queue_length: u64,
}

impl Default for Limits {
    /// A million events at one instant, ten million entries in one queue.
    fn default() -> Self {
        Self { events_at_one_instant: 1_000_000, queue_length: 10_000_000 }
    }
}

impl Limits {
    /// Refuses a queue that has grown beyond the limit.
    ///
    /// # Errors
    /// [`RunError::Unbounded`] with the name that `place` gives.
    #[inline]
    pub fn check_queue(
        &self,
        at: SimTime,
        size: u64,
        place: impl FnOnce() -> String,
    ) -> Result<(), RunError> {
        if size <= self.queue_length {
            Ok(())
        } else {
            Err(RunError::Unbounded { at, place: place(), size })
        }
    }
}

/// A model whose events all have a slot of their own.
pub trait Model {
    /// The event of `slot` happens now, at `now`: change the state and schedule what follows, not
    /// before `now`.
    ///
    /// # Errors
    /// When the run cannot go on.
    fn handle(&mut self, list: &mut EventList, now: SimTime, slot: Slot) -> Result<(), RunError>;

    /// Nothing is pending any more at `now`: fine by default; a model with work left says so.
    ///
    /// # Errors
    /// [`RunError::Deadlock`], when that is what it is.
    fn ran_dry(&mut self, _now: SimTime) -> Result<(), RunError> {
        Ok(())
    }

    /// Name of the place that owns `slot`, for error texts.
    fn place(&self, slot: Slot) -> String {
        format!("event slot {}", slot.0)
    }
}

/// Handles every event up to and including `until`, in order of instant and then of slot, and
/// returns how many there were. Later events stay pending, so that a run can be continued.
///
/// # Errors
/// What the model reports, or [`RunError::Runaway`] when time stands still.
pub fn run<M: Model>(
    model: &mut M,
    list: &mut EventList,
    until: SimTime,
    limits: &Limits,
) -> Result<u64, RunError> {
    let (mut events, mut at_this_instant) = (0_u64, 0_u64);
    let mut last = SimTime::ZERO;
    while let Some(at) = list.peek() {
        if at > until {
            return Ok(events);
        }
        let Some((now, slot)) = list.pop() else { break };
        events += 1;
        if now == last {
            at_this_instant += 1;
            if at_this_instant > limits.events_at_one_instant {
                let place = model.place(slot);
                return Err(RunError::Runaway { at: now, place, events: at_this_instant });
            }
        } else {
            debug_assert!(now > last || events == 1, "an event was scheduled in the past");
            (last, at_this_instant) = (now, 1);
        }
        model.handle(list, now, slot)?;
    }
    model.ran_dry(last)?;
    Ok(events)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SimDuration;

    /// One slot that fires again after `period`, `left` times.
    struct Ticker {
        period: SimDuration,
        left: u64,
        seen: Vec<SimTime>,
    }

    impl Model for Ticker {
        fn handle(
            &mut self,
            list: &mut EventList,
            now: SimTime,
            slot: Slot,
        ) -> Result<(), RunError> {
            self.seen.push(now);
            if self.left > 0 {
                self.left -= 1;
                list.schedule(slot, now + self.period);
            }
            Ok(())
        }
        fn ran_dry(&mut self, now: SimTime) -> Result<(), RunError> {
            Err(RunError::Deadlock { at: now, place: self.place(Slot(0)) })
        }
        fn place(&self, _slot: Slot) -> String {
            "the ticker".into()
        }
    }

    fn ticker(period: i64, left: u64) -> (Ticker, EventList) {
        let mut list = EventList::new(1);
        list.schedule(Slot(0), SimTime::ZERO);
        (Ticker { period: SimDuration(period), left, seen: vec![] }, list)
    }

    #[test]
    fn runs_up_to_and_including_the_end_and_can_be_continued() {
        let (mut model, mut list) = ticker(5, 100);
        assert_eq!(run(&mut model, &mut list, SimTime(10), &Limits::default()), Ok(3));
        assert_eq!(run(&mut model, &mut list, SimTime(14), &Limits::default()), Ok(0));
        assert_eq!(run(&mut model, &mut list, SimTime(15), &Limits::default()), Ok(1));
        assert_eq!(model.seen, [0, 5, 10, 15].map(SimTime));
    }

    #[test]
    fn standing_time_and_dried_up_events_are_errors_that_name_the_place() {
        let limits = Limits { events_at_one_instant: 1000, ..Limits::default() };
        let (mut model, mut list) = ticker(0, u64::MAX);
        let error = run(&mut model, &mut list, SimTime(10), &limits).unwrap_err();
        assert_eq!(
            error.to_string(),
            "at 0.000 h the ticker went through 1001 events without time passing; \
             give at least one step of the loop a duration above zero"
        );
        let (mut model, mut list) = ticker(1, 3);
        let error = run(&mut model, &mut list, SimTime(10), &limits).unwrap_err();
        assert!(matches!(error, RunError::Deadlock { at: SimTime(3), .. }), "{error}");
        let queue = Limits { queue_length: 5, ..limits };
        assert_eq!(queue.check_queue(SimTime(1), 5, || unreachable!()), Ok(()));
        let error = queue.check_queue(SimTime(1), 6, || "rack 4".into()).unwrap_err();
        assert!(error.to_string().contains("rack 4 holds 6 entries"), "{error}");
    }
}
