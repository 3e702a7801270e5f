//! The shop against theory: queues, sequences on one machine, flow shops, Little's law.

use super::runs::plant;
use super::shop::{finished, hours, quantity};
use sim_core::{Limits, SimDuration, Stream, Streams};
use twin_models::Replica;
use twin_models::outcome::{OrderId, Outcome, schema};
use twin_models::plant::model::Plant;

fn run(plant: &Plant, replication: u64, warm_up: f64, length: f64) -> Outcome {
    let (warm_up, length) = (SimDuration::from_hours(warm_up), SimDuration::from_hours(length));
    let streams = Streams::new(11, replication);
    let mut replica = Replica::assemble(plant);
    let run = replica.run_for(plant, warm_up, length, streams, &Limits::default());
    run.unwrap_or_else(|error| panic!("{error}"))
}

/// Mean and half-width of its 99 % interval (Student, 29 degrees of freedom: 2.756) over 30
/// replications.
fn interval(one: impl Fn(u64) -> f64) -> (f64, f64) {
    let all: Vec<f64> = (0..30).map(one).collect();
    let mean = all.iter().sum::<f64>() / 30.0;
    let variance = all.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / 29.0;
    (mean, 2.756 * (variance / 30.0).sqrt())
}

/// One station; orders of one piece, Poisson with `rate` per hour; work exponential of mean 1 h.
fn station(servers: u32, rate: f64) -> Plant {
    plant(&format!(
        "[machines.m]\nservers = {servers}\ncycle = {{ exponential = {{ mean = \"1 h\" }} }}\n\
         [products.p]\nroute = [{{ station = \"m\" }}]\n\
         [orders]\nevery = {{ exponential = {{ mean = \"{} h\" }} }}\n\
         mix.p = {{ share = \"100 %\", quantity = \"1 pieces\", lead = \"1 d\" }}\n",
        1.0 / rate
    ))
}

/// Mean time in the system of M/M/c with service rate 1 (Gross et al., Fundamentals of Queueing
/// Theory, section 2.3: Erlang's delay formula).
fn sojourn(servers: u32, rate: f64) -> f64 {
    let c = f64::from(servers);
    let (mut term, mut sum) = (1.0, 0.0);
    for k in 0..servers {
        sum += term;
        term *= rate / f64::from(k + 1);
    }
    let waits = term / (1.0 - rate / c);
    1.0 + waits / (sum + waits) / (c - rate)
}

#[test]
fn one_station_is_a_queue_of_poisson_arrivals() {
    for (servers, rate) in [(1, 0.6), (3, 2.1)] {
        let plant = station(servers, rate);
        let (mean, half) = interval(|k| {
            let outcome = run(&plant, k, 300.0, 6000.0);
            quantity(&plant, &outcome, "order_lead_h")
                / quantity(&plant, &outcome, "orders_finished")
        });
        let theory = sojourn(servers, rate);
        assert!((mean - theory).abs() < half, "{servers}: {mean} +- {half}, {theory}");
        assert!(half < 0.1 * theory, "too short a run to tell: {half}");
    }
    assert!((sojourn(1, 0.6) - 2.5).abs() < 1e-12);
}

/// L = lambda W, exactly: orders over time are the sum of the times that orders are there.
#[test]
fn orders_over_time_are_their_times_in_the_shop() {
    let plant = plant(&SHOP.replace("[orders]", "[orders]\nrecord = true"));
    let outcome = run(&plant, 0, 0.0, 3000.0);
    let end = 3000.0;
    let there =
        |o: &twin_models::outcome::OrderOutcome| hours(o.finish).min(end) - hours(Some(o.arrival));
    let sum: f64 = outcome.orders.iter().map(there).sum();
    let over_time = quantity(&plant, &outcome, "orders_open_h");
    assert!(outcome.orders.len() > 300, "{}", outcome.orders.len());
    assert!((over_time - sum).abs() < 1e-6 * sum, "{over_time}, {sum}");
    let on_time = |o: &&twin_models::outcome::OrderOutcome| o.finish.is_some_and(|t| t <= o.due);
    let counted = outcome.orders.iter().filter(on_time).count();
    assert_eq!(quantity(&plant, &outcome, "orders_on_time"), counted as f64);
}

/// Drawn jobs on one machine, all there at the start.
fn instance(draw: &mut Stream, rule: &str) -> (Vec<f64>, Vec<f64>, Plant) {
    let mut between = |low: f64, high: f64| (low + draw.uniform() * (high - low)).round();
    let n = between(2.0, 6.0) as usize;
    let work: Vec<f64> = (0..n).map(|_| between(1.0, 20.0)).collect();
    let due: Vec<f64> = (0..n).map(|_| between(1.0, 80.0)).collect();
    let orders: Vec<String> = (0..n)
        .map(|k| {
            format!(
                "{{ name = \"{k}\", product = \"p\", quantity = {}, due = \"{} h\" }}",
                work[k], due[k]
            )
        })
        .collect();
    let text = format!(
        "[machines.m]\ncycle = \"1 h\"\nshop = {{ dispatch = {rule:?} }}\n\
         [products.p]\nroute = [{{ station = \"m\" }}]\n\
         [orders]\nrecord = true\nbook = [{}]\n",
        orders.join(", ")
    );
    (work, due, plant(&text))
}

/// The least that any sequence gives.
fn best(work: &[f64], cost: &dyn Fn(&[f64]) -> f64) -> f64 {
    fn go(
        left: &[usize],
        at: f64,
        done: &mut Vec<f64>,
        work: &[f64],
        cost: &dyn Fn(&[f64]) -> f64,
    ) -> f64 {
        if left.is_empty() {
            return cost(done);
        }
        let mut least = f64::INFINITY;
        for (i, k) in left.iter().enumerate() {
            let rest: Vec<usize> = [&left[..i], &left[i + 1..]].concat();
            done[*k] = at + work[*k];
            least = least.min(go(&rest, at + work[*k], done, work, cost));
        }
        least
    }
    let all: Vec<usize> = (0..work.len()).collect();
    go(&all, 0.0, &mut vec![0.0; work.len()], work, cost)
}

/// Jackson (1955): the earliest due date minimises the maximum lateness; Smith (1956): the shortest
/// processing time minimises the mean flow time.
#[test]
fn two_rules_are_optimal_on_one_machine() {
    let mut draw = Streams::new(5, 0).stream("instances", "jobs");
    let mut differ = 0;
    for _ in 0..12 {
        let mut same = draw;
        let (work, due, plant) = instance(&mut draw, "due date");
        let found = finished(&run(&plant, 0, 0.0, 200.0));
        let latest = |done: &[f64]| {
            done.iter().zip(&due).map(|(c, d)| c - d).fold(f64::NEG_INFINITY, f64::max)
        };
        assert_eq!(latest(&found), best(&work, &latest), "{work:?} {due:?}");
        let (_, _, plant) = instance(&mut same, "shortest");
        let short = finished(&run(&plant, 0, 0.0, 200.0));
        let flow = |done: &[f64]| done.iter().sum::<f64>();
        assert_eq!(flow(&short), best(&work, &flow), "{work:?}");
        differ += u32::from(found != short);
    }
    assert!(differ > 6, "the rules hardly differ");
}

/// A flow shop of equal lots: sum of the times, and the longest for every lot but one (Johnson 1954
/// for equal jobs).
#[test]
fn lots_overlap_in_a_flow_shop() {
    for (lot, makespan) in
        [(1, 2.0 + 5.0 + 3.0 + 11.0 * 5.0), (4, 4.0 * 10.0 + 2.0 * 20.0), (12, 120.0)]
    {
        let plant = plant(&format!(
            "[machines.m]\n[machines.n]\n[machines.o]\n[products.p]\ntransfer_lot = {lot}\n\
             route = [{{ station = \"m\", time = \"2 h\" }}, {{ station = \"n\", time = \"5 h\" }}, \
             {{ station = \"o\", time = \"3 h\" }}]\n\
             [orders]\nrecord = true\nbook = [{{ name = \"1\", product = \"p\", quantity = 12, due = \"9 h\" }}]\n"
        ));
        assert_eq!(finished(&run(&plant, 0, 0.0, 200.0)), [makespan], "{lot}");
    }
}

/// Four stations, three products, set-ups, rework, failures and shifts.
pub(super) const SHOP: &str = "[calendar]\nshifts = [{ days = \"Mon-Fri\", from = \"06:00\", to = \"22:00\" }]\n\
     [machines.m]\nservers = 2\n[machines.m.shop]\ndispatch = \"due date\"\n\
     set_up = { other_family = \"90 min\", same_family = \"20 min\", scrap = 1 }\n\
     [machines.n]\n[machines.o]\n[machines.p]\n\
     [failures.f]\nmachine = \"m\"\nlife = { exponential = { mean = \"80 h\" } }\n\
     repair = { exponential = { mean = \"4 h\" } }\n\
     [products.a]\nfamily = \"x\"\ntransfer_lot = 10\nroute = [{ station = \"m\", time = \"6 min\" }, \
     { station = \"n\", time = \"4 min\", alternates = [\"o\"], scrap = \"2 %\" }]\n\
     [products.b]\nfamily = \"x\"\nroute = [{ station = \"m\", time = \"8 min\" }, \
     { station = \"p\", time = \"5 min\", rework = { to = \"m\", probability = \"10 %\" } }]\n\
     [products.c]\nfamily = \"y\"\nroute = [{ station = \"m\", \
     time = { lognormal = { mean = \"7 min\", cv = 0.3 } }, per_job = \"10 min\" }]\n\
     [orders]\nevery = { exponential = { mean = \"3.5 h\" } }\nclock = \"working days\"\ncv = 0.1\n\
     [orders.mix.a]\nshare = \"50 %\"\nquantity = { lognormal = { mean = \"25 pieces\", cv = 0.5 } }\nlead = \"5 d\"\n\
     [orders.mix.b]\nshare = \"30 %\"\nquantity = \"12 pieces\"\nlead = { uniform = { min = \"2 d\", max = \"8 d\" } }\n\
     [orders.mix.c]\nshare = \"20 %\"\nquantity = \"20 pieces\"\nlead = \"4 d\"\npriority = 1\n";

#[test]
fn avoiding_set_ups_saves_hours() {
    let avoiding = SHOP.replace("\"due date\"", "\"avoid set-ups\"\nlook_ahead = \"3 d\"");
    let (before, after) = (plant(SHOP), plant(&avoiding));
    let set_up = |plant: &Plant, k| {
        let outcome = run(plant, k, 0.0, 4000.0);
        quantity(plant, &outcome, "setup_h:m") + quantity(plant, &outcome, "setup_h:m#2")
    };
    let (saved, half) = interval(|k| set_up(&before, k) - set_up(&after, k));
    assert!(saved - half > 0.0, "{saved} +- {half} h");
}

/// Which orders come, and when, is the same whatever the shop is like; a product more in the file
/// moves nothing.
#[test]
fn luck_belongs_to_orders() {
    let recorded = SHOP.replace("[orders]", "[orders]\nrecord = true");
    let first = plant(&recorded);
    let slower = plant(&recorded.replace("\"6 min\"", "\"9 min\"").replace("due date", "shortest"));
    let more = plant(&recorded.replace(
        "[products.a]",
        "[machines.z]\n[products.z]\nroute = [{ station = \"z\", time = \"1 h\" }]\n[products.a]",
    ));
    let [a, b, c] = [&first, &slower, &more].map(|p| run(p, 3, 0.0, 2000.0));
    let asked = |o: &Outcome, shift: u32| -> Vec<_> {
        let of = |o: &twin_models::outcome::OrderOutcome| {
            (o.id, o.product - shift, o.quantity, o.arrival, o.due)
        };
        o.orders.iter().map(of).collect()
    };
    assert!(a.orders.len() > 200 && matches!(a.orders[0].id, OrderId::Drawn(0)));
    assert_eq!(asked(&a, 0), asked(&b, 0));
    assert_ne!(finished(&a), finished(&b));
    assert_eq!(asked(&a, 0), asked(&c, 1));
    assert_eq!(finished(&a), finished(&c));
}

/// Parts come from their stores, which order them; nothing is lost.
#[test]
fn parts_are_taken_from_stores() {
    let plant = plant(
        "[machines.m]\n[machines.n]\n\
         [products.table]\nparts = { leg = 4 }\nroute = [{ station = \"m\", time = \"1 h\" }]\nafter = \"5 h\"\n\
         [products.leg]\nstore = { reorder_at = 3, order = 10, initial = 6, lead = \"1 d\" }\n\
         route = [{ station = \"n\", time = \"30 min\" }]\n\
         [products.log]\ngives = { leg = { pieces = 2 } }\nroute = [{ station = \"n\", time = \"1 h\" }]\n\
         [orders]\nrecord = true\nbook = [\n\
         { name = \"1\", product = \"table\", quantity = 1, due = \"1 d\" },\n\
         { name = \"2\", product = \"table\", quantity = 3, due = \"2 d\" },\n\
         { name = \"3\", product = \"log\", quantity = 1, due = \"3 d\" }]\n",
    );
    // Table 1 takes 4 of 6 legs. Asked for 16: when table 1 is known 6 - 4 = 2, so 10 legs are
    // ordered, when table 2 is known 12 less another 12, so 10 more; due dates on n: legs at 24 h
    // each, then the log at 72 h. 10 legs at 5 h: 2 + 10 = 12 for table 2 from 5 to 8 h, and 5 h of
    // packing; 10 more legs at 10 h; the log from 10 to 11 h gives 2.
    let outcome = run(&plant, 0, 0.0, 30.0);
    let leg = |o: &&twin_models::outcome::OrderOutcome| o.product == 1;
    let legs: Vec<f64> = outcome.orders.iter().filter(leg).map(|o| hours(o.finish)).collect();
    let others: Vec<f64> =
        outcome.orders.iter().filter(|o| !leg(o)).map(|o| hours(o.finish)).collect();
    assert_eq!(legs, [5.0, 10.0]);
    assert_eq!(others, [6.0, 13.0, 11.0]);
    for (key, value) in [("store_taken:leg", 16.0), ("store_gained:leg", 2.0)] {
        assert_eq!(quantity(&plant, &outcome, key), value, "{key}");
    }
}

/// Cancelled a day after the lateness of a day; a job on a machine ends with its operation.
#[test]
fn very_late_orders_are_cancelled() {
    let order = |name: u32, pieces: u32| {
        format!("{{ name = \"{name}\", product = \"p\", quantity = {pieces}, due = \"{name} h\" }}")
    };
    let plant = plant(&format!(
        "[machines.m]\ncycle = \"1 h\"\n[products.p]\nroute = [{{ station = \"m\" }}]\n\
         [orders]\nbook = [{}, {}, {}]\ncancel = {{ after = \"1 d\", per_day = \"100 %\" }}\n",
        order(1, 30),
        order(2, 30),
        order(3, 5)
    ));
    // Order 2 is cancelled at 50 h and ends at 60 h, order 3 waits and ends at 51 h.
    let outcome = run(&plant, 0, 0.0, 100.0);
    for (key, value) in [
        ("orders_finished", 1.0),
        ("orders_cancelled", 2.0),
        ("finished_pieces:p", 30.0),
        ("cancelled_pieces:p", 35.0),
        ("orders_open_h", 30.0 + 60.0 + 51.0),
        ("late_ph:p", 30.0 * 29.0),
    ] {
        assert_eq!(quantity(&plant, &outcome, key), value, "{key}");
    }
}

/// An oven waits for ten pieces, or 6 h, and takes no more than twelve.
#[test]
fn an_oven_waits_for_its_batch() {
    let order = |name: u32, release: u32, pieces: u32| {
        format!(
            "{{ name = \"{name}\", product = \"p\", quantity = {pieces}, release = \"{release} h\", due = \"90 h\" }}"
        )
    };
    let orders = [(1, 0, 4), (2, 1, 3), (3, 2, 4), (4, 3, 1), (5, 4, 2), (6, 5, 2), (7, 40, 20)];
    let orders: Vec<String> = orders.into_iter().map(|(n, r, q)| order(n, r, q)).collect();
    let plant = plant(&format!(
        "[machines.m]\nshop = {{ batch = {{ at_least = 10, at_most = 12, max_wait = \"6 h\" }} }}\n\
         [products.p]\nroute = [{{ station = \"m\", time = \"0 s\", per_job = \"4 h\" }}]\n\
         [orders]\nrecord = true\nbook = [{}]\n",
        orders.join(", ")
    ));
    // 11 pieces at 2 h until 6 h; then orders 4, 5, 6 have 5 pieces, and order 4 waits until 9 h.
    // Order 7 alone is more than the oven takes with others.
    let outcome = run(&plant, 0, 0.0, 60.0);
    assert_eq!(finished(&outcome), [6.0, 6.0, 6.0, 13.0, 13.0, 13.0, 44.0]);
    assert_eq!(outcome.machines[0].completed, 36.0);
}

/// With two cards no more than two jobs are between the machines.
#[test]
fn cards_limit_the_jobs_between_two_machines() {
    let text = |cards: u32| {
        format!(
            "[machines.m]\ncycle = \"1 h\"\n[machines.n]\ncycle = \"3 h\"\n\
             [products.p]\ntransfer_lot = 1\nroute = [{{ station = \"m\" }}, {{ station = \"n\" }}]\n\
             [orders]\nkanban.a = {{ from = \"m\", to = \"n\", cards = {cards} }}\n\
             book = [{{ name = \"1\", product = \"p\", quantity = 6, due = \"90 h\" }}]\n"
        )
    };
    // m begins at 0, then when n begins: with one card a piece every 3 h after the first two.
    // n: 1, 4, 7, 10, 13, 16. With one card m begins at 0, 1, 4, 7, 10, 13; with two cards one more
    // is ready.
    for (cards, on_floor) in [(1, 5), (2, 5), (6, 5)] {
        let plant = plant(&text(cards));
        let outcome = run(&plant, 0, 0.0, 6.5);
        // m has finished by 6.5 h: with one card 0-1, 1-2, 4-5; with two 0-1, 1-2, 2-3, 4-5.
        let done = [3.0, 4.0, 6.0][[1, 2, 6].iter().position(|c| *c == cards).unwrap()];
        assert_eq!(outcome.machines[0].completed, done, "{cards} cards");
        assert_eq!(quantity(&plant, &outcome, "finished_pieces:p"), 6.0 - f64::from(on_floor));
        let whole = run(&plant, 0, 0.0, 30.0);
        assert_eq!(quantity(&plant, &whole, "order_cycle_h"), 19.0);
    }
}

/// With at most so many orders in process there are never more, and the first due go first.
#[test]
fn a_limit_holds_orders_back() {
    let limited = SHOP.replace(
        "[orders]",
        "[orders]\nat_most_in_process = 3\nat_most_of_family = { y = 1 }\nrecord = true",
    );
    let plant = plant(&limited);
    let outcome = run(&plant, 0, 0.0, 2000.0);
    let mut edges: Vec<(i64, i64, bool)> = Vec::new();
    for o in &outcome.orders {
        let end = o.finish.map_or(i64::MAX, |t| t.0);
        if let Some(release) = o.release {
            edges.extend([(release.0, 1, o.product == 2), (end, -1, o.product == 2)]);
        }
    }
    edges.sort_by_key(|e| (e.0, e.1));
    let (mut all, mut family, mut most) = (0, 0, 0);
    for (_, by, of_family) in edges {
        all += by;
        family += if of_family { by } else { 0 };
        most = most.max(all);
        assert!(all <= 3 && family <= 1);
    }
    assert_eq!(most, 3);
    assert!(schema(&plant).iter().any(|q| q.key == "order_cycle_h"));
}

/// The shipped example is a shop that a planner would recognise, the same one whenever it is run.
#[test]
fn the_example_is_busy_and_mostly_on_time() {
    let path =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/plants/job_shop.toml");
    let bytes = std::fs::read(path).unwrap();
    let plant = Plant::from_toml("job_shop.toml", &bytes).unwrap().plant;
    let mut replica = Replica::assemble(&plant);
    let year = SimDuration::from_hours(8760.0);
    let mut once = |k| {
        let luck = Streams::new(1, k);
        let run = replica.run_for(&plant, SimDuration::ZERO, year, luck, &Limits::default());
        run.unwrap_or_else(|error| panic!("{error}"))
    };
    let (first, _, again) = (once(0), once(1), once(0));
    assert_eq!(first, again);
    let of = |key: &str| quantity(&plant, &first, key);
    let on_time = of("orders_on_time") / of("orders_finished");
    assert!((0.6..0.995).contains(&on_time), "{on_time} on time");
    assert!((800.0..1100.0).contains(&of("orders_received")), "{}", of("orders_received"));
    assert!(of("setup_h:centre") > 100.0 && of("scrapped_pieces:housing") > 10.0);
}
