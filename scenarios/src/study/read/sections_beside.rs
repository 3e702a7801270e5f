//! The keys of what stands beside the money: soft benefits, references, sales that need more demand.

use super::units::{MONTH, PER_YEAR, SHARE, free};
use twin_models::text::{Bounds, Dimension, Field, Kind, Section};

/// Money a year, 0 or more.
const YEARLY: Kind = Kind::Value(Dimension::Other(&PER_YEAR), Bounds::NOT_NEGATIVE);

/// A soft benefit.
pub static SOFT: Section = Section {
    name: "[[soft]]",
    doc: "A benefit that is no money: printed in a section of its own, never in cash, NPV or ROI. It has no \
          key for money; what can be shown in the books belongs into [prices].",
    fields: &[
        Field::required("name", Kind::Text, "What gets better."),
        Field::optional(
            "quantity",
            Kind::Value(Dimension::Number, Bounds::NOT_NEGATIVE),
            "How much of it; absent: nobody has counted it.",
        ),
        Field::optional("unit", Kind::Text, "Unit of the quantity, such as h/month; no currency."),
        Field::required("owner", Kind::Text, "Who will say whether it came true."),
        Field::optional("evidence", Kind::Text, "Why it is believed."),
        Field::optional(
            "counts",
            Kind::Text,
            "Key of the quantity of the plant that it means, such as labour_ph:technicians; flag F05 speaks \
             when a hard line prices it too.",
        ),
        Field::optional(
            "channel",
            Kind::Word(&[
                "uptime",
                "quality",
                "energy",
                "safety",
                "planning",
                "compliance",
                "resilience",
            ]),
            "Channel of the outcome table in which it is named, without money.",
        ),
    ],
};

/// A reference.
pub static REFERENCE: Section = Section {
    name: "[[references]]",
    doc: "Another site that has done the same: to be asked, never to be calculated with.",
    fields: &[
        Field::required("site", Kind::Text, "Which site, and whose."),
        Field::required("metric", Kind::Text, "What they measured."),
        Field::required("result", Kind::Text, "What came out, in their words."),
        Field::optional("contact", Kind::Text, "Whom to ask."),
        Field::optional("date", Kind::Date, "As of."),
    ],
};

/// `[upside]`.
pub static UPSIDE: Section = Section {
    name: "[upside]",
    doc: "What more could come if customers wanted more or paid more: scenarios of their own, in no headline.",
    fields: &[
        Field::optional(
            "demand",
            Kind::Value(Dimension::Number, Bounds::between(1.0, 10.0)),
            "Demand as a multiple of today's, in both arms: what is the investment worth then?",
        ),
        free(
            "green_premium",
            SHARE,
            "0 %",
            "Premium on the price for certified carbon-neutral goods.",
        ),
        free("eligible", SHARE, "0 %", "Share of the revenue whose buyers would pay it."),
        free(
            "stated",
            SHARE,
            "50 %",
            "Share of a stated willingness to pay that is paid in the end.",
        ),
    ],
};

/// `[stress]`.
pub static STRESS: Section = Section {
    name: "[stress]",
    doc: "Further rows beside the pessimistic table, simulated apart and in no headline.",
    fields: &[Field::optional(
        "sensors_first",
        MONTH,
        "Sensors first and figure it out later: everything is bought and paid as planned, and the effects \
         begin so many months later.",
    )],
};

/// `[[at_risk]]`.
pub static AT_RISK: Section = Section {
    name: "[[at_risk]]",
    doc: "A dated rule (disclosure of emissions, a customer's requirement) or a contract up for renewal by which \
          revenue may be lost from a day on: a scenario of its own, in no headline. Several rules tighten one after \
          the other.",
    fields: &[
        Field::required("name", Kind::Text, "The rule or the contract; key of its draw."),
        Field::required("from", Kind::Date, "The day from which it counts; within the horizon."),
        Field::required("share", SHARE, "Share of the revenue that hangs on it."),
        Field::required(
            "lost_without",
            SHARE,
            "Probability that this revenue is lost without the investment.",
        ),
        Field::required("lost_with", SHARE, "The same with what the investment makes possible."),
        free(
            "compliance",
            YEARLY,
            "0 $/year",
            "What it costs a year, from that day, to comply with what the investment makes possible.",
        ),
    ],
};
