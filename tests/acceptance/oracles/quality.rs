//! Area quality, by plant files: charts on simulated samples, drift, tools, inspection, rework.

use super::case::Horizon;
use super::seen::{Seen, Text, exponential, h};
use super::trial::{Trial, figures};

/// A machine of one piece an hour with one characteristic N(`shift`, 1) and a gauge on a chart; every alarm
/// begins the chart anew and changes nothing else.
fn charted(shift: f64, gauge: &str) -> Text {
    Text::new("m").machine("m", &h(1.0), &[]).with(
        "quality.q",
        &["at = \"m\"", &format!("mean = {shift:?}"), &format!("gauge = {{ {gauge} }}")],
    )
}

/// Replications of each figure of run lengths.
const PARTS: u64 = 20;

/// Mean number of samples of `n` pieces from alarm to alarm: 20,000 runs where the case says how near the
/// mean must be, 4,000 where the error of the mean decides.
fn run_length(t: &mut Trial<'_>, name: &str, shift: f64, n: u32, chart: &str) {
    let gauge = format!("every = {n}, sample = {n}, {chart}");
    let runs = if t.case.metric(name).is_some() { 20_000.0 } else { 4_000.0 };
    let runs = runs / PARTS as f64;
    let length = runs * t.case.expects(name) * f64::from(n);
    let horizon = Horizon { warm_up: 0.0, length };
    t.plant_for(charted(shift, &gauge).text(), PARTS, horizon, |s| {
        let samples = s.quantity("measured:q") / f64::from(n);
        figures([(name, samples / s.quantity("quality_alarms:q"))])
    });
}

/// Number behind `word` in the name of a figure.
fn after(name: &str, word: &str) -> Option<f64> {
    let rest = &name[name.find(word)? + word.len()..];
    let end = rest.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(rest.len());
    rest[..end].trim_end_matches('.').parse().ok()
}

fn names(t: &Trial<'_>) -> Vec<String> {
    t.case.expected_names().into_iter().map(str::to_owned).collect()
}

/// QC-01: Shewhart, with the rules of Western Electric.
pub(crate) fn shewhart(t: &mut Trial<'_>) {
    for name in names(t) {
        let shift = after(&name, "shift").expect("a shift");
        let n = after(&name, "_n").unwrap_or(1.0);
        let rules = name.split("rules").nth(1).and_then(|r| r.split('_').next()).unwrap_or("");
        let rules: Vec<String> =
            rules.chars().filter(|c| *c != '1').map(|c| c.to_string()).collect();
        let chart = format!("limit = 3, rules = [{}]", rules.join(", "));
        run_length(t, &name, shift, n as u32, &chart);
    }
}

/// QC-02: CUSUM; one-sided charts are not in the product.
pub(crate) fn cusum(t: &mut Trial<'_>) {
    t.leave_out(
        "one-sided chart; the product's is two-sided",
        &["one_sided_k0.5_h3_shift0", "one_sided_k0.25_h8_shift2.5"],
    );
    for name in names(t).into_iter().filter(|n| n.starts_with("two")) {
        let of = |word| after(&name, word).expect("a parameter");
        let chart = format!("chart = \"cusum\", slack = {}, limit = {}", of("_k"), of("_h"));
        run_length(t, &name, of("shift"), 1, &chart);
    }
}

/// QC-03 and QC-12: EWMA with fixed limits.
pub(crate) fn ewma(t: &mut Trial<'_>) {
    for name in names(t) {
        let of = |word| after(&name, word).expect("a parameter");
        let chart = format!("chart = \"ewma\", lambda = {}, limit = {}", of("lambda"), of("_L"));
        run_length(t, &name, of("shift"), 1, &chart);
    }
}

/// Pieces an hour of the cases in continuous time.
const SPEED: f64 = 200.0;

/// QC-04: the economic chart, simulated at its test design; the search for the optimum is not the product's.
pub(crate) fn economic_chart(t: &mut Trial<'_>) {
    t.leave_out(
        "optimum, or a formula that counts samples differently",
        &[
            "optimal_n",
            "optimal_h",
            "optimal_k",
            "optimal_cost_per_hour_A",
            "cost_per_hour_A_at_test",
        ],
    );
    let number = |key: &str| t.case.number(key);
    let design = t.case.list("test_n_h_k");
    let (n, every, k) = (design[0], design[1], design[2]);
    let search = number("g") * n + number("D");
    let text = Text::new("m")
        .machine("m", &h(1.0 / SPEED), &[])
        .with(
            "quality.q",
            &[
                "at = \"m\"",
                &format!("gauge = {{ every = {}, sample = {n}, limit = {k:?} }}", every * SPEED),
                &format!("response = {{ fix = {}, keeps_running = true }}", h(search)),
            ],
        )
        .with(
            "quality.q.causes.c",
            &[
                "clock = \"operating\"",
                &format!("every = {}", exponential(1.0 / number("lam"))),
                &format!("shift = {:?}", number("delta")),
            ],
        );
    let costs = ["a1", "a2", "a3", "a3_false", "a4"].map(number);
    let horizon = t.case.horizon(1.0);
    t.plant_for(text.text(), t.case.replications(), horizon, |s| {
        let [sample, unit, repair, false_alarm, bad_hour] = costs;
        let of = |key: &str| s.quantity(&format!("{key}:q"));
        let out = of("drift_pieces") / SPEED;
        let (found, falsely) = (of("drifts_found"), of("quality_false_alarms"));
        let money = of("measured") * (sample / n + unit)
            + falsely * false_alarm
            + found * repair
            + out * bad_hour;
        figures([
            ("cost_per_hour_B_at_test", money / s.time()),
            ("mean_cycle_hours", s.time() / found),
            ("false_alarms_per_cycle", falsely / found),
            ("fraction_time_out_of_control", out / s.time()),
        ])
    });
    // Samples to the signal, out of control from the first on.
    let name = "ARL1";
    run_length(t, name, number_of(t, "delta"), n as u32, &format!("limit = {k:?}"));
}

fn number_of(t: &Trial<'_>, key: &str) -> f64 {
    t.case.number(key)
}

/// Pieces of the cases that count parts, in one run of the stated length.
fn parts(
    t: &mut Trial<'_>,
    text: &str,
    replications: u64,
    measure: impl Fn(&Seen<'_>) -> super::trial::Figures + Sync,
) {
    let length = t.case.replications() as f64 / replications as f64;
    let horizon = Horizon { warm_up: 0.0, length };
    t.plant_for(text, replications, horizon, measure);
}

/// QC-05: rework at once, at most twice, then scrap.
pub(crate) fn limited_rework(t: &mut Trial<'_>) {
    let (fpy, success) = (t.case.number("first_pass_yield"), t.case.number("rework_success"));
    let most = t.case.number("max_rework");
    let [first, again] = ["cost_first", "cost_rework"].map(|k| t.case.number(k));
    let input = t.case.number("input_rate");
    let text = Text::new("m")
        .machine("m", &h(1.0), &[])
        .with("quality.q", &["at = \"m\"", &format!("visual = {}", 1.0 - fpy)])
        .with(
            "inspections.p",
            &[
                "at = \"m\"",
                "detects = \"100 %\"",
                &format!("rework = {{ success = {success}, most = {most} }}"),
            ],
        );
    parts(t, text.text(), 20, |s| {
        let of = |key: &str| s.quantity(key);
        let made = of("inspected:p");
        let good = of("good");
        let reworked = of("defects_reworked:q");
        figures([
            ("final_yield", good / made),
            ("scrap_fraction", of("rejected_bad") / made),
            ("rework_ops_per_part", of("reworks:p") / made),
            ("first_pass_yield", of("first_pass:p") / of("first_inspected:p")),
            ("cost_per_good_part", (made * first + of("reworks:p") * again) / good),
            ("rework_station_load", of("reworks:p") / made * input),
            ("good_rate", good / made * input),
            ("P_reworked_given_good", reworked / good),
        ])
    });
}

/// QC-06: a failed part goes back to the end of the queue.
pub(crate) fn rework_queue(t: &mut Trial<'_>) {
    t.rate = t.case.number("arrival_rate");
    let text = Text::new("m")
        .machine("m", &exponential(1.0 / t.case.number("service_rate")), &[])
        .source(&exponential(1.0 / t.rate), "m", "\"unlimited\"", "wait")
        .with("quality.q", &["at = \"m\"", &format!("visual = {}", t.case.number("p_fail"))])
        .with(
            "inspections.p",
            &["at = \"m\"", "detects = \"100 %\"", "rework = { to = \"queue\", most = 255 }"],
        );
    t.plant(text.text(), |s| {
        let [inner, first] = ["inspected:p", "first_inspected:p"].map(|k| s.quantity(k));
        figures([
            ("L", s.outcome.wip_mean),
            ("utilisation", s.share("m", twin_models::state::Leaf::Run)),
            ("W_total_per_part", s.outcome.wip_mean / s.throughput()),
            ("visits_per_part", inner / first),
            ("W_per_visit", s.outcome.wip_mean / (inner / s.time())),
        ])
    });
    // Three stations in a row, each with its yield: parts that pass all the first time.
    let mut line = Text::new("m1");
    for (k, p) in [0.95, 0.9, 0.98].into_iter().enumerate() {
        let name = format!("m{}", k + 1);
        line = line.machine(&name, &h(1.0), &[]).with(
            &format!("quality.q{k}"),
            &[&format!("at = {name:?}"), &format!("visual = {}", 1.0 - p)],
        );
        line = line.with(&format!("inspections.p{k}"), &[&format!("at = {name:?}"), "detects = 1"]);
    }
    let line = line.buffer("b1", "m1", "m2", "5").buffer("b2", "m2", "m3", "5");
    let horizon = Horizon { warm_up: 10.0, length: 100_000.0 };
    t.plant_for(line.text(), 20, horizon, |s| {
        let pass = |k: u32| {
            s.quantity(&format!("first_pass:p{k}")) / s.quantity(&format!("first_inspected:p{k}"))
        };
        figures([("rolled_throughput_yield_of_095_090_098", pass(0) * pass(1) * pass(2))])
    });
}

/// QC-07: errors of both kinds.
pub(crate) fn inspection_errors(t: &mut Trial<'_>) {
    let [p, alpha, beta, cost] = ["p", "alpha", "beta", "unit_cost"].map(|k| t.case.number(k));
    let text = Text::new("m")
        .machine("m", &h(1.0), &[])
        .with("quality.q", &["at = \"m\"", &format!("visual = {p}")])
        .with(
            "inspections.p",
            &[
                "at = \"m\"",
                &format!("detects = {}", 1.0 - beta),
                &format!("false_reject = {alpha}"),
            ],
        );
    parts(t, text.text(), 20, |s| {
        let of = |key: &str| s.quantity(key);
        let (made, rejects) = (of("inspected:p"), of("rejects:p"));
        figures([
            ("P_accept", of("good") / made),
            ("outgoing_defect_fraction", of("escaped") / of("good")),
            ("false_reject_fraction_of_rejects", of("false_rejects:p") / rejects),
            ("escaped_defects_per_million_started", of("escaped") / made * 1e6),
            ("apparent_defect_rate", rejects / made),
            ("cost_of_good_scrapped_per_1000", of("rejected_good") / made * 1000.0 * cost),
        ])
    });
}

/// QC-08: drift found by checks with a probability.
pub(crate) fn periodic_checks(t: &mut Trial<'_>) {
    let number = |key: &str| t.case.number(key);
    // One minute is one hour of the plant file.
    let (p0, p1) = (number("p0"), number("p1"));
    let text = Text::new("m")
        .machine("m", &h(number("cycle")), &[])
        .with(
            "quality.q",
            &[
                "at = \"m\"",
                &format!("visual = {p0}"),
                &format!(
                    "gauge = {{ every = {}, chart = \"check\", detects = {} }}",
                    number("check_every"),
                    number("detection")
                ),
                &format!("response = {{ fix = {} }}", h(number("repair"))),
            ],
        )
        .with(
            "quality.q.causes.c",
            &[
                "clock = \"operating\"",
                &format!("every = {}", exponential(number("mean_in_control"))),
                &format!("visual = {}", p1 - p0),
            ],
        );
    let parts = t.case.horizon(1.0).length;
    let horizon = Horizon { warm_up: 0.0, length: parts / t.case.expects("availability") };
    t.plant_for(text.text(), t.case.replications(), horizon, |s| {
        let of = |key: &str| s.quantity(&format!("{key}:q"));
        let made = s.machine("m").completed;
        let (found, out) = (of("drifts_found"), of("drift_pieces"));
        let run = s.share("m", twin_models::state::Leaf::Run);
        figures([
            ("defect_fraction", of("defects_visual") / made),
            ("parts_per_cycle", made / found),
            ("parts_in_control_per_cycle", (made - out) / found),
            ("fraction_of_parts_out_of_control", out / made),
            ("availability", run),
            ("good_parts_per_hour", (made - of("defects_visual")) / s.time() * 60.0),
            ("repairs_per_1000_parts", found / made * 1000.0),
        ])
    });
}

/// QC-09: tool wear in a straight line.
pub(crate) fn tool_wear(t: &mut Trial<'_>) {
    let [mu, slope, sd, lower, upper, life] =
        ["mu0", "slope", "sd", "LSL", "USL", "N"].map(|k| t.case.number(k));
    t.leave_out(
        "no indicator of the product: it knows no total spread",
        &["total_sd", "Cpk_naive_from_total_sd"],
    );
    let text = |life: f64, mean: f64, slope: f64| {
        Text::new("m").machine("m", &h(1.0), &[]).with(
            "quality.q",
            &[
                "at = \"m\"",
                &format!("mean = {mean:?}"),
                &format!("target = {:?}", (lower + upper) / 2.0),
                &format!("lower = {lower:?}"),
                &format!("upper = {upper:?}"),
                &format!("sigma = {sd:?}"),
                &format!("tool = {{ wear = {slope:?}, life = {life} }}"),
            ],
        )
    };
    let share = |s: &Seen<'_>| {
        let bad = s.quantity("defects_high:q") + s.quantity("defects_low:q");
        bad / s.machine("m").completed
    };
    parts(t, text(life, mu, slope).text(), 40, |s| figures([("defect_fraction", share(s))]));
    // The first and the last piece of a tool, again and again.
    for (name, at) in [("defect_prob_first_part", 0.0), ("defect_prob_last_part", life - 1.0)] {
        let text = text(life, mu + slope * at, 0.0);
        // A tenth of the parts: the error of the mean decides.
        let horizon = Horizon { warm_up: 0.0, length: t.case.replications() as f64 / 400.0 };
        t.plant_for(text.text(), 40, horizon, |s| figures([(name, share(s))]));
    }
    let read =
        twin_models::plant::model::Plant::from_toml("q", text(life, mu, slope).text().as_bytes());
    let plant = read.unwrap_or_else(|faults| panic!("{faults}")).plant;
    t.value("Cpk_start", plant.quality[0].cpk().expect("limits"), 1e-9 + 5e-8);
}

/// QC-10, QC-13: Kim and Gershwin's machine. A bad state makes bad pieces only.
pub(crate) fn quality_failures(t: &mut Trial<'_>) {
    let number = |key: &str| t.case.number(key);
    /// Pieces per time of the simulated machine; rates are per time, so speed only scales.
    const PIECES: f64 = 25.0;
    let text = Text::new("m")
        .machine("m", &h(1.0 / PIECES), &[])
        .with(
            "quality.q",
            &[
                "at = \"m\"",
                &format!(
                    "monitor = {{ detects = 1, clock = \"operating\", lag = {} }}",
                    exponential(1.0 / number("f"))
                ),
                &format!("response = {{ fix = {} }}", exponential(1.0 / number("r"))),
            ],
        )
        .with(
            "quality.q.causes.c",
            &[
                "clock = \"operating\"",
                &format!("every = {}", exponential(1.0 / number("g"))),
                "visual = 1",
                "cleared_by_restart = 1",
            ],
        )
        .failure(
            "f",
            "m",
            &[
                &format!("life = {}", exponential(1.0 / number("p"))),
                &format!("repair = {}", exponential(1.0 / number("r"))),
            ],
        );
    let mu = number("mu");
    let both = t.case.expected("availability").is_some();
    t.plant(text.text(), |s| {
        let (all, bad) = (s.machine("m").completed, s.quantity("defects_visual:q"));
        let run = s.share("m", twin_models::state::Leaf::Run);
        let mut found = figures([
            ("total_production_rate", all / PIECES / s.time() * mu),
            ("effective_production_rate", (all - bad) / PIECES / s.time() * mu),
            ("yield_", (all - bad) / all),
        ]);
        if both {
            found.extend(figures([("availability", run), ("fraction_down", 1.0 - run)]));
        }
        found
    });
    for (name, p) in [("Pa_p0_02", 0.02), ("Pa_p0_06", 0.06)] {
        if t.case.expected(name).is_some() {
            accepted(t, (50, 1, 1000), p, [Some(name), None, None]);
        }
    }
}

/// Lots of a single sampling plan `(n, c, N)`: accepted, average outgoing quality, inspected per lot.
fn accepted(t: &mut Trial<'_>, plan: (u32, u32, u32), p: f64, names: [Option<&str>; 3]) {
    let (n, c, lot) = plan;
    let text = Text::new("m")
        .machine("m", &h(1.0), &[])
        .with("quality.q", &["at = \"m\"", &format!("visual = {p}")])
        .with(
            "inspections.p",
            &[
                "at = \"m\"",
                "detects = 1",
                &format!("plan = {{ lot = {lot}, sample = {n}, accept = {c} }}"),
            ],
        );
    let lots = 200.0;
    let horizon = Horizon { warm_up: 0.0, length: lots * f64::from(lot) + 0.5 };
    let (size, sample) = (f64::from(lot), f64::from(n));
    t.plant_for(text.text(), 20, horizon, |s| {
        let inspected = s.quantity("inspected:p") / lots;
        let passed = 1.0 - (inspected - sample) / (size - sample);
        // What is found is not replaced: escapes per piece submitted.
        let outgoing = s.quantity("escaped") / (lots * size);
        let all = [passed, outgoing, inspected];
        names.iter().zip(all).filter_map(|(n, v)| Some(((*n)?.to_owned(), v))).collect()
    });
}

/// QC-11: acceptance sampling by simulated lots; the maximum over all p is no simulation.
pub(crate) fn acceptance_sampling(t: &mut Trial<'_>) {
    t.leave_out("a maximum over p is not searched for", &["AOQL", "AOQL_at_p"]);
    let plan = ["n", "c", "N"].map(|k| t.case.number(k) as u32);
    for p in ["0.005", "0.01", "0.02", "0.05"] {
        let names = ["Pa_p", "AOQ_p", "ATI_p"].map(|what| format!("{what}{p}"));
        let share = p.parse().expect("a number");
        accepted(t, (plan[0], plan[1], plan[2]), share, names.each_ref().map(|n| Some(n.as_str())));
    }
}
