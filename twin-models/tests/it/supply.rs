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
        // Steady flows are counted in millionths.
        assert!((found - value).abs() < 1e-5, "{key}: {found}, not {value}");
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
fn trap_15_a_machine_without_material_waits_for_supply_and_so_does_the_next() {
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

#[test]
fn c27_an_outage_shifts_what_is_due_and_an_alternate_bridges_it() {
    // Orders of 10 at 0 h (due 8 h) and at 10 h (due 18 h); outage from 5 h to 25 h.
    let text = |more: &str, known: &str| {
        format!(
            "{ASIDE}[suppliers.far]\nlead = \"8 h\"\n\
             outage = {{ every = \"5 h\", lasts = \"20 h\", known = \"{known}\", known_after = \"1 h\" }}\n\
             [suppliers.near]\nlead = \"2 h\"\n[materials.x]\nsupplier = \"far\"\n{more}\
             policy = {{ s_q = {{ reorder = 0, quantity = 10 }} }}\n\
             demand = {{ every = \"100 h\" }}\n"
        )
    };
    // Due at 8 h, inside: it comes 20 h later, when the next outage has not begun.
    let alone = plant(&text("", "100 %"));
    let outcome = run_for(&alone, 0.0, 29.0);
    expect(
        &alone,
        &outcome,
        [("received:x", 10.0), ("stock_ph:x", 10.0), ("on_order_ph:x", 280.0)],
    );
    // Known at 6 h: the late order does not count, the near supplier delivers at 8 h.
    let bridged = "alternates = [{ supplier = \"near\", when = \"outage\" }]\n";
    let helped = plant(&text(bridged, "100 %"));
    let outcome = run_for(&helped, 0.0, 27.0);
    expect(
        &helped,
        &outcome,
        [("orders:x", 2.0), ("premium:x", 10.0), ("received:x", 10.0), ("stock_ph:x", 190.0)],
    );
    // Unknown, or not qualified: nothing of the kind.
    let unknown = plant(&text(bridged, "0 %"));
    let outcome = run_for(&unknown, 0.0, 27.0);
    expect(&unknown, &outcome, [("orders:x", 1.0), ("premium:x", 0.0), ("received:x", 0.0)]);
    let unfit = plant(&text(&bridged.replace("}", ", qualified = false }"), "100 %"));
    let outcome = run_for(&unfit, 0.0, 27.0);
    expect(&unfit, &outcome, [("orders:x", 1.0), ("premium:x", 0.0)]);
}

#[test]
fn c12_little_left_is_expedited_and_capacity_makes_orders_queue() {
    let plant = plant(&format!(
        "{ASIDE}[suppliers.s]\nlead = \"6 h\"\nexpedited_lead = \"1 h\"\ncapacity = \"5/h\"\n\
         delivers = \"80 %\"\nbad = \"25 %\"\n\
         [materials.x]\ninitial = 12\nsupplier = \"s\"\nexpedite_below = 5\n\
         policy = {{ s_q = {{ reorder = 10, quantity = 10 }} }}\n\
         demand = {{ every = \"1 h\", size = 4 }}\n"
    ));
    // 8 left at 1 h: an order, made by 3 h, due at 9 h. 4 left at 2 h: position 14. 0 at 3 h,
    // position 10: expedited, made from 3 h to 5 h, due at 6 h; 8 come, 2 of them bad, all 6 owed.
    let outcome = run_for(&plant, 0.0, 6.5);
    expect(
        &plant,
        &outcome,
        [("expedited:x", 20.0), ("received:x", 6.0), ("rejected:x", 2.0), ("delivered:x", 18.0)],
    );
}

#[test]
fn deliveries_may_not_cross() {
    let text = |no_crossing: bool| {
        format!(
            "{ASIDE}[suppliers.s]\nlead = {{ discrete = {{ values = [\"1 h\", \"9 h\"], weights = [1, 1] }} }}\n\
             no_crossing = {no_crossing}\n[materials.x]\ninitial = 40\nsupplier = \"s\"\n\
             policy = {{ base_stock = 40 }}\ndemand = {{ every = \"1 h\" }}\n"
        )
    };
    let [crossing, in_order] = [false, true].map(|no_crossing| {
        let plant = plant(&text(no_crossing));
        let outcome = run_for(&plant, 0.0, 4000.0);
        quantity(&plant, &outcome, "on_order_ph:x") / 4000.0
    });
    // Little: a mean of 5 h. In order, all wait for the last slow one before them: 9 h less the
    // hours since then, 1 h on average.
    assert!((crossing - 5.0).abs() < 0.3, "{crossing}");
    assert!((in_order - 8.0).abs() < 0.1, "{in_order}");
}

#[test]
fn bases_are_filled_from_the_depot_first_come_first_served() {
    let plant = plant(&format!(
        "{ASIDE}[suppliers.s]\nlead = \"10 h\"\n\
         [materials.depot]\ninitial = 3\nsupplier = \"s\"\npolicy = {{ base_stock = 3 }}\n\
         [materials.a]\ninitial = 1\nfrom = \"depot\"\ntransport = \"1 h\"\n\
         policy = {{ base_stock = 1 }}\ndemand = {{ every = \"2 h\" }}\n\
         [materials.b]\ninitial = 4\nfrom = \"depot\"\ntransport = \"2 h\"\n\
         policy = {{ base_stock = 4 }}\ndemand = {{ every = \"5 h\", size = 2 }}\n"
    ));
    // `a` takes one at 2 h and at 4 h, `b` the last one at 5 h and is owed one; `a` at 6 h is owed one.
    // The depot has ordered 1, 1, 2, 1: they come at 12 h, 14 h, 15 h, ...
    let outcome = run_for(&plant, 0.0, 14.5);
    expect(
        &plant,
        &outcome,
        [
            ("passed_on:depot", 5.0),
            ("received:depot", 2.0),
            ("received:b", 2.0),
            ("received:a", 2.0),
        ],
    );
    expect(&plant, &outcome, [("filled:a", 3.0), ("filled:b", 4.0), ("owed_h:b", 0.0)]);
}

#[test]
fn d10_a_lagging_record_orders_late_and_an_exact_one_changes_nothing() {
    let text = |record: &str| {
        format!(
            "{ASIDE}[suppliers.s]\nlead = \"2 h\"\n[materials.x]\ninitial = 9\nsupplier = \"s\"\n\
             policy = {{ s_q = {{ reorder = 5, quantity = 10, every = \"1 h\" }} }}\n\
             demand = {{ every = \"1 h\" }}\n{record}"
        )
    };
    let ordered = |record: &str, hours: f64| {
        let plant = plant(&text(record));
        let outcome = run_for(&plant, 0.0, hours);
        quantity(&plant, &outcome, "orders:x")
    };
    // Reviews come before the customer of the hour: at 5 h the shelf holds 5.
    assert_eq!([ordered("", 4.5), ordered("", 5.5)], [0.0, 1.0]);
    let lagging = "record = { lag = \"3 h\" }\n";
    assert_eq!([ordered(lagging, 6.5), ordered(lagging, 8.5)], [0.0, 1.0]);
    let run = |record: &str| {
        let plant = plant(&text(record));
        run_for(&plant, 0.0, 500.0).monthly
    };
    assert_eq!(run("record = { error = \"0 %\" }\n"), run(""));
    assert_ne!(run("record = { error = \"20 %\", count = \"10 h\" }\n"), run(""));
}

#[test]
fn steady_flows_cross_nothing_on_a_straight_line() {
    let plant = plant(&format!(
        "{ASIDE}[suppliers.s]\nlead = \"4 h\"\n[materials.x]\ninitial = 10\nsupplier = \"s\"\n\
         policy = {{ s_q = {{ reorder = 2, quantity = 8 }} }}\ndemand = {{ steady = \"2/h\" }}\n"
    ));
    // 2 left at 4 h: 8 are ordered; 0 at 5 h, 6 owed at 8 h; 2 left, again at the reorder point.
    let outcome = run_for(&plant, 0.0, 8.0);
    expect(
        &plant,
        &outcome,
        [
            ("stock_ph:x", 25.0),
            ("owed_ph:x", 9.0),
            ("owed_h:x", 3.0),
            ("wanted:x", 16.0),
            ("filled:x", 10.0),
            ("orders:x", 1.0),
        ],
    );
}

/// A further stock moves nobody's luck, and a larger stock meets the same customers.
#[test]
fn luck_is_each_ones_own() {
    let text = |level: u32, more: &str| {
        format!(
            "[machines.m]\ncycle = {{ exponential = {{ mean = \"1 h\" }} }}\nconsumes = {{ x = 1 }}\n\
             [suppliers.s]\nlead = {{ exponential = {{ mean = \"9 h\" }} }}\nbad = \"10 %\"\n\
             [materials.x]\ninitial = 9\nsupplier = \"s\"\npolicy = {{ base_stock = {level} }}\n\
             demand = {{ every = {{ exponential = {{ mean = \"3 h\" }} }} }}\n{more}"
        )
    };
    let stranger = "[materials.a]\ninitial = 50\nsupplier = \"s\"\npolicy = { base_stock = 50 }\n\
                    demand = { every = { exponential = { mean = \"2 h\" } } }\n";
    let run = |text: &str| {
        let plant = plant(text);
        let outcome = run_for(&plant, 0.0, 900.0);
        let of = |key: &str| quantity(&plant, &outcome, &format!("{key}:x"));
        let all =
            ["stock_ph", "orders", "received", "rejected", "used", "wanted", "filled"].map(of);
        (outcome.machines[0].clone(), all)
    };
    let alone = run(&text(12, ""));
    assert_eq!(run(&text(12, stranger)), alone);
    let more = run(&text(20, ""));
    assert_eq!(more.1[5], alone.1[5]);
    assert!(more.1[6] > alone.1[6]);
}
