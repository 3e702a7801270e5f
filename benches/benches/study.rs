//! The whole study: every pair simulates all arms over the whole horizon and appraises them. How the
//! cost of a pair depends on their number and on the threads.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use gemba_benches::clock::{self, ProcessorTime};
use gemba_benches::{embedded_study, run_pairs, threads};
use std::hint::black_box;

fn pairs(c: &mut Criterion<ProcessorTime>) {
    let (study, one) = (embedded_study(), threads(1));
    let mut group = c.benchmark_group("pairs of the embedded study, one thread");
    group.sample_size(10);
    for pairs in [2, 4, 8] {
        group.throughput(Throughput::Elements(pairs));
        group.bench_function(BenchmarkId::from_parameter(pairs), |b| {
            b.iter(|| one.install(|| black_box(run_pairs(&study, pairs))));
        });
    }
    group.finish();
}

/// Wall time: on a machine whose processors are busy elsewhere it says nothing.
fn on_threads(c: &mut Criterion) {
    let study = embedded_study();
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let mut group = c.benchmark_group("threads, 16 pairs of the embedded study");
    group.sample_size(10).throughput(Throughput::Elements(16));
    let mut count = 1;
    while count <= processors {
        let pool = threads(count);
        group.bench_function(BenchmarkId::from_parameter(count), |b| {
            b.iter(|| pool.install(|| black_box(run_pairs(&study, 16))));
        });
        count *= 2;
    }
    group.finish();
}

criterion_group!(
    name = work;
    config = clock::criterion();
    targets = pairs
);
criterion_group!(wall, on_threads);
criterion_main!(work, wall);
