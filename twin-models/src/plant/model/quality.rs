//! What can go wrong with a piece at a station, and how the process is watched.

use super::{Clock, MachineIx};
use sim_core::Distribution;

/// Kinds of defects, in the order of every table by kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DefectKind {
    /// Above the upper limit.
    High,
    /// Below the lower limit.
    Low,
    /// An attribute: scratch, burr, missing part.
    Visual,
    /// Of a bad lot of material.
    Material,
    /// Made by `defects` of a machine: nobody knows more of it.
    Hidden,
}

impl DefectKind {
    /// All kinds, in order.
    pub const ALL: [Self; 5] = [Self::High, Self::Low, Self::Visual, Self::Material, Self::Hidden];
    /// How many a characteristic can have.
    pub const OF_A_PROCESS: usize = 4;

    /// The word in files and keys.
    pub const fn word(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Low => "low",
            Self::Visual => "visual",
            Self::Material => "material",
            Self::Hidden => "hidden",
        }
    }
}

/// One characteristic made at a station: a normal law with limits, and attributes beside it. Every
/// server of the station is a process of its own.
///
/// The value of a piece is mean + offset of the tool + wear + shift + sigma x N(0, 1); it is defective
/// outside the limits. Numbers are in the unit of the characteristic.
#[derive(Clone, Debug, PartialEq)]
pub struct Characteristic {
    /// Key of its random streams, with the machine.
    pub name: String,
    /// Where it is made.
    pub machines: Vec<MachineIx>,
    /// Unit of the numbers, for people.
    pub unit: String,
    /// What is wanted; centre of control charts.
    pub target: f64,
    /// Limits of what is good.
    pub lower: Option<f64>,
    /// See `lower`.
    pub upper: Option<f64>,
    /// Mean without tool and shift.
    pub mean: f64,
    /// Standard deviation in control, with a new tool; more than 0.
    pub sigma: f64,
    /// Factor on sigma by month of the year.
    pub spread_by_month: Option<[f64; 12]>,
    /// Probability of an attribute defect.
    pub visual: f64,
    /// What wears.
    pub tool: Option<Tool>,
    /// What brings the process out of control.
    pub causes: Vec<AssignableCause>,
    /// Lots of material.
    pub lots: Option<MaterialLots>,
    /// Samples taken by people or a gauge.
    pub gauge: Option<Gauge>,
    /// A monitor that watches every piece.
    pub monitor: Option<ProcessMonitor>,
    /// What is done at an alarm.
    pub response: AlarmResponse,
    /// What a defect at a customer brings.
    pub escapes: Escapes,
}

/// A tool that wears: the mean moves by wear x n^exponent after n pieces, and sigma grows.
#[derive(Clone, Debug, PartialEq)]
pub struct Tool {
    /// Change of the mean, drawn per tool.
    pub wear: Distribution,
    /// Power of the number of pieces.
    pub exponent: f64,
    /// Error of the setting after a change, drawn per tool.
    pub offset: Distribution,
    /// Pieces after which it is changed.
    pub life: u32,
    /// Relative growth of sigma over `life` pieces.
    pub spread_growth: f64,
    /// Changed when the mean has moved so far, instead of after `life` pieces.
    pub wear_limit: Option<f64>,
    /// With `wear_limit`: not before so many pieces.
    pub least: u32,
    /// With `wear_limit`: at the latest after so many.
    pub most: u32,
    /// Time to change it \[s\].
    pub change: Distribution,
    /// Pieces until it breaks; the piece in process is scrapped.
    pub breaks: Option<Distribution>,
    /// The first tool has been in use at the start of the run.
    pub used_at_start: bool,
}

/// Something that shifts the process, again and again, on a clock of its own; while the process is
/// out of control another one changes nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct AssignableCause {
    /// Key of its random streams, with characteristic and machine.
    pub name: String,
    /// Pieces, or operating time \[s\], of its machine; never the calendar.
    pub clock: Clock,
    /// Time from one to the next on that clock.
    pub every: Distribution,
    /// Size of the shift.
    pub shift: Distribution,
    /// Probability that it goes up.
    pub up: f64,
    /// Factor on sigma.
    pub spread: f64,
    /// Attribute defects that it adds.
    pub visual: f64,
    /// Probability that a tool change clears it.
    pub cleared_by_tool: f64,
    /// Probability that the repair of a failure, or planned work, clears it.
    pub cleared_by_restart: f64,
}

/// Lots of material, machine by machine.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MaterialLots {
    /// Pieces of a lot.
    pub size: u32,
    /// Share of lots that are bad.
    pub bad: f64,
    /// Probability of a defect in a bad lot.
    pub adds: f64,
}

/// Samples of the process.
#[derive(Clone, Debug, PartialEq)]
pub struct Gauge {
    /// Pieces from sample to sample.
    pub every: u32,
    /// The last so many of them are measured.
    pub sample: u32,
    /// Standard deviation of the measurement.
    pub sd: f64,
    /// When it gives an alarm.
    pub chart: Chart,
    /// Probability that somebody acts on an alarm.
    pub acted_on: f64,
}

/// When samples give an alarm. The standardised mean of a sample is
/// z = (mean - target) / (sqrt(sigma² + sd²) / sqrt(n)).
#[derive(Clone, Debug, PartialEq)]
pub enum Chart {
    /// The mean of a sample is farther from the target than this, in the unit of the characteristic.
    Limits(f64),
    /// Shewhart chart: |z| beyond the limit; further rules of Western Electric: 2 of 3 beyond 2
    /// (rule 2), 4 of 5 beyond 1 (rule 3), 8 in a row on one side (rule 4), each on one side.
    Shewhart {
        /// Of |z|.
        limit: f64,
        /// Rules 2, 3 and 4.
        rules: [bool; 3],
    },
    /// Exponentially weighted moving average of z, fixed limits +-L sqrt(lambda / (2 - lambda)).
    Ewma {
        /// Weight of the newest sample.
        lambda: f64,
        /// L.
        limit: f64,
    },
    /// Tabular CUSUM of z: C+ = max(0, C+ + z - k) beyond h, likewise C-.
    Cusum {
        /// k.
        slack: f64,
        /// h.
        limit: f64,
    },
    /// A check without numbers: an out-of-control process is recognised with a probability, and one
    /// in control is called so with another.
    Check {
        /// Probability of recognition.
        detects: f64,
        /// Probability of a false alarm.
        false_alarm: f64,
    },
}

/// A monitor of the process (vision, acoustic, learned): it recognises an episode or does not.
#[derive(Clone, Debug, PartialEq)]
pub struct ProcessMonitor {
    /// Probability that it recognises an episode.
    pub detects: f64,
    /// Clock of `lag` and of `false_stops`: pieces or operating time.
    pub clock: Clock,
    /// From the beginning of the episode to the alarm.
    pub lag: Distribution,
    /// Probability that the operator acts, once per episode.
    pub acted_on: f64,
    /// Time between stops without cause.
    pub false_stops: Option<Distribution>,
}

/// What is done at an alarm that somebody acts on.
#[derive(Clone, Debug, PartialEq)]
pub struct AlarmResponse {
    /// To find the cause \[s\].
    pub find: Distribution,
    /// To take it away \[s\].
    pub fix: Distribution,
    /// To find that there is none \[s\].
    pub false_alarm: Distribution,
    /// Share of the deviation from the target that is corrected when a cause was found.
    pub corrects: f64,
    /// The same when there was none.
    pub false_corrects: f64,
    /// The machine works while the cause is looked for, and until it is taken away.
    pub keeps_running: bool,
    /// Pieces made since the last sample without alarm are looked through: share of the defects
    /// among those still in the line that is found.
    pub sorts: Option<f64>,
}

/// What a defective piece that reaches finished goods brings.
#[derive(Clone, Debug, PartialEq)]
pub struct Escapes {
    /// Probability of a claim.
    pub claim: f64,
    /// From finished goods to the claim \[s\].
    pub lag: Distribution,
    /// Escapes of one episode that make a containment event; `None`: there is none.
    pub cluster: Option<u32>,
}

impl Characteristic {
    /// Width of the limits over six sigma; `None` with one limit only.
    pub fn cp(&self) -> Option<f64> {
        Some((self.upper? - self.lower?) / (6.0 * self.sigma))
    }

    /// Distance of the mean from the nearer limit over three sigma, in control and without tool.
    pub fn cpk(&self) -> Option<f64> {
        let above = self.upper.map(|u| (u - self.mean) / (3.0 * self.sigma));
        let below = self.lower.map(|l| (self.mean - l) / (3.0 * self.sigma));
        match (above, below) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (one, other) => one.or(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capability_of_a_published_process() {
        let mut bore = Characteristic {
            name: "bore".into(),
            machines: Vec::new(),
            unit: "um".into(),
            target: 0.0,
            lower: Some(-25.0),
            upper: Some(25.0),
            mean: 12.0,
            sigma: 6.0,
            spread_by_month: None,
            visual: 0.0,
            tool: None,
            causes: Vec::new(),
            lots: None,
            gauge: None,
            monitor: None,
            response: AlarmResponse {
                find: Distribution::constant(0.0),
                fix: Distribution::constant(0.0),
                false_alarm: Distribution::constant(0.0),
                corrects: 0.0,
                false_corrects: 0.0,
                keeps_running: false,
                sorts: None,
            },
            escapes: Escapes { claim: 0.0, lag: Distribution::constant(0.0), cluster: None },
        };
        let round = |x: Option<f64>| x.map(|x| (x * 1e3).round() / 1e3);
        assert_eq!((round(bore.cp()), round(bore.cpk())), (Some(1.389), Some(0.722)));
        bore.lower = None;
        assert_eq!((bore.cp(), round(bore.cpk())), (None, Some(0.722)));
        bore.upper = None;
        assert_eq!(bore.cpk(), None);
    }
}
