//! Jobs of a small shop whose course is computed by hand.

use super::runs::{plant, run_for};
use sim_core::SimTime;
use twin_models::outcome::{OrderOutcome, Outcome, schema};
use twin_models::plant::model::Plant;
use twin_models::state::Leaf;

pub(super) fn quantity(plant: &Plant, outcome: &Outcome, key: &str) -> f64 {
    let at = schema(plant).iter().position(|q| q.key == key);
    outcome.monthly[at.unwrap_or_else(|| panic!("no {key}"))]
}

pub(super) fn hours(at: Option<SimTime>) -> f64 {
    at.map_or(f64::INFINITY, |t| (t - SimTime::ZERO).0 as f64 / 3.6e9)
}

/// When each order of the book is finished \[h\].
pub(super) fn finished(outcome: &Outcome) -> Vec<f64> {
    outcome.orders.iter().map(|o: &OrderOutcome| hours(o.finish)).collect()
}

/// Two machines in a row; product `a` and `b` pass both.
fn two(shop_m: &str, orders: &str) -> Plant {
    plant(&format!(
        "[machines.m]\n{shop_m}\n[machines.n]\n\
         [products.a]\nroute = [{{ station = \"m\", time = \"1 h\" }}, {{ station = \"n\", time = \"2 h\" }}]\n\
         [products.b]\nroute = [{{ station = \"m\", time = \"3 h\" }}, {{ station = \"n\", time = \"1 h\" }}]\n\
         [orders]\nrecord = true\nbook = [{orders}]\n"
    ))
}

#[test]
fn jobs_follow_their_route() {
    let plant = two(
        "",
        "{ name = \"1\", product = \"a\", quantity = 2, due = \"6 h\" },\n\
         { name = \"2\", product = \"b\", quantity = 1, due = \"10 h\", release = \"1 h\" }",
    );
    // m: order 1 0 to 2, order 2 2 to 5; n: order 1 2 to 6, order 2 6 to 7.
    let outcome = run_for(&plant, 0.0, 20.0);
    assert_eq!(finished(&outcome), [6.0, 7.0]);
    assert_eq!(hours(outcome.orders[1].start), 2.0);
    for (key, value) in [
        ("orders_received", 2.0),
        ("orders_released", 2.0),
        ("orders_finished", 2.0),
        ("orders_on_time", 2.0),
        ("orders_late", 0.0),
        ("order_lead_h", 12.0),
        ("order_cycle_h", 12.0),
        ("orders_open_h", 12.0),
        ("finished_pieces:a", 2.0),
        ("finished_pieces:b", 1.0),
        ("shop_wip_ph:a", 12.0),
        ("late_ph:a", 0.0),
    ] {
        assert_eq!(quantity(&plant, &outcome, key), value, "{key}");
    }
    let run = |m: usize| outcome.machines[m].ticks[Leaf::Run as usize] / 3_600_000_000;
    let idle = |m: usize| outcome.machines[m].ticks[Leaf::NoOrder as usize] / 3_600_000_000;
    assert_eq!([run(0), run(1), idle(0), idle(1)], [5, 5, 15, 15]);
    assert_eq!(outcome.machines[0].completed, 3.0);
}

#[test]
fn every_rule_has_its_order() {
    let orders = "{ name = \"1\", product = \"b\", quantity = 1, due = \"50 h\" },\n\
         { name = \"2\", product = \"a\", quantity = 2, due = \"60 h\", priority = 2 },\n\
         { name = \"3\", product = \"a\", quantity = 5, due = \"20 h\" },\n\
         { name = \"4\", product = \"b\", quantity = 2, due = \"30 h\", priority = 1 }";
    // Work at m 3, 2, 5, 6 h; work left 4, 6, 15, 8 h: ratios 12.5, 10, 1.33, 3.75; slack per
    // operation 23, 27, 2.5, 11.
    for (rule, order) in [
        ("first come", [1, 2, 3, 4]),
        ("due date", [3, 4, 1, 2]),
        ("shortest", [2, 1, 3, 4]),
        ("critical ratio", [3, 4, 2, 1]),
        ("slack per operation", [3, 4, 1, 2]),
        ("shortest\"\npriority_first = true\nset_up.other_family = \"0 s", [4, 2, 1, 3]),
    ] {
        let plant =
            two(&format!("[machines.m.shop]\ndispatch = \"{rule}\"").replace("#\"", ""), orders);
        let outcome = run_for(&plant, 0.0, 100.0);
        let mut started: Vec<(f64, usize)> =
            outcome.orders.iter().zip(1..).map(|(o, k)| (hours(o.start), k)).collect();
        started.sort_by(|a, b| a.0.total_cmp(&b.0));
        let found: Vec<usize> = started.into_iter().map(|(_, k)| k).collect();
        assert_eq!(found, order, "{rule}");
    }
}
