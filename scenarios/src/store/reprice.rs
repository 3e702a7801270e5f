//! Other money, same futures: a result without a simulation.

use super::StoreError;
use super::pair::KeptPair;
use super::reader::{Futures, Gathered, Numbered};
use super::sums;
use crate::answer::resting::resting_on;
use crate::answer::{self, PairRows};
use crate::finance::tables::Tables;
use crate::pairing::lived::Lived;
use crate::pairing::record::{ArmSums, PairFailure, PairRecord};
use crate::pairing::{price_with, tables};
use crate::study::Study;
use crate::study::luck::sampling;
use crate::study::result::{FailedPair, Stopped, StudyResult};
use crate::study::run::{Pairs, StudyError};
use std::ops::Range;
use std::path::Path;

/// A result made from kept futures.
#[derive(Clone, Debug)]
pub struct Repriced {
    /// What a run of the study would have given.
    pub result: StudyResult,
    /// Pairs that the stopping rule would have run next, beyond those that are kept: the result rests on
    /// the kept ones, and its precision says what is not reached.
    pub missing: u64,
}

/// Of so many pairs, one is drawn anew as a whole.
const CHECKED: u64 = 50;

/// A pair with its money, or why it has none.
type Priced = Result<PairRecord, PairFailure>;

impl Study {
    /// The result of this study from the futures in a file: those of a run of a study that differs from
    /// this one in money only. Byte for byte what a run of this study gives, with the seed, the luck and
    /// the number of pairs asked for in that run, but for what a run simulates after its pairs (worst event,
    /// resilience, null test, upside, and the flags that rest on them) and [`Repriced::missing`].
    ///
    /// A pair that failed in that run has failed here.
    ///
    /// # Errors
    /// When the file cannot be used, or is that of other futures.
    pub fn reprice(&self, file: &Path, rows: PairRows) -> Result<Repriced, StoreError> {
        let futures = Futures::open(file)?;
        self.as_run(&futures)?.reprice_from(futures, rows)
    }

    fn reprice_from(&self, futures: Futures, rows: PairRows) -> Result<Repriced, StoreError> {
        futures.check(self)?;
        let file = &futures.path().to_owned();
        let wanted = |arm: usize, column: usize| {
            self.tools.get(arm).is_some_and(|tools| tools.pricing.needs(column))
                || self.scored_in_money(arm, column)
        };
        let mut codec = futures.codec().only(wanted);
        let tables = tables(self);
        let mut narrow = self.clone();
        // A study with numbers that are drawn is read anew in every pair.
        if self.uncertain.entries.is_empty() {
            codec = codec.by_column();
            for (k, tools) in narrow.tools.iter_mut().enumerate() {
                tools.pricing = tools.pricing.by_column(codec.places(k));
                tools.places = Some(codec.places(k).into());
            }
        }
        let gathered = futures.each(&codec, |number, pair| narrow.priced(&tables, number, pair))?;
        let Gathered { pairs, sums, end } = gathered;
        let tried = pairs.len() as u64;
        let mut next = pairs.into_iter().peekable();
        let mut missing = 0;
        let mut unlike = false;
        let more = |into: &mut Pairs, range: Range<u64>| {
            let until = range.end.min(tried);
            missing = range.end - until;
            while let Some(Numbered { number, found, .. }) = next.next_if(|p| p.number < until) {
                match found {
                    Ok(Ok(Ok(record))) => into.done.push((number, record)),
                    Ok(Ok(Err(PairFailure { arm, reason }))) => {
                        let seed = self.seed;
                        self.fail(into, FailedPair { pair: number, seed, arm, reason })?;
                    }
                    Ok(Err(Unlike)) => {
                        unlike = true;
                        return Ok(true);
                    }
                    // What failed then has failed now.
                    Err(failed) => self.fail(into, failed)?,
                }
            }
            Ok(missing > 0)
        };
        let found = self.until_enough(end.asked, more);
        if unlike {
            return Err(StoreError::damaged(file, "a draw of the unknowns"));
        }
        let (mut pairs, mut stopped, criteria) = found?;
        if missing > 0 && end.stopped != Stopped::Cancelled {
            stopped = Stopped::Fixed;
        }
        let used = pairs.tried();
        pairs.sums = if used == tried { sums } else { self.sums_until(file, used)? };
        let missing = if stopped == Stopped::Cancelled { 0 } else { missing };
        let resting_on = resting_on(self, &pairs, None);
        let result = answer::compose(self, pairs, stopped, criteria, rows);
        let folding_check = end.folding_check;
        Ok(Repriced { result: StudyResult { folding_check, resting_on, ..result }, missing })
    }

    fn priced(&self, tables: &Tables, number: u64, pair: KeptPair) -> Result<Priced, Unlike> {
        let mut lived = pair.lived(number);
        self.draw_costs(number, &mut lived)?;
        Ok(price_with(self, tables, &lived))
    }

    /// What a project costs is drawn too, and may have another law now. Everything else was drawn in the
    /// run, which is checked now and then.
    fn draw_costs(&self, number: u64, lived: &mut Lived<'_>) -> Result<(), Unlike> {
        let plain = self.uncertain.entries.is_empty() && self.known.is_empty();
        if let Some(streams) = self.draws().unknowns(number)
            && plain
            && !number.is_multiple_of(CHECKED)
        {
            for (investment, luck) in self.investments.iter().zip(&mut lived.lucks) {
                *luck = investment.unknown.spend(&investment.same_luck_as, streams, *luck);
            }
            return Ok(());
        }
        self.draw_again(number, lived)
    }

    /// Draws everything again, which has to be what is kept.
    pub(super) fn draw_again(&self, number: u64, lived: &mut Lived<'_>) -> Result<(), Unlike> {
        let drawn = self.draw(number);
        for (drawn, kept) in drawn.lucks.iter().zip(&mut lived.lucks) {
            // What a project costs is drawn too, and may have another law now; a haircut has the one of
            // the run, which the physics of the file vouches for.
            *kept = kept.spending_as(drawn);
        }
        let same = drawn.lucks == lived.lucks && drawn.values == lived.unknowns;
        if same { Ok(()) } else { Err(Unlike) }
    }

    /// One more failed pair, if it may be.
    pub(crate) fn fail(&self, pairs: &mut Pairs, failed: FailedPair) -> Result<(), StudyError> {
        let before = pairs.failed.len() as u64;
        if before >= self.allowed_failures {
            let FailedPair { pair, seed, arm, reason } = failed;
            let failure = PairFailure { arm, reason };
            return Err(StudyError::PairFailed { pair, seed, failure, before });
        }
        pairs.failed.push(failed);
        Ok(())
    }

    /// One pair of a file of futures of this study, with the draws of this study: what its books are
    /// opened from ([`Study::books_of`]). None where the file has no such pair.
    ///
    /// # Errors
    /// When the file cannot be used, or is that of other futures.
    pub fn kept_pair(&self, file: &Path, number: u64) -> Result<Option<KeptPair>, StoreError> {
        let futures = Futures::open(file)?;
        let study = self.as_run(&futures)?;
        futures.check(&study)?;
        let codec = futures.codec();
        let found = futures.find(&codec, number)?;
        Ok(found.map(|pair| KeptPair { lucks: study.draw(number).lucks, ..pair }))
    }

    /// The study under the seed and luck of a file.
    pub(super) fn as_run(&self, futures: &Futures) -> Result<Self, StoreError> {
        let damaged = || StoreError::damaged(futures.path(), "its head");
        let sampling = sampling(&futures.head.luck).ok_or_else(damaged)?;
        Ok(Self { seed: futures.head.seed, sampling, ..self.clone() })
    }

    /// The sums over the first pairs of a file.
    fn sums_until(&self, file: &Path, used: u64) -> Result<Vec<ArmSums>, StoreError> {
        let mut all = Vec::new();
        let mut futures = Futures::open(file)?.whole();
        let codec = futures.codec();
        let mut left = used as usize;
        while left > 0 {
            let some = futures.some(&codec, &|_, pair| pair)?;
            if some.is_empty() {
                break;
            }
            for pair in some.iter().take(left).filter_map(|pair| pair.found.as_ref().ok()) {
                sums::add_pair(&mut all, pair);
            }
            left -= left.min(some.len());
        }
        Ok(all)
    }
}

/// A pair whose draws are not those of the study.
pub(super) struct Unlike;
