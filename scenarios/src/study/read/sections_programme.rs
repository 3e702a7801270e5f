//! The keys of `[bundle]` and `[programme]`.

use super::units::{MONTH, SHARE};
use crate::programme::learning::ASPECTS;
use twin_models::text::{Bounds, Dimension, Field, Kind, Section};

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
        Field::optional(
            "learning",
            Kind::Table(&LEARNING),
            "What later projects learn from earlier ones that passed the gate.",
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

/// `[programme.learning]`.
pub static LEARNING: Section = Section {
    name: "[programme.learning]",
    doc: "What a project learns from those before it: the n-th takes (1 - rate)^(log2 n) of the effort of the first \
          (Wright's law). n counts the project and those before it that had passed `gate`, each looked at so many \
          months after its own contract, by the day of this contract; one that failed teaches nothing. It holds in \
          every arm with several investments.",
    fields: &[
        Field::optional(
            "connectivity",
            Kind::Table(&LEARNED),
            "Connecting machines and systems: { rate = \"20 %\", share = \"30 %\" }.",
        ),
        Field::optional(
            "data_management",
            Kind::Table(&LEARNED),
            "Finding, cleaning and keeping data: { rate = \"15 %\", share = \"25 %\" }.",
        ),
        Field::optional(
            "change_management",
            Kind::Table(&LEARNED),
            "Bringing people along: { rate = \"10 %\", share = \"25 %\", of = [\"duration\", \"success\"] }.",
        ),
        Field::optional(
            "analytical_methods",
            Kind::Table(&LEARNED),
            "Models and methods: { rate = \"15 %\", share = \"20 %\" }.",
        ),
        Field::optional(
            "team",
            Kind::Value(Dimension::Number, Bounds::between(1.0, 100.0)),
            "Projects that the people can carry at once at the planned pace, such as 1; more at once share the people \
             evenly, so that their ramps take longer. Absent: people are no limit.",
        ),
    ],
};

/// One factor of `[programme.learning]`.
pub static LEARNED: Section = Section {
    name: "a factor of learning",
    doc: "How fast it is learned, and how much of the effort it is.",
    fields: &[
        Field::required(
            "rate",
            Kind::Value(Dimension::Share, Bounds::between(0.0, 0.9)),
            "Share taken off by every doubling of the number of projects.",
        ),
        Field::required(
            "share",
            SHARE,
            "Share of the effort that it is; the shares that act on one thing make 100 % at most, the rest stays.",
        ),
        Field::optional(
            "of",
            Kind::List(&Kind::Word(&ASPECTS)),
            "What it makes less: `cost` one-off costs, `duration` the time of the ramp, `success` the probabilities of \
             stall, connectivity gap and compliance gate. Absent: all three.",
        ),
    ],
};
