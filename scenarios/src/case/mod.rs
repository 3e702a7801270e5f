//! The median future, opened: the one pair of the headline whose net present value stands in the
//! middle of all pairs, with its books and everything a spreadsheet needs to build them again.

mod cost_centre;
mod general_ledger;
mod instalment;
mod middle;

pub use cost_centre::{GENERAL, PLANT, keys as cost_centre_keys};
pub use general_ledger::{GeneralLedgerLine, category, cents, general_ledger, item};
pub use instalment::{Growth, Instalment, instalments};
pub use middle::{Middle, middle_pair};

use crate::pairing::OpenBooks;
use crate::pairing::record::PairFailure;
use crate::pairing::scenario::Scenario;
use crate::study::Study;
use crate::study::result::{Firmness, StudyResult};

/// The future in the middle of a run.
#[derive(Clone, Debug)]
pub struct Case {
    /// `INVESTMENT_vs_REFERENCE`: the headline.
    pub comparison: String,
    /// Number of the pair.
    pub pair: u64,
    /// Whether it is the middle one, or the lower of the two in the middle.
    pub middle: Middle,
    /// Adoption as planned.
    pub planned: OpenBooks,
    /// Adoption twice as slow, simulated again; absent where the study has no pessimistic table.
    pub slow: Option<OpenBooks>,
    /// Entries of the general ledger of the future as planned.
    pub ledger: Vec<GeneralLedgerLine>,
    /// Names of the hard lines of the price book by benefit stream, in the order of the streams of
    /// the appraisal.
    pub stream_lines: Vec<Vec<String>>,
}

impl Study {
    /// Simulates the median pair of the headline once more and opens its books. `self` must be the
    /// study that was run, with its seed and luck. None where nothing is compared.
    ///
    /// # Errors
    /// When the pair fails, which it did not in the run.
    pub fn open_case(&self, result: &StudyResult) -> Result<Option<Case>, PairFailure> {
        self.open_case_with(result, |pair, scenario| self.open_books(pair, 0, scenario))
    }

    /// The same, with the books that `open` opens, such as those of kept futures
    /// ([`Study::books_of`]).
    ///
    /// # Errors
    /// When they cannot be opened.
    pub fn open_case_with<E>(
        &self,
        result: &StudyResult,
        open: impl Fn(u64, Scenario) -> Result<OpenBooks, E>,
    ) -> Result<Option<Case>, E> {
        let Some(plan) = self.comparisons.first() else { return Ok(None) };
        let Some((pair, middle)) = middle_pair(result, &plan.id) else { return Ok(None) };
        let planned = open(pair, Scenario::BASE)?;
        let slowly = Scenario { slow_adoption: true, ..Scenario::BASE };
        let slow = plan.slow.map(|_| open(pair, slowly)).transpose()?;
        let ledger = general_ledger(self, &planned);
        Ok(Some(Case {
            comparison: plan.id.clone(),
            pair,
            middle,
            stream_lines: stream_lines(self, &planned),
            planned,
            slow,
            ledger,
        }))
    }
}

/// Which lines of the price book make up each stream.
fn stream_lines(study: &Study, books: &OpenBooks) -> Vec<Vec<String>> {
    let hard = || study.book.lines.iter().filter(|line| line.firmness == Firmness::Hard);
    let of = |stream: &crate::finance::input::BenefitStream| {
        hard()
            .filter(|l| l.category == stream.category && l.prices == stream.escalation)
            .map(|line| line.name.clone())
            .collect()
    };
    books.input.benefits.iter().map(of).collect()
}
