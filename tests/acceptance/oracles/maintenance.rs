//! Area maintenance: inspections, prediction, service by the hour, crews.

use super::analytic;
use super::case::Horizon;
use super::seen::{Seen, Text, exponential, h, weibull};
use super::trial::{Figures, Trial, figures, tally};
use twin_models::state::Leaf;

/// One machine that always has work; a long cycle, so that most events are maintenance.
pub(crate) fn machine() -> Text {
    Text::new("m1").machine("m1", "\"200 h\"", &[])
}

pub(crate) fn mode(text: Text, keys: &[String]) -> Text {
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    text.failure("wear", "m1", &keys)
}

/// A task on the mode: policy, interval, duration.
pub(crate) fn task(text: Text, policy: &str, every: f64, duration: f64, more: &[&str]) -> Text {
    let keys = [
        "on = [\"wear\"]".to_owned(),
        format!("policy = {policy:?}"),
        format!("every = {}", h(every)),
        format!("duration = {}", h(duration)),
    ];
    let mut keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    keys.extend(more);
    text.with("maintenance.task", &keys)
}

pub(crate) fn life_and_repair(life: &str, repair: f64) -> [String; 2] {
    [format!("life = {life}"), format!("repair = {}", h(repair))]
}

/// M-12, M-13: many defects at once, each found with probability beta at an inspection.
///
/// In operating time, so that downtime is neglected in the arrival of defects, as the case says.
pub(crate) fn delay_time(t: &mut Trial<'_>) {
    let number = |name: &str| t.case.number(name);
    let (rate, alpha, beta) = (number("lambda_defects"), number("alpha"), number("beta"));
    let (fails, looks, interval) = (number("db"), number("di"), number("test_interval"));
    let plain = mode(
        machine(),
        &[
            format!("onset = {}", exponential(1.0 / rate)),
            format!("delay = {}", exponential(1.0 / alpha)),
            "concurrent = true".into(),
            format!("repair = {}", h(fails)),
        ],
    );
    let inspects = format!("inspects = {{ detects = {beta}, fix = \"0 h\" }}");
    let inspected = |every| task(plain.clone(), "operating", every, looks, &[&inspects]);
    let down = |s: &Seen<'_>| {
        let [run, repair, look] =
            [Leaf::Run, Leaf::Repair, Leaf::Inspect].map(|leaf| s.share("m1", leaf));
        (repair + look) / (run + look)
    };
    t.plant(inspected(interval).text(), |s| {
        let m = s.modes();
        let operated = s.share("m1", Leaf::Run) * s.time();
        figures([
            ("b_at_test_interval", m.failures as f64 / m.defects as f64),
            ("failures_per_time_at_test_interval", m.failures as f64 / operated),
            ("D_at_test_interval", down(s)),
        ])
    });
    let best = t.case.expects("T_opt");
    t.plant(inspected(best).text(), |s| figures([("D_opt", down(s))]));
    t.plant(plain.text(), |s| figures([("D_without_inspection", down(s))]));
    let share = |every: f64| analytic::delay_time_failures(alpha, beta, every);
    let downtime = |every: f64| (looks + rate * every * share(every) * fails) / (every + looks);
    let (found, least) = analytic::minimum(downtime, 1.0, 200.0);
    t.value("T_opt", found, 0.01 * best);
    t.value("D_opt", least, 0.001 * least);
}

/// M-14: one defect at a time, inspected at ages T, 2T, ...
pub(crate) fn single_delay_time(t: &mut Trial<'_>) {
    let number = |name: &str| t.case.number(name);
    let (onset, delay) = (t.case.law("defect"), t.case.law("delay"));
    let (cf, cd, ci) = (number("cf"), number("cd"), number("ci"));
    let plain = mode(
        machine(),
        &[
            format!("onset = {}", weibull(onset[0], onset[1])),
            format!("delay = {}", weibull(delay[0], delay[1])),
            "repair = \"0 h\"".into(),
        ],
    );
    let found = "inspects = { detects = 1, fix = \"0 h\" }";
    let cost = |s: &Seen<'_>, looks: f64| {
        let m = s.modes();
        (cf * m.failures as f64 + cd * m.planned as f64 + ci * looks) / s.time()
    };
    for every in [10.0, 15.0, 20.0, 30.0, 40.0] {
        let text = task(plain.clone(), "age", every, 0.0, &[found]);
        t.plant(text.text(), |s| {
            let rate = cost(s, s.quantity("tasks:task"));
            let mut seen = vec![(format!("cost_rate_T_{every}"), rate)];
            if every == number("T") {
                let (failures, planned) = (s.modes().failures as f64, s.modes().planned as f64);
                seen.extend(figures([
                    ("cost_rate", rate),
                    ("P_cycle_ends_in_failure", failures / (failures + planned)),
                    ("mean_cycle_length", s.time() / (failures + planned)),
                    ("failures_per_time", failures / s.time()),
                ]));
            }
            seen
        });
    }
    t.plant(plain.text(), |s| figures([("cost_rate_no_inspection", cost(s, 0.0))]));
}

/// M-15, M-29: a constant P-F interval and a grid of inspections.
///
/// Defects come at random in calendar time, several at once, so that their phase is uniform.
pub(crate) fn p_f_interval(t: &mut Trial<'_>) {
    let number = |name: &str| t.case.number(name);
    let (interval, every) = (number("PF_interval"), number("inspection_interval"));
    let detects = number("detection_probability");
    let gap = 1000.0;
    let plain = mode(
        machine(),
        &[
            "clock = \"calendar\"".into(),
            format!("onset = {}", exponential(gap)),
            format!("delay = {}", h(interval)),
            "concurrent = true".into(),
            "repair = \"0 h\"".into(),
        ],
    );
    let inspects = format!("inspects = {{ detects = {detects}, fix = \"0 h\" }}");
    let text = task(plain, "calendar", every, 0.0, &[&inspects]);
    // The number of defects that the case states, in a hundred runs.
    let defects = t.case.replications() as f64;
    let horizon = Horizon { warm_up: 1000.0, length: defects / 100.0 * gap };
    t.plant_for(text.text(), 100, horizon, |s| {
        let m = s.modes();
        let over = (m.planned + m.failures) as f64;
        figures([("P_detected_before_failure", m.planned as f64 / over)])
    });
    super::direct::remaining_interval(t, interval, every, detects);
}

/// M-16: prediction with misses, lag, lead time and false alarms.
pub(crate) fn predictive(t: &mut Trial<'_>) {
    let number = |name: &str| t.case.number(name);
    let (onset, delay) = (t.case.law("onset"), t.case.law("delay"));
    let (planned, failed) = (number("dp"), number("df"));
    let plain = mode(
        machine(),
        &[
            format!("onset = {}", weibull(onset[0], onset[1])),
            format!("delay = {}", weibull(delay[0], delay[1])),
            format!("repair = {}", h(failed)),
        ],
    );
    let keys = [
        "on = [\"wear\"]".to_owned(),
        format!("detection = {}", number("p")),
        format!("delay = {}", h(number("lag"))),
        format!("response = {}", h(number("lead"))),
        format!("planned_repair_x = {}", planned / failed),
        format!("false_alarms = {{ every = {} }}", exponential(1.0 / number("false_alarm_rate"))),
    ];
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    let watched = plain.clone().with("predictive.eye", &keys);
    let cost = |s: &Seen<'_>, alarms: f64| {
        let m = s.modes();
        let jobs = number("cp") * m.planned as f64 + number("cf") * m.failures as f64;
        (jobs + number("cfa") * alarms) / s.time()
    };
    t.plant(watched.text(), |s| {
        let m = s.modes();
        let (failures, planned) = (m.failures as f64, m.planned as f64);
        figures([
            ("cost_rate", cost(s, s.quantity("false_alarms:eye"))),
            ("availability", s.share("m1", Leaf::Run)),
            ("fraction_planned", planned / (planned + failures)),
            ("failures_per_1000h", 1000.0 * failures / s.time()),
            ("planned_per_1000h", 1000.0 * planned / s.time()),
        ])
    });
    t.plant(plain.text(), |s| figures([("cost_rate_run_to_failure", cost(s, 0.0))]));
    // Both under the same luck, replication by replication.
    let (horizon, runs) = (t.case.horizon(1.0), t.case.replications());
    let mut rates = |text: &Text, alarms: bool| {
        let seen = t.replicate(text.text(), runs, horizon, |s| {
            let count = if alarms { s.quantity("false_alarms:eye") } else { 0.0 };
            figures([("rate", cost(s, count))])
        });
        seen[0].1.clone()
    };
    let (before, after) = (rates(&plain, false), rates(&watched, true));
    let saved: Vec<f64> = before.iter().zip(&after).map(|(b, a)| 8760.0 * (b - a)).collect();
    let saved = tally(&saved);
    let (mean, error) = (saved.mean().expect("runs"), saved.standard_error().expect("runs"));
    t.value("saving_per_year_8760h", mean, 3.29 * error);
}

/// M-25: service by operating hours, with failures; the second machine is starved now and then.
pub(crate) fn service_by_operating_hours(t: &mut Trial<'_>) {
    let number = |name: &str| t.case.number(name);
    let (every, lasts) = (number("PM_interval_operating"), number("PM_duration"));
    let service = |policy: &str| {
        ["on = \"m1\"".to_owned(), format!("policy = {policy:?}")]
            .into_iter()
            .chain([format!("every = {}", h(every)), format!("duration = {}", h(lasts))])
            .collect::<Vec<String>>()
    };
    let serviced = |text: Text, policy: &str| {
        let keys = service(policy);
        text.with("maintenance.service", &keys.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let failing =
        |text: Text| mode(text, &life_and_repair(&exponential(number("MTBF")), number("MTTR")));
    let up = |s: &Seen<'_>| s.share("m1", Leaf::Run);
    let done = |s: &Seen<'_>| 1000.0 * s.quantity("tasks:service") / s.time();
    let runs = t.case.replications();
    // From new, the count of services is half an interval short of the long run.
    let horizon = Horizon { warm_up: 20_000.0, ..t.case.horizon(1.0) };
    // "After every 250 operating hours since the previous": age and grid are the same here.
    for policy in ["operating", "age"] {
        t.plant_for(serviced(failing(machine()), policy).text(), runs, horizon, |s| {
            figures([
                ("availability_always_loaded", up(s)),
                ("PMs_per_1000_calendar_h", done(s)),
                ("failures_per_1000_calendar_h", 1000.0 * s.modes().failures as f64 / s.time()),
            ])
        });
    }
    // After each piece of 4 h the next one comes 1 h later on average: 80 % of the free time.
    let starved =
        Text::new("m1").machine("m1", "\"4 h\"", &[]).source(&exponential(1.0), "m1", "0", "lost");
    t.plant_for(serviced(failing(starved), "operating").text(), runs, horizon, |s| {
        figures([
            ("operating_fraction_when_starved_20_percent", up(s)),
            ("PMs_per_1000_calendar_h_starved", done(s)),
        ])
    });
    for (policy, name) in [
        ("calendar", "reliable_machine_calendar_PM_availability"),
        ("operating", "reliable_machine_operating_PM_availability"),
    ] {
        let horizon = Horizon { warm_up: 0.0, length: 32_000.0 };
        let seen = t.replicate(serviced(machine(), policy).text(), 1, horizon, |s| {
            vec![(name.into(), up(s))]
        });
        t.value(name, seen[0].1[0], 1e-3 * t.case.expects(name));
    }
}

/// M-26: the crew works 8 of 24 hours, repairs are interrupted.
pub(crate) fn crew_on_one_shift(t: &mut Trial<'_>) {
    let number = |name: &str| t.case.number(name);
    let (on, period) = (number("crew_hours"), number("period"));
    let keys = [
        format!("life = {}", exponential(number("MTBF"))),
        format!("repair = {}", exponential(number("MTTR_working_hours"))),
        "clock = \"calendar\"".into(),
        "skill = \"fitter\"".into(),
    ];
    let crew = |duty: &str| {
        let duty = format!("duty = {duty}");
        mode(machine(), &keys)
            .with("crews.fitters", &["skills = [\"fitter\"]", "people = 1", &duty])
    };
    let up = |name: &'static str| {
        move |s: &Seen<'_>| -> Figures { figures([(name, s.share("m1", Leaf::Run))]) }
    };
    let shift = crew(&format!("{{ on = {}, period = {} }}", h(on), h(period)));
    t.plant(shift.text(), up("availability"));
    let always = crew("\"always\"");
    t.plant(always.text(), up("mean_availability_if_crew_always_there"));
    // A glance of one second, long after the start.
    let begin = 20.0 * period;
    for (name, at) in
        [("P_up_at_start_of_crew_shift", begin), ("P_up_at_end_of_crew_shift", begin + on)]
    {
        let glance = Horizon { warm_up: at, length: 1.0 / 3600.0 };
        t.plant_for(shift.text(), 4000, glance, up(name));
    }
}
