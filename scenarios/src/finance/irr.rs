//! Internal rate of return: none, one, or several.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::cash_flow::CashFlow;
use super::polynomial::{HIGHEST, Polynomial};
use super::rate::PriceBasis;

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
/// Where the running sums of the flow change their sign as often as `g(rho) = sum CF_t (1 + rho)^-t` does
/// on a few points, every rate stands alone between two of them (Norstrom, after Descartes' rule of signs:
/// forward sums bound the number of positive rates, backward sums that of negative ones). Elsewhere `g` is
/// looked at on 400 points of `1 + rho`, log spaced over (0.01, 11], and where `|g|` has a dip without a
/// change of sign the dip is searched too, so that two roots closer than the grid (or a root that only
/// touches zero) are not lost. Brent's method finds the root of every bracket.
///
/// Source: Brealey, Myers, Allen, ch. 5 ("Pitfalls": no rate, several rates).
pub fn internal_rates<B: PriceBasis>(flow: &CashFlow<B>) -> InternalRates {
    rates_of(&flow.net_by_date())
}

/// [`internal_rates`] of net sums by date.
pub(super) fn rates_of(net: &[f64]) -> InternalRates {
    let polynomial = Polynomial::of(net);
    if polynomial.magnitude == 0.0 {
        return InternalRates { irr: Irr::None { sign: Sign::Zero }, set_aside: Vec::new() };
    }
    let mut roots = polynomial.roots_below();
    roots.extend(polynomial.roots_above());
    judged(&polynomial, roots)
}

/// The same without the rates that are set aside, which are not looked for.
pub(super) fn rate_of(net: &[f64]) -> Irr {
    let polynomial = Polynomial::of(net);
    if polynomial.magnitude == 0.0 {
        return Irr::None { sign: Sign::Zero };
    }
    let above = polynomial.roots_above();
    if let ([one], true) = (&above[..], polynomial.total > 0.0) {
        return Irr::One(one - 1.0);
    }
    let mut roots = polynomial.roots_below();
    roots.extend(above);
    judged(&polynomial, roots).irr
}

fn judged(polynomial: &Polynomial, roots: Vec<f64>) -> InternalRates {
    let mut rates: Vec<f64> = roots.iter().map(|x| x - 1.0).collect();
    let negative = rates.iter().filter(|&&rate| rate < 0.0).count();
    let unique_above_zero = polynomial.total > 0.0 && rates.len() == negative + 1;
    let set_aside = if unique_above_zero { rates.drain(..negative).collect() } else { Vec::new() };
    let irr = match rates.as_slice() {
        [] if polynomial.value(HIGHEST) > 0.0 => Irr::None { sign: Sign::Positive },
        [] => Irr::None { sign: Sign::Negative },
        [rate] => Irr::One(*rate),
        _ => Irr::Several(rates),
    };
    InternalRates { irr, set_aside }
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

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn the_short_way_finds_what_the_grid_finds(
            outlay in 0.0_f64..400.0,
            months in prop::collection::vec(-3.0_f64..9.0, 1..130),
            fee in -30.0_f64..5.0,
            last in -100.0_f64..20.0,
        ) {
            let mut net: Vec<f64> = months.iter().flat_map(|m| [*m, 0.0]).collect();
            net[0] = -outlay;
            net.iter_mut().skip(24).step_by(24).for_each(|c| *c += fee);
            net.push(last);
            let polynomial = Polynomial::of(&net);
            let mut short = polynomial.roots_below();
            short.extend(polynomial.roots_above());
            let long = polynomial.roots_on_the_grid();
            prop_assert_eq!(rate_of(&net), rates_of(&net).irr);
            prop_assert_eq!(short.len(), long.len(), "{:?} {:?}", &short, &long);
            for (a, b) in short.iter().zip(&long) {
                prop_assert!((a - b).abs() < 1e-11 * b, "{} {}", a, b);
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
