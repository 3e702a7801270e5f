//! From a number to the pairs behind it.

use super::number::{Measure, Number, Statistic};
use crate::study::result::{
    Comparison, Firmness, Interval, Metrics, PairRow, PaybackTime, RateOfReturn, Spread,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sim_core::statistics::{Tally, quantile};

/// A pair that enters the number by its rank.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct UsedPair {
    /// Number of the pair.
    pub pair: u64,
    /// Rank of its value, 1 is the smallest.
    pub rank: u64,
    /// Its value; absent: never paid back, or no rate of return.
    pub value: Option<f64>,
    /// Weight with which it enters.
    pub weight: f64,
}

/// How a number is made from pairs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Derivation {
    /// Name of the number.
    pub number: String,
    /// What it is, in words.
    pub meaning: String,
    /// Unit.
    pub unit: String,
    /// As computed here from `pairs.csv`; absent: never paid back, or no rate of return.
    pub value: Option<f64>,
    /// As it stands in `result.json`.
    pub stated: Option<f64>,
    /// Are the two the same, to the last digit?
    pub agrees: bool,
    /// 95 % interval: the Monte-Carlo error.
    pub interval: Option<Interval>,
    /// How it is computed, in words.
    pub rule: String,
    /// Pairs with a value, those never paid back or without a rate included.
    pub pairs: u64,
    /// Pairs that enter a quantile by their rank; empty for means and shares, which all enter.
    pub used: Vec<UsedPair>,
    /// The pair whose books are opened: the one of the largest weight, or nearest to the number.
    pub example: u64,
}

/// What is said and what it is made from.
struct Stated<'a> {
    value: Option<f64>,
    interval: Option<Interval>,
    meaning: &'a str,
    unit: &'a str,
}

fn rate(rate: &RateOfReturn) -> Option<f64> {
    match rate {
        RateOfReturn::One(value) => Some(*value),
        RateOfReturn::NoneLosing => Some(f64::NEG_INFINITY),
        RateOfReturn::NoneGaining => Some(f64::INFINITY),
        RateOfReturn::Several(_) => None,
    }
}

fn months(time: PaybackTime) -> f64 {
    match time {
        PaybackTime::Within(months) => months,
        PaybackTime::Never => f64::INFINITY,
    }
}

fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

/// What a spread says of a statistic.
fn of_spread(spread: &Spread, statistic: Statistic) -> (Option<f64>, Option<Interval>) {
    match statistic {
        Statistic::Quantile(p) => {
            let all = [
                (0.05, spread.p5, None),
                (0.10, spread.p10, spread.p10_ci),
                (0.25, spread.p25, None),
                (0.50, spread.p50, spread.p50_ci),
                (0.75, spread.p75, None),
                (0.90, spread.p90, spread.p90_ci),
                (0.95, spread.p95, None),
            ];
            let found = all.into_iter().find(|(q, _, _)| *q == p);
            (found.map(|f| f.1), found.and_then(|f| f.2))
        }
        _ => (Some(spread.mean), spread.mean_ci),
    }
}

fn stated<'a>(number: &Number, metrics: &Metrics, comparison: &Comparison) -> Stated<'a> {
    let spread = |s: Option<&Spread>, meaning, unit| {
        let (value, interval) = s.map_or((None, None), |s| of_spread(s, number.statistic));
        Stated { value, interval, meaning, unit }
    };
    let step = |values: [Option<f64>; 3], meaning, unit| {
        let k = match number.statistic {
            Statistic::Quantile(p) if p < 0.3 => 0,
            Statistic::Quantile(p) if p > 0.7 => 2,
            _ => 1,
        };
        Stated { value: values[k].and_then(finite), interval: None, meaning, unit }
    };
    match &number.measure {
        Measure::Npv => spread(Some(&metrics.npv), "net present value", "money"),
        Measure::Mirr => spread(metrics.mirr.as_ref(), "modified internal rate of return", "share"),
        Measure::RoiTotal => spread(
            metrics.roi_total.as_ref(),
            "return on investment over the horizon: (hard benefits - costs) / costs, undiscounted, before tax",
            "share",
        ),
        Measure::Irr => {
            let of = |r: &Option<RateOfReturn>| r.as_ref().and_then(rate);
            let IrrValues { p10, p50, p90 } = IrrValues {
                p10: of(&metrics.irr.p10),
                p50: of(&metrics.irr.p50),
                p90: of(&metrics.irr.p90),
            };
            step([p10, p50, p90], "internal rate of return", "share")
        }
        Measure::Payback | Measure::DiscountedPayback => {
            let (s, meaning) = match number.measure {
                Measure::Payback => (&metrics.payback, "payback from the contract, after tax"),
                _ => {
                    (&metrics.discounted_payback, "discounted payback from the contract, after tax")
                }
            };
            step([s.p10, s.p50, s.p90].map(|t| Some(months(t))), meaning, "months")
        }
        Measure::NpvPositive => Stated {
            value: Some(metrics.npv_positive.value),
            interval: Some(metrics.npv_positive.ci),
            meaning: "share of the pairs with a positive net present value",
            unit: "share",
        },
        Measure::Benefits(code) => {
            let found = comparison
                .benefits
                .iter()
                .find(|b| b.category == *code && b.firmness == Firmness::Hard);
            spread(
                found.map(|b| &b.per_year),
                "hard benefit of the category per year, at prices of the first day",
                "money/year",
            )
        }
    }
}

struct IrrValues {
    p10: Option<f64>,
    p50: Option<f64>,
    p90: Option<f64>,
}

/// Derives a number from the rows of its comparison and scenario. `benefits`: values of the category
/// pair by pair, for a benefit, which `pairs.csv` does not have; empty otherwise.
///
/// `None` when there is no pair with a value.
pub fn derive(
    number: &Number,
    rows: &[PairRow],
    metrics: &Metrics,
    comparison: &Comparison,
    benefits: &[(u64, f64)],
) -> Option<Derivation> {
    let of_row = |row: &PairRow| match number.measure {
        Measure::Npv | Measure::NpvPositive => Some(row.npv),
        Measure::Irr => rate(&row.irr),
        Measure::Mirr => row.mirr,
        Measure::RoiTotal => row.roi_total,
        Measure::Payback => Some(months(row.payback)),
        Measure::DiscountedPayback => Some(months(row.discounted_payback)),
        Measure::Benefits(_) => None,
    };
    let values: Vec<(u64, f64)> = match number.measure {
        Measure::Benefits(_) => benefits.to_vec(),
        _ => rows.iter().filter_map(|row| Some((row.pair, of_row(row)?))).collect(),
    };
    let n = values.len();
    let mut sorted = values.clone();
    sorted.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
    let numbers: Vec<f64> = sorted.iter().map(|(_, x)| *x).collect();
    let stated = stated(number, metrics, comparison);
    let by_rank =
        matches!(number.measure, Measure::Irr | Measure::Payback | Measure::DiscountedPayback);
    let used_at = |k: usize, weight: f64| UsedPair {
        pair: sorted[k].0,
        rank: k as u64 + 1,
        value: finite(sorted[k].1),
        weight,
    };
    let (value, used, rule) = match number.statistic {
        _ if n == 0 => return None,
        Statistic::Quantile(p) if by_rank => {
            let k = (libm::ceil(n as f64 * p).max(1.0) as usize).min(n) - 1;
            let rule = format!(
                "order statistic of rank {} of {n}: the smallest value that at least {:.0} % of the \
                 pairs do not exceed; what is never paid back ranks above everything, a losing pair \
                 without a rate below everything",
                k + 1,
                100.0 * p
            );
            (finite(numbers[k]), vec![used_at(k, 1.0)], rule)
        }
        Statistic::Quantile(p) => {
            let rank = (n - 1) as f64 * p;
            let below = (libm::floor(rank) as usize).min(n - 1);
            let (above, weight) = ((below + 1).min(n - 1), rank - below as f64);
            let used = match weight > 0.0 {
                true => vec![used_at(below, 1.0 - weight), used_at(above, weight)],
                false => vec![used_at(below, 1.0)],
            };
            let rule = format!(
                "quantile of type 7: the {n} values in order, rank 1 + ({n} - 1) x {p} = {}; between two \
                 ranks on a straight line",
                rank + 1.0
            );
            (quantile(&numbers, p), used, rule)
        }
        Statistic::Mean => {
            let all: Vec<f64> = values.iter().map(|(_, x)| *x + 0.0).collect();
            (Tally::of(&all).mean(), Vec::new(), format!("sum of the values of {n} pairs / {n}"))
        }
        Statistic::Share => {
            let count = numbers.iter().filter(|x| **x > 0.0).count();
            let rule = format!("{count} of {n} pairs have a net present value above 0");
            (Some(count as f64 / n as f64), Vec::new(), rule)
        }
    };
    let target = if number.statistic == Statistic::Share { 0.0 } else { value.unwrap_or(0.0) };
    let largest = used.iter().max_by(|a, b| a.weight.total_cmp(&b.weight)).map(|u| u.pair);
    let near = || {
        let distance = |x: f64| (x - target).abs();
        values.iter().min_by(|a, b| distance(a.1).total_cmp(&distance(b.1))).map(|(pair, _)| *pair)
    };
    Some(Derivation {
        number: number.name.clone(),
        meaning: stated.meaning.to_owned(),
        unit: stated.unit.to_owned(),
        value,
        stated: stated.value,
        agrees: value.map(|x| (x + 0.0).to_bits()) == stated.value.map(|x| (x + 0.0).to_bits()),
        interval: stated.interval,
        rule,
        pairs: n as u64,
        used,
        example: largest.or_else(near)?,
    })
}
