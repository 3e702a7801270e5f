//! The examples that are part of the program, so that the first command needs no file.

/// The study that is run without a file, as it stands in `examples/studies`.
pub(crate) const STUDY: &str = include_str!("../../examples/studies/bottling.toml");
/// Its name.
pub(crate) const STUDY_FILE: &str = "bottling.toml";
/// Its plant, as it stands in `examples/plants`.
pub(crate) const PLANT: &str = include_str!("../../examples/plants/bottling_line.toml");
/// Its name.
pub(crate) const PLANT_FILE: &str = "bottling_line.toml";
/// A study of a machining line, as it stands in `examples/studies`.
pub(crate) const MACHINING: &str =
    include_str!("../../examples/studies/predictive_maintenance.toml");
/// Its name.
pub(crate) const MACHINING_FILE: &str = "predictive_maintenance.toml";
/// A study of quality in a CNC cell, as it stands in `examples/studies`.
pub(crate) const QUALITY: &str = include_str!("../../examples/studies/cnc_quality.toml");
/// Its name.
pub(crate) const QUALITY_FILE: &str = "cnc_quality.toml";
/// The CNC cell, as it stands in `examples/plants`.
pub(crate) const CELL: &str = include_str!("../../examples/plants/cnc_cell.toml");
/// Its name.
pub(crate) const CELL_FILE: &str = "cnc_cell.toml";
/// A study without effect, of the machining line too.
pub(crate) const PLACEBO: &str = include_str!("../../examples/studies/placebo.toml");
/// Its name.
pub(crate) const PLACEBO_FILE: &str = "placebo.toml";
/// The machining line, as it stands in `examples/plants`.
pub(crate) const MACHINING_PLANT: &str = include_str!("../../examples/plants/machining_line.toml");
/// Its name.
pub(crate) const MACHINING_PLANT_FILE: &str = "machining_line.toml";
