//! Area maintenance: replacement by age and in blocks.

use super::case::Horizon;
use super::maintenance::{life_and_repair, machine, mode, task};
use super::seen::{Seen, weibull};
use super::trial::{Trial, figures};
use super::{analytic, spread};
use sim_core::Distribution;
use twin_models::state::Leaf;

/// The life of the case: its text for the plant file, and itself.
fn life(t: &Trial<'_>) -> (String, Distribution) {
    let law = t.case.law("lifetime");
    if t.case.value("lifetime").as_str().is_some_and(|words| words.starts_with("gamma")) {
        let gamma = Distribution::gamma(law[0], law[1]).expect("a law");
        (super::seen::gamma(law[0], law[1]), gamma)
    } else {
        let inner = Distribution::weibull(law[0], law[1], 0.0).expect("a law");
        (weibull(law[0], law[1]), inner)
    }
}

/// M-01, M-02: instantaneous replacements.
pub(crate) fn age_replacement(t: &mut Trial<'_>) {
    let (text, law) = life(t);
    let (cp, cf) = (t.case.number("cp"), t.case.number("cf"));
    let plain = mode(machine(), &life_and_repair(&text, 0.0));
    let cost = |s: &Seen<'_>| {
        let m = s.modes();
        (cp * m.preventive as f64 + cf * m.failures as f64) / s.time()
    };
    let aged = |age: f64| task(plain.clone(), "age", age, 0.0, &[]);
    t.plant(aged(t.case.number("test_age")).text(), |s| {
        figures([
            ("cost_rate_at_test_age", cost(s)),
            ("failures_per_time_at_test_age", s.modes().failures as f64 / s.time()),
            ("preventive_per_time_at_test_age", s.modes().preventive as f64 / s.time()),
        ])
    });
    t.plant(plain.text(), |s| figures([("cost_rate_run_to_failure", cost(s))]));
    t.plant(aged(t.case.expects("T_opt")).text(), |s| figures([("cost_rate_at_T_opt", cost(s))]));
    let rate = |age: f64| analytic::age_cost(&law, age, (cp, 0.0), (cf, 0.0));
    let (best, least) = analytic::minimum(rate, 1.0, 2.0 * law.mean());
    t.value("T_opt", best, 0.01 * t.case.expects("T_opt"));
    t.value("cost_rate_at_T_opt", least, 0.001 * t.case.expects("cost_rate_at_T_opt"));
    let saving = 100.0 * (1.0 - least / (cf / law.mean()));
    t.value("saving_percent_vs_run_to_failure", saving, 0.05);
}

/// M-03: with durations, per calendar hour.
pub(crate) fn age_replacement_with_durations(t: &mut Trial<'_>) {
    let (text, law) = life(t);
    let number = |name: &str| t.case.number(name);
    let (prevent, fail) = ((number("cp"), number("dp")), (number("cf"), number("df")));
    let plain = mode(machine(), &life_and_repair(&text, fail.1));
    let aged = |age: f64| task(plain.clone(), "age", age, prevent.1, &[]);
    let cost = |s: &Seen<'_>| {
        let m = s.modes();
        (prevent.0 * m.preventive as f64 + fail.0 * m.failures as f64) / s.time()
    };
    let up = |s: &Seen<'_>| s.share("m1", Leaf::Run);
    t.plant(aged(number("test_age")).text(), |s| {
        figures([
            ("availability_at_test_age", up(s)),
            ("cost_rate_at_test_age", cost(s)),
            ("failures_per_calendar_h", s.modes().failures as f64 / s.time()),
            ("preventives_per_calendar_h", s.modes().preventive as f64 / s.time()),
        ])
    });
    t.plant(plain.text(), |s| figures([("availability_run_to_failure", up(s))]));
    let (by_up, by_cost) = (t.case.expects("T_opt_availability"), t.case.expects("T_opt_cost"));
    t.plant(aged(by_up).text(), |s| figures([("availability_max", up(s))]));
    t.plant(aged(by_cost).text(), |s| figures([("cost_rate_min", cost(s))]));
    let rate = |age: f64| analytic::age_cost(&law, age, prevent, fail);
    let down = |age: f64| analytic::age_cost(&law, age, (prevent.1, prevent.1), (fail.1, fail.1));
    let (best, least) = analytic::minimum(rate, 1.0, 2.0 * law.mean());
    t.value("T_opt_cost", best, 0.01 * by_cost);
    t.value("cost_rate_min", least, 0.001 * least);
    let (best, least) = analytic::minimum(down, 1.0, 2.0 * law.mean());
    t.value("T_opt_availability", best, 0.01 * by_up);
    t.value("availability_max", 1.0 - least, 0.001);
}

/// M-04: a grid of calendar time, whatever the age.
pub(crate) fn block_replacement(t: &mut Trial<'_>) {
    let (text, law) = life(t);
    let (cp, cf) = (t.case.number("cp"), t.case.number("cf"));
    let interval = t.case.number("test_interval");
    let plain = mode(machine(), &life_and_repair(&text, 0.0));
    let block = |every: f64| task(plain.clone(), "calendar", every, 0.0, &[]);
    let cost = |s: &Seen<'_>| {
        let m = s.modes();
        (cp * m.preventive as f64 + cf * m.failures as f64) / s.time()
    };
    t.plant(block(interval).text(), |s| {
        let per_block = s.modes().failures as f64 / s.time() * interval;
        figures([
            ("cost_rate_at_test_interval", cost(s)),
            ("renewal_function_at_test_interval", per_block),
        ])
    });
    let best = t.case.expects("T_opt");
    t.plant(block(best).text(), |s| figures([("cost_rate_at_T_opt", cost(s))]));
    let aged = task(plain.clone(), "age", interval, 0.0, &[]);
    t.plant(aged.text(), |s| figures([("age_policy_cost_rate_same_interval", cost(s))]));
    let one_block = Horizon { warm_up: 0.0, length: interval };
    let counts = t.replicate(plain.text(), 20_000, one_block, |s| {
        figures([("failures", s.modes().failures as f64)])
    });
    let name = "var_number_of_failures_per_block";
    let (variance, error) = spread::variance(&counts[0].1);
    t.value(name, variance, 3.29 * error + 0.005 * t.case.expects(name));
    let renewals = analytic::Renewals::new(&law, 2.0 * interval, 4000);
    let rate = |every: f64| (cp + cf * renewals.until(every)) / every;
    let (found, least) = analytic::minimum(rate, 100.0, 2.0 * interval);
    t.value("T_opt", found, 0.01 * best);
    t.value("cost_rate_at_T_opt", least, 0.001 * least);
}
