//! The keys of `[machines.NAME.water]`.

use crate::text::{Bounds, Dimension, Field, Kind, Section, Unit};

/// Volume of a piece \[l\].
static PER_PIECE: Unit = Unit {
    noun: "a volume per piece",
    example: "3 l/piece",
    si: "l/piece",
    units: &[("l/piece", 1.0)],
};

/// Volume of an hour \[l/h\].
static PER_HOUR: Unit =
    Unit { noun: "a volume per hour", example: "40 l/h", si: "l/h", units: &[("l/h", 1.0)] };

pub(in crate::plant::read) static WATER: Section = Section {
    name: "water",
    doc: "Water that a server takes from the mains, for the footprint of a piece; it changes nothing that happens.",
    fields: &[
        Field::default(
            "per_piece",
            Kind::Value(Dimension::Other(&PER_PIECE), Bounds::between(0.0, 1e9)),
            "0 l/piece",
            "by every piece completed, good or not",
        ),
        Field::default(
            "per_hour",
            Kind::Value(Dimension::Other(&PER_HOUR), Bounds::between(0.0, 1e9)),
            "0 l/h",
            "by every productive hour",
        ),
    ],
};
