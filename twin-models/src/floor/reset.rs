//! Writing the columns back to the start of a replication: in place, so that what has grown stays.

use super::component::{
    Account, Crewing, Feed, Job, Luck, Shelf, Station, Stock, TaskState, Watch, Wear,
};
use super::rate::{Pace, Pool};
use sim_core::{Stream, Streams};

/// A component that can be written back to its initial state under other luck.
pub(super) trait Reset {
    /// Takes over `initial`, with the streams of the same entities and purposes in `streams`.
    fn reset(&mut self, initial: &Self, streams: Streams);
}

macro_rules! reset_by_copy {
    ($($t:ty),*) => {$(impl Reset for $t {
        fn reset(&mut self, initial: &Self, _: Streams) {
            self.clone_from(initial);
        }
    })*};
}
reset_by_copy!(Station, Account, Job, Pace, Pool);

/// Room from the start for lists that grow beyond it only in rare replications.
const USUAL: usize = 16;

/// Draws the listed streams anew.
fn renew<const N: usize>(list: [&mut Stream; N], streams: Streams) {
    for stream in list {
        *stream = streams.again(stream);
    }
}

impl Reset for Luck {
    fn reset(&mut self, initial: &Self, streams: Streams) {
        *self = *initial;
        let Self { cycle, scrap, defect, inspect, split, minor_every, minor_lasts } = self;
        renew([cycle, scrap, defect, inspect, split, minor_every, minor_lasts], streams);
    }
}

impl Reset for Stock {
    fn reset(&mut self, initial: &Self, _: Streams) {
        let (mut items, mut waiting) =
            (std::mem::take(&mut self.items), std::mem::take(&mut self.waiting));
        items.clear();
        items.extend(&initial.items);
        waiting.clear();
        let Self { level, pieces_differ, capacity, taker, over_time, .. } = *initial;
        *self = Self { level, items, pieces_differ, capacity, waiting, taker, over_time };
    }
}

impl Reset for Wear {
    fn reset(&mut self, initial: &Self, streams: Streams) {
        let mut pending = std::mem::take(&mut self.pending);
        pending.clear();
        pending.reserve(USUAL);
        *self = Self { pending, ..initial.clone() };
        let super::component::WearDraws {
            life,
            warning,
            age,
            repair,
            diagnosis,
            restart,
            secondary,
            scrap,
            fix,
            detect,
            delay,
            sensor,
            outage,
            act,
            response,
            travel,
            call_out,
        } = &mut self.draws;
        renew([life, warning, age, repair, diagnosis, restart, secondary, scrap, fix], streams);
        renew([detect, delay, sensor, outage, act, response, travel, call_out], streams);
    }
}

impl Reset for TaskState {
    fn reset(&mut self, initial: &Self, streams: Streams) {
        self.clone_from(initial);
        renew([&mut self.adherence, &mut self.duration, &mut self.detects], streams);
    }
}

impl Reset for Crewing {
    fn reset(&mut self, initial: &Self, streams: Streams) {
        let (mut queue, mut duty) =
            (std::mem::take(&mut self.queue), std::mem::take(&mut self.duty));
        queue.clear();
        duty.clear();
        *self = Self { queue, duty, ..initial.clone() };
        renew([&mut self.absence], streams);
    }
}

impl Reset for Shelf {
    fn reset(&mut self, initial: &Self, streams: Streams) {
        let mut coming = std::mem::take(&mut self.coming);
        coming.clear();
        coming.reserve(USUAL);
        *self = Self { coming, ..initial.clone() };
        renew([&mut self.lead, &mut self.emergency_lead], streams);
    }
}

impl Reset for Feed {
    fn reset(&mut self, initial: &Self, streams: Streams) {
        self.clone_from(initial);
        renew([&mut self.every], streams);
    }
}

impl Reset for Watch {
    fn reset(&mut self, initial: &Self, streams: Streams) {
        self.clone_from(initial);
        renew([&mut self.every, &mut self.share, &mut self.stops, &mut self.stop], streams);
    }
}
