//! Keys of demand and provenance.

use crate::text::{Bounds, Dimension, Field, Kind, Section};

pub(in crate::plant::read) static DEMAND: Section = Section {
    name: "[demand]",
    doc: "What customers take; without it every good piece is sold at once.",
    fields: &[
        Field::required(
            "weekly",
            Kind::Value(Dimension::Pieces, Bounds::POSITIVE),
            "mean demand of a week",
        ),
        Field::optional(
            "season",
            Kind::List(&Kind::Value(Dimension::Number, Bounds::NOT_NEGATIVE)),
            "factor of each month, January first; 12 numbers of mean 1; absent: none",
        ),
        Field::default(
            "cv",
            Kind::Value(Dimension::Number, Bounds::NOT_NEGATIVE.likely(0.0, 1.0)),
            "0",
            "coefficient of variation of a week's demand",
        ),
        Field::default("ship", Kind::Days, "Mon-Fri", "days on which goods are shipped"),
        Field::default(
            "closed_days",
            Kind::Word(&["as usual", "no demand"]),
            "as usual",
            "on closed days of the calendar customers want goods as on any day, or none",
        ),
        Field::required(
            "backorder",
            Kind::Value(Dimension::Share, Bounds::SHARE),
            "share of unmet demand that waits; the rest is lost",
        ),
        Field::optional(
            "max_wait",
            Kind::Value(Dimension::Time, Bounds::NOT_NEGATIVE.likely(0.0, 365.0 * 86_400.0)),
            "how long it waits, in whole days; required where anything waits",
        ),
        Field::optional(
            "finished_goods",
            Kind::Table(&FINISHED_GOODS),
            "room for finished goods; absent: no limit",
        ),
    ],
};

pub(in crate::plant::read) static FINISHED_GOODS: Section = Section {
    name: "finished_goods",
    doc: "The store of finished goods; a full one blocks the last machine.",
    fields: &[
        Field::required(
            "room",
            Kind::Value(Dimension::Pieces, Bounds::POSITIVE),
            "how many pieces it holds",
        ),
        Field::default(
            "initial",
            Kind::Value(Dimension::Pieces, Bounds::NOT_NEGATIVE),
            "0 pieces",
            "pieces in it at the start",
        ),
    ],
};

/// Where numbers come from.
pub(in crate::plant::read) static PROVENANCE: Section = Section {
    name: "[provenance]",
    doc: "Where the numbers below a path come from.",
    fields: &[
        Field::required("source", Kind::Text, "system, document or person"),
        Field::required("owner", Kind::Text, "who answers for it"),
        Field::required(
            "kind",
            Kind::Word(&["measured", "estimated", "vendor", "industry"]),
            "how it was found",
        ),
        Field::required("date", Kind::Date, "as of when"),
    ],
};
