//! Events per second of the shop floor.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use gemba_benches::{phase, plain};
use sim_core::{Limits, Streams};
use std::hint::black_box;
use twin_models::Replica;

/// The ten-machine line over one month of 31 days: the floor beside the loop written by hand, with
/// the same random numbers. Both make the same events and the same pieces.
fn ten_machine_line(c: &mut Criterion) {
    let phases = [phase("ten_machine_line")];
    let mut replica = Replica::assemble(&phases[0].plant);
    let limits = Limits::default();
    let mut floor = |k| {
        let outcome = replica.run(&phases, 1, Streams::new(1, k), &limits);
        outcome.map(|o| (o.monthly[2] as u64, o.events)).unwrap_or_default()
    };
    let (pieces, events) = plain::ten_machine_line(Streams::new(1, 0), 31);
    let (same, _) = floor(0);
    assert_eq!(pieces, same, "both loops must make the same pieces");
    let mut group = c.benchmark_group("ten-machine line, 31 days");
    group.throughput(Throughput::Elements(events)).sample_size(30);
    let mut k = 0;
    group.bench_function("written by hand, binary heap", |b| {
        b.iter(|| {
            k += 1;
            black_box(plain::ten_machine_line(Streams::new(1, k % 8), 31))
        });
    });
    let mut k = 0;
    group.bench_function("shop floor", |b| {
        b.iter(|| {
            k += 1;
            black_box(floor(k % 8))
        });
    });
    group.finish();
}

fn machining_line(c: &mut Criterion) {
    let phases = [phase("machining_line")];
    let mut replica = Replica::assemble(&phases[0].plant);
    let limits = Limits::default();
    let events = replica.run(&phases, 12, Streams::new(1, 0), &limits).map_or(0, |o| o.events);
    let mut group = c.benchmark_group("machining line, one year");
    group.throughput(Throughput::Elements(events)).sample_size(10);
    let mut k = 0;
    group.bench_function("shop floor", |b| {
        b.iter(|| {
            k += 1;
            black_box(replica.run(&phases, 12, Streams::new(1, k % 8), &limits).is_ok())
        });
    });
    group.finish();
}

criterion_group!(benches, ten_machine_line, machining_line);
criterion_main!(benches);
