//! The physical reasons behind the money: each hard line of the ledger belongs to one driver, each driver
//! has a distribution of its own, and in every pair their sum is the hard benefit.

use super::groups::Groups;
use super::spread::{full_spread, mean_of};
use crate::finance::ledger::BenefitCategory as Belongs;
use crate::money::prices::{CATEGORIES, PriceLine};
use crate::pairing::record::ComparisonRecord;
use crate::study::Study;
use crate::study::question::ComparisonPlan;
use crate::study::result::{ArmResult, Combined, Driver, Firmness};
use sim_core::statistics::{Tally, correlation};

/// The drivers, in the order of reports.
const DRIVERS: [(&str, &str, Belongs); 19] = [
    ("downtime.margin", "Margin of pieces sold", Belongs::Downtime),
    ("downtime.overtime", "Overtime of the line", Belongs::Downtime),
    ("quality.scrap", "Scrap and rejects", Belongs::Quality),
    ("quality.rework", "Rework", Belongs::Quality),
    ("quality.returns", "Returns: escapes, claims, containment", Belongs::Quality),
    ("quality.control", "Gauges, tools, searches, inspection", Belongs::Quality),
    ("maintenance.labour", "Overtime and call-outs of crews", Belongs::Maintenance),
    ("maintenance.parts", "Spare parts, further damage included", Belongs::Maintenance),
    ("maintenance.emergency", "Emergency premium of parts", Belongs::Maintenance),
    ("maintenance.service", "External service", Belongs::Maintenance),
    ("maintenance.other", "Other costs of maintenance", Belongs::Maintenance),
    ("inventory.holding", "Holding of stock, without capital", Belongs::Inventory),
    ("inventory.supply", "Orders, expediting, alternates", Belongs::Inventory),
    ("delivery.late", "Late and lost deliveries", Belongs::Delivery),
    ("labour.cashable", "Hours that leave the payroll", Belongs::LabourAutomation),
    ("energy.use", "Energy", Belongs::Energy),
    ("safety.costed", "Incidents that cost cash", Belongs::Safety),
    ("compliance.costed", "Rules that cost cash", Belongs::Compliance),
    ("downtime.other", "Other lines of the study", Belongs::Downtime),
];

/// The driver of a ledger line: by its category, then by the quantity it prices.
pub fn driver_of(line: &PriceLine) -> &'static str {
    let key = line.terms.first().map_or("", |(key, _)| key.split(':').next().unwrap_or(key));
    match line.category {
        Belongs::Downtime => match key {
            "sold" | "finished_pieces" => "downtime.margin",
            "overtime_h" => "downtime.overtime",
            _ => "downtime.other",
        },
        Belongs::Quality => match key {
            "scrap" | "rejected_bad" | "rejected_good" | "scrapped_pieces" | "rejects_scrapped"
            | "dwell_scrap" => "quality.scrap",
            "reworks" | "rework_h" | "dwell_rework" | "defects_reworked" => "quality.rework",
            "escaped" | "claims" | "containments" | "defects_escaped" => "quality.returns",
            _ => "quality.control",
        },
        Belongs::Maintenance => match key {
            "overtime_ph" | "callout_ph" | "callouts" | "labour_ph" => "maintenance.labour",
            "parts_used" | "parts_worth" | "parts_bought" | "secondary" => "maintenance.parts",
            "parts_emergency" => "maintenance.emergency",
            "failures" | "planned_repairs" => "maintenance.service",
            _ => "maintenance.other",
        },
        Belongs::Inventory => match key {
            "orders" | "expedited" | "premium" => "inventory.supply",
            _ => "inventory.holding",
        },
        Belongs::Delivery => "delivery.late",
        Belongs::LabourAutomation => "labour.cashable",
        Belongs::Energy => "energy.use",
        Belongs::Safety => "safety.costed",
        Belongs::Compliance => "compliance.costed",
    }
}

/// All drivers of a comparison that have a line, and their sum.
pub fn all(
    study: &Study,
    groups: &Groups,
    arms: &[ArmResult],
    plan: &ComparisonPlan,
    records: &[&ComparisonRecord],
) -> (Vec<Driver>, Option<Combined>) {
    let years = f64::from(study.horizon) / 12.0;
    let hard: Vec<usize> = (0..study.book.lines.len())
        .filter(|k| study.book.lines[*k].firmness == Firmness::Hard)
        .collect();
    if hard.is_empty() || records.is_empty() {
        return (Vec::new(), None);
    }
    let total = |r: &ComparisonRecord| hard.iter().map(|k| r.lines[*k]).sum::<f64>() / years + 0.0;
    let totals: Vec<f64> = records.iter().map(|r| total(r)).collect();
    let mut parts: Vec<Vec<f64>> = Vec::new();
    let mut drivers = Vec::new();
    for (key, name, category) in DRIVERS {
        let lines: Vec<usize> =
            hard.iter().copied().filter(|k| driver_of(&study.book.lines[*k]) == key).collect();
        if lines.is_empty() {
            continue;
        }
        let sum = |all: &[f64]| lines.iter().map(|k| all[*k]).sum::<f64>() / years + 0.0;
        let values: Vec<f64> = records.iter().map(|r| sum(&r.lines)).collect();
        let rest: Vec<f64> = totals.iter().zip(&values).map(|(all, own)| all - own).collect();
        let spent = mean_of(groups, records.iter().map(|r| -sum(&r.pool))).0;
        drivers.push(Driver {
            key: key.to_owned(),
            name: name.to_owned(),
            category: word(category).to_owned(),
            per_year: full_spread(groups, values.iter().copied()),
            by_year: by_year(study, arms, plan, &lines),
            pool: (spent > 0.0).then_some(spent),
            with_the_rest: correlation(&values, &rest),
        });
        parts.push(values);
    }
    let gap = |k: usize| parts.iter().map(|values| values[k]).sum::<f64>() - totals[k];
    let largest_gap = (0..totals.len()).map(|k| gap(k).abs()).fold(0.0, f64::max);
    let combined = Combined {
        largest_gap,
        sd_ratio: sd_ratio(&totals, &parts),
        per_year: full_spread(groups, totals.into_iter()),
    };
    (drivers, Some(combined))
}

fn word(category: Belongs) -> &'static str {
    CATEGORIES.iter().find(|(c, _)| *c == category).map_or("", |(_, word)| word)
}

/// Mean of each year, from the mean quantities of both arms; empty where a line is no quantity times a
/// price.
fn by_year(study: &Study, arms: &[ArmResult], plan: &ComparisonPlan, lines: &[usize]) -> Vec<f64> {
    let lines = || lines.iter().map(|k| &study.book.lines[*k]);
    let moves = |line: &PriceLine| study.book.paths.iter().any(|p| p.category == line.prices);
    if lines().any(|line| line.terms.is_empty() || moves(line)) {
        return Vec::new();
    }
    let years = study.horizon.div_ceil(12) as usize;
    let mut sums = vec![0.0; years];
    for (arm, sign) in [(plan.investment, 1.0), (plan.reference, -1.0)] {
        for (key, price) in lines().flat_map(|line| &line.terms) {
            let found = arms[arm].monthly.iter().find(|q| q.key == *key);
            let months = found.map_or(&[][..], |q| &q.mean);
            for (m, mean) in months.iter().enumerate() {
                sums[(m / 12).min(years - 1)] += sign * price * mean;
            }
        }
    }
    sums.into_iter().map(|sum| sum + 0.0).collect()
}

/// Standard deviation of the total over that of independent parts.
fn sd_ratio(totals: &[f64], parts: &[Vec<f64>]) -> Option<f64> {
    let variance = |values: &[f64]| values.iter().copied().collect::<Tally>().variance();
    let alone = parts.iter().map(|values| variance(values)).sum::<Option<f64>>()?;
    (alone > 0.0).then_some(())?;
    Some(libm::sqrt(variance(totals)? / alone))
}
