//! `gemba init`: examples to start from.

use super::catalogue;
use crate::args::Init;
use crate::failure::{Failure, print};
use crate::tables::{sheets, workbook};
use crate::{embedded, folder, project};
use scenarios::catalogue::complete;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use twin_models::text::Document;

/// What the folder is, for people.
const README_FILE: &str = "README.md";

/// Writes the embedded examples as files.
pub(crate) fn init(options: &Init) -> Result<ExitCode, Failure> {
    if let Some(kind) = &options.investment {
        return investment(&options.folder, kind);
    }
    if let Some(revenue) = &options.archetype {
        return archetype(&options.folder, revenue);
    }
    let (plants, studies) = (options.folder.join("plants"), options.folder.join("studies"));
    let files = [
        (&plants, embedded::PLANT_FILE, embedded::PLANT),
        (&plants, embedded::MACHINING_PLANT_FILE, embedded::MACHINING_PLANT),
        (&plants, embedded::PRESS_PLANT_FILE, embedded::PRESS_PLANT),
        (&studies, embedded::STUDY_FILE, embedded::STUDY),
        (&studies, embedded::MACHINING_FILE, embedded::MACHINING),
        (&plants, embedded::CELL_FILE, embedded::CELL),
        (&studies, embedded::QUALITY_FILE, embedded::QUALITY),
        (&plants, embedded::ELECTRONICS_FILE, embedded::ELECTRONICS),
        (&studies, embedded::ELECTRONICS_FILE, embedded::VISIBILITY),
        (&studies, embedded::BUNDLE_FILE, embedded::BUNDLE),
        (&studies, embedded::PLACEBO_FILE, embedded::PLACEBO),
        (&options.folder, README_FILE, project::README),
    ];
    let books = if options.xlsx { books(&files, &studies)? } else { Vec::new() };
    write(&files, books, &studies)?;
    let study = studies.join(embedded::STUDY_FILE);
    print(&format!("next: gemba run {}", study.display()));
    Ok(ExitCode::SUCCESS)
}

/// Writes the plant of this revenue and its study.
fn archetype(folder: &Path, revenue: &str) -> Result<ExitCode, Failure> {
    let known = || embedded::ARCHETYPES.iter();
    let Some((_, plant, study)) = known().find(|(name, ..)| *name == revenue) else {
        let names: Vec<&str> = known().map(|(name, ..)| *name).collect();
        return Err(Failure::input(format!(
            "there is no archetype of {revenue} M$\nhelp: there is: {}",
            names.join(", ")
        )));
    };
    let (plants, studies) = (folder.join("plants"), folder.join("studies"));
    let (folder, name) = (folder.to_path_buf(), format!("machining_{revenue}.toml"));
    let files = [
        (&plants, name.as_str(), *plant),
        (&studies, &name, *study),
        (&folder, README_FILE, project::README),
    ];
    write(&files, Vec::new(), &studies)?;
    print(&format!("next: gemba run {}", studies.join(&name).display()));
    Ok(ExitCode::SUCCESS)
}

/// Writes a study of an investment of the catalogue, and its plant.
fn investment(folder: &Path, kind: &str) -> Result<ExitCode, Failure> {
    let entry = catalogue::entry(kind)?;
    let (example, file, plant) = match &*entry.example {
        "cnc_quality" => (embedded::QUALITY, embedded::CELL_FILE, embedded::CELL),
        "smt_energy" => (embedded::ENERGY, embedded::ENERGY_FILE, embedded::ENERGY_PLANT),
        "electronics" => (embedded::VISIBILITY, embedded::ELECTRONICS_FILE, embedded::ELECTRONICS),
        _ => (embedded::MACHINING, embedded::MACHINING_PLANT_FILE, embedded::MACHINING_PLANT),
    };
    let (plants, studies) = (folder.join("plants"), folder.join("studies"));
    let plant = match entry.plant {
        Some(more) => format!("{plant}\n{more}"),
        None => plant.to_owned(),
    };
    let study = complete(&entry, example, &format!("../plants/{file}"));
    let name = format!("{}.toml", entry.key);
    let folder = folder.to_path_buf();
    let files = [
        (&plants, file, plant.as_str()),
        (&studies, &name, &study),
        (&folder, README_FILE, project::README),
    ];
    write(&files, Vec::new(), &studies)?;
    print(&format!(
        "next: replace what says `replace me`, then gemba run {}",
        studies.join(name).display()
    ));
    Ok(ExitCode::SUCCESS)
}

/// Writes files, all of them or none.
fn write(
    files: &[(&PathBuf, &str, &str)],
    books: Vec<(String, Vec<u8>)>,
    studies: &Path,
) -> Result<(), Failure> {
    let there: Vec<String> = files
        .iter()
        .map(|(folder, name, _)| folder.join(name))
        .chain(books.iter().map(|(name, _)| studies.join(name)))
        .filter(|path| path.exists())
        .map(|path| path.display().to_string())
        .collect();
    if !there.is_empty() {
        return Err(Failure::input(format!(
            "already there, nothing written: {}\nhelp: name another folder, or move these away",
            there.join(", ")
        )));
    }
    for (folder, ..) in files {
        folder::check(folder).map_err(Failure::input)?;
    }
    for (folder, name, content) in files {
        folder::create(folder)?;
        let path = folder::write_new(folder, name, content)?;
        print(&format!("wrote {}", path.display()));
    }
    for (name, bytes) in books {
        let path = folder::write_new(studies, &name, bytes)?;
        print(&format!("wrote {}", path.display()));
    }
    Ok(())
}

/// The studies among the files, as workbooks.
fn books(
    files: &[(&PathBuf, &str, &str)],
    studies: &PathBuf,
) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let book = |(_, name, content): &(&PathBuf, &str, &str)| {
        let document = Document::parse(name, content.as_bytes()).map_err(Failure::input)?;
        let bytes = workbook(&sheets(&document)).map_err(Failure::run)?;
        Ok((name.replace(".toml", ".xlsx"), bytes))
    };
    files.iter().filter(|(folder, ..)| *folder == studies).map(book).collect()
}
