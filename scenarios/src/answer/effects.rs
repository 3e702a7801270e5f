//! Where the effects come from, investment by investment.

use crate::investment::chain::Chain;
use crate::investment::edit::Op;
use crate::investment::project::Investment;
use crate::study::Study;
use crate::study::result::{Basis, Calibration, Effect, EffectChain, HaircutUsed};

/// The effects of all investments.
pub fn all(study: &Study) -> Vec<Effect> {
    study.investments.iter().map(effect).collect()
}

fn effect(investment: &Investment) -> Effect {
    let (effectiveness, adoption) =
        (investment.unknown.effectiveness.mean(), investment.unknown.adoption.mean());
    let calibration = calibration(investment);
    let basis = match (&calibration, &investment.office) {
        (Some(_), _) => Basis::ClaimCalibrated,
        (None, Some(_)) => Basis::Formula,
        (None, None) if investment.changes_nothing() => Basis::SoftOnly,
        (None, None) => Basis::Physical,
    };
    let mut layers = Vec::new();
    if let Some(c) = &calibration {
        layers.push(format!("haircut: {:.0} % of the claim", 100.0 * c.haircut));
    }
    let haircut = haircut(investment);
    if let Some(h) = &haircut {
        let range = match h.low < h.high {
            true => format!("{:.0} to {:.0} %", 100.0 * h.low, 100.0 * h.high),
            false => format!("{:.0} %", 100.0 * h.mean),
        };
        layers.push(format!("haircut: {range} of what vendors promise ({})", h.inputs.join(", ")));
    }
    if effectiveness < 1.0 {
        layers.push(format!("effectiveness {:.0} % on average", 100.0 * effectiveness));
    }
    if adoption < 1.0 {
        layers.push(format!("adoption {:.0} % on average", 100.0 * adoption));
    }
    let first_year = (0..12).map(|m| investment.ramp.at(f64::from(m) + 0.5)).sum::<f64>() / 12.0;
    if first_year < 1.0 {
        layers.push(format!("ramp: {:.0} % in the first year", 100.0 * first_year));
    }
    if let Some(stall) = investment.unknown.stall.filter(|s| s.chance > 0.0) {
        layers.push(format!("stall in {:.0} % of the futures", 100.0 * stall.chance));
    }
    if let Some(gate) = investment.unknown.gate.as_ref().filter(|g| g.chance > 0.0) {
        layers.push(format!("a rule not met in {:.0} % of the futures", 100.0 * gate.chance));
    }
    Effect {
        investment: investment.name.clone(),
        title: investment.title.clone(),
        basis,
        counted_twice: effectiveness < 1.0
            && (calibration.as_ref().is_some_and(|c| c.haircut < 1.0) || haircut.is_some()),
        haircut,
        calibration,
        chain: investment.chain.iter().map(chain).collect(),
        effectiveness,
        adoption,
        first_year,
        layers,
    }
}

fn haircut(investment: &Investment) -> Option<HaircutUsed> {
    let law = &investment.unknown.haircut;
    (law.as_constant() != Some(1.0)).then(|| HaircutUsed {
        low: libm::round(1e6 * law.quantile(1e-9)) / 1e6,
        mean: law.mean(),
        high: libm::round(1e6 * law.quantile(1.0 - 1e-9)) / 1e6,
        inputs: investment.sources.promised().map(|part| part.path.clone()).collect(),
    })
}

fn chain(chain: &Chain) -> EffectChain {
    EffectChain {
        signal: chain.signal.clone(),
        decision: chain.decision.clone(),
        change: chain.change.clone(),
        effects: chain.of.clone(),
    }
}

fn calibration(investment: &Investment) -> Option<Calibration> {
    let calibrated = investment.calibrated.as_ref()?;
    let found = calibrated.found?;
    let edit = investment.edits.get(calibrated.edit)?;
    debug_assert_eq!(edit.op, Op::Multiply(found.factor));
    Some(Calibration {
        path: edit.path.to_string(),
        factor: found.factor,
        indicator: calibrated.indicator.clone(),
        claimed: calibrated.change,
        haircut: calibrated.haircut,
        outcome: found.outcome,
        replications: found.replications,
        source: calibrated.source.clone(),
    })
}
