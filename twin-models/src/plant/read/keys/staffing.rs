//! Keys of the people at a machine.

use crate::text::{Bounds, Dimension, Field, Kind, Section};

/// Who runs a machine.
pub(in crate::plant::read) static OPERATOR: Section = Section {
    name: "operator",
    doc: "People of a crew who must be at the machine while it works.",
    fields: &[
        Field::required("skill", Kind::Text, "a skill of the crew"),
        Field::optional(
            "share",
            Kind::Value(Dimension::Share, Bounds::SHARE.likely(0.01, 1.0)),
            "share of one person; 25 %: one operator for four machines",
        ),
        Field::optional(
            "people",
            Kind::Count(1, 1000),
            "so many people, instead of `share`; with neither, one",
        ),
    ],
};

/// Who does something at a machine.
pub(in crate::plant::read) static WORKERS: Section = Section {
    name: "who does it",
    doc: "People of a crew who do something at a machine.",
    fields: &[
        Field::required("skill", Kind::Text, "a skill of the crew"),
        Field::default("people", Kind::Count(1, 1000), "1", "how many of it"),
    ],
};
