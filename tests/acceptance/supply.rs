//! Drawn supply: stocks of every kind around a line that takes and makes material, with parameters
//! that change in the middle of the run. The engine refuses a run in which a stock, an order or a
//! demand does not balance to the millionth; here it is given plants to do so.

use sim_core::{Limits, Stream, Streams};
use std::sync::Arc;
use twin_models::outcome::{Outcome, schema};
use twin_models::plant::model::Plant;
use twin_models::{Phase, Replica};

/// Draws a plant file.
struct Draw(Stream, String);

impl Draw {
    fn chance(&mut self, p: f64) -> bool {
        self.0.uniform() < p
    }
    fn between(&mut self, low: u32, high: u32) -> u32 {
        low + (self.0.uniform() * f64::from(high - low + 1)) as u32
    }
    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.between(0, from.len() as u32 - 1) as usize]
    }
    fn say(&mut self, text: &str) {
        self.1 += text;
        self.1.push('\n');
    }
    fn say_if(&mut self, p: f64, text: &str) {
        if self.chance(p) {
            self.say(text);
        }
    }

    fn supplier(&mut self, name: &str) {
        let lead =
            self.pick(&["\"0 h\"", "\"30 h\"", "{ lognormal = { mean = \"60 h\", cv = 1 } }"]);
        self.say(&format!("[suppliers.{name}]\nlead = {lead}\nexpedited_lead = \"0 h\""));
        self.say_if(0.4, "no_crossing = true");
        self.say_if(0.4, "delivers = { uniform = { min = \"80 %\", max = \"100 %\" } }");
        self.say_if(0.4, "bad = \"7 %\"");
        self.say_if(0.4, "capacity = \"40/h\"");
        self.say("[suppliers.NAME.outage]".replace("NAME", name).as_str());
        self.say("every = { exponential = { mean = \"150 h\" } }");
        self.say("lasts = { exponential = { mean = \"40 h\" } }");
        self.say_if(0.7, "known = \"70 %\"\nknown_after = \"5 h\"");
    }

    fn bought(&mut self, name: &str) {
        self.say(&format!("[materials.{name}]\nsupplier = \"one\"\ninitial = 60"));
        let policy = self.pick(&[
            "{ s_q = { reorder = 40, quantity = 70 } }",
            "{ s_q = { reorder = 40, quantity = 33.3, every = \"8 h\" } }",
            "{ s_s = { reorder = 50, up_to = 120 } }",
            "{ r_s = { every = \"24 h\", up_to = 200 } }",
            "{ base_stock = 90 }",
            "{ kanban = { cards = 5, size = 20 } }",
            "{ forecast = { every = \"24 h\", error = \"40 %\", service = \"90 %\", use = \"3/h\" } }",
        ]);
        self.say(&format!("policy = {policy}"));
        self.say_if(0.4, "order_at_least = 25");
        self.say_if(0.4, "order_multiple = 10");
        self.say_if(0.5, "expedite_below = 15");
        let when = self.pick(&["when = \"outage\"", "when = \"low\", below = 20"]);
        self.say_if(0.5, &format!("alternates = [{{ supplier = \"two\", {when} }}]"));
        let reviewed = policy.contains("every");
        let lag = if reviewed { ", lag = \"10 h\"" } else { "" };
        self.say_if(0.4, &format!("record = {{ error = \"10 %\", count = \"50 h\"{lag} }}"));
        self.customers(0.5);
    }

    fn customers(&mut self, p: f64) {
        let backorder = self.pick(&["100 %", "0 %", "60 %"]);
        let size = self.pick(&["1", "{ uniform = { min = 0, max = 5 } }"]);
        let every = "every = { exponential = { mean = \"2 h\" } }";
        self.say_if(
            p,
            &format!("demand = {{ {every}, size = {size}, backorder = \"{backorder}\" }}"),
        );
    }
}

fn draw(number: u64) -> String {
    let mut d = Draw(Streams::new(15, number).stream("plant", "draw"), String::new());
    d.say("[plant]\nname = \"drawn\"\nstart = 2027-01-06\nconstraint = \"a\"");
    d.say_if(0.3, "flow = \"lot\"\nlot = 2");
    if d.chance(0.5) {
        d.say("[calendar]\nshifts = [{ days = \"Mon-Fri\", from = \"06:00\", to = \"22:00\" }]");
    }
    d.say("[machines.a]\ncycle = { exponential = { mean = \"20 min\" } }\nconsumes = { x = 1.5 }");
    d.say_if(0.3, "servers = 2");
    d.say("[machines.b]\ncycle = \"15 min\"");
    d.say_if(0.5, "consumes = { y = 2, x = 0.25 }");
    d.say_if(0.3, "scrap = \"5 %\"\npart_at_failure = \"scrap\"");
    let makes = d.chance(0.7);
    d.say(if makes { "makes = \"z\"" } else { "" });
    d.say("[machines.c]\ncycle = \"25 min\"\nconsumes = { z = 1 }");
    d.say_if(0.5, "makes = \"w\"");
    d.say("[buffers.ab]\nfrom = \"a\"\nto = \"b\"\ncapacity = 80");
    d.say("[failures.f]\nmachine = \"b\"\nlife = { exponential = { mean = \"30 h\" } }\nrepair = \"4 h\"");
    d.supplier("one");
    d.supplier("two");
    d.bought("x");
    d.bought("y");
    d.say("[materials.z]\ninitial = 20");
    let policy = d.pick(&[
        "\"none\"",
        "{ base_stock = 30 }",
        "{ s_s = { reorder = 10, up_to = 40 } }",
        "{ forecast = { every = \"24 h\", lead = \"9 h\", error = \"40 %\", service = \"90 %\", use = \"2/h\" } }",
    ]);
    d.say(if makes { "policy = POLICY" } else { "" }.replace("POLICY", policy).as_str());
    d.customers(0.5);
    d.say("[materials.w]\nfrom = \"x\"\ntransport = \"6 h\"\npolicy = { base_stock = 12 }");
    d.customers(1.0);
    if d.1.contains("makes = \"w\"") {
        d.1 = d.1.replace("from = \"x\"\ntransport = \"6 h\"\n", "");
    }
    d.1
}

fn read(number: u64, text: &str) -> Arc<Plant> {
    let read = Plant::from_toml("drawn", text.as_bytes());
    Arc::new(read.unwrap_or_else(|faults| panic!("plant {number}: {faults}\n{text}")).plant)
}

fn sum(plant: &Plant, outcome: &Outcome, key: &str) -> f64 {
    let schema = schema(plant);
    let at = schema.iter().position(|q| q.key == key).unwrap_or_else(|| panic!("no {key}"));
    outcome.monthly.chunks(schema.len()).map(|month| month[at]).sum()
}

#[test]
fn stocks_orders_and_demands_balance_in_every_plant() {
    let mut seen = [0; 8];
    for number in 0..300 {
        let text = draw(number);
        let plant = read(number, &text);
        let later = text.replace("mean = \"2 h\"", "mean = \"1 h\"").replace("= 70", "= 90");
        let later = later.replace("\"24 h\"", "\"30 h\"").replace("x = 1.5", "x = 1");
        let phases = [
            Phase { from_month: 0, plant: plant.clone() },
            Phase { from_month: 1, plant: read(number, &later) },
        ];
        let luck = Streams::new(6, number);
        let mut replica = Replica::assemble(&plant);
        let outcome = replica.run(&phases, 3, luck, &Limits::default());
        let outcome = outcome.unwrap_or_else(|error| panic!("plant {number}: {error}\n{text}"));
        let names = schema(&plant);
        for (at, value) in outcome.monthly.iter().enumerate() {
            let key = &names[at % names.len()].key;
            assert!(*value >= 0.0, "plant {number}: {key} is {value}\n{text}");
        }
        let clock: i64 = (outcome.elapsed_h * 3.6e9).round() as i64;
        assert!(outcome.machines.iter().all(|m| m.ticks.iter().sum::<i64>() == clock));
        for m in &plant.materials {
            let of = |key: &str| sum(&plant, &outcome, &format!("{key}:{}", m.name));
            let hours = outcome.elapsed_h + 1e-9;
            assert!(of("stock_out_h") <= hours && of("owed_h") <= hours, "{text}");
            assert!(of("filled") <= of("delivered") + 1e-9, "{text}");
            assert!(of("expedited") <= of("ordered") && of("premium") <= of("ordered"), "{text}");
            for (n, key) in
                ["expedited", "premium", "rejected", "lost", "made", "used", "passed_on"]
                    .into_iter()
                    .enumerate()
            {
                seen[n] += usize::from(of(key) > 0.0);
            }
            seen[7] += usize::from(of("owed_ph") > 0.0);
        }
        // The same replica again: nothing is left of the run before.
        let again = replica.run(&phases, 3, luck, &Limits::default()).expect("it ran before");
        assert_eq!(again, outcome, "plant {number}");
    }
    assert!(seen.iter().all(|n| *n > 30), "hardly any of some kind: {seen:?}");
}
