//! How the time per event grows with machines, buffers and horizon. Every group has one thing grow;
//! the rest is the ten-machine line over a month.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use gemba_benches::clock::{self, ProcessorTime};
use gemba_benches::{Floor, plants};
use sim_core::Streams;
use std::hint::black_box;

fn cost(
    c: &mut Criterion<ProcessorTime>,
    group: &str,
    cases: impl IntoIterator<Item = (u64, String, u32)>,
) {
    let mut group = c.benchmark_group(group);
    group.sample_size(10);
    for (size, text, months) in cases {
        let mut floor = Floor::new(&text);
        let events = floor.tally(months, Streams::new(1, 0)).events();
        group.throughput(Throughput::Elements(events));
        let mut k = 0;
        group.bench_function(BenchmarkId::from_parameter(size), |b| {
            b.iter(|| {
                k += 1;
                black_box(floor.run(months, Streams::new(1, k % 4)))
            });
        });
    }
    group.finish();
}

const MACHINES: [u64; 5] = [10, 30, 100, 300, 1_000];

/// Lines side by side that share their technicians.
fn machines_side_by_side(c: &mut Criterion<ProcessorTime>) {
    let shop = |machines: u64| plants::shop(machines as usize / plants::LINE);
    cost(c, "machines, in lines of ten", MACHINES.map(|machines| (machines, shop(machines), 1)));
}

/// One line that becomes longer: who waits, waits for a machine further and further away.
fn machines_in_a_row(c: &mut Criterion<ProcessorTime>) {
    let line = |machines: u64| plants::line(machines as usize, plants::ROOM);
    cost(c, "machines, in one line", MACHINES.map(|machines| (machines, line(machines), 1)));
}

fn buffers(c: &mut Criterion<ProcessorTime>) {
    let line = |room: u64| plants::line(plants::LINE, room as u32);
    cost(c, "places of a buffer", [1, 10, 100, 1_000, 10_000].map(|room| (room, line(room), 1)));
}

fn horizon(c: &mut Criterion<ProcessorTime>) {
    let line = plants::line(plants::LINE, plants::ROOM);
    cost(c, "months", [1, 3, 12, 60].map(|months| (months.into(), line.clone(), months)));
}

criterion_group!(
    name = benches;
    config = clock::criterion();
    targets = machines_side_by_side, machines_in_a_row, buffers, horizon
);
criterion_main!(benches);
