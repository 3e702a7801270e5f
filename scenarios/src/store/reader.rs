//! Reading a file of futures, block by block.

use super::StoreError;
use super::codec::{Unreadable, take_count, take_size};
use super::frame::{self, Broken, Kind, MAGIC, Record, VERSION};
use super::head::{End, Head};
use super::layout::Layout;
use super::pair::{KeptPair, PairCodec};
use super::physics::{Difference, differences, digest, inputs};
use super::sums;
use crate::pairing::record::ArmSums;
use crate::study::Study;
use crate::study::luck;
use rayon::prelude::*;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Blocks that are worked on before what was made of them is taken: few waits for the last one of many are
/// cheap.
const AT_ONCE: usize = 100;

/// A file of futures whose head has been read and understood.
#[derive(Debug)]
pub struct Futures {
    path: PathBuf,
    input: BufReader<File>,
    left: u64,
    with_sums: bool,
    /// Whose futures these are.
    pub head: Head,
}

/// What was made of a file.
#[derive(Clone, Debug)]
pub struct Gathered<T> {
    /// Number of every pair, and what was made of it, in order.
    pub pairs: Vec<(u64, T)>,
    /// How many pairs there were after each block.
    pub ends: Vec<u64>,
    /// Sums of each block, without the monthly quantities; of none unless they were asked for.
    pub blocks: Vec<Vec<ArmSums>>,
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
        let mut left = file.metadata().map_err(io)?.len();
        // Blocks are longer than this, and are read past it.
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
        if head.program != env!("CARGO_PKG_VERSION") {
            return Err(StoreError::Program { file: name(), found: head.program });
        }
        Ok(Self { path: path.to_owned(), input, left, with_sums: false, head })
    }

    /// Reads the sums of each block too.
    pub fn with_sums(self) -> Self {
        Self { with_sums: true, ..self }
    }

    /// Are these the futures of this study, under the seed and luck of the file?
    ///
    /// # Errors
    /// [`StoreError::Other`] with every value that differs.
    pub fn check(&self, study: &Study) -> Result<(), StoreError> {
        let now = inputs(study);
        let mut found = differences(&self.head.inputs, &now);
        let difference = |path: &str, then: String, now: String| Difference {
            file: "study".to_owned(),
            path: path.to_owned(),
            then: Some(then),
            now: Some(now),
        };
        let luck = luck::word(study.sampling);
        if study.seed != self.head.seed {
            let (then, now) = (self.head.seed.to_string(), study.seed.to_string());
            found.push(difference("study.seed", then, now));
        }
        if luck != self.head.luck {
            found.push(difference("study.pairs.luck", self.head.luck.clone(), luck.to_owned()));
        }
        if !found.is_empty() {
            return Err(StoreError::Other {
                file: self.path.display().to_string(),
                differences: found,
            });
        }
        let same = digest(&now, study.seed, luck) == self.head.physics
            && Layout::of(study) == self.head.layout;
        if same { Ok(()) } else { Err(StoreError::damaged(&self.path, "its head")) }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How its pairs are written; see [`PairCodec::only`].
    pub fn codec(&self) -> PairCodec {
        PairCodec::new(&self.head.layout)
    }

    /// The next record, in the place of one that nobody needs any more.
    fn next(&mut self, used: Vec<u8>) -> Result<Record, StoreError> {
        let read = Record::read(&mut self.input, self.left, used);
        let record = read.map_err(|b| StoreError::broken(&self.path, b, "a block"))?;
        self.left -= record.size();
        Ok(record)
    }

    /// One pair; the rest of the file is not looked at.
    ///
    /// # Errors
    /// When what is read of it is torn or damaged.
    pub fn find(mut self, codec: &PairCodec, number: u64) -> Result<Option<KeptPair>, StoreError> {
        for k in 1.. {
            let record = self.next(Vec::new())?;
            if record.is_last() {
                break;
            }
            let mine = |n: u64, pair: KeptPair| (n == number).then_some(pair);
            let (pairs, _) = block(&record, &self.head.layout, codec, false, &mine)
                .map_err(|_| StoreError::damaged(&self.path, format!("block {k}")))?;
            let found = pairs.into_iter().find_map(|(_, pair)| pair);
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// Makes something of every pair, on the threads of the rayon pool; results come in order.
    ///
    /// # Errors
    /// When the file is torn or damaged.
    pub fn each<T: Send>(
        self,
        codec: &PairCodec,
        make: impl Fn(u64, KeptPair) -> T + Sync,
    ) -> Result<Gathered<T>, StoreError> {
        let mut pairs = Vec::new();
        let gathered = self.some_by_some(codec, make, |some| {
            pairs.extend(some);
            Ok::<_, StoreError>(())
        })?;
        let Gathered { ends, blocks, sums, end, .. } = gathered;
        Ok(Gathered { pairs, ends, blocks, sums, end })
    }

    /// The same for files whose pairs are too much for the memory at once: what was made of some blocks is
    /// taken before the next ones are read. [`Gathered::pairs`] holds the numbers only.
    ///
    /// # Errors
    /// When the file is torn or damaged, which may be found after some has been taken; and whatever `take`
    /// returns.
    pub fn some_by_some<T: Send, E: From<StoreError>>(
        mut self,
        codec: &PairCodec,
        make: impl Fn(u64, KeptPair) -> T + Sync,
        mut take: impl FnMut(Vec<(u64, T)>) -> Result<(), E>,
    ) -> Result<Gathered<()>, E> {
        let (mut pairs, mut ends, mut blocks) = (Vec::new(), Vec::new(), Vec::new());
        let (path, layout) = (self.path.clone(), self.head.layout.clone());
        let with_sums = self.with_sums;
        // A thread reads a block, works on it, and lays its memory aside for the next one.
        let used: Mutex<Vec<Vec<u8>>> = Mutex::default();
        let used = || used.lock().unwrap_or_else(PoisonError::into_inner);
        let last = loop {
            let (first, mut last) = (blocks.len(), None);
            let records = (first..first + AT_ONCE).map_while(|k| {
                let record = last.is_none().then(|| self.next(used().pop().unwrap_or_default()));
                match record? {
                    Ok(record) if record.is_last() => last = Some(Ok(record)),
                    Ok(record) => return Some((k, record)),
                    Err(error) => last = Some(Err(error)),
                }
                None
            });
            let work = |(k, record)| {
                let made = block(&record, &layout, codec, with_sums, &make);
                used().push(record.used());
                (k, made.map_err(|_| StoreError::damaged(&path, format!("block {}", k + 1))))
            };
            let mut made: Vec<_> = records.par_bridge().map(work).collect();
            made.sort_unstable_by_key(|(k, _)| *k);
            let mut taken = Vec::new();
            for (_, result) in made {
                let (some, sums) = result?;
                pairs.extend(some.iter().map(|(number, _)| (*number, ())));
                taken.extend(some);
                ends.push(pairs.len() as u64);
                blocks.push(sums);
            }
            take(taken)?;
            if let Some(last) = last {
                break last?;
            }
        };
        let damaged = || StoreError::damaged(&self.path, "its end");
        let (end, sums) = end(&last, &self.head.layout).map_err(|_| damaged())?;
        let mut more = [0; 1];
        let complete = end.kept == pairs.len() as u64
            && pairs.windows(2).all(|two| two[0].0 < two[1].0)
            && matches!(self.input.read(&mut more), Ok(0));
        let gathered = Gathered { pairs, ends, blocks, sums, end };
        if complete { Ok(gathered) } else { Err(damaged().into()) }
    }
}

type Block<T> = (Vec<(u64, T)>, Vec<ArmSums>);

fn block<T>(
    record: &Record,
    layout: &Layout,
    codec: &PairCodec,
    with_sums: bool,
    make: &impl Fn(u64, KeptPair) -> T,
) -> Result<Block<T>, Unreadable> {
    let (Kind::Block, mut bytes) = record.checked().map_err(|_| Unreadable)? else {
        return Err(Unreadable);
    };
    let bytes = &mut bytes;
    let mut pairs = Vec::new();
    for _ in 0..take_size(bytes)? {
        let number = take_count(bytes)?;
        let length = take_size(bytes)?;
        let (pair, rest) = bytes.split_at_checked(length).ok_or(Unreadable)?;
        *bytes = rest;
        pairs.push((number, make(number, codec.read(pair)?)));
    }
    if !with_sums {
        return Ok((pairs, Vec::new()));
    }
    let sums = sums::take(bytes, layout, false)?;
    if bytes.is_empty() { Ok((pairs, sums)) } else { Err(Unreadable) }
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
