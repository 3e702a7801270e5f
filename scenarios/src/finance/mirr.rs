//! Modified internal rate of return: single where the internal rate is none or several.

use super::cash_flow::CashFlow;
use super::rate::{AnnualRate, PriceBasis};

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

    #[test]
    fn money_one_way_has_no_rate() {
        let rate = AnnualRate::<Nominal>::new(0.1).unwrap();
        for c in [&[-1.0, 0.0][..], &[0.0, 2.0], &[-1.0]] {
            let flow = CashFlow::from_periods(c, 1).unwrap();
            assert_eq!(modified_irr(&flow, rate, rate), None, "{c:?}");
        }
    }
}
