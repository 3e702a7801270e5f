//! The appraisal of one investment in one replication: every measure from one set of books.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::books::{Books, Cash, together, together_at};
use super::cash_flow::{CashFlowError, cumulative};
use super::depreciation::DepreciationError;
use super::input::{AppraisalInput, SoftBenefit};
use super::input_fault::InputFault;
use super::irr::{InternalRates, Irr, Sign, rate_of, rates_of};
use super::ledger::{BalanceError, LedgerLine, reconcile};
use super::mirr::modified;
use super::npv::profitability_index;
use super::payback::{Payback, PaybackReport, payback_from};
use super::prepared::{Gains, Prepared};
use super::roi::{Roi, roi_seed, roi_seed_first_year, roi_total};
use super::tables::Tables;
use super::tco::{CostItem, missing};
use super::timing::HalfMonths;

/// The measures of one investment. Undiscounted unless a field says otherwise; after tax but for
/// the returns on investment. No field is ever NaN; what does not exist is null with its reason.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Appraisal {
    /// Length `H` of the study \[months\].
    pub horizon_months: u32,
    /// Net present value \[currency\].
    pub npv: f64,
    /// Internal rate of return \[1/a\]; none where there is no one-off outlay.
    pub irr: Irr,
    /// Modified internal rate, financing and reinvesting at the cost of capital \[1/a\].
    pub mirr: Option<f64>,
    /// Headline: (all benefits - all costs) / all costs, before tax.
    pub roi_total: Roi,
    /// By finance year: (benefit - annual cost) / annual cost, the one-off cost spread evenly.
    pub roi_seed: Vec<Roi>,
    /// Year 1 against all cash of year 1.
    pub roi_seed_first_year: Roi,
    /// 1 + NPV / present value of one-off outlays; null without outlay.
    pub profitability_index: Option<f64>,
    /// Payback from the start of the study \[months\].
    pub payback: PaybackReport,
    /// Payback from the month of the first outlay \[months\].
    pub payback_from_first_outlay: PaybackReport,
    /// Payback of discounted flows, from the start of the study \[months\].
    pub discounted_payback: PaybackReport,
    /// Equivalent annual value \[currency/a\].
    pub equivalent_annual_value: f64,
    /// Cash flow of months `0..=H` \[currency\].
    pub cash_flow: Vec<f64>,
    /// Its running sum \[currency\].
    pub cumulative: Vec<f64>,
    /// Tax shields after the horizon, in the net present value only \[currency\].
    pub after_horizon: f64,
    /// Hard benefits by finance year, before tax \[currency\].
    pub benefits_by_year: Vec<f64>,
    /// One-off and recurring costs by finance year, before tax \[currency\].
    pub costs_by_year: Vec<f64>,
    /// Beside the headline.
    pub apart: ApartValues,
    /// Every line, when asked for.
    pub ledger: Option<Vec<LedgerLine>>,
    /// What the reader must know.
    pub notes: Vec<Note>,
}

/// Benefits beside the headline: present values before tax, never added to anything.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ApartValues {
    /// Sales beyond the demand there is \[currency\].
    pub upside_pv: f64,
    /// Expected loss avoided \[currency\].
    pub risk_pv: f64,
    /// The loss avoided is part of the headline.
    pub risk_in_headline: bool,
    /// Carbon and safety at shadow prices \[currency\].
    pub shadow_pv: f64,
    /// Without a price.
    pub soft: Vec<SoftBenefit>,
}

/// Something the reader of an appraisal must know.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Note {
    /// Items of the cost list that nobody stated.
    CostListIncomplete(Vec<CostItem>),
    /// There is no one-off outlay: no internal rate, and payback says little.
    NoOneOffOutlay,
    /// More than 40 % of the year's tabled capital falls in its last quarter: the tables used here
    /// (half-year convention) may not be applied. IRS Pub. 946, "Which convention applies?".
    MidQuarterConvention {
        /// Finance year, from 1.
        year: u32,
    },
    /// Negative internal rates beside the one that counts, see
    /// [`InternalRates`].
    NegativeRatesSetAside(Vec<f64>),
    /// Cumulative cash turns negative again after the first crossing.
    PaybackRelapses,
}

/// An appraisal that cannot be made.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum AppraisalError {
    /// The input is wrong; all its faults.
    #[error("the input cannot be appraised: {}", list(.0))]
    Input(Vec<InputFault>),
    /// A sum overflowed.
    #[error(transparent)]
    CashFlow(#[from] CashFlowError),
    /// A depreciation makes no sense.
    #[error(transparent)]
    Depreciation(#[from] DepreciationError),
    /// The ledger does not add up to the cash flow: a fault of this program.
    #[error(transparent)]
    Balance(#[from] BalanceError),
    /// A measure overflowed.
    #[error("{0} is beyond the range of numbers; check the amounts and the rate")]
    Overflow(&'static str),
}

fn list(faults: &[InputFault]) -> String {
    faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// Appraises one investment in one replication.
///
/// # Errors
/// [`AppraisalError::Input`] with every fault of the input; the other variants where sums overflow
/// or the books do not balance.
pub fn appraise(input: &AppraisalInput) -> Result<Appraisal, AppraisalError> {
    let tables = usable(input)?;
    let prepared = Prepared::of(input, &tables)?;
    let books = together(input, &tables, &prepared.costs, &prepared.gains(input)?.0)?;
    let mut notes = notes(input, &books);
    let mut set_aside = Vec::new();
    let rates = |net: &[f64]| {
        let InternalRates { irr, set_aside: aside } = rates_of(net);
        set_aside = aside;
        irr
    };
    let appraisal = measure(input, &tables, books, rates)?;
    if appraisal.payback.relapses {
        notes.push(Note::PaybackRelapses);
    }
    if !set_aside.is_empty() {
        notes.push(Note::NegativeRatesSetAside(set_aside));
    }
    let cumulative = cumulative(&appraisal.cash_flow);
    Ok(Appraisal { notes, cumulative, ..appraisal })
}

/// Appraises one row of a comparison: [`appraise`] of an input whose costs and gains are booked already,
/// each times its factor. Without notes, which are those of every row, and without the running sum.
///
/// # Errors
/// As [`appraise`].
pub fn appraise_row(
    input: &AppraisalInput,
    prepared: &Prepared<'_>,
    gains: &Gains,
) -> Result<Appraisal, AppraisalError> {
    let Prepared { tables, costs, .. } = prepared;
    let books = together(input, tables, costs, &gains.0)?;
    measure(input, tables, books, rate_of)
}

/// Net present value with every hard benefit times `share`, without the other measures.
///
/// # Errors
/// As [`appraise`].
pub fn net_present_value_at(input: &AppraisalInput, share: f64) -> Result<f64, AppraisalError> {
    let tables = usable(input)?;
    let prepared = Prepared::of(input, &tables)?;
    let gains = prepared.gains(input)?;
    net_present_value_of(input, &prepared, &gains, share)
}

/// The same where costs and gains are booked already.
///
/// # Errors
/// As [`appraise`].
pub fn net_present_value_of(
    input: &AppraisalInput,
    prepared: &Prepared<'_>,
    gains: &Gains,
    share: f64,
) -> Result<f64, AppraisalError> {
    let factors = [input.cost_factor, input.benefit_factor * share];
    let books = together_at(input, factors, prepared.tables, &prepared.costs, &gains.0)?;
    Ok(books.present_value())
}

/// The factors of an input without faults.
fn usable(input: &AppraisalInput) -> Result<Tables, AppraisalError> {
    let faults = input.faults();
    match faults.is_empty() {
        true => Ok(Tables::new(&input.prices, input.horizon_months)),
        false => Err(AppraisalError::Input(faults)),
    }
}

fn measure(
    input: &AppraisalInput,
    tables: &Tables,
    books: Books,
    rate: impl FnOnce(&[f64]) -> Irr,
) -> Result<Appraisal, AppraisalError> {
    let npv = books.present_value();
    let Cash { by_date, by_month, discounted, after: [after_horizon, _] } = books.cash;
    if let Some(ledger) = &books.ledger {
        reconcile(ledger, &by_month, after_horizon)?;
    }
    if !npv.is_finite() {
        return Err(AppraisalError::Overflow("the net present value"));
    }
    let years = HalfMonths::end_of_month(input.horizon_months).years();
    let mirr =
        modified(&by_date, years, |date| tables.compound(date), |date| tables.discount(date));
    let irr = match books.first_outlay {
        Some(_) => rate(&by_date),
        None => Irr::None { sign: sign(npv) },
    };
    let first_outlay = books.first_outlay.unwrap_or(0);
    let (from_start, from_first_outlay) = payback_after(&by_month, first_outlay);
    let (discounted, _) = payback_after(&discounted, first_outlay);
    let one_off: f64 = books.one_off.iter().sum();
    let by_year = || books.benefits.iter().zip(&books.run_costs);
    let costs_by_year: Vec<f64> =
        books.run_costs.iter().zip(&books.one_off).map(|(run, one_off)| run + one_off).collect();
    Ok(Appraisal {
        horizon_months: input.horizon_months,
        npv,
        irr,
        mirr,
        roi_total: roi_total(books.benefits.iter().sum(), costs_by_year.iter().sum()),
        roi_seed: by_year().map(|(b, run)| roi_seed(*b, *run, one_off, years)).collect(),
        roi_seed_first_year: by_year()
            .zip(&books.one_off)
            .next()
            .map_or(Roi::NoCost, |((b, run), one_off)| roi_seed_first_year(*b, *run, *one_off)),
        profitability_index: profitability_index(npv, books.pv_outlays),
        payback: from_start,
        payback_from_first_outlay: from_first_outlay,
        discounted_payback: discounted,
        equivalent_annual_value: tables.a_year(npv),
        cumulative: Vec::new(),
        cash_flow: by_month,
        after_horizon,
        benefits_by_year: books.benefits,
        costs_by_year,
        apart: ApartValues {
            upside_pv: books.pv_upside,
            risk_pv: books.pv_risk,
            risk_in_headline: input.include_risk,
            shadow_pv: books.pv_shadow,
            soft: input.apart.soft.clone(),
        },
        ledger: books.ledger,
        notes: Vec::new(),
    })
}

fn sign(npv: f64) -> Sign {
    if npv > 0.0 {
        Sign::Positive
    } else if npv < 0.0 {
        Sign::Negative
    } else {
        Sign::Zero
    }
}

fn notes(input: &AppraisalInput, books: &Books) -> Vec<Note> {
    let missing = missing(&input.costs);
    let mut notes = Vec::new();
    if !missing.is_empty() {
        notes.push(Note::CostListIncomplete(missing));
    }
    if books.first_outlay.is_none() {
        notes.push(Note::NoOneOffOutlay);
    }
    let years = books.mid_quarter_years.iter();
    notes.extend(years.map(|&year| Note::MidQuarterConvention { year }));
    notes
}

/// Payback from the start of the study and from `first` (the month of the first outlay): what came
/// before `first` counts, but the clock of the rule starts there.
fn payback_after(buckets: &[f64], first: u32) -> (PaybackReport, PaybackReport) {
    let (before, after) = buckets.split_at(first as usize);
    let (at_first, later) = after.split_first().unwrap_or((&0.0, &[]));
    let from_first = payback_from(at_first + before.iter().sum::<f64>(), later);
    let later = f64::from(first);
    let from_start_of = |payback| match payback {
        Payback::At(months) => Payback::At(months + later),
        Payback::Never { horizon } => Payback::Never { horizon: horizon + first },
    };
    let from_start = PaybackReport {
        payback: from_start_of(from_first.payback),
        for_good: from_start_of(from_first.for_good),
        first_crossing: from_first.first_crossing.map(|months| months + later),
        relapses: from_first.relapses,
    };
    (from_start, from_first)
}
