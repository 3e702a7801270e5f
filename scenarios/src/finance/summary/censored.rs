//! Outcomes that may not exist: payback that never comes, rates that are none.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sim_core::statistics::quantile;

use super::super::irr::{Irr, Sign};
use super::super::payback::{Payback, PaybackReport};
use super::QUANTILES;
use super::distribution::{Probability, probability_of};

/// Months by which the payback is looked for.
pub const PAYBACK_LIMITS: [u32; 5] = [12, 24, 36, 48, 60];

/// Payback over many replications. It has no mean: some replications never pay back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PaybackSummary {
    /// Quantiles of the censored distribution; `never` reads "not within the horizon".
    pub quantiles: Vec<PaybackQuantile>,
    /// Probability of payback within 12, 24, 36, 48, 60 months; limits beyond the horizon are left
    /// out, for nothing is known of them.
    pub within: Vec<PaybackWithin>,
    /// Probability of no payback within the horizon.
    pub never: Probability,
    /// Replications whose cumulative cash turns negative again after its first crossing.
    pub relapses: u64,
}

/// A quantile of the payback.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PaybackQuantile {
    /// Share of replications that pay back sooner, 0..1.
    pub p: f64,
    /// The payback, or not within the horizon.
    pub payback: Payback,
}

/// Probability of payback by a month.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PaybackWithin {
    /// The limit \[months\].
    pub months: u32,
    /// Its probability.
    pub probability: Probability,
}

impl PaybackSummary {
    /// Summarises paybacks over one common `horizon` \[months\]; `None` when there are none.
    pub fn of(reports: &[PaybackReport], horizon: u32) -> Option<Self> {
        let n = reports.len();
        let late = |report: &PaybackReport| report.payback.at().unwrap_or(f64::INFINITY);
        let mut sorted: Vec<f64> = reports.iter().map(late).collect();
        sorted.sort_unstable_by(f64::total_cmp);
        let of = |p: f64| {
            let payback = open_quantile(&sorted, p).map_or(Payback::Never { horizon }, Payback::At);
            PaybackQuantile { p, payback }
        };
        let within = |months: u32| {
            let back = sorted.partition_point(|&at| at <= f64::from(months));
            Some(PaybackWithin { months, probability: probability_of(back, n)? })
        };
        let limits = PAYBACK_LIMITS.iter().filter(|&&months| months <= horizon);
        Some(Self {
            never: probability_of(sorted.iter().filter(|at| at.is_infinite()).count(), n)?,
            quantiles: QUANTILES.iter().map(|&p| of(p)).collect(),
            within: limits.filter_map(|&months| within(months)).collect(),
            relapses: reports.iter().filter(|report| report.relapses).count() as u64,
        })
    }
}

/// Internal rate of return over many replications. A replication without a rate counts as below
/// every rate when it loses at all of them (or moves no money), as above every rate when it gains.
/// Of several rates the lowest that is not negative counts, else the highest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct IrrSummary {
    /// Quantiles; the rate is null where the quantile falls on replications without one.
    pub quantiles: Vec<IrrQuantile>,
    /// Replications with a loss at every rate.
    pub none_negative: u64,
    /// Replications with a gain at every rate.
    pub none_positive: u64,
    /// Replications where no money moves.
    pub none_zero: u64,
    /// Replications with several rates.
    pub several: u64,
}

/// A quantile of the internal rate of return.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct IrrQuantile {
    /// Share of replications with a lower rate, 0..1.
    pub p: f64,
    /// The rate \[1/a\], null when there is none.
    pub rate: Option<f64>,
}

impl IrrSummary {
    /// Summarises internal rates; quantiles of nothing are null.
    pub fn of(rates: &[Irr]) -> Self {
        let place = |irr: &Irr| match irr {
            Irr::One(rate) => *rate,
            Irr::None { sign: Sign::Positive } => f64::INFINITY,
            Irr::None { sign: Sign::Negative | Sign::Zero } => f64::NEG_INFINITY,
            Irr::Several(all) => {
                let lowest_gain = all.iter().copied().find(|&rate| rate >= 0.0);
                lowest_gain.or(all.last().copied()).unwrap_or(f64::NEG_INFINITY)
            }
        };
        let mut sorted: Vec<f64> = rates.iter().map(place).collect();
        sorted.sort_unstable_by(f64::total_cmp);
        let count = |which: fn(&Irr) -> bool| rates.iter().filter(|irr| which(irr)).count() as u64;
        let of = |&p: &f64| IrrQuantile { p, rate: open_quantile(&sorted, p) };
        Self {
            quantiles: QUANTILES.iter().map(of).collect(),
            none_negative: count(|irr| *irr == Irr::None { sign: Sign::Negative }),
            none_positive: count(|irr| *irr == Irr::None { sign: Sign::Positive }),
            none_zero: count(|irr| *irr == Irr::None { sign: Sign::Zero }),
            several: count(|irr| matches!(irr, Irr::Several(_))),
        }
    }
}

/// Type 7 quantile of a sample that may contain infinities; `None` where it touches one.
fn open_quantile(sorted: &[f64], p: f64) -> Option<f64> {
    let rank = sorted.len().checked_sub(1)? as f64 * p;
    if rank.fract() == 0.0 {
        return sorted.get(rank as usize).copied().filter(|value| value.is_finite());
    }
    quantile(sorted, p)
}

#[cfg(test)]
mod tests {
    use super::super::super::payback::payback;
    use super::*;

    fn report(payback: Payback) -> PaybackReport {
        PaybackReport { payback, for_good: payback, first_crossing: None, relapses: false }
    }

    #[test]
    fn edge_the_median_payback_may_be_not_within_the_horizon() {
        let mut reports = vec![report(Payback::Never { horizon: 48 }); 6];
        reports.extend([10.0, 20.0, 30.0, 40.0].map(|at| report(Payback::At(at))));
        let summary = PaybackSummary::of(&reports, 48).unwrap();
        assert_eq!(summary.quantiles[3].payback, Payback::Never { horizon: 48 });
        assert_eq!(summary.quantiles[2].payback, Payback::At(32.5 - 10.0 + 10.0));
        assert_eq!((summary.never.count, summary.within.len()), (6, 4));
        assert_eq!(summary.within[1].probability.share, 0.2);
        assert_eq!(PaybackSummary::of(&[], 48), None);
    }

    #[test]
    fn a_quantile_on_a_rank_does_not_touch_its_neighbour() {
        let reports = [payback(&[-1.0, 2.0]), payback(&[-1.0, 2.0]), payback(&[-1.0, 0.0])];
        let summary = PaybackSummary::of(&reports, 1).unwrap();
        assert_eq!(summary.quantiles[3].payback, Payback::At(0.5));
        assert_eq!(summary.quantiles[4].payback, Payback::Never { horizon: 1 });
    }

    #[test]
    fn trap_08_rates_that_are_none_are_counted_and_ranked_never_averaged() {
        let none = |sign| Irr::None { sign };
        let mut rates = vec![none(Sign::Negative), none(Sign::Negative), none(Sign::Positive)];
        rates.extend([Irr::One(0.1), Irr::One(0.3), Irr::Several(vec![-0.9, 0.2, 0.5])]);
        rates.push(none(Sign::Zero));
        let summary = IrrSummary::of(&rates);
        assert_eq!(summary.quantiles[3].rate, Some(0.1));
        assert_eq!((summary.quantiles[0].rate, summary.quantiles[6].rate), (None, None));
        let counts = (summary.none_negative, summary.none_positive, summary.none_zero);
        assert_eq!((counts, summary.several), ((2, 1, 1), 1));
        assert!(IrrSummary::of(&[]).quantiles.iter().all(|quantile| quantile.rate.is_none()));
    }
}
