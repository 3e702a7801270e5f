//! The ten-machine line (`examples/plants/ten_machine_line.toml`).

use super::pending::Pending;
use crate::{DAY, Tally};
use sim_core::{SimDuration, Stream, Streams};
use std::array::from_fn;

/// Machines in the line.
pub const MACHINES: usize = 10;
const ROOM: u32 = 10;
const CYCLE: i64 = 60_000_000;
const LIFE: f64 = 8.0 * 3600.0;
const REPAIR: f64 = 0.5 * 3600.0;

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Starved,
    /// The pending instant is the end of the piece.
    Finishing,
    /// The pending instant is the failure, before the end of the piece.
    Failing,
    Failed,
    Blocked,
}

struct Line<P> {
    now: i64,
    pending: P,
    state: [State; MACHINES],
    /// Work left on the piece at the next pending instant.
    left: [i64; MACHINES],
    /// Work left until the failure at the next pending instant.
    life: [i64; MACHINES],
    /// Pieces in the buffer behind the machine.
    level: [u32; MACHINES],
    lives: [Stream; MACHINES],
    repairs: [Stream; MACHINES],
    tally: Tally,
}

fn exponential(mean: f64, u: f64) -> i64 {
    SimDuration::from_seconds(-mean * libm::log1p(-u)).0
}

impl<P: Pending> Line<P> {
    fn new(streams: Streams) -> Self {
        let stream = |i: usize, purpose| streams.stream(&format!("F{:02}", i + 1), purpose);
        let mut lives: [Stream; MACHINES] = from_fn(|i| stream(i, "life"));
        Self {
            now: 0,
            pending: P::new(),
            state: [State::Starved; MACHINES],
            left: [0; MACHINES],
            life: from_fn(|i| exponential(LIFE, lives[i].uniform())),
            level: [0; MACHINES],
            lives,
            repairs: from_fn(|i| stream(i, "repair")),
            tally: Tally::default(),
        }
    }

    fn work_on(&mut self, i: usize) {
        if self.life[i] < self.left[i] {
            self.state[i] = State::Failing;
            self.left[i] -= self.life[i];
            self.pending.set(i, self.now + self.life[i]);
        } else {
            self.state[i] = State::Finishing;
            self.life[i] -= self.left[i];
            self.pending.set(i, self.now + self.left[i]);
        }
    }

    fn load(&mut self, i: usize) {
        self.left[i] = CYCLE;
        self.work_on(i);
    }

    /// An empty machine takes a piece; those upstream move up.
    fn take(&mut self, i: usize) {
        if i == 0 {
            return self.load(i);
        }
        if self.level[i - 1] == 0 {
            self.state[i] = State::Starved;
            return;
        }
        self.load(i);
        if self.state[i - 1] == State::Blocked {
            self.take(i - 1);
        } else {
            self.level[i - 1] -= 1;
        }
    }

    fn deliver(&mut self, i: usize) {
        if i + 1 == MACHINES {
            self.tally.pieces += 1;
        } else if self.state[i + 1] == State::Starved {
            self.load(i + 1);
        } else if self.level[i] < ROOM {
            self.level[i] += 1;
        } else {
            self.state[i] = State::Blocked;
            return;
        }
        self.take(i);
    }

    fn run(&mut self, end: i64) {
        self.take(0);
        loop {
            let (at, i) = self.pending.take();
            if at >= end {
                return;
            }
            self.now = at;
            match self.state[i] {
                State::Finishing => {
                    self.tally.operations += 1;
                    self.deliver(i);
                }
                State::Failing => {
                    self.tally.failures += 1;
                    self.state[i] = State::Failed;
                    let u = self.repairs[i].uniform_at(self.lives[i].ordinal());
                    self.pending.set(i, at + exponential(REPAIR, u));
                }
                _ => {
                    self.life[i] = exponential(LIFE, self.lives[i].uniform());
                    self.work_on(i);
                }
            }
        }
    }
}

/// One replication over `days` days, with `P` for what happens next.
pub fn run<P: Pending>(streams: Streams, days: i64) -> Tally {
    let mut line = Line::<P>::new(streams);
    line.run(days * DAY);
    line.tally
}
