//! Stocks whose course is computed by hand.

use super::runs::{plant, run_for};
use twin_models::outcome::{Outcome, RootKind, schema};
use twin_models::plant::model::Plant;
use twin_models::state::Leaf;

/// A machine that does nothing for the stocks.
const ASIDE: &str = "[machines.m]\ncycle = \"100 h\"\n";

fn quantity(plant: &Plant, outcome: &Outcome, key: &str) -> f64 {
    let at = schema(plant).iter().position(|q| q.key == key);
    outcome.monthly[at.unwrap_or_else(|| panic!("no {key}"))]
}

#[track_caller]
fn expect<const N: usize>(plant: &Plant, outcome: &Outcome, values: [(&str, f64); N]) {
    for (key, value) in values {
        let found = quantity(plant, outcome, key);
        assert!((found - value).abs() < 1e-9, "{key}: {found}, not {value}");
    }
}

#[test]
fn a_reorder_point_looks_at_the_position() {
    // One unit an hour from 1 h on; an order of 5 at a position of 3, two hours under way.
    let plant = plant(&format!(
        "{ASIDE}[suppliers.s]\nlead = \"2 h\"\n[materials.x]\ninitial = 5\nsupplier = \"s\"\n\
         policy = {{ s_q = {{ reorder = 3, quantity = 5 }} }}\ndemand = {{ every = \"1 h\" }}\n"
    ));
    let outcome = run_for(&plant, 0.0, 10.5);
    // On hand by hour: 5 4 3 2, 5 + 1 - 1 - ... : orders at 2 h and 7 h, deliveries at 4 h and 9 h.
    expect(
        &plant,
        &outcome,
        [
            ("orders:x", 2.0),
            ("ordered:x", 10.0),
            ("received:x", 10.0),
            ("wanted:x", 10.0),
            ("filled:x", 10.0),
            ("delivered:x", 10.0),
            ("on_order_ph:x", 20.0),
            ("stock_ph:x", 5.0 + 4.0 + 3.0 + 2.0 + 6.0 + 5.0 + 4.0 + 3.0 + 2.0 + 6.0 + 2.5),
            ("stock_out_h:x", 0.0),
        ],
    );
}

#[test]
fn what_is_not_there_waits_or_is_lost() {
    let text = |backorder: &str| {
        format!(
            "{ASIDE}[suppliers.s]\nlead = \"3 h\"\n[materials.x]\ninitial = 2\nsupplier = \"s\"\n\
             policy = {{ s_q = {{ reorder = 0, quantity = 6 }} }}\n\
             demand = {{ every = \"1 h\", backorder = \"{backorder}\" }}\n"
        )
    };
    // Empty at 2 h; customers at 3 h and 4 h find nothing; 6 units come at 5 h.
    let waiting = plant(&text("100 %"));
    let outcome = run_for(&waiting, 0.0, 5.5);
    expect(
        &waiting,
        &outcome,
        [
            ("wanted:x", 5.0),
            ("filled:x", 3.0),
            ("delivered:x", 5.0),
            ("lost:x", 0.0),
            ("owed_ph:x", 3.0),
            ("owed_h:x", 2.0),
            ("stock_out_h:x", 3.0),
            ("stock_ph:x", 2.0 + 1.0 + 1.5),
        ],
    );
    let lost = plant(&text("0 %"));
    let outcome = run_for(&lost, 0.0, 5.5);
    expect(
        &lost,
        &outcome,
        [("filled:x", 3.0), ("delivered:x", 3.0), ("lost:x", 2.0), ("owed_ph:x", 0.0)],
    );
}

#[test]
fn a_machine_without_material_waits_for_supply_and_so_does_the_next() {
    let plant = plant(
        "[machines.m]\ncycle = \"1 h\"\nconsumes = { steel = 2, screws = 0.5 }\n\
         [machines.n]\ncycle = \"0.5 h\"\n[buffers.b]\nfrom = \"m\"\nto = \"n\"\ncapacity = 3\n\
         [suppliers.s]\nlead = \"9 h\"\n\
         [materials.steel]\ninitial = 5\nsupplier = \"s\"\n\
         policy = { s_q = { reorder = 1, quantity = 8 } }\n\
         [materials.screws]\ninitial = 100\n",
    );
    // Pieces begun at 0 h and 1 h; 8 are ordered at 1 h and come at 10 h; the next 4 last till 14 h.
    let outcome = run_for(&plant, 0.0, 12.5);
    let hours = |m: usize, leaf: Leaf| outcome.machines[m].ticks[leaf as usize] as f64 / 3.6e9;
    assert_eq!((hours(0, Leaf::Run), hours(0, Leaf::NoMaterial)), (4.5, 8.0));
    let lost = |victim: u32| -> i64 {
        let of = |l: &&twin_models::outcome::Loss| l.victim == victim && l.kind == RootKind::Supply;
        outcome.losses.iter().filter(of).map(|l| l.ticks / 360_000_000).sum()
    };
    // The second machine does its last piece until 2.5 h and waits for the first from then on.
    assert_eq!((lost(0), lost(1)), (80, 75));
    expect(
        &plant,
        &outcome,
        [("used:steel", 10.0), ("used:screws", 2.5), ("good", 3.0), ("stock_out_h:steel", 0.0)],
    );
}

#[test]
fn a_machine_makes_to_stock_up_to_its_level() {
    let text = |policy: &str| {
        format!(
            "[machines.m]\ncycle = \"1 h\"\nmakes = \"x\"\n[materials.x]\ninitial = 3\n\
             policy = {policy}\ndemand = {{ every = \"4 h\", size = 2 }}\n"
        )
    };
    let base = plant(&text("{ base_stock = 3 }"));
    // Two are wanted at 4 h, 8 h, 12 h; made at once, one after the other.
    let outcome = run_for(&base, 0.0, 15.5);
    let hours = |o: &Outcome, leaf: Leaf| o.machines[0].ticks[leaf as usize] as f64 / 3.6e9;
    assert_eq!((hours(&outcome, Leaf::Run), hours(&outcome, Leaf::NoOrder)), (6.0, 9.5));
    expect(&base, &outcome, [("made:x", 6.0), ("delivered:x", 6.0), ("good", 0.0), ("sold", 0.0)]);
    // 1 left at 4 h, so four are made until 8 h, when 2 of 5 are wanted: nothing until 12 h.
    let band = plant(&text("{ s_s = { reorder = 1, up_to = 5 } }"));
    let outcome = run_for(&band, 0.0, 11.9);
    assert_eq!((hours(&outcome, Leaf::Run), hours(&outcome, Leaf::NoOrder)), (4.0, 7.9));
}
