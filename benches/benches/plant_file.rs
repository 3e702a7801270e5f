//! From the text of a plant file to a plant that can run: a study does it for every month of a ramp.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use gemba_benches::clock::{self, ProcessorTime};
use gemba_benches::{file, plants};
use std::hint::black_box;
use twin_models::Replica;
use twin_models::plant::read::{read_plant, resolve_plant};
use twin_models::text::Document;

#[expect(clippy::panic, reason = "a benchmark without its plant has nothing to measure")]
fn parsed(text: &str) -> Document {
    Document::parse("plant.toml", text.as_bytes()).unwrap_or_else(|faults| panic!("{faults}"))
}

/// The steps, for the example of `gemba init`.
#[expect(clippy::panic, reason = "a benchmark without its plant has nothing to measure")]
fn steps(c: &mut Criterion<ProcessorTime>) {
    let text = file("examples/plants/machining_line.toml");
    let document = parsed(&text);
    let plant = resolve_plant(&document).unwrap_or_else(|faults| panic!("{faults}"));
    let mut group = c.benchmark_group("machining_line.toml");
    group.sample_size(20);
    group.bench_function("parse", |b| b.iter(|| black_box(parsed(&text))));
    group.bench_function("read, with warnings and sources", |b| {
        b.iter(|| black_box(read_plant(&document).is_ok()));
    });
    group.bench_function("resolve an edited copy", |b| {
        b.iter(|| black_box(resolve_plant(&document).is_ok()));
    });
    group.bench_function("assemble", |b| b.iter(|| black_box(Replica::assemble(&plant))));
    group.finish();
}

/// Parsed and read, by machine.
fn sizes(c: &mut Criterion<ProcessorTime>) {
    let mut group = c.benchmark_group("plant file of lines of ten");
    group.sample_size(10);
    for machines in [10, 100, 1_000] {
        let text = plants::shop(machines / plants::LINE);
        group.throughput(Throughput::Elements(machines as u64));
        group.bench_function(BenchmarkId::from_parameter(machines), |b| {
            b.iter(|| black_box(read_plant(&parsed(&text)).is_ok()));
        });
    }
    group.finish();
}

criterion_group!(
    name = benches;
    config = clock::criterion();
    targets = steps, sizes
);
criterion_main!(benches);
