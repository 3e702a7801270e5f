//! Internal rate of return: none, one, or several.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::cash_flow::CashFlow;
use super::rate::PriceBasis;
use super::root::{brent, minimise};
use std::sync::OnceLock;

/// The sign of the net present value at every rate searched, when it has no root.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    /// A loss at every rate.
    Negative,
    /// No money moves.
    Zero,
    /// A gain at every rate.
    Positive,
}

/// The internal rates of return of a cash flow: effective annual fractions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(into = "IrrRecord", from = "IrrRecord")]
#[schemars(with = "IrrRecord")]
pub enum Irr {
    /// No rate above -99 % and up to 1000 % makes the net present value zero. Not 0 %, not -100 %.
    None {
        /// The sign of the net present value all over the range.
        sign: Sign,
    },
    /// Exactly one rate; or one that is not negative beside negative ones, see [`InternalRates`].
    One(f64),
    /// Several rates, ascending; none of them measures the investment, see
    /// [`modified_irr`](super::mirr::modified_irr).
    Several(Vec<f64>),
}

impl Irr {
    /// The rate, when there is exactly one.
    pub fn one(&self) -> Option<f64> {
        match self {
            Self::One(rate) => Some(*rate),
            Self::None { .. } | Self::Several(_) => None,
        }
    }
}

/// How an [`Irr`] is written: `rate` is null unless there is exactly one.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
struct IrrRecord {
    /// The only rate \[1/a\].
    rate: Option<f64>,
    /// All rates, when there are several \[1/a\].
    several: Vec<f64>,
    /// Sign of the net present value, when there is no rate.
    none: Option<Sign>,
}

impl From<Irr> for IrrRecord {
    fn from(irr: Irr) -> Self {
        match irr {
            Irr::None { sign } => Self { rate: None, several: Vec::new(), none: Some(sign) },
            Irr::One(rate) => Self { rate: Some(rate), several: Vec::new(), none: None },
            Irr::Several(several) => Self { rate: None, several, none: None },
        }
    }
}

impl From<IrrRecord> for Irr {
    fn from(record: IrrRecord) -> Self {
        match record {
            IrrRecord { rate: Some(rate), .. } => Self::One(rate),
            IrrRecord { none: Some(sign), .. } => Self::None { sign },
            IrrRecord { several, .. } => Self::Several(several),
        }
    }
}

const LOWEST: f64 = 0.01;
const HIGHEST: f64 = 11.0;
const POINTS: u32 = 400;
/// Points that are evaluated side by side: each in the same order of operations as alone.
const LANES: usize = 8;

/// The points that are looked at.
struct Grid {
    /// `1 + rho`, ascending.
    x: Vec<f64>,
    /// The variable of the polynomial there.
    y: Vec<f64>,
    /// The first point that is not below 1.
    zero: usize,
}

impl Grid {
    fn get() -> &'static Self {
        static GRID: OnceLock<Grid> = OnceLock::new();
        GRID.get_or_init(|| {
            let point = |k: u32| {
                let share = f64::from(k) / f64::from(POINTS);
                if k == POINTS { HIGHEST } else { LOWEST * libm::pow(HIGHEST / LOWEST, share) }
            };
            let x: Vec<f64> = (1..=POINTS).map(point).collect();
            let y = x.iter().map(|x| variable(*x)).collect();
            let zero = x.partition_point(|x| *x < 1.0);
            Self { x, y, zero }
        })
    }
}

/// The verdict on the rates found, and the rates that play no part in it.
#[derive(Debug, Clone, PartialEq)]
pub struct InternalRates {
    /// None, one or several.
    pub irr: Irr,
    /// Negative rates beside the one rate that is not negative. An outflow at the very end (tax,
    /// working capital paid back) always makes one near -100 %; the investment is then a gain at
    /// every cost of capital from 0 up to the one rate, and a loss above it, so that the rate is
    /// unique where it is asked for. Norstrom (1972), *Journal of Financial and Quantitative
    /// Analysis* 7(3): the condition for a unique non-negative rate.
    pub set_aside: Vec<f64>,
}

/// All internal rates of return above -99 % and up to 1000 % a year, judged.
///
/// `g(rho) = sum CF_t (1 + rho)^-t` is looked at on 400 points of `1 + rho`, log spaced over
/// (0.01, 11]; every change of sign is a bracket and Brent's method finds its root. Where `|g|` has
/// a dip without a change of sign the dip is searched too, so that two roots closer than the grid
/// (or a root that only touches zero) are not lost.
///
/// Source: Brealey, Myers, Allen, ch. 5 ("Pitfalls": no rate, several rates).
pub fn internal_rates<B: PriceBasis>(flow: &CashFlow<B>) -> InternalRates {
    judged(flow.net_by_date())
}

/// [`internal_rates`] without the rates that are set aside, faster where the cumulative flow changes its
/// sign once: then there is exactly one rate that is not negative (Norstrom), and no other is looked for.
pub(super) fn internal_rate(net: Vec<f64>) -> Irr {
    match only_rate(&net) {
        Some(rate) => Irr::One(rate),
        None => judged(net).irr,
    }
}

/// The one rate that is not negative, if the cumulative flow shows that there is one, up to 1000 %.
fn only_rate(net: &[f64]) -> Option<f64> {
    let (mut sum, mut changes, mut before) = (0.0, 0, 0.0);
    for c in net {
        sum += c;
        changes += u32::from(opposite(sum, before));
        before = if sum == 0.0 { before } else { sum };
    }
    if changes != 1 || sum <= 0.0 || net.iter().sum::<f64>() <= 0.0 {
        return None;
    }
    let polynomial = Polynomial::of(net.to_vec());
    let grid = Grid::get();
    let (mut low, mut high) = (grid.zero, grid.x.len() - 1);
    let [at_low, at_high] = polynomial.values(true, [grid.y[low], grid.y[high]]);
    if at_low <= 0.0 || at_high >= 0.0 {
        return None;
    }
    while high - low > 1 {
        let place = |k: usize| low + (high - low) * (k + 1) / (LANES + 1);
        let places: [usize; LANES] = std::array::from_fn(place);
        let values = polynomial.values(true, places.map(|k| grid.y[k]));
        if let Some(k) = values.iter().position(|value| *value == 0.0) {
            return (places[k] > low).then(|| grid.x[places[k]] - 1.0);
        }
        let first = values.iter().zip(places).find(|(value, k)| **value < 0.0 && *k > low);
        let above = places.into_iter().zip(values).filter(|(_, value)| *value > 0.0);
        let last = above.map(|(k, _)| k).max();
        high = first.map_or(high, |(_, k)| k);
        low = last.map_or(low, |k| k.max(low));
        if low >= high {
            return None;
        }
    }
    Some(brent(|x| polynomial.value(x), (grid.x[low], grid.x[high])) - 1.0)
}

fn judged(net: Vec<f64>) -> InternalRates {
    let total: f64 = net.iter().sum();
    let polynomial = Polynomial::of(net);
    if polynomial.magnitude == 0.0 {
        return InternalRates { irr: Irr::None { sign: Sign::Zero }, set_aside: Vec::new() };
    }
    let mut rates: Vec<f64> = roots(&polynomial).iter().map(|x| x - 1.0).collect();
    let negative = rates.iter().filter(|&&rate| rate < 0.0).count();
    let unique_above_zero = total > 0.0 && rates.len() == negative + 1;
    let set_aside = if unique_above_zero { rates.drain(..negative).collect() } else { Vec::new() };
    let irr = match rates.as_slice() {
        [] if polynomial.value(HIGHEST) > 0.0 => Irr::None { sign: Sign::Positive },
        [] => Irr::None { sign: Sign::Negative },
        [rate] => Irr::One(*rate),
        _ => Irr::Several(rates),
    };
    InternalRates { irr, set_aside }
}

/// The roots in `x = 1 + rho`, ascending.
fn roots(polynomial: &Polynomial) -> Vec<f64> {
    let g = |x: f64| polynomial.value(x);
    let points = Grid::get();
    let grid: Vec<(f64, f64)> = points.x.iter().copied().zip(polynomial.on(points)).collect();
    let mut roots = Vec::new();
    for (k, &(x, value)) in grid.iter().enumerate() {
        if value == 0.0 {
            roots.push(x);
            continue;
        }
        let Some(&(next, next_value)) = grid.get(k + 1) else { continue };
        if opposite(value, next_value) {
            roots.push(brent(g, (x, next)));
        }
        let Some(&(after, after_value)) = grid.get(k + 2) else { continue };
        let same_side = opposite(value, -next_value) && opposite(next_value, -after_value);
        let dip = next_value.abs() < value.abs() && next_value.abs() <= after_value.abs();
        if same_side && dip {
            let side = value.signum();
            let (x_low, low) = minimise(|x| side * g(x), (x, after));
            if low < 0.0 {
                roots.push(brent(g, (x, x_low)));
                roots.push(brent(g, (x_low, after)));
            } else if low <= 1e-15 * polynomial.magnitude {
                roots.push(x_low);
            }
        }
    }
    roots.sort_by(f64::total_cmp);
    roots
}

fn opposite(a: f64, b: f64) -> bool {
    (a > 0.0 && b < 0.0) || (a < 0.0 && b > 0.0)
}

/// The net sums by half month as a polynomial, evaluated on the side where powers stay below 1:
/// `g(x)` for `x >= 1`, `x^N g(x)` below. Same sign, same roots, no overflow at any horizon.
struct Polynomial {
    net: Vec<f64>,
    magnitude: f64,
}

impl Polynomial {
    fn of(mut net: Vec<f64>) -> Self {
        while net.last() == Some(&0.0) {
            net.pop();
        }
        let magnitude = net.iter().map(|c| c.abs()).sum();
        Self { net, magnitude }
    }

    fn value(&self, x: f64) -> f64 {
        let [value] = self.values(x >= 1.0, [variable(x)]);
        value
    }

    /// Values of the polynomial where the variable is `y`; `above`: at rates that are not negative.
    fn values<const N: usize>(&self, above: bool, y: [f64; N]) -> [f64; N] {
        let mut sums = [0.0; N];
        let mut add = |c: &f64| {
            for (sum, y) in sums.iter_mut().zip(y) {
                *sum = *sum * y + c;
            }
        };
        if above {
            self.net.iter().rev().for_each(&mut add);
        } else {
            self.net.iter().for_each(&mut add);
        }
        sums
    }

    /// The values on all points.
    fn on(&self, grid: &Grid) -> Vec<f64> {
        let mut values = Vec::with_capacity(grid.y.len());
        let (below, above) = grid.y.split_at(grid.zero);
        for (part, is_above) in [(below, false), (above, true)] {
            let (whole, rest) = part.as_chunks::<LANES>();
            whole.iter().for_each(|y| values.extend(self.values(is_above, *y)));
            rest.iter().for_each(|y| values.extend(self.values(is_above, [*y])));
        }
        values
    }
}

/// The variable of the polynomial at `x = 1 + rho`.
fn variable(x: f64) -> f64 {
    libm::pow(x, if x >= 1.0 { -1.0 / 24.0 } else { 1.0 / 24.0 })
}

#[cfg(test)]
mod tests {
    use super::super::rate::Nominal;
    use super::*;
    use proptest::prelude::*;

    fn rates(c: &[f64]) -> Irr {
        internal_rates(&CashFlow::<Nominal>::from_periods(c, 1).unwrap()).irr
    }

    fn assert_rates(c: &[f64], expected: &[f64]) {
        let found = match rates(c) {
            Irr::None { .. } => Vec::new(),
            Irr::One(rate) => vec![rate],
            Irr::Several(several) => several,
        };
        assert_eq!(found.len(), expected.len(), "{c:?}: {found:?}");
        for (rate, want) in found.iter().zip(expected) {
            assert!((rate - want).abs() < 1e-8, "{c:?}: {rate} instead of {want}");
        }
    }

    #[test]
    fn two_roots_inside_one_grid_cell_are_both_found() {
        // (1.10)(1.105): the grid is 1.8 % wide there.
        assert_rates(&[-100.0, 220.5, -121.55], &[0.10, 0.105]);
    }

    #[test]
    fn irr_is_the_same_at_any_scale_and_horizon() {
        let mut c = vec![1e-3; 201];
        c[0] = -1e-2;
        assert_rates(&c, &[0.1]);
        assert_eq!(rates(&[0.0, 0.0]), Irr::None { sign: Sign::Zero });
    }

    #[test]
    fn a_last_outflow_does_not_hide_the_rate_that_counts() {
        let c = [-100.0, 150.0, -1.0]; // the other root, 0.0067, is out of range
        assert_rates(&c, &[0.493_303_437_365_9]);
        let flow = CashFlow::<Nominal>::from_periods(&[-100.0, 150.0, -20.0], 1).unwrap();
        let InternalRates { irr, set_aside } = internal_rates(&flow);
        assert!((irr.one().unwrap() - 0.352_079_728_939_6).abs() < 1e-9);
        assert!(set_aside.len() == 1 && (set_aside[0] + 0.852_079_728_939_6).abs() < 1e-9);
        // A loss at rate 0 has no rate that counts: both are told.
        assert!(matches!(rates(&[-100.0, 110.0, -20.0]), Irr::Several(both) if both.len() == 2));
    }

    /// As it was looked for before there were lanes and a short way.
    fn the_long_way(net: &[f64]) -> Vec<f64> {
        let polynomial = Polynomial::of(net.to_vec());
        let plain = |x: f64| -> f64 {
            if x >= 1.0 {
                let y = libm::pow(x, -1.0 / 24.0);
                polynomial.net.iter().rev().fold(0.0, |sum, c| sum * y + c)
            } else {
                let z = libm::pow(x, 1.0 / 24.0);
                polynomial.net.iter().fold(0.0, |sum, c| sum * z + c)
            }
        };
        let point = |k: u32| LOWEST * libm::pow(HIGHEST / LOWEST, f64::from(k) / f64::from(POINTS));
        (1..=POINTS).map(|k| plain(if k == POINTS { HIGHEST } else { point(k) })).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]
        #[test]
        fn the_short_way_ends_at_the_same_bits(
            outlay in 0.0_f64..400.0,
            months in prop::collection::vec(-3.0_f64..9.0, 1..130),
            fee in -30.0_f64..5.0,
            last in -100.0_f64..20.0,
        ) {
            let mut net: Vec<f64> = months.iter().flat_map(|m| [*m, 0.0]).collect();
            net[0] = -outlay;
            net.iter_mut().skip(24).step_by(24).for_each(|c| *c += fee);
            net.push(last);
            let polynomial = Polynomial::of(net.clone());
            let values = polynomial.on(Grid::get());
            let plain = the_long_way(&net);
            for (value, plain) in values.iter().zip(&plain) {
                prop_assert_eq!(value.to_bits(), plain.to_bits());
            }
            let (short, long) = (internal_rate(net.clone()), judged(net).irr);
            match (&short, &long) {
                (Irr::One(a), Irr::One(b)) => prop_assert_eq!(a.to_bits(), b.to_bits()),
                _ => prop_assert_eq!(short, long),
            }
        }
    }

    #[test]
    fn a_record_keeps_none_apart_from_zero() {
        let json = serde_json::to_value(rates(&[-1.0, 0.0])).unwrap();
        assert_eq!(json, serde_json::json!({"rate": null, "several": [], "none": "negative"}));
        let several = rates(&[-100.0, 230.0, -132.0]);
        let back: Irr = serde_json::from_value(serde_json::to_value(&several).unwrap()).unwrap();
        assert_eq!(back, several);
    }
}
