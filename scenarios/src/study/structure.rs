//! What must be the same in all months: entities, their connections, and what a run cannot follow
//! when it changes in the middle.

use std::fmt::Debug;
use twin_models::plant::calendar::Calendar;
use twin_models::plant::model::{
    Characteristic, Come, FailureMode, Life, Machine, Material, Origin, Plant, Process, RouteStep,
    Shop, Task, Trigger,
};

/// Can a run change from plant `a` to plant `b`? Err says what stands in the way.
///
/// # Errors
/// The first difference in structure, in words.
pub fn same_structure(a: &Plant, b: &Plant) -> Result<(), String> {
    let (first, second) = (names(a), names(b));
    if let Some((x, y)) = first.iter().zip(&second).find(|(x, y)| x != y) {
        return Err(format!("{x} stands where {y} stood"));
    }
    if first.len() != second.len() {
        let (short, long) =
            if first.len() < second.len() { (&first, &second) } else { (&second, &first) };
        return Err(format!("{} is not there all the time", long[short.len()]));
    }
    let (first, second) = (Traits::of(a), Traits::of(b));
    match first.0.iter().zip(&second.0).find(|(x, y)| x != y) {
        Some(((what, _), _)) => Err(format!("{what} would change")),
        None => Ok(()),
    }
}

fn names(p: &Plant) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut add = |kind: &str, name: &str| all.push(format!("{kind} {name}"));
    p.sources.iter().for_each(|x| add("source", &x.name));
    p.machines.iter().for_each(|x| add("machine", &x.name));
    p.buffers.iter().for_each(|x| add("buffer", &x.name));
    p.modes.iter().for_each(|x| add("failure mode", &x.name));
    p.tasks.iter().for_each(|x| add("task", &x.name));
    p.monitors.iter().for_each(|x| add("predictive programme", &x.name));
    p.crews.iter().for_each(|x| add("crew", &x.name));
    p.parts.iter().for_each(|x| add("spare part", &x.name));
    p.materials.iter().for_each(|x| add("material", &x.name));
    p.suppliers.iter().for_each(|x| add("supplier", &x.name));
    p.quality.iter().for_each(|x| add("characteristic", &x.name));
    p.inspections.iter().for_each(|x| add("inspection", &x.name));
    let products = p.shop.iter().flat_map(|s| &s.products);
    products.for_each(|x| add("product", &x.name));
    p.utilities.iter().for_each(|x| add("utility", &x.name));
    all
}

/// What a thing is called, and what must not change of it; the same things in the same order for
/// plants of the same names.
#[derive(Default)]
struct Traits(Vec<(String, String)>);

impl Traits {
    fn of(p: &Plant) -> Self {
        let mut traits = Self::default();
        traits.plant(p);
        for source in &p.sources {
            traits.add(format!("where pieces of source {} enter", source.name), source.to);
        }
        p.machines.iter().for_each(|m| traits.machine(m));
        for buffer in &p.buffers {
            let ends = (&buffer.from, &buffer.to);
            traits.add(format!("the machines around buffer {}", buffer.name), ends);
            traits
                .add(format!("the pieces at the start in buffer {}", buffer.name), buffer.initial);
            // Times and what becomes of a piece that has lain too long may change.
            let timed = buffer.dwell.is_some();
            traits.add(format!("whether time passes in buffer {}", buffer.name), timed);
        }
        p.modes.iter().for_each(|m| traits.mode(m));
        p.tasks.iter().for_each(|t| traits.task(t));
        let watched = p.watched();
        for (k, monitor) in p.monitors.iter().enumerate() {
            let of: Vec<_> = watched.iter().filter(|(m, _)| *m as usize == k).collect();
            let name = &monitor.name;
            traits.add(format!("the machines of the predictive programme {name}"), of);
            let alarms = monitor.false_alarms.is_some();
            traits.add(format!("whether {name} gives false alarms"), alarms);
            traits.add(format!("whether {name} records its steps"), monitor.has_steps());
        }
        p.quality.iter().for_each(|q| traits.characteristic(q));
        for point in &p.inspections {
            traits.add(format!("where inspection {} is", point.name), &point.machines);
        }
        p.shop.iter().for_each(|s| traits.shop(s));
        for crew in &p.crews {
            traits.add(format!("the duty of crew {}", crew.name), &crew.duty);
            let hours: Vec<_> = crew.headcount.iter().map(|h| (h.from, h.to)).collect();
            traits.add(format!("the shifts of crew {}", crew.name), hours);
            traits.add(format!("when people of crew {} are away", crew.name), &crew.away);
            let absence = crew.absence.is_some();
            traits.add(format!("whether people of crew {} are absent", crew.name), absence);
        }
        p.materials.iter().for_each(|m| traits.material(m));
        for supplier in &p.suppliers {
            let name = &supplier.name;
            traits.add(format!("whether supplier {name} has outages"), supplier.outage.is_some());
            traits.add(format!("whether {name} delivers bit by bit"), supplier.as_made);
        }
        traits
    }

    fn add(&mut self, what: impl Into<String>, value: impl Debug) {
        self.0.push((what.into(), format!("{value:?}")));
    }

    fn plant(&mut self, p: &Plant) {
        self.add("the first day", p.start);
        self.add("the constraint", p.constraint);
        self.add("how material moves", (p.flow, p.folding));
        // When overtime is worked may change; the hours may not.
        let Calendar { shifts, breaks, planned_slots, overtime, closed } = &p.calendar;
        let overtime = overtime.as_ref().map(|o| &o.windows);
        self.add("the calendar", (shifts, breaks, planned_slots, overtime, closed));
        self.add("whether there is a demand", p.demand.is_some());
        let initial = p.demand.as_ref().map(|d| d.initial);
        self.add("the finished goods at the start", initial);
        self.add("whether there are changeovers", p.changeovers.is_some());
        let c = p.changeovers.as_ref();
        self.add("the machines of the changeovers", c.map(|c| (&c.machines, &c.scrap_at)));
        let kinds = |c: &twin_models::plant::model::Changeovers| -> Vec<_> {
            c.kinds.iter().map(|k| (k.name.clone(), k.times)).collect()
        };
        self.add("the order of the changeovers", c.map(kinds));
        self.services(p);
    }

    /// Electricity, shared services, attacks.
    fn services(&mut self, p: &Plant) {
        self.add("whether the plant has a meter", p.is_metered());
        let loads = p.energy.iter().flat_map(|e| &e.loads);
        self.add("the loads of [energy]", loads.map(|l| &l.name).collect::<Vec<_>>());
        let emission = p.energy.as_ref().is_some_and(|e| e.emission.is_some());
        self.add("whether electricity has an emission factor", emission);
        for m in &p.machines {
            let may_sleep = m.power.as_ref().is_some_and(|p| p.sleep_after.is_some());
            self.add(format!("whether machine {} may sleep (`sleep_after`)", m.name), may_sleep);
        }
        for utility in &p.utilities {
            let name = &utility.name;
            self.add(format!("the machines that utility {name} serves"), &utility.serves);
        }
        self.add("whether there are attacks", p.cyber.is_some());
        self.add("the machines that attacks stop", p.cyber.as_ref().map(|c| &c.stops));
        let ransoms = p.cyber.as_ref().map(|c| c.ransom_paid.is_some());
        self.add("whether ransoms are paid", ransoms);
    }

    /// Routes and the book stand; times, shares, rules and laws of orders may change.
    fn shop(&mut self, shop: &Shop) {
        for product in &shop.products {
            let name = &product.name;
            let places = |s: &RouteStep| s.places.iter().map(|p| p.station).collect::<Vec<_>>();
            let route: Vec<_> = product.route.iter().map(places).collect();
            self.add(format!("the route of product {name}"), route);
            self.add(format!("the family of product {name}"), product.family);
            let materials: Vec<_> = product.materials.iter().map(|(k, _)| k).collect();
            self.add(format!("the materials of product {name}"), materials);
            let gives: Vec<u32> = product.gives.iter().map(|g| g.product).collect();
            self.add(format!("what goes into and comes out of {name}"), (&product.parts, gives));
            let initial = product.store.map(|s| s.initial);
            self.add(format!("the pieces at the start in the store of {name}"), initial);
        }
        for station in &shop.stations {
            let name = &station.name;
            let set_up = station.set_up.as_ref();
            self.add(format!("whether machine {name} is set up for jobs"), set_up.is_some());
            let first = set_up.map(|s| s.first);
            self.add(format!("what machine {name} is set up for at the start"), first);
        }
        for of in &shop.loops {
            self.add(format!("the loop of cards {}", of.name), (of.from, of.to));
        }
        self.add("the loops of cards", shop.loops.len());
        let by_chance = shop.drawn.is_some();
        self.add("whether orders come by chance", by_chance);
        self.add("the book of orders", &shop.book);
        self.add("the planning", shop.planning);
        self.add("whether orders are recorded", shop.record);
    }

    fn machine(&mut self, m: &Machine) {
        let name = &m.name;
        self.add(format!("the buffers around machine {name}"), (&m.inputs, &m.outputs));
        self.add(format!("how machine {name} takes from its buffers"), m.takes);
        self.add(format!("whether machine {name} has minor stops"), m.minor_stops.is_some());
        self.add(format!("the known stops of machine {name}"), &m.stops);
        self.add(format!("whether machine {name} makes defects"), m.defects.is_some());
        let s = &m.staffing;
        let crews = [s.operator, s.cleared_by, s.set_up_by].map(|a| a.map(|a| a.crew));
        self.add(format!("which crews machine {name} asks for"), crews);
        let ends = (s.unattended, s.shift_end);
        self.add(format!("what machine {name} does in breaks and at the shift's end"), ends);
        let consumes: Vec<_> = m.consumes.iter().map(|(material, _)| material).collect();
        self.add(format!("the materials that machine {name} takes and makes"), (consumes, m.makes));
    }

    fn material(&mut self, m: &Material) {
        let name = &m.name;
        self.add(format!("the stock at the start of material {name}"), m.initial);
        let origin = match &m.origin {
            Origin::Inside => (Vec::new(), None),
            Origin::Suppliers(offers) => (offers.iter().map(|o| o.supplier).collect(), None),
            Origin::Stock { material, .. } => (Vec::new(), Some(material)),
        };
        self.add(format!("where material {name} comes from"), origin);
        let come = m.customers.as_ref().map(|c| matches!(c.come, Come::Steady(_)));
        self.add(format!("how customers of material {name} come"), come);
        self.add(format!("whether material {name} has a record"), m.record.is_some());
        let lags = m.record.is_some_and(|r| r.lag > 0.0);
        self.add(format!("whether the record of material {name} lags"), lags);
    }

    fn characteristic(&mut self, q: &Characteristic) {
        let name = &q.name;
        self.add(format!("where characteristic {name} is made"), &q.machines);
        self.add(format!("whether {name} has a tool"), q.tool.is_some());
        let causes: Vec<_> = q.causes.iter().map(|c| (c.name.clone(), c.clock)).collect();
        self.add(format!("the causes of {name} and their clocks"), causes);
        let monitor = q.monitor.as_ref().map(|m| (m.clock, m.false_stops.is_some()));
        self.add(format!("the monitor of {name}, its clock and whether it stops falsely"), monitor);
    }

    fn mode(&mut self, m: &FailureMode) {
        let name = &m.name;
        self.add(format!("the machine of failure mode {name}"), m.machine);
        self.add(format!("the clock of failure mode {name}"), m.clock);
        let life = match &m.life {
            Life::Whole { warning, .. } => (true, warning.is_some()),
            Life::TwoStage { concurrent, .. } => (false, *concurrent),
            Life::Degrades(d) => (false, d.visible_at.is_some()),
        };
        self.add(format!("how failure mode {name} comes about (life, warning, onset)"), life);
        let process = match &m.life {
            Life::Degrades(d) => match &d.process {
                Process::Gamma { .. } => vec!["gamma"],
                Process::Wiener { .. } => vec!["wiener"],
                Process::States(states) => states.iter().map(|s| &*s.name).collect(),
            },
            _ => Vec::new(),
        };
        self.add(format!("how failure mode {name} degrades"), process);
        self.add(format!("whether failures of {name} are hidden"), m.hidden);
        self.add(format!("the units of failure mode {name}"), m.redundancy);
        self.add(format!("the age at the start of failure mode {name}"), m.initial_age);
        self.add(format!("who repairs failure mode {name}"), m.labour);
        self.add(format!("the part of failure mode {name}"), m.part);
    }

    fn task(&mut self, t: &Task) {
        let name = &t.name;
        self.add(format!("the machine of task {name}"), t.machine);
        let policy = match t.trigger {
            Trigger::Age(_) => "age",
            Trigger::Operating(_) => "operating",
            Trigger::Calendar(_) => "calendar",
            Trigger::Condition { .. } => "condition",
            Trigger::OpportunityAge(_) => "opportunity by age",
            Trigger::OpportunityLevel(_) => "opportunity by level",
        };
        let early = t.opportunities.as_ref().map(|o| (&o.stops, o.outside.is_some()));
        self.add(format!("the opportunities of task {name}"), early);
        self.add(format!("whether task {name} shares a set-up"), t.set_up > 0.0);
        self.add(format!("the policy of task {name}"), policy);
        self.add(format!("who does task {name}"), t.labour);
        self.add(format!("the part of task {name}"), t.part);
    }
}
