//! Studies that are part of the module, so that the first call needs no file.

use crate::fault;
use crate::study::Study;
use pyo3::prelude::*;
use std::path::Path;
use twin_models::text::Document;

/// Name, file and text of the study, file and text of its plant; the first is the default.
const EXAMPLES: [(&str, [&str; 4]); 6] = [
    (
        "bottling",
        [
            "bottling.toml",
            include_str!("../../examples/studies/bottling.toml"),
            "bottling_line.toml",
            include_str!("../../examples/plants/bottling_line.toml"),
        ],
    ),
    (
        "machining",
        [
            "predictive_maintenance.toml",
            include_str!("../../examples/studies/predictive_maintenance.toml"),
            "machining_line.toml",
            include_str!("../../examples/plants/machining_line.toml"),
        ],
    ),
    (
        "bundle",
        [
            "bundle.toml",
            include_str!("../../examples/studies/bundle.toml"),
            "machining_line.toml",
            include_str!("../../examples/plants/machining_line.toml"),
        ],
    ),
    (
        "quality",
        [
            "cnc_quality.toml",
            include_str!("../../examples/studies/cnc_quality.toml"),
            "cnc_cell.toml",
            include_str!("../../examples/plants/cnc_cell.toml"),
        ],
    ),
    (
        "electronics",
        [
            "electronics.toml",
            include_str!("../../examples/studies/electronics.toml"),
            "electronics.toml",
            include_str!("../../examples/plants/electronics.toml"),
        ],
    ),
    (
        "energy",
        [
            "smt_energy.toml",
            include_str!("../../examples/studies/smt_energy.toml"),
            "smt_energy.toml",
            include_str!("../../examples/plants/smt_energy.toml"),
        ],
    ),
];

/// Names of the studies that are part of the module.
///
/// >>> gemba.examples()[0]
/// 'bottling'
#[pyfunction]
pub(crate) fn examples() -> Vec<&'static str> {
    EXAMPLES.iter().map(|(name, _)| *name).collect()
}

/// A study that is part of the module; without a name the one that `gemba run` runs without a file.
///
/// >>> gemba.example().plant.name
/// 'PET bottling line 3'
#[pyfunction]
#[pyo3(signature = (name = "bottling"))]
pub(crate) fn example(name: &str) -> PyResult<Study> {
    let found = EXAMPLES.iter().find(|(known, _)| *known == name);
    let Some((_, [file, text, plant_file, plant])) = found else {
        return Err(fault::input(format!(
            "there is no example {name:?}\nhelp: there are {}",
            examples().join(", ")
        )));
    };
    let parse = |file: &str, text: &str| {
        Document::parse(file, text.as_bytes()).map_err(|faults| fault::unreadable(&faults))
    };
    Study::read(parse(file, text)?, Some(parse(plant_file, plant)?), Path::new(""))
}
