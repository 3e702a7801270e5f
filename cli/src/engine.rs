//! A cluster that makes the shards, through the Python package: only the plan and numbers go out, and only bytes
//! come back.

use crate::failure::Failure;
use crate::folder;
use scenarios::shards::gather::ranges;
use scenarios::shards::{Plan, ShardFault};
use scenarios::study::Study;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Where plan and shards lie in the folder of the run until they are merged.
const FOLDER: &str = ".shards";
/// Exit code of the driver where nothing that another try would mend went wrong.
const UNUSABLE: i32 = 2;
/// Exit code of the driver where the engine is not installed.
const NOT_INSTALLED: i32 = 3;

/// The Python that has the package.
fn python() -> String {
    std::env::var("GEMBA_PYTHON").unwrap_or_else(|_| "python3".to_owned())
}

/// Whose cluster: the word before `://`.
fn extra(engine: &str) -> &str {
    engine.split("://").next().unwrap_or_default()
}

/// Is the package there, and is it this version?
pub(crate) fn check(engine: &str) -> Result<(), Failure> {
    let known = ["ray", "dask", "here"];
    if !engine.contains("://") || !known.contains(&extra(engine)) {
        return Err(Failure::input(format!(
            "there is no engine {engine}\nhelp: ray://HOST:PORT, ray://auto, dask://HOST:PORT or dask://auto"
        )));
    }
    let version = env!("CARGO_PKG_VERSION");
    let help = format!(
        "help: {} -m pip install 'gemba[{}]=={version}'; GEMBA_PYTHON names another Python",
        python(),
        extra(engine)
    );
    let asked = Command::new(python())
        .args(["-c", "import gemba.dist; print(gemba.__version__)"])
        .stdin(Stdio::null())
        .output();
    match asked {
        Err(error) if error.kind() == ErrorKind::NotFound => Err(Failure::input(format!(
            "there is no {} on the path, which drives the cluster\n{help}",
            python()
        ))),
        Err(error) => Err(Failure::run(format!("cannot run {}: {error}", python()))),
        Ok(output) if !output.status.success() => Err(Failure::input(format!(
            "{} has no package gemba, which drives the cluster\n{help}",
            python()
        ))),
        Ok(output) => {
            let found = String::from_utf8_lossy(&output.stdout).trim().to_owned();
            if found == version {
                return Ok(());
            }
            Err(Failure::input(format!(
                "{} has gemba {found}; this is {version}\n{help}",
                python()
            )))
        }
    }
}

/// The plan of an earlier run into this folder, whose shards may be there.
pub(crate) fn before(out: &Path) -> Option<Plan> {
    let text = std::fs::read_to_string(out.join(FOLDER).join("plan.json")).ok()?;
    Plan::parse(&text).ok()
}

/// Has the shards made that are not there, and returns the folder with all of them.
pub(crate) fn make(
    engine: &str,
    plan: &Plan,
    study: &Study,
    out: &Path,
    quiet: bool,
) -> Result<PathBuf, Failure> {
    let shards = out.join(FOLDER);
    folder::create(&shards)?;
    let path = folder::write(&shards, "plan.json", plan.to_json().map_err(Failure::run)?)?;
    let (found, faults) = plan.look(study, &shards);
    // What an earlier run has left there and cannot be used is made again.
    for fault in &faults {
        if let ShardFault::Store(_) | ShardFault::Foreign { .. } | ShardFault::Differs { .. } =
            fault
        {
            forget(&shards, plan, study)?;
            break;
        }
    }
    let todo: Vec<u64> = (0..plan.shards()).filter(|k| !found.contains_key(k)).collect();
    if !todo.is_empty() {
        let mut driver = Command::new(python());
        driver.args(["-m", "gemba.dist", "--engine", engine, "--plan"]).arg(&path).arg("--out");
        driver.arg(&shards).args(["--indexes", &ranges(&todo).join(",")]);
        if quiet {
            driver.arg("--quiet");
        }
        // Ray prints messages of its own on stdout.
        let status = driver.stdin(Stdio::null()).stdout(Stdio::null()).status();
        let status =
            status.map_err(|error| Failure::run(format!("cannot run {}: {error}", python())))?;
        match status.code() {
            Some(0) => {}
            Some(UNUSABLE | NOT_INSTALLED) => {
                return Err(Failure::input("the cluster cannot be used, see above"));
            }
            _ => {
                return Err(Failure::run(
                    "the cluster did not make all shards, see above\nhelp: the same command goes on with those that \
                     are missing",
                ));
            }
        }
    }
    Ok(shards)
}

/// Removes files that are no whole shards of this plan.
fn forget(shards: &Path, plan: &Plan, study: &Study) -> Result<(), Failure> {
    let (found, _) = plan.look(study, shards);
    let entries = std::fs::read_dir(shards).map_err(Failure::run)?;
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        let is_shard = path.extension().is_some_and(|end| end == "bin");
        if is_shard && !found.values().any(|good| *good == path) {
            std::fs::remove_file(&path).map_err(Failure::run)?;
        }
    }
    Ok(())
}

/// The run has its files: the shards are no longer needed.
pub(crate) fn done(shards: &Path) {
    // What is left there does no harm.
    let _ = std::fs::remove_dir_all(shards);
}
