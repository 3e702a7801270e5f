//! `gemba prove`: where does this number come from?

use super::replay;
use crate::args::Prove;
use crate::failure::{Failure, print};
use reports::write::{self, Manifest};
use scenarios::pairing::scenario::Scenario;
use scenarios::proof::{Measure, Number, PROOF_FORMAT, Proof, derive};
use scenarios::study::Study;
use scenarios::study::result::{FORMAT, Firmness, StudyResult};
use std::process::ExitCode;

/// Proves one number of a run.
pub(crate) fn prove(options: &Prove) -> Result<ExitCode, Failure> {
    let run = &options.run;
    let number = Number::find(&options.number).map_err(|unknown| {
        let near = &unknown.near[..unknown.near.len().min(12)];
        Failure::input(format!("{unknown}\nhelp: near it: {}", near.join(", ")))
    })?;
    let manifest: Manifest = replay::read(run, "manifest.json", "manifest of a run")?;
    let result: StudyResult =
        replay::read(run, "result.json", &format!("result of this version ({FORMAT})"))?;
    let table = replay::text(run, "pairs.csv")?;
    let study = replay::study(run, &manifest, &result)?;
    let wanted = replay::comparison(&study, options.comparison.as_deref())?;
    let id = study.comparisons.get(wanted).map_or("", |c| &c.id);
    let comparison = result.comparisons.iter().find(|c| c.id == id).ok_or_else(|| {
        Failure::run(format!("result.json has no comparison `{id}`\nhelp: run the study again"))
    })?;
    let row = comparison.rows.iter().find(|r| r.id == options.row);
    let scenario = Scenario::ALL.into_iter().find(|s| s.id() == options.row);
    let (Some(row), Some(scenario)) = (row, scenario) else {
        let all: Vec<&str> = comparison.rows.iter().map(|r| r.id.as_str()).collect();
        return Err(Failure::input(format!(
            "{id} has no row `{}`\nhelp: there are {}",
            options.row,
            all.join(", ")
        )));
    };
    let rows = write::pairs_of(&table, id, &options.row).map_err(Failure::run)?;
    let benefits = match number.measure {
        Measure::Benefits(code) if scenario == Scenario::BASE => {
            benefits(&study, wanted, code, rows.iter().map(|row| row.pair))?
        }
        Measure::Benefits(_) => {
            return Err(Failure::input(
                "benefits by category are those of the base case\nhelp: leave out --row",
            ));
        }
        _ => Vec::new(),
    };
    let derivation = derive(&number, &rows, &row.metrics, comparison, &benefits)
        .ok_or_else(|| Failure::input(format!("{} exists in no pair of this run", number.name)))?;
    let pair = derivation.example;
    let chain = study.chain(pair, wanted, scenario).map_err(Failure::run)?;
    let stored = rows.iter().find(|row| row.pair == pair).map(|row| row.npv + 0.0);
    if stored.map(f64::to_bits) != Some(chain.npv.to_bits()) {
        return Err(Failure::run(format!(
            "the pair is not the one of the run: its NPV is {}, pairs.csv has {}\nhelp: the run was made \
             by version {}, this is {}; run the study again",
            chain.npv,
            stored.map_or_else(|| "none".to_owned(), |npv| npv.to_string()),
            manifest.version,
            env!("CARGO_PKG_VERSION")
        )));
    }
    let headline = options.comparison.is_none();
    let proof = Proof {
        format: PROOF_FORMAT.to_owned(),
        comparison: id.to_owned(),
        row: options.row.clone(),
        derivation,
        chain,
        seed: study.seed,
        replay: format!(
            "gemba replay {} --pair {pair}{}",
            run.display(),
            if headline { String::new() } else { format!(" --comparison {id}") }
        ),
    };
    if options.json {
        print(&write::proof_json(&proof).map_err(Failure::run)?);
    } else {
        print(&reports::proof::text(&proof, &result));
    }
    Ok(ExitCode::SUCCESS)
}

/// The hard benefit of a category per year in every pair: `pairs.csv` does not keep it, so the pairs are
/// simulated again.
fn benefits(
    study: &Study,
    comparison: usize,
    code: &str,
    pairs: impl Iterator<Item = u64>,
) -> Result<Vec<(u64, f64)>, Failure> {
    let category = scenarios::money::prices::CATEGORIES.iter().find(|(_, c)| *c == code);
    let mine: Vec<usize> = (0..study.book.lines.len())
        .filter(|k| {
            let line = &study.book.lines[*k];
            line.firmness == Firmness::Hard && Some(line.category) == category.map(|(c, _)| *c)
        })
        .collect();
    let years = f64::from(study.horizon) / 12.0;
    let mut worker = scenarios::pairing::Worker::new(study);
    pairs
        .map(|pair| {
            let (record, _) = scenarios::pairing::run_pair(study, &mut worker, pair)
                .map_err(|failure| Failure::run(format!("pair {pair}: {failure}")))?;
            let lines = record.comparisons.get(comparison).map(|c| &c.lines);
            let sum = lines.map_or(0.0, |lines| mine.iter().map(|k| lines[*k]).sum::<f64>());
            Ok((pair, sum / years))
        })
        .collect()
}
