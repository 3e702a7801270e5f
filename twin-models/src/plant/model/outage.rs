//! Shared services that fail, and attacks on the network: what stops many machines at once.

use super::MachineIx;
use sim_core::Distribution;

/// Seconds of a year, for rates per year.
const YEAR: f64 = 8766.0 * 3600.0;

/// A shared service with failures of its own: electricity, compressed air, cooling, clean room,
/// network. Common causes such as dips of the mains are the same thing with a `hit` below 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Utility {
    /// Key of its random streams.
    pub name: String,
    /// From the end of one outage (or the start) to the beginning of the next, in calendar time \[s\].
    pub every: Distribution,
    /// Duration \[s\].
    pub lasts: Distribution,
    /// The machines that need it.
    pub serves: Vec<MachineIx>,
    /// Probability that an outage stops a machine; drawn for each machine and outage.
    pub hit: f64,
}

/// Attacks on the information technology that may reach the shop floor.
#[derive(Clone, Debug, PartialEq)]
pub struct Cyber {
    /// Compromises a year, before exposure.
    pub per_year: f64,
    /// Share by which connecting the plant adds to them.
    pub exposure: f64,
    /// Probability that a compromise ends in encryption.
    pub encryption: f64,
    /// Factor on it: monitoring.
    pub encryption_factor: f64,
    /// Probability that encryption spreads to the shop floor: segmentation.
    pub spread: f64,
    /// Duration of the outage \[s\].
    pub lasts: Distribution,
    /// Factor on it: backups.
    pub lasts_factor: f64,
    /// The machines that stand still.
    pub stops: Vec<MachineIx>,
    /// Probability that the ransom of an attack that stops machines is paid; `None`: nobody asks, and
    /// nothing is recorded.
    pub ransom_paid: Option<f64>,
}

impl Cyber {
    /// Mean time from one compromise to the next \[s\]; infinite without any.
    pub fn every(&self) -> f64 {
        YEAR / (self.per_year * (1.0 + self.exposure))
    }

    /// Probability that a compromise stops the shop floor.
    pub fn stops_the_floor(&self) -> f64 {
        self.encrypts() * self.spread
    }

    /// Probability that a compromise ends in encryption, with what monitoring prevents.
    pub fn encrypts(&self) -> f64 {
        (self.encryption * self.encryption_factor).min(1.0)
    }

    /// Outages of the shop floor a year.
    pub fn outages_per_year(&self) -> f64 {
        self.per_year * (1.0 + self.exposure) * self.stops_the_floor()
    }
}
