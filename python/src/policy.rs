//! A maintenance policy written in Python.
//!
//! It is called on the threads of the simulation, one call at a time (the GIL). What it sees is a copy of its
//! machine; what it orders is carried out when it returns. An exception ends the run and is raised from it.

use crate::fault;
use pyo3::intern;
use pyo3::prelude::*;
use sim_core::Streams;
use std::panic::resume_unwind;
use std::sync::{Arc, Mutex, PoisonError};
use twin_models::extend::{MaintenancePolicy, PolicyEvent, PolicyView};
use twin_models::plant::model::{ModeIx, Plant};

/// What a policy sees of its machine, and what it can order.
///
/// All times are seconds. It tells how the machine was when the policy was called.
#[pyclass(module = "gemba")]
#[derive(Clone, Debug)]
pub(crate) struct MachineView {
    now: f64,
    name: String,
    failed: bool,
    modes: Vec<Mode>,
    orders: Vec<(ModeIx, f64)>,
    look: Option<f64>,
}

/// What is known of a failure mode.
#[derive(Clone, Debug)]
struct Mode {
    at: ModeIx,
    name: String,
    age: f64,
    failures: u64,
    visible: bool,
}

impl MachineView {
    fn of(view: &dyn PolicyView) -> Self {
        let plant = view.plant();
        let mode = |at: &ModeIx| Mode {
            at: *at,
            name: plant.modes[at.index()].name.clone(),
            age: view.age(*at),
            failures: view.failures(*at),
            visible: view.has_visible_defect(*at),
        };
        Self {
            now: view.now(),
            name: plant.machines[view.machine().index()].name.clone(),
            failed: view.is_failed(),
            modes: view.modes().iter().map(mode).collect(),
            orders: Vec::new(),
            look: None,
        }
    }

    fn mode(&self, name: Option<&str>) -> PyResult<&Mode> {
        let found = match name {
            None => self.modes.first(),
            Some(name) => self.modes.iter().find(|mode| mode.name == name),
        };
        found.ok_or_else(|| {
            let there = self.modes().join(", ");
            fault::input(format!(
                "{} has no failure mode {}\nhelp: it has {there}",
                self.name,
                name.unwrap_or_default()
            ))
        })
    }
}

#[pymethods]
impl MachineView {
    /// From the start of the run, in seconds.
    #[getter]
    fn now(&self) -> f64 {
        self.now
    }
    /// Its name.
    #[getter]
    fn name(&self) -> &str {
        &self.name
    }
    /// Is it stopped by a failure?
    #[getter]
    fn is_failed(&self) -> bool {
        self.failed
    }
    /// Names of its failure modes.
    #[getter]
    fn modes(&self) -> Vec<&str> {
        self.modes.iter().map(|mode| mode.name.as_str()).collect()
    }
    /// Age of a mode (without a name: the first) on its own clock: seconds, or pieces.
    #[pyo3(signature = (mode = None))]
    fn age(&self, mode: Option<&str>) -> PyResult<f64> {
        self.mode(mode).map(|mode| mode.age)
    }
    /// Failures of a mode so far.
    #[pyo3(signature = (mode = None))]
    fn failures(&self, mode: Option<&str>) -> PyResult<u64> {
        self.mode(mode).map(|mode| mode.failures)
    }
    /// Would an inspection that misses nothing find a defect of the mode now?
    #[pyo3(signature = (mode = None))]
    fn has_visible_defect(&self, mode: Option<&str>) -> PyResult<bool> {
        self.mode(mode).map(|mode| mode.visible)
    }
    /// Orders the planned renewal of a mode: spare part, crew and repair as after an alert. The active repair takes
    /// `repair_factor` times what the law of the mode gives. An order that is open already stays.
    #[pyo3(signature = (mode = None, repair_factor = 1.0))]
    fn order_renewal(&mut self, mode: Option<&str>, repair_factor: f64) -> PyResult<()> {
        if !(repair_factor.is_finite() && repair_factor >= 0.0) {
            return Err(fault::input("order_renewal: the factor must be 0 or more"));
        }
        let at = self.mode(mode)?.at;
        self.orders.push((at, repair_factor));
        Ok(())
    }
    /// Asks for the event `"look"` after so many seconds of calendar time; a later request replaces an earlier one.
    fn look_in(&mut self, seconds: f64) -> PyResult<()> {
        if !(seconds.is_finite() && seconds > 0.0) {
            return Err(fault::input("look_in: a time above 0 s"));
        }
        self.look = Some(seconds);
        Ok(())
    }
}

/// Random numbers of a replication that belong to the policy. The same name and number give the same draw in
/// every arm and on every thread; the module `random` would give another result every time.
#[pyclass(frozen, module = "gemba")]
#[derive(Clone, Copy, Debug)]
pub(crate) struct Luck(Streams);

#[pymethods]
impl Luck {
    /// Evenly distributed between 0 and 1: the draw number `ordinal` (of a failure, a piece, a day) for a purpose.
    fn uniform(&self, purpose: &str, ordinal: u64) -> f64 {
        self.0.stream("own policy", purpose).uniform_at(ordinal)
    }
    /// Number of the replication, or of the pair.
    #[getter]
    fn replication(&self) -> u64 {
        self.0.replication()
    }
}

/// Where the first exception of a policy is kept until the run has ended.
pub(crate) type Broken = Arc<Mutex<Option<PyErr>>>;

/// Makes a policy for each machine and worker.
pub(crate) struct Factory {
    make: Arc<Py<PyAny>>,
    broken: Broken,
    /// Of the failure modes, in the order of the plant.
    names: Arc<Vec<String>>,
}

impl Factory {
    /// `make` is called without arguments.
    pub(crate) fn new(make: Py<PyAny>, plant: &Plant) -> Self {
        Self { make: Arc::new(make), broken: Broken::default(), names: names(plant) }
    }

    /// The same for another plant.
    pub(crate) fn named(&self, plant: &Plant) -> Self {
        let (make, broken) = (Arc::clone(&self.make), Arc::clone(&self.broken));
        Self { make, broken, names: names(plant) }
    }

    /// Adds it to a station.
    pub(crate) fn join(self, plant: &mut Plant, station: &str) -> PyResult<()> {
        let Self { make, broken, names } = self;
        let policy = move || {
            let made = Python::attach(|py| make.call0(py));
            let object = made.unwrap_or_else(|error| stop(&broken, Some(error)));
            Policy { object, broken: Arc::clone(&broken), names: Arc::clone(&names) }
        };
        plant.add_policy(station, policy).map_err(fault::input)
    }
}

fn names(plant: &Plant) -> Arc<Vec<String>> {
    Arc::new(plant.modes.iter().map(|mode| mode.name.clone()).collect())
}

/// Ends this replication; the first exception is what the run will raise.
fn stop(broken: &Broken, error: Option<PyErr>) -> ! {
    if let Some(error) = error {
        broken.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
    }
    resume_unwind(Box::new(Arc::clone(broken)))
}

/// Renewals with their factors, and when to look again.
type Ordered = (Vec<(ModeIx, f64)>, Option<f64>);

/// A policy of one machine in one worker.
struct Policy {
    object: Py<PyAny>,
    broken: Broken,
    names: Arc<Vec<String>>,
}

impl Policy {
    /// Another thread has stopped already.
    fn is_broken(&self) -> bool {
        self.broken.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    fn call(&self, event: PolicyEvent, seen: MachineView) -> PyResult<Ordered> {
        let name = |mode: ModeIx| self.names.get(mode.index()).map(String::as_str);
        let (word, mode) = match event {
            PolicyEvent::Begin => ("begin", None),
            PolicyEvent::Look => ("look", None),
            PolicyEvent::Failed(mode) => ("failed", name(mode)),
            PolicyEvent::Renewed(mode) => ("renewed", name(mode)),
        };
        Python::attach(|py| {
            let view = Py::new(py, seen)?;
            self.object.call_method1(py, intern!(py, "on"), (word, mode, view.clone_ref(py)))?;
            let mut view = view.bind(py).borrow_mut();
            Ok((std::mem::take(&mut view.orders), view.look.take()))
        })
    }
}

impl MaintenancePolicy for Policy {
    fn begin(&mut self, luck: Streams) {
        let begun = Python::attach(|py| -> PyResult<()> {
            let object = self.object.bind(py);
            if object.hasattr(intern!(py, "begin"))? {
                object.call_method1(intern!(py, "begin"), (Luck(luck),))?;
            }
            Ok(())
        });
        if let Err(error) = begun {
            stop(&self.broken, Some(error));
        }
    }

    fn on(&mut self, event: PolicyEvent, machine: &mut dyn PolicyView) {
        if self.is_broken() {
            stop(&self.broken, None);
        }
        match self.call(event, MachineView::of(machine)) {
            Ok((orders, look)) => {
                orders.into_iter().for_each(|(mode, factor)| machine.order_renewal(mode, factor));
                look.into_iter().for_each(|seconds| machine.look_in(seconds));
            }
            Err(error) => stop(&self.broken, Some(error)),
        }
    }
}
