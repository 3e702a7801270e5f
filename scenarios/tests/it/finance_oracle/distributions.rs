//! F-07, F-10, F-11: distributions of outcomes and what is read from a sample.

use scenarios::finance::roi::Roi;
use scenarios::finance::summary::distribution::{DistributionSummary, probability_of};
use sim_core::special::normal_quantile;
use sim_core::statistics::{Tally, cvar, mean_interval, quantile};
use sim_core::stream::Streams;

use super::case;

fn sorted(mut values: Vec<f64>) -> Vec<f64> {
    values.sort_by(f64::total_cmp);
    values
}

#[test]
fn trap_08_f_07_ratio_of_means_is_not_the_mean_of_ratios() {
    let Some(case) = case("F-07") else { return };
    let percent = |c: &[f64]| Roi::of(c[0], c[1]).fraction().map(|fraction| 100.0 * fraction);
    case.check("ROI_a_percent", percent(&case.numbers("/a")));
    case.check("ROI_c", percent(&case.numbers("/c")));
    case.check("ROI_d_percent", percent(&case.numbers("/d")));
    let (cost, benefit) = (case.numbers("/b/cost"), case.numbers("/b/benefit"));
    let mut costs = Streams::new(7, 0).stream("F-07", "cost");
    let mut benefits = Streams::new(7, 0).stream("F-07", "benefit");
    let n = 100_000;
    let ratios: Vec<f64> = (0..n)
        .filter_map(|_| {
            let c = cost[0] + (cost[1] - cost[0]) * costs.uniform();
            percent(&[benefit[0] + benefit[1] * normal_quantile(benefits.uniform()), c])
        })
        .collect();
    let summary = DistributionSummary::of(&ratios).unwrap();
    case.check("ROI_b_mean_of_ratios_percent", summary.mean);
    case.check("ROI_b_P10_percent", summary.at(0.10));
    case.check("ROI_b_P50_percent", summary.at(0.50));
    case.check("ROI_b_P90_percent", summary.at(0.90));
    case.check("ROI_b_ratio_of_means_percent", percent(&[benefit[0], (cost[0] + cost[1]) / 2.0]));
    let negative = ratios.iter().filter(|&&roi| roi < 0.0).count();
    let share = probability_of(negative, ratios.len()).unwrap().share;
    let error = (share * (1.0 - share) / ratios.len() as f64).sqrt();
    case.check_mean("P_ROI_b_negative", share, 3.29 * error, 0.01);
    case.done("");
}

#[test]
fn f_10_quantiles_and_tails_of_known_laws() {
    let Some(case) = case("F-10") else { return };
    let (a, b, c) = (case.numbers("/a"), case.numbers("/b"), case.numbers("/c"));
    let normal = |u: f64| a[0] + a[1] * normal_quantile(u);
    let lognormal = |u: f64| b[0] * libm::exp(b[1] * normal_quantile(u));
    let triangular = |u: f64| {
        let (low, mode, high) = (c[0], c[1], c[2]);
        let width = high - low;
        if u < (mode - low) / width {
            low + (u * width * (mode - low)).sqrt()
        } else {
            high - ((1.0 - u) * width * (high - mode)).sqrt()
        }
    };
    type Figure = (&'static str, fn(&[f64]) -> Option<f64>);
    let figures_a: [Figure; 6] = [
        ("a_P10", |x| quantile(x, 0.10)),
        ("a_P50", |x| quantile(x, 0.50)),
        ("a_P90", |x| quantile(x, 0.90)),
        ("a_P_negative", |x| Some(x.partition_point(|v| *v < 0.0) as f64 / x.len() as f64)),
        ("a_VaR5_loss", |x| quantile(x, 0.05).map(|npv| -npv)),
        ("a_CVaR5", |x| cvar(x, 0.05)),
    ];
    let figures_b: [Figure; 6] = [
        ("b_P10", |x| quantile(x, 0.10)),
        ("b_P50", |x| quantile(x, 0.50)),
        ("b_P90", |x| quantile(x, 0.90)),
        ("b_mean", |x| x.iter().copied().collect::<Tally>().mean()),
        ("b_CVaR_low10", |x| cvar(x, 0.10)),
        ("b_CVaR_high10", |x| cvar(&sorted(x.iter().map(|v| -v).collect()), 0.10).map(|v| -v)),
    ];
    let figures_c: [Figure; 5] = [
        ("c_P10", |x| quantile(x, 0.10)),
        ("c_P50", |x| quantile(x, 0.50)),
        ("c_P90", |x| quantile(x, 0.90)),
        ("c_mean", |x| x.iter().copied().collect::<Tally>().mean()),
        ("c_sd", |x| x.iter().copied().collect::<Tally>().standard_deviation()),
    ];
    let run = |law: &dyn Fn(f64) -> f64, name: &str, draws: u32, figures: &[Figure]| {
        let mut tallies = vec![Tally::default(); figures.len()];
        for batch in 0..100 {
            let mut stream = Streams::new(10, batch).stream("F-10", name);
            let sample = sorted((0..draws).map(|_| law(stream.uniform())).collect());
            for (tally, (_, figure)) in tallies.iter_mut().zip(figures) {
                tally.push(figure(&sample).unwrap());
            }
        }
        for (tally, (name, _)) in tallies.iter().zip(figures) {
            let expected = case.expected[*name].as_f64().unwrap();
            let accepted = 3.29 * tally.standard_error().unwrap();
            case.check_mean(name, tally.mean().unwrap(), accepted, 0.01 * expected.abs());
        }
    };
    run(&normal, "normal", 240_000, &figures_a);
    run(&lognormal, "lognormal", 20_000, &figures_b);
    run(&triangular, "triangular", 20_000, &figures_c);
    case.done("");
}

#[test]
fn f_11_quantile_convention_and_small_tail() {
    let Some(case) = case("F-11") else { return };
    let sample = case.numbers("/sample");
    let summary = DistributionSummary::of(&sample).unwrap();
    for (name, p) in [("P10", 0.10), ("P50", 0.50), ("P90", 0.90)] {
        case.check(&format!("type7_linear_default_{name}"), summary.at(p));
    }
    let ordered = sorted(sample.clone());
    case.check("CVaR_20_percent", cvar(&ordered, 0.20));
    case.check("CVaR_15_percent_with_fractional_atom", cvar(&ordered, 0.15));
    case.check("mean", summary.mean);
    case.check("sd_n_minus_1", summary.standard_deviation);
    let tally: Tally = sample.iter().copied().collect();
    case.check("se_mean", tally.standard_error());
    let interval = mean_interval(&tally, 0.95).unwrap();
    case.check("t_ci95_low", interval.lower);
    case.check("t_ci95_high", interval.upper);
    let limits = summary.mean_limits.unwrap();
    assert_eq!((limits.lower, limits.upper), (interval.lower, interval.upper));
    case.done("quantile types 1, 6 and 8 (9 figures): type 7 is the one convention here");
}
