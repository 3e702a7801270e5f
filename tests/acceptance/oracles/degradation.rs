//! Area maintenance: degradation, opportunities, redundancy.

use super::analytic;
use super::case::{Horizon, numbers};
use super::maintenance::{life_and_repair, machine, mode, task};
use super::seen::{Seen, Text, exponential, h, weibull};
use super::trial::{Trial, figures, tally};
use sim_core::Distribution;
use twin_models::state::Leaf;

/// `[maintenance.NAME]` on one mode, without duration.
fn on(text: Text, name: &str, of: &str, keys: &[&str]) -> Text {
    let of = format!("on = [{of:?}]");
    text.with(&format!("maintenance.{name}"), &[&[of.as_str()], keys].concat())
}

/// M-17: states change by the week; an overhaul or a replacement takes a week.
pub(crate) fn weekly_chain(t: &mut Trial<'_>) {
    let states = "degrades = { states = [\
        { name = \"good\", stays = \"1 weeks\", next = { minor = 0.875, major = 0.0625, failed = 0.0625 } }, \
        { name = \"minor\", stays = \"1 weeks\", next = { minor = 0.75, major = 0.125, failed = 0.125 } }, \
        { name = \"major\", stays = \"1 weeks\", next = { major = 0.5, failed = 0.5 } }] }";
    let crew = |skill: &str| format!("skills = [{skill:?}]");
    let plain = mode(machine(), &[states.into(), "repair = \"1 weeks\"".into()])
        .with("crews.overhaul", &[&crew("overhaul"), "people = 1", "duty = \"always\""])
        .with("crews.replace", &[&crew("replace"), "people = 1", "duty = \"always\""]);
    let weekly = |text: Text, name: &str, skill: &str, level: &str| {
        let inspects =
            format!("inspects = {{ detects = 1, fix = \"1 weeks\", level = {{ {level} }} }}");
        let skill = format!("skill = {skill:?}");
        let keys = ["policy = \"calendar\"", "every = \"1 weeks\"", "duration = \"0 h\""];
        on(text, name, "wear", &[&keys[..], &[&skill, &inspects]].concat())
    };
    let weeks = Horizon { warm_up: 50.0 * 168.0, length: 2000.0 * 168.0 };
    for (name, minor, major) in [
        ("state1_N_state2_N", "N", "N"),
        ("state1_N_state2_O", "N", "O"),
        ("state1_N_state2_R", "N", "R"),
        ("state1_R_state2_N", "R", "N"),
        ("state1_R_state2_O", "R", "O"),
        ("state1_R_state2_R", "R", "R"),
    ] {
        let mut text = plain.clone();
        if minor == "R" {
            text = weekly(text, "minor", "replace", "from = \"minor\", below = \"major\"");
        }
        match major {
            "O" => {
                text = weekly(text, "major", "overhaul", "from = \"major\", back_to = \"minor\"")
            }
            "R" => text = weekly(text, "major", "replace", "from = \"major\""),
            _ => {}
        }
        t.plant_for(text.text(), 50, weeks, |s| {
            let weeks = |key: &str| s.quantity(key) / 168.0;
            let (overhauls, replaced) = (weeks("labour_ph:overhaul"), weeks("labour_ph:replace"));
            let cost = 1000.0 * weeks("state_h:wear/minor")
                + 3000.0 * weeks("state_h:wear/major")
                + 4000.0 * overhauls
                + 6000.0 * (replaced + s.modes().failures as f64);
            vec![(name.to_owned(), cost / (s.time() / 168.0))]
        });
    }
}

/// M-18: states of random length, looked at every T since the last renewal.
pub(crate) fn inspected_chain(t: &mut Trial<'_>) {
    let number = |name: &str| t.case.number(name);
    let rates = t.case.list("leave_rates");
    let jumps = t.case.value("jumps").as_array().expect("a list");
    let states: Vec<String> = rates
        .iter()
        .zip(jumps)
        .enumerate()
        .map(|(k, (rate, jumps))| {
            let next: Vec<String> = jumps
                .as_array()
                .expect("a list")
                .iter()
                .map(|jump| match numbers(jump)[..] {
                    [to, p] if to < 4.0 => format!("s{to} = {p}"),
                    [_, p] => format!("failed = {p}"),
                    _ => panic!("a state and a probability"),
                })
                .collect();
            let stays = exponential(1.0 / rate);
            format!("{{ name = \"s{k}\", stays = {stays}, next = {{ {} }} }}", next.join(", "))
        })
        .collect();
    let degrades = format!("degrades = {{ states = [{}] }}", states.join(", "));
    let plain = mode(machine(), &[degrades, "repair = \"0 h\"".into()]);
    let (cf, cp, ci) = (number("cf"), number("cp"), number("ci"));
    for threshold in [2, 1, 3, 4] {
        // From the failure on: looked at and never replaced.
        let (detects, level) = if threshold < 4 { (1, threshold) } else { (0, 3) };
        let inspects = format!(
            "inspects = {{ detects = {detects}, fix = \"0 h\", level = {{ from = \"s{level}\" }} }}"
        );
        let text = task(plain.clone(), "age", number("T"), 0.0, &[&inspects]);
        t.plant(text.text(), |s| {
            let m = s.modes();
            let (failures, planned) = (m.failures as f64, m.planned as f64);
            let cost = cf * failures + cp * planned + ci * s.quantity("tasks:task");
            let mut seen = vec![(format!("cost_rate_threshold_{threshold}"), cost / s.time())];
            if threshold == 2 {
                seen.extend(figures([
                    ("cost_rate", cost / s.time()),
                    ("mean_cycle", s.time() / (failures + planned)),
                    ("P_cycle_ends_in_failure", failures / (failures + planned)),
                ]));
            }
            seen
        });
    }
}

/// M-19: a gamma process whose failure nobody sees before the next inspection.
pub(crate) fn gamma_process(t: &mut Trial<'_>) {
    let number = |name: &str| t.case.number(name);
    let (a, b, fails_at) = (number("a"), number("b"), number("L"));
    let reached = h(fails_at / (a * b));
    let gamma = format!(
        "degrades = {{ gamma = {{ fails_at = {fails_at}, reached_in = {reached}, scale = {b}, \
         step = \"10 h\" }} }}"
    );
    let hidden = "hidden = true".to_owned();
    let plain = mode(machine(), &[gamma, "repair = \"0 h\"".into(), hidden]);
    let inspects = format!(
        "inspects = {{ detects = 1, fix = \"0 h\", level = {{ from = {} }} }}",
        number("M")
    );
    let text = task(plain, "age", number("tau"), 0.0, &[&inspects]);
    let (ci, cp, cc, cd) = (number("ci"), number("cp"), number("cc"), number("cd"));
    t.plant(text.text(), |s| {
        let m = s.modes();
        let (failures, planned) = (m.failures as f64, m.planned as f64);
        let (looks, hidden) = (s.quantity("tasks:task"), s.quantity("hidden_h:wear"));
        let cost = ci * looks + cp * planned + cc * failures + cd * hidden;
        let cycles = failures + planned;
        figures([
            ("cost_rate", cost / s.time()),
            ("mean_inspections_per_cycle", looks / cycles),
            ("P_corrective", failures / cycles),
            ("mean_downtime_per_cycle", hidden / cycles),
        ])
    });
}

/// M-20: replaced at the first opportunity after an age.
pub(crate) fn poisson_opportunities(t: &mut Trial<'_>) {
    let number = |name: &str| t.case.number(name);
    let life = t.case.law("lifetime");
    let (rate, cp, cf) = (number("opportunity_rate"), number("cp"), number("cf"));
    let plain = mode(machine(), &life_and_repair(&weibull(life[0], life[1]), 0.0));
    let outside = exponential(1.0 / rate);
    let early = format!("opportunities = {{ stops = [], outside = {outside} }}");
    let from = |age: f64| task(plain.clone(), "opportunity", age, 0.0, &[&early]);
    let cost = |s: &Seen<'_>| {
        let m = s.modes();
        (cp * m.preventive as f64 + cf * m.failures as f64) / s.time()
    };
    let limit = number("test_control_limit");
    t.plant(from(limit).text(), |s| {
        let m = s.modes();
        let cycles = (m.preventive + m.failures) as f64;
        figures([
            ("cost_rate_at_test", cost(s)),
            ("fraction_preventive", m.preventive as f64 / cycles),
            ("mean_cycle", s.time() / cycles),
        ])
    });
    let best = t.case.expects("t_opt");
    t.plant(from(best).text(), |s| figures([("cost_rate_opt", cost(s))]));
    t.plant(plain.text(), |s| figures([("cost_rate_run_to_failure", cost(s))]));
    let aged = task(plain.clone(), "age", limit, 0.0, &[]);
    t.plant(aged.text(), |s| figures([("cost_rate_plain_age_replacement_at_same_age", cost(s))]));
    // Renewal reward: the part is there at x with R(x), beyond the limit while no opportunity came.
    let law = Distribution::weibull(life[0], life[1], 0.0).expect("a law");
    let rate_of = |limit: f64| {
        let midpoints = |from: f64, to: f64, value: &dyn Fn(f64) -> f64| -> f64 {
            let step = (to - from) / 4000.0;
            (0..4000).map(|k| value(from + (f64::from(k) + 0.5) * step)).sum::<f64>() * step
        };
        let late = |x: f64| law.survival(x) * libm::exp(-rate * (x - limit));
        let waits = midpoints(limit, limit + 20.0 / rate, &late);
        let cycle = midpoints(0.0, limit, &|x| law.survival(x)) + waits;
        let kept = rate * waits;
        (cp * kept + cf * (1.0 - kept)) / cycle
    };
    let (found, _) = analytic::minimum(rate_of, 1.0, 1000.0);
    t.value("t_opt", found, 0.01 * best);
}

/// M-21: two parts of one machine; the failure of one is an opportunity for the other.
pub(crate) fn shared_set_up(t: &mut Trial<'_>) {
    let (rates, phases) = (t.case.list("phase_rates"), t.case.list("phases"));
    let (set_up, costs) = (t.case.number("setup"), t.case.list("component_costs"));
    let names = ["one", "two"];
    let mut plain = machine();
    for k in 0..2 {
        let stays = exponential(1.0 / rates[k]);
        let states: Vec<String> = (0..phases[k] as usize)
            .map(|p| format!("{{ name = \"p{p}\", stays = {stays} }}"))
            .collect();
        let degrades = format!("degrades = {{ states = [{}] }}", states.join(", "));
        plain = plain.failure(names[k], "m1", &[&degrades, "repair = \"0 h\""]);
    }
    let table = t.case.expected("cost_rate_by_thresholds").and_then(|v| v.as_object());
    let table = table.expect("a table").clone();
    let horizon = Horizon { warm_up: 0.0, length: 5000.0 * 300.0 };
    let mut best = (String::new(), f64::INFINITY, 0.0);
    for (name, expected) in &table {
        let limits: Vec<usize> = name
            .trim_start_matches("k=")
            .split(',')
            .map(|k| k.parse().expect("a threshold"))
            .collect();
        let mut text = plain.clone();
        for k in (0..2).filter(|k| limits[*k] < phases[*k] as usize) {
            let level = format!("level = {{ from = \"p{}\" }}", limits[k]);
            let keys = ["policy = \"opportunity\"", "duration = \"0 h\""];
            let early = "opportunities = { stops = [\"m1\"] }";
            text = on(text, names[k], names[k], &[&keys[..], &[&level, early]].concat());
        }
        let shares = text.text().contains("maintenance");
        let rates = t.replicate(text.text(), 50, horizon, |s| {
            let m = &s.outcome.modes;
            let parts = |k: usize| costs[k] * (m[k].failures + m[k].preventive) as f64;
            let failures = (m[0].failures + m[1].failures) as f64;
            let stops = if shares { s.quantity("maintenance_stops:m1") } else { failures };
            figures([("rate", (set_up * stops + parts(0) + parts(1)) / s.time())])
        });
        let rates = tally(&rates[0].1);
        let found = rates.mean().expect("runs");
        let error = 3.29 * rates.standard_error().expect("runs");
        let expected = expected.as_f64().expect("a number");
        assert!(error <= 0.01 * expected, "{name}: too short to tell: {error}");
        t.against("cost_rate_by_thresholds", found, expected, error);
        if !shares {
            t.against("independent_policy", found, t.case.expects("independent_policy"), error);
        }
        if found < best.1 {
            best = (name.clone(), found, error);
        }
    }
    t.value("best_cost_rate", best.1, best.2);
    let named = t.case.expected("best_thresholds").and_then(|v| v.as_str()) == Some(&best.0);
    t.against("best_thresholds", f64::from(u8::from(named)), 1.0, 0.0);
}

/// M-22, M-30: k out of n units, all loaded, with few crews.
pub(crate) fn redundant_units(t: &mut Trial<'_>) {
    let number = |name: &str| t.case.number(name);
    let people = format!("people = {}", number("crews"));
    let units = format!("units = {{ of = {}, needed = {} }}", number("n"), number("k"));
    let keys = [
        format!("life = {}", exponential(number("MTBF"))),
        format!("repair = {}", exponential(number("MTTR"))),
        "clock = \"calendar\"".into(),
        "skill = \"fitter\"".into(),
        units,
    ];
    let text = mode(machine(), &keys)
        .with("crews.fitters", &["skills = [\"fitter\"]", &people, "duty = \"always\""]);
    t.plant(text.text(), |s| {
        let up = s.share("m1", Leaf::Run);
        let failures = s.machine("m1").failures as f64 / s.time();
        figures([
            ("system_availability", up),
            ("system_failures_per_time", failures),
            ("mean_system_up_time", up / failures),
            ("mean_system_outage", (1.0 - up) / failures),
        ])
    });
    t.leave_out("an outcome does not keep when the first failure was", &["MTTF_from_new"]);
}
