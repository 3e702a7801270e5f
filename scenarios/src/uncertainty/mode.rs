//! How unknowns are drawn over the pairs of a run.

use sim_core::{Sampling, Streams};

/// How luck and ignorance are told apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Every pair has luck and unknowns of its own.
    #[default]
    Mixed,
    /// Every unknown has its median; only luck differs between pairs.
    Fixed,
    /// `inner` pairs with luck of their own share one draw of the unknowns.
    Nested {
        /// Draws of the unknowns.
        outer: u64,
        /// Pairs with each.
        inner: u64,
    },
}

/// The plan of draws of a study.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draws {
    /// How unknowns are drawn.
    pub mode: Mode,
    /// How the luck of pairs hangs together; where draws are nested, how the draws of the unknowns
    /// do, and the luck of every pair is its own.
    pub sampling: Sampling,
    /// Master seed.
    pub seed: u64,
}

impl Draws {
    /// Luck of a pair: everything that happens in the plants.
    pub const fn luck(self, pair: u64) -> Streams {
        let streams = Streams::new(self.seed, pair);
        match self.mode {
            Mode::Nested { .. } => streams,
            Mode::Mixed | Mode::Fixed => streams.sampled(self.sampling),
        }
    }

    /// Where the unknowns of a pair are drawn; `None`: they have their medians.
    pub fn unknowns(self, pair: u64) -> Option<Streams> {
        let of = |number: u64| Streams::new(self.seed, number).sampled(self.sampling);
        match self.mode {
            Mode::Mixed => Some(of(pair)),
            Mode::Fixed => None,
            Mode::Nested { inner, .. } => Some(of(pair / inner.max(1))),
        }
    }

    /// How many consecutive pairs depend on each other.
    pub fn unit(self) -> u64 {
        match self.mode {
            Mode::Nested { inner, .. } => self.sampling.unit() * inner.max(1),
            Mode::Mixed | Mode::Fixed => self.sampling.unit(),
        }
    }

    /// Smallest whole number of units with at least so many pairs.
    pub fn rounded_up(self, pairs: u64) -> u64 {
        pairs.div_ceil(self.unit()).saturating_mul(self.unit())
    }
}
