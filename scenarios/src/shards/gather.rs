//! From shards to the futures of one run. What is missing, torn, foreign or contradictory is named.

use crate::shards::plan::Plan;
use crate::store::frame::{self, Kind, MAGIC, VERSION};
use crate::store::head::Head;
use crate::store::keeper::part_of;
use crate::store::{Futures, StoreError};
use crate::study::Study;
use std::collections::BTreeMap;
use std::fs::{File, TryLockError};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// Something that keeps shards from being merged. All are told at once.
#[derive(Debug, thiserror::Error)]
pub enum ShardFault {
    /// Parts of the plan that no file holds.
    #[error("{}", missing(indexes, *of))]
    Missing {
        /// Their numbers.
        indexes: Vec<u64>,
        /// Shards of the plan.
        of: u64,
    },
    /// A file that is torn, damaged, or of another program or machine.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A whole file of something else.
    #[error("{file} is not part of this plan: {why}\nhelp: take it out of the folder")]
    Foreign {
        /// The file.
        file: String,
        /// What it is.
        why: String,
    },
    /// Two files of the same part that differ.
    #[error(
        "{file} and {other} hold the same pairs with other bytes: one of the machines does not compute as the \
         others\nhelp: remove both, and make this shard again"
    )]
    Differs {
        /// A file.
        file: String,
        /// The other one.
        other: String,
    },
}

fn missing(indexes: &[u64], of: u64) -> String {
    let shown: Vec<String> = ranges(indexes).into_iter().take(20).collect();
    let (list, more) = (shown.join(", "), if ranges(indexes).len() > 20 { ", ..." } else { "" });
    let first = indexes.first().copied().unwrap_or(0);
    format!(
        "{} of {of} shards are missing: {list}{more}\nhelp: make them, the first one with `gemba shard PLAN \
         --index {first}`",
        indexes.len()
    )
}

/// Numbers as ranges, such as `3-7`.
pub fn ranges(indexes: &[u64]) -> Vec<String> {
    let runs = indexes.chunk_by(|a, b| a + 1 == *b);
    let word = |run: &[u64]| match run {
        [one] => one.to_string(),
        [first, .., last] => format!("{first}-{last}"),
        [] => String::new(),
    };
    runs.map(word).collect()
}

impl Plan {
    /// Looks at every shard file of a folder: which parts of the plan are there and whole. Numbers of those that
    /// are not there; and whatever else is wrong.
    pub fn look(&self, study: &Study, folder: &Path) -> (BTreeMap<u64, PathBuf>, Vec<ShardFault>) {
        let (mut found, mut faults) = (BTreeMap::new(), Vec::new());
        let listed = match std::fs::read_dir(folder) {
            Ok(listed) => listed.filter_map(|entry| Some(entry.ok()?.path())),
            Err(error) => return (found, vec![StoreError::io(folder, error).into()]),
        };
        let is_shard = |path: &PathBuf| {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
            name.is_some_and(|name| name.starts_with("shard-") && name.ends_with(".bin"))
        };
        let mut files: Vec<PathBuf> = listed.filter(is_shard).collect();
        files.sort();
        for file in files {
            match self.index_of(study, &file) {
                Ok(index) => match found.get(&index) {
                    None => drop(found.insert(index, file)),
                    Some(other) if same_bytes(other, &file) => {}
                    Some(other) => faults.push(ShardFault::Differs {
                        file: file.display().to_string(),
                        other: other.display().to_string(),
                    }),
                },
                Err(fault) => faults.push(fault),
            }
        }
        (found, faults)
    }

    /// Is this file shard number `index` of the plan, and whole?
    pub fn holds(&self, study: &Study, index: u64, file: &Path) -> bool {
        file.exists() && self.index_of(study, file).is_ok_and(|found| found == index)
    }

    /// Which shard of the plan a file is.
    fn index_of(&self, study: &Study, file: &Path) -> Result<u64, ShardFault> {
        let futures = Futures::open(file)?;
        let foreign =
            |why: String| Err(ShardFault::Foreign { file: file.display().to_string(), why });
        let Some(part) = futures.head.shard.clone() else {
            return foreign("it holds the futures of a whole run".to_owned());
        };
        if futures.head != Head::of(study, Some(part.clone())) {
            if let Err(StoreError::Other { differences, .. }) = futures.check(study) {
                let told: Vec<String> =
                    differences.iter().take(5).map(|change| format!("\n  {change}")).collect();
                return foreign(format!("its inputs are others{}", told.concat()));
            }
            return foreign("its inputs are others".to_owned());
        }
        let index = part.first / self.per_shard;
        if part.plan != self.hash() {
            return foreign(format!("its shards do not have {} pairs each", self.per_shard));
        }
        if part != self.part(index) {
            return foreign(format!(
                "it has pairs {} to {}; shard {index} of the plan has {:?}",
                part.first,
                part.first + part.count,
                self.range(index)
            ));
        }
        let end = futures.ended()?;
        if end.tried != part.count {
            return Err(StoreError::damaged(file, "its number of pairs").into());
        }
        Ok(index)
    }

    /// Lays all shards of a folder one behind the other as the futures of a run that goes on at `run`, see
    /// [`Keeper::resume`](crate::store::Keeper::resume).
    ///
    /// # Errors
    /// Everything that is wrong with them, or that another run is writing there; then nothing is written.
    pub fn gather(&self, study: &Study, folder: &Path, run: &Path) -> Result<(), Vec<ShardFault>> {
        let (found, mut faults) = self.look(study, folder);
        let indexes: Vec<u64> = (0..self.shards()).filter(|k| !found.contains_key(k)).collect();
        if !indexes.is_empty() {
            faults.push(ShardFault::Missing { indexes, of: self.shards() });
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        self.lay(study, found.values(), run).map_err(|error| vec![error.into()])
    }

    /// The same with the shards from the first one on up to the first that is not there, for a run in one piece,
    /// where these are more pairs than it has itself. Returns how many pairs these are.
    ///
    /// # Errors
    /// When a file cannot be read or written, or another run is writing there.
    pub fn gather_first(
        &self,
        study: &Study,
        folder: &Path,
        run: &Path,
    ) -> Result<u64, StoreError> {
        let (found, _) = self.look(study, folder);
        let whole = (0..self.shards()).take_while(|k| found.contains_key(k)).count() as u64;
        let pairs = (whole * self.per_shard).min(self.pairs);
        if pairs <= self.made_by(study, run) {
            return Ok(0);
        }
        self.lay(study, found.values().take(whole as usize), run)?;
        Ok(pairs)
    }

    /// Lays shards one behind the other as the futures of a run that was cut short.
    fn lay<'a>(
        &self,
        study: &Study,
        files: impl Iterator<Item = &'a PathBuf>,
        run: &Path,
    ) -> Result<(), StoreError> {
        let part = part_of(run);
        let io = |error| StoreError::io(&part, error);
        let file = File::options().write(true).create(true).truncate(false).open(&part);
        let file = file.map_err(io)?;
        if let Err(TryLockError::WouldBlock) = file.try_lock() {
            return Err(StoreError::Busy { file: run.display().to_string() });
        }
        let written = || -> Result<(), StoreError> {
            file.set_len(0).map_err(io)?;
            let mut out = BufWriter::with_capacity(1 << 20, &file);
            out.write_all(&MAGIC).map_err(io)?;
            out.write_all(&VERSION.to_le_bytes()).map_err(io)?;
            let head = serde_json::to_vec(&Head::of(study, None)).map_err(|e| io(e.into()))?;
            frame::write(&mut out, Kind::Head, &head).map_err(io)?;
            for file in files {
                Futures::open(file)?.copy_pairs(&mut out)?;
            }
            out.flush().map_err(io)
        };
        written().inspect_err(|_| {
            let _ = std::fs::remove_file(&part);
        })
    }
}

fn same_bytes(one: &Path, other: &Path) -> bool {
    match (std::fs::read(one), std::fs::read(other)) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}
