//! `gemba merge`: from shards to the report of the run.

use super::run::{Asked, answer, faults as told, required};
use super::shard::read;
use crate::args::Merge;
use crate::failure::{Failure, print};
use crate::folder::{self, Claim};
use crate::inputs::Inputs;
use crate::record::begin;
use scenarios::shards::gather::ranges;
use scenarios::store::{FILE, Keeper};
use std::process::ExitCode;

/// Puts the shards together and answers the study.
pub(crate) fn merge(typed: &Merge) -> Result<ExitCode, Failure> {
    let begun = begin();
    let required = required(&typed.require)?;
    let (plan, study) = read(&typed.plan)?;
    if typed.missing {
        let (found, _) = plan.look(&study, &typed.shards);
        let missing: Vec<u64> = (0..plan.shards()).filter(|k| !found.contains_key(k)).collect();
        print(&ranges(&missing).join(","));
        return Ok(ExitCode::SUCCESS);
    }
    folder::check(&typed.out).map_err(Failure::input)?;
    let _claim = Claim::of(&typed.out)?;
    let file = typed.out.join(FILE);
    plan.gather(&study, &typed.shards, &file).map_err(told)?;
    let inputs = Inputs::default();
    inputs.planned(&plan.files);
    let asked = Asked {
        out: &typed.out,
        pairs: plan.asked,
        seed: None,
        sampling: None,
        required: &required,
        by: None,
        working: &typed.working,
    };
    answer(study, inputs, &begun, Some(Keeper::new(file).resume()), &asked)
}
