//! The arms of a result.

use super::spread::spread;
use crate::indicator::INDICATORS;
use crate::study::Study;
use crate::study::result::{
    ArmResult, Indicator, LossHours, MachineStates, ModeCounts, MonthlyMean, StateHours,
};
use crate::study::run::Pairs;
use sim_core::TICKS_PER_HOUR;
use std::collections::BTreeMap;
use twin_models::outcome::RootKind;
use twin_models::state::Leaf;

/// Result of arm `k`.
pub fn arm(study: &Study, pairs: &Pairs, k: usize) -> ArmResult {
    let (arm, tools) = (&study.arms[k], &study.tools[k]);
    let records = || pairs.done.iter().map(move |(_, pair)| &pair.arms[k]);
    let n = pairs.done.len() as f64;
    let per_year = n * tools.frame.years;
    let hours = |ticks: i64| ticks as f64 / TICKS_PER_HOUR as f64 / per_year;
    let indicators = INDICATORS
        .iter()
        .enumerate()
        .map(|(i, spec)| Indicator {
            key: spec.key.to_owned(),
            name: spec.name.to_owned(),
            unit: spec.unit.to_owned(),
            definition: spec.definition.to_owned(),
            better: spec.better,
            spread: spread(records().map(|r| r.indicators[i])),
        })
        .collect();
    let machines = &arm.plant.machines;
    let station = machines.get(arm.plant.constraint.index()).map(|m| &m.station);
    let states = machines.iter().enumerate().map(|(m, machine)| MachineStates {
        machine: machine.name.clone(),
        constraint: station == Some(&machine.station),
        states: Leaf::ALL
            .iter()
            .map(|leaf| (leaf, records().map(|r| r.ticks[m][*leaf as usize]).sum::<i64>()))
            .filter(|(_, ticks)| *ticks > 0)
            .map(|(leaf, ticks)| StateHours {
                leaf: leaf.code().to_owned(),
                e10: format!("{:?}", leaf.e10()),
                hours: hours(ticks),
            })
            .collect(),
    });
    let mut losses: BTreeMap<(u32, u32, RootKind), i64> = BTreeMap::new();
    for loss in records().flat_map(|r| &r.losses) {
        *losses.entry((loss.victim, loss.root, loss.kind)).or_insert(0) += loss.ticks;
    }
    let mut losses: Vec<_> = losses.into_iter().collect();
    losses.sort_by_key(|(place, ticks)| (-*ticks, *place));
    let machine = |ix: u32| machines.get(ix as usize).map_or_else(String::new, |m| m.name.clone());
    let losses = losses
        .into_iter()
        .map(|((victim, root, kind), ticks)| LossHours {
            victim: machine(victim),
            root: machine(root),
            kind: code(kind).to_owned(),
            hours: hours(ticks),
        })
        .collect();
    let modes = arm.plant.modes.iter().enumerate().map(|(m, mode)| {
        let sum = |of: &dyn Fn(&twin_models::outcome::ModeOutcome) -> u64| {
            records().map(|r| of(&r.modes[m])).sum::<u64>() as f64 / per_year
        };
        ModeCounts {
            mode: mode.name.clone(),
            what: mode.what.clone(),
            failures: sum(&|m| m.failures),
            planned: sum(&|m| m.planned),
            preventive: sum(&|m| m.preventive),
            down_hours: hours(records().map(|r| r.modes[m].down_ticks).sum()),
        }
    });
    let (sums, width) = (&pairs.monthly[k], tools.schema.len());
    let monthly = tools.schema.iter().enumerate().map(|(q, quantity)| MonthlyMean {
        key: quantity.key.clone(),
        unit: unit(quantity.unit),
        mean: sums.iter().skip(q).step_by(width.max(1)).map(|x| x / n).collect(),
    });
    ArmResult {
        name: arm.name.clone(),
        title: arm.title.clone(),
        role: arm.role,
        indicators,
        machines: states.collect(),
        losses,
        modes: modes.collect(),
        monthly: monthly.collect(),
    }
}

const fn code(kind: RootKind) -> &'static str {
    match kind {
        RootKind::Failure => "failure",
        RootKind::Minor => "minor",
        RootKind::Planned => "planned",
        RootKind::Setup => "setup",
        RootKind::Pace => "pace",
        RootKind::Supply => "supply",
        RootKind::Demand => "demand",
        RootKind::Closed => "closed",
    }
}

/// The unit as files write it.
fn unit(unit: twin_models::outcome::Unit) -> String {
    match serde_json::to_value(unit) {
        Ok(serde_json::Value::String(text)) => text,
        _ => String::new(),
    }
}
