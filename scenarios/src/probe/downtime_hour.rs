//! What an hour of downtime costs, by the length of the stop: stops are inserted into today's plant, and
//! the money of the same future without them is compared. Short stops that buffers, stock and overtime make
//! up for cost little; no formula knows that.

use super::curve::{OpenTime, stopped, stops};
use crate::answer::drivers::driver_of;
use crate::money::ledger::Ledger;
use crate::study::Study;
use crate::study::result::{DowntimeHour, DowntimePoint, Firmness, Interval, Role, StudyResult};
use sim_core::statistics::{Tally, mean_interval};
use sim_core::{Limits, Plan, SimDuration, replicate};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use twin_models::plant::calendar::Calendar;
use twin_models::plant::model::Plant;
use twin_models::{Phase, Replica};

/// Lengths of the stops \[hours inside the schedule\], and one of them in so many weeks.
const LENGTHS: [(f64, i64); 5] = [(1.0, 1), (4.0, 2), (8.0, 4), (24.0, 8), (72.0, 26)];
/// Months with stops, and months after them in which the plant may recover.
const MONTHS: (u32, u32) = (12, 1);

/// Lost money, its part in margin and in overtime, and hours of stop.
type Sample = [f64; 4];

/// The simulated curve; `None` where the horizon is too short, the run is stopped, or a future fails.
pub(super) fn curve(
    study: &Study,
    futures: u64,
    cancel: Option<&AtomicBool>,
) -> Option<DowntimeHour> {
    let before = study.arm(Role::Before)?;
    let plant = &study.arms[before].plant;
    let months = study.horizon.min(MONTHS.0 + MONTHS.1);
    let with_stops = months.checked_sub(MONTHS.1).filter(|months| *months > 0)?;
    let edges = Calendar::months(plant.start, months);
    let (last, end) = (*edges.get(with_stops as usize)?, *edges.last()?);
    let open = OpenTime::of(plant, end);
    // Something to be assembled: a stop of no length at the constraint makes room for the timer.
    let shape = stopped(plant, &[(SimDuration(1), SimDuration(2))]);
    let plan = Plan { allowed_failures: 0, cancel, progress: None };
    let run = replicate(
        0..futures,
        &plan,
        || Replica::assemble(&shape),
        |replica, k| samples(study, before, replica, &open, (k, months, last)),
    );
    let run = run.ok().filter(|run| !run.cancelled)?;
    let all: Vec<&Vec<Sample>> = run.results.iter().map(|(_, samples)| samples).collect();
    let points = (0..LENGTHS.len()).filter_map(|length| point(&all, length)).collect::<Vec<_>>();
    let station = plant.machines.get(plant.constraint.index())?.station.clone();
    (!points.is_empty()).then(|| DowntimeHour {
        station,
        futures,
        months,
        points,
        formula: None,
        formula_parts: Vec::new(),
        informal: study.beside.informal_hour,
        formula_to_informal: None,
    })
}

/// Simulations over the horizon that a future of the curve is worth.
pub(crate) fn runs(horizon: u32) -> f64 {
    let months = horizon.min(MONTHS.0 + MONTHS.1);
    (1 + LENGTHS.len()) as f64 * f64::from(months) / f64::from(horizon.max(1))
}

/// One future: the plant as it is, then with stops of each length.
fn samples(
    study: &Study,
    arm: usize,
    replica: &mut Replica,
    open: &OpenTime,
    (k, months, last): (u64, u32, sim_core::SimTime),
) -> Result<Vec<Sample>, String> {
    let drawn = study.draw(k);
    let seen = study.in_future(k, &drawn.values).map_err(|faults| faults.to_string())?;
    let study = seen.as_ref();
    let streams = study.draws().luck(k);
    let limits = Limits::default();
    let mut money = |plant: Arc<Plant>| {
        let phases = [Phase { from_month: 0, plant }];
        let outcome = replica.run(&phases, months, streams, &limits);
        let outcome = outcome.map_err(|error| error.to_string())?;
        Ok::<_, String>(hard(study, arm, &outcome, months))
    };
    let plant = &study.arms[arm].plant;
    let without = money(Arc::clone(plant))?;
    LENGTHS
        .iter()
        .map(|length| {
            let stops = stops(open, streams, *length, last);
            let hours = stops.len() as f64 * length.0;
            let with = money(stopped(plant, &stops))?;
            let lost: Vec<f64> = without.iter().zip(&with).map(|(a, b)| a - b).collect();
            Ok([lost[0], lost[1], lost[2], hours])
        })
        .collect()
}

/// Hard money of a run of some months: all of it, the margin in it, the overtime of the line in it.
pub(super) fn hard(
    study: &Study,
    arm: usize,
    outcome: &twin_models::outcome::Outcome,
    months: u32,
) -> [f64; 3] {
    let ledger: Ledger =
        study.tools[arm].pricing.first(months).ledger(&outcome.monthly, outcome.energy.as_ref());
    let mut sums = [0.0; 3];
    for (line, amounts) in study.book.lines.iter().zip(ledger.lines()) {
        if line.firmness != Firmness::Hard {
            continue;
        }
        let sum: f64 = amounts.iter().sum();
        sums[0] += sum;
        match driver_of(line) {
            "downtime.margin" => sums[1] += sum,
            "downtime.overtime" => sums[2] += sum,
            _ => {}
        }
    }
    sums
}

fn point(all: &[&Vec<Sample>], length: usize) -> Option<DowntimePoint> {
    let samples = || all.iter().map(|samples| samples[length]).filter(|s| s[3] > 0.0);
    let mean = |k: usize| {
        let tally: Tally = samples().map(|s| s[k] / s[3]).collect();
        tally.mean()
    };
    let per_hour: Tally = samples().map(|s| s[0] / s[3]).collect();
    let hours = LENGTHS[length].0;
    let stops = samples().map(|s| s[3] / hours).fold(0.0, f64::max);
    Some(DowntimePoint {
        hours,
        stops: stops as u32,
        per_hour: per_hour.mean()? + 0.0,
        ci: mean_interval(&per_hour, 0.95).map(|ci| Interval { low: ci.lower, high: ci.upper }),
        margin: mean(1)? + 0.0,
        overtime: mean(2)? + 0.0,
    })
}

/// Puts the formula and what people say beside the curve.
pub(super) fn beside(hour: DowntimeHour, study: &Study, result: &StudyResult) -> DowntimeHour {
    let closed = result.comparisons.first().and_then(|head| head.closed_form.as_ref());
    let input = |name: &str| {
        let found = closed?.inputs.iter().find(|input| input.name == name);
        found.map(|input| input.value)
    };
    let parts = [
        closed.map(|closed| closed.margin_per_hour),
        input("idle wages"),
        input("overtime per unplanned hour"),
        input("emergency premium per unplanned hour"),
    ];
    let formula = closed.map(|closed| closed.cost_per_hour);
    let informal = study.beside.informal_hour.filter(|x| *x > 0.0);
    DowntimeHour {
        formula,
        formula_parts: parts.into_iter().collect::<Option<Vec<f64>>>().unwrap_or_default(),
        formula_to_informal: formula.zip(informal).map(|(formula, said)| formula / said),
        ..hour
    }
}
