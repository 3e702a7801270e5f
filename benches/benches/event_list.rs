//! The event list against std's binary heap, in the hold model: the earliest event is taken, and
//! its owner has its next one an exponential time later (Jones, An empirical comparison of
//! priority-queue and event-set implementations, CACM 1986).

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use gemba_benches::clock::{self, ProcessorTime};
use gemba_benches::ratio;
use sim_core::{Distribution, DistributionError, EventList, SimDuration, SimTime, Slot, Streams};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::hint::black_box;

const PENDING: [usize; 5] = [10, 100, 1_000, 10_000, 100_000];
/// Holds of one iteration.
const HOLDS: usize = 10_000;

/// Times to the owner's next event, drawn beforehand: drawing is not what is measured.
struct Steps {
    drawn: Vec<i64>,
    next: usize,
}

impl Steps {
    fn new() -> Result<Self, DistributionError> {
        let law = Distribution::exponential(1.0)?;
        let mut draws = Streams::new(1, 0).stream("hold", "step");
        let mut draw = || SimDuration::from_seconds(law.quantile(draws.uniform())).0;
        Ok(Self { drawn: (0..4096).map(|_| draw()).collect(), next: 0 })
    }

    #[inline]
    fn step(&mut self) -> i64 {
        self.next = (self.next + 1) % 4096;
        self.drawn[self.next]
    }
}

/// Our list with a slot for each owner.
struct Ours(EventList, Steps);

impl Ours {
    fn new(pending: usize) -> Result<Self, DistributionError> {
        let (mut list, mut steps) = (EventList::new(pending), Steps::new()?);
        for slot in 0..pending as u32 {
            list.schedule(Slot(slot), SimTime(steps.step()));
        }
        Ok(Self(list, steps))
    }

    /// Holds, and the sum of the owners' numbers.
    fn hold(&mut self) -> u64 {
        let mut owners = 0;
        for _ in 0..HOLDS {
            let Some((now, slot)) = self.0.pop() else { break };
            owners += u64::from(slot.0);
            self.0.schedule(slot, SimTime(now.0 + self.1.step()));
        }
        owners
    }
}

/// The heap of (instant, owner).
struct Theirs(BinaryHeap<Reverse<(i64, u32)>>, Steps);

impl Theirs {
    fn new(pending: usize) -> Result<Self, DistributionError> {
        let mut steps = Steps::new()?;
        let heap = (0..pending as u32).map(|owner| Reverse((steps.step(), owner))).collect();
        Ok(Self(heap, steps))
    }

    fn hold(&mut self) -> u64 {
        let mut owners = 0;
        for _ in 0..HOLDS {
            let Some(Reverse((now, owner))) = self.0.pop() else { break };
            owners += u64::from(owner);
            self.0.push(Reverse((now + self.1.step(), owner)));
        }
        owners
    }
}

#[expect(clippy::panic, reason = "the mean of the law is a constant")]
fn both(pending: usize) -> (Ours, Theirs) {
    let (Ok(mut ours), Ok(mut theirs)) = (Ours::new(pending), Theirs::new(pending)) else {
        panic!("an exponential law of mean 1 exists");
    };
    for _ in 0..10 {
        assert_eq!(ours.hold(), theirs.hold(), "both take the events in the same order");
    }
    (ours, theirs)
}

fn hold(c: &mut Criterion<ProcessorTime>) {
    let mut group = c.benchmark_group("hold");
    group.throughput(Throughput::Elements(HOLDS as u64)).sample_size(20);
    for pending in PENDING {
        let (mut ours, mut theirs) = both(pending);
        let id = |name| BenchmarkId::new(name, pending);
        group.bench_function(id("binary heap"), |b| b.iter(|| black_box(theirs.hold())));
        group.bench_function(id("event list"), |b| b.iter(|| black_box(ours.hold())));
    }
    group.finish();
}

fn hold_ratio(c: &mut Criterion<ratio::Ratio>) {
    let mut group = c.benchmark_group("hold, ratio");
    group.sample_size(20);
    for pending in PENDING {
        let (mut ours, mut theirs) = both(pending);
        let name = format!("event list to binary heap/{pending}");
        ratio::against(&mut group, &name, |_| ours.hold(), |_| theirs.hold());
    }
    group.finish();
}

criterion_group!(
    name = times;
    config = clock::criterion();
    targets = hold
);
criterion_group!(
    name = ratios;
    config = ratio::criterion();
    targets = hold_ratio
);
criterion_main!(times, ratios);
