//! The laws of chance against their published moments and quantiles, and against samples.

use crate::oracle::{self, number};
use sim_core::{Distribution, DistributionError, Streams};

/// The law that a case names.
fn law(name: &str) -> Result<Distribution, DistributionError> {
    let infinite = f64::INFINITY;
    match name {
        "exponential(mean=50)" => Distribution::exponential(50.0),
        "weibull(shape=2.5,scale=1000)" => Distribution::weibull(2.5, 1000.0, 0.0),
        "weibull(shape=0.8,scale=30)" => Distribution::weibull(0.8, 30.0, 0.0),
        "weibull(shape=1.4,scale=220)" => Distribution::weibull(1.4, 220.0, 0.0),
        "weibull(mean=100,shape=2)" => Distribution::weibull_with_mean(100.0, 2.0),
        "lognormal(mean=8,cv=1)" => Distribution::lognormal(8.0, 1.0),
        "lognormal(mean=25,cv=0.6)" => Distribution::lognormal(25.0, 0.6),
        "lognormal(mu_log=2,sigma_log=0.5)" => {
            let p50 = libm::exp(2.0);
            let p90 = libm::exp(2.0 + 0.5 * sim_core::special::normal_quantile(0.9));
            Distribution::lognormal_p50_p90(p50, p90)
        }
        "gamma(shape=3,scale=4)" => Distribution::gamma(3.0, 4.0),
        "erlang(k=4,mean=10)" => Distribution::gamma(4.0, 2.5),
        "gamma(mean=12,cv=0.4)" => Distribution::gamma_with_mean(12.0, 0.4),
        "triangular(min=2,mode=3,max=9)" => Distribution::triangular(2.0, 3.0, 9.0),
        "triangular(min=10,mode=28,max=30)" => Distribution::triangular(10.0, 28.0, 30.0),
        "pert(min=2,mode=3,max=9,lambda=4)" => Distribution::pert(2.0, 3.0, 9.0, 4.0),
        "pert(min=10,mode=28,max=30,lambda=4)" => Distribution::pert(10.0, 28.0, 30.0, 4.0),
        "normal(mean=10,sd=3) truncated at 0" => Distribution::normal(10.0, 3.0, 0.0, infinite),
        "normal(mean=4,sd=4) truncated at 0" => Distribution::normal(4.0, 4.0, 0.0, infinite),
        "uniform(5,11)" => Distribution::uniform(5.0, 11.0),
        other => panic!("no law for {other}"),
    }
}

#[test]
fn moments_quantiles_and_samples_of_s_01_and_s_10() {
    for id in ["S-01", "S-10"] {
        let Some(case) = oracle::case(id) else { return };
        for (name, expected) in case["expected"].as_object().unwrap() {
            let law = law(name).unwrap();
            let close = |what: &str, found: f64| {
                let wanted = number(&expected[what]);
                assert!((found / wanted - 1.0).abs() < 2e-9, "{name} {what}: {found}, {wanted}");
            };
            close("mean", law.mean());
            close("sd", law.variance().sqrt());
            close("P10", law.quantile(0.1));
            close("P50", law.quantile(0.5));
            close("P90", law.quantile(0.9));
            // The sample the case asks for: mean, third moment's sign aside, and the greatest
            // distance of the empirical distribution function.
            let n = 100_000;
            let mut stream = Streams::new(1, 0).stream(name, "sample");
            let mut sample: Vec<f64> = (0..n).map(|_| law.quantile(stream.uniform())).collect();
            sample.sort_by(f64::total_cmp);
            let n = f64::from(n);
            let mean = sample.iter().sum::<f64>() / n;
            let slack = 3.29 * number(&expected["sd"]) / n.sqrt();
            assert!((mean - number(&expected["mean"])).abs() < slack, "{name}: {mean}");
            let distance = sample
                .iter()
                .zip(0..)
                .map(|(&x, i)| {
                    let f = law.cdf(x);
                    (f - f64::from(i) / n).max(f64::from(i + 1) / n - f)
                })
                .fold(0.0, f64::max);
            assert!(distance < 1.95 / n.sqrt(), "{name}: distance {distance}");
        }
    }
}

#[test]
fn common_random_numbers_and_antithetic_pairs_of_s_02() {
    let Some(case) = oracle::case("S-02") else { return };
    let expected = &case["expected"];
    let [ten, eight, one] = [10.0, 8.0, 1.0].map(|mean| Distribution::exponential(mean).unwrap());
    let (mut a, mut b) = (Streams::new(2, 0).stream("a", "x"), Streams::new(2, 0).stream("b", "x"));
    let n = 400_000;
    let (mut difference, mut cycle) = (Vec::new(), Vec::new());
    let (mut plain, mut mirrored) = (Vec::new(), Vec::new());
    for _ in 0..n {
        let (u, v) = (a.uniform(), b.uniform());
        difference.push(ten.quantile(u) - eight.quantile(u));
        let (s1, s2) = (one.quantile(u), one.quantile(v));
        cycle.push(s1.max(s2) - (0.8 * s1).max(s2));
        plain.push(s1);
        mirrored.push(one.quantile(1.0 - u));
    }
    let variance = |values: &[f64]| {
        values.iter().copied().collect::<sim_core::statistics::Tally>().variance().unwrap()
    };
    let ratio = variance(&difference) / number(&expected["a_var_difference_CRN"]);
    assert!((ratio - 1.0).abs() < 0.02, "{ratio}");
    let ratio = variance(&cycle) / number(&expected["b_var_difference_CRN"]);
    assert!((ratio - 1.0).abs() < 0.03, "{ratio}");
    let r = sim_core::statistics::correlation(&plain, &mirrored).unwrap();
    assert!((r - number(&expected["c_antithetic_correlation"])).abs() < 0.01, "{r}");
}
