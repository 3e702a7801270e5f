//! Keys of failures, maintenance and predictive programmes.

use super::{degradation, lab};
use crate::text::{Bounds, Dimension, Field, Kind, Section};

const HOUR: f64 = 3600.0;
const DAY: f64 = 86_400.0;
const REPAIR: Bounds = Bounds::NOT_NEGATIVE.likely(0.0, 60.0 * DAY);
/// A law on the clock of the mode: times, or pieces.
pub(super) const ON_CLOCK: Kind = Kind::Either(&[
    Kind::Law(Dimension::Time, Bounds::POSITIVE),
    Kind::Law(Dimension::Pieces, Bounds::POSITIVE),
]);

pub(in crate::plant::read) static FAILURE: Section = Section {
    name: "[failures.NAME]",
    doc: "One way in which a machine fails.",
    fields: &[
        Field::required("machine", Kind::Name("machine"), "the machine it stops"),
        Field::optional("what", Kind::Text, "in the words of the shop floor"),
        Field::default(
            "clock",
            Kind::Word(&["operating", "calendar", "cycles"]),
            "operating",
            "ages while the machine works, always, or with every piece",
        ),
        Field::optional("life", ON_CLOCK, "from renewal to failure"),
        Field::optional(
            "warning",
            ON_CLOCK,
            "how long before the failure the defect can be seen (P-F interval), with `life`",
        ),
        Field::optional("onset", ON_CLOCK, "from renewal to the beginning of a defect"),
        Field::optional("delay", ON_CLOCK, "from there to the failure, with `onset`"),
        Field::default(
            "concurrent",
            Kind::Flag,
            "false",
            "defects begin independently and several may be present, with `onset`",
        ),
        Field::optional(
            "degrades",
            Kind::Table(&degradation::DEGRADES),
            "a level that grows until the mode fails, in place of `life`",
        ),
        Field::default(
            "hidden",
            Kind::Flag,
            "false",
            "a failure stops nothing; an inspection or a task finds it",
        ),
        Field::optional(
            "units",
            Kind::Table(&degradation::UNITS),
            "equal units of which some must work (k out of n)",
        ),
        Field::optional("diagnosis", Kind::Law(Dimension::Time, REPAIR), "finding out what it is"),
        Field::required("repair", Kind::Law(Dimension::Time, REPAIR), "active repair"),
        Field::optional("restart", Kind::Law(Dimension::Time, REPAIR), "verification and restart"),
        Field::optional("skill", Kind::Name("skill"), "who repairs; absent: nobody is needed"),
        Field::default("people", Kind::Count(1, 10_000), "1", "how many of them"),
        Field::optional("part", Kind::Name("spare part"), "what a repair takes from the store"),
        Field::optional(
            "if_not_prevented",
            Kind::Table(&SECONDARY),
            "further damage of a failure that was not prevented",
        ),
        Field::default(
            "scraps_part",
            Kind::Value(Dimension::Share, Bounds::SHARE),
            "0 %",
            "probability that the piece on the machine is lost",
        ),
        Field::optional(
            "age",
            Kind::Either(&[
                Kind::Word(&["new", "in service"]),
                Kind::Value(Dimension::Time, Bounds::NOT_NEGATIVE),
                Kind::Value(Dimension::Pieces, Bounds::NOT_NEGATIVE),
            ]),
            "age at the start; absent: as `condition` of the plant says",
        ),
        Field::default("effect", lab::EFFECT, "perfect", "what a repair leaves of the age"),
        Field::optional(
            "induced",
            Kind::Table(&lab::INDUCED),
            "mistakes in the work on the mode that bring an early failure",
        ),
        Field::optional("like", Kind::Name("failure mode"), "takes over what is not written here"),
    ],
};

pub(in crate::plant::read) static SECONDARY: Section = Section {
    name: "if_not_prevented",
    doc: "Further damage of a failure that was not prevented.",
    fields: &[
        Field::required("chance", Kind::Value(Dimension::Share, Bounds::SHARE), "its probability"),
        Field::default(
            "repair_x",
            Kind::Value(Dimension::Number, Bounds::NOT_NEGATIVE.likely(1.0, 10.0)),
            "1",
            "factor on the repair time",
        ),
        Field::default(
            "parts_x",
            Kind::Value(Dimension::Number, Bounds::NOT_NEGATIVE.likely(1.0, 20.0)),
            "1",
            "factor on the cost of parts",
        ),
    ],
};

pub(in crate::plant::read) static MAINTENANCE: Section = Section {
    name: "[maintenance.NAME]",
    doc: "A planned task: it renews failure modes, or looks for defects.",
    fields: &[
        Field::required(
            "on",
            Kind::Either(&[
                Kind::List(&Kind::Name("failure mode or machine")),
                Kind::Name("failure mode or machine"),
            ]),
            "failure modes of one machine, or one machine",
        ),
        Field::required(
            "policy",
            Kind::Word(&["age", "operating", "calendar", "condition", "opportunity"]),
            "due by operating time since renewal, on a grid of operating or calendar time, by the \
             `level` of its mode, or at the first opportunity at this age or level",
        ),
        Field::optional(
            "every",
            Kind::Value(Dimension::Time, Bounds::POSITIVE.likely(0.5 * HOUR, 7300.0 * DAY)),
            "interval; with \"condition\" of measurements, absent: the level is always known",
        ),
        Field::optional(
            "level",
            Kind::Table(&degradation::LEVEL),
            "levels of degradation that ask for it, with \"condition\" and \"opportunity\"",
        ),
        Field::optional(
            "opportunities",
            Kind::Table(&degradation::OPPORTUNITIES),
            "when it is done early, because something else stops the machine anyway",
        ),
        Field::default(
            "set_up",
            Kind::Value(Dimension::Time, Bounds::NOT_NEGATIVE),
            "0 h",
            "part of `duration` that is saved where the machine stands for other work already",
        ),
        Field::required("duration", Kind::Law(Dimension::Time, REPAIR), "how long it takes"),
        Field::default(
            "window",
            Kind::Word(&["any", "planned slot", "closed"]),
            "any",
            "when it may be done",
        ),
        Field::default(
            "adherence",
            Kind::Value(Dimension::Share, Bounds::SHARE.likely(0.2, 1.0)),
            "100 %",
            "probability that it is done when due",
        ),
        Field::optional("skill", Kind::Name("skill"), "who does it; absent: nobody is needed"),
        Field::default("people", Kind::Count(1, 10_000), "1", "how many of them"),
        Field::optional("part", Kind::Name("spare part"), "what it takes from the store"),
        Field::default("resets_drift", Kind::Flag, "false", "does it end the quality drift?"),
        Field::default("effect", lab::EFFECT, "perfect", "what a renewal leaves of the age"),
        Field::optional(
            "inspects",
            Kind::Table(&INSPECTS),
            "looks for defects and repairs those it finds, instead of renewing",
        ),
    ],
};

pub(in crate::plant::read) static INSPECTS: Section = Section {
    name: "inspects",
    doc: "The looking of an inspection.",
    fields: &[
        Field::required(
            "detects",
            Kind::Value(Dimension::Share, Bounds::SHARE),
            "probability that a present defect is found",
        ),
        Field::required("fix", Kind::Law(Dimension::Time, REPAIR), "planned repair of a defect"),
        Field::optional(
            "level",
            Kind::Table(&degradation::LEVEL),
            "looks at the level of a mode that degrades, rather than for a defect",
        ),
    ],
};

pub(in crate::plant::read) static PREDICTIVE: Section = Section {
    name: "[predictive.NAME]",
    doc: "Predictive maintenance as an imperfect instrument.",
    fields: &[
        Field::required("on", Kind::List(&Kind::Name("failure mode")), "modes it can see"),
        Field::required(
            "detection",
            Kind::Either(&[
                Kind::Value(Dimension::Share, Bounds::SHARE),
                Kind::Map(&Kind::Value(Dimension::Share, Bounds::SHARE)),
            ]),
            "probability of detection per defect, or a table by mode with `default`",
        ),
        Field::required(
            "delay",
            Kind::Either(&[
                Kind::Law(Dimension::Share, Bounds::SHARE),
                Kind::Law(Dimension::Time, Bounds::NOT_NEGATIVE),
            ]),
            "from the beginning of the defect to the alert: share of the warning, or time",
        ),
        Field::default(
            "sensor_uptime",
            Kind::Value(Dimension::Share, DETECTION.likely(0.5, 1.0)),
            "100 %",
            "share of time in which sensors and network work",
        ),
        Field::default(
            "sensor_outage",
            Kind::Value(Dimension::Time, Bounds::POSITIVE),
            "3 d",
            "mean length of an outage",
        ),
        Field::optional("false_alarms", Kind::Table(&FALSE_ALARMS), "alerts without a defect"),
        Field::default(
            "acted_on",
            Kind::Value(Dimension::Share, Bounds::SHARE),
            "100 %",
            "share of alerts on which somebody acts",
        ),
        Field::default(
            "response",
            Kind::Law(Dimension::Time, Bounds::NOT_NEGATIVE),
            "0 h",
            "from the alert to the order for the work",
        ),
        Field::default(
            "planned_repair_x",
            Kind::Value(Dimension::Number, Bounds::NOT_NEGATIVE.likely(0.1, 1.5)),
            "1",
            "factor on the repair time when it is planned",
        ),
        Field::default(
            "window",
            Kind::Word(&["any", "planned slot", "closed"]),
            "any",
            "when the planned repair may be done",
        ),
        Field::default(
            "fatigue",
            Kind::Value(Dimension::Number, Bounds::NOT_NEGATIVE.likely(0.0, 1.0)),
            "0",
            "`acted_on` falls by exp(-fatigue) for each false alarm beyond one per true alert",
        ),
        Field::optional(
            "learning",
            Kind::Count(1, 1000),
            "failures of a mode after which it is detected as stated; before, in proportion",
        ),
        Field::default(
            "part_at",
            Kind::Word(&["order", "alert"]),
            "order",
            "the part is ordered with the repair, or at the alert",
        ),
        Field::optional(
            "remaining_life",
            Kind::Value(Dimension::Number, Bounds::NOT_NEGATIVE.likely(0.0, 2.0)),
            "coefficient of variation of the predicted remaining life; what would not last until \
             the window is repaired before it",
        ),
    ],
};

/// Shares that must not be 0.
pub(in crate::plant::read) const DETECTION: Bounds =
    Bounds { least: 0.0, open: true, most: 1.0, ..Bounds::ANY };

/// Alerts without a defect.
pub(in crate::plant::read) static FALSE_ALARMS: Section = Section {
    name: "false_alarms",
    doc: "Alerts without a defect, for each monitored machine.",
    fields: &[
        Field::required(
            "every",
            Kind::Law(Dimension::Time, Bounds::POSITIVE.likely(HOUR, 36_500.0 * DAY)),
            "calendar time between false alarms of one machine",
        ),
        Field::default(
            "labour",
            Kind::Value(Dimension::Time, Bounds::NOT_NEGATIVE),
            "0 h",
            "work of looking into one",
        ),
        Field::default(
            "stops",
            Kind::Value(Dimension::Share, Bounds::SHARE),
            "0 %",
            "probability that the machine is stopped for it",
        ),
        Field::optional(
            "stop",
            Kind::Law(Dimension::Time, Bounds::NOT_NEGATIVE),
            "how long it is stopped; required where `stops` is not 0",
        ),
        Field::default(
            "share",
            Kind::Value(Dimension::Share, Bounds::SHARE),
            "100 %",
            "share of them that is effective now (a ramp begins with less)",
        ),
    ],
};
