use super::*;

fn laws() -> Vec<Distribution> {
    let exponential = Distribution::exponential(3.0).unwrap();
    vec![
        Distribution::constant(4.0),
        exponential.clone(),
        Distribution::uniform(5.0, 11.0).unwrap(),
        Distribution::triangular(2.0, 3.0, 9.0).unwrap(),
        Distribution::triangular(2.0, 2.0, 9.0).unwrap(),
        Distribution::triangular(2.0, 9.0, 9.0).unwrap(),
        Distribution::pert(2.0, 3.0, 9.0, 4.0).unwrap(),
        Distribution::weibull(0.8, 30.0, 0.0).unwrap(),
        Distribution::weibull(3.0, 16_000.0, 500.0).unwrap(),
        Distribution::weibull_with_mean(100.0, 2.0).unwrap(),
        Distribution::gamma(3.0, 4.0).unwrap(),
        Distribution::gamma_with_mean(12.0, 2.0).unwrap(),
        Distribution::gamma_with_mean(12.0, 0.01).unwrap(),
        Distribution::lognormal(5.0, 0.5).unwrap(),
        Distribution::lognormal_p50_p90(4.0, 9.0).unwrap(),
        Distribution::normal(10.0, 3.0, 0.0, f64::INFINITY).unwrap(),
        Distribution::normal(4.0, 4.0, 0.0, 20.0).unwrap(),
        Distribution::normal(0.0, 1.0, 6.0, 9.0).unwrap(),
        Distribution::beta(0.5, 0.5, 0.0, 1.0).unwrap(),
        Distribution::beta(2.0, 5.0, 1.0, 3.0).unwrap(),
        Distribution::empirical(&[3.0, 1.0, 2.0, 2.0, 7.0], None, true).unwrap(),
        Distribution::empirical(&[3.0, 1.0, 2.0], Some(&[1.0, 5.0, 2.0]), true).unwrap(),
        Distribution::empirical(&[3.0, 1.0, 2.0, 2.0], None, false).unwrap(),
        Distribution::discrete(&[1.0, 2.0, 10.0], &[6.0, 3.0, 1.0]).unwrap(),
        Distribution::mixture(vec![
            (0.9, exponential),
            (0.1, Distribution::lognormal(40.0, 1.0).unwrap()),
        ])
        .unwrap(),
        Distribution::mixture(vec![
            (3.0, Distribution::constant(2.0)),
            (1.0, Distribution::uniform(1.0, 5.0).unwrap()),
        ])
        .unwrap(),
    ]
}

/// Laws without atoms.
fn smooth() -> impl Iterator<Item = Distribution> {
    laws().into_iter().filter(|law| {
        let text = law.describe();
        ["constant", "discrete", "empirical"].iter().all(|word| !text.contains(word))
    })
}

#[test]
fn mean_and_variance_are_those_of_the_quantile_function() {
    for law in laws() {
        // Midpoint rule over u, refined towards both ends by u = v²(3 − 2v).
        let n = 40_000;
        let (mut first, mut second) = (0.0, 0.0);
        for i in 0..n {
            let v = (f64::from(i) + 0.5) / f64::from(n);
            let weight = 6.0 * v * (1.0 - v) / f64::from(n);
            let x = law.quantile(v * v * (3.0 - 2.0 * v)) - law.mean();
            first += weight * x;
            second += weight * x * x;
        }
        let sd = law.variance().sqrt();
        assert!(first.abs() <= 1e-4 * sd + 1e-12, "{}: mean off by {first}", law.describe());
        let ratio = if sd > 0.0 { second / law.variance() } else { 1.0 };
        assert!((ratio - 1.0).abs() < 5e-3, "{}: variance ratio {ratio}", law.describe());
    }
}

#[test]
fn quantile_undoes_the_distribution_function() {
    for law in smooth() {
        for u in [1e-9, 1e-4, 0.02, 0.3, 0.5, 0.77, 0.999, 1.0 - 1e-9] {
            let x = law.quantile(u);
            assert!((law.cdf(x) - u).abs() < 1e-9, "{} at {u}: {}", law.describe(), law.cdf(x));
            let top = law.upper_quantile(u);
            if law.max() - top < 1e-9 * top {
                continue; // nearer to the end than a number can tell
            }
            let upper = law.survival(top);
            assert!((upper / u - 1.0).abs() < 1e-5, "{} above {u}: {upper}", law.describe());
        }
    }
}

#[test]
fn quantile_is_the_smallest_value_with_enough_probability_and_never_falls() {
    for law in laws() {
        let mut last = f64::NEG_INFINITY;
        for i in 1..2000 {
            let u = f64::from(i) / 2000.0;
            let x = law.quantile(u);
            assert!(x >= last && x >= law.min() && x <= law.max(), "{} at {u}", law.describe());
            assert!(law.cdf(x * (1.0 + 1e-12)) >= u - 1e-9, "{} at {u}", law.describe());
            last = x;
        }
    }
}

#[test]
fn distribution_and_survival_function_add_up_to_one() {
    for law in laws() {
        for x in [-1.0, 0.0, 0.4, 1.0, 2.0, 3.5, 7.0, 8.0, 25.0, 1e6] {
            let sum = law.cdf(x) + law.survival(x);
            assert!((sum - 1.0).abs() < 1e-12, "{} at {x}: {sum}", law.describe());
        }
    }
}

#[test]
fn limited_mean_is_the_integral_of_survival() {
    for law in laws() {
        let end = law.quantile(0.9);
        let n = 20_000;
        let step = end / f64::from(n);
        let integral: f64 =
            (0..n).map(|i| law.survival((f64::from(i) + 0.5) * step)).sum::<f64>() * step;
        let formula = law.limited_mean(end) - law.limited_mean(0.0);
        assert!(
            (integral / formula - 1.0).abs() < 1e-4,
            "{}: {integral} {formula}",
            law.describe()
        );
    }
}

#[test]
fn equilibrium_age_inverts_the_integral_of_survival() {
    for law in laws() {
        for limit in [f64::INFINITY, law.mean(), 0.1 * law.mean()] {
            let whole = law.limited_mean(limit) - law.limited_mean(0.0);
            let mut last = 0.0;
            for u in [1e-6, 0.01, 0.2, 0.5, 0.9, 0.9999] {
                let age = law.equilibrium_age(u, limit);
                let part = law.limited_mean(age) - law.limited_mean(0.0);
                let text = law.describe();
                assert!((part / whole / u - 1.0).abs() < 1e-9, "{text} {limit} {u}: {age}");
                assert!(age >= last && age <= limit, "{text} {limit} {u}: {age} after {last}");
                last = age;
            }
        }
    }
    assert_eq!(laws()[1].equilibrium_age(0.5, 0.0), 0.0);
}

#[test]
fn residual_life_is_that_of_the_survivors() {
    for law in laws() {
        for age in [0.0, 0.3 * law.mean(), law.mean(), 2.0 * law.mean(), 6.0 * law.mean()] {
            let mut last = 0.0;
            for u in [1e-6, 0.1, 0.5, 0.9, 0.999] {
                let left = law.residual(age, u);
                let text = law.describe();
                assert!(left.is_finite() && left >= last, "{text} at {age}, {u}: {left}");
                last = left;
                let alive = law.survival(age);
                if alive > 1e-280 && smooth().any(|other| other == law) {
                    let share = law.survival(age + left) / alive;
                    let slack = 1e-6 + 1e-13 * age / left.max(1e-300);
                    assert!((share - (1.0 - u)).abs() < slack, "{text} at {age}, {u}: {share}");
                }
            }
        }
    }
}

#[test]
fn residual_life_stays_sound_where_survival_underflows() {
    // ln S falls by E = -ln(1 - u) over the residual life.
    let weibull = Distribution::weibull(3.0, 16_000.0, 0.0).unwrap();
    assert!((weibull.residual(8000.0, 0.5) - 6964.55).abs() < 0.005);
    let age = 1e6;
    let more = libm::log(2.0);
    let hazard = 3.0 * libm::pow(age / 16_000.0, 2.0) / 16_000.0;
    assert!((weibull.residual(age, 0.5) / (more / hazard) - 1.0).abs() < 1e-5);
    for law in smooth().filter(|law| law.max() == f64::INFINITY) {
        // Where the two ways of computing meet, the residual life must not jump.
        let (mut low, mut high) = (law.mean(), 1e300);
        for _ in 0..2000 {
            let middle = 0.5 * (low + high);
            if law.survival(middle) < 1e-280 { high = middle } else { low = middle }
        }
        let (before, after) = (law.residual(low, 0.5), law.residual(high * 1.000_001, 0.5));
        assert!((before / after - 1.0).abs() < 0.02, "{}: {before} {after}", law.describe());
        assert!(law.residual(100.0 * high, 0.5).is_finite(), "{}", law.describe());
    }
}

#[test]
fn textbook_figures() {
    let lognormal = Distribution::lognormal(5.0, 0.5).unwrap();
    assert!((lognormal.quantile(0.5) - 4.472_136).abs() < 1e-6);
    assert!((lognormal.quantile(0.9) - 8.193).abs() < 5e-4);
    let weibull = Distribution::weibull(3.0, 16_000.0, 0.0).unwrap();
    assert!((weibull.mean() - 14_287.7).abs() < 0.05);
    assert!((weibull.variance().sqrt() - 5192.8).abs() < 0.05);
}

#[test]
fn scaling_multiplies_every_value() {
    for law in laws() {
        let hours = law.scaled(3600.0).unwrap();
        for u in [0.01, 0.5, 0.99] {
            let ratio = hours.quantile(u) / (3600.0 * law.quantile(u));
            assert!((ratio - 1.0).abs() < 1e-9, "{}", law.describe());
        }
        assert_eq!(law.scaled(0.0), Ok(Distribution::constant(0.0)));
        assert!(law.scaled(-1.0).is_err() && law.scaled(f64::NAN).is_err());
    }
}

#[test]
fn no_spread_is_a_constant() {
    for law in [
        Distribution::uniform(2.0, 2.0),
        Distribution::triangular(2.0, 2.0, 2.0),
        Distribution::pert(2.0, 2.0, 2.0, 4.0),
        Distribution::gamma_with_mean(2.0, 0.0),
        Distribution::lognormal(2.0, 0.0),
        Distribution::lognormal_p50_p90(2.0, 2.0),
        Distribution::normal(2.0, 0.0, 0.0, 9.0),
        Distribution::beta(1.0, 2.0, 2.0, 2.0),
        Distribution::empirical(&[2.0, 2.0], None, true),
        Distribution::discrete(&[2.0, 3.0], &[1.0, 0.0]),
        Distribution::mixture(vec![(1.0, Distribution::constant(2.0))]),
    ] {
        assert_eq!(law.unwrap().as_constant(), Some(2.0));
    }
}

#[test]
fn impossible_parameters_are_refused_by_name() {
    let text = |law: Result<Distribution, DistributionError>| law.unwrap_err().to_string();
    assert_eq!(
        text(Distribution::lognormal(-5.0, 0.5)),
        "lognormal: mean is -5, but must be greater than 0"
    );
    assert_eq!(
        text(Distribution::uniform(3.0, 1.0)),
        "uniform: min is 3, but must not exceed max, which is 1"
    );
    assert_eq!(
        text(Distribution::discrete(&[1.0, 2.0], &[1.0])),
        "discrete: 1 weights for 2 values; give one weight for each value"
    );
    for refused in [
        Distribution::exponential(0.0),
        Distribution::exponential(f64::NAN),
        Distribution::weibull(0.0, 1.0, 0.0),
        Distribution::weibull(1e-3, 1.0, 0.0),
        Distribution::gamma(1.0, f64::INFINITY),
        Distribution::gamma_with_mean(1.0, 1e-300),
        Distribution::lognormal(1.0, -0.1),
        Distribution::lognormal_p50_p90(2.0, 1.0),
        Distribution::normal(0.0, 1.0, 50.0, 60.0),
        Distribution::normal(0.0, 0.0, 1.0, 2.0),
        Distribution::normal(0.0, 1.0, f64::NAN, 2.0),
        Distribution::beta(0.0, 1.0, 0.0, 1.0),
        Distribution::triangular(1.0, 0.0, 2.0),
        Distribution::pert(1.0, 1.5, 2.0, -1.0),
        Distribution::empirical(&[], None, false),
        Distribution::empirical(&[1.0, f64::NAN], None, false),
        Distribution::discrete(&[1.0, 2.0], &[0.0, 0.0]),
        Distribution::mixture(vec![]),
        Distribution::mixture(vec![(-1.0, Distribution::constant(1.0))]),
    ] {
        assert!(refused.is_err(), "{refused:?}");
    }
}

#[test]
fn descriptions_are_short() {
    assert_eq!(Distribution::lognormal(2.0, 0.5).unwrap().describe(), "lognormal(mean 2, cv 0.5)");
    assert_eq!(Distribution::constant(0.1 + 0.2).describe(), "constant(0.3)");
    assert_eq!(
        Distribution::pert(2.0, 3.0, 9.0, 4.0).unwrap().describe(),
        "pert(min 2, mode 3, max 9, weight 4)"
    );
}
