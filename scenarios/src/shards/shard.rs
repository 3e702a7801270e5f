//! One part of a plan, simulated into a file.

use crate::pairing::Worker;
use crate::shards::plan::Plan;
use crate::store::head::End;
use crate::store::{Keeper, StoreError};
use crate::study::keeping::Keeping;
use crate::study::result::Stopped;
use crate::study::run::Pairs;
use crate::study::{RunOptions, Study, StudyError};
use sim_core::Workers;
use std::path::Path;

/// Why a shard was not made.
#[derive(Debug, thiserror::Error)]
pub enum ShardError {
    /// The plan has no such shard.
    #[error("the plan has shards 0 to {last}; there is no shard {index}")]
    NoSuch {
        /// Asked for.
        index: u64,
        /// The last one.
        last: u64,
    },
    /// A pair cannot be simulated.
    #[error(transparent)]
    Study(#[from] StudyError),
    /// The file cannot be written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Somebody stopped it.
    #[error("stopped")]
    Stopped,
}

impl Study {
    /// Simulates shard number `index` of the plan of this study ([`Plan::study`]) into `file`, which appears
    /// when it is whole.
    ///
    /// # Errors
    /// When a pair fails that may not, the file cannot be written, or somebody stops it.
    pub fn run_shard(
        &self,
        plan: &Plan,
        index: u64,
        file: &Path,
        options: &RunOptions<'_>,
    ) -> Result<(), ShardError> {
        self.shard_into(plan, index, Keeper::new(file.to_owned()), options)
    }

    /// The same, with pairs that the keeper may have already.
    pub(super) fn shard_into(
        &self,
        plan: &Plan,
        index: u64,
        keeper: Keeper,
        options: &RunOptions<'_>,
    ) -> Result<(), ShardError> {
        let range = plan.range(index);
        if range.is_empty() {
            return Err(ShardError::NoSuch { index, last: plan.shards().saturating_sub(1) });
        }
        let keeper = keeper.shard(plan.part(index));
        let keeping = Keeping::begin(&keeper, self)?;
        let workers = Workers::new(|| Worker::new(self));
        let mut pairs = Pairs::default();
        if self.extend(&mut pairs, range, &workers, options, Some(&keeping))? {
            return Err(ShardError::Stopped);
        }
        let tried = pairs.tried();
        let end = End { asked: None, tried, stopped: Stopped::Fixed, folding_check: None };
        keeping.close(&end, &pairs.sums);
        drop(keeping);
        keeper.finish()?;
        Ok(())
    }
}
