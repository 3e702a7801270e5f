//! The formulas of hand calculation, printed beside the simulation and never instead of it.
//!
//! All of them take means of the plant as it is today. Their flaws are known: idle wages are sunk,
//! not every stopped hour is lost, and not every failure gives warning.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::roi::Roi;

/// Parts of the cost of an hour of unplanned downtime \[currency/h\].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DowntimeHour {
    /// Contribution margin lost, not revenue; see [`lost_margin_per_hour`].
    pub lost_margin: f64,
    /// Wages of people who wait.
    pub idle_labour: f64,
    /// Overtime to catch up.
    pub overtime_recovery: f64,
    /// Premium of emergency work.
    pub emergency_premium: f64,
}

impl DowntimeHour {
    /// `c_h`, the sum of the parts \[currency/h\].
    pub fn cost(&self) -> f64 {
        self.lost_margin + self.idle_labour + self.overtime_recovery + self.emergency_premium
    }
}

/// Contribution margin lost in an hour \[currency/h\]:
/// `sum_p share_p (price_p - variable cost_p) * rate * P * Q` at the constraint.
///
/// `products` are `(share, unit margin)`, `rate` the reference rate \[1/h\], `performance` and
/// `quality` fractions.
pub fn lost_margin_per_hour(
    products: &[(f64, f64)],
    rate: f64,
    performance: f64,
    quality: f64,
) -> f64 {
    let margin = products.iter().fold(0.0, |sum, (share, margin)| sum + share * margin);
    margin * rate * performance * quality
}

/// Annual figures of the plant as it is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AnnualLosses {
    /// Unplanned downtime `H_ud` \[h/a\].
    pub downtime_hours: f64,
    /// Cost of one of them `c_h` \[currency/h\].
    pub downtime_cost_per_hour: f64,
    /// Scrap and rework \[currency/a\].
    pub scrap_and_rework: f64,
    /// Reactive maintenance \[h/a\].
    pub reactive_hours: f64,
    /// Its labour cost \[currency/h\].
    pub labour_cost_per_hour: f64,
    /// Spares bought in an emergency \[currency/a\].
    pub emergency_spares: f64,
}

/// Shares of the losses that are avoided.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AvoidedShares {
    /// Of downtime.
    pub downtime: f64,
    /// Of scrap and rework.
    pub quality: f64,
    /// Of reactive labour.
    pub reactive_labour: f64,
    /// Of emergency spares.
    pub emergency_spares: f64,
}

impl AvoidedShares {
    /// The conservative ends of the usual claims: 30 %, 20 %, 25 %, 20 %.
    pub const CONSERVATIVE: Self =
        Self { downtime: 0.30, quality: 0.20, reactive_labour: 0.25, emergency_spares: 0.20 };
}

/// The three drivers, and what becomes of them \[currency/a\].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ClosedForm {
    /// `D = H_ud * c_h * share`.
    pub downtime: f64,
    /// `Q = (scrap + rework) * share`.
    pub quality: f64,
    /// `M = reactive hours * labour cost * share + emergency spares * share`.
    pub maintenance: f64,
    /// `S = D + Q + M`.
    pub sum: f64,
    /// `S` times the mean of the ramp over the first year.
    pub first_year: f64,
    /// `(S - C) / C` at annual cost `C`.
    pub roi_seed: Roi,
}

/// The closed-form estimate: `annual_cost` is `C` \[currency/a\], `ramp` the knots of the adoption.
pub fn closed_form(
    losses: &AnnualLosses,
    shares: &AvoidedShares,
    annual_cost: f64,
    ramp: &[(f64, f64)],
) -> ClosedForm {
    let downtime = losses.downtime_hours * losses.downtime_cost_per_hour * shares.downtime;
    let quality = losses.scrap_and_rework * shares.quality;
    let maintenance = losses.reactive_hours * losses.labour_cost_per_hour * shares.reactive_labour
        + losses.emergency_spares * shares.emergency_spares;
    let sum = downtime + quality + maintenance;
    let first_year = sum * mean_of_ramp(ramp, 12.0);
    let roi_seed = Roi::of(sum, annual_cost);
    ClosedForm { downtime, quality, maintenance, sum, first_year, roi_seed }
}

/// The default ramp as knots (month, share): a tenth for three months, then 0.4, rising to 0.8 at
/// month 9 and 1 at month 12. Two knots in one month are a step.
pub const DEFAULT_RAMP: [(f64, f64); 5] =
    [(0.0, 0.1), (3.0, 0.1), (3.0, 0.4), (9.0, 0.8), (12.0, 1.0)];

/// Mean of a piecewise linear ramp over months 0 to `months`; the last share holds afterwards, the
/// first before. 0.55 for [`DEFAULT_RAMP`] over 12 months. 0 for no knots or no time.
pub fn mean_of_ramp(knots: &[(f64, f64)], months: f64) -> f64 {
    let (Some(first), Some(last), true) = (knots.first(), knots.last(), months > 0.0) else {
        return 0.0;
    };
    let ends = [(f64::min(0.0, first.0), first.1), (f64::max(months, last.0), last.1)];
    let all: Vec<(f64, f64)> = ends[..1].iter().chain(knots).chain(&ends[1..]).copied().collect();
    let area = all.windows(2).fold(0.0, |area, pair| {
        let ((m0, s0), (m1, s1)) = (pair[0], pair[1]);
        let (from, to) = (m0.clamp(0.0, months), m1.clamp(0.0, months));
        if to <= from {
            return area;
        }
        let at = |m: f64| s0 + (s1 - s0) * (m - m0) / (m1 - m0);
        area + 0.5 * (at(from) + at(to)) * (to - from)
    });
    area / months
}

/// The vendor's view: claimed share of the loss pool \[currency/a\].
pub fn vendor_view(claim: f64, pool: f64) -> f64 {
    claim * pool
}

/// What is left after the haircut `kappa` (0.5 to 0.6, usually 0.55) \[currency/a\].
pub fn haircut_view(kappa: f64, claim: f64, pool: f64) -> f64 {
    kappa * vendor_view(claim, pool)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_ramp_is_worth_0_55_in_year_one() {
        assert!((mean_of_ramp(&DEFAULT_RAMP, 12.0) - 0.55).abs() < 1e-15);
        assert!((mean_of_ramp(&DEFAULT_RAMP, 24.0) - 0.775).abs() < 1e-15);
        assert!((mean_of_ramp(&DEFAULT_RAMP, 3.0) - 0.1).abs() < 1e-15);
        assert_eq!(mean_of_ramp(&[], 12.0), 0.0);
        assert_eq!(mean_of_ramp(&[(5.0, 0.5)], 12.0), 0.5);
    }

    #[test]
    fn b12_b17_b20_the_three_drivers_add_up() {
        let hour = DowntimeHour {
            lost_margin: lost_margin_per_hour(&[(0.6, 2.0), (0.4, 3.0)], 500.0, 0.9, 0.98),
            idle_labour: 200.0,
            overtime_recovery: 150.0,
            emergency_premium: 50.0,
        };
        assert!((hour.cost() - (2.4 * 441.0 + 400.0)).abs() < 1e-9);
        let losses = AnnualLosses {
            downtime_hours: 100.0,
            downtime_cost_per_hour: 2_000.0,
            scrap_and_rework: 150_000.0,
            reactive_hours: 1_000.0,
            labour_cost_per_hour: 60.0,
            emergency_spares: 40_000.0,
        };
        let shares = AvoidedShares::CONSERVATIVE;
        let estimate = closed_form(&losses, &shares, 56_500.0, &DEFAULT_RAMP);
        assert_eq!((estimate.downtime, estimate.quality), (60_000.0, 30_000.0));
        assert_eq!((estimate.maintenance, estimate.sum), (23_000.0, 113_000.0));
        assert!((estimate.first_year - 62_150.0).abs() < 1e-9);
        assert_eq!(estimate.roi_seed, Roi::Of(1.0));
        assert!((haircut_view(0.55, 0.45, 100_000.0) - 24_750.0).abs() < 1e-9);
    }
}
