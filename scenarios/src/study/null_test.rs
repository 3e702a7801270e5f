//! The null test: an investment that does nothing must change nothing, and one that does a hundredth
//! shows how far two nearly equal plants drift apart under the same luck.

use super::question::Study;
use super::result::NullTest;
use super::run::Pairs;
use crate::investment::progress::Reach;
use crate::money::ledger::{Ledger, Pricing};
use crate::pairing::added::Added;
use crate::pairing::record::PairFailure;
use crate::pairing::tables;
use crate::pairing::value::{Sides, value};
use sim_core::statistics::Tally;
use sim_core::{Limits, Plan, replicate};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use twin_models::outcome::schema;
use twin_models::plant::model::Plant;
use twin_models::plant::read::resolve_plant;
use twin_models::text::Document;
use twin_models::{Phase, Replica};

/// Share of the effect in the second test.
const EFFECT: f64 = 0.01;
/// Largest share of the noise in the standard deviation of the NPV.
const ALLOWED: f64 = 0.2;
/// It may take this share of the simulations of the run.
pub(crate) const SHARE: f64 = 0.05;
/// Pairs, at most and at least: with fewer, a standard deviation says nothing.
pub(crate) const PAIRS: (u64, u64) = (20, 5);

/// Does it, with as many pairs as a twentieth of the run allows; `None` with too few, when the run is
/// stopped, and where a pair cannot be simulated.
pub(super) fn check(study: &Study, pairs: &Pairs, cancel: Option<&AtomicBool>) -> Option<NullTest> {
    let runs = (pairs.done.len() * study.arms.len()) as f64;
    let count = PAIRS.0.min((SHARE * runs / 3.0) as u64);
    let plan = study.comparisons.first().filter(|_| count >= PAIRS.1)?;
    let numbers: Vec<u64> = pairs.done.iter().take(count as usize).map(|(pair, _)| *pair).collect();
    let replicas = Replicas::of(study, plan.investment, plan.reference)?;
    let limits = Plan { allowed_failures: 0, cancel, progress: None };
    let run = replicate(
        0..numbers.len() as u64,
        &limits,
        || replicas.assembled(),
        |replicas, k| one(study, (plan.investment, plan.reference), replicas, numbers[k as usize]),
    );
    let run = run.ok().filter(|run| !run.cancelled)?;
    let nothing = run.results.iter().map(|(_, (nothing, _))| *nothing).fold(0.0, f64::max);
    let noise: Option<Tally> = run.results.iter().map(|(_, (_, npv))| *npv).collect();
    let npv = pairs.done.iter().filter_map(|(_, p)| Some(p.comparisons.first()?.rows.first()?.npv));
    Some(NullTest {
        pairs: run.results.len() as u64,
        comparison: plan.id.clone(),
        nothing,
        effect: EFFECT,
        divergence_noise: noise.and_then(|tally| tally.standard_deviation()),
        npv_sd: npv.collect::<Tally>().standard_deviation()?,
        allowed: ALLOWED,
    })
}

/// The plants of the test with what is known, assembled once a thread.
struct Replicas {
    before: Arc<Plant>,
    bare: Plant,
}

impl Replicas {
    fn of(study: &Study, arm: usize, reference: usize) -> Option<Self> {
        let bare = like(study, arm, resolve_plant(&partly(study, arm, EFFECT)?).ok()?);
        Some(Self { before: Arc::clone(&study.arms[reference].plant), bare })
    }

    fn assembled(&self) -> [Replica; 2] {
        [Replica::assemble(&self.before), Replica::assemble(&self.bare)]
    }
}

/// The plant file with the investments of an arm done in this part, without installation, and nothing
/// live that comes whole or not at all.
fn partly(study: &Study, arm: usize, share: f64) -> Option<Document> {
    let mut document = study.plant_file.clone();
    document.know(&study.study_file);
    for k in &study.arms[arm].investments {
        let bare = study.investments[*k].undisturbed();
        let reach = Reach { tech: share, people: share, adoption: 1.0, live: false };
        bare.apply(&mut document, &bare.all_at(reach)).ok()?;
    }
    Some(document)
}

/// Largest difference made by nothing, and the NPV of a hundredth of the effect, where it can be done.
fn one(
    study: &Study,
    (arm, reference): (usize, usize),
    replicas: &mut [Replica; 2],
    pair: u64,
) -> Result<(f64, Option<f64>), PairFailure> {
    let fail = |reason: String| PairFailure { arm: study.arms[arm].name.clone(), reason };
    let drawn = study.draw(pair);
    let seen = study.in_future(pair, &drawn.values).map_err(|faults| fail(faults.to_string()))?;
    let document = |share| partly(&seen, arm, share).ok_or_else(|| fail("no such edit".to_owned()));
    let (nothing, little) = (document(0.0)?, document(EFFECT)?);
    let in_part = nothing.root != little.root;
    let streams = study.draws().luck(pair);
    let mut ledger = |replica: usize, plant: Arc<Plant>| -> Result<Ledger, PairFailure> {
        let hours = super::read::hours_of_months(study.start, study.horizon);
        let pricing = Pricing::new(&seen.book, &schema(&plant), hours);
        let phases = [Phase { from_month: 0, plant }];
        let run = replicas[replica].run(&phases, study.horizon, streams, &Limits::default());
        let outcome = run.map_err(|e| fail(e.to_string()))?;
        Ok(pricing.ledger(&outcome.monthly, outcome.energy.as_ref()))
    };
    let resolved = |document: &Document| match resolve_plant(document) {
        Ok(plant) => Ok(Arc::new(like(study, arm, plant))),
        Err(faults) => Err(fail(faults.to_string())),
    };
    let before = ledger(0, Arc::clone(&seen.arms[reference].plant))?;
    let without = ledger(1, resolved(&nothing)?)?;
    let largest = largest(&without.minus(&before));
    if !in_part {
        return Ok((largest, None));
    }
    let with = ledger(1, resolved(&little)?)?;
    let [with, before] = [&with, &before].map(|ledger| Added::of(&seen, ledger));
    let sides = Sides { investment: &with, slow: None, reference: &before, costs: Vec::new() };
    let rows = value(&seen, &tables(&seen), sides, &fail)?.rows;
    Ok((largest, rows.first().map(|row| row.npv)))
}

/// The plant with the behaviours and policies from outside that its arm has.
fn like(study: &Study, arm: usize, plant: Plant) -> Plant {
    Plant { extensions: study.arms[arm].plant.extensions.clone(), ..plant }
}

fn largest(ledger: &Ledger) -> f64 {
    let lines = ledger.lines().flatten().chain(&ledger.working_capital);
    lines.map(|x| x.abs()).fold(0.0, f64::max)
}
