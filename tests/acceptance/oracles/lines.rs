//! Area lines, by plant files: blocking after service, failures, parallel servers, assembly, scrap.

use super::case::{Horizon, numbers};
use super::direct;
use super::seen::{Seen, Text, exponential, gamma, h, lognormal, weibull};
use super::trial::{Figures, Trial, figures, tally};
use twin_models::state::{E10, Leaf};

/// `m1` to `mN` in series with `b1` to `bN-1` between them.
pub(crate) fn line(cycles: &[String], places: &[f64], more: &[Vec<String>]) -> Text {
    let mut text = Text::new("m1");
    for (k, cycle) in cycles.iter().enumerate() {
        let keys: Vec<&str> = more.get(k).into_iter().flatten().map(String::as_str).collect();
        text = text.machine(&format!("m{}", k + 1), cycle, &keys);
    }
    for (k, capacity) in places.iter().enumerate() {
        let (from, to) = (format!("m{}", k + 1), format!("m{}", k + 2));
        text = text.buffer(&format!("b{}", k + 1), &from, &to, &format!("{capacity}"));
    }
    text
}

/// Every machine of a line fails and is repaired, both exponential.
fn with_failures(mut text: Text, lives: &[f64], repairs: &[f64], clock: &str) -> Text {
    for (k, (life, repair)) in lives.iter().zip(repairs).enumerate() {
        let keys = [
            format!("life = {}", exponential(*life)),
            format!("repair = {}", exponential(*repair)),
            format!("clock = {clock:?}"),
        ];
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        text = text.failure(&format!("f{}", k + 1), &format!("m{}", k + 1), &keys);
    }
    text
}

fn service(t: &Trial<'_>, rates: &[f64]) -> Vec<String> {
    let phases = t.case.value("erlang_phases").as_array().map(|_| t.case.list("erlang_phases"));
    let law = |(k, rate): (usize, &f64)| match &phases {
        Some(phases) => gamma(phases[k], 1.0 / (rate * phases[k])),
        None => exponential(1.0 / rate),
    };
    rates.iter().enumerate().map(law).collect()
}

/// Everything that the case asks of a serial line.
fn everything(t: &Trial<'_>, s: &Seen<'_>) -> Figures {
    let mut seen = figures([("throughput", s.throughput()), ("WIP", s.outcome.wip_mean)]);
    for name in t.case.expected_names() {
        let Some((what, number)) = name.rsplit_once('_') else { continue };
        let machine = format!("m{number}");
        let value = match what {
            "mean_buffer" => s.buffer(&format!("b{number}")),
            "starved" => s.machine(&machine).holding_nothing,
            "blocked" => s.machine(&machine).holding_finished,
            "down" => s.share_e10(&machine, E10::UDT),
            _ => continue,
        };
        seen.push((name.to_owned(), value));
    }
    seen
}

const OTHER_RULE: &str = "belongs to a rule that the product does not have";

/// Exponential or Erlang stations, reliable or not.
pub(crate) fn serial(t: &mut Trial<'_>) {
    let rates = t.case.list("service_rates");
    let places = t.case.list("buffers");
    let plain = line(&service(t, &rates), &places, &[]);
    let failing = |clock: &str| {
        let (lives, repairs) = (t.case.list("MTBF"), t.case.list("MTTR"));
        with_failures(plain.clone(), &lives, &repairs, clock)
    };
    let text = match t.case.value("failure_mode").as_str() {
        Some("ODF") => failing("operating"),
        Some("TDF") => failing("calendar"),
        _ => plain.clone(),
    };
    let asked = Trial::new(t.case, t.seed, t.times);
    t.plant(text.text(), |s| everything(&asked, s));
    for other in [
        "throughput_if_BBS",
        "throughput_if_BBS_one_place",
        "throughput_if_down_machine_accepts_no_part",
    ] {
        if t.case.expected(other).is_some() {
            t.leave_out(OTHER_RULE, &[other]);
        }
    }
    if t.case.expected("throughput_TDF_load_on_down_allowed").is_some() {
        let (lives, repairs) = (t.case.list("MTBF"), t.case.list("MTTR"));
        let text = with_failures(plain, &lives, &repairs, "calendar");
        t.plant(text.text(), |s| {
            figures([("throughput_TDF_load_on_down_allowed", s.throughput())])
        });
    }
    if t.case.expected("throughput_b1").is_some() {
        let text = line(&service(t, &rates), &[1.0, 1.0], &[]);
        t.plant(text.text(), |s| figures([("throughput_b1", s.throughput())]));
    }
}

pub(crate) fn bowl(t: &mut Trial<'_>) {
    serial(t);
    let outer = t.case.expects("optimal_outer_mean");
    t.leave_out("the argument of the optimum; its throughput is checked", &["optimal_outer_mean"]);
    for (name, outer) in [("optimal_throughput", outer), ("balanced_throughput", 1.0)] {
        let means = [outer, 3.0 - 2.0 * outer, outer].map(exponential);
        let text = line(&means, &[0.0, 0.0], &[]);
        t.plant(text.text(), |s| figures([(name, s.throughput())]));
    }
}

pub(crate) fn hillier_boling(t: &mut Trial<'_>) {
    let names: Vec<String> = t.case.expected_names().into_iter().map(str::to_owned).collect();
    for name in &names {
        let (stations, places) = name[1..].split_once("_b").expect("M<stations>_b<places>");
        let stations: usize = stations.parse().expect("stations");
        let places: f64 = places.parse().expect("places");
        let text = line(&vec![exponential(1.0); stations], &vec![places; stations - 1], &[]);
        t.plant(text.text(), |s| figures([(name.as_str(), s.throughput())]));
    }
}

/// Deterministic cycles, exponential failures in operating time.
pub(crate) fn deterministic_cycles(t: &mut Trial<'_>) {
    let (lives, repairs) = (t.case.list("MTBF"), t.case.list("MTTR"));
    let (cycles, places) = match t.case.value("cycles").as_array() {
        Some(_) => (t.case.list("cycles"), t.case.list("buffers")),
        None => (vec![t.case.number("cycle"); lives.len()], vec![0.0; lives.len() - 1]),
    };
    let cycles: Vec<String> = cycles.into_iter().map(h).collect();
    let text = with_failures(line(&cycles, &places, &[]), &lives, &repairs, "operating");
    t.plant(text.text(), |s| figures([("throughput", s.throughput())]));
    for other in [
        "Buzacott_synchronous_approximation",
        "zero_buffer_Buzacott",
        "infinite_buffer_limit",
        "Gershwin_slotted_N10",
        "continuous_N10",
        "standard_error_of_reference",
    ] {
        if t.case.expected(other).is_some() {
            t.leave_out("another model's figure, for comparison", &[other]);
        }
    }
}

/// Two machines at rates, a buffer between them.
pub(crate) fn continuous_material(t: &mut Trial<'_>) {
    let number = |path: &str| t.case.number(path);
    let cycles = [h(1.0 / number("mu1")), h(1.0 / number("mu2"))];
    let lives = [1.0 / number("p1"), 1.0 / number("p2")];
    let repairs = [1.0 / number("r1"), 1.0 / number("r2")];
    let cycle_of_life = (0..2).map(|k| lives[k] + repairs[k]).fold(0.0, f64::max);
    let text = line(&cycles, &[number("N")], &[]);
    let text = with_failures(text, &lives, &repairs, "operating").at_rates();
    let horizon = Horizon { warm_up: 20.0 * cycle_of_life, length: 2000.0 * cycle_of_life };
    let waits = t.case.expected("starved").is_some();
    t.plant_for(text.text(), t.case.replications(), horizon, |s| {
        let mut seen =
            figures([("production_rate", s.throughput()), ("mean_level", s.buffer("b1"))]);
        if waits {
            seen.push(("starved".into(), s.machine("m2").holding_nothing));
            seen.push(("blocked".into(), s.machine("m1").holding_finished));
        }
        seen
    });
    t.leave_out("a limit, for comparison", &["limit_infinite_buffer"]);
}

pub(crate) fn one_machine(t: &mut Trial<'_>) {
    let law = t.case.law("TTF");
    let (life, repair) = (weibull(law[0], law[1]), t.case.law("TTR"));
    let text = line(&[h(t.case.number("cycle_time"))], &[], &[]).failure(
        "wear",
        "m1",
        &[&format!("life = {life}"), &format!("repair = {}", lognormal(repair[0], repair[1]))],
    );
    t.plant(text.text(), |s| {
        let failures = s.modes().failures as f64;
        figures([
            ("availability", s.share("m1", Leaf::Run)),
            ("throughput", s.throughput()),
            ("failures_per_operating_hour", failures / (s.share("m1", Leaf::Run) * s.time())),
            ("failures_per_calendar_hour", failures / s.time()),
        ])
    });
    t.leave_out(
        "checked as the half-width of availability",
        &["asymptotic_variance_of_uptime_per_hour"],
    );
}

pub(crate) fn piece_in_process(t: &mut Trial<'_>) {
    let keys = [
        format!("life = {}", exponential(t.case.number("MTBF"))),
        format!("repair = {}", exponential(t.case.number("MTTR"))),
    ];
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    for rule in ["resume", "repeat", "scrap"] {
        let rule_key = format!("part_at_failure = {rule:?}");
        let text =
            line(&[h(t.case.number("cycle"))], &[], &[vec![rule_key]]).failure("stop", "m1", &keys);
        t.plant(text.text(), |s| match rule {
            "resume" => figures([("throughput_resume", s.throughput())]),
            "repeat" => figures([
                ("throughput_repeat", s.throughput()),
                ("mean_completion_time_repeat", 1.0 / s.throughput()),
            ]),
            _ => figures([
                ("throughput_good_scrap", s.throughput()),
                ("scrapped_per_good_part", s.quantity("scrap") / (s.throughput() * s.time())),
            ]),
        });
    }
}

pub(crate) fn two_modes(t: &mut Trial<'_>) {
    let number = |path: &str| t.case.number(path);
    let lives =
        [weibull(number("mode1.shape"), number("mode1.scale")), exponential(number("mode2.mean"))];
    let repairs = [number("mode1.repair"), number("mode2.repair")];
    let mut text = line(&[h(200.0)], &[], &[]);
    for k in 0..2 {
        let keys = [format!("life = {}", lives[k]), format!("repair = {}", h(repairs[k]))];
        text = text.failure(&format!("mode{}", k + 1), "m1", &[&keys[0], &keys[1]]);
    }
    t.plant(text.text(), |s| {
        let worked = s.share("m1", Leaf::Run) * s.time();
        figures([
            ("availability_a_own_clock", s.share("m1", Leaf::Run)),
            ("failures_per_op_hour_mode1_a", s.failures("mode1") / worked),
            ("failures_per_op_hour_mode2_a", s.failures("mode2") / worked),
        ])
    });
    direct::renewed_together(t, repairs);
}

/// A line without buffers in step is one machine with all the modes.
pub(crate) fn synchronous(t: &mut Trial<'_>) {
    let (lives, repairs) = (t.case.list("MTBF"), t.case.list("MTTR"));
    for (kind, clock) in [("ODF", "operating"), ("TDF", "calendar")] {
        let mut text = line(&[h(200.0)], &[], &[]);
        for (k, (life, repair)) in lives.iter().zip(&repairs).enumerate() {
            let keys = [
                format!("life = {}", exponential(*life)),
                format!("repair = {}", exponential(*repair)),
                format!("clock = {clock:?}"),
            ];
            text = text.failure(&format!("f{k}"), "m1", &[&keys[0], &keys[1], &keys[2]]);
        }
        t.plant(text.text(), |s| {
            let mut seen = vec![(format!("efficiency_{kind}"), s.share("m1", Leaf::Run))];
            if kind == "ODF" {
                let stops = s.modes().failures as f64 / s.time();
                seen.push(("line_stops_per_hour_ODF".into(), stops));
            }
            seen
        });
    }
}

pub(crate) fn parallel_servers(t: &mut Trial<'_>) {
    let (servers, rates) = (t.case.list("c"), t.case.list("rates"));
    let cycles: Vec<String> = rates.iter().map(|r| exponential(1.0 / r)).collect();
    let servers: Vec<Vec<String>> =
        servers.iter().map(|c| vec![format!("servers = {c}")]).collect();
    let text = line(&cycles, &[t.case.number("buffer")], &servers);
    t.plant(text.text(), |s| {
        figures([
            ("throughput", s.throughput()),
            ("mean_blocked_machines_1", s.servers("m1").map(|m| m.holding_finished).sum()),
            ("mean_idle_machines_2", s.servers("m2").map(|m| m.holding_nothing).sum()),
        ])
    });
}

pub(crate) fn assembly(t: &mut Trial<'_>) {
    let (feeders, places) = (t.case.list("feeder_rates"), t.case.list("buffers"));
    let join = exponential(1.0 / t.case.number("assembly_rate"));
    let mut text = Text::new("join").machine("join", &join, &["takes = \"each\""]);
    for k in 0..feeders.len() {
        let name = format!("feeder{}", k + 1);
        text = text.machine(&name, &exponential(1.0 / feeders[k]), &[]).buffer(
            &format!("b{}", k + 1),
            &name,
            "join",
            &format!("{}", places[k]),
        );
    }
    t.plant(text.text(), |s| {
        figures([
            ("throughput", s.throughput()),
            ("assembly_idle", s.machine("join").holding_nothing),
            ("feeder1_blocked", s.machine("feeder1").holding_finished),
            ("feeder2_blocked", s.machine("feeder2").holding_finished),
        ])
    });
}

pub(crate) fn scrap(t: &mut Trial<'_>) {
    let cycles: Vec<String> = t.case.list("rates").iter().map(|r| exponential(1.0 / r)).collect();
    let scrap = |y: &f64| vec![format!("scrap = {}", 1.0 - y)];
    let yields: Vec<Vec<String>> = t.case.list("yields").iter().map(scrap).collect();
    let text = line(&cycles, &t.case.list("buffers"), &yields);
    t.plant(text.text(), |s| {
        let input = s.quantity("started") / s.time();
        figures([
            ("good_throughput", s.throughput()),
            ("scrap_rate", s.quantity("scrap") / s.time()),
            ("input_rate", input),
            ("overall_yield", s.throughput() / input),
        ])
    });
}

/// The spread of what single runs make.
pub(crate) fn variance_of_output(t: &mut Trial<'_>) {
    let replications = t.case.replications();
    let horizon = t.case.horizon(1.0);
    for stations in numbers(t.case.value("stations")) {
        let stations = stations as usize;
        let text = line(&vec![exponential(1.0); stations], &vec![0.0; stations - 1], &[]);
        let made = t.replicate(text.text(), replications, horizon, |s| {
            figures([("output", s.throughput() * s.time())])
        });
        let made = tally(&made[0].1);
        let (name, rate) = (format!("avar_{stations}_stations"), format!("throughput_{stations}"));
        let variance = made.variance().expect("replications") / horizon.length;
        t.value(&name, variance, 0.15 * t.case.expects(&name));
        let error = 3.29 * made.standard_error().expect("replications") / horizon.length;
        t.value(&rate, made.mean().expect("replications") / horizon.length, error);
        if stations == 2 {
            let name = "sd_of_output_in_T2000_2_stations";
            let sd = made.standard_deviation().expect("replications");
            // Half the relative band of a variance.
            t.value(name, sd, 0.075 * t.case.expects(name));
        }
    }
}
