//! Energy, water and emissions of a good piece of each product, from a few futures of both plants.

use crate::answer::groups::Groups;
use crate::answer::spread::spread;
use crate::pairing::{Worker, live_arm_as};
use crate::study::Study;
use crate::study::result::{
    Assumption, BeforeAfter, Footprint, PerPiece, ProductFootprint, StudyResult,
};
use sim_core::{Plan, TICKS_PER_HOUR, replicate};
use std::cell::RefCell;
use std::sync::atomic::AtomicBool;
use twin_models::Phase;
use twin_models::outcome::{MachineMonth, Outcome};
use twin_models::state::{E10, Leaf};

/// Futures simulated again, at most.
pub(super) const MOST: u64 = 60;
/// Kinds of knowledge, best first.
const KINDS: [&str; 4] = ["measured", "estimated", "industry", "vendor"];
const NOT_SAID: &str = "not said";

/// Of one arm in one future: product by product energy, emissions and water of a good piece.
type Pieces = Vec<[Option<f64>; 3]>;

/// The footprint, where the study asks for it; `None` too when the run is stopped or a future fails.
pub(crate) fn footprint(
    study: &Study,
    result: &StudyResult,
    cancel: Option<&AtomicBool>,
) -> Option<Footprint> {
    let head = study.comparisons.first().filter(|_| study.beside.footprint)?;
    if !result.failed_pairs.is_empty() {
        return None;
    }
    let futures = result.provenance.pairs.min(MOST);
    let arms = [head.reference, head.investment];
    let plan = Plan { allowed_failures: 0, cancel, progress: None };
    let once = |worker: &mut Worker, pair| one(study, arms, worker, pair);
    let worker = || match takes_water(study, arms) {
        true => Worker::by_month(study),
        false => Worker::new(study),
    };
    let run = replicate(0..futures, &plan, worker, once);
    let run = run.ok().filter(|run| !run.cancelled)?;
    let all: Vec<[Pieces; 2]> = run.results.into_iter().map(|(_, found)| found).collect();
    let groups = Groups::first(study, futures);
    let names = products(study);
    let both = |product: usize, what: usize| {
        let of = |side: usize| all.iter().map(move |pair| pair[side][product][what]);
        let apart = of(1).zip(of(0)).map(|(after, before)| Some(after? - before?));
        let found = || {
            Some(BeforeAfter {
                before: spread(&groups, of(0))?,
                after: spread(&groups, of(1))?,
                difference: spread(&groups, apart)?,
            })
        };
        found().map_or(PerPiece::NotObserved, |found| PerPiece::Simulated(Box::new(found)))
    };
    let product = |(k, name): (usize, &String)| ProductFootprint {
        product: name.clone(),
        energy_kwh: both(k, 0),
        water_m3: both(k, 2),
        co2e_kg: both(k, 1),
    };
    Some(Footprint {
        comparison: head.id.clone(),
        futures,
        shared_by: (names.len() > 1).then(|| "standard processing time of its pieces".to_owned()),
        products: names.iter().enumerate().map(product).collect(),
        energy_from: origins(&study.assumptions, &|path| {
            path.split('.').any(|step| step == "power")
                || (path.starts_with("energy.") && !path.ends_with("emission_factor"))
        }),
        water_from: origins(&study.assumptions, &|path| {
            path.split('.').any(|step| step == "water")
        }),
        emission_from: origins(&study.assumptions, &|path| path == "energy.emission_factor"),
    })
}

/// Names of the products; a plant without a shop makes pieces.
fn products(study: &Study) -> Vec<String> {
    let shop = study.arms.first().and_then(|arm| arm.plant.shop.as_ref());
    match shop {
        Some(shop) => shop.products.iter().map(|product| product.name.clone()).collect(),
        None => vec!["pieces".to_owned()],
    }
}

fn one(
    study: &Study,
    arms: [usize; 2],
    worker: &mut Worker,
    pair: u64,
) -> Result<[Pieces; 2], String> {
    let drawn = study.draw(pair);
    let seen = study.with_drawn(&drawn.values).map_err(|faults| faults.to_string())?;
    let study = seen.as_ref();
    if study.plants_are_drawn {
        worker.forget();
    }
    let mut both = [Vec::new(), Vec::new()];
    for (side, arm) in arms.into_iter().enumerate() {
        let phases = RefCell::new(Vec::new());
        let seen = |mine: Vec<Phase>| {
            phases.replace(mine.clone());
            mine
        };
        let outcome = live_arm_as(study, worker, pair, arm, &drawn.lucks, &seen);
        let outcome = outcome.map_err(|failure| failure.to_string())?;
        let water = water(&phases.borrow(), outcome.by_month.as_deref());
        both[side] = pieces(study, arm, &outcome, water);
    }
    Ok(both)
}

/// Does the plant say of a machine, before or after, what water it takes?
fn takes_water(study: &Study, arms: [usize; 2]) -> bool {
    arms.iter().any(|arm| study.arms[*arm].plant.machines.iter().any(|m| m.water.is_some()))
}

/// Water of the whole plant over the horizon \[m3\]; none where no machine says what it takes. Every month has the
/// plant of its phase.
fn water(phases: &[Phase], by_month: Option<&[MachineMonth]>) -> Option<f64> {
    let machines = phases.first()?.plant.machines.len();
    let mut sum = None;
    for (m, all) in by_month?.chunks(machines).enumerate() {
        let phase = phases.iter().rev().find(|phase| phase.from_month as usize <= m)?;
        for (machine, at) in phase.plant.machines.iter().zip(all) {
            let Some(water) = &machine.water else { continue };
            let productive = Leaf::ALL.iter().filter(|leaf| leaf.e10() == E10::PRD);
            let ticks: i64 = productive.map(|leaf| at.ticks[*leaf as usize]).sum();
            let hours = ticks as f64 / TICKS_PER_HOUR as f64;
            sum = Some(sum.unwrap_or(0.0) + water.taken(at.completed, hours));
        }
    }
    sum
}

/// Energy, emissions and water of a good piece of each product.
fn pieces(study: &Study, arm: usize, outcome: &Outcome, water: Option<f64>) -> Pieces {
    let schema = &study.tools[arm].schema;
    let total = |key: &str| -> Option<f64> {
        let column = schema.iter().position(|q| q.key == key)?;
        Some(outcome.monthly.iter().skip(column).step_by(schema.len()).sum())
    };
    let sums = [total("energy_kwh"), total("co2e_kg"), water];
    let Some(shop) = &study.arms[arm].plant.shop else {
        let good = total("good").filter(|good| *good > 0.0);
        return vec![sums.map(|sum| Some(sum? / good?))];
    };
    // Time of a piece at the first place of every operation: how the plant's draw is shared out.
    let made = shop.products.iter().map(|product| {
        let route = product.route.iter().filter_map(|step| step.places.first());
        let time: f64 = route.map(|place| place.time.mean()).sum();
        (time, total(&format!("finished_pieces:{}", product.name)).unwrap_or(0.0))
    });
    let made: Vec<(f64, f64)> = made.collect();
    let work: f64 = made.iter().map(|(time, pieces)| time * pieces).sum();
    let share = |(time, pieces): &(f64, f64)| {
        let there = *pieces > 0.0 && work > 0.0;
        sums.map(|sum| sum.filter(|_| there).map(|sum| sum * time / work))
    };
    made.iter().map(share).collect()
}

/// Kinds of knowledge behind these inputs of the plant, best first.
fn origins(all: &[Assumption], wanted: &dyn Fn(&str) -> bool) -> Vec<String> {
    let mine: Vec<&str> = all
        .iter()
        .filter(|a| a.file == "plant" && wanted(&a.path))
        .map(|a| a.kind.as_deref().unwrap_or(NOT_SAID))
        .collect();
    let kinds = KINDS.iter().chain([&NOT_SAID]);
    kinds.filter(|kind| mine.contains(*kind)).map(|kind| (*kind).to_owned()).collect()
}
