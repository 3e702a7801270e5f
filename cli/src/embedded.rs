//! The example that is part of the program, so that the first command needs no file.

/// The study, as it stands in `examples/studies`.
pub(crate) const STUDY: &str = include_str!("../../examples/studies/predictive_maintenance.toml");
/// Its name.
pub(crate) const STUDY_FILE: &str = "predictive_maintenance.toml";
/// The plant, as it stands in `examples/plants`.
pub(crate) const PLANT: &str = include_str!("../../examples/plants/machining_line.toml");
/// Its name.
pub(crate) const PLANT_FILE: &str = "machining_line.toml";
/// A study without effect, as it stands in `examples/studies`.
pub(crate) const PLACEBO: &str = include_str!("../../examples/studies/placebo.toml");
/// Its name.
pub(crate) const PLACEBO_FILE: &str = "placebo.toml";
