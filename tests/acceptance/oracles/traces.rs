//! Area lines: deterministic lines whose events are known exactly.

use super::case::{Horizon, numbers};
use super::lines::line;
use super::seen::{Seen, h};
use super::trial::{Trial, figures};

/// Exactly known departures: one before each stated instant, one tick later one more.
pub(crate) fn trace(t: &mut Trial<'_>) {
    let cycles: Vec<String> = t.case.list("cycles").into_iter().map(h).collect();
    let places = t.case.list("buffers");
    let parts = t.case.number("parts");
    let mut stops = vec![Vec::new(); cycles.len()];
    for (machine, windows) in t.case.value("downtime_windows").as_object().expect("windows") {
        let windows = windows.as_array().expect("windows").iter().map(numbers);
        let windows: Vec<String> =
            windows.map(|w| format!("{{ from = {}, to = {} }}", h(w[0]), h(w[1]))).collect();
        let machine: usize = machine.parse().expect("a machine");
        stops[machine - 1].push(format!("stops = [{}]", windows.join(", ")));
    }
    let endless = line(&cycles, &places, &stops);
    for (name, first) in
        [("departure_times_first_machine", true), ("departure_times_last_machine", false)]
    {
        let times = numbers(t.case.expected(name).expect("departures"));
        // The first machine always takes the next piece at once, so one more has begun than left.
        let left = |t: &mut Trial<'_>, until: f64| {
            let horizon = Horizon { warm_up: 0.0, length: until };
            let seen = t.replicate(endless.text(), 1, horizon, |s| {
                let began = s.quantity("started") - 1.0;
                figures([("left", if first { began } else { s.quantity("good") })])
            });
            seen[0].1[0]
        };
        let wrong = (0..times.len()).find(|k| {
            let (before, after) = (left(t, times[*k]), left(t, times[*k] + 1e-9));
            (before, after) != (*k as f64, *k as f64 + 1.0)
        });
        let found = wrong.map_or(times.len(), |k| k);
        t.against(name, found as f64, times.len() as f64, 0.0);
    }
    // The stated number of pieces alone: all out at the makespan, blocked times of these pieces.
    let makespan = t.case.expects("makespan");
    let outside = format!("initial = {parts}");
    let alone = line(&cycles, &places, &stops)
        .with("sources.outside", &["to = \"raw\"", "every = \"1000 h\""])
        .with("buffers.raw", &["to = \"m1\"", "capacity = \"unlimited\"", &outside]);
    let until = |length| Horizon { warm_up: 0.0, length };
    let good = |s: &Seen<'_>| figures([("good", s.quantity("good"))]);
    let before = t.replicate(alone.text(), 1, until(makespan), good)[0].1[0];
    let after = t.replicate(alone.text(), 1, until(makespan + 1e-9), good)[0].1[0];
    let holds = (before, after) == (parts - 1.0, parts);
    t.against("makespan", if holds { makespan } else { f64::NAN }, makespan, 0.0);
    let name = "total_blocked_time_per_machine_for_these_parts";
    let expected = numbers(t.case.expected(name).expect("blocked times"));
    for (k, expected) in expected.into_iter().enumerate() {
        let seen = t.replicate(alone.text(), 1, until(2.0 * makespan), |s| {
            let blocked = s.machine(&format!("m{}", k + 1)).holding_finished * s.time();
            figures([("blocked", blocked)])
        });
        t.against(name, seen[0].1[0], expected, 1e-9 * makespan);
    }
}

pub(crate) fn makespan(t: &mut Trial<'_>) {
    let cycles = t.case.list("cycles");
    let parts = t.case.number("parts");
    let (makespan, first) = (t.case.expects("makespan"), t.case.expects("time_of_first_part"));
    for places in [0.0, 3.0] {
        let laws: Vec<String> = cycles.iter().copied().map(h).collect();
        let text = line(&laws, &vec![places; cycles.len() - 1], &[]);
        let mut good = |warm_up: f64, length: f64| {
            t.replicate(text.text(), 1, Horizon { warm_up, length }, |s| {
                figures([("good", s.quantity("good"))])
            })[0]
                .1[0]
        };
        let last = (good(0.0, makespan), good(0.0, makespan + 1e-9));
        let begin = (good(0.0, first), good(0.0, first + 1e-9));
        let rate = good(makespan, 1000.0) / 1000.0;
        let sure = |holds: bool, value: f64| if holds { value } else { f64::NAN };
        t.against("makespan", sure(last == (parts - 1.0, parts), makespan), makespan, 0.0);
        t.against("time_of_first_part", sure(begin == (0.0, 1.0), first), first, 0.0);
        t.value("throughput_after_fill", rate, 1e-9);
    }
}
