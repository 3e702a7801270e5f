//! `gemba plan`: a run in parts, for whoever makes them.

use super::cost;
use super::run::planned;
use crate::args::Plan as Typed;
use crate::failure::{Failure, note, print};
use crate::inputs::Inputs;
use crate::{folder, jobs};
use scenarios::shards::Plan;
use scenarios::study::luck::sampling;
use scenarios::study::{RunOptions, Study};
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// A shard should take so long on one core: overhead of a cluster is small, and little is lost with a machine.
const SHARD: Duration = Duration::from_secs(15);
/// The pilot takes so long, or a pair.
const PILOT: Duration = Duration::from_millis(1500);

/// Writes the plan.
pub(crate) fn plan(typed: &Typed) -> Result<ExitCode, Failure> {
    let inputs = Inputs::default();
    let study = planned(typed.study.as_deref(), &typed.without, &inputs)?;
    let options = RunOptions {
        pairs: typed.pairs,
        seed: typed.seed,
        sampling: typed.luck.as_deref().and_then(sampling),
        ..RunOptions::default()
    };
    let before = std::fs::read_to_string(&typed.out).ok().and_then(|text| Plan::parse(&text).ok());
    let first = Plan::of(&study, &options, 1, inputs.to_plan());
    let pilot = typed.explain.then(|| cost::pilot(&first)).transpose()?;
    let pair = pilot.as_ref().map(|pilot| pilot.model.pair_seconds.mean);
    let plan = plan_of(&study, &options, typed.per_shard, before, pair, &inputs)?;
    let (parent, name) = (typed.out.parent().unwrap_or(Path::new("")), typed.out.file_name());
    let name = name.ok_or_else(|| Failure::input("--out is no file name"))?.to_string_lossy();
    if typed.scheduler.is_some() && !jobs::is_plain(&name) {
        return Err(Failure::input(format!(
            "the name {name} would need quotes in a job file\nhelp: name the plan with letters, digits, dots and \
             dashes"
        )));
    }
    if !parent.as_os_str().is_empty() {
        folder::check(parent).map_err(Failure::input)?;
        folder::create(parent)?;
    }
    folder::write(parent, &name, plan.to_json().map_err(Failure::run)?)?;
    let files = typed.scheduler.map(|whom| jobs::files(&plan, &name, whom)).unwrap_or_default();
    for (name, text) in &files {
        folder::write(parent, name, text)?;
    }
    let told = pilot.map(|pilot| cost::explained(pilot, &plan, &study, typed)).transpose()?;
    if let (Some(told), true) = (&told, typed.json) {
        print(&serde_json::to_string_pretty(told).map_err(Failure::run)?);
    } else if !typed.quiet {
        let (shards, out) = (plan.shards(), typed.out.display());
        print(&format!("{}: {}", plan.files.first().map_or("", |file| &file.path), study.name));
        print(&format!("{out}: {} pairs in {shards} shards of {}", plan.pairs, plan.per_shard));
        print(&format!(
            "make them, in any order, anywhere: gemba shard {out} --index 0 to {}",
            shards - 1
        ));
        print(&format!("then: gemba merge {out} shards"));
        for (name, _) in &files {
            print(&format!("or: {}, which says how", parent.join(name).display()));
        }
        if let Some(told) = &told {
            print("");
            print(&reports::cost::terminal(told));
        }
        if plan.asked.is_none() {
            note_precise(&study);
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The plan of a study; without so many pairs of a shard those of an earlier plan of the same futures, or as the
/// seconds of a pair have it, which are measured where nobody knows them.
pub(super) fn plan_of(
    study: &Study,
    options: &RunOptions<'_>,
    per_shard: Option<u64>,
    before: Option<Plan>,
    pair_seconds: Option<f64>,
    inputs: &Inputs,
) -> Result<Plan, Failure> {
    let made = |per_shard: u64| Plan::of(study, options, per_shard, inputs.to_plan());
    let first = made(1);
    let before = before.filter(|plan| plan.physics == first.physics).map(|plan| plan.per_shard);
    let per_shard = match (per_shard.or(before), pair_seconds) {
        (Some(given), _) => given,
        (None, Some(pair)) => round(pair),
        (None, None) => round(measured(study, &first)?),
    };
    Ok(made(per_shard))
}

/// A stopping rule looks at the pairs in order, so that all that it might want are planned.
pub(super) fn note_precise(study: &Study) {
    if let scenarios::study::Design::Precise { min, max, .. } = study.design
        && min < max
    {
        note(&format!(
            "note: the study stops between {min} and {max} pairs, as soon as it is precise enough; all are planned, \
             and those beyond are not used (--pairs plans fewer)"
        ));
    }
}

/// Seconds of a pair \[s\], from a few.
#[expect(
    clippy::disallowed_methods,
    reason = "how long a pair takes decides on the size of a shard only"
)]
fn measured(study: &Study, one: &Plan) -> Result<f64, Failure> {
    let seen = one.study().map_err(Failure::input)?;
    let folder = tempfile::tempdir()
        .map_err(|error| Failure::run(format!("no room for a pilot: {error}")))?;
    let begun = Instant::now();
    let mut pairs = 0;
    while pairs < study.most_pairs(one.asked) && (pairs == 0 || begun.elapsed() < PILOT) {
        let file = folder.path().join(Plan::file_name(pairs));
        seen.run_shard(one, pairs, &file, &RunOptions::default()).map_err(Failure::run)?;
        pairs += 1;
    }
    Ok(begun.elapsed().as_secs_f64() / pairs as f64)
}

/// The round number of pairs of so many seconds that fills a shard.
fn round(pair: f64) -> u64 {
    let most = SHARD.as_secs_f64() / pair;
    let round = (0..7).flat_map(|k| [1, 2, 5].map(|digit| digit * 10_u64.pow(k)));
    round.take_while(|n| *n as f64 <= most).last().unwrap_or(1)
}
