//! Area maintenance: what single futures look like, rather than their mean.

use super::case::Horizon;
use super::maintenance::{machine, mode};
use super::seen::{exponential, h, weibull};
use super::trial::{Trial, figures, tally};
use sim_core::Distribution;
use sim_core::statistics::{quantile, quantile_bounds};
use twin_models::state::Leaf;

/// Sample variance and its standard error.
pub(crate) fn variance(values: &[f64]) -> (f64, f64) {
    let tally = tally(values);
    let (mean, variance) = (tally.mean().expect("values"), tally.variance().expect("values"));
    let fourth: f64 = values.iter().map(|v| (v - mean) * (v - mean)).map(|d| d * d).sum::<f64>();
    let n = values.len() as f64;
    (variance, ((fourth / n - variance * variance) / n).sqrt())
}

fn sorted(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted
}

/// A quantile: by the stated tolerance, or inside 99.9 % order-statistic bounds.
fn check_quantile(t: &mut Trial<'_>, name: &str, values: &[f64], p: f64) {
    let found = quantile(values, p).expect("values");
    let bounds = quantile_bounds(values, p, 0.999).expect("enough values");
    let expected = t.case.expects(name);
    let allowed = if expected < found { found - bounds.lower } else { bounds.upper - found };
    t.value(name, found, allowed);
}

/// M-07, M-27: an asset that is not new at the start. Its repair never ends, so that the time it
/// ran is its residual life.
pub(crate) fn residual_life(t: &mut Trial<'_>) {
    let number = |name: &str| t.case.number(name);
    let (beta, eta, age) = (number("beta"), number("eta"), number("initial_age"));
    let runs = t.case.replications();
    let aged = mode(
        machine(),
        &[
            format!("life = {}", weibull(beta, eta)),
            format!("age = {}", h(age)),
            "repair = \"1000000 h\"".into(),
        ],
    );
    let until = |length: f64| Horizon { warm_up: 0.0, length };
    let lives = t.replicate(aged.text(), runs, until(5.0 * eta), |s| {
        figures([("residual", s.share("m1", Leaf::Run) * s.time())])
    });
    let lives = sorted(&lives[0].1);
    t.value("mean_residual_life", tally(&lives).mean().expect("runs"), 0.0);
    check_quantile(t, "P10_residual", &lives, 0.1);
    check_quantile(t, "median_residual", &lives, 0.5);
    check_quantile(t, "P90_residual", &lives, 0.9);
    let span = number("horizon");
    t.plant_for(aged.text(), runs, until(span), |s| {
        figures([("P_first_failure_after_H", f64::from(s.modes().failures == 0))])
    });
    // Minimal repair keeps the age: drawn with sim-core's residual life.
    let law = Distribution::weibull(beta, eta, 0.0).expect("a law");
    t.core(runs, until(span), |luck, _| {
        let mut stream = luck.stream("asset", "life");
        let (mut now, mut failures) = (age, 0.0);
        loop {
            now += law.residual(now, stream.uniform());
            if now > age + span {
                return figures([("expected_failures_in_H_minimal_repair", failures)]);
            }
            failures += 1.0;
        }
    });
}

/// M-23: downtime of single years.
pub(crate) fn yearly_downtime(t: &mut Trial<'_>) {
    let number = |name: &str| t.case.number(name);
    let (life, repair) = (number("MTBF"), number("MTTR"));
    let text = mode(
        machine(),
        &[
            format!("life = {}", exponential(life)),
            format!("repair = {}", exponential(repair)),
            "clock = \"calendar\"".into(),
        ],
    );
    let year = Horizon { warm_up: 0.0, length: number("horizon") };
    let runs = t.case.replications();
    let down = t.replicate(text.text(), runs, year, |s| {
        figures([
            ("down", s.share("m1", Leaf::Repair) * s.time()),
            ("failures", s.modes().failures as f64),
        ])
    });
    let hours = sorted(&down[0].1);
    let n = hours.len() as f64;
    let mean = tally(&hours).mean().expect("runs");
    t.value("mean_downtime", mean, 0.0);
    check_quantile(t, "P10", &hours, 0.1);
    check_quantile(t, "P50", &hours, 0.5);
    check_quantile(t, "P90", &hours, 0.9);
    let (square, error) = variance(&hours);
    t.value("sd_downtime", square.sqrt(), 3.29 * error / (2.0 * square.sqrt()));
    let up = tally(&hours.iter().map(|d| 1.0 - d / year.length).collect::<Vec<_>>());
    let error = 3.29 * up.standard_error().expect("runs");
    t.value("mean_interval_availability", up.mean().expect("runs"), error);
    let never = hours.iter().filter(|d| **d == 0.0).count() as f64 / n;
    t.value("P_no_downtime", never, 1e-3);
    let failures = tally(&down[1].1);
    let error = 3.29 * failures.standard_error().expect("runs");
    t.value("mean_number_of_failures", failures.mean().expect("runs"), error);
    // The worst tenth: variance of its mean after Manistre and Hancock (2005).
    let worst = &hours[(0.9 * n).round() as usize..];
    let tail = tally(worst);
    let gap = tail.mean().expect("runs") - worst[0];
    let error = ((tail.variance().expect("runs") + 0.9 * gap * gap) / (0.1 * n)).sqrt();
    t.value("CVaR_worst_10_percent", tail.mean().expect("runs"), 3.29 * error);
    let glance = Horizon { warm_up: repair, length: 1.0 / 3600.0 };
    t.plant_for(text.text(), runs, glance, |s| {
        figures([("availability_at_time_MTTR", s.share("m1", Leaf::Run))])
    });
}

/// M-24: how often single years fail.
pub(crate) fn failures_in_a_year(t: &mut Trial<'_>) {
    let law = t.case.law("lifetime");
    let text = mode(
        machine(),
        &[format!("life = {}", weibull(law[0], law[1])), "repair = \"0 h\"".into()],
    );
    let year = Horizon { warm_up: 0.0, length: t.case.number("horizon") };
    let mean = t.case.expects("mean");
    let count = |s: &super::seen::Seen<'_>| s.modes().failures as f64;
    t.plant_for(text.text(), t.case.replications(), year, |s| figures([("mean", count(s))]));
    let counts = t.replicate(text.text(), 20_000, year, |s| figures([("failures", count(s))]));
    let counts = sorted(&counts[0].1);
    let (square, error) = variance(&counts);
    t.value("variance", square, 3.29 * error);
    for (name, p) in [("P10", 0.1), ("P50", 0.5), ("P90", 0.9)] {
        let at = (p * counts.len() as f64).ceil() as usize - 1;
        t.value(name, counts[at], 0.0);
    }
    t.value("P0", counts.iter().filter(|c| **c == 0.0).count() as f64, 0.0);
    let below = counts.iter().filter(|c| **c <= mean).count() as f64 / counts.len() as f64;
    let error = (below * (1.0 - below) / counts.len() as f64).sqrt();
    t.value("P_le_mean", below, 3.29 * error);
}
