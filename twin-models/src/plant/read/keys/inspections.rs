//! Keys of inspection points.

use crate::text::{Bounds, Dimension, Field, Kind, Section};

const SHARE: Kind = Kind::Value(Dimension::Share, Bounds::SHARE);

pub(in crate::plant::read) static INSPECTIONS: Section = Section {
    name: "[inspections.NAME]",
    doc: "Pieces are inspected behind a machine, each of its servers by itself. Kinds of defects: \
          `high` and `low` (outside the limits of a characteristic), `visual`, `material`, and \
          `hidden` (made by `defects` of a machine). Instead of [inspection]; not with flow at rates.",
    fields: &[
        Field::required("at", Kind::Name("machine"), "behind which machine"),
        Field::default("every", Kind::Count(1, u32::MAX), "1", "one piece of so many is looked at"),
        Field::optional("plan", Kind::Table(&PLAN), "instead: a sampling plan, lot by lot"),
        Field::required(
            "detects",
            Kind::Either(&[SHARE, Kind::Map(&SHARE)]),
            "share of the defects looked at that is found; by kind, with `default` for the others",
        ),
        Field::default(
            "false_reject",
            Kind::Value(Dimension::Share, Bounds::SHARE.likely(0.0, 0.2)),
            "0 %",
            "share of the good pieces looked at that is rejected",
        ),
        Field::default(
            "verify",
            SHARE,
            "0 %",
            "share of these that a second look gives back; the rest is scrapped",
        ),
        Field::default(
            "rework_escape_x",
            Kind::Value(Dimension::Number, Bounds::NOT_NEGATIVE.likely(0.5, 10.0)),
            "1.5",
            "factor on the share of defects that is overlooked in reworked pieces",
        ),
        Field::optional("rework", Kind::Table(&REWORK), "rework; without it rejects are scrapped"),
    ],
};

pub(in crate::plant::read) static PLAN: Section = Section {
    name: "plan",
    doc: "Single sampling by attributes: with more defectives in the sample than accepted the rest of the \
          lot is sorted. What is found is taken out.",
    fields: &[
        Field::required("lot", Kind::Count(1, u32::MAX), "pieces of a lot"),
        Field::required("sample", Kind::Count(1, u32::MAX), "the first of them, looked at"),
        Field::required("accept", Kind::Count(0, u32::MAX), "defectives that let the lot pass"),
        Field::default("sort", SHARE, "100 %", "share of the defects that sorting finds"),
    ],
};

pub(in crate::plant::read) static REWORK: Section = Section {
    name: "rework",
    doc: "Rejected pieces are reworked away from the line, or sent back to be made again.",
    fields: &[
        Field::optional(
            "kinds",
            Kind::List(&Kind::Word(&["high", "low", "visual", "material", "hidden"])),
            "which kinds; absent: all",
        ),
        Field::optional(
            "success",
            Kind::Either(&[SHARE, Kind::Map(&SHARE)]),
            "probability that a trial succeeds; by kind, with `default` for the others; absent: 100 %",
        ),
        Field::default("most", Kind::Count(1, 255), "1", "trials before the piece is scrapped"),
        Field::default(
            "hours",
            Kind::Law(Dimension::Time, Bounds::NOT_NEGATIVE),
            "0 h",
            "work of a trial, away from the line",
        ),
        Field::optional(
            "to",
            Kind::Name("buffer"),
            "instead: the piece goes back into this buffer (without limit) and all that follows is \
             done again",
        ),
    ],
};
