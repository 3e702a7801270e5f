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
/// A study of supply visibility in an electronics plant, as it stands in `examples/studies`.
pub(crate) const VISIBILITY: &str = include_str!("../../examples/studies/electronics.toml");
/// The electronics plant, as it stands in `examples/plants`.
pub(crate) const ELECTRONICS: &str = include_str!("../../examples/plants/electronics.toml");
/// The name of both.
pub(crate) const ELECTRONICS_FILE: &str = "electronics.toml";
/// A study of energy in an electronics plant, as it stands in `examples/studies`.
pub(crate) const ENERGY: &str = include_str!("../../examples/studies/smt_energy.toml");
/// Its plant, as it stands in `examples/plants`.
pub(crate) const ENERGY_PLANT: &str = include_str!("../../examples/plants/smt_energy.toml");
/// The name of both.
pub(crate) const ENERGY_FILE: &str = "smt_energy.toml";
/// A study of three investments in the machining line, as it stands in `examples/studies`.
pub(crate) const BUNDLE: &str = include_str!("../../examples/studies/bundle.toml");
/// Its name.
pub(crate) const BUNDLE_FILE: &str = "bundle.toml";
/// A study without effect, of the machining line too.
pub(crate) const PLACEBO: &str = include_str!("../../examples/studies/placebo.toml");
/// Its name.
pub(crate) const PLACEBO_FILE: &str = "placebo.toml";
/// The machining line, as it stands in `examples/plants`.
pub(crate) const MACHINING_PLANT: &str = include_str!("../../examples/plants/machining_line.toml");
/// Its name.
pub(crate) const MACHINING_PLANT_FILE: &str = "machining_line.toml";
/// The plant of `gemba sweep` and `gemba policies` without a file, as it stands in `examples/plants`.
pub(crate) const PRESS_PLANT: &str = include_str!("../../examples/plants/forging_press.toml");
/// Its name.
pub(crate) const PRESS_PLANT_FILE: &str = "forging_press.toml";
/// What `gemba sweep` varies there.
pub(crate) const PRESS_VARY: &str = "maintenance.bearing_change.every=200 h:1000 h:9";
/// Prices of that example, for `--cost`.
pub(crate) const PRESS_COSTS: [&str; 6] = [
    "failures:bearing=4000 EUR",
    "unplanned_down_h:press=380 EUR",
    "tasks=600 EUR",
    "planned_repairs:bearing=3000 EUR",
    "parts_worth:bearing=1200 EUR",
    "labour_ph=60 EUR",
];
/// The failure mode that `gemba policies` compares there.
pub(crate) const PRESS_MODE: &str = "bearing";
/// The difference that matters there \[EUR a year\].
pub(crate) const PRESS_DELTA: f64 = 1000.0;
/// Archetypes by revenue \[M$ a year\]: plant and study, as they stand in `examples/archetypes`.
pub(crate) const ARCHETYPES: [(&str, &str, &str); 3] = [
    (
        "20",
        include_str!("../../examples/archetypes/plants/machining_20.toml"),
        include_str!("../../examples/archetypes/studies/machining_20.toml"),
    ),
    (
        "50",
        include_str!("../../examples/archetypes/plants/machining_50.toml"),
        include_str!("../../examples/archetypes/studies/machining_50.toml"),
    ),
    (
        "100",
        include_str!("../../examples/archetypes/plants/machining_100.toml"),
        include_str!("../../examples/archetypes/studies/machining_100.toml"),
    ),
];
