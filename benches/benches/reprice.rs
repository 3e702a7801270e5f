//! Other money for kept futures against simulating them again.

use criterion::{Criterion, criterion_group, criterion_main};
use gemba_benches::{embedded_study, ratio, run_pairs, threads};
use scenarios::answer::PairRows;
use scenarios::store::Keeper;
use scenarios::study::result::StudyResult;
use scenarios::study::{RunOptions, Study};
use std::path::Path;

const PAIRS: u64 = 20;

#[expect(clippy::panic, reason = "without kept futures there is nothing to measure")]
fn keep(study: &Study, file: &Path) {
    let keeper = Keeper::new(file.to_owned());
    let options = RunOptions { pairs: Some(PAIRS), keep: Some(&keeper), ..RunOptions::default() };
    study.run(&options).unwrap_or_else(|error| panic!("{error}"));
    keeper.finish().unwrap_or_else(|error| panic!("{error}"));
}

#[expect(clippy::panic, reason = "futures that cannot be priced are no measurement")]
fn priced(study: &Study, file: &Path) -> StudyResult {
    study.reprice(file, PairRows::Made).unwrap_or_else(|error| panic!("{error}")).result
}

/// Processor time of the one over that of the other: same study, same pairs, one thread.
#[expect(clippy::panic, reason = "without a folder there is nothing to measure")]
fn reprice(c: &mut Criterion<ratio::Ratio>) {
    let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"));
    let (study, file, one) = (embedded_study(), folder.path().join("futures.bin"), threads(1));
    keep(&study, &file);
    let mut group = c.benchmark_group("20 pairs of the embedded study, ratio");
    group.sample_size(10);
    let again = |_| one.install(|| priced(&study, &file));
    let simulated = |_| one.install(|| run_pairs(&study, PAIRS));
    ratio::against(&mut group, "pricing kept futures to simulating", again, simulated);
    group.finish();
}

criterion_group!(
    name = ratios;
    config = ratio::criterion();
    targets = reprice
);
criterion_main!(ratios);
