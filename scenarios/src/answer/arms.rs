//! The arms of a result.

use super::groups::Groups;
use super::spread::spread;
use crate::indicator::{INDICATORS, is_of_some};
use crate::study::Study;
use crate::study::result::{
    ArmResult, Indicator, LossHours, MachineStates, ModeCounts, MonthlyMean, StateHours,
};
use crate::study::run::Pairs;
use sim_core::TICKS_PER_HOUR;
use twin_models::outcome::RootKind;
use twin_models::state::Leaf;

/// Result of arm `k`.
pub fn arm(study: &Study, groups: &Groups, pairs: &Pairs, k: usize) -> ArmResult {
    let (arm, tools) = (&study.arms[k], &study.tools[k]);
    let records = || pairs.done.iter().map(move |(_, pair)| &pair.arms[k]);
    let sums = &pairs.sums[k];
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
            spread: spread(groups, records().map(|r| r.indicators[i])),
        })
        .filter(|indicator| indicator.spread.is_some() || !is_of_some(&indicator.key))
        .collect();
    let machines = &arm.plant.machines;
    let station = machines.get(arm.plant.constraint.index()).map(|m| &m.station);
    let states = machines.iter().enumerate().map(|(m, machine)| MachineStates {
        machine: machine.name.clone(),
        constraint: station == Some(&machine.station),
        states: Leaf::ALL
            .iter()
            .map(|leaf| (leaf, sums.ticks[m][*leaf as usize]))
            .filter(|(_, ticks)| *ticks > 0)
            .map(|(leaf, ticks)| StateHours {
                leaf: leaf.code().to_owned(),
                e10: format!("{:?}", leaf.e10()),
                hours: hours(ticks),
            })
            .collect(),
    });
    let mut losses: Vec<_> = sums.losses.iter().map(|(place, ticks)| (*place, *ticks)).collect();
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
    let modes = arm.plant.modes.iter().zip(&sums.modes).map(|(mode, sum)| ModeCounts {
        mode: mode.name.clone(),
        what: mode.what.clone(),
        failures: sum.failures as f64 / per_year,
        planned: sum.planned as f64 / per_year,
        preventive: sum.preventive as f64 / per_year,
        down_hours: hours(sum.down_ticks),
    });
    let width = tools.schema.len();
    let monthly = tools.schema.iter().enumerate().map(|(q, quantity)| MonthlyMean {
        key: quantity.key.clone(),
        unit: unit(quantity.unit),
        mean: sums.monthly.iter().skip(q).step_by(width.max(1)).map(|x| x / n).collect(),
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
        RootKind::Utility => "utility",
        RootKind::WarmUp => "warm_up",
        RootKind::Quality => "quality",
        RootKind::Pace => "pace",
        RootKind::People => "people",
        RootKind::Supply => "supply",
        RootKind::Demand => "demand",
        RootKind::Closed => "closed",
    }
}

/// The unit as files write it.
pub(crate) fn unit(unit: twin_models::outcome::Unit) -> String {
    match serde_json::to_value(unit) {
        Ok(serde_json::Value::String(text)) => text,
        _ => String::new(),
    }
}
