//! Conveyors, curing and limits of dwell whose course is computed by hand.

use super::runs::{plant, run_for};
use twin_models::outcome::{Outcome, RootKind, schema};
use twin_models::plant::model::Plant;
use twin_models::state::Leaf;

/// Seconds of a machine in a state.
fn seconds(outcome: &Outcome, machine: usize, leaf: Leaf) -> f64 {
    outcome.machines[machine].ticks[leaf as usize] as f64 * 1e-6
}

fn quantity(plant: &Plant, outcome: &Outcome, key: &str) -> f64 {
    let at = schema(plant).iter().position(|q| q.key == key);
    outcome.monthly[at.unwrap_or_else(|| panic!("no {key}"))]
}

/// `m` before `n`, cycles in seconds, with a buffer between them.
fn pair(first: &str, second: &str, buffer: &str) -> Plant {
    plant(&format!(
        "[machines.m]\ncycle = {first:?}\n[machines.n]\ncycle = {second:?}\n\
         [buffers.b]\nfrom = \"m\"\nto = \"n\"\n{buffer}\n"
    ))
}

fn run_seconds(plant: &Plant, length: f64) -> Outcome {
    run_for(plant, 0.0, length / 3600.0)
}

#[test]
fn a_conveyor_delays_every_piece_by_its_transit() {
    let plant = pair("10 s", "4 s", "capacity = 100\ntransit = \"35 s\"");
    // Pieces enter at 10, 20 .. and leave at 45, 55 ..; `n` is done at 49, 59 ..
    let seen = run_seconds(&plant, 1000.0);
    assert_eq!(seen.machines[0].completed, 99.0);
    assert_eq!(seen.machines[1].completed, 96.0);
    assert_eq!(seconds(&seen, 1, Leaf::Run), 96.0 * 4.0);
    assert_eq!(seconds(&seen, 1, Leaf::Starved), 1000.0 - 96.0 * 4.0);
    assert_eq!(seconds(&seen, 0, Leaf::Run), 1000.0);
    // 96 pieces lay 35 s; those of 970, 980, 990 for 30, 20, 10 s.
    let lain = seen.buffer_mean[0] * 1000.0;
    assert!((lain - (96.0 * 35.0 + 60.0)).abs() < 1e-6, "{lain}");
    // Whoever waits for the conveyor waits for the pace of the machine before it.
    let own: Vec<_> = seen.losses.iter().map(|l| (l.victim, l.root, l.kind)).collect();
    assert_eq!(own, [(1, 0, RootKind::Pace)]);
}

#[test]
fn throughput_is_the_smallest_pace_and_content_is_flow_times_transit() {
    let flow = |first: &str, second: &str, capacity: u32| {
        let keys = format!("capacity = {capacity}\ntransit = \"60 s\"");
        let seen = run_for(&pair(first, second, &keys), 1.0, 100.0);
        (seen.machines[1].completed / 360_000.0, seen.buffer_mean[0])
    };
    let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-3 * b, "{a} is not {b}");
    // A slow feeder: nobody waits at the exit, and Little's law gives the content.
    let (rate, content) = flow("12 s", "10 s", 50);
    near(rate, 1.0 / 12.0);
    near(content, 60.0 / 12.0);
    // A slow taker: the conveyor fills up.
    let (rate, content) = flow("10 s", "12 s", 50);
    near(rate, 1.0 / 12.0);
    assert!(content > 49.0, "{content}");
    // A short conveyor: four pieces a minute, whatever its neighbours do.
    let (rate, content) = flow("10 s", "12 s", 4);
    near(rate, 4.0 / 60.0);
    near(content, 4.0);
}

#[test]
fn a_conveyor_that_does_not_accumulate_stands_as_a_whole() {
    let course = |accumulating: bool| {
        let keys = format!("capacity = 100\ntransit = \"35 s\"\naccumulating = {accumulating}");
        let text = format!(
            "[machines.m]\ncycle = \"10 s\"\n[machines.n]\ncycle = \"4 s\"\n\
             stops = [{{ from = \"60 s\", to = \"100 s\" }}]\n\
             [buffers.b]\nfrom = \"m\"\nto = \"n\"\n{keys}\n"
        );
        let plant = plant(&text);
        let seen = run_seconds(&plant, 200.0);
        let stood = quantity(&plant, &seen, "conveyor_stood_h:b") * 3600.0;
        (seen.machines[1].completed, seconds(&seen, 0, Leaf::Blocked), stood)
    };
    // `n` takes pieces at 45, 55, 65; the last one stays on it until 104 s, when it is done. The next
    // is at the exit at 75: from there until 104 the conveyor stands, and `m`, done at 80, waits.
    // The shift by 29 s stays: pieces at 104, 114 .. 194 beside the three before.
    let (done, blocked, stood) = course(false);
    assert!((stood - 29.0).abs() < 1e-9, "{stood}");
    assert_eq!((done, blocked), (3.0 + 10.0 - 0.0, 24.0));
    // Pieces that move up: nothing waits before it, and what has gathered is worked off.
    let (done, blocked, stood) = course(true);
    assert_eq!((done, blocked, stood), (16.0, 0.0, 0.0));
}

#[test]
fn a_piece_cures_before_it_can_be_taken() {
    // Also while the plant is closed: shifts from 06:00, one piece each hour.
    let cures = |least: &str| {
        let plant = plant(&format!(
            "[calendar]\nshifts = [{{ days = \"Mon-Fri\", from = \"06:00\", to = \"14:00\" }}]\n\
             [machines.m]\ncycle = \"1 h\"\n[machines.n]\ncycle = \"30 min\"\n\
             [buffers.b]\nfrom = \"m\"\nto = \"n\"\ncapacity = 100\nmin_dwell = {least:?}\n"
        ));
        run_for(&plant, 0.0, 24.0 + 14.25).machines[1].completed
    };
    // Monday's pieces at 07:00 .. 14:00; with 3 h at 10:00 .. 17:00: five taken and four done on
    // Monday, and on Tuesday the others, then those of 07:00 .. 11:00.
    assert_eq!(cures("3 h"), 8.0 + 4.0);
    assert_eq!(cures("0 h"), 8.0 + 7.0);
    assert_eq!(cures("16 h"), 8.0);
}

#[test]
fn what_has_lain_too_long_is_scrapped_at_once() {
    // `n` takes a piece every 100 s, `m` brings one every 30 s; five places. Nothing lies longer
    // than 80 s, so pieces go as scrap at 80 s after entry.
    let keys = "capacity = 5\nmax_dwell = \"80 s\"";
    let plant = pair("30 s", "100 s", keys);
    let seen = run_seconds(&plant, 10_000.0);
    // Two of each ten pieces: pieces enter at 30 k, and `n` takes one at 30, 130, 230 ..
    let (m, n) = (&seen.machines[0], &seen.machines[1]);
    assert_eq!((m.completed, n.completed), (333.0, 99.0));
    let scrapped = quantity(&plant, &seen, "dwell_scrap:b");
    assert_eq!(scrapped, quantity(&plant, &seen, "scrap"));
    // 333 in; 100 taken; those of 9930, 9960 and 9990 lie.
    let taken_last = 100.0;
    let lying = 333.0 - taken_last - scrapped;
    assert!((1.0..=3.0).contains(&lying), "{lying} lie");
    assert!(seen.buffer_mean[0] < 80.0 / 30.0);
    assert_eq!(seconds(&seen, 0, Leaf::Blocked), 0.0);
    // A limit that is never reached changes nothing but itself.
    let wide = run_seconds(&pair("30 s", "10 s", keys), 10_000.0);
    let plain = run_seconds(&pair("30 s", "10 s", "capacity = 5"), 10_000.0);
    assert_eq!(wide.machines, plain.machines);
}

#[test]
fn what_has_lain_too_long_is_made_again() {
    let plant = plant(
        "[machines.m]\ncycle = \"30 s\"\n[machines.n]\ncycle = \"100 s\"\n\
         [buffers.raw]\nto = \"m\"\ncapacity = \"unlimited\"\n\
         [sources.s]\nto = \"raw\"\nevery = \"150 s\"\n\
         [buffers.b]\nfrom = \"m\"\nto = \"n\"\ncapacity = 5\nmax_dwell = \"80 s\"\n\
         then = \"rework\"\nrework_to = \"raw\"\n[failures.f]\nmachine = \"n\"\nlife = \"2 h\"\n\
         repair = \"20 min\"\nage = \"new\"\n",
    );
    let seen = run_for(&plant, 0.0, 100.0);
    let back = quantity(&plant, &seen, "dwell_rework:b");
    // While `n` is down for 20 minutes, each of eight pieces comes back a dozen times.
    assert!(back > 1000.0, "{back} sent back");
    assert_eq!(quantity(&plant, &seen, "dwell_scrap:b"), 0.0);
    assert_eq!(quantity(&plant, &seen, "scrap"), 0.0);
    // `m` has made every piece that came, and those that came back.
    let (m, n) = (seen.machines[0].completed, seen.machines[1].completed);
    let started = quantity(&plant, &seen, "started");
    assert!((0.0..=10.0).contains(&(started + back - m)), "{m} made, {started} came, {back} again");
    assert!((0.0..=10.0).contains(&(started - n)), "{n} done, {started} came");
}

#[test]
fn without_time_a_timed_buffer_is_a_plain_one() {
    let text = |keys: &str| {
        format!(
            "[machines.m]\ncycle = {{ exponential = {{ mean = \"10 s\" }} }}\nscrap = \"5 %\"\n\
             [machines.n]\ncycle = {{ exponential = {{ mean = \"10 s\" }} }}\nservers = 2\n\
             [machines.o]\ncycle = {{ exponential = {{ mean = \"5 s\" }} }}\n\
             [buffers.b]\nfrom = \"m\"\nto = \"n\"\ncapacity = 3\ninitial = 2\n{keys}\n\
             [buffers.c]\nfrom = \"n\"\nto = \"o\"\ncapacity = 1\n{keys}\n\
             [failures.f]\nmachine = \"o\"\nlife = {{ exponential = {{ mean = \"1 h\" }} }}\n\
             repair = \"10 min\"\n"
        )
    };
    let plain = run_for(&plant(&text("")), 0.0, 500.0);
    for keys in ["transit = \"0 s\"", "min_dwell = \"0 s\"", "max_dwell = \"80 d\""] {
        let timed = run_for(&plant(&text(keys)), 0.0, 500.0);
        assert_eq!(timed.machines, plain.machines, "{keys}");
        assert_eq!(timed.buffer_mean, plain.buffer_mean, "{keys}");
        assert_eq!(timed.losses, plain.losses, "{keys}");
    }
}

#[test]
fn a_month_of_curing_is_no_deadlock() {
    let keys = "capacity = 3\nmin_dwell = \"80 d\"";
    let seen = run_for(&pair("1 h", "1 h", keys), 0.0, 90.0 * 24.0);
    assert_eq!(seen.machines[1].completed, 3.0);
}

#[test]
fn an_assembly_waits_until_every_conveyor_has_brought_its_piece() {
    let plant = plant(
        "[machines.a]\ncycle = \"10 s\"\n[machines.c]\ncycle = \"10 s\"\n\
         [machines.m]\ncycle = \"5 s\"\ntakes = \"each\"\n\
         [buffers.am]\nfrom = \"a\"\nto = \"m\"\ncapacity = 20\ntransit = \"15 s\"\n\
         [buffers.cm]\nfrom = \"c\"\nto = \"m\"\ncapacity = 20\ntransit = \"43 s\"\n",
    );
    // Pairs are there at 53, 63 ..; each takes 5 s. Four of the quick conveyor have piled up by then.
    let seen = run_seconds(&plant, 100.0);
    assert_eq!(seen.machines[2].completed, 5.0);
    // Lain in `am`: of the pieces of 10, 20 .. five until 53, 63 .. 93; the rest until the end.
    let lain = 5.0 * 43.0 + (40.0 + 30.0 + 20.0 + 10.0);
    assert!((seen.buffer_mean[0] * 100.0 - lain).abs() < 1e-6, "{}", seen.buffer_mean[0] * 100.0);
}

#[test]
fn arrivals_are_lost_while_the_conveyor_stands() {
    let text = |accumulating: bool| {
        format!(
            "[machines.m]\ncycle = \"60 s\"\n[buffers.b]\nto = \"m\"\ncapacity = 50\n\
             transit = \"30 s\"\naccumulating = {accumulating}\n\
             [sources.s]\nto = \"b\"\nevery = \"40 s\"\nwhen_full = \"lost\"\n"
        )
    };
    // In at 40: on `m` from 70 to 130. In at 80: at the exit at 110, stands until 130, and 120 is lost.
    // In at 160: at the exit at 190, when `m` is done and takes it at once. In at 200: at the exit at
    // 230, stands until 250, and 240 is lost. In at 280: still on its way at 300.
    let plant = plant(&text(false));
    let seen = run_seconds(&plant, 300.0);
    assert_eq!(seen.arrivals, [(7, 2)]);
    let stood = quantity(&plant, &seen, "conveyor_stood_h:b") * 3600.0;
    assert!((stood - (20.0 + 20.0)).abs() < 1e-6, "{stood}");
    assert_eq!(run_seconds(&self::plant(&text(true)), 300.0).arrivals, [(7, 0)]);
}

#[test]
fn times_may_change_in_the_middle_of_a_run() {
    use sim_core::{Limits, Streams};
    use std::sync::Arc;
    use twin_models::{Phase, Replica};
    let with = |keys: &str| Arc::new(pair("1 h", "30 min", &format!("capacity = 200\n{keys}")));
    let run = |keys: [&str; 2]| {
        let phases: Vec<_> = (0..).zip(keys).map(|(k, keys)| (k, with(keys))).collect();
        let phases: Vec<_> =
            phases.into_iter().map(|(from_month, plant)| Phase { from_month, plant }).collect();
        let mut replica = Replica::assemble(&phases[0].plant);
        let done = replica.run(&phases, 2, Streams::new(3, 0), &Limits::default());
        let outcome = done.unwrap_or_else(|error| panic!("{error}"));
        let schema = schema(&phases[0].plant);
        let of = |month: usize, key: &str| {
            let at = schema.iter().position(|q| q.key == key);
            outcome.monthly[month * schema.len() + at.unwrap_or_else(|| panic!("no {key}"))]
        };
        ["good", "dwell_scrap:b"].map(|key| [of(0, key), of(1, key)])
    };
    // January has 744 h: pieces of 1 .. 743 h; those until 723 h have arrived and are done by then.
    let [good, _] = run(["transit = \"20.25 h\"", "transit = \"20.25 h\""]);
    assert_eq!(good, [723.0, 672.0]);
    // On a shorter conveyor all on it has arrived at once (20 pieces), and one more each hour.
    let [good, _] = run(["transit = \"20.25 h\"", "transit = \"0.25 h\""]);
    assert_eq!(good, [723.0, 692.0]);
    // A limit that has passed for the pieces there: those since 734 h and 10 more hours may stay.
    let [good, scrap] =
        run(["min_dwell = \"20.25 h\"", "min_dwell = \"2.25 h\"\nmax_dwell = \"10.5 h\""]);
    assert_eq!(scrap[0], 0.0);
    assert_eq!(good[0], 723.0);
    assert!((9.0..=10.0).contains(&scrap[1]), "{scrap:?}");
}
