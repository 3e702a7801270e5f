//! Revenue that a dated rule or a contract up for renewal puts at risk.

use super::drivers::driver_of;
use super::groups::Groups;
use super::spread::full_spread;
use crate::finance::inflation::PriceCategory;
use crate::finance::tables::Tables;
use crate::pairing::tables;
use crate::study::Study;
use crate::study::beside::{AtRisk, months_until};
use crate::study::result::{ArmResult, AtRiskResult, Comparison, Firmness};
use crate::study::run::Pairs;

/// Every rule and contract of the study, for the headline.
pub(super) fn all(
    study: &Study,
    groups: &Groups,
    pairs: &Pairs,
    arms: &[ArmResult],
    comparisons: &[Comparison],
) -> Vec<AtRiskResult> {
    let (Some(plan), Some(head)) = (study.comparisons.first(), comparisons.first()) else {
        return Vec::new();
    };
    if study.beside.at_risk.is_empty() {
        return Vec::new();
    }
    let known = tables(study);
    let sides = [plan.reference, plan.investment].map(|arm| margins(study, &arms[arm]));
    let years = f64::from(study.horizon) / 12.0;
    let one = |of: &AtRisk| {
        let first = months_until(study.start, of.from) as usize;
        let worth = sides.each_ref().map(|months| of.share * present(study, &known, months, first));
        let fees = vec![of.compliance / 12.0; study.horizon as usize];
        let paid = present(study, &known, &fees, first);
        let owner = format!("rule:{}", of.name);
        let draw = |pair: u64| study.draws().luck(pair).stream(&owner, "lost").uniform_at(0);
        let drawn: Vec<f64> = pairs.done.iter().map(|(pair, _)| draw(*pair)).collect();
        let lost = |side: usize| drawn.iter().map(move |u| *u < of.lost[side]);
        let gone = |lost: bool, side: usize| if lost { worth[side] } else { 0.0 };
        let change: Vec<f64> = lost(0)
            .zip(lost(1))
            .map(|(without, with)| gone(without, 0) - gone(with, 1) - paid + 0.0)
            .collect();
        let npv: Vec<f64> = head.npv_by_pair.iter().zip(&change).map(|(a, b)| a + b).collect();
        AtRiskResult {
            name: of.name.clone(),
            from: of.from.to_string(),
            share: of.share,
            lost_without: groups.share(lost(0)),
            lost_with: groups.share(lost(1)),
            margin_per_year: of.share * sides[0].iter().sum::<f64>() / years,
            compliance_per_year: of.compliance,
            npv_positive: groups.share(npv.iter().map(|x| *x > 0.0)),
            change: full_spread(groups, change.into_iter()),
            npv: full_spread(groups, npv.into_iter()),
        }
    };
    study.beside.at_risk.iter().map(one).collect()
}

/// Mean margin of what an arm sells, by month, at prices of the first day.
fn margins(study: &Study, arm: &ArmResult) -> Vec<f64> {
    let is_margin = |line: &&crate::money::prices::PriceLine| {
        line.firmness == Firmness::Hard && driver_of(line) == "downtime.margin"
    };
    let mut sums = vec![0.0; study.horizon as usize];
    for (key, price) in study.book.lines.iter().filter(is_margin).flat_map(|line| &line.terms) {
        let found = arm.monthly.iter().find(|quantity| quantity.key == *key);
        let months = found.map_or(&[][..], |quantity| &quantity.mean);
        sums.iter_mut().zip(months).for_each(|(sum, x)| *sum += x * price);
    }
    sums
}

/// Present value after tax of these months from the `first` on, with sales prices rising as planned.
fn present(study: &Study, known: &Tables, months: &[f64], first: usize) -> f64 {
    let terms = &study.terms;
    let levels = known.levels(PriceCategory::Price);
    let month = |(m, (money, level)): (usize, (&f64, &f64))| {
        let date = terms.convention.date(m as u32 + 1);
        money * level * terms.wacc.discount_factor(date.years())
    };
    let all = months.iter().zip(levels).enumerate().skip(first);
    (1.0 - terms.tax.rate) * all.map(month).sum::<f64>()
}
