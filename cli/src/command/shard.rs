//! `gemba shard`: one part of a plan.

use crate::args::Shard;
use crate::failure::{Failure, print};
use crate::{folder, progress};
use scenarios::shards::{Plan, ShardError};
use scenarios::study::{RunOptions, Study, StudyError};
use std::path::Path;
use std::process::ExitCode;

/// Simulates the shard, unless its file is there and right.
pub(crate) fn shard(typed: &Shard) -> Result<ExitCode, Failure> {
    let (plan, study) = read(&typed.plan)?;
    folder::check(&typed.out).map_err(Failure::input)?;
    folder::create(&typed.out)?;
    let file = typed.out.join(Plan::file_name(typed.index));
    if plan.holds(&study, typed.index, &file) {
        if !typed.quiet {
            print(&format!("{} is there", file.display()));
        }
        return Ok(ExitCode::SUCCESS);
    }
    let bar = progress::bar(typed.quiet, "pairs");
    let range = plan.range(typed.index);
    let tell = |done: u64, _| {
        bar.set_length(range.end - range.start);
        bar.set_position(done - range.start);
    };
    let options = RunOptions {
        cancel: Some(progress::stop_flag()),
        progress: Some(&tell),
        ..RunOptions::default()
    };
    let made = || study.run_shard(&plan, typed.index, &file, &options);
    let (made, _) = progress::on_threads(Some(typed.threads), made)?;
    bar.finish_and_clear();
    made.map_err(|error| match error {
        ShardError::NoSuch { .. } => Failure::input(error),
        ShardError::Stopped => Failure::stopped(error),
        ShardError::Study(StudyError::PairFailed { .. }) => Failure::model(error),
        ShardError::Store(_) | ShardError::Study(_) => Failure::run(error),
    })?;
    if !typed.quiet {
        print(&format!("{}: pairs {} to {}", file.display(), range.start, range.end - 1));
    }
    Ok(ExitCode::SUCCESS)
}

/// A plan and its study.
pub(super) fn read(path: &Path) -> Result<(Plan, Study), Failure> {
    let shown = path.display();
    let text = std::fs::read_to_string(path).map_err(|error| {
        Failure::input(format!("{shown}: {error}\nhelp: `gemba plan STUDY` writes a plan"))
    })?;
    let fail = |error: scenarios::shards::PlanError| Failure::input(format!("{shown}: {error}"));
    let plan = Plan::parse(&text).map_err(fail)?;
    let study = plan.study().map_err(fail)?;
    Ok((plan, study))
}
