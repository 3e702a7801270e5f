//! The generator as the model uses it: neighbouring ordinals, replications, names and seeds.
//!
//! Every statistic is turned into a standard normal score; with about 10,000 scores in the whole
//! battery a fair generator passes |z| < 6 (two-sided probability 2e-9 each) unless it is broken.
//! That the battery can fail is tested too, on generators broken on purpose.

use rand_distr::{Distribution as _, Exp1, StandardNormal};
use sim_core::special::chi_square_quantile;
use sim_core::{Stream, Streams};

const LIMIT: f64 = 6.0;

/// A way of walking through the key space; it gives draw after draw.
type Walk = Box<dyn Fn(u64) -> u64>;

fn walks() -> Vec<(&'static str, Walk)> {
    let stream: Stream = Streams::new(1, 0).stream("machine", "failure");
    vec![
        ("ordinals", Box::new(move |i| stream.bits_at(i))),
        ("far ordinals", Box::new(move |i| stream.bits_at((1 << 40) + i))),
        ("every 1024th ordinal", Box::new(move |i| stream.bits_at(i << 10))),
        ("replications", Box::new(|i| Streams::new(1, i).stream("machine", "failure").bits_at(0))),
        ("seeds", Box::new(|i| Streams::new(i, 0).stream("machine", "failure").bits_at(0))),
        ("names", Box::new(|i| Streams::new(1, 0).stream(&format!("m{i}"), "failure").bits_at(0))),
        ("purposes", Box::new(|i| Streams::new(1, 0).stream("m", &format!("p{i}")).bits_at(0))),
        (
            "ordinals within replications",
            Box::new(|i| Streams::new(1, i >> 3).stream("m", "failure").bits_at(i & 7)),
        ),
        (
            "names within replications",
            Box::new(|i| Streams::new(1, i >> 3).stream(&(i & 7).to_string(), "f").bits_at(0)),
        ),
        (
            "seed against replication",
            Box::new(|i| Streams::new(i >> 8, i & 255).stream("m", "f").bits_at(0)),
        ),
    ]
}

fn unit(bits: u64) -> f64 {
    ((bits >> 12) as f64 + 0.5) / (1_u64 << 52) as f64
}

/// Chi-square against equal counts, as a normal score (Wilson and Hilferty 1931).
fn uniformity(counts: &[u64]) -> f64 {
    let total: u64 = counts.iter().sum();
    let expected = total as f64 / counts.len() as f64;
    let chi: f64 =
        counts.iter().map(|&c| (c as f64 - expected) * (c as f64 - expected) / expected).sum();
    let k = (counts.len() - 1) as f64;
    ((chi / k).cbrt() - (1.0 - 2.0 / (9.0 * k))) / (2.0 / (9.0 * k)).sqrt()
}

/// Correlation of two sequences of uniform numbers, as a normal score.
fn correlation(pairs: impl Iterator<Item = (f64, f64)>) -> f64 {
    let (mut sum, mut n) = (0.0, 0.0_f64);
    for (a, b) in pairs {
        sum += (a - 0.5) * (b - 0.5);
        n += 1.0;
    }
    12.0 * sum / n.sqrt()
}

/// The worst scores of a sequence of draws, with what they measure.
fn scores(draws: &[u64]) -> Vec<(String, f64)> {
    let n = draws.len();
    let mut found = Vec::new();
    // Single draws: high bits, low bits, middle bits in 256 cells.
    for shift in [56, 48, 28, 8, 0] {
        let mut counts = vec![0; 256];
        for bits in draws {
            counts[(bits >> shift) as usize & 255] += 1;
        }
        found.push((format!("uniformity of bits from {shift}"), uniformity(&counts)));
    }
    // Pairs and triples of neighbours.
    for (width, bits_each) in [(2, 5), (3, 3)] {
        for shift in [64 - bits_each, 0] {
            let mut counts = vec![0; 1 << (width * bits_each)];
            for group in draws.chunks_exact(width) {
                let cell = group.iter().fold(0, |cell, bits| {
                    (cell << bits_each) | ((bits >> shift) as usize & ((1 << bits_each) - 1))
                });
                counts[cell] += 1;
            }
            found.push((format!("groups of {width} from bit {shift}"), uniformity(&counts)));
        }
    }
    // Serial correlation.
    for lag in [1, 2, 3, 7, 8, 64] {
        let pairs = (0..n - lag).map(|i| (unit(draws[i]), unit(draws[i + lag])));
        found.push((format!("correlation at lag {lag}"), correlation(pairs)));
    }
    // Bit balance, and each bit against the same bit of the neighbour.
    for bit in 0..64 {
        let ones = draws.iter().filter(|&&bits| bits >> bit & 1 == 1).count();
        let balance = (2.0 * ones as f64 - n as f64) / (n as f64).sqrt();
        found.push((format!("balance of bit {bit}"), balance));
        let changes = draws.windows(2).filter(|w| (w[0] ^ w[1]) >> bit & 1 == 1).count();
        let turns = (2.0 * changes as f64 - (n - 1) as f64) / ((n - 1) as f64).sqrt();
        found.push((format!("changes of bit {bit}"), turns));
    }
    // Avalanche: neighbours differ in 32 of 64 bits, spread of a fair coin.
    let differ: u64 = draws.windows(2).map(|w| u64::from((w[0] ^ w[1]).count_ones())).sum();
    let flips = 64.0 * (n - 1) as f64;
    found.push(("avalanche".into(), (2.0 * differ as f64 - flips) / flips.sqrt()));
    // Gaps between visits to [0, 0.1): geometric.
    let mut counts = [0_u64; 30];
    let mut gap = 0;
    for bits in draws {
        if unit(*bits) < 0.1 {
            counts[gap.min(29)] += 1;
            gap = 0;
        } else {
            gap += 1;
        }
    }
    let visits: u64 = counts.iter().sum();
    let (mut chi, mut left) = (0.0, 1.0);
    for (length, &count) in counts.iter().enumerate() {
        let share = if length == 29 { left } else { left * 0.1 };
        left *= 0.9;
        let expected = share * visits as f64;
        chi += (count as f64 - expected) * (count as f64 - expected) / expected;
    }
    let k = 29.0_f64;
    let gaps = ((chi / k).cbrt() - (1.0 - 2.0 / (9.0 * k))) / (2.0 / (9.0 * k)).sqrt();
    found.push(("gaps".into(), gaps));
    // Birthday spacings (Marsaglia): 4096 birthdays in 2^32 days, mean 4 repeated spacings a year.
    let (mut repeats, mut years) = (0_usize, 0_usize);
    for shift in [32, 0] {
        for year in draws.chunks_exact(4096) {
            let mut days: Vec<u64> = year.iter().map(|b| b >> shift & 0xFFFF_FFFF).collect();
            days.sort_unstable();
            let mut gaps: Vec<u64> = days.windows(2).map(|w| w[1] - w[0]).collect();
            gaps.sort_unstable();
            repeats += gaps.windows(2).filter(|w| w[0] == w[1]).count();
            years += 1;
        }
    }
    let expected = 4.0 * years as f64;
    found.push(("birthday spacings".into(), (repeats as f64 - expected) / expected.sqrt()));
    found
}

fn worst(draws: &[u64]) -> (String, f64) {
    scores(draws).into_iter().max_by(|a, b| a.1.abs().total_cmp(&b.1.abs())).unwrap()
}

#[test]
fn every_walk_through_the_keys_looks_random() {
    for (name, walk) in walks() {
        let draws: Vec<u64> = (0..1 << 18).map(walk).collect();
        let (what, z) = worst(&draws);
        assert!(z.abs() < LIMIT, "{name}: {what}, z = {z}");
    }
}

#[test]
fn the_battery_finds_broken_generators() {
    let golden = 0x9E37_79B9_7F4A_7C15_u64;
    let mut state = 1_u64;
    let mut congruential = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        state
    };
    let broken: Vec<(&str, Vec<u64>)> = vec![
        ("a counter", (0..1 << 18).collect()),
        ("a Weyl sequence", (0..1_u64 << 18).map(|i| i.wrapping_mul(golden)).collect()),
        ("a congruential generator", (0..1 << 18).map(|_| congruential()).collect()),
        ("one stuck bit", {
            let stream = Streams::new(1, 0).stream("m", "f");
            (0..1 << 18).map(|i| stream.bits_at(i) | 1 << 17).collect()
        }),
        ("every draw twice", {
            let stream = Streams::new(1, 0).stream("m", "f");
            (0..1 << 18).map(|i| stream.bits_at(i / 2)).collect()
        }),
    ];
    for (name, draws) in broken {
        let (what, z) = worst(&draws);
        assert!(z.abs() > LIMIT, "{name} passed: {what}, z = {z}");
    }
}

#[test]
fn neighbouring_streams_know_nothing_of_each_other() {
    let base = Streams::new(1, 0).stream("machine 1", "failure");
    let neighbours = [
        Streams::new(1, 1).stream("machine 1", "failure"),
        Streams::new(2, 0).stream("machine 1", "failure"),
        Streams::new(0, 1).stream("machine 1", "failure"),
        Streams::new(1, 0).stream("machine 2", "failure"),
        Streams::new(1, 0).stream("machine 1", "repair"),
        Streams::new(1, 0).stream("machine 11", "failure"),
        Streams::new(1, 0).stream("failure", "machine 1"),
    ];
    for (index, other) in neighbours.iter().enumerate() {
        for shift in 0..4 {
            let n = 1 << 17;
            let pairs = (0..n).map(|k| (base.uniform_at(k), other.uniform_at(k + shift)));
            let z = correlation(pairs);
            assert!(z.abs() < LIMIT, "stream {index}, shift {shift}: z = {z}");
            let differ: u64 = (0..n)
                .map(|k| u64::from((base.bits_at(k) ^ other.bits_at(k + shift)).count_ones()))
                .sum();
            let flips = 64.0 * n as f64;
            let z = (2.0 * differ as f64 - flips) / flips.sqrt();
            assert!(z.abs() < LIMIT, "stream {index}, shift {shift}: bits, z = {z}");
        }
    }
}

#[test]
fn one_flipped_bit_of_seed_replication_or_ordinal_flips_half_the_draw() {
    let n = 4096_u64;
    let draw = |seed, replication, ordinal| {
        Streams::new(seed, replication).stream("machine", "failure").bits_at(ordinal)
    };
    for bit in 0..64 {
        let flip = 1_u64 << bit;
        let mut flipped = [[0_u64; 64]; 3];
        for i in 0..n {
            let before = draw(i, i, i);
            let after = [draw(i ^ flip, i, i), draw(i, i ^ flip, i), draw(i, i, i ^ flip)];
            for (counts, after) in flipped.iter_mut().zip(after) {
                for (out, count) in counts.iter_mut().enumerate() {
                    *count += (before ^ after) >> out & 1;
                }
            }
        }
        for (input, counts) in flipped.iter().enumerate() {
            for (out, &count) in counts.iter().enumerate() {
                let z = (2.0 * count as f64 - n as f64) / (n as f64).sqrt();
                assert!(z.abs() < LIMIT, "input {input} bit {bit} -> bit {out}: z = {z}");
            }
        }
    }
}

#[test]
fn a_million_streams_have_a_million_keys() {
    let mut first: Vec<u64> = Vec::new();
    for machine in 0..1000 {
        let name = format!("machine {machine}");
        for replication in 0..1000 {
            first.push(Streams::new(1, replication).stream(&name, "failure").bits_at(0));
        }
    }
    first.sort_unstable();
    first.dedup();
    assert_eq!(first.len(), 1_000_000);
}

#[test]
fn serves_the_distributions_of_rand() {
    let mut stream = Streams::new(5, 0).stream("check", "rand");
    let n = 200_000;
    let (mut sum, mut squares, mut lives) = (0.0, 0.0, 0.0);
    for _ in 0..n {
        let z: f64 = StandardNormal.sample(&mut stream);
        sum += z;
        squares += z * z;
        let life: f64 = Exp1.sample(&mut stream);
        lives += life;
    }
    let n = f64::from(n);
    assert!((sum / n.sqrt()).abs() < 4.0);
    assert!(squares > chi_square_quantile(1e-4, n) && squares < chi_square_quantile(0.9999, n));
    assert!(((lives - n) / n.sqrt()).abs() < 4.0);
}
