//! The estimates of a sheet of paper, on means of the reference arm.
//!
//! cost per unplanned hour = margin + idle wages + overtime + emergency premium; downtime = hours x
//! cost x 30 %; quality = scrap x 20 %; maintenance = reactive wages x 25 % + emergency parts x 20 %.
//! They are printed beside the simulation and never used in it.

use super::claims::mature_sum;
use crate::finance::closed_form::{AnnualLosses, AvoidedShares, DowntimeHour, closed_form};
use crate::pairing::record::ComparisonRecord;
use crate::study::Study;
use crate::study::question::ComparisonPlan;
use crate::study::result::{ArmResult, BenefitLine, ClosedForm, Firmness, NamedNumber, Role};
use twin_models::state::E10;

/// Mean of an indicator of an arm, 0 where it does not exist.
pub fn mean(arm: &ArmResult, key: &str) -> f64 {
    let found = arm.indicators.iter().find(|i| i.key == key);
    found.and_then(|i| i.spread.as_ref()).map_or(0.0, |s| s.mean)
}

/// The estimates for an investment against today's plant.
pub fn estimate(
    study: &Study,
    arms: &[ArmResult],
    plan: &ComparisonPlan,
    records: &[&ComparisonRecord],
    benefits: &[BenefitLine],
) -> Option<ClosedForm> {
    let (mine, reference) = (&study.arms[plan.investment], &study.arms[plan.reference]);
    if mine.role != Role::After || reference.role != Role::Before {
        return None;
    }
    let before = &arms[plan.reference];
    let years = f64::from(study.horizon) / 12.0;
    let per_year = |key: &str| mature_sum(before, key, 0) / years;
    let basics = &study.book.basics;
    let running = running_hours(before);
    let down = mean(before, "unplanned_down_h");
    let rate = if running > 0.0 { mean(before, "good") / running } else { 0.0 };
    let margin_per_hour = basics.margin() * rate;
    let per_down_hour = |money: f64| if down > 0.0 { money / down } else { 0.0 };
    let overtime = per_down_hour(mean(before, "overtime_h") * basics.overtime_hour);
    let premium = emergency_premium(study, records) / years;
    let cost_per_hour = DowntimeHour {
        lost_margin: margin_per_hour,
        idle_labour: basics.line_wage,
        overtime_recovery: overtime,
        emergency_premium: per_down_hour(premium),
    }
    .cost();
    let scrap = mean(before, "scrap") + mean(before, "rejects");
    let (failures, planned) =
        (per_year("failures"), per_year("planned_repairs") + per_year("tasks"));
    let reactive_share = if failures > 0.0 { failures / (failures + planned) } else { 0.0 };
    let reactive = mean(before, "labour_h") * reactive_share;
    let parts: f64 = study
        .book
        .stocks
        .iter()
        .filter_map(|s| Some((s.key.strip_prefix("part_stock_ph:")?, s.value)))
        .map(|(part, cost)| cost * per_year(&format!("parts_emergency:{part}")))
        .sum();
    let annual_cost =
        records.iter().map(|r| r.costs.iter().map(|(_, x)| x).sum::<f64>()).sum::<f64>()
            / records.len().max(1) as f64
            / years;
    let losses = AnnualLosses {
        downtime_hours: down,
        downtime_cost_per_hour: cost_per_hour,
        scrap_and_rework: scrap * basics.scrap_absorbed,
        reactive_hours: reactive,
        labour_cost_per_hour: basics.maintenance_wage,
        emergency_spares: parts,
    };
    let ramp = mine.investments.first().map_or(&[][..], |k| study.investments[*k].ramp.knots());
    let formula = closed_form(&losses, &AvoidedShares::CONSERVATIVE, annual_cost, ramp);
    let claim = study
        .claims
        .iter()
        .find(|c| c.indicator == "unplanned_down_h" && mine.investments.contains(&c.investment));
    let vendor = claim.map(|c| -c.change * down * cost_per_hour);
    let number = |name: &str, value: f64, unit: &str| NamedNumber {
        name: name.to_owned(),
        value,
        unit: unit.to_owned(),
    };
    Some(ClosedForm {
        inputs: vec![
            number("unplanned downtime, all machines", down, "h/year"),
            number("contribution margin of a piece", basics.margin(), "money/piece"),
            number("good pieces per running hour of the constraint", rate, "pieces/h"),
            number("idle wages", basics.line_wage, "money/h"),
            number("overtime per unplanned hour", overtime, "money/h"),
            number("emergency premium per unplanned hour", per_down_hour(premium), "money/h"),
            number("scrap and rejects", scrap, "pieces/year"),
            number("absorbed cost of a scrapped piece", basics.scrap_absorbed, "money/piece"),
            number(
                "reactive maintenance (hours x share of failures in all jobs)",
                reactive,
                "person h/year",
            ),
            number("maintenance wage", basics.maintenance_wage, "money/person h"),
            number("emergency spare parts", parts, "money/year"),
            number("annual cost, one-off spread evenly", annual_cost, "money/year"),
        ],
        margin_per_hour,
        cost_per_hour,
        downtime: formula.downtime,
        quality: formula.quality,
        maintenance: formula.maintenance,
        sum: formula.sum,
        first_year: formula.first_year,
        vendor,
        vendor_haircut: vendor.zip(claim).map(|(v, c)| v * c.haircut),
        roi: formula.roi_seed.fraction(),
        simulated: benefits
            .iter()
            .filter(|b| b.firmness == Firmness::Hard)
            .map(|b| b.per_year.mean)
            .sum(),
    })
}

/// Productive hours per year of the constraint's station.
fn running_hours(arm: &ArmResult) -> f64 {
    let productive = format!("{:?}", E10::PRD);
    let states = arm.machines.iter().filter(|m| m.constraint).flat_map(|m| &m.states);
    states.filter(|s| s.e10 == productive).map(|s| s.hours).sum()
}

/// Emergency premiums and further damage of the reference arm over the horizon, mean.
fn emergency_premium(study: &Study, records: &[&ComparisonRecord]) -> f64 {
    let of_emergency =
        |key: &str| key.starts_with("parts_emergency:") || key.starts_with("secondary:");
    let lines: Vec<usize> = (0..study.book.lines.len())
        .filter(|k| study.book.lines[*k].terms.iter().any(|(key, _)| of_emergency(key)))
        .collect();
    let sum = |r: &ComparisonRecord| -lines.iter().map(|k| r.pool[*k]).sum::<f64>();
    records.iter().map(|r| sum(r)).sum::<f64>() / records.len().max(1) as f64
}
