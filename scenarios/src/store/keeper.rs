//! Writing a file of futures while the pairs come in.

use super::StoreError;
use super::codec::put_count;
use super::frame::{self, Kind, MAGIC, VERSION};
use super::head::{End, Head};
use super::layout::Layout;
use super::pair::PairCodec;
use super::sums;
use crate::pairing::record::ArmSums;
use crate::study::Study;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use twin_models::outcome::Outcome;

/// Pairs in a block, unless a batch of the stopping rule ends before. Whole couples and blocks of luck.
const BLOCK: usize = 20;

/// Keeps the futures of a run, see [`RunOptions::keep`](crate::study::RunOptions::keep).
///
/// What goes wrong with the file never spoils the run; [`Keeper::finish`] tells it.
#[derive(Debug)]
pub struct Keeper {
    path: PathBuf,
    state: Mutex<State>,
}

#[derive(Debug)]
enum State {
    Waiting,
    Open(Box<Open>),
    Closed,
    Failed(std::io::Error),
}

#[derive(Debug)]
struct Open {
    out: BufWriter<File>,
    part: PathBuf,
    /// The pairs of the present block.
    pairs: Vec<u8>,
    count: usize,
    sums: Vec<ArmSums>,
    kept: u64,
}

impl Drop for Open {
    fn drop(&mut self) {
        // A half file that nobody has closed; after a rename there is none.
        let _ = std::fs::remove_file(&self.part);
    }
}

impl Keeper {
    /// Will write to `path`, once a run begins.
    pub fn new(path: PathBuf) -> Self {
        Self { path, state: Mutex::new(State::Waiting) }
    }

    /// After the run: was the file written? False where no run has come to its end.
    ///
    /// # Errors
    /// When it could not be written; then there is none.
    pub fn finish(self) -> Result<bool, StoreError> {
        match self.state.into_inner().unwrap_or_else(PoisonError::into_inner) {
            State::Closed => Ok(true),
            State::Failed(error) => Err(StoreError::io(&self.path, error)),
            State::Waiting | State::Open(_) => Ok(false),
        }
    }

    /// A run begins. Returns how its pairs are written.
    pub(crate) fn begin(&self, study: &Study, asked: Option<u64>) -> PairCodec {
        let head = Head::of(study, 0, asked);
        let opened = Open::create(&self.path, &head);
        *self.lock() = opened.map_or_else(State::Failed, |open| State::Open(Box::new(open)));
        PairCodec::new(&Layout::of(study))
    }

    /// A pair is done; pairs come in order.
    pub(crate) fn put(&self, pair: u64, bytes: &[u8], outcomes: &[Outcome]) {
        self.with(|open| open.put(pair, bytes, outcomes));
    }

    /// A batch is done: the run may end here.
    pub(crate) fn batch(&self) {
        self.with(Open::end_block);
    }

    /// All pairs are done.
    pub(crate) fn close(&self, end: impl FnOnce(u64) -> End, sums: &[ArmSums]) {
        self.with(|open| open.close(&self.path, &end(open.kept), sums));
        let mut state = self.lock();
        if matches!(*state, State::Open(_)) {
            *state = State::Closed;
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn with(&self, work: impl FnOnce(&mut Open) -> std::io::Result<()>) {
        let mut state = self.lock();
        if let State::Open(open) = &mut *state
            && let Err(error) = work(open)
        {
            *state = State::Failed(error);
        }
    }
}

impl Open {
    fn create(path: &Path, head: &Head) -> std::io::Result<Self> {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let part = path.with_file_name(format!(".{}.part", name.unwrap_or_default()));
        let mut out = BufWriter::with_capacity(1 << 20, File::create(&part)?);
        out.write_all(&MAGIC)?;
        out.write_all(&VERSION.to_le_bytes())?;
        frame::write(&mut out, Kind::Head, &serde_json::to_vec(head)?)?;
        Ok(Self { out, part, pairs: Vec::new(), count: 0, sums: Vec::new(), kept: 0 })
    }

    fn put(&mut self, pair: u64, bytes: &[u8], outcomes: &[Outcome]) -> std::io::Result<()> {
        put_count(&mut self.pairs, pair);
        put_count(&mut self.pairs, bytes.len() as u64);
        self.pairs.extend_from_slice(bytes);
        self.sums.resize_with(outcomes.len(), ArmSums::default);
        self.sums.iter_mut().zip(outcomes).for_each(|(sums, outcome)| sums.add(outcome));
        self.count += 1;
        self.kept += 1;
        if self.count == BLOCK { self.end_block() } else { Ok(()) }
    }

    fn end_block(&mut self) -> std::io::Result<()> {
        if self.count == 0 {
            return Ok(());
        }
        let mut content = Vec::with_capacity(self.pairs.len() + 4096);
        put_count(&mut content, self.count as u64);
        content.extend_from_slice(&self.pairs);
        sums::put(&mut content, &self.sums, false);
        frame::write(&mut self.out, Kind::Block, &content)?;
        self.pairs.clear();
        self.sums.clear();
        self.count = 0;
        Ok(())
    }

    fn close(&mut self, path: &Path, end: &End, all: &[ArmSums]) -> std::io::Result<()> {
        self.end_block()?;
        let json = serde_json::to_vec(end)?;
        let mut content = Vec::new();
        put_count(&mut content, json.len() as u64);
        content.extend_from_slice(&json);
        sums::put(&mut content, all, true);
        frame::write(&mut self.out, Kind::End, &content)?;
        self.out.flush()?;
        self.out.get_ref().sync_all()?;
        std::fs::rename(&self.part, path)
    }
}
