//! What a file of futures says about itself.

use super::floats::floats;
use super::layout::Layout;
use super::physics::{Difference, Input, differences, digest, inputs};
use crate::PROGRAM;
use crate::study::Study;
use crate::study::luck;
use crate::study::result::{FoldingCheck, Stopped};
use serde::{Deserialize, Serialize};

/// The first record: whose futures these are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// [`PROGRAM`].
    pub program: String,
    /// SHA-256 of everything that the simulation depends on, see [`digest`].
    pub physics: String,
    /// The values behind it, with their paths.
    pub inputs: Vec<Input>,
    /// Master seed.
    pub seed: u64,
    /// How the luck of pairs hangs together.
    pub luck: String,
    /// What the functions of this machine give, see [`floats`](super::floats).
    pub floats: String,
    /// Which part of which plan this is, where it is one; else a run, from pair 0 on.
    pub shard: Option<Part>,
    /// What each pair consists of.
    pub layout: Layout,
}

/// A part of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// SHA-256 of what the plan says of its pairs.
    pub plan: String,
    /// Number of the first pair.
    pub first: u64,
    /// Pairs.
    pub count: u64,
}

/// The last record: what was known when all pairs were there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct End {
    /// So many pairs were asked for, whatever the study said.
    pub asked: Option<u64>,
    /// Pairs in the file, those that failed included.
    pub tried: u64,
    /// Why the run stopped.
    pub stopped: Stopped,
    /// What folding changes, where something is folded.
    pub folding_check: Option<FoldingCheck>,
}

impl Head {
    /// The values for which pairs under this head are none of `now`.
    pub fn differences(&self, now: &Self) -> Vec<Difference> {
        let mut all = differences(&self.inputs, &now.inputs);
        let seed = |head: &Self| head.seed.to_string();
        for (path, then, now) in [
            ("study.seed", seed(self), seed(now)),
            ("study.pairs.luck", self.luck.clone(), now.luck.clone()),
        ] {
            if then != now && all.iter().all(|one| one.path != path) {
                all.push(Difference::new("study", path, then, now));
            }
        }
        all
    }

    /// That of this study, with its seed and luck.
    pub fn of(study: &Study, shard: Option<Part>) -> Self {
        let inputs = inputs(study);
        let luck = luck::word(study.sampling).to_owned();
        Self {
            program: PROGRAM.to_owned(),
            physics: digest(&inputs, study.seed, &luck),
            inputs,
            seed: study.seed,
            luck,
            floats: floats(),
            shard,
            layout: Layout::of(study),
        }
    }
}
