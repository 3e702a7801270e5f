//! Area inventory, by plant files: stocks beside a machine that does nothing for them, or with one
//! that makes them. Costs are simulated averages times prices; published optima are simulated, and
//! so are their neighbours.

use super::case::{Horizon, numbers};
use super::seen::{Seen, Text, exponential, h};
use super::trial::{Figures, Trial, figures, tally};
use sim_core::Distribution;
use std::fmt::Write;
use twin_models::state::Leaf;

/// A machine that does nothing for the stocks.
fn aside() -> Text {
    Text::new("m").machine("m", "\"10000000 h\"", &[])
}

/// One stock `x` with its supplier.
fn stock(initial: f64, policy: &str, lead: &str, demand: &str) -> Text {
    aside().with("suppliers.s", &[&format!("lead = {lead}")]).with(
        "materials.x",
        &[
            "supplier = \"s\"",
            &format!("initial = {initial}"),
            &format!("policy = {{ {policy} }}"),
            &format!("demand = {{ {demand} }}"),
        ],
    )
}

/// Poisson demand of a period, as a discrete law.
fn poisson(mean: f64) -> String {
    let (mut values, mut weights) = (String::new(), String::new());
    let most = (mean + 12.0 * mean.sqrt() + 20.0) as u32;
    let mut p = libm::exp(-mean);
    for k in 0..=most {
        write!(values, "{k}, ").expect("text");
        write!(weights, "{p:e}, ").expect("text");
        p *= mean / f64::from(k + 1);
    }
    format!("{{ discrete = {{ values = [{values}], weights = [{weights}] }} }}")
}

/// Averages over time.
struct Level {
    on_hand: f64,
    owed: f64,
    orders: f64,
    fill: f64,
    lost: f64,
    owing: f64,
}

fn level(seen: &Seen<'_>, name: &str) -> Level {
    let of = |key: &str| seen.quantity(&format!("{key}:{name}"));
    let time = seen.time();
    Level {
        on_hand: of("stock_ph") / time,
        owed: of("owed_ph") / time,
        orders: of("orders") / time,
        fill: of("filled") / of("wanted"),
        lost: of("lost") / of("wanted"),
        owing: of("owed_h") / time,
    }
}

/// Is the first plant cheapest, or some other one by more than chance? All have the same luck.
fn cheapest(
    t: &mut Trial<'_>,
    plants: &[String],
    replications: u64,
    horizon: Horizon,
    cost: impl Fn(&Level) -> f64 + Sync,
) -> usize {
    let once = |s: &Seen<'_>| vec![("cost".to_owned(), cost(&level(s, "x")))];
    let costs: Vec<Vec<f64>> = plants
        .iter()
        .map(|text| t.replicate(text, replications, horizon, once).swap_remove(0).1)
        .collect();
    let better = |other: &Vec<f64>| {
        let saved: Vec<f64> = costs[0].iter().zip(other).map(|(a, b)| a - b).collect();
        let saved = tally(&saved);
        saved.mean().unwrap_or(0.0) > 3.29 * saved.standard_error().unwrap_or(0.0)
    };
    costs.iter().position(better).unwrap_or(0)
}

/// Steady demand and, where made at a pace, steady deliveries: units in thousands, a year of 8760 h.
fn lot(quantity: f64, reorder: f64, rate: f64, pace: Option<f64>) -> String {
    let hourly = |yearly: f64| format!("\"{}/h\"", yearly * 1000.0 / 8760.0);
    let made = pace.map_or(String::new(), |p| {
        format!("lead = \"0 h\"\ncapacity = {}\nas_made = true", hourly(p))
    });
    let supplier = if pace.is_some() { made } else { "lead = \"0 h\"".to_owned() };
    let (quantity, reorder) = (quantity * 1000.0, reorder * 1000.0);
    aside()
        .with("suppliers.s", &[&supplier])
        .with(
            "materials.x",
            &[
                "supplier = \"s\"",
                &format!("policy = {{ s_q = {{ reorder = {reorder}, quantity = {quantity} }} }}"),
                &format!("demand = {{ steady = {} }}", hourly(rate)),
            ],
        )
        .text()
        .to_owned()
}

pub(crate) fn economic_quantity(t: &mut Trial<'_>) {
    let [a, c] = ["a", "c"].map(|key| t.case.list(key));
    let penalty = t.case.number("b_backorder_cost");
    // What twenty whole cycles show: on hand, owed, orders a year, units of the case.
    let mut seen = |quantity: f64, reorder: f64, rate: f64, pace: Option<f64>| -> [f64; 3] {
        let text = lot(quantity, reorder, rate, pace);
        // A few milliseconds short, so that the order at the end is not in it.
        let length = 20.0 * quantity / rate * 8760.0 - 1e-6;
        let horizon = Horizon { warm_up: 0.0, length };
        let measure = |s: &Seen<'_>| {
            let l = level(s, "x");
            figures([("a", l.on_hand / 1e3), ("b", l.owed / 1e3), ("c", l.orders * 8760.0)])
        };
        let columns = t.replicate(&text, 1, horizon, measure);
        [0, 1, 2].map(|k| columns[k].1[0])
    };
    let (order, hold, rate) = (a[0], a[1], a[2]);
    let cost = |[on_hand, owed, orders]: [f64; 3]| order * orders + hold * on_hand + penalty * owed;
    // Stock is a share of the quantity, orders go with its inverse: measured at some quantity.
    let some = seen(200.0, 0.0, rate, None);
    let best = (order * some[2] * 200.0 / (hold * some[0] / 200.0)).sqrt();
    let best_cost = cost(seen(best, 0.0, rate, None));
    assert!([0.99, 1.01].iter().all(|f| cost(seen(best * f, 0.0, rate, None)) > best_cost));
    // With a share x owed, stock goes with (1 - x)^2 and what is owed with x^2.
    let some_share = seen(300.0, -60.0, rate, None);
    let (above, below) = (some_share[0] / (300.0 * 0.64), some_share[1] / (300.0 * 0.04));
    let share = hold * above / (hold * above + penalty * below);
    let per_unit = hold * above * (1.0 - share).powi(2) + penalty * below * share.powi(2);
    let late = (order * some_share[2] * 300.0 / per_unit).sqrt();
    let late_cost = cost(seen(late, -share * late, rate, None));
    for (q, x) in [(0.99, 1.0), (1.01, 1.0), (1.0, 0.9), (1.0, 1.1)] {
        assert!(cost(seen(late * q, -share * x * late * q, rate, None)) > late_cost);
    }
    let some_made = seen(100.0, 0.0, c[2], Some(c[3]));
    let made = (c[0] * some_made[2] * 100.0 / (c[1] * some_made[0] / 100.0)).sqrt();
    let at_best = seen(made, 0.0, c[2], Some(c[3]));
    let found = [
        ("EOQ", best),
        ("EOQ_cost", best_cost),
        ("EOQ_cost_at_Q_200", cost(some)),
        ("EOQB_Q", late),
        ("EOQB_backorder_fraction", share),
        ("EOQB_cost", late_cost),
        ("EPQ_Q", made),
        ("EPQ_cost", c[0] * at_best[2] + c[1] * at_best[0]),
        // Up and down on straight lines from nothing: the average is half of the most.
        ("EPQ_max_inventory", 2.0 * at_best[0]),
    ];
    for (name, value) in found {
        let tolerance = 1e-9 * t.case.expects(name);
        t.value(name, value, tolerance);
    }
}

pub(crate) fn newsvendor(t: &mut Trial<'_>) {
    let [mean, sd, over, under] = ["mean", "sd", "h", "p"].map(|key| t.case.number(key));
    let law = Distribution::normal(mean, sd, f64::NEG_INFINITY, f64::INFINITY).expect("a law");
    let best = law.quantile(under / (over + under));
    t.value("S_opt", best, 1e-8 * best);
    let text = |level: f64| {
        let policy = format!("r_s = {{ every = \"1 h\", up_to = {level} }}");
        let size = format!("size = {{ normal = {{ mean = {mean}, sd = {sd}, min = 0 }} }}");
        stock(0.0, &policy, "\"0 h\"", &format!("every = \"1 h\", {size}")).text().to_owned()
    };
    let cost = move |l: &Level| over * l.on_hand + under * l.owed;
    let horizon = Horizon { warm_up: 10.0, length: 80_000.0 };
    t.plant_for(&text(best), 50, horizon, |s| {
        let l = level(s, "x");
        figures([
            ("cost_opt", cost(&l)),
            ("expected_shortage_at_S_opt", l.owed),
            ("fill_rate_at_S_opt", l.fill),
            ("cycle_service_level", 1.0 - l.owing),
        ])
    });
    let horizon = Horizon { warm_up: 10.0, length: 20_000.0 };
    t.plant_for(&text(mean), 50, horizon, |s| {
        figures([("cost_at_S_equal_mean", cost(&level(s, "x")))])
    });
    let around = [best, best - 0.05 * sd, best + 0.05 * sd].map(text);
    assert_eq!(cheapest(t, &around, 20, horizon, cost), 0, "a neighbour is better");
}

/// (s, S) with reviews before every demand.
fn s_s(mean: f64, s: f64, up_to: f64) -> String {
    let policy = format!("s_s = {{ reorder = {s}, up_to = {up_to}, every = \"1 h\" }}");
    let demand = format!("every = \"1 h\", size = {}", poisson(mean));
    stock(up_to, &policy, "\"0 h\"", &demand).text().to_owned()
}

/// The place (s, S), or that of a neighbour that is cheaper by more than chance.
fn best_s_s(t: &mut Trial<'_>, mean: f64, s: f64, up_to: f64, costs: [f64; 3]) -> [f64; 2] {
    let places =
        [[s, up_to], [s - 1.0, up_to], [s + 1.0, up_to], [s, up_to - 1.0], [s, up_to + 1.0]];
    let plants: Vec<String> = places.iter().map(|[s, up_to]| s_s(mean, *s, *up_to)).collect();
    let horizon = Horizon { warm_up: 200.0, length: 10_000.0 };
    let [order, hold, owe] = costs;
    let cost = move |l: &Level| order * l.orders + hold * l.on_hand + owe * l.owed;
    places[cheapest(t, &plants, 20, horizon, cost)]
}

pub(crate) fn veinott_wagner(t: &mut Trial<'_>) {
    let [mean, hold, owe, order] = ["mean_demand", "h", "p", "K"].map(|key| t.case.number(key));
    let (s, up_to) = (t.case.expects("s_opt"), t.case.expects("S_opt"));
    t.plant(&s_s(mean, s, up_to), |seen| {
        let l = level(seen, "x");
        figures([
            ("cost_per_period", order * l.orders + hold * l.on_hand + owe * l.owed),
            ("orders_per_period", l.orders),
        ])
    });
    let best = best_s_s(t, mean, s, up_to, [order, hold, owe]);
    t.value("s_opt", best[0], 0.0);
    t.value("S_opt", best[1], 0.0);
}

pub(crate) fn veinott_wagner_table(t: &mut Trial<'_>) {
    let [order, hold, owe] = ["K", "h", "p"].map(|key| t.case.number(key));
    let names: Vec<String> = t.case.expected_names().iter().map(|n| (*n).to_owned()).collect();
    for name in names {
        let expected = numbers(t.case.expected(&name).expect("an instance"));
        let mean: f64 = name.trim_start_matches("mu_").parse().expect("a mean");
        let (s, up_to) = (expected[0], expected[1]);
        let horizon = Horizon { warm_up: 200.0, length: 20_000.0 };
        let once = |seen: &Seen<'_>| -> Figures {
            let l = level(seen, "x");
            figures([("cost", order * l.orders + hold * l.on_hand + owe * l.owed)])
        };
        let columns = t.replicate(&s_s(mean, s, up_to), t.case.replications(), horizon, once);
        let costs = tally(&columns[0].1);
        let allowed = 3.29 * costs.standard_error().expect("replications");
        assert!(allowed <= 0.005 * expected[2], "{name}: precise enough");
        t.against(&name, costs.mean().expect("replications"), expected[2], allowed + 1e-6);
        let best = best_s_s(t, mean, s, up_to, [order, hold, owe]);
        t.against(&name, best[0], s, 0.0);
        t.against(&name, best[1], up_to, 0.0);
    }
}

pub(crate) fn r_q(t: &mut Trial<'_>) {
    let [rate, lead] = ["demand_rate", "lead_time"].map(|key| t.case.number(key));
    let [hold, owe, order] = ["h", "p", "K"].map(|key| t.case.number(key));
    let demand = format!("every = {}", exponential(1.0 / rate));
    let text = |r: f64, q: f64| {
        let policy = format!("s_q = {{ reorder = {r}, quantity = {q} }}");
        stock(r + q, &policy, &h(lead), &demand).text().to_owned()
    };
    let cost = move |l: &Level| order * l.orders + hold * l.on_hand + owe * l.owed;
    let (r, q) = (t.case.number("r"), t.case.number("Q"));
    t.plant(&text(r, q), |s| {
        let l = level(s, "x");
        figures([
            ("mean_on_hand", l.on_hand),
            ("mean_backorders", l.owed),
            ("fill_rate", l.fill),
            ("orders_per_time", l.orders),
            ("cost_rate", cost(&l)),
            ("cost_opt", cost(&l)),
        ])
    });
    let places = [(r, q), (r - 1.0, q), (r + 1.0, q), (r, q - 1.0), (r, q + 1.0)];
    let plants = places.map(|(r, q)| text(r, q));
    let horizon = Horizon { warm_up: 133.0, length: 10_000.0 };
    let best = places[cheapest(t, &plants, 20, horizon, cost)];
    t.value("r_opt", best.0, 0.0);
    t.value("Q_opt", best.1, 0.0);
}

pub(crate) fn base_stock(t: &mut Trial<'_>) {
    let [rate, lead, level_s] =
        ["demand_rate", "lead_time_mean", "S"].map(|key| t.case.number(key));
    let policy = format!("base_stock = {level_s}");
    let text = |lead: &str, more: &str| {
        let demand = format!("every = {}{more}", exponential(1.0 / rate));
        stock(level_s, &policy, lead, &demand).text().to_owned()
    };
    // Palm: any lead time of this mean; orders may cross.
    for lead in [exponential(lead), h(lead)] {
        t.plant(&text(&lead, ""), |s| {
            let l = level(s, "x");
            figures([
                ("fill_rate_backorder", l.fill),
                ("mean_on_hand", l.on_hand),
                ("mean_backorders", l.owed),
                ("mean_wait_per_demand", s.quantity("owed_ph:x") / s.quantity("wanted:x")),
            ])
        });
    }
    t.plant(&text(&exponential(lead), ", backorder = \"0 %\""), |s| {
        let l = level(s, "x");
        figures([("fraction_lost_lost_sales", l.lost), ("mean_on_hand_lost_sales", l.on_hand)])
    });
}

pub(crate) fn r_q_lost(t: &mut Trial<'_>) {
    let [rate, lead, r, q] = ["demand_rate", "lead_time", "r", "Q"].map(|key| t.case.number(key));
    let policy = format!("s_q = {{ reorder = {r}, quantity = {q} }}");
    let demand = format!("every = {}, backorder = \"0 %\"", exponential(1.0 / rate));
    t.plant(stock(r + q, &policy, &h(lead), &demand).text(), |s| {
        let l = level(s, "x");
        figures([
            ("fraction_lost", l.lost),
            ("mean_cycle", 1.0 / l.orders),
            ("orders_per_time", l.orders),
            ("mean_on_hand", l.on_hand),
        ])
    });
}

/// A machine makes the stock, as long as it lies below its level.
fn make_to_stock(rate: f64, work: &str, level: f64) -> String {
    Text::new("m")
        .machine("m", work, &["makes = \"x\""])
        .with(
            "materials.x",
            &[
                &format!("initial = {level}"),
                &format!("policy = {{ base_stock = {level} }}"),
                &format!("demand = {{ every = {} }}", exponential(1.0 / rate)),
            ],
        )
        .text()
        .to_owned()
}

pub(crate) fn m_m_1_to_stock(t: &mut Trial<'_>) {
    let [rate, service, level_s] =
        ["demand_rate", "service_rate", "S"].map(|key| t.case.number(key));
    let (hold, owe) = (t.case.number("h"), t.case.number("b"));
    let cost = move |l: &Level| hold * l.on_hand + owe * l.owed;
    let text = |level: f64| make_to_stock(rate, &exponential(1.0 / service), level);
    t.plant(&text(level_s), |s| {
        let l = level(s, "x");
        figures([
            ("mean_on_hand", l.on_hand),
            ("mean_backorders", l.owed),
            ("fill_rate", l.fill),
            ("machine_utilisation", s.share("m", Leaf::Run)),
            ("cost_rate", cost(&l)),
        ])
    });
    let best = t.case.expects("S_opt");
    let horizon = Horizon { warm_up: 2500.0, length: 100_000.0 };
    t.plant_for(&text(best), 50, horizon, |s| figures([("cost_opt", cost(&level(s, "x")))]));
    let places = [best, best - 1.0, best + 1.0];
    let horizon = Horizon { warm_up: 2500.0, length: 20_000.0 };
    let found = places[cheapest(t, &places.map(text), 20, horizon, cost)];
    t.value("S_opt", found, 0.0);
}

pub(crate) fn m_d_1_to_stock(t: &mut Trial<'_>) {
    let [rate, work, level_s] =
        ["demand_rate", "production_time", "S"].map(|key| t.case.number(key));
    t.plant(&make_to_stock(rate, &h(work), level_s), |s| {
        let l = level(s, "x");
        figures([("mean_on_hand", l.on_hand), ("mean_backorders", l.owed), ("fill_rate", l.fill)])
    });
}

pub(crate) fn two_echelons(t: &mut Trial<'_>) {
    let (rates, transport, levels) = (t.case.list("lambda_"), t.case.list("T"), t.case.list("S"));
    let (repair, depot) = (t.case.number("T0"), t.case.number("S0"));
    let mut text = aside().with("suppliers.repair", &[&format!("lead = {}", h(repair))]).with(
        "materials.depot",
        &[
            "supplier = \"repair\"",
            &format!("initial = {depot}"),
            &format!("policy = {{ base_stock = {depot} }}"),
        ],
    );
    for (k, ((rate, way), level)) in rates.iter().zip(&transport).zip(&levels).enumerate() {
        text = text.with(
            &format!("materials.base{}", k + 1),
            &[
                "from = \"depot\"",
                &format!("transport = {}", h(*way)),
                &format!("initial = {level}"),
                &format!("policy = {{ base_stock = {level} }}"),
                &format!("demand = {{ every = {} }}", exponential(1.0 / rate)),
            ],
        );
    }
    t.plant(text.text(), |s| {
        let mut all = figures([("depot_mean_backorders", level(s, "depot").owed)]);
        for k in 1..=3 {
            let l = level(s, &format!("base{k}"));
            all.push((format!("base{k}_mean_backorders_exact"), l.owed));
            all.push((format!("base{k}_fill_rate_exact"), l.fill));
        }
        all
    });
    t.leave_out(
        "METRIC is an approximation: the simulation agrees with the exact value",
        &[
            "base1_mean_backorders_METRIC_approximation",
            "base2_mean_backorders_METRIC_approximation",
            "base3_mean_backorders_METRIC_approximation",
        ],
    );
}

pub(crate) fn periodic(t: &mut Trial<'_>) {
    let [mean, lead, up_to] = ["mean_demand", "L", "S"].map(|key| t.case.number(key));
    let policy = format!("r_s = {{ every = \"1 h\", up_to = {up_to} }}");
    let demand = format!("every = \"1 h\", size = {}", poisson(mean));
    let text = stock(up_to, &policy, &h(lead), &demand);
    let horizon = Horizon { warm_up: 50.0, length: 20_000.0 };
    t.plant_for(text.text(), t.case.replications(), horizon, |s| {
        let l = level(s, "x");
        figures([
            ("mean_end_on_hand", l.on_hand),
            ("mean_end_backorders", l.owed),
            ("fill_rate_beta", l.fill),
            ("alpha_P_no_backorder_at_period_end", 1.0 - l.owing),
        ])
    });
}
