//! The keys of the part of a catalogue file that speaks about the investment.

use twin_models::text::{Field, Kind, Section};

/// Kinds of twin; an investment is judged by the indicators and the evidence of its kind.
const SCENARIOS: &[&str] =
    &["line", "quality", "facility_energy", "security", "planning", "finance"];

/// Channels in which benchmarks stand beside results.
const CHANNELS: &[&str] =
    &["downtime", "maintenance", "quality", "energy", "payback", "benefit", "safety", "planning"];

/// A file of the catalogue, without its blocks.
pub(super) static FILE: Section = Section {
    name: "catalogue file",
    doc: "An investment that others have made.",
    fields: &[Field::required("catalogue", Kind::Table(&CATALOGUE), "About it.")],
};

/// `[catalogue]`.
pub(super) static CATALOGUE: Section = Section {
    name: "[catalogue]",
    doc: "About the investment.",
    fields: &[
        Field::required("title", Kind::Text, "Name for people."),
        Field::required("scenario", Kind::Word(SCENARIOS), "What kind of twin it is judged as."),
        Field::required("question", Kind::Text, "The question that it answers."),
        Field::required("decision", Kind::Text, "The decision that changes."),
        Field::required("data", Kind::Text, "The data that tell it, and the sensor."),
        Field::required("evidence", Kind::List(&Kind::Text), "What it must show."),
        Field::required("example", Kind::Text, "Example study whose plant the paths fit."),
        Field::optional("claims", Kind::List(&Kind::Table(&CLAIM)), "What is claimed of it."),
    ],
};

/// `[[catalogue.claims]]`.
pub(super) static CLAIM: Section = Section {
    name: "[[catalogue.claims]]",
    doc: "What a source claims.",
    fields: &[
        Field::required("about", Kind::Text, "What is claimed."),
        Field::optional(
            "indicator",
            Kind::Text,
            "Indicator of `[[claims]]` that it can be put in.",
        ),
        Field::required(
            "from",
            Kind::Text,
            "Lower end, with its unit; `none` where it has no number.",
        ),
        Field::required("to", Kind::Text, "Upper end."),
        Field::required("basis", Kind::Text, "Of what: first year, or steady state."),
        Field::required("source", Kind::Text, "Who claims it, and of when."),
        Field::optional(
            "channel",
            Kind::Word(CHANNELS),
            "What it is a benchmark of, beside the results of a study.",
        ),
        Field::required("proves", Kind::Text, "Requirement that it comes from."),
    ],
};
