//! What a plant does not touch does not touch it: the luck of every entity is its own.

use sim_core::{Limits, Streams};
use std::sync::Arc;
use twin_models::outcome::{Outcome, schema};
use twin_models::plant::model::Plant;
use twin_models::{Phase, Replica};

/// A line with a merge, failures, a crew, spares, prediction, scrap, drift, shifts.
const PLANT: &str = r#"
[plant]
name = "isolation"
start = 2027-01-04
constraint = "mill"

[calendar]
shifts = [{ days = "Mon-Fri", from = "06:00", to = "22:00" }]
breaks = [{ days = "Mon-Fri", from = "10:00", to = "10:30" }]
planned_slots = [{ days = "Mon", from = "06:00", to = "08:00" }]

[machines.saw]
cycle = { lognormal = { mean = "4 min", cv = 0.3 } }
servers = 2

[machines.mill]
cycle = "2.5 min"
scrap = "1 %"
minor_stops = { every = { exponential = { mean = "1 h" } }, lasts = { exponential = { mean = "2 min" } } }
defects = { probability = "1 %", growth = "0.01 % per h" }

[machines.wash]
cycle = "2 min"

[buffers.sawn]
from = "saw"
to = "mill"
capacity = 6

[buffers.milled]
from = "mill"
to = "wash"
capacity = 4

[inspection]
at = "wash"
detects = "90 %"
false_reject = "1 %"

[failures.blade]
machine = "saw"
life = { weibull = { shape = 2, scale = "120 h" } }
repair = { lognormal = { mean = "2 h", cv = 1 } }
skill = "fitter"

[failures.spindle]
machine = "mill"
life = { weibull = { shape = 2, scale = "300 h" } }
warning = "60 h"
repair = "8 h"
skill = "fitter"
part = "spindle"

[predictive.eye]
on = ["spindle"]
detection = "70 %"
delay = { uniform = { min = "0 %", max = "50 %" } }
response = "4 h"
window = "planned slot"
false_alarms = { every = { exponential = { mean = "400 h" } }, stops = "50 %", stop = "1 h" }

[maintenance.blade]
on = ["blade"]
policy = "age"
every = "90 h"
duration = "1 h"
skill = "fitter"

[crews.fitters]
skills = ["fitter"]
people = 1
off_duty = "finish"

[spares.spindle]
stock = 1
lead = { exponential = { mean = "10 d" } }
emergency_lead = "2 d"
"#;

/// A machine of its own, with a line of its own to a sink, that fails and needs nobody.
const STRANGER: &str = r#"
[machines.stranger]
cycle = { exponential = { mean = "3 min" } }
scrap = "2 %"

[machines.packer]
cycle = "2.9 min"

[buffers.between]
from = "stranger"
to = "packer"
capacity = 3

[failures.strange]
machine = "stranger"
life = { exponential = { mean = "20 h" } }
repair = { exponential = { mean = "2 h" } }
"#;

fn run(text: &str, replication: u64) -> (Plant, Outcome) {
    let read = Plant::from_toml("isolation", text.as_bytes());
    let plant = read.unwrap_or_else(|faults| panic!("{faults}")).plant;
    let phases = [Phase { from_month: 0, plant: Arc::new(plant.clone()) }];
    let mut replica = Replica::assemble(&plant);
    let luck = Streams::new(7, replication);
    let outcome = replica.run(&phases, 12, luck, &Limits::default()).expect("it runs");
    (plant, outcome)
}

/// Every number of the entities of `plant`, by name; the stranger's left out.
fn numbers(plant: &Plant, outcome: &Outcome) -> Vec<(String, Vec<u64>)> {
    let strange = |name: &str| ["stranger", "packer", "between", "strange"].contains(&name);
    let mut list = Vec::new();
    for (m, o) in plant.machines.iter().zip(&outcome.machines) {
        let pieces = [o.completed.to_bits(), o.scrapped.to_bits()];
        let counts = pieces.into_iter().chain([o.failures, o.minor_stops]);
        let held = [o.holding_finished.to_bits(), o.holding_nothing.to_bits()];
        let ticks = o.ticks.iter().map(|t| *t as u64);
        list.push((m.name.clone(), counts.chain(held).chain(ticks).collect()));
    }
    for (m, o) in plant.modes.iter().zip(&outcome.modes) {
        let counts = vec![o.failures, o.planned, o.preventive, o.defects, o.down_ticks as u64];
        list.push((m.name.clone(), counts));
    }
    for (b, mean) in plant.buffers.iter().zip(&outcome.buffer_mean) {
        list.push((b.name.clone(), vec![mean.to_bits()]));
    }
    for l in &outcome.losses {
        let name = |m: u32| &plant.machines[m as usize].name;
        let row = format!("{} {} {:?}", name(l.victim), name(l.root), l.kind);
        if !strange(name(l.victim)) {
            list.push((row, vec![l.ticks as u64]));
        }
    }
    let schema = schema(plant);
    for (q, quantity) in schema.iter().enumerate() {
        // Sums over the whole plant contain the stranger.
        if quantity.key.contains(':') {
            let months = 0..outcome.months as usize;
            let row = months.map(|m| outcome.monthly[m * schema.len() + q].to_bits());
            list.push((quantity.key.clone(), row.collect()));
        }
    }
    list.retain(|(name, _)| !name.rsplit(':').next().is_some_and(strange));
    list
}

#[test]
fn trap_07_an_unconnected_machine_changes_no_number_of_the_others() {
    let (rest, machines) = PLANT.split_once("[machines.saw]").expect("a saw");
    let first = format!("{rest}{STRANGER}\n[machines.saw]{machines}");
    let last = format!("{PLANT}{STRANGER}");
    for replication in 0..4 {
        let (plant, outcome) = run(PLANT, replication);
        let alone = numbers(&plant, &outcome);
        assert!(outcome.modes.iter().all(|m| m.failures > 0), "nothing happens in this plant");
        for (place, text) in [("before", &first), ("behind", &last)] {
            let (plant, outcome) = run(text, replication);
            let mut together = numbers(&plant, &outcome);
            let mut expected = alone.clone();
            expected.sort();
            together.sort();
            for (expected, found) in expected.iter().zip(&together) {
                assert_eq!(expected, found, "stranger {place} the others, run {replication}");
            }
            assert_eq!(expected.len(), together.len());
        }
    }
}

/// Two machines that fail in calendar time, arrivals, customers, and changeovers of both.
const CHANGING: &str = r#"
[plant]
name = "changing"
start = 2027-01-04
constraint = "fill"

[changeovers]
every = { uniform = { min = "20 h", max = "40 h" } }

[changeovers.kinds.flavour]
lasts = { lognormal = { mean = "70 min", cv = 0.25 } }
times = 3
scrap = 5

[changeovers.kinds.format]
lasts = { gamma = { mean = "150 min", cv = 0.5 } }

[machines.fill]
cycle = { exponential = { mean = "2 min" } }

[machines.pack]
cycle = "2 min"

[buffers.raw]
to = "fill"
capacity = 10

[buffers.filled]
from = "fill"
to = "pack"
capacity = 10

[sources.bottles]
to = "raw"
every = { exponential = { mean = "3 min" } }
when_full = "lost"

[failures.F]
machine = "fill"
clock = "calendar"
life = { exponential = { mean = "70 h" } }
repair = { lognormal = { mean = "2 h", cv = 1 } }
part = "kit"

[failures.P]
machine = "pack"
clock = "calendar"
life = { weibull = { shape = 2, mean = "90 h" } }
repair = { lognormal = { mean = "1 h", cv = 1 } }

[spares.kit]
stock = 20
lead = { exponential = { mean = "8 d" } }

[demand]
weekly = "2000 pieces"
cv = 0.3
backorder = "0 %"
"#;

/// Half as long changeovers: half the set-up of each, and everything that is drawn is as before.
#[test]
fn shorter_changeovers_move_no_other_draw() {
    let short = CHANGING.replace("\"70 min\"", "\"35 min\"").replace("\"150 min\"", "\"75 min\"");
    for replication in 0..3 {
        let (plant, before) = run(CHANGING, replication);
        let (_, after) = run(&short, replication);
        let schema = schema(&plant);
        let months = |o: &Outcome, key: &str| -> Vec<f64> {
            let q = schema.iter().position(|q| q.key == key).expect("a quantity");
            o.monthly.iter().skip(q).step_by(schema.len()).copied().collect()
        };
        for key in ["changeovers", "demand", "failures:F", "failures:P", "parts_bought:kit"] {
            assert_eq!(months(&before, key), months(&after, key), "{key}, run {replication}");
        }
        assert_eq!(before.modes, after.modes);
        assert_eq!(before.arrivals[0].0, after.arrivals[0].0);
        for machine in ["setup_h:fill", "setup_h:pack"] {
            let sum = |o: &Outcome| months(o, machine).iter().sum::<f64>();
            let (long, short) = (sum(&before), sum(&after));
            assert!(long > 200.0, "{long} h");
            // A microsecond of rounding for each changeover; none runs at the end of the year.
            assert!((long - 2.0 * short).abs() < 1e-4, "{machine}: {long} h, {short} h");
        }
        let good = |o: &Outcome| months(o, "good").iter().sum::<f64>();
        assert!(good(&after) > good(&before), "shorter changeovers give no more");
    }
}
