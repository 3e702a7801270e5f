//! A payment of the cost list in its factors, as a spreadsheet can compute it again.

use crate::finance::inflation::PriceCategory;
use crate::finance::tco::{Calendar, CostLine, Timing};
use crate::finance::timing::HalfMonths;

/// How the price of an instalment grows from the contract to its payment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Growth {
    /// Not at all.
    None,
    /// With the step of its own contract.
    Contract(f64),
    /// With a price of the study.
    Price(PriceCategory),
}

/// One payment: `amount of the line * share * (1 + growth)^years`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Instalment {
    /// Month it is counted in.
    pub bucket: u32,
    /// Month whose year bears it.
    pub borne_in: u32,
    /// Paid during the month it is counted in (the convention says when); otherwise at `date`.
    pub during: bool,
    /// When.
    pub date: HalfMonths,
    /// Share of the amount of the line.
    pub share: f64,
    /// Growth of its price.
    pub growth: Growth,
    /// Years of growth \[a\].
    pub years: f64,
}

/// The payments of a line, in the order of [`CostLine::payments`].
pub fn instalments(line: &CostLine, calendar: &Calendar) -> Vec<Instalment> {
    let Calendar { start_month, horizon_months: end, convention } = *calendar;
    let start = start_month + line.begins;
    if start >= end && line.begins > 0 {
        return Vec::new();
    }
    let at_end_of = |month: u32| Instalment {
        bucket: month,
        borne_in: end.min(month + 1),
        during: false,
        date: HalfMonths::end_of_month(month),
        share: 1.0,
        growth: Growth::None,
        years: 0.0,
    };
    let during = |month: u32| Instalment {
        borne_in: month,
        during: true,
        date: convention.date(month),
        ..at_end_of(month)
    };
    let mid = |month: u32| if month > 0 { (f64::from(month) - 0.5) / 12.0 } else { 0.0 };
    // What is bought later is bought at the prices of then.
    let then = |payment: Instalment| match line.begins {
        0 => payment,
        later => {
            let growth = Growth::Price(PriceCategory::Price);
            Instalment { growth, years: mid(later), ..payment }
        }
    };
    let mut all: Vec<Instalment> = match line.timing {
        Timing::AtStart | Timing::Month(0) => vec![then(at_end_of(start))],
        Timing::Month(m) => vec![then(during(start + m))],
        Timing::Spread(from, to) => {
            let share = 1.0 / f64::from(to.saturating_sub(from) + 1);
            let pay = |m| then(if m == 0 { at_end_of(start) } else { during(start + m) });
            (from..=to).map(|m| Instalment { share, ..pay(m) }).collect()
        }
        Timing::AtEnd => vec![at_end_of(end)],
        Timing::AnnualInAdvance { escalator } => (0u32..)
            .map(|y| (y, start + 12 * y))
            .take_while(|&(_, month)| month < end)
            .map(|(y, month)| Instalment {
                bucket: month + 1,
                growth: Growth::Contract(escalator.fraction()),
                years: f64::from(y) + f64::from(line.begins) / 12.0,
                ..at_end_of(month)
            })
            .collect(),
        Timing::Monthly { escalation } => (start + 1..=end)
            .map(|m| Instalment { growth: Growth::Price(escalation), years: mid(m), ..during(m) })
            .collect(),
    };
    let bought = all.last().map_or(start, |payment| payment.bucket);
    if let (Some(life @ 1..), true) = (line.life_months, line.timing.is_one_off()) {
        let deaths = (1u32..).map(|k| bought + k * life).take_while(|&month| month < end);
        all.extend(deaths.map(|month| Instalment {
            growth: Growth::Price(PriceCategory::Price),
            years: mid(month),
            ..at_end_of(month)
        }));
    }
    if line.begins > 0 {
        // What would be paid after the end is not paid.
        all.retain(|payment| payment.bucket <= end);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finance::currency::Currency;
    use crate::finance::inflation::{Escalation, Prices};
    use crate::finance::rate::{AnnualRate, Nominal};
    use crate::finance::tco::{CostItem, Treatment};
    use crate::finance::timing::Convention;

    fn rate(g: f64) -> AnnualRate<Nominal> {
        AnnualRate::new(g).unwrap()
    }

    #[test]
    fn a29_every_kind_of_payment_is_taken_apart_without_loss() {
        let escalation = Escalation { price: rate(0.04), ..Escalation::uniform(rate(0.03)) };
        let prices = Prices::Nominal { wacc: rate(0.1), escalation };
        let step = Timing::AnnualInAdvance { escalator: rate(0.05) };
        let wage = Timing::Monthly { escalation: PriceCategory::Wage };
        let timings = [Timing::AtStart, Timing::Month(0), Timing::Month(7), Timing::AtEnd, step];
        let all = timings.into_iter().chain([wage, Timing::Spread(0, 4), Timing::Spread(2, 9)]);
        let mut seen = 0;
        for timing in all {
            for convention in [Convention::MidMonth, Convention::EndMonth] {
                for (life_months, begins) in
                    [(None, 0), (Some(11), 0), (None, 7), (Some(11), 31), (None, 38)]
                {
                    let line = CostLine {
                        begins,
                        name: "x".into(),
                        item: CostItem::Hardware,
                        amount: 1234.5,
                        currency: Currency::USD,
                        timing,
                        treatment: Treatment::Expense,
                        in_quote: true,
                        life_months,
                    };
                    let calendar = Calendar { start_month: 2, horizon_months: 40, convention };
                    let whole = line.payments(&calendar, &prices);
                    let parts = instalments(&line, &calendar);
                    assert_eq!(whole.len(), parts.len(), "{timing:?}");
                    for (w, p) in whole.iter().zip(&parts) {
                        assert_eq!((w.date, w.bucket, w.borne_in), (p.date, p.bucket, p.borne_in));
                        let growth = match p.growth {
                            Growth::None => 0.0,
                            Growth::Contract(g) => g,
                            Growth::Price(PriceCategory::Price) => 0.04,
                            Growth::Price(_) => 0.03,
                        };
                        let amount = line.amount * p.share * libm::pow(1.0 + growth, p.years);
                        assert!((amount - w.amount).abs() < 1e-9, "{timing:?}: {w:?} {p:?}");
                        seen += 1;
                    }
                }
            }
        }
        assert!(seen > 150);
    }
}
