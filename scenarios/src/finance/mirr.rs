//! Modified internal rate of return: single where the internal rate is none or several.

use super::cash_flow::CashFlow;
use super::rate::{AnnualRate, PriceBasis};
use super::timing::HalfMonths;

/// Modified internal rate of return
/// `MIRR = (FV+ at reinvestment rate / |PV- at finance rate|)^(1/n) - 1`, `n` the horizon \[a\].
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
    let at_end = |date: HalfMonths| reinvestment.discount_factor(date.years() - n);
    let now = |date: HalfMonths| finance.discount_factor(date.years());
    modified(&flow.net_by_date(), n, at_end, now)
}

/// [`modified_irr`] of net sums by date over `n` years, with the factors of inflows until the end and of
/// outflows until now.
pub(super) fn modified(
    net: &[f64],
    n: f64,
    at_end: impl Fn(HalfMonths) -> f64,
    now: impl Fn(HalfMonths) -> f64,
) -> Option<f64> {
    let (mut future, mut present) = (0.0, 0.0);
    for (date, &net) in (0..).map(HalfMonths).zip(net) {
        if net > 0.0 {
            future += net * at_end(date);
        } else {
            present -= net * now(date);
        }
    }
    let two_sided = n > 0.0 && future > 0.0 && present > 0.0;
    two_sided.then(|| libm::pow(future / present, 1.0 / n) - 1.0)
}

#[cfg(test)]
mod tests {
    use super::super::rate::Nominal;
    use super::*;

    #[test]
    fn money_one_way_has_no_rate() {
        let rate = AnnualRate::<Nominal>::new(0.1).unwrap();
        for c in [&[-1.0, 0.0][..], &[0.0, 2.0], &[-1.0]] {
            let flow = CashFlow::from_periods(c, 1).unwrap();
            assert_eq!(modified_irr(&flow, rate, rate), None, "{c:?}");
        }
    }
}
