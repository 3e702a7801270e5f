//! The books of one pair, for everybody who wants to see how its money came about.

use super::added::Added;
use super::lived::Lived;
use super::record::PairFailure;
use super::scenario::Scenario;
use super::value::{Sides, scenario_input};
use super::{Worker, costs_of_comparison, impossible, live, lived, offices};
use crate::finance::appraisal::{Appraisal, appraise};
use crate::finance::input::AppraisalInput;
use crate::investment::uncertainty::Luck;
use crate::money::ledger::Ledger;
use crate::study::Study;
use crate::uncertainty::Drawn;

/// The books of one pair, opened: what the appraisal of a comparison was made from.
#[derive(Clone, Debug)]
pub struct OpenBooks {
    /// Number of the pair.
    pub pair: u64,
    /// The draws of the unknowns, investment by investment.
    pub lucks: Box<[Luck]>,
    /// The draws of `[uncertain]`, beside its entries.
    pub unknowns: Box<[f64]>,
    /// Investment minus reference: lines of the price book by month, at prices of the first day.
    pub ledger: Ledger,
    /// Quantities of the investment's arm, and of the reference's, month-major.
    pub quantities: [Vec<f64>; 2],
    /// What the appraisal was made from.
    pub input: AppraisalInput,
    /// The appraisal, with every line of its ledger.
    pub appraisal: Appraisal,
}

impl Study {
    /// Simulates pair number `pair` once more and opens the books of comparison `comparison` in a
    /// row of the pessimistic table.
    ///
    /// # Errors
    /// When the pair fails.
    pub fn open_books(
        &self,
        pair: u64,
        comparison: usize,
        scenario: Scenario,
    ) -> Result<OpenBooks, PairFailure> {
        let mut worker = Worker::new(self);
        let Drawn { lucks, values } = self.draw(pair);
        let seen = self.in_future(pair, &values).map_err(|faults| impossible("all", &faults))?;
        let told = live(&seen, &mut worker, pair, &lucks)?;
        let arms = lived(&seen, &told);
        let lived = Lived { pair, lucks, unknowns: values, arms };
        seen.opened(&lived, pair, comparison, scenario)
    }

    /// Opens the books of a pair that was lived before, see [`Study::open_books`].
    ///
    /// # Errors
    /// When the books do not balance.
    pub fn books_of(
        &self,
        lived: &Lived<'_>,
        pair: u64,
        comparison: usize,
        scenario: Scenario,
    ) -> Result<OpenBooks, PairFailure> {
        let seen = self.in_future(pair, &lived.unknowns).map_err(|f| impossible("all", &f))?;
        seen.opened(lived, pair, comparison, scenario)
    }

    /// [`books_of`](Self::books_of) where the unknowns have been put in their places.
    fn opened(
        &self,
        lived: &Lived<'_>,
        pair: u64,
        comparison: usize,
        scenario: Scenario,
    ) -> Result<OpenBooks, PairFailure> {
        let plan = &self.comparisons[comparison];
        let slow = if scenario.slow_adoption { plan.slow } else { None };
        let mine = slow.unwrap_or(plan.investment);
        let fail = |reason: String| PairFailure { arm: plan.id.clone(), reason };
        let ledger = |k: usize| {
            let arm = &lived.arms[k];
            self.tools[k].pricing.ledger(arm.monthly, arm.energy)
        };
        let mut ledgers: Vec<Ledger> = (0..self.arms.len()).map(ledger).collect();
        offices(self, &lived.lucks, &mut ledgers);
        let investment = &Added::of(self, &ledgers[mine]);
        let reference = &Added::of(self, &ledgers[plan.reference]);
        let sides = Sides {
            investment,
            slow: slow.map(|_| investment),
            reference,
            costs: costs_of_comparison(self, plan, &lived.lucks),
        };
        let (ledger, input) = scenario_input(self, sides, scenario);
        let input = AppraisalInput { keep_ledger: true, ..input };
        let appraisal = appraise(&input).map_err(|e| fail(e.to_string()))?;
        let quantities = [mine, plan.reference].map(|k| lived.arms[k].monthly.to_vec());
        let (lucks, unknowns) = (lived.lucks.clone(), lived.unknowns.clone());
        Ok(OpenBooks { pair, lucks, unknowns, ledger, quantities, input, appraisal })
    }
}
