//! What is told of every policy: failures, times, work, spares.

use super::result::Measured;
use crate::indicator::{Frame, View};
use crate::laboratory::meter::Reading;
use crate::study::result::Better;
use sim_core::TICKS_PER_HOUR;
use sim_core::special::student_t_quantile;
use sim_core::statistics::Tally;
use twin_models::outcome::Outcome;
use twin_models::plant::model::Plant;
use twin_models::state::{E10, Leaf};

/// A number of one replication: a ratio whose parts are summed over replications.
type Ratio = (f64, f64);

/// One row of the comparison.
struct Spec {
    key: &'static str,
    name: &'static str,
    unit: &'static str,
    better: Better,
    definition: &'static str,
}

macro_rules! rows {
    ($($key:literal, $name:literal, $unit:literal, $better:ident, $definition:literal;)*) => {
        static ROWS: &[Spec] = &[$(Spec {
            key: $key, name: $name, unit: $unit, better: Better::$better, definition: $definition,
        }),*];
    };
}

rows! {
    "failures", "Failures", "jobs/year", Lower, "of this mode";
    "mtbf", "MTBF", "h", Higher, "operating time of its machine / failures of this mode";
    "mttr", "MTTR", "h", Lower, "failure to restart, nights included / failures of this mode";
    "availability", "Availability", "share", Higher,
        "of its machine: PRD / (PRD + UDT + SDT), SEMI E10";
    "unplanned_down_h", "Unplanned downtime", "h/year", Lower,
        "UDT of its machine inside the schedule, without minor stops";
    "emergencies", "Emergency interventions", "jobs/year", Lower,
        "unplanned repairs of its machine, all modes, and call-outs of all crews";
    "planned_jobs", "Planned jobs", "jobs/year", Neither,
        "planned repairs of this mode, and tasks on it, inspections included";
    "planned_share", "Planned share of jobs", "share", Higher,
        "planned jobs / (planned jobs + failures) of this mode";
    "parts_used", "Spare parts used", "pieces/year", Lower, "issued to jobs, all parts";
    "labour_h", "Maintenance labour", "person h/year", Lower,
        "all crews: on duty, finishing off duty, called out";
    "good", "Good pieces", "pieces/year", Higher, "pieces that entered finished goods";
}

/// What of an outcome belongs to a mode.
#[derive(Clone, Debug)]
pub struct Watched {
    modes: Vec<usize>,
    machines: Vec<usize>,
    /// All modes of these machines.
    neighbours: Vec<usize>,
    tasks: Vec<String>,
}

impl Watched {
    /// Mode `name` of the file, with its copies on parallel servers.
    pub fn new(plant: &Plant, name: &str) -> Self {
        let copy = |full: &str| {
            full.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('#'))
        };
        let modes: Vec<usize> =
            (0..plant.modes.len()).filter(|k| copy(&plant.modes[*k].name)).collect();
        let machines: Vec<usize> = modes.iter().map(|k| plant.modes[*k].machine.index()).collect();
        let neighbours = (0..plant.modes.len())
            .filter(|k| machines.contains(&plant.modes[*k].machine.index()))
            .collect();
        let works = |task: &&twin_models::plant::model::Task| {
            task.modes.iter().any(|m| modes.contains(&m.index()))
        };
        let tasks = plant.tasks.iter().filter(works).map(|t| t.name.clone()).collect();
        Self { modes, machines, neighbours, tasks }
    }

    /// The rows of one replication.
    pub fn read(&self, frame: &Frame, outcome: &Outcome) -> Vec<Ratio> {
        let view = View { frame, outcome };
        let years = frame.years;
        let of = |list: &[usize], what: fn(&twin_models::outcome::ModeOutcome) -> f64| -> f64 {
            list.iter().filter_map(|k| outcome.modes.get(*k)).map(what).sum()
        };
        let hours = |wanted: fn(Leaf) -> bool| -> f64 {
            let machines = self.machines.iter().filter_map(|k| outcome.machines.get(*k));
            let ticks: i64 = machines
                .flat_map(|m| {
                    Leaf::ALL.iter().map(|l| if wanted(*l) { m.ticks[*l as usize] } else { 0 })
                })
                .sum();
            ticks as f64 / TICKS_PER_HOUR as f64
        };
        let failures = of(&self.modes, |m| m.failures as f64);
        let down = of(&self.modes, |m| m.down_ticks as f64) / TICKS_PER_HOUR as f64;
        let running = hours(|l| l.e10() == E10::PRD);
        let stopped = hours(|l| matches!(l.e10(), E10::UDT | E10::SDT));
        let unplanned = hours(|l| l.e10() == E10::UDT && l != Leaf::Minor);
        let emergencies = of(&self.neighbours, |m| m.failures as f64) + view.total("callouts");
        let tasks: f64 = self.tasks.iter().map(|t| view.total(&format!("tasks:{t}"))).sum();
        let planned = of(&self.modes, |m| m.planned as f64) + tasks;
        let labour: f64 =
            ["labour_ph", "overtime_ph", "callout_ph"].map(|k| view.total(k)).iter().sum();
        vec![
            (failures, years),
            (running, failures),
            (down, failures),
            (running, running + stopped),
            (unplanned, years),
            (emergencies, years),
            (planned, years),
            (planned, planned + failures),
            (view.total("parts_used"), years),
            (labour, years),
            (view.total("good"), years),
        ]
    }
}

/// Ratios of sums with their intervals over replications (ratio estimator, Cochran 1977, chapter 6):
/// a replication without a failure counts, which a mean of ratios could not.
pub fn means(readings: &[(Reading, Vec<Ratio>)]) -> Vec<Measured> {
    let row = |(k, spec): (usize, &Spec)| {
        let pairs: Vec<Ratio> = readings.iter().filter_map(|(_, r)| r.get(k).copied()).collect();
        let (over, under): (f64, f64) =
            pairs.iter().fold((0.0, 0.0), |(a, b), (x, y)| (a + x, b + y));
        let mean = (under > 0.0).then(|| over / under);
        let half_width = mean.and_then(|ratio| {
            let rest: Tally = pairs.iter().map(|(x, y)| x - ratio * y).collect();
            let t = student_t_quantile(0.975, rest.count().checked_sub(1)? as f64);
            Some(t * rest.standard_error()? * rest.count() as f64 / under)
        });
        Measured {
            key: spec.key.to_owned(),
            name: spec.name.to_owned(),
            unit: spec.unit.to_owned(),
            definition: spec.definition.to_owned(),
            better: spec.better,
            mean,
            half_width: half_width.filter(|h| h.is_finite()),
        }
    };
    ROWS.iter().enumerate().map(row).collect()
}
