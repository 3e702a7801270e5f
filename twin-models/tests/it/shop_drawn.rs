//! Nothing is lost or made from nothing, in shops of every kind; luck belongs to the orders.

use sim_core::{Limits, Stream, Streams};
use std::sync::Arc;
use twin_models::outcome::{Outcome, schema};
use twin_models::plant::model::Plant;
use twin_models::state::{E10, Leaf};
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
}

/// A shop of four stations, with a small line beside it now and then.
fn draw(number: u64) -> String {
    let mut d = Draw(Streams::new(9, number).stream("shop", "draw"), String::new());
    d.say("[plant]\nname = \"drawn\"\nstart = 2027-01-06\nconstraint = \"m0\"");
    if d.chance(0.6) {
        d.say("[calendar]\nshifts = [{ days = \"Mon-Fri\", from = \"06:00\", to = \"22:00\" }]");
        d.say_if(0.5, "breaks = [{ days = \"Mon-Fri\", from = \"12:00\", to = \"12:30\" }]");
        d.say_if(0.3, "closed = [\"2027-01-20..2027-01-22\"]");
    }
    let families = ["x", "x", "y"];
    for m in 0..4 {
        d.say(&format!("[machines.m{m}]\ncycle = {{ exponential = {{ mean = \"5 min\" }} }}"));
        let servers = d.between(1, 3);
        d.say_if(0.3, &format!("servers = {servers}"));
        d.say_if(0.3, "stops = [{ from = \"100 h\", to = \"103 h\" }]");
        let minor = "every = { exponential = { mean = \"2 h\" } }, lasts = \"3 min\"";
        d.say_if(0.3, &format!("minor_stops = {{ {minor} }}"));
        let rule = d.pick(&[
            "first come",
            "due date",
            "shortest",
            "critical ratio",
            "slack per operation",
            "avoid set-ups\"\nlook_ahead = \"2 d",
        ]);
        d.say(&format!("[machines.m{m}.shop]\ndispatch = \"{rule}\""));
        d.say_if(0.3, "priority_first = true");
        let pair = "pairs = [{ from = \"x\", to = \"y\", lasts = \"2 h\", scrap = 2 }]";
        let law = "{ lognormal = { mean = \"40 min\", cv = 0.5 } }";
        d.say_if(
            0.5,
            &format!(
                "set_up = {{ other_family = {law}, same_family = \"9 min\", scrap = 1, {pair} }}"
            ),
        );
        d.say_if(0.2, "batch = { at_least = 15, at_most = 60, max_wait = \"5 h\" }");
    }
    for (p, family) in families.iter().enumerate() {
        d.say(&format!("[products.p{p}]\nfamily = {family:?}"));
        let lot = d.between(3, 12);
        d.say_if(0.4, &format!("transfer_lot = {lot}"));
        d.say_if(0.3, "after = { exponential = { mean = \"8 h\" } }");
        let steps: Vec<String> = (0..d.between(1, 4)).map(|_| step(&mut d)).collect();
        d.say(&format!("route = [{}]", steps.join(", ")));
        if p == 0 {
            let reorder = d.between(0, 40);
            d.say_if(0.5, "gives = { part = { pieces = 2, usable = \"60 %\" } }");
            d.say_if(0.7, "parts = { part = 2 }");
            d.say(&format!(
                "[products.part]\nroute = [{{ station = \"m3\", scrap = \"5 %\" }}]\n\
                 store = {{ reorder_at = {reorder}, order = 25, initial = 30, lead = \"2 d\" }}"
            ));
        }
    }
    // Every machine stands in a route.
    let all: Vec<String> = (0..4).map(|m| format!("{{ station = \"m{m}\" }}")).collect();
    d.say(&format!("[products.all]\nroute = [{}]", all.join(", ")));
    let hours = d.between(2, 9);
    let clock = d.pick(&["calendar", "working days"]);
    d.say(&format!("[orders]\nrecord = true\nclock = \"{clock}\""));
    d.say(&format!("every = {{ exponential = {{ mean = \"{hours} h\" }} }}"));
    d.say_if(0.3, "at_most_in_process = 4");
    d.say_if(0.3, "at_most_of_family = { y = 2 }");
    d.say_if(0.3, "kanban.loop = { from = \"m0\", to = \"m1\", cards = 2 }");
    d.say_if(0.4, "cancel = { after = \"2 d\", per_day = \"20 %\" }\nlate_at_most = \"5 d\"");
    let [first, second] = [("A", "p1"), ("B", "all")].map(|(name, product)| {
        let rest = "quantity = 70, release = \"3 d\", due = \"9 d\"";
        format!("{{ name = \"{name}\", product = \"{product}\", {rest} }}")
    });
    d.say(&format!("book = [{first}, {second}]"));
    for (p, share) in [(0, 50), (1, 30), (2, 20)] {
        let quantity = "{ lognormal = { mean = \"12 pieces\", cv = 0.7 } }";
        d.say(&format!("[orders.mix.p{p}]\nshare = \"{share} %\"\nquantity = {quantity}"));
        d.say("lead = { uniform = { min = \"1 d\", max = \"6 d\" } }");
        let priority = d.between(1, 9);
        d.say(&format!("priority = {priority}"));
    }
    if d.chance(0.4) {
        d.say("[machines.a]\ncycle = \"3 min\"\n[machines.b]\ncycle = \"3 min\"");
        d.say("[buffers.ab]\nfrom = \"a\"\nto = \"b\"\ncapacity = 4");
    }
    for m in 0..4 {
        let clock = d.pick(&["operating", "calendar", "cycles"]);
        let unit = if clock == "cycles" { "pieces" } else { "h" };
        if d.chance(0.5) {
            d.say(&format!("[failures.f{m}]\nmachine = \"m{m}\"\nclock = {clock:?}"));
            d.say(&format!("life = {{ weibull = {{ shape = 2, mean = \"150 {unit}\" }} }}"));
            d.say("repair = { lognormal = { mean = \"4 h\", cv = 1 } }");
        }
    }
    d.1
}

fn step(d: &mut Draw) -> String {
    let m = d.between(0, 3);
    let mut text = format!("{{ station = \"m{m}\"");
    if d.chance(0.5) {
        text += ", time = { lognormal = { mean = \"6 min\", cv = 0.4 } }, per_job = \"10 min\"";
    }
    if d.chance(0.3) {
        text += &format!(", alternates = [\"m{}\"]", (m + 1) % 4);
    }
    if d.chance(0.3) {
        text += ", scrap = \"4 %\"";
    }
    if d.chance(0.3) {
        text += &format!(", rework = {{ to = \"m{m}\", probability = \"20 %\", at_most = 2 }}");
    }
    text + " }"
}

fn run(number: u64, text: &str) -> (Plant, Outcome) {
    let read = Plant::from_toml("drawn", text.as_bytes());
    let plant = read.unwrap_or_else(|faults| panic!("shop {number}: {faults}\n{text}")).plant;
    let phases = [0, 1].map(|from_month| Phase { from_month, plant: Arc::new(plant.clone()) });
    let luck = Streams::new(6, number);
    let outcome = Replica::assemble(&plant).run(&phases, 2, luck, &Limits::default());
    let outcome = outcome.unwrap_or_else(|error| panic!("shop {number}: {error}\n{text}"));
    (plant, outcome)
}

#[test]
fn orders_and_hours_balance_in_every_shop() {
    let (mut sums, mut set_up) = ([0.0; 6], 0);
    let keys = [
        "orders_finished",
        "orders_late",
        "orders_cancelled",
        "scrapped_pieces:p1",
        "store_taken:part",
        "store_gained:part",
    ];
    for number in 0..250 {
        let text = draw(number);
        let (plant, outcome) = run(number, &text);
        let clock = (outcome.elapsed_h * 3.6e9).round() as i64;
        for (k, seen) in (0..).zip(&outcome.machines) {
            let closed = |l: &&Leaf| l.e10() == E10::NST;
            let outside: i64 =
                Leaf::ALL.iter().filter(closed).map(|l| seen.ticks[*l as usize]).sum();
            let lost =
                outcome.losses.iter().filter(|l| l.victim == k).map(|l| l.ticks).sum::<i64>();
            let productive = seen.ticks[Leaf::Run as usize];
            assert_eq!(lost, clock - outside - productive, "shop {number}, machine {k}\n{text}");
            assert_eq!(seen.ticks.iter().sum::<i64>(), clock, "shop {number}\n{text}");
            assert!(seen.completed >= seen.scrapped, "shop {number}\n{text}");
            set_up += seen.ticks[Leaf::Setup as usize];
        }
        let fine = |v: &f64| v.is_finite() && *v >= -1e-9;
        assert!(outcome.monthly.iter().all(fine), "shop {number}\n{text}");
        let schema = schema(&plant);
        for (sum, key) in sums.iter_mut().zip(keys) {
            let at = schema.iter().position(|q| q.key == key);
            let at = at.unwrap_or_else(|| panic!("no {key}"));
            *sum += (0..2).map(|m| outcome.monthly[m * schema.len() + at]).sum::<f64>();
        }
        for o in &outcome.orders {
            let (release, start, finish) = (o.release, o.start, o.finish);
            assert!(release.is_none_or(|t| t >= o.arrival), "shop {number}: {o:?}");
            assert!(start.is_none_or(|t| Some(t) >= release), "shop {number}: {o:?}");
            assert!(finish.is_none_or(|t| Some(t) >= start && o.good <= o.quantity));
        }
    }
    assert!(set_up > 1000 * 3_600_000_000, "hardly any set-up");
    assert!(sums.iter().all(|s| *s > 100.0), "too quiet: {sums:?}");
}

/// A machine and a product that nobody orders move nothing.
#[test]
fn a_product_more_moves_no_draw() {
    for number in 0..20 {
        let text = draw(number);
        let more = "[products.z]\nroute = [{ station = \"z\" }]\n[machines.z]\ncycle = \"1 h\"\n";
        let (_, first) = run(number, &text);
        let (_, second) = run(number, &format!("{text}{more}"));
        assert_eq!(first.orders, second.orders, "shop {number}");
        assert_eq!(first.machines[0], second.machines[0], "shop {number}");
    }
}
