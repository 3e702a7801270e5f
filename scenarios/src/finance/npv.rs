//! Present values: what money at other dates is worth now.
//!
//! The Excel trap: the spreadsheet function `NPV(rate, values)` takes its *first* value to be one
//! period away. Giving it the outlay of time 0 as well discounts everything once too often
//! (-10 000, 3 000, 4 200, 6 800 at 10 %: 1 188.44 instead of 1 307.29). Here every sum carries its
//! date, and time 0 is not discounted.

use super::cash_flow::CashFlow;
use super::rate::{AnnualRate, PriceBasis};
use super::timing::HalfMonths;

/// Net present value `NPV = sum CF_t (1 + W)^-t` \[currency\], flows beyond the horizon included.
///
/// Source: Brealey, Myers, Allen, *Principles of Corporate Finance*, ch. 2.
pub fn net_present_value<B: PriceBasis>(flow: &CashFlow<B>, rate: AnnualRate<B>) -> f64 {
    let factor = |date: HalfMonths| rate.discount_factor(date.years());
    flow.flows().iter().fold(0.0, |sum, flow| sum + flow.amount * factor(flow.date))
}

/// Annuity factor `a(i, n) = (1 - (1 + i)^-n) / i`: present value of 1 at the end of each of `n`
/// periods at rate `i` a period; `n` when `i` is 0. `n` need not be whole.
///
/// Source: Brealey, Myers, Allen, ch. 2 ("How to value annuities").
pub fn annuity_factor(i: f64, n: f64) -> f64 {
    if i == 0.0 { n } else { -libm::expm1(-n * libm::log1p(i)) / i }
}

/// Factor of an annuity whose payments grow by `g` a period, the first (one period away) being 1:
/// `(1 - ((1 + g) / (1 + i))^n) / (i - g)`; `n / (1 + i)` when `g = i`.
///
/// Source: Brealey, Myers, Allen, ch. 2 ("Growing annuities").
pub fn growing_annuity_factor(i: f64, g: f64, n: f64) -> f64 {
    if i == g {
        return n / (1.0 + i);
    }
    -libm::expm1(n * (libm::log1p(g) - libm::log1p(i))) / (i - g)
}

/// Factor of a flow of 1 a year, evenly spread over `n` years, at effective rate `i`:
/// `(1 - (1 + i)^-n) / ln(1 + i)`.
///
/// Source: Park, *Contemporary Engineering Economics*, "Continuous-flow" section.
pub fn continuous_annuity_factor(i: f64, n: f64) -> f64 {
    if i == 0.0 { n } else { annuity_factor(i, n) * i / libm::log1p(i) }
}

/// Equivalent annual value `EAV = NPV * W / (1 - (1 + W)^-n)` over `n` years \[currency/a\]; `None`
/// over no time at all.
pub fn equivalent_annual_value<B: PriceBasis>(
    npv: f64,
    rate: AnnualRate<B>,
    years: f64,
) -> Option<f64> {
    (years > 0.0).then(|| npv / annuity_factor(rate.fraction(), years))
}

/// Profitability index `PI = 1 + NPV / PV(one-off outlays)`; `None` without an outlay.
///
/// `pv_outlays` is the present value of the one-off outlays as a positive sum.
pub fn profitability_index(npv: f64, pv_outlays: f64) -> Option<f64> {
    (pv_outlays > 0.0).then(|| 1.0 + npv / pv_outlays)
}

#[cfg(test)]
mod tests {
    use super::super::rate::Nominal;
    use super::*;

    #[test]
    fn a_zero_rate_adds_up() {
        let flow = CashFlow::<Nominal>::from_periods(&[-10.0, 4.0, 7.0], 1).unwrap();
        let zero = AnnualRate::new(0.0).unwrap();
        assert_eq!(net_present_value(&flow, zero), 1.0);
        assert_eq!(equivalent_annual_value(6.0, zero, 3.0), Some(2.0));
        assert_eq!(continuous_annuity_factor(0.0, 5.0), 5.0);
        assert_eq!(growing_annuity_factor(0.05, 0.05, 2.1), 2.0);
    }

    #[test]
    fn without_outlay_there_is_no_index() {
        assert_eq!(profitability_index(5.0, 0.0), None);
    }
}
