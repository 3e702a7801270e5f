//! What an indicator sees of an outcome: times after ISO 22400 and SEMI E10, pieces, quantities.

use super::quality::AtStation;
use super::reading::Absent;
use sim_core::{SimTime, TICKS_PER_HOUR};
use twin_models::outcome::{OrderOutcome, Response, Schema, Unit};
use twin_models::state::{E10, Iso22400, Leaf};

/// A machine, the servers of a station together, or several replications of one added up.
#[derive(Clone, Debug, PartialEq)]
pub struct Sight {
    /// Microseconds in each leaf.
    pub ticks: [i64; Leaf::COUNT],
    /// Pieces completed (PQ), before scrap.
    pub pieces: f64,
    /// Of these not scrapped here (GQ).
    pub good: f64,
    /// Failures of all modes (FE).
    pub failures: u64,
    /// From failure to restart, nights included \[µs\]; not recorded by month.
    pub down_ticks: Option<i64>,
    /// Planned run time per piece (PRI) \[h\]: the mean cycle at nameplate speed.
    pub planned_run_h: f64,
    /// Pieces that entered the plant.
    pub started: f64,
    /// Years looked at.
    pub years: f64,
    /// Failures for which somebody or a part had to come.
    pub responses: Vec<Response>,
    /// Quality of its station, where the plant says something of it.
    pub quality: Option<AtStation>,
}

impl Sight {
    /// Adds another one of the same machine, or of another server of the station.
    pub fn add(&mut self, other: &Self) {
        self.ticks.iter_mut().zip(&other.ticks).for_each(|(a, b)| *a += b);
        self.pieces += other.pieces;
        self.good += other.good;
        self.failures += other.failures;
        self.down_ticks = self.down_ticks.zip(other.down_ticks).map(|(a, b)| a + b);
        self.responses.extend_from_slice(&other.responses);
        match (&mut self.quality, &other.quality) {
            (Some(mine), Some(theirs)) => mine.add(theirs),
            _ => self.quality = None,
        }
    }

    /// Microseconds in the leaves that `wanted` picks.
    pub fn ticks_in(&self, wanted: impl Fn(Leaf) -> bool) -> i64 {
        Leaf::ALL.iter().filter(|l| wanted(**l)).map(|l| self.ticks[*l as usize]).sum()
    }

    /// Hours in the leaves that `wanted` picks.
    pub fn hours(&self, wanted: impl Fn(Leaf) -> bool) -> f64 {
        self.ticks_in(wanted) as f64 / TICKS_PER_HOUR as f64
    }

    fn iso(&self, category: Iso22400) -> f64 {
        self.hours(|l| l.iso22400() == category)
    }

    fn e10(&self, state: E10) -> f64 {
        self.hours(|l| l.e10() == state)
    }

    /// All hours, days and nights.
    pub fn calendar(&self) -> f64 {
        self.hours(|_| true)
    }
    /// Planned operation time: all but non-scheduled time; the operations time of SEMI E10.
    pub fn pot(&self) -> f64 {
        self.hours(|l| l.iso22400() != Iso22400::OutsidePOT)
    }
    /// Planned downtime.
    pub fn pdt(&self) -> f64 {
        self.iso(Iso22400::PDT)
    }
    /// Planned busy time: POT - PDT.
    pub fn pbt(&self) -> f64 {
        self.hours(|l| !matches!(l.iso22400(), Iso22400::PDT | Iso22400::OutsidePOT))
    }
    /// Actual production time.
    pub fn apt(&self) -> f64 {
        self.iso(Iso22400::APT)
    }
    /// Actual unit set-up time.
    pub fn aust(&self) -> f64 {
        self.iso(Iso22400::AUST)
    }
    /// Actual unit delay time.
    pub fn adet(&self) -> f64 {
        self.iso(Iso22400::ADET)
    }
    /// Delay without an order.
    pub fn adot(&self) -> f64 {
        self.iso(Iso22400::ADOT)
    }
    /// Actual unit processing time: APT + AUST.
    pub fn aupt(&self) -> f64 {
        self.hours(|l| matches!(l.iso22400(), Iso22400::APT | Iso22400::AUST))
    }
    /// Actual unit busy time: AUPT + ADET.
    pub fn aubt(&self) -> f64 {
        self.hours(|l| matches!(l.iso22400(), Iso22400::APT | Iso22400::AUST | Iso22400::ADET))
    }
    /// Productive time of SEMI E10.
    pub fn productive(&self) -> f64 {
        self.e10(E10::PRD)
    }
    /// Equipment uptime of SEMI E10: productive, standby, engineering.
    pub fn uptime(&self) -> f64 {
        self.hours(|l| matches!(l.e10(), E10::PRD | E10::SBY | E10::ENG))
    }
    /// Unplanned downtime inside the schedule, without minor stops.
    pub fn unplanned(&self) -> f64 {
        self.hours(|l| l.e10() == E10::UDT && l != Leaf::Minor)
    }
    /// Maintenance that stops the machine and is not a repair of a failure.
    pub fn planned_work(&self) -> f64 {
        let at_work = |l: Leaf| l.e10() == E10::SDT && l.iso22400() == Iso22400::ADET;
        self.hours(|l| at_work(l) && l != Leaf::ToolChange)
    }
    /// Stops for quality: tools being changed, causes being looked for.
    pub fn quality_stops(&self) -> f64 {
        self.hours(|l| matches!(l, Leaf::ToolChange | Leaf::QualityHold))
    }
    /// Loading time of TPM: PBT without the time in which there is no order.
    pub fn loading(&self) -> f64 {
        self.pbt() - self.adot()
    }
    /// Loading time less what TPM calls availability losses: failures, set-up, stops for quality,
    /// maintenance outside planned downtime.
    pub fn tpm_operating(&self) -> f64 {
        let stops = self.unplanned() + self.aust() + self.quality_stops();
        self.loading() - stops - self.planned_work()
    }
    /// Waiting for other machines or for material.
    pub fn waiting(&self) -> f64 {
        let waits = |l: Leaf| l.e10() == E10::SBY && l.iso22400() == Iso22400::ADET;
        self.hours(|l| waits(l) && l != Leaf::QualityHold)
    }
}

/// The plant as a whole.
#[derive(Clone, Debug)]
pub struct Whole<'a> {
    /// Names and units of the columns.
    pub schema: &'a Schema,
    /// Rows of the months looked at.
    pub monthly: &'a [f64],
    /// Clock hours of those months.
    pub elapsed_h: f64,
    /// Years looked at.
    pub years: f64,
    /// Beginning and end of the time looked at.
    pub span: (SimTime, SimTime),
    /// Every order, where the plant notes them.
    pub orders: Option<&'a [OrderOutcome]>,
    /// All machines added up.
    pub machines: Sight,
}

impl Whole<'_> {
    fn column(&self, k: usize) -> f64 {
        self.monthly.iter().skip(k).step_by(self.schema.len()).sum()
    }

    /// Sum of a quantity over months and entities.
    ///
    /// # Errors
    /// When the plant does not record it.
    pub fn total(&self, key: &'static str) -> Result<f64, Absent> {
        let mine = |name: &str| {
            name.strip_prefix(key).is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
        };
        let columns = self.schema.iter().enumerate().filter(|(_, q)| mine(&q.key));
        columns
            .map(|(k, _)| self.column(k))
            .fold(None, |sum, x| Some(sum.unwrap_or(0.0) + x))
            .ok_or(Absent::NotRecorded(key))
    }

    /// The quantity of the whole plant with exactly this key.
    ///
    /// # Errors
    /// When the plant does not record it.
    pub fn plain(&self, key: &'static str) -> Result<f64, Absent> {
        let at = self.schema.iter().position(|q| q.key == key);
        at.map(|k| self.column(k)).ok_or(Absent::NotRecorded(key))
    }

    /// A quantity of each entity that has it, by name.
    pub fn each(&self, key: &str) -> impl Iterator<Item = (&str, f64)> {
        let columns = self.schema.iter().enumerate();
        columns.filter_map(move |(k, q)| {
            let name = q.key.strip_prefix(key)?.strip_prefix(':')?;
            Some((name, self.column(k)))
        })
    }

    /// A quantity of one entity.
    pub fn of(&self, key: &str, name: &str) -> Option<f64> {
        self.each(key).find(|(n, _)| *n == name).map(|(_, x)| x)
    }

    /// Good pieces: into finished goods, and those of the shop that did not become part of others.
    ///
    /// # Errors
    /// When the plant records none.
    pub fn good(&self) -> Result<f64, Absent> {
        let shop = |key: &'static str| self.total(key).unwrap_or(0.0);
        let kept = shop("finished_pieces") + shop("store_gained") - shop("store_taken");
        Ok(self.total("good")? + kept)
    }

    /// Hours of all people whose work is recorded.
    pub fn person_hours(&self) -> f64 {
        let columns = self.schema.iter().enumerate();
        columns.filter(|(_, q)| q.unit == Unit::PersonHours).map(|(k, _)| self.column(k)).sum()
    }
}
