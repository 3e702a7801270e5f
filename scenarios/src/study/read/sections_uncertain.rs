//! The keys of `[uncertain]`, `[[correlated]]` and `uncertainty`.

use super::units::FACTOR_LAW;
use twin_models::text::{Bounds, Dimension, Field, Kind, Section};

/// A law in the unit of the value.
const OWN_LAW: Kind = Kind::Law(Dimension::Number, Bounds::ANY);

/// A law by its name.
const USUAL: Kind = Kind::Word(&[crate::uncertainty::usual::DEFECT_RATE]);

/// What may stand at a path.
pub static AT_A_PATH: Kind = Kind::Either(&[USUAL, Kind::Table(&UNKNOWN), OWN_LAW]);

/// An entry of `[uncertain]`.
pub static UNKNOWN: Section = Section {
    name: "[uncertain]",
    doc: "Numbers of plant or study that nobody knows: \"plant:PATH\" or \"study:PATH\" and a law. Each is drawn once a pair and serves all arms and all rows. A law alone takes the place of the number; \"usual defect rate\" is the law of a share of defective pieces (scrap, visual, probability of hidden defects), even between 2 % and 4 %.",
    fields: &[
        Field::optional(
            "multiply",
            FACTOR_LAW,
            "The number is multiplied by this; a law of the plant is stretched, its shape stays.",
        ),
        Field::optional(
            "set",
            OWN_LAW,
            "It becomes this, in the unit of the file: { triangular = { min = \"9 s\", mode = \"10 s\", max = \"12 s\" } }.",
        ),
        Field::optional("add", OWN_LAW, "This is added, in the unit of the file."),
        Field::optional(
            "also",
            Kind::List(&Kind::Text),
            "Other values that the same draw changes, such as all rates of a tariff.",
        ),
        Field::optional("title", Kind::Text, "Name for people; absent: the path."),
    ],
};

/// An entry of `[[correlated]]`.
pub static CORRELATED: Section = Section {
    name: "[[correlated]]",
    doc: "Unknowns of `[uncertain]` that go up and down together.",
    fields: &[
        Field::required(
            "unknowns",
            Kind::List(&Kind::Text),
            "Two or more keys of [uncertain]; every two of them are correlated.",
        ),
        Field::required(
            "rank",
            Kind::Value(Dimension::Number, Bounds::between(-0.99, 0.99)),
            "Rank correlation (Spearman), by a Gaussian copula.",
        ),
    ],
};

/// `uncertainty = { nested = ... }`.
pub static UNCERTAINTY: Section = Section {
    name: "uncertainty",
    doc: "Luck and ignorance apart.",
    fields: &[Field::required(
        "nested",
        Kind::Table(&NESTED),
        "Draws of the unknowns, and pairs with each.",
    )],
};

/// `nested = ...`.
pub static NESTED: Section = Section {
    name: "nested",
    doc: "So many draws of the unknowns, each lived through by so many pairs; takes the place of `pairs`.",
    fields: &[
        Field::default("outer", Kind::Count(2, 100_000), "200", "Draws of the unknowns."),
        Field::default("inner", Kind::Count(2, 10_000), "20", "Pairs with each draw."),
    ],
};
