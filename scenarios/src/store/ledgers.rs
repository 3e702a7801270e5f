//! The general ledgers of all kept pairs, some pairs at a time.

use super::StoreError;
use super::pair::KeptPair;
use super::reader::Futures;
use crate::case::{GeneralLedgerLine, general_ledger};
use crate::pairing::record::PairFailure;
use crate::pairing::scenario::Scenario;
use crate::study::Study;
use std::path::Path;
use std::sync::Arc;

/// The general ledger of one comparison in one pair, base case.
#[derive(Clone, Debug, PartialEq)]
pub struct PairLedger {
    /// Number of the pair.
    pub pair: u64,
    /// `INVESTMENT_vs_REFERENCE`.
    pub comparison: Arc<str>,
    /// Entries in order of months: hard lines and opportunity costs.
    pub lines: Vec<GeneralLedgerLine>,
}

impl Study {
    /// Opens the books of every wanted pair of a file of futures of this study, without a simulation,
    /// and hands the ledgers over in order of pairs and comparisons, some hundred pairs at a time.
    ///
    /// # Errors
    /// When the file cannot be used or is that of other futures, when books do not balance, and whatever
    /// `take` returns.
    pub fn kept_ledgers<E: From<StoreError> + From<PairFailure>>(
        &self,
        file: &Path,
        wanted: impl Fn(u64) -> bool + Sync,
        mut take: impl FnMut(&[PairLedger]) -> Result<(), E>,
    ) -> Result<(), E> {
        let futures = Futures::open(file)?;
        let study = self.as_run(&futures)?;
        futures.check(&study)?;
        let codec = futures.codec();
        let names: Vec<Arc<str>> = study.comparisons.iter().map(|c| c.id.as_str().into()).collect();
        let open = |pair: u64, kept: KeptPair| -> Result<Vec<PairLedger>, PairFailure> {
            if !wanted(pair) {
                return Ok(Vec::new());
            }
            // What a project costs is drawn too, and may have another law than in the run of the futures.
            let kept = KeptPair { lucks: study.draw(pair).lucks, ..kept };
            let lived = kept.lived(pair);
            let ledger = |(c, name): (usize, &Arc<str>)| {
                let books = study.books_of(&lived, pair, c, Scenario::BASE)?;
                let lines = general_ledger(&study, &books);
                Ok(PairLedger { pair, comparison: Arc::clone(name), lines })
            };
            names.iter().enumerate().map(ledger).collect()
        };
        futures.some_by_some(&codec, open, |opened| {
            let mut all = Vec::new();
            for ledgers in opened.into_iter().filter_map(|pair| pair.found.ok()) {
                all.extend(ledgers?);
            }
            take(&all)
        })?;
        Ok(())
    }
}
