//! What went wrong, as Python exceptions with the words of the command line.

use pyo3::create_exception;
use pyo3::exceptions::{PyException, PyUserWarning};
use pyo3::prelude::*;
use std::ffi::CString;
use std::fmt::Display;
use twin_models::text::{Diagnostics, Severity};

create_exception!(gemba, GembaError, PyException, "Anything that Gemba could not do.");
create_exception!(
    gemba,
    InputError,
    GembaError,
    "Input that cannot be used. Its text tells every fault with file, line, column, reason and remedy, as \
     the command line does; `faults` is the list of them."
);
create_exception!(
    gemba,
    RunError,
    GembaError,
    "A run that has no result: a pair failed, or it was stopped too early."
);

/// Tells what went wrong beside a result that is there.
pub(crate) fn warn(py: Python<'_>, text: &str) -> PyResult<()> {
    let text = CString::new(text.replace('\0', " ")).unwrap_or_default();
    PyErr::warn(py, &py.get_type::<PyUserWarning>(), &text, 1)
}

/// A fault of a file.
#[pyclass(frozen, get_all, module = "gemba")]
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    /// `error` or `warning`.
    severity: String,
    /// The file, as it was named.
    file: String,
    /// Line, first = 1; 0: the whole file.
    line: u32,
    /// Column in characters, first = 1; 0: the whole line.
    column: u32,
    /// The path of the value, such as `machines.mill.cycle`.
    path: String,
    /// Why it cannot be.
    reason: String,
    /// What to write instead.
    remedy: Option<String>,
    /// All of it, as the command line prints it.
    text: String,
}

/// What a fault is made of, for pickle.
type Parts = (String, String, u32, u32, String, String, Option<String>, String);

#[pymethods]
impl Fault {
    /// As `pickle` makes it again in another process.
    #[staticmethod]
    fn _of(parts: Parts) -> Self {
        let (severity, file, line, column, path, reason, remedy, text) = parts;
        Self { severity, file, line, column, path, reason, remedy, text }
    }
    fn __reduce__(&self, py: Python<'_>) -> PyResult<(Py<PyAny>, (Parts,))> {
        let make = py.get_type::<Self>().getattr("_of")?.unbind();
        let Self { severity, file, line, column, path, reason, remedy, text } = self.clone();
        Ok((make, ((severity, file, line, column, path, reason, remedy, text),)))
    }
    fn __repr__(&self) -> String {
        format!("<{} {}:{}:{} {}>", self.severity, self.file, self.line, self.column, self.reason)
    }
    fn __str__(&self) -> &str {
        self.text.trim_end()
    }
}

/// Every fault.
pub(crate) fn faults(all: &Diagnostics) -> Vec<Fault> {
    let fault = |fault: &twin_models::text::Fault| Fault {
        severity: match fault.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
        .to_owned(),
        file: fault.file.clone(),
        line: fault.line,
        column: fault.column,
        path: fault.path.clone(),
        reason: fault.reason.clone(),
        remedy: fault.remedy.clone(),
        text: fault.to_string(),
    };
    all.faults().iter().map(fault).collect()
}

/// Files that cannot be used.
pub(crate) fn unreadable(all: &Diagnostics) -> PyErr {
    with_faults(all.to_string().trim_end(), faults(all))
}

/// Input that cannot be used, of which no place is known.
pub(crate) fn input(text: impl Display) -> PyErr {
    with_faults(text.to_string().trim_end(), Vec::new())
}

/// A run without result.
pub(crate) fn run(text: impl Display) -> PyErr {
    RunError::new_err(text.to_string().trim_end().to_owned())
}

fn with_faults(text: &str, faults: Vec<Fault>) -> PyErr {
    let error = InputError::new_err(text.to_owned());
    Python::attach(|py| match error.value(py).setattr("faults", faults) {
        Ok(()) => error,
        Err(other) => other,
    })
}
