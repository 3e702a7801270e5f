//! What a file of futures says about itself.

use super::layout::Layout;
use super::physics::{Input, digest, inputs};
use crate::study::Study;
use crate::study::luck;
use crate::study::result::{FailedPair, FoldingCheck, Stopped};
use serde::{Deserialize, Serialize};

/// The first record: whose futures these are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Version of the program.
    pub program: String,
    /// SHA-256 of everything that the simulation depends on, see [`digest`].
    pub physics: String,
    /// The values behind it, with their paths.
    pub inputs: Vec<Input>,
    /// Master seed.
    pub seed: u64,
    /// How the luck of pairs hangs together.
    pub luck: String,
    /// Number of the first pair.
    pub first: u64,
    /// So many pairs, whatever the study said.
    pub asked: Option<u64>,
    /// What each pair consists of.
    pub layout: Layout,
}

/// The last record: what was known when all pairs were there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct End {
    /// Pairs tried: the file covers the range `first .. first + tried`.
    pub tried: u64,
    /// Pairs in the file.
    pub kept: u64,
    /// Those that failed.
    pub failed: Vec<FailedPair>,
    /// Why the run stopped.
    pub stopped: Stopped,
    /// What folding changes, where something is folded.
    pub folding_check: Option<FoldingCheck>,
}

impl Head {
    /// That of a run of this study, with its seed and luck, from pair `first` on.
    pub fn of(study: &Study, first: u64, asked: Option<u64>) -> Self {
        let inputs = inputs(study);
        let luck = luck::word(study.sampling).to_owned();
        Self {
            program: env!("CARGO_PKG_VERSION").to_owned(),
            physics: digest(&inputs, study.seed, &luck),
            inputs,
            seed: study.seed,
            luck,
            first,
            asked,
            layout: Layout::of(study),
        }
    }
}
