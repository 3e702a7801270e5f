//! Keys of the maintenance laboratory: what repairs do to age.

use crate::text::{Bounds, Dimension, Field, Kind, Section};

const SHARE: Kind = Kind::Value(Dimension::Share, Bounds::SHARE);

/// What a repair leaves of the age.
pub(super) const EFFECT: Kind =
    Kind::Either(&[Kind::Word(&["perfect", "minimal"]), Kind::Table(&EFFECTS)]);

pub(in crate::plant::read) static EFFECTS: Section = Section {
    name: "effect",
    doc: "What a repair leaves of the age of the mode; one of the keys. \
          As words: \"perfect\" (as good as new), \"minimal\" (as bad as old).",
    fields: &[
        Field::optional("kijima_1", SHARE, "share that stays of the age since the last repair"),
        Field::optional("kijima_2", SHARE, "share that stays of the whole age"),
        Field::optional(
            "brown_proschan",
            SHARE,
            "probability that a repair is perfect; otherwise it is minimal",
        ),
    ],
};

pub(in crate::plant::read) static INDUCED: Section = Section {
    name: "induced",
    doc: "Mistakes in the work on the mode that bring an early failure.",
    fields: &[
        Field::required(
            "chance",
            Kind::Value(Dimension::Share, Bounds::SHARE.likely(0.0, 0.2)),
            "probability of a mistake, at each repair and each renewal",
        ),
        Field::required(
            "life",
            super::upkeep::ON_CLOCK,
            "from the work to the failure, unless the mode fails before",
        ),
    ],
};
