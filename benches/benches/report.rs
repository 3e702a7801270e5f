//! From a finished study to the files of its folder.

use criterion::{Criterion, criterion_group, criterion_main};
use gemba_benches::clock::{self, ProcessorTime};
use gemba_benches::{embedded_study, run_pairs};
use reports::write;
use std::hint::black_box;

const PAIRS: u64 = 10;

#[expect(clippy::panic, reason = "a report that cannot be written is no measurement")]
fn report(c: &mut Criterion<ProcessorTime>) {
    let result = run_pairs(&embedded_study(), PAIRS);
    let json = || write::result_json(&result).unwrap_or_else(|error| panic!("{error}"));
    let csv = || write::pairs_csv(&result).unwrap_or_else(|error| panic!("{error}"));
    let report = reports::compose(&result);
    let mut group = c.benchmark_group("report of 10 pairs");
    group.sample_size(20);
    group.bench_function("compose", |b| b.iter(|| black_box(reports::compose(&result))));
    group.bench_function("report.html", |b| b.iter(|| black_box(write::html(&report))));
    group.bench_function("result.json", |b| b.iter(|| black_box(json())));
    group.bench_function("pairs.csv", |b| b.iter(|| black_box(csv())));
    group.bench_function("all", |b| {
        b.iter(|| black_box((write::html(&reports::compose(&result)), json(), csv())));
    });
    group.finish();
}

criterion_group!(
    name = benches;
    config = clock::criterion();
    targets = report
);
criterion_main!(benches);
