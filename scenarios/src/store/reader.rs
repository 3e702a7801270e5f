//! Reading a file of futures, pair by pair.

use super::StoreError;
use super::codec::{Unreadable, take_count, take_size};
use super::floats::floats;
use super::frame::{self, Broken, Kind, MAGIC, Record, VERSION};
use super::head::{End, Head};
use super::layout::Layout;
use super::pair::{KeptPair, PairCodec};
use super::sums;
use crate::PROGRAM;
use crate::pairing::record::ArmSums;
use crate::study::Study;
use crate::study::result::FailedPair;
use rayon::prelude::*;
use std::fs::File;
use std::io::{BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Pairs that are worked on before what was made of them is taken: few waits for the last one of many are
/// cheap.
const AT_ONCE: u64 = 2000;
/// The same where the tables of all months are kept of each.
pub(crate) const WHOLE_AT_ONCE: u64 = 100;

/// A file of futures whose head has been read and understood.
#[derive(Debug)]
pub struct Futures {
    path: PathBuf,
    input: BufReader<File>,
    /// Bytes that have been read, and those that have not.
    read: u64,
    left: u64,
    /// Does it end where its last pair ends?
    unfinished: bool,
    whole: bool,
    /// The record behind the last pair, once it has been read.
    last: Option<Record>,
    /// Number of the pair before.
    before: Option<u64>,
    /// Whose futures these are.
    pub head: Head,
}

/// What was made of a pair, or why there is none.
pub type Found<T> = Result<T, FailedPair>;

/// A pair of a file.
#[derive(Clone, Debug)]
pub struct Numbered<T> {
    /// Its number.
    pub number: u64,
    /// What was made of it.
    pub found: Found<T>,
    /// Bytes of the file up to its end.
    pub until: u64,
}

/// What was made of a file.
#[derive(Clone, Debug)]
pub struct Gathered<T> {
    /// Every pair, in order.
    pub pairs: Vec<Numbered<T>>,
    /// Sums over all pairs.
    pub sums: Vec<ArmSums>,
    /// What was known at the end.
    pub end: End,
}

impl Futures {
    /// Opens a file and reads what it says of itself.
    ///
    /// # Errors
    /// When it is no file of this program and format.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let name = || path.display().to_string();
        let io = |error| StoreError::io(path, error);
        let file = File::open(path).map_err(io)?;
        let size = file.metadata().map_err(io)?.len();
        let mut left = size;
        // Pairs are longer than this, and are read past it.
        let mut input = BufReader::with_capacity(1 << 14, file);
        let mut magic = [0; 8];
        match frame::fill(&mut input, &mut magic) {
            Ok(()) if magic == MAGIC => {}
            Ok(()) | Err(Broken::Torn | Broken::Changed) => {
                return Err(StoreError::Foreign { file: name() });
            }
            Err(Broken::Io(error)) => return Err(io(error)),
        }
        let mut version = [0; 4];
        let broken = |broken| StoreError::broken(path, broken, "its head");
        frame::fill(&mut input, &mut version).map_err(broken)?;
        let found = u32::from_le_bytes(version);
        if found != VERSION {
            return Err(StoreError::Format { file: name(), found });
        }
        left -= 12;
        let record = Record::read(&mut input, left, Vec::new()).map_err(broken)?;
        left -= record.size();
        let head: Head = match record.checked().map_err(broken)? {
            (Kind::Head, json) => {
                serde_json::from_slice(json).map_err(|_| broken(Broken::Changed))?
            }
            _ => return Err(broken(Broken::Changed)),
        };
        if head.program != PROGRAM {
            return Err(StoreError::Program { file: name(), found: head.program });
        }
        if head.floats != floats() {
            return Err(StoreError::Floats { file: name() });
        }
        Ok(Self {
            path: path.to_owned(),
            input,
            read: size - left,
            left,
            unfinished: false,
            whole: false,
            last: None,
            before: None,
            head,
        })
    }

    /// Reads what each pair adds to the sums too, and keeps few pairs in memory at once.
    pub fn whole(self) -> Self {
        Self { whole: true, ..self }
    }

    /// The file up to so many bytes, where a pair ends: it lacks its last record.
    pub(crate) fn unfinished(self, bytes: u64) -> Self {
        Self { unfinished: true, left: bytes.saturating_sub(self.read), ..self }
    }

    /// The head of a file that a run was writing when it was cut short, and how many bytes of it are whole
    /// records of pairs.
    pub(crate) fn until_torn(path: &Path) -> Result<(Head, u64), StoreError> {
        let mut futures = Self::open(path)?;
        let mut used = Vec::new();
        while let Ok(record) = Record::read(&mut futures.input, futures.left, used)
            && let Ok((Kind::Pair | Kind::Failed, _)) = record.checked()
        {
            futures.advance(&record);
            used = record.used();
        }
        Ok((futures.head, futures.read))
    }

    /// Are these the futures of this study, under the seed and luck of the file?
    ///
    /// # Errors
    /// [`StoreError::Other`] with every value that differs.
    pub fn check(&self, study: &Study) -> Result<(), StoreError> {
        let now = Head::of(study, None);
        let found = self.head.differences(&now);
        if !found.is_empty() {
            return Err(StoreError::Other {
                file: self.path.display().to_string(),
                differences: found,
            });
        }
        let same = now.physics == self.head.physics && now.layout == self.head.layout;
        if same { Ok(()) } else { Err(StoreError::damaged(&self.path, "its head")) }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Bytes that have been read.
    pub(super) fn bytes_read(&self) -> u64 {
        self.read
    }

    /// Are there pairs that have not been read?
    pub(super) fn is_left(&self) -> bool {
        self.last.is_none() && self.left > 0
    }

    /// How its pairs are written; see [`PairCodec::only`].
    pub fn codec(&self) -> PairCodec {
        PairCodec::new(&self.head.layout)
    }

    /// The next record, in the place of one that nobody needs any more.
    fn next(&mut self, used: Vec<u8>) -> Result<Record, StoreError> {
        let read = Record::read(&mut self.input, self.left, used);
        let record = read.map_err(|b| StoreError::broken(&self.path, b, "a record"))?;
        self.advance(&record);
        Ok(record)
    }

    fn advance(&mut self, record: &Record) {
        self.left -= record.size();
        self.read += record.size();
    }

    /// The next record of a pair; none behind the last one.
    pub(crate) fn next_pair(&mut self, used: Vec<u8>) -> Result<Option<Record>, StoreError> {
        if self.last.is_some() || (self.unfinished && self.left == 0) {
            return Ok(None);
        }
        let record = self.next(used)?;
        if record.is_last() {
            self.last = Some(record);
            return Ok(None);
        }
        Ok(Some(record))
    }

    /// Writes all pairs as they are, from one file into another.
    pub(crate) fn copy_pairs(&mut self, out: &mut impl Write) -> Result<(), StoreError> {
        let mut used = Vec::new();
        while let Some(record) = self.next_pair(used)? {
            record.copy(out).map_err(|error| StoreError::io(&self.path, error))?;
            used = record.used();
        }
        Ok(())
    }

    /// One pair; the rest of the file is not looked at.
    ///
    /// # Errors
    /// When what is read of it is torn or damaged.
    pub fn find(mut self, codec: &PairCodec, wanted: u64) -> Result<Option<KeptPair>, StoreError> {
        let mut used = Vec::new();
        while let Some(record) = self.next_pair(used)? {
            let damaged = |_| StoreError::damaged(&self.path, "a pair");
            if number(&record).map_err(damaged)? == wanted {
                let make = |_, pair: KeptPair| pair;
                let (_, found) =
                    pair(&record, &self.head.layout, codec, false, &make).map_err(damaged)?;
                return Ok(found.ok());
            }
            used = record.used();
        }
        Ok(None)
    }

    /// Makes something of every pair, on the threads of the rayon pool; results come in order.
    ///
    /// # Errors
    /// When the file is torn or damaged.
    pub fn each<T: Send>(
        mut self,
        codec: &PairCodec,
        make: impl Fn(u64, KeptPair) -> T + Sync,
    ) -> Result<Gathered<T>, StoreError> {
        let mut pairs = Vec::new();
        loop {
            let some = self.some(codec, &make)?;
            if some.is_empty() {
                break;
            }
            pairs.extend(some);
        }
        let (end, sums) = self.end(pairs.len() as u64)?;
        Ok(Gathered { pairs, sums, end })
    }

    /// The same for files whose pairs are too much for the memory at once: what was made of some pairs is
    /// taken before the next ones are read.
    ///
    /// # Errors
    /// When the file is torn or damaged, which may be found after some has been taken; and whatever `take`
    /// returns.
    pub fn some_by_some<T: Send, E: From<StoreError>>(
        mut self,
        codec: &PairCodec,
        make: impl Fn(u64, KeptPair) -> T + Sync,
        mut take: impl FnMut(Vec<Numbered<T>>) -> Result<(), E>,
    ) -> Result<End, E> {
        let mut count = 0;
        loop {
            let some = self.some(codec, &make)?;
            if some.is_empty() {
                break;
            }
            count += some.len() as u64;
            take(some)?;
        }
        Ok(self.end(count)?.0)
    }

    /// Makes something of the next pairs, on the threads of the rayon pool, in order; nothing behind the
    /// last one.
    pub(super) fn some<T: Send>(
        &mut self,
        codec: &PairCodec,
        make: &(impl Fn(u64, KeptPair) -> T + Sync),
    ) -> Result<Vec<Numbered<T>>, StoreError> {
        let (path, layout, whole) = (self.path.clone(), self.head.layout.clone(), self.whole);
        // A thread reads a pair, works on it, and lays its memory aside for the next one.
        let used: Mutex<Vec<Vec<u8>>> = Mutex::default();
        let used = || used.lock().unwrap_or_else(PoisonError::into_inner);
        let mut unread = None;
        let records = (0..if whole { WHOLE_AT_ONCE } else { AT_ONCE }).map_while(|_| {
            match self.next_pair(used().pop().unwrap_or_default()) {
                Ok(record) => record.map(|record| (record, self.read)),
                Err(error) => {
                    unread = Some(error);
                    None
                }
            }
        });
        let work = |(record, until)| {
            let made = pair(&record, &layout, codec, whole, make);
            used().push(record.used());
            (until, made)
        };
        let mut made: Vec<_> = records.par_bridge().map(work).collect();
        made.sort_unstable_by_key(|(until, _)| *until);
        let mut all = Vec::with_capacity(made.len());
        for (until, made) in made {
            let damaged =
                || StoreError::damaged(&path, format!("the pair that ends at byte {until}"));
            let (number, found) = made.map_err(|_| damaged())?;
            if self.before.is_some_and(|before| before >= number) {
                return Err(damaged());
            }
            self.before = Some(number);
            all.push(Numbered { number, found, until });
        }
        unread.map_or(Ok(all), Err)
    }

    /// What the last record says; `tried` pairs stand before it.
    fn end(&mut self, tried: u64) -> Result<(End, Vec<ArmSums>), StoreError> {
        let damaged = || StoreError::damaged(&self.path, "its end");
        let last = self.last.take().ok_or_else(damaged)?;
        let (end, sums) = end(&last, &self.head.layout).map_err(|_| damaged())?;
        let mut more = [0; 1];
        let complete = end.tried == tried && matches!(self.input.read(&mut more), Ok(0));
        if complete { Ok((end, sums)) } else { Err(damaged()) }
    }

    /// What a file says at its end, whose pairs nobody looks at.
    pub(crate) fn ended(mut self) -> Result<End, StoreError> {
        let (mut used, mut tried) = (Vec::new(), 0);
        while let Some(record) = self.next_pair(used)? {
            record.checked().map_err(|b| StoreError::broken(&self.path, b, "a pair"))?;
            tried += 1;
            used = record.used();
        }
        Ok(self.end(tried)?.0)
    }
}

/// The number of the pair of a record.
fn number(record: &Record) -> Result<u64, Unreadable> {
    match record.checked().map_err(|_| Unreadable)? {
        (Kind::Pair, mut bytes) => take_count(&mut bytes),
        (Kind::Failed, json) => failed(json).map(|failed| failed.pair),
        (Kind::Head | Kind::End, _) => Err(Unreadable),
    }
}

fn failed(json: &[u8]) -> Result<FailedPair, Unreadable> {
    serde_json::from_slice(json).map_err(|_| Unreadable)
}

fn pair<T>(
    record: &Record,
    layout: &Layout,
    codec: &PairCodec,
    with_sums: bool,
    make: &impl Fn(u64, KeptPair) -> T,
) -> Result<(u64, Found<T>), Unreadable> {
    let mut bytes = match record.checked().map_err(|_| Unreadable)? {
        (Kind::Pair, bytes) => bytes,
        (Kind::Failed, json) => return failed(json).map(|failed| (failed.pair, Err(failed))),
        (Kind::Head | Kind::End, _) => return Err(Unreadable),
    };
    let bytes = &mut bytes;
    let number = take_count(bytes)?;
    let length = take_size(bytes)?;
    let (mine, mut rest) = bytes.split_at_checked(length).ok_or(Unreadable)?;
    let mut pair = codec.read(mine)?;
    if with_sums {
        pair.sums = sums::take(&mut rest, layout, false)?;
        if !rest.is_empty() {
            return Err(Unreadable);
        }
    }
    Ok((number, Ok(make(number, pair))))
}

fn end(record: &Record, layout: &Layout) -> Result<(End, Vec<ArmSums>), Unreadable> {
    let (Kind::End, mut bytes) = record.checked().map_err(|_| Unreadable)? else {
        return Err(Unreadable);
    };
    let bytes = &mut bytes;
    let length = take_size(bytes)?;
    let (json, rest) = bytes.split_at_checked(length).ok_or(Unreadable)?;
    *bytes = rest;
    let end = serde_json::from_slice(json).map_err(|_| Unreadable)?;
    let sums = sums::take(bytes, layout, true)?;
    if bytes.is_empty() { Ok((end, sums)) } else { Err(Unreadable) }
}
