//! Designs in which pairs share luck: what they may change and what they may not.

use crate::luck::with;
use scenarios::study::luck::{BLOCK, sampling};
use scenarios::study::result::StudyResult;
use scenarios::study::{RunOptions, Study};
use sim_core::Sampling;
use sim_core::statistics::Tally;

/// The press of the two machines, which breaks once in three years, for six weeks instead of two
/// days where nobody has the spare part. The plan is one year.
fn rare() -> Study {
    let rare = "[failures.R1]\nmachine = \"press\"\nwhat = \"frame\"\nclock = \"calendar\"\n\
                life = { exponential = { mean = \"1095 d\" } }\nrepair = \"500 h\"\n\n[crews.fitters]";
    with(
        "faster_press.toml",
        |plant| {
            // A tenth of the pieces and stops: what counts here is the rare failure.
            let fewer = [
                ("10 min", "100 min"),
                ("8 min", "80 min"),
                ("60 min", "600 min"),
                ("430 pieces", "43 pieces"),
                ("600 pieces", "60 pieces"),
                ("200 pieces", "20 pieces"),
                ("[crews.fitters]", rare),
            ];
            fewer.into_iter().fold(plant.to_owned(), |text, (old, new)| text.replace(old, new))
        },
        |study| {
            study.replace(
                "{ path = \"machines.press.cycle\", set = \"9 min\" }",
                "{ path = \"failures.R1.repair\", set = \"48 h\" }",
            )
        },
    )
}

fn run(study: &Study, word: &str, pairs: u64, seed: u64) -> StudyResult {
    let options = RunOptions {
        pairs: Some(pairs),
        seed: Some(seed),
        sampling: sampling(word),
        ..RunOptions::default()
    };
    study.run(&options).unwrap()
}

fn npv(result: &StudyResult) -> Vec<f64> {
    result.comparisons[0].npv_by_pair.clone()
}

#[test]
fn half_of_the_antithetic_pairs_are_the_independent_ones() {
    let study = rare();
    let (alone, mirrored) = (run(&study, "independent", 12, 3), run(&study, "antithetic", 12, 3));
    for pair in (0..12).step_by(2) {
        assert_eq!(npv(&alone)[pair], npv(&mirrored)[pair]);
    }
    assert_ne!(alone.arms[0].monthly, mirrored.arms[0].monthly);
    assert_eq!(alone.provenance.luck, None);
    let luck = mirrored.provenance.luck.unwrap();
    assert_eq!((luck.kind.as_str(), luck.unit, luck.groups), ("antithetic", 2, 6));
}

#[test]
fn more_pairs_change_none_that_were_there() {
    let study = rare();
    for word in ["antithetic", "stratified"] {
        let (few, many) = (run(&study, word, 20, 3), run(&study, word, 60, 3));
        assert_eq!(npv(&few)[..], npv(&many)[..20], "{word}");
    }
}

#[test]
fn numbers_of_pairs_are_whole_couples_and_blocks() {
    let study = rare();
    for (word, pairs) in [("independent", 23), ("antithetic", 24), ("stratified", 40)] {
        assert_eq!(run(&study, word, 23, 1).provenance.pairs, pairs);
    }
}

#[test]
fn a_placebo_stays_a_placebo_and_threads_change_nothing() {
    let study = with("faster_press.toml", str::to_owned, |t| {
        t.replace("set = \"9 min\"", "multiply = 1.0")
    });
    for word in ["antithetic", "stratified"] {
        let on = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| run(&study, word, 40, 1))
        };
        let (one, three) = (on(1), on(3));
        assert!(npv(&one).iter().all(|x| *x == 0.0), "{word}");
        assert_eq!(one, three);
        // Without any spread there is nothing to compare.
        assert_eq!(one.provenance.luck.and_then(|luck| luck.variance_ratio), None);
    }
}

#[test]
fn trap_19_every_block_has_its_share_of_rare_failures() {
    // P(at least one failure within a year) = 1 - exp(-365/1095) = 0.2835: 5.67 of 20 pairs.
    let study = rare();
    let result = run(&study, "stratified", 200, 5);
    let struck = |block: &[f64]| block.iter().filter(|x| **x != 0.0).count();
    let counts: Vec<usize> = npv(&result).chunks(BLOCK as usize).map(struck).collect();
    assert!(counts.iter().all(|n| *n == 5 || *n == 6), "{counts:?}");
    let counts: Vec<usize> =
        npv(&run(&study, "independent", 200, 5)).chunks(BLOCK as usize).map(struck).collect();
    assert!(counts.iter().any(|n| *n != 5 && *n != 6), "{counts:?}");
}

#[test]
#[expect(clippy::print_stdout, reason = "the table of the manual")]
fn what_is_gained_and_that_nothing_is_shifted() {
    // The same study 40 times with other seeds: spread of mean and P90 between studies.
    let study = rare();
    let studies = 40;
    let mut means = Vec::new();
    for word in ["independent", "antithetic", "stratified"] {
        let (mut mean, mut p90, mut covered, mut ratio) =
            (Tally::default(), Tally::default(), 0, 0.0);
        for seed in 0..studies {
            let result = run(&study, word, 200, 1000 + seed);
            let npv = &result.comparisons[0].rows[0].metrics.npv;
            mean.push(npv.mean);
            p90.push(npv.p90);
            let ci = npv.mean_ci.unwrap();
            let truth = means.first().map_or(npv.mean, |tally: &Tally| tally.mean().unwrap());
            covered += u64::from(ci.low <= truth && truth <= ci.high);
            ratio += result.provenance.luck.and_then(|l| l.variance_ratio).unwrap_or(1.0);
        }
        println!(
            "{word}: mean {:.0} sd {:.0}, P90 {:.0} sd {:.0}, ratio reported {:.3}, covered {covered}",
            mean.mean().unwrap(),
            mean.standard_deviation().unwrap(),
            p90.mean().unwrap(),
            p90.standard_deviation().unwrap(),
            ratio / studies as f64
        );
        // 38 of 40 are expected.
        assert!(covered >= 33, "{word}: {covered}");
        means.push(mean);
    }
    let variance = |k: usize| means[k].variance().unwrap();
    // F(39, 39) exceeds 1.70 once in twenty.
    assert!(variance(2) < variance(0) / 1.7, "{} {}", variance(2), variance(0));
    for k in [1, 2] {
        let (a, b) = (&means[0], &means[k]);
        let error = (a.variance().unwrap() + b.variance().unwrap()) / studies as f64;
        let apart = a.mean().unwrap() - b.mean().unwrap();
        assert!(apart.abs() < 3.3 * error.sqrt(), "{k}: {apart} {error}");
    }
    assert_eq!(sampling("stratified").map(Sampling::unit), Some(u64::from(BLOCK)));
}
