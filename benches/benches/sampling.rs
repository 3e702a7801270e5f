//! Random numbers: one uniform number, one variate of each law, and a stream from its name to its
//! first draw.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use gemba_benches::clock::{self, ProcessorTime};
use sim_core::{Distribution, DistributionError, Streams};
use std::hint::black_box;

/// Draws of one iteration.
const DRAWS: u64 = 1_000;

/// Every law of the plant file, with parameters like those of the examples \[h\].
fn laws() -> Result<Vec<(&'static str, Distribution)>, DistributionError> {
    let repairs = [0.3, 0.5, 0.8, 1.1, 1.6, 2.4, 4.0, 9.0];
    let short = Distribution::lognormal(1.0, 0.5)?;
    let long = Distribution::weibull(1.5, 20.0, 0.0)?;
    Ok(vec![
        ("constant", Distribution::constant(2.0)),
        ("uniform", Distribution::uniform(1.0, 3.0)?),
        ("triangular", Distribution::triangular(1.0, 2.0, 4.0)?),
        ("pert", Distribution::pert(1.0, 2.0, 4.0, 4.0)?),
        ("exponential", Distribution::exponential(8.0)?),
        ("weibull", Distribution::weibull(2.5, 40.0, 0.0)?),
        ("gamma", Distribution::gamma(2.0, 3.0)?),
        ("lognormal", Distribution::lognormal(2.0, 0.8)?),
        ("normal, truncated", Distribution::normal(2.0, 0.5, 0.0, f64::INFINITY)?),
        ("beta", Distribution::beta(2.0, 5.0, 0.0, 1.0)?),
        ("empirical, steps", Distribution::empirical(&repairs, None, false)?),
        ("empirical, interpolated", Distribution::empirical(&repairs, None, true)?),
        ("mixture", Distribution::mixture(vec![(0.9, short), (0.1, long)])?),
    ])
}

#[expect(clippy::panic, reason = "the parameters are constants")]
fn variates(c: &mut Criterion<ProcessorTime>) {
    let laws = laws().unwrap_or_else(|error| panic!("{error}"));
    let mut group = c.benchmark_group("variate");
    group.throughput(Throughput::Elements(DRAWS)).sample_size(20);
    let mut draws = Streams::new(1, 0).stream("press", "repair");
    group.bench_function("uniform number alone", |b| {
        b.iter(|| (0..DRAWS).map(|_| draws.uniform()).sum::<f64>());
    });
    for (name, law) in &laws {
        group.bench_function(*name, |b| {
            b.iter(|| {
                let law = black_box(law);
                (0..DRAWS).map(|_| law.quantile(draws.uniform())).sum::<f64>()
            });
        });
    }
    group.finish();
}

/// The remaining life of a part of a known age, as drawn at the start of a run.
#[expect(clippy::panic, reason = "the parameters are constants")]
fn ages(c: &mut Criterion<ProcessorTime>) {
    let life = Distribution::weibull(2.5, 40.0, 0.0).unwrap_or_else(|error| panic!("{error}"));
    let mut draws = Streams::new(1, 0).stream("press", "life");
    let mut group = c.benchmark_group("variate");
    group.throughput(Throughput::Elements(1)).sample_size(20);
    group.bench_function("weibull, rest of a life", |b| {
        b.iter(|| black_box(&life).residual(25.0, draws.uniform()));
    });
    group.bench_function("weibull, equilibrium age", |b| {
        b.iter(|| black_box(&life).equilibrium_age(draws.uniform(), 30.0));
    });
    group.finish();
}

fn streams(c: &mut Criterion<ProcessorTime>) {
    let mut group = c.benchmark_group("stream");
    group.throughput(Throughput::Elements(1)).sample_size(20);
    let mut replication = 0;
    group.bench_function("from its name to its first draw", |b| {
        b.iter(|| {
            replication += 1;
            let streams = Streams::new(1, black_box(replication));
            streams.stream(black_box("press 3"), black_box("repair")).uniform()
        });
    });
    group.finish();
}

criterion_group!(
    name = benches;
    config = clock::criterion();
    targets = variates, ages, streams
);
criterion_main!(benches);
