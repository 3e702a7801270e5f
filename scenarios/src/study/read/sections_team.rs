//! The keys of `[investments.NAME.team.ROLE]`.

use super::units::{HOURLY, MONTH, MONTHS, free};
use twin_models::text::{Bounds, Dimension, Field, Kind, Section};

/// `[investments.NAME.team.ROLE]`.
pub(super) static TEAM: Section = Section {
    name: "[investments.NAME.team.ROLE]",
    doc: "Own people on the project: hours x loaded rate of a role, month by month, as a cost line of its own beside `cost.internal`, paid or not as `cost.internal_paid` says and with `overrun`. With `crew` they are not on the line meanwhile: the plant is simulated without them in these months, whatever the ramp.",
    fields: &[
        Field::required(
            "hours",
            Kind::Value(Dimension::Time, Bounds::POSITIVE),
            "Hours of a month, of all its people together.",
        ),
        Field::required("rate", HOURLY, "Loaded rate: wage, charges, place of work."),
        free("from", MONTH, "0 months", "Begin, whole months after the contract."),
        Field::required(
            "lasts",
            Kind::Value(Dimension::Other(&MONTHS), Bounds::between(1.0, 1200.0)),
            "How many whole months.",
        ),
        Field::optional(
            "crew",
            Kind::Name("crew"),
            "Whose people they are: they do not maintain, nor run machines, on the `days` of these months. Absent: nobody is missed.",
        ),
        Field::default("people", Kind::Count(1, 100_000), "1", "With `crew`: how many of it."),
        Field::default(
            "days",
            Kind::Days,
            "Mon-Sun",
            "With `crew`: on which days of the week they are away.",
        ),
    ],
};
