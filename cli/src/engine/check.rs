//! Before anything is begun: is there a Python with the package and the engine?

use crate::failure::Failure;
use std::io::ErrorKind;
use std::process::{Command, Output, Stdio};

/// Tells first which one it is, so that another one is known as such even where it has no driver.
const ASK: &str = "import gemba; print(getattr(gemba, '__build__', gemba.__version__), flush=True); import gemba.dist, importlib.util, sys; \
                   print(all(importlib.util.find_spec(name) for name in sys.argv[1:]))";

/// The Python that has the package.
pub(super) fn python() -> String {
    std::env::var("GEMBA_PYTHON").unwrap_or_else(|_| "python3".to_owned())
}

/// What Python calls the engine.
fn module(engine: &str) -> Option<&'static str> {
    let (name, address) = engine.split_once("://")?;
    match name {
        "ray" if !address.is_empty() => Some("ray"),
        "dask" if !address.is_empty() => Some("distributed"),
        // One shard after the other in the driver, against which engines are measured.
        "here" => Some("gemba"),
        _ => None,
    }
}

/// Can this engine be used here?
pub(crate) fn check(engine: &str) -> Result<(), Failure> {
    let Some(module) = module(engine) else {
        return Err(Failure::input(format!(
            "there is no engine {engine}\nhelp: ray://HOST:PORT, ray://auto, dask://HOST:PORT or dask://auto"
        )));
    };
    let (python, build) = (python(), scenarios::PROGRAM);
    let refused = |why: &str| {
        Err(Failure::input(format!(
            "{why}\nhelp: install the wheel of {build} there, from a file: on PyPI the name is another project's; \
             GEMBA_PYTHON names another Python"
        )))
    };
    let asked = Command::new(&python).args(["-c", ASK, module]).stdin(Stdio::null()).output();
    let Output { status, stdout, stderr } = match asked {
        Ok(output) => output,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Err(Failure::input(format!(
                "there is no {python}, which is to drive the cluster\nhelp: GEMBA_PYTHON names the Python that has \
                 the package gemba (docs/scale.md)"
            )));
        }
        Err(error) => return Err(Failure::run(format!("cannot run {python}: {error}"))),
    };
    let (told, error) = (String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
    let mut told = told.lines();
    let last = error.trim().lines().last().unwrap_or("it says nothing");
    match (told.next(), told.next()) {
        (Some(found), _) if found != build => {
            refused(&format!("{python} has gemba {found}; this is {build}"))
        }
        (Some(_), Some("True")) if status.success() => Ok(()),
        (Some(_), Some(_)) if status.success() => Err(Failure::input(format!(
            "{python} has gemba, but not {module}\nhelp: {python} -m pip install {module}; GEMBA_PYTHON names \
                 another Python"
        ))),
        (None, _) if last.ends_with("No module named 'gemba'") => {
            refused(&format!("{python} has no package gemba, which is to drive the cluster"))
        }
        _ => refused(&format!("{python} cannot load the package gemba: {last}")),
    }
}
