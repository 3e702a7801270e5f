//! A fast line, simulated piece by piece and as flow at piecewise constant rates, which this bench
//! tries as soon as the plant file knows `flow`.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use gemba_benches::clock::{self, ProcessorTime};
use gemba_benches::{Floor, file};
use sim_core::Streams;
use std::hint::black_box;

const PLANT: &str = "benches/plants/fast_line.toml";

/// The fast line with a word in `flow`, if this version knows it.
fn fast_line(flow: &str) -> Option<Floor> {
    let keyed = file(PLANT).replacen("[plant]\n", &format!("[plant]\nflow = \"{flow}\"\n"), 1);
    Floor::read(&keyed).ok()
}

fn line_days(c: &mut Criterion<ProcessorTime>, name: &str, days: i64, mut floor: Floor) {
    let mut group = c.benchmark_group("fast line, by line-days");
    group.sample_size(10).throughput(Throughput::Elements(days as u64));
    let mut k = 0;
    group.bench_function(BenchmarkId::new(name, days), |b| {
        b.iter(|| {
            k += 1;
            black_box(floor.run_days(days, Streams::new(1, k % 4)))
        });
    });
    group.finish();
}

/// One day: 0.6 million pieces through ten machines.
fn pieces(c: &mut Criterion<ProcessorTime>) {
    let floor = fast_line("piece").unwrap_or_else(|| Floor::new(&file(PLANT)));
    line_days(c, "piece by piece", 1, floor);
}

#[expect(clippy::print_stderr, reason = "says what was not measured")]
fn rates(c: &mut Criterion<ProcessorTime>) {
    for days in [1, 31, 365] {
        match fast_line("rate") {
            Some(floor) => line_days(c, "flow at rates", days, floor),
            None => eprintln!("flow at rates, {days} days: skipped, the plant file knows no flow"),
        }
    }
}

criterion_group!(
    name = benches;
    config = clock::criterion();
    targets = pieces, rates
);
criterion_main!(benches);
