//! Writes the report of the synthetic study of the tests: `cargo run -p reports --example demo DIR`.
#![allow(clippy::unwrap_used, missing_docs)]

#[path = "../tests/it/fixture/mod.rs"]
#[allow(dead_code, unreachable_pub, missing_docs)]
mod fixture;

use std::path::PathBuf;

fn main() -> std::io::Result<()> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or("demo".to_owned()));
    std::fs::create_dir_all(&folder)?;
    let result = fixture::study();
    let page = reports::write::html(&reports::compose(&result));
    std::fs::write(folder.join("report.html"), page)?;
    let mut placebo = result.clone();
    placebo.comparisons = vec![fixture::placebo()];
    let page = reports::write::html(&reports::compose(&placebo));
    std::fs::write(folder.join("placebo.html"), page)?;
    let place = folder.join("report.html").display().to_string();
    let style = reports::write::Style { colour: true, width: 100, report: Some(place) };
    std::fs::write(folder.join("terminal.txt"), reports::write::terminal(&result, &style))
}
