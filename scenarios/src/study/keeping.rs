//! A run and the file of its futures: pairs that are there are not simulated again.

use super::question::Study;
use super::run::{Pairs, StudyError};
use crate::pairing::record::ArmSums;
use crate::store::head::End;
use crate::store::pair::PairCodec;
use crate::store::reader::Numbered;
use crate::store::source::Source;
use crate::store::sums::add_pair;
use crate::store::{Keeper, StoreError};
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

/// A file of futures at work.
pub(crate) struct Keeping<'a> {
    /// Writes it.
    pub(crate) keeper: &'a Keeper,
    /// How its pairs are written.
    pub(crate) codec: PairCodec,
    /// Pairs that are there.
    source: Mutex<Option<Source>>,
}

fn unusable(error: StoreError) -> StudyError {
    StudyError::Kept { reason: error.to_string() }
}

impl<'a> Keeping<'a> {
    /// A run begins.
    pub(crate) fn begin(keeper: &'a Keeper, study: &Study) -> Result<Self, StudyError> {
        let (codec, source) = keeper.begin(study).map_err(unusable)?;
        Ok(Self { keeper, codec, source: Mutex::new(source) })
    }

    /// Takes the pairs of the range that are there, tells how many there are by now, and says where the others
    /// begin.
    pub(crate) fn take(
        &self,
        study: &Study,
        pairs: &mut Pairs,
        range: Range<u64>,
        tell: &dyn Fn(u64),
    ) -> Result<u64, StudyError> {
        let mut source = self.source.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(source) = &mut *source else { return Ok(range.start) };
        let mut begin = range.start;
        loop {
            let some = source.next(study, range.end).map_err(unusable)?;
            if some.is_empty() {
                return Ok(begin);
            }
            for Numbered { number, found, .. } in some {
                if number != begin {
                    let reason = format!("pair {begin} is not among the pairs that were kept");
                    return Err(StudyError::Kept { reason });
                }
                begin += 1;
                match found {
                    Ok((record, kept)) => {
                        add_pair(&mut pairs.sums, &kept);
                        pairs.done.push((number, record));
                    }
                    Err(failed) => study.fail(pairs, failed)?,
                }
                self.keeper.taken(1);
            }
            tell(begin);
        }
    }

    /// The run has ended: so does the file.
    pub(crate) fn close(&self, end: &End, sums: &[ArmSums]) {
        let source = self.source.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(source) = source.as_ref().filter(|source| source.is_left()) {
            self.keeper.cut(source.taken_until);
        }
        self.keeper.close(end, sums);
    }
}
