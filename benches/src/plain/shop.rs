//! Ten ten-machine lines with shared technicians ([`crate::plants::shop`] of 10).

use super::pending::{Pending, WinnerTree};
use crate::plants::{self, LINE, ROOM, SERVICE_EVERY_H, TECHNICIANS_FOR_TEN_LINES};
use crate::{DAY, Tally};
use sim_core::{Distribution, DistributionError, SimDuration, Stream, Streams};
use std::array::from_fn;
use std::collections::VecDeque;

const LINES: usize = 10;
/// Machines in the shop.
pub const MACHINES: usize = LINES * LINE;
const CYCLE: i64 = 60_000_000;
const SERVICE_EVERY: i64 = SERVICE_EVERY_H * 3_600_000_000;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Load {
    Empty,
    Working,
    Blocked,
}

/// What keeps a machine from working, its piece aside.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Halt {
    None,
    WaitsForRepair,
    InRepair,
    InService,
}

struct Laws {
    life: Distribution,
    repair: Distribution,
    service: Distribution,
}

struct Shop<'l> {
    laws: &'l Laws,
    now: i64,
    pending: WinnerTree<256>,
    load: [Load; MACHINES],
    halt: [Halt; MACHINES],
    /// Work left on the piece, at `resumed`.
    left: [i64; MACHINES],
    /// When the present stretch of work began.
    resumed: [i64; MACHINES],
    /// Operating clock at `resumed`.
    operated: [i64; MACHINES],
    /// Operating clock at the next failure, and when the next service falls due.
    fails_at: [i64; MACHINES],
    due_at: [i64; MACHINES],
    /// Pieces in the buffer behind the machine.
    level: [u32; MACHINES],
    free: usize,
    /// Machines that wait for a technician; repairs go first.
    repairs: VecDeque<usize>,
    services: VecDeque<usize>,
    /// How often a service has fallen due.
    dues: [u64; MACHINES],
    life_draws: [Stream; MACHINES],
    repair_draws: [Stream; MACHINES],
    service_draws: [Stream; MACHINES],
    tally: Tally,
}

fn ticks(law: &Distribution, u: f64) -> i64 {
    SimDuration::from_seconds(law.quantile(u)).0
}

impl<'l> Shop<'l> {
    fn new(laws: &'l Laws, streams: Streams) -> Self {
        let mode = |i, purpose| streams.stream(&format!("F{}", plants::name(i)), purpose);
        let task = |i, purpose| streams.stream(&format!("P{}", plants::name(i)), purpose);
        let mut life_draws: [Stream; MACHINES] = from_fn(|i| mode(i, "life"));
        Self {
            laws,
            now: 0,
            pending: WinnerTree::new(),
            load: [Load::Empty; MACHINES],
            halt: [Halt::None; MACHINES],
            left: [0; MACHINES],
            resumed: [0; MACHINES],
            operated: [0; MACHINES],
            fails_at: from_fn(|i| ticks(&laws.life, life_draws[i].uniform()).max(1)),
            due_at: [SERVICE_EVERY; MACHINES],
            level: [0; MACHINES],
            free: TECHNICIANS_FOR_TEN_LINES,
            repairs: VecDeque::with_capacity(MACHINES),
            services: VecDeque::with_capacity(MACHINES),
            dues: [0; MACHINES],
            life_draws,
            repair_draws: from_fn(|i| mode(i, "repair")),
            service_draws: from_fn(|i| task(i, "duration")),
            tally: Tally::default(),
        }
    }

    // ---- pieces

    /// Work goes on until the piece is finished, the machine fails or a service falls due.
    fn work_on(&mut self, i: usize) {
        self.resumed[i] = self.now;
        let milestone = self.fails_at[i].min(self.due_at[i]) - self.operated[i];
        self.pending.set(i, self.now + self.left[i].min(milestone.max(0)));
    }

    /// Brings the clocks of a working machine up to now.
    fn stand(&mut self, i: usize) {
        let worked = self.now - self.resumed[i];
        self.left[i] -= worked;
        self.operated[i] += worked;
        self.resumed[i] = self.now;
    }

    fn load(&mut self, i: usize) {
        self.load[i] = Load::Working;
        self.left[i] = CYCLE;
        if self.halt[i] == Halt::None {
            self.work_on(i);
        }
    }

    /// An empty machine takes a piece; those upstream move up.
    fn take(&mut self, i: usize) {
        if i.is_multiple_of(LINE) {
            return self.load(i);
        }
        if self.level[i - 1] == 0 {
            self.load[i] = Load::Empty;
            return;
        }
        self.load(i);
        if self.load[i - 1] == Load::Blocked {
            self.take(i - 1);
        } else {
            self.level[i - 1] -= 1;
        }
    }

    fn deliver(&mut self, i: usize) {
        self.tally.operations += 1;
        if i % LINE == LINE - 1 {
            self.tally.pieces += 1;
        } else if self.load[i + 1] == Load::Empty {
            self.load(i + 1);
        } else if self.level[i] < ROOM {
            self.level[i] += 1;
        } else {
            self.load[i] = Load::Blocked;
            return;
        }
        self.take(i);
    }

    // ---- maintenance

    fn milestone(&mut self, i: usize) {
        if self.operated[i] >= self.fails_at[i] {
            self.tally.failures += 1;
            self.halt[i] = Halt::WaitsForRepair;
            self.services.retain(|waiting| *waiting != i);
            self.repairs.push_back(i);
        } else {
            self.dues[i] += 1;
            self.due_at[i] += SERVICE_EVERY;
            if !self.services.contains(&i) {
                self.services.push_back(i);
            }
        }
        self.dispatch();
        if self.halt[i] == Halt::None {
            self.work_on(i);
        }
    }

    /// Free technicians take the next jobs: repairs, then services, in the order of asking.
    fn dispatch(&mut self) {
        while self.free > 0 {
            if let Some(i) = self.repairs.pop_front() {
                let u = self.repair_draws[i].uniform_at(self.life_draws[i].ordinal());
                self.begin(i, Halt::InRepair, ticks(&self.laws.repair, u));
            } else if let Some(i) = self.services.pop_front() {
                if self.load[i] == Load::Working {
                    self.stand(i);
                }
                let u = self.service_draws[i].uniform_at(self.dues[i]);
                self.begin(i, Halt::InService, ticks(&self.laws.service, u));
            } else {
                return;
            }
        }
    }

    fn begin(&mut self, i: usize, job: Halt, duration: i64) {
        self.free -= 1;
        self.halt[i] = job;
        self.pending.set(i, self.now + duration);
    }

    /// The machine is as good as new and works on; the technician takes the next job.
    fn job_done(&mut self, i: usize) {
        self.tally.services += u64::from(self.halt[i] == Halt::InService);
        let life = ticks(&self.laws.life, self.life_draws[i].uniform()).max(1);
        self.fails_at[i] = self.operated[i] + life;
        self.due_at[i] = self.operated[i] + SERVICE_EVERY;
        self.halt[i] = Halt::None;
        if self.load[i] == Load::Working {
            self.work_on(i);
        }
        self.free += 1;
        self.dispatch();
    }

    fn run(&mut self, end: i64) {
        for first in (0..MACHINES).step_by(LINE) {
            self.take(first);
        }
        loop {
            let (at, i) = self.pending.take();
            if at >= end {
                return;
            }
            self.now = at;
            if matches!(self.halt[i], Halt::InRepair | Halt::InService) {
                self.job_done(i);
                continue;
            }
            self.stand(i);
            if self.left[i] == 0 { self.deliver(i) } else { self.milestone(i) }
        }
    }
}

/// One replication over `days` days.
///
/// # Errors
/// Never: the parameters of the laws are constants.
pub fn run(streams: Streams, days: i64) -> Result<Tally, DistributionError> {
    let laws = Laws {
        life: Distribution::weibull_with_mean(40.0 * 3600.0, 2.5)?,
        repair: Distribution::lognormal(3600.0, 0.8)?,
        service: Distribution::triangular(1200.0, 1800.0, 2700.0)?,
    };
    let mut shop = Shop::new(&laws, streams);
    shop.run(days * DAY);
    Ok(shop.tally)
}
