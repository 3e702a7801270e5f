//! Lines that sleep give the outcome of the event list, whatever else happens in the plant.

use crate::outcome::Outcome;
use crate::plant::model::Plant;
use crate::{Phase, Replica};
use sim_core::{Limits, RunError, SimDuration, Stream, Streams};
use std::sync::Arc;

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

    /// Times in whole minutes, so that much falls on one instant, or drawn.
    fn time(&mut self, low: u32, high: u32, unit: &str) -> String {
        let mean = self.between(low, high);
        match self.between(0, 2) {
            0 => format!("{{ exponential = {{ mean = \"{mean} {unit}\" }} }}"),
            _ => format!("\"{mean} {unit}\""),
        }
    }

    fn machine(&mut self, name: &str, pace: &str) {
        let cycle = match pace {
            "" => self.time(2, 9, "min"),
            same => format!("\"{same} min\""),
        };
        self.say(&format!("[machines.{name}]\ncycle = {cycle}"));
        self.say_if(0.2, "scrap = \"3 %\"");
        self.say_if(0.2, "startup_scrap = { pieces = 2, after = \"1 h\" }");
        self.say_if(0.2, "defects = { probability = \"1 %\", growth = \"0.02 % per h\" }");
        self.say_if(0.2, "stops = [{ from = \"100 h\", to = \"103 h\" }]");
        let (every, lasts) = (self.time(1, 9, "h"), self.time(1, 9, "min"));
        self.say_if(0.3, &format!("minor_stops = {{ every = {every}, lasts = {lasts} }}"));
        let rule = self.pick(&["resume", "repeat", "scrap"]);
        self.say(&format!("part_at_failure = \"{rule}\""));
    }

    fn upkeep(&mut self, m: &str) {
        let clock = self.pick(&["operating", "operating", "calendar", "cycles"]);
        let unit = if clock == "cycles" { "pieces" } else { "h" };
        let life = self.time(20, 90, unit);
        self.say(&format!("[failures.{m}F]\nmachine = {m:?}\nclock = {clock:?}\nlife = {life}"));
        let warned = self.chance(0.4);
        if warned {
            self.say(&format!("warning = \"15 {unit}\""));
        }
        let repair = self.time(1, 4, "h");
        self.say(&format!("repair = {repair}"));
        self.say_if(0.2, "diagnosis = \"0.5 h\"");
        self.say_if(0.2, "scraps_part = \"50 %\"");
        self.say_if(0.3, "part = \"kit\"");
        let skill = self.pick(&["skill = \"fitter\"", "skill = \"fitter\"", ""]);
        self.say(skill);
        if self.chance(0.5) && clock == "operating" {
            let policy = self.pick(&["age", "operating", "calendar"]);
            self.say(&format!("[maintenance.{m}T]\non = [\"{m}F\"]\npolicy = {policy:?}"));
            self.say(&format!("every = \"24 h\"\nduration = \"1 h\"\n{skill}"));
        }
        if warned && clock != "cycles" && self.chance(0.6) {
            self.say(&format!("[predictive.{m}P]\non = [\"{m}F\"]\ndetection = \"80 %\""));
            self.say("delay = { uniform = { min = \"0 %\", max = \"60 %\" } }\nresponse = \"2 h\"");
            let alarms = "every = \"50 h\", stops = \"50 %\", stop = \"1 h\"";
            self.say_if(0.5, &format!("false_alarms = {{ {alarms} }}"));
        }
    }
}

/// Some lines, in which machines of one line may come before or after those of another.
fn draw(number: u64) -> String {
    let mut d = Draw(Streams::new(11, number).stream("plant", "draw"), String::new());
    let lines = d.between(1, 3);
    d.say("[plant]\nname = \"drawn\"\nstart = 2027-01-06\nconstraint = \"a0\"");
    let condition = d.pick(&["new", "in service"]);
    d.say(&format!("condition = {condition:?}"));
    let shifts = d.chance(0.4);
    if shifts {
        d.say("[calendar]\nshifts = [{ days = \"Mon-Fri\", from = \"06:00\", to = \"22:00\" }]");
        d.say_if(0.6, "breaks = [{ days = \"Mon-Fri\", from = \"12:00\", to = \"12:30\" }]");
    }
    let pace = d.pick(&["", "", "3"]);
    let lengths: Vec<u32> = (0..lines).map(|_| d.between(1, 6)).collect();
    let backwards = d.chance(0.3);
    for k in 0..6 {
        let k = if backwards { 5 - k } else { k };
        for (line, length) in ["a", "b", "c"].iter().zip(&lengths) {
            if k < *length {
                d.machine(&format!("{line}{k}"), pace);
            }
        }
    }
    for (line, length) in ["a", "b", "c"].iter().zip(&lengths) {
        for k in 1..*length {
            let (from, capacity) = (k - 1, d.between(1, 7));
            let initial = d.between(0, 3).min(capacity);
            d.say(&format!(
                "[buffers.{line}{from}{k}]\nfrom = \"{line}{from}\"\nto = \"{line}{k}\""
            ));
            d.say(&format!("capacity = {capacity}\ninitial = {initial}"));
        }
        for k in 0..*length {
            if d.chance(0.7) {
                d.upkeep(&format!("{line}{k}"));
            }
        }
    }
    let last = format!("a{}", lengths[0] - 1);
    d.say_if(
        0.3,
        &format!("[inspection]\nat = {last:?}\ndetects = \"80 %\"\nfalse_reject = \"2 %\""),
    );
    if d.1.contains("fitter") {
        let duty =
            d.pick(&["\"always\"", "\"plant shifts\"", "{ on = \"8 h\", period = \"24 h\" }"]);
        let off = d.pick(&["\"wait\"", "\"finish\"", "{ call_out = \"1 h\" }"]);
        let people = d.between(1, 2);
        d.say(&format!("[crews.fitters]\nskills = [\"fitter\"]\npeople = {people}"));
        d.say(&format!("duty = {duty}\noff_duty = {off}"));
    }
    if d.1.contains("\"kit\"") {
        d.say("[spares.kit]\nstock = 1\nlead = \"2 d\"");
    }
    if d.chance(0.3) {
        let weekly = d.between(300, 1500);
        d.say(&format!("[demand]\nweekly = \"{weekly} pieces\"\nbackorder = \"50 %\""));
        d.say("max_wait = \"2 weeks\"\nfinished_goods = { room = \"150 pieces\", initial = \"60 pieces\" }");
    }
    if d.chance(0.4) {
        for k in 0..lengths[0] {
            let (kw, idle) = (d.between(3, 40), d.between(0, 3));
            d.say(&format!(
                "[machines.a{k}.power]\nprocessing = \"{kw} kW\"\nidle = \"{idle} kW\""
            ));
            d.say("off_after = \"12 h\"\nstart_up_energy = \"7 kWh\"\nwarm_up = \"20 min\"");
        }
        d.say("[energy.loads.air]\nopen = \"9 kW\"\nclosed = \"3 kW\"\nfollowing = \"20 kW\"");
    }
    if d.chance(0.3) {
        let (every, lasts) = (d.time(20, 90, "h"), d.time(20, 90, "min"));
        d.say(&format!("[utilities.air]\nevery = {every}\nlasts = {lasts}\nhit = \"60 %\""));
    }
    d.1
}

/// Another phase of the same plant: other cycles, other places.
fn changed(text: &str) -> String {
    text.replace("cycle = \"3 min\"", "cycle = \"4 min\"")
        .replace("capacity = 7", "capacity = 3")
        .replace("capacity = 1", "capacity = 4")
}

fn plant(text: &str) -> Arc<Plant> {
    let read = Plant::from_toml("drawn", text.as_bytes());
    Arc::new(read.unwrap_or_else(|faults| panic!("{faults}\n{text}")).plant)
}

#[test]
fn a_sleeping_line_gives_the_outcome_of_the_event_list() {
    let limits = Limits::default();
    let mut slept = 0;
    for number in 0..200 {
        let text = draw(number);
        let plants = [plant(&text), plant(&changed(&text))];
        let phases: Vec<Phase> = (0..)
            .zip(&plants)
            .map(|(from_month, plant)| Phase { from_month, plant: plant.clone() })
            .collect();
        let mut sleeping = Replica::assemble(&plants[0]);
        let mut listed = Replica::assemble(&plants[0]).without_windows();
        let mut same = |run: &dyn Fn(&mut Replica) -> Result<Outcome, RunError>| {
            let (a, b) = (run(&mut listed), run(&mut sleeping));
            assert!(a == b, "plant {number}:\n{text}\n{a:#?}\n{b:#?}");
        };
        for k in 0..2 {
            same(&|replica| replica.run(&phases, 2, Streams::new(6, k), &limits));
        }
        let (warm_up, length) = (SimDuration::from_hours(333.3), SimDuration::from_hours(400.0));
        same(&|replica| replica.run_for(&plants[0], warm_up, length, Streams::new(7, 0), &limits));
        slept += u32::from(sleeping.has_slept());
    }
    assert!(slept > 150, "a line slept in {slept} of 200 plants");
}
