//! How fast a machine works: its own rate, what its inputs bring, what its outputs take.

use super::network::{Line, Ports};
use super::{Edge, Floor, Limit, PoolIx};
use crate::floor::account::Root;
use crate::floor::component::NONE;
use crate::outcome::RootKind;
use crate::plant::model::MachineIx;
use crate::state::Leaf;

/// A machine's rate and what limits it.
#[derive(Clone, Copy)]
pub(super) struct Found {
    pub(super) rate: f64,
    pub(super) limit: Limit,
    /// The pool that limits it.
    pub(super) pool: PoolIx,
}

impl Found {
    /// Does this room bind the machine? Where supply and room bind alike it is blocked, because a
    /// finished piece is on it.
    #[inline]
    fn is_bound_by(&self, room: f64) -> bool {
        room < self.rate || (self.limit == Limit::Supply && room <= self.rate * (1.0 + 1e-9))
    }
}

impl Floor<'_, '_> {
    /// Finds the machine's rate; if anything about it has changed, its arcs follow, and those that
    /// depend on it are asked.
    pub(super) fn find_rate(&mut self, m: MachineIx) {
        let network = self.network;
        let ports = network.ports(m);
        match ports.line {
            Some(line) if !self.rates.defects => self.find_rate_in_line(m, ports, line),
            _ => self.find_rate_anywhere(m),
        }
    }

    /// The same for a machine in a plain line, where almost all are: what [`Self::find_rate_anywhere`]
    /// does, with the neighbours at hand.
    #[inline]
    fn find_rate_in_line(&mut self, m: MachineIx, ports: &Ports, line: Line) {
        let halted = self.station[m].halts > 0;
        let before = self.pace[m].yields;
        if !self.pace[m].plain {
            self.find_quality(m);
        }
        let pace = &self.pace[m];
        let (yields, mut limit) = (pace.yields, Limit::Own);
        let mut rate = if halted { 0.0 } else { pace.own_rate() };
        if !halted {
            if line.up != NONE {
                let pool = &self.pool[ports.input];
                if pool.edge == Edge::Empty && pool.inflow < rate {
                    (rate, limit) = (pool.inflow, Limit::Supply);
                }
            }
            let pool = &self.pool[ports.output];
            if pool.edge == Edge::Full && yields > 0.0 {
                let room = if pool.is_overfull() { 0.0 } else { pool.outflow / yields };
                let found = Found { rate, limit, pool: ports.output };
                if found.is_bound_by(room) {
                    (rate, limit) = (room.min(rate), Limit::Room);
                }
            }
        }
        let (seen, pool) = match limit {
            Limit::Own if halted => (self.root_of(m), ports.input),
            Limit::Own => (Root::new(m, RootKind::Pace), ports.input),
            Limit::Supply => (self.pace[MachineIx(line.up)].seen, ports.input),
            Limit::Room if line.down == NONE => (Root::new(m, RootKind::Demand), ports.output),
            Limit::Room => (self.pace[MachineIx(line.down)].seen, ports.output),
        };
        let pace = &self.pace[m];
        if pace.rate == rate && pace.seen == seen && pace.limit == limit && before == yields {
            return;
        }
        self.touch(m);
        let pace = &mut self.pace[m];
        pace.seen = seen;
        pace.limit = limit;
        pace.limited_by = pool;
        pace.rate = rate;
        pace.speed = rate / pace.nominal;
        if limit != Limit::Own {
            let next = if limit == Limit::Supply { line.up } else { line.down };
            let root = seen.machine();
            self.account[m].root = seen;
            if rate > 0.0 && next != NONE && (root.0 != next || self.pace[root].minor > 0.0) {
                self.find_blame(m, seen);
            } else {
                self.pace[m].blames = false;
            }
        }
        if line.up != NONE {
            self.touch_pool(ports.input);
            let pool = &mut self.pool[ports.input];
            pool.outflow = rate;
            if pool.edge == Edge::Full {
                self.ask(MachineIx(line.up));
            }
        }
        self.touch_pool(ports.output);
        let pool = &mut self.pool[ports.output];
        pool.inflow = rate * yields;
        if pool.edge == Edge::Empty && line.down != NONE {
            self.ask(MachineIx(line.down));
        }
    }

    #[inline(never)]
    fn find_rate_anywhere(&mut self, m: MachineIx) {
        let halted = self.station[m].halts > 0;
        let before = (self.pace[m].yields, self.pace[m].defective);
        if !self.pace[m].plain {
            self.find_quality(m);
        }
        let mut found = self.fastest(m, halted);
        self.close_loop(m, &mut found);
        let root = match found.limit {
            Limit::Own => self.account[m].root,
            Limit::Supply => self.root_upstream(m, found.pool),
            Limit::Room => self.root_downstream(m, found.pool),
        };
        let seen = match found.limit {
            Limit::Own if halted => self.root_of(m),
            Limit::Own => Root::new(m, RootKind::Pace),
            _ => root,
        };
        let pace = &self.pace[m];
        let same_quality = before == (pace.yields, pace.defective);
        if pace.rate == found.rate
            && pace.seen == seen
            && pace.limit == found.limit
            && self.account[m].root == root
            && same_quality
        {
            // The same rate may come from, or go to, other pools than before.
            if self.network.ports(m).several {
                self.pass_on(m);
            }
            return;
        }
        self.touch(m);
        self.account[m].root = root;
        let pace = &mut self.pace[m];
        pace.seen = seen;
        pace.limit = found.limit;
        pace.limited_by = found.pool;
        pace.rate = found.rate;
        pace.speed = found.rate / pace.nominal;
        if found.limit != Limit::Own {
            self.find_blame(m, root);
        }
        self.pass_on(m);
    }

    /// Where the flow divides and joins again, a rate may depend on itself all the way round. A
    /// single loop is linear: the secant through two tries meets its fixed point. Several loops that
    /// share machines are approached by ever smaller steps.
    #[inline]
    fn close_loop(&mut self, m: MachineIx, found: &mut Found) {
        let pace = &mut self.pace[m];
        let misses = found.rate - pace.rate;
        if misses == 0.0 {
            return;
        }
        pace.changes += 1;
        let mut guessed = false;
        if pace.changes > 4 && found.limit != Limit::Own {
            if misses.abs() <= 1e-11 * pace.nominal {
                found.rate = pace.rate;
                return;
            }
            let slope = (misses - pace.missed) / (pace.rate - pace.tried);
            let step = match pace.changes {
                ..=12 if slope < 0.0 => -misses / slope,
                ..=12 => misses,
                13..=60 => misses * 0.5,
                _ => misses * 0.2,
            };
            let rate = pace.rate + step;
            found.rate = rate.clamp(0.0, pace.own_rate());
            guessed = true;
        }
        pace.tried = pace.rate;
        pace.missed = misses;
        if guessed {
            // A guess is looked at again.
            self.ask(m);
        }
    }

    /// The greatest rate that the machine's pools allow.
    #[inline]
    fn fastest(&self, m: MachineIx, halted: bool) -> Found {
        let pace = &self.pace[m];
        let ports = self.network.ports(m);
        let mut found = Found {
            rate: if halted { 0.0 } else { pace.own_rate() },
            limit: Limit::Own,
            pool: ports.input,
        };
        if halted {
            return found;
        }
        if ports.inputs == 1 {
            let pool = &self.pool[ports.input];
            if pool.edge == Edge::Empty {
                let supply = self.supply(ports.first_input, ports.input);
                if supply < found.rate {
                    found = Found { rate: supply, limit: Limit::Supply, pool: ports.input };
                }
            }
        } else if ports.inputs > 1 {
            self.limit_by_inputs(m, &mut found);
        }
        if pace.yields > 0.0 {
            if ports.outputs == 1 {
                if self.pool[ports.output].edge == Edge::Full {
                    let room = self.room(ports.first_output, ports.output) / pace.yields;
                    if found.is_bound_by(room) {
                        found = Found {
                            rate: room.min(found.rate),
                            limit: Limit::Room,
                            pool: ports.output,
                        };
                    }
                }
            } else {
                self.limit_by_outputs(m, &mut found);
            }
        }
        found
    }

    #[inline(never)]
    pub(super) fn limit_by_inputs(&self, m: MachineIx, found: &mut Found) {
        let ports = self.network.ports(m);
        let mut total = 0.0;
        let mut least = None;
        for arc in ports.first_input..ports.first_input + ports.inputs {
            let b = self.network.input(arc).pool;
            if self.pool[b].edge != Edge::Empty {
                if !ports.each {
                    return;
                }
                continue;
            }
            let supply = self.supply(arc, b);
            if ports.each {
                if supply < found.rate {
                    *found = Found { rate: supply, limit: Limit::Supply, pool: b };
                }
            } else {
                if least.is_none() && !self.root_upstream(m, b).is_pace() {
                    least = Some(b);
                }
                total += supply;
            }
        }
        if !ports.each && total < found.rate {
            let pool = least.unwrap_or(ports.input);
            *found = Found { rate: total, limit: Limit::Supply, pool };
        }
    }

    #[inline(never)]
    fn limit_by_outputs(&self, m: MachineIx, found: &mut Found) {
        let ports = self.network.ports(m);
        let yields = self.pace[m].yields;
        let machine = &self.plant.machines[m.index()];
        let (mut total, mut least) = (0.0, None);
        for (k, arc) in (ports.first_output..ports.first_output + ports.outputs).enumerate() {
            let b = self.network.output(arc).pool;
            let share = machine.share(k);
            if share.is_some_and(|s| s <= 0.0) {
                continue;
            }
            if self.pool[b].edge != Edge::Full {
                if share.is_none() {
                    return;
                }
                continue;
            }
            let room = self.room(arc, b) / yields;
            match share {
                Some(share) if found.is_bound_by(room / share) => {
                    let rate = found.rate.min(room / share);
                    *found = Found { rate, limit: Limit::Room, pool: b };
                }
                Some(_) => {}
                None => {
                    if least.is_none() && !self.root_downstream(m, b).is_pace() {
                        least = Some(b);
                    }
                    total += room;
                }
            }
        }
        if machine.split.is_none() && found.is_bound_by(total) {
            let pool = least.unwrap_or(ports.output);
            *found = Found { rate: total.min(found.rate), limit: Limit::Room, pool };
        }
    }

    /// Writes the machine's rate to its arcs, and asks those that depend on them.
    fn pass_on(&mut self, m: MachineIx) {
        let ports = self.network.ports(m);
        let pace = &self.pace[m];
        let (rate, output) = (pace.rate, pace.rate * pace.yields);
        if ports.inputs == 1 {
            self.set_outflow(ports.first_input, ports.input, rate);
        } else {
            let mut rest = rate;
            for arc in ports.first_input..ports.first_input + ports.inputs {
                let b = self.network.input(arc).pool;
                let flow = if ports.each {
                    rate
                } else if self.pool[b].edge == Edge::Empty {
                    rest.min(self.supply(arc, b))
                } else {
                    rest
                };
                rest -= flow;
                if flow != self.rates.flow_in[arc as usize] {
                    self.set_outflow(arc, b, flow);
                }
            }
        }
        if ports.outputs == 1 {
            self.set_inflow(ports.first_output, ports.output, output);
        } else {
            let plant = self.plant;
            let machine = &plant.machines[m.index()];
            let mut rest = output;
            for (k, arc) in (ports.first_output..ports.first_output + ports.outputs).enumerate() {
                let b = self.network.output(arc).pool;
                let flow = match machine.share(k) {
                    Some(share) => output * share,
                    None if self.pool[b].edge == Edge::Full => rest.min(self.room(arc, b)),
                    None => rest,
                };
                rest -= flow;
                if flow != self.rates.flow_out[arc as usize] || self.rates.defects {
                    self.set_inflow(arc, b, flow);
                }
            }
        }
    }
}

/// The state of a machine that waits.
#[inline]
pub(super) const fn waiting_leaf(limit: Limit, empty: Leaf, full: Leaf) -> Leaf {
    match limit {
        Limit::Room => full,
        Limit::Own | Limit::Supply => empty,
    }
}
