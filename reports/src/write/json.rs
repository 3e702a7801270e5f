//! `result.json` and the schemas of what this crate writes.

use super::{Manifest, pretty};
use crate::simulate::SimulateSummary;
use scenarios::baseline::lock::Lock;
use scenarios::laboratory::policies::result::PoliciesResult;
use scenarios::laboratory::result::SweepResult;
use scenarios::proof::Proof;
use scenarios::schedule::result::ScheduleResult;
use scenarios::sensitivity::result::Sensitivity;
use scenarios::study::result::StudyResult;
use scenarios::tracking::review::Review;
use schemars::schema_for;
use std::str::FromStr;

/// The result of a study as it stands in `result.json`: same inputs, same bytes.
pub fn result_json(result: &StudyResult) -> Result<String, serde_json::Error> {
    pretty(result)
}

/// What a study hangs on as it stands in `sensitivity.json`: same inputs, same bytes.
pub fn sensitivity_json(result: &Sensitivity) -> Result<String, serde_json::Error> {
    pretty(result)
}

/// A lock as it stands in its file.
pub fn lock_json(lock: &Lock) -> Result<String, serde_json::Error> {
    pretty(lock)
}

/// A budget review as it stands in `review.json`.
pub fn review_json(review: &Review) -> Result<String, serde_json::Error> {
    pretty(review)
}

/// A proof as JSON.
pub fn proof_json(proof: &Proof) -> Result<String, serde_json::Error> {
    pretty(proof)
}

/// What has a schema here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `result.json`.
    Result,
    /// `simulate.json`.
    Simulate,
    /// `manifest.json`.
    Manifest,
    /// `sweep.json`.
    Sweep,
    /// `policies.json`.
    Policies,
    /// `schedule.json`.
    Schedule,
    /// `sensitivity.json`.
    Sensitivity,
    /// A lock of a baseline.
    Lock,
    /// `review.json`.
    Review,
}

impl Kind {
    /// All kinds with their names on the command line.
    pub const ALL: [(&'static str, Self); 9] = [
        ("result", Self::Result),
        ("simulate", Self::Simulate),
        ("manifest", Self::Manifest),
        ("sweep", Self::Sweep),
        ("policies", Self::Policies),
        ("schedule", Self::Schedule),
        ("sensitivity", Self::Sensitivity),
        ("lock", Self::Lock),
        ("review", Self::Review),
    ];
}

/// There is no such kind.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "there is no schema `{0}`; there are: result, simulate, manifest, sweep, policies, schedule, \
     sensitivity, lock"
)]
pub struct UnknownKind(String);

impl FromStr for Kind {
    type Err = UnknownKind;

    fn from_str(name: &str) -> Result<Self, UnknownKind> {
        let found = Self::ALL.iter().find(|(known, _)| *known == name);
        found.map(|(_, kind)| *kind).ok_or_else(|| UnknownKind(name.to_owned()))
    }
}

/// The JSON schema of a kind.
pub fn schema(kind: Kind) -> Result<String, serde_json::Error> {
    pretty(&match kind {
        Kind::Result => schema_for!(StudyResult),
        Kind::Simulate => schema_for!(SimulateSummary),
        Kind::Manifest => schema_for!(Manifest),
        Kind::Sweep => schema_for!(SweepResult),
        Kind::Policies => schema_for!(PoliciesResult),
        Kind::Schedule => schema_for!(ScheduleResult),
        Kind::Sensitivity => schema_for!(Sensitivity),
        Kind::Lock => schema_for!(Lock),
        Kind::Review => schema_for!(Review),
    })
}
