//! Pairs that are there already, taken by a run before it simulates others.

use super::StoreError;
use super::pair::{KeptPair, PairCodec};
use super::reader::{Futures, Numbered};
use crate::finance::tables::Tables;
use crate::pairing::record::{PairFailure, PairRecord};
use crate::pairing::{attacks, price_with, tables};
use crate::study::Study;
use crate::study::result::FailedPair;
use std::collections::VecDeque;

/// A pair with the money of the study, and what it adds to the sums.
pub(crate) type Taken = (PairRecord, KeptPair);

/// A file from which pairs are taken in order.
#[derive(Debug)]
pub(crate) struct Source {
    futures: Futures,
    codec: PairCodec,
    ready: VecDeque<Numbered<Taken>>,
    tables: Option<Tables>,
    /// Bytes of the file up to the end of the last pair taken.
    pub(crate) taken_until: u64,
}

impl Source {
    pub(super) fn new(futures: Futures) -> Self {
        let codec = futures.codec();
        let taken_until = futures.bytes_read();
        let futures = futures.whole();
        Self { futures, codec, ready: VecDeque::new(), tables: None, taken_until }
    }

    /// The next pairs with numbers below `until`; none where there is no such pair.
    ///
    /// # Errors
    /// When the file is damaged, or holds other draws than the study makes.
    pub(crate) fn next(
        &mut self,
        study: &Study,
        until: u64,
    ) -> Result<Vec<Numbered<Taken>>, StoreError> {
        if self.ready.is_empty() {
            let tables = self.tables.get_or_insert_with(|| tables(study));
            let make = |number, pair| study.priced_whole(tables, number, pair);
            for Numbered { number, found, until } in self.futures.some(&self.codec, &make)? {
                let found = match found {
                    Ok(Ok(taken)) => Ok(taken),
                    Ok(Err(Unusable::Failed(PairFailure { arm, reason }))) => {
                        Err(FailedPair { pair: number, seed: study.seed, arm, reason })
                    }
                    Ok(Err(Unusable::Unlike)) => {
                        let what = format!("the draws of pair {number}");
                        return Err(StoreError::damaged(self.futures.path(), what));
                    }
                    Err(failed) => Err(failed),
                };
                self.ready.push_back(Numbered { number, found, until });
            }
        }
        let count = self.ready.partition_point(|pair| pair.number < until);
        let next: Vec<_> = self.ready.drain(..count).collect();
        if let Some(last) = next.last() {
            self.taken_until = last.until;
        }
        Ok(next)
    }

    /// Are there pairs that nobody has taken?
    pub(crate) fn is_left(&self) -> bool {
        !self.ready.is_empty() || self.futures.is_left()
    }
}

/// Why a pair that is there has no money.
enum Unusable {
    /// Its draws are not those of the study.
    Unlike,
    /// Its books do not balance, say.
    Failed(PairFailure),
}

impl Study {
    /// What the run of a pair would give.
    fn priced_whole(
        &self,
        tables: &Tables,
        number: u64,
        pair: KeptPair,
    ) -> Result<Taken, Unusable> {
        let mut lived = pair.lived(number);
        self.draw_again(number, &mut lived).map_err(|_| Unusable::Unlike)?;
        let mut record = price_with(self, tables, &lived).map_err(Unusable::Failed)?;
        for ((arm, tools), kept) in record.arms.iter_mut().zip(&self.tools).zip(&pair.arms) {
            arm.attacks = attacks(tools, &kept.monthly);
        }
        Ok((record, pair))
    }
}
