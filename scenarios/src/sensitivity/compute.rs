//! `gemba sensitivity`: a study run, and everything that its answer hangs on.

use super::bench::{Bench, estimate};
use super::decide::sample;
use super::result::{Bar, FORMAT, Sensitivity};
use super::unknown::Unknowns;
use super::{money, reverse, tornado};
use crate::answer::{self, PairRows};
use crate::study::run::{RunOptions, StudyError};
use crate::study::{Study, result::StudyResult};

/// Pairs of the sample, where none are asked for.
pub const PAIRS: u64 = 250;

/// Pairs in which every input is moved: a sixth of the sample, at least 20.
pub fn moved_pairs(pairs: u64) -> u64 {
    (pairs / 6).max(20).min(pairs)
}

impl Study {
    /// Runs the study, then moves every input of its headline.
    ///
    /// The result depends on study, plant, seed and number of pairs only.
    ///
    /// # Errors
    /// When more pairs fail than the study allows, too few are left, or somebody stops it.
    pub fn sensitivity(
        &self,
        options: &RunOptions<'_>,
    ) -> Result<(Sensitivity, StudyResult), StudyError> {
        let options = RunOptions { pairs: Some(options.pairs.unwrap_or(PAIRS)), ..*options };
        let study = self.as_asked(&options);
        let (pairs, stopped, criteria) = study.pairs(&options)?;
        let plan = &study.comparisons[0];
        let unknowns = Unknowns::of(&study, plan);
        let sample = sample(&unknowns, &pairs).unwrap_or_default();
        let done = pairs.done.len() as u64;
        let result = answer::compose(&study, pairs, stopped, criteria, PairRows::Left);
        let decides = result.decides.as_ref();

        let medians = unknowns.medians(&study);
        let bench = Bench::new(&study, plan, moved_pairs(done), medians, options.cancel)?;
        let mut bars = tornado::bars(&study, &unknowns, &bench, decides)?;
        bars.extend(money::bars(&study, &bench)?);
        bars.sort_by(|a, b| b.swing().abs().total_cmp(&a.swing().abs()));
        let base = estimate(bench.priced_at(&bench.medians)?);
        let refused = match decides {
            Some(decides) => decides.formula.refused.as_deref(),
            None if unknowns.items.is_empty() => Some("the study has no unknowns"),
            None => Some("too few pairs for a formula"),
        };
        let reverse = reverse::reverse(&study, &unknowns, &sample, refused, &bench)?;
        let head = &result.comparisons[0];
        let sensitivity = Sensitivity {
            format: FORMAT.to_owned(),
            provenance: result.provenance.clone(),
            comparison: head.id.clone(),
            judgement: head.judgement.clone(),
            rows: head.rows.clone(),
            moved_pairs: moved_pairs(done),
            at_medians: base,
            downtime_rank: rank(&bars, money::DOWNTIME),
            tornado: bars,
            decides: result.decides.clone(),
            reverse,
            payback_races: result.payback_races.clone(),
        };
        Ok((sensitivity, result))
    }
}

/// Its place in the tornado, from 1.
fn rank(bars: &[Bar], id: &str) -> Option<u64> {
    bars.iter().position(|bar| bar.id == id).map(|k| k as u64 + 1)
}
