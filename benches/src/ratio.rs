//! Ratios of processor times, taken in turn: on a shared machine speed drifts by a third within
//! minutes, and Criterion measures one function after the other. Here each iteration is a round: both
//! run once, and what is kept is the ratio of their times.

use crate::clock;
use criterion::measurement::{Measurement, ValueFormatter};
use criterion::{BenchmarkGroup, Criterion, Throughput};

/// Measures sums of ratios; one ratio for each iteration.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ratio;

/// How ratios are measured.
pub fn criterion() -> Criterion<Ratio> {
    clock::in_seconds(Ratio)
}

/// Benches `ours` against `theirs` in rounds; both are told the number of the round.
pub fn against<A, B>(
    group: &mut BenchmarkGroup<'_, Ratio>,
    name: &str,
    mut ours: impl FnMut(u64) -> A,
    mut theirs: impl FnMut(u64) -> B,
) {
    let mut round = 0;
    group.bench_function(name, |bencher| {
        bencher.iter_custom(|rounds| {
            let mut sum = 0.0;
            for _ in 0..rounds {
                round += 1;
                // Who goes first changes, so that neither always finds the caches of the other.
                let (a, b) = if round % 2 == 0 {
                    let a = seconds(|| ours(round));
                    (a, seconds(|| theirs(round)))
                } else {
                    let b = seconds(|| theirs(round));
                    (seconds(|| ours(round)), b)
                };
                sum += a / b;
            }
            sum
        });
    });
}

fn seconds<T>(mut work: impl FnMut() -> T) -> f64 {
    let begun = clock::now();
    std::hint::black_box(work());
    (clock::now() - begun).as_secs_f64()
}

impl Measurement for Ratio {
    type Intermediate = ();
    type Value = f64;

    fn start(&self) {}
    fn end(&self, (): ()) -> f64 {
        0.0
    }
    fn add(&self, a: &f64, b: &f64) -> f64 {
        a + b
    }
    fn zero(&self) -> f64 {
        0.0
    }
    fn to_f64(&self, value: &f64) -> f64 {
        *value
    }
    fn formatter(&self) -> &dyn ValueFormatter {
        self
    }
}

impl ValueFormatter for Ratio {
    fn scale_values(&self, _typical: f64, _values: &mut [f64]) -> &'static str {
        "x"
    }
    fn scale_throughputs(
        &self,
        _typical: f64,
        _throughput: &Throughput,
        _values: &mut [f64],
    ) -> &'static str {
        "x"
    }
    fn scale_for_machines(&self, _values: &mut [f64]) -> &'static str {
        "x"
    }
}
