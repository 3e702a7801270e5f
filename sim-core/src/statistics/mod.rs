//! What is observed during a run, and what may be concluded from it.
//!
//! Whatever may not exist (the variance of one value, an interval from too few replications, a
//! warm-up that never ends) is an `Option` or an enum; nothing here returns NaN.

mod basis;
mod batch;
mod cluster;
mod confidence;
mod design;
mod emulator;
mod information;
mod least_squares;
mod quantile;
mod selection;
mod sequential;
mod tally;
mod time_weighted;
mod variance_shares;
mod warm_up;

pub use batch::{BatchMeans, TooFewBatches, batch_means};
pub use cluster::{
    ClusteredMean, Member, clustered_mean, clustered_quantile_bounds, clustered_share,
};
pub use confidence::{
    Interval, Paired, Welch, correlation, mean_interval, paired_interval, replications_needed,
    welch_interval, wilson_interval,
};
pub use design::{Scores, low_discrepancy};
pub use emulator::Emulator;
pub use information::{
    Information, measured_information, perfect_information, perfect_information_normal,
    value_of_information,
};
pub use least_squares::LeastSquares;
pub use quantile::{
    QuantileBounds, QuantileRanks, TooFewValues, cvar, partly_sort, quantile, quantile_bounds,
    quantile_ranks,
};
pub use selection::{Choice, IndifferenceZone, Selection, Unselectable};
pub use sequential::{Criterion, Decision, StoppingRule};
pub use tally::Tally;
pub use time_weighted::TimeWeighted;
pub use variance_shares::{Noisy, VarianceShare, VarianceShares, variance_shares};
pub use warm_up::{WarmUp, mser, mser5, welch_moving_average};

/// `value`, if it is a number at all.
fn known(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}
