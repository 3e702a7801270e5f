//! Internal rate of return: none, one, or several; and the modified rate, which is single.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::cash_flow::CashFlow;
use super::rate::{AnnualRate, PriceBasis};
use super::root::{brent, minimise};

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
    /// Exactly one rate.
    One(f64),
    /// Several rates, ascending; none of them measures the investment, see [`modified_irr`].
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
    /// The only rate [1/a].
    rate: Option<f64>,
    /// All rates, when there are several [1/a].
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

/// All internal rates of return above -99 % and up to 1000 % a year.
///
/// `g(rho) = sum CF_t (1 + rho)^-t` is looked at on 400 points of `1 + rho`, log spaced over
/// (0.01, 11]; every change of sign is a bracket and Brent's method finds its root. Where `|g|` has
/// a dip without a change of sign the dip is searched too, so that two roots closer than the grid
/// (or a root that only touches zero) are not lost.
///
/// Source: Brealey, Myers, Allen, ch. 5 ("Pitfalls": no rate, several rates).
pub fn internal_rates<B: PriceBasis>(flow: &CashFlow<B>) -> Irr {
    let polynomial = Polynomial::of(flow.net_by_date());
    if polynomial.magnitude == 0.0 {
        return Irr::None { sign: Sign::Zero };
    }
    let g = |x: f64| polynomial.value(x);
    let grid: Vec<(f64, f64)> = (1..=POINTS)
        .map(|k| {
            let share = f64::from(k) / f64::from(POINTS);
            let x = if k == POINTS { HIGHEST } else { LOWEST * libm::pow(HIGHEST / LOWEST, share) };
            (x, g(x))
        })
        .collect();
    let mut roots = Vec::new();
    for (k, &(x, value)) in grid.iter().enumerate() {
        if value == 0.0 {
            roots.push(x);
            continue;
        }
        let Some(&(next, next_value)) = grid.get(k + 1) else { continue };
        if value * next_value.signum() < 0.0 && next_value != 0.0 {
            roots.push(brent(g, (x, next)));
        }
        let Some(&(after, after_value)) = grid.get(k + 2) else { continue };
        let same_side =
            value * next_value.signum() > 0.0 && next_value * after_value.signum() > 0.0;
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
    match roots.as_slice() {
        [] if g(HIGHEST) > 0.0 => Irr::None { sign: Sign::Positive },
        [] => Irr::None { sign: Sign::Negative },
        [x] => Irr::One(x - 1.0),
        several => Irr::Several(several.iter().map(|x| x - 1.0).collect()),
    }
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
        if x >= 1.0 {
            let y = libm::pow(x, -1.0 / 24.0);
            self.net.iter().rev().fold(0.0, |sum, c| sum * y + c)
        } else {
            let z = libm::pow(x, 1.0 / 24.0);
            self.net.iter().fold(0.0, |sum, c| sum * z + c)
        }
    }
}

/// Modified internal rate of return
/// `MIRR = (FV+ at reinvestment rate / |PV- at finance rate|)^(1/n) - 1`, `n` the horizon [a].
///
/// Sums of the same date are netted first. `None` unless there is money both ways and time passes.
///
/// Source: Microsoft Excel, function `MIRR`; Lin (1976), *The Engineering Economist* 21(4).
pub fn modified_irr<B: PriceBasis>(
    flow: &CashFlow<B>,
    finance: AnnualRate<B>,
    reinvestment: AnnualRate<B>,
) -> Option<f64> {
    let n = flow.horizon_years();
    let (mut future, mut present) = (0.0, 0.0);
    for (date, &net) in flow.net_by_date().iter().enumerate() {
        let t = date as f64 / 24.0;
        if net > 0.0 {
            future += net * reinvestment.discount_factor(t - n);
        } else {
            present -= net * finance.discount_factor(t);
        }
    }
    let two_sided = n > 0.0 && future > 0.0 && present > 0.0;
    two_sided.then(|| libm::pow(future / present, 1.0 / n) - 1.0)
}

#[cfg(test)]
mod tests {
    use super::super::rate::Nominal;
    use super::*;

    fn rates(c: &[f64]) -> Irr {
        internal_rates(&CashFlow::<Nominal>::from_periods(c, 1).unwrap())
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
    fn a_record_keeps_none_apart_from_zero() {
        let json = serde_json::to_value(rates(&[-1.0, 0.0])).unwrap();
        assert_eq!(json, serde_json::json!({"rate": null, "several": [], "none": "negative"}));
        let several = rates(&[-100.0, 230.0, -132.0]);
        let back: Irr = serde_json::from_value(serde_json::to_value(&several).unwrap()).unwrap();
        assert_eq!(back, several);
    }
}
