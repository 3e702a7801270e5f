//! `gemba review`: actual figures against today's plant continued and against the forecast.

use super::replay::{read, study};
use crate::args::Review as Options;
use crate::failure::{Failure, note, print};
use crate::folder;
use jiff::ToSpan;
use jiff::civil::Date;
use reports::review::{actuals, report, review_csv, terminal};
use reports::write::{self, Manifest, Style};
use scenarios::study::result::{FORMAT, StudyResult, Tracking};
use scenarios::tracking::TrackingPlan;
use scenarios::tracking::review::{Actual, review as compare};
use std::path::Path;
use std::process::ExitCode;

/// Holds the actual figures of a file against a run.
pub(crate) fn review(options: &Options) -> Result<ExitCode, Failure> {
    let run = &options.run;
    let manifest: Manifest = read(run, "manifest.json", "manifest of a run")?;
    let result: StudyResult =
        read(run, "result.json", &format!("result of this version ({FORMAT})"))?;
    let file = &options.actual;
    let text = std::fs::read_to_string(file).map_err(|error| {
        Failure::input(format!(
            "cannot read {}: {error}\nhelp: `gemba lock` of a study with a pilot or [tracking] writes the file \
             to be filled in",
            file.display()
        ))
    })?;
    let out = options.out.clone().unwrap_or_else(|| run.join("review"));
    folder::check(&out).map_err(Failure::input)?;
    let tracking = tracking(run, &manifest, &result)?;
    let found = actuals(&text, &tracking)
        .map_err(|faults| Failure::input(format!("{}:\n{faults}", file.display())))?;
    let as_of = as_of(options, &tracking, &found)?;
    let review = compare(&result, &tracking, &found, &as_of);
    let json = write::review_json(&review).map_err(Failure::run)?;
    let csv = review_csv(&review).map_err(Failure::run)?;
    folder::create(&out)?;
    folder::write(&out, "review.json", &json)?;
    folder::write(&out, "review.csv", &csv)?;
    let page = folder::write(&out, "review.html", write::html(&report(&review, &tracking)))?;
    if options.json {
        print(&json);
    } else if !options.quiet {
        let style = Style { report: Some(page.display().to_string()), ..super::run::style(None) };
        print(&terminal(&review, &style));
    }
    Ok(ExitCode::SUCCESS)
}

/// What the run has tracked; where it has not, the same futures are simulated now.
fn tracking(run: &Path, manifest: &Manifest, result: &StudyResult) -> Result<Tracking, Failure> {
    if let Some(tracking) = &result.tracking {
        return Ok(tracking.clone());
    }
    let study = study(run, manifest, result)?;
    if study.scorecard.is_empty() {
        return Err(Failure::input(
            "the study of this run has no scorecard: nobody said what is to be reviewed\nhelp: add \
             [scorecard.NAME] (`gemba lock --suggest` writes a first one), lock and run it",
        ));
    }
    note("note: the run has not tracked its scorecard; its futures are simulated again");
    let plan = study.tracking.unwrap_or_default();
    let plan = TrackingPlan { futures: plan.futures.min(result.provenance.pairs.max(10)), ..plan };
    study
        .track(plan, None)
        .ok_or_else(|| Failure::run("the futures of the run could not be simulated again"))
}

/// The day of the review: what was typed, or the last day of the last month reported.
fn as_of(options: &Options, tracking: &Tracking, found: &[Actual]) -> Result<String, Failure> {
    let parse = |text: &str| {
        text.parse::<Date>().map_err(|_| {
            Failure::input(format!("`{text}` is no date\nhelp: write it like 2028-01-31"))
        })
    };
    if let Some(typed) = &options.as_of {
        return Ok(parse(typed)?.to_string());
    }
    let last = found.iter().map(|actual| actual.month).max().unwrap_or(1) as usize;
    let first = parse(tracking.months.get(last - 1).map_or("", String::as_str))?;
    // A month of the study ends before the day on which the next one begins.
    Ok(first.saturating_add(1.month()).saturating_sub(1.day()).to_string())
}
