//! From the futures of one run to shards: pairs that a run in one piece has made are not made again.

use crate::shards::plan::Plan;
use crate::shards::shard::ShardError;
use crate::store::frame::{self, Kind, MAGIC, VERSION};
use crate::store::head::Head;
use crate::store::keeper::part_of;
use crate::store::{Futures, Keeper, StoreError};
use crate::study::{RunOptions, Study};
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// A shard that is being laid out: its number, file and what is written so far.
struct Half {
    index: u64,
    path: PathBuf,
    out: BufWriter<File>,
}

impl Plan {
    /// Pairs of this plan, from number 0 on without a gap, that a run into the file `run` has made, whether it
    /// ended or was cut short.
    pub fn made_by(&self, study: &Study, run: &Path) -> u64 {
        let Some((file, bytes)) = best(study, run) else { return 0 };
        let count = || -> Result<u64, StoreError> {
            let mut futures = Futures::open(&file)?.unfinished(bytes);
            let (mut pairs, mut used) = (0, Vec::new());
            while let Some(record) = futures.next_pair(used)? {
                pairs += 1;
                used = record.used();
            }
            Ok(pairs)
        };
        // What cannot be read is simulated again.
        count().unwrap_or(0).min(self.pairs)
    }

    /// Writes those of the shards `wanted` into `folder` all of whose pairs a run into the file `run` has made,
    /// with the bytes that simulating them gives. Returns their numbers.
    ///
    /// # Errors
    /// When a file cannot be read or written.
    pub fn split(
        &self,
        study: &Study,
        run: &Path,
        folder: &Path,
        wanted: &BTreeSet<u64>,
    ) -> Result<Vec<u64>, ShardError> {
        let Some((file, bytes)) = best(study, run) else { return Ok(Vec::new()) };
        let mut futures = Futures::open(&file)?.unfinished(bytes);
        let (mut written, mut half, mut number) = (Vec::new(), None::<Half>, 0);
        let mut used = Vec::new();
        while number < self.pairs
            && let Some(record) = futures.next_pair(used)?
        {
            let index = number / self.per_shard;
            let range = self.range(index);
            if number == range.start && wanted.contains(&index) {
                half = Some(self.half(study, index, folder)?);
            }
            if let Some(half) = &mut half {
                let copied = record.copy(&mut half.out);
                copied.map_err(|error| StoreError::io(&half.path, error))?;
            }
            number += 1;
            if number == range.end
                && let Some(Half { index, path, mut out }) = half.take()
            {
                out.flush().map_err(|error| StoreError::io(&path, error))?;
                drop(out);
                // All pairs are there: what is missing is the end.
                let keeper = Keeper::new(folder.join(Self::file_name(index))).resume();
                study.shard_into(self, index, keeper, &RunOptions::default())?;
                written.push(index);
            }
            used = record.used();
        }
        if let Some(Half { path, .. }) = half {
            std::fs::remove_file(&path).map_err(|error| StoreError::io(&path, error))?;
        }
        Ok(written)
    }

    /// The file of a shard, as it is when its first pair is to be written.
    fn half(&self, study: &Study, index: u64, folder: &Path) -> Result<Half, StoreError> {
        let path = part_of(&folder.join(Self::file_name(index)));
        let io = |error| StoreError::io(&path, error);
        let mut out = BufWriter::new(File::create(&path).map_err(io)?);
        out.write_all(&MAGIC).map_err(io)?;
        out.write_all(&VERSION.to_le_bytes()).map_err(io)?;
        let head = Head::of(study, Some(self.part(index)));
        let head = serde_json::to_vec(&head).map_err(|error| io(error.into()))?;
        frame::write(&mut out, Kind::Head, &head).map_err(io)?;
        Ok(Half { index, path, out })
    }
}

/// The file with the most pairs of this study, and the length of what is whole of it.
fn best(study: &Study, run: &Path) -> Option<(PathBuf, u64)> {
    let wanted = Head::of(study, None);
    let whole = [part_of(run), run.to_owned()].into_iter().filter_map(|file| {
        let (head, bytes) = Futures::until_torn(&file).ok()?;
        (head == wanted).then_some((file, bytes))
    });
    whole.max_by_key(|(_, bytes)| *bytes)
}
