//! Intervals, quantile bounds and warm-up rules against their published figures.

use crate::oracle::{self, assert_close, number};
use sim_core::special::normal_quantile;
use sim_core::statistics::*;
use sim_core::{Distribution, Streams};

#[test]
fn coverage_of_students_interval_of_s_03() {
    let Some(case) = oracle::case("S-03") else { return };
    let experiments = 4000;
    type Inverse = Box<dyn Fn(f64) -> f64>;
    let laws: [(&str, Inverse, f64); 3] = [
        ("normal", Box::new(normal_quantile), 0.0),
        ("exponential", Box::new(|u| -libm::log1p(-u)), 1.0),
        ("lognormal_sigma1", Box::new(|u| libm::exp(normal_quantile(u))), libm::exp(0.5)),
    ];
    for (name, law, truth) in laws {
        for n in [5, 10, 20, 40] {
            let key = format!("{name}_n{n}");
            let covers = (0..experiments)
                .filter(|&k| {
                    let mut stream = Streams::new(3, k).stream(&key, "sample");
                    let tally: Tally = (0..n).map(|_| law(stream.uniform())).collect();
                    mean_interval(&tally, 0.9).unwrap().contains(truth)
                })
                .count() as f64;
            let wanted = number(&case["expected"][&key]);
            let spread = (wanted * (1.0 - wanted) / experiments as f64).sqrt();
            let found = covers / experiments as f64;
            assert!((found - wanted).abs() < 3.29 * spread, "{key}: {found}, expected {wanted}");
        }
    }
}

/// Stationary AR(1) with unit variance.
fn autoregressive(phi: f64, n: usize, replication: u64) -> Vec<f64> {
    let mut stream = Streams::new(4, replication).stream("series", "noise");
    let mut x = normal_quantile(stream.uniform());
    (0..n)
        .map(|_| {
            x = phi * x + (1.0 - phi * phi).sqrt() * normal_quantile(stream.uniform());
            x
        })
        .collect()
}

#[test]
fn batch_means_of_an_autocorrelated_series_of_s_04() {
    let Some(case) = oracle::case("S-04") else { return };
    let expected = &case["expected"];
    let runs = 2000;
    let (mut naive, mut batched) = (0, 0);
    let (mut means, mut spread, mut suspicious) = (Tally::default(), Tally::default(), 0);
    for k in 0..runs {
        let series = autoregressive(0.9, 1000, k);
        let tally: Tally = series.iter().copied().collect();
        means.push(tally.mean().unwrap() * tally.mean().unwrap());
        naive += u64::from(mean_interval(&tally, 0.95).unwrap().contains(0.0));
        let twenty = batch_means(&series, 20, 0.95).unwrap();
        batched += u64::from(twenty.interval.contains(0.0));
        spread.extend(
            series.chunks(50).map(|b| b.iter().sum::<f64>() / 50.0).map(|mean| mean * mean),
        );
        suspicious += u64::from(!batch_means(&series, 200, 0.95).unwrap().looks_independent());
    }
    let near = |what: &str, found: f64, slack: f64| {
        let wanted = number(&expected[what]);
        assert!((found - wanted).abs() < slack, "{what}: {found}, expected {wanted}");
    };
    let scaled = 1000.0 * means.mean().unwrap();
    near("n_var_mean_over_sigma2", scaled, 3290.0 * means.standard_error().unwrap());
    near("var_of_batch_mean_b50_over_sigma2", spread.mean().unwrap(), 0.01);
    near("naive_95_percent_CI_coverage_approx", naive as f64 / runs as f64, 0.035);
    // Batches of 50 almost repair the interval; batches of 5 are found out.
    assert!(batched as f64 / runs as f64 > 0.90, "{batched}");
    assert!(suspicious > runs * 99 / 100, "{suspicious}");
}

#[test]
fn mser_on_the_series_of_s_06() {
    let Some(case) = oracle::case("S-06") else { return };
    let a =
        |t: f64| 10.0 - 8.0 * libm::exp(-t / 12.0) + 1.5 * libm::sin(2.1 * t) + libm::cos(0.7 * t);
    let b =
        |t: f64| 5.0 + 12.0 * libm::exp(-t / 40.0) + 2.0 * libm::sin(1.3 * t) * libm::cos(0.37 * t);
    let series: [(&str, Vec<f64>); 2] = [
        ("a", (0..400).map(|t| a(f64::from(t))).collect()),
        ("b", (0..400).map(|t| b(f64::from(t))).collect()),
    ];
    for (name, series) in series {
        let expected = |what: &str| &case["expected"][format!("{name}_{what}")];
        let WarmUp::Ends { truncate, statistic, .. } = mser(&series, 1) else { panic!("{name}") };
        assert_eq!(truncate as f64, number(expected("MSER_truncate_observations")));
        assert_close("MSER", statistic, expected("MSER_min"));
        let WarmUp::Ends { truncate, statistic, mean } = mser5(&series) else { panic!("{name}") };
        assert_eq!(truncate as f64, number(expected("MSER5_truncate_observations")));
        assert_close("MSER-5", statistic, expected("MSER5_min"));
        assert_close("mean", mean, expected("truncated_mean_MSER5"));
        let raw: Tally = series.iter().copied().collect();
        assert_close("raw mean", raw.mean().unwrap(), expected("raw_mean"));
    }
}

#[test]
fn quantile_bounds_of_s_07() {
    let Some(case) = oracle::case("S-07") else { return };
    for (key, expected) in case["expected"].as_object().unwrap() {
        let (n, p) = key.trim_start_matches('n').split_once("_p").unwrap();
        let (n, p): (u32, f64) = (n.parse().unwrap(), p.parse().unwrap());
        let sorted: Vec<f64> = (1..=n).map(f64::from).collect();
        let bounds = quantile_bounds(&sorted, p, 0.95).unwrap();
        assert_eq!(bounds.lower_rank as f64, number(&expected[0]), "{key}");
        assert_eq!(bounds.upper_rank as f64, number(&expected[1]), "{key}");
        assert_eq!((bounds.lower, bounds.upper), (number(&expected[0]), number(&expected[1])));
        assert_close(key, bounds.coverage, &expected[2]);
    }
}

#[test]
fn paired_and_welch_intervals_of_s_08() {
    let Some(case) = oracle::case("S-08") else { return };
    let expected = &case["expected"];
    let list = |name: &str| -> Vec<f64> {
        case["parameters"][name].as_array().unwrap().iter().map(number).collect()
    };
    let (before, after) = (list("before"), list("after"));
    let paired = paired_interval(&before, &after, 0.95).unwrap();
    assert_close("mean difference", paired.difference.estimate, &expected["mean_difference"]);
    assert_close("lower", paired.difference.lower, &expected["paired_ci95"][0]);
    assert_close("upper", paired.difference.upper, &expected["paired_ci95"][1]);
    assert_close("t", paired.t.unwrap(), &expected["paired_t"]);
    assert_close("correlation", paired.correlation.unwrap(), &expected["correlation"]);
    let (a, b): (Tally, Tally) =
        (before.iter().copied().collect(), after.iter().copied().collect());
    let welch = welch_interval(&a, &b, 0.95).unwrap();
    assert_close("Welch lower", welch.difference.lower, &expected["welch_ci95"][0]);
    assert_close("Welch upper", welch.difference.upper, &expected["welch_ci95"][1]);
    assert_close("degrees", welch.degrees, &expected["welch_df"]);
    let differences: Tally = before.iter().zip(&after).map(|(b, a)| a - b).collect();
    for (half_width, key) in [(0.2, "0_2"), (0.1, "0_1")] {
        let needed = replications_needed(&differences, half_width, 0.95).unwrap();
        let wanted = &expected[format!("replications_for_halfwidth_{key}_paired")];
        assert_eq!(needed as f64, number(wanted));
    }
}

#[test]
fn sequential_stopping_keeps_its_promise() {
    // A skewed law, stopped as soon as the half-width is below 6 % of the mean.
    let law = Distribution::lognormal(1.0, 1.0).unwrap();
    let rule = StoppingRule { first: 100, batch: 50, most: 5000, ..StoppingRule::default() };
    let studies = 1000;
    let mut covered = 0;
    for study in 0..studies {
        let mut stream = Streams::new(6, study).stream("study", "value");
        let mut tally = Tally::default();
        loop {
            let half_width = rule.mean_half_width(&tally);
            let criterion = Criterion { what: "mean".into(), half_width, allowed: 0.06 };
            match rule.decide(tally.count(), &[criterion]) {
                Decision::Continue { until } => {
                    while tally.count() < until {
                        tally.push(law.quantile(stream.uniform()));
                    }
                }
                Decision::Precise => break,
                Decision::Exhausted { .. } => panic!("must not take 5000"),
            }
        }
        covered += u64::from((tally.mean().unwrap() - 1.0).abs() <= 0.06);
    }
    assert!(covered > 935, "{covered} of {studies} cover, nominal 950");
}
