//! Nothing is lost or made from nothing, in plants of every kind.
//!
//! The engine itself refuses a run whose pieces, goods, people or states do not balance; here it is
//! given plants to do so, and the time of every machine is accounted for from outside.

use crate::drawn_quality::with_quality;
use sim_core::{Limits, Stream, Streams};
use std::fmt::Write;
use std::sync::Arc;
use twin_models::outcome::{Outcome, RootKind, schema};
use twin_models::plant::model::Plant;
use twin_models::state::{E10, Leaf};
use twin_models::{Phase, Replica};

/// Draws a plant file; people at machines by a stream of their own.
pub(crate) struct Draw(pub(crate) Stream, pub(crate) String, pub(crate) Stream);

impl Draw {
    pub(crate) fn chance(&mut self, p: f64) -> bool {
        self.0.uniform() < p
    }
    pub(crate) fn between(&mut self, low: u32, high: u32) -> u32 {
        low + (self.0.uniform() * f64::from(high - low + 1)) as u32
    }
    pub(crate) fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.between(0, from.len() as u32 - 1) as usize]
    }
    pub(crate) fn say(&mut self, text: &str) {
        self.1 += text;
        self.1.push('\n');
    }
    pub(crate) fn say_if(&mut self, p: f64, text: &str) {
        if self.chance(p) {
            self.say(text);
        }
    }

    fn machine(&mut self, name: &str, more: &str) {
        let cycle = self.between(2, 9);
        let law = self.pick(&["\"C min\"", "{ exponential = { mean = \"C min\" } }"]);
        let law = law.replace('C', &cycle.to_string());
        self.say(&format!("[machines.{name}]\ncycle = {law}\n{more}"));
        let servers = self.between(1, 3);
        self.say_if(0.2, &format!("servers = {servers}"));
        self.say_if(0.3, "scrap = \"3 %\"");
        self.say_if(0.3, "startup_scrap = { pieces = 2, after = \"1 h\" }");
        self.say_if(0.3, "defects = { probability = \"1 %\", growth = \"0.02 % per h\" }");
        self.say_if(0.3, "stops = [{ from = \"100 h\", to = \"103 h\" }]");
        self.say_if(
            0.3,
            "minor_stops = { every = { exponential = { mean = \"2 h\" } }, lasts = \"3 min\" }",
        );
        let rule = self.pick(&["resume", "repeat", "scrap"]);
        self.say(&format!("part_at_failure = \"{rule}\""));
        self.staffing();
    }

    /// People at some machines.
    fn staffing(&mut self) {
        let mut some = |p: f64, text: &str| {
            if self.2.uniform() < p {
                self.1 += text;
            }
        };
        some(0.15, "operator = { skill = \"hand\", share = \"50 %\" }\n");
        some(0.2, "unattended = true\n");
        some(0.2, "shift_end = \"finish\"\n");
        some(0.1, "cleared_by = \"hand\"\n");
        some(0.1, "set_up_by = { skill = \"hand\", people = 2 }\n");
    }

    /// Those who are asked for.
    fn hands(&mut self) {
        if self.1.contains("\"hand\"") {
            let duty = if self.2.uniform() < 0.5 { "always" } else { "plant shifts" };
            let shift = |from: &str, to: &str, people: u32| {
                format!("{{ days = \"Mon-Sun\", from = {from:?}, to = {to:?}, people = {people} }}")
            };
            let (early, late) = (shift("00:00", "12:00", 2), shift("12:00", "24:00", 1));
            let people = match self.2.uniform() < 0.5 {
                true => "2".to_owned(),
                false => format!("[{early}, {late}]\nabsence = \"10 %\""),
            };
            self.say("[crews.hands]\nskills = [\"hand\"]");
            self.say(&format!("people = {people}\nduty = {duty:?}"));
        }
    }

    fn buffer(&mut self, name: &str, from: &str, to: &str) {
        let (capacity, initial) = (self.between(0, 5), self.between(0, 3));
        self.say(&format!("[buffers.{name}]\n{from}to = {to}\ncapacity = {capacity}"));
        self.say(&format!("initial = {}", initial.min(capacity)));
    }

    /// Serial, merging, assembling or splitting. Returns the machines.
    fn flow(&mut self) -> Vec<&'static str> {
        match self.between(0, 3) {
            0 => {
                let names = ["a", "b", "c", "d"];
                let n = self.between(1, 4) as usize;
                names[..n].iter().for_each(|m| self.machine(m, ""));
                for pair in names[..n].windows(2) {
                    let (from, to) = (format!("from = {:?}\n", pair[0]), format!("{:?}", pair[1]));
                    self.buffer(&format!("{}{}", pair[0], pair[1]), &from, &to);
                }
                if self.chance(0.4) {
                    self.buffer("raw", "", "\"a\"");
                    let full = self.pick(&["wait", "lost"]);
                    let every = "every = { exponential = { mean = \"5 min\" } }";
                    self.say(&format!("[sources.in]\nto = \"raw\"\n{every}\nwhen_full = {full:?}"));
                }
                names[..n].to_vec()
            }
            1 => {
                let takes = self.pick(&["takes = \"any\"\n", "takes = \"each\"\n"]);
                self.machine("a", "");
                self.machine("b", "");
                self.machine("c", takes);
                self.buffer("ac", "from = \"a\"\n", "\"c\"");
                self.buffer("bc", "from = \"b\"\n", "\"c\"");
                vec!["a", "b", "c"]
            }
            2 => {
                self.machine("a", "");
                self.machine("b", "");
                self.machine("c", "");
                self.buffer("shared", "from = [\"a\", \"b\"]\n", "\"c\"");
                vec!["a", "b", "c"]
            }
            _ => {
                let split = self.pick(&["", "split = { ab = \"60 %\", ac = \"40 %\" }\n"]);
                self.machine("a", split);
                self.machine("b", "");
                self.machine("c", "");
                self.machine("d", "");
                self.buffer("ab", "from = \"a\"\n", "\"b\"");
                self.buffer("ac", "from = \"a\"\n", "\"c\"");
                self.buffer("bd", "from = \"b\"\n", "\"d\"");
                self.buffer("cd", "from = \"c\"\n", "\"d\"");
                vec!["a", "b", "c", "d"]
            }
        }
    }

    /// What repairs leave of the age.
    fn effects(&mut self, unit: &str) {
        if self.chance(0.3) {
            let effect = self.pick(&[
                "{ kijima_1 = 0.2 }",
                "{ kijima_2 = 0.5 }",
                "{ brown_proschan = 0.7 }",
            ]);
            self.say(&format!("age = \"new\"\neffect = {effect}"));
        }
        self.say_if(0.3, &format!("induced = {{ chance = \"5 %\", life = \"20 {unit}\" }}"));
    }

    fn upkeep(&mut self, machines: &[&str], slots: bool) {
        let mut skilled = false;
        let mut parts = false;
        for m in machines {
            if !self.chance(0.7) {
                continue;
            }
            let clock = self.pick(&["operating", "calendar", "cycles"]);
            let unit = if clock == "cycles" { "pieces" } else { "h" };
            let life = self.between(40, 300);
            self.say(&format!("[failures.{m}1]\nmachine = {m:?}\nclock = {clock:?}"));
            let degrades = self.chance(0.25);
            let warned = degrades || self.chance(0.5);
            if degrades {
                let grows = format!("fails_at = 10, reached_in = \"{life} {unit}\", scale = 1");
                self.say(&format!("degrades = {{ gamma = {{ {grows} }}, visible_at = 6 }}"));
                self.say("age = \"new\"");
            } else {
                self.say(&format!(
                    "life = {{ weibull = {{ shape = 2, mean = \"{life} {unit}\" }} }}"
                ));
                if warned {
                    self.say(&format!("warning = \"30 {unit}\""));
                }
                self.effects(unit);
            }
            self.say("repair = { lognormal = { mean = \"4 h\", cv = 1 } }");
            self.say_if(0.3, "diagnosis = \"0.5 h\"");
            self.say_if(0.3, "restart = \"0.5 h\"");
            if self.chance(0.2) {
                self.say("units = { of = 3, needed = 2 }");
            } else {
                self.say_if(0.3, "scraps_part = \"50 %\"");
            }
            let skill = self.chance(0.7);
            skilled |= skill;
            let skill = if skill { "skill = \"fitter\"" } else { "" };
            self.say(skill);
            if self.chance(0.4) {
                parts = true;
                self.say("part = \"kit\"");
            }
            if self.chance(0.4) && clock == "operating" {
                let policies = ["age", "operating", "calendar", "opportunity", "condition"];
                let policy = self.pick(&policies[..if degrades { 5 } else { 4 }]);
                let windows: &[&str] = if slots { &["any", "planned slot"] } else { &["any"] };
                let window = self.pick(windows);
                self.say(&format!("[maintenance.{m}1]\non = [\"{m}1\"]\npolicy = {policy:?}"));
                self.say(&format!("every = \"60 h\"\nduration = \"1 h\"\nwindow = {window:?}"));
                self.say_if(0.3, "set_up = \"0.5 h\"");
                match policy {
                    "condition" => self.say("level = { from = 5, sd = 0.5, back_to = 1 }"),
                    _ if policy == "opportunity" || self.chance(0.4) => {
                        let stops = machines.join("\", \"");
                        let outside = self.pick(&["", ", outside = \"45 h\""]);
                        self.say(&format!(
                            "opportunities = {{ stops = [\"{stops}\"], from = \"50 %\"{outside} }}"
                        ));
                    }
                    _ => {}
                }
                self.say(skill);
            }
            if warned && self.chance(0.6) && clock != "cycles" {
                self.say(&format!("[predictive.{m}1]\non = [\"{m}1\"]\ndetection = \"80 %\""));
                self.say("delay = { uniform = { min = \"0 %\", max = \"60 %\" } }");
                self.say("response = \"2 h\"\nsensor_uptime = \"90 %\"");
                let every = "every = { exponential = { mean = \"90 h\" } }";
                self.say_if(
                    0.5,
                    &format!("false_alarms = {{ {every}, stops = \"50 %\", stop = \"1 h\" }}"),
                );
            }
        }
        if skilled {
            let duty = self.pick(&[
                "\"always\"",
                "\"plant shifts\"",
                "{ on = \"8 h\", period = \"24 h\" }",
            ]);
            let off = self.pick(&["\"wait\"", "\"finish\"", "{ call_out = \"1 h\" }"]);
            self.say("[crews.fitters]\nskills = [\"fitter\"]\npeople = 1");
            self.say(&format!("duty = {duty}\noff_duty = {off}"));
        }
        if parts {
            let stock = self.between(0, 1);
            self.say(&format!("[spares.kit]\nstock = {stock}\nlead = \"5 d\""));
            self.say_if(0.5, "emergency_lead = \"1 d\"");
        }
    }
}

impl Draw {
    /// Electricity, sleep, shared services and attacks.
    fn services(&mut self, machines: &[&str]) {
        let wakes = !self.1.contains("[changeovers]") && self.chance(0.5);
        // A machine that waits for its operator cannot sleep.
        let sleeps = wakes && !self.1.contains("operator = ");
        if self.chance(0.4) {
            for m in machines {
                let (kw, idle) = (self.between(5, 40), self.between(1, 5));
                self.say(&format!("[machines.{m}.power]\nprocessing = \"{kw} kW\""));
                self.say(&format!(
                    "idle = \"{idle} kW\"\nsetup = \"3 kW\"\nmaintenance = \"900 W\""
                ));
                self.say("start_up_energy = \"2 kWh\"\nwarm_up = \"10 min\"\noff = \"0.2 kW\"");
                let after = self.pick(&["3 min", "30 min", "never"]);
                if sleeps {
                    self.say(&format!("sleep_after = {after:?}"));
                }
                let off = self.pick(&["0 h", "10 h"]);
                self.say(&format!("off_after = {off:?}"));
            }
            self.say_if(0.5, "[energy]\nstagger = \"20 min\"\nemission_factor = \"0.4 kg/kWh\"");
            self.say(
                "[energy.loads.air]\nopen = \"9 kW\"\nclosed = \"3 kW\"\nfollowing = \"20 kW\"",
            );
        }
        let every = self.between(50, 300);
        self.say_if(
            0.3,
            &format!(
                "[utilities.mains]\nevery = {{ exponential = {{ mean = \"{every} h\" }} }}\n\
             lasts = {{ lognormal = {{ mean = \"2 h\", cv = 1 }} }}\nhit = \"70 %\""
            ),
        );
        self.say_if(
            0.2,
            "[cyber]\nper_year = 20\nencryption = \"60 %\"\nspread = \"50 %\"\nlasts = \"30 h\"",
        );
    }
}

pub(crate) fn draw(number: u64) -> String {
    let stream = |purpose| Streams::new(5, number).stream("plant", purpose);
    let mut d = Draw(stream("draw"), String::new(), stream("people"));
    d.say("[plant]\nname = \"drawn\"\nstart = 2027-01-06\nconstraint = \"a\"");
    let condition = d.pick(&["new", "in service"]);
    d.say(&format!("condition = {condition:?}"));
    let shifts = d.chance(0.6);
    let slots = shifts && d.chance(0.6);
    let overtime = shifts && d.chance(0.4);
    if shifts {
        d.say("[calendar]\nshifts = [{ days = \"Mon-Fri\", from = \"06:00\", to = \"22:00\" }]");
        d.say_if(0.6, "breaks = [{ days = \"Mon-Fri\", from = \"12:00\", to = \"12:30\" }]");
        d.say_if(0.4, "closed = [\"2027-01-20..2027-01-22\"]");
    }
    if slots {
        d.say("planned_slots = [{ days = \"Mon\", from = \"06:00\", to = \"08:00\" }]");
    }
    if overtime {
        let hours = "days = \"Sat\", from = \"06:00\", to = \"14:00\"";
        d.say(&format!("overtime = {{ {hours}, when_below = \"0.5 weeks\" }}"));
    }
    let machines = d.flow();
    let last = machines.last().copied().unwrap_or("a");
    if d.chance(0.5) {
        d.say(&format!("[inspection]\nat = {last:?}\ndetects = \"80 %\"\nfalse_reject = \"2 %\""));
    }
    if d.chance(0.3) {
        let some = d.pick(&["", "stations = [\"a\"]\n"]);
        let every = d.between(4, 40);
        d.say(&format!("[changeovers]\nevery = \"{every} h\"\n{some}[changeovers.kinds.one]"));
        d.say("lasts = { lognormal = { mean = \"1 h\", cv = 1 } }\ntimes = 2\nscrap = 3");
        d.say("[changeovers.kinds.two]\nlasts = \"3 h\"");
    }
    d.upkeep(&machines, slots);
    d.hands();
    if overtime || d.chance(0.4) {
        let weekly = d.between(200, 900);
        d.say(&format!("[demand]\nweekly = \"{weekly} pieces\"\ncv = 0.2\nbackorder = \"50 %\""));
        d.say("max_wait = \"2 weeks\"");
        d.say_if(0.6, "finished_goods = { room = \"150 pieces\", initial = \"60 pieces\" }");
    }
    d.services(&machines);
    d.1
}

/// What is wrong with the accounts of a run.
pub(crate) fn faults(plant: &Plant, outcome: &Outcome) -> String {
    let mut faults = String::new();
    let clock = (outcome.elapsed_h * 3.6e9).round() as i64;
    for (k, (machine, seen)) in plant.machines.iter().zip(&outcome.machines).enumerate() {
        let total: i64 = seen.ticks.iter().sum();
        let closed = |l: &&Leaf| l.e10() == E10::NST;
        let outside: i64 = Leaf::ALL.iter().filter(closed).map(|l| seen.ticks[*l as usize]).sum();
        let lost = outcome.losses.iter().filter(|l| l.victim == k as u32).map(|l| l.ticks);
        let (lost, run) = (lost.sum::<i64>(), seen.ticks[Leaf::Run as usize]);
        let name = &machine.name;
        if total != clock {
            write!(faults, "{name}: states {total}, clock {clock}; ").expect("text");
        }
        if lost != total - outside - run {
            let should = total - outside - run;
            write!(faults, "{name}: {lost} lost, {should} not productive; ").expect("text");
        }
        if seen.ticks.iter().any(|t| *t < 0) || seen.completed < seen.scrapped {
            write!(faults, "{name}: {seen:?}; ").expect("text");
        }
        if !(0.0..=1.0).contains(&(seen.holding_finished + seen.holding_nothing)) {
            write!(faults, "{name}: holds {seen:?}; ").expect("text");
        }
    }
    let schema = schema(plant);
    for (at, value) in outcome.monthly.iter().enumerate() {
        if value.is_nan() || *value < -1e-9 {
            write!(faults, "{} is {value}; ", schema[at % schema.len()].key).expect("text");
        }
    }
    faults
}

/// The same at rates; arrivals by chance are made constant.
#[test]
fn rates_balance_in_every_plant() {
    let mut months_with_output = 0;
    for number in 0..600 {
        let text = draw(number);
        let text =
            text.replace("every = { exponential = { mean = \"5 min\" } }", "every = \"5 min\"");
        let text = text.replace("cleared_by = \"hand\"", "");
        let awake = text.lines().filter(|line| !line.starts_with("sleep_after"));
        let text = awake.collect::<Vec<_>>().join("\n");
        for folding in ["folded", "events"] {
            let flow = format!("condition\nflow = \"rate\"\nminor_stops = {folding:?}");
            let (head, rest) = text.split_once("condition").expect("a plant");
            let text =
                format!("{head}{}{rest}", flow.replacen("condition\n", "", 1) + "\ncondition");
            let read = Plant::from_toml("drawn", text.as_bytes());
            let read = read.unwrap_or_else(|faults| panic!("plant {number}: {faults}\n{text}"));
            let phases = [Phase { from_month: 0, plant: Arc::new(read.plant.clone()) }];
            let luck = Streams::new(6, number);
            let outcome = Replica::assemble(&read.plant).run(&phases, 2, luck, &Limits::default());
            let outcome = outcome.unwrap_or_else(|error| panic!("plant {number}: {error}\n{text}"));
            let faults = faults(&read.plant, &outcome);
            assert!(faults.is_empty(), "plant {number}: {faults}\n{text}");
            let row = outcome.monthly.len() / 2;
            months_with_output += (0..2).filter(|m| outcome.monthly[m * row + 2] > 0.0).count();
        }
    }
    assert!(months_with_output > 2200, "{months_with_output} of 2400 months have an output");
}

#[test]
fn pieces_and_hours_balance_in_every_plant() {
    let mut months_with_output = 0;
    let mut hours = [0_i64; Leaf::COUNT];
    let mut kinds = std::collections::BTreeSet::new();
    for number in 0..600 {
        let text = with_quality(number, draw(number));
        let read = Plant::from_toml("drawn", text.as_bytes());
        let plant = read.unwrap_or_else(|faults| panic!("plant {number}: {faults}\n{text}")).plant;
        let phases = [Phase { from_month: 0, plant: Arc::new(plant.clone()) }];
        let luck = Streams::new(6, number);
        let outcome = Replica::assemble(&plant).run(&phases, 2, luck, &Limits::default());
        let outcome = outcome.unwrap_or_else(|error| panic!("plant {number}: {error}\n{text}"));
        let faults = faults(&plant, &outcome);
        assert!(faults.is_empty(), "plant {number}: {faults}\n{text}");
        let row = outcome.monthly.len() / 2;
        for seen in &outcome.machines {
            hours.iter_mut().zip(&seen.ticks).for_each(|(sum, t)| *sum += t);
        }
        kinds.extend(outcome.losses.iter().map(|l| l.kind));
        months_with_output += (0..2).filter(|m| outcome.monthly[m * row + 2] > 0.0).count();
    }
    assert!(months_with_output > 1100, "{months_with_output} of 1200 months have an output");
    // The plants are varied enough to see every state and every kind of loss.
    let never = Leaf::ALL.iter().filter(|l| hours[**l as usize] == 0);
    let never: Vec<&str> = never.map(|l| l.code()).collect();
    assert!(never.is_empty(), "no machine was ever {never:?}");
    assert_eq!(kinds.len(), RootKind::ALL.len(), "{kinds:?}");
}
