//! Keys of crews and spare parts.

use super::flow::WINDOW;
use crate::text::{Bounds, Dimension, Field, Kind, Section};

const DAY: f64 = 86_400.0;

pub(in crate::plant::read) static CREW: Section = Section {
    name: "[crews.NAME]",
    doc: "People who maintain.",
    fields: &[
        Field::required("skills", Kind::List(&Kind::Text), "what they can do"),
        Field::required(
            "people",
            Kind::Either(&[Kind::Count(1, 100_000), Kind::List(&Kind::Table(&HEADCOUNT))]),
            "how many are on duty together; or by the hours of the week, outside of them nobody",
        ),
        Field::optional(
            "absence",
            Kind::Value(Dimension::Share, Bounds::SHARE.likely(0.0, 0.3)),
            "probability that a person is absent for a shift",
        ),
        Field::optional(
            "away",
            Kind::List(&Kind::Table(&AWAY)),
            "people who are elsewhere for a while: on a project, in training",
        ),
        Field::default(
            "duty",
            Kind::Either(&[
                Kind::Word(&["always", "plant shifts"]),
                Kind::List(&Kind::Table(&WINDOW)),
                Kind::Table(&DUTY_CYCLE),
            ]),
            "plant shifts",
            "when they work",
        ),
        Field::default(
            "off_duty",
            Kind::Either(&[Kind::Word(&["wait", "finish"]), Kind::Table(&CALL_OUT)]),
            "wait",
            "jobs wait for the next shift, are finished in overtime, or the crew is called out",
        ),
        Field::optional(
            "response",
            Kind::Law(Dimension::Time, Bounds::NOT_NEGATIVE.likely(0.0, 7.0 * DAY)),
            "from the call to the arrival at the machine",
        ),
    ],
};

/// People by the hours of the week.
pub(in crate::plant::read) static HEADCOUNT: Section = Section {
    name: "people",
    doc: "How many people of a crew are there in some hours of the week.",
    fields: &[
        Field::required("days", Kind::Days, "on which days"),
        Field::required("from", Kind::Clock, "begin"),
        Field::required("to", Kind::Clock, "end, later on the same day; 24:00 is midnight"),
        Field::required("people", Kind::Count(1, 100_000), "how many"),
    ],
};

/// People who are elsewhere for a while.
pub(in crate::plant::read) static AWAY: Section = Section {
    name: "away",
    doc: "People of a crew who are elsewhere for a while, counted from the start of the run.",
    fields: &[
        Field::required("from", Kind::Value(Dimension::Time, Bounds::NOT_NEGATIVE), "begin"),
        Field::required("to", Kind::Value(Dimension::Time, Bounds::POSITIVE), "end"),
        Field::default("people", Kind::Count(1, 100_000), "1", "how many"),
        Field::default("days", Kind::Days, "Mon-Sun", "on which days of the week"),
    ],
};

/// A cycle of duty of its own.
pub(in crate::plant::read) static DUTY_CYCLE: Section = Section {
    name: "duty",
    doc: "On duty for the first part of every period, counted from the start of the run.",
    fields: &[
        Field::required("on", Kind::Value(Dimension::Time, Bounds::POSITIVE), "on duty"),
        Field::required("period", Kind::Value(Dimension::Time, Bounds::POSITIVE), "every"),
    ],
};

/// What calls a crew out.
pub(in crate::plant::read) static CALL_OUT: Section = Section {
    name: "off_duty",
    doc: "The crew is called out for new failures.",
    fields: &[Field::required(
        "call_out",
        Kind::Law(Dimension::Time, Bounds::NOT_NEGATIVE.likely(0.0, 7.0 * DAY)),
        "from the call to the arrival",
    )],
};

pub(in crate::plant::read) static SPARE: Section = Section {
    name: "[spares.NAME]",
    doc: "A spare part; what is taken is ordered again at once.",
    fields: &[
        Field::required(
            "stock",
            Kind::Count(0, 1_000_000),
            "order up to this many; 0: buy when needed",
        ),
        Field::required(
            "lead",
            Kind::Law(Dimension::Time, Bounds::NOT_NEGATIVE.likely(0.0, 1000.0 * DAY)),
            "lead time of an order",
        ),
        Field::optional(
            "emergency_lead",
            Kind::Law(Dimension::Time, Bounds::NOT_NEGATIVE.likely(0.0, 1000.0 * DAY)),
            "lead time of an emergency purchase; absent: there is none",
        ),
    ],
};
