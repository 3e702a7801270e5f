//! Writes the report of the synthetic study of the tests, or of a study file:
//! `cargo run --release -p reports --example demo DIR [STUDY]`.
#![allow(clippy::unwrap_used, missing_docs, unreachable_pub)]

#[path = "../tests/it/fixture/mod.rs"]
mod fixture;

use reports::write::Style;
use scenarios::study::result::StudyResult;
use scenarios::study::{RunOptions, read_study_file};
use std::error::Error;
use std::path::{Path, PathBuf};

fn write(result: &StudyResult, folder: &Path, name: &str) -> Result<(), Box<dyn Error>> {
    let page = folder.join(format!("{name}.html"));
    std::fs::write(&page, reports::write::html(&reports::compose(result)))?;
    let style = Style { colour: true, width: 100, report: Some(page.display().to_string()) };
    let text = reports::write::terminal(result, &style);
    std::fs::write(folder.join(format!("{name}.txt")), text)?;
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().unwrap_or("demo".to_owned()));
    std::fs::create_dir_all(&folder)?;
    if let Some(file) = arguments.next() {
        let study = read_study_file(Path::new(&file)).map_err(|e| format!("{e:?}"))?;
        let pairs = arguments.next().and_then(|n| n.parse().ok());
        let result = study.run(&RunOptions { pairs, ..RunOptions::default() })?;
        return write(&result, &folder, "study");
    }
    let result = fixture::study();
    write(&result, &folder, "report")?;
    let placebo = StudyResult { comparisons: vec![fixture::placebo()], ..result };
    write(&placebo, &folder, "placebo")
}
