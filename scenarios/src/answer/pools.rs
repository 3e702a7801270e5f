//! What the reference loses today and never books: sales that did not happen. Without it a benefit in
//! margin would have no pool to be taken from.

use super::claims::mature_sum;
use super::closed_form::mean;
use crate::money::prices::PriceLine;
use crate::study::Study;
use crate::study::result::{ArmResult, BenefitLine, Firmness};

/// Adds the margin of lost sales to the pools of the hard benefits in margin.
pub fn complete(study: &Study, reference: &ArmResult, benefits: &mut [BenefitLine]) {
    let lost = lost_pieces(study, reference) + lost_orders(study, reference);
    let material = lost_material(study, reference);
    for line in benefits.iter_mut().filter(|b| b.firmness == Firmness::Hard) {
        let more = match line.category.as_str() {
            "downtime" => lost,
            "delivery" => material,
            _ => 0.0,
        };
        line.pool = line.pool.map(|pool| pool + more);
    }
}

/// Margin per year of pieces that customers wanted in vain.
fn lost_pieces(study: &Study, reference: &ArmResult) -> f64 {
    mean(reference, "lost_sales") * study.book.basics.margin()
}

/// Margin per year of orders that came and were not finished: cancelled, or waiting at the end; each with
/// the mean margin of a finished one.
fn lost_orders(study: &Study, reference: &ArmResult) -> f64 {
    let years = f64::from(study.horizon) / 12.0;
    let [received, finished] =
        ["orders_received", "orders_finished"].map(|key| mature_sum(reference, key, 0));
    if finished <= 0.0 {
        return 0.0;
    }
    let margin = income(study, reference, "finished_pieces");
    margin * ((received - finished) / finished).max(0.0) / years
}

/// Margin per year of material that its customers wanted in vain.
fn lost_material(study: &Study, reference: &ArmResult) -> f64 {
    let years = f64::from(study.horizon) / 12.0;
    let sum = |(key, price): (&str, f64)| {
        let name = key.strip_prefix("delivered:")?;
        Some(price.max(0.0) * mature_sum(reference, &format!("lost:{name}"), 0))
    };
    terms(study).filter_map(sum).sum::<f64>() / years
}

/// What the quantities `key:NAME` bring over the horizon, mean.
fn income(study: &Study, reference: &ArmResult, key: &str) -> f64 {
    let wanted = |name: &str| name.strip_prefix(key).is_some_and(|rest| rest.starts_with(':'));
    let of = terms(study).filter(|(name, price)| wanted(name) && *price > 0.0);
    of.map(|(name, price)| price * mature_sum(reference, name, 0)).sum()
}

/// Quantities and prices of the hard lines.
fn terms(study: &Study) -> impl Iterator<Item = (&str, f64)> {
    let hard = |line: &&PriceLine| line.firmness == Firmness::Hard;
    let lines = study.book.lines.iter().filter(hard);
    lines.flat_map(|line| line.terms.iter().map(|(key, price)| (key.as_str(), *price)))
}
