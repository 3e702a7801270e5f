//! `gemba replay`: one pair of an earlier run, told.

use crate::args::Replay;
use crate::failure::{Failure, note, print};
use crate::inputs;
use crate::{embedded, folder};
use jiff::civil::Date;
use reports::write::{self, InputFile, Manifest};
use reports::{diary, write::Style};
use scenarios::pairing::replay::{Days, Replay as Told};
use scenarios::study::luck::sampling;
use scenarios::study::result::{FORMAT, StudyResult};
use scenarios::study::{Study, read_study};
use std::path::Path;
use std::process::ExitCode;
use twin_models::text::Document;

/// Simulates a pair again, checks that it is the one of the run, and writes its diary.
pub(crate) fn replay(options: &Replay) -> Result<ExitCode, Failure> {
    let run = &options.run;
    let manifest: Manifest = read(run, "manifest.json", "manifest of a run")?;
    let result: StudyResult =
        read(run, "result.json", &format!("result of this version ({FORMAT})"))?;
    let rows = text(run, "pairs.csv")?;
    let study = study(run, &manifest, &result)?;
    let wanted = comparison(&study, options.comparison.as_deref())?;
    let id = study.comparisons.get(wanted).map_or("", |c| &c.id);
    let stored = write::npv_of(&rows, options.pair, id, &Told::row()).map_err(Failure::run)?;
    let Some(stored) = stored else {
        return Err(Failure::input(format!(
            "pair {} of {id} is not in {}\nhelp: pairs are counted from 0, and this run has {}",
            options.pair,
            run.join("pairs.csv").display(),
            result.provenance.pairs
        )));
    };
    let out = options.out.clone().unwrap_or_else(|| run.join(format!("pair-{}", options.pair)));
    folder::check(&out).map_err(Failure::input)?;
    let told = study.replay(options.pair, wanted, days(options, &study)?).map_err(Failure::run)?;
    let found = told.npv() + 0.0;
    if found.to_bits() != stored.to_bits() {
        return Err(Failure::run(format!(
            "the pair is not the one of the run: its NPV is {found}, {} has {stored}\nhelp: the run \
             was made by version {}, this is {}; run the study again",
            run.join("pairs.csv").display(),
            manifest.version,
            env!("CARGO_PKG_VERSION")
        )));
    }
    let page = write::html(&diary::compose(&study, &told));
    let table = diary::diary_csv(&study, &told).map_err(Failure::run)?;
    folder::create(&out)?;
    folder::write(&out, "diary.csv", &table)?;
    let path = folder::write(&out, "diary.html", &page)?;
    if !options.quiet {
        let style = Style { report: Some(path.display().to_string()), ..super::run::style(None) };
        print(&diary::terminal(&study, &told, &style));
        note("the pair is the one of the run: its NPV is that of pairs.csv, to the last digit");
    }
    Ok(ExitCode::SUCCESS)
}

/// Index of a comparison by its name; the headline where none is named.
pub(super) fn comparison(study: &Study, wanted: Option<&str>) -> Result<usize, Failure> {
    let Some(id) = wanted else { return Ok(0) };
    study.comparisons.iter().position(|c| c.id == *id).ok_or_else(|| {
        let all: Vec<&str> = study.comparisons.iter().map(|c| c.id.as_str()).collect();
        Failure::input(format!("there is no comparison `{id}`\nhelp: there are {}", all.join(", ")))
    })
}

pub(super) fn text(run: &Path, name: &str) -> Result<String, Failure> {
    let path = run.join(name);
    std::fs::read_to_string(&path).map_err(|error| {
        Failure::input(format!(
            "cannot read {}: {error}\nhelp: name the folder that `gemba run --out` has written",
            path.display()
        ))
    })
}

pub(super) fn read<T: serde::de::DeserializeOwned>(
    run: &Path,
    name: &str,
    what: &str,
) -> Result<T, Failure> {
    serde_json::from_str(&text(run, name)?).map_err(|error| {
        let path = run.join(name);
        Failure::input(format!(
            "{} is no {what}: {error}\nhelp: run the study again",
            path.display()
        ))
    })
}

/// The study of the run: its inputs, its seed, its luck.
pub(super) fn study(
    run: &Path,
    manifest: &Manifest,
    result: &StudyResult,
) -> Result<Study, Failure> {
    let input = |role: &str| {
        let file = manifest.inputs.iter().find(|f| f.role == role);
        file.ok_or_else(|| Failure::input(format!("the manifest names no {role} file")))
    };
    let (study, plant) = (found(run, input("study")?)?, found(run, input("plant")?)?);
    let mut study = read_study(study, &|_| Ok(plant.clone())).map_err(Failure::input)?;
    if !result.provenance.without.is_empty() {
        let kinds: Vec<&str> = result.provenance.without.iter().map(String::as_str).collect();
        study = study.without(&kinds).map_err(Failure::input)?;
    }
    study.seed = manifest.seed;
    let luck = result.provenance.luck.as_ref().map_or("independent", |l| l.kind.as_str());
    study.sampling =
        sampling(luck).ok_or_else(|| Failure::input(format!("unknown kind of luck `{luck}`")))?;
    Ok(study)
}

/// The input with the bytes that were run: from the folder of the run, from where it was, or from the
/// program.
pub(super) fn found(run: &Path, file: &InputFile) -> Result<Document, Failure> {
    let stored = run.join(inputs::FOLDER).join(inputs::stored_name(&file.role));
    let places = [stored.as_path(), Path::new(&file.path)];
    let texts = places.iter().filter_map(|path| std::fs::read(path).ok());
    let examples = [embedded::STUDY, embedded::PLANT].map(|text| text.as_bytes().to_vec());
    let documents = texts.chain(examples).filter_map(|b| Document::parse(&file.path, &b).ok());
    let same = documents.into_iter().find(|d| inputs::sha256(d) == file.sha256);
    let Some(document) = same else {
        return Err(Failure::input(format!(
            "the {} file of the run is gone or has changed: {}\nhelp: put back the file with SHA-256 \
             {}, or run the study again",
            file.role, file.path, file.sha256
        )));
    };
    Ok(document)
}

/// Days since the start of the run.
fn days(options: &Replay, study: &Study) -> Result<Days, Failure> {
    let day = |text: &Option<String>| -> Result<Option<i64>, Failure> {
        let Some(text) = text else { return Ok(None) };
        let date: Date = text.parse().map_err(|_| {
            Failure::input(format!("`{text}` is no date\nhelp: write it like {}", study.start))
        })?;
        let days =
            study.start.until(date).map(|s| i64::from(s.get_days())).map_err(Failure::input)?;
        if days < 0 {
            return Err(Failure::input(format!("{date} is before the first day, {}", study.start)));
        }
        Ok(Some(days))
    };
    let (from, until) = (day(&options.from)?, day(&options.to)?.map(|day| day + 1));
    if let (Some(from), Some(until)) = (from, until)
        && until <= from
    {
        return Err(Failure::input("--to is before --from"));
    }
    Ok(Days { from, until })
}
