//! Variance reduction: what may change (the spread of means) and what may not (any single draw).

use proptest::prelude::*;
use sim_core::special::chi_square_quantile;
use sim_core::statistics::{
    Member, Tally, clustered_mean, clustered_quantile_bounds, clustered_share,
};
use sim_core::{Distribution, Sampling, Streams};

const BLOCK: u32 = 20;
const STRATIFIED: Sampling = Sampling::Stratified { block: BLOCK, purposes: &["life"] };

proptest! {
    #[test]
    fn mirrored_draws_add_up_to_one(seed: u64, couple in 0..u64::MAX / 2, ordinal in 0..1_u64 << 62) {
        let at = |k| Streams::new(seed, 2 * couple + k).sampled(Sampling::Antithetic).stream("m", "p");
        let (even, odd) = (at(0), at(1));
        prop_assert_eq!(even.uniform_at(ordinal) + odd.uniform_at(ordinal), 1.0);
        prop_assert!(odd.uniform_at(ordinal) > 0.0 && odd.uniform_at(ordinal) < 1.0);
        prop_assert_eq!(even, Streams::new(seed, 2 * couple).stream("m", "p"));
        let mut drawn = odd;
        prop_assert_eq!((drawn.uniform(), drawn.ordinal()), (odd.uniform_at(0), 1));
        prop_assert_eq!(drawn.bits(), odd.bits_at(1));
    }

    #[test]
    fn other_purposes_keep_their_draws(seed: u64, replication: u64, ordinal in 0..1_u64 << 62) {
        let plain = Streams::new(seed, replication);
        let other = plain.sampled(STRATIFIED).stream("m", "repair");
        prop_assert_eq!(other.bits_at(ordinal), plain.stream("m", "repair").bits_at(ordinal));
    }

    #[test]
    fn a_block_visits_every_stratum_once(seed: u64, block in 0..u64::MAX / 40, name in "[a-z]{1,8}") {
        let size = u64::from(BLOCK);
        let mut strata: Vec<u64> = (block * size..(block + 1) * size)
            .map(|k| Streams::new(seed, k).sampled(STRATIFIED).stream(&name, "life").uniform_at(0))
            .map(|u| (u * f64::from(BLOCK)) as u64)
            .collect();
        strata.sort_unstable();
        prop_assert_eq!(strata, (0..size).collect::<Vec<_>>());
    }
}

fn first(replication: u64, entity: &str) -> f64 {
    Streams::new(9, replication).sampled(STRATIFIED).stream(entity, "life").uniform_at(0)
}

/// Chi-square of counts that should be equal.
fn chi_square(counts: &[u64]) -> f64 {
    let expected = counts.iter().sum::<u64>() as f64 / counts.len() as f64;
    counts.iter().map(|&c| (c as f64 - expected) * (c as f64 - expected) / expected).sum()
}

#[test]
fn every_single_draw_is_uniform() {
    // One replication a block, always at the same place: these draws are independent of each other.
    for place in [0, 7, 19] {
        let mut counts = [0_u64; 100];
        for block in 0..50_000 {
            counts[(first(block * 20 + place, "press") * 100.0) as usize] += 1;
        }
        let found = chi_square(&counts);
        assert!(found > chi_square_quantile(1e-4, 99.0), "place {place}: {found}");
        assert!(found < chi_square_quantile(0.9999, 99.0), "place {place}: {found}");
    }
}

#[test]
fn strata_of_two_streams_and_later_draws_know_nothing_of_each_other() {
    // Joint counts on a grid of 20 x 20: independent blocks, one replication each.
    let grid = |pairs: &mut dyn Iterator<Item = (f64, f64)>| {
        let mut counts = vec![0_u64; 400];
        for (a, b) in pairs {
            counts[(a * 20.0) as usize * 20 + (b * 20.0) as usize] += 1;
        }
        let found = chi_square(&counts);
        assert!(found > chi_square_quantile(1e-4, 399.0), "{found}");
        assert!(found < chi_square_quantile(0.9999, 399.0), "{found}");
    };
    grid(&mut (0..60_000).map(|b| (first(20 * b, "press"), first(20 * b, "oven"))));
    grid(&mut (0..60_000).map(|b| (first(20 * b, "press"), first(20 * b + 20, "press"))));
    for ordinal in [1, 2] {
        let stream = |k| Streams::new(9, k).sampled(STRATIFIED).stream("press", "life");
        grid(&mut (0..60_000).map(|b| {
            let stream = stream(20 * b);
            (stream.uniform_at(0), stream.uniform_at(ordinal))
        }));
    }
}

#[test]
fn the_mean_of_a_block_has_the_variance_of_theory() {
    // Mean of n stratified uniform numbers: variance 1/(12 n^3) instead of 1/(12 n).
    let means: Tally = (0..20_000_u64)
        .map(|block| (0..20).map(|k| first(20 * block + k, "press")).sum::<f64>() / 20.0)
        .collect();
    let ratio = means.variance().unwrap() * 12.0 * 8000.0;
    // The variance of a sample variance of 20,000 nearly normal values: 1 % a standard deviation.
    assert!((ratio - 1.0).abs() < 0.05, "{ratio}");
    assert!((means.mean().unwrap() - 0.5).abs() < 4.0 * means.standard_error().unwrap());
}

/// Losses of one replication: a catastrophe that comes once in three years on average, within
/// one year, and everyday noise of half its standard deviation.
fn loss(streams: Streams) -> f64 {
    let life = Distribution::exponential(3.0).unwrap();
    let noise = Distribution::exponential(0.225).unwrap();
    let u = streams.stream("spindle", "life").uniform_at(0);
    let struck = if life.quantile(u) < 1.0 { 1.0 } else { 0.0 };
    struck + noise.quantile(streams.stream("spindle", "repair").uniform_at(0))
}

/// Studies of `pairs` replications each; how often three intervals cover the truth.
fn coverage(sampling: Sampling, pairs: u64) -> ([f64; 3], f64) {
    let struck = 1.0 - libm::exp(-1.0 / 3.0);
    let truth = struck + 0.225;
    // Quantile: P(loss <= q) = (1 - p) F(q) + p F(q - 1), solved for q = 1 by F(1) = 1 - e^(-1/0.225).
    let below_one = (1.0 - struck) * (1.0 - libm::exp(-1.0 / 0.225));
    let studies = 2000;
    let mut covered = [0_u64; 3];
    let mut ratios = Tally::default();
    for study in 0..studies {
        let values: Vec<Member> = (0..pairs)
            .map(|k| (k / sampling.unit(), loss(Streams::new(study, k).sampled(sampling))))
            .collect();
        let mean = clustered_mean(&values).unwrap();
        ratios.push(mean.variance_ratio.unwrap());
        let above: Vec<Member> =
            values.iter().map(|(c, x)| (*c, f64::from(u8::from(*x > 1.0)))).collect();
        let share = clustered_share(&above, pairs as f64 / 2.0, 0.95).unwrap();
        let bounds = clustered_quantile_bounds(&values, below_one, 0.95).unwrap();
        let checks = [
            mean.interval(0.95).unwrap().contains(truth),
            share.contains(1.0 - below_one),
            bounds.contains(1.0),
        ];
        for (count, hit) in covered.iter_mut().zip(checks) {
            *count += u64::from(hit);
        }
    }
    (covered.map(|c| c as f64 / studies as f64), ratios.mean().unwrap())
}

#[test]
fn intervals_over_clusters_keep_their_promise() {
    // Nominal 95 %, standard deviation of the share found 0.5 %.
    for (sampling, pairs, most) in [
        (Sampling::Independent, 200, 1.01),
        (Sampling::Antithetic, 200, 0.8),
        (STRATIFIED, 400, 0.35),
    ] {
        let (shares, ratio) = coverage(sampling, pairs);
        println!("{sampling:?}: mean, share, quantile cover {shares:?}; variance ratio {ratio:.3}");
        for share in shares {
            assert!(share > 0.93, "{sampling:?}: {shares:?}");
        }
        assert!(ratio < most, "{sampling:?}: {ratio}");
    }
}
