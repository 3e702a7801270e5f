//! A fast line piece by piece and as flow at piecewise constant rates, which costs the same at any
//! speed of the line.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use gemba_benches::clock::{self, ProcessorTime};
use gemba_benches::{Floor, file};
use sim_core::Streams;
use std::hint::black_box;

/// Name, keys of `[plant]`, days simulated.
const WAYS: [(&str, &str, &[i64]); 3] = [
    ("piece by piece", "flow = \"piece\"", &[1]),
    (
        "rates, every minor stop an event",
        "flow = \"rate\"\nminor_stops = \"events\"",
        &[1, 31, 365],
    ),
    ("rates, minor stops folded", "flow = \"rate\"", &[1, 31, 365]),
];

/// A day is 0.6 million pieces through ten machines.
fn fast_line(c: &mut Criterion<ProcessorTime>) {
    let text = file("benches/plants/fast_line.toml");
    let mut group = c.benchmark_group("fast line, by line-days");
    group.sample_size(10);
    for (name, keys, horizons) in WAYS {
        let mut floor = Floor::new(&text.replacen("[plant]\n", &format!("[plant]\n{keys}\n"), 1));
        for days in horizons {
            group.throughput(Throughput::Elements(*days as u64));
            let mut k = 0;
            group.bench_function(BenchmarkId::new(name, days), |b| {
                b.iter(|| {
                    k += 1;
                    black_box(floor.run_days(*days, Streams::new(1, k % 4)))
                });
            });
        }
    }
    group.finish();
}

criterion_group!(
    name = benches;
    config = clock::criterion();
    targets = fast_line
);
criterion_main!(benches);
