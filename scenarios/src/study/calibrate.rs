//! Calibrating effects against claims, before a study is run: bisection on one physical value, under
//! luck of its own that no pair of the study meets.

use super::arm::plant_with;
use super::question::Study;
use crate::indicator::{Frame, View};
use crate::investment::calibrated::{Calibrated, Found};
use crate::investment::edit::Op;
use crate::investment::progress::Reach;
use crate::investment::project::Investment;
use crate::study::result::Role;
use sim_core::{Limits, Plan, RunError, Streams, replicate};
use std::sync::Arc;
use twin_models::outcome::schema;
use twin_models::plant::model::Plant;
use twin_models::text::{Diagnostics, Fault};
use twin_models::{Phase, Replica};

/// Replications of a calibration, and months of each at most.
const REPLICATIONS: u64 = 24;
const MONTHS: u32 = 24;
/// Halvings of the range: its thousandth part is left.
const HALVINGS: u32 = 10;
/// Added to the seed of the study, so that the luck is another one.
const OTHER_LUCK: u64 = 0x5eed_ca11_b8a7_0001;

/// Everything reached.
const ALL: Reach = Reach { tech: 1.0, people: 1.0, adoption: 1.0, live: true };

/// Calibrates every investment that asks for it.
///
/// # Errors
/// When a claim cannot be reached within the range that is believed, or a plant cannot be simulated.
pub(super) fn calibrate(study: &mut Study) -> Result<(), Diagnostics> {
    let mut faults = Vec::new();
    for k in 0..study.investments.len() {
        let Some(asked) = study.investments[k].calibrated.clone() else { continue };
        match search(study, k, &asked) {
            Ok(found) => {
                let investment = &mut study.investments[k];
                investment.edits[asked.edit].op = Op::Multiply(found.factor);
                investment.calibrated = Some(Calibrated { found: Some(found), ..asked });
            }
            Err(reason) => {
                let place = format!("investments.{}.claim_calibrated", study.investments[k].name);
                let fault = Fault::in_document(&study.study_file, asked.span, place, reason);
                let remedy = "widen `from` and `to`, choose a value on which the outcome hangs, or doubt the claim";
                faults.push(fault.with_remedy(remedy));
            }
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(Diagnostics::new(faults)) }
}

fn search(study: &Study, k: usize, asked: &Calibrated) -> Result<Found, String> {
    let before = study.arm(Role::Before).ok_or("there is no plant to begin with")?;
    let before = &study.arms[before].plant;
    let months = study.horizon.min(MONTHS);
    let today = total(study, before, before, &asked.indicator, months)?;
    if today <= 0.0 {
        return Err(format!("today's plant has no {}: nothing to change", asked.indicator));
    }
    let change = |factor: f64| {
        let mut investment = study.investments[k].clone();
        investment.edits[asked.edit].op = Op::Multiply(factor);
        let plant = complete(study, &investment).map_err(|f| f.to_string())?;
        Ok::<f64, String>(total(study, &plant, before, &asked.indicator, months)? / today - 1.0)
    };
    let wanted = asked.credible();
    let (mut low, mut high) = asked.range;
    let (first, last) = (change(low)? - wanted, change(high)? - wanted);
    if first * last > 0.0 {
        return Err(format!(
            "factors from {low} to {high} change {} by {:+.1} % to {:+.1} %; {:+.1} % (the credible part of \
             the claim) is not among them",
            asked.indicator,
            100.0 * (first + wanted),
            100.0 * (last + wanted),
            100.0 * wanted
        ));
    }
    let mut outcome = last + wanted;
    let mut factor = high;
    for _ in 0..HALVINGS {
        factor = (low * high).sqrt();
        outcome = change(factor)?;
        if (outcome - wanted) * first > 0.0 { low = factor } else { high = factor }
    }
    Ok(Found { factor, outcome, replications: REPLICATIONS, months })
}

/// The plant with this investment alone, complete.
fn complete(study: &Study, investment: &Investment) -> Result<Arc<Plant>, Diagnostics> {
    let reaches = vec![ALL; 1 + investment.edits.len()];
    plant_with(&study.plant_file, &study.study_file, &[(investment, reaches)]).map(Arc::new)
}

/// Mean total of a quantity over the months.
fn total(
    study: &Study,
    plant: &Arc<Plant>,
    before: &Plant,
    key: &str,
    months: u32,
) -> Result<f64, String> {
    let schema = schema(plant);
    let frame = Frame::new(plant, before, &schema, months);
    let phases = [Phase { from_month: 0, plant: Arc::clone(plant) }];
    let seed = study.seed.wrapping_add(OTHER_LUCK);
    let limits = Limits::default();
    let once = |replica: &mut Replica, k: u64| {
        let outcome = replica.run(&phases, months, Streams::new(seed, k), &limits)?;
        Ok::<_, RunError>(View { frame: &frame, outcome: &outcome }.total(key))
    };
    let run = replicate(0..REPLICATIONS, &Plan::default(), || Replica::assemble(plant), once);
    let run = run.map_err(|failures| failures.last.error.to_string())?;
    Ok(run.results.iter().map(|(_, x)| x).sum::<f64>() / REPLICATIONS as f64)
}
