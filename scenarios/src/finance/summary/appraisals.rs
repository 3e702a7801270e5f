//! All measures of many replications of one investment under one scenario.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::appraisal::Appraisal;
use super::super::roi::Roi;
use super::censored::{IrrSummary, PaybackSummary};
use super::distribution::{DistributionSummary, Probability, probability_of};

/// A return on investment over many replications.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RoiSummary {
    /// Over the replications that have a cost; null when none has.
    pub distribution: Option<DistributionSummary>,
    /// Replications without a cost.
    pub no_cost: u64,
}

impl RoiSummary {
    /// Summarises ratios, counting those that do not exist.
    pub fn of(ratios: impl IntoIterator<Item = Roi>) -> Self {
        let mut no_cost = 0;
        let known: Vec<f64> = ratios
            .into_iter()
            .filter_map(|roi| {
                no_cost += u64::from(roi == Roi::NoCost);
                roi.fraction()
            })
            .collect();
        Self { distribution: DistributionSummary::of(&known), no_cost }
    }
}

/// Cash of one month over many replications \[currency\].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CashBand {
    /// Month, from 0.
    pub month: u32,
    /// Mean cash flow of the month.
    pub mean: f64,
    /// P10 of the cumulative cash flow.
    pub cumulative_p10: f64,
    /// P50 of the cumulative cash flow.
    pub cumulative_p50: f64,
    /// P90 of the cumulative cash flow.
    pub cumulative_p90: f64,
}

/// Everything the report says about one investment under one scenario. The headline is the median
/// with P10 to P90. Medians of ratios are not ratios of medians.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AppraisalSummary {
    /// Replications.
    pub replications: u64,
    /// Length of the study \[months\].
    pub horizon_months: u32,
    /// Net present value \[currency\].
    pub npv: DistributionSummary,
    /// P(NPV > 0).
    pub npv_positive: Probability,
    /// Internal rate of return.
    pub irr: IrrSummary,
    /// Modified internal rate, over the replications that have one.
    pub mirr: Option<DistributionSummary>,
    /// Headline return on investment.
    pub roi_total: RoiSummary,
    /// Annual formula by finance year.
    pub roi_seed: Vec<RoiSummary>,
    /// Annual formula, year 1 against all its cash.
    pub roi_seed_first_year: RoiSummary,
    /// Profitability index, over the replications that have one.
    pub profitability_index: Option<DistributionSummary>,
    /// Payback from the start of the study.
    pub payback: PaybackSummary,
    /// Payback from the first outlay.
    pub payback_from_first_outlay: PaybackSummary,
    /// Payback of discounted flows.
    pub discounted_payback: PaybackSummary,
    /// Equivalent annual value \[currency/a\].
    pub equivalent_annual_value: DistributionSummary,
    /// Months `0..=H`.
    pub cash: Vec<CashBand>,
    /// Share of the hard benefit at which the mean net present value is zero, when given.
    pub break_even_share: Option<f64>,
}

/// Appraisals that cannot be summarised together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SummaryError {
    /// There are none.
    #[error("no replication to summarise")]
    Empty,
    /// They look at different lengths of time.
    #[error("replications over {0} and {1} months cannot be summarised together")]
    Horizons(u32, u32),
}

impl AppraisalSummary {
    /// Summarises the replications of one investment. `break_even_share` comes from
    /// [`break_even_of`](super::super::break_even::break_even_of), where wanted.
    ///
    /// # Errors
    /// [`SummaryError`] without replications or with unequal horizons.
    pub fn of(
        appraisals: &[Appraisal],
        break_even_share: Option<f64>,
    ) -> Result<Self, SummaryError> {
        let first = appraisals.first().ok_or(SummaryError::Empty)?;
        let horizon = first.horizon_months;
        if let Some(other) = appraisals.iter().find(|other| other.horizon_months != horizon) {
            return Err(SummaryError::Horizons(horizon, other.horizon_months));
        }
        let all = |measure: fn(&Appraisal) -> f64| -> Vec<f64> {
            appraisals.iter().map(measure).collect()
        };
        let some = |measure: fn(&Appraisal) -> Option<f64>| {
            let known: Vec<f64> = appraisals.iter().filter_map(measure).collect();
            DistributionSummary::of(&known)
        };
        let paybacks = |measure: fn(&Appraisal) -> super::super::payback::PaybackReport| {
            let reports: Vec<_> = appraisals.iter().map(measure).collect();
            PaybackSummary::of(&reports, horizon).ok_or(SummaryError::Empty)
        };
        let npv = all(|appraisal| appraisal.npv);
        let positive = npv.iter().filter(|&&npv| npv > 0.0).count();
        let rates: Vec<_> = appraisals.iter().map(|appraisal| appraisal.irr.clone()).collect();
        let in_year = |year: usize| {
            RoiSummary::of(appraisals.iter().filter_map(|a| a.roi_seed.get(year).copied()))
        };
        Ok(Self {
            replications: appraisals.len() as u64,
            horizon_months: horizon,
            npv: DistributionSummary::of(&npv).ok_or(SummaryError::Empty)?,
            npv_positive: probability_of(positive, npv.len()).ok_or(SummaryError::Empty)?,
            irr: IrrSummary::of(&rates),
            mirr: some(|appraisal| appraisal.mirr),
            roi_total: RoiSummary::of(appraisals.iter().map(|a| a.roi_total)),
            roi_seed: (0..first.roi_seed.len()).map(in_year).collect(),
            roi_seed_first_year: RoiSummary::of(appraisals.iter().map(|a| a.roi_seed_first_year)),
            profitability_index: some(|appraisal| appraisal.profitability_index),
            payback: paybacks(|appraisal| appraisal.payback)?,
            payback_from_first_outlay: paybacks(|a| a.payback_from_first_outlay)?,
            discounted_payback: paybacks(|appraisal| appraisal.discounted_payback)?,
            equivalent_annual_value: DistributionSummary::of(&all(|a| a.equivalent_annual_value))
                .ok_or(SummaryError::Empty)?,
            cash: (0..=horizon).filter_map(|month| cash_band(appraisals, month)).collect(),
            break_even_share,
        })
    }
}

fn cash_band(appraisals: &[Appraisal], month: u32) -> Option<CashBand> {
    let at = |series: fn(&Appraisal) -> &Vec<f64>| {
        let values: Option<Vec<f64>> =
            appraisals.iter().map(|a| series(a).get(month as usize).copied()).collect();
        DistributionSummary::of(&values?)
    };
    let sums = at(|appraisal| &appraisal.cumulative)?;
    Some(CashBand {
        month,
        mean: at(|appraisal| &appraisal.cash_flow)?.mean,
        cumulative_p10: sums.at(0.10)?,
        cumulative_p50: sums.at(0.50)?,
        cumulative_p90: sums.at(0.90)?,
    })
}
