//! A hundred machines with shared technicians: ten ten-machine lines, Weibull lives in operating
//! time, replacement at an age, three technicians; beside a loop written by hand with the same
//! random numbers, which keeps no states and no accounts.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use gemba_benches::clock::{self, ProcessorTime};
use gemba_benches::plain::shop;
use gemba_benches::{Floor, Tally, plants, ratio};
use sim_core::Streams;
use std::hint::black_box;

/// Replications differ in the luck of the first four.
fn luck(round: u64) -> Streams {
    Streams::new(1, round % 4)
}

fn by_hand(round: u64) -> Tally {
    shop::run(luck(round), 31).unwrap_or_default()
}

fn hundred_machines() -> Floor {
    let mut floor = Floor::new(&plants::shop(10));
    for round in 0..4 {
        let same = floor.tally(1, luck(round));
        assert_eq!(by_hand(round), same, "the same pieces, failures and preventive jobs");
    }
    floor
}

fn hundred_machine_shop(c: &mut Criterion<ProcessorTime>) {
    let mut floor = hundred_machines();
    let mut group = c.benchmark_group("hundred-machine shop");
    group.throughput(Throughput::Elements(by_hand(0).events())).sample_size(10);
    let mut k = 0;
    group.bench_function("by hand, winner tree", |b| {
        b.iter(|| {
            k += 1;
            black_box(by_hand(k))
        });
    });
    group.bench_function("shop floor", |b| {
        b.iter(|| {
            k += 1;
            black_box(floor.run(1, luck(k)))
        });
    });
    group.finish();
}

/// The same in rounds.
fn hundred_machine_shop_ratio(c: &mut Criterion<ratio::Ratio>) {
    let mut floor = hundred_machines();
    let mut group = c.benchmark_group("hundred-machine shop, ratio");
    group.sample_size(10);
    ratio::against(&mut group, "shop floor to winner tree", |k| floor.run(1, luck(k)), by_hand);
    group.finish();
}

criterion_group!(
    name = times;
    config = clock::criterion();
    targets = hundred_machine_shop
);
criterion_group!(
    name = ratios;
    config = ratio::criterion();
    targets = hundred_machine_shop_ratio
);
criterion_main!(times, ratios);
