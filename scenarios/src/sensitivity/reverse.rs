//! The mildest plan that turns the sign: how far must the unknowns lie from their medians together,
//! until the expected NPV is on the other side of 0?

use super::bench::{Bench, estimate};
use super::decide::Sample;
use super::result::{Estimate, Reverse, ReverseFound, ReverseInput};
use super::unknown::Unknowns;
use crate::study::{Study, StudyError};
use sim_core::Streams;
use sim_core::special::{normal_cdf, normal_quantile};
use sim_core::statistics::{Emulator, low_discrepancy};

/// Directions that are tried.
const DIRECTIONS: usize = 2000;
/// Further directions around the best one so far.
const NEAR: u64 = 1500;
/// No plan is farther away than this many standard deviations.
const FARTHEST: f64 = 4.5;
/// Steps along a direction.
const STEPS: u32 = 90;
/// Draws for the share of plans on the other side.
const DRAWS: usize = 4096;

/// The mildest plan, looked for on the formula and then simulated.
///
/// # Errors
/// When a pair fails or somebody stops it.
pub fn reverse(
    study: &Study,
    unknowns: &Unknowns,
    sample: &Sample,
    refused: Option<&str>,
    bench: &Bench<'_>,
) -> Result<Reverse, StudyError> {
    let today = estimate(sample.values.iter().copied());
    let told = |refused: &str| Reverse { today, found: None, refused: Some(refused.to_owned()) };
    if let Some(refused) = refused {
        return Ok(told(refused));
    }
    let Some(emulator) = sample.formula() else { return Ok(told("there is no formula")) };
    let streams = Streams::new(study.seed, 0);
    let turned = |z: &[f64]| {
        let point = unknowns.point_of(&unknowns.scores.mixed_from(z));
        (emulator.at(&point) > 0.0) != (today.value > 0.0)
    };
    let Some(independent) = mildest(unknowns.scores.inputs(), streams, &turned) else {
        let refused =
            format!("no plan within {FARTHEST} standard deviations of the medians turns the sign");
        return Ok(told(&refused));
    };
    let scores = unknowns.scores.mixed_from(&independent);
    let point = unknowns.point_of(&scores);
    let simulated = estimate(bench.at(&unknowns.drawn_at(&bench.medians, &point))?);
    let distance = length(&independent);
    let inputs = unknowns.items.iter().zip(&unknowns.groups).map(|(item, group)| {
        let event = item.chance().is_some();
        let happens = f64::from(u8::from(item.happens(&point)));
        ReverseInput {
            id: item.id.clone(),
            title: item.title.clone(),
            unit: item.unit.clone(),
            median: if event { 0.0 } else { item.quantile(0.5) },
            value: if event { happens } else { item.of(&point)[0] },
            score: scores[group[0]],
        }
    });
    let other = |e: &Estimate| (e.value > 0.0) != (today.value > 0.0);
    let found = ReverseFound {
        distance,
        chance_beyond: normal_cdf(-distance),
        share_of_plans: share(unknowns, &emulator, today.value > 0.0, streams),
        formula: Estimate { value: emulator.at(&point), error: emulator.error_at(&point) },
        simulated,
        confirmed: other(&simulated),
        clearly: other(&simulated) && simulated.value.abs() > 2.0 * simulated.error,
        inputs: inputs.collect(),
    };
    Ok(Reverse { today, found: Some(found), refused: None })
}

fn length(v: &[f64]) -> f64 {
    v.iter().map(|x| x * x).sum::<f64>().sqrt()
}

/// Share of plans, drawn from the laws, whose expected NPV by the formula has the other sign.
fn share(unknowns: &Unknowns, emulator: &Emulator, positive: bool, streams: Streams) -> f64 {
    let design = low_discrepancy(DRAWS, unknowns.scores.inputs(), streams);
    let other = |u: &&Vec<f64>| {
        let point = unknowns.point_of(&unknowns.scores.of_uniforms(u));
        (emulator.at(&point) > 0.0) != positive
    };
    design.iter().filter(other).count() as f64 / DRAWS as f64
}

/// The shortest vector of independent scores that is `turned`: along even directions and the axes, then
/// around the best one, ever closer.
fn mildest(inputs: usize, streams: Streams, turned: &dyn Fn(&[f64]) -> bool) -> Option<Vec<f64>> {
    let mut best: Option<(f64, Vec<f64>)> = None;
    let attempt = |direction: &[f64], best: &mut Option<(f64, Vec<f64>)>| {
        let size = length(direction);
        if size <= 0.0 {
            return;
        }
        let along = |r: f64| direction.iter().map(|x| x * r / size).collect::<Vec<f64>>();
        let step = FARTHEST / f64::from(STEPS);
        let limit = best.as_ref().map_or(FARTHEST, |(r, _)| *r);
        let radii = (1..=STEPS).map(|k| f64::from(k) * step).take_while(|r| *r < limit + step);
        let Some(first) = radii.into_iter().find(|r| turned(&along(*r))) else { return };
        let (mut inside, mut outside) = (first - step, first);
        for _ in 0..20 {
            let half = 0.5 * (inside + outside);
            if turned(&along(half)) { outside = half } else { inside = half }
        }
        if outside < limit {
            *best = Some((outside, along(outside)));
        }
    };
    for u in low_discrepancy(DIRECTIONS, inputs, streams) {
        let direction: Vec<f64> = u.iter().map(|u| normal_quantile(*u)).collect();
        attempt(&direction, &mut best);
    }
    // The axes themselves, so that one input alone is never overlooked.
    for k in 0..2 * inputs {
        let mut direction = vec![0.0; inputs];
        direction[k / 2] = if k % 2 == 0 { 1.0 } else { -1.0 };
        attempt(&direction, &mut best);
    }
    let stream = streams.stream("reverse", "near");
    for k in 0..NEAR {
        let Some((radius, here)) = best.clone() else { break };
        let width = radius * libm::pow(0.02, k as f64 / NEAR as f64);
        let moved = |(j, x): (usize, &f64)| {
            x + width * normal_quantile(stream.uniform_at(k * inputs as u64 + j as u64))
        };
        attempt(&here.iter().enumerate().map(moved).collect::<Vec<_>>(), &mut best);
    }
    // What does not help goes back to its median.
    let (_, mut point) = best?;
    for k in 0..inputs {
        let kept = std::mem::replace(&mut point[k], 0.0);
        if !turned(&point) {
            point[k] = kept;
        }
    }
    Some(point)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STREAMS: Streams = Streams::new(3, 0);

    #[test]
    fn the_mildest_point_of_a_plane_is_the_foot_of_its_perpendicular() {
        // z0 + 2 z1 = 4: distance 4/sqrt(5), foot (0.8, 1.6); z2 has no part in it.
        let found = mildest(3, STREAMS, &|z| z[0] + 2.0 * z[1] > 4.0).unwrap();
        assert!((length(&found) - 4.0 / 5.0_f64.sqrt()).abs() < 0.005, "{found:?}");
        assert!((found[0] - 0.8).abs() < 0.1 && (found[1] - 1.6).abs() < 0.1, "{found:?}");
        assert_eq!(found[2], 0.0, "what does not help stays at its median");
    }

    #[test]
    fn one_event_alone_is_found_and_what_lies_too_far_is_not() {
        let found = mildest(4, STREAMS, &|z| z[3] > 1.175).unwrap();
        assert!((length(&found) - 1.175).abs() < 1e-3 && found[3] > 1.175, "{found:?}");
        assert_eq!(mildest(2, STREAMS, &|z| z[0] > 5.0), None);
    }
}
