//! The keys of `[bundle]` and `[programme]`.

use super::units::{MONTH, SHARE};
use twin_models::text::{Field, Kind, Section};

/// `[bundle]`.
pub static BUNDLE: Section = Section {
    name: "[bundle]",
    doc: "Investments made together on the first day. Up to four are taken apart: all combinations \
          are simulated under the same luck, and the value of the whole is shared out. Costs are \
          those of each; nothing is saved by buying together unless it is written into their costs.",
    fields: &[
        Field::required(
            "investments",
            Kind::List(&Kind::Name("investment")),
            "Two or more investments, such as [\"pdm\", \"vision\"].",
        ),
        Field::optional("title", Kind::Text, "Name for people; absent: the titles of its members."),
    ],
};

/// `[programme]`.
pub static PROGRAMME: Section = Section {
    name: "[programme]",
    doc: "Investments made one after the other, compared with the same scope all at once.",
    fields: &[
        Field::required(
            "start",
            Kind::Map(&MONTH),
            "Investment and month of its contract: { pdm = \"0 months\", vision = \"12 months\" }; two or more.",
        ),
        Field::optional("title", Kind::Text, "Name for people."),
        Field::optional(
            "wait",
            Kind::List(&MONTH),
            "What does it cost to wait? The whole programme begun so many months later, such as [\"6 months\"].",
        ),
        Field::optional(
            "gate",
            Kind::Table(&GATE),
            "A review of the first step; where it fails, the rest is not begun.",
        ),
    ],
};

/// `gate = { ... }`.
pub static GATE: Section = Section {
    name: "gate",
    doc: "The review after the first step.",
    fields: &[
        Field::required("after", MONTH, "Months after the contract of the first step."),
        Field::required(
            "reach",
            SHARE,
            "It passes with this share of the intended effect, people included, or more.",
        ),
    ],
};
