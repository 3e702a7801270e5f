//! The same ten-machine line, written by hand without any framework: a struct of arrays, a binary
//! heap of (instant, sequence, machine), integer time, the same keyed random numbers. What the
//! event loop is measured against.

use sim_core::{SimDuration, Stream, Streams};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Machines in the line.
pub const MACHINES: usize = 10;
const ROOM: u32 = 10;
const CYCLE: i64 = 60_000_000;
const LIFE: f64 = 8.0 * 3600.0;
const REPAIR: f64 = 0.5 * 3600.0;

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Starved,
    Working,
    Failed,
    Blocked,
}

struct Line {
    now: i64,
    heap: BinaryHeap<Reverse<(i64, u64, u32)>>,
    entered: u64,
    state: [State; MACHINES],
    left: [i64; MACHINES],
    resumed: [i64; MACHINES],
    operated: [i64; MACHINES],
    fails_at: [i64; MACHINES],
    level: [u32; MACHINES],
    lives: [Stream; MACHINES],
    repairs: [Stream; MACHINES],
    repaired: [u64; MACHINES],
    out: u64,
    events: u64,
}

fn exponential(mean: f64, u: f64) -> i64 {
    SimDuration::from_seconds(-mean * libm::log1p(-u)).0
}

impl Line {
    fn new(streams: Streams) -> Self {
        let name = |i: usize| format!("F{:02}", i + 1);
        let mut lives: [Stream; MACHINES] =
            std::array::from_fn(|i| streams.stream(&name(i), "life"));
        let repairs = std::array::from_fn(|i| streams.stream(&name(i), "repair"));
        let fails_at = std::array::from_fn(|i| exponential(LIFE, lives[i].uniform()));
        Self {
            now: 0,
            heap: BinaryHeap::with_capacity(64),
            entered: 0,
            state: [State::Starved; MACHINES],
            left: [0; MACHINES],
            resumed: [0; MACHINES],
            operated: [0; MACHINES],
            fails_at,
            level: [0; MACHINES],
            lives,
            repairs,
            repaired: [0; MACHINES],
            out: 0,
            events: 0,
        }
    }

    fn push(&mut self, at: i64, i: usize) {
        self.heap.push(Reverse((at, self.entered, i as u32)));
        self.entered += 1;
    }

    fn work_on(&mut self, i: usize) {
        self.state[i] = State::Working;
        self.resumed[i] = self.now;
        let until_failure = self.fails_at[i] - self.operated[i];
        self.push(self.now + self.left[i].min(until_failure.max(0)), i);
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
            self.out += 1;
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
        while let Some(Reverse((at, _, i))) = self.heap.pop() {
            if at >= end {
                break;
            }
            self.now = at;
            self.events += 1;
            let i = i as usize;
            if self.state[i] == State::Failed {
                self.fails_at[i] = self.operated[i] + exponential(LIFE, self.lives[i].uniform());
                self.work_on(i);
                continue;
            }
            let worked = at - self.resumed[i];
            self.left[i] -= worked;
            self.operated[i] += worked;
            if self.left[i] == 0 {
                self.deliver(i);
            } else {
                self.state[i] = State::Failed;
                self.repaired[i] += 1;
                let u = self.repairs[i].uniform_at(self.repaired[i]);
                self.push(at + exponential(REPAIR, u), i);
            }
        }
    }
}

/// One replication over `days` days: pieces out, events.
pub fn ten_machine_line(streams: Streams, days: i64) -> (u64, u64) {
    let mut line = Line::new(streams);
    line.run(days * 86_400_000_000);
    (line.out, line.events)
}
