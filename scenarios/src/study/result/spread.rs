//! How a number is distributed over replications. No field is ever NaN: what cannot be computed is
//! absent.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An interval with both ends.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Distribution of a number over replications (pairs). Quantiles are of type 7 (linear
/// interpolation of order statistics); their intervals are distribution-free, from order statistics.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Spread {
    /// Replications in which the number exists.
    pub n: u64,
    /// Replications in which it does not (for example time between failures without a failure).
    pub not_observed: u64,
    /// Mean.
    pub mean: f64,
    /// Standard deviation; absent below two observations.
    pub sd: Option<f64>,
    /// 95 % Student interval of the mean: the Monte-Carlo error, not the risk.
    pub mean_ci: Option<Interval>,
    /// Smallest.
    pub min: f64,
    /// 5 % quantile.
    pub p5: f64,
    /// 10 % quantile.
    pub p10: f64,
    /// 25 % quantile.
    pub p25: f64,
    /// Median.
    pub p50: f64,
    /// 75 % quantile.
    pub p75: f64,
    /// 90 % quantile.
    pub p90: f64,
    /// 95 % quantile.
    pub p95: f64,
    /// Largest.
    pub max: f64,
    /// 95 % interval of the 10 % quantile; absent when there are too few observations.
    pub p10_ci: Option<Interval>,
    /// 95 % interval of the median.
    pub p50_ci: Option<Interval>,
    /// 95 % interval of the 90 % quantile.
    pub p90_ci: Option<Interval>,
}

/// A share of replications with its 95 % Wilson interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Share {
    /// Replications with the property.
    pub count: u64,
    /// All replications.
    pub of: u64,
    /// `count / of`.
    pub value: f64,
    /// 95 % Wilson interval.
    pub ci: Interval,
}

/// Time until the money is back, possibly beyond the horizon.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PaybackTime {
    /// After this many months from t = 0.
    Within(f64),
    /// Not within the horizon.
    Never,
}

/// A rate of return, or the reason why there is none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RateOfReturn {
    /// The one effective annual rate (0.1 = 10 %).
    One(f64),
    /// No rate, and the net present value is negative: ranks below every rate.
    NoneLosing,
    /// No rate, and the net present value is not negative: ranks above every rate.
    NoneGaining,
    /// Several rates; not used in quantiles.
    Several(Vec<f64>),
}

/// Distribution of the internal rate of return.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct IrrSpread {
    /// Pairs with exactly one rate.
    pub one: u64,
    /// Pairs without a rate and with negative value.
    pub none_losing: u64,
    /// Pairs without a rate and without loss.
    pub none_gaining: u64,
    /// Pairs with several rates (left out of the quantiles).
    pub several: u64,
    /// 10 % quantile.
    pub p10: Option<RateOfReturn>,
    /// Median.
    pub p50: Option<RateOfReturn>,
    /// 90 % quantile.
    pub p90: Option<RateOfReturn>,
}

/// Share of pairs paid back within some months.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PaidBackWithin {
    /// Months from t = 0.
    pub months: u32,
    /// Share of pairs.
    pub share: Share,
}

/// Distribution of the payback time, censored at the horizon. A mean would be a lie and is absent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PaybackSpread {
    /// Share paid back within 12, 24, 36, 48, 60 ... months, up to the horizon.
    pub within: Vec<PaidBackWithin>,
    /// Share that is not paid back within the horizon.
    pub never: Share,
    /// 10 % quantile.
    pub p10: PaybackTime,
    /// Median.
    pub p50: PaybackTime,
    /// 90 % quantile.
    pub p90: PaybackTime,
}
