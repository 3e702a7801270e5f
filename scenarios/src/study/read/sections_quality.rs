//! The keys of `[prices.quality.NAME]` and `[prices.inspections.NAME]`.

use super::units::{HOURLY, JOB, PRICE, free};
use twin_models::text::Section;

/// `[prices.quality.NAME]`.
pub static QUALITY: Section = Section {
    name: "[prices.quality.NAME]",
    doc: "What a characteristic costs beyond scrap and escapes.",
    fields: &[
        free("tool", JOB, "0 $/job", "A tool: every tool change."),
        free("measurement", PRICE, "0 $/piece", "A piece measured by the gauge."),
        free("hold_hour", HOURLY, "0 $/h", "An hour of a machine stopped to look for a cause."),
        free("sorting", PRICE, "0 $/piece", "A piece looked through after an alarm."),
        free("claim", PRICE, "0 $/piece", "A claim of a customer, in the month of the claim."),
        free(
            "containment",
            JOB,
            "0 $/job",
            "A drift with so many escapes that it must be contained.",
        ),
    ],
};

/// `[prices.inspections.NAME]`.
pub static INSPECTIONS: Section = Section {
    name: "[prices.inspections.NAME]",
    doc: "What an inspection point costs.",
    fields: &[
        free("inspection", PRICE, "0 $/piece", "A piece looked at."),
        free(
            "verification",
            PRICE,
            "0 $/piece",
            "A second look at a good piece that was rejected.",
        ),
        free("rework", PRICE, "0 $/piece", "A trial of rework, beside its hours."),
        free("rework_hour", HOURLY, "0 $/h", "An hour of rework."),
        free(
            "value_added",
            PRICE,
            "0 $/piece",
            "What a piece scrapped here costs beyond `scrap`: spent on it up to this point.",
        ),
    ],
};
