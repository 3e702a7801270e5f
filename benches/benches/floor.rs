//! The piece loop: time per event of the shop floor, beside loops written by hand with the same
//! random numbers.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use gemba_benches::clock::{self, ProcessorTime};
use gemba_benches::plain::line;
use gemba_benches::plain::pending::{Heap, WinnerTree};
use gemba_benches::{Floor, file, ratio};
use sim_core::Streams;
use std::hint::black_box;

/// Replications differ in the luck of the first eight.
fn luck(round: u64) -> Streams {
    Streams::new(1, round % 8)
}

fn by_heap(round: u64) -> gemba_benches::Tally {
    line::run::<Heap>(luck(round), 31)
}

fn by_tree(round: u64) -> gemba_benches::Tally {
    line::run::<WinnerTree<32>>(luck(round), 31)
}

fn ten_machines() -> Floor {
    let mut floor = Floor::new(&file("examples/plants/ten_machine_line.toml"));
    for round in 0..8 {
        let same = floor.tally(1, luck(round));
        assert_eq!(by_heap(round), same, "the heap's loop makes the same pieces and failures");
        assert_eq!(by_tree(round), same, "the tree's loop makes the same pieces and failures");
    }
    floor
}

/// The ten-machine line over one month of 31 days.
fn ten_machine_line(c: &mut Criterion<ProcessorTime>) {
    let mut floor = ten_machines();
    let mut group = c.benchmark_group("ten-machine line");
    group.throughput(Throughput::Elements(by_tree(0).events())).sample_size(30);
    let mut k = 0;
    group.bench_function("by hand, binary heap", |b| {
        b.iter(|| {
            k += 1;
            black_box(by_heap(k))
        });
    });
    group.bench_function("by hand, winner tree", |b| {
        b.iter(|| {
            k += 1;
            black_box(by_tree(k))
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
fn ten_machine_line_ratio(c: &mut Criterion<ratio::Ratio>) {
    let mut floor = ten_machines();
    let mut group = c.benchmark_group("ten-machine line, ratio");
    group.sample_size(30);
    let ours = &mut |k| floor.run(1, luck(k));
    ratio::against(&mut group, "shop floor to winner tree", &mut *ours, by_tree);
    ratio::against(&mut group, "shop floor to binary heap", &mut *ours, by_heap);
    group.finish();
}

/// The example of `gemba init`: calendar, crews, spare parts, maintenance, five different stations.
fn machining_line(c: &mut Criterion<ProcessorTime>) {
    let mut floor = Floor::new(&file("examples/plants/machining_line.toml"));
    let mut group = c.benchmark_group("machining line, one year");
    group.throughput(Throughput::Elements(floor.tally(12, luck(0)).events())).sample_size(10);
    let mut k = 0;
    group.bench_function("shop floor", |b| {
        b.iter(|| {
            k += 1;
            black_box(floor.run(12, luck(k)))
        });
    });
    group.finish();
}

criterion_group!(
    name = times;
    config = clock::criterion();
    targets = ten_machine_line, machining_line
);
criterion_group!(
    name = ratios;
    config = ratio::criterion();
    targets = ten_machine_line_ratio
);
criterion_main!(times, ratios);
