//! Changeovers whose course is computed by hand.

use super::runs::{plant, run_for};
use twin_models::outcome::{Outcome, RootKind, schema};
use twin_models::plant::model::Plant;
use twin_models::state::{Iso22400, Leaf};

/// Tenths of an hour of a machine in each of these leaves.
fn tenths<const N: usize>(outcome: &Outcome, machine: usize, leaves: [Leaf; N]) -> [i64; N] {
    let ticks = &outcome.machines[machine].ticks;
    leaves.map(|l| {
        assert_eq!(ticks[l as usize] % 360_000_000, 0, "{}", l.code());
        ticks[l as usize] / 360_000_000
    })
}

fn quantity(plant: &Plant, outcome: &Outcome, key: &str) -> f64 {
    let at = schema(plant).iter().position(|q| q.key == key);
    outcome.monthly[at.unwrap_or_else(|| panic!("no {key}"))]
}

/// The same plant with material that moves at rates.
fn at_rates(text: &str) -> Plant {
    plant(&format!("flow = \"rate\"\n{text}"))
}

#[test]
fn kinds_follow_each_other_and_scrap_pieces() {
    for plant in [plant, at_rates] {
        kinds_follow_each_other_in(plant);
    }
}

fn kinds_follow_each_other_in(plant: fn(&str) -> Plant) {
    let plant = plant(
        "[machines.m]\ncycle = \"1 min\"\n[changeovers]\nevery = \"10 h\"\n\
         [changeovers.kinds.flavour]\nlasts = \"1 h\"\ntimes = 2\nscrap = 5\n\
         [changeovers.kinds.format]\nlasts = \"3 h\"\n",
    );
    // Begun at 10 h, 20 h .. 90 h: 1, 1, 3 h and so on, 15 h in all. 84.99 h of work.
    let outcome = run_for(&plant, 0.0, 99.99);
    assert_eq!(tenths(&outcome, 0, [Leaf::Setup]), [150]);
    assert_eq!(outcome.machines[0].completed.floor(), 5099.0);
    assert!((outcome.machines[0].scrapped - 30.0).abs() < 0.01);
    for (key, value) in
        [("good", 5069.0), ("scrap", 30.0), ("changeovers", 9.0), ("setup_h:m", 15.0)]
    {
        // At rates the last piece is done in part.
        let found = quantity(&plant, &outcome, key);
        assert!((-0.01..0.5).contains(&(found - value)), "{key}: {found}");
    }
    assert_eq!(Leaf::Setup.iso22400(), Iso22400::AUST);
}

#[test]
fn only_scheduled_time_counts() {
    let plant = plant(
        "[calendar]\nshifts = [{ days = \"Mon-Fri\", from = \"06:00\", to = \"14:00\" }]\n\
         [machines.m]\ncycle = \"1 h\"\n[changeovers]\nevery = \"7 h\"\n\
         [changeovers.kinds.any]\nlasts = \"2 h\"\n",
    );
    // Mon 13:00 to Tue 07:00 with the night between, Tue 12:00 to 14:00, Wed 11:00 to 13:00.
    let outcome = run_for(&plant, 0.0, 72.0);
    assert_eq!(tenths(&outcome, 0, [Leaf::Setup, Leaf::Run, Leaf::Closed]), [60, 180, 480]);
    assert_eq!(quantity(&plant, &outcome, "changeovers"), 3.0);
    // A slot on Monday is no time of production: everything one hour later.
    let slotted = plant_with_slot();
    let outcome = run_for(&slotted, 0.0, 32.0);
    let leaves = [Leaf::PlannedSlot, Leaf::Setup, Leaf::Run, Leaf::Closed];
    assert_eq!(tenths(&outcome, 0, leaves), [10, 20, 70, 220]);
}

fn plant_with_slot() -> Plant {
    plant(
        "[calendar]\nshifts = [{ days = \"Mon-Fri\", from = \"06:00\", to = \"14:00\" }]\n\
         planned_slots = [{ days = \"Mon\", from = \"08:00\", to = \"09:00\" }]\n\
         [machines.m]\ncycle = \"1 h\"\n[changeovers]\nevery = \"7 h\"\n\
         [changeovers.kinds.any]\nlasts = \"2 h\"\n",
    )
}

#[test]
fn a_failure_interrupts_a_set_up_and_both_are_causes_of_waiting() {
    let plant = plant(
        "[machines.m]\ncycle = \"1 h\"\n[machines.n]\ncycle = \"30 min\"\n\
         [buffers.b]\nfrom = \"m\"\nto = \"n\"\ncapacity = 0\n\
         [failures.f]\nmachine = \"m\"\nclock = \"calendar\"\nlife = \"20 h\"\nage = \"new\"\n\
         repair = \"3 h\"\n\
         [changeovers]\nevery = \"19 h\"\nstations = [\"m\"]\n\
         [changeovers.kinds.any]\nlasts = \"4 h\"\n",
    );
    // Set-up from 19 h, failure from 20 h, repaired at 23 h, set up at 26 h.
    let outcome = run_for(&plant, 0.0, 37.0);
    assert_eq!(tenths(&outcome, 0, [Leaf::Setup, Leaf::Repair, Leaf::Run]), [40, 30, 300]);
    let lost = |victim: u32, kind: RootKind| -> i64 {
        let of = |l: &&twin_models::outcome::Loss| l.victim == victim && l.kind == kind;
        outcome.losses.iter().filter(of).map(|l| l.ticks / 360_000_000).sum()
    };
    assert_eq!((lost(0, RootKind::Setup), lost(0, RootKind::Failure)), (40, 30));
    // The last piece is done at 19.5 h.
    assert_eq!((lost(1, RootKind::Setup), lost(1, RootKind::Failure)), (35, 30));
}

#[test]
fn a_changeover_that_falls_due_during_another_follows_it() {
    let plant = plant(
        "[machines.m]\ncycle = \"1 h\"\n[changeovers]\nevery = \"5 h\"\n\
         [changeovers.kinds.long]\nlasts = \"7 h\"\n[changeovers.kinds.short]\nlasts = \"1 h\"\n",
    );
    // 5 to 12 h, then at once until 13 h; 17 to 24 h, then at once until 25 h.
    let outcome = run_for(&plant, 0.0, 28.0);
    assert_eq!(tenths(&outcome, 0, [Leaf::Setup, Leaf::Run]), [160, 120]);
    assert_eq!(quantity(&plant, &outcome, "changeovers"), 4.0);
}

#[test]
fn other_stops_come_before_a_set_up() {
    // A known stop 3 h to 5 h; a service of 2 h at 8 h; a minor stop of 30 min after 2 h of work.
    let plant = plant(
        "[machines.m]\ncycle = \"1 h\"\nstops = [{ from = \"3 h\", to = \"5 h\" }]\n\
         minor_stops = { every = \"2 h\", lasts = \"30 min\" }\n\
         [maintenance.t]\non = \"m\"\npolicy = \"calendar\"\nevery = \"8 h\"\nduration = \"2 h\"\n\
         [changeovers]\nevery = \"2.2 h\"\n[changeovers.kinds.any]\nlasts = \"2 h\"\n",
    );
    // Minor stop 2.0 to 2.5, begun at 2.2: set-up 2.5 to 3, known stop, set-up 5 to 6.5. The next,
    // due at 4.4, follows: 6.5 to 8, service 8 to 10, set-up until 10.5.
    let outcome = run_for(&plant, 0.0, 10.4);
    let leaves = [Leaf::Minor, Leaf::Setup, Leaf::PlannedSlot, Leaf::Preventive, Leaf::Run];
    assert_eq!(tenths(&outcome, 0, leaves), [5, 39, 20, 20, 20]);
}

#[test]
fn servers_share_the_scrap_and_the_larger_scrap_counts() {
    let text = |startup: u32| {
        format!(
            "[machines.m]\ncycle = \"1 min\"\nservers = 2\n\
             startup_scrap = {{ pieces = {startup}, after = \"30 min\" }}\n\
             [changeovers]\nevery = \"10 h\"\n\
             [changeovers.kinds.any]\nlasts = \"1 h\"\nscrap = 7\n"
        )
    };
    for (startup, scrapped) in [(0, [4.0, 3.0]), (4, [4.0, 4.0]), (9, [9.0, 9.0])] {
        let outcome = run_for(&plant(&text(startup)), 0.0, 15.0);
        assert_eq!([0, 1].map(|k| outcome.machines[k].scrapped), scrapped, "{startup}");
    }
}

/// Set-up, its interruptions and its scrap do not depend on how material moves.
#[test]
fn at_rates_the_hours_are_the_same() {
    let text = "[calendar]\nshifts = [{ days = \"Mon-Fri\", from = \"06:00\", to = \"22:00\" }]\n\
         [machines.m]\nrate = \"60/h\"\nstops = [{ from = \"30 h\", to = \"40 h\" }]\n\
         [machines.n]\nrate = \"90/h\"\n\
         [buffers.b]\nfrom = \"m\"\nto = \"n\"\ncapacity = 30\n\
         [failures.f]\nmachine = \"m\"\nclock = \"calendar\"\nlife = \"20 h\"\nage = \"new\"\n\
         repair = \"3 h\"\n\
         [maintenance.t]\non = \"n\"\npolicy = \"calendar\"\nevery = \"30 h\"\nduration = \"2 h\"\n\
         [changeovers]\nevery = \"5 h\"\n\
         [changeovers.kinds.a]\nlasts = { lognormal = { mean = \"1 h\", cv = 0.5 } }\nscrap = 10\n";
    let (pieces, rates) = (plant(text), at_rates(text));
    let (a, b) = (run_for(&pieces, 0.0, 2000.0), run_for(&rates, 0.0, 2000.0));
    let same = [Leaf::Setup, Leaf::Repair, Leaf::PlannedSlot, Leaf::Preventive, Leaf::Closed];
    for (k, (a, b)) in a.machines.iter().zip(&b.machines).enumerate() {
        for leaf in same {
            assert_eq!(a.ticks[leaf as usize], b.ticks[leaf as usize], "{} of {k}", leaf.code());
        }
        assert!(a.ticks[Leaf::Setup as usize] > 100 * 3_600_000_000, "hardly any set-up");
    }
    let changeovers = quantity(&pieces, &a, "changeovers");
    assert_eq!(quantity(&rates, &b, "changeovers"), changeovers);
    // Two set-ups without a piece in between scrap once.
    let [in_pieces, at_rates] = [&a, &b].map(|o| o.machines[0].scrapped);
    assert!(in_pieces > 9.0 * changeovers && in_pieces <= 10.0 * changeovers, "{in_pieces}");
    assert!((in_pieces - at_rates).abs() <= 10.0, "{in_pieces} in pieces, {at_rates} at rates");
}
