//! Machine behaviours and maintenance policies of your own, beside the built-in ones.
//!
//! Implement [`MachineBehaviour`] or [`MaintenancePolicy`], add it to a [`Plant`] and run it: no edit
//! of this crate is needed. A plant without any runs as if this module did not exist. The examples
//! `own_behaviour` and `own_policy` are one file each.
//!
//! Every replication begins with `begin`, under its own luck; what an implementation draws it takes
//! from the [`Streams`] given there, by an ordinal that counts something of its own (a piece, a
//! failure), so that an arm without it and an arm with it keep the same luck everywhere else. It
//! must not depend on anything but what it is given: then the outcome depends on no thread.

use crate::plant::model::{Flow, MachineIx, ModeIx, Plant, Takes};
use sim_core::Streams;
use std::fmt;
use std::sync::Arc;

/// How a machine works: the time for a piece, and what becomes of it.
///
/// All times are seconds.
pub trait MachineBehaviour: Send {
    /// Before each replication: back to the initial state.
    fn begin(&mut self, luck: Streams) {
        let _ = luck;
    }
    /// Time for a piece, given the time that the plant's `cycle` law gave for it. What is negative
    /// or not finite counts as 0.
    fn cycle(&mut self, piece: &Piece, drawn: f64) -> f64 {
        let _ = piece;
        drawn
    }
    /// What becomes of the finished piece.
    fn finished(&mut self, piece: &Piece) -> Fate {
        let _ = piece;
        Fate::Passed
    }
}

/// A piece on a machine.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Piece {
    /// Its number on this machine, counted from 0: the ordinal of what is drawn for it.
    pub number: u64,
    /// Now, from the start of the run \[s\].
    pub now: f64,
    /// Operating time of the machine so far \[s\].
    pub operated: f64,
    /// Operating time since the last service that resets the quality drift \[s\].
    pub since_service: f64,
}

/// What a behaviour says of a finished piece. Scrap and defects of the plant file come on top.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Nothing to remark.
    Passed,
    /// It carries a hidden defect, which an inspection may find.
    Defective,
    /// It leaves as scrap at once.
    Scrapped,
}

/// When planned work is done on the failure modes of one machine.
pub trait MaintenancePolicy: Send {
    /// Before each replication: back to the initial state.
    fn begin(&mut self, luck: Streams) {
        let _ = luck;
    }
    /// Something has happened to the machine; orders may be given.
    fn on(&mut self, event: PolicyEvent, machine: &mut dyn PolicyView);
}

/// What a policy is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PolicyEvent {
    /// The run begins.
    Begin,
    /// The time asked for with [`PolicyView::look_in`] is over.
    Look,
    /// The mode has failed; its repair is under way.
    Failed(ModeIx),
    /// The mode has been repaired, or renewed by planned work.
    Renewed(ModeIx),
}

/// What a policy sees of its machine, and what it can order.
pub trait PolicyView {
    /// From the start of the run \[s\].
    fn now(&self) -> f64;
    /// The machine.
    fn machine(&self) -> MachineIx;
    /// The plant with the parameters in force.
    fn plant(&self) -> &Plant;
    /// The machine's failure modes, in the order of the plant.
    fn modes(&self) -> &[ModeIx];
    /// Age of a mode on its own clock, what imperfect repairs have left included \[s or pieces\].
    fn age(&self, mode: ModeIx) -> f64;
    /// Failures of a mode so far.
    fn failures(&self, mode: ModeIx) -> u64;
    /// Would an inspection that misses nothing find a defect of the mode now?
    fn has_visible_defect(&self, mode: ModeIx) -> bool;
    /// Is the machine stopped by a failure?
    fn is_failed(&self) -> bool;
    /// Orders the planned renewal of a mode: spare part, crew and repair as after an alert. The
    /// active repair takes `repair_factor` times what the mode's law gives. An order that is open
    /// already stays.
    fn order_renewal(&mut self, mode: ModeIx, repair_factor: f64);
    /// Asks for [`PolicyEvent::Look`] after so many seconds of calendar time; a later request
    /// replaces an earlier one.
    fn look_in(&mut self, seconds: f64);
}

/// Makes a behaviour or a policy for one worker.
type Make<T> = Arc<dyn Fn() -> Box<T> + Send + Sync>;

/// What has been added to a plant.
#[derive(Clone, Default)]
pub struct Extensions {
    pub(crate) behaviours: Vec<(MachineIx, Make<dyn MachineBehaviour>)>,
    pub(crate) policies: Vec<(MachineIx, Make<dyn MaintenancePolicy>)>,
}

impl fmt::Debug for Extensions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let machines = |list: Vec<MachineIx>| list;
        f.debug_struct("Extensions")
            .field("behaviours", &machines(self.behaviours.iter().map(|b| b.0).collect()))
            .field("policies", &machines(self.policies.iter().map(|p| p.0).collect()))
            .finish()
    }
}

/// The same additions: not only alike, but the same.
impl PartialEq for Extensions {
    fn eq(&self, other: &Self) -> bool {
        fn same<T: ?Sized>(a: &[(MachineIx, Make<T>)], b: &[(MachineIx, Make<T>)]) -> bool {
            a.len() == b.len()
                && a.iter().zip(b).all(|(a, b)| a.0 == b.0 && Arc::ptr_eq(&a.1, &b.1))
        }
        same(&self.behaviours, &other.behaviours) && same(&self.policies, &other.policies)
    }
}

/// Why something cannot be added.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExtendError {
    /// No machine has this name.
    #[error("there is no machine `{0}`")]
    NoMachine(String),
    /// Behaviours see single pieces.
    #[error("a behaviour of `{0}` sees single pieces: write flow = \"piece\" in [plant]")]
    NotPieceByPiece(String),
    /// Behaviours see pieces, and the shop works on jobs.
    #[error("`{0}` works on jobs of the shop, and a behaviour sees single pieces")]
    InShop(String),
    /// One behaviour for one machine.
    #[error("`{0}` has a behaviour already")]
    Taken(String),
}

impl Plant {
    /// Gives every server of a station a behaviour.
    ///
    /// `make` is called once per server and worker thread.
    ///
    /// # Errors
    /// [`ExtendError`]: the station does not exist, has a behaviour or works on jobs of the shop, or
    /// the plant is not simulated piece by piece.
    pub fn add_behaviour<B: MachineBehaviour + 'static>(
        &mut self,
        station: &str,
        make: impl Fn() -> B + Send + Sync + 'static,
    ) -> Result<(), ExtendError> {
        let servers = self.servers_of(station)?;
        if self.flow != Flow::Piece {
            return Err(ExtendError::NotPieceByPiece(station.to_owned()));
        }
        if servers.iter().any(|m| self.machines[m.index()].takes == Takes::Jobs) {
            return Err(ExtendError::InShop(station.to_owned()));
        }
        if self.extensions.behaviours.iter().any(|(m, _)| servers.contains(m)) {
            return Err(ExtendError::Taken(station.to_owned()));
        }
        let make: Make<dyn MachineBehaviour> = Arc::new(move || Box::new(make()));
        self.extensions.behaviours.extend(servers.iter().map(|m| (*m, Arc::clone(&make))));
        Ok(())
    }

    /// Gives every server of a station a maintenance policy; several may stand side by side.
    ///
    /// `make` is called once per server and worker thread.
    ///
    /// # Errors
    /// [`ExtendError::NoMachine`].
    pub fn add_policy<P: MaintenancePolicy + 'static>(
        &mut self,
        station: &str,
        make: impl Fn() -> P + Send + Sync + 'static,
    ) -> Result<(), ExtendError> {
        let servers = self.servers_of(station)?;
        let make: Make<dyn MaintenancePolicy> = Arc::new(move || Box::new(make()));
        self.extensions.policies.extend(servers.iter().map(|m| (*m, Arc::clone(&make))));
        Ok(())
    }

    fn servers_of(&self, station: &str) -> Result<Vec<MachineIx>, ExtendError> {
        let named = |(i, machine): (usize, &crate::plant::model::Machine)| {
            (machine.station == station).then_some(MachineIx(i as u32))
        };
        let servers: Vec<_> = self.machines.iter().enumerate().filter_map(named).collect();
        if servers.is_empty() {
            return Err(ExtendError::NoMachine(station.to_owned()));
        }
        Ok(servers)
    }
}
