//! Area maintenance: repairs that do not renew.

use super::analytic;
use super::case::Horizon;
use super::maintenance::{machine, mode, task};
use super::seen::{Seen, Text, h, weibull};
use super::trial::{Trial, figures, tally};
use sim_core::Distribution;
use twin_models::state::Leaf;

/// One mode with a Weibull life, repaired at once, with this effect.
fn repaired(t: &Trial<'_>, effect: &str) -> Text {
    let life = weibull(t.case.number("beta"), t.case.number("eta"));
    mode(
        machine(),
        &[format!("life = {life}"), "repair = \"0 h\"".into(), format!("effect = {effect}")],
    )
}

fn rate(s: &Seen<'_>) -> f64 {
    s.modes().failures as f64 / s.time()
}

/// M-05, M-06: as bad as old, and replaced at an age.
pub(crate) fn minimal(t: &mut Trial<'_>) {
    let number = |name: &str| t.case.number(name);
    let (beta, eta, cm, cr) = (number("beta"), number("eta"), number("cm"), number("cr"));
    let span = number("horizon");
    let text = repaired(t, "\"minimal\"");
    let until = |length: f64| Horizon { warm_up: 0.0, length };
    let runs = t.case.replications();
    let count = |s: &Seen<'_>| s.modes().failures as f64;
    t.plant_for(text.text(), runs, until(span), |s| {
        figures([("expected_failures_in_horizon", count(s))])
    });
    // The rest by more replications: a Poisson count, its quantiles, its last tenth.
    let many = 20_000;
    let counts = t.replicate(text.text(), many, until(span), |s| figures([("n", count(s))]));
    let (square, error) = super::spread::variance(&counts[0].1);
    t.value("sd_failures_in_horizon", square.sqrt(), 3.29 * error / (2.0 * square.sqrt()));
    let mut sorted = counts[0].1.clone();
    sorted.sort_unstable_by(f64::total_cmp);
    for (name, p) in [("P10", 0.1), ("P50", 0.5), ("P90", 0.9)] {
        t.value(name, sorted[(p * sorted.len() as f64).ceil() as usize - 1], 0.0);
    }
    t.leave_out("once in ten million runs", &["P_no_failure"]);
    let last = Horizon { warm_up: 0.9 * span, length: 0.1 * span };
    t.plant_for(text.text(), many, last, |s| {
        figures([("expected_failures_in_last_tenth_of_horizon", count(s))])
    });
    // A repair that never ends: the machine ran until the first failure.
    let once = text.text().replace("repair = \"0 h\"", "repair = \"1000000 h\"");
    t.plant_for(&once, many, until(5.0 * eta), |s| {
        figures([("mean_time_to_first_failure", s.share("m1", Leaf::Run) * s.time())])
    });
    let best = t.case.expects("T_opt");
    let replaced = task(text.clone(), "age", best, 0.0, &[]);
    t.plant_for(replaced.text(), 50, until(400.0 * best), |s| {
        let m = s.modes();
        let cost = cm * m.failures as f64 + cr * m.preventive as f64;
        figures([("cost_rate_at_T_opt", cost / s.time())])
    });
    let cost = |age: f64| (cm * libm::pow(age / eta, beta) + cr) / age;
    let (found, _) = analytic::minimum(cost, 0.1 * best, 3.0 * best);
    t.value("T_opt", found, 0.01 * best);
}

/// M-08: Kijima I.
pub(crate) fn kijima_one(t: &mut Trial<'_>) {
    let until = Horizon { warm_up: 0.0, length: t.case.number("horizon") };
    let q = t.case.number("q");
    for (share, name) in [(q, "expected_failures"), (0.0, "as_good_as_new"), (1.0, "as_bad_as_old")]
    {
        let text = repaired(t, &format!("{{ kijima_1 = {share} }}"));
        t.plant_for(text.text(), t.case.replications(), until, |s| {
            figures([(name, s.modes().failures as f64)])
        });
    }
}

/// M-09: Kijima II in the long run.
pub(crate) fn kijima_two(t: &mut Trial<'_>) {
    let q = t.case.number("q");
    let text = repaired(t, &format!("{{ kijima_2 = {q} }}"));
    // After a repair the age is q times that before: its mean follows from the time between failures.
    t.plant(text.text(), |s| {
        figures([
            ("long_run_failures_per_time", rate(s)),
            ("mean_time_between_failures", 1.0 / rate(s)),
            ("mean_virtual_age_after_repair", q / (1.0 - q) / rate(s)),
        ])
    });
    let new = repaired(t, "\"perfect\"");
    t.plant(new.text(), |s| figures([("good_as_new_rate", rate(s))]));
}

/// M-10, M-28: Brown and Proschan.
pub(crate) fn brown_proschan(t: &mut Trial<'_>) {
    let p = t.case.number("p");
    let text = repaired(t, &format!("{{ brown_proschan = {p} }}"));
    t.plant(text.text(), |s| figures([("long_run_failures_per_time", rate(s))]));
    let (beta, eta) = (t.case.number("beta"), t.case.number("eta"));
    // Survival R(t)^p of the time between perfect repairs is a Weibull law of scale eta p^(-1/beta).
    let law = Distribution::weibull(beta, eta * libm::pow(p, -1.0 / beta), 0.0).expect("a law");
    let name = "mean_time_between_perfect_repairs";
    t.value(name, law.mean(), 1e-6 * t.case.expects(name));
    t.value("failures_per_perfect_repair", 1.0 / p, 1e-9);
}

/// M-11: minimal repair, and a service on a grid that takes away a share of the whole age.
pub(crate) fn reduced_by_service(t: &mut Trial<'_>) {
    let number = |name: &str| t.case.number(name);
    let (every, rho, cycles) = (number("T"), number("rho"), number("K"));
    let effect = format!("effect = {{ kijima_2 = {rho} }}");
    let serviced = task(repaired(t, "\"minimal\""), "operating", every, 0.0, &[&effect]);
    let whole = cycles * every;
    let cycle = Horizon { warm_up: 0.0, length: whole };
    let runs = t.case.replications();
    let name = "failures_per_replacement_cycle";
    let counts = t.replicate(serviced.text(), runs, cycle, |s| {
        figures([("failures", s.modes().failures as f64)])
    });
    t.value(name, tally(&counts[0].1).mean().expect("runs"), 0.0);
    // The whole policy: the grid of replacements beside that of services.
    let keys = [
        "on = [\"wear\"]".to_owned(),
        "policy = \"operating\"".to_owned(),
        format!("every = {}", h(whole)),
        "duration = \"0 h\"".to_owned(),
    ];
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    let policy = serviced.with("maintenance.replacement", &keys);
    let (cm, cpm, cr) = (number("cm"), number("cpm"), number("cr"));
    let long = Horizon { warm_up: 0.0, length: 400.0 * whole + 1.0 };
    t.plant_for(policy.text(), 50, long, |s| {
        let replaced = s.quantity("tasks:replacement");
        let services = s.quantity("tasks:task") - replaced;
        let cost = cm * s.modes().failures as f64 + cpm * services + cr * replaced;
        figures([("cost_rate", cost / s.time())])
    });
    t.leave_out("a list of ages, which an outcome does not keep", &["age_just_after_each_PM"]);
}
