//! Keys of changeovers.

use crate::text::{Bounds, Dimension, Field, Kind, Section};

const DAY: f64 = 86_400.0;

pub(in crate::plant::read) static CHANGEOVERS: Section = Section {
    name: "[changeovers]",
    doc: "Changes from one order to the next: machines are set up together. The kinds follow each \
          other in the order of the file, again and again; the first falls due after `every` from \
          the start of the run.",
    fields: &[
        Field::required(
            "every",
            Kind::Law(Dimension::Time, Bounds::POSITIVE.likely(300.0, 60.0 * DAY)),
            "time of production (shifts and overtime, without breaks and planned slots) from the \
             beginning of one to the beginning of the next; one that falls due during another \
             follows it at once",
        ),
        Field::required("kinds", Kind::Named(&CHANGEOVER_KIND), "what is changed"),
        Field::optional(
            "stations",
            Kind::List(&Kind::Name("machine")),
            "machines that are set up; absent: all",
        ),
        Field::optional(
            "scrap_at",
            Kind::Name("machine"),
            "machine that scraps pieces afterwards; absent: the constraint",
        ),
    ],
};

static CHANGEOVER_KIND: Section = Section {
    name: "[changeovers.kinds.NAME]",
    doc: "One kind of changeover.",
    fields: &[
        Field::required(
            "lasts",
            Kind::Law(Dimension::Time, Bounds::POSITIVE.likely(1.0, 7.0 * DAY)),
            "set-up of every machine; it stands still while a failure, other work or the calendar \
             stops the machine",
        ),
        Field::default(
            "times",
            Kind::Count(1, 1_000_000),
            "1",
            "how many in a row before the next kind",
        ),
        Field::default(
            "scrap",
            Kind::Count(0, 1_000_000),
            "0",
            "pieces scrapped at `scrap_at` when it is done (where `startup_scrap` asks for more, that)",
        ),
    ],
};
