//! Payback: after how many periods the money is back, for good.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use sim_core::sums::sum_of_sizes;

/// When the cumulative cash flow turns positive for the last time.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(into = "PaybackRecord", from = "PaybackRecord")]
#[schemars(with = "PaybackRecord")]
pub enum Payback {
    /// After so many periods (months in an appraisal); 0 when nothing was ever out of pocket.
    At(f64),
    /// Not within the horizon. Not a number of months: means of payback are forbidden.
    Never {
        /// Periods looked at.
        horizon: u32,
    },
}

impl Payback {
    /// The period, when there is one.
    pub fn at(self) -> Option<f64> {
        match self {
            Self::At(periods) => Some(periods),
            Self::Never { .. } => None,
        }
    }

    /// Whether the money is back by period `limit`.
    pub fn within(self, limit: f64) -> bool {
        self.at().is_some_and(|periods| periods <= limit)
    }
}

/// How a [`Payback`] is written: `months` is null when `never` is true.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, JsonSchema)]
struct PaybackRecord {
    /// Months until the money is back; null when that never happens within the horizon.
    months: Option<f64>,
    /// True when the money is not back within the horizon.
    never: bool,
    /// The horizon, when `never` \[months\].
    horizon_months: Option<u32>,
}

impl From<Payback> for PaybackRecord {
    fn from(payback: Payback) -> Self {
        match payback {
            Payback::At(months) => {
                Self { months: Some(months), never: false, horizon_months: None }
            }
            Payback::Never { horizon } => {
                Self { months: None, never: true, horizon_months: Some(horizon) }
            }
        }
    }
}

impl From<PaybackRecord> for Payback {
    fn from(record: PaybackRecord) -> Self {
        match record.months {
            Some(months) if !record.never => Self::At(months),
            _ => Self::Never { horizon: record.horizon_months.unwrap_or(0) },
        }
    }
}

/// The payback and what a single figure hides.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PaybackReport {
    /// The last crossing of zero, the one that holds; 0 when period 0 is not negative (and `relapses`
    /// when money is short later all the same).
    pub payback: Payback,
    /// The last crossing of zero whatever period 0 is: when nobody is out of pocket any more, for good.
    /// Differs from `payback` only where period 0 is not negative and a later one is.
    pub for_good: Payback,
    /// The first time the cumulative flow is not negative \[periods\]; null when it always is.
    pub first_crossing: Option<f64>,
    /// The cumulative flow turns negative again after its first crossing: a second outlay, say.
    pub relapses: bool,
}

/// Payback of net sums by period `c_0, c_1, ..., c_H`.
///
/// With `C_k` the cumulative flow and `k*` the last `k` with `C_k < 0`:
/// `payback = k* + (-C_k*) / (C_(k*+1) - C_k*)`, linear inside the period. `C_0 >= 0`: 0 at once
/// (and `relapses` if money is short later). `k* = H`: never. For the discounted payback give discounted
/// sums. `C_k` counts as negative beyond rounding only (1e-12 of the money moved).
pub fn payback(c: &[f64]) -> PaybackReport {
    payback_from(c.first().copied().unwrap_or(0.0), c.get(1..).unwrap_or_default())
}

/// [`payback`] of a first period and those that follow.
pub(super) fn payback_from(first: f64, later: &[f64]) -> PaybackReport {
    let moved = first.abs() + sum_of_sizes(later);
    let negative = |sum: f64| sum < -1e-12 * moved;
    let mut short = negative(first);
    let at_once = !short;
    let (mut crossing, mut first_crossing) = (0.0, at_once.then_some(0.0));
    let (mut relapses, mut sum) = (false, first);
    for (k, c) in later.iter().enumerate() {
        let before = sum;
        sum += c;
        let was_short = std::mem::replace(&mut short, negative(sum));
        relapses |= short && first_crossing.is_some();
        if was_short && !short {
            crossing = k as f64 + (-before / (sum - before)).clamp(0.0, 1.0);
            first_crossing = first_crossing.or(Some(crossing));
        }
    }
    let for_good = match short {
        true => Payback::Never { horizon: u32::try_from(later.len()).unwrap_or(u32::MAX) },
        false => Payback::At(crossing),
    };
    let payback = if at_once { Payback::At(0.0) } else { for_good };
    PaybackReport { payback, for_good, first_crossing, relapses }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edge_money_back_exactly_at_the_horizon_is_not_never() {
        let report = payback(&[-0.3, 0.1, 0.1, 0.1]); // sums to 2.8e-17 off zero
        assert!((report.payback.at().unwrap() - 3.0).abs() < 1e-12);
    }

    #[test]
    fn never_is_null_and_a_flag() {
        let never = payback(&[-1.0, 0.5]).payback;
        assert_eq!(never, Payback::Never { horizon: 1 });
        let json = serde_json::to_value(never).unwrap();
        assert_eq!(json, serde_json::json!({"months": null, "never": true, "horizon_months": 1}));
        assert_eq!(serde_json::from_value::<Payback>(json).unwrap(), never);
    }

    #[test]
    fn trap_08_money_in_first_is_not_paid_back_at_once() {
        let report = payback(&[100.0, -300.0, 250.0]);
        assert_eq!((report.payback, report.relapses), (Payback::At(0.0), true));
        assert_eq!(report.for_good, Payback::At(1.8));
        assert_eq!(payback(&[100.0, -300.0]).for_good, Payback::Never { horizon: 1 });
        assert_eq!(payback(&[0.0, 5.0]).for_good, Payback::At(0.0));
    }

    #[test]
    fn a_relapse_is_told() {
        let report = payback(&[-1000.0, 1200.0, -500.0, 400.0, 300.0]);
        assert_eq!(report.payback, Payback::At(2.75));
        assert!(report.relapses);
    }
}
