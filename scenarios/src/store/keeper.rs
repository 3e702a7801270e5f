//! Writing a file of futures while the pairs come in, and going on where an earlier run stopped.

use super::StoreError;
use super::codec::put_count;
use super::frame::{self, Kind, MAGIC, VERSION};
use super::head::{End, Head, Part};
use super::pair::PairCodec;
use super::physics::Difference;
use super::reader::Futures;
use super::source::Source;
use super::sums;
use crate::pairing::record::ArmSums;
use crate::study::Study;
use crate::study::result::FailedPair;
use std::fs::{File, TryLockError};
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use twin_models::outcome::Outcome;

/// Keeps the futures of a run, see [`RunOptions::keep`](crate::study::RunOptions::keep). Every pair is in
/// the file as soon as it is done, so that a run that is killed loses none.
///
/// What goes wrong with the file never spoils the run; [`Keeper::finish`] tells it.
#[derive(Debug)]
pub struct Keeper {
    path: PathBuf,
    resume: bool,
    shard: Option<Part>,
    state: Mutex<State>,
    found: Mutex<Earlier>,
}

/// What an earlier run had left in the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Earlier {
    /// Pairs of the same futures, which were not simulated again.
    pub pairs: u64,
    /// Why pairs that are there could not be used: the values that differ.
    pub other: Vec<Difference>,
}

/// What a run has kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Was the file written? Not where no run has come to its end.
    pub written: bool,
    /// What was there before.
    pub earlier: Earlier,
}

#[derive(Debug)]
enum State {
    Waiting,
    Open(Box<Open>),
    Closed,
    Failed(StoreError),
}

#[derive(Debug)]
struct Open {
    out: File,
    part: PathBuf,
    /// Is there any pair?
    empty: bool,
}

impl Drop for Open {
    fn drop(&mut self) {
        // A half file is where the next run begins, unless there is nothing in it. After a rename there is none.
        if self.empty {
            let _ = std::fs::remove_file(&self.part);
        }
    }
}

/// The name of a file that is being written.
pub fn part_of(path: &Path) -> PathBuf {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    path.with_file_name(format!(".{}.part", name.unwrap_or_default()))
}

impl Keeper {
    /// Will write to `path`, once a run begins.
    pub fn new(path: PathBuf) -> Self {
        let (state, found) = (Mutex::new(State::Waiting), Mutex::default());
        Self { path, resume: false, shard: None, state, found }
    }

    /// Goes on with the pairs of an earlier run of the same futures that was killed, stopped or asked for
    /// fewer pairs, if its file is there. Futures are the same where only money differs.
    pub fn resume(self) -> Self {
        Self { resume: true, ..self }
    }

    /// Writes a part of a plan.
    pub(crate) fn shard(self, part: Part) -> Self {
        Self { shard: Some(part), ..self }
    }

    /// After the run: what was kept.
    ///
    /// # Errors
    /// When the file could not be written; then there is none.
    pub fn finish(self) -> Result<Kept, StoreError> {
        let earlier = self.found.into_inner().unwrap_or_else(PoisonError::into_inner);
        match self.state.into_inner().unwrap_or_else(PoisonError::into_inner) {
            State::Closed => Ok(Kept { written: true, earlier }),
            State::Failed(error) => Err(error),
            State::Waiting | State::Open(_) => Ok(Kept { written: false, earlier }),
        }
    }

    /// A run begins. Returns how its pairs are written, and those that are there.
    ///
    /// # Errors
    /// When another run is writing into the same file.
    pub(crate) fn begin(&self, study: &Study) -> Result<(PairCodec, Option<Source>), StoreError> {
        let head = Head::of(study, self.shard.clone());
        let codec = PairCodec::new(&head.layout);
        match self.open(&head) {
            Ok((open, source)) => {
                *self.lock() = State::Open(Box::new(open));
                Ok((codec, source))
            }
            Err(busy @ StoreError::Busy { .. }) => Err(busy),
            Err(error) => {
                *self.lock() = State::Failed(error);
                Ok((codec, None))
            }
        }
    }

    fn open(&self, head: &Head) -> Result<(Open, Option<Source>), StoreError> {
        let part = part_of(&self.path);
        let io = |error| StoreError::io(&part, error);
        let options =
            || File::options().read(true).write(true).create(true).truncate(false).to_owned();
        let mut out = options().open(&part).map_err(io)?;
        match out.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(StoreError::Busy { file: self.path.display().to_string() });
            }
            // Some file systems have no locks.
            Err(TryLockError::Error(_)) => {}
        }
        let there = if self.resume { self.there(head, &part) } else { None };
        let Some((file, bytes)) = there else {
            out.set_len(0).map_err(io)?;
            out.write_all(&MAGIC).map_err(io)?;
            out.write_all(&VERSION.to_le_bytes()).map_err(io)?;
            let json = serde_json::to_vec(head).map_err(|error| io(error.into()))?;
            frame::write(&mut out, Kind::Head, &json).map_err(io)?;
            return Ok((Open { out, part, empty: true }, None));
        };
        if file != part {
            out.set_len(0).map_err(io)?;
            let mut from = File::open(&file).map_err(|error| StoreError::io(&file, error))?;
            std::io::copy(&mut from, &mut out).map_err(io)?;
        }
        out.set_len(bytes).map_err(io)?;
        out.seek(SeekFrom::End(0)).map_err(io)?;
        let source = Source::new(Futures::open(&part)?.unfinished(bytes));
        Ok((Open { out, part, empty: false }, Some(source)))
    }

    /// The file with the most pairs of the same futures, and the length of what is whole of it.
    fn there(&self, head: &Head, part: &Path) -> Option<(PathBuf, u64)> {
        let mut best: Option<(PathBuf, u64)> = None;
        for file in [part, &*self.path] {
            let (then, bytes) = match Futures::until_torn(file) {
                Ok(found) => found,
                Err(StoreError::Program { found, .. }) => {
                    let other = Difference::new("", "program", found, head.program.clone());
                    self.earlier().other = vec![other];
                    continue;
                }
                Err(_) => continue,
            };
            if then != *head {
                self.earlier().other = then.differences(head);
            } else if best.as_ref().is_none_or(|(_, most)| bytes > *most) {
                best = Some((file.to_owned(), bytes));
            }
        }
        if best.is_some() {
            self.earlier().other.clear();
        }
        best
    }

    /// So many pairs that were there are part of the run.
    pub(crate) fn taken(&self, pairs: u64) {
        self.earlier().pairs += pairs;
        self.with(|open| {
            open.empty = false;
            Ok(())
        });
    }

    /// No more of those that were there are wanted: the file ends after `bytes`.
    pub(crate) fn cut(&self, bytes: u64) {
        self.with(|open| {
            open.out.set_len(bytes)?;
            open.out.seek(SeekFrom::End(0)).map(drop)
        });
    }

    /// A pair is done; pairs come in order.
    pub(crate) fn put(&self, pair: u64, bytes: &[u8], outcomes: &[Outcome]) {
        self.with(|open| open.put(pair, bytes, outcomes));
    }

    /// A pair has failed, and may.
    pub(crate) fn put_failed(&self, failed: &FailedPair) {
        self.with(|open| {
            open.empty = false;
            frame::write(&mut open.out, Kind::Failed, &serde_json::to_vec(failed)?)
        });
    }

    /// All pairs are done.
    pub(crate) fn close(&self, end: &End, sums: &[ArmSums]) {
        self.with(|open| open.close(&self.path, end, sums));
        let mut state = self.lock();
        if matches!(*state, State::Open(_)) {
            *state = State::Closed;
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn earlier(&self) -> MutexGuard<'_, Earlier> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn with(&self, work: impl FnOnce(&mut Open) -> std::io::Result<()>) {
        let mut state = self.lock();
        if let State::Open(open) = &mut *state
            && let Err(error) = work(open)
        {
            let error = StoreError::io(&self.path, error);
            *state = State::Failed(error);
        }
    }
}

impl Open {
    fn put(&mut self, pair: u64, bytes: &[u8], outcomes: &[Outcome]) -> std::io::Result<()> {
        let mut content = Vec::with_capacity(bytes.len() + (1 << 13));
        put_count(&mut content, pair);
        put_count(&mut content, bytes.len() as u64);
        content.extend_from_slice(bytes);
        let mut all = vec![ArmSums::default(); outcomes.len()];
        all.iter_mut().zip(outcomes).for_each(|(sums, outcome)| sums.add(outcome));
        sums::put(&mut content, &all, false);
        self.empty = false;
        frame::write(&mut self.out, Kind::Pair, &content)
    }

    fn close(&mut self, path: &Path, end: &End, all: &[ArmSums]) -> std::io::Result<()> {
        let json = serde_json::to_vec(end)?;
        let mut content = Vec::new();
        put_count(&mut content, json.len() as u64);
        content.extend_from_slice(&json);
        sums::put(&mut content, all, true);
        frame::write(&mut self.out, Kind::End, &content)?;
        self.out.sync_all()?;
        std::fs::rename(&self.part, path)
    }
}
