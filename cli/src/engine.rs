//! A cluster that makes the shards, through the Python package: only the plan and numbers go out, and only bytes
//! come back.

mod check;

use crate::failure::{Failure, note};
use crate::{folder, progress};
use check::python;
use scenarios::answer::PairRows;
use scenarios::shards::gather::ranges;
use scenarios::shards::{Plan, ShardError, ShardFault};
use scenarios::store::FILE;
use scenarios::study::{RunOptions, Study};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::Ordering;
use std::time::Duration;

pub(crate) use check::check;

/// Where plan and shards lie in the folder of the run until they are merged.
const FOLDER: &str = ".shards";
/// Exit code of the driver where nothing that another try would mend went wrong.
const UNUSABLE: i32 = 2;
/// How often the driver is looked after.
const LOOK: Duration = Duration::from_millis(50);

/// All shards of a run.
pub(crate) struct Made {
    /// The folder in which they lie.
    pub(crate) folder: PathBuf,
    /// By whom, for the last line of the run.
    pub(crate) told: String,
}

/// The plan of an earlier run into this folder, whose shards may be there.
pub(crate) fn before(out: &Path) -> Option<Plan> {
    let text = std::fs::read_to_string(out.join(FOLDER).join("plan.json")).ok()?;
    Plan::parse(&text).ok()
}

/// Has the shards made that are not there; nothing where the folder has all pairs of the plan as it is.
pub(crate) fn make(
    engine: &str,
    plan: &Plan,
    study: &Study,
    out: &Path,
    quiet: bool,
) -> Result<Option<Made>, Failure> {
    let run = out.join(FILE);
    let there = plan.made_by(study, &run);
    // A study that stops when it is precise enough needs no more pairs than an earlier run has found to do.
    let enough = || study.reprice(&run, PairRows::Left).is_ok_and(|found| found.missing == 0);
    if there >= plan.pairs || (plan.asked.is_none() && there > 0 && enough()) {
        return Ok(None);
    }
    let shards = out.join(FOLDER);
    folder::create(&shards)?;
    let path = folder::write(&shards, "plan.json", plan.to_json().map_err(Failure::run)?)?;
    forget(&shards, plan, study)?;
    let missing = || {
        let (found, _) = plan.look(study, &shards);
        (0..plan.shards()).filter(|k| !found.contains_key(k)).collect::<Vec<u64>>()
    };
    // What a run in one piece has made is there.
    plan.split(study, &run, &shards, &missing().into_iter().collect()).map_err(unsplit)?;
    let todo = missing();
    let there = plan.shards() - todo.len() as u64;
    let told = match there {
        0 => format!("{} shards by {engine}", plan.shards()),
        there => format!("{} shards by {engine}, {there} of them there before", plan.shards()),
    };
    if todo.is_empty() {
        return Ok(Some(Made { folder: shards, told }));
    }
    if !quiet {
        let (count, pairs) = (todo.len(), plan.per_shard);
        let before = if there == 0 { String::new() } else { format!("; {there} are there") };
        note(&format!("{engine}: {count} shards of {pairs} pairs{before}"));
    }
    let ended = drive(engine, &path, &shards, &todo, quiet)?;
    if ended.success() {
        return Ok(Some(Made { folder: shards, told }));
    }
    let left = missing();
    let made = plan.shards() - left.len() as u64;
    if made == 0 {
        done(&shards);
    }
    let help =
        format!("{made} of {} shards are there\nhelp: the same command goes on", plan.shards());
    Err(match ended.code() {
        _ if progress::stop_flag().load(Ordering::SeqCst) => {
            Failure::stopped(format!("stopped; {help}"))
        }
        Some(UNUSABLE) => Failure::input("the cluster cannot be used, see above"),
        _ => Failure::run(format!("the cluster did not make all shards, see above; {help}")),
    })
}

fn unsplit(error: ShardError) -> Failure {
    Failure::run(format!(
        "cannot use the pairs that are there: {error}\nhelp: name another folder with --out"
    ))
}

/// Starts the driver and waits for it. It ends by itself when this program does, however that happens: its
/// stdin is then closed.
fn drive(
    engine: &str,
    plan: &Path,
    shards: &Path,
    todo: &[u64],
    quiet: bool,
) -> Result<ExitStatus, Failure> {
    let mut driver = Command::new(python());
    driver.args(["-m", "gemba.dist", "--until-eof", "--engine", engine, "--plan"]).arg(plan);
    driver.arg("--out").arg(shards).args(["--indexes", &ranges(todo).join(",")]);
    if quiet {
        driver.arg("--quiet");
    }
    // Ctrl-C is told to this program alone.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut driver, 0);
    let stop = progress::stop_flag();
    // Ray prints messages of its own on stdout.
    let fail = |error| Failure::run(format!("cannot run {}: {error}", python()));
    let driver = driver.stdin(Stdio::piped()).stdout(Stdio::null()).spawn();
    let mut driver: Child = driver.map_err(fail)?;
    loop {
        if stop.load(Ordering::SeqCst) {
            drop(driver.stdin.take());
            return driver.wait().map_err(fail);
        }
        if let Some(ended) = driver.try_wait().map_err(fail)? {
            return Ok(ended);
        }
        std::thread::sleep(LOOK);
    }
}

/// Removes files that are no whole shards of this plan, to be made again.
fn forget(shards: &Path, plan: &Plan, study: &Study) -> Result<(), Failure> {
    let (found, faults) = plan.look(study, shards);
    let unusable = |fault: &ShardFault| !matches!(fault, ShardFault::Missing { .. });
    if !faults.iter().any(unusable) {
        return Ok(());
    }
    let entries = std::fs::read_dir(shards).map_err(Failure::run)?;
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        let is_shard = path.extension().is_some_and(|end| end == "bin");
        if is_shard && !found.values().any(|good| *good == path) {
            std::fs::remove_file(&path).map_err(Failure::run)?;
        }
    }
    Ok(())
}

/// Before a run in one piece: shards that a cluster has made into its folder are where it begins. Returns them
/// where it will make all of their pairs.
pub(crate) fn take(
    study: &Study,
    asks: &RunOptions<'_>,
    out: &Path,
) -> Result<Option<PathBuf>, Failure> {
    let Some(plan) = before(out) else { return Ok(None) };
    let Ok(seen) = plan.study() else { return Ok(None) };
    let now = Plan::of(study, asks, plan.per_shard, Vec::new());
    if now.physics != plan.physics {
        return Ok(None);
    }
    let folder = out.join(FOLDER);
    plan.gather_first(&seen, &folder, &out.join(FILE))?;
    Ok((now.pairs >= plan.pairs).then_some(folder))
}

/// The run has its files: the shards are no longer needed.
pub(crate) fn done(shards: &Path) {
    // What is left there does no harm.
    let _ = std::fs::remove_dir_all(shards);
}
