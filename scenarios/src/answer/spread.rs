//! From values over pairs to distributions.

use super::groups::Groups;
use crate::study::result::{
    Interval, IrrSpread, PaidBackWithin, PaybackSpread, PaybackTime, RateOfReturn, Spread,
};
use sim_core::statistics::{Tally, partly_sort, quantile};

/// The quantiles of a [`Spread`].
const TOLD: [f64; 7] = [0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95];

/// Distribution of the values that exist, one a pair; absent when none does.
pub fn spread(groups: &Groups, values: impl Iterator<Item = Option<f64>>) -> Option<Spread> {
    // Sums of nothing are -0.0; people write 0.
    let values: Vec<Option<f64>> = values.map(|value| value.map(|x| x + 0.0)).collect();
    let members = groups.members(values.iter().copied());
    let mut sorted: Vec<f64> = values.iter().copied().flatten().collect();
    let tally = Tally::of(&sorted);
    let not_observed = (values.len() - sorted.len()) as u64;
    let bounds = groups.ranks(sorted.len()).into_iter().flatten();
    partly_sort(&mut sorted, &TOLD, bounds.flat_map(|ranks| [ranks.lower, ranks.upper]));
    let at = |p: f64| quantile(&sorted, p);
    let [p10_ci, p50_ci, p90_ci] = groups.quantile_cis(&sorted, &members);
    Some(Spread {
        n: sorted.len() as u64,
        not_observed,
        mean: tally.mean()?,
        sd: tally.standard_deviation(),
        mean_ci: groups.mean_ci(&tally, &members),
        min: tally.min()?,
        p5: at(0.05)?,
        p10: at(0.10)?,
        p25: at(0.25)?,
        p50: at(0.50)?,
        p75: at(0.75)?,
        p90: at(0.90)?,
        p95: at(0.95)?,
        max: tally.max()?,
        p10_ci,
        p50_ci,
        p90_ci,
    })
}

/// Distribution of values that always exist.
pub fn full_spread(groups: &Groups, values: impl Iterator<Item = f64>) -> Spread {
    let zero = || Spread {
        n: 0,
        not_observed: 0,
        mean: 0.0,
        sd: None,
        mean_ci: None,
        min: 0.0,
        p5: 0.0,
        p10: 0.0,
        p25: 0.0,
        p50: 0.0,
        p75: 0.0,
        p90: 0.0,
        p95: 0.0,
        max: 0.0,
        p10_ci: None,
        p50_ci: None,
        p90_ci: None,
    };
    spread(groups, values.map(Some)).unwrap_or_else(zero)
}

/// Mean of values, one a pair, and its interval.
pub fn mean_of(groups: &Groups, values: impl Iterator<Item = f64>) -> (f64, Option<Interval>) {
    let values: Vec<f64> = values.map(|x| x + 0.0).collect();
    let tally = Tally::of(&values);
    let members = groups.members(values.into_iter().map(Some));
    (tally.mean().unwrap_or(0.0), groups.mean_ci(&tally, &members))
}

/// Order statistics at the ranks ceil(n p) of the quantiles told of what is no sum: p10, p50, p90. `None` of
/// nothing.
fn steps(mut values: Vec<f64>) -> Option<[f64; 3]> {
    let count = values.len();
    let rank = |p: f64| (libm::ceil(count as f64 * p).max(1.0) as usize).min(count);
    let ranks = Groups::BOUNDED.map(rank);
    partly_sort(&mut values, &[], ranks.map(|rank| rank as u64));
    (count > 0).then(|| ranks.map(|rank| values[rank - 1]))
}

/// Distribution of payback times over a horizon, one a pair.
pub fn payback_spread(
    groups: &Groups,
    times: impl Iterator<Item = PaybackTime>,
    horizon: u32,
) -> PaybackSpread {
    let months = |t: &PaybackTime| match t {
        PaybackTime::Within(m) => *m,
        PaybackTime::Never => f64::INFINITY,
    };
    let times: Vec<f64> = times.map(|time| months(&time)).collect();
    let within = |limit: f64| groups.share(times.iter().map(|months| *months <= limit));
    let never = groups.share(times.iter().map(|months| *months == f64::INFINITY));
    let mut limits: Vec<u32> = (1..=horizon / 12).map(|year| 12 * year).collect();
    if !horizon.is_multiple_of(12) {
        limits.push(horizon);
    }
    let [p10, p50, p90] = steps(times.clone()).unwrap_or([f64::INFINITY; 3]).map(|months| {
        if months < f64::INFINITY { PaybackTime::Within(months) } else { PaybackTime::Never }
    });
    PaybackSpread {
        within: limits
            .into_iter()
            .map(|months| PaidBackWithin { months, share: within(f64::from(months)) })
            .collect(),
        never,
        p10,
        p50,
        p90,
    }
}

/// Distribution of internal rates of return.
pub fn irr_spread<'a>(rates: impl Iterator<Item = &'a RateOfReturn>) -> IrrSpread {
    let (mut one, mut none_losing, mut none_gaining, mut several) = (0, 0, 0, 0);
    // What is ranked.
    let mut ranked = Vec::new();
    for rate in rates {
        let (count, rank) = match rate {
            RateOfReturn::One(rate) => (&mut one, *rate),
            RateOfReturn::NoneLosing => (&mut none_losing, f64::NEG_INFINITY),
            RateOfReturn::NoneGaining => (&mut none_gaining, f64::INFINITY),
            RateOfReturn::Several(_) => {
                several += 1;
                continue;
            }
        };
        *count += 1;
        ranked.push(rank);
    }
    let told = |rank: f64| match rank {
        f64::NEG_INFINITY => RateOfReturn::NoneLosing,
        f64::INFINITY => RateOfReturn::NoneGaining,
        rate => RateOfReturn::One(rate),
    };
    let [p10, p50, p90] = match steps(ranked) {
        Some(ranks) => ranks.map(|rank| Some(told(rank))),
        None => [None, None, None],
    };
    IrrSpread { one, none_losing, none_gaining, several, p10, p50, p90 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_exist_is_counted_not_averaged() {
        let alone = Groups::independent();
        let s = spread(&alone, [Some(1.0), None, Some(3.0)].into_iter()).unwrap();
        assert_eq!((s.n, s.not_observed, s.mean, s.p50), (2, 1, 2.0, 2.0));
        assert!(spread(&alone, [None].into_iter()).is_none());
        let one = spread(&alone, [Some(4.0)].into_iter()).unwrap();
        assert_eq!((one.sd, one.mean_ci), (None, None));
    }

    #[test]
    fn trap_08_a_payback_beyond_the_horizon_is_a_quantile_too() {
        use PaybackTime::{Never, Within};
        let times = [Within(10.0), Never, Within(40.0), Never, Never];
        let s = payback_spread(&Groups::independent(), times.into_iter(), 54);
        assert_eq!((s.p10, s.p50, s.p90), (Within(10.0), Never, Never));
        assert_eq!(s.never.count, 3);
        let within: Vec<(u32, u64)> = s.within.iter().map(|w| (w.months, w.share.count)).collect();
        assert_eq!(within, [(12, 1), (24, 1), (36, 1), (48, 2), (54, 2)]);
    }

    #[test]
    fn no_rate_is_below_or_above_every_rate() {
        use RateOfReturn::{NoneGaining, NoneLosing, One, Several};
        let rates = [One(0.2), NoneLosing, Several(vec![0.1, 0.2]), NoneGaining, One(-0.1)];
        let s = irr_spread(rates.iter());
        assert_eq!((s.one, s.none_losing, s.none_gaining, s.several), (2, 1, 1, 1));
        assert_eq!((s.p10, s.p90), (Some(NoneLosing), Some(NoneGaining)));
    }
}
