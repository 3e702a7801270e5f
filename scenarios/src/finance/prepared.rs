//! What the rows of the pessimistic table have in common: booked costs and gains. Rows differ in factors,
//! and those of slow adoption in their gains.

use super::appraisal::AppraisalError;
use super::books::Part;
use super::input::AppraisalInput;
use super::tables::Tables;

/// The costs of a comparison, booked.
#[derive(Clone, Debug)]
pub struct Prepared<'a> {
    pub(super) tables: &'a Tables,
    pub(super) costs: Part,
    /// Beside the cost list.
    totals: Vec<f64>,
}

/// The gains of a comparison, booked.
#[derive(Clone, Debug)]
pub struct Gains(pub(super) Part);

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
        let (costs, totals) = Part::costs(input, tables)?;
        Ok(Self { tables, costs, totals })
    }

    /// The gains of an input that differs from that of the costs in benefits and working capital only.
    ///
    /// # Errors
    /// [`AppraisalError::Input`] with every fault of these.
    pub fn gains(&self, input: &AppraisalInput) -> Result<Gains, AppraisalError> {
        let faults = input.row_faults();
        match faults.is_empty() {
            true => Ok(Gains(Part::gains(input, self.tables))),
            false => Err(AppraisalError::Input(faults)),
        }
    }

    /// What each line of the cost list adds up to.
    pub fn totals(&self) -> impl Iterator<Item = f64> + '_ {
        self.totals.iter().copied()
    }
}
