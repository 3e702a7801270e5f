//! From the closed form to the simulation, step by step; the steps add up exactly.

use super::closed_form::mean;
use crate::finance::closed_form::AvoidedShares;
use crate::pairing::record::ComparisonRecord;
use crate::study::Study;
use crate::study::question::ComparisonPlan;
use crate::study::result::{ArmResult, BenefitLine, ClosedForm, Firmness, WaterfallStep};

/// The steps, money per year at prices of the first day.
pub fn steps(
    study: &Study,
    arms: &[ArmResult],
    plan: &ComparisonPlan,
    records: &[&ComparisonRecord],
    benefits: &[BenefitLine],
    closed: &ClosedForm,
) -> Vec<WaterfallStep> {
    let (before, after) = (&arms[plan.reference], &arms[plan.investment]);
    let ramp = records.iter().map(|r| r.ramped).sum::<f64>() / records.len().max(1) as f64;
    let down = mean(before, "unplanned_down_h");
    let avoided = down - mean(after, "unplanned_down_h");
    let added = mean(after, "planned_stop_h") - mean(before, "planned_stop_h");
    let net = avoided - added;
    let hard = |category: &str| -> f64 {
        let lines =
            benefits.iter().filter(|b| b.firmness == Firmness::Hard && b.category == category);
        lines.map(|b| b.per_year.mean).sum()
    };
    let line = |name: &str| -> f64 {
        let all = benefits.iter().filter(|b| b.firmness == Firmness::Hard).flat_map(|b| &b.lines);
        all.filter(|l| l.name == name).map(|l| l.per_year).sum()
    };
    let margin = line("margin of pieces sold");
    let (cost, per_hour) = (closed.cost_per_hour, closed.margin_per_hour);
    let add = |key: &str, name: &str, amount: f64, explanation: String| WaterfallStep {
        key: key.to_owned(),
        name: name.to_owned(),
        amount,
        total: false,
        explanation,
    };
    let mut steps = vec![WaterfallStep {
        key: "closed_form".to_owned(),
        name: "Closed form".to_owned(),
        amount: closed.sum,
        total: true,
        explanation: "downtime + quality + maintenance by formula, full effect from the first day"
            .to_owned(),
    }];
    steps.extend([
        add("ramp", "Ramp, delays and stalls", closed.sum * (ramp - 1.0),
            format!("the simulated projects reach {:.1} % of their ramp over the horizon", 100.0 * ramp)),
        add("coverage", "Coverage, detection, adoption", (avoided - AvoidedShares::CONSERVATIVE.downtime * down * ramp) * cost,
            format!("{avoided:.1} h/year of unplanned downtime are avoided, not 30 % of {down:.1} h")),
        add("planned", "Planned stops that take their place", -added * cost,
            format!("{added:.1} h/year of planned work and false alarms are added")),
        add("sunk", "Wages, overtime and premiums per hour", net * (per_hour - cost),
            "idle wages are paid anyway; overtime and premiums are counted as they occur".to_owned()),
        add("recovered", "Hours that were recovered anyway", margin - net * per_hour,
            "buffers, stock and overtime make up for most lost hours: only pieces finally not sold cost margin".to_owned()),
        add("overtime", "Overtime saved", hard("downtime") - margin,
            "hours worked to recover lost pieces, as simulated".to_owned()),
        add("quality", "Scrap and escapes as simulated", hard("quality") - closed.quality * ramp,
            "in place of 20 % of all scrap".to_owned()),
        add("maintenance", "Parts, service, overtime of crews as simulated", hard("maintenance") - closed.maintenance * ramp,
            "in place of 25 % of reactive wages and 20 % of emergency parts".to_owned()),
    ]);
    let counted = hard("downtime") + hard("quality") + hard("maintenance");
    let rest: f64 =
        benefits.iter().filter(|b| b.firmness == Firmness::Hard).map(|b| b.per_year.mean).sum();
    steps.push(add(
        "other",
        "Stock, deliveries, labour, energy",
        rest - counted,
        "not in the formula".to_owned(),
    ));
    let sum: f64 = steps.iter().map(|s| s.amount).sum();
    debug_assert!((sum - closed.simulated).abs() <= 1e-6 * closed.sum.abs().max(1.0));
    steps.push(WaterfallStep {
        key: "simulated".to_owned(),
        name: "Simulated".to_owned(),
        amount: closed.simulated,
        total: true,
        explanation: format!(
            "mean hard benefit per year over {} months, prices of the first day",
            study.horizon
        ),
    });
    steps
}
