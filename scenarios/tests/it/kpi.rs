//! Indicators of rooms of the plant against what can be computed by hand.

use scenarios::kpi::{self, Absent, Lens, Of, Reading};
use sim_core::{Limits, Streams};
use std::sync::Arc;
use twin_models::outcome::{Outcome, Schema, schema};
use twin_models::plant::model::Plant;
use twin_models::{Phase, Replica};

struct Seen {
    plant: Plant,
    outcome: Outcome,
    schema: Schema,
}

fn seen(text: &str, months: u32) -> Seen {
    let head =
        "[plant]\nname = \"small\"\nstart = 2027-01-04\nconstraint = \"m\"\nflow = \"piece\"\n";
    let plant = Plant::from_toml("plant.toml", format!("{head}{text}").as_bytes());
    let plant = plant.unwrap_or_else(|faults| panic!("{faults}")).plant;
    let phases = [Phase { from_month: 0, plant: Arc::new(plant.clone()) }];
    let mut replica = Replica::assemble(&plant);
    replica.record_months();
    let outcome = replica.run(&phases, months, Streams::new(1, 0), &Limits::default()).unwrap();
    let schema = schema(&plant);
    Seen { plant, outcome, schema }
}

impl Seen {
    fn lens(&self) -> Lens<'_> {
        Lens::new(&self.plant, &self.schema, self.outcome.months)
    }

    /// Of the plant, or of the line.
    fn read_in(&self, id: &str, month: Option<usize>) -> Reading {
        match kpi::find(id).unwrap().of {
            Of::Plant(of) => of(&self.lens().plant(&self.outcome, month).unwrap()),
            Of::Machine(of) => of(&self.lens().line(&self.outcome, month).unwrap()),
        }
    }

    fn read(&self, id: &str) -> f64 {
        self.read_in(id, None).unwrap_or_else(|why| panic!("{id}: {why}"))
    }

    fn machine(&self, id: &str, k: usize) -> Reading {
        match kpi::find(id).unwrap().of {
            Of::Machine(of) => of(&self.lens().machine(&self.outcome, k).unwrap()),
            Of::Plant(_) => panic!("{id} is of plants"),
        }
    }

    fn total(&self, key: &str) -> f64 {
        let at = self.schema.iter().position(|q| q.key == key);
        let at = at.unwrap_or_else(|| panic!("no {key}"));
        self.outcome.monthly.iter().skip(at).step_by(self.schema.len()).sum()
    }
}

fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-9 * expected.abs().max(1.0), "{found}, not {expected}");
}

/// Two servers; a bore of Cp 1.389 and Cpk 0.722, and scratches on every tenth piece; all of them are
/// found, half of the scratches are reworked. A second gate finds what rework has overlooked.
const STATION: &str = "[machines.m]\nservers = 2\ncycle = \"10 min\"\n\
    [machines.n]\ncycle = \"1 min\"\n\
    [buffers.b]\nfrom = \"m\"\nto = \"n\"\ncapacity = 10\n\
    [quality.bore]\nat = \"m\"\nlower = -25\nupper = 25\nmean = 12\nsigma = 6\n\
    [quality.look]\nat = \"m\"\nvisual = \"10 %\"\n\
    [inspections.gate]\nat = \"m\"\ndetects = \"100 %\"\n\
    rework = { kinds = [\"visual\"], success = { visual = \"50 %\" }, most = 1, hours = \"0 h\" }\n\
    [inspections.last]\nat = \"n\"\ndetects = \"100 %\"\n";

#[test]
fn quality_of_a_station_is_that_of_all_its_servers() {
    let s = seen(STATION, 3);
    let pieces: f64 = s.outcome.machines[..2].iter().map(|m| m.completed).sum();
    let defects = ["high:bore", "low:bore", "visual:look"];
    let defects: f64 = defects.iter().map(|k| s.total(&format!("defects_{k}"))).sum();
    // Two characteristics with one opportunity each: 10 % scratched, 1.5 % beyond the bore's limit.
    near(s.read("dpmo"), 1e6 * defects / (2.0 * pieces));
    assert!((s.read("dpmo") - 1e6 * (0.1 + 0.01513) / 2.0).abs() < 4000.0, "{}", s.read("dpmo"));
    near(s.read("cp"), 50.0 / 36.0);
    near(s.read("cpk"), 13.0 / 18.0);
    let fpy = s.total("first_pass:gate") / s.total("first_inspected:gate");
    near(s.read("station_first_pass_yield"), fpy);
    assert!((fpy - 0.9 * (1.0 - 0.01513)).abs() < 0.01, "{fpy}");
    near(s.read("station_rework_ratio"), s.total("reworks:gate") / pieces);
    for id in ["dpmo", "cp", "cpk", "station_first_pass_yield", "station_rework_ratio"] {
        let one = s.machine(id, 0);
        assert_eq!(one, s.machine(id, 1));
        near(one.unwrap(), s.read(id));
        assert!(s.read_in(id, Some(1)).is_ok());
    }
    // Everything is found at the first gate, so nothing is left for the second.
    near(s.read("rolled_throughput_yield"), fpy);
    assert_eq!(s.machine("station_first_pass_yield", 2), Ok(1.0));
    let none = Err(Absent::NotRecorded("characteristics of this station"));
    assert_eq!(s.machine("cpk", 2), none);
}

#[test]
fn a_search_for_a_cause_is_no_waiting_and_a_tool_change_no_maintenance() {
    let s = seen(
        "[machines.m]\ncycle = \"10 min\"\n\
         [quality.bore]\nat = \"m\"\nlower = -25\nupper = 25\nsigma = 6\n\
         tool = { life = 60, change = \"30 min\" }\n",
        1,
    );
    let sight = s.lens().line(&s.outcome, None).unwrap();
    let changes = s.total("tool_change_h:bore");
    assert!(changes > 20.0, "{changes}");
    near(sight.quality_stops(), changes);
    assert_eq!((sight.planned_work(), sight.waiting()), (0.0, 0.0));
    // Ten hours of work, half an hour for the tool.
    assert!((s.read("tpm_availability") - 10.0 / 10.5).abs() < 1e-3);
    near(s.read("tpm_performance"), sight.planned_run_h * sight.pieces / sight.productive());
    assert_eq!(s.read("maintenance_availability"), 1.0);
}

/// Jobs of one hour a piece; the second order waits for the first.
#[test]
fn c29_orders_are_counted_by_what_was_due() {
    let s = seen(
        "[machines.m]\n[products.a]\nroute = [{ station = \"m\", time = \"1 h\" }]\n\
         [orders]\nrecord = true\nbook = [\n\
         { name = \"1\", product = \"a\", quantity = 4, due = \"5 h\" },\n\
         { name = \"2\", product = \"a\", quantity = 6, due = \"8 h\" },\n\
         { name = \"3\", product = \"a\", quantity = 10, due = \"30 h\" },\n\
         { name = \"4\", product = \"a\", quantity = 30, release = \"29 d\", due = \"40 d\" },\n]\n",
        2,
    );
    near(s.read("orders_on_time_share"), 3.0 / 4.0);
    near(s.read("otif"), 3.0 / 4.0);
    near(s.read("schedule_attainment"), 44.0 / 50.0);
    // The fourth is due in the second month.
    near(s.read_in("otif", Some(0)).unwrap(), 2.0 / 3.0);
    near(s.read_in("schedule_attainment", Some(0)).unwrap(), 14.0 / 20.0);
    near(s.read_in("otif", Some(1)).unwrap(), 1.0);
    // Done after 4, 10 and 20 h, all released at 0; the fourth takes 30 h from its release on.
    near(s.read("order_cycle_time"), (4.0 + 10.0 + 20.0 + 30.0) / 4.0);
    near(s.read("good_per_year"), 50.0 * 6.0);
    let stock = s.total("shop_wip_ph:a") / s.outcome.elapsed_h;
    near(s.read("inventory_turns"), 300.0 / stock);
}

#[test]
fn an_order_short_of_a_piece_is_not_in_full() {
    let s = seen(
        "[machines.m]\n\
         [products.a]\nroute = [{ station = \"m\", time = \"1 min\", scrap = \"50 %\" }]\n\
         [orders]\nrecord = true\nbook = [\n\
         { name = \"1\", product = \"a\", quantity = 40, due = \"5 h\" },\n]\n",
        1,
    );
    let good = s.total("finished_pieces:a");
    assert!(0.0 < good && good < 40.0, "{good}");
    assert_eq!((s.read("orders_on_time_share"), s.read("otif")), (1.0, 0.0));
    near(s.read("schedule_attainment"), good / 40.0);
    near(s.read("plant_scrap_ratio"), 1.0 - good / 40.0);
}

#[test]
fn without_a_record_of_orders_there_is_no_otif() {
    let s = seen(
        "[machines.m]\n[products.a]\nroute = [{ station = \"m\", time = \"1 min\" }]\n\
         [orders]\nbook = [{ name = \"1\", product = \"a\", quantity = 4, due = \"5 h\" }]\n",
        1,
    );
    assert!(s.read_in("otif", None).is_err() && s.read_in("schedule_attainment", None).is_err());
    assert_eq!(s.read("orders_on_time_share"), 1.0);
}

/// 60 kW at work and a load of 30 kW: a piece a minute takes 1 + 0.5 kWh; one is in work at the end.
#[test]
fn c21_energy_per_piece_is_that_of_the_plant_once() {
    let s = seen(
        "[machines.m]\ncycle = \"1 min\"\npower = { processing = \"60 kW\", idle = \"6 kW\" }\n\
         [energy.loads.light]\nopen = \"30 kW\"\nclosed = \"30 kW\"\n",
        1,
    );
    let good = s.total("good");
    near(s.read("energy_per_good_piece"), 1.5 * (good + 1.0) / good);
}

#[test]
fn materials_count_alike_whatever_their_unit() {
    let s = seen(
        "[machines.m]\ncycle = \"1 h\"\n\
         [materials.a]\ninitial = 10\nsupplier = \"s\"\npolicy = { base_stock = 10 }\n\
         demand = { every = { exponential = { mean = \"1 d\" } } }\n\
         [materials.b]\ninitial = 3\nsupplier = \"s\"\npolicy = { base_stock = 3 }\n\
         demand = { every = { exponential = { mean = \"1 d\" } }, size = 2 }\n\
         [suppliers.s]\nlead = \"2 d\"\n",
        12,
    );
    let rate = |m: &str| s.total(&format!("filled:{m}")) / s.total(&format!("wanted:{m}"));
    near(s.read("fill_rate"), (rate("a") + rate("b")) / 2.0);
    assert!(rate("b") < rate("a"));
    let hours = s.outcome.elapsed_h;
    let out = |m: &str| s.total(&format!("stock_out_h:{m}")) / hours;
    near(s.read("stock_out_share"), (out("a") + out("b")) / 2.0);
    let turns =
        |m: &str| s.total(&format!("delivered:{m}")) / (s.total(&format!("stock_ph:{m}")) / hours);
    near(s.read("material_turns"), (turns("a") + turns("b")) / 2.0);
}
