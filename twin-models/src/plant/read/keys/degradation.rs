//! Keys of the maintenance laboratory: degradation, redundancy, opportunities.

use super::upkeep::ON_CLOCK;
use crate::text::{Bounds, Dimension, Field, Kind, Section};

/// A span on the clock of the mode.
const SPAN: Kind = Kind::Either(&[
    Kind::Value(Dimension::Time, Bounds::POSITIVE),
    Kind::Value(Dimension::Pieces, Bounds::POSITIVE),
]);
const NUMBER: Kind = Kind::Value(Dimension::Number, Bounds::POSITIVE);
/// A level of degradation, or the state that stands for one.
const AT: Kind = Kind::Either(&[
    Kind::Value(Dimension::Number, Bounds::NOT_NEGATIVE),
    Kind::Name("state of degradation"),
]);

pub(in crate::plant::read) static DEGRADES: Section = Section {
    name: "degrades",
    doc: "A level that grows on the clock of the mode until it fails; one of `gamma`, `wiener`, \
          `states`.",
    fields: &[
        Field::optional("gamma", Kind::Table(&GAMMA), "a level that only grows, by jumps"),
        Field::optional("wiener", Kind::Table(&WIENER), "drift with noise; its maximum counts"),
        Field::optional("states", Kind::List(&Kind::Table(&STATE)), "states, the first one new"),
        Field::optional(
            "visible_at",
            AT,
            "level from which a monitor or an inspection sees a defect (P point); absent: never",
        ),
    ],
};

pub(in crate::plant::read) static GAMMA: Section = Section {
    name: "gamma",
    doc: "A gamma process.",
    fields: &[
        Field::required("fails_at", NUMBER, "level at which it fails"),
        Field::required("reached_in", SPAN, "when the mean level is there"),
        Field::required("scale", NUMBER, "variance of the level over its mean"),
        Field::optional("step", SPAN, "grid, linear in between; absent: 1/500 of `reached_in`"),
    ],
};

pub(in crate::plant::read) static WIENER: Section = Section {
    name: "wiener",
    doc: "A Wiener process with drift: the life is inverse Gaussian.",
    fields: &[
        Field::required("fails_at", NUMBER, "level at which it fails"),
        Field::required("mean", SPAN, "mean life"),
        Field::required("sd", SPAN, "standard deviation of the life"),
        Field::optional("step", SPAN, "grid, linear in between; absent: 1/500 of `mean`"),
    ],
};

pub(in crate::plant::read) static STATE: Section = Section {
    name: "states",
    doc: "A state of degradation.",
    fields: &[
        Field::required("name", Kind::Text, "its name; `failed` is the failure"),
        Field::required("stays", ON_CLOCK, "how long it lasts"),
        Field::optional(
            "next",
            Kind::Map(&Kind::Value(Dimension::Share, Bounds::SHARE)),
            "states that follow, with probabilities; absent: the next one, `failed` after the last",
        ),
    ],
};

pub(in crate::plant::read) static LEVEL: Section = Section {
    name: "level",
    doc: "Levels of degradation at which a task acts, as numbers or names of states.",
    fields: &[
        Field::required("from", AT, "from here on"),
        Field::optional("below", AT, "and below this; absent: up to the failure and beyond"),
        Field::default(
            "sd",
            Kind::Value(Dimension::Number, Bounds::NOT_NEGATIVE),
            "0",
            "standard deviation of the measurement",
        ),
        Field::optional("back_to", AT, "level that the work leaves; absent: as good as new"),
    ],
};

pub(in crate::plant::read) static UNITS: Section = Section {
    name: "units",
    doc: "Equal units, each with this mode, all of them loaded: the machine stops when too few work \
          (k out of n). A unit is repaired while the others work.",
    fields: &[
        Field::required("of", Kind::Count(1, 100), "how many there are"),
        Field::required("needed", Kind::Count(1, 100), "how many must work"),
    ],
};

pub(in crate::plant::read) static OPPORTUNITIES: Section = Section {
    name: "opportunities",
    doc: "When a task is done early: crew and part must be there at once.",
    fields: &[
        Field::optional(
            "stops",
            Kind::List(&Kind::Name("machine")),
            "machines whose repairs, tasks and known stops count; absent: its own; may be empty",
        ),
        Field::default(
            "at_least",
            Kind::Value(Dimension::Time, Bounds::NOT_NEGATIVE),
            "0 h",
            "only stops with this much work ahead",
        ),
        Field::optional(
            "outside",
            Kind::Law(Dimension::Time, Bounds::POSITIVE),
            "time between opportunities from outside",
        ),
        Field::default(
            "from",
            Kind::Value(Dimension::Share, Bounds::SHARE),
            "80 %",
            "share of `every` from which it is done early (policies age and operating)",
        ),
    ],
};
