//! What the appraisals of one comparison have in common: its payments, its depreciation, the factors of
//! the study. Rows of the pessimistic table differ in benefits and factors only.

use super::appraisal::AppraisalError;
use super::depreciation::Schedule;
use super::input::AppraisalInput;
use super::tables::Tables;
use super::tco::{Payment, Treatment};

/// The common part of appraisals.
#[derive(Clone, Debug)]
pub struct Prepared<'a> {
    pub(super) tables: &'a Tables,
    /// Beside the cost list.
    pub(super) payments: Vec<Vec<Payment>>,
    /// Beside the cost list; of capital only.
    pub(super) schedules: Vec<Option<Schedule>>,
    /// Measures only: negative rates that are set aside are not looked for.
    pub(super) brief: bool,
}

impl<'a> Prepared<'a> {
    /// The common part of the appraisals of inputs that differ from this one in benefits, working capital
    /// and factors only.
    ///
    /// # Errors
    /// [`AppraisalError::Input`] with every fault of the input.
    pub fn of(input: &AppraisalInput, tables: &'a Tables) -> Result<Self, AppraisalError> {
        let faults = input.faults();
        if !faults.is_empty() {
            return Err(AppraisalError::Input(faults));
        }
        debug_assert!(tables.fit(&input.prices, input.horizon_months));
        let calendar = input.calendar();
        let schedule = |treatment| match treatment {
            Treatment::Capital(depreciation) => depreciation.schedule().map(Some),
            Treatment::Expense | Treatment::Opportunity => Ok(None),
        };
        Ok(Self {
            tables,
            payments: input
                .costs
                .iter()
                .map(|line| line.payments(&calendar, &input.prices))
                .collect(),
            schedules: input
                .costs
                .iter()
                .map(|line| schedule(line.treatment))
                .collect::<Result<_, _>>()?,
            brief: false,
        })
    }

    /// The same, for measures without the notes on negative rates.
    pub fn brief(self) -> Self {
        Self { brief: true, ..self }
    }

    /// What each line of the cost list adds up to.
    pub fn totals(&self) -> impl Iterator<Item = f64> + '_ {
        self.payments.iter().map(|line| line.iter().map(|p| p.amount).sum::<f64>())
    }
}
