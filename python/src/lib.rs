//! The Python module `gemba._gemba`: plants and studies of Gemba as a library.
//!
//! Nothing is computed here. Plants and studies are read, edited and run by the crates below; what they
//! give is handed on as Python objects, Arrow tables and HTML.

mod calibrate;
mod comparison;
mod examples;
mod fault;
mod inputs;
mod numbers;
mod plan;
mod plant;
mod policy;
mod report;
mod run;
mod save;
mod simulate;
mod study;
mod sweep;
mod table;
mod value;
mod watch;

use pyo3::prelude::*;

/// Gemba: will this investment in my plant pay back, when, and how sure are we?
#[pymodule]
mod _gemba {
    #[pymodule_export]
    use super::calibrate::{Calibration, calibrate};
    #[pymodule_export]
    use super::comparison::{Comparison, Scenario};
    #[pymodule_export]
    use super::examples::{example, examples};
    #[pymodule_export]
    use super::fault::{Fault, GembaError, InputError, RunError};
    #[pymodule_export]
    use super::numbers::{Estimate, Irr, Payback, Share, Spread};
    #[pymodule_export]
    use super::plan::{Plan, plan, shard};
    #[pymodule_export]
    use super::plant::Plant;
    #[pymodule_export]
    use super::policy::{Luck, MachineView};
    #[pymodule_export]
    use super::report::{Figure, Report};
    #[pymodule_export]
    use super::run::Run;
    #[pymodule_export]
    use super::simulate::{Simulation, simulate};
    #[pymodule_export]
    use super::study::Study;
    #[pymodule_export]
    use super::sweep::{SweepRun, sweep};
    #[pymodule_export]
    use super::table::Table;

    use pyo3::prelude::*;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))?;
        module.add("__build__", scenarios::PROGRAM)
    }
}
