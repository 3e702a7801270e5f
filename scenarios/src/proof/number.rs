//! Names of the numbers that can be proved.

use crate::money::prices::CATEGORIES;
use twin_models::text::units::nearest;

/// What is measured in every pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Net present value.
    Npv,
    /// Internal rate of return.
    Irr,
    /// Modified internal rate of return.
    Mirr,
    /// ROI over the horizon.
    RoiTotal,
    /// Simple payback.
    Payback,
    /// Discounted payback.
    DiscountedPayback,
    /// Share of the pairs with a positive net present value.
    NpvPositive,
    /// Hard benefit of a category per year, at prices of the first day.
    Benefits(&'static str),
}

/// What is said of its values over the pairs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Statistic {
    /// The mean.
    Mean,
    /// A quantile.
    Quantile(f64),
    /// A share of the pairs.
    Share,
}

/// A number that can be proved.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    /// Its name, as typed.
    pub name: String,
    /// What is measured.
    pub measure: Measure,
    /// What is said of it.
    pub statistic: Statistic,
}

/// There is no such number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no number `{wanted}`")]
pub struct UnknownNumber {
    /// What was asked for.
    pub wanted: String,
    /// What is near it, best first.
    pub near: Vec<String>,
}

const QUANTILES: [(&str, f64); 7] = [
    ("p5", 0.05),
    ("p10", 0.10),
    ("p25", 0.25),
    ("p50", 0.50),
    ("p75", 0.75),
    ("p90", 0.90),
    ("p95", 0.95),
];
/// Of numbers that do not exist in all pairs.
const FEW: [(&str, f64); 3] = [("p10", 0.10), ("p50", 0.50), ("p90", 0.90)];

/// All numbers, in the order of a report.
pub fn all() -> Vec<Number> {
    let mut all = Vec::new();
    let mut add = |name: String, measure: &Measure, statistic| {
        all.push(Number { name, measure: measure.clone(), statistic });
    };
    for (head, measure) in
        [("npv", Measure::Npv), ("roi_total", Measure::RoiTotal), ("mirr", Measure::Mirr)]
    {
        add(format!("{head}.mean"), &measure, Statistic::Mean);
        for (tail, p) in QUANTILES {
            add(format!("{head}.{tail}"), &measure, Statistic::Quantile(p));
        }
    }
    for (head, measure) in [
        ("irr", Measure::Irr),
        ("payback", Measure::Payback),
        ("discounted_payback", Measure::DiscountedPayback),
    ] {
        for (tail, p) in FEW {
            add(format!("{head}.{tail}"), &measure, Statistic::Quantile(p));
        }
    }
    add("p_npv_positive".to_owned(), &Measure::NpvPositive, Statistic::Share);
    for (_, code) in CATEGORIES {
        add(format!("benefits.{code}"), &Measure::Benefits(code), Statistic::Mean);
    }
    all
}

impl Number {
    /// The number of this name.
    ///
    /// # Errors
    /// [`UnknownNumber`] with those that are near.
    pub fn find(wanted: &str) -> Result<Self, UnknownNumber> {
        let plain = wanted.trim().to_lowercase();
        let all = all();
        if let Some(found) = all.iter().find(|n| n.name == plain) {
            return Ok(found.clone());
        }
        let (head, tail) = plain.split_once('.').unwrap_or((&plain, ""));
        let names: Vec<&str> = all.iter().map(|n| n.name.as_str()).collect();
        let mut near: Vec<&str> = nearest(&plain, names.iter().copied()).into_iter().collect();
        let heads: Vec<&str> = names.iter().filter_map(|n| n.split('.').next()).collect();
        let head = nearest(head, heads.iter().copied()).unwrap_or(head).to_owned();
        let of_head = |n: &&str| n.split('.').next() == Some(&head);
        let of_tail = |n: &&str| !tail.is_empty() && n.split('.').nth(1) == Some(tail);
        near.extend(names.iter().copied().filter(of_head));
        near.extend(names.iter().copied().filter(of_tail));
        if near.is_empty() {
            near.extend(names);
        }
        let mut unique: Vec<String> = Vec::new();
        for name in near {
            if unique.iter().all(|u| u != name) {
                unique.push(name.to_owned());
            }
        }
        Err(UnknownNumber { wanted: wanted.to_owned(), near: unique })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a01_a_number_is_found_by_its_name_and_an_unknown_one_tells_the_near_ones() {
        let median = Number::find("npv.p50").unwrap();
        assert_eq!(median.statistic, Statistic::Quantile(0.5));
        assert!(Number::find("benefits.downtime").is_ok());
        let near = Number::find("npv.p51").unwrap_err().near;
        assert!(near.contains(&"npv.p50".to_owned()), "{near:?}");
        let near = Number::find("pyback.p50").unwrap_err().near;
        assert!(near.contains(&"payback.p50".to_owned()), "{near:?}");
        assert!(Number::find("xyzzy").unwrap_err().near.len() > 10);
    }

    #[test]
    fn trap_08_no_mean_of_paybacks_or_rates_can_be_asked_for() {
        for name in ["payback.mean", "discounted_payback.mean", "irr.mean"] {
            assert!(Number::find(name).is_err(), "{name}");
        }
    }
}
