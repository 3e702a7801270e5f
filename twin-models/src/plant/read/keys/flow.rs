//! Keys of plant, calendar, sources, machines, buffers and inspection.

use super::staffing::{OPERATOR, WORKERS};
use crate::text::{Bounds, Dimension, Field, Kind, Section};

const DAY: f64 = 86_400.0;

pub(in crate::plant::read) static PLANT: Section = Section {
    name: "[plant]",
    doc: "The plant as a whole.",
    fields: &[
        Field::required("name", Kind::Text, "name for people"),
        Field::required("start", Kind::Date, "first day of the run"),
        Field::required(
            "constraint",
            Kind::Name("machine"),
            "the machine to which indicators of the whole line refer",
        ),
        Field::default(
            "condition",
            Kind::Word(&["in service", "new"]),
            "in service",
            "age of the failure modes at the start: of a plant that has run for years, or none",
        ),
        Field::optional(
            "flow",
            Kind::Word(&["piece", "rate", "lot"]),
            "how material moves; absent: at rates where a machine needs at most 2 s for a piece, \
             piece by piece elsewhere",
        ),
        Field::optional("lot", Kind::Count(2, 1_000_000), "pieces that move as one, with lot flow"),
        Field::default(
            "minor_stops",
            Kind::Word(&["folded", "events"]),
            "folded",
            "in rate flow: minor stops that the neighbouring buffers absorb lower the machine's \
             rate, longer ones are events; or every one is an event",
        ),
    ],
};

pub(in crate::plant::read) static CALENDAR: Section = Section {
    name: "[calendar]",
    doc: "When the plant works; without it, around the clock.",
    fields: &[
        Field::optional("shifts", Kind::List(&Kind::Table(&WINDOW)), "hours of production"),
        Field::optional("breaks", Kind::List(&Kind::Table(&WINDOW)), "the plant stands still"),
        Field::optional(
            "planned_slots",
            Kind::List(&Kind::Table(&WINDOW)),
            "hours of the shifts kept free for maintenance",
        ),
        Field::optional(
            "overtime",
            Kind::Table(&OVERTIME),
            "extra hours when finished goods run low",
        ),
        Field::optional(
            "closed",
            Kind::List(&Kind::Text),
            "closed days: `\"2027-12-24\"` or `\"2027-12-24..2028-01-02\"`",
        ),
    ],
};

/// Hours on some days of the week.
pub(in crate::plant::read) static WINDOW: Section = Section {
    name: "hours of a week",
    doc: "Hours on some days of the week.",
    fields: &[
        Field::required("days", Kind::Days, "on which days"),
        Field::required("from", Kind::Clock, "begin"),
        Field::required("to", Kind::Clock, "end, later on the same day; 24:00 is midnight"),
    ],
};

pub(in crate::plant::read) static OVERTIME: Section = Section {
    name: "overtime",
    doc: "Extra hours when finished goods run low.",
    fields: &[
        Field::required("days", Kind::Days, "on which days"),
        Field::required("from", Kind::Clock, "begin"),
        Field::required("to", Kind::Clock, "end, later on the same day"),
        Field::required(
            "when_below",
            Kind::Value(Dimension::Time, Bounds::NOT_NEGATIVE.likely(0.0, 52.0 * 7.0 * DAY)),
            "worked when finished goods minus backlog cover less than this much mean demand",
        ),
    ],
};

pub(in crate::plant::read) static SOURCE: Section = Section {
    name: "[sources.NAME]",
    doc: "Arrivals by a law of their own.",
    fields: &[
        Field::required("to", Kind::Name("buffer"), "where pieces enter"),
        Field::required(
            "every",
            Kind::Law(Dimension::Time, Bounds::POSITIVE),
            "time between arrivals",
        ),
        Field::default(
            "when_full",
            Kind::Word(&["wait", "lost"]),
            "wait",
            "an arrival that finds no room waits outside, or is lost",
        ),
    ],
};

pub(in crate::plant::read) static MACHINE: Section = Section {
    name: "[machines.NAME]",
    doc: "A machine, or a station of several equal servers.",
    fields: &[
        Field::optional(
            "cycle",
            Kind::Law(Dimension::Time, Bounds::POSITIVE.likely(0.001, 7.0 * DAY)),
            "time for one piece; not needed where every route that names the machine says `time`",
        ),
        Field::optional(
            "rate",
            Kind::Value(Dimension::Rate, Bounds::POSITIVE.likely(0.001, 7.0 * DAY)),
            "pieces per time, instead of `cycle`",
        ),
        Field::default("servers", Kind::Count(1, 1000), "1", "equal servers of the station"),
        Field::default(
            "scrap",
            Kind::Value(Dimension::Share, Bounds::SHARE.likely(0.0, 0.2)),
            "0 %",
            "finished pieces that are visibly bad",
        ),
        Field::optional("minor_stops", Kind::Table(&MINOR_STOPS), "stops the operator clears"),
        Field::optional(
            "startup_scrap",
            Kind::Table(&STARTUP_SCRAP),
            "pieces scrapped after a long stop",
        ),
        Field::default(
            "part_at_failure",
            Kind::Word(&["resume", "repeat", "scrap"]),
            "resume",
            "the piece on the machine when it fails: its work goes on, begins anew, or it is lost",
        ),
        Field::optional("defects", Kind::Table(&DEFECTS), "hidden defects made here"),
        Field::default(
            "takes",
            Kind::Word(&["any", "each"]),
            "any",
            "one piece from the first input that has one, or one from each input (assembly)",
        ),
        Field::optional(
            "split",
            Kind::Map(&Kind::Value(Dimension::Share, Bounds::SHARE)),
            "share of the pieces for each output buffer; absent: the first output with room; not \
             taken over by `like`",
        ),
        Field::optional(
            "stops",
            Kind::List(&Kind::Table(&STOP)),
            "known stops, counted from the start of the run",
        ),
        Field::optional(
            "operator",
            Kind::Table(&OPERATOR),
            "people of a crew who must be there while it works; without them it waits \
             (`SBY_NO_OPERATOR`)",
        ),
        Field::optional(
            "cleared_by",
            Kind::Either(&[Kind::Text, Kind::Table(&WORKERS)]),
            "skill of who clears a minor stop, one person, or people with a skill: they are bound \
             while it `lasts`, and it waits until they are free; absent: it clears itself",
        ),
        Field::optional(
            "set_up_by",
            Kind::Either(&[Kind::Text, Kind::Table(&WORKERS)]),
            "likewise for a set-up at a changeover",
        ),
        Field::default(
            "unattended",
            Kind::Flag,
            "false",
            "it runs through the breaks of the calendar, until somebody must clear a stop",
        ),
        Field::default(
            "shift_end",
            Kind::Word(&["pause", "finish"]),
            "pause",
            "at the end of a shift the piece on it waits for the next shift, or is finished",
        ),
        Field::optional(
            "power",
            Kind::Table(&super::energy::MACHINE_POWER),
            "what each server draws from the mains",
        ),
        Field::optional(
            "water",
            Kind::Table(&super::water::WATER),
            "what each server takes of water",
        ),
        Field::optional(
            "consumes",
            Kind::Map(&Kind::Value(
                Dimension::Number,
                Bounds { open: true, ..Bounds::between(0.0, 1e9) },
            )),
            "material that a piece takes out of stock when work on it begins: units per piece, by \
             the name of the material",
        ),
        Field::optional(
            "makes",
            Kind::Name("material"),
            "its pieces go into this stock, and it works only while the stock asks for more",
        ),
        Field::optional(
            "shop",
            Kind::Table(&super::shop::SHOP_STATION),
            "how it takes jobs, where the route of a product names it",
        ),
        Field::optional("like", Kind::Name("machine"), "takes over what is not written here"),
    ],
};

pub(in crate::plant::read) static MINOR_STOPS: Section = Section {
    name: "minor_stops",
    doc: "Short stops that the operator clears, in operating time.",
    fields: &[
        Field::required(
            "every",
            Kind::Law(Dimension::Time, Bounds::POSITIVE.likely(10.0, 30.0 * DAY)),
            "operating time between stops",
        ),
        Field::required(
            "lasts",
            Kind::Law(Dimension::Time, Bounds::POSITIVE.likely(0.1, 3600.0)),
            "duration",
        ),
    ],
};

/// Pieces lost at a restart.
pub(in crate::plant::read) static STARTUP_SCRAP: Section = Section {
    name: "startup_scrap",
    doc: "Pieces scrapped when the machine starts again.",
    fields: &[
        Field::required("pieces", Kind::Count(0, 1_000_000), "how many"),
        Field::required(
            "after",
            Kind::Value(Dimension::Time, Bounds::NOT_NEGATIVE),
            "only after a stop at least this long",
        ),
    ],
};

pub(in crate::plant::read) static DEFECTS: Section = Section {
    name: "defects",
    doc: "Hidden defects, more of them the longer the machine runs without service.",
    fields: &[
        Field::required(
            "probability",
            Kind::Value(Dimension::Share, Bounds::SHARE.likely(0.0, 0.2)),
            "right after a service",
        ),
        Field::default(
            "growth",
            Kind::Value(Dimension::Growth, Bounds::NOT_NEGATIVE),
            "0 % per h",
            "rise per operating time",
        ),
        Field::default(
            "at_most",
            Kind::Value(Dimension::Share, Bounds::SHARE),
            "100 %",
            "it never exceeds this",
        ),
    ],
};

/// A known stop.
pub(in crate::plant::read) static STOP: Section = Section {
    name: "stops",
    doc: "A known stop, counted from the start of the run.",
    fields: &[
        Field::required("from", Kind::Value(Dimension::Time, Bounds::NOT_NEGATIVE), "begin"),
        Field::required("to", Kind::Value(Dimension::Time, Bounds::POSITIVE), "end"),
    ],
};

pub(in crate::plant::read) static BUFFER: Section = Section {
    name: "[buffers.NAME]",
    doc: "Places between machines, first in first out.",
    fields: &[
        Field::optional(
            "from",
            Kind::Either(&[Kind::Name("machine"), Kind::List(&Kind::Name("machine"))]),
            "machines that deliver into it; absent when a source does",
        ),
        Field::required(
            "to",
            Kind::Either(&[Kind::Name("machine"), Kind::List(&Kind::Name("machine"))]),
            "machines that take from it",
        ),
        Field::required(
            "capacity",
            Kind::Either(&[Kind::Count(0, u32::MAX - 1), Kind::Word(&["unlimited"])]),
            "places strictly between the machines",
        ),
        Field::default("initial", Kind::Count(0, u32::MAX - 1), "0", "pieces in it at the start"),
        Field::optional(
            "transit",
            Kind::Value(Dimension::Time, Bounds::NOT_NEGATIVE.likely(0.0, 7.0 * DAY)),
            "a conveyor: time from entry to exit while it moves; `capacity` counts all pieces on it",
        ),
        Field::default(
            "accumulating",
            Kind::Flag,
            "true",
            "pieces move up to the one that waits at the exit; `false`: the conveyor stands as a \
             whole while a piece waits at its exit, and takes none in",
        ),
        Field::optional(
            "min_dwell",
            Kind::Value(Dimension::Time, Bounds::NOT_NEGATIVE.likely(0.0, 90.0 * DAY)),
            "a piece lies here at least this long (curing, cooling), on the wall clock",
        ),
        Field::optional(
            "max_dwell",
            Kind::Value(Dimension::Time, Bounds::POSITIVE.likely(0.0, 90.0 * DAY)),
            "a piece may lie here no longer than this (glue, heat), on the wall clock",
        ),
        Field::default(
            "then",
            Kind::Word(&["scrap", "rework"]),
            "scrap",
            "what becomes of a piece when `max_dwell` is over",
        ),
        Field::optional(
            "rework_to",
            Kind::Name("buffer"),
            "with `then = \"rework\"`: the buffer into which it goes, to be made again",
        ),
    ],
};

pub(in crate::plant::read) static INSPECTION: Section = Section {
    name: "[inspection]",
    doc: "Every piece that a machine finishes is inspected.",
    fields: &[
        Field::required("at", Kind::Name("machine"), "behind which machine"),
        Field::required(
            "detects",
            Kind::Value(Dimension::Share, Bounds::SHARE),
            "share of defective pieces that is found",
        ),
        Field::default(
            "false_reject",
            Kind::Value(Dimension::Share, Bounds::SHARE.likely(0.0, 0.2)),
            "0 %",
            "share of good pieces that is rejected",
        ),
    ],
};
