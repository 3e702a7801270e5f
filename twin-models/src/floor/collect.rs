//! Statistical counters: what is counted, month by month, and what a run has to balance.

use super::component::Load;
use super::rate::Quantities;
use super::{Floor, operators, shift_end};
use crate::outcome::{Loss, MachineOutcome, Outcome, Quantity, RootKind, Schema, Unit};
use crate::plant::model::{BufferIx, CrewIx, MachineIx, PartIx, Plant};
use crate::state::Leaf;
use sim_core::{RunError, SimTime, TICKS_PER_HOUR};

/// Counters of the whole plant.
#[derive(Clone, Debug, Default)]
pub(super) struct Counts {
    pub(super) started: u64,
    pub(super) produced: u64,
    pub(super) good: u64,
    pub(super) scrap: u64,
    pub(super) rejected_bad: u64,
    pub(super) rejected_good: u64,
    pub(super) escaped: u64,
    /// Pieces that became part of others in assembly.
    pub(super) joined: u64,
    pub(super) demand: f64,
    pub(super) sold: f64,
    pub(super) lost_sales: f64,
    /// Microseconds of shifts and of overtime.
    pub(super) open: f64,
    pub(super) overtime: f64,
    pub(super) in_overtime: bool,
    pub(super) hours_since: SimTime,
    pub(super) completed_last_month: f64,
    pub(super) monitors: Vec<MonitorCounts>,
}

impl Counts {
    /// Back to zero, in place.
    pub(super) fn reset(&mut self) {
        let mut monitors = std::mem::take(&mut self.monitors);
        monitors.fill(MonitorCounts::default());
        *self = Self { monitors, ..Self::default() };
    }
}

/// The funnel of one monitor.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct MonitorCounts {
    pub(super) alerts: u64,
    pub(super) ignored: u64,
    pub(super) missed: u64,
    pub(super) too_late: u64,
    pub(super) false_alarms: u64,
}

/// The monthly quantities that a plant records, in order.
pub fn schema(plant: &Plant) -> Schema {
    let mut list = Vec::new();
    let mut add = |key: &str, name: &str, unit, what: &str| {
        let key = if name.is_empty() { key.to_owned() } else { format!("{key}:{name}") };
        list.push(Quantity { key, unit, what: what.to_owned() });
    };
    use Unit::{Hours, Jobs, PersonHours, PieceHours, Pieces};
    add("started", "", Pieces, "taken from raw material");
    add("produced", "", Pieces, "left the last machine, before rejects");
    add("good", "", Pieces, "entered finished goods");
    add("scrap", "", Pieces, "scrapped: visible scrap, start-up, failures, lain too long");
    add("rejected_bad", "", Pieces, "defective, found by inspection, scrapped");
    add("rejected_good", "", Pieces, "good, rejected by inspection, scrapped");
    add("escaped", "", Pieces, "defective, not found, in finished goods");
    add("demand", "", Pieces, "wanted by customers");
    add("sold", "", Pieces, "shipped to customers");
    add("lost_sales", "", Pieces, "wanted and never delivered");
    add("backlog_ph", "", PieceHours, "backorders over time");
    add("finished_goods_ph", "", PieceHours, "finished goods over time");
    add("wip_ph", "", PieceHours, "pieces in process over time");
    add("open_h", "", Hours, "shifts and overtime without breaks");
    add("overtime_h", "", Hours, "overtime of the plant");
    if plant.changeovers.is_some() {
        add("changeovers", "", Jobs, "changeovers begun");
    }
    for m in &plant.machines {
        add("unplanned_down_h", &m.name, Hours, "failed, inside the schedule");
        if plant.changeovers.is_some() || plant.shop.is_some() {
            add("setup_h", &m.name, Hours, "set-up");
        }
    }
    for m in &plant.modes {
        add("failures", &m.name, Jobs, "failures");
        add("planned_repairs", &m.name, Jobs, "planned repairs after alert or finding");
        add("secondary", &m.name, Jobs, "failures with further damage");
    }
    for m in &plant.monitors {
        add("alerts", &m.name, Jobs, "alerts of defects");
        add("ignored", &m.name, Jobs, "alerts on which nobody acted");
        add("missed", &m.name, Jobs, "failures without alert");
        add("too_late", &m.name, Jobs, "failures before the planned repair");
        add("false_alarms", &m.name, Jobs, "alarms without a defect");
    }
    for t in &plant.tasks {
        add("tasks", &t.name, Jobs, "preventive tasks done");
    }
    for p in &plant.parts {
        add("parts_used", &p.name, Pieces, "issued to jobs");
        add("parts_bought", &p.name, Pieces, "ordered, emergencies included");
        add("parts_emergency", &p.name, Pieces, "bought in emergency");
        add("parts_worth", &p.name, Pieces, "used, further damage included");
        add("part_stock_ph", &p.name, PieceHours, "on the shelf over time");
    }
    for c in &plant.crews {
        add("labour_ph", &c.name, PersonHours, "work on duty");
        add("overtime_ph", &c.name, PersonHours, "work finished off duty");
        add("callout_ph", &c.name, PersonHours, "work when called out");
        add("callouts", &c.name, Jobs, "call-outs");
    }
    for c in plant.crews.iter().filter(|c| c.absence.is_some()) {
        add("absent_ph", &c.name, PersonHours, "absent from their shifts");
    }
    operators::quantities(plant, &mut add);
    shift_end::quantities(plant, &mut add);
    super::energy::quantities(plant, &mut add);
    super::outage::quantities(plant, &mut add);
    super::supply::quantities(plant, &mut add);
    super::quality::quantities(plant, &mut add);
    super::shop::quantities(plant, &mut add);
    super::lab::quantities(plant, &mut add);
    super::dwell::quantities(plant, &mut add);
    list
}

pub(super) const HOUR: f64 = TICKS_PER_HOUR as f64;

impl Floor<'_, '_> {
    /// Notes the cumulative quantities at the end of a month, in the order of [`schema`].
    pub(super) fn snapshot(&mut self) {
        let now = self.now;
        self.touch_degrading();
        for m in (0..self.station.len() as u32).map(MachineIx) {
            self.book(m);
        }
        for c in (0..self.crew.len() as u32).map(CrewIx) {
            self.book_labour(c);
        }
        for p in (0..self.shelf.len() as u32).map(PartIx) {
            self.book_shelf(p);
        }
        self.book_hours();
        self.yard.goods.book(now);
        let flowed = if self.rates.on {
            self.goods_before();
            self.flowed()
        } else {
            self.moved()
        };
        let mut row = std::mem::take(&mut self.yard.snapshots);
        let n = &self.yard.count;
        let g = &self.yard.goods;
        let sold = if self.first_plant.demand.is_some() { n.sold } else { flowed.good };
        row.extend([
            flowed.started,
            flowed.produced,
            flowed.good,
            flowed.scrap,
            flowed.rejected_bad,
            flowed.rejected_good,
            flowed.escaped,
            n.demand,
            sold,
            n.lost_sales,
        ]);
        let over_time = [g.backlog_integral, g.integral, flowed.over_time, n.open, n.overtime];
        row.extend(over_time.map(|v| v / HOUR));
        let down = [Leaf::Repair, Leaf::WaitCrew, Leaf::WaitPart, Leaf::Diagnosis, Leaf::Restart];
        let changes = self.plant.changeovers.is_some();
        if changes {
            row.push(self.yard.changeovers.begun as f64);
        }
        for a in self.account.iter() {
            row.push(down.iter().map(|l| a.ticks[*l as usize]).sum::<i64>() as f64 / HOUR);
            if changes || self.plant.shop.is_some() {
                row.push(a.ticks[Leaf::Setup as usize] as f64 / HOUR);
            }
        }
        for w in self.wear.iter() {
            row.extend([w.tally.failures, w.tally.planned, w.secondary].map(|v| v as f64));
        }
        for m in &n.monitors {
            row.extend(
                [m.alerts, m.ignored, m.missed, m.too_late, m.false_alarms].map(|v| v as f64),
            );
        }
        row.extend(self.task.iter().map(|t| t.done as f64));
        for s in self.shelf.iter() {
            row.extend([s.used as f64, s.bought as f64, s.emergency as f64, s.worth]);
            row.push(s.integral / HOUR);
        }
        for c in (0..self.crew.len() as u32).map(CrewIx) {
            let overtime = self.crew[c].overtime + self.overtime_at_machines(c);
            let crew = &self.crew[c];
            row.extend([crew.labour, overtime, crew.callout].map(|v| v / HOUR));
            row.push(crew.callouts as f64);
        }
        for (crew, plan) in self.crew.iter().zip(&self.first_plant.crews) {
            if plan.absence.is_some() {
                row.push(crew.missed / HOUR);
            }
        }
        self.people_row(&mut row);
        self.past_shift_row(&mut row);
        self.energy_row(&mut row);
        self.outage_row(&mut row);
        self.supply_row(&mut row);
        self.quality_row(&mut row);
        self.shop_row(&mut row);
        self.lab_row(&mut row);
        self.dwell_row(&mut row);
        self.yard.snapshots = row;
        self.note_machines();
    }

    /// What a warm-up brought about, as one month; the months after it are counted anew.
    pub(crate) fn collect_warm_up(&mut self, quantities: usize) -> Result<Outcome, RunError> {
        let mut so_far = Outcome::default();
        self.collect(1, quantities, &mut so_far)?;
        self.yard.snapshots.clear();
        self.forget_energy();
        Ok(so_far)
    }

    /// What the run brought about, once its balances hold; `out` is written over.
    pub(crate) fn collect(
        &mut self,
        months: u32,
        quantities: usize,
        out: &mut Outcome,
    ) -> Result<(), RunError> {
        let now = self.now.0;
        self.snapshot();
        self.check_balances()?;
        let rows = &self.yard.snapshots;
        out.monthly.clear();
        for m in 0..months as usize {
            for q in 0..quantities {
                let before = if m == 0 { 0.0 } else { rows[(m - 1) * quantities + q] };
                out.monthly.push(rows[m * quantities + q] - before);
            }
        }
        let elapsed = now as f64;
        let machines = self.station.len();
        out.machines.clear();
        for m in (0..machines as u32).map(MachineIx) {
            if self.rates.on {
                self.count_folded(m);
            }
            let (station, account) = (&self.station[m], &self.account[m]);
            // In rate flow a machine holds nothing.
            let waits = |load| {
                let holds = !self.rates.on && station.load == load;
                if holds { now - account.load_since } else { 0 }
            };
            out.machines.push(MachineOutcome {
                ticks: account.ticks,
                completed: self.processed(m),
                scrapped: self.not_handed_on(m),
                failures: account.failures,
                minor_stops: account.minor_stops,
                holding_finished: (account.finished_ticks + waits(Load::Finished)) as f64 / elapsed,
                holding_nothing: (account.empty_ticks + waits(Load::Empty)) as f64 / elapsed,
            });
        }
        out.buffer_mean.clear();
        for b in (0..self.stock.len() as u32).map(BufferIx) {
            out.buffer_mean.push(self.content(b) / elapsed);
        }
        out.modes.clear();
        out.modes.extend(self.wear.iter().map(|w| w.tally));
        self.losses(&mut out.losses);
        self.arrivals(&mut out.arrivals);
        self.orders(&mut out.orders);
        self.responses(&mut out.responses);
        out.months = months;
        out.wip_mean = self.in_process_over_time() / elapsed;
        out.elapsed_h = elapsed / HOUR;
        out.events = self.events;
        self.machines_by_month(months, &mut out.by_month);
        self.energy_outcome(out);
        Ok(())
    }

    /// Lost time inside the schedule: propagated losses, and each machine's own stops.
    fn losses(&self, list: &mut Vec<Loss>) {
        const KINDS: [RootKind; super::account::ROOT_KINDS] = RootKind::ALL;
        list.clear();
        list.reserve(self.yard.lost.len());
        for victim in (0..self.station.len() as u32).map(MachineIx) {
            let own = &self.account[victim].ticks;
            let row = self.yard.lost_rows[victim.index()];
            for root in (row.first..=row.last).map(MachineIx) {
                for kind in KINDS {
                    let place = row.place(super::account::Root::new(root, kind));
                    let mut ticks = self.yard.lost[place];
                    if root == victim {
                        let sum =
                            |leaves: &[Leaf]| leaves.iter().map(|l| own[*l as usize]).sum::<i64>();
                        ticks += match kind {
                            RootKind::Failure => sum(&[
                                Leaf::Repair,
                                Leaf::WaitCrew,
                                Leaf::WaitPart,
                                Leaf::Diagnosis,
                                Leaf::Restart,
                            ]),
                            RootKind::Minor => sum(&[Leaf::Minor]),
                            RootKind::Planned => sum(&[
                                Leaf::PlannedSlot,
                                Leaf::Preventive,
                                Leaf::ConditionBased,
                                Leaf::WaitPlanned,
                                Leaf::Inspect,
                            ]),
                            RootKind::Setup => sum(&[Leaf::Setup, Leaf::ToolChange]),
                            RootKind::Utility => sum(&[Leaf::Facility]),
                            RootKind::WarmUp => sum(&[Leaf::WarmUp]),
                            RootKind::Quality => sum(&[Leaf::QualityHold]),
                            RootKind::People => sum(&[Leaf::NoOperator]),
                            _ => 0,
                        };
                    }
                    if ticks > 0 {
                        list.push(Loss { victim: victim.0, root: root.0, kind, ticks });
                    }
                }
            }
        }
    }

    /// Pieces in = out + held + scrapped; the states of every machine add up to the clock; goods in
    /// = sold + on hand; parts and people are where they should be.
    fn check_balances(&mut self) -> Result<(), RunError> {
        let lot = self.first_plant.lot();
        let buffers = self.first_plant.buffers.iter();
        let initial: f64 = buffers.map(|b| f64::from(b.initial / lot * lot)).sum();
        let n = if self.rates.on { self.flowed() } else { self.moved() };
        // Whole pieces are counted exactly; flows are sums of rounded products.
        let slack = if self.rates.on { 1e-9 * (n.started + initial) + 1e-3 } else { 0.0 };
        let check = |what: &dyn Fn() -> String, expected: f64, found: f64| {
            if (expected - found).abs() <= slack {
                Ok(())
            } else {
                Err(RunError::Balance { what: what(), expected, found })
            }
        };
        let gone = n.good + n.scrap + n.rejected_bad + n.rejected_good + n.joined + self.stored();
        check(
            &|| "pieces in = out + held + scrapped".into(),
            initial + n.started,
            gone + n.in_process,
        )?;
        if let Some((what, capacity, level)) = self.overdrawn() {
            return Err(RunError::Balance { what, expected: capacity, found: level });
        }
        if !self.rates.on {
            check(
                &|| "pieces in process".into(),
                n.in_process,
                self.yard.wip as f64 * f64::from(lot),
            )?;
        }
        for (i, account) in self.account.iter().enumerate() {
            let what =
                || format!("states of '{}' add up to the clock", self.plant.machines[i].name);
            check_ticks(&what, self.now.0, account.ticks.iter().sum())?;
            let m = MachineIx(i as u32);
            let what = || format!("set-up time of '{}'", self.plant.machines[i].name);
            check_ticks(&what, self.set_up_done(m), account.ticks[Leaf::Setup as usize])?;
        }
        self.check_quality()?;
        if let Some(demand) = &self.first_plant.demand {
            let (count, goods) = (&self.yard.count, &self.yard.goods);
            check(
                &|| "finished goods in = sold + on hand".into(),
                f64::from(demand.initial) + n.good,
                count.sold + goods.level,
            )?;
            check(
                &|| "demand = sold + lost + backlog".into(),
                count.demand,
                count.sold + count.lost_sales + goods.backlog,
            )?;
        }
        self.check_defects()?;
        self.check_shop()?;
        for c in (0..self.crew.len() as u32).map(CrewIx) {
            let crew = &self.crew[c];
            let people = crew.present;
            let what = || format!("people of crew '{}'", self.plant.crews[c.index()].name);
            check_ticks(&what, i64::from(people), crew.free + i64::from(crew.busy))?;
        }
        self.check_people()?;
        self.check_dwell()?;
        self.check_outages()?;
        self.check_energy()?;
        self.check_supply()
    }

    /// Quantities of piece flow: whole pieces.
    fn moved(&self) -> Quantities {
        let n = &self.yard.count;
        let in_buffers: i64 = self.stock.iter().map(|b| i64::from(b.level)).sum();
        let holds =
            |m: &MachineIx| self.station[*m].load != Load::Empty && !self.plant.is_in_shop(*m);
        let machines = (0..self.station.len() as u32).map(MachineIx);
        let on_machines = machines.filter(holds).count() as i64;
        let lot = f64::from(self.plant.lot());
        let pieces = |count: u64| count as f64 * lot;
        Quantities {
            started: pieces(n.started),
            produced: pieces(n.produced),
            good: pieces(n.good),
            scrap: pieces(n.scrap),
            rejected_bad: pieces(n.rejected_bad),
            rejected_good: pieces(n.rejected_good),
            escaped: pieces(n.escaped),
            joined: pieces(n.joined),
            in_process: (in_buffers + on_machines) as f64 * lot,
            over_time: self.yard.wip_over_time(self.now) * lot,
        }
    }

    fn in_process_over_time(&mut self) -> f64 {
        if self.rates.on { self.flowed().over_time } else { self.moved().over_time }
    }
}

/// A balance of whole numbers.
pub(super) fn check_ticks(
    what: &dyn Fn() -> String,
    expected: i64,
    found: i64,
) -> Result<(), RunError> {
    if expected == found {
        Ok(())
    } else {
        Err(RunError::Balance { what: what(), expected: expected as f64, found: found as f64 })
    }
}
