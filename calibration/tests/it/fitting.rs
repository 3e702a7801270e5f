//! Fits against published figures (Meeker and Escobar 1998; Nelson 1982; Lieblein and Zelen 1956).

use calibration::fit::kaplan_meier::kaplan_meier;
use calibration::fit::power_law::PowerLaw;
use calibration::fit::trend::trend;
use calibration::fit::{Family, Fit, FitError, Observation, Sample, Seen, fit, select};

fn near(got: f64, want: f64, relative: f64, what: &str) {
    assert!(
        (got - want).abs() <= relative * want.abs(),
        "{what}: {got} instead of {want} (relative {relative})"
    );
}

fn check(fit: &Fit, first: f64, second: f64, ln_likelihood: f64) {
    near(fit.law.first, first, 1e-4, "first parameter");
    near(fit.law.second, second, 1e-4, "second parameter");
    assert!((fit.ln_likelihood - ln_likelihood).abs() < 1e-3, "{}", fit.ln_likelihood);
}

const BALL_BEARINGS: [f64; 23] = [
    17.88, 28.92, 33.0, 41.52, 42.12, 45.6, 48.4, 51.84, 51.96, 54.12, 55.56, 67.8, 68.64, 68.64,
    68.88, 84.12, 93.12, 98.64, 105.12, 105.84, 127.92, 128.04, 173.4,
];

#[test]
fn fit_01_ball_bearings_complete() {
    let sample = Sample::complete(BALL_BEARINGS);
    let weibull = fit(Family::Weibull, &sample).unwrap();
    check(&weibull, 2.1018469, 81.874559, -113.69196);
    near(weibull.aic, 231.38392, 1e-4, "AIC");
    near(weibull.law.quantile(0.1), 28.065089, 1e-4, "B10");
    near(weibull.law.quantile(0.5), 68.773033, 1e-4, "median");
    near(weibull.law.mean(), 72.515355, 1e-4, "MTTF");
    let shape = weibull.interval95(weibull.law.first, 0);
    near(shape[0], 1.547042, 2e-3, "shape, lower");
    near(shape[1], 2.8556174, 2e-3, "shape, upper");
    let scale = weibull.interval95(weibull.law.second, 1);
    near(scale[0], 66.639267, 2e-3, "scale, lower");
    near(scale[1], 100.59299, 2e-3, "scale, upper");
    near(fit(Family::Exponential, &sample).unwrap().law.mean(), 72.22087, 1e-4, "exponential");
    let lognormal = fit(Family::Lognormal, &sample).unwrap();
    check(&lognormal, 4.1503827, 0.52168651, -113.12855);
    assert!(lognormal.aic < weibull.aic);
    check(&fit(Family::Gamma, &sample).unwrap(), 4.0247064, 17.944382, -113.02982);
}

#[test]
fn fit_02_shock_absorbers_right_censored() {
    let failures = [
        6700.0, 9120.0, 12200.0, 13150.0, 14300.0, 17520.0, 20100.0, 20900.0, 22700.0, 26510.0,
        27490.0,
    ];
    let running = [
        6950.0, 7820.0, 8790.0, 9660.0, 9820.0, 11310.0, 11690.0, 11850.0, 11880.0, 12140.0,
        12870.0, 13330.0, 13470.0, 14040.0, 17540.0, 17890.0, 18450.0, 18960.0, 18980.0, 19410.0,
        20100.0, 20150.0, 20320.0, 23490.0, 27410.0, 27890.0, 28100.0,
    ];
    let sample = Sample::complete(failures).censored(running.map(|t| (t, 1.0)));
    let weibull = fit(Family::Weibull, &sample).unwrap();
    check(&weibull, 3.1604703, 27718.718, -123.99536);
    near(weibull.law.quantile(0.1), 13600.035, 1e-4, "B10");
    near(weibull.law.mean(), 24811.537, 1e-4, "MTTF");
    near(weibull.law.quantile(0.5), 24683.625, 1e-4, "median");
    near(weibull.aic, 251.99072, 1e-4, "AIC");
    let scale = weibull.interval95(weibull.law.second, 1);
    near(scale[0], 22347.77, 2e-3, "scale, lower");
    near(scale[1], 34380.492, 2e-3, "scale, upper");
    let shape = weibull.interval95(weibull.law.first, 0);
    near(shape[0], 2.0087331, 2e-3, "shape, lower");
    near(shape[1], 4.9725733, 2e-3, "shape, upper");
    let exponential = fit(Family::Exponential, &sample).unwrap();
    near(exponential.law.mean(), 56818.182, 1e-6, "exponential");
    let curve = kaplan_meier(&sample).unwrap();
    let want = [
        0.97368421, 0.94504644, 0.9086985, 0.87083606, 0.82729426, 0.78375246, 0.71843975,
        0.62863478, 0.53882981, 0.43106385, 0.2873759,
    ];
    assert_eq!(curve.len(), want.len());
    for (step, want) in curve.iter().zip(want) {
        near(step.survival, want, 1e-7, "Kaplan-Meier");
    }
}

#[test]
fn fit_03_bearing_cages_six_of_1703() {
    let running = [
        (50.0, 288.0),
        (150.0, 148.0),
        (250.0, 124.0),
        (350.0, 111.0),
        (450.0, 106.0),
        (550.0, 99.0),
        (650.0, 110.0),
        (750.0, 114.0),
        (850.0, 119.0),
        (950.0, 127.0),
        (1050.0, 123.0),
        (1150.0, 93.0),
        (1250.0, 47.0),
        (1350.0, 41.0),
        (1450.0, 27.0),
        (1550.0, 11.0),
        (1650.0, 6.0),
        (1850.0, 1.0),
        (2050.0, 2.0),
    ];
    let sample = Sample::complete([230.0, 334.0, 423.0, 990.0, 1009.0, 1510.0]).censored(running);
    let weibull = fit(Family::Weibull, &sample).unwrap();
    check(&weibull, 2.0353186, 11792.178, -76.436896);
    near(weibull.law.quantile(0.1), 3903.1267, 1e-4, "B10");
    near(weibull.law.quantile(0.5), 9848.9023, 1e-4, "median");
    near(weibull.law.mean(), 10447.606, 1e-4, "MTTF");
    near(weibull.aic, 156.87379, 1e-4, "AIC");
    let shape = weibull.interval95(weibull.law.first, 0);
    near(shape[0], 1.0721041, 2e-3, "shape, lower");
    near(shape[1], 3.8639175, 2e-3, "shape, upper");
    let scale = weibull.interval95(weibull.law.second, 1);
    near(scale[0], 2294.675, 2e-3, "scale, lower");
    near(scale[1], 60599.199, 2e-3, "scale, upper");
    let exponential = fit(Family::Exponential, &sample).unwrap();
    near(exponential.law.mean(), 169024.33, 1e-6, "exponential");
    let chosen = select(&sample).unwrap();
    assert_eq!(chosen.fits.len(), 1, "six events carry no shape in practice");
}

#[test]
fn fit_04_locomotive_controls() {
    let failures = [
        22.5, 37.5, 46.0, 48.5, 51.5, 53.0, 54.5, 57.5, 66.5, 68.0, 69.5, 76.5, 77.0, 78.5, 80.0,
        81.5, 82.0, 83.0, 84.0, 91.5, 93.5, 102.5, 107.0, 108.5, 112.5, 113.5, 116.0, 117.0, 118.5,
        119.0, 120.0, 122.5, 123.0, 127.5, 131.0, 132.5, 134.0,
    ];
    let sample = Sample::complete(failures).censored([(135.0, 59.0)]);
    let lognormal = fit(Family::Lognormal, &sample).unwrap();
    check(&lognormal, 5.1169247, 0.70549402, -237.09355);
    near(lognormal.law.first / std::f64::consts::LN_10, 2.2222522, 1e-4, "mu, base 10");
    near(lognormal.law.second / std::f64::consts::LN_10, 0.30639216, 1e-4, "sigma, base 10");
    near(lognormal.law.cdf(80.0), 0.14878034, 1e-4, "P(fail by 80)");
    check(&fit(Family::Weibull, &sample).unwrap(), 2.3312532, 183.3988, -237.38251);
    assert!(lognormal.aic < fit(Family::Weibull, &sample).unwrap().aic);
}

#[test]
fn fit_05_grampus_power_law() {
    let times = [
        0.86, 1.258, 1.317, 1.442, 1.897, 2.011, 2.122, 2.439, 3.203, 3.298, 3.902, 3.91, 4.0,
        4.247, 4.411, 4.456, 4.517, 4.899, 4.91, 5.676, 5.755, 6.137, 6.221, 6.311, 6.613, 6.975,
        7.335, 8.158, 8.498, 8.69, 9.042, 9.33, 9.394, 9.426, 9.872, 10.191, 11.511, 11.575, 12.1,
        12.126, 12.368, 12.681, 12.795, 13.399, 13.668, 13.78, 13.877, 14.007, 14.028, 14.035,
        14.173, 14.173, 14.449, 14.587, 14.61, 15.07,
    ];
    let process = PowerLaw::fit(&times, 16.0).unwrap();
    near(process.shape, 1.1350708, 1e-6, "beta");
    near(process.scale, 0.46127748, 1e-6, "eta");
    near(process.ln_likelihood, 14.585777, 1e-6, "lnL");
    near(process.expected(16.0, 20.0), 16.141929, 1e-6, "expected");
    near(process.rate(16.0), 3.9727477, 1e-6, "ROCOF");
    near(process.shape * 55.0 / 56.0, 1.1148017, 1e-6, "beta, unbiased");
    near(times.len() as f64 / 16.0, 3.5, 1e-12, "homogeneous rate");
    let expected_by_1 = libm::pow(process.scale, -process.shape);
    near(expected_by_1, 2.4067259, 1e-6, "lambda");
    near(trend(&times, 16.0).unwrap().laplace_u, 0.39737935, 1e-6, "Laplace");
}

#[test]
fn fit_06_device_g_competing_modes() {
    let surge = [
        13.0, 23.0, 30.0, 65.0, 10.0, 173.0, 106.0, 2.0, 261.0, 88.0, 247.0, 28.0, 143.0, 23.0,
        80.0,
    ];
    let wear = [275.0, 147.0, 181.0, 212.0, 293.0, 245.0, 266.0];
    let one = |t: f64| (t, 1.0);
    let surge_sample = Sample::complete(surge).censored(wear.map(one)).censored([(300.0, 8.0)]);
    let wear_sample = Sample::complete(wear).censored(surge.map(one)).censored([(300.0, 8.0)]);
    let all = Sample::complete(surge.into_iter().chain(wear)).censored([(300.0, 8.0)]);
    let surge = fit(Family::Weibull, &surge_sample).unwrap().law;
    let wear = fit(Family::Weibull, &wear_sample).unwrap().law;
    let all = fit(Family::Weibull, &all).unwrap().law;
    for (got, want) in [
        (surge.first, 0.67099273),
        (surge.second, 449.46891),
        (wear.first, 4.3372822),
        (wear.second, 340.38419),
        (all.first, 0.92678923),
        (all.second, 242.59028),
    ] {
        near(got, want, 1e-4, "Weibull");
    }
    let both = libm::exp(surge.ln_survival(300.0) + wear.ln_survival(300.0));
    near(both, 0.26167569, 1e-4, "R(300)");
    // Cumulative incidence of surge: the integral of S_wear over F_surge, by the midpoint rule.
    let steps = 20_000;
    let width = surge.cdf(300.0) / f64::from(steps);
    let incidence: f64 = (0..steps)
        .map(|i| surge.quantile((f64::from(i) + 0.5) * width))
        .map(|t| libm::exp(wear.ln_survival(t)) * width)
        .sum();
    near(incidence, 0.50717891, 1e-4, "incidence");
}

#[test]
fn fit_07_repair_times() {
    let times = [
        6, 9, 2, 16, 6, 6, 3, 10, 4, 2, 8, 3, 13, 7, 30, 20, 5, 29, 3, 2, 1, 6, 30, 15, 3, 14, 2,
        11, 16, 2, 7, 17, 23, 18, 2, 13, 17, 3, 1, 8, 9, 9, 7, 2, 9, 3, 6, 4, 6, 9, 19, 7, 22, 2,
        23, 19, 11, 2, 5, 24, 11, 3, 23, 13, 23, 21, 43, 4, 1, 3, 31, 24, 11, 14, 25, 4, 60, 10, 9,
        23, 16, 12, 5, 11, 7, 5, 3, 2, 8, 18, 4, 26, 38, 17, 5, 2, 18, 12, 7, 4, 2, 9, 31, 10, 39,
        6, 16, 9, 53, 26, 10, 2, 6, 3, 7, 7, 6, 8, 5,
    ];
    let selection = select(&Sample::complete(times.map(f64::from))).unwrap();
    assert_eq!(selection.chosen.law.family, Family::Lognormal);
    check(&selection.chosen, 2.0892885, 0.92452373, -408.14031);
    near(selection.chosen.law.mean(), 12.387162, 1e-4, "lognormal mean");
    check(&selection.fits[1], 1.1864557, 12.723924, -411.4069);
    check(&selection.fits[3], 1.4210685, 8.4088695, -410.13559);
    near(selection.fits[0].law.mean(), 11.94958, 1e-6, "exponential mean");
    near(selection.fits[0].ln_likelihood, -414.20284, 1e-6, "exponential lnL");
}

#[test]
fn fit_08_left_truncated() {
    let rows = [
        (0, 410, 1),
        (0, 730, 0),
        (0, 655, 1),
        (120, 530, 1),
        (300, 980, 1),
        (300, 870, 0),
        (450, 1210, 1),
        (500, 620, 1),
        (640, 1300, 0),
        (700, 905, 1),
        (820, 1105, 1),
        (900, 1500, 0),
        (0, 240, 1),
        (0, 990, 1),
        (250, 1150, 1),
        (600, 1020, 0),
    ];
    let rows = rows
        .map(|(entry, end, failed)| Observation {
            seen: if failed == 1 {
                Seen::Exact(f64::from(end))
            } else {
                Seen::Right(f64::from(end))
            },
            entry: f64::from(entry),
            weight: 1.0,
        })
        .to_vec();
    check(&fit(Family::Weibull, &Sample { rows }).unwrap(), 1.8839579, 982.89977, -82.802855);
}

#[test]
fn interval_censoring_recovers_the_exact_fit() {
    let exact = fit(Family::Weibull, &Sample::complete(BALL_BEARINGS)).unwrap();
    let sample = Sample::default().with(BALL_BEARINGS.map(|t| Seen::Interval(t - 0.01, t + 0.01)));
    let interval = fit(Family::Weibull, &sample).unwrap();
    near(interval.law.first, exact.law.first, 1e-4, "shape");
    near(interval.law.second, exact.law.second, 1e-4, "scale");
}

#[test]
fn too_few_or_degenerate_data_are_refused() {
    let two = select(&Sample::complete([1.0, 2.0]));
    assert!(matches!(two, Err(FitError::TooFew { .. })));
    let equal = Sample::complete([5.0; 12]);
    for family in [Family::Weibull, Family::Lognormal, Family::Gamma] {
        assert_eq!(fit(family, &equal), Err(FitError::Degenerate(family.name())));
    }
    assert_eq!(fit(Family::Weibull, &Sample::complete([1.0, 0.0, 2.0])), Err(FitError::Unsound));
    let nine = select(&Sample::complete((1..10).map(f64::from))).unwrap();
    assert_eq!((nine.fits.len(), nine.refused.len()), (1, 3));
}
