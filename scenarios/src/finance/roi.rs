//! Return on investment: three variants, always named, undiscounted and before tax.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A ratio to a cost, or the note that there was no cost to relate to.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(into = "RoiRecord", from = "RoiRecord")]
#[schemars(with = "RoiRecord")]
pub enum Roi {
    /// `(benefit - cost) / cost`, a fraction: 0.5 is 50 %.
    Of(f64),
    /// Cost is zero: no ratio exists. Not 0, not infinite.
    NoCost,
}

impl Roi {
    /// `(benefit - cost) / cost`. A negative benefit is kept: the result may be below -1.
    pub fn of(benefit: f64, cost: f64) -> Self {
        if cost == 0.0 { Self::NoCost } else { Self::Of((benefit - cost) / cost) }
    }

    /// The fraction, when there was a cost.
    pub fn fraction(self) -> Option<f64> {
        match self {
            Self::Of(fraction) => Some(fraction),
            Self::NoCost => None,
        }
    }
}

/// How a [`Roi`] is written: null with the note "no cost".
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
struct RoiRecord {
    /// `(benefit - cost) / cost`, or null.
    fraction: Option<f64>,
    /// Why there is none.
    note: Option<String>,
}

impl From<Roi> for RoiRecord {
    fn from(roi: Roi) -> Self {
        let note = (roi == Roi::NoCost).then(|| "no cost".to_owned());
        Self { fraction: roi.fraction(), note }
    }
}

impl From<RoiRecord> for Roi {
    fn from(record: RoiRecord) -> Self {
        record.fraction.map_or(Self::NoCost, Self::Of)
    }
}

/// The annual formula `(B_y - C_y) / C_y` with `C_y = run cost of year y + one-off / years`: the
/// one-off cost spread evenly over the horizon. Run cost alone would flatter the investment.
///
/// `years` is the horizon \[a\], at least one month.
pub fn roi_seed(benefit: f64, run_cost: f64, one_off: f64, years: f64) -> Roi {
    Roi::of(benefit, run_cost + one_off / years)
}

/// The annual formula for year 1 with `C` = all cash of that year: one-off and run cost.
pub fn roi_seed_first_year(benefit: f64, run_cost: f64, one_off_in_year: f64) -> Roi {
    Roi::of(benefit, run_cost + one_off_in_year)
}

/// The headline: all benefits less all costs of the horizon, over all costs.
pub fn roi_total(benefits: f64, costs: f64) -> Roi {
    Roi::of(benefits, costs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b04_edge_without_cost_the_ratio_is_null_with_a_note() {
        assert_eq!(roi_seed(100.0, 0.0, 0.0, 5.0), Roi::NoCost);
        let json = serde_json::to_value(Roi::NoCost).unwrap();
        assert_eq!(json, serde_json::json!({"fraction": null, "note": "no cost"}));
    }

    #[test]
    fn edge_a_negative_benefit_is_not_clipped() {
        assert_eq!(roi_total(-20_000.0, 50_000.0), Roi::Of(-1.4));
    }
}
